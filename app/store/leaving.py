"""What ends with a place, and what the one who ended it may not see of it: everyone's way in through it, and what all were asked (R9).

Somebody's departure, the last yes of all, or the loss of the moderator undoes what others hold in private. This look of the gates
(`app.store.gate`) is for what was decided under the case's lock; it tells nobody anything.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from app.domain import agreements, commitments, sessions
from app.domain.agreements import AgreementEvent, AgreementState
from app.domain.commitments import OPEN, CommitmentEvent
from app.domain.disclosures import DisclosureState
from app.domain.sessions import SessionEvent, SessionState
from app.domain.supports import SupportState
from app.store.models.agreements import Agreement, Commitment
from app.store.models.cases import Seat, TrueState
from app.store.models.companions import Companion, Introduction
from app.store.models.disclosures import DisclosureRequest
from app.store.models.groups import GroupMember
from app.store.models.guardians import Guardian
from app.store.models.parties import Invitation, Talk
from app.store.models.supports import OrganisationalSupport, ReleasedItem, SupportConfirmation


async def end_places(session: AsyncSession, case_id: UUID, gone: Collection[UUID], lapsed: Collection[Any], now: datetime) -> None:
    """Whoever came in through these places is out, what was promised has lapsed, and all are asked anew.

    The seats come last: from then on the database lets the one who leaves change nothing in the case.
    """
    await session.execute(update(Invitation).where(_through(Invitation, gone), Invitation.voided_at.is_(None)).values(voided_at=now))
    await end_companions(session, Companion.party_id.in_(gone), now)
    (truth,) = (await session.execute(select(TrueState).where(TrueState.case_id == case_id))).scalars()
    truth.answers_since = now
    proposed = select(Agreement).where(Agreement.case_id == case_id, Agreement.state == AgreementState.PROPOSED)
    for agreement in (await session.execute(proposed)).scalars():
        agreement.state = agreements.LIFE.after(agreement.state, AgreementEvent.SUPERSEDE)
    promised = select(Commitment).where(Commitment.id.in_(lapsed), Commitment.state.in_(OPEN))
    for commitment in (await session.execute(promised)).scalars():
        commitment.set(state=commitments.LIFE.after(commitment.state, CommitmentEvent.LAPSE), settled_at=now)
    await _called_off(session, Talk.party_id.in_(gone))
    await _asked_anew(session, case_id, now)
    await session.flush()
    await session.execute(update(Seat).where(_through(Seat, gone), Seat.ended_at.is_(None)).values(ended_at=now))


async def end_companions(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> None:
    """Those who stood by come no longer, and all who were told of them see it; their seats and their invitations have ended (R9, C13)."""
    ended = (await session.execute(select(Companion).where(which, Companion.ended_at.is_(None)))).scalars().all()
    ids = [companion.id for companion in ended]
    told = await session.execute(select(Introduction).where(Introduction.id.in_(ids), Introduction.ended_at.is_(None)))
    for one in (*ended, *told.scalars()):
        one.ended_at = now
    await session.execute(update(Seat).where(Seat.companion_id.in_(ids), Seat.ended_at.is_(None)).values(ended_at=now))
    open_letters = update(Invitation).where(Invitation.companion_id.in_(ids), Invitation.voided_at.is_(None))
    await session.execute(open_letters.values(voided_at=now))


async def _asked_anew(session: AsyncSession, case_id: UUID, now: datetime) -> None:
    """What all who remain still have to release or to confirm: were it complete by somebody's going, all would know who had not (S10)."""
    unreleased = select(OrganisationalSupport).where(OrganisationalSupport.case_id == case_id, OrganisationalSupport.released_at.is_(None))
    for support in (await session.execute(unreleased)).scalars():
        support.worded_at = now
    letters = (
        DisclosureRequest.case_id == case_id,
        DisclosureRequest.state == DisclosureState.OPEN,
        DisclosureRequest.asked_at.is_not(None),
    )
    for request in (await session.execute(select(DisclosureRequest).where(*letters))).scalars():
        request.asked_at = now
    done = select(ReleasedItem.id).where(ReleasedItem.case_id == case_id, ReleasedItem.state == SupportState.DONE)
    confirmed = select(SupportConfirmation).where(SupportConfirmation.item_id.in_(done), SupportConfirmation.voided_at.is_(None))
    for confirmation in (await session.execute(confirmed)).scalars():
        confirmation.voided_at = now


async def call_off_talks(session: AsyncSession, case_id: UUID) -> None:
    """No talk of this case is planned any more: whoever planned them leads it no more, and whoever ends that may not see them (R11)."""
    await _called_off(session, Talk.case_id == case_id)


async def _called_off(session: AsyncSession, which: ColumnElement[bool]) -> None:
    planned = select(Talk).where(which, Talk.state == SessionState.PLANNED).options(load_only(Talk.state, raiseload=True))
    for talk in (await session.execute(planned)).scalars():
        talk.state = sessions.TALK_LIFE.after(talk.state, SessionEvent.CANCEL)


def _through(model: Any, gone: Collection[UUID]) -> ColumnElement[bool]:
    """Of the parties themselves, of those who stand for them, and of the members of a group."""
    return or_(
        model.party_id.in_(gone),
        model.guardian_id.in_(select(Guardian.id).where(Guardian.party_id.in_(gone))),
        model.member_id.in_(select(GroupMember.id).where(GroupMember.group_party_id.in_(gone))),
    )
