"""When a moderator is gone, and when another one comes: nothing is judged, and no row keeps whose wish it was (R3, R17, S7)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from app.actions.candidates import candidates, offered, proposed
from app.actions.gates import decided
from app.domain import offers
from app.domain.cases import Phase
from app.domain.confidentiality import Act
from app.domain.errors import Conflict, Invalid, WrongState
from app.domain.intake import Concerned, tied
from app.domain.offers import Availability, OfferEvent
from app.domain.situation import Deed
from app.domain.vocabulary import Expertise
from app.store import cases, disclosures, intake, mandates, parties, sessions, succession
from app.store.gate import Store
from app.store.models.cases import Appointment, Case, Process, Seat
from app.store.models.intake import Offer
from app.store.models.registry import Moderator
from app.store.models.succession import PrivateGrant, SuccessorProposal


async def object_to_moderator(store: Store, case_id: UUID, appointment_id: UUID, now: datetime) -> Appointment:
    """A party's objection, before they accepted the moderator: the appointment ends, and nobody learns by whom (R3)."""
    appointment = await _holding(store, case_id, appointment_id, Act.OBJECT)
    party_id = await cases.my_party_id(store, case_id)
    await decided(store, case_id, Deed(Act.OBJECT, party_id), now)
    await moderator_lost(store, case_id, store.moment())
    return appointment


async def recuse(store: Store, case_id: UUID, appointment_id: UUID, now: datetime) -> Appointment:
    """The moderator's own end of it; it looks like every other one, and they are out with it (R3, C13)."""
    appointment = await _holding(store, case_id, appointment_id, Act.RECUSE)
    await decided(store, case_id, Deed(Act.RECUSE), now)
    await moderator_lost(store, case_id, store.moment())
    return appointment


async def _holding(store: Store, case_id: UUID, appointment_id: UUID, act: Act) -> Appointment:
    appointment = await store.one(Appointment, appointment_id, act, inside=case_id)
    if appointment.ended_at:
        raise WrongState("appointment-ended")
    return appointment


async def end_appointment(store: Store, appointment_id: UUID, now: datetime) -> Seat:
    """The registry's end of it, which knows of no case: the moderator is out at once, and the rest is the worker's to do (R3, C13).

    A seat that has not ended leads: that is all the rule asks, and all that a registry can see.
    """
    await succession.registered_one(store, appointment_id)
    seat = await store.one(Seat, appointment_id, Act.END_APPOINTMENT)
    if seat.ended_at:
        raise WrongState("appointment-ended")
    seat.ended_at = now
    return seat


async def moderator_lost(store: Store, case_id: UUID, now: datetime) -> None:
    """Nothing that was planned goes on, and the appointment ends; for a case that the caller's own deed has locked.

    The seat comes last: whoever ends their own sees nothing of the case from then on (C13).
    """
    await sessions.break_off(store, case_id, now)
    await store.call_off_talks(case_id)
    process = await store.one(Process, case_id)
    if process.phase is not Phase.CLOSED:
        process.paused_at = process.paused_at or now
    held = [(one, await store.one(Seat, one.id)) for one in await cases.holding(store, case_id)]
    for appointment, _ in held:
        appointment.ended_at = now
    await store.flush()
    for _, seat in held:
        seat.ended_at = seat.ended_at or now


async def propose(
    store: Store, case_id: UUID, moderator_ids: Sequence[UUID], expertise: Sequence[Expertise], now: datetime
) -> Sequence[SuccessorProposal]:
    """Moderators whom a party would like next, or any with the expertise: each free one is offered the case, and all learn who (R2, R3)."""
    process = await store.one(Process, case_id, Act.PROPOSE_SUCCESSOR)
    await decided(store, case_id, Deed(Act.PROPOSE_SUCCESSOR, await cases.my_party_id(store, case_id)), now)
    concerned = await _concerned(store, case_id)
    moderated = await succession.appointments(store, case_id)
    out = tied(await intake.ties(store), concerned) | {one.moderator_id for one in moderated}
    standing = {} if process.phase is Phase.CLOSED else await _standing(store, case_id, moderated)
    lost_at = None if process.phase is Phase.CLOSED else max(one.ended_at or now for one in moderated)
    found = []
    for moderator in await candidates(store, moderator_ids, expertise, out, "moderatorIds"):
        free = moderator.id not in out and moderator.principal_id not in concerned.principals
        if moderator.id in standing:
            found.append(standing[moderator.id])
        elif free or moderator_ids:
            found.append(proposed(SuccessorProposal, case_id, moderator, free))
            store.add(found[-1])
            if free:
                store.add(await _offer(store, case_id, moderator, expertise, concerned, lost_at))
    await store.flush()
    return found


