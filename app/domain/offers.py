"""An offer to a moderator: taken by declaring independence, which gives the seat (R2, R3)."""

from enum import StrEnum
from typing import Final

from app.domain.lifecycle import Lifecycle


class OfferState(StrEnum):
    """Where an offer stands; only the one to whom it is made sees it."""

    OPEN = "open"
    DECLARED = "declared"
    DECLINED = "declined"


class OfferEvent(StrEnum):
    """What can happen to an offer; once another moderator has taken the case, it is gone."""

    DECLARE = "declare"
    DECLINE = "decline"


class Availability(StrEnum):
    """What the one who asked learns of a proposed moderator, and no more (R3)."""

    ASKED = "asked"
    NOT_AVAILABLE = "not_available"


LIFE: Final = Lifecycle[OfferState, OfferEvent](
    "offer",
    {
        (OfferState.OPEN, OfferEvent.DECLARE): OfferState.DECLARED,
        (OfferState.OPEN, OfferEvent.DECLINE): OfferState.DECLINED,
    },
)
