"""What has been kept long enough is destroyed, and what a party asks to be gone is: the worker's alone, under the case's lock (S8).

The rows go and a certificate comes in one transaction; then `app.jobs.destruction` destroys the keys. Either is done again by whoever
finds that the other was: so a database or a key store that was restored from an older copy ends as what was destroyed says.
"""

from datetime import date, datetime
from uuid import UUID

from app.actions.audit import drop
from app.actions.gates import decided
from app.domain import retention as rules
from app.domain.cases import CaseState, NeutralState
from app.domain.confidentiality import Act
from app.domain.errors import Conflict, Unknown, WrongState
from app.domain.parties import PartyKind
from app.domain.retention import Part, notes_of, private_of
from app.domain.situation import Deed
from app.domain.terms import Terms
from app.store import audit, cases, deadlines, holds, retention
from app.store.gate import Store
from app.store.keys import Erased
from app.store.models.cases import Case, Process
from app.store.models.parties import Party
from app.store.models.retention import DestructionCertificate, Erasure
from app.store.notary import Notary


async def ask(store: Store, case_id: UUID, now: datetime) -> Erasure:
    """A party asks that what is theirs goes; `Conflict` when they asked already. It is done after the days of grace."""
    await store.one(Process, case_id, Act.ASK_ERASURE)
    party_id = await cases.my_party_id(store, case_id)
    await decided(store, case_id, Deed(Act.ASK_ERASURE, party_id), now)
    if party_id is None:
        raise Unknown
    party = await store.one(Party, party_id)
    if party.kind is not PartyKind.PERSON:
        raise WrongState("not-one-person")
    if await retention.open_erasure(store, party.id):
        raise Conflict("erasure-asked-already")
    row = Erasure(case_id=case_id, party_id=party.id, due_on=rules.erased_on(now.date()))
    store.add(row)
    return row


async def withdraw(store: Store, case_id: UUID, erasure_id: UUID, now: datetime) -> Erasure:
    """They take it back, as long as nothing was done yet."""
    row = await store.one(Erasure, erasure_id, Act.ASK_ERASURE, inside=case_id)
    if row.withdrawn_at:
        raise WrongState("erasure-withdrawn")
    row.withdrawn_at = now
    return row


async def destroy(notary: Notary, part: Part, store: Store, case_id: UUID, now: datetime) -> DestructionCertificate:
    """One part of a case whose term and days of grace are over; `WrongState` when it is not due, or a hold keeps it."""
    case = await store.one(Case, case_id, Act.DESTROY)
    truth = await retention.truth(store, case_id)
    closed = case.state is NeutralState.CLOSED and (truth is None or truth.state is CaseState.CLOSED)
    since = (truth and truth.closed_on) or case.closed_on
    if not closed or since is None or rules.destroyed_on(part, since, Terms(**case.terms)) > now.date():
        raise WrongState("not-due")
    if part in await retention.destroyed(store, case_id) or await holds.held(store, case_id):
        raise WrongState("not-due")
    owners = await _owners(store, case_id, part)
    whose = {"organisation_id": case.organisation_id, "case_id": case_id}
    return await _gone(store, notary, DestructionCertificate(**whose, part=part, destroyed_on=now.date(), owners=owners))


async def carry_out(notary: Notary, store: Store, erasure_id: UUID, now: datetime) -> DestructionCertificate:
    """What a party asked, when its day has come and they have not taken it back."""
    row = await store.one(Erasure, erasure_id, Act.ERASE)
    truth = await retention.truth(store, row.case_id)
    if row.withdrawn_at or not rules.may_be_done(row.due_on, truth.closed_on if truth else None, now.date()):
        raise WrongState("not-due")
    return await erase(store, notary, row.party_id, now)


async def erase(store: Store, notary: Notary, party_id: UUID, now: datetime) -> DestructionCertificate:
    """One party's own: name, contact, private records, evaluations; `WrongState` while the case runs, or a hold keeps it.

    What others rely on stays under a pseudonym, and whoever came in as this party or for them is out (C13).
    """
    party = await store.one(Party, party_id, Act.ERASE)
    truth = await retention.truth(store, party.case_id)
    closed, gone = truth is None or truth.state is CaseState.CLOSED, party.left_on is not None
    rules.may_be_erased(closed=closed, gone=gone, held=await holds.held(store, party.case_id))
    if party.erased_on or party.kind is not PartyKind.PERSON:
        raise WrongState("not-due")
    owners = [party.id, private_of(party.id), *([party.proposed_person_id] if party.proposed_person_id else [])]
    await _pseudonymise(store, party, now.date())
    whose = {"organisation_id": party.organisation_id, "case_id": party.case_id, "party_id": party.id}
    return await _gone(store, notary, DestructionCertificate(**whose, part=Part.PARTY, destroyed_on=now.date(), owners=owners))


async def again(store: Store, notary: Notary, erased: Erased) -> None:
    """What was destroyed and stands again, since an older copy of the database was restored, goes again; nobody is asked anew."""
    if erased.party_id and (party := await retention.party(store, erased.party_id)):
        await _pseudonymise(store, await store.one(Party, party.id, Act.ERASE), erased.destroyed_on)
    said = erased._asdict() | {"part": Part(erased.part), "owners": list(erased.owners)}
    await _gone(store, notary, DestructionCertificate(**said))


async def _pseudonymise(store: Store, party: Party, today: date) -> None:
    """Where nothing of the case is left that anybody relies on, no name is needed either."""
    everyone = [one.id for one in await retention.parties(store, party.case_id) if one.kind is not PartyKind.COLLECTIVE]
    left = Part.PROCESS_AND_SHARED not in await retention.destroyed(store, party.case_id)
    name = rules.pseudonym(everyone.index(party.id) + 1) if left else ""
    party.set(erased_on=today, left_on=party.left_on or today, display_name=name)
    await _unname(store, party.case_id)


async def _unname(store: Store, case_id: UUID) -> None:
    """The first offers name everybody who was proposed, and nobody sees them any more; those of a case that runs name whoever is here."""
    truth = await retention.truth(store, case_id)
    for offer in await deadlines.offers(store, case_id):
        if not offer.successor or truth is None or truth.state is CaseState.CLOSED:
            offer.proposed_names = []


async def _owners(store: Store, case_id: UUID, part: Part) -> list[UUID]:
    """Whose keys go with this part; with the last of the content all that are left."""
    people = [party.id for party in await retention.parties(store, case_id)]
    alone = [*map(private_of, people), *await retention.proposed(store, case_id)]
    return {
        Part.NOTES: [notes_of(case_id)],
        Part.PRIVATE: alone,
        Part.PROCESS_AND_SHARED: [case_id, notes_of(case_id), *people, *alone],
        Part.NOT_TAKEN_UP: [case_id, notes_of(case_id), *alone],
    }.get(part, [])


async def _gone(store: Store, notary: Notary, row: DestructionCertificate) -> DestructionCertificate:
    """Take it away, and certify that; of who did what the hashes stay, and the service's word that it dropped the rows."""
    if row.part is Part.ACCESS_LOG:
        await drop(store, notary, [event for event in await audit.of_whole_case(store, row.case_id) if event.leaf_index is not None])
    row.registry_id = await store.forget(row.case_id, row.part, row.party_id)
    row.note = notary.certified(row)
    store.add(row)
    return row
