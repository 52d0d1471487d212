"""How a place ends: by one's own departure, by death or lasting incapacity, or as all agreed in a mandate (R9)."""

from fastapi import Request, Response

from app.actions import places as actions
from app.domain.confidentiality import Act, Secrecy
from app.routers.answers import changed, deed, listed, shows
from app.routers.bodies import routes
from app.routers.dependencies import CaseId, PartyId, ThePaging, TheStore, now
from app.schemas.base import ListOut
from app.schemas.groups import LossIn, PlaceEndingOut
from app.schemas.parties import PartyOut
from app.store.models.cases import Process
from app.store.models.groups import PlaceEnding

router = routes("Parties", "/cases/{caseId}")


@router.post("/parties/{partyId}/departure", **deed(Act.DEPART))
async def depart(response: Response, case_id: CaseId, party_id: PartyId, store: TheStore) -> PartyOut:
    """Leave the case. No reason is asked; the others see that you left, and agree anew on how they go on. It cannot be undone."""
    return await changed(response, store, await actions.depart(store, case_id, party_id, now()), PartyOut)


@router.post("/parties/{partyId}/loss", **deed(Act.RECORD_LOSS))
async def record_loss(response: Response, case_id: CaseId, party_id: PartyId, body: LossIn, store: TheStore) -> PartyOut:
    """Record that a party died, or can lastingly take part no more. Nothing else ends somebody's place, silence least of all (R9)."""
    return await changed(response, store, await actions.record_loss(store, case_id, party_id, body.why, now()), PartyOut)


@router.get("/place-endings", **shows(Secrecy.TRUE_STATE))
async def list_place_endings(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[PlaceEndingOut]:
    """Why places ended; yours alone as the moderator. The parties see that one ended, and on which day (R9)."""
    return await listed(request, response, store, await store.below(Process, case_id, PlaceEnding), PlaceEndingOut, paging)
