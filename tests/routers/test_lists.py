"""Lists: pages that miss nothing, cursors that open only where they were made, and no parameter that is not there."""

from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from app.domain.confidentiality import Role
from app.routers.cursors import Cursors
from tests.http import as_
from tests.people import ASKED, MINE, PEOPLE, key
from tests.test_matrix import OPERATIONS
from tests.test_matrix import address as address_of
from tests.world import World

TRACEPARENT: Final = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
BAD_CURSOR: Final = [{"parameter": "cursor", "code": "bad-cursor"}]
LISTS: Final = [
    name for name, (_, _, found) in OPERATIONS.items() if "cursor" in {parameter["name"] for parameter in found.get("parameters", [])}
]
READS: Final = [name for name, (method, _, _) in OPERATIONS.items() if method == "get"]


async def pages(client: httpx.AsyncClient, address: str, token: dict[str, str]) -> list[list[Any]]:
    """The items of every page, followed by its Link."""
    found, query = [], "?limit=1"
    while True:
        answer = await client.get(address + query, headers=token)
        assert answer.status_code == 200
        found.append(answer.json()["items"])
        page = answer.json()["page"]
        assert page["hasMore"] is (page["nextCursor"] is not None)
        assert page["hasMore"] is ("Link" in answer.headers)
        if not page["hasMore"]:
            return found
        assert answer.headers["Link"].startswith(f"</v1{address}?")
        assert answer.headers["Link"].endswith('>; rel="next"')
        link = answer.headers["Link"].removeprefix("<").removesuffix('>; rel="next"')
        assert parse_qs(urlsplit(link).query)["cursor"] == [page["nextCursor"]]
        query = "?" + urlsplit(link).query


