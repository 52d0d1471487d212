"""Where a case stands: its moves, its pauses, its end and its new beginning."""

from typing import Any

import pytest

from app.domain import cases
from app.domain.cases import CaseState, Ending, NeutralState, Phase, Result
from app.domain.commitments import CommitmentState
from app.domain.confidentiality import Act, Secrecy
from app.domain.deeds import ending
from app.domain.errors import GateClosed, Invalid, WrongState
from app.domain.harms import HarmState
from app.domain.outcomes import OutcomeQuestion
from app.domain.sessions import SessionState
from app.domain.situation import Place, Situation
from tests.domain.situations import ANN, BEN, CEM, OTHER_PROMISE, by, by_moderator, case, harm, promise, ready, stopped, talked

RUNNING = ["intake", "readiness", "mandate", "in_process", "agreement", "aftercare"]
MOVES = {
    ("intake", "readiness"),
    ("readiness", "mandate"),
    ("mandate", "in_process"),
    ("in_process", "agreement"),
    ("in_process", "aftercare"),
    ("agreement", "aftercare"),
    ("closed", "readiness"),
}


def all_clear(state: CaseState) -> Situation:
    """A case in this state whose every guard is met."""
    everyone = (ready(ANN, no_commitments=True, reopening_asked=True), ready(BEN, no_commitments=True))
    return talked(state, *everyone, mandate_in_force=True, agreed=state is not CaseState.IN_PROCESS)


@pytest.mark.parametrize("start", CaseState)
@pytest.mark.parametrize("goal", CaseState)
def test_a_case_moves_along_the_table_and_nowhere_else(start: CaseState, goal: CaseState) -> None:
    now = all_clear(start)
    if goal is CaseState.AGREEMENT:
        now = now._replace(agreed=True)
    if (start.value, goal.value) in MOVES:
        assert by_moderator(now, Act.MOVE, goal).state is goal
    else:
        with stopped(WrongState, "wrong-case-state"):
            by_moderator(now, Act.MOVE, goal)


@pytest.mark.parametrize("goal", [None, "mandate", 3])
def test_a_case_moves_to_a_state_only(goal: object) -> None:
    with stopped(WrongState, "wrong-case-state"):
        by_moderator(all_clear(CaseState.READINESS), Act.MOVE, goal)


def test_r4_s0_readiness_is_explored_with_two_parties_who_are_informed_once_the_matter_is_screened() -> None:
    intake = Situation(CaseState.INTAKE, (Place(ANN),))
    with stopped(WrongState, "guard-unmet", "two-parties R4", "secrecy-statement-accepted S0", "screened R2"):
        by_moderator(intake, Act.MOVE, CaseState.READINESS)
    both = intake._replace(places=(Place(ANN, informed=True), Place(BEN)), screened=True)
    with stopped(WrongState, "guard-unmet", "secrecy-statement-accepted S0"):
        by_moderator(both, Act.MOVE, CaseState.READINESS)
    assert by_moderator(by(BEN, both, Act.ACCEPT_SECRECY), Act.MOVE, CaseState.READINESS).state is CaseState.READINESS


@pytest.mark.parametrize(
    ("lacking", "condition"),
    [("ready", "party-ready R5"), ("safe", "safety-assessed R5"), ("informed", "secrecy-statement-accepted S0")],
)
@pytest.mark.parametrize("who", [0, 1, 2])
def test_r4_one_party_who_is_not_ready_keeps_all_from_a_mandate(lacking: str, condition: str, who: int) -> None:
    places = [ready(ANN), ready(BEN), ready(CEM)]
    changes: dict[str, Any] = {lacking: False}
    places[who] = places[who]._replace(**changes)
    with stopped(GateClosed, "gate-closed", condition):
        by_moderator(case(CaseState.READINESS, *places), Act.MOVE, CaseState.MANDATE)


def test_r4_one_party_alone_opens_no_gate() -> None:
    """A case closed during its intake comes back into readiness, with whoever was there."""
    with stopped(GateClosed, "gate-closed", "screened R2", "two-parties R4"):
        by_moderator(case(CaseState.READINESS, ready(ANN), screened=False), Act.MOVE, CaseState.MANDATE)


def test_r10_nobody_talks_without_a_mandate_in_force() -> None:
    with stopped(WrongState, "guard-unmet", "mandate-in-force R10"):
        by_moderator(case(CaseState.MANDATE, mandate_offered=True), Act.MOVE, CaseState.IN_PROCESS)


