"""Conversations: those that all hold together, and the talks of one party with the moderator (R11)."""

from enum import StrEnum
from typing import Final

from app.domain.lifecycle import Lifecycle


class SessionKind(StrEnum):
    """The forms of a conversation that all hold together."""

    JOINT = "joint"
    CIRCLE = "circle"
    FOLLOW_UP = "follow_up"


class TalkKind(StrEnum):
    """The forms of a conversation between one party and the moderator; none of them counts as joint (R11)."""

    INTAKE = "intake"
    PREPARATORY = "preparatory"
    SHUTTLE = "shuttle"


class SessionState(StrEnum):
    """Where a conversation stands."""

    PLANNED = "planned"
    RUNNING = "running"
    HELD = "held"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


class SessionEvent(StrEnum):
    """What the moderator, and nobody else, does with it."""

    START = "start"
    SUSPEND = "suspend"
    END = "end"
    CANCEL = "cancel"


LIFE: Final = Lifecycle[SessionState, SessionEvent](
    "session",
    {
        (SessionState.PLANNED, SessionEvent.START): SessionState.RUNNING,
        (SessionState.PLANNED, SessionEvent.CANCEL): SessionState.CANCELLED,
        (SessionState.RUNNING, SessionEvent.SUSPEND): SessionState.SUSPENDED,
        (SessionState.RUNNING, SessionEvent.END): SessionState.HELD,
    },
)

TALK_LIFE: Final = Lifecycle[SessionState, SessionEvent](
    "talk",
    {
        (SessionState.PLANNED, SessionEvent.END): SessionState.HELD,
        (SessionState.PLANNED, SessionEvent.CANCEL): SessionState.CANCELLED,
    },
)

UPCOMING: Final = frozenset({SessionState.PLANNED, SessionState.RUNNING})
BEGUN: Final = frozenset({SessionState.RUNNING, SessionState.SUSPENDED, SessionState.HELD})
"""Someone was there."""
OVER: Final = frozenset({SessionState.SUSPENDED, SessionState.HELD})
"""There is something to look back on."""
CONVERSATIONS: Final = frozenset({SessionKind.JOINT, SessionKind.CIRCLE})
"""What counts as a joint conversation (R12)."""
