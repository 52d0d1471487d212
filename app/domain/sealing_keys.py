"""Keys for notes that only their moderator can open: how one comes into force, and what exactly is signed of it."""

from enum import StrEnum
from typing import Final
from uuid import UUID

from app.domain.lifecycle import Lifecycle
from app.domain.texts import canonical

ATTEMPTS: Final = 5
"""How often somebody may say what was in a challenge."""
SIGNING: Final = "signing"
"""What the registry's own key says that it is, when it signs for itself."""


class KeyKind(StrEnum):
    """Whose key it is: a moderator's own, or the one with which their registry opens what a moderator lost the key of."""

    MODERATOR = "moderator"
    RECOVERY = "recovery"


class KeyState(StrEnum):
    """Where a key stands; of those that are countersigned the newest is in force."""

    REGISTERED = "registered"
    PROVEN = "proven"
    COUNTERSIGNED = "countersigned"
    SPENT = "spent"


class KeyEvent(StrEnum):
    """What can happen to a key. A countersignature can be renewed, by a newer key of the registry's."""

    PROVE = "prove"
    SPEND = "spend"
    COUNTERSIGN = "countersign"


LIFE: Final = Lifecycle[KeyState, KeyEvent](
    "sealing-key",
    {
        (KeyState.REGISTERED, KeyEvent.PROVE): KeyState.PROVEN,
        (KeyState.REGISTERED, KeyEvent.SPEND): KeyState.SPENT,
        (KeyState.PROVEN, KeyEvent.COUNTERSIGN): KeyState.COUNTERSIGNED,
        (KeyState.COUNTERSIGNED, KeyEvent.COUNTERSIGN): KeyState.COUNTERSIGNED,
    },
)


def vouched(kid: str, kind: str, registry_id: UUID, moderator_id: UUID | None = None) -> str:
    """What a registry signs of a key, as canonical JSON (RFC 8785): which key, of what kind, of which registry, of which moderator."""
    said = {"kid": kid, "kind": kind, "registry": str(registry_id)}
    return canonical(said if moderator_id is None else {**said, "moderator": str(moderator_id)})