def test_r12_r13_an_agreement_needs_the_talk_the_harm_and_everyone() -> None:
    with stopped(WrongState, "guard-unmet", "joint-conversation-held R12", "shared-harm-discussed R12", "agreement-confirmed-by-all R13"):
        by_moderator(case(CaseState.IN_PROCESS, harms=(harm(),)), Act.MOVE, CaseState.AGREEMENT)
    with stopped(WrongState, "guard-unmet", "agreement-confirmed-by-all R13"):
        by_moderator(talked(), Act.MOVE, CaseState.AGREEMENT)


def test_r12_without_commitments_the_aftercare_begins_when_every_party_says_so() -> None:
    none_needed = (OutcomeQuestion.NO_COMMITMENTS_NEEDED, True)
    now = by(ANN, case(CaseState.IN_PROCESS), Act.CONFIRM_OUTCOME, none_needed)
    with stopped(WrongState, "guard-unmet", "no-commitments-needed R12"):
        by_moderator(now, Act.MOVE, CaseState.AFTERCARE)
    assert by_moderator(by(BEN, now, Act.CONFIRM_OUTCOME, none_needed), Act.MOVE, CaseState.AFTERCARE).state is CaseState.AFTERCARE


def test_r14_commitments_that_stand_cannot_be_walked_past() -> None:
    """Having agreed, and then saying that nothing is needed, does not make the promises disappear."""
    now = talked(CaseState.IN_PROCESS, ready(ANN, no_commitments=True), ready(BEN, no_commitments=True), agreed=True, promises=(promise(),))
    with stopped(WrongState, "guard-unmet", "no-agreement-stands R14", "commitments-final R14"):
        by_moderator(now, Act.MOVE, CaseState.AFTERCARE)


def test_r12_when_nothing_is_needed_what_was_proposed_is_off_the_table() -> None:
    now = talked(
        CaseState.IN_PROCESS,
        ready(ANN, no_commitments=True, confirmed=True),
        ready(BEN, no_commitments=True),
        agreement_proposed=True,
        proposals=(promise(CommitmentState.PROPOSED),),
    )
    after = by_moderator(now, Act.MOVE, CaseState.AFTERCARE)
    assert (after.agreement_proposed, after.proposals, after.place(ANN).confirmed) == (False, (), False)
    with stopped(WrongState, "no-agreement-proposed"):
        by(BEN, after, Act.CONFIRM_AGREEMENT)


@pytest.mark.parametrize("state", CommitmentState)
def test_r14_the_aftercare_begins_when_every_commitment_is_final(state: CommitmentState) -> None:
    final = {"confirmed", "waived", "replaced", "not_kept", "unanswered", "lapsed"}
    now = case(CaseState.AGREEMENT, promises=(promise(CommitmentState.CONFIRMED), promise(state, key=OTHER_PROMISE)))
    if state.value in final:
        assert by_moderator(now, Act.MOVE, CaseState.AFTERCARE).state is CaseState.AFTERCARE
    else:
        with stopped(WrongState, "guard-unmet", "commitments-final R14"):
            by_moderator(now, Act.MOVE, CaseState.AFTERCARE)


def test_a_pause_rests_the_talking_and_ends_only_once() -> None:
    now = case(CaseState.IN_PROCESS)
    paused = by_moderator(now, Act.PAUSE)
    assert paused == now._replace(paused=True)
    with stopped(WrongState, "already-paused"):
        by_moderator(paused, Act.PAUSE)
    assert by_moderator(paused, Act.RESUME) == now
    with stopped(WrongState, "not-paused"):
        by_moderator(now, Act.RESUME)


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("act", [Act.PAUSE, Act.CLASSIFY])
def test_only_a_running_case_is_paused_or_classified(state: CaseState, act: Act) -> None:
    now = case(state, screened=False)
    if state.value in RUNNING:
        after = by_moderator(now, act)
        assert (after.paused, after.screened) == (act is Act.PAUSE, act is Act.CLASSIFY)
    else:
        with stopped(WrongState, "case-not-running"):
            by_moderator(now, act)


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("paused", [False, True])
@pytest.mark.parametrize("reason", [Ending.NOT_POSSIBLE, Ending.UNSUITABLE])
def test_r17_the_moderator_can_close_every_running_case_paused_or_not(state: CaseState, paused: bool, reason: Ending) -> None:
    now = case(state, paused=paused)
    if state.value in RUNNING:
        assert by_moderator(now, Act.CLOSE, reason) == now._replace(state=CaseState.CLOSED, paused=False)
    else:
        with stopped(WrongState, "case-not-running"):
            by_moderator(now, Act.CLOSE, reason)


@pytest.mark.parametrize("word", [Ending.RESTORED, Ending.PARTIALLY_RESTORED, Ending.NOT_TAKEN_UP, "self_resolved", "restored", "nonsense"])
def test_r15_no_moderator_declares_a_case_restored(word: str) -> None:
    with stopped(Invalid, "not-the-moderators-to-say", "/ending"):
        by_moderator(case(CaseState.AFTERCARE, followed_up=True), Act.CLOSE, word)


