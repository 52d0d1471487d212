"""The key store: one key for each owner, never a second one, never one made silently, and away when anything of it is away."""

import asyncio
import gc
import socket
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.store import keys as keys_module
from app.store.keys import KeyRing, KeysAway, KeyStore
from app.store.sealing import Broken, DataKey
from tests.store.keystores import Shelf, erasure

TOM, ELS, NOBODY = (UUID(f"{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}") for digit in "123")


def uses(*calls: Callable[[], Awaitable[object]]) -> tuple[Callable[[], Awaitable[object]], ...]:
    """Calls of a store, each of which is to fail."""
    return calls


async def test_a_key_is_born_once_and_found_again(shelf: Shelf) -> None:
    async with shelf.store() as store, shelf.store() as other:
        tom = await store.born(TOM)
        assert await store.born(TOM) == tom
        assert await store.of(TOM) == tom
        assert await other.of(TOM) == tom
        assert await other.born(TOM) == tom
        els = await other.born(ELS)
        assert els.id != tom.id
        assert els.secret != tom.secret
        assert await store.of_all([TOM, ELS, NOBODY, TOM]) == {TOM: tom, ELS: els}
        assert await store.of_all([]) == {}
        assert set(shelf.rows()) == {TOM, ELS}


async def test_a_key_that_never_was_is_none_and_none_is_made(shelf: Shelf) -> None:
    async with shelf.store() as store:
        assert await store.of(TOM) is None
        assert await store.of_all([TOM, ELS]) == {}
    assert shelf.rows() == {}


async def test_what_stands_in_the_store_is_wrapped(shelf: Shelf) -> None:
    async with shelf.store() as store:
        key = await store.born(TOM)
    wrapped = shelf.rows()[TOM]
    assert len(wrapped) == 77
    assert key.secret not in wrapped
    assert KeyRing(shelf.ring).unwrap(wrapped, TOM.bytes + key.id.bytes) == key.secret


async def test_only_its_owner_reads_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a b" / "sleutels é.db"
    async with Shelf(f"sqlite:///{quote(str(file))}", tmp_path / "ring.json").store() as store:
        await store.born(TOM)
        modes = {part.name.removeprefix(file.name): part.stat().st_mode for part in file.parent.iterdir()}
        assert modes == {"": 0o100600, "-wal": 0o100600, "-shm": 0o100600}
        assert file.parent.stat().st_mode == 0o40700


async def test_born_by_many_at_once_it_is_one_key(shelf: Shelf) -> None:
    async with shelf.store() as store, shelf.store() as other:
        born = await asyncio.gather(*(one.born(TOM) for one in (store, other) for _ in range(20)))
        assert len({(key.id, key.secret) for key in born}) == 1
    assert set(shelf.rows()) == {TOM}


def test_processes_that_use_it_first_at_once_share_one_store_one_ring_and_each_key(shelf: Shelf) -> None:
    program = """
async def bear():
    print("ready", flush=True)
    sys.stdin.readline()
    for owner in arguments:
        print((await store.born(UUID(owner))).secret.hex(), flush=True)
    await store.close()
asyncio.run(bear())
"""
    owners = [uuid4() for _ in range(20)]
    processes = [shelf.process(program, *owners) for _ in range(3)]
    assert [process.stdout and process.stdout.readline() for process in processes] == ["ready\n"] * 3
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert [len(secrets) for secrets in said] == [20, 20, 20]
    assert said[0] == said[1] == said[2]
    assert set(shelf.rows()) == set(owners)


async def test_copied_to_another_owner_or_given_another_id_a_wrapped_key_is_broken(shelf: Shelf) -> None:
    async with shelf.store() as store:
        tom = await store.born(TOM)
        await store.born(ELS)
    shelf.put(ELS, wrapped=shelf.rows()[TOM])
    async with shelf.store() as store:
        with pytest.raises(Broken):
            await store.of(ELS)
    shelf.put(ELS, id=tom.id)
    shelf.put(TOM, id=uuid4())
    async with shelf.store() as store:
        for owner in (TOM, ELS):
            with pytest.raises(Broken):
                await store.of(owner)
            with pytest.raises(Broken):
                await store.born(owner)


