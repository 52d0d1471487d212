"""The edge: whatever comes in, a whole answer goes out, with the headers that all have and nothing that was sent."""

import json
import logging
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from app import VERSION
from app.main import Service, create_app
from app.routers.edge import trace_of
from app.routers.example_calls import EXAMPLES
from app.settings import Settings
from tests.http import as_
from tests.people import MINE, OTHER, key
from tests.routers.sending import raw
from tests.test_matrix import OPERATIONS
from tests.test_matrix import address as address_of
from tests.world import World

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACEPARENT = f"00-{TRACE}-00f067aa0ba902b7-01"
NOWHERE = key("nowhere")
MARKER = "Merkwaardigheid"
EVERYWHERE = {
    "api-version": VERSION,
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "referrer-policy": "no-referrer",
}


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "http://test/", 200),
        ("GET", "http://test/health/live", 200),
        ("GET", "http://test/health/ready", 200),
        ("GET", "http://test/docs", 200),
        ("GET", "http://test/v1/openapi.json", 200),
        ("GET", "http://test/v1/jwks", 200),
        ("GET", "http://test/v1/me", 401),
        ("GET", "http://test/nothing", 404),
        ("GET", "http://test/v1", 404),
        ("GET", "http://test/v1/", 404),
        ("GET", "http://test/v1/nothing", 404),
        ("GET", "http://test/v1/me/", 404),
        ("GET", "http://test//v1/me", 404),
        ("POST", "http://test/", 405),
        ("DELETE", "http://test/v1/me", 405),
        ("POST", "http://test/v1/token", 415),
        ("PROPFIND", "http://test/v1/me", 405),
    ],
)
async def test_every_answer_has_the_headers_that_all_have(client: httpx.AsyncClient, method: str, address: str, status: int) -> None:
    """Conventions 1, 2, 10, 13: at the root and below /v1."""
    found = await client.request(method, address, headers={"traceparent": TRACEPARENT})
    assert found.status_code == status
    expected = {name: value for name, value in EVERYWHERE.items() if not (address.endswith("/docs") and "policy" in name)}
    assert {name: found.headers[name] for name in expected} == expected
    assert found.headers.get_list("x-request-id") == [TRACE]
    if status >= 400:
        assert found.headers["content-type"] == "application/problem+json"
        assert found.json()["status"] == status
        assert found.json()["traceId"] == TRACE


@pytest.mark.parametrize(
    "sent",
    [
        "",
        TRACE,
        f"00-{'0' * 32}-00f067aa0ba902b7-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE.upper()}-00f067aa0ba902b7-01",
        f"{TRACEPARENT}\n",
        f"00-{TRACE}-00f067aa0ba902b7-01-{MARKER}",
    ],
)
def test_a_traceparent_that_is_not_sound_gives_a_new_id(sent: str) -> None:
    found = trace_of([(b"traceparent", sent.encode())])
    assert len(found) == 32
    assert found != TRACE


def test_of_two_traceparents_neither_counts() -> None:
    assert trace_of([(b"traceparent", TRACEPARENT.encode())] * 2) != TRACE


@pytest.mark.parametrize(
    ("address", "allow"),
    [
        ("http://test/", "GET, HEAD"),
        ("http://test/docs", "GET, HEAD"),
        ("/units", "GET, POST, HEAD"),
        (f"/units/{NOWHERE}", "GET, PATCH, HEAD"),
        ("/token", "POST"),
        (f"/cases/{NOWHERE}/notes/{NOWHERE}", "GET, PATCH, HEAD"),
        (f"/cases/{NOWHERE}/classification", "GET, POST, PATCH, HEAD"),
    ],
)
async def test_405_names_every_method_of_the_address(client: httpx.AsyncClient, address: str, allow: str) -> None:
    """Conventions 12."""
    for method in ("DELETE", "OPTIONS", "TRACE"):
        found = await client.request(method, address)
        assert (found.status_code, found.headers["Allow"]) == (405, allow)


