"""Through a real PgBouncer in transaction mode, where everybody's transactions share two connections: what holds without it holds."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from random import Random
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.domain.confidentiality import Act
from app.domain.errors import Unavailable
from app.embedded import EmbeddedPostgres
from app.main import create_app
from app.settings import Settings
from app.store.gate import Store
from app.store.logins import let_in
from app.store.models.cases import Note
from tests.behind import LOOK
from tests.http import as_
from tests.people import MINE, PEOPLE, key
from tests.routers.playing import ANN, BEN, MODERATOR, Play
from tests.test_words import addresses, expected
from tests.walls.bouncer import SHARED, Bouncer, bouncing
from tests.walls.load import WORD, Load, ends, planned, whole
from tests.world import World

OURS = "select pid, usename::text from pg_stat_activity where usename like 'herstel_%' and datname = 'herstel_test'"
PREPARED = text("select count(*) from pg_prepared_statements")
KILL = f"select count(pg_terminate_backend(pid)) from ({OURS}) as ours"
BRIEFLY = "select set_config('lock_timeout', '50', true)"
HELD = {"statement_timeout": "5s", "lock_timeout": "2s", "idle_in_transaction_session_timeout": "5s", "TimeZone": "UTC"}


@pytest.fixture(scope="module")
def bouncer(server: EmbeddedPostgres, settings: Settings) -> Iterator[Bouncer]:
    """It runs as long as these tests do."""
    with bouncing(server) as bouncer:
        yield bouncer


@pytest.fixture
async def service(bouncer: Bouncer, settings: Settings, database: str) -> AsyncIterator[FastAPI]:
    """The service, let in by three addresses that lead through it."""
    ways = {f"{pool.value.removeprefix('herstel_')}_database_url": way for pool, way in bouncer.addresses(settings).items()}
    through = settings.model_copy(update={**ways, "pool_size": 5, "pool_seconds": 30})
    let_in(through)
    app = create_app(through)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def caller(service: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client of that service."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(service), base_url="http://test/v1") as client:
        yield client


def session(store: Store) -> AsyncSession:
    """What is under a Store."""
    found: AsyncSession = vars(store)["_Store__session"]
    return found


async def asked(app: FastAPI, name: str, sql: str) -> Any:
    """One value, for somebody."""
    async with app.state.database.store_for(PEOPLE[name].principal, LOOK) as store:
        return (await session(store).execute(text(sql))).scalar()


async def test_a_case_is_played_up_to_its_conversation(service: FastAPI, caller: httpx.AsyncClient, the_world: World) -> None:
    play = Play(service, caller)
    await play.begins()
    await play.informs(ANN, BEN)
    await play.moves("readiness")
    await play.readies(ANN, BEN)
    await play.moves("mandate")
    await play.accepts(await play.offers_mandate(), MODERATOR, ANN, BEN)
    await play.moves("in_process")
    held = await play.starts()
    assert [(await play.sees(name, held))["state"] for name in (ANN, BEN)] == ["running", "running"]


async def test_C3_people_beside_each_other_find_exactly_their_words(service: FastAPI, caller: httpx.AsyncClient, the_world: World) -> None:
    async def finds(who: str) -> set[str]:
        headers = as_(who).token(service)
        return {word for path in addresses(service, the_world) for word in WORD.findall((await caller.get(path, headers=headers)).text)}

    people = ("party", "foreign_party")
    found = await asyncio.gather(*(finds(who) for who in people))
    assert list(found) == [expected(the_world, who) for who in people]


async def test_T5_no_foreign_row_where_all_share_two_connections(service: FastAPI, server: EmbeddedPostgres, the_world: World) -> None:
    plan, load = planned(600, seed=21), Load(service, the_world)
    await load.run(plan)
    assert load.wrong == []
    assert load.ends == ends(plan)
    assert await whole(service, 5) == []


async def test_five_clients_of_a_role_share_two_connections(service: FastAPI, server: EmbeddedPostgres, the_world: World) -> None:
    people = ("party", "moderator", "guardian", "supporter", "other_party", "coordinator", "admin", "member", "auditor", "registrar")
    slept = await asyncio.gather(*(asked(service, name, "select 'slept' from pg_sleep(0.1)") for name in people))
    assert slept == ["slept"] * 10
    roles = [role for _, role in server.execute(OURS)]
    assert [roles.count(role) for role in ("herstel_org", "herstel_case")] == [SHARED, SHARED]


async def test_nothing_stays_prepared_on_a_connection_that_goes_to_others(service: FastAPI, the_world: World) -> None:
    async def often(name: str) -> set[Any]:
        return {await asked(service, name, "select count(*) from conf.note") for _ in range(20)}

    assert await asyncio.gather(*map(often, ["moderator", "party", "other_moderator", "foreign_party"] * 2)) == [{4}, {2}, {4}, {2}] * 2
    async with service.state.database.store_for(PEOPLE["party"].principal, LOOK) as store:
        assert (await session(store).execute(PREPARED)).scalar() == 0


@pytest.mark.parametrize("name", ["coordinator", "party"])
async def test_the_limits_of_each_role_hold(service: FastAPI, the_world: World, name: str) -> None:
    await asked(service, name, "select set_config('statement_timeout', '50', true)")
    assert {limit: await asked(service, name, f"show {limit}") for limit in HELD} == HELD


@pytest.mark.parametrize("then", [["select 1"], []], ids=["asks", "commits"])
async def test_whoever_thinks_too_long_in_a_transaction_is_told_to_come_back(service: FastAPI, the_world: World, then: list[str]) -> None:
    async def thinks() -> None:
        async with service.state.database.store_for(PEOPLE["party"].principal, LOOK) as store:
            await session(store).execute(text("select set_config('idle_in_transaction_session_timeout', '20', true)"))
            await asyncio.sleep(0.2)
            for statement in then:
                await session(store).execute(text(statement))

    with pytest.raises(Unavailable):
        await thinks()
    assert await asked(service, "party", "select count(*) from conf.note") == 2


async def test_a_lock_goes_with_its_transaction(service: FastAPI, the_world: World) -> None:
    """Also when whoever had it was cut short."""
    held = asyncio.Event()

    async def holds() -> None:
        async with service.state.database.store_for(PEOPLE["moderator"].principal, LOOK) as store:
            await store.one(Note, key(MINE, "note"), Act.REWRITE_NOTE)
            held.set()
            await asyncio.sleep(60)

    for _ in range(3):
        holder = asyncio.create_task(holds())
        await held.wait()
        with pytest.raises(Unavailable) as refusal:
            await asked(service, "moderator", f"{BRIEFLY}; select lock_case('{key(MINE)}')")
        assert refusal.value.code == "busy"
        holder.cancel()
        with suppress(asyncio.CancelledError):
            await holder
        held.clear()
        assert await asked(service, "moderator", f"select lock_case('{key(MINE)}')::text") == ""


async def test_a_cancelled_request_ends_nobody_elses_statement(service: FastAPI, the_world: World) -> None:
    chance = Random(7)

    async def innocent() -> str:
        return str(await asked(service, "party", "select 'slept' from pg_sleep(0.02)"))

    async def cancelled() -> None:
        task = asyncio.create_task(asked(service, "moderator", "select pg_sleep(0.02)"))
        asyncio.get_running_loop().call_later(chance.random() * 0.05, task.cancel)
        with suppress(asyncio.CancelledError):
            await task

    async def again(work: Any) -> list[Any]:
        return [await work() for _ in range(25)]

    slept = await asyncio.gather(*(again(work) for work in (innocent, cancelled, innocent, cancelled)))
    assert [slept[0], slept[2]] == [["slept"] * 25] * 2


async def test_what_broke_while_nobody_looked_is_replaced(
    service: FastAPI, bouncer: Bouncer, server: EmbeddedPostgres, the_world: World
) -> None:
    """The server's connections behind it, and then itself."""
    for breaks in (lambda: server.execute(KILL), bouncer.restart):
        assert [await asked(service, name, "select 1") for name in ("party", "coordinator")] == [1, 1]
        breaks()
        assert [await asked(service, name, "select 1") for name in ("party", "coordinator")] == [1, 1]
