"""One PostgreSQL server per worker, one migrated template, and a database of its own for every test, which commits for real."""

import gc
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import hypothesis
import psycopg
import pytest
from fastapi import FastAPI

from app.cli.starting import upgrade
from app.embedded import EmbeddedPostgres, throwaway
from app.main import create_app
from app.settings import PREFIX, Settings
from app.store.founding import found
from app.store.models import metadata
from tests.routers.moments import Moments
from tests.world import World, world
from tests.world_retention import certified

# What the developer's shell says about a service of theirs must not reach the tests; HERSTEL_REQUIRE_… is about the tests.
for name in [name for name in os.environ if name == "DATABASE_URL" or name.startswith(PREFIX)]:
    if not name.startswith(f"{PREFIX}REQUIRE_"):
        del os.environ[name]
# Nor that nothing compiled is kept: each command that a test starts would compile all of itself anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# While thousands of tests are gathered next to nothing is garbage; afterwards the collector works as it does in the service.
gc.disable()

# Timings never decide a test, and a failure that shows today shows tomorrow; `make fuzz` looks further every time.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("fuzz", deadline=None, max_examples=1000, print_blob=True)
hypothesis.settings.load_profile("house")


def pytest_collection_finish() -> None:
    """Spare the collector what lives as long as the process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


TEMPLATE = "template_herstel"
POPULATED = "template_world"
DATABASE = "herstel_test"


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL server with the migrated template, to which nobody can connect: a template in use cannot be cloned."""
    with throwaway() as server:
        server.ensure(TEMPLATE)
        upgrade(of_worker(server, TEMPLATE))
        # What tests ask behind the service's back, they ask by a table's own name.
        server.execute("alter role postgres set search_path = public, conf")
        keep(server, TEMPLATE, "pg_catalog")
        yield server


def keep(server: EmbeddedPostgres, template: str, *schemas: str) -> None:
    """Make a template of it, with nothing left in these schemas that the first reader would have to tidy up.

    What is empty is left alone: once PostgreSQL has seen that, it goes without indexes, however many rows come after.
    """
    names = ", ".join(f"'{schema}'" for schema in schemas)
    found = server.execute(
        f"select string_agg(oid::regclass::text, ', ') from pg_class where relkind = 'r' and relnamespace::regnamespace::text in ({names})"
        " and pg_relation_size(oid) > 0",
        template,
    )
    server.execute(f"vacuum (freeze) {found[0][0]}", template)
    server.execute(f"alter database {template} with allow_connections false is_template true")


def of_worker(server: EmbeddedPostgres, name: str) -> Settings:
    """The settings of the service under test on this database: the demo issuer is on, and all files are the worker's own.

    They are beside the server, in memory where there is room: each new case writes its key to the disk.
    """
    return Settings(database_url=server.url(name), data_folder=server.folder / "service", public_url="http://test", demo=True)


@pytest.fixture(scope="session")
def settings(server: EmbeddedPostgres) -> Settings:
    """The settings of the service under test."""
    return of_worker(server, DATABASE)


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
async def populated(server: EmbeddedPostgres, app: FastAPI) -> str:
    """A second template, with a row of every kind in it: cloning it is much faster than putting the rows in."""
    server.execute(f"create database {POPULATED} template {TEMPLATE} strategy file_copy")
    await found(server.url(POPULATED), app.state.database.keys, *certified(app.state.database.notary, world().rows))
    keep(server, POPULATED, "public", "conf")
    return POPULATED


@pytest.fixture(scope="session")
def the_world(populated: str) -> World:
    """What is in the database of a test that asks for it, and only to be read: a row of every kind, in four cases of two tenants."""
    return world()


CATALOGUE = ("pg_class", "pg_attribute", "pg_constraint", "pg_trigger", "pg_policy", "pg_proc")
# Every row of every table: how many, and by whom the newest was written. Each operation is recorded; that alone makes no clone another one.
AS_IT_WAS = " union all ".join(
    f'select count(*), max(xmin::text::bigint) from {table.schema or "public"}."{table.name}"'
    for table in metadata.sorted_tables
    if "audit" not in table.name
) + " union all ".join(["", *(f"select count(*), max(xmin::text::bigint) from pg_catalog.{name}" for name in CATALOGUE)])


class Clones:
    """The database under the service: a clone of a template, which serves until somebody writes."""

    def __init__(self, server: EmbeddedPostgres) -> None:
        self._server = server
        self._superuser = psycopg.connect(server.url("postgres").replace("+psycopg", ""), autocommit=True)
        self._looking: psycopg.Connection[Any] | None = None
        self._stands: tuple[str, object] | None = None
        self._looked_at: object = None

    async def one_of(self, template: str, app: FastAPI) -> None:
        """Put a clone of this template there, unless one stands there that is as it was."""
        if not self._stands_as(template):
            await app.state.database.close()
            self._let_go()
            self._superuser.execute(f"drop database if exists {DATABASE} with (force)".encode())
            self._superuser.execute(f"create database {DATABASE} template {template} strategy file_copy".encode())
            self._looked_at = self._written()
            self._stands = (template, self._rows())

    def stands_anew(self) -> bool:
        """Whether the world stands there, and nobody has written."""
        return self._stands_as(POPULATED)

    def _stands_as(self, template: str) -> bool:
        if self._stands is None or self._stands[0] != template:
            return False
        if self._looked_at != (written := self._written()):
            self._looked_at = written
            self._stands = self._stands if self._stands[1] == self._rows() else None
        return self._stands is not None

    def _rows(self) -> object:
        """What stands in every table, save what is recorded of operations."""
        try:
            if self._looking is None or self._looking.closed:
                self._looking = psycopg.connect(self._server.url(DATABASE).replace("+psycopg", ""), autocommit=True)
            return self._looking.execute(AS_IT_WAS.encode()).fetchall()
        except psycopg.Error:
            # Whoever took a table away, or the whole database, has written.
            self._let_go()
            return None

    def _let_go(self) -> None:
        if self._looking is not None:
            self._looking.close()
            self._looking = None

    async def keep(self, name: str, app: FastAPI) -> None:
        """Copy what stands there, as a template under this name."""
        await app.state.database.close()
        self._let_go()
        self._superuser.execute(f"drop database if exists {name} with (force)".encode())
        self._superuser.execute(f"create database {name} template {DATABASE} strategy file_copy".encode())

    def _written(self) -> object:
        """How far the server has written: whoever changes anything in any database moves it on."""
        return self._superuser.execute("select pg_current_wal_insert_lsn()").fetchone()

    def close(self) -> None:
        """Let go of the server."""
        self._let_go()
        self._superuser.close()


@pytest.fixture(scope="session")
def clones(server: EmbeddedPostgres, app: FastAPI) -> Iterator[Clones]:
    """The clones of this worker's templates, one after the other."""
    clones = Clones(server)
    app.state.moments = Moments(clones, app)
    yield clones
    clones.close()


@pytest.fixture
async def database(app: FastAPI, server: EmbeddedPostgres, clones: Clones, request: pytest.FixtureRequest) -> str:
    """A fresh database under the service, with the world in it where the test asks for that: the address of it."""
    template = POPULATED if "the_world" in request.fixturenames else TEMPLATE
    if template == POPULATED:
        request.getfixturevalue("the_world")
    await clones.one_of(template, app)
    return server.url(DATABASE)


@pytest.fixture
async def client(app: FastAPI, database: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the service without a token, on a fresh database."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test/v1") as client:
        yield client
