"""Every refusal is a problem (RFC 9457): with its own words in Dutch and English, explained where it points, and without what was sent."""

import ast
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Final
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from app.domain import agreements, cases, commitments, harms, mandates, offers, sealing_keys, sessions
from app.domain.errors import DomainError
from app.domain.lifecycle import Lifecycle
from app.routers.problems import STATUS
from app.routers.wording import DETAILS, TITLES, language_of
from tests.http import as_

APP: Final = Path(__file__).resolve().parents[2] / "app"
# Where a code stands in the arguments of what says no.
CODES: Final = {
    **dict.fromkeys(("Condition", "WrongState", "GateClosed", "Stale", "Conflict", "Invalid"), 0),
    **dict.fromkeys(("Unknown", "NotAllowed", "Unauthenticated", "Unavailable"), 0),
    **dict.fromkeys(("HTTPException", "when", "demand"), 1),
    **dict.fromkeys(("outstanding", "problem", "_refuse"), 2),
    "_beside": 3,
}
MADE: Final = {
    f"wrong-{noun}-state" for noun in ("case", "offer", "session", "talk", "mandate", "agreement", "commitment", "harm", "sealing-key")
}


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(APP.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                yield name, node


def codes() -> set[str]:
    """Every code that is written somewhere in the house."""
    found = {error.code for error in every_error()} | MADE
    for name, call in calls():
        if name in CODES and len(call.args) > CODES[name]:
            branches = [call.args[CODES[name]]]
            if isinstance(branches[0], ast.IfExp):
                branches = [branches[0].body, branches[0].orelse]
            found |= {branch.value for branch in branches if isinstance(branch, ast.Constant) and isinstance(branch.value, str)}
    return found


def every_error() -> list[type[DomainError]]:
    todo, found = [DomainError], []
    while todo:
        found.append(error := todo.pop())
        todo.extend(error.__subclasses__())
    return found


def test_the_table_of_statuses_covers_every_refusal() -> None:
    assert set(STATUS) == set(every_error()) - {DomainError}
    assert set(STATUS.values()) <= set(TITLES)


def test_every_lifecycle_has_words_for_its_wrong_state() -> None:
    nouns = [vars(noun).values() for noun in (agreements, cases, commitments, harms, mandates, offers, sealing_keys, sessions)]
    found = {value.noun for values in nouns for value in values if isinstance(value, Lifecycle)}
    assert {f"wrong-{noun}-state" for noun in found} == MADE


@pytest.mark.parametrize("code", sorted(codes()))
def test_every_code_in_the_house_has_words_of_its_own_in_both_languages(code: str) -> None:
    dutch, english = DETAILS[code]
    assert dutch.endswith(".")
    assert english.endswith(".")
    assert dutch != english


def test_no_words_are_left_over() -> None:
    # The framework's, said where it raises by itself; and what a cursor is told in `errors`.
    own = {"bad-cursor", "method-not-allowed", "missing-token", "bad-token", "not-found"}
    assert set(DETAILS) - codes() - own == set()


async def test_every_code_is_explained_where_its_type_points(client: httpx.AsyncClient) -> None:
    for code, (dutch, english) in DETAILS.items():
        found = await client.get(f"http://test/problems/{code}")
        assert (found.status_code, found.json()) == (200, {"code": code, "dutch": dutch, "english": english})
    missing = await client.get("http://test/problems/nothing-of-ours")
    assert (missing.status_code, missing.json()["code"]) == (404, "not-found")


async def test_a_problem_has_all_members_of_its_standard_and_ours(client: httpx.AsyncClient) -> None:
    """Conventions 10."""
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    found = await client.get("/me", headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
    assert found.status_code == 401
    assert found.headers["Content-Type"] == "application/problem+json"
    assert found.headers["Content-Language"] == "nl"
    assert found.headers["Vary"] == "Accept-Language"
    assert found.headers["WWW-Authenticate"] == "Bearer"
    assert found.json() == {
        "type": "http://test/problems/missing-token",
        "title": "Geen geldig toegangsbewijs",
        "status": 401,
        "code": "missing-token",
        "detail": "Stuur een toegangsbewijs mee.",
        "traceId": trace,
    }


async def test_a_problem_speaks_english_to_whoever_prefers_it(client: httpx.AsyncClient) -> None:
    """Conventions 3."""
    found = await client.get("/me", headers={"Accept-Language": "en-GB,en;q=0.9,nl;q=0.5"})
    assert found.headers["Content-Language"] == "en"
    assert (found.json()["title"], found.json()["detail"]) == ("No valid token", "Send a token.")


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "nl"),
        ("nl", "nl"),
        ("en", "en"),
        ("EN-us", "en"),
        ("fr, de;q=0.9", "nl"),
        ("fr, en;q=0.1", "en"),
        ("en;q=0.5, nl;q=0.6", "nl"),
        ("en;q=0.6, nl;q=0.5", "en"),
        ("en, nl", "nl"),
        ("en;q=0", "nl"),
        ("*", "nl"),
        ("en;q=nan", "nl"),
        ("en;q=1e400", "en"),
        (";;;,,,q=,en;q", "nl"),
        ("\x00\xff" * 2000, "nl"),
    ],
)
def test_the_language_is_dutch_unless_english_is_preferred(accept: str, language: str) -> None:
    assert language_of(accept) == language


def test_every_status_has_a_title_in_both_languages() -> None:
    for status, (dutch, english) in TITLES.items():
        assert HTTPStatus(status)
        assert dutch != english


async def test_all_that_is_wrong_with_a_body_is_said_at_once_by_place_and_rule(app: FastAPI, client: httpx.AsyncClient) -> None:
    """Conventions 10: 400, JSON pointers, and never the value."""
    body = {"setting": "marktplaats", "proposedPeople": [{"name": ""}, {"name": "B", "personId": "geen id"}], "note": 7}
    found = await client.post("/referrals", json=body, headers=as_("coordinator").token(app))
    assert found.status_code == 400
    assert found.json()["code"] == "invalid-request"
    assert sorted((error["pointer"], error["code"]) for error in found.json()["errors"]) == [
        ("/note", "string-type"),
        ("/proposedPeople/0/name", "string-too-short"),
        ("/proposedPeople/1/personId", "uuid-parsing"),
        ("/setting", "enum"),
    ]
    assert "marktplaats" not in found.text


async def test_an_unknown_member_is_pointed_at_only_when_it_looks_like_a_member(app: FastAPI, client: httpx.AsyncClient) -> None:
    """A typing error is worth naming; a sentence in the place of a name is not repeated."""
    token = as_("moderator").token(app)
    for member, pointer in {"tekst": "/tekst", "Tom wilde niet": "", "a~/b": "", "x" * 41: ""}.items():
        found = await client.post(f"/cases/{uuid4()}/notes", json={"text": "x", member: 1}, headers=token)
        assert found.json()["errors"] == [{"pointer": pointer, "code": "extra-forbidden"}]


async def test_all_that_is_wrong_with_parameters_is_said_by_name(app: FastAPI, client: httpx.AsyncClient) -> None:
    found = await client.get("/cases?limit=veel&state=marktplaats", headers=as_("member").token(app))
    assert found.status_code == 400
    assert sorted(found.json()["errors"], key=str) == [
        {"parameter": "limit", "code": "int-parsing"},
        {"parameter": "state", "code": "enum"},
    ]
    bad_id = await client.get("/cases/geen-id", headers=as_("member").token(app))
    assert (bad_id.status_code, bad_id.json()["errors"]) == (400, [{"path": "caseId", "code": "uuid-parsing"}])
