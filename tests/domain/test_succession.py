"""When a moderator is gone, and when another one comes (R3, R10, R17, S7)."""

import pytest

from app.domain.cases import CaseState
from app.domain.confidentiality import LEADS, Act, Reach, Role, may
from app.domain.deeds import RULES, decide
from app.domain.errors import NotAllowed, Unknown, WrongState
from app.domain.sessions import SessionState
from app.domain.situation import Deed, Guardian, Situation
from tests.domain.situations import ANN, BEN, by, by_moderator, case, promise, ready, stopped, talked

RUNNING = ("intake", "readiness", "mandate", "in_process", "agreement", "aftercare")
OBJECT, RECUSE, TAKE = Deed(Act.OBJECT, BEN), Deed(Act.RECUSE), Deed(Act.ANSWER_OFFER)


def registry_ends(now: Situation) -> Situation:
    """What the registry makes of it."""
    return decide(now, Role.REGISTRAR, Deed(Act.END_APPOINTMENT))


def worker_sees(now: Situation) -> Situation:
    """What the worker makes of it."""
    return decide(now, Role.WORKER, Deed(Act.PAUSE))


def unled(state: CaseState, **facts: object) -> Situation:
    """A case that lost its moderator."""
    return case(state, led=False, paused=state is not CaseState.CLOSED, **facts)


@pytest.mark.parametrize("state", RUNNING)
def test_r3_an_objection_and_a_recusal_end_it_and_let_the_case_rest(state: str) -> None:
    now = case(CaseState(state))
    assert by(BEN, now, Act.OBJECT) == by_moderator(now, Act.RECUSE) == now._replace(led=False, paused=True)


def test_r3_both_are_possible_once_a_case_is_closed_and_a_closed_case_does_not_rest() -> None:
    now = case(CaseState.CLOSED)
    assert by(BEN, now, Act.OBJECT) == by_moderator(now, Act.RECUSE) == now._replace(led=False)


def test_r3_what_rested_already_still_rests() -> None:
    now = case(CaseState.READINESS, paused=True)
    assert by(ANN, now, Act.OBJECT) == now._replace(led=False)


@pytest.mark.parametrize(("stood", "stands"), [("planned", "cancelled"), ("running", "suspended")])
def test_r3_r11_the_conversation_that_nobody_leads_is_called_off_or_broken_off(stood: str, stands: str) -> None:
    yes = (ready(ANN, reconfirmed=True), ready(BEN, reconfirmed=True))
    now = case(CaseState.IN_PROCESS, *yes, session=SessionState(stood), session_counts=True)
    after = now.with_places(reconfirmed=False)._replace(led=False, paused=True, session=SessionState(stands))
    assert by(BEN, now, Act.OBJECT) == after
    assert by_moderator(now, Act.RECUSE) == after
    assert worker_sees(registry_ends(now)) == after


def test_r3_an_objection_comes_before_accepting_and_never_after() -> None:
    now = case(CaseState.READINESS, ready(ANN, welcomed=True), ready(BEN))
    with stopped(WrongState, "accepted-already"):
        by(ANN, now, Act.OBJECT)
    assert not by(BEN, now, Act.OBJECT).led


def test_r3_nobody_has_to_be_informed_to_object() -> None:
    now = case(CaseState.INTAKE, ready(ANN), ready(BEN)._replace(informed=False, ready=False))
    assert not by(BEN, now, Act.OBJECT).led


@pytest.mark.parametrize("state", [*RUNNING, "closed"])
def test_r3_where_nobody_leads_nothing_can_be_ended_or_accepted(state: str) -> None:
    now = unled(CaseState(state))
    with stopped(WrongState, "appointment-ended"):
        by(BEN, now, Act.OBJECT)
    with stopped(WrongState, "appointment-ended"):
        registry_ends(now)
    with stopped(WrongState, "appointment-ended" if state != "closed" else "case-not-running"):
        by(BEN, now, Act.ACCEPT_MODERATOR)


@pytest.mark.parametrize("act", [act for act in RULES if may(LEADS, act) is not Reach.NONE and act is not Act.ANSWER_OFFER])
@pytest.mark.parametrize("state", [*RUNNING, "closed"])
def test_r3_c13_without_a_seat_a_moderator_has_nothing_to_decide(act: Act, state: str) -> None:
    for party in (None, ANN):
        with pytest.raises((Unknown, NotAllowed)) as caught:
            decide(unled(CaseState(state)), LEADS, Deed(act, party, True))
        assert caught.type is Unknown


@pytest.mark.parametrize("state", RUNNING)
def test_r3_the_registry_ends_it_and_the_worker_does_the_rest(state: str) -> None:
    now = case(CaseState(state))
    assert registry_ends(now) == now._replace(led=False)
    assert worker_sees(registry_ends(now)) == by(BEN, now, Act.OBJECT)
    assert worker_sees(worker_sees(registry_ends(now))) == worker_sees(registry_ends(now))


def test_r3_while_somebody_leads_the_worker_lets_nothing_rest() -> None:
    with stopped(WrongState, "moderator-leads"):
        worker_sees(case(CaseState.IN_PROCESS))


