"""Who led a case before, and held conversations in it: whoever leads it now may not see all of those (S5, S7).

This look of the gates (`app.store.gate`) is for those who are asked under the case's lock; it yields ids, and tells of no conversation.
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.domain.sessions import SessionState
from app.store.models.cases import Appointment, Seat
from app.store.models.parties import Talk
from app.store.models.sessions import Session


class Former(NamedTuple):
    """Somebody who led the case, by the appointment that has ended."""

    appointment_id: UUID
    principal_id: UUID


async def led_before(session: AsyncSession, case_id: UUID) -> Sequence[Former]:
    """Everyone whose own conversations the words of a letter may touch: with all, if they began, or with one party, if they were held."""
    began = select(Session.appointment_id).where(Session.case_id == case_id, Session.started_at.is_not(None))
    theirs = (Talk.created_at >= Appointment.declared_at, Talk.created_at <= func.coalesce(Appointment.ended_at, Talk.created_at))
    talked = select(Talk.id).where(Talk.case_id == case_id, Talk.state == SessionState.HELD, *theirs).correlate(Appointment).exists()
    found = (
        select(Appointment.id, Seat.principal_id)
        .join(Seat, Seat.id == Appointment.id)
        .where(Appointment.case_id == case_id, Appointment.ended_at.is_not(None), or_(Appointment.id.in_(began), talked))
        .order_by(Appointment.declared_at, Appointment.id)
    )
    return [Former(*row) for row in (await session.execute(found)).all()]
