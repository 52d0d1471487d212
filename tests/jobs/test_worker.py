"""`herstel worker`: it starts, it sweeps, it stops when it is told to, and what prevents that is one sentence."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI

from app.cli.starting import upgrade
from app.demo.opening import settle
from app.domain.cases import NeutralState
from app.embedded import EmbeddedPostgres
from app.jobs.worker import WORKER
from app.main import create_app
from app.settings import Settings
from app.store.models.intake import Referral, Request
from tests.behind import put_in
from tests.jobs.clock import everything, states, swept, waiting
from tests.world import World

ROOT = Path(__file__).resolve().parent.parent.parent
LONG_AGO = (datetime.now(UTC) - timedelta(days=30)).date()


@pytest.fixture
def fresh(server: EmbeddedPostgres, settings: Settings) -> Iterator[Settings]:
    """An installation whose database is empty."""
    server.ensure("herstel_worker")
    yield settings.model_copy(update={"database_url": server.url("herstel_worker")})
    server.execute("drop database herstel_worker with (force)")


def worker(beside: Settings | None, *arguments: str) -> subprocess.Popen[str]:
    """The worker as a process of its own, with the settings of the service."""
    own = {"DATABASE_URL": beside.database_url or "", "HERSTEL_DATA_FOLDER": str(beside.data_folder)} if beside else {}
    environment = {**os.environ, "PYTHONWARNINGS": "", **own}
    command = [sys.executable, "-m", "app.cli", "worker", *arguments]
    return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def came(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """What came of it: its exit code, and what it said."""
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


async def test_r17_one_sweep_does_what_is_due_and_says_nothing(app: FastAPI, database: str, the_world: World) -> None:
    await put_in(app, *waiting("a", received_on=LONG_AGO))
    assert came(worker(app.state.settings, "--once")) == (0, "", "")
    assert await states(app, "a") == [NeutralState.CLOSED]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
async def test_r17_a_worker_sweeps_until_a_signal_stops_it_and_leaves_no_trace_of_that(
    app: FastAPI, database: str, the_world: World, number: signal.Signals
) -> None:
    await put_in(app, *waiting("a", received_on=LONG_AGO))
    process = worker(app.state.settings)
    assert process.stdout is not None
    assert process.stdout.readline() == "Herstel looks after the deadlines, once a minute.\n"
    while await states(app, "a") == [NeutralState.RECEIVED]:
        pass
    process.send_signal(number)
    assert came(process) == (0, "", "")


def test_a_worker_on_an_empty_database_brings_it_up_to_date_like_the_service(fresh: Settings) -> None:
    assert came(worker(fresh, "--once")) == (0, "", "")


def test_s4_a_sweep_that_fails_is_a_line_and_a_sentence_and_no_more(server: EmbeddedPostgres, fresh: Settings) -> None:
    upgrade(fresh)
    server.execute('alter table conf.process rename to "elsewhere"', "herstel_worker")
    code, out, err = came(worker(fresh, "--once"))
    assert (code, out) == (1, "")
    assert err == ("left alone: UndefinedTable, 42P01\nherstel: The sweep could not do 1 of what was due; the lines above say why.\n")


def test_without_a_database_url_the_worker_does_not_start() -> None:
    assert came(worker(None)) == (
        1,
        "",
        "herstel: The worker needs DATABASE_URL; on an embedded database the service itself looks after the deadlines.\n",
    )


async def test_r17_a_service_without_a_worker_looks_after_the_deadlines_itself(
    settings: Settings, app: FastAPI, database: str, the_world: World
) -> None:
    await put_in(app, *waiting("a", received_on=LONG_AGO))
    alone = create_app(settings, sweeps=True)
    async with alone.router.lifespan_context(alone):
        while await states(app, "a") == [NeutralState.RECEIVED]:
            pass
    assert await states(app, "a") == [NeutralState.CLOSED]


async def test_beside_workers_the_service_leaves_the_deadlines_to_them(
    settings: Settings, app: FastAPI, database: str, the_world: World
) -> None:
    await put_in(app, *waiting("a", received_on=LONG_AGO))
    beside = create_app(settings)
    async with beside.router.lifespan_context(beside):
        pass
    assert await states(app, "a") == [NeutralState.RECEIVED]


async def test_r1_r17_in_a_demo_that_has_just_begun_nothing_is_closed_and_nothing_destroyed(app: FastAPI, database: str) -> None:
    await settle(database, app.state.database.keys, app.state.database.notary, datetime.now(UTC))
    before = await everything(app)
    done = await swept(app, datetime.now(UTC))
    assert set(done) == {"referrals settled", "requests settled"}
    after = await everything(app)
    assert {name for name in after if after[name] != before[name]} == {"referral", "request"}
    async with app.state.database.store_for(WORKER, None) as store:
        for kind in (Referral, Request):
            assert {found.destroyed_on for found in await store.rows(store.within(kind))} == {None}
