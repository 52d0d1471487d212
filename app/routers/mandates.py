"""How all agree to talk: drafts, comments, one offered text, everyone's acceptance (R10)."""

from typing import Annotated

from fastapi import Path, Request, Response

from app.actions import mandates as actions
from app.domain.confidentiality import Act, Secrecy
from app.routers.answers import changed, created, deed, listed, shown, shows
from app.routers.bodies import routes
from app.routers.dependencies import CaseId, IfMatch, ThePaging, TheStore, now
from app.schemas.base import ListOut
from app.schemas.mandates import (
    MandateAcceptanceIn,
    MandateAcceptanceOut,
    MandateCommentIn,
    MandateCommentOut,
    MandateIn,
    MandateOut,
    MandatePatch,
)
from app.store import mandates
from app.store.models.cases import Process
from app.store.models.mandates import Mandate

router = routes("Mandate", "/cases/{caseId}/mandates")

Version = Annotated[int, Path(ge=1, le=1_000_000)]


@router.get("", **shows(Secrecy.PROCESS))
async def list_mandates(request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging) -> ListOut[MandateOut]:
    """Every version: drafts, the one that is offered, the one in force, and those before it."""
    return await listed(request, response, store, await store.below(Process, case_id, Mandate), MandateOut, paging)


@router.post("", status_code=201, **deed(Act.DRAFT_MANDATE))
async def draft_mandate(request: Request, response: Response, case_id: CaseId, body: MandateIn, store: TheStore) -> MandateOut:
    """Draft the next version, for everyone to comment on."""
    row = await actions.draft(store, case_id, body.text(), now())
    return await created(request, response, store, row, MandateOut, f"{request.scope['path']}/{row.version}")


@router.get("/{version}", **shows(Secrecy.PROCESS))
async def get_mandate(response: Response, case_id: CaseId, version: Version, store: TheStore) -> MandateOut:
    """One version. Whether everyone has accepted it shows in `inForceAt`; who has not yet, nowhere (S10)."""
    return shown(response, await mandates.version(store, case_id, version), MandateOut)


@router.patch("/{version}", **deed(Act.DRAFT_MANDATE))
async def rewrite_mandate(
    response: Response, case_id: CaseId, version: Version, body: MandatePatch, etag: IfMatch, store: TheStore
) -> MandateOut:
    """A draft in other words; once offered, a version never changes."""
    row = await actions.rewrite(store, case_id, version, etag, body.changes(), now())
    return await changed(response, store, row, MandateOut)


@router.get("/{version}/comments", **shows(Secrecy.PROCESS))
async def list_mandate_comments(
    request: Request, response: Response, case_id: CaseId, version: Version, store: TheStore, paging: ThePaging
) -> ListOut[MandateCommentOut]:
    """What the parties and the moderator say of this version."""
    mandate = await mandates.version(store, case_id, version)
    return await listed(request, response, store, await mandates.comments(store, case_id, mandate.id), MandateCommentOut, paging)


@router.post("/{version}/comments", status_code=201, **deed(Act.COMMENT_MANDATE))
async def comment_on_mandate(
    request: Request, response: Response, case_id: CaseId, version: Version, body: MandateCommentIn, store: TheStore
) -> MandateCommentOut:
    """Say what you think of a draft; all who take part can read it."""
    row = await actions.comment(store, case_id, version, body.text, now())
    return await created(request, response, store, row, MandateCommentOut, request.scope["path"])


@router.post("/{version}/offer", **deed(Act.OFFER_MANDATE))
async def offer_mandate(response: Response, case_id: CaseId, version: Version, store: TheStore) -> MandateOut:
    """Offer a draft to everyone; another offered version lapses, the one in force stays in force until all have accepted this one."""
    return await changed(response, store, await actions.offer(store, case_id, version, now()), MandateOut)


@router.get("/{version}/acceptances", **shows(Secrecy.ANSWER))
async def list_mandate_acceptances(
    request: Request, response: Response, case_id: CaseId, version: Version, store: TheStore, paging: ThePaging
) -> ListOut[MandateAcceptanceOut]:
    """Your own acceptance; all of them for the moderator (S10)."""
    mandate = await mandates.version(store, case_id, version)
    return await listed(request, response, store, await mandates.acceptances(store, case_id, mandate.id), MandateAcceptanceOut, paging)


@router.post("/{version}/acceptances", status_code=201, **deed(Act.ACCEPT_MANDATE))
async def accept_mandate(
    request: Request, response: Response, case_id: CaseId, version: Version, body: MandateAcceptanceIn, store: TheStore
) -> MandateAcceptanceOut:
    """Accept the offered text on its hash; once every party and the moderator have, it is in force."""
    row = await actions.accept(store, case_id, version, body.hash, now())
    return await created(request, response, store, row, MandateAcceptanceOut, request.scope["path"])
