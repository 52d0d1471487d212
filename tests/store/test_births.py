"""Keys that are born together: in one write, once each, and the same for everybody who asks for some of them at once."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event

from app.store.key_database import KEYS
from app.store.keys import KeyRing, KeysAway, KeyStore
from app.store.sealing import DataKey
from tests.store.keystores import Shelf

TOM, ELS, NOBODY = (UUID(f"{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}") for digit in "123")


@contextmanager
def writes(store: KeyStore) -> Iterator[list[str]]:
    """The transactions in which the store may write, by the lock that each begins with."""
    seen: list[str] = []

    def look(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(("begin", "lock")):
            seen.append(statement)

    event.listen(store._database._engine, "before_cursor_execute", look)
    try:
        yield seen
    finally:
        event.remove(store._database._engine, "before_cursor_execute", look)


async def test_many_keys_are_born_in_one_write_and_none_is_written_where_all_stand(shelf: Shelf) -> None:
    owners = [uuid4() for _ in range(50)]
    async with shelf.store() as store:
        tom = await store.born(TOM)
        with writes(store) as seen:
            keys = await store.born_all([*owners, TOM, *owners])
            assert len(seen) == 1
        assert set(keys) == {*owners, TOM}
        assert keys[TOM] == tom
        assert len({key.id for key in keys.values()}) == 51
        assert len({key.secret for key in keys.values()}) == 51
        with writes(store) as seen:
            assert await store.born_all(owners) == {owner: keys[owner] for owner in owners}
            assert await store.born_all([]) == {}
            assert seen == []
    async with shelf.store() as other:
        assert await other.of_all(keys) == keys
    assert set(shelf.rows()) == {*owners, TOM}


async def test_of_keys_that_are_born_together_all_stand_or_none(shelf: Shelf) -> None:
    async with shelf.store() as store:
        await store.begin()
        with shelf.locked():
            async with asyncio.timeout(20):
                with pytest.raises(KeysAway):
                    await store.born_all([TOM, ELS])
        assert await store.of_all([TOM, ELS]) == {}
    assert shelf.rows() == {}


async def test_of_two_who_bear_the_same_owners_neither_holds_what_the_other_waits_for(shelf: Shelf) -> None:
    # A set of them goes the other way round; keys are put in from the lowest owner on.
    low, high = UUID(int=1), UUID(int=8)
    assert list({low, high}) == [high, low]
    keys = {owner: DataKey.random() for owner in (low, high)}
    async with shelf.store() as store:
        await store.begin()
        ring = KeyRing(shelf.ring)
        rows = [{"owner": owner, "id": key.id, "wrapped": ring.wrap(key.secret, owner.bytes + key.id.bytes)} for owner, key in keys.items()]
        with shelf.opened() as connection:
            connection.execute(KEYS.insert().values(rows[0]))
            born = asyncio.create_task(store.born_all([high, low]))
            await asyncio.sleep(0.2)
            connection.execute(KEYS.insert().values(rows[1]))
        assert await born == keys


async def test_whoever_was_faster_with_some_of_them_made_those_keys(shelf: Shelf) -> None:
    async with shelf.store() as store, shelf.store() as other:
        owners = [uuid4() for _ in range(30)]
        asked = [(one, owners[at : at + 20]) for one in (store, other) for at in (0, 5, 10)]
        born = await asyncio.gather(*(one.born_all(some) for one, some in asked))
        stands = await other.of_all(owners)
        assert set(stands) == set(owners)
        for (_, some), keys in zip(asked, born, strict=True):
            assert keys == {owner: stands[owner] for owner in some}
    assert set(shelf.rows()) == set(owners)


BEARING = """
async def bear():
    print("ready", flush=True)
    sys.stdin.readline()
    for some in arguments:
        owners = [UUID(owner) for owner in some.split()]
        keys = await store.born_all(owners)
        print(*(f"{owner}:{keys[owner].secret.hex()}" for owner in owners), flush=True)
    await store.close()
asyncio.run(bear())
"""


def test_processes_that_bear_some_of_the_same_owners_at_once_find_the_same_keys_and_none_waits_for_ever(shelf: Shelf) -> None:
    owners = [str(uuid4()) for _ in range(60)]
    forwards = [owners[at : at + 20] for at in range(0, 41, 4)]
    backwards = [some[::-1] for some in forwards]
    processes = [shelf.process(BEARING, *map(" ".join, order)) for order in (forwards, backwards, forwards)]
    assert [process.stdout and process.stdout.readline() for process in processes] == ["ready\n"] * 3
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert [len(one) for one in said] == [220, 220, 220]
    assert set(said[0]) == set(said[1]) == set(said[2])
    assert len(set(said[0])) == 60
    assert {str(owner) for owner in shelf.rows()} == set(owners)
