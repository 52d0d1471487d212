"""Deeds on keys: the registry's own, a moderator's, and the one for recovery. What is secret of them never comes here."""

from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from uuid import UUID

from app.domain.confidentiality import Act
from app.domain.directory import OrganisationKind
from app.domain.errors import NotAllowed, WrongState
from app.domain.sealed_notes import check_key
from app.domain.sealing_keys import ATTEMPTS, LIFE, SIGNING, KeyEvent, KeyKind, KeyState, vouched
from app.store import note_sealing, sealing_keys
from app.store.gate import Store
from app.store.models.directory import Organisation
from app.store.models.sealing_keys import SealingKey, SigningKey
from app.store.note_sealing import Key

_KEY = "/publicKey"


async def register_signing_key(store: Store, key: Key, proof: str) -> SigningKey:
    """The registry's own key from now on; that somebody holds its other half is proven by a signature, bound to this registry."""
    registry = await _registry(store)
    check_key(key, _KEY)
    kid = note_sealing.thumbprint(key, _KEY)
    note_sealing.check_signature(key, proof, vouched(kid, SIGNING, registry.id), "/proof")
    row = SigningKey(organisation_id=registry.id, kid=kid, public_key={**key}, proof=proof)
    store.add(row)
    return row


async def register_sealing_key(store: Store, key: Key) -> SealingKey:
    """A moderator's own key, or their registry's recovery key; in force once its other half was proven and the registry signed for it."""
    moderator = await sealing_keys.registration(store)
    registry_id = moderator.organisation_id if moderator else (await _registry(store)).id
    check_key(key, _KEY)
    secret, challenge = note_sealing.challenge(key, _KEY)
    row = SealingKey(
        organisation_id=registry_id,
        holder_id=store.who.id,
        kind=KeyKind.MODERATOR if moderator else KeyKind.RECOVERY,
        moderator_id=moderator.id if moderator else None,
        kid=note_sealing.thumbprint(key, _KEY),
        public_key={**key},
        state=KeyState.REGISTERED,
        challenge=challenge,
        secret_digest=_digest(secret),
        attempts=0,
    )
    store.add(row)
    return row


async def prove(store: Store, key_id: UUID, secret: str, now: datetime) -> tuple[SealingKey, bool]:
    """Whoever opened the challenge says what was in it; whether that is right. What is wrong is counted, and five times is the end."""
    row = await store.one(SealingKey, key_id, Act.PROVE_KEY)
    proven = LIFE.after(row.state, KeyEvent.PROVE)
    row.attempts += 1
    right = compare_digest(_digest(secret), row.secret_digest)
    if right:
        row.set(state=proven, proven_at=now)
    elif row.attempts >= ATTEMPTS:
        row.state = LIFE.after(row.state, KeyEvent.SPEND)
    return row, right


async def countersign(store: Store, key_id: UUID, signature: str, now: datetime) -> SealingKey:
    """The registry's word that this key is this moderator's, or its own for recovery: the newest of its kind with it is in force.

    Once under each key of the registry's: said again, an old word would put an old key back into force.
    """
    row = await store.one(SealingKey, key_id, Act.COUNTERSIGN_KEY)
    state = LIFE.after(row.state, KeyEvent.COUNTERSIGN)
    signing = await sealing_keys.signing(store)
    said = vouched(row.kid, row.kind, row.organisation_id, row.moderator_id)
    note_sealing.check_signature(signing.public_key, signature, said, "/countersignature")
    if row.signing_key_id == signing.id:
        raise WrongState("wrong-sealing-key-state")
    row.set(state=state, countersignature=signature, signing_key_id=signing.id, countersigned_at=now)
    return row


async def _registry(store: Store) -> Organisation:
    registry = await store.under(Organisation, store.who.organisation_id, Act.KEEP_REGISTRY_KEYS)
    if registry.kind is not OrganisationKind.MODERATORS_REGISTRY:
        raise NotAllowed
    return registry


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
