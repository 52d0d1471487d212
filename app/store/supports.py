"""Queries on what repair needs of the organisation."""

from collections.abc import Sequence
from uuid import UUID

from app.domain.errors import Unknown
from app.store.gate import Statement, Store
from app.store.models.cases import Process
from app.store.models.supports import OrganisationalSupport, Release, ReleasedItem, SupportConfirmation
from app.store.standing import release_stands


async def releases(store: Store, case_id: UUID, support_id: UUID) -> Statement[Release]:
    """Those releases of a sentence that the caller may see: their own, or as the moderator all (S10)."""
    return (await store.below(Process, case_id, Release)).where(Release.support_id == support_id)


async def my_release(store: Store, support: OrganisationalSupport, party_id: UUID | None) -> Release | None:
    """This party's release of the words that the sentence now has."""
    return await store.first(store.within(Release).where(Release.party_id == party_id, *release_stands(support)))


async def earlier_releases(store: Store, support_id: UUID, party_id: UUID | None) -> Sequence[Release]:
    """This party's releases of a sentence that are not void."""
    mine = store.within(Release).where(Release.support_id == support_id, Release.party_id == party_id)
    return await store.rows(mine.where(Release.voided_at.is_(None)))


async def standing_releases(store: Store, case_id: UUID) -> Sequence[Release]:
    """Every release in a case that is not void, as far as the caller sees them: as the moderator all."""
    return await store.rows(store.within(Release).where(Release.case_id == case_id, Release.voided_at.is_(None)))


async def item_of(store: Store, support_id: UUID) -> ReleasedItem:
    """The sentence as it left."""
    if found := await store.first(store.within(ReleasedItem).where(ReleasedItem.support_id == support_id)):
        return found
    raise Unknown


async def confirmations(store: Store, case_id: UUID, support_id: UUID) -> Statement[SupportConfirmation]:
    """Those confirmations of what became of a sentence that the caller may see (S10); none before it left."""
    item = store.within(ReleasedItem).where(ReleasedItem.support_id == support_id).with_only_columns(ReleasedItem.id)
    found = (await store.below(Process, case_id, SupportConfirmation)).where(SupportConfirmation.item_id.in_(item))
    return found.where(SupportConfirmation.voided_at.is_(None))


async def my_confirmation(store: Store, item_id: UUID, party_id: UUID | None) -> SupportConfirmation | None:
    """This party's yes that the organisation did it, as long as it stands."""
    mine = store.within(SupportConfirmation).where(SupportConfirmation.item_id == item_id, SupportConfirmation.voided_at.is_(None))
    return await store.first(mine.where(SupportConfirmation.party_id == party_id))
