"""Queries on the mandate."""

from uuid import UUID

from app.domain import mandates
from app.domain.mandates import MandateEvent, MandateState
from app.store.gate import Store
from app.store.models.mandates import Mandate


async def in_force(store: Store, case_id: UUID) -> Mandate | None:
    """The version that holds."""
    return await store.first(store.within(Mandate).where(Mandate.case_id == case_id, Mandate.state == MandateState.IN_FORCE))


async def supersede_all(store: Store, case_id: UUID, *states: MandateState) -> None:
    """What was offered or in force (or only the versions in these states) no longer is."""
    which = states or (MandateState.OFFERED, MandateState.IN_FORCE)
    for row in await store.rows(store.within(Mandate).where(Mandate.case_id == case_id, Mandate.state.in_(which))):
        row.state = mandates.LIFE.after(row.state, MandateEvent.SUPERSEDE)
