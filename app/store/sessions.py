"""Queries on conversations."""

from uuid import UUID

from app.domain import sessions
from app.domain.sessions import SessionEvent, SessionState
from app.store.gate import Store
from app.store.models.sessions import Session


async def cancel_upcoming(store: Store, case_id: UUID) -> None:
    """What was planned no longer is."""
    for row in await store.rows(store.within(Session).where(Session.case_id == case_id, Session.state == SessionState.PLANNED)):
        row.state = sessions.LIFE.after(row.state, SessionEvent.CANCEL)
