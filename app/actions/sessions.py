"""Conversations that all hold together: the moderator plans and leads them, and none begins without everyone's yes (R4, R7, R8, R11)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from app.actions.gates import decided
from app.actions.parties import withdrawn
from app.domain import sessions as life
from app.domain.confidentiality import Act
from app.domain.deeds.sessions import closed
from app.domain.errors import Conflict, GateClosed, Invalid, NotAllowed, WrongState
from app.domain.mandates import agreed_form
from app.domain.sessions import BEGUN, OVER, SessionEvent, SessionKind, SessionState
from app.domain.situation import Deed
from app.domain.texts import hash_of
from app.store import cases, mandates, parties, sessions
from app.store.gate import Store
from app.store.models.cases import Process
from app.store.models.sessions import Attendance, Reconfirmation, RecordApproval, Session, SessionRecord


async def plan(store: Store, case_id: UUID, kind: SessionKind, about: dict[str, Any], now: datetime) -> Session:
    """A conversation with a goal and an agenda; only while every party is ready, and one at a time (R4, R11)."""
    await store.one(Process, case_id, Act.PLAN_SESSION)
    await decided(store, case_id, Deed(Act.PLAN_SESSION, choice=kind), now)
    mandate = await mandates.in_force(store, case_id)
    if mandate and not agreed_form(mandate.session_forms, kind):
        raise WrongState("form-not-agreed")
    row = Session(case_id=case_id, kind=kind, appointment_id=(await cases.appointment(store, case_id)).id, **about)
    store.add(row)
    return row


async def replan(store: Store, case_id: UUID, session_id: UUID, etag: str, changes: dict[str, Any], now: datetime) -> Session:
    """The same conversation, planned otherwise; for another moment it needs the open gate again, and everyone's yes for that moment."""
    session = await store.one(Session, session_id, Act.PLAN_SESSION, inside=case_id)
    _demand(session, SessionState.PLANNED)
    store.unchanged(session, etag)
    if changes.get("planned_for", session.planned_for) != session.planned_for:
        situation = await store.situation(case_id, now)
        if unmet := closed(situation, situation.session_counts):
            raise GateClosed(unmet=store.tell(unmet))
    session.set(**changes)
    return session


async def reconfirm(store: Store, case_id: UUID, session_id: UUID, party_id: UUID | None, ready: bool, now: datetime) -> Reconfirmation:
    """Yes or no for this session: a party's own, or as the moderator heard it from them; a no withdraws at once (R7)."""
    session = await store.one(Session, session_id, Act.RECONFIRM, inside=case_id)
    mine = await cases.my_party_id(store, case_id)
    whose = await _spoken_for(store, case_id, mine, party_id)
    _demand(session, SessionState.PLANNED)
    await decided(store, case_id, Deed(Act.RECONFIRM, whose, ready), now)
    row = Reconfirmation(
        case_id=case_id, session_id=session_id, party_id=whose, planned_for=session.planned_for, ready=ready, orally=mine is None
    )
    store.add(row)
    if not ready:
        # As it was heard, so it can be contested (R6).
        await withdrawn(store, case_id, whose, now, noted=mine is None)
    return row


async def _spoken_for(store: Store, case_id: UUID, mine: UUID | None, party_id: UUID | None) -> UUID:
    """A party speaks for themselves and nobody else (R6); the moderator says whom they heard."""
    if mine is None:
        return await _party(store, case_id, party_id)
    if party_id not in {None, mine}:
        raise NotAllowed
    return mine


async def _party(store: Store, case_id: UUID, party_id: UUID | None) -> UUID:
    if party_id is None:
        raise Invalid("missing", "/partyId")
    if await parties.in_case(store, case_id, party_id) is None:
        raise Invalid("unknown-id", "/partyId")
    return party_id


async def start(store: Store, case_id: UUID, session_id: UUID, now: datetime) -> Session:
    """Everyone is ready, and said so again for today; a withdrawal that came first wins (R8)."""
    session = await _stepped(store, case_id, session_id, Act.START_SESSION, SessionEvent.START, now)
    session.started_at = now
    return session


async def suspend(store: Store, case_id: UUID, session_id: UUID, now: datetime) -> Session:
    """Broken off: safety first. It never counts as held."""
    session = await _stepped(store, case_id, session_id, Act.SUSPEND_SESSION, SessionEvent.SUSPEND, now)
    session.ended_at = now
    return session


async def cancel(store: Store, case_id: UUID, session_id: UUID, now: datetime) -> Session:
    """Called off before it began."""
    session = await _stepped(store, case_id, session_id, Act.CANCEL_SESSION, SessionEvent.CANCEL, now)
    session.ended_at = now
    return session


