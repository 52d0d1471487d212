"""What repair needs of the organisation: released by all as one sentence, answered without a word about the case."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response

from app.actions import supports as actions
from app.domain.confidentiality import Act, Secrecy
from app.domain.supports import stands
from app.routers.answers import changed, composed, created, deed, listed, shown, shows
from app.routers.bodies import routes
from app.routers.dependencies import CaseId, IfMatch, ThePaging, TheStore, now
from app.schemas.base import ListOut
from app.schemas.supports import (
    GivenOut,
    ReleasedItemOut,
    ReleaseIn,
    ReleaseOut,
    SupportAnswerIn,
    SupportConfirmationOut,
    SupportIn,
    SupportOut,
    SupportPatch,
)
from app.store import supports
from app.store.models.cases import Process
from app.store.models.supports import OrganisationalSupport, Release, ReleasedItem

router = routes("Released items", "/cases/{caseId}/organisational-supports")
items = routes("Released items", "/released-items")

SupportId = Annotated[UUID, Path(alias="supportId")]
ItemId = Annotated[UUID, Path(alias="itemId")]


def release_out(row: Release, support: OrganisationalSupport) -> ReleaseOut:
    """A release, and whether it is one of the words that stand now."""
    valid = stands(row.created_at, row.text_hash, row.voided_at, support.worded_at, support.text_hash)
    return ReleaseOut.model_validate({**GivenOut.model_validate(row).model_dump(), "stands": valid})


@router.get("", **shows(Secrecy.SHARED))
async def list_organisational_supports(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[SupportOut]:
    """What you need of the organisation together. Until everyone has released a sentence, nothing here says who has (S10)."""
    return await listed(request, response, store, await store.below(Process, case_id, OrganisationalSupport), SupportOut, paging)


@router.post("", status_code=201, **deed(Act.PROPOSE_SUPPORT))
async def propose_organisational_support(
    request: Request, response: Response, case_id: CaseId, body: SupportIn, store: TheStore
) -> SupportOut:
    """Propose one sentence that needs the organisation; it leaves only when everyone has released it."""
    row = await actions.propose(store, case_id, body.text, body.due_on, now())
    return await created(request, response, store, row, SupportOut)


@router.get("/{supportId}", **shows(Secrecy.SHARED))
async def get_organisational_support(response: Response, case_id: CaseId, support_id: SupportId, store: TheStore) -> SupportOut:
    """One sentence, and to whom it would go."""
    return shown(response, await store.one(OrganisationalSupport, support_id, inside=case_id), SupportOut)


@router.patch("/{supportId}", **deed(Act.PROPOSE_SUPPORT))
async def rewrite_organisational_support(
    response: Response, case_id: CaseId, support_id: SupportId, body: SupportPatch, etag: IfMatch, store: TheStore
) -> SupportOut:
    """The same need in other words, until it is released. One changed letter makes every release void."""
    return await changed(response, store, await actions.rewrite(store, case_id, support_id, etag, body.changes(), now()), SupportOut)


@router.get("/{supportId}/releases", **shows(Secrecy.ANSWER))
async def list_releases(
    request: Request, response: Response, case_id: CaseId, support_id: SupportId, store: TheStore, paging: ThePaging
) -> ListOut[ReleaseOut]:
    """Your own releases of it; all of them for the moderator (S10)."""
    support = await store.one(OrganisationalSupport, support_id, inside=case_id)
    found = await supports.releases(store, case_id, support_id)
    return await listed(request, response, store, found, ReleaseOut, paging, lambda row: release_out(row, support))


@router.post("/{supportId}/releases", status_code=201, **deed(Act.RELEASE))
async def release_organisational_support(
    request: Request, response: Response, case_id: CaseId, support_id: SupportId, body: ReleaseIn, store: TheStore
) -> ReleaseOut:
    """Let exactly this text leave, as far as it is up to you. With everyone's yes it reaches the organisation, and nothing else does."""
    row = await actions.release(store, case_id, support_id, body.hash, now())
    await store.flush()
    response.headers["Location"] = request.scope["path"]
    support = await store.one(OrganisationalSupport, support_id)
    return composed(response, release_out(row, support), [row, support], now().date())


@router.get("/{supportId}/item", **shows(Secrecy.SHARED))
async def get_item_of_support(response: Response, case_id: CaseId, support_id: SupportId, store: TheStore) -> ReleasedItemOut:
    """What became of it: the sentence as it left, and what the organisation says; 404 until everyone has released it."""
    await store.one(OrganisationalSupport, support_id, inside=case_id)
    return shown(response, await supports.item_of(store, support_id), ReleasedItemOut)


@router.get("/{supportId}/confirmations", **shows(Secrecy.ANSWER))
async def list_support_confirmations(
    request: Request, response: Response, case_id: CaseId, support_id: SupportId, store: TheStore, paging: ThePaging
) -> ListOut[SupportConfirmationOut]:
    """Your own confirmation that it is done; all of them for the moderator (S10)."""
    await store.one(OrganisationalSupport, support_id, inside=case_id)
    found = await supports.confirmations(store, case_id, support_id)
    return await listed(request, response, store, found, SupportConfirmationOut, paging)


@router.post("/{supportId}/confirmations", status_code=201, **deed(Act.CONFIRM_SUPPORT))
async def confirm_support_done(
    request: Request, response: Response, case_id: CaseId, support_id: SupportId, store: TheStore
) -> SupportConfirmationOut:
    """Agree that the organisation did what it says it did; with everyone's yes it is confirmed."""
    row = await actions.confirm(store, case_id, support_id, now())
    return await created(request, response, store, row, SupportConfirmationOut, request.scope["path"])


@items.get("", **shows(Secrecy.RELEASED))
async def list_released_items(request: Request, response: Response, store: TheStore, paging: ThePaging) -> ListOut[ReleasedItemOut]:
    """What people released to you, the newest first; for those who take part, what they released. Nothing says whose case it is."""
    return await listed(request, response, store, store.listing(ReleasedItem), ReleasedItemOut, paging)


@items.get("/{itemId}", **shows(Secrecy.RELEASED))
async def get_released_item(response: Response, item_id: ItemId, store: TheStore) -> ReleasedItemOut:
    """One sentence that was released."""
    return shown(response, await store.one(ReleasedItem, item_id), ReleasedItemOut)


@items.post("/{itemId}/answers", **deed(Act.ANSWER_SUPPORT))
async def answer_released_item(response: Response, item_id: ItemId, body: SupportAnswerIn, store: TheStore) -> ReleasedItemOut:
    """Say whether the organisation can do it, or that it is done; whoever released it reads your answer, and confirms what is done."""
    return await changed(response, store, await actions.answer(store, item_id, body.answer, now()), ReleasedItemOut)
