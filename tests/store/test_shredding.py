"""S8, P3, P4: what was shredded opens never again, leaves a line in the ledger and nothing else, and its owner never gets another key."""

import asyncio
import signal
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event
from uuid import UUID, uuid4

import pytest
from sqlalchemy import inspect

from app.domain.errors import Unavailable
from app.store.key_database import KEYS
from app.store.keys import Erased, KeyRing, KeysAway, KeyStore, Shredded
from app.store.sealed import _keys_of
from tests.store.keystores import Shelf, erasure

TOM, ELS, NOBODY = (UUID(f"{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}") for digit in "123")


async def ledger(store: KeyStore) -> list[Erased]:
    """All its lines."""
    return await store.erasures(await store.erased_ids())


async def test_s8_p3_after_shredding_no_key_opens_and_the_others_do(shelf: Shelf) -> None:
    async with shelf.store() as store, shelf.store() as other:
        await store.born_all([TOM, NOBODY])
        els = await store.born(ELS)
        await store.shred(erasure(TOM, NOBODY))
        for one in (store, other):
            assert await one.of(TOM) is None
            assert await one.of_all([TOM, ELS, NOBODY]) == {ELS: els}
    assert set(shelf.rows()) == {ELS}


async def test_p3_nothing_of_a_shredded_key_stays_in_the_file_or_its_log(tmp_path: Path) -> None:
    shelf = Shelf(f"sqlite:///{tmp_path}/keys/keys.db", tmp_path / "ring.json")
    async with shelf.store() as store, shelf.store() as beside:
        await store.born_all([TOM, ELS, NOBODY])
        await beside.of(TOM)
        wrapped = shelf.rows()
        assert [shelf.content().count(one) for one in wrapped.values()] != [0, 0, 0]
        await store.shred(erasure(TOM, NOBODY))
        assert {path.name for path in (tmp_path / "keys").iterdir()} == {"keys.db", "keys.db-wal", "keys.db-shm"}
        # Any part of it would be too much: its nonce, its ciphertext, its tag.
        for owner in (TOM, NOBODY):
            for part in (wrapped[owner], wrapped[owner][17:29], wrapped[owner][29:61], wrapped[owner][-16:]):
                assert part not in shelf.content()
        assert shelf.content().count(wrapped[ELS]) == 1


async def test_p4_the_ledger_tells_what_was_destroyed_by_ids_only(shelf: Shelf) -> None:
    later = Erased(UUID(int=4), TOM, ELS, None, "notes", date(2027, 1, 2), (NOBODY, TOM, ELS))
    second = Erased(UUID(int=6), TOM, ELS, NOBODY, "party", date(2027, 1, 1), (NOBODY,))
    first = Erased(UUID(int=5), TOM, NOBODY, NOBODY, "private", date(2027, 1, 1), ())
    async with shelf.store() as store, shelf.store() as other:
        assert (await store.erased_ids(), await store.count_erased(), await ledger(store)) == (set(), 0, [])
        for line in (second, later, first):
            await store.shred(line)
        assert await other.erased_ids() == {UUID(int=4), UUID(int=5), UUID(int=6)}
        assert await other.count_erased() == 3
        assert await other.erasures([UUID(int=6), UUID(int=4), UUID(int=5), UUID(int=6), UUID(int=7)]) == [first, second, later]
        assert await other.erasures({UUID(int=6)}) == [second]
        assert await other.erasures([]) == []
    with shelf.opened() as connection:
        columns = {column["name"]: str(column["type"]) for column in inspect(connection).get_columns("erasure")}
    text = {name for name, kind in columns.items() if kind.startswith("VARCHAR")}
    assert (set(columns), text) == ({"id", "organisation_id", "case_id", "party_id", "part", "destroyed_on"}, {"part"})


async def test_p4_many_lines_are_found_at_once(shelf: Shelf) -> None:
    async with shelf.store() as store:
        lines = [erasure(TOM, on=date(2027, 1, day)) for day in range(1, 32)]
        for line in lines[::-1]:
            await store.shred(line)
        assert await store.erasures([*(line.id for line in lines), *(uuid4() for _ in range(4000))]) == lines