async def test_a_first_use_that_was_cut_short_before_the_ring_goes_on(shelf: Shelf) -> None:
    async with shelf.store() as store:
        await store.begin()
    shelf.ring.unlink()
    async with shelf.store() as store:
        key = await store.born(TOM)
    async with shelf.store() as store:
        assert await store.of(TOM) == key


async def test_a_ring_whose_store_is_gone_is_away_and_no_store_is_made(shelf: Shelf) -> None:
    KeyRing(shelf.ring).make()
    async with shelf.store() as store:
        for use in uses(store.begin, partial(store.born, TOM), partial(store.of, TOM)):
            with pytest.raises(KeysAway, match=r"^The key store is gone, but its key ring stands; bring back"):
                await use()
    assert not shelf.stands()


async def test_a_store_whose_ring_is_gone_is_away_and_no_ring_is_made(shelf: Shelf) -> None:
    async with shelf.store() as store:
        key = await store.born(TOM)
    shelf.ring.rename(shelf.ring.with_name("elsewhere"))
    async with shelf.store() as store:
        for use in uses(store.begin, partial(store.born, ELS), partial(store.of, TOM)):
            with pytest.raises(KeysAway, match=r"^The key ring is gone, but keys stand that it wrapped; bring it back\.$"):
                await use()
        assert not shelf.ring.exists()
        shelf.ring.with_name("elsewhere").rename(shelf.ring)
        assert await store.of(TOM) == key


async def test_who_knows_that_keys_were_there_makes_neither(shelf: Shelf) -> None:
    async with shelf.store(makes=False) as store:
        with pytest.raises(KeysAway, match=r"^There is no key store where it should be\.$"):
            await store.born(TOM)
    assert not shelf.stands()
    async with shelf.store() as store:
        await store.begin()
    shelf.ring.unlink()
    async with shelf.store(makes=False) as store:
        with pytest.raises(KeysAway, match="key ring is gone"):
            await store.born(TOM)
    assert not shelf.ring.exists()


async def test_a_ring_that_vanishes_while_it_is_used_is_away_and_comes_back(shelf: Shelf) -> None:
    async with shelf.store() as store:
        key = await store.born(TOM)
        shelf.ring.rename(shelf.ring.with_name("elsewhere"))
        for use in uses(partial(store.of, TOM), partial(store.born, TOM), partial(store.born, ELS), store.rotate):
            with pytest.raises(KeysAway, match=r"cannot be used \(no such file or directory\)\.$"):
                await use()
        assert not shelf.ring.exists()
        shelf.ring.with_name("elsewhere").rename(shelf.ring)
        assert await store.of(TOM) == key


async def test_a_store_that_vanishes_while_it_is_used_is_away_and_comes_back(shelf: Shelf) -> None:
    async with shelf.store() as store:
        key = await store.born(TOM)
        shelf.vanish()
        for use in uses(partial(store.of, ELS), partial(store.born, ELS), partial(store.shred, erasure(TOM)), store.rotate):
            with pytest.raises(KeysAway):
                await use()
        assert not shelf.stands()
        shelf.return_()
        assert await store.of(TOM) == key
        els = await store.born(ELS)
        assert await store.of(ELS) == els
    assert set(shelf.rows()) == {TOM, ELS}


async def test_a_file_that_was_put_back_while_it_is_used_is_the_one_that_counts(tmp_path: Path) -> None:
    shelf = Shelf(f"sqlite:///{tmp_path}/keys.db", tmp_path / "ring.json")
    async with shelf.store() as store:
        await store.born(TOM)
    saved = (tmp_path / "keys.db").read_bytes()
    async with shelf.store() as store:
        await store.born(ELS)
        shelf.vanish()
        (tmp_path / "keys.db").write_bytes(saved)
        await store.born(NOBODY)
    assert set(shelf.rows()) == {TOM, NOBODY}


async def test_a_store_that_is_held_by_somebody_else_is_away_for_those_who_write(shelf: Shelf) -> None:
    async with shelf.store() as store:
        key = await store.born(TOM)
        with shelf.locked():
            async with asyncio.timeout(20):
                with pytest.raises(KeysAway):
                    await store.born(ELS)
        assert await store.of(ELS) is None
        assert await store.born(TOM) == key


