"""How it went since, and what it came to, in everyone's own words (R12, R15)."""

from fastapi import Request, Response

from app.actions import aftercare as actions
from app.domain.confidentiality import Act, Secrecy
from app.routers.answers import created, deed, listed, shows
from app.routers.bodies import routes
from app.routers.dependencies import CaseId, ThePaging, TheStore, now
from app.schemas.agreements import FollowUpIn, FollowUpOut, OutcomeIn, OutcomeOut
from app.schemas.base import ListOut
from app.store.models.agreements import FollowUp, OutcomeConfirmation
from app.store.models.cases import Process

router = routes("Aftercare", "/cases/{caseId}")


@router.get("/follow-ups", **shows(Secrecy.SHARED))
async def list_follow_ups(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[FollowUpOut]:
    """When all looked back, or declined to."""
    return await listed(request, response, store, await store.below(Process, case_id, FollowUp), FollowUpOut, paging)


@router.post("/follow-ups", status_code=201, **deed(Act.FOLLOW_UP))
async def record_follow_up(request: Request, response: Response, case_id: CaseId, body: FollowUpIn, store: TheStore) -> FollowUpOut:
    """Record the look back, held or declined; without it the case cannot be closed as the parties say (R15)."""
    row = await actions.follow_up(store, case_id, body.held, body.on, body.summary, now())
    return await created(request, response, store, row, FollowUpOut, request.scope["path"])


@router.get("/outcome-confirmations", **shows(Secrecy.ANSWER))
async def list_outcome_confirmations(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[OutcomeOut]:
    """Your own answers; all of them for the moderator (S10)."""
    return await listed(request, response, store, await store.below(Process, case_id, OutcomeConfirmation), OutcomeOut, paging)


@router.post("/outcome-confirmations", status_code=201, **deed(Act.CONFIRM_OUTCOME))
async def confirm_outcome(request: Request, response: Response, case_id: CaseId, body: OutcomeIn, store: TheStore) -> OutcomeOut:
    """Answer for yourself the question that is asked now; your latest answer counts (R12, R15)."""
    row = await actions.confirm_outcome(store, case_id, body.question, body.yes, now())
    return await created(request, response, store, row, OutcomeOut, request.scope["path"])
