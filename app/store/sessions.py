"""Queries on conversations."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from app.domain import sessions
from app.domain.errors import Unknown
from app.domain.parties import PartyKind
from app.domain.sessions import SessionEvent, SessionState
from app.store.gate import Statement, Store
from app.store.models.cases import Process
from app.store.models.content import Harm
from app.store.models.groups import PlaceEnding
from app.store.models.parties import Party
from app.store.models.sessions import Attendance, Reconfirmation, RecordApproval, Session, SessionRecord
from app.store.sight import Sight

OfSession = TypeVar("OfSession", Attendance, Reconfirmation)


async def of_session(store: Store, case_id: UUID, session_id: UUID, model: type[OfSession]) -> Statement[OfSession]:
    """The rows of this kind that belong to one session; `Unknown` where it is not in this case."""
    await store.one(Session, session_id, inside=case_id)
    return (await store.below(Process, case_id, model)).where(model.session_id == session_id)


async def attendance(store: Store, session_id: UUID, party_id: UUID) -> Attendance | None:
    """That this party was there."""
    there = store.within(Attendance).where(Attendance.session_id == session_id)
    return await store.first(there.where(Attendance.party_id == party_id))


async def record(store: Store, case_id: UUID, session_id: UUID) -> SessionRecord:
    """What is kept of a session, for those who may read it."""
    kept = await record_if_any(store, session_id)
    if kept is None or kept.case_id != case_id:
        raise Unknown
    return kept


async def record_if_any(store: Store, session_id: UUID) -> SessionRecord | None:
    """The same, or none."""
    return await store.first(store.listing(SessionRecord).where(SessionRecord.session_id == session_id))


async def approvals(store: Store, case_id: UUID, record_id: UUID) -> Statement[RecordApproval]:
    """Those approvals of a record that the caller may see (S10)."""
    return (await store.below(Process, case_id, RecordApproval)).where(RecordApproval.record_id == record_id)


async def standing_approvals(store: Store, record_id: UUID) -> Sequence[RecordApproval]:
    """Those of the text that the record has now."""
    given = store.within(RecordApproval).where(RecordApproval.record_id == record_id)
    return await store.rows(given.where(RecordApproval.voided_at.is_(None)))


async def harms(store: Store, case_id: UUID, ids: Collection[UUID]) -> Sequence[Harm]:
    """Those of these harms that all of this case know."""
    return await store.rows(store.within(Harm).where(Harm.case_id == case_id, Harm.id.in_(ids))) if ids else []


async def cancel_upcoming(store: Store, case_id: UUID, now: datetime) -> None:
    """What was planned no longer is, from this moment on."""
    for row in await store.rows(store.within(Session).where(Session.case_id == case_id, Session.state == SessionState.PLANNED)):
        row.set(state=sessions.LIFE.after(row.state, SessionEvent.CANCEL), ended_at=now)


async def break_off(store: Store, case_id: UUID, now: datetime) -> None:
    """Nobody leads it any more: at one moment what was planned no longer is, and what runs stops (R3, R11)."""
    await cancel_upcoming(store, case_id, now)
    for row in await store.rows(store.within(Session).where(Session.case_id == case_id, Session.state == SessionState.RUNNING)):
        row.set(state=sessions.LIFE.after(row.state, SessionEvent.SUSPEND), ended_at=now)


def unnoted(sight: Sight, session: Any = Session) -> Statement[Party]:
    """Whoever had a place of their own when it began, and of whom it is not noted yet that they were there (R9, R11)."""
    there = sight.within(Attendance).where(Attendance.session_id == session.id, Attendance.party_id == Party.id)
    gone = sight.within(PlaceEnding).where(PlaceEnding.party_id == Party.id, PlaceEnding.created_at <= session.started_at)
    seen = (there.with_only_columns(Attendance.id), gone.with_only_columns(PlaceEnding.id))
    had_come = (Party.case_id == session.case_id, Party.kind != PartyKind.COLLECTIVE, Party.created_at <= session.started_at)
    return sight.within(Party).where(*had_come, *(~one.correlate(Party, Session).exists() for one in seen))
