"""What all agree on: one text with its commitments, confirmed by everyone or not agreed at all (R12, R13)."""

from typing import Annotated

from fastapi import Path, Request, Response

from app.actions import agreements as actions
from app.domain.confidentiality import Act, Secrecy
from app.routers.answers import created, deed, listed, shows
from app.routers.bodies import routes
from app.routers.commitments import whole_agreement
from app.routers.dependencies import CaseId, ThePaging, TheStore, now
from app.schemas.agreements import AgreementConfirmationOut, AgreementIn, AgreementOut, ConfirmationIn, WholeAgreementOut
from app.schemas.base import ListOut
from app.store import agreements
from app.store.models.agreements import Agreement
from app.store.models.cases import Process

router = routes("Agreements", "/cases/{caseId}/agreements")

Version = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("", **shows(Secrecy.SHARED))
async def list_agreements(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[AgreementOut]:
    """Every version, from the first; nothing here says who has confirmed (S10)."""
    return await listed(request, response, store, await store.below(Process, case_id, Agreement), AgreementOut, paging)


@router.post("", status_code=201, **deed(Act.PROPOSE_AGREEMENT))
async def propose_agreement(request: Request, response: Response, case_id: CaseId, body: AgreementIn, store: TheStore) -> WholeAgreementOut:
    """Propose a text with commitments, after a joint conversation was held and a shared harm discussed in it (R12).

    Any party can; the moderator only where the mandate in force lets them make proposals (R10). What was proposed before is void.
    """
    agreement = await actions.propose(store, case_id, body.text, [one.terms() for one in body.commitments], now())
    response.headers["Location"] = f"{request.scope['path']}/{agreement.version}"
    return await whole_agreement(response, store, agreement)


@router.get("/{version}", **shows(Secrecy.SHARED))
async def get_agreement(response: Response, case_id: CaseId, version: Version, store: TheStore) -> WholeAgreementOut:
    """One version with its commitments.

    `textHash` is the SHA-256 of canonical JSON (RFC 8785) with the members `text` and `commitments`; of each commitment `what`,
    `howWeKnow`, `kind`, `ownerPartyId`, `beneficiaryPartyId`, `dueOn`, `reviewOn` and `replacesId`, sorted by their own JSON.
    """
    return await whole_agreement(response, store, await agreements.version(store, case_id, version))


@router.get("/{version}/confirmations", **shows(Secrecy.ANSWER))
async def list_agreement_confirmations(
    request: Request, response: Response, case_id: CaseId, version: Version, store: TheStore, paging: ThePaging
) -> ListOut[AgreementConfirmationOut]:
    """Your own confirmation; all of them for the moderator (S10)."""
    agreement = await agreements.version(store, case_id, version)
    statement = await agreements.confirmations(store, case_id, agreement.id)
    return await listed(request, response, store, statement, AgreementConfirmationOut, paging)


@router.post("/{version}/confirmations", status_code=201, **deed(Act.CONFIRM_AGREEMENT))
async def confirm_agreement(
    request: Request, response: Response, case_id: CaseId, version: Version, body: ConfirmationIn, store: TheStore
) -> AgreementConfirmationOut:
    """Confirm the identical text by its hash. When everyone has, and every owner accepted, it is agreed (R13)."""
    row = await actions.confirm(store, case_id, version, body.hash, now())
    return await created(request, response, store, row, AgreementConfirmationOut, request.scope["path"])
