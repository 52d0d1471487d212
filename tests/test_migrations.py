"""Back and forth between the revisions: without cases everything goes and comes again, and with them nothing is lost."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy.exc import DBAPIError

from app.embedded import EmbeddedPostgres
from app.settings import Settings
from tests.conftest import POPULATED, TEMPLATE
from tests.people import ASKED, FOREIGN, MINE, OTHER, key, word
from tests.world import World

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = (
    "select table_schema, table_name, column_name, data_type, is_nullable from information_schema.columns"
    " where table_schema in ('public', 'conf') order by 1, 2, 3"
)
OURS = "nspname in ('public', 'conf')"
SHAPE = (
    COLUMNS,
    f"select nspname, conname, pg_get_constraintdef(c.oid) from pg_constraint c join pg_namespace n on n.oid = connamespace where {OURS}",
    "select schemaname, indexname, indexdef from pg_indexes where schemaname in ('public', 'conf')",
    # Whose it is, whether rows are walled off, and who may touch it.
    f"select nspname, relname, relowner::regrole::text, relrowsecurity, relforcerowsecurity,"
    f" (select array_agg(one::text order by one::text) from unnest(relacl) one)::text"
    f" from pg_class join pg_namespace n on n.oid = relnamespace where {OURS} and relkind in ('r', 'v')",
    f"select nspname, relname, attname, (select array_agg(one::text order by one::text) from unnest(attacl) one)::text from pg_attribute"
    f" join pg_class c on c.oid = attrelid join pg_namespace n on n.oid = relnamespace where {OURS} and attacl is not null",
    "select schemaname, tablename, policyname, roles::text, cmd, qual, with_check from pg_policies",
    f"select nspname, proname, pg_get_functiondef(p.oid), proowner::regrole::text, proacl::text from pg_proc p"
    f" join pg_namespace n on n.oid = pronamespace where {OURS}",
)


@pytest.fixture
def travelling(server: EmbeddedPostgres) -> Iterator[str]:
    """The name of a database that a test makes of a template."""
    yield "herstel_travelling"
    server.execute("drop database if exists herstel_travelling with (force)")


NO_CERTIFICATE = "delete from destruction_certificate"
"""Without it nobody would know what was destroyed, and a version before knows of none."""
NO_SEALED_NOTE = "delete from conf.note where sealed is not null"
"""What nobody here can open cannot go back to a version that knows plain notes only."""
GOES_BACK = f"{NO_CERTIFICATE}; {NO_SEALED_NOTE}"
"""What keeps a database with cases from going back, taken out of it."""


def test_with_sealed_notes_nothing_is_taken_back(server: EmbeddedPostgres, travelling: str, the_world: World, settings: Settings) -> None:
    server.execute(f"create database {travelling} template {POPULATED}")
    server.execute(NO_CERTIFICATE, travelling)
    kinds = "select id, text is null, sealed is null from note order by id"
    before = server.execute(kinds, travelling)
    with pytest.raises(DBAPIError, match='column "text" of relation "note" contains null values'):
        command.downgrade(alembic(server, travelling, settings), "0b7d63e9f2a5")
    assert server.execute(kinds, travelling) == before
    server.execute(NO_SEALED_NOTE, travelling)
    command.downgrade(alembic(server, travelling, settings), "0b7d63e9f2a5")
    assert len(server.execute("select id, text from note", travelling)) == 4


def test_s8_what_was_sealed_anew_goes_back_and_comes_again_and_certificates_do_not(
    server: EmbeddedPostgres, travelling: str, the_world: World, settings: Settings
) -> None:
    server.execute(f"create database {travelling} template {POPULATED}")
    with pytest.raises(DBAPIError, match="only for a database of which nothing was destroyed"):
        command.downgrade(alembic(server, travelling, settings), "3f8a61d9c7b2")
    server.execute(NO_CERTIFICATE, travelling)
    before = server.execute("select id, substring(text for 17) from statement order by id", travelling)
    command.downgrade(alembic(server, travelling, settings), "3f8a61d9c7b2")
    assert len({key for _, key in server.execute("select case_id, substring(text for 17) from statement", travelling)}) == 4, "one a case"
    command.upgrade(alembic(server, travelling, settings), "head")
    assert server.execute("select id, substring(text for 17) from statement order by id", travelling) == before


def test_s8_of_what_was_sealed_under_the_key_of_the_case_nothing_is_left_in_the_files(
    server: EmbeddedPostgres, travelling: str, the_world: World, settings: Settings
) -> None:
    """Private words go before that key does."""
    server.execute(f"create database {travelling} template {POPULATED}")
    server.execute(NO_CERTIFICATE, travelling)
    command.downgrade(alembic(server, travelling, settings), "3f8a61d9c7b2")
    sealed = "select text from statement union all select display_name from party union all select measures from safety_assessment"
    envelopes = [
        said for (said,) in server.execute(f"select * from ({sealed}) s (said) where said <> ''", travelling) if isinstance(said, bytes)
    ]
    assert len([envelope for envelope in envelopes if envelope in files(server, travelling)]) == len(envelopes) > 0
    command.upgrade(alembic(server, travelling, settings), "head")
    assert [envelope for envelope in envelopes if envelope in files(server, travelling)] == []


def files(server: EmbeddedPostgres, database: str) -> bytes:
    """All that stands in the files of this database."""
    server.execute("checkpoint")
    ((id,),) = server.execute(f"select oid from pg_database where datname = '{database}'")
    return b"\n".join(path.read_bytes() for path in Path(server.data, "base", str(id)).iterdir())


def test_u1_with_rows_dropped_from_the_audit_log_nothing_is_taken_back(
    server: EmbeddedPostgres, travelling: str, the_world: World, settings: Settings
) -> None:
    """Whoever then looked would take them for taken out."""
    server.execute(f"create database {travelling} template {POPULATED}")
    server.execute(NO_CERTIFICATE, travelling)
    server.execute("update audit_node set dropped = decode(repeat('07', 32), 'hex') where level = 0", travelling)
    with pytest.raises(DBAPIError, match="only for a log of which nothing was dropped"):
        command.downgrade(alembic(server, travelling, settings), "c20d7e5b9f41")
    server.execute("update audit_node set dropped = null", travelling)
    command.downgrade(alembic(server, travelling, settings), "c20d7e5b9f41")


def alembic(server: EmbeddedPostgres, database: str, settings: Settings) -> Config:
    """Alembic, for this database and the keys of these settings."""
    config = Config(ROOT / "alembic.ini")
    config.attributes["url"] = server.url(database)
    config.attributes["settings"] = settings
    return config


def shape(server: EmbeddedPostgres, database: str) -> list[Any]:
    """Every column, constraint, index, grant, policy and function, and whose each is."""
    return [sorted(map(repr, server.execute(question, database))) for question in SHAPE]


def test_without_cases_every_revision_goes_and_comes_again(server: EmbeddedPostgres, travelling: str, settings: Settings) -> None:
    server.execute(f"create database {travelling} template {TEMPLATE}")
    before, config = shape(server, travelling), alembic(server, travelling, settings)
    command.downgrade(config, "c3d1e84b7f60")
    assert shape(server, travelling) != before
    command.upgrade(config, "head")
    assert shape(server, travelling) == before
    command.downgrade(config, "base")
    assert [row[:2] for row in server.execute(COLUMNS, travelling)] == [("public", "alembic_version")]
    command.upgrade(config, "head")
    assert shape(server, travelling) == before


def test_with_cases_the_address_of_a_guardian_goes_back_and_comes_again(
    server: EmbeddedPostgres, travelling: str, the_world: World, settings: Settings
) -> None:
    server.execute(f"create database {travelling} template {POPULATED}")
    server.execute(GOES_BACK, travelling)
    before, config = shape(server, travelling), alembic(server, travelling, settings)
    command.downgrade(config, "b2e8ed0b94a7")
    known = {(key(case, "guardian"), word(case, "guardian contact")) for case in (MINE, ASKED, OTHER, FOREIGN)}
    assert {*server.execute("select id, contact from guardian", travelling)} == known
    command.upgrade(config, "4c1d97e0a3f2")
    assert {*server.execute("select guardian_id, contact from guardian_particulars", travelling)} == known
    command.upgrade(config, "head")
    assert shape(server, travelling) == before


def test_with_cases_nothing_is_taken_back_and_nothing_lost(
    server: EmbeddedPostgres, travelling: str, the_world: World, settings: Settings
) -> None:
    server.execute(f"create database {travelling} template {POPULATED}")
    server.execute(GOES_BACK, travelling)
    before, rows = shape(server, travelling), server.execute("select id from secrecy_acceptance order by id", travelling)
    assert rows
    with pytest.raises(DBAPIError, match="only for a database without cases"):
        command.downgrade(alembic(server, travelling, settings), "base")
    command.upgrade(alembic(server, travelling, settings), "head")
    assert shape(server, travelling) == before
    assert server.execute("select id from secrecy_acceptance order by id", travelling) == rows


def test_an_earlier_case_of_another_organisation_is_taken_up_no_more_and_one_of_its_own_still_is(
    server: EmbeddedPostgres, travelling: str, the_world: World, settings: Settings
) -> None:
    server.execute(f"create database {travelling} template {POPULATED}")
    server.execute(GOES_BACK, travelling)
    config = alembic(server, travelling, settings)
    command.downgrade(config, "4c1d97e0a3f2")
    for case, earlier in ((MINE, FOREIGN), (ASKED, MINE), (OTHER, ASKED)):
        marked = f"update classification set recurrence_of_case_id = '{key(earlier)}' where case_id = '{key(case)}'"
        server.execute(marked, travelling)
    command.upgrade(config, "head")
    taken_up = server.execute("select case_id, recurrence_of_case_id from conf.classification", travelling)
    assert {*taken_up} == {(key(MINE), None), (key(ASKED), key(MINE)), (key(OTHER), key(ASKED)), (key(FOREIGN), None)}
