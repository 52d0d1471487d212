"""Nothing hangs: what the worker does when a term has passed, each in its own transaction under the case's lock (R1, R17).

Each looks again under the lock, and is a `WrongState` when there is nothing to do any more: several workers do nothing twice.
"""

from datetime import datetime
from uuid import UUID

from app.actions.cases import closed, outwards_closed
from app.actions.gates import decided
from app.actions.succession import moderator_lost
from app.actions.ways_in import end_ways_in
from app.domain.cases import RUNNING, Ending, NeutralState
from app.domain.confidentiality import Act
from app.domain.deadlines import passed
from app.domain.errors import WrongState
from app.domain.situation import Deed
from app.store import deadlines, intake
from app.store.gate import Store
from app.store.models.cases import Appointment, Case, Process, Seat
from app.store.models.intake import Referral, Request


async def close_untaken(store: Store, case_id: UUID, now: datetime) -> None:
    """R17: a case that no moderator took is closed; nobody sees its offers any more."""
    case = await store.one(Case, case_id, Act.LAPSE)
    _due(case.state is NeutralState.RECEIVED and passed(case.received_on, case.terms["seat_days"], now.date()))
    await outwards_closed(store, case_id, Ending.NOT_TAKEN_UP, now)


async def let_rest(store: Store, appointment_id: UUID, now: datetime) -> None:
    """R3: the moderator's seat has ended; the case rests, and the days for a successor count from that end."""
    appointment = await store.one(Appointment, appointment_id, Act.PAUSE)
    seat = await store.one(Seat, appointment_id)
    _due(seat.ended_at is not None and appointment.ended_at is None)
    appointment.ended_at = seat.ended_at
    case_id = appointment.case_id
    before = await store.situation(case_id, now)
    if before.state in RUNNING and not before.led:
        store.decide(before, Deed(Act.PAUSE))
        # All of it at the one moment of that end, as when a party or the moderator ends it: no time tells whose wish it was (R3).
        await moderator_lost(store, case_id, appointment.ended_at or now)


async def lapse(store: Store, case_id: UUID, now: datetime) -> None:
    """R17: no successor came; it ends as not taken up, and outside it looks like every other end without repair."""
    process = await store.one(Process, case_id, Act.LAPSE)
    after = await decided(store, case_id, Deed(Act.LAPSE), now)
    await closed(store, process, after, Ending.NOT_TAKEN_UP, now)


async def end_authority(store: Store, seat_id: UUID, now: datetime) -> None:
    """R6: authority over a young person ends by law with the day on which they come of age: the way in of whoever had it ends.

    The row that says who they were keeps, as everything that was recorded does.
    """
    seat = await store.one(Seat, seat_id, Act.LAPSE)
    _due(await store.first(deadlines.over_nobody_young(store, now.date()).where(Seat.id == seat_id)) is not None)
    if seat.guardian_id:
        await end_ways_in(store, seat.case_id, now, guardian_id=seat.guardian_id)


async def settle_referral(store: Store, source_id: UUID, now: datetime) -> None:
    """R1: those whom a referral names were informed within their term, or nothing is left of what it says."""
    await _settle(store, await store.one(Referral, source_id, Act.DESTROY_REFERRAL), now)


async def settle_request(store: Store, source_id: UUID, now: datetime) -> None:
    """The same for a request."""
    await _settle(store, await store.one(Request, source_id, Act.DESTROY_REFERRAL), now)


async def _settle(store: Store, source: Referral | Request, now: datetime) -> None:
    case = await store.one(Case, source.case_id)
    _due(source.settled_on is None and passed(case.received_on, case.terms["informing_days"], now.date()))
    source.settled_on = now.date()
    if not await deadlines.all_informed(store, case.id):
        source.set(note=None, destroyed_on=now.date())
        await _unname(store, case)
        if case.state is NeutralState.RECEIVED:
            # Nobody could take it any more: there is nobody left whom it concerns.
            await outwards_closed(store, case.id, Ending.NOT_TAKEN_UP, now)


async def _unname(store: Store, case: Case) -> None:
    """Who was proposed is nowhere any more, except where people have a place; for them the ids stay to which a tie would matter (R3)."""
    ids: dict[str, list[UUID]] = {} if case.opened_on else {"concerned_people": [], "concerned_units": []}
    for person in await intake.proposed_people(store, case.id):
        person.set(name="", name_key=None, person_id=None)
    for contact in await intake.proposed_contacts(store, case.id):
        contact.address = ""
    for offer in await deadlines.offers(store, case.id):
        offer.set(proposed_names=[], **ids)
    if not case.opened_on and (independence := await deadlines.independence(store, case.id)):
        independence.set(people=[], units=[], principals=[])


def _due(met: bool) -> None:
    """Stops what somebody else has done meanwhile, or what is not due yet."""
    if not met:
        raise WrongState("not-due")
