"""How old somebody is, and beside whom anybody is asked: beside the young, and nobody else (R6)."""

from datetime import date

import pytest

from app.domain.confidentiality import Act
from app.domain.errors import Unknown, WrongState
from app.domain.guardians import Age, age_on
from tests.domain.situations import ANN, by_moderator, stopped
from tests.domain.test_guardians import DAD, MUM, UNASKED, YES, by_guardian, of


@pytest.mark.parametrize(
    ("today", "age"),
    [
        (date(2026, 12, 1), Age.CHILD),
        (date(2027, 3, 9), Age.CHILD),
        (date(2027, 3, 10), Age.YOUNG),
        (date(2029, 3, 9), Age.YOUNG),
        (date(2029, 3, 10), Age.ADULT),
    ],
)
def test_r6_someone_born_on_10_march_2011_is_sixteen_and_eighteen_on_that_day(today: date, age: Age) -> None:
    assert age_on(date(2011, 3, 10), today, 16) is age


def test_r6_someone_born_on_29_february_is_eighteen_on_the_first_of_march() -> None:
    assert age_on(date(2012, 2, 29), date(2030, 2, 28), 16) is Age.YOUNG
    assert age_on(date(2012, 2, 29), date(2030, 3, 1), 16) is Age.ADULT


def test_r6_nobody_holds_authority_over_whoever_is_known_to_be_of_age() -> None:
    for choice in ((DAD, True), (None, True)):
        with stopped(WrongState, "guardian-not-asked"):
            by_moderator(of(age=Age.ADULT), Act.KEEP_GUARDIANS, choice, ANN)
        by_moderator(of(age=Age.UNKNOWN), Act.KEEP_GUARDIANS, choice, ANN)
    # What was recorded before they came of age can be ended still.
    assert by_moderator(of(YES, age=Age.ADULT), Act.KEEP_GUARDIANS, (MUM, False), ANN) == of(age=Age.ADULT)


def test_r6_beside_whoever_came_of_age_nobody_comes_in() -> None:
    now = of(UNASKED, age=Age.ADULT)
    with stopped(WrongState, "guardian-not-asked"):
        by_moderator(now, Act.INVITE, MUM, ANN)
    with stopped(WrongState, "guardian-not-asked"):
        by_guardian(now, Act.ACCEPT_SECRECY, MUM)
    for age in (Age.ADULT, Age.UNKNOWN):
        with pytest.raises(Unknown):
            by_guardian(of(UNASKED, age=age), Act.REDEEM, MUM)
    for age in (Age.CHILD, Age.YOUNG):
        assert by_guardian(of(UNASKED, age=age), Act.REDEEM, MUM) == of(UNASKED, age=age)


def test_r6_before_a_birth_date_is_recorded_nobody_is_asked_in_beside_anybody() -> None:
    assert age_on(None, date(2026, 12, 1), 16) is Age.UNKNOWN
    now = of(UNASKED, age=Age.UNKNOWN)
    with stopped(WrongState, "birth-date-not-recorded", "birth-date-recorded R6"):
        by_moderator(now, Act.INVITE, MUM, ANN)
    with stopped(WrongState, "birth-date-not-recorded", "birth-date-recorded R6"):
        by_guardian(now, Act.ACCEPT_SECRECY, MUM)
