"""Young people and those who hold authority over them (R6)."""

from datetime import date
from enum import StrEnum
from typing import Final

OF_AGE: Final = 18
"""From this birthday on nobody is asked for anybody."""


class Age(StrEnum):
    """What R6 makes of somebody's age."""

    CHILD = "child"
    """Under the age of consent: the guardians' yes stands beside their own."""
    YOUNG = "young"
    """From then until eighteen: the guardians say yes to the mandate."""
    ADULT = "adult"
    UNKNOWN = "unknown"
    """Nobody recorded when they were born: they speak alone, and nobody comes in beside them before that is recorded."""


def age_on(born_on: date | None, today: date, consent_age: int) -> Age:
    """How old somebody is for R6 on a day, or that nobody recorded a birth date."""
    if born_on is None:
        return Age.UNKNOWN
    years = today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
    return Age.CHILD if years < consent_age else Age.YOUNG if years < OF_AGE else Age.ADULT
