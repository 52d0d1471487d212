"""What repair needs of the organisation: one sentence that all release, and what becomes of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from app.domain.lifecycle import Lifecycle
from app.domain.texts import hash_of


class SupportState(StrEnum):
    """Where a sentence stands."""

    PROPOSED = "proposed"
    RELEASED = "released"
    CAN = "can"
    CANNOT = "cannot"
    DONE = "done"
    CONFIRMED = "confirmed"


class Addressee(StrEnum):
    """Who reads the sentence once it is released."""

    REFERRER = "referrer"
    COORDINATORS = "coordinators"


class SupportAnswer(StrEnum):
    """What the organisation says to it."""

    CAN = "can"
    CANNOT = "cannot"
    DONE = "done"


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

ANSWERS: Final = {
    SupportAnswer.CAN: SupportEvent.SAY_CAN,
    SupportAnswer.CANNOT: SupportEvent.SAY_CANNOT,
    SupportAnswer.DONE: SupportEvent.SAY_DONE,
}


def addressee_of(referred_by_id: UUID | None) -> Addressee:
    """To whom the sentences of a case go: to whoever referred it; where people asked for themselves, to any coordinator."""
    return Addressee.COORDINATORS if referred_by_id is None else Addressee.REFERRER


def support_hash(text: str, due_on: date) -> str:
    """SHA-256 over the sentence and its day, in canonical JSON (RFC 8785) with the names of the wire: what everyone releases."""
    return hash_of({"dueOn": due_on.isoformat(), "text": text})


def stands(released_at: datetime, released_hash: str, voided_at: datetime | None, worded_at: datetime, text_hash: str) -> bool:
    """Whether a release is one of these words: given since they stand, on their hash, and not void."""
    return voided_at is None and released_at >= worded_at and released_hash == text_hash
