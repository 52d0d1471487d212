"""How promises go: the owner reports, and only the one it was promised to says that it is done (R14)."""

from datetime import date
from itertools import product

import pytest

from app.domain.cases import CaseState
from app.domain.commitments import CommitmentState, overdue
from app.domain.confidentiality import Act
from app.domain.errors import NotAllowed, WrongState
from app.domain.situation import Place, Promise
from tests.domain.situations import ANN, BEN, CEM, OTHER_PROMISE, PROMISE, by, by_moderator, case, promise, ready, stopped

STEPS = {
    ("agreed", Act.REPORT_DONE): "reported",
    ("disputed", Act.REPORT_DONE): "reported",
    ("reported", Act.CONFIRM_DONE): "confirmed",
    ("reported", Act.DISPUTE): "disputed",
    ("agreed", Act.WAIVE): "waived",
    ("reported", Act.WAIVE): "waived",
    ("disputed", Act.WAIVE): "waived",
    ("agreed", Act.SAY_NOT_KEPT): "not_kept",
    ("disputed", Act.SAY_NOT_KEPT): "not_kept",
}
ACTS = [Act.REPORT_DONE, Act.CONFIRM_DONE, Act.DISPUTE, Act.WAIVE, Act.SAY_NOT_KEPT]
OWNER, BENEFICIARY = BEN, ANN


def who_may(act: Act) -> str:
    return OWNER if act is Act.REPORT_DONE else BENEFICIARY


@pytest.mark.parametrize(("state", "act"), list(product(CommitmentState, ACTS)))
def test_r14_each_deed_has_its_moment(state: CommitmentState, act: Act) -> None:
    other = Promise(ANN, BEN, CommitmentState.AGREED, key=OTHER_PROMISE)
    now = case(CaseState.AGREEMENT, promises=(promise(state, due=True), other))
    expected = STEPS.get((state.value, act))
    if expected:
        after = by(who_may(act), now, act, PROMISE)
        assert after == now._replace(promises=(promise(CommitmentState(expected), due=True), other))
    else:
        with stopped(WrongState, "wrong-commitment-state"):
            by(who_may(act), now, act, PROMISE)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", [ANN, BEN, CEM])
def test_r14_only_the_owner_reports_and_only_the_beneficiary_says_the_rest(act: Act, who: str) -> None:
    state = CommitmentState.REPORTED if act in {Act.CONFIRM_DONE, Act.DISPUTE} else CommitmentState.AGREED
    now = case(CaseState.AGREEMENT, ready(ANN), ready(BEN), ready(CEM), promises=(promise(state, due=True),))
    if who == who_may(act):
        by(who, now, act, PROMISE)
    else:
        with stopped(NotAllowed, "not-allowed"):
            by(who, now, act, PROMISE)
    with stopped(NotAllowed, "not-allowed"):
        by_moderator(now, act, PROMISE, about=who)


@pytest.mark.parametrize("state", ["agreed", "disputed"])
def test_r14_nobody_says_not_kept_before_its_day(state: str) -> None:
    """The day is the due date, or the review date of a commitment that stands."""
    now = case(CaseState.AGREEMENT, promises=(promise(CommitmentState(state)),))
    with stopped(WrongState, "guard-unmet", "due-date-passed R14"):
        by(ANN, now, Act.SAY_NOT_KEPT, PROMISE)


@pytest.mark.parametrize("act", ACTS)
def test_r14_everything_else_needs_no_day(act: Act) -> None:
    for due in (True, False):
        state = CommitmentState.REPORTED if act in {Act.CONFIRM_DONE, Act.DISPUTE} else CommitmentState.AGREED
        if act is not Act.SAY_NOT_KEPT:
            by(who_may(act), case(CaseState.AGREEMENT, promises=(promise(state, due=due),)), act, PROMISE)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", CaseState)
def test_r14_promises_are_kept_while_the_case_runs_paused_or_not(act: Act, state: CaseState) -> None:
    where = CommitmentState.REPORTED if act in {Act.CONFIRM_DONE, Act.DISPUTE} else CommitmentState.AGREED
    now = case(state, promises=(promise(where, due=True),), paused=True)
    if state in {CaseState.REGISTERED, CaseState.CLOSED}:
        with stopped(WrongState, "case-not-running"):
            by(who_may(act), now, act, PROMISE)
    else:
        assert by(who_may(act), now, act, PROMISE).promises[0].state is not where


@pytest.mark.parametrize("act", ACTS)
def test_r14_what_is_not_agreed_in_this_round_is_not_acted_upon(act: Act) -> None:
    now = case(CaseState.AGREEMENT, proposals=(promise(CommitmentState.PROPOSED, due=True),), agreement_proposed=True)
    with stopped(WrongState, "wrong-commitment-state"):
        by(who_may(act), now, act, PROMISE)


@pytest.mark.parametrize("state", CommitmentState)
@pytest.mark.parametrize(
    ("due_on", "passed"), [(date(2026, 5, 1), True), (date(2026, 5, 2), False), (date(2026, 5, 3), False), (None, False)]
)
def test_r14_overdue_is_what_its_owner_still_has_to_act_on_after_its_day(state: CommitmentState, due_on: date | None, passed: bool) -> None:
    assert overdue(due_on, state, date(2026, 5, 2)) is (passed and state.value in {"agreed", "disputed"})


@pytest.mark.parametrize("act", ACTS)
def test_s0_only_who_is_informed_acts(act: Act) -> None:
    now = case(CaseState.AGREEMENT, Place(ANN), Place(BEN), promises=(promise(due=True),))
    with stopped(WrongState, "secrecy-statement-not-accepted", "secrecy-statement-accepted S0"):
        by(who_may(act), now, act, PROMISE)


def test_r7_after_an_agreement_a_withdrawal_erases_no_commitment() -> None:
    now = case(CaseState.AGREEMENT, promises=(promise(),))
    after = by(BEN, now, Act.WITHDRAW)
    assert after.promises == (promise(),)
    assert by(ANN, by(BEN, after, Act.REPORT_DONE, PROMISE), Act.CONFIRM_DONE, PROMISE).promises == (promise(CommitmentState.CONFIRMED),)
