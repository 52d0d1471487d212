"""Queries on what left without everyone's yes, and on who was told of it (S6)."""

from uuid import UUID

from app.store.gate import Store
from app.store.models.disclosures import ToldException


async def told(store: Store, exception_id: UUID, party_id: UUID) -> ToldException | None:
    """What this party was told of an exception."""
    found = store.within(ToldException).where(ToldException.exception_id == exception_id)
    return await store.first(found.where(ToldException.party_id == party_id))