async def test_head_is_wherever_get_is_and_says_the_same_without_a_body(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    """Conventions 12; RFC 9110, 9.3.2."""
    token = {**as_("moderator").token(app), "traceparent": TRACEPARENT}
    root = [f"http://test{path}" for path in ("/", "/docs", "/nothing")]
    for address in (*root, "/openapi.json", "/me", f"/cases/{key(MINE)}", "/token", "/cases?x=1"):
        get, head = await client.get(address, headers=token), await client.head(address, headers=token)
        assert (head.status_code, head.content) == (get.status_code, b"")
        assert head.headers.multi_items() == get.headers.multi_items()


async def test_c10_hidden_and_missing_have_the_same_bytes(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    """Status, headers and body, for every operation inside a case, with the body of its example: another's case, and one that never was."""
    token = {**as_("party").token(app), "traceparent": TRACEPARENT, "If-Match": '"some"'}
    for name, (method, path, _) in OPERATIONS.items():
        if "{caseId}" in path:
            hidden, missing = [
                await client.request(method, place, headers=token, json=EXAMPLES[name].body)
                for place in (address_of(name, OTHER), address_of(name, OTHER).replace(str(key(OTHER)), str(uuid4())))
            ]
            assert hidden.status_code == 404, name
            assert (hidden.status_code, hidden.content) == (missing.status_code, missing.content), name
            assert hidden.headers.multi_items() == missing.headers.multi_items(), name


async def test_c10_a_hidden_row_in_an_own_case_is_like_a_missing_one(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    token = {**as_("party").token(app), "traceparent": TRACEPARENT}
    theirs, nobodys = key(MINE, "private harm", 1), uuid4()
    hidden, missing = [await client.get(f"/cases/{key(MINE)}/private-harms/{id}", headers=token) for id in (theirs, nobodys)]
    assert hidden.status_code == 404
    assert hidden.content == missing.content
    assert hidden.headers.multi_items() == missing.headers.multi_items()


@pytest.fixture
async def broken(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A service of which every operation with a token, and one at the root, fails with what somebody said."""

    class Boom(Exception):
        """Says what nobody may read."""

    class Tokens:
        """In the place of the tokens."""

        def principal(self, _: object) -> None:
            raise Boom(MARKER)

    app = create_app(settings)
    [api] = [route.app for route in app.routes if isinstance(route, Mount)]
    assert isinstance(api, FastAPI)
    api.state.tokens = Tokens()

    @app.get("/boom")
    async def boom() -> None:
        raise Boom(MARKER) from ValueError(MARKER)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        yield client
    await app.state.database.close()


@pytest.mark.parametrize("address", ["/v1/me", "/boom"])
async def test_c16_an_exception_in_a_handler_says_nothing_in_body_header_or_log(
    broken: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], address: str
) -> None:
    """And no exception leaves the application, for a server would log its text."""
    with caplog.at_level(logging.DEBUG):
        found = await broken.get(address, headers={"traceparent": TRACEPARENT})
    assert found.status_code == 500
    assert found.json() == {
        "type": "http://test/problems/internal",
        "title": "Er ging bij ons iets mis",
        "status": 500,
        "code": "internal",
        "detail": "De fout is genoteerd onder het traceId.",
        "traceId": TRACE,
    }
    told = "".join([caplog.text, *capfd.readouterr(), json.dumps(found.headers.multi_items()), found.text])
    assert MARKER not in told
    assert f"fault Boom in {TRACE}" in caplog.text


async def test_c16_an_answer_that_fails_halfway_is_cut_short_and_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    app = Service()
    app.state.base_url = "http://test"

    async def half(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ValueError(MARKER)

    app.mount("/", half)
    status, _, body = await raw(app, "GET", b"/")
    assert (status, body) == (200, b"")
    assert MARKER not in caplog.text


async def test_503_when_the_database_is_away_says_when_to_come_back_while_liveness_stays(settings: Settings) -> None:
    away = create_app(settings.model_copy(update={"database_url": "postgresql+psycopg://nobody@127.0.0.1:1/nothing"}))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(away), base_url="http://test") as client:
        token = as_("member").token(away)
        answers = [await client.get(place, headers=token) for place in ("/health/ready", "/v1/cases")]
        assert [(one.status_code, one.json()["code"], one.headers["Retry-After"]) for one in answers] == [(503, "database-away", "1")] * 2
        assert (await client.get("/health/live")).status_code == 200
    await away.state.database.close()


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/json", 200),
        ("text/html, application/xhtml+xml, */*;q=0.8", 200),
        ("application/*", 200),
        ("APPLICATION/JSON ; q=1", 200),
        ("application/problem+json", 200),
        ("", 200),
        (" , ,", 200),
        ("text/html", 406),
        ("application/json;q=0", 406),
        ("application/json; q = 0.000", 406),
        ("application/xml, text/*", 406),
    ],
)
async def test_406_when_the_client_takes_nothing_that_there_is(client: httpx.AsyncClient, accept: str, status: int) -> None:
    found = await client.get("/jwks", headers={"Accept": accept})
    assert found.status_code == status
    assert status == 200 or found.json()["code"] == "not-acceptable"


async def test_406_looks_at_every_accept_header(client: httpx.AsyncClient) -> None:
    found = await client.get("/jwks", headers=[("Accept", "text/html"), ("Accept", "application/json")])
    assert found.status_code == 200


async def test_428_without_if_match_400_for_what_is_no_strong_etag_and_412_for_a_stale_one(
    app: FastAPI, client: httpx.AsyncClient, the_world: World
) -> None:
    """K2; conventions 9."""
    place, token = f"/cases/{key(MINE)}/notes/{key(MINE, 'note')}", as_("moderator").token(app)
    etag = (await client.get(place, headers=token)).headers["ETag"]

    async def tried(**headers: str) -> tuple[int, str]:
        found = await client.patch(place, json={"text": "anders"}, headers={**token, **headers})
        return found.status_code, found.json().get("code", "")

    assert await tried() == (428, "precondition-required")
    for bad in ("*", f"W/{etag}", etag.strip('"'), f"{etag}, {etag}", '""', "", '"a b"'):
        assert await tried(**{"If-Match": bad}) == (400, "bad-if-match")
    assert (await tried(**{"If-Match": '"' + "x" * 200 + '"'}))[0] == 400
    assert await tried(**{"If-Match": '"0000000000000000"'}) == (412, "stale")
    assert await tried(**{"If-Match": etag}) == (200, "")
    assert await tried(**{"If-Match": etag}) == (412, "stale")


async def test_whoever_has_no_token_hears_that_before_anything_about_conditions_or_queries(client: httpx.AsyncClient) -> None:
    """Conventions 11."""
    assert (await client.patch(f"/units/{uuid4()}", json={})).status_code == 401
    assert (await client.get("/cases?invented=1")).status_code == 401


async def test_i13_nobody_else_s_page_may_read_anything_but_the_document(client: httpx.AsyncClient) -> None:
    """CORS: no answer but the document's names an origin, and a preflight is told that OPTIONS is not possible."""
    origin = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    for address in ("http://test/", "/me", "/jwks", "/secrecy-statement", "http://test/docs"):
        for method in ("GET", "OPTIONS"):
            found = await client.request(method, address, headers=origin)
            assert [name for name in found.headers if name.startswith("access-control")] == []
    assert (await client.options("/referrals", headers=origin)).status_code == 405
    document = (await client.get("/openapi.json", headers=origin)).headers
    assert [(name, value) for name, value in document.items() if "access" in name] == [("access-control-allow-origin", "*")]
