"""How a deed asks its gate: under the case's lock, in its own transaction (R8)."""

from datetime import datetime
from uuid import UUID

from app.domain.errors import WrongState
from app.domain.situation import Deed, Situation
from app.store import retention
from app.store.gate import Store


async def decided(store: Store, case_id: UUID, deed: Deed, now: datetime) -> Situation:
    """The situation after this deed, for a case that `store.one(…, act)` has locked.

    A refusal names what is unmet as far as the caller may know it (S10, S11).
    """
    return store.decide(await store.situation(case_id, now), deed)


async def whole(store: Store, case_id: UUID) -> None:
    """Stops what would go on with a case of which something is destroyed (S8)."""
    if await retention.destroyed(store, case_id):
        raise WrongState("kept-no-longer")
