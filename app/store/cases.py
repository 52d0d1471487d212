"""Queries on what a case has one of."""

from collections.abc import Sequence
from uuid import UUID

from app.domain.cases import NeutralState
from app.domain.confidentiality import SPEAKS
from app.domain.errors import NotAllowed, Unknown
from app.domain.sessions import CONVERSATIONS, SessionState
from app.store import parties
from app.store.gate import Statement, Store
from app.store.models.cases import Appointment, AppointmentAcceptance, Case, Classification
from app.store.models.sessions import Session


def cases(store: Store, state: NeutralState | None) -> Statement[Case]:
    """The cases that the caller sees, or those of them in this state."""
    statement = store.listing(Case)
    return statement if state is None else statement.where(Case.state == state)


async def seen_beside(store: Store, case_id: UUID, beside: UUID) -> bool:
    """Whether the caller knows of this case, and it is of the same organisation as the other one."""
    same = store.within(Case).where(Case.id == beside).with_only_columns(Case.organisation_id).scalar_subquery()
    return await store.first(store.within(Case).where(Case.id == case_id, Case.organisation_id == same)) is not None


async def classification(store: Store, case_id: UUID) -> Classification | None:
    """The moderator's words for the matter, if they stand."""
    return await store.first(store.listing(Classification).where(Classification.case_id == case_id))


async def appointment(store: Store, case_id: UUID) -> Appointment:
    """The appointment that holds."""
    held = store.within(Appointment).where(Appointment.case_id == case_id, Appointment.ended_at.is_(None))
    if found := await store.first(held):
        return found
    raise Unknown


async def holding(store: Store, case_id: UUID) -> Sequence[Appointment]:
    """The appointment that holds, or none."""
    return await store.rows(store.within(Appointment).where(Appointment.case_id == case_id, Appointment.ended_at.is_(None)))


async def welcome(store: Store, appointment_id: UUID, party_id: UUID | None) -> AppointmentAcceptance | None:
    """This party's acceptance of the moderator."""
    given = store.within(AppointmentAcceptance).where(AppointmentAcceptance.appointment_id == appointment_id)
    return await store.first(given.where(AppointmentAcceptance.party_id == party_id))


async def my_party_id(store: Store, case_id: UUID) -> UUID | None:
    """The party whose place the caller has in this case; none for those who lead it or stand beside somebody.

    `NotAllowed` for a member of a group who does not speak for it: they say nothing in the case, least of all as its moderator (R14).
    """
    party_id = (await parties.my_seat(store, case_id)).party_id
    if party_id is None and store.who.role is SPEAKS:
        raise NotAllowed
    return party_id


async def joint_sessions(store: Store, case_id: UUID) -> int:
    """How many joint conversations were held."""
    held = store.within(Session).where(Session.case_id == case_id, Session.state == SessionState.HELD)
    return await store.count(held.where(Session.kind.in_(CONVERSATIONS)))