async def test_pages_of_one_hold_the_same_in_the_same_order_as_one_page(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    token = dict(as_("moderator").token(app))
    for address, count in (("/cases", 2), (f"/cases/{key(MINE)}/parties", 4), (f"/cases/{key(MINE)}/ideas", 2), ("/offers", 2)):
        whole = (await client.get(address, headers=token)).json()["items"]
        assert len(whole) == count
        assert [item for page in await pages(client, address, token) for item in page] == whole


async def cursor_of(client: httpx.AsyncClient, address: str, token: dict[str, str]) -> str:
    """The cursor after the first of several items."""
    found = await client.get(address, params={"limit": 1}, headers=token)
    return str(found.json()["page"]["nextCursor"])


async def refused(client: httpx.AsyncClient, address: str, cursor: str, token: dict[str, str]) -> bool:
    """Whether a cursor does not open here."""
    found = await client.get(f"{address}{'&' if '?' in address else '?'}{urlencode({'cursor': cursor, 'limit': 1})}", headers=token)
    return found.status_code == 400 and found.json()["errors"] == BAD_CURSOR and (len(cursor) < 9 or cursor not in found.text)


async def test_t4_a_cursor_opens_for_nobody_else_and_nowhere_else(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    mine, theirs = dict(as_("moderator").token(app)), dict(as_("other_moderator").token(app))
    cursor = await cursor_of(client, "/cases", mine)
    assert not await refused(client, "/cases", cursor, mine)
    assert await refused(client, "/cases", cursor, theirs)
    assert await refused(client, "/offers", cursor, mine)
    assert await refused(client, "/cases?state=in_progress", cursor, mine)
    me = PEOPLE["moderator"]
    token = app.state.tokens.issue_demo(me.subject, me.principal.organisation_id, Role.COORDINATOR)
    assert await refused(client, "/cases", cursor, {"Authorization": f"Bearer {token}"})
    filtered = parse_qs(urlsplit((await client.get("/cases?state=in_progress&limit=1", headers=mine)).headers["Link"]).query)["cursor"][0]
    assert await refused(client, "/cases", filtered, mine)
    inside = await cursor_of(client, f"/cases/{key(MINE)}/parties", mine)
    assert await refused(client, f"/cases/{key(ASKED)}/parties", inside, mine)
    assert await refused(client, f"/cases/{key(MINE)}/ideas", inside, mine)


async def test_t4_a_cursor_that_was_touched_does_not_open(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    token = dict(as_("moderator").token(app))
    cursor = await cursor_of(client, "/cases", token)
    signs = "ABab01-_"
    flipped = [cursor[:at] + next(sign for sign in signs if sign != cursor[at]) + cursor[at + 1 :] for at in range(0, len(cursor), 7)]
    # The last sign has bits that carry nothing: they must not be free either.
    last = [cursor[:-1] + sign for sign in "ABCDEFGHabcdefgh0123" if sign != cursor[-1]]
    for touched in (
        *flipped,
        *last,
        cursor[:-1],
        cursor[1:],
        cursor[:20],
        cursor + "A",
        cursor + "==",
        cursor + "=",
        f"{cursor[:9]}!{cursor[9:]}",
    ):
        assert await refused(client, "/cases", touched, token), touched
    for nonsense in ("", " ", "x", "=", "AAAA", "\x00", "\ud7ff", "é", "%00", "null", "A" * 1000):
        assert await refused(client, "/cases", nonsense, token), nonsense
    too_long = await client.get("/cases", params={"cursor": "A" * 1001}, headers=token)
    assert (too_long.status_code, too_long.json()["errors"]) == (400, [{"parameter": "cursor", "code": "string-too-long"}])


def test_t4_a_cursor_of_another_key_does_not_open_and_tells_nothing() -> None:
    one, other = Cursors(b"1" * 32), Cursors(b"2" * 32)
    cursor = one.seal(["2026-01-31"], "here")
    assert one.open(cursor, "here") == ["2026-01-31"]
    assert one.seal(["2026-01-31"], "here") != cursor
    for cursors, place in ((other, "here"), (one, "there")):
        with pytest.raises(Exception, match="bad_cursor"):
            cursors.open(cursor, place)


@given(text=st.text(max_size=200))
def test_t4_no_text_at_all_is_a_cursor(text: str) -> None:
    with pytest.raises(Exception, match="bad_cursor"):
        Cursors(b"1" * 32).open(text, "here")


@pytest.mark.parametrize("limit", ["0", "-1", "101", "1" + "0" * 19, "9" * 5000, "1.5", "", "NaN", "1e1", "٥x", "true", "null"])
async def test_a_limit_out_of_bounds_is_400(app: FastAPI, client: httpx.AsyncClient, limit: str) -> None:
    found = await client.get("/cases", params={"limit": limit}, headers=as_("member").token(app))
    assert found.status_code == 400
    assert [error["parameter"] for error in found.json()["errors"]] == ["limit"]


async def test_a_parameter_that_is_not_there_is_400_and_never_named(app: FastAPI, client: httpx.AsyncClient) -> None:
    """Conventions 6: unknown and repeated, on every read, public ones included."""
    token = as_("moderator").token(app)
    for name in READS:
        for query in ("merkwaardig=1", "merkwaardig", "limit=1&limit=2", "cursor=x&cursor=x", "Limit=1", "limit[]=1"):
            found = await client.get(f"{address_of(name, MINE)}?{query}", headers=token)
            assert (found.status_code, found.json()["code"]) == (400, "unknown-or-repeated-parameter"), name
            assert "merkwaardig" not in found.text


async def test_c8_a_filter_or_sort_on_a_hidden_column_answers_like_on_an_invented_one(
    app: FastAPI, client: httpx.AsyncClient, the_world: World
) -> None:
    token = {**as_("party").token(app), "traceparent": TRACEPARENT}
    for name in LISTS:
        invented, *hidden = [
            await client.get(f"{address_of(name, MINE)}?{query}", headers=token)
            for query in (
                "sort=invented",
                "sort=etag",
                "sort=createdAt",
                "organisationId=x",
                "redeemedAt=null",
                "authorId=x",
                "trueState=x",
            )
        ]
        for answer in hidden:
            assert (answer.status_code, answer.content) == (400, invented.content), name
            assert answer.headers.multi_items() == invented.headers.multi_items(), name
