"""What makes a read cheap: statements whose text stays the same, addresses that are found at once, and no thread to wait for."""

import inspect
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from sqlalchemy import event

from app.main import ROUTERS, v1
from app.routers.bodies import Router
from tests.http import as_
from tests.people import FOREIGN, MINE, OTHER, key
from tests.world import World

ASKED = [
    ("/me/worklist", "moderator", "/me/worklist", "other_moderator"),
    ("/me/worklist", "party", "/me/worklist", "foreign_party"),
    ("/me/export", "party", "/me/export", "foreign_party"),
    (f"/cases/{key(MINE)}/timeline", "moderator", f"/cases/{key(OTHER)}/timeline", "other_moderator"),
    (f"/cases/{key(MINE)}/process", "party", f"/cases/{key(FOREIGN)}/process", "foreign_party"),
]
"""The same question by two people of one role, about different cases whose gates do not stand alike."""


@pytest.mark.parametrize(("path", "who", "other_path", "other"), ASKED)
async def test_whoever_reads_and_whatever_stands_there_the_text_of_a_statement_is_the_same(
    app: FastAPI, client: httpx.AsyncClient, the_world: World, path: str, who: str, other_path: str, other: str
) -> None:
    heard: list[list[str]] = []
    engines = [engine.sync_engine for engine in app.state.database.engines.values()]

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            heard[-1].append(statement)

    for engine in engines:
        event.listen(engine, "before_cursor_execute", hear)
    for asked, by in ((path, who), (other_path, other)):
        heard.append([])
        assert (await client.get(asked, headers=as_(by).token(app))).status_code == 200
    for engine in engines:
        event.remove(engine, "before_cursor_execute", hear)
    assert heard[0] == heard[1] != []


def _calls(dependant: Dependant) -> Iterator[object]:
    yield dependant.call
    for one in dependant.dependencies:
        yield from _calls(one)


@pytest.mark.parametrize("router", [router for router in ROUTERS if isinstance(router, Router)])
def test_no_request_waits_for_a_thread(router: Router) -> None:
    """A plain function as a dependency is run in a thread of its own, which takes longer than the function."""
    routes = [route for route in router.routes if isinstance(route, APIRoute)]
    calls = {call for route in routes for call in _calls(route.dependant)}
    calls |= {dependency.dependency for dependency in v1().router.dependencies}
    assert len(calls) > 2
    assert [call for call in calls if not (inspect.iscoroutinefunction(call) or inspect.isasyncgenfunction(call))] == []


@pytest.mark.parametrize("router", [router for router in ROUTERS if isinstance(router, Router)])
def test_a_router_looks_closer_at_its_own_addresses_only(router: Router) -> None:
    for route in router.routes:
        assert isinstance(route, APIRoute)
        own = route.path.replace("{", "").replace("}", "")
        assert router._alike.match(own)
        assert not router._alike.match(f"{own}/elsewhere/and/further/on")