async def test_s8_the_same_erasure_again_destroys_again_and_changes_no_line(shelf: Shelf) -> None:
    once = erasure(TOM, ELS)
    async with shelf.store() as store:
        await store.born_all([TOM, ELS, NOBODY])
        came_back = shelf.rows()[TOM]
        await store.shred(once)
        with shelf.opened() as connection:
            connection.execute(KEYS.insert().values(owner=TOM, id=uuid4(), wrapped=came_back))
        await store.shred(once._replace(destroyed_on=date(2027, 5, 5), part="other", owners=(ELS,)))
        assert set(shelf.rows()) == {NOBODY}
        assert await ledger(store) == [once]
        if shelf.file:
            assert came_back not in shelf.content()


async def test_s8_under_the_id_of_an_erasure_no_other_keys_are_destroyed(shelf: Shelf) -> None:
    once = erasure(TOM)
    async with shelf.store() as store:
        els = await store.born(ELS)
        await store.shred(once)
        with pytest.raises(ValueError, match=r"^An erasure stands in the ledger already, and for other owners\.$"):
            await store.shred(once._replace(owners=(TOM, ELS)))
        assert await store.of(ELS) == els
        assert await ledger(store) == [once]


async def test_s8_a_key_may_go_by_more_than_one_erasure(shelf: Shelf) -> None:
    lines = [erasure(TOM, id=UUID(int=7)), erasure(TOM, ELS, id=UUID(int=8))]
    async with shelf.store() as store:
        for line in lines:
            await store.shred(line)
        assert await ledger(store) == lines


DYING = """
from datetime import date
from sqlalchemy import event
from app.store.keys import Erased
moment, id, *owners = arguments

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def look(_connection, _cursor, statement, *_):
    if statement.lower().startswith(moment):
        die()

async def shred():
    await store.begin()
    event.listen(store._database._engine, "before_cursor_execute", look)
    if moment == "commit":
        event.listen(store._database._engine, "commit", die)
    if moment == "settle":
        store._database.settle = die
    line = Erased(UUID(id), UUID(int=1), UUID(int=2), UUID(int=3), "party", date(2026, 11, 30), tuple(map(UUID, owners)))
    await store.shred(line)

asyncio.run(shred())
"""


@pytest.mark.parametrize(
    ("moment", "destroyed"),
    [("insert into erasure", 0), ("insert into shredded", 0), ("delete from data_key", 0), ("commit", 0), ("settle", 1)],
)
async def test_p3_killed_between_it_has_destroyed_and_entered_or_done_neither_and_is_finished_by_the_next(
    shelf: Shelf, moment: str, destroyed: int
) -> None:
    line = erasure(TOM, ELS)
    async with shelf.store() as store:
        keys = await store.born_all([TOM, ELS])
    wrapped = shelf.rows()
    killed = shelf.process(DYING, moment, line.id, *line.owners)
    killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    if shelf.file:
        assert all(one in shelf.content() for one in wrapped.values())
    async with shelf.store() as store:
        assert await store.of_all([TOM, ELS]) == ({} if destroyed else keys)
        assert await ledger(store) == [line] * destroyed
        await store.shred(line)
        assert await store.of_all([TOM, ELS]) == {}
        assert await ledger(store) == [line]
        if shelf.file:
            assert not any(one in shelf.content() for one in wrapped.values())


async def test_s8_a_shredded_owner_never_gets_a_key_again(shelf: Shelf) -> None:
    async with shelf.store() as store, shelf.store() as other:
        tom = await store.born(TOM)
        await store.shred(erasure(ELS, NOBODY))
        for one in (store, other):
            for owners in ([ELS], [NOBODY, TOM], [uuid4(), ELS]):
                with pytest.raises(Shredded, match=r"^A key was asked for whose owner stands in the erasure ledger: it was destroyed, and"):
                    await one.born_all(owners)
            with pytest.raises(Shredded):
                await one.born(ELS)
            assert await one.born(TOM) == tom
    assert set(shelf.rows()) == {TOM}


