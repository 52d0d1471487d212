"""For who has no device of their own: codes for the moderator's, and notes of what was said, which their party can contest (R6)."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response

from app.actions import assisted as actions
from app.domain.confidentiality import Act, Secrecy
from app.routers.answers import created, deed, listed, shows
from app.routers.bodies import routes
from app.routers.dependencies import CaseId, PartyId, ThePaging, TheStore, now
from app.routers.invitations import digest_of, new_one_time_code
from app.schemas.assisted import ContestationOut, NewOneTimeCodesOut, OneTimeCodeOut, OneTimeCodesIn
from app.schemas.base import ListOut
from app.schemas.parties import DeclarationOfReadinessIn, DeclarationOfReadinessOut
from app.store import notes

router = routes("Readiness", "/cases/{caseId}")

DeclarationId = Annotated[UUID, Path(alias="declarationId")]
SessionId = Annotated[UUID, Path(alias="sessionId")]
ReconfirmationId = Annotated[UUID, Path(alias="reconfirmationId")]


@router.get("/parties/{partyId}/one-time-codes", **shows(Secrecy.PRIVATE))
async def list_one_time_codes(
    request: Request, response: Response, case_id: CaseId, party_id: PartyId, store: TheStore, paging: ThePaging
) -> ListOut[OneTimeCodeOut]:
    """The codes of a party, without the codes themselves: whether each was used, and until when it can be."""
    return await listed(request, response, store, await notes.codes(store, case_id, party_id), OneTimeCodeOut, paging)


@router.post("/parties/{partyId}/one-time-codes", status_code=201, **deed(Act.ISSUE_CODES))
async def issue_one_time_codes(
    request: Request, response: Response, case_id: CaseId, party_id: PartyId, body: OneTimeCodesIn, store: TheStore
) -> NewOneTimeCodesOut:
    """Codes with which you act on the moderator's device, each once and within fourteen days; those you did not use before are void.

    On the moderator's device you get the first ones only, if you came in there; later ones from your own (R6).
    """
    codes = [new_one_time_code(store.who.id) for _ in range(body.count)]
    rows = await actions.issue_codes(store, case_id, party_id, [digest_of(code) for code in codes], now())
    plain = await created(request, response, store, rows[0], OneTimeCodeOut, request.scope["path"])
    return NewOneTimeCodesOut(codes=codes, expires_at=plain.expires_at)


@router.post("/parties/{partyId}/noted-declarations", status_code=201, **deed(Act.NOTE_READINESS))
async def note_readiness(
    request: Request, response: Response, case_id: CaseId, party_id: PartyId, body: DeclarationOfReadinessIn, store: TheStore
) -> DeclarationOfReadinessOut:
    """Note what you heard a party say to the four questions; it counts unless they contest it (R6)."""
    row = await actions.note_readiness(store, case_id, party_id, body.answers(), body.informed_version, now())
    place = f"/v1/cases/{case_id}/parties/{party_id}/readiness-declarations"
    return await created(request, response, store, row, DeclarationOfReadinessOut, place)


@router.get("/parties/{partyId}/readiness-declarations/{declarationId}/contestations", **shows(Secrecy.PRIVATE))
async def list_declaration_contestations(
    request: Request,
    response: Response,
    case_id: CaseId,
    party_id: PartyId,
    declaration_id: DeclarationId,
    store: TheStore,
    paging: ThePaging,
) -> ListOut[ContestationOut]:
    """Whether a party contested a note of what they said; their own, and the moderator's to know."""
    await notes.declaration(store, case_id, party_id, declaration_id)
    statement = await notes.contestations(store, case_id, declaration_id=declaration_id)
    return await listed(request, response, store, statement, ContestationOut, paging)


@router.post("/parties/{partyId}/readiness-declarations/{declarationId}/contestations", status_code=201, **deed(Act.CONTEST))
async def contest_declaration(
    request: Request, response: Response, case_id: CaseId, party_id: PartyId, declaration_id: DeclarationId, store: TheStore
) -> ContestationOut:
    """That is not what you said: the note does not count any more, and what you had said before it does again (R6)."""
    row = await actions.contest_declaration(store, case_id, party_id, declaration_id, now())
    return await created(request, response, store, row, ContestationOut, request.scope["path"])


@router.get("/sessions/{sessionId}/reconfirmations/{reconfirmationId}/contestations", **shows(Secrecy.PRIVATE))
async def list_reconfirmation_contestations(
    request: Request,
    response: Response,
    case_id: CaseId,
    session_id: SessionId,
    reconfirmation_id: ReconfirmationId,
    store: TheStore,
    paging: ThePaging,
) -> ListOut[ContestationOut]:
    """Whether a party contested what the moderator heard for this conversation."""
    await notes.reconfirmation(store, case_id, session_id, reconfirmation_id)
    statement = await notes.contestations(store, case_id, reconfirmation_id=reconfirmation_id)
    return await listed(request, response, store, statement, ContestationOut, paging)


@router.post("/sessions/{sessionId}/reconfirmations/{reconfirmationId}/contestations", status_code=201, **deed(Act.CONTEST))
async def contest_reconfirmation(
    request: Request, response: Response, case_id: CaseId, session_id: SessionId, reconfirmation_id: ReconfirmationId, store: TheStore
) -> ContestationOut:
    """That is not what you said for this conversation; 409 once it has begun (R6, R7)."""
    row = await actions.contest_reconfirmation(store, case_id, session_id, reconfirmation_id, now())
    return await created(request, response, store, row, ContestationOut, request.scope["path"])
