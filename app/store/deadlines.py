"""What has waited for longer than it may: ids and dates, for the worker (R1, R17)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import or_

from app.domain.cases import NeutralState
from app.domain.confidentiality import LEADS
from app.store.gate import Statement, Store
from app.store.models.cases import Appointment, Case, Process, Seat
from app.store.models.groups import GroupMember
from app.store.models.guardians import Guardian
from app.store.models.intake import Independence, Offer, ProposedPerson, Referral, Request
from app.store.models.parties import Invitation, Party, PartyParticulars
from app.store.terms import of_age_on, so_long_after, term

Source = TypeVar("Source", Referral, Request)


def not_taken(store: Store, today: date) -> Statement[Case]:
    """Cases that no moderator took within their term (R17)."""
    return store.within(Case).where(Case.state == NeutralState.RECEIVED, Case.received_on + term("seat_days") < today)


def just_lost(store: Store) -> Statement[Appointment]:
    """Appointments whose seat has ended and that do not know it yet (R3)."""
    ended = store.within(Appointment).join(Seat, Seat.id == Appointment.id)
    return ended.where(Seat.role == LEADS, Seat.ended_at.is_not(None), Appointment.ended_at.is_(None))


def left_alone(store: Store, now: datetime) -> Statement[Process]:
    """Cases that rest, and to which no successor came within their term (R17)."""
    here = Appointment.case_id == Process.case_id
    too_early = so_long_after(Appointment.ended_at, "successor_days") > now
    waited = store.within(Appointment).where(here, or_(Appointment.ended_at.is_(None), too_early)).correlate(Process, Case)
    return (
        store.within(Process)
        .join(Case, Case.id == Process.case_id)
        .where(Process.paused_at.is_not(None), ~waited.with_only_columns(Appointment.id).exists())
    )


def over_nobody_young(store: Store, today: date) -> Statement[Seat]:
    """Seats of those who held authority over somebody who has come of age; only ids are found by it (R6)."""
    held = store.within(Seat).join(Guardian, Guardian.id == Seat.guardian_id)
    child = held.join(PartyParticulars, PartyParticulars.party_id == Guardian.party_id)
    return child.where(Seat.guardian_id.is_not(None), Seat.ended_at.is_(None), of_age_on(today))


def unsettled(store: Store, kind: type[Source], today: date) -> Statement[Source]:
    """Referrals or requests whose people must have been informed by now; whether they were is looked at once (R1)."""
    came_in = store.within(kind).join(Case, Case.id == kind.case_id)
    return came_in.where(kind.settled_on.is_(None), Case.received_on + term("informing_days") < today)


async def all_informed(store: Store, case_id: UUID) -> bool:
    """Whether a way in was made for everyone whom the case's referral or request proposes: for themselves, or as one of a group."""
    theirs = or_(Invitation.party_id == Party.id, GroupMember.group_party_id == Party.id)
    invited = (
        store.within(Party)
        .join(Invitation, Invitation.case_id == Party.case_id)
        .outerjoin(GroupMember, GroupMember.id == Invitation.member_id)
        .where(Party.proposed_person_id == ProposedPerson.id, Party.case_id == case_id, theirs)
        .correlate(ProposedPerson)
    )
    return (
        await store.first(
            store.within(ProposedPerson).where(ProposedPerson.case_id == case_id, ~invited.with_only_columns(Party.id).exists())
        )
        is None
    )


async def offers(store: Store, case_id: UUID) -> Sequence[Offer]:
    """To whom the case was offered."""
    return await store.rows(store.within(Offer).where(Offer.case_id == case_id))


async def independence(store: Store, case_id: UUID) -> Independence | None:
    """To whom nobody who moderates it may have a tie."""
    return await store.first(store.within(Independence).where(Independence.case_id == case_id))
