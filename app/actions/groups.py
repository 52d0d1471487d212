"""Groups: who belongs to them, how each of them comes in, and who speaks for them all (R14, R15, S0)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.actions.gates import decided
from app.actions.parties import withdrawn
from app.actions.ways_in import Invited, accept_statement, end_ways_in, new_way_in
from app.domain.confidentiality import SPEAKS, Act
from app.domain.errors import Invalid, NotAllowed, WrongState
from app.domain.groups import Member
from app.domain.harms import HarmKind
from app.domain.parties import PartyKind
from app.domain.situation import Deed
from app.store import cases, groups, parties
from app.store.gate import Store
from app.store.models.cases import Process
from app.store.models.groups import GroupHarm, GroupMember, SpokespersonChoice
from app.store.models.parties import Party, SecrecyAcceptance


async def add_member(
    store: Store, case_id: UUID, group_id: UUID, display_name: str | None, party_id: UUID | None, now: datetime
) -> GroupMember:
    """Somebody who belongs to a group: by name, and invited then; or by the place that they have here already."""
    group = await store.one(Party, group_id, Act.KEEP_MEMBERS, inside=case_id)
    if group.kind is PartyKind.PERSON:
        raise WrongState("not-a-group")
    await _named_as_they_are(store, group, display_name, party_id)
    await decided(store, case_id, Deed(Act.KEEP_MEMBERS, group_id, party_id), now)
    row = GroupMember(case_id=case_id, group_party_id=group_id, party_id=party_id, display_name=display_name)
    store.add(row)
    return row


async def _named_as_they_are(store: Store, group: Party, display_name: str | None, party_id: UUID | None) -> None:
    """Who takes part together has a place each; the members of a group with one place have none, and a name (S3)."""
    wanted, other = (party_id, display_name) if group.kind is PartyKind.COLLECTIVE else (display_name, party_id)
    here, there = ("/partyId", "/displayName") if group.kind is PartyKind.COLLECTIVE else ("/displayName", "/partyId")
    if wanted is None:
        raise Invalid("missing", here)
    if other is not None:
        raise Invalid("member-named-otherwise", there)
    if party_id is not None:
        party = await parties.in_case(store, group.case_id, party_id)
        if party is None or party.left_on:
            raise Invalid("unknown-id", "/partyId")


async def invite(store: Store, case_id: UUID, group_id: UUID, member_id: UUID, invitee_id: UUID, now: datetime) -> Invited:
    """A way in for a member. Through a new one for whoever speaks the group is informed, and ready, anew (S0, R7)."""
    member = await groups.member(store, case_id, group_id, member_id)
    await store.one(GroupMember, member_id, Act.INVITE, inside=case_id)
    if member.party_id:
        raise WrongState("takes-part-already")
    speaks = await groups.spoken_for(store, member_id) is not None
    await decided(store, case_id, Deed(Act.INVITE, group_id, Member(member_id, speaks)), now)
    ended = await end_ways_in(store, case_id, now, member_id=member_id)
    if speaks and ended:
        await withdrawn(store, case_id, group_id, now)
    return await new_way_in(store, case_id, SPEAKS, invitee_id, now, member_id=member_id)


async def accept_secrecy(store: Store, case_id: UUID, group_id: UUID, member_id: UUID, text_hash: str, now: datetime) -> SecrecyAcceptance:
    """The statement, on its hash, by each member for themselves (S0)."""
    await groups.member(store, case_id, group_id, member_id)
    await store.one(GroupMember, member_id, Act.ACCEPT_SECRECY, inside=case_id)
    speaks = await groups.spoken_for(store, member_id) is not None
    await decided(store, case_id, Deed(Act.ACCEPT_SECRECY, group_id, Member(member_id, speaks)), now)
    return await accept_statement(store, case_id, text_hash, now, member_id=member_id)


async def choose_spokesperson(store: Store, case_id: UUID, group_id: UUID, member_id: UUID, now: datetime) -> SpokespersonChoice:
    """A member's own choice; the latest counts, and as soon as more than half say the same, that one speaks (R14)."""
    group = await store.one(Party, group_id, Act.CHOOSE_SPOKESPERSON, inside=case_id)
    me = await groups.my_membership(store, group)
    if me is None:
        raise NotAllowed
    if (await parties.my_seat(store, case_id)).informed_at is None:
        raise WrongState("secrecy-statement-not-accepted")
    member = await _standing(store, case_id, group_id, member_id)
    chosen = await store.chosen(group, me, member)
    await decided(store, case_id, Deed(Act.CHOOSE_SPOKESPERSON, me.party_id or group_id, chosen), now)
    row = SpokespersonChoice(case_id=case_id, group_party_id=group_id, member_id=me.id, chosen_id=member.id)
    store.add(row)
    if chosen.decides:
        await _speaks(store, group, member, now)
    return row


async def _standing(store: Store, case_id: UUID, group_id: UUID, member_id: UUID) -> GroupMember:
    """Who can be chosen: whoever belongs to the group, and has a place still where they had one."""
    member = await store.first((await groups.members(store, case_id, group_id)).where(GroupMember.id == member_id))
    party = await store.one(Party, member.party_id) if member and member.party_id else None
    if member is None or (party and party.left_on):
        raise Invalid("unknown-id", "/memberId")
    return member


async def _speaks(store: Store, group: Party, member: GroupMember, now: datetime) -> None:
    """What the former spokesperson said for the group stands, but for what only the one who speaks can say: that they are ready (R6)."""
    former, group.spokesperson_id = group.spokesperson_id, member.id
    if group.kind is PartyKind.GROUP:
        await store.hand_over(group, member)
        if former:
            await withdrawn(store, group.case_id, group.id, now)


async def tell_group_harm(store: Store, case_id: UUID, group_name: str, kinds: Sequence[HarmKind], text: str, now: datetime) -> GroupHarm:
    """Harm of a group that has no place here, as a party knows of it: context for all, and no gate waits for it (R15)."""
    await store.one(Process, case_id, Act.TELL)
    party_id = await cases.my_party_id(store, case_id)
    await decided(store, case_id, Deed(Act.TELL, party_id), now)
    row = GroupHarm(case_id=case_id, party_id=party_id, group_name=group_name, kinds=[kind.value for kind in kinds], text=text)
    store.add(row)
    return row
