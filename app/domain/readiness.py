"""Readiness: four questions that a party answers for themselves, and how long the answer holds (R5, R7)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

AT_THE_START: Final = timedelta(hours=24)
"""How long before the start of a session a yes can be said again for it (R7)."""


class Safety(StrEnum):
    """The moderator's assessment of a party's safety in the process."""

    SAFE = "safe"
    SAFE_WITH_MEASURES = "safe_with_measures"
    UNSAFE = "unsafe"


class Gate(StrEnum):
    """What the moderator announces of the gate; nobody learns a cause (S11)."""

    OPEN = "open"
    NOT_NOW = "not_now"


class Experience(StrEnum):
    """What someone may live through; either prompts a safety assessment."""

    SOCIAL_UNSAFETY = "social_unsafety"
    POWERLESSNESS = "powerlessness"


class Noted(StrEnum):
    """What the moderator can note of a party's words, and the party can contest (R6)."""

    DECLARATION = "declaration"
    RECONFIRMATION = "reconfirmation"


@dataclass(frozen=True, slots=True)
class Answers:
    """What a party said: the four questions of R5, and that they came of their own free will."""

    explore_relation: bool
    explore_harm: bool
    explore_repair: bool
    join_conversations: bool
    voluntary: bool

    @property
    def ready(self) -> bool:
        """Four times yes, voluntarily (R5)."""
        return self.explore_relation and self.explore_harm and self.explore_repair and self.join_conversations and self.voluntary
