"""The moderator leads the process: where it stands, and what of that leaves (R4, R10, R15)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from app.actions.gates import decided, whole
from app.domain import cases as life
from app.domain.cases import CaseState, Ending, NeutralEvent, NeutralState
from app.domain.confidentiality import Act
from app.domain.deeds import ending
from app.domain.errors import Conflict, Invalid, Unknown, WrongState
from app.domain.mandates import MayKnow
from app.domain.readiness import Gate
from app.domain.situation import Deed, Situation, outstanding
from app.store import agreements, cases, disclosures, mandates, sessions, supports
from app.store.gate import Store
from app.store.models.cases import Appointment, AppointmentAcceptance, Case, Classification, GateAnnouncement, Process, TrueState


async def move(store: Store, case_id: UUID, to: CaseState, now: datetime) -> TrueState:
    """The case in its next state, when the guard lets it pass."""
    process = await store.one(Process, case_id, Act.MOVE)
    state = await store.one(TrueState, case_id)
    after = await decided(store, case_id, Deed(Act.MOVE, choice=to), now)
    reopened = state.state is CaseState.CLOSED
    if reopened:
        await whole(store, case_id)
    state.set(state=after.state, ending=None)
    process.phase = life.PHASE[after.state]
    if reopened:
        state.round_began_at = state.answers_since = store.moment()
        process.set(gate=Gate.NOT_NOW, gate_announced_at=None, reopened_at=state.round_began_at)
        await mandates.supersede_all(store, case_id)
        for release in await supports.standing_releases(store, case_id):
            release.voided_at = now
        await disclosures.ask_anew(store, case_id, state.round_began_at)
    if not after.agreement_proposed:
        await agreements.supersede_proposed(store, case_id)
    if to is CaseState.MANDATE:
        await _outwards_in_progress(store, case_id)
    return state


async def _outwards_in_progress(store: Store, case_id: UUID) -> None:
    """A reopened case stays closed for everyone outside until R4 holds again; here it does."""
    case = await store.one(Case, case_id)
    if case.state is NeutralState.CLOSED:
        again = life.OUTSIDE_LIFE.after(case.state, NeutralEvent.TALK_AGAIN)
        case.set(state=again, closed_on=None, result=None, joint_sessions=None)


async def pause(store: Store, case_id: UUID, now: datetime) -> Process:
    """Planning and starting joint sessions rests."""
    process = await store.one(Process, case_id, Act.PAUSE)
    await decided(store, case_id, Deed(Act.PAUSE), now)
    process.paused_at = now
    return process


async def resume(store: Store, case_id: UUID, now: datetime) -> Process:
    """Joint sessions can be planned again, if the gate is open."""
    process = await store.one(Process, case_id, Act.RESUME)
    await decided(store, case_id, Deed(Act.RESUME), now)
    process.paused_at = None
    return process


async def close(store: Store, case_id: UUID, reason: Ending | None, now: datetime) -> TrueState:
    """The end: by the moderator's reason, or as the parties said in the aftercare (R15). Outside it is one of two neutral words."""
    process = await store.one(Process, case_id, Act.CLOSE)
    before = await store.situation(case_id, now)
    after = await decided(store, case_id, Deed(Act.CLOSE, choice=reason), now)
    truth = reason or ending(before)
    return await closed(store, process, after, truth, now)


async def closed(store: Store, process: Process, after: Situation, truth: Ending, now: datetime) -> TrueState:
    """What is so once a case has ended, whoever ended it."""
    case_id = process.case_id
    state = await store.one(TrueState, case_id)
    state.set(state=after.state, ending=truth, closed_on=now.date())
    process.set(phase=life.PHASE[after.state], paused_at=None, gate=Gate.NOT_NOW)
    await sessions.cancel_upcoming(store, case_id, store.moment())
    await store.call_off_talks(case_id)
    await outwards_closed(store, case_id, truth, now)
    return state


