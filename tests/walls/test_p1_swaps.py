"""P1: an envelope opens in its own place only: whoever changes the database can spoil what was said, and show nobody more of it."""

import logging
import re
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from tests.behind import behind
from tests.http import as_
from tests.people import FOREIGN, MINE, OTHER, key, word
from tests.world import World

WORD: Final = re.compile(r"word[0-9a-f]{32}")
STATEMENT: Final = f"/cases/{key(MINE)}/statements/{key(MINE, 'statement', 0)}"
SESSION: Final = f"/cases/{key(MINE)}/sessions/{key(MINE, 'session')}"
NOTE: Final = f"/cases/{key(MINE)}/notes/{key(MINE, 'note')}"
THERE: Final = f"where id = '{key(MINE, 'statement', 0)}'"


def said_by(case: str, number: int) -> str:
    """The envelope of a statement, as SQL."""
    return f"(select text from conf.statement where id = '{key(case, 'statement', number)}')"


# What is put where, and who then asks for it: as far from its place as its name says, and no further than can be had.
MOVED: Final[dict[str, tuple[str, str, str]]] = {
    "organisation": (f"update conf.statement set text = {said_by(FOREIGN, 0)} {THERE}", "party", STATEMENT),
    "case": (f"update conf.statement set text = {said_by(OTHER, 0)} {THERE}", "party", STATEMENT),
    "table": (
        f"update conf.statement set text = (select text from conf.idea where id = '{key(MINE, 'idea', 0)}') {THERE}",
        "party",
        STATEMENT,
    ),
    "row": (f"update conf.statement set text = {said_by(MINE, 1)} {THERE}", "party", STATEMENT),
    "column": (f"update conf.session set goal = agenda where id = '{key(MINE, 'session')}'", "supporter", SESSION),
    "row of no case": (
        f"update qualification set text = (select text from qualification where id = '{key('qualification', 'other_moderator')}')"
        f" where id = '{key('qualification', 'moderator')}'",
        "registrar",
        f"/moderators/{key('moderator', 'moderator')}/qualification",
    ),
    "column that everyone reads": (
        f"update released_item set text = (select text from conf.organisational_support where id = '{key(MINE, 'support')}')"
        f" where id = '{key(MINE, 'released item')}'",
        "coordinator",
        f"/released-items/{key(MINE, 'released item')}",
    ),
}
CHANGED: Final[dict[str, str]] = {
    "cut short by a byte": "substr(text, 1, length(text) - 1)",
    "cut to its head": "substr(text, 1, 29)",
    "cut to one byte": "substr(text, 1, 1)",
    "longer": "text || '\\x00'::bytea",
    "of another version": "set_byte(text, 0, 2)",
    "of another key": "set_byte(text, 1, get_byte(text, 1) # 1)",
    "with another nonce": "set_byte(text, 17, get_byte(text, 17) # 1)",
    "with a bit flipped at its beginning": "set_byte(text, 29, get_byte(text, 29) # 1)",
    "with a bit flipped in its tag": "set_byte(text, length(text) - 1, get_byte(text, length(text) - 1) # 128)",
    "plain": "convert_to('wordfedcba98765432100123456789abcdef', 'UTF8')",
    "plain JSON": "convert_to('\"wordfedcba98765432100123456789abcdef\"', 'UTF8')",
}


async def done(app: FastAPI, *statements: str) -> None:
    """This, in the database itself, by somebody who may do everything there; it changes one row at a time."""
    async with behind(app) as connection:
        await connection.execute(text("set local session_replication_role = replica"))
        for statement in statements:
            assert (await connection.execute(text(statement))).rowcount == 1


async def ask(app: FastAPI, client: httpx.AsyncClient, who: str, path: str) -> httpx.Response:
    """What somebody is answered."""
    return await client.get(path, headers=as_(who).token(app))


