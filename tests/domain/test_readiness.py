"""Coming in, the four questions, and the gate (R4–R9, S0, S11)."""

from itertools import product
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.cases import CaseState
from app.domain.confidentiality import Act, Secrecy
from app.domain.errors import Conflict, GateClosed, Unknown, WrongState
from app.domain.readiness import Answers, Gate
from app.domain.situation import Place, Situation, unaccepted, unready
from tests.domain.situations import ANN, BEN, CEM, by, by_moderator, case, ready, stopped

RUNNING = [CaseState.INTAKE, CaseState.READINESS, CaseState.MANDATE, CaseState.IN_PROCESS, CaseState.AGREEMENT, CaseState.AFTERCARE]


@pytest.mark.parametrize("answers", list(product([True, False], repeat=5)))
def test_r5_ready_is_four_times_yes_of_ones_own_free_will(answers: tuple[bool, bool, bool, bool, bool]) -> None:
    assert Answers(*answers).ready is (answers == (True, True, True, True, True))


@pytest.mark.parametrize("state", CaseState)
def test_s0_r17_the_statement_is_accepted_as_soon_as_there_is_a_process_and_after_it(state: CaseState) -> None:
    now = case(state, Place(ANN), Place(BEN))
    if state is not CaseState.REGISTERED:
        assert by(ANN, now, Act.ACCEPT_SECRECY).places == (Place(ANN, informed=True), Place(BEN))
    else:
        with stopped(WrongState, "case-not-running"):
            by(ANN, now, Act.ACCEPT_SECRECY)


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("choice", [True, False])
def test_r5_a_party_declares_for_themselves_while_the_case_runs(state: CaseState, choice: bool) -> None:
    now = case(state, Place(ANN, informed=True, ready=not choice), ready(BEN))
    if state in RUNNING:
        assert by(ANN, now, Act.DECLARE_READINESS, choice).places == (Place(ANN, informed=True, ready=choice), ready(BEN))
    else:
        with stopped(WrongState, "case-not-running"):
            by(ANN, now, Act.DECLARE_READINESS, choice)


@pytest.mark.parametrize("choice", [None, "yes", 1, "false", object()])
def test_r5_nothing_but_yes_is_yes(choice: object) -> None:
    now = case(CaseState.READINESS)
    assert by(ANN, now, Act.DECLARE_READINESS, choice).place(ANN).ready is False
    assert by_moderator(now, Act.ASSESS_SAFETY, choice, ANN).place(ANN).safe is False


@pytest.mark.parametrize(
    "act",
    [Act.DECLARE_READINESS, Act.TELL, Act.SHARE, Act.ACCEPT_ATTRIBUTION, Act.APPROVE_RECORD, Act.COMMENT_MANDATE, Act.KEEP_PARTICULARS],
)
def test_s0_before_the_statement_nothing_is_said(act: Act) -> None:
    now = case(CaseState.INTAKE, Place(ANN), Place(BEN))
    with stopped(WrongState, "secrecy-statement-not-accepted", "secrecy-statement-accepted S0"):
        by(ANN, now, act, True)
    by(ANN, by(ANN, now, Act.ACCEPT_SECRECY), act, None)


@pytest.mark.parametrize("state", CaseState)
def test_r7_withdrawal_is_possible_in_every_state_and_changes_nothing_else(state: CaseState) -> None:
    before = case(state, ready(ANN, reconfirmed=True, accepted=True, confirmed=True, restored=True), ready(BEN, reconfirmed=True))
    after = by(ANN, before, Act.WITHDRAW)
    assert after.places == (ready(ANN, ready=False, accepted=True, confirmed=True, restored=True), ready(BEN, reconfirmed=True))
    assert after._replace(places=before.places) == before


def test_r7_whoever_says_something_new_of_being_ready_reconfirms_again() -> None:
    """Withdrawing and coming back between the reconfirmation and the start does not leave the old yes behind."""
    now = case(CaseState.IN_PROCESS, ready(ANN, reconfirmed=True), ready(BEN, reconfirmed=True))
    again = by(ANN, by(ANN, now, Act.WITHDRAW), Act.DECLARE_READINESS, True)
    assert (again.place(ANN).ready, again.place(ANN).reconfirmed) == (True, False)
    assert by(BEN, now, Act.DECLARE_READINESS, True).place(BEN).reconfirmed is False


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("safe", [True, False])
def test_r5_the_moderator_assesses_safety_while_the_case_runs(state: CaseState, safe: bool) -> None:
    now = case(state, ready(ANN), ready(BEN, safe=not safe))
    if state in RUNNING:
        assert by_moderator(now, Act.ASSESS_SAFETY, safe, BEN).places == (ready(ANN), ready(BEN, safe=safe))
    else:
        with stopped(WrongState, "case-not-running"):
            by_moderator(now, Act.ASSESS_SAFETY, safe, BEN)


