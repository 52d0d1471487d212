"""What ends with a place, and what the one who ended it may not see of it: everyone's way in through it, and what all were asked (R9).

Somebody's departure, the last yes of all, or the loss of the moderator undoes what others hold in private. That look is here and nowhere
else, under the case's lock, for what was decided; it tells nobody anything.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.domain import agreements, commitments, sessions
from app.domain.agreements import AgreementEvent, AgreementState
from app.domain.commitments import OPEN, CommitmentEvent
from app.domain.sessions import SessionEvent, SessionState
from app.store.models.agreements import Agreement, Commitment
from app.store.models.cases import Seat, TrueState
from app.store.models.companions import Companion
from app.store.models.groups import GroupMember
from app.store.models.guardians import Guardian
from app.store.models.parties import Invitation, Talk


async def end_places(session: AsyncSession, case_id: UUID, gone: Collection[UUID], lapsed: Collection[Any], now: datetime) -> None:
    """Whoever came in through these places is out, what was promised by or to them has lapsed, and all are asked anew."""
    await session.execute(update(Seat).where(_through(Seat, gone), Seat.ended_at.is_(None)).values(ended_at=now))
    await session.execute(update(Invitation).where(_through(Invitation, gone), Invitation.voided_at.is_(None)).values(voided_at=now))
    (truth,) = (await session.execute(select(TrueState).where(TrueState.case_id == case_id))).scalars()
    truth.answers_since = now
    proposed = select(Agreement).where(Agreement.case_id == case_id, Agreement.state == AgreementState.PROPOSED)
    for agreement in (await session.execute(proposed)).scalars():
        agreement.state = agreements.LIFE.after(agreement.state, AgreementEvent.SUPERSEDE)
    promised = select(Commitment).where(Commitment.id.in_(lapsed), Commitment.state.in_(OPEN))
    for commitment in (await session.execute(promised)).scalars():
        commitment.set(state=commitments.LIFE.after(commitment.state, CommitmentEvent.LAPSE), settled_at=now)
    await _called_off(session, Talk.party_id.in_(gone))


async def call_off_talks(session: AsyncSession, case_id: UUID) -> None:
    """No talk of this case is planned any more: whoever planned them leads it no more, and whoever ends that may not see them (R11)."""
    await _called_off(session, Talk.case_id == case_id)


async def _called_off(session: AsyncSession, which: ColumnElement[bool]) -> None:
    for talk in (await session.execute(select(Talk).where(which, Talk.state == SessionState.PLANNED))).scalars():
        talk.state = sessions.TALK_LIFE.after(talk.state, SessionEvent.CANCEL)


def _through(model: Any, gone: Collection[UUID]) -> ColumnElement[bool]:
    """Of the parties themselves, of those who stand by them or for them, and of the members of a group."""
    return or_(
        model.party_id.in_(gone),
        model.guardian_id.in_(select(Guardian.id).where(Guardian.party_id.in_(gone))),
        model.companion_id.in_(select(Companion.id).where(Companion.party_id.in_(gone))),
        model.member_id.in_(select(GroupMember.id).where(GroupMember.group_party_id.in_(gone))),
    )
