"""Every operation's example succeeds against a demo that has just begun (conventions, 15)."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI

from app.cli.starting import secret
from app.demo.opening import settle
from app.demo.people import PERSONAS
from app.embedded import EmbeddedPostgres
from app.jobs.sealing import seal
from app.main import create_app
from app.routers.example_calls import EXAMPLES
from app.routers.examples import PERSONA
from app.settings import Settings
from app.store.database import Database
from app.store.logins import addresses
from tests.conftest import DATABASE, TEMPLATE
from tests.http import document

BEGUN: Final = "herstel_demo_begun"
# What is sealed for one caller and one moment cannot stand in a document that is the same for all.
WITHOUT: Final = {"cursor"}
# What nobody has answered yet is what the deed's own example is about.
EMPTY: Final = {"listRecordApprovals"}


def operations() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Every operation of the document: method, path, and what stands there."""
    paths = document()["paths"].items()
    return {found["operationId"]: (method, path, found) for path, item in paths for method, found in item.items()}


DOCUMENT: Final = operations()
READS: Final = sorted(name for name, (method, _, _) in DOCUMENT.items() if method == "get")
DEEDS: Final = sorted(set(DOCUMENT) - set(READS))


@pytest.fixture(scope="module")
async def begun(server: EmbeddedPostgres, played: FastAPI) -> AsyncIterator[str]:
    """A database in which the demo has just begun, to be copied."""
    server.execute(f"create database {BEGUN} template {TEMPLATE} strategy file_copy")
    await settle(server.url(BEGUN), played.state.database.keys, played.state.database.notary, datetime.now(UTC))
    served = played.state.settings
    beside = Database(
        addresses(served.model_copy(update={"database_url": server.url(BEGUN)})), played.state.database.keys, secret(served), 1, 5
    )
    await seal(beside, datetime.now(UTC))
    await beside.close()
    yield BEGUN
    server.execute(f"drop database {BEGUN} with (force)")


@pytest.fixture(scope="module")
async def played(settings: Settings) -> AsyncIterator[FastAPI]:
    """The service in demo mode."""
    application = create_app(settings, PERSONAS)
    async with application.router.lifespan_context(application):
        yield application


@pytest.fixture
async def fresh(played: FastAPI, begun: str, server: EmbeddedPostgres) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the service on a copy of its own."""
    server.execute(f"drop database if exists {DATABASE} with (force)")
    server.execute(f"create database {DATABASE} template {begun} strategy file_copy")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(played), base_url="http://test/v1") as client:
        yield client
    await played.state.database.close()


def example(found: dict[str, Any]) -> Any:
    """The value of the one example of a parameter or a body."""
    (only,) = found["examples"].values()
    return only["value"]


def request(client: httpx.AsyncClient, method: str, path: str, found: dict[str, Any], headers: dict[str, str]) -> httpx.Request:
    """The call that the document's own examples make."""
    given = {(one["in"], one["name"]): example(one) for one in found.get("parameters", []) if "examples" in one}
    url = path.format(**{name: value for (place, name), value in given.items() if place == "path"})
    query = {name: value for (place, name), value in given.items() if place == "query"}
    headers = headers | {name: str(value) for (place, name), value in given.items() if place == "header"}
    for media, body in found.get("requestBody", {}).get("content", {}).items():
        if media == "application/x-www-form-urlencoded":
            return client.build_request(method, url, params=query, headers=headers, data=example(body))
        headers["Content-Type"] = media
        return client.build_request(method, url, params=query, headers=headers, content=json.dumps(example(body)))
    return client.build_request(method, url, params=query, headers=headers)


async def played_by(client: httpx.AsyncClient, played: FastAPI, name: str) -> httpx.Response:
    """The answer to an operation's example, as the persona whom it names."""
    method, path, found = DOCUMENT[name]
    headers = {}
    if who := found.get(PERSONA):
        persona = PERSONAS[who]
        token = played.state.tokens.issue_demo(persona.subject, persona.organisation_id, persona.role)
        headers = {"Authorization": f"Bearer {token}"}
    return await client.send(request(client, method.upper(), path, found, headers))


@pytest.mark.parametrize("name", DEEDS)
async def test_the_example_of_every_deed_succeeds_on_a_fresh_demo(fresh: httpx.AsyncClient, played: FastAPI, name: str) -> None:
    answer = await played_by(fresh, played, name)
    assert answer.is_success, answer.text


async def test_the_example_of_every_read_succeeds_on_a_fresh_demo_and_every_list_shows_something(
    fresh: httpx.AsyncClient, played: FastAPI
) -> None:
    answers = {name: await played_by(fresh, played, name) for name in READS}
    assert {name: answer.text for name, answer in answers.items() if answer.status_code != 200} == {}
    bare = {name for name, answer in answers.items() if name.startswith("list") and not answer.json()["items"]}
    assert bare == EMPTY


def test_every_operation_has_an_example_and_every_example_an_operation() -> None:
    assert set(EXAMPLES) == set(DOCUMENT)


@pytest.mark.parametrize("name", sorted(DOCUMENT))
def test_every_path_parameter_body_and_precondition_has_an_example(name: str) -> None:
    _, _, found = DOCUMENT[name]
    bare = {one["name"] for one in found.get("parameters", []) if "examples" not in one}
    assert bare <= WITHOUT | {one["name"] for one in found.get("parameters", []) if one["in"] == "query"}
    assert all("examples" in media for media in found.get("requestBody", {}).get("content", {}).values())
    assert (PERSONA in found) is (found["security"] != [])
    assert PERSONA not in found or found[PERSONA] in PERSONAS


def test_no_example_names_anything_twice_over() -> None:
    """What an example gives and its operation does not take would be forgotten in silence."""
    for name, one in EXAMPLES.items():
        _, _, found = DOCUMENT[name]
        assert set(one.values) <= {parameter["name"] for parameter in found.get("parameters", [])}, name
        assert (one.body is None) or "requestBody" in found, name
