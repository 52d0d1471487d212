"""What it came to, in everyone's own words, and the way back (R12, R15)."""

import pytest

from app.domain.cases import CaseState
from app.domain.confidentiality import Act
from app.domain.errors import WrongState
from app.domain.outcomes import OutcomeQuestion
from app.domain.situation import Place
from tests.domain.situations import ANN, BEN, by, by_moderator, case, ready, stopped

NONE_NEEDED, RESTORED, SELF_RESOLVED = OutcomeQuestion
ANSWERS = {NONE_NEEDED: "no_commitments", RESTORED: "restored", SELF_RESOLVED: "self_resolved"}
WHEN = {NONE_NEEDED: "in_process", RESTORED: "aftercare", SELF_RESOLVED: "intake readiness mandate in_process agreement aftercare"}
"""The states in which each question can be answered, by hand."""


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("question", OutcomeQuestion)
@pytest.mark.parametrize("yes", [True, False])
def test_r12_r15_every_party_says_for_themselves_what_it_came_to(state: CaseState, question: OutcomeQuestion, yes: bool) -> None:
    before = dict.fromkeys(ANSWERS.values(), not yes)
    now = case(state, ready(ANN, **before), ready(BEN))
    if state.value in WHEN[question].split():
        after = by(ANN, now, Act.CONFIRM_OUTCOME, (question, yes))
        assert after.places == (ready(ANN, **before | {ANSWERS[question]: yes}), ready(BEN))
        return
    asked = state in {CaseState.IN_PROCESS, CaseState.AFTERCARE}
    code = "case-not-running" if question is SELF_RESOLVED else "other-question" if asked else "wrong-case-state"
    with stopped(WrongState, code):
        by(ANN, now, Act.CONFIRM_OUTCOME, (question, yes))


@pytest.mark.parametrize(("state", "question"), [("in_process", NONE_NEEDED), ("aftercare", RESTORED), ("intake", SELF_RESOLVED)])
@pytest.mark.parametrize("yes", [None, "yes", 1])
def test_r15_nothing_but_yes_is_yes(state: str, question: OutcomeQuestion, yes: object) -> None:
    now = case(CaseState(state), ready(ANN, no_commitments=True, restored=True, self_resolved=True), ready(BEN))
    assert getattr(by(ANN, now, Act.CONFIRM_OUTCOME, (question, yes)).place(ANN), ANSWERS[question]) is False


@pytest.mark.parametrize("choice", [None, True, "restored", ("restored", True)])
def test_r15_a_yes_to_no_question_is_no_yes(choice: object) -> None:
    with stopped(WrongState, "other-question"):
        by(ANN, case(CaseState.AFTERCARE), Act.CONFIRM_OUTCOME, choice)


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
