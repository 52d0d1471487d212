"""What people tell and share, and where a shared harm stands (S0, R12, R15, R16)."""

import pytest

from app.domain.cases import CaseState
from app.domain.confidentiality import Act
from app.domain.errors import Invalid, NotAllowed, Unknown, WrongState
from app.domain.harms import HarmMark, HarmState
from tests.domain.situations import ANN, BEN, HARM, by, by_moderator, case, harm, stopped

RUNNING = [CaseState.INTAKE, CaseState.READINESS, CaseState.MANDATE, CaseState.IN_PROCESS, CaseState.AGREEMENT, CaseState.AFTERCARE]
SAYING = [Act.TELL, Act.SHARE, Act.ACCEPT_ATTRIBUTION, Act.APPROVE_RECORD]


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("act", SAYING)
def test_people_speak_while_the_case_runs(state: CaseState, act: Act) -> None:
    now = case(state)
    if state in RUNNING:
        assert by(ANN, now, act) == now
    else:
        with stopped(WrongState, "case-not-running"):
            by(ANN, now, act)


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("act", [Act.WRITE_NOTE, Act.REWRITE_NOTE, Act.WRITE_RECORD])
def test_the_moderator_writes_while_the_case_runs(state: CaseState, act: Act) -> None:
    now = case(state)
    if state in RUNNING:
        assert by_moderator(now, act) == now
    else:
        with stopped(WrongState, "case-not-running"):
            by_moderator(now, act)


def test_r15_a_harm_that_is_shared_waits_to_be_settled() -> None:
    now = case(CaseState.IN_PROCESS)
    assert (now.harms_settled, now.harm_discussed) == (True, False)
    after = by(ANN, now, Act.SHARE, HARM)
    assert after.harms == (harm(HarmState.OPEN),)
    assert (after.harms_settled, after.harm_discussed) == (False, False)


def test_r15_a_harm_shared_after_all_others_were_repaired_waits_too() -> None:
    now = by(BEN, case(CaseState.AFTERCARE, harms=(harm(HarmState.REPAIRED),)), Act.SHARE, "other")
    assert now.harms_settled is False


@pytest.mark.parametrize("mark", HarmMark)
def test_r15_the_person_harmed_says_where_it_stands(mark: HarmMark) -> None:
    now = case(CaseState.AFTERCARE, harms=(harm(), harm(key="other", state=HarmState.REPAIRED)))
    after = by(ANN, now, Act.MARK_HARM, (HARM, mark))
    assert after.harms == (harm(HarmState(mark.value)), harm(key="other", state=HarmState.REPAIRED))
    assert after.harms_settled is (mark.value in {"repaired", "nothing_more_needed"})


@pytest.mark.parametrize("mark", HarmMark)
def test_r15_nobody_else_says_where_a_harm_stands(mark: HarmMark) -> None:
    now = case(CaseState.AFTERCARE, harms=(harm(),))
    with stopped(NotAllowed, "not-allowed"):
        by(BEN, now, Act.MARK_HARM, (HARM, mark))
    with stopped(NotAllowed, "not-allowed"):
        by_moderator(now, Act.MARK_HARM, (HARM, mark), about=ANN)


def test_a_mark_says_something_new_of_a_harm_that_is_there() -> None:
    now = case(CaseState.AFTERCARE, harms=(harm(HarmState.REPAIRED),))
    with stopped(WrongState, "wrong-harm-state"):
        by(ANN, now, Act.MARK_HARM, (HARM, HarmMark.REPAIRED))
    with stopped(Unknown, "not-found"):
        by(ANN, now, Act.MARK_HARM, ("other", HarmMark.REPAIRED))


@pytest.mark.parametrize("choice", [None, HARM, (HARM, None), (HARM, "repaired"), (HARM, True)])
def test_a_mark_is_one_of_the_four(choice: object) -> None:
    with stopped(Invalid, "not-a-mark", "/mark"):
        by(ANN, case(CaseState.AFTERCARE, harms=(harm(),)), Act.MARK_HARM, choice)


def test_a_harm_is_marked_while_the_case_runs() -> None:
    with stopped(WrongState, "case-not-running"):
        by(ANN, case(CaseState.CLOSED, harms=(harm(),)), Act.MARK_HARM, (HARM, HarmMark.REPAIRED))
