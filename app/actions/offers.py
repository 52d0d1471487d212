"""A moderator answers an offer: declared independence gives the seat, and with it the process begins (R2, R3)."""

from datetime import datetime
from uuid import UUID

from app.actions import succession
from app.domain import cases, offers
from app.domain.cases import CaseEvent, CaseState, NeutralEvent
from app.domain.confidentiality import Act
from app.domain.errors import WrongState
from app.domain.intake import Concerned, tied
from app.domain.offers import Availability, OfferEvent
from app.store import intake
from app.store.gate import Store
from app.store.models.cases import Appointment, Case, Process, TrueState
from app.store.models.intake import Offer, ProposedModerator
from app.store.models.parties import Party, PartyParticulars


async def declare_independence(store: Store, offer_id: UUID, now: datetime) -> Offer:
    """The seat, for the one to whom the case is offered; `WrongState` when a registered tie says otherwise (R3)."""
    offer = await store.one(Offer, offer_id, Act.ANSWER_OFFER)
    offer.state = offers.LIFE.after(offer.state, OfferEvent.DECLARE)
    concerned = Concerned(offer.organisation_id, frozenset(offer.concerned_people), frozenset(offer.concerned_units))
    if tied(await intake.ties(store), concerned):
        raise WrongState("not-available")
    if offer.successor:
        await succession.take_over(store, offer)
        return offer
    appointment = Appointment(case_id=offer.case_id, moderator_id=offer.moderator_id, name=offer.moderator_name, declared_at=now)
    store.add(store.seat(offer.case_id, id=appointment.id, informed_at=now))
    await store.flush()
    await _begin(store, offer, appointment, now)
    return offer


async def decline(store: Store, offer_id: UUID) -> None:
    """Not for this moderator; whoever proposed them learns "not available", and never why (R3)."""
    offer = await store.one(Offer, offer_id, Act.ANSWER_OFFER)
    offer.state = offers.LIFE.after(offer.state, OfferEvent.DECLINE)
    offer.proposed_names = []
    if offer.successor:
        # What outsiders were told when it came in stays as it was: that somebody else is sought is the parties' alone.
        await succession.decline(store, offer)
        return
    mine = store.within(ProposedModerator).where(ProposedModerator.case_id == offer.case_id)
    if proposed := await store.first(mine.where(ProposedModerator.moderator_id == offer.moderator_id)):
        proposed.availability = Availability.NOT_AVAILABLE


async def _begin(store: Store, offer: Offer, appointment: Appointment, now: datetime) -> None:
    """The process, from the seat on: everyone proposed has a place in it, and nobody can be left out (R9)."""
    case = await store.one(Case, offer.case_id)
    case.set(state=cases.OUTSIDE_LIFE.after(case.state, NeutralEvent.TAKE), opened_on=now.date())
    state = cases.LIFE.after(CaseState.REGISTERED, CaseEvent.BEGIN)
    store.add(
        Process(id=case.id, case_id=case.id, setting=case.setting, phase=cases.PHASE[state]),
        TrueState(id=case.id, case_id=case.id, state=state, round_began_at=now, answers_since=now),
        appointment,
    )
    contacts = {contact.proposed_person_id: contact.address for contact in await intake.proposed_contacts(store, case.id)}
    for person in await intake.proposed_people(store, case.id):
        party = Party(case_id=case.id, display_name=person.name, proposed_person_id=person.id)
        store.add(party, PartyParticulars(case_id=case.id, party_id=party.id, contact=contacts.get(person.id)))
