"""Coming in: referrals of others, and one's own requests."""

from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Path, Query, Request, Response

from app.actions import intake as actions
from app.domain.confidentiality import Act, Secrecy
from app.routers.answers import created, deed, listed, shown, shows
from app.routers.bodies import routes
from app.routers.dependencies import ThePaging, TheStore, now
from app.schemas.base import Code, ListOut
from app.schemas.intake import (
    Proposals,
    ProposedModeratorOut,
    ProposedPersonOut,
    ReferralIn,
    ReferralOut,
    ReferralWholeOut,
    RequestIn,
    RequestOut,
    RequestWholeOut,
)
from app.store import intake
from app.store.gate import Store
from app.store.models import intake as rows

router = routes("Coming in")

ReferralId = Annotated[UUID, Path(alias="referralId")]
RequestId = Annotated[UUID, Path(alias="requestId")]
Whole = TypeVar("Whole", bound=Proposals)


async def _proposals(store: Store, case_id: UUID) -> dict[str, object]:
    people = await intake.proposed_people(store, case_id)
    moderators = await intake.proposed_moderators(store, case_id)
    return {
        "proposed_people": [ProposedPersonOut.model_validate(person) for person in people],
        "proposed_moderators": [ProposedModeratorOut.model_validate(moderator) for moderator in moderators],
    }


async def _whole_referral(store: Store, referral: rows.Referral) -> ReferralWholeOut:
    shell = ReferralOut.model_validate(referral).model_dump()
    return ReferralWholeOut.model_validate({**shell, **await _proposals(store, referral.case_id)})


async def _whole_request(store: Store, found: rows.Request) -> RequestWholeOut:
    shell = RequestOut.model_validate(found).model_dump()
    return RequestWholeOut.model_validate({**shell, **await _proposals(store, found.case_id)})


@router.get("/referrals", **shows(Secrecy.REFERRAL))
async def list_referrals(
    request: Request,
    response: Response,
    store: TheStore,
    paging: ThePaging,
    external_id: Annotated[Code | None, Query(alias="externalId", description="The one with your own key.")] = None,
) -> ListOut[ReferralOut]:
    """Your referrals; for those inside a case, the one that brought them there."""
    return await listed(request, response, store, intake.referrals(store, external_id), ReferralOut, paging)


@router.post(
    "/referrals",
    status_code=201,
    responses={200: {"description": "It stood already under this `externalId`; nothing was created.", "model": ReferralWholeOut}},
    **deed(Act.REFER),
)
async def create_referral(request: Request, response: Response, body: ReferralIn, store: TheStore) -> ReferralWholeOut:
    """Refer others. It is received and its case created at once; the process begins when a moderator takes it (R1, R2)."""
    referral, new = await actions.refer(store, body.arrival(body.proposed_people), body.external_id, now().date())
    if new:
        await created(request, response, store, referral, ReferralOut)
    else:
        response.status_code = 200
        shown(response, referral, ReferralOut)
    return await _whole_referral(store, referral)


@router.get("/referrals/{referralId}", **shows(Secrecy.REFERRAL))
async def get_referral(response: Response, referral_id: ReferralId, store: TheStore) -> ReferralWholeOut:
    """One referral, with whom it proposes and which moderators are not available."""
    referral = await store.one(rows.Referral, referral_id)
    shown(response, referral, ReferralOut)
    return await _whole_referral(store, referral)


@router.get("/requests", **shows(Secrecy.REFERRAL))
async def list_requests(request: Request, response: Response, store: TheStore, paging: ThePaging) -> ListOut[RequestOut]:
    """Your own requests."""
    return await listed(request, response, store, intake.requests(store), RequestOut, paging)


@router.post("/requests", status_code=201, **deed(Act.ASK))
async def create_request(request: Request, response: Response, body: RequestIn, store: TheStore) -> RequestWholeOut:
    """Ask for a moderator yourself. Your note is yours and the moderator's (R1)."""
    found = await actions.ask(store, body.arrival(body.proposed_people), body.own_name, now().date())
    await created(request, response, store, found, RequestOut)
    return await _whole_request(store, found)


@router.get("/requests/{requestId}", **shows(Secrecy.REFERRAL))
async def get_request(response: Response, request_id: RequestId, store: TheStore) -> RequestWholeOut:
    """One request, with whom it proposes and which moderators are not available."""
    found = await store.one(rows.Request, request_id)
    shown(response, found, RequestOut)
    return await _whole_request(store, found)
