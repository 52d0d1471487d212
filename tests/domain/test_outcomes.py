"""What it came to, in everyone's own words, and the way back (R12, R15)."""

import pytest

from app.domain.cases import CaseState
from app.domain.confidentiality import Act
from app.domain.errors import WrongState
from app.domain.situation import Place
from tests.domain.situations import ANN, BEN, by, by_moderator, case, ready, stopped


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("yes", [True, False])
def test_r15_every_party_says_for_themselves_what_it_came_to(state: CaseState, yes: bool) -> None:
    now = case(state, ready(ANN, no_commitments=not yes, restored=not yes), ready(BEN))
    if state is CaseState.IN_PROCESS:
        assert by(ANN, now, Act.CONFIRM_OUTCOME, yes).places == (ready(ANN, no_commitments=yes, restored=not yes), ready(BEN))
    elif state is CaseState.AFTERCARE:
        assert by(ANN, now, Act.CONFIRM_OUTCOME, yes).places == (ready(ANN, no_commitments=not yes, restored=yes), ready(BEN))
    else:
        with stopped(WrongState, "wrong-case-state"):
            by(ANN, now, Act.CONFIRM_OUTCOME, yes)


@pytest.mark.parametrize("state", [CaseState.IN_PROCESS, CaseState.AFTERCARE])
@pytest.mark.parametrize("choice", [None, "yes", 1])
def test_r15_nothing_but_yes_is_yes(state: CaseState, choice: object) -> None:
    place = by(ANN, case(state), Act.CONFIRM_OUTCOME, choice).place(ANN)
    assert (place.no_commitments, place.restored) == (False, False)


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize(
    ("act", "states"),
    [(Act.EVALUATE, "aftercare closed"), (Act.ASK_REOPENING, "closed")],
)
def test_evaluations_and_reopening_have_their_time(act: Act, states: str, state: CaseState) -> None:
    now = case(state)
    if state.value in states.split():
        assert by(ANN, now, act).reopening_asked is (act is Act.ASK_REOPENING)
    else:
        with stopped(WrongState, "wrong-case-state"):
            by(ANN, now, act)


@pytest.mark.parametrize("state", CaseState)
def test_r15_the_follow_up_comes_with_the_commitments_or_after_them(state: CaseState) -> None:
    now = case(state)
    if state in {CaseState.AGREEMENT, CaseState.AFTERCARE}:
        assert by_moderator(now, Act.FOLLOW_UP).followed_up is True
    else:
        with stopped(WrongState, "wrong-case-state"):
            by_moderator(now, Act.FOLLOW_UP)


@pytest.mark.parametrize("act", [Act.CONFIRM_OUTCOME, Act.EVALUATE, Act.ASK_REOPENING])
@pytest.mark.parametrize("state", CaseState)
def test_s0_only_who_is_informed_says_what_it_came_to(act: Act, state: CaseState) -> None:
    with stopped(WrongState, "secrecy-statement-not-accepted", "secrecy-statement-accepted S0"):
        by(ANN, case(state, Place(ANN), ready(BEN)), act, True)
