"""One PostgreSQL server per worker, one migrated template, and a database of its own for every test, which commits for real."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import hypothesis
import pytest
from fastapi import FastAPI

from app.cli import upgrade
from app.embedded import EmbeddedPostgres, throwaway
from app.main import create_app
from app.settings import PREFIX, Settings
from app.store.database import Database
from tests.world import World, world

# What the developer's shell says about a service of theirs must not reach the tests; HERSTEL_REQUIRE_BROWSER is about the tests.
for name in [name for name in os.environ if name == "DATABASE_URL" or name.startswith(PREFIX)]:
    if name != "HERSTEL_REQUIRE_BROWSER":
        del os.environ[name]

# Timings never decide a test, and a failure that shows today shows tomorrow; `make fuzz` looks further every time.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("fuzz", deadline=None, max_examples=1000, print_blob=True)
hypothesis.settings.load_profile("house")

TEMPLATE = "template_herstel"
POPULATED = "template_world"
DATABASE = "herstel_test"


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL server with the migrated template, to which nobody can connect: a template in use cannot be cloned."""
    with throwaway() as server:
        server.ensure(TEMPLATE)
        upgrade(server.url(TEMPLATE))
        server.execute(f"alter database {TEMPLATE} with allow_connections false is_template true")
        yield server


@pytest.fixture(scope="session")
def settings(server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of the service under test: the demo issuer is on, and all files are the worker's own."""
    folder: Path = tmp_path_factory.mktemp("herstel")
    return Settings(database_url=server.url(DATABASE), data_folder=folder, public_url="http://test", demo=True)


@pytest.fixture(scope="session")
async def app(settings: Settings, server: EmbeddedPostgres) -> AsyncIterator[FastAPI]:
    """The service, started once: its engine stays, so that its cache of statements stays warm."""
    server.ensure(DATABASE)
    application = create_app(settings)
    async with application.router.lifespan_context(application):
        yield application


@pytest.fixture
def shelf() -> Iterator[Path]:
    """An empty folder that every user can pass through, unlike pytest's own: so root's PostgreSQL keeps its data inside."""
    folder = Path(tempfile.mkdtemp(prefix="herstel-shelf-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
async def populated(server: EmbeddedPostgres) -> str:
    """A second template, with a row of every kind in it: cloning it is much faster than putting the rows in."""
    server.execute(f"create database {POPULATED} template {TEMPLATE} strategy file_copy")
    database = Database(server.url(POPULATED), 1, 1)
    await database.found(*world().rows)
    await database.close()
    server.execute(f"alter database {POPULATED} with allow_connections false is_template true")
    return POPULATED


@pytest.fixture
def the_world(populated: str) -> World:
    """What is in the database of a test that asks for it: a row of every kind, in four cases of two tenants."""
    return world()


@pytest.fixture
async def database(app: FastAPI, server: EmbeddedPostgres, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """A fresh database under the service, with the world in it where the test asks for that: the address of it."""
    template = POPULATED if "the_world" in request.fixturenames else TEMPLATE
    if template == POPULATED:
        request.getfixturevalue("the_world")
    server.execute(f"drop database if exists {DATABASE} with (force)")
    server.execute(f"create database {DATABASE} template {template} strategy file_copy")
    yield server.url(DATABASE)
    await app.state.database.engine.dispose()
    server.execute(f"drop database {DATABASE} with (force)")


@pytest.fixture
async def client(app: FastAPI, database: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the service without a token, on a fresh database."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test/v1") as client:
        yield client
