"""What a unanimous decision still awaits: looked at for a deed in a case that is locked, and told to nobody (S10)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.store.models.base import ONE
from app.store.models.companions import Admission, Introduction
from app.store.models.parties import Party
from app.store.models.sessions import Attendance, RecordApproval, SessionRecord
from app.store.models.supports import OrganisationalSupport, Release, ReleasedItem, SupportConfirmation
from app.store.standing import confirmation_stands, here, release_stands


async def awaits_admission(session: AsyncSession, introduction_id: UUID) -> Sequence[UUID]:
    """Those parties of now, in their order, who have not yet admitted this supporter; whoever left is not asked any more (R9, S10)."""
    given = exists(ONE).where(Admission.introduction_id == Introduction.id, Admission.party_id == Party.id)
    missing = (
        select(Party.id).join(Introduction, and_(Party.case_id == Introduction.case_id, *here())).where(Introduction.id == introduction_id)
    )
    found = missing.where(~given.correlate(Introduction, Party)).order_by(Party.created_at, Party.id)
    return (await session.execute(found)).scalars().all()


async def awaits_approval(session: AsyncSession, record_id: UUID) -> bool:
    """Whether someone who was there has yet to approve the text that this record now has.

    Whoever left since is waited for all the same: their words are in it, and only their yes shares them. What somebody who left never
    approved stays with those who were there (R9, R11).
    """
    approved = exists(ONE).where(
        RecordApproval.record_id == SessionRecord.id, RecordApproval.party_id == Attendance.party_id, RecordApproval.voided_at.is_(None)
    )
    there = select(Attendance.id).join(SessionRecord, SessionRecord.session_id == Attendance.session_id)
    missing = there.where(SessionRecord.id == record_id, ~approved.correlate(SessionRecord, Attendance)).limit(1)
    return (await session.execute(missing)).first() is not None


async def awaits_release(session: AsyncSession, support_id: UUID) -> bool:
    """Whether someone who takes part has yet to release the words that this support now has."""
    support = OrganisationalSupport
    given = exists(ONE).where(Release.party_id == Party.id, *release_stands())
    missing = select(Party.id).join(support, support.case_id == Party.case_id).where(support.id == support_id, *here())
    return (await session.execute(missing.where(~given.correlate(support, Party)).limit(1))).first() is not None


async def awaits_confirmation(session: AsyncSession, item_id: UUID) -> bool:
    """Whether someone who takes part has yet to say that the organisation did it."""
    given = exists(ONE).where(SupportConfirmation.party_id == Party.id, *confirmation_stands())
    missing = select(Party.id).join(ReleasedItem, ReleasedItem.case_id == Party.case_id).where(ReleasedItem.id == item_id, *here())
    return (await session.execute(missing.where(~given.correlate(ReleasedItem, Party)).limit(1))).first() is not None
