"""What leaves a case on somebody's letter: exactly the words to which everyone said yes, once, or one neutral sentence (S5, S10)."""

from datetime import date, datetime
from uuid import UUID

from app.domain import disclosures as life
from app.domain.confidentiality import Act
from app.domain.deeds.disclosures import Answer
from app.domain.disclosures import DisclosureEvent, letter_hash
from app.domain.errors import WrongState
from app.domain.situation import Deed
from app.domain.terms import Terms
from app.store import cases, disclosures, guardians, retention
from app.store.disclosures import Asked
from app.store.gate import Store
from app.store.models.cases import Case, Process
from app.store.models.disclosures import Disclosure, DisclosureConsent, DisclosureRequest, DisclosureText, DisclosureVeto


async def record(
    store: Store, case_id: UUID, recipient: str, purpose: str, asks: str, received_on: date, due_on: date, now: datetime
) -> DisclosureRequest:
    """The letter of somebody who has no account, closed or not; `Invalid` when those concerned had too few days to answer."""
    await store.one(Process, case_id, Act.RECORD_REQUEST)
    store.decide(await store.situation(case_id, now), Deed(Act.RECORD_REQUEST))
    terms = Terms(**(await store.one(Case, case_id)).terms)
    life.received(received_on, due_on, terms.disclosure_days, now.date())
    row = DisclosureRequest(
        case_id=case_id, recipient=recipient, purpose=purpose, asks=asks, received_on=received_on, due_on=due_on, asked_at=None
    )
    store.add(row)
    return row


async def write(store: Store, case_id: UUID, request_id: UUID, text: str, now: datetime) -> DisclosureText:
    """The exact words that would leave, in the place of those before: every answer to those is void, and all are asked.

    So is everybody who led the case before and held conversations in it: they have no seat any more, and see these words alone (S7).
    """
    request, asked = await _asked(store, case_id, request_id, Act.WRITE_LETTER, now)
    row = DisclosureText(
        case_id=case_id,
        request_id=request_id,
        appointment_id=(await cases.appointment(store, case_id)).id,
        version=request.text_version + 1,
        text=text,
        text_hash=letter_hash(request.recipient, request.purpose, text),
    )
    await _decided(store, case_id, asked, Deed(Act.WRITE_LETTER, choice=row.text_hash), now)
    await _ask_formers_no_more(store, request)
    request.set(text_version=row.version, asked_at=store.moment())
    store.add(row)
    await store.flush()
    for former in await store.led_before(case_id):
        same = {name: getattr(request, name) for name in ("recipient", "purpose", "due_on")}
        words = {"text_id": row.id, "version": row.version, "text": row.text, "text_hash": row.text_hash}
        store.add(DisclosureVeto(case_id=case_id, request_id=request_id, **words, **same, **former._asdict()))
    return row


async def consent(store: Store, case_id: UUID, request_id: UUID, hash: str, yes: bool, now: datetime) -> DisclosureConsent:
    """A party's own yes or no, a guardian's beside a child's, or the moderator's; the latest counts, and nobody else sees it (S10)."""
    request, asked = await _asked(store, case_id, request_id, Act.CONSENT_DISCLOSURE, now)
    child = await guardians.acting(store, case_id)
    party_id, answer = await cases.my_party_id(store, case_id), Answer(hash, yes)
    whose = Deed(Act.CONSENT_DISCLOSURE, child.party_id, (child.id, answer)) if child else Deed(Act.CONSENT_DISCLOSURE, party_id, answer)
    await _decided(store, case_id, asked, whose, now)
    row = DisclosureConsent(
        case_id=case_id,
        request_id=request.id,
        version=request.text_version,
        party_id=party_id,
        guardian_id=child and child.id,
        yes=yes,
    )
    store.add(row)
    return row


async def veto(store: Store, veto_id: UUID, hash: str, yes: bool, now: datetime) -> DisclosureVeto:
    """The yes or no of somebody who led the case before, to what they are asked and of nothing else in it; silence is a no (S5, S7).

    They see no situation, and none is needed: that the words stand, and the day, are in what they are asked.
    """
    asked = await store.one(DisclosureVeto, veto_id, Act.VETO)
    if asked.closed_at or life.come(asked.due_on, now.date()):
        raise WrongState("deadline-come")
    if hash != asked.text_hash:
        raise WrongState("other-text")
    whose = {"veto_id": asked.id, "appointment_id": asked.appointment_id}
    store.add(DisclosureConsent(case_id=asked.case_id, request_id=asked.request_id, version=asked.version, yes=yes, **whose))
    await store.flush()
    return asked


async def note_other_letter(store: Store, case_id: UUID, request_id: UUID, now: datetime) -> DisclosureRequest:
    """The third party asks something else: nothing leaves on this letter, and until its day nobody else sees that (S10)."""
    request, asked = await _asked(store, case_id, request_id, Act.NOTE_OTHER_LETTER, now)
    await _decided(store, case_id, asked, Deed(Act.NOTE_OTHER_LETTER), now)
    version = request.text_version or None
    store.add(DisclosureConsent(case_id=case_id, request_id=request.id, version=version, yes=False, letter_changed=True))
    await _ask_formers_no_more(store, request)
    return request


async def release(store: Store, case_id: UUID, request_id: UUID, hash: str, now: datetime) -> Disclosure:
    """The letter leaves, once: exactly the words to which everyone said yes; `WrongState` names who has not, to the moderator alone."""
    request, asked = await _asked(store, case_id, request_id, Act.RELEASE_LETTER, now)
    await _decided(store, case_id, asked, Deed(Act.RELEASE_LETTER), now)
    if asked.text is None or hash != asked.text.text_hash:
        raise WrongState("other-text")
    # What they said stays for those who rely on it inside; nobody can ask them any more whether it may leave.
    if await retention.somebody_erased(store, case_id):
        raise WrongState("kept-no-longer")
    request.state = life.LIFE.after(request.state, DisclosureEvent.RELEASE)
    await _ask_formers_no_more(store, request)
    row = Disclosure(
        case_id=case_id,
        request_id=request.id,
        recipient=request.recipient,
        purpose=request.purpose,
        text=asked.text.text,
        text_hash=asked.text.text_hash,
        released_on=now.date(),
    )
    store.add(row)
    return row


async def invoke_secrecy(store: Store, request_id: UUID, now: datetime) -> None:
    """The day of the answer has come: nobody's yes or no is looked at any more, and the neutral sentence is the answer (the worker's)."""
    request = await store.one(DisclosureRequest, request_id, Act.INVOKE_SECRECY)
    await _decided(store, request.case_id, await disclosures.asked(store, request, now.date()), Deed(Act.INVOKE_SECRECY), now)
    request.state = life.LIFE.after(request.state, DisclosureEvent.INVOKE_SECRECY)


async def _asked(store: Store, case_id: UUID, request_id: UUID, act: Act, now: datetime) -> tuple[DisclosureRequest, Asked]:
    request = await store.one(DisclosureRequest, request_id, act, inside=case_id)
    return request, await disclosures.asked(store, request, now.date())


async def _decided(store: Store, case_id: UUID, asked: Asked, deed: Deed, now: datetime) -> None:
    """Asks the gate with this letter on the table, under the case's lock."""
    store.decide((await store.situation(case_id, now))._replace(disclosure=asked.letter), deed)


async def _ask_formers_no_more(store: Store, request: DisclosureRequest) -> None:
    for veto in await disclosures.vetoes(store, request):
        veto.closed_at = veto.closed_at or store.moment()
