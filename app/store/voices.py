"""Who speaks for a group: counted of choices that are each member's own (R14, S10).

A member's choice can complete what others said in private. This look of the gates (`app.store.gate`) is for a decision under the case's
lock, and for the seat through which the group enters.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.domain.groups import Chosen, majority
from app.domain.parties import PartyKind
from app.store.models.cases import Seat
from app.store.models.groups import GroupMember, SpokespersonChoice
from app.store.models.parties import Party


async def chosen(session: AsyncSession, group: Party, chooser: GroupMember, member: GroupMember) -> Chosen:
    """What this choice comes to, together with the latest of everybody else who still belongs to the group."""
    here = select(GroupMember.id).outerjoin(Party, Party.id == GroupMember.party_id).where(Party.left_on.is_(None))
    members = (await session.execute(here.where(GroupMember.group_party_id == group.id))).scalars().all()
    said = select(SpokespersonChoice).where(SpokespersonChoice.group_party_id == group.id)
    latest = said.order_by(SpokespersonChoice.created_at, SpokespersonChoice.id)
    choices = {one.member_id: one.chosen_id for one in (await session.execute(latest)).scalars()} | {chooser.id: member.id}
    decides = majority(choices, members) == member.id != group.spokesperson_id
    if group.kind is PartyKind.COLLECTIVE:
        return Chosen(group.id, member.party_id, decides)
    seat = await _seat(session, member.id)
    return Chosen(group.id, member.id, decides, seat is not None and seat.informed_at is not None)


async def hand_over(session: AsyncSession, group: Party, member: GroupMember) -> None:
    """The group enters through the seat of the one who speaks for it now, and no more through the former's."""
    former = select(Seat).where(Seat.party_id == group.id, Seat.ended_at.is_(None))
    for seat in (await session.execute(former)).scalars():
        seat.party_id = None
    if seat_now := await _seat(session, member.id):
        seat_now.party_id = group.id


async def _seat(session: AsyncSession, member_id: UUID) -> Seat | None:
    found = await session.execute(select(Seat).where(Seat.member_id == member_id, Seat.ended_at.is_(None)))
    return found.scalars().first()