async def test_s8_what_would_be_sealed_for_a_shredded_owner_is_unavailable(shelf: Shelf) -> None:
    async with shelf.store() as store:
        await store.shred(erasure(TOM))
        for owners, born in (({TOM}, set[UUID]()), ({TOM}, {TOM}), (set[UUID](), {TOM, ELS})):
            with pytest.raises(Unavailable, match="keys-away"):
                await _keys_of(store, owners, born)
    assert shelf.rows() == {}


class Waiting(KeyRing):
    """A ring that wraps when it is told to."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.asked, self.told = Event(), Event()

    def wrap(self, secret: bytes, about: bytes) -> bytes:
        self.asked.set()
        assert self.told.wait(10)
        return super().wrap(secret, about)


async def test_s8_a_key_that_is_being_born_while_its_owner_is_shredded_goes_with_it(shelf: Shelf) -> None:
    async with shelf.store() as store, shelf.store(ring := Waiting(shelf.ring)) as beside:
        await store.begin()
        await beside.begin()
        born = asyncio.create_task(beside.born(TOM))
        await asyncio.to_thread(ring.asked.wait, 10)
        shredded = asyncio.create_task(store.shred(erasure(TOM)))
        await asyncio.sleep(0.2)
        assert not shredded.done()
        ring.told.set()
        await asyncio.gather(born, shredded)
        with pytest.raises(Shredded):
            await store.born(TOM)
    assert shelf.rows() == {}


async def test_s8_an_erasure_that_two_do_at_once_is_one_line(shelf: Shelf) -> None:
    line = erasure(TOM, ELS)
    async with shelf.store() as store, shelf.store() as other:
        await store.born_all([TOM, ELS, NOBODY])
        await asyncio.gather(*(one.shred(line) for one in (store, other) for _ in range(3)))
        assert await ledger(store) == [line]
    assert set(shelf.rows()) == {NOBODY}


async def test_a_store_of_an_older_version_gets_its_ledger_when_it_is_first_used(shelf: Shelf) -> None:
    async with shelf.store() as store:
        tom = await store.born(TOM)
    shelf.forget_ledger()
    async with shelf.store(makes=False) as store, shelf.store(makes=False) as other:
        assert await store.of(TOM) == tom
        assert await other.count_erased() == 0
        await other.shred(erasure(TOM))
        assert await store.count_erased() == 1


BEGINNING = """
async def begin():
    print("ready", flush=True)
    sys.stdin.readline()
    await store.begin()
    print(await store.count_erased())
    await store.close()
asyncio.run(begin())
"""


async def test_processes_that_begin_at_once_with_a_store_of_an_older_version_share_one_ledger(shelf: Shelf) -> None:
    async with shelf.store() as store:
        tom = await store.born(TOM)
    shelf.forget_ledger()
    processes = [shelf.process(BEGINNING) for _ in range(4)]
    assert [process.stdout and process.stdout.readline() for process in processes] == ["ready\n"] * 4
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate(timeout=60)[0] for process in processes] == ["0\n"] * 4
    async with shelf.store() as store:
        assert await store.of(TOM) == tom


async def test_a_store_that_is_away_shreds_nothing_and_shows_no_ledger(shelf: Shelf) -> None:
    async with shelf.store() as store:
        tom = await store.born(TOM)
        with shelf.locked():
            async with asyncio.timeout(20):
                with pytest.raises(KeysAway):
                    await store.shred(erasure(TOM))
        assert await store.of(TOM) == tom
        assert await store.count_erased() == 0
        if shelf.file:
            shelf.vanish()
            for use in (store.count_erased, store.erased_ids, partial(store.erasures, [TOM])):
                with pytest.raises(KeysAway):
                    await use()
