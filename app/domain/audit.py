"""What the audit log says of an operation: who did what to which thing and what came of it; never a word of anybody's (S4, S9).

There are two streams, kept apart by who acts. In the organisation's stands what its own people do, for its auditor. In the confidential one
stands what those do who have a seat, and the worker; nothing of it, its volume included, reaches an organisation (U5).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from app.domain.confidentiality import SERVED_BY, Pool, Role
from app.domain.errors import Conflict, DomainError, Invalid, NotAllowed, Unavailable, Unknown, WrongState


class Stream(StrEnum):
    """Whose acts stand in a log."""

    ORGANISATION = "organisation"
    CONFIDENTIAL = "confidential"


class Outcome(StrEnum):
    """What came of an operation, as far as its class goes."""

    DONE = "done"
    HIDDEN = "hidden"
    NOT_ALLOWED = "not_allowed"
    NOT_NOW = "not_now"
    NOT_SOUND = "not_sound"
    AWAY = "away"
    FAILED = "failed"


@dataclass(frozen=True)
class Operation:
    """One call, or one deed of the worker's: its name in the document, the thing that its address names, and what it may make there."""

    name: str
    resource: str
    trace_id: str
    resource_id: UUID | None = None
    case_id: UUID | None = None
    makes: str | None = None


_OUTCOMES: Final[dict[type[DomainError], Outcome]] = {
    Unknown: Outcome.HIDDEN,
    NotAllowed: Outcome.NOT_ALLOWED,
    WrongState: Outcome.NOT_NOW,
    Conflict: Outcome.NOT_NOW,
    Invalid: Outcome.NOT_SOUND,
    Unavailable: Outcome.AWAY,
}


def stream_of(role: Role) -> Stream:
    """In which log the acts of this role stand."""
    return Stream.ORGANISATION if SERVED_BY[role] is Pool.ORG else Stream.CONFIDENTIAL


def outcome_of(error: Exception, said: Outcome) -> Outcome:
    """What came of an operation that was undone: what was said of it already, else what kind of error ended it."""
    if said is not Outcome.DONE:
        return said
    return next((outcome for kind, outcome in _OUTCOMES.items() if isinstance(error, kind)), Outcome.FAILED)
