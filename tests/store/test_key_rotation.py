"""Rotation: every data key comes under a new key-encryption key while the store is in use, and a rotation cut short goes on."""

import asyncio
import json
import signal
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from app.embedded import EmbeddedPostgres
from app.store.key_database import KEYS
from app.store.key_ring import wrapped_by
from app.store.keys import KeyRing, KeyStore, Rotated
from app.store.sealing import DataKey
from tests.store.keystores import Shelf, erasure

TOM = UUID("11111111-1111-4111-8111-111111111111")


async def with_keys(shelf: Shelf, count: int) -> dict[UUID, DataKey]:
    """So many owners with a key, put in at once."""
    async with shelf.store() as store:
        await store.begin()
    keys, ring = {uuid4(): DataKey.random() for _ in range(count)}, KeyRing(shelf.ring)
    with shelf.opened() as connection:
        rows = [{"owner": owner, "id": key.id, "wrapped": ring.wrap(key.secret, owner.bytes + key.id.bytes)} for owner, key in keys.items()]
        connection.execute(KEYS.insert(), rows)
    return keys


def wrapping(shelf: Shelf) -> set[str]:
    """The key-encryption keys under which something is wrapped."""
    return {str(wrapped_by(wrapped)) for wrapped in shelf.rows().values()}


async def all_open(shelf: Shelf, keys: dict[UUID, DataKey]) -> bool:
    """Whether each of these keys is found as it was, and no other stands."""
    async with shelf.store() as store:
        return await store.of_all(keys) == keys and set(shelf.rows()) == set(keys)


async def test_every_data_key_comes_under_the_new_key_and_the_old_one_goes_at_the_rotation_after(shelf: Shelf) -> None:
    keys = await with_keys(shelf, 450)
    first = shelf.ring_keys()
    async with shelf.store() as store:
        assert await store.rotate() == Rotated(450, 0, 0)
        second = shelf.ring_keys() - first
        assert (len(second), shelf.ring_keys()) == (1, first | second)
        assert wrapping(shelf) == second
        assert await all_open(shelf, keys)
        assert await store.rotate() == Rotated(450, 0, 1)
        third = shelf.ring_keys() - second
        assert (len(third), shelf.ring_keys()) == (1, second | third)
        assert wrapping(shelf) == third
        assert await store.of_all(keys) == keys
    assert await all_open(shelf, keys)


async def test_an_empty_store_is_rotated(shelf: Shelf) -> None:
    async with shelf.store() as store:
        assert await store.rotate() == Rotated(0, 0, 0)
        assert await store.rotate() == Rotated(0, 0, 1)
        assert not KeyRing(shelf.ring).unfinished


DYING = """
class Dying(KeyRing):
    left = int(arguments[1])

    def die_at(self, moment):
        if moment == arguments[0]:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def turn(self, wrapping):
        dropped = super().turn(wrapping)
        self.die_at("turn")
        return dropped

    def wrap(self, secret, about):
        self.die_at("wrap")
        return super().wrap(secret, about)

    def finish(self, rotated_to):
        self.die_at("finish")
        super().finish(rotated_to)

asyncio.run(KeyStore(url, Dying(Path(sys.argv[2]))).rotate())
"""


@pytest.mark.parametrize(("moment", "nth", "rest"), [("turn", 1, 450), ("wrap", 300, 250), ("finish", 1, 0)])
async def test_a_rotation_that_was_killed_is_finished_by_the_next_and_no_third_key_is_added(
    shelf: Shelf, moment: str, nth: int, rest: int
) -> None:
    keys = await with_keys(shelf, 450)
    first = shelf.ring_keys()
    killed = shelf.process(DYING, moment, nth)
    killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    second = shelf.ring_keys() - first
    assert (len(second), shelf.ring_keys()) == (1, first | second)
    assert KeyRing(shelf.ring).unfinished
    assert sum(str(wrapped_by(wrapped)) in first for wrapped in shelf.rows().values()) == rest
    assert await all_open(shelf, keys)
    async with shelf.store() as store:
        # The last one is rewrapped last.
        await store.shred(erasure(last := max(keys)))
        del keys[last]
        assert await store.rotate() == Rotated(max(rest - 1, 0), 0, 0)
    assert shelf.ring_keys() == first | second
    assert not KeyRing(shelf.ring).unfinished
    assert wrapping(shelf) == second
    assert await all_open(shelf, keys)


class Meddling(KeyRing):
    """A ring beside which, while a batch is in hand, somebody else changes a row."""

    def __init__(self, path: Path, server: EmbeddedPostgres, meanwhile: str) -> None:
        super().__init__(path)
        self._server = server
        self._meanwhile = meanwhile

    def unwrap(self, wrapped: bytes, about: bytes) -> bytes:
        self._server.execute(f"{self._meanwhile} where owner = '{TOM}'", "herstel_keys")
        return super().unwrap(wrapped, about)


