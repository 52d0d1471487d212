"""P1: of what people say nothing is found outside the reach of the keys: no dump, copy, log or file holds a word of it, in no encoding."""

import hashlib
import json
import logging
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import httpx
from psycopg.errors import CheckViolation, QueryCanceled

from app.domain.intake import plain_name
from app.store.founding import found
from tests.demo_keys import key_of
from tests.http import as_
from tests.opening import opened
from tests.people import HOME, key
from tests.sealed_notes import kid
from tests.sealed_notes import unseal as unseal_note
from tests.walls.evidence import HERSTEL, Careless, careless
from tests.walls.planting import Planted, Words, a_row_of_every_kind, columns
from tests.walls.searching import CONTROL, Digests, words_in

TOLD: Final = f"Één {CONTROL}"
# In a column that is not sealed each of these stands as the name of a unit, which an admin may give it.
NAMES: Final = {
    "plain": TOLD,
    "hex": TOLD.encode().hex(),
    "base64": b64encode(TOLD.encode()).decode(),
    "escaped": "".join(f"\\u{ord(letter):04x}" for letter in CONTROL),
    "quoted": "".join(f"%{ord(letter):02x}" for letter in CONTROL),
    "digest in hex": hashlib.sha256(TOLD.encode()).hexdigest(),
    "digest in base64": b64encode(hashlib.sha512(TOLD.encode()).digest()).decode(),
}
PLACES: Final = (
    *("plain dump", "packed dump", "base backup", "write-ahead log", "temporary files"),
    *("server log", "activity", "service log", "key store"),
)
"""Where an unsealed word is put too, and must be found."""


@dataclass
class Found:
    """What the service and its server left, place by place, and what was said to them."""

    words: Words
    hashes: set[str]
    opened: dict[str, set[str]] = field(repr=False)
    refused: int
    places: dict[str, bytes] = field(default_factory=dict, repr=False)


async def _left() -> Found:
    """A row of every kind is founded, two cases are played, and then everything is collected."""
    async with careless() as server:
        app, words = server.app, Words()
        rows = a_row_of_every_kind(words)
        await found(app.state.settings.database_url, app.state.database.keys, *rows)
        over_http = Words()
        over_http.skip(len(words.all()))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test/v1") as client:
            play = Planted(app, client, over_http)
            await play.whole()
            await play.asked()
            await play.registers()
            await _names(client, dict(as_("admin").token(app)))
            shown, refused = await server.while_it_waits(client, play.headers["moderator"], over_http.new("note.text"))
        logging.getLogger(HERSTEL).warning("control %s", " ".join(NAMES.values()))
        stands = await _opened(server, over_http)
        result = Found(_all(words, over_http), play.hashes, stands, refused)
        result.places = _collected(server, shown)
    return result


async def _names(client: httpx.AsyncClient, admin: dict[str, str]) -> None:
    # Twice each: a page of the write-ahead log may end in the middle of one.
    for name in (*NAMES.values(), *NAMES.values()):
        answer = await client.post("/units", json={"kind": "team", "name": name}, headers=admin)
        assert answer.status_code == 201, answer.text


def _collected(server: Careless, shown: bytes) -> dict[str, bytes]:
    with server.superuser() as connection:
        # Whoever asks puts what they look for into what they ask; so do we, with what may be found.
        connection.execute(f"select {', '.join(f'$w${name}$w$' for name in NAMES.values())}".encode())
        shown += server.activity()
        with suppress(CheckViolation):
            connection.execute("update conf.session set state = 'nowhere'")
        connection.rollback()
        with suppress(QueryCanceled):
            connection.execute("set local statement_timeout = 20")
            connection.execute("select text, pg_sleep(1) from conf.note")
    places = {
        "temporary files": server.spilled(),
        "plain dump": server.program("pg_dump", HERSTEL),
        "packed dump": server.program("pg_dump", "--format=custom", HERSTEL),
        "base backup": server.program("pg_basebackup", "--pgdata=-", "--format=tar", "--wal-method=none", "--checkpoint=fast"),
        "activity": shown,
        "service log": server.spoken.getvalue().encode(),
        "key store": server.key_store(*(name.encode() for name in NAMES.values())),
    }
    # What is written while all that goes on is looked into last.
    places |= {
        "write-ahead log": server.files("pg_wal"),
        "server log": server.server.log.read_bytes(),
    }
    # No word is made of zeros, and files that are mostly empty take long to read.
    return {place: found.replace(bytes(64), b"") for place, found in places.items()}


async def _opened(server: Careless, words: Words) -> dict[str, set[str]]:
    """Which of these words stand sealed in which column, when each envelope is opened at its own place."""
    planted = set(words.all())
    found = await opened(server.app.state.settings.database_url, server.app.state.database.keys)
    return {
        column: planted & {_opened_by_its_moderator(*said) if column == "note.sealed" else said.text for said in texts}
        for column, texts in found.items()
    }


def _opened_by_its_moderator(sealed: str, case: str) -> str:
    """What a sealed note says; a founded one is none."""
    own, recovery = key_of("world moderator"), key_of("world registrar")
    if not sealed.startswith("{"):
        return sealed
    return unseal_note(json.loads(sealed), own, case, str(key("moderator", "moderator")), {kid(own), kid(recovery)})


def _all(*words: Words) -> Words:
    every = Words()
    for one in words:
        for column, texts in one.of.items():
            every.of.setdefault(column, []).extend(texts)
    return every


def _digests(left: Found) -> Digests:
    names = left.words.of["proposed_person.name"]
    keyed = [hashlib.sha256(f"{key(HOME)}:{plain_name(name)}".encode()).hexdigest() for name in names]
    bare = [hashlib.sha256(plain_name(name).encode()).hexdigest() for name in names]
    return Digests(left.words.all(), {*left.hashes, *keyed, *bare})


async def test_p1_of_what_people_say_nothing_is_found_outside_the_reach_of_the_keys() -> None:
    # One test, as its server is costly and everything here looks at what that one left.
    left = await _left()
    assert set(left.words.of) == columns()
    assert {column for column, words in left.opened.items() if words} == columns(), "everywhere a word that came over HTTP"
    assert len(left.hashes) == 5, "of a mandate, a record, a support, an agreement and a letter"
    _is_thorough(left)
    digests = _digests(left)
    assert {place: kinds for place in PLACES if (kinds := words_in(left.places[place]))} == {}
    assert {place: kinds for place in PLACES if (kinds := digests.found_in(left.places[place]))} == {}


def _is_thorough(left: Found) -> None:
    """Whatever was not sealed is found in each of these places and each spelling; and what was to go wrong did."""
    told = Digests([TOLD])
    found = {place: (words_in(left.places[place], CONTROL), told.found_in(left.places[place])) for place in PLACES}
    spellings, digests = {"plain", "hex", "base64", "escaped", "quoted"}, {"hex", "base64"}
    packed = ({f"packed {kind}" for kind in spellings}, {f"packed {kind}" for kind in digests})
    assert found == {place: packed if place == "packed dump" else (spellings, digests) for place in PLACES}
    assert left.refused == 503, "whoever waited too long with content in hand comes back later"
    assert b"herstel_case" in left.places["activity"]
    assert b"lock timeout" in left.places["server log"]
    assert left.places["server log"].count(b"Failing row contains") == 1
    assert left.places["server log"].count(b"canceling statement due to statement timeout") == 1
