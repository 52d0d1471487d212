"""P2: with the database, the key store, its ring and every key of the service a sealed note stays closed; two keys elsewhere open it."""

import json
import logging
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import httpx
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey

from app.store.founding import found
from app.store.sealing import Place, unseal
from tests import sealed_notes as mine
from tests.opening import sealed
from tests.people import ASKED, MINE, key
from tests.routers.sealing import Registry
from tests.walls.evidence import HERSTEL, Careless, careless
from tests.walls.planting import Words
from tests.walls.searching import CONTROL, Digests, words_in
from tests.world import world

PEM: Final = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
PLAIN: Final = f"Één {CONTROL}"
"""What is said in a plain note: whoever has the server's keys finds it, so that what they do not find is not there."""


async def test_p2_with_database_and_all_server_keys_a_sealed_note_stays_closed() -> None:
    # One test, as its server is costly.
    word = Words().new("note.sealed")
    async with careless() as server:
        app = server.app
        await found(app.state.settings.database_url, app.state.database.keys, *world().rows)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test/v1") as client:
            registry = await Registry(app, client).ready()
            notes = await _written(registry, word)
        keys, said = await _with_all_keys(server)
        places = _left(server) | {"all that the keys open": said}
    told = Digests([word])
    assert {place: kinds for place, left in places.items() if (kinds := words_in(left))} == {}
    assert {place: kinds for place, left in places.items() if (kinds := told.found_in(left))} == {}
    assert words_in(places["all that the keys open"], CONTROL) == {"plain"}
    assert words_in(places["service log"], CONTROL) == {"plain"}
    assert len(notes) == 2
    assert {name.split(" ")[0] for name in keys} == {"ring", "issuer.pem", "demo.pem", "data", "seals"}
    for note in notes:
        assert note["ciphertext"].encode() in places["all that the keys open"], "the keys open what lies around it"
        assert [name for name, secret in keys.items() if _opens(secret, note)] == []
        assert registry.opens(note) == registry.opens(note, by=registry.recovery) == word


async def _written(registry: Registry, word: str) -> list[Any]:
    """Two sealed notes, one of which was plain before; and a plain one, in the log of the service too."""
    path = f"/cases/{key(MINE)}/notes"
    logging.getLogger(HERSTEL).warning("control %s", PLAIN)
    await registry.call("moderator", "POST", path, {"text": PLAIN})
    first = await registry.writes(registry.seals(word))
    other = await registry.call("moderator", "POST", path, {"text": PLAIN})
    below = f"{path}/{other.json()['id']}"
    sealed = await registry.call("moderator", "PATCH", below, {"sealed": registry.seals(word)}, **{"If-Match": other.headers["etag"]})
    for refused in ({"sealed": {**registry.seals(word), "tag": "A"}}, {"sealed": registry.seals(word, ASKED)}):
        assert (await registry.call("moderator", "POST", path, refused)).status_code == 400
    await registry.call("moderator", "GET", path)
    return [first.json()["sealed"], sealed.json()["sealed"]]


async def _with_all_keys(server: Careless) -> tuple[dict[str, Any], bytes]:
    """Every key that the service has, and every envelope in its database, opened."""
    settings, store = server.app.state.settings, server.app.state.database.keys
    keys: dict[str, Any] = {}
    for name, secret in json.loads(settings.key_ring_at.read_text())["keys"].items():
        keys[f"ring {name}"] = b64decode(secret)
    for pem in sorted((settings.data_folder / "keys").glob("*.pem")):
        keys[pem.name] = ECKey.import_key(pem.read_bytes())
    said = []
    for row, column, envelope in sealed(settings.database_url):
        under = await store.of(row.key_owner)
        assert under
        keys |= {f"data {under.id}": under.secret, f"seals {under.id}": under._derived("herstel seal")}
        place = Place(row.organisation_id, getattr(row, "case_id", None), row.__tablename__, row.id, column)
        said.append(json.dumps(unseal(under, place, envelope)))
    return keys, "\n".join(said).encode()


def _left(server: Careless) -> dict[str, bytes]:
    return {
        "plain dump": server.program("pg_dump", HERSTEL),
        "write-ahead log": server.files("pg_wal").replace(bytes(64), b""),
        "server log": server.server.log.read_bytes(),
        "activity": server.activity(),
        "service log": server.spoken.getvalue().encode(),
        "files of the service": b"\n".join(
            path.read_bytes() for path in sorted(server.app.state.settings.data_folder.rglob("*")) if path.is_file()
        ),
    }


def _opens(secret: bytes | ECKey, note: Any) -> bool:
    """Whether this key opens the note in any way: as the content's key, as one that wraps it, as one that agrees on it."""
    if isinstance(secret, ECKey):
        return _agrees(secret, note)
    public = X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    pair = OKPKey.import_key({"kty": "OKP", "crv": "X25519", "x": mine.encoded(public), "d": mine.encoded(secret)})
    curve = ECKey.import_key(derive_private_key(int.from_bytes(secret, "big"), SECP256R1()).private_bytes(*PEM))
    return any(_is_content_key(one, note) for one in _unwrapped(secret, note)) or _agrees(pair, note) or _agrees(curve, note)


def _unwrapped(secret: bytes, note: Any) -> Iterator[bytes]:
    yield secret
    for one in note["recipients"]:
        with suppress(InvalidUnwrap):
            yield aes_key_unwrap(secret, raw(one["encrypted_key"]))


def _is_content_key(secret: bytes, note: Any) -> bool:
    about = f"{note['protected']}.{note['aad']}".encode()
    with suppress(InvalidTag):
        AESGCM(secret).decrypt(raw(note["iv"]), raw(note["ciphertext"]) + raw(note["tag"]), about)
        return True
    return False


def _agrees(pair: mine.Key, note: Any) -> bool:
    curve = mine.shown(pair)["crv"]
    for one in (one for one in note["recipients"] if one["header"]["epk"]["crv"] == curve):
        with suppress(JoseError, ValueError):
            alone: Any = {**note, "recipients": [one]}
            jwe.decrypt_json(alone, pair, algorithms=mine.SEALS)
            return True
    return False


def raw(text: str) -> bytes:
    """What stands in base64url."""
    return urlsafe_b64decode(text + "==")


def test_p2_a_key_that_does_open_a_note_would_be_noticed() -> None:
    """Each way that is tried above is a way in for whoever has the right key."""
    own, recovery = mine.new_key("P-256"), mine.new_key("X25519")
    note = mine.seal("Hier.", "case", "moderator", own, recovery)
    assert isinstance(own, ECKey)
    assert _opens(own, note)
    for half in (raw(str(recovery.as_dict(private=True)["d"])), raw(str(own.as_dict(private=True)["d"]))):
        assert _opens(half, note)
    content, wrapping, nonce = bytes(range(32)), bytes(range(32, 64)), bytes(12)
    sealed = AESGCM(content).encrypt(nonce, b"Hier.", f"{note['protected']}.{note['aad']}".encode())
    wrapped = {
        **note,
        "iv": mine.encoded(nonce),
        "ciphertext": mine.encoded(sealed[:-16]),
        "tag": mine.encoded(sealed[-16:]),
        "recipients": [{**note["recipients"][0], "encrypted_key": mine.encoded(aes_key_wrap(wrapping, content))}],
    }
    assert _opens(content, wrapped)
    assert _opens(wrapping, wrapped)
    assert not _opens(bytes(range(64, 96)), wrapped)
