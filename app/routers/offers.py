"""Offers to moderators, and their answers."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response

from app.actions import offers as actions
from app.domain.confidentiality import Act, Secrecy
from app.routers.answers import changed, deed, listed, shown, shows
from app.routers.bodies import routes
from app.routers.dependencies import ThePaging, TheStore, now
from app.schemas.base import ListOut
from app.schemas.intake import DeclarationIn, OfferOut
from app.store.models.intake import Offer

router = routes("Coming in", "/offers")

OfferId = Annotated[UUID, Path(alias="offerId")]


@router.get("", **shows(Secrecy.OFFER))
async def list_offers(request: Request, response: Response, store: TheStore, paging: ThePaging) -> ListOut[OfferOut]:
    """The cases offered to you; one that somebody else has taken is gone."""
    return await listed(request, response, store, store.listing(Offer), OfferOut, paging)


@router.get("/{offerId}", **shows(Secrecy.OFFER))
async def get_offer(response: Response, offer_id: OfferId, store: TheStore) -> OfferOut:
    """One offer: the setting and the proposed names, not the note (R2)."""
    return shown(response, await store.one(Offer, offer_id), OfferOut)


@router.post("/{offerId}/declaration", **deed(Act.ANSWER_OFFER))
async def declare_independence(response: Response, offer_id: OfferId, body: DeclarationIn, store: TheStore) -> OfferOut:
    """Declare your independence and take the case: you have the seat, and the process begins, or goes on if it had a moderator (R2, R3)."""
    return await changed(response, store, await actions.declare_independence(store, offer_id, now()), OfferOut)


@router.post("/{offerId}/declination", status_code=204, **deed(Act.ANSWER_OFFER))
async def decline_offer(offer_id: OfferId, store: TheStore) -> None:
    """Not for you; nobody learns why (R3)."""
    await actions.decline(store, offer_id)
