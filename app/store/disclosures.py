"""Queries on the letters of those outside, on what would leave, and on who said yes to exactly that (S5)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from app.domain.confidentiality import Act
from app.domain.disclosures import MODERATOR, DisclosureState, come, stands
from app.domain.errors import Unknown
from app.domain.situation import Disclosure as Letter
from app.store import cases
from app.store.gate import Statement, Store
from app.store.models.cases import Process
from app.store.models.disclosures import Disclosure, DisclosureConsent, DisclosureRequest, DisclosureText, DisclosureVeto


class Asked(NamedTuple):
    """One letter as the gates see it, and the words that stand."""

    letter: Letter
    text: DisclosureText | None


async def texts(store: Store, case_id: UUID, request_id: UUID) -> Statement[DisclosureText]:
    """The words that would leave on this letter, in the order in which they were written; the last ones stand."""
    return (await store.below(Process, case_id, DisclosureText)).where(DisclosureText.request_id == request_id)


async def consents(store: Store, case_id: UUID, request_id: UUID) -> Statement[DisclosureConsent]:
    """Those answers on this letter that the caller may see: their own, or as the moderator all (S10)."""
    return (await store.below(Process, case_id, DisclosureConsent)).where(DisclosureConsent.request_id == request_id)


async def words(store: Store, request: DisclosureRequest) -> DisclosureText | None:
    """The words that stand: the latest, if whoever wrote them leads the case still (S5, S7)."""
    latest = (DisclosureText.request_id == request.id, DisclosureText.version == request.text_version)
    found = await store.first(store.within(DisclosureText).where(*latest))
    lead = {one.id for one in await cases.holding(store, request.case_id)}
    return found if found and found.appointment_id in lead else None


async def asked(store: Store, request: DisclosureRequest, today: date) -> Asked:
    """What is asked on this letter, and who said yes to it as far as the caller sees them."""
    text = await words(store, request)
    said = store.within(DisclosureConsent).where(DisclosureConsent.request_id == request.id)
    answers = await store.rows(said.order_by(DisclosureConsent.created_at, DisclosureConsent.id))
    latest = {_voice(one): one.yes for one in answers if text and counts(one, request)}
    letter = Letter(
        state=request.state,
        due=come(request.due_on, today),
        text=text and text.text_hash,
        changed=any(one.letter_changed for one in answers),
        yes=frozenset(who for who, yes in latest.items() if yes),
        formers=frozenset(veto.id for veto in await vetoes(store, request) if text and veto.text_id == text.id),
    )
    return Asked(letter, text)


def counts(answer: DisclosureConsent, request: DisclosureRequest) -> bool:
    """Whether this is an answer to the words that stand; those of former moderators outlast a change of places (R9)."""
    return answer.version == request.text_version and (answer.veto_id is not None or stands(answer.created_at, request.asked_at))


def _voice(answer: DisclosureConsent) -> UUID | str:
    return answer.party_id or answer.guardian_id or answer.veto_id or MODERATOR


async def vetoes(store: Store, request: DisclosureRequest) -> Sequence[DisclosureVeto]:
    """What whoever led the case before was asked on this letter; for the one who leads it now."""
    return await store.rows(store.within(DisclosureVeto).where(DisclosureVeto.request_id == request.id))


def asked_of_me(store: Store) -> Statement[DisclosureVeto]:
    """What the caller is asked as somebody who led a case before (S5, S7); for whoever never does there is nothing (S1)."""
    if not store.may(Act.VETO):
        raise Unknown
    return store.listing(DisclosureVeto, Act.VETO)


async def one_asked_of_me(store: Store, veto_id: UUID) -> DisclosureVeto:
    """One of these; for whoever leads the case now it is not there either."""
    if found := await store.first(asked_of_me(store).where(DisclosureVeto.id == veto_id)):
        return found
    raise Unknown


async def answers_of_mine(store: Store) -> Mapping[UUID | None, bool]:
    """What the caller said last to each of these."""
    mine = store.within(DisclosureConsent).where(DisclosureConsent.veto_id.in_(asked_of_me(store).with_only_columns(DisclosureVeto.id)))
    return {one.veto_id: one.yes for one in await store.rows(mine.order_by(DisclosureConsent.created_at, DisclosureConsent.id))}


async def letter(store: Store, request_id: UUID) -> Disclosure:
    """The letter as it left."""
    if found := await store.first(store.within(Disclosure).where(Disclosure.request_id == request_id)):
        return found
    raise Unknown


async def ask_anew(store: Store, case_id: UUID, moment: datetime) -> None:
    """Whatever was said on a letter that is open counts no more: the case was taken up again (R17)."""
    open_ones = store.within(DisclosureRequest).where(DisclosureRequest.case_id == case_id, DisclosureRequest.state == DisclosureState.OPEN)
    for request in await store.rows(open_ones.where(DisclosureRequest.asked_at.is_not(None))):
        request.asked_at = moment


def unanswered(store: Store, today: date) -> Statement[DisclosureRequest]:
    """The letters whose day has come, and on which nothing left: ids, states and dates, for the worker."""
    return store.within(DisclosureRequest).where(DisclosureRequest.state == DisclosureState.OPEN, DisclosureRequest.due_on <= today)
