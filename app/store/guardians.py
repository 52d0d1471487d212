"""Queries on those who hold authority over a young party."""

from uuid import UUID

from app.domain.errors import Unknown
from app.store import parties
from app.store.gate import Statement, Store
from app.store.models.cases import Process
from app.store.models.guardians import Guardian, GuardianConsent, GuardianParticulars
from app.store.models.parties import Invitation, Party


async def of_party(store: Store, case_id: UUID, party_id: UUID) -> Statement[Guardian]:
    """The guardians of this party; to another one it looks as if there were none."""
    await store.one(Party, party_id, inside=case_id)
    return (await store.below(Process, case_id, Guardian)).where(Guardian.party_id == party_id)


async def one(store: Store, case_id: UUID, party_id: UUID, guardian_id: UUID) -> Guardian:
    """One of them."""
    guardian = await store.one(Guardian, guardian_id, inside=case_id)
    if guardian.party_id != party_id:
        raise Unknown
    return guardian


async def particulars(store: Store, case_id: UUID, party_id: UUID, guardian_id: UUID) -> GuardianParticulars:
    """How to reach one of them."""
    await one(store, case_id, party_id, guardian_id)
    if found := await store.first(store.listing(GuardianParticulars).where(GuardianParticulars.guardian_id == guardian_id)):
        return found
    raise Unknown


async def acting(store: Store, case_id: UUID) -> Guardian | None:
    """The guardian as whom the caller came into this case; none for everybody else."""
    seat = await parties.my_seat(store, case_id)
    return await store.one(Guardian, seat.guardian_id, inside=case_id) if seat.guardian_id else None


async def invitations(store: Store, case_id: UUID, guardian_id: UUID) -> Statement[Invitation]:
    """The invitations of this guardian."""
    return (await store.below(Process, case_id, Invitation)).where(Invitation.guardian_id == guardian_id)


async def consents(store: Store, case_id: UUID, guardian_id: UUID) -> Statement[GuardianConsent]:
    """What this guardian said, for those who may know it (S10)."""
    return (await store.below(Process, case_id, GuardianConsent)).where(GuardianConsent.guardian_id == guardian_id)
