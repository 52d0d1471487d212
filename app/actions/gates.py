"""How a deed asks its gate: under the case's lock, in its own transaction (R8)."""

from datetime import datetime
from uuid import UUID

from app.domain.errors import WrongState
from app.domain.retention import Part
from app.domain.situation import Deed, Situation
from app.store import retention
from app.store.gate import Store
from app.store.models.parties import Party


async def decided(store: Store, case_id: UUID, deed: Deed, now: datetime) -> Situation:
    """The situation after this deed, for a case that `store.one(…, act)` has locked.

    A refusal names what is unmet as far as the caller may know it (S10, S11).
    """
    return store.decide(await store.situation(case_id, now), deed)


async def whole(store: Store, case_id: UUID) -> None:
    """Stops what would go on with a case of which something is destroyed (S8)."""
    if await retention.destroyed(store, case_id):
        raise WrongState("kept-no-longer")


async def keeps(store: Store, case_id: UUID, party: Party | None = None) -> None:
    """Stops what would put private words where such words are destroyed, or those of this party: before their key is, too (S8).

    Else nobody could open them once it is, nor read what stands beside them.
    """
    if (party and party.erased_on) or Part.PRIVATE in await retention.destroyed(store, case_id):
        raise WrongState("kept-no-longer")
