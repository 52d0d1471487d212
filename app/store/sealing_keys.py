"""Queries on the keys of a registry and of its moderators: which of them are in force."""

from app.domain.confidentiality import Act
from app.domain.errors import WrongState
from app.domain.sealing_keys import KeyKind
from app.store.gate import Store
from app.store.models.registry import Moderator
from app.store.models.sealing_keys import SealingKey, SigningKey
from app.store.seats import Predicate


async def signing(store: Store) -> SigningKey:
    """The key with which the caller's registry signs now: the newest. `WrongState` while it has none."""
    ours = store.within(SigningKey).where(SigningKey.organisation_id == store.who.organisation_id)
    if found := await store.first(ours.order_by(SigningKey.created_at.desc(), SigningKey.id.desc())):
        return found
    raise WrongState("no-signing-key")


async def registration(store: Store) -> Moderator | None:
    """The caller's own, by the registry that vouches for them."""
    mine = store.within(Moderator, Act.OFFER_KEY)
    here = (Moderator.principal_id == store.who.id, Moderator.organisation_id == store.who.organisation_id)
    return await store.first(mine.where(*here))


async def in_force(store: Store, moderator: Moderator) -> tuple[SealingKey, SealingKey]:
    """For which two keys a moderator's notes are sealed: their own, and their registry's recovery key. `WrongState` while one is not."""
    own = await _newest(store, moderator, SealingKey.kind == KeyKind.MODERATOR, SealingKey.moderator_id == moderator.id)
    recovery = await _newest(store, moderator, SealingKey.kind == KeyKind.RECOVERY)
    if own is None:
        raise WrongState("no-sealing-key")
    if recovery is None:
        raise WrongState("no-recovery-key")
    return own, recovery


async def _newest(store: Store, moderator: Moderator, *which: Predicate) -> SealingKey | None:
    signed = (SealingKey.organisation_id == moderator.organisation_id, SealingKey.countersigned_at.is_not(None))
    found = store.within(SealingKey).where(*signed, *which)
    return await store.first(found.order_by(SealingKey.countersigned_at.desc(), SealingKey.id.desc()))