def test_r3_parties_keep_their_deeds_without_a_moderator() -> None:
    now = unled(CaseState.IN_PROCESS)
    assert not by(ANN, now, Act.WITHDRAW).place(ANN).ready
    assert by(ANN, now, Act.TELL) == now
    assert by(BEN, now, Act.SHARE, "harm").harms[0].party == BEN


@pytest.mark.parametrize("state", RUNNING)
def test_r3_a_successor_is_proposed_by_an_informed_party_once_nobody_leads(state: str) -> None:
    now = unled(CaseState(state))
    assert by(ANN, now, Act.PROPOSE_SUCCESSOR) == now
    with stopped(WrongState, "moderator-leads"):
        by(ANN, case(CaseState(state)), Act.PROPOSE_SUCCESSOR)
    stranger_to_it = now._replace(places=(ready(ANN), ready(BEN)._replace(informed=False, ready=False)))
    with stopped(WrongState, "secrecy-statement-not-accepted", "secrecy-statement-accepted S0"):
        by(BEN, stranger_to_it, Act.PROPOSE_SUCCESSOR)


def test_r17_in_a_closed_case_a_successor_comes_only_to_take_it_up_again() -> None:
    now = unled(CaseState.CLOSED)
    for role, coming in ((Role.PARTY, Deed(Act.PROPOSE_SUCCESSOR, ANN)), (LEADS, TAKE)):
        with stopped(WrongState, "guard-unmet", "reopening-asked R17"):
            decide(now, role, coming)
    asked = by(BEN, now, Act.ASK_REOPENING)
    assert by(BEN, asked, Act.PROPOSE_SUCCESSOR) == asked
    # Whether another one asked is nothing that Ann finds out by trying (S10).
    with stopped(WrongState, "guard-unmet", "reopening-asked R17"):
        by(ANN, asked, Act.PROPOSE_SUCCESSOR)
    again = by_moderator(decide(asked, LEADS, TAKE), Act.MOVE, CaseState.READINESS)
    assert (again.state, again.led, again.paused) == (CaseState.READINESS, True, False)


def test_r2_nobody_takes_a_case_that_somebody_leads_or_that_has_not_begun() -> None:
    with stopped(WrongState, "moderator-leads"):
        decide(case(CaseState.READINESS), LEADS, TAKE)
    with stopped(WrongState, "case-not-running"):
        decide(Situation(CaseState.REGISTERED, (), led=False), LEADS, TAKE)


def test_s7_r10_with_a_successor_the_mandate_and_every_welcome_are_asked_anew_and_nothing_else() -> None:
    child = Guardian("guardian", informed=True, consented=True, accepted=True)
    people = (ready(ANN, welcomed=True, accepted=True, confirmed=True), ready(BEN, welcomed=True)._replace(guardians=(child,)))
    now = talked(
        CaseState.AGREEMENT,
        *people,
        led=False,
        left_alone=True,
        paused=True,
        mandate_in_force=True,
        mandate_offered=True,
        offer_ends=frozenset({BEN}),
        offer_lets_moderator_propose=True,
        moderator_accepted=True,
        moderator_may_propose=True,
        agreed=True,
        promises=(promise(),),
    )
    expected = talked(
        CaseState.AGREEMENT,
        ready(ANN, confirmed=True),
        ready(BEN)._replace(guardians=(child._replace(accepted=False),)),
        paused=True,
        mandate_in_force=False,
        agreed=True,
        promises=(promise(),),
    )
    assert decide(now, LEADS, TAKE) == expected


def test_s7_a_conversation_that_still_stood_does_not_stand_under_the_successor() -> None:
    now = registry_ends(case(CaseState.IN_PROCESS, session=SessionState.PLANNED, session_counts=True))
    after = decide(now, LEADS, TAKE)
    assert (after.session, after.paused, after.led) == (SessionState.CANCELLED, True, True)


def test_s7_what_was_told_is_handed_over_by_an_informed_party_to_somebody_who_leads() -> None:
    now = case(CaseState.READINESS)
    assert by(ANN, now, Act.GRANT_PRIVATE) == now
    with stopped(WrongState, "appointment-ended"):
        by(ANN, now._replace(led=False), Act.GRANT_PRIVATE)
    unread = now._replace(places=(ready(ANN)._replace(informed=False, ready=False), ready(BEN)))
    with stopped(WrongState, "secrecy-statement-not-accepted", "secrecy-statement-accepted S0"):
        by(ANN, unread, Act.GRANT_PRIVATE)


@pytest.mark.parametrize("role", Role)
def test_r3_whose_each_of_these_is(role: Role) -> None:
    whose = {
        Act.OBJECT: Role.PARTY,
        Act.PROPOSE_SUCCESSOR: Role.PARTY,
        Act.GRANT_PRIVATE: Role.PARTY,
        Act.RECUSE: Role.MODERATOR,
        Act.ANSWER_OFFER: Role.MODERATOR,
        Act.END_APPOINTMENT: Role.REGISTRAR,
    }
    for act, one in whose.items():
        if role is not one:
            with pytest.raises(NotAllowed):
                decide(case(CaseState.READINESS), role, Deed(act, ANN))