@pytest.mark.parametrize("shelf", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("meanwhile", "row"), [("delete from data_key", None), ("update data_key set wrapped = 'reborn'", b"reborn")])
async def test_a_key_that_is_destroyed_while_it_is_rewrapped_stays_destroyed(
    shelf: Shelf, server: EmbeddedPostgres, meanwhile: str, row: bytes | None
) -> None:
    """On SQLite nobody can come between."""
    await with_keys(shelf, 3)
    async with shelf.store() as store:
        await store.born(TOM)
    async with shelf.store(Meddling(shelf.ring, server, meanwhile)) as store:
        assert await store.rotate() == Rotated(3, 0, 0)
    assert shelf.rows().get(TOM) == row


async def test_a_key_that_one_who_was_late_wrapped_under_the_old_key_opens_and_keeps_that_on_the_ring(shelf: Shelf) -> None:
    keys = await with_keys(shelf, 1)
    (owner,) = keys
    first, late = shelf.ring_keys(), shelf.rows()[owner]
    async with shelf.store() as store:
        await store.rotate()
        shelf.put(owner, wrapped=late)
        assert await all_open(shelf, keys)
        assert await store.rotate() == Rotated(1, 0, 0)
        assert first < shelf.ring_keys()
        assert len(shelf.ring_keys()) == 3
        assert await store.rotate() == Rotated(1, 0, 2)
        assert len(shelf.ring_keys()) == 2
        assert not first & shelf.ring_keys()
    assert await all_open(shelf, keys)


async def test_a_wrapped_key_that_does_not_open_stays_and_stops_no_other(shelf: Shelf) -> None:
    keys = await with_keys(shelf, 5)
    changed, foreign = list(keys)[1:3]
    shelf.put(changed, wrapped=(broken := shelf.rows()[changed][:-1] + b"!!"))
    shelf.put(foreign, wrapped=(strange := b"\x01" + bytes(76)))
    async with shelf.store() as store:
        assert await store.rotate() == Rotated(3, 2, 0)
        assert (shelf.rows()[changed], shelf.rows()[foreign]) == (broken, strange)
        assert await store.rotate() == Rotated(3, 2, 0)
        for owner in set(keys) - {changed, foreign}:
            assert await store.of(owner) == keys[owner]


async def test_kept_under_a_key_that_is_dropped_meanwhile_it_is_fetched_anew(shelf: Shelf) -> None:
    async with shelf.store() as reader, shelf.store() as turner:
        key = await reader.born(TOM)
        assert await turner.rotate() == Rotated(1, 0, 0)
        assert await turner.rotate() == Rotated(1, 0, 1)
        assert await reader.of(TOM) == key


ROTATING = """
async def rotate():
    for _ in range(3):
        await store.rotate()
    await store.close()
asyncio.run(rotate())
"""


async def read_on(store: KeyStore, keys: dict[UUID, DataKey], until: asyncio.Event) -> None:
    while not until.is_set():
        store._kept.clear()
        assert await store.of_all(keys) == keys


async def test_beside_rotations_in_another_process_keys_are_read_and_born_and_none_is_lost(shelf: Shelf) -> None:
    keys, born = await with_keys(shelf, 300), dict[UUID, DataKey]()
    ended = asyncio.Event()
    async with shelf.store() as reader, shelf.store() as bearer, asyncio.TaskGroup() as together:
        together.create_task(read_on(reader, keys, ended))
        process = shelf.process(ROTATING)
        for owner in [uuid4() for _ in range(60)]:
            born[owner] = await bearer.born(owner)
        await asyncio.to_thread(process.communicate, timeout=60)
        ended.set()
        assert process.returncode == 0
    assert len(json.loads(shelf.ring.read_text())["keys"]) == 2
    assert await all_open(shelf, keys | born)


async def test_rotations_that_run_beside_each_other_lose_nothing(shelf: Shelf) -> None:
    keys = await with_keys(shelf, 450)
    async with shelf.store() as one, shelf.store() as other:
        both = await asyncio.gather(one.rotate(), other.rotate())
        assert [done.left for done in both] == [0, 0]
    assert not KeyRing(shelf.ring).unfinished
    assert len(wrapping(shelf)) == 1
    assert await all_open(shelf, keys)


async def test_p3_beside_rotations_keys_are_shredded_and_none_of_them_comes_back(shelf: Shelf) -> None:
    keys = await with_keys(shelf, 450)
    gone = sorted(keys)[::30]
    async with shelf.store() as store, asyncio.TaskGroup() as together:
        process = shelf.process(ROTATING)
        together.create_task(asyncio.to_thread(process.communicate, timeout=60))
        for owner in gone:
            await store.shred(erasure(owner))
            assert await store.of(owner) is None
    assert process.returncode == 0
    assert len(gone) == 15
    assert await all_open(shelf, {owner: key for owner, key in keys.items() if owner not in gone})
