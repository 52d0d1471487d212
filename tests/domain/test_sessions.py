"""Conversations that all hold together: planned and started only while everyone is ready (R4, R7, R8, R11, R12)."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.cases import CaseState
from app.domain.confidentiality import Act
from app.domain.errors import GateClosed, Invalid, Unknown, WrongState
from app.domain.sessions import SessionKind, SessionState, TalkKind
from app.domain.situation import Place, Situation
from tests.domain.situations import ANN, BEN, CEM, HARM, by, by_moderator, case, harm, ready, stopped

WHERE = {"joint": {"in_process", "agreement"}, "circle": {"in_process", "agreement"}, "follow_up": {"agreement", "aftercare"}}


def planned(state: CaseState = CaseState.IN_PROCESS, *places: Place, **facts: Any) -> Situation:
    """A conversation for today to which everyone said yes."""
    usual: dict[str, Any] = {"session": SessionState.PLANNED, "session_counts": True}
    return case(state, *(places or (ready(ANN, reconfirmed=True), ready(BEN, reconfirmed=True))), **usual | facts)


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("kind", SessionKind)
def test_r11_each_form_has_its_place_in_the_case(state: CaseState, kind: SessionKind) -> None:
    now = case(state, mandate_in_force=True)
    if state.value in WHERE[kind.value]:
        after = by_moderator(now, Act.PLAN_SESSION, kind)
        assert after == now._replace(session=SessionState.PLANNED, session_counts=kind is not SessionKind.FOLLOW_UP)
    elif state in {CaseState.REGISTERED, CaseState.CLOSED}:
        with stopped(WrongState, "case-not-running"):
            by_moderator(now, Act.PLAN_SESSION, kind)
    else:
        with stopped(GateClosed, "gate-closed", "case-in-conversation R11"):
            by_moderator(now, Act.PLAN_SESSION, kind)


@pytest.mark.parametrize("kind", [*TalkKind, None, "joint", "nonsense"])
def test_r11_talks_with_one_party_are_never_planned_as_joint(kind: object) -> None:
    with stopped(Invalid, "not-a-session-kind", "/kind"):
        by_moderator(case(CaseState.AGREEMENT), Act.PLAN_SESSION, kind)


@pytest.mark.parametrize(
    ("changes", "condition"),
    [
        ({"ready": False}, "party-ready R5"),
        ({"safe": False}, "safety-assessed R5"),
        ({"informed": False}, "secrecy-statement-accepted S0"),
    ],
)
@pytest.mark.parametrize("who", [0, 1, 2])
@pytest.mark.parametrize("act", [Act.PLAN_SESSION, Act.START_SESSION])
def test_r4_one_who_is_not_ready_blocks_it_for_everybody(changes: dict[str, Any], condition: str, who: int, act: Act) -> None:
    places = [ready(party, reconfirmed=True) for party in (ANN, BEN, CEM)]
    places[who] = places[who]._replace(**changes)
    session = SessionState.PLANNED if act is Act.START_SESSION else None
    with stopped(GateClosed, "gate-closed", condition):
        by_moderator(planned(CaseState.IN_PROCESS, *places, session=session), act, SessionKind.JOINT)


@pytest.mark.parametrize(
    ("facts", "condition"), [({"mandate_in_force": False}, "mandate-in-force R10"), ({"paused": True}, "case-resumed R11")]
)
@pytest.mark.parametrize("act", [Act.PLAN_SESSION, Act.START_SESSION])
def test_r10_r11_no_mandate_or_a_pause_blocks_planning_and_starting(facts: dict[str, Any], condition: str, act: Act) -> None:
    session = SessionState.PLANNED if act is Act.START_SESSION else None
    with stopped(GateClosed, "gate-closed", condition):
        by_moderator(planned(session=session, **facts), act, SessionKind.JOINT)


EVERYTHING = (True, True, True, True)


@given(
    st.lists(st.one_of(st.just(EVERYTHING), st.tuples(*[st.booleans()] * 4)), min_size=1, max_size=4),
    st.sampled_from([True, True, False]),
    st.sampled_from([False, False, True]),
    st.sampled_from(CaseState),
    st.booleans(),
)
@settings(derandomize=True, max_examples=500)
def test_r4_r7_a_conversation_starts_exactly_when_everything_is_met(
    answers: list[tuple[bool, bool, bool, bool]], mandate: bool, paused: bool, state: CaseState, counts: bool
) -> None:
    places = tuple(Place(number, informed=i, ready=r, safe=s, reconfirmed=y) for number, (i, r, s, y) in enumerate(answers))
    now = planned(state, *places, mandate_in_force=mandate, paused=paused, session_counts=counts)
    everyone = len(answers) > 1 and all(flags == EVERYTHING for flags in answers)
    here = state.value in ({"in_process", "agreement"} if counts else {"agreement", "aftercare"})
    if everyone and mandate and not paused and here:
        assert by_moderator(now, Act.START_SESSION).session is SessionState.RUNNING
    else:
        with pytest.raises(GateClosed):
            by_moderator(now, Act.START_SESSION)


def test_r7_without_todays_yes_of_everyone_it_does_not_start() -> None:
    now = planned(CaseState.IN_PROCESS, ready(ANN, reconfirmed=True), ready(BEN))
    with stopped(GateClosed, "gate-closed", "readiness-reconfirmed R7"):
        by_moderator(now, Act.START_SESSION)
    assert by_moderator(by(BEN, now, Act.RECONFIRM, True), Act.START_SESSION).session is SessionState.RUNNING


def test_r7_a_withdrawal_between_the_yes_and_the_start_wins() -> None:
    now = by(BEN, planned(), Act.WITHDRAW)
    with stopped(GateClosed, "gate-closed", "party-ready R5", "readiness-reconfirmed R7"):
        by_moderator(now, Act.START_SESSION)
    back = by(BEN, now, Act.DECLARE_READINESS, True)
    with stopped(GateClosed, "gate-closed", "readiness-reconfirmed R7"):
        by_moderator(back, Act.START_SESSION)


def test_r7_yes_may_be_noted_by_the_moderator_and_no_needs_no_device() -> None:
    now = planned(CaseState.IN_PROCESS, ready(ANN), ready(BEN))
    noted = by_moderator(now, Act.RECONFIRM, True, ANN)
    assert (noted.place(ANN), noted.place(BEN)) == (ready(ANN, reconfirmed=True), ready(BEN))
    for said in (by_moderator(noted, Act.RECONFIRM, False, ANN), by(ANN, noted, Act.RECONFIRM, False)):
        assert said.places == (ready(ANN, ready=False), ready(BEN))


def test_r6_the_moderators_note_makes_nobody_ready() -> None:
    now = planned(CaseState.IN_PROCESS, ready(ANN, ready=False), ready(BEN))
    with stopped(WrongState, "not-ready"):
        by_moderator(now, Act.RECONFIRM, True, ANN)
    with stopped(WrongState, "not-ready"):
        by(ANN, now, Act.RECONFIRM, True)


def test_s0_only_who_is_informed_says_yes_for_today_but_anybody_says_no() -> None:
    now = planned(CaseState.IN_PROCESS, Place(ANN), ready(BEN))
    with stopped(WrongState, "secrecy-statement-not-accepted", "secrecy-statement-accepted S0"):
        by(ANN, now, Act.RECONFIRM, True)
    assert by(ANN, now, Act.RECONFIRM, False) == now


@pytest.mark.parametrize("session", [None, *(state for state in SessionState if state is not SessionState.PLANNED)])
@pytest.mark.parametrize("yes", [True, False])
def test_r7_reconfirmed_is_what_is_planned(session: SessionState | None, yes: bool) -> None:
    with stopped(WrongState, "wrong-session-state"):
        by(ANN, planned(session=session), Act.RECONFIRM, yes)


def test_r7_a_yes_for_one_conversation_is_no_yes_for_the_next() -> None:
    for act, place in ((Act.CANCEL_SESSION, "planned"), (Act.SUSPEND_SESSION, "running"), (Act.END_SESSION, "running")):
        over = by_moderator(planned(session=SessionState(place)), act)
        again = by_moderator(over, Act.PLAN_SESSION, SessionKind.JOINT)
        with stopped(GateClosed, "gate-closed", "readiness-reconfirmed R7", "readiness-reconfirmed R7"):
            by_moderator(again, Act.START_SESSION)


@pytest.mark.parametrize("session", [None, *SessionState])
def test_r11_one_conversation_at_a_time(session: SessionState | None) -> None:
    now = planned(session=session)
    if session in {SessionState.PLANNED, SessionState.RUNNING}:
        with stopped(WrongState, "session-stands-already"):
            by_moderator(now, Act.PLAN_SESSION, SessionKind.JOINT)
    else:
        after = by_moderator(now, Act.PLAN_SESSION, SessionKind.JOINT)
        assert (after.session, after.places) == (SessionState.PLANNED, (ready(ANN), ready(BEN)))


STEPS = {
    (Act.START_SESSION, "planned"): "running",
    (Act.CANCEL_SESSION, "planned"): "cancelled",
    (Act.SUSPEND_SESSION, "running"): "suspended",
    (Act.END_SESSION, "running"): "held",
}


@pytest.mark.parametrize(
    ("act", "session"),
    list(product([Act.START_SESSION, Act.CANCEL_SESSION, Act.SUSPEND_SESSION, Act.END_SESSION], [None, *SessionState])),
)
def test_r11_the_steps_of_a_conversation(act: Act, session: SessionState | None) -> None:
    now = planned(session=session)
    expected = STEPS.get((act, session.value if session else ""))
    if expected:
        assert by_moderator(now, act).session is SessionState(expected)
    else:
        with stopped(WrongState, "wrong-session-state"):
            by_moderator(now, act)


@pytest.mark.parametrize("act", [Act.SUSPEND_SESSION, Act.END_SESSION])
def test_r11_a_running_conversation_can_always_be_stopped(act: Act) -> None:
    """Paused, with someone who withdrew in it: stopping is never gated."""
    now = planned(CaseState.IN_PROCESS, ready(ANN, ready=False), ready(BEN), session=SessionState.RUNNING, paused=True)
    assert by_moderator(now, act).session in {SessionState.SUSPENDED, SessionState.HELD}


def test_r12_only_a_conversation_that_was_held_counts() -> None:
    running = planned(session=SessionState.RUNNING)
    assert by_moderator(running, Act.SUSPEND_SESSION).joint_held is False
    assert by_moderator(running, Act.END_SESSION).joint_held is True
    follow_up = planned(CaseState.AFTERCARE, session=SessionState.RUNNING, session_counts=False, harms=(harm(),))
    after = by_moderator(follow_up, Act.END_SESSION, frozenset({HARM}))
    assert (after.joint_held, after.harm_discussed) == (False, False)


def test_r12_which_harm_was_discussed_is_said_at_the_end() -> None:
    now = planned(session=SessionState.RUNNING, harms=(harm(), harm(key="other")))
    assert by_moderator(now, Act.END_SESSION).harm_discussed is False
    assert by_moderator(now, Act.END_SESSION, frozenset[str]()).harms == now.harms
    after = by_moderator(now, Act.END_SESSION, frozenset({"other"}))
    assert after.harms == (harm(), harm(key="other", discussed=True))
    again = by_moderator(after._replace(session=SessionState.RUNNING), Act.END_SESSION, [HARM])
    assert again.harms == (harm(discussed=True), harm(key="other", discussed=True))
    later = by_moderator(again._replace(session=SessionState.RUNNING), Act.END_SESSION)
    assert later.harms == again.harms


def test_r12_a_harm_that_nobody_shared_was_not_discussed() -> None:
    with stopped(Unknown, "not-found"):
        by_moderator(planned(session=SessionState.RUNNING), Act.END_SESSION, frozenset({HARM}))


def test_r11_what_was_planned_elsewhere_does_not_start_here() -> None:
    """Planned in conversation, and the case went on into the aftercare meanwhile."""
    with stopped(GateClosed, "gate-closed", "case-in-conversation R11"):
        by_moderator(planned(CaseState.AFTERCARE), Act.START_SESSION)
