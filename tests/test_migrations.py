"""Back and forth between the revisions: without cases everything goes and comes again, and with them nothing is lost."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy.exc import DBAPIError

from app.embedded import EmbeddedPostgres
from tests.conftest import POPULATED, TEMPLATE
from tests.world import World

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = (
    "select table_name, column_name, data_type, is_nullable from information_schema.columns where table_schema = 'public' order by 1, 2"
)
CONSTRAINTS = "select conname, pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace order by 1"
INDEXES = "select indexname, indexdef from pg_indexes where schemaname = 'public' order by 1"


@pytest.fixture
def travelling(server: EmbeddedPostgres) -> Iterator[str]:
    """The name of a database that a test makes of a template."""
    yield "herstel_travelling"
    server.execute("drop database if exists herstel_travelling with (force)")


def alembic(server: EmbeddedPostgres, database: str) -> Config:
    """Alembic, for this database."""
    config = Config(ROOT / "alembic.ini")
    config.attributes["url"] = server.url(database)
    return config


def shape(server: EmbeddedPostgres, database: str) -> list[Any]:
    """Every column, constraint and index."""
    return [sorted(map(tuple, server.execute(question, database))) for question in (COLUMNS, CONSTRAINTS, INDEXES)]


def test_without_cases_every_revision_goes_and_comes_again(server: EmbeddedPostgres, travelling: str) -> None:
    server.execute(f"create database {travelling} template {TEMPLATE}")
    before, config = shape(server, travelling), alembic(server, travelling)
    command.downgrade(config, "-1")
    assert shape(server, travelling) != before
    command.upgrade(config, "head")
    assert shape(server, travelling) == before
    command.downgrade(config, "base")
    assert [row[0] for row in server.execute(COLUMNS, travelling)] == ["alembic_version"]
    command.upgrade(config, "head")
    assert shape(server, travelling) == before


def test_with_cases_the_address_of_a_guardian_goes_back_and_comes_again(
    server: EmbeddedPostgres, travelling: str, the_world: World
) -> None:
    server.execute(f"create database {travelling} template {POPULATED}")
    before, config = shape(server, travelling), alembic(server, travelling)
    addresses = "select guardian_id, contact from guardian_particulars order by 1"
    known = server.execute(addresses, travelling)
    assert known
    command.downgrade(config, "b2e8ed0b94a7")
    assert server.execute("select id, contact from guardian order by 1", travelling) == known
    command.upgrade(config, "head")
    assert (shape(server, travelling), server.execute(addresses, travelling)) == (before, known)


def test_with_cases_nothing_is_taken_back_and_nothing_lost(server: EmbeddedPostgres, travelling: str, the_world: World) -> None:
    server.execute(f"create database {travelling} template {POPULATED}")
    before, rows = shape(server, travelling), server.execute("select id from secrecy_acceptance order by id", travelling)
    assert rows
    with pytest.raises(DBAPIError, match="only for a database without cases"):
        command.downgrade(alembic(server, travelling), "base")
    command.upgrade(alembic(server, travelling), "head")
    assert shape(server, travelling) == before
    assert server.execute("select id from secrecy_acceptance order by id", travelling) == rows