@pytest.mark.parametrize("state", [state for state in CaseState if state.value in RUNNING])
@pytest.mark.parametrize("followed_up", [False, True])
def test_r15_a_case_ends_by_itself_from_the_aftercare_after_a_follow_up(state: CaseState, followed_up: bool) -> None:
    now = case(state, followed_up=followed_up)
    unmet = ["in-aftercare R15"] * (state is not CaseState.AFTERCARE) + ["followed-up R15"] * (not followed_up)
    if unmet:
        with stopped(WrongState, "guard-unmet", *unmet):
            by_moderator(now, Act.CLOSE)
    else:
        assert by_moderator(now, Act.CLOSE).state is CaseState.CLOSED


@pytest.mark.parametrize("state", RUNNING)
def test_r12_sorted_out_by_themselves_is_an_end_once_every_party_says_so(state: str) -> None:
    now = case(CaseState(state), ready(ANN, ready=False), ready(BEN), paused=True)
    with stopped(WrongState, "guard-unmet", "self-resolved R12", "self-resolved R12"):
        by_moderator(now, Act.CLOSE, Ending.SELF_RESOLVED)
    one = by(ANN, now, Act.CONFIRM_OUTCOME, (OutcomeQuestion.SELF_RESOLVED, True))
    with stopped(WrongState, "guard-unmet", "self-resolved R12"):
        by_moderator(one, Act.CLOSE, Ending.SELF_RESOLVED)
    both = by(BEN, one, Act.CONFIRM_OUTCOME, (OutcomeQuestion.SELF_RESOLVED, True))
    assert by_moderator(both, Act.CLOSE, Ending.SELF_RESOLVED).state is CaseState.CLOSED


def test_r12_whoever_comes_in_later_says_it_too_and_what_others_said_stands() -> None:
    both = case(CaseState.INTAKE, ready(ANN, self_resolved=True), ready(BEN, self_resolved=True))
    later = by_moderator(both, Act.ADD_PARTY, about=CEM)
    assert [place.self_resolved for place in later.places] == [True, True, False]
    with stopped(WrongState, "guard-unmet", "self-resolved R12"):
        by_moderator(later, Act.CLOSE, Ending.SELF_RESOLVED)


def test_r9_r12_with_fewer_than_two_left_nobody_sorted_it_out_together() -> None:
    for left in ((), (ready(ANN, self_resolved=True),)):
        with stopped(WrongState, "guard-unmet", "two-parties R9"):
            by_moderator(Situation(CaseState.INTAKE, left), Act.CLOSE, Ending.SELF_RESOLVED)


def test_r11_a_running_conversation_is_ended_before_the_case_is_closed() -> None:
    now = case(CaseState.IN_PROCESS, session=SessionState.RUNNING, session_counts=True)
    with stopped(WrongState, "session-running"):
        by_moderator(now, Act.CLOSE, Ending.NOT_POSSIBLE)
    over = by_moderator(now, Act.SUSPEND_SESSION)
    assert by_moderator(over, Act.CLOSE, Ending.NOT_POSSIBLE).state is CaseState.CLOSED


def test_closing_calls_off_the_conversation_that_was_planned() -> None:
    now = case(CaseState.IN_PROCESS, ready(ANN, reconfirmed=True), ready(BEN), session=SessionState.PLANNED)
    after = by_moderator(now, Act.CLOSE, Ending.UNSUITABLE)
    assert (after.session, after.place(ANN).reconfirmed) == (SessionState.CANCELLED, False)


@pytest.mark.parametrize(
    ("everyone", "promises", "harms", "expected"),
    [
        (True, (), (), Ending.RESTORED),
        (True, (CommitmentState.CONFIRMED, CommitmentState.WAIVED), (HarmState.REPAIRED,), Ending.RESTORED),
        (True, (CommitmentState.REPLACED, CommitmentState.LAPSED), (HarmState.NOTHING_MORE_NEEDED,), Ending.RESTORED),
        (False, (), (), Ending.PARTIALLY_RESTORED),
        (True, (CommitmentState.CONFIRMED, CommitmentState.NOT_KEPT), (), Ending.PARTIALLY_RESTORED),
        (True, (CommitmentState.UNANSWERED,), (), Ending.PARTIALLY_RESTORED),
        (True, (), (HarmState.REPAIRED, HarmState.OPEN), Ending.PARTIALLY_RESTORED),
        (True, (), (HarmState.ACKNOWLEDGED,), Ending.PARTIALLY_RESTORED),
        (True, (), (HarmState.LEFT_OPEN, HarmState.REPAIRED), Ending.PARTIALLY_RESTORED),
    ],
)
def test_r15_restored_means_restored(
    everyone: bool, promises: tuple[CommitmentState, ...], harms: tuple[HarmState, ...], expected: Ending
) -> None:
    now = case(
        CaseState.AFTERCARE,
        ready(ANN, restored=True),
        ready(BEN, restored=everyone),
        promises=tuple(promise(state, key=number) for number, state in enumerate(promises)),
        harms=tuple(harm(state, key=number) for number, state in enumerate(harms)),
    )
    assert ending(now) is expected


