"""Nothing hangs: how long something may be waited for, and what the worker may do then (R1, R3, R17)."""

from datetime import date

import pytest

from app.domain.cases import BEFORE_CLOSE, RUNNING, CaseState
from app.domain.confidentiality import Act, Role
from app.domain.deadlines import passed
from app.domain.deeds import decide
from app.domain.errors import NotAllowed, WrongState
from app.domain.sessions import SessionState
from app.domain.situation import Deed, Situation
from tests.domain.situations import ANN, case


def by_worker(now: Situation, act: Act) -> Situation:
    """What the worker makes of it."""
    return decide(now, Role.WORKER, Deed(act))


def alone(state: CaseState, *, waited: bool = True, session: SessionState | None = None, paused: bool = True) -> Situation:
    """A case that lost its moderator."""
    return case(state, led=False, left_alone=waited, session=session, paused=paused)


@pytest.mark.parametrize(
    ("today", "over"), [(date(2026, 3, 1), False), (date(2026, 3, 22), False), (date(2026, 3, 23), True), (date(2027, 1, 1), True)]
)
def test_r17_the_last_day_of_a_term_still_counts(today: date, over: bool) -> None:
    assert passed(date(2026, 3, 1), 21, today) is over


@pytest.mark.parametrize("state", RUNNING)
def test_r17_a_case_that_no_successor_took_in_time_is_closed(state: CaseState) -> None:
    after = by_worker(alone(state), Act.LAPSE)
    assert (after.state, after.paused) == (CaseState.CLOSED, False)


@pytest.mark.parametrize("state", RUNNING)
def test_r17_while_a_successor_may_still_come_the_worker_closes_nothing(state: CaseState) -> None:
    with pytest.raises(WrongState) as refused:
        by_worker(alone(state, waited=False), Act.LAPSE)
    assert refused.value.code == "successor-may-come"


@pytest.mark.parametrize("act", [Act.PAUSE, Act.LAPSE])
@pytest.mark.parametrize("state", RUNNING)
def test_r3_while_a_moderator_leads_the_worker_does_nothing(act: Act, state: CaseState) -> None:
    with pytest.raises(WrongState) as refused:
        by_worker(case(state), act)
    assert refused.value.code == "moderator-leads"


@pytest.mark.parametrize("act", [Act.PAUSE, Act.LAPSE])
@pytest.mark.parametrize("state", [CaseState.REGISTERED, CaseState.CLOSED])
def test_r17_what_does_not_run_is_neither_laid_to_rest_nor_closed(act: Act, state: CaseState) -> None:
    with pytest.raises(WrongState) as refused:
        by_worker(alone(state), act)
    assert refused.value.code == "case-not-running"


@pytest.mark.parametrize(
    ("before", "after"),
    [(None, None), (SessionState.PLANNED, SessionState.CANCELLED), (SessionState.RUNNING, SessionState.SUSPENDED)],
)
@pytest.mark.parametrize("act", [Act.PAUSE, Act.LAPSE])
def test_r3_without_a_moderator_no_conversation_stands_or_goes_on(
    act: Act, before: SessionState | None, after: SessionState | None
) -> None:
    assert by_worker(alone(CaseState.IN_PROCESS, session=before, paused=False), act).session is after


def test_r3_a_case_that_lost_its_moderator_rests_also_when_it_rested_before() -> None:
    for paused in (False, True):
        assert by_worker(alone(CaseState.IN_PROCESS, paused=paused), Act.PAUSE) == alone(CaseState.IN_PROCESS)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.WORKER}))
@pytest.mark.parametrize("state", BEFORE_CLOSE)
def test_r17_nobody_but_the_worker_lets_a_case_lapse(role: Role, state: CaseState) -> None:
    with pytest.raises(NotAllowed):
        decide(alone(state), role, Deed(Act.LAPSE, ANN))


@pytest.mark.parametrize("act", sorted(set(Act) - {Act.PAUSE, Act.LAPSE, Act.DESTROY_REFERRAL, Act.INVOKE_SECRECY, Act.ERASE, Act.DESTROY}))
def test_s2_the_worker_has_no_deed_of_anybody_else(act: Act) -> None:
    with pytest.raises(NotAllowed):
        decide(alone(CaseState.IN_PROCESS), Role.WORKER, Deed(act, ANN, True))
