"""The keys in the world: the registry's own, its recovery key, and one of each moderator, all in force."""

from collections.abc import Iterator
from uuid import UUID

from app.domain.sealing_keys import KeyKind, KeyState
from app.store.models.base import Row
from app.store.models.sealing_keys import SealingKey, SigningKey
from tests import sealed_notes as mine
from tests.demo_keys import key_of
from tests.people import REGISTRY, THEN, key

SIGNING = key_of("world signing", "Ed25519")


def signing() -> Row:
    """The registry's."""
    kid = mine.kid(SIGNING)
    proof = mine.vouch(SIGNING, kid, "signing", str(key(REGISTRY)))
    return SigningKey(id=key("signing key"), organisation_id=key(REGISTRY), kid=kid, public_key=mine.shown(SIGNING), proof=proof)


def sealing(holder: str, holder_id: UUID, moderator: UUID | None) -> Iterator[Row]:
    """The key of a moderator, or of their registry; beside it one that was only registered."""
    kind = KeyKind.MODERATOR if moderator else KeyKind.RECOVERY
    for name, state in ((holder, KeyState.COUNTERSIGNED), (f"{holder} next", KeyState.REGISTERED)):
        own = key_of(f"world {name}")
        row = SealingKey(
            id=key("sealing key", name),
            organisation_id=key(REGISTRY),
            holder_id=holder_id,
            kind=kind,
            moderator_id=moderator,
            kid=mine.kid(own),
            public_key=mine.shown(own),
            state=state,
            challenge="x",
            secret_digest="0" * 64,
            attempts=0,
        )
        if state is KeyState.COUNTERSIGNED:
            word = mine.vouch(SIGNING, row.kid, kind, str(row.organisation_id), str(moderator) if moderator else None)
            row.set(proven_at=THEN, countersignature=word, signing_key_id=key("signing key"), countersigned_at=THEN)
        yield row
