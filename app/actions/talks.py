"""Talks of one party with the moderator: possible before readiness, and never joint (R11)."""

from datetime import datetime
from uuid import UUID

from app.actions.gates import decided
from app.domain import sessions as life
from app.domain.confidentiality import Act
from app.domain.sessions import SessionEvent, TalkKind
from app.domain.situation import Deed
from app.store import talks
from app.store.gate import Store
from app.store.models.parties import Party, Talk


async def plan(store: Store, case_id: UUID, party_id: UUID, kind: TalkKind, goal: str | None, planned_for: datetime, now: datetime) -> Talk:
    """A talk with one party; nobody else learns that there is one."""
    await store.one(Party, party_id, Act.HOLD_TALK, inside=case_id)
    await decided(store, case_id, Deed(Act.HOLD_TALK, party_id), now)
    row = Talk(case_id=case_id, party_id=party_id, kind=kind, goal=goal, planned_for=planned_for)
    store.add(row)
    return row


async def end(store: Store, case_id: UUID, party_id: UUID, talk_id: UUID, now: datetime) -> Talk:
    """Held."""
    return await _stepped(store, case_id, party_id, talk_id, SessionEvent.END, now)


async def cancel(store: Store, case_id: UUID, party_id: UUID, talk_id: UUID, now: datetime) -> Talk:
    """Called off."""
    return await _stepped(store, case_id, party_id, talk_id, SessionEvent.CANCEL, now)


async def _stepped(store: Store, case_id: UUID, party_id: UUID, talk_id: UUID, event: SessionEvent, now: datetime) -> Talk:
    found = await talks.one(store, case_id, party_id, talk_id)
    talk = await store.one(Talk, found.id, Act.HOLD_TALK, inside=case_id)
    state = life.TALK_LIFE.after(talk.state, event)
    await decided(store, case_id, Deed(Act.HOLD_TALK, party_id), now)
    talk.state = state
    return talk
