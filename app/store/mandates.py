"""Queries on the mandate."""

from uuid import UUID

from app.domain import mandates
from app.domain.errors import Unknown
from app.domain.mandates import MandateEvent, MandateState
from app.store.gate import Statement, Store
from app.store.models.cases import Process
from app.store.models.mandates import Mandate, MandateAcceptance, MandateComment


async def version(store: Store, case_id: UUID, number: int) -> Mandate:
    """This version of a case's mandate."""
    if found := await store.first(store.within(Mandate).where(Mandate.case_id == case_id, Mandate.version == number)):
        return found
    raise Unknown


async def next_version(store: Store, case_id: UUID) -> int:
    """The number of the version that is drafted now, for a deed that has locked the case: none is ever taken away."""
    return 1 + await store.count(store.within(Mandate).where(Mandate.case_id == case_id))


async def comments(store: Store, case_id: UUID, mandate_id: UUID) -> Statement[MandateComment]:
    """What was said of this version."""
    return (await store.below(Process, case_id, MandateComment)).where(MandateComment.mandate_id == mandate_id)


async def acceptances(store: Store, case_id: UUID, mandate_id: UUID) -> Statement[MandateAcceptance]:
    """Those answers to this version that the caller may see (S10)."""
    return (await store.below(Process, case_id, MandateAcceptance)).where(MandateAcceptance.mandate_id == mandate_id)


async def acceptance(store: Store, mandate_id: UUID, party_id: UUID | None, guardian_id: UUID | None) -> MandateAcceptance | None:
    """The acceptance of this party or guardian, or without either the moderator's."""
    return await store.first(store.within(MandateAcceptance).filter_by(mandate_id=mandate_id, party_id=party_id, guardian_id=guardian_id))


async def offered(store: Store, case_id: UUID) -> Mandate | None:
    """The version that all are asked to accept."""
    return await store.first(store.within(Mandate).where(Mandate.case_id == case_id, Mandate.state == MandateState.OFFERED))


async def in_force(store: Store, case_id: UUID) -> Mandate | None:
    """The version that holds."""
    return await store.first(store.within(Mandate).where(Mandate.case_id == case_id, Mandate.state == MandateState.IN_FORCE))


async def last_in_force(store: Store, case_id: UUID) -> Mandate | None:
    """The version that holds, or that held last: what all kept inside stays there until all agree otherwise (R10)."""
    held = store.within(Mandate).where(Mandate.case_id == case_id, Mandate.in_force_at.is_not(None))
    return await store.first(held.order_by(Mandate.in_force_at.desc(), Mandate.version.desc()))


async def supersede_all(store: Store, case_id: UUID, *states: MandateState) -> None:
    """What was offered or in force (or only the versions in these states) no longer is."""
    which = states or (MandateState.OFFERED, MandateState.IN_FORCE)
    for row in await store.rows(store.within(Mandate).where(Mandate.case_id == case_id, Mandate.state.in_(which))):
        row.state = mandates.LIFE.after(row.state, MandateEvent.SUPERSEDE)
