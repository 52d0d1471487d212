"""Sealing what stood: texts of before are read over the service afterwards, no file of the database holds them, and they come back."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import psycopg
import pytest
from alembic import command
from alembic.config import Config

from app.cli.starting import upgrade
from app.embedded import EmbeddedPostgres
from app.main import create_app
from app.settings import Settings
from app.store.models.base import BlindColumn, Row, SealedColumn
from tests.conftest import POPULATED
from tests.http import as_
from tests.people import FOREIGN, MINE, OTHER, key, word
from tests.test_migrations import GOES_BACK, alembic
from tests.test_words import addresses, expected
from tests.world import World

BEFORE: Final = "c3d1e84b7f60"
FORMER: Final = "herstel_former"
LATER: Final = ("note", "sealed")
"""A column that did not stand then."""
SINCE: Final = {
    *("disclosure", "disclosure_request", "disclosure_text", "disclosure_veto", "legal_hold", "safety_exception", "told_exception"),
}
"""Tables that came when what people say was sealed already."""
WORD: Final = re.compile(r"word[0-9a-f]{32}")
# As anybody could have left it there: a text that is stored apart from its row as it is too long, and one with every kind of sign.
LONG: Final = "wordaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa " + "".join(f"{number * 7919 % 104729:x} " for number in range(8000))
SIGNS: Final = "wordbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb \"quoted\" 'once' \\ back\\x41 \t{a,b} é 漢 😀"

BY_HAND: Final = """
    insert into conf.note (id, etag, created_at, organisation_id, case_id, author_id, text)
    select %s, 'x', now(), organisation_id, case_id, author_id, %s from conf.note where case_id = %s limit 1
"""


@pytest.fixture
def former(server: EmbeddedPostgres, the_world: World, settings: Settings) -> Iterator[Config]:
    """A database of before, with rows of every kind in plain text that the planner has looked at; two of them were written by hand."""
    server.execute(f"create database {FORMER} template {POPULATED}")
    config = alembic(server, FORMER, settings)
    server.execute(GOES_BACK, FORMER)
    command.downgrade(config, BEFORE)
    with psycopg.connect(server.url(FORMER).replace("+psycopg", "")) as connection:
        for name, said in (("long", LONG), ("signs", SIGNS)):
            connection.execute(BY_HAND, (key(name), said, key(MINE)))
    server.execute("analyze", FORMER)
    yield config
    server.execute(f"drop database {FORMER} with (force)")


@pytest.fixture
def new_keys(server: EmbeddedPostgres, settings: Settings, tmp_path: Path) -> Settings:
    """The settings of an installation that has sealed nothing yet."""
    keys = {"keys_url": f"sqlite:///{tmp_path}/keys.db", "key_ring_file": tmp_path / "ring.json"}
    return settings.model_copy(update={"database_url": server.url(FORMER), **keys})


def texts(server: EmbeddedPostgres) -> dict[str, list[Any]]:
    """What stands in every column that is sealed today."""
    found = {}
    for table in (table for table in Row.metadata.sorted_tables if table.name not in SINCE):
        for column in (column for column in table.columns if isinstance(column.type, SealedColumn | BlindColumn)):
            if (table.name, column.name) == LATER:
                continue
            asked = f"select id, {column.name} from {table.schema or 'public'}.{table.name} order by id"
            found[f"{table.name}.{column.name}"] = server.execute(asked, FORMER)
    return found


def words_on_disk(server: EmbeddedPostgres) -> set[str]:
    """Every word in the files of this database."""
    server.execute("checkpoint")
    ((number,),) = server.execute(f"select oid from pg_database where datname = '{FORMER}'")
    files = [path for path in (server.data / "base" / str(number)).iterdir() if path.is_file()]
    return {found.decode() for path in files for found in re.findall(WORD.pattern.encode(), path.read_bytes())}


async def read(app: Any, client: httpx.AsyncClient, who: str, *paths: str) -> set[str]:
    """The words that somebody finds there."""
    found = [await client.get(path, headers=as_(who).token(app)) for path in paths]
    assert {answer.status_code for answer in found} <= {200, 404}
    return {said for answer in found for said in WORD.findall(answer.text)}


async def test_p1_what_stood_is_sealed_readable_and_nowhere_in_plain(
    server: EmbeddedPostgres, former: Config, new_keys: Settings, the_world: World
) -> None:
    later = {text for text, (column, row) in the_world.words().items() if row.__tablename__ in SINCE or column == ".".join(LATER)}
    every = {*the_world.words(), *WORD.findall(LONG + SIGNS)} - later
    assert words_on_disk(server) == every
    await asyncio.to_thread(upgrade, new_keys)
    assert words_on_disk(server) == set()
    app = create_app(new_keys, makes_keys=False)
    theirs = [path for path in addresses(app, the_world) if not any(str(key(case)) in path for case in (OTHER, FOREIGN))]
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test/v1") as client:
        assert await read(app, client, "moderator", *theirs) == (expected(the_world, "moderator") - later) | {*WORD.findall(LONG + SIGNS)}
        qualification = f"/moderators/{key('moderator', 'moderator')}/qualification"
        assert await read(app, client, "registrar", qualification) == {word("qualification", "moderator")}
        for name, said in (("long", LONG), ("signs", SIGNS)):
            answer = await client.get(f"/cases/{key(MINE)}/notes/{key(name)}", headers=as_("moderator").token(app))
            assert answer.json()["text"] == said


def test_p1_what_was_sealed_comes_back_as_it_was(server: EmbeddedPostgres, former: Config, new_keys: Settings) -> None:
    before = texts(server)
    upgrade(new_keys)
    sealed = texts(server)
    plain = {name: [value for _, value in rows if value] for name, rows in before.items()}
    assert {name: plain[name] for name, rows in sealed.items() if any(value in plain[name] for _, value in rows)} == {}
    former.attributes["settings"] = new_keys
    command.downgrade(former, BEFORE)
    assert texts(server) == before
