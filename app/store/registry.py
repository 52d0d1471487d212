"""Queries on the registry's own rows."""

from uuid import UUID

from app.domain.confidentiality import Act
from app.domain.errors import Unknown
from app.store.gate import Statement, Store
from app.store.models.registry import Moderator, Qualification, Tie


async def qualification(store: Store, moderator_id: UUID) -> Qualification:
    """What the registry keeps about this moderator."""
    if found := await store.first(store.listing(Qualification).where(Qualification.moderator_id == moderator_id)):
        return found
    raise Unknown


async def ties(store: Store, moderator_id: UUID) -> Statement[Tie]:
    """A moderator's ties, for the registry that keeps them; for everyone else there is nothing (S1)."""
    kept = store.listing(Moderator, Act.REGISTER_MODERATOR).where(Moderator.id == moderator_id)
    if await store.first(kept) is None:
        raise Unknown
    return store.within(Tie).where(Tie.moderator_id == moderator_id)
