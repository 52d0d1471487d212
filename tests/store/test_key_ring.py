"""The key ring: a file that only its owner reads, replaced as a whole, and never made anew where one vanished."""

import json
import os
import threading
from base64 import b64decode, b64encode
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.store.key_ring import KeyRing, KeysAway, NotOnRing, wrapped_by
from app.store.sealing import Broken

SECRET = bytes(range(32))
ABOUT = b"whose key it is"
FIRST = "11111111-1111-4111-8111-111111111111"
KEK = b64encode(b"k" * 32).decode()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a ring is to be, in a folder that does not exist yet."""
    return tmp_path / "keys" / "ring.json"


@pytest.fixture
def ring(path: Path) -> KeyRing:
    """A ring with one key."""
    ring = KeyRing(path)
    ring.make()
    return ring


def ids(path: Path) -> set[str]:
    """The keys in the file."""
    return set(json.loads(path.read_text())["keys"])


def test_it_is_made_with_one_key_for_its_owner_only(path: Path) -> None:
    ring = KeyRing(path)
    assert not ring.stands()
    ring.make()
    assert ring.stands()
    assert path.stat().st_mode == 0o100600
    assert path.parent.stat().st_mode == 0o40700
    stored = json.loads(path.read_text())
    assert list(stored) == ["current", "unfinished", "keys"]
    assert list(stored["keys"]) == [stored["current"]]
    assert len(b64decode(stored["keys"][stored["current"]])) == 32
    assert list(path.parent.iterdir()) == [path]


def test_made_again_it_stays_as_it_is(path: Path, ring: KeyRing) -> None:
    stored = path.read_text()
    KeyRing(path).make()
    assert path.read_text() == stored


def test_made_by_many_at_once_it_is_one(path: Path) -> None:
    rings = [KeyRing(path) for _ in range(16)]
    threads = [threading.Thread(target=ring.make) for ring in rings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({ring.current for ring in rings}) == 1
    assert list(path.parent.iterdir()) == [path]


def test_what_it_wraps_names_its_key_and_opens_by_hand(path: Path, ring: KeyRing) -> None:
    wrapped = ring.wrap(SECRET, ABOUT)
    stored = json.loads(path.read_text())
    assert wrapped[:17] == b"\x01" + UUID(stored["current"]).bytes
    assert wrapped_by(wrapped) == UUID(stored["current"])
    cipher = AESGCM(b64decode(stored["keys"][stored["current"]]))
    assert cipher.decrypt(wrapped[17:29], wrapped[29:], wrapped[:17] + ABOUT) == SECRET
    assert ring.unwrap(wrapped, ABOUT) == SECRET


def test_a_ring_written_by_hand_wraps(tmp_path: Path) -> None:
    path = tmp_path / "ring.json"
    path.touch(0o600)
    path.write_text(json.dumps({"current": FIRST, "unfinished": False, "keys": {FIRST: KEK}}))
    ring = KeyRing(path)
    assert ring.current == UUID(FIRST)
    head = b"\x01" + b"\x11" * 6 + b"\x41\x11\x81" + b"\x11" * 7
    assert ring.unwrap(head + b"n" * 12 + AESGCM(b"k" * 32).encrypt(b"n" * 12, SECRET, head + ABOUT), ABOUT) == SECRET


def test_about_another_owner_changed_or_cut_it_stays_wrapped(ring: KeyRing) -> None:
    wrapped = ring.wrap(SECRET, ABOUT)
    assert len(wrapped) == 77
    with pytest.raises(Broken):
        ring.unwrap(wrapped, b"another owner's")
    for length in range(77):
        with pytest.raises(Broken):
            ring.unwrap(wrapped[:length], ABOUT)
    for position in range(77):
        changed = bytearray(wrapped)
        changed[position] ^= 1
        with pytest.raises(NotOnRing if 1 <= position < 17 else Broken):
            ring.unwrap(bytes(changed), ABOUT)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601, 0o666])
def test_open_to_others_it_is_away_until_that_is_mended(path: Path, ring: KeyRing, mode: int) -> None:
    wrapped = ring.wrap(SECRET, ABOUT)
    path.chmod(mode)
    for one in (ring, KeyRing(path)):
        with pytest.raises(KeysAway) as away:
            one.unwrap(wrapped, ABOUT)
        assert str(away.value) == f"The key ring {path} is open to others than its owner; make it 0600."
    path.chmod(0o600)
    assert ring.unwrap(wrapped, ABOUT) == SECRET


def test_gone_while_it_is_used_it_is_away_and_none_takes_its_place(path: Path, ring: KeyRing) -> None:
    wrapped = ring.wrap(SECRET, ABOUT)
    path.rename(path.with_name("elsewhere"))
    for use in (lambda: ring.unwrap(wrapped, ABOUT), lambda: ring.wrap(SECRET, ABOUT), lambda: ring.turn(set())):
        with pytest.raises(KeysAway) as away:
            use()
        assert str(away.value) == f"The key ring {path} cannot be used (no such file or directory)."
    assert not path.exists()
    path.with_name("elsewhere").rename(path)
    assert ring.unwrap(wrapped, ABOUT) == SECRET


def test_a_folder_in_its_place_is_away(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(KeysAway, match=r"cannot be used \(is a directory\)\.$"):
        KeyRing(path).wrap(SECRET, ABOUT)


def test_a_place_where_none_can_be_made_is_away(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KeysAway, match="cannot be used"):
        KeyRing(tmp_path / "file" / "ring.json").make()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        json.dumps({"current": FIRST, "unfinished": False, "keys": {}}).encode(),
        json.dumps({"current": FIRST, "unfinished": False, "keys": []}).encode(),
        json.dumps({"current": "one", "unfinished": False, "keys": {"one": KEK}}).encode(),
        json.dumps({"current": FIRST, "unfinished": False, "keys": {FIRST: KEK[:-4]}}).encode(),
        json.dumps({"current": FIRST, "unfinished": False, "keys": {FIRST: f"{KEK}!"}}).encode(),
        json.dumps({"current": FIRST, "keys": {FIRST: KEK}}).encode(),
    ],
    ids=range(10),
)
def test_a_file_that_is_no_ring_is_away_and_not_repeated(path: Path, ring: KeyRing, content: bytes) -> None:
    ring.wrap(SECRET, ABOUT)
    path.write_bytes(content)
    for one in (ring, KeyRing(path)):
        with pytest.raises(KeysAway) as away:
            one.wrap(SECRET, ABOUT)
        assert str(away.value) == f"The file {path} is not a key ring."
        assert away.value.__cause__ is None


def test_turned_by_one_process_every_other_wraps_under_the_new_key_at_once(path: Path, ring: KeyRing) -> None:
    other = KeyRing(path)
    wrapped = other.wrap(SECRET, ABOUT)
    assert ring.turn({wrapped_by(wrapped)}) == 0
    assert wrapped_by(other.wrap(SECRET, ABOUT)) == ring.current
    assert wrapped_by(wrapped) != ring.current
    assert other.unwrap(wrapped, ABOUT) == SECRET


def test_for_a_key_it_does_not_know_the_file_is_read_again_though_it_looks_the_same(path: Path, ring: KeyRing) -> None:
    before, second = path.stat(), path.with_name("second.json")
    ring.wrap(SECRET, ABOUT)
    KeyRing(second).make()
    wrapped = KeyRing(second).wrap(SECRET, ABOUT)
    path.write_bytes(second.read_bytes())
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert ring.unwrap(wrapped, ABOUT) == SECRET


def test_a_turn_that_is_unfinished_goes_on_and_adds_no_third_key(path: Path, ring: KeyRing) -> None:
    first = ring.current
    ring.turn({first})
    second = ring.current
    assert ring.unfinished
    assert KeyRing(path).turn({second}) == 0
    assert (ring.current, ids(path)) == (second, {str(first), str(second)})
    ring.finish(second)
    assert not KeyRing(path).unfinished
    assert ids(path) == {str(first), str(second)}


def test_a_turn_that_another_one_followed_is_not_finished_twice(ring: KeyRing) -> None:
    first = ring.current
    ring.turn({first})
    ring.finish(first)
    assert ring.unfinished


def test_a_key_is_dropped_at_the_turn_after_and_only_when_it_wraps_nothing(path: Path, ring: KeyRing) -> None:
    first = ring.current
    ring.turn({first})
    ring.finish(second := ring.current)
    assert ring.turn({first, second}) == 0
    ring.finish(third := ring.current)
    assert ids(path) == {str(first), str(second), str(third)}
    assert ring.turn({third}) == 2
    assert ids(path) == {str(third), str(ring.current)}


def test_a_turned_ring_stays_its_owners_and_leaves_nothing_beside_it(path: Path, ring: KeyRing) -> None:
    ring.turn(set())
    assert path.stat().st_mode == 0o100600
    assert list(path.parent.iterdir()) == [path]


def test_a_ring_behind_a_link_is_turned_where_it_is(path: Path, ring: KeyRing, tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(path)
    KeyRing(link).turn(set())
    assert link.is_symlink()
    assert ring.unfinished


def test_it_shows_no_secret(ring: KeyRing, path: Path) -> None:
    secret = next(iter(json.loads(path.read_text())["keys"].values()))
    ring.wrap(SECRET, ABOUT)
    shown = f"{ring!r} {vars(ring)!r}"
    assert str(ring.current) in shown
    assert secret not in shown
    assert repr(b64decode(secret)) not in shown
