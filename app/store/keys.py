"""The key store: the wrapped data key of each case and organisation, in a database of its own, apart from what they seal.

Beside them stands the erasure ledger: whose keys were destroyed for ever, which are never born again.

First use and loss are told apart by both halves. The table is made before the ring, and the ring before the first key; so where neither
stands there was nothing yet, an empty table without a ring is a first use that was cut short, and either half without the other, or a
ring that is gone while keys stand, is a loss: KeysAway, and nothing is made. Once a process has found both it never makes either again.
Where both are gone at once nobody here can tell: whoever knows that something was sealed already opens the store with `makes=False`.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import monotonic
from typing import Final, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Connection, LargeBinary, bindparam, func

from app.store import key_ledger
from app.store.key_database import KEYS, SHREDDED, KeyDatabase
from app.store.key_ledger import Erased, Shredded
from app.store.key_ring import KeyRing, KeysAway, NotOnRing, Wrapper
from app.store.sealing import Broken, DataKey

__all__ = ["Erased", "KeyRing", "KeyStore", "KeysAway", "Rotated", "Shredded", "Wrapper"]

_PATIENCE: Final = 2.0
_KEPT_SECONDS: Final = 5.0
_KEPT: Final = 4096
_BATCH: Final = 200
_LINES: Final = 1000
_PAUSE: Final = 0.05
_wrapped_by: Final = func.substr(KEYS.c.wrapped, 2, 16, type_=LargeBinary)

_REWRAP: Final = (
    KEYS.update().where((KEYS.c.owner == bindparam("of")) & (KEYS.c.wrapped == bindparam("stale"))).values(wrapped=bindparam("fresh"))
)

Answer = TypeVar("Answer")


class Rotated(NamedTuple):
    """What a rotation did: data keys rewrapped, those left as they are since they do not open, key-encryption keys dropped."""

    rewrapped: int
    left: int
    dropped: int


class _Wrapped(NamedTuple):
    """A data key as it stands in the store."""

    id: UUID
    secret: bytes


class KeyStore:
    """The data keys, each wrapped together with the id of its owner; KeysAway within two seconds when they cannot be reached.

    Wrapped keys are kept for five seconds at most; unwrapped ones are only ever handed out.
    """

    def __init__(self, url: str, wrapper: Wrapper, *, makes: bool = True) -> None:
        self._database = KeyDatabase(url)
        self._wrapper = wrapper
        self._ring = wrapper if isinstance(wrapper, KeyRing) else None
        self._makes = makes
        self._begun = False
        self._spared_until = 0.0
        self._kept: OrderedDict[UUID, tuple[float, _Wrapped]] = OrderedDict()
        # Threads of its own: while a disk or a network hangs, nobody else waits for them.
        self._threads = ThreadPoolExecutor(4, "keys")

    async def begin(self) -> None:
        """Find the store and the ring, or make both on first use; every other method does so as well. Raises KeysAway."""
        await self._in_time(self._begin)

    async def born(self, owner: UUID) -> DataKey:
        """The key of a new case or organisation; when it stands already, that one, however many ask at once. Raises Shredded."""
        return (await self.born_all([owner]))[owner]

    async def born_all(self, owners: Collection[UUID]) -> dict[UUID, DataKey]:
        """The keys of all of them, in one write for those that do not stand yet; the same for whoever asks at once for some of them.

        When one of those that do not stand was destroyed, none is made. Raises Shredded.
        """
        wanted = set(owners)
        if not wanted:
            return {}
        at = monotonic()
        found, keys = await self._in_time(partial(self._bear, wanted))
        self._keep(found, at)
        return keys

    async def of(self, owner: UUID) -> DataKey | None:
        """The key of this case or organisation; None when it was destroyed or never was: then nothing is made."""
        return (await self.of_all([owner])).get(owner)

    async def of_all(self, owners: Iterable[UUID]) -> dict[UUID, DataKey]:
        """The keys of these cases and organisations, without those that were destroyed or never were."""
        wanted = set(owners)
        at = monotonic()
        if not wanted or (kept := self._all_kept(wanted, at)):
            return kept if wanted else {}
        found, keys = await self._in_time(partial(self._fetch, wanted), spares=True)
        self._keep(found, at)
        return keys

    async def shred(self, erased: Erased) -> None:
        """Make unreadable for ever what these keys sealed, and enter that into the ledger: both or neither.

        Other processes forget the keys within five seconds. The same id again destroys again whatever came back, and changes no line.
        """
        self._forget(erased.owners)
        await self._in_time(partial(self._shred, erased))
        self._forget(erased.owners)

    async def shred_again(self) -> None:
        """Make unreadable again whatever came back of what the ledger says was destroyed, as when an older copy of the keys alone was."""
        self._forget(await self._in_time(self._shred_again))

    async def shredded(self, owners: Collection[UUID]) -> bool:
        """Whether the key of one of these owners was destroyed for ever."""
        try:
            await self._in_time(partial(self._read, partial(key_ledger.unborn, owners=owners)))
        except Shredded:
            return True
        return False

    async def erased_ids(self) -> set[UUID]:
        """The id of everything that was ever destroyed."""
        return await self._in_time(partial(self._read, key_ledger.ids))

    async def erasures(self, ids: Collection[UUID]) -> list[Erased]:
        """Those of these erasures that stand in the ledger, in the order of their days and ids."""
        asked, found = sorted(set(ids)), list[Erased]()
        for at in range(0, len(asked), _LINES):
            some = partial(key_ledger.lines, wanted=asked[at : at + _LINES])
            found += await self._in_time(partial(self._read, some))
        return sorted(found, key=lambda line: (line.destroyed_on, line.id))

    async def count_erased(self) -> int:
        """How many erasures stand in the ledger."""
        return await self._in_time(partial(self._read, key_ledger.count))

    async def rotate(self) -> Rotated:
        """Wrap every data key under a new key-encryption key; what it was called for but could not finish is continued by the next call.

        Readers and births go on beside it, in every process: the ring holds the old key until the rotation after, and longer while it
        wraps anything. Whoever else than a KeyRing wraps turns its keys by itself, and nothing is done here.
        """
        # Why nothing is lost. The new key is on the disk before it wraps anything. Who bears a key reads the ring while holding the lock
        # on the table that turning the ring excludes: so it wraps under the new key, or before the turn, where rewrapping finds it; and
        # a key is dropped only while nothing is under it and nobody is bearing. Each row changes only if it is as it was read: one that
        # was destroyed meanwhile stays so, and of two rotations one wins each row. A ring that some cache shows too late costs a
        # rotation of patience, not a data key, for what still wraps is kept.
        if (ring := self._ring) is None:
            return Rotated(0, 0, 0)
        current, dropped = await self._in_time(partial(self._turn, ring))
        rewrapped = left = 0
        after: UUID | None = None
        while True:
            began = monotonic()
            after, fresh, broken = await self._in_time(partial(self._rewrap, ring, after))
            rewrapped, left = rewrapped + fresh, left + broken
            if after is None:
                break
            # SQLite does not queue its writers: who bears a key is to find the lock free most of the time.
            await asyncio.sleep(min(_PAUSE, 2 * (monotonic() - began)))
        await self._in_time(partial(self._finish, ring, current))
        return Rotated(rewrapped, left, dropped)

    async def close(self) -> None:
        """Give every connection back."""
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)
        self._database.close()

    async def _in_time(self, work: Callable[[], Answer], *, spares: bool = False) -> Answer:
        """What the work answers; KeysAway after two seconds, and when reading took so long, at once for all who come in the next one."""
        if monotonic() < self._spared_until:
            raise KeysAway("The key store did not answer a moment ago.")
        began = monotonic()
        try:
            async with asyncio.timeout(_PATIENCE):
                return await asyncio.get_running_loop().run_in_executor(self._threads, self._when_begun, work)
        except (TimeoutError, KeysAway) as error:
            if spares and monotonic() - began > _PATIENCE / 4:
                self._spared_until = monotonic() + 1
            if isinstance(error, KeysAway):
                raise
            raise KeysAway("The key store does not answer in time.") from None

    def _when_begun(self, work: Callable[[], Answer]) -> Answer:
        self._begin()
        return work()

    def _begin(self) -> None:
        if self._begun:
            return
        # The ring is looked at first: where it stands, the table stood before.
        ring_stood = self._ring is not None and self._ring.stands()
        if not self._database.stands():
            if ring_stood:
                raise KeysAway("The key store is gone, but its key ring stands; bring back the store that belongs to it.")
            if not self._makes:
                raise KeysAway("There is no key store where it should be.")
            self._database.make()
        if self._ring is not None and not ring_stood:
            self._make_ring(self._ring)
        self._database.complete()
        self._begun = True

    def _make_ring(self, ring: KeyRing) -> None:
        with self._database.alone() as connection:
            if ring.stands():
                return
            if not self._makes or connection.execute(KEYS.select().limit(1)).first():
                raise KeysAway("The key ring is gone, but keys stand that it wrapped; bring it back.")
            ring.make()

    def _bear(self, owners: Collection[UUID]) -> tuple[dict[UUID, _Wrapped], dict[UUID, DataKey]]:
        found, keys = self._fetch(owners)
        if lacking := [owner for owner in owners if owner not in keys]:
            added, new = self._add(lacking)
            return found | added, keys | new
        return found, keys

    def _add(self, owners: Collection[UUID]) -> tuple[dict[UUID, _Wrapped], dict[UUID, DataKey]]:
        # In one order: of two who add some of the same keys, one waits for the other, and never both.
        keys = {owner: DataKey.random() for owner in sorted(owners)}
        with self._database.writing() as connection:
            key_ledger.unborn(connection, owners)
            wrapped = {owner: self._wrapper.wrap(key.secret, _about(owner, key.id)) for owner, key in keys.items()}
            rows = [{"owner": owner, "id": key.id, "wrapped": wrapped[owner]} for owner, key in keys.items()]
            connection.execute(self._database.adding, rows)
            found = _found(connection, owners)
            if len(found) < len(keys):
                raise KeysAway("A key was destroyed while it was asked for.")
            # Here, where nobody turns the ring, it opens what others were faster with.
            return found, keys | self._opened({owner: theirs for owner, theirs in found.items() if theirs.id != keys[owner].id})

    def _fetch(self, owners: Collection[UUID]) -> tuple[dict[UUID, _Wrapped], dict[UUID, DataKey]]:
        found = self._rows(owners)
        try:
            return found, self._opened(found)
        except NotOnRing:
            # Rewrapped since it was read, and the old key dropped.
            found = self._rows(owners)
            return found, self._opened(found)

    def _rows(self, owners: Collection[UUID]) -> dict[UUID, _Wrapped]:
        with self._database.reading() as connection:
            return _found(connection, owners)

    def _opened(self, found: Mapping[UUID, _Wrapped]) -> dict[UUID, DataKey]:
        return {
            owner: DataKey(wrapped.id, self._wrapper.unwrap(wrapped.secret, _about(owner, wrapped.id))) for owner, wrapped in found.items()
        }

    def _shred(self, erased: Erased) -> None:
        # Alone: nobody bears a key beside it who looked into the ledger before this line stood there.
        with self._database.alone() as connection:
            connection.execute(KEYS.delete().where(KEYS.c.owner.in_(key_ledger.entered(connection, erased))))
        self._database.settle()

    def _shred_again(self) -> Sequence[UUID]:
        if not (back := self._read(key_ledger.back)):
            return ()
        with self._database.alone() as connection:
            connection.execute(KEYS.delete().where(KEYS.c.owner.in_(SHREDDED.select().with_only_columns(SHREDDED.c.owner))))
        self._database.settle()
        return back

    def _read(self, asked: Callable[[Connection], Answer]) -> Answer:
        with self._database.reading() as connection:
            return asked(connection)

    def _turn(self, ring: KeyRing) -> tuple[UUID, int]:
        with self._database.alone() as connection:
            wrapping = connection.execute(KEYS.select().with_only_columns(_wrapped_by).distinct()).scalars().all()
            dropped = ring.turn({UUID(bytes=id) for id in wrapping if len(id) == 16})
            return ring.current, dropped

    def _rewrap(self, ring: KeyRing, after: UUID | None) -> tuple[UUID | None, int, int]:
        """One batch: the last owner in it, None when it was empty; how many were rewrapped, and how many do not open."""
        with self._database.writing() as connection:
            stale = KEYS.select().where(_wrapped_by != ring.current.bytes).order_by(KEYS.c.owner).limit(_BATCH)
            rows = connection.execute(stale if after is None else stale.where(KEYS.c.owner > after)).all()
            fresh = [change for row in rows if (change := _rewrapped(ring, row.owner, row.id, row.wrapped))]
            done = connection.execute(_REWRAP, fresh).rowcount if fresh else 0
        return (rows[-1].owner if rows else None), done, len(rows) - len(fresh)

    def _finish(self, ring: KeyRing, rotated_to: UUID) -> None:
        with self._database.alone():
            ring.finish(rotated_to)

    def _all_kept(self, owners: Collection[UUID], now: float) -> dict[UUID, DataKey]:
        """The keys of all of them, if they can be had without waiting."""
        kept = {owner: found[1] for owner in owners if (found := self._kept.get(owner)) and now - found[0] < _KEPT_SECONDS}
        if self._ring is None or len(kept) < len(owners):
            return {}
        try:
            return self._opened(kept)
        except NotOnRing:
            return {}

    def _forget(self, owners: Iterable[UUID]) -> None:
        for owner in owners:
            self._kept.pop(owner, None)

    def _keep(self, found: Mapping[UUID, _Wrapped], at: float) -> None:
        for owner, wrapped in found.items():
            self._kept[owner] = (at, wrapped)
            self._kept.move_to_end(owner)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)


def _found(connection: Connection, owners: Collection[UUID]) -> dict[UUID, _Wrapped]:
    rows = connection.execute(KEYS.select().where(KEYS.c.owner.in_(owners)))
    return {row.owner: _Wrapped(row.id, row.wrapped) for row in rows}


def _about(owner: UUID, id: UUID) -> bytes:
    """What a data key is wrapped together with: it opens for its own owner and under its own id only."""
    return owner.bytes + id.bytes


def _rewrapped(ring: KeyRing, owner: UUID, id: UUID, wrapped: bytes) -> dict[str, object] | None:
    """What the row of this owner becomes; None when it does not open."""
    about = _about(owner, id)
    try:
        return {"of": owner, "stale": wrapped, "fresh": ring.wrap(ring.unwrap(wrapped, about), about)}
    except (Broken, NotOnRing):
        return None