async def outwards_closed(store: Store, case_id: UUID, truth: Ending, now: datetime) -> None:
    """What everybody outside learns of an end: one of two neutral words."""
    case = await store.one(Case, case_id)
    result = life.RESULT[truth]
    told = await _may_be_told(store, case_id, MayKnow.JOINT_SESSIONS)
    held = life.joint_sessions_to_tell(result, await cases.joint_sessions(store, case_id)) if told else None
    if case.state is not NeutralState.CLOSED:
        over = life.OUTSIDE_LIFE.after(case.state, NeutralEvent.CLOSE)
        case.set(state=over, closed_on=now.date(), result=result, joint_sessions=held)


async def _may_be_told(store: Store, case_id: UUID, what: MayKnow) -> bool:
    """Whether the mandate that held last lets the organisation know this; without any, the rules' own measure holds (R10)."""
    mandate = await mandates.last_in_force(store, case_id)
    return mandate is None or what in mandate.organisation_may_know


async def classify(store: Store, case_id: UUID, words: dict[str, Any], now: datetime) -> Classification:
    """The screening; `Conflict` when it is done already."""
    await store.one(Process, case_id, Act.CLASSIFY)
    await decided(store, case_id, Deed(Act.CLASSIFY), now)
    await _of_mine(store, case_id, words)
    if await cases.classification(store, case_id):
        raise Conflict("classification-stands-already")
    row = Classification(case_id=case_id, **words)
    store.add(row)
    return row


async def reclassify(store: Store, case_id: UUID, etag: str, changes: dict[str, Any], now: datetime) -> Classification:
    """The same in other words."""
    await store.one(Process, case_id, Act.CLASSIFY)
    await decided(store, case_id, Deed(Act.CLASSIFY), now)
    row = await cases.classification(store, case_id)
    if row is None:
        raise Unknown
    store.unchanged(row, etag)
    await _of_mine(store, case_id, changes)
    row.set(**changes)
    return row


async def _of_mine(store: Store, case_id: UUID, words: dict[str, Any]) -> None:
    """What this case takes up again is another one of the organisation that its moderator sees; any other does not exist here (S1)."""
    earlier = words.get("recurrence_of_case_id")
    if earlier and (earlier == case_id or not await cases.seen_beside(store, earlier, case_id)):
        raise Invalid("unknown-id", "/recurrenceOfCaseId")


async def announce_gate(store: Store, case_id: UUID, gate: Gate, now: datetime) -> GateAnnouncement:
    """What the parties see of the gate from now on; `open` only while R4 holds (S11)."""
    process = await store.one(Process, case_id, Act.ANNOUNCE_GATE)
    await decided(store, case_id, Deed(Act.ANNOUNCE_GATE, choice=gate), now)
    process.set(gate=gate, gate_announced_at=now)
    if gate is Gate.OPEN:
        await _outwards_in_progress(store, case_id)
    row = GateAnnouncement(case_id=case_id, gate=gate)
    store.add(row)
    return row


async def accept_moderator(store: Store, case_id: UUID, appointment_id: UUID, now: datetime) -> AppointmentAcceptance:
    """A party's own yes to the moderator; the last one lets the organisation know the name (S10)."""
    appointment = await store.one(Appointment, appointment_id, Act.ACCEPT_MODERATOR, inside=case_id)
    if appointment.ended_at:
        raise WrongState("appointment-ended")
    party_id = await cases.my_party_id(store, case_id)
    after = await decided(store, case_id, Deed(Act.ACCEPT_MODERATOR, party_id), now)
    if await cases.welcome(store, appointment_id, party_id):
        raise Conflict("accepted-already")
    row = AppointmentAcceptance(case_id=case_id, appointment_id=appointment_id, party_id=party_id)
    store.add(row)
    await when_welcomed(store, appointment, after, now)
    return row


async def when_welcomed(store: Store, appointment: Appointment, after: Situation, now: datetime) -> None:
    """Said once, by all who take part then: whoever comes in later accepts for themselves, and nobody sees when (S10)."""
    missing = outstanding(after, "welcomed", "moderator-accepted", "R3")
    if appointment.accepted_by_all_at or missing or not after.places:
        return
    appointment.accepted_by_all_at = now
    case = await store.one(Case, appointment.case_id)
    if case.state is not NeutralState.CLOSED and await _may_be_told(store, case.id, MayKnow.MODERATOR_NAME):
        case.moderator_name = appointment.name
