"""What leaves a case on somebody's letter: with everyone's yes the exact words, else one neutral sentence on its day (S5)."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response

from app.actions import disclosures as actions
from app.domain.confidentiality import Act, Secrecy
from app.domain.disclosures import NEUTRAL_ANSWER, DisclosureState, seen
from app.domain.errors import Unknown
from app.routers.answers import composed, created, deed, listed, shows
from app.routers.bodies import routes
from app.routers.dependencies import CaseId, Language, ThePaging, TheStore, now
from app.schemas.base import ListOut
from app.schemas.disclosures import (
    ConsentGivenOut,
    DisclosureConsentIn,
    DisclosureConsentOut,
    DisclosureLetterOut,
    DisclosureReleaseIn,
    DisclosureRequestIn,
    DisclosureRequestOut,
    DisclosureTextIn,
    DisclosureTextOut,
    DisclosureVetoOut,
)
from app.store import disclosures
from app.store.models.cases import Process
from app.store.models.disclosures import Disclosure, DisclosureConsent, DisclosureRequest, DisclosureVeto

router = routes("What leaves", "/cases/{caseId}/disclosure-requests")
vetoes = routes("What leaves", "/disclosure-vetoes")

RequestId = Annotated[UUID, Path(alias="disclosureRequestId")]
VetoId = Annotated[UUID, Path(alias="vetoId")]


def request_out(row: DisclosureRequest, today: date) -> DisclosureRequestOut:
    """The letter, as it stands today: its day comes for everyone at once, whenever the worker does."""
    return DisclosureRequestOut.model_validate(row).model_copy(update={"state": seen(row.state, row.due_on, today)})


def consent_out(row: DisclosureConsent, request: DisclosureRequest) -> DisclosureConsentOut:
    """An answer, and whether it is one to the words that stand."""
    given = ConsentGivenOut.model_validate(row).model_dump()
    return DisclosureConsentOut.model_validate({**given, "stands": disclosures.counts(row, request)})


def veto_out(row: DisclosureVeto, answers: Mapping[UUID | None, bool], today: date) -> DisclosureVetoOut:
    """What a former moderator is asked, and what they said."""
    shape = {name: getattr(row, name) for name in ("id", "recipient", "purpose", "text", "text_hash", "due_on")}
    return DisclosureVetoOut.model_validate(
        {**shape, "closed": row.closed_at is not None or row.due_on <= today, "yes": answers.get(row.id)}
    )


def letter_out(row: Disclosure) -> DisclosureLetterOut:
    """The letter as it left."""
    words = {name: getattr(row, name) for name in ("recipient", "purpose", "text", "text_hash")}
    return DisclosureLetterOut.model_validate({**words, "state": DisclosureState.RELEASED, "on": row.released_on})


@router.get("", **shows(Secrecy.PROCESS))
async def list_disclosure_requests(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[DisclosureRequestOut]:
    """What somebody outside asked of this case, and what came of it; until its day a no shows nowhere (S10)."""
    today = now().date()
    found = await store.below(Process, case_id, DisclosureRequest)
    return await listed(request, response, store, found, DisclosureRequestOut, paging, lambda row: request_out(row, today))


@router.post("", status_code=201, **deed(Act.RECORD_REQUEST))
async def record_disclosure_request(
    request: Request, response: Response, case_id: CaseId, body: DisclosureRequestIn, store: TheStore
) -> DisclosureRequestOut:
    """Record the letter of a journalist, a court, a board or anybody else outside; they have no account, and nothing leaves by it."""
    words = (body.recipient, body.purpose, body.asks, body.received_on, body.due_on)
    row = await actions.record(store, case_id, *words, now())
    await created(request, response, store, row, DisclosureRequestOut)
    return composed(response, request_out(row, now().date()), [row], now().date())


@router.get("/{disclosureRequestId}", **shows(Secrecy.PROCESS))
async def get_disclosure_request(
    response: Response, case_id: CaseId, disclosure_request_id: RequestId, store: TheStore
) -> DisclosureRequestOut:
    """One letter, and by when it is answered."""
    row = await store.one(DisclosureRequest, disclosure_request_id, inside=case_id)
    return composed(response, request_out(row, now().date()), [row], now().date())


@router.post("/{disclosureRequestId}/changed-letter", **deed(Act.NOTE_OTHER_LETTER))
async def note_other_letter(response: Response, case_id: CaseId, disclosure_request_id: RequestId, store: TheStore) -> DisclosureRequestOut:
    """Note that they ask something else by now: nothing leaves on this letter, and the other one is a request of its own."""
    row = await actions.note_other_letter(store, case_id, disclosure_request_id, now())
    await store.flush()
    return composed(response, request_out(row, now().date()), [row], now().date())


@router.get("/{disclosureRequestId}/texts", **shows(Secrecy.SHARED))
async def list_disclosure_texts(
    request: Request, response: Response, case_id: CaseId, disclosure_request_id: RequestId, store: TheStore, paging: ThePaging
) -> ListOut[DisclosureTextOut]:
    """The exact words that would leave; the last version stands."""
    await store.one(DisclosureRequest, disclosure_request_id, inside=case_id)
    found = await disclosures.texts(store, case_id, disclosure_request_id)
    return await listed(request, response, store, found, DisclosureTextOut, paging)


@router.post("/{disclosureRequestId}/texts", status_code=201, **deed(Act.WRITE_LETTER))
async def write_disclosure_text(
    request: Request, response: Response, case_id: CaseId, disclosure_request_id: RequestId, body: DisclosureTextIn, store: TheStore
) -> DisclosureTextOut:
    """Write the exact words that would leave. One changed letter makes every answer void, and everyone is asked anew."""
    row = await actions.write(store, case_id, disclosure_request_id, body.text, now())
    return await created(request, response, store, row, DisclosureTextOut, request.scope["path"])


@router.get("/{disclosureRequestId}/consents", **shows(Secrecy.ANSWER))
async def list_disclosure_consents(
    request: Request, response: Response, case_id: CaseId, disclosure_request_id: RequestId, store: TheStore, paging: ThePaging
) -> ListOut[DisclosureConsentOut]:
    """Your own answers on this letter; all of them for the moderator (S10)."""
    row = await store.one(DisclosureRequest, disclosure_request_id, inside=case_id)
    found = await disclosures.consents(store, case_id, disclosure_request_id)
    return await listed(request, response, store, found, DisclosureConsentOut, paging, lambda one: consent_out(one, row))


@router.post("/{disclosureRequestId}/consents", status_code=201, **deed(Act.CONSENT_DISCLOSURE))
async def consent_to_disclosure(
    request: Request, response: Response, case_id: CaseId, disclosure_request_id: RequestId, body: DisclosureConsentIn, store: TheStore
) -> DisclosureConsentOut:
    """Say yes or no to exactly these words, to this recipient, for this purpose. Nobody but the moderator sees which, or whether."""
    row = await actions.consent(store, case_id, disclosure_request_id, body.hash, body.yes, now())
    await store.flush()
    response.headers["Location"] = request.scope["path"]
    asked = await store.one(DisclosureRequest, disclosure_request_id)
    return composed(response, consent_out(row, asked), [row, asked], now().date())


@router.post("/{disclosureRequestId}/release", status_code=201, **deed(Act.RELEASE_LETTER))
async def release_disclosure(
    request: Request, response: Response, case_id: CaseId, disclosure_request_id: RequestId, body: DisclosureReleaseIn, store: TheStore
) -> DisclosureLetterOut:
    """Let the words leave to which everyone said yes: once. 409 names who has not, to you alone (S10)."""
    row = await actions.release(store, case_id, disclosure_request_id, body.hash, now())
    await store.flush()
    response.headers["Location"] = request.scope["path"].removesuffix("release") + "letter"
    return composed(response, letter_out(row), [row], now().date())


@router.get("/{disclosureRequestId}/letter", **shows(Secrecy.SHARED))
async def get_disclosure_letter(
    response: Response, case_id: CaseId, disclosure_request_id: RequestId, store: TheStore, language: Language
) -> DisclosureLetterOut:
    """What the moderator sends: the words as they were released, or from the day of the answer the neutral sentence; 404 before that."""
    asked, today = await store.one(DisclosureRequest, disclosure_request_id, inside=case_id), now().date()
    state = seen(asked.state, asked.due_on, today)
    if state is DisclosureState.OPEN:
        raise Unknown
    if state is DisclosureState.RELEASED:
        row = await disclosures.letter(store, asked.id)
        return composed(response, letter_out(row), [row], row.released_on)
    neutral = {"state": state, "text": NEUTRAL_ANSWER.in_language(language), "purpose": None, "text_hash": None}
    letter = DisclosureLetterOut.model_validate({**neutral, "recipient": asked.recipient, "on": asked.due_on})
    return composed(response, letter, [asked], asked.due_on, state, language)


@vetoes.get("", **deed(Act.VETO))
async def list_disclosure_vetoes(request: Request, response: Response, store: TheStore, paging: ThePaging) -> ListOut[DisclosureVetoOut]:
    """What you are asked as somebody who led a case before, the oldest first: the words, to whom and what for, and nothing else of it."""
    found, today = disclosures.asked_of_me(store), now().date()
    answers = await disclosures.answers_of_mine(store)
    return await listed(request, response, store, found, DisclosureVetoOut, paging, lambda row: veto_out(row, answers, today))


@vetoes.get("/{vetoId}", **deed(Act.VETO))
async def get_disclosure_veto(response: Response, veto_id: VetoId, store: TheStore) -> DisclosureVetoOut:
    """One such question."""
    row, today = await disclosures.one_asked_of_me(store, veto_id), now().date()
    answers = await disclosures.answers_of_mine(store)
    return composed(response, veto_out(row, answers, today), [row], today, str(answers.get(row.id)))


@vetoes.post("/{vetoId}/answers", **deed(Act.VETO))
async def answer_disclosure_veto(response: Response, veto_id: VetoId, body: DisclosureConsentIn, store: TheStore) -> DisclosureVetoOut:
    """Say yes or no to exactly these words, as far as your own conversations are in them. Silence is a no."""
    row, today = await actions.veto(store, veto_id, body.hash, body.yes, now()), now().date()
    answers = await disclosures.answers_of_mine(store)
    return composed(response, veto_out(row, answers, today), [row], today, str(answers.get(row.id)))
