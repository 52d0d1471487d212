"""Queries on parties and what is theirs."""

from collections.abc import Sequence
from uuid import UUID

from app.domain.errors import Unknown
from app.domain.parties import PartyKind
from app.store.gate import Store
from app.store.models.cases import Seat
from app.store.models.content import BehaviourExperience
from app.store.models.parties import Invitation, Party, PartyParticulars, SafetyAssessment, SecrecyAcceptance


async def my_invitation(store: Store) -> Invitation | None:
    """The invitation whose code makes the caller who they are."""
    return await store.first(store.within(Invitation).where(Invitation.invitee_id == store.who.id))


async def invitations_of(store: Store, case_id: UUID, **whose: UUID) -> Sequence[Invitation]:
    """Every invitation of this party, guardian, companion or member."""
    return await store.rows(store.within(Invitation).filter_by(case_id=case_id, **whose))


async def seats_of(store: Store, case_id: UUID, **whose: UUID) -> Sequence[Seat]:
    """The seats through which they enter."""
    return await store.rows(store.within(Seat).filter_by(case_id=case_id, **whose).where(Seat.ended_at.is_(None)))


async def my_seat(store: Store, case_id: UUID) -> Seat:
    """The caller's own seat in this case."""
    if found := await store.first(store.within(Seat).where(Seat.case_id == case_id, Seat.principal_id == store.who.id)):
        return found
    raise Unknown


async def secrecy_acceptance(store: Store, **whose: UUID) -> SecrecyAcceptance | None:
    """The acceptance of the secrecy statement by this party, guardian, companion or member."""
    return await store.first(store.listing(SecrecyAcceptance).filter_by(**whose))


async def particulars(store: Store, party_id: UUID) -> PartyParticulars:
    """How to reach a party, and what they need."""
    if found := await store.first(store.listing(PartyParticulars).where(PartyParticulars.party_id == party_id)):
        return found
    raise Unknown


async def of_case(store: Store, case_id: UUID) -> Sequence[Party]:
    """Everyone who has a place of their own, or had one."""
    here = store.within(Party).where(Party.case_id == case_id, Party.kind != PartyKind.COLLECTIVE)
    return await store.rows(here.order_by(Party.created_at, Party.id))


async def in_case(store: Store, case_id: UUID, party_id: UUID) -> Party | None:
    """This party, if they have a place of their own in this case, or had one."""
    here = store.within(Party).where(Party.case_id == case_id, Party.kind != PartyKind.COLLECTIVE)
    return await store.first(here.where(Party.id == party_id))


async def prompting(store: Store, case_id: UUID) -> set[UUID]:
    """The parties who told of unsafety or powerlessness after their safety was last assessed."""
    told = await store.rows(store.within(BehaviourExperience).where(BehaviourExperience.case_id == case_id))
    assessed = await store.rows(store.within(SafetyAssessment).where(SafetyAssessment.case_id == case_id))
    latest = {row.party_id: row.created_at for row in sorted(assessed, key=lambda row: row.created_at)}
    return {row.party_id for row in told if row.experiences and (row.party_id not in latest or latest[row.party_id] < row.created_at)}