def is_closed(answer: httpx.Response, log: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    """A fault of ours, of which neither the caller nor the log learns more than the class."""
    body: dict[str, Any] = answer.json()
    assert (answer.status_code, body["code"], sorted(body)) == (
        500,
        "internal",
        sorted(["type", "title", "status", "code", "detail", "traceId"]),
    )
    said = [record.getMessage() for record in log.records if record.name == "herstel"]
    assert said == [f"fault Broken in {body['traceId']}"]
    assert WORD.findall("".join([answer.text, str(answer.headers), log.text, *capfd.readouterr()])) == []


@pytest.mark.parametrize("what", MOVED)
async def test_p1_swaps_what_was_moved_to_another_place_is_shown_to_nobody(
    app: FastAPI,
    client: httpx.AsyncClient,
    the_world: World,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    what: str,
) -> None:
    change, who, path = MOVED[what]
    assert (await ask(app, client, who, path)).status_code == 200
    await done(app, change)
    with caplog.at_level(logging.DEBUG, "herstel"):
        is_closed(await ask(app, client, who, path), caplog, capfd)


@pytest.mark.parametrize("how", CHANGED)
async def test_p1_swaps_what_was_changed_is_shown_to_nobody(
    app: FastAPI, client: httpx.AsyncClient, the_world: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], how: str
) -> None:
    await done(app, f"update conf.statement set text = {CHANGED[how]} {THERE}")
    with caplog.at_level(logging.DEBUG, "herstel"):
        is_closed(await ask(app, client, "party", STATEMENT), caplog, capfd)
    # Who reads them all meets the one that does not open, and each of the others alone as before.
    assert (await ask(app, client, "moderator", f"/cases/{key(MINE)}/statements")).status_code == 500
    other = await ask(app, client, "moderator", f"/cases/{key(MINE)}/statements/{key(MINE, 'statement', 1)}")
    assert (other.status_code, other.json()["text"]) == (200, word(MINE, "statement", 1))
    idea = await ask(app, client, "party", f"/cases/{key(MINE)}/ideas/{key(MINE, 'idea', 0)}")
    assert (idea.status_code, idea.json()["text"]) == (200, word(MINE, "idea", 0))


async def test_p1_swaps_a_whole_row_that_was_moved_to_ones_own_case_stays_closed(
    app: FastAPI, client: httpx.AsyncClient, the_world: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    theirs, mine = key(OTHER, "statement", 0), f"case_id = '{key(MINE)}', party_id = '{key(MINE, 'party', 0)}'"
    await done(app, f"update conf.statement set {mine} where id = '{theirs}'")
    with caplog.at_level(logging.DEBUG, "herstel"):
        is_closed(await ask(app, client, "party", f"/cases/{key(MINE)}/statements/{theirs}"), caplog, capfd)


async def test_p1_swaps_a_row_under_the_id_of_another_stays_closed(
    app: FastAPI, client: httpx.AsyncClient, the_world: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    other, free = key(MINE, "statement", 1), key("nobody's")
    turns = ((key(MINE, "statement", 0), free), (other, key(MINE, "statement", 0)))
    await done(app, *(f"update conf.statement set id = '{new}' where id = '{old}'" for old, new in turns))
    with caplog.at_level(logging.DEBUG, "herstel"):
        is_closed(await ask(app, client, "second_party", STATEMENT), caplog, capfd)


async def test_p1_swaps_a_row_of_another_organisation_stays_closed(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    await done(app, f"update conf.statement set organisation_id = '{key('away')}' {THERE}")
    answer = await ask(app, client, "party", STATEMENT)
    assert (answer.status_code, WORD.findall(answer.text)) == (500, [])


async def test_p1_swaps_an_earlier_version_of_the_same_place_is_shown(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    """What sealing cannot see: whoever can write the database can put back what stood in the same place before, and nothing else."""
    async with behind(app) as connection:
        former = (await connection.execute(text(f"select text from conf.note where id = '{key(MINE, 'note')}'"))).scalar_one()
    moderator = as_("moderator").token(app)
    etag = (await client.get(NOTE, headers=moderator)).headers["etag"]
    assert (await client.patch(NOTE, json={"text": "Nieuw."}, headers={**moderator, "If-Match": etag})).status_code == 200
    await done(app, f"update conf.note set text = '\\x{former.hex()}' where id = '{key(MINE, 'note')}'")
    assert (await client.get(NOTE, headers=moderator)).json()["text"] == word(MINE, "note")


async def test_p1_swaps_what_was_emptied_shows_nothing(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    """The same for an envelope without a byte in it, which stands where nothing was said: what was said can be taken away unseen."""
    await done(app, f"update conf.statement set text = '' {THERE}")
    answer = await ask(app, client, "party", STATEMENT)
    assert (answer.status_code, answer.json()["text"]) == (200, "")
