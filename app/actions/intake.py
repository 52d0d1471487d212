"""Coming in: a referral or a request is received, and creates its case, in one transaction (R1, R2)."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from app.actions.candidates import candidates, offered, proposed
from app.domain.confidentiality import Act
from app.domain.errors import Invalid
from app.domain.intake import Arrival, Concerned, ProposedParty, plain_name, reference, tied
from app.store import directory, intake
from app.store.gate import Store
from app.store.models.cases import Case
from app.store.models.directory import Organisation
from app.store.models.intake import Independence, ProposedContact, ProposedModerator, ProposedPerson, Referral, Request


async def refer(store: Store, arrival: Arrival, external_id: str | None, today: date) -> tuple[Referral, bool]:
    """A referral of others, and whether it is new: the same `external_id` from the same source creates nothing."""
    await store.under(Organisation, store.who.organisation_id, Act.REFER)
    if external_id and (known := await intake.referral_by_external_id(store, external_id)):
        return known, False
    case = await _receive(store, arrival, today, referred_by_id=store.who.id)
    referral = Referral(
        case_id=case.id,
        organisation_id=case.organisation_id,
        referred_by_id=store.who.id,
        external_id=external_id,
        note=arrival.note,
    )
    store.add(referral)
    return referral, True


async def ask(store: Store, arrival: Arrival, own_name: str | None, today: date) -> Request:
    """A member's own request; whoever asks takes part."""
    await store.under(Organisation, store.who.organisation_id, Act.ASK)
    me = await directory.myself(store)
    name = own_name or (me.name if me else None)
    if name is None:
        raise Invalid("own-name-needed", "/ownName")
    asker = ProposedParty(name, me.id if me else None)
    case = await _receive(store, arrival, today, asker, asked_by_id=store.who.id)
    request = Request(case_id=case.id, organisation_id=case.organisation_id, asked_by_id=store.who.id, note=arrival.note)
    store.add(request)
    return request


async def _receive(store: Store, arrival: Arrival, today: date, asker: ProposedParty | None = None, **source: UUID) -> Case:
    people = [asker, *arrival.people] if asker else arrival.people
    concerned = await _concerned(store, arrival.people, asker)
    not_available = tied(await intake.ties(store), concerned)
    found = await candidates(store, arrival.moderators, arrival.expertise, not_available, "proposedModerators")
    settings = await directory.settings(store)
    case = Case(
        organisation_id=store.who.organisation_id,
        reference=reference(),
        setting=arrival.setting,
        received_on=today,
        terms=directory.terms(settings).as_row(),
        **source,
    )
    store.add(case)
    await store.flush()
    _propose_people(store, case, people)
    store.add(
        Independence(
            case_id=case.id,
            proposed_by_id=store.who.id,
            people=sorted(concerned.people),
            units=sorted(concerned.units),
            principals=sorted(concerned.principals),
        )
    )
    for moderator in found:
        free = moderator.id not in not_available and moderator.principal_id not in concerned.principals
        if arrival.moderators:
            store.add(proposed(ProposedModerator, case.id, moderator, free, proposed_by_id=store.who.id))
        if free:
            until = case.received_on + timedelta(days=case.terms["seat_days"])
            store.add(offered(case, moderator, arrival.expertise, [person.name for person in people], concerned, until))
    await store.flush()
    return case


async def _concerned(store: Store, people: Sequence[ProposedParty], asker: ProposedParty | None) -> Concerned:
    """Everyone to whom a tie would matter: those proposed, their units' line managers, and whoever brings it in (R3)."""
    ids = _named_once(people, asker)
    known = {person.id: person for person in await intake.people_by_id(store, ids)}
    for place, person in enumerate(people):
        if person.person_id and person.person_id not in known:
            raise Invalid("unknown-id", f"/proposedPeople/{place}/personId")
    me = await directory.myself(store)
    near = [*known.values(), *([me] if me else [])]
    units = {person.unit_id for person in near if person.unit_id}
    leaders = {unit.line_manager_id for unit in await intake.units_by_id(store, units) if unit.line_manager_id}
    all_known = [*near, *await intake.people_by_id(store, leaders)]
    principals = frozenset({store.who.id, *(person.principal_id for person in all_known)})
    return Concerned(store.who.organisation_id, frozenset(person.id for person in all_known), frozenset(units), principals)


def _named_once(people: Sequence[ProposedParty], asker: ProposedParty | None) -> set[UUID]:
    """The people whom the organisation knows; `Invalid` when one is named twice: nobody has two places in one case (S3)."""
    found = {asker.person_id} if asker and asker.person_id else set()
    for place, person in enumerate(people):
        if person.person_id in found:
            raise Invalid("named-twice", f"/proposedPeople/{place}/personId")
        if person.person_id:
            found.add(person.person_id)
    return found


def _propose_people(store: Store, case: Case, people: Sequence[ProposedParty]) -> None:
    for person in people:
        row = ProposedPerson(
            case_id=case.id,
            organisation_id=case.organisation_id,
            proposed_by_id=store.who.id,
            person_id=person.person_id,
            name=person.name,
            name_key=plain_name(person.name),
        )
        store.add(row)
        if person.contact:
            store.add(ProposedContact(case_id=case.id, proposed_person_id=row.id, address=person.contact))
