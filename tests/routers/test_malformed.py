"""The edge, for what no well-bred client sends: too much of it, or what is no text."""

import json
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from app.routers.edge import LARGEST_BODY
from tests.http import as_
from tests.routers.sending import raw

MARKER = "Merkwaardigheid"


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "chunked"])
async def test_413_for_a_body_over_1_mib(app: FastAPI, client: httpx.AsyncClient, announced: bool) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield MARKER.encode() * (LARGEST_BODY // 30)

    whole = MARKER.encode() * (LARGEST_BODY // 10)
    for address, kind in (("/referrals", "application/json"), ("/token", "application/x-www-form-urlencoded")):
        headers = {**as_("coordinator").token(app), "Content-Type": kind}
        found = await client.post(address, content=whole if announced else chunks(), headers=headers)
        assert (found.status_code, found.json()["code"]) == (413, "content-too-large")
        assert MARKER not in found.text


@pytest.mark.parametrize("length", [str(LARGEST_BODY + 1), "9" * 30, "9" * 5000])
async def test_413_as_soon_as_too_much_is_announced(app: FastAPI, length: str) -> None:
    status, _, _ = await raw(app, "POST", b"/v1/referrals", content_length=length)
    assert status == 413


async def test_a_body_of_exactly_1_mib_is_read(app: FastAPI, client: httpx.AsyncClient) -> None:
    body = b'{"note":"' + b"x" * (LARGEST_BODY - 11) + b'"}'
    assert len(body) == LARGEST_BODY
    found = await client.post("/referrals", content=body, headers={**as_("coordinator").token(app), "Content-Type": "application/json"})
    assert (found.status_code, found.json()["code"]) == (400, "invalid-request")


async def test_431_for_headers_over_16_kib(client: httpx.AsyncClient) -> None:
    found = await client.get("http://test/", headers={"X-Long": MARKER * 2000, "Accept-Language": "en"})
    assert (found.status_code, found.json()["code"], found.json()["title"]) == (431, "headers-too-large", "Headers too large")
    assert MARKER not in found.text
    assert found.headers["content-length"] == str(len(found.content))


@pytest.mark.parametrize(
    "path",
    [
        b"/%",
        b"/v1/%zz",
        b"/v1/cases/%00",
        b"/v1/cases/\x00",
        b"/v1/cases/\xff\xfe",
        b"/v1/cases/%ed%a0%80",
        b"/v1/cases/..%2f..%2fetc",
        b"/v1/code-lists/\x00",
        b"/v1/code-lists/\xf0\x9f\x92\x94",
        b"/problems/\x00",
        b"/docs/..%2fdocs.py",
        b"/v1/" + b"a/" * 30_000,
        b"/v1/cases/" + b"0" * 60_000,
        "/v1/cases/١٢٣".encode(),
    ],
    ids=lambda path: repr(path[:24]),
)
async def test_no_path_is_a_fault(app: FastAPI, path: bytes) -> None:
    for method in ("GET", "HEAD", "POST", "PATCH", "DELETE"):
        status, headers, body = await raw(app, method, path, authorization=as_("member").token(app)["Authorization"])
        assert status in {400, 404, 405, 415}
        assert headers["content-type"] == "application/problem+json"
        assert method == "HEAD" or json.loads(body)["status"] == status


@pytest.mark.parametrize(
    "query", [b"\xff=\xfe", b"%", b"%ff=%ff", b"%00=1", b"limit=%00", b"cursor=%00", b"cursor=%ed%a0%80", b"&&&=;", b"limit=" + b"9" * 9000]
)
async def test_no_query_is_a_fault(app: FastAPI, query: bytes) -> None:
    status, _, _ = await raw(app, "GET", b"/v1/cases", query=query, authorization=as_("member").token(app)["Authorization"])
    assert status == 400


async def test_a_header_that_is_no_text_is_no_fault(app: FastAPI) -> None:
    for name in ("authorization", "accept", "accept_language", "if_match", "content_type", "traceparent", "content_length", "host"):
        status, headers, _ = await raw(app, "PATCH", f"/v1/units/{uuid4()}".encode(), b"", b"", **{name: "\xff\x80\x00é"})
        assert status in {400, 401, 406, 415}
        assert headers["content-type"] == "application/problem+json"