def test_r17_a_closed_case_is_reopened_when_a_party_asked_for_it_and_only_then() -> None:
    closed = case(CaseState.CLOSED)
    with stopped(WrongState, "guard-unmet", "reopening-asked R17"):
        by_moderator(closed, Act.MOVE, CaseState.READINESS)
    again = by_moderator(by(BEN, closed, Act.ASK_REOPENING), Act.MOVE, CaseState.READINESS)
    assert again.state is CaseState.READINESS


def test_r7_after_reopening_nothing_said_before_counts_as_said_now() -> None:
    answers = ("ready", "welcomed", "safe", "reconfirmed", "accepted", "confirmed", "no_commitments", "restored", "self_resolved")
    everything: dict[str, Any] = dict.fromkeys((*answers, "reopening_asked"), True)
    closed = case(
        CaseState.CLOSED,
        Place(ANN, informed=True, **everything),
        Place(BEN, **everything),
        mandate_in_force=True,
        mandate_offered=True,
        moderator_accepted=True,
        moderator_may_propose=True,
        offer_lets_moderator_propose=True,
        joint_held=True,
        agreed=True,
        agreement_proposed=True,
        promises=(promise(CommitmentState.NOT_KEPT),),
        proposals=(promise(CommitmentState.PROPOSED),),
        harms=(harm(discussed=True),),
        session=SessionState.HELD,
        session_counts=True,
        followed_up=True,
    )
    again = by_moderator(closed, Act.MOVE, CaseState.READINESS)
    # Whoever was informed or accepted the moderator still has, the matter is still in words, and a harm that was shared and a
    # promise that was made do not unhappen.
    assert again == Situation(
        CaseState.READINESS,
        (Place(ANN, informed=True, welcomed=True), Place(BEN, welcomed=True)),
        screened=True,
        harms=(harm(discussed=True),),
        promises=(promise(CommitmentState.NOT_KEPT),),
    )


def test_the_screening_is_not_made_up_by_reopening() -> None:
    closed = case(CaseState.CLOSED, ready(ANN, reopening_asked=True), screened=False)
    assert by_moderator(closed, Act.MOVE, CaseState.READINESS).screened is False


def test_s10_who_has_not_answered_is_for_the_moderator_alone() -> None:
    waiting = case(CaseState.READINESS, ready(ANN), Place(BEN))
    with pytest.raises(GateClosed) as caught:
        by_moderator(waiting, Act.MOVE, CaseState.MANDATE)
    assert {condition.secrecy for condition in caught.value.unmet} == {Secrecy.TRUE_STATE}


def test_what_parties_see_of_the_state_says_no_more_than_the_phase() -> None:
    assert {state.value: phase.value for state, phase in cases.PHASE.items()} == {
        "registered": "preparing",
        "intake": "preparing",
        "readiness": "preparing",
        "mandate": "preparing",
        "in_process": "in_conversation",
        "agreement": "agreement",
        "aftercare": "aftercare",
        "closed": "closed",
    }
    assert {phase.value for phase in Phase} == {"preparing", "in_conversation", "agreement", "aftercare", "closed"}
    assert {state.value for state in NeutralState} == {"received", "in_progress", "closed"}


def test_outside_a_case_ends_in_one_of_two_neutral_words() -> None:
    assert {ended.value: result.value for ended, result in cases.RESULT.items()} == {
        "restored": "completed",
        "partially_restored": "completed",
        "self_resolved": "completed",
        "not_possible": "ended_other_measures_open",
        "unsuitable": "ended_other_measures_open",
        "not_taken_up": "ended_other_measures_open",
    }


@pytest.mark.parametrize(
    ("result", "held", "told"),
    [
        (Result.COMPLETED, 2, 2),
        (Result.COMPLETED, 1, 1),
        (Result.COMPLETED, 0, None),
        (Result.ENDED_OTHER_MEASURES_OPEN, 2, None),
        (Result.ENDED_OTHER_MEASURES_OPEN, 0, None),
    ],
)
def test_the_number_of_conversations_leaves_only_with_completed(result: Result, held: int, told: int | None) -> None:
    assert cases.joint_sessions_to_tell(result, held) == told