def test_r4_the_gate_names_what_is_unmet_party_by_party_for_the_moderator() -> None:
    places = (Place(ANN), ready(BEN, ready=False), ready(CEM))
    unmet = unready(Situation(CaseState.READINESS, places))
    assert [condition.code for condition in unmet] == ["secrecy-statement-accepted", "party-ready", "party-ready", "safety-assessed"]
    assert {condition.secrecy for condition in unmet} == {Secrecy.TRUE_STATE}


def test_s10_whom_the_gate_waits_for_is_named_to_the_moderator() -> None:
    someone, other = UUID("00000000-0000-4000-8000-00000000000a"), UUID("00000000-0000-4000-8000-00000000000b")
    alone = unready(Situation(CaseState.READINESS, (ready(someone, safe=False),)))
    assert [(condition.code, condition.party_id) for condition in alone] == [("two-parties", None), ("safety-assessed", someone)]
    assert {condition.secrecy for condition in alone} == {Secrecy.TRUE_STATE}
    both = unready(Situation(CaseState.READINESS, (ready(someone), ready(other, ready=False), ready(CEM, safe=False))))
    assert [(condition.code, condition.party_id) for condition in both] == [("party-ready", other), ("safety-assessed", None)]


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=4))
@settings(derandomize=True)
def test_r4_the_gate_is_open_exactly_when_two_or_more_are_all_informed_ready_and_safe(answers: list[tuple[bool, bool, bool]]) -> None:
    places = tuple(Place(number, informed=i, ready=r, safe=s) for number, (i, r, s) in enumerate(answers))
    is_open = len(answers) > 1 and answers.count((True, True, True)) == len(answers)
    assert (unready(Situation(CaseState.READINESS, places)) == []) is is_open


@given(st.lists(st.booleans(), min_size=2, max_size=4), st.booleans())
@settings(derandomize=True)
def test_r10_a_mandate_misses_whoever_has_not_accepted(accepted: list[bool], moderator: bool) -> None:
    places = tuple(ready(number, accepted=yes) for number, yes in enumerate(accepted))
    unmet = unaccepted(case(CaseState.MANDATE, *places, moderator_accepted=moderator))
    expected = ["mandate-accepted R10"] * accepted.count(False) + ["mandate-accepted-by-moderator R10"] * (not moderator)
    assert [f"{condition.code} {condition.rule}" for condition in unmet] == expected
    assert {condition.secrecy for condition in unmet} <= {Secrecy.TRUE_STATE}


@pytest.mark.parametrize("state", CaseState)
def test_s11_open_is_announced_only_while_the_gate_is_open(state: CaseState) -> None:
    now = case(state)
    if state not in RUNNING:
        with stopped(WrongState, "case-not-running"):
            by_moderator(now, Act.ANNOUNCE_GATE, Gate.NOT_NOW)
        return
    assert by_moderator(now, Act.ANNOUNCE_GATE, Gate.OPEN) == now
    closed = by(BEN, now, Act.WITHDRAW)
    with stopped(GateClosed, "gate-closed", "party-ready R5"):
        by_moderator(closed, Act.ANNOUNCE_GATE, Gate.OPEN)
    assert by_moderator(closed, Act.ANNOUNCE_GATE, Gate.NOT_NOW) == closed


def test_s11_one_party_alone_is_no_open_gate() -> None:
    with stopped(GateClosed, "gate-closed", "two-parties R4"):
        by_moderator(case(CaseState.INTAKE, ready(ANN)), Act.ANNOUNCE_GATE, Gate.OPEN)


@pytest.mark.parametrize("choice", ["open", None, "nonsense"])
def test_s11_whatever_is_not_not_now_needs_the_open_gate(choice: object) -> None:
    with stopped(GateClosed, "gate-closed", "party-ready R5"):
        by_moderator(case(CaseState.MANDATE, ready(ANN), ready(BEN, ready=False)), Act.ANNOUNCE_GATE, choice)


