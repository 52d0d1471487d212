"""Queries on who moderated, whom the parties propose next, and what they hand over (R3, S7)."""

from collections.abc import Sequence
from uuid import UUID

from app.domain.confidentiality import Act
from app.domain.errors import Unknown
from app.domain.offers import OfferState
from app.store.gate import Statement, Store
from app.store.models.cases import Appointment, Process, Seat
from app.store.models.intake import Independence, Offer
from app.store.models.registry import Moderator
from app.store.models.succession import PrivateGrant, SuccessorProposal


async def appointments(store: Store, case_id: UUID) -> Sequence[Appointment]:
    """Everyone who moderates this case, or did; the first one first."""
    found = store.within(Appointment).where(Appointment.case_id == case_id)
    return await store.rows(found.order_by(Appointment.declared_at, Appointment.id))


async def appointment(store: Store, case_id: UUID, id: UUID) -> Appointment | None:
    """This appointment, if it is of this case."""
    return await store.first(store.within(Appointment).where(Appointment.case_id == case_id, Appointment.id == id))


async def proposals(store: Store, case_id: UUID) -> Statement[SuccessorProposal]:
    """Whom the parties would like next."""
    return await store.below(Process, case_id, SuccessorProposal)


async def independence(store: Store, case_id: UUID) -> Independence | None:
    """To whom nobody who moderates this case may have a tie."""
    return await store.first(store.within(Independence).where(Independence.case_id == case_id))


async def offers_to_me(store: Store, case_id: UUID) -> Sequence[Offer]:
    """The offers of this case that wait for the caller's answer."""
    return await store.rows(store.within(Offer).where(Offer.case_id == case_id, Offer.state == OfferState.OPEN))


async def proposals_of_me(store: Store, case_id: UUID) -> Sequence[SuccessorProposal]:
    """Where the parties of this case propose the caller."""
    mine = store.within(SuccessorProposal).where(SuccessorProposal.case_id == case_id)
    return await store.rows(mine.where(SuccessorProposal.principal_id == store.who.id))


async def grants(store: Store, case_id: UUID) -> Statement[PrivateGrant]:
    """What was handed over, as far as the caller may know."""
    return await store.below(Process, case_id, PrivateGrant)


async def grant(store: Store, appointment_id: UUID, party_id: UUID | None) -> PrivateGrant | None:
    """This party's yes to this successor."""
    given = store.within(PrivateGrant).where(PrivateGrant.appointment_id == appointment_id)
    return await store.first(given.where(PrivateGrant.party_id == party_id))


def registered(store: Store, moderator_id: UUID | None = None) -> Statement[Seat]:
    """The seats of the registry's moderators, or of one of them; for everyone else there is nothing (S1)."""
    if not store.may(Act.END_APPOINTMENT):
        raise Unknown
    statement = store.listing(Seat, Act.END_APPOINTMENT)
    if moderator_id is None:
        return statement
    theirs = (Moderator.id == moderator_id, Moderator.organisation_id == store.who.organisation_id)
    return statement.join(Moderator, Moderator.principal_id == Seat.principal_id).where(*theirs)


async def registered_one(store: Store, id: UUID) -> Seat:
    """One of those seats."""
    if found := await store.first(registered(store).where(Seat.id == id)):
        return found
    raise Unknown