async def _concerned(store: Store, case_id: UUID) -> Concerned:
    case = await store.one(Case, case_id)
    known = await succession.independence(store, case_id)
    if known is None:
        return Concerned(case.organisation_id, frozenset(), frozenset())
    return Concerned(case.organisation_id, frozenset(known.people), frozenset(known.units), frozenset(known.principals))


async def _standing(store: Store, case_id: UUID, moderated: Sequence[Appointment]) -> dict[UUID, SuccessorProposal]:
    """Who was proposed since the last moderator came: nobody is asked twice for the same seat."""
    since = max(one.declared_at for one in moderated)
    statement = (await succession.proposals(store, case_id)).where(SuccessorProposal.created_at > since)
    return {one.moderator_id: one for one in await store.rows(statement)}


async def _offer(
    store: Store, case_id: UUID, moderator: Moderator, expertise: Sequence[Expertise], concerned: Concerned, lost_at: datetime | None
) -> Offer:
    """The case as it is offered now: to those who take part by then, under the names that they chose (R2)."""
    case = await store.one(Case, case_id)
    names = [party.display_name for party in await parties.of_case(store, case_id) if party.left_on is None]
    until = lost_at and (lost_at + timedelta(days=case.terms["successor_days"])).date()
    return offered(case, moderator, expertise, names, concerned, until, successor=True)


async def take_over(store: Store, offer: Offer) -> None:
    """The seat of a case that runs, for the one who declared first: who takes part stays, and the mandate is asked anew (R10, S7).

    The seat comes first, as nobody looks into a case without one; what refuses it undoes it.
    """
    now = store.moment()
    appointment = Appointment(
        case_id=offer.case_id, moderator_id=offer.moderator_id, name=offer.moderator_name, successor=True, declared_at=now
    )
    store.add(store.seat(offer.case_id, id=appointment.id, informed_at=now))
    await store.flush()
    store.decide(await store.situation(offer.case_id, now, before=appointment.id), Deed(Act.ANSWER_OFFER))
    known = await succession.independence(store, offer.case_id)
    if known and store.who.id in known.principals:
        raise WrongState("not-available")
    # Ended by the registry a moment ago, perhaps, and not yet by the worker.
    await moderator_lost(store, offer.case_id, now)
    await mandates.supersede_all(store, offer.case_id)
    await disclosures.ask_anew(store, offer.case_id, now)
    store.add(appointment)


async def decline(store: Store, offer: Offer) -> None:
    """Not for this moderator, however often they were proposed; the parties learn "not available", and never why (R3)."""
    for other in await succession.offers_to_me(store, offer.case_id):
        other.set(state=offers.LIFE.after(other.state, OfferEvent.DECLINE), proposed_names=[])
    for proposal in await succession.proposals_of_me(store, offer.case_id):
        proposal.availability = Availability.NOT_AVAILABLE


async def grant_private(store: Store, case_id: UUID, appointment_id: UUID, now: datetime) -> PrivateGrant:
    """A party's yes, for this successor, to what they told before; notes are never part of it (S7)."""
    await store.one(Process, case_id)
    if await succession.appointment(store, case_id, appointment_id) is None:
        raise Invalid("unknown-id", "/appointmentId")
    appointment = await _holding(store, case_id, appointment_id, Act.GRANT_PRIVATE)
    party_id = await cases.my_party_id(store, case_id)
    await decided(store, case_id, Deed(Act.GRANT_PRIVATE, party_id), now)
    if not appointment.successor:
        raise WrongState("no-successor")
    if await succession.grant(store, appointment_id, party_id):
        raise Conflict("granted-already")
    row = PrivateGrant(case_id=case_id, party_id=party_id, appointment_id=appointment_id)
    store.add(row)
    return row
