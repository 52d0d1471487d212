"""The keys of the demo: its registry vouched for Ilse, Joost waits for that, and Ilse has just registered another one."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from app.demo.people import REGISTRY, persona_id
from app.domain.sealing_keys import KeyKind, KeyState
from app.routers.example_keys import CHALLENGE, JOOST, KEYS, NEXT, PROOF, RECOVERY, SECRET, SIGNS, WORDS, kid, moderator_of
from app.routers.examples import demo_etag, demo_id
from app.store.models import Row
from app.store.models.sealing_keys import SealingKey, SigningKey
from app.store.note_sealing import challenge

_HOLDERS = {RECOVERY: "registrar", JOOST: "moderator-joost"}
_STATES = {NEXT: KeyState.REGISTERED, JOOST: KeyState.PROVEN}


def keys(began: datetime) -> Iterator[Row]:
    """The registry's signing key, and those for which notes are sealed."""
    id = demo_id("signing-key")
    yield SigningKey(
        id=id, etag=demo_etag(id), created_at=began, organisation_id=REGISTRY, kid=kid(SIGNS), public_key={**SIGNS}, proof=PROOF
    )
    for number, name in enumerate(KEYS, 1):
        yield _sealing_key(name, began + timedelta(hours=number))


def _sealing_key(name: str, moment: datetime) -> SealingKey:
    id, key, state = demo_id(f"sealing-key-{name}"), KEYS[name], _STATES.get(name, KeyState.COUNTERSIGNED)
    secret, asked = (SECRET, CHALLENGE) if name == NEXT else challenge(key, "")
    row = SealingKey(
        id=id,
        etag=demo_etag(id),
        created_at=moment,
        organisation_id=REGISTRY,
        holder_id=persona_id(_HOLDERS.get(name, "moderator")),
        kind=KeyKind.RECOVERY if name == RECOVERY else KeyKind.MODERATOR,
        moderator_id=moderator_of(name),
        kid=kid(key),
        public_key={**key},
        state=state,
        challenge=asked,
        secret_digest=sha256(secret.encode()).hexdigest(),
        attempts=0 if state is KeyState.REGISTERED else 1,
        proven_at=None if state is KeyState.REGISTERED else moment,
    )
    if state is KeyState.COUNTERSIGNED:
        row.set(countersignature=WORDS[name], signing_key_id=demo_id("signing-key"), countersigned_at=moment)
    return row
