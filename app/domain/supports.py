"""What repair needs of the organisation: one sentence that all release, and what becomes of it."""

from enum import StrEnum
from typing import Final

from app.domain.lifecycle import Lifecycle


class SupportState(StrEnum):
    """Where a sentence stands."""

    PROPOSED = "proposed"
    RELEASED = "released"
    CAN = "can"
    CANNOT = "cannot"
    DONE = "done"
    CONFIRMED = "confirmed"


class SupportEvent(StrEnum):
    """What can happen to it."""

    RELEASED_BY_ALL = "released_by_all"
    SAY_CAN = "say_can"
    SAY_CANNOT = "say_cannot"
    SAY_DONE = "say_done"
    CONFIRMED_BY_ALL = "confirmed_by_all"


LIFE: Final = Lifecycle[SupportState, SupportEvent](
    "support",
    {
        (SupportState.PROPOSED, SupportEvent.RELEASED_BY_ALL): SupportState.RELEASED,
        (SupportState.RELEASED, SupportEvent.SAY_CAN): SupportState.CAN,
        (SupportState.RELEASED, SupportEvent.SAY_CANNOT): SupportState.CANNOT,
        (SupportState.CAN, SupportEvent.SAY_CANNOT): SupportState.CANNOT,
        (SupportState.CAN, SupportEvent.SAY_DONE): SupportState.DONE,
        (SupportState.RELEASED, SupportEvent.SAY_DONE): SupportState.DONE,
        (SupportState.DONE, SupportEvent.CONFIRMED_BY_ALL): SupportState.CONFIRMED,
    },
)
