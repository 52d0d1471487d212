"""Queries on groups, those who belong to them, and how places end."""

from collections.abc import Collection, Sequence
from uuid import UUID

from app.domain.errors import Unknown
from app.domain.parties import PartyKind
from app.store import parties
from app.store.gate import Statement, Store
from app.store.models.cases import Process
from app.store.models.groups import GroupMember, SpokespersonChoice
from app.store.models.parties import Invitation, Party


async def members(store: Store, case_id: UUID, group_id: UUID) -> Statement[GroupMember]:
    """Those who belong to this group."""
    await store.one(Party, group_id, inside=case_id)
    return (await store.below(Process, case_id, GroupMember)).where(GroupMember.group_party_id == group_id)


async def member(store: Store, case_id: UUID, group_id: UUID, member_id: UUID) -> GroupMember:
    """One of them."""
    found = await store.one(GroupMember, member_id, inside=case_id)
    if found.group_party_id != group_id:
        raise Unknown
    return found


async def my_membership(store: Store, group: Party) -> GroupMember | None:
    """The caller's own: of a group with one place as a member who came in, of those who take part together by their place."""
    seat = await parties.my_seat(store, group.case_id)
    column, mine = (GroupMember.party_id, seat.party_id) if group.kind is PartyKind.COLLECTIVE else (GroupMember.id, seat.member_id)
    if mine is None:
        return None
    return await store.first((await members(store, group.case_id, group.id)).where(column == mine))


async def spoken_for(store: Store, member_id: UUID) -> UUID | None:
    """The group with one place for which this member speaks."""
    mine = await store.one(GroupMember, member_id)
    group = await store.one(Party, mine.group_party_id)
    return group.id if group.spokesperson_id == member_id else None


async def together(store: Store, case_id: UUID) -> Sequence[Party]:
    """Those who take part together, while any of them does."""
    here = store.within(Party).where(Party.case_id == case_id, Party.kind == PartyKind.COLLECTIVE)
    return await store.rows(here.where(Party.left_on.is_(None)))


async def spoken_for_by(store: Store, case_id: UUID, party_ids: Collection[UUID]) -> Sequence[Party]:
    """Those who take part together and for whom one of these parties speaks."""
    theirs = store.within(GroupMember).where(GroupMember.case_id == case_id, GroupMember.party_id.in_(party_ids))
    spoken = Party.spokesperson_id.in_(theirs.with_only_columns(GroupMember.id))
    return await store.rows(store.within(Party).where(Party.case_id == case_id, spoken))


async def invitations(store: Store, case_id: UUID, member_id: UUID) -> Statement[Invitation]:
    """The invitations of this member."""
    return (await store.below(Process, case_id, Invitation)).where(Invitation.member_id == member_id)


async def choices(store: Store, case_id: UUID, group_id: UUID) -> Statement[SpokespersonChoice]:
    """Who was chosen to speak for this group, by the caller, or for the moderator by everyone (S10)."""
    await store.one(Party, group_id, inside=case_id)
    return (await store.below(Process, case_id, SpokespersonChoice)).where(SpokespersonChoice.group_party_id == group_id)
