"""Talks of one party with the moderator: their schedule and their number are private to the two of them (R11)."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response

from app.actions import talks as actions
from app.domain.confidentiality import Act, Secrecy
from app.routers.answers import changed, created, deed, listed, shown, shows
from app.routers.bodies import routes
from app.routers.dependencies import CaseId, PartyId, ThePaging, TheStore, now
from app.schemas.base import ListOut
from app.schemas.talks import TalkIn, TalkOut
from app.store import talks

router = routes("Sessions", "/cases/{caseId}/parties/{partyId}/talks")

TalkId = Annotated[UUID, Path(alias="talkId")]


@router.get("", **shows(Secrecy.PRIVATE))
async def list_talks(
    request: Request, response: Response, case_id: CaseId, party_id: PartyId, store: TheStore, paging: ThePaging
) -> ListOut[TalkOut]:
    """The talks of a party with the moderator: their own, and the moderator's to know."""
    return await listed(request, response, store, await talks.of_party(store, case_id, party_id), TalkOut, paging)


@router.post("", status_code=201, **deed(Act.HOLD_TALK))
async def plan_talk(request: Request, response: Response, case_id: CaseId, party_id: PartyId, body: TalkIn, store: TheStore) -> TalkOut:
    """Plan an intake, a preparatory or a shuttle talk; it needs no readiness, and never counts as joint (R11)."""
    row = await actions.plan(store, case_id, party_id, body.kind, body.goal, body.planned_for, now())
    return await created(request, response, store, row, TalkOut)


@router.get("/{talkId}", **shows(Secrecy.PRIVATE))
async def get_talk(response: Response, case_id: CaseId, party_id: PartyId, talk_id: TalkId, store: TheStore) -> TalkOut:
    """One of them."""
    return shown(response, await talks.one(store, case_id, party_id, talk_id), TalkOut)


@router.post("/{talkId}/end", **deed(Act.HOLD_TALK))
async def end_talk(response: Response, case_id: CaseId, party_id: PartyId, talk_id: TalkId, store: TheStore) -> TalkOut:
    """It was held."""
    return await changed(response, store, await actions.end(store, case_id, party_id, talk_id, now()), TalkOut)


@router.post("/{talkId}/cancellation", **deed(Act.HOLD_TALK))
async def cancel_talk(response: Response, case_id: CaseId, party_id: PartyId, talk_id: TalkId, store: TheStore) -> TalkOut:
    """Call it off."""
    return await changed(response, store, await actions.cancel(store, case_id, party_id, talk_id, now()), TalkOut)