@pytest.mark.parametrize("state", CaseState)
def test_r9_someone_who_turns_out_to_be_concerned_comes_in_before_anything_is_agreed(state: CaseState) -> None:
    now = case(state)
    if state in {CaseState.INTAKE, CaseState.READINESS}:
        assert by_moderator(now, Act.ADD_PARTY, about=CEM).places == (ready(ANN), ready(BEN), Place(CEM))
    else:
        with stopped(WrongState, "wrong-case-state"):
            by_moderator(now, Act.ADD_PARTY, about=CEM)


def test_r4_a_party_who_comes_late_closes_the_gate_until_they_are_ready_too() -> None:
    now = by_moderator(case(CaseState.READINESS), Act.ADD_PARTY, about=CEM)
    with stopped(GateClosed, "gate-closed", "secrecy-statement-accepted S0", "party-ready R5", "safety-assessed R5"):
        by_moderator(now, Act.MOVE, CaseState.MANDATE)


def test_r9_nobody_has_two_places() -> None:
    with stopped(Conflict, "party-stands-already"):
        by_moderator(case(CaseState.INTAKE), Act.ADD_PARTY, about=BEN)
    with stopped(Unknown, "not-found"):
        by_moderator(case(CaseState.INTAKE), Act.ADD_PARTY)


@pytest.mark.parametrize("state", CaseState)
def test_talks_are_for_parties_of_a_running_case(state: CaseState) -> None:
    now = case(state, Place(ANN), Place(BEN))
    if state in RUNNING:
        assert by_moderator(now, Act.HOLD_TALK, about=ANN) == now
        with stopped(Unknown, "not-found"):
            by_moderator(now, Act.HOLD_TALK, about=CEM)
    else:
        with stopped(WrongState, "case-not-running"):
            by_moderator(now, Act.HOLD_TALK, about=ANN)


@pytest.mark.parametrize("state", CaseState)
def test_r17_a_way_in_is_for_parties_and_for_those_of_a_closed_case_too(state: CaseState) -> None:
    now = case(state, Place(ANN), Place(BEN))
    assert by_moderator(now, Act.INVITE, about=ANN) == now.with_place(ANN, invited=True)
    assert by(ANN, now, Act.REDEEM) == now
    with stopped(Unknown, "not-found"):
        by_moderator(now, Act.INVITE, about=CEM)


@pytest.mark.parametrize("state", CaseState)
def test_s0_r7_whoever_is_invited_again_is_informed_again_and_says_again_that_they_are_ready(state: CaseState) -> None:
    """Who cannot get in cannot withdraw, and a new way in is not yet the same person's."""
    now = case(state, ready(ANN, welcomed=True, reconfirmed=True, accepted=True), ready(BEN, reconfirmed=True))
    after = by_moderator(now, Act.INVITE, about=ANN)
    assert after.places == (Place(ANN, invited=True, welcomed=True, safe=True, accepted=True), ready(BEN, reconfirmed=True))
    assert after._replace(places=now.places) == now


@pytest.mark.parametrize("state", CaseState)
def test_s10_each_party_accepts_the_moderator_for_themselves_and_no_gate_opens_by_it(state: CaseState) -> None:
    now = case(state, Place(ANN, informed=True), Place(BEN, informed=True))
    if state in RUNNING:
        assert by(ANN, now, Act.ACCEPT_MODERATOR).places == (Place(ANN, informed=True, welcomed=True), Place(BEN, informed=True))
    else:
        with stopped(WrongState, "case-not-running"):
            by(ANN, now, Act.ACCEPT_MODERATOR)


def test_s0_nobody_accepts_the_moderator_before_the_secrecy_statement() -> None:
    with stopped(WrongState, "secrecy-statement-not-accepted", "secrecy-statement-accepted S0"):
        by(ANN, case(CaseState.INTAKE, Place(ANN), Place(BEN)), Act.ACCEPT_MODERATOR)


def test_ones_particulars_stay_ones_own_to_keep_after_the_case_is_closed() -> None:
    now = case(CaseState.CLOSED)
    assert by(ANN, now, Act.KEEP_PARTICULARS) == now