async def _stepped(store: Store, case_id: UUID, session_id: UUID, act: Act, event: SessionEvent, now: datetime) -> Session:
    session = await store.one(Session, session_id, act, inside=case_id)
    state = life.LIFE.after(session.state, event)
    await decided(store, case_id, Deed(act), now)
    session.state = state
    return session


async def end(store: Store, case_id: UUID, session_id: UUID, discussed: Sequence[UUID], now: datetime) -> Session:
    """Held; the moderator says which shared harms were talked about, and in a follow-up that says nothing (R12)."""
    session = await store.one(Session, session_id, Act.END_SESSION, inside=case_id)
    state = life.LIFE.after(session.state, SessionEvent.END)
    harms = await sessions.harms(store, case_id, discussed)
    known = {harm.id for harm in harms}
    for place, harm_id in enumerate(discussed):
        if harm_id not in known:
            raise Invalid("unknown-id", f"/discussedHarmIds/{place}")
    after = await decided(store, case_id, Deed(Act.END_SESSION, choice=known), now)
    talked_about = {harm.key for harm in after.harms if harm.discussed}
    for harm in harms:
        harm.discussed = harm.id in talked_about
    session.set(state=state, ended_at=now)
    return session


async def attend(store: Store, case_id: UUID, session_id: UUID, party_id: UUID, now: datetime) -> Attendance:
    """That a party was there; before the record stands, for it needs the approval of everyone who was (R11)."""
    session = await store.one(Session, session_id, Act.WRITE_RECORD, inside=case_id)
    await decided(store, case_id, Deed(Act.WRITE_RECORD), now)
    _demand(session, *BEGUN)
    await _party(store, case_id, party_id)
    record = await sessions.record_if_any(store, session_id)
    if record:
        _still_open(record)
    if await sessions.attendance(store, session_id, party_id):
        raise Conflict("attendance-stands-already")
    row = Attendance(case_id=case_id, session_id=session_id, party_id=party_id)
    store.add(row)
    return row


async def write_record(store: Store, case_id: UUID, session_id: UUID, text: str, now: datetime) -> SessionRecord:
    """What is kept of a conversation that is over, for those who were there to approve."""
    session = await store.one(Session, session_id, Act.WRITE_RECORD, inside=case_id)
    await decided(store, case_id, Deed(Act.WRITE_RECORD), now)
    _demand(session, *OVER)
    if await store.first(sessions.unnoted(store, session)):
        # Nobody could be absent (R4, R7): a record without somebody's approval is no shared one (R11).
        raise WrongState("attendance-incomplete")
    if await sessions.record_if_any(store, session_id):
        raise Conflict("record-stands-already")
    row = SessionRecord(case_id=case_id, session_id=session_id, text=text, text_hash=hash_of({"text": text}))
    store.add(row)
    return row


async def rewrite_record(store: Store, case_id: UUID, session_id: UUID, etag: str, changes: dict[str, Any], now: datetime) -> SessionRecord:
    """The same in other words; whoever approved the former ones is asked again."""
    record = await _record(store, case_id, session_id, Act.WRITE_RECORD)
    await decided(store, case_id, Deed(Act.WRITE_RECORD), now)
    _still_open(record)
    store.unchanged(record, etag)
    text = changes.get("text", record.text)
    if text == record.text:
        return record
    for approval in await sessions.standing_approvals(store, record.id):
        approval.voided_at = now
    record.set(text=text, text_hash=hash_of({"text": text}))
    return record


async def approve_record(store: Store, case_id: UUID, session_id: UUID, text_hash: str, now: datetime) -> RecordApproval:
    """A party's own yes to the identical text; the last of those who were there makes it stand (S10)."""
    record = await _record(store, case_id, session_id, Act.APPROVE_RECORD)
    party_id = await cases.my_party_id(store, case_id)
    await decided(store, case_id, Deed(Act.APPROVE_RECORD, party_id), now)
    _still_open(record)
    if text_hash != record.text_hash:
        raise WrongState("other-text")
    if await sessions.standing_approvals(store, record.id):
        raise Conflict("approved-already")
    row = RecordApproval(case_id=case_id, record_id=record.id, party_id=party_id, text_hash=text_hash)
    store.add(row)
    await store.flush()
    if not await store.awaits_approval(record.id):
        record.approved_by_all_at = now
    return row


async def _record(store: Store, case_id: UUID, session_id: UUID, act: Act) -> SessionRecord:
    found = await sessions.record(store, case_id, session_id)
    return await store.one(SessionRecord, found.id, act, inside=case_id)


def _still_open(record: SessionRecord) -> None:
    if record.approved_by_all_at:
        raise WrongState("record-approved")


def _demand(session: Session, *states: SessionState) -> None:
    if session.state not in states:
        raise WrongState("wrong-session-state")