async def test_a_file_that_is_no_store_is_away(tmp_path: Path) -> None:
    shelf = Shelf(f"sqlite:///{tmp_path}/keys.db", tmp_path / "ring.json")
    (tmp_path / "keys.db").write_bytes(b"not a database at all" * 100)
    async with shelf.store() as store:
        with pytest.raises(KeysAway, match=r"^The key store does not answer \(DatabaseError\)\.$"):
            await store.born(TOM)
    assert not shelf.ring.exists()


async def test_a_database_that_is_not_there_is_away_and_its_address_is_not_repeated(tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        url = f"postgresql+psycopg://me:geheim@127.0.0.1:{silent.getsockname()[1]}/keys"
        async with Shelf(url, tmp_path / "ring.json").store() as store:
            with pytest.raises(KeysAway) as away:
                await store.born(TOM)
    assert str(away.value) == "The key store does not answer (OperationalError)."
    assert away.value.__cause__ is None


async def test_a_database_that_says_nothing_is_away_in_two_seconds_and_then_at_once(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"postgresql+psycopg://me:geheim@127.0.0.1:{mute.getsockname()[1]}/keys"
        async with asyncio.timeout(30), Shelf(url, tmp_path / "ring.json").store() as store:
            said = await asyncio.gather(*(store.of(uuid4()) for _ in range(40)), return_exceptions=True)
            assert {type(one) for one in said} == {KeysAway}
            with pytest.raises(KeysAway, match=r"^The key store did not answer a moment ago\.$"):
                await store.of(TOM)


class Cloud:
    """Who wraps elsewhere, behind the two methods; it can be away."""

    def __init__(self) -> None:
        self._cipher = AESGCM(bytes(32))
        self.away = False

    def wrap(self, secret: bytes, about: bytes) -> bytes:
        self._answer()
        return self._cipher.encrypt(bytes(12), secret, about)

    def unwrap(self, wrapped: bytes, about: bytes) -> bytes:
        self._answer()
        try:
            return self._cipher.decrypt(bytes(12), wrapped, about)
        except InvalidTag:
            raise Broken from None

    def _answer(self) -> None:
        if self.away:
            raise KeysAway("The cloud is away.")


async def test_whoever_else_wraps_fits_behind_the_two_methods(shelf: Shelf) -> None:
    cloud = Cloud()
    store = KeyStore(shelf.url, cloud)
    tom = await store.born(TOM)
    await store.born(ELS)
    assert await store.of(TOM) == tom
    assert await store.rotate() == (0, 0, 0)
    cloud.away = True
    for use in uses(partial(store.of, TOM), partial(store.born, NOBODY)):
        with pytest.raises(KeysAway, match=r"^The cloud is away\.$"):
            await use()
    cloud.away = False
    shelf.put(ELS, wrapped=shelf.rows()[TOM])
    await store.close()
    store = KeyStore(shelf.url, cloud)
    assert await store.of(TOM) == tom
    with pytest.raises(Broken):
        await store.of(ELS)
    await store.close()
    assert set(shelf.rows()) == {TOM, ELS}
    assert not shelf.ring.exists()


async def test_a_wrapped_key_is_kept_for_five_seconds_at_most(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = 1000.0
    monkeypatch.setattr(keys_module, "monotonic", lambda: clock)
    async with shelf.store() as store, shelf.store() as other:
        key = await store.born(TOM)
        await other.shred(erasure(TOM))
        clock = 1004.9
        assert await store.of(TOM) == key
        clock = 1005.0
        assert await store.of(TOM) is None


async def test_no_unwrapped_key_is_kept(shelf: Shelf) -> None:
    async with shelf.store() as store:
        id = (await store.born(TOM)).id
        assert (await store.of_all([TOM]))[TOM].id == id
        # Until its next turn the loop holds the answer that woke us, and until it rests the thread that gave it.
        await asyncio.sleep(0)
        store._threads.shutdown(wait=True)
        gc.collect()
        assert [one for one in gc.get_objects() if isinstance(one, DataKey) and one.id == id] == []
