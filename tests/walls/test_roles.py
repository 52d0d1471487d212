"""The database's roles: made on a server where they exist or not, by whoever may make them, and otherwise with the SQL to run (walls)."""

from collections.abc import Iterator
from typing import Final

import psycopg
import pytest

from app.cli.starting import upgrade
from app.embedded import EmbeddedPostgres, throwaway
from app.settings import BadSettings, Settings, for_psycopg
from tests.conftest import of_worker
from tests.walls.catalogue import faults

SECRET: Final = "een-lang-wachtwoord-van-niemand"


@pytest.fixture(scope="module")
def bare() -> Iterator[EmbeddedPostgres]:
    """A server on which somebody else has Herstel already."""
    with throwaway() as server:
        server.ensure("theirs")
        upgrade(of_worker(server, "theirs"))
        yield server


@pytest.fixture
def untouched() -> Iterator[EmbeddedPostgres]:
    """A server that has never seen it."""
    with throwaway() as server:
        yield server


def fallen(server: EmbeddedPostgres, name: str) -> list[str]:
    """What the catalogue test finds wrong there."""
    with psycopg.connect(server.url(name).replace("+psycopg", "")) as connection:
        return faults(connection)


def settings(server: EmbeddedPostgres, login: str, name: str) -> Settings:
    """As whom somebody migrates a database of their own."""
    if (login,) not in server.execute("select rolname from pg_roles"):
        server.execute(f"create role {login} login password '{SECRET}'")
    server.execute(f"create database {name} owner {login}")
    url = f"postgresql://{login}:{SECRET}@127.0.0.1:{server.port}/{name}"
    return Settings(database_url=url, data_folder=server.folder / "service")


def test_who_may_make_no_roles_is_told_what_to_run_and_goes_on_once_somebody_did(untouched: EmbeddedPostgres) -> None:
    mine = settings(untouched, "tenant", "first")
    with pytest.raises(BadSettings, match="may not make the roles") as told:
        upgrade(mine)
    assert SECRET not in str(told.value)
    needed = [line.strip() for line in str(told.value).splitlines()[1:]]
    assert needed[0] == "create role herstel_owner nologin noinherit;"
    assert needed[-1] == "grant herstel_owner to tenant with inherit true, set true;"
    for line in needed:
        untouched.execute(line)
    with pytest.raises(BadSettings, match="HERSTEL_ORG_DATABASE_URL: the database does not let herstel_org in"):
        upgrade(mine)
    for pool in ("org", "case", "job"):
        untouched.execute(f"alter role herstel_{pool} password '{SECRET}'")
    address = f"postgresql://{{}}:{SECRET}@127.0.0.1:{untouched.port}/first"
    own = {f"{pool}_database_url": address.format(f"herstel_{pool}") for pool in ("org", "case", "job")}
    upgrade(mine.model_copy(update=own))
    assert fallen(untouched, "first") == []


def test_on_a_server_that_has_the_roles_another_database_gets_its_walls(bare: EmbeddedPostgres) -> None:
    bare.execute("create database second")
    upgrade(of_worker(bare, "second"))
    upgrade(of_worker(bare, "second"))
    assert fallen(bare, "second") == []


def test_who_may_make_roles_and_is_no_superuser_makes_them() -> None:
    with throwaway() as server:
        server.execute(f"create role maker login createrole password '{SECRET}'")
        upgrade(settings(server, "maker", "third"))
        # PostgreSQL puts roles into the hands of whoever makes them; that is the operator, and never the service.
        assert fallen(server, "third") == [f"maker can become herstel_{pool}" for pool in ("case", "job", "org")]


def test_without_its_own_address_a_role_has_a_password_of_which_nobody_learns_the_owners(bare: EmbeddedPostgres) -> None:
    bare.execute("create database fourth")
    upgrade(of_worker(bare, "fourth"))
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host="127.0.0.1", port=bare.port, dbname="fourth", user="herstel_case", password=bare.password)


def test_a_role_that_walls_do_not_hold_is_not_taken_for_one_of_ours(bare: EmbeddedPostgres) -> None:
    bare.execute("create database fifth")
    for more in ("superuser", "bypassrls", "createrole", "inherit"):
        bare.execute(f"alter role herstel_case {more}")
        with pytest.raises(BadSettings, match="alter role herstel_case nosuperuser nobypassrls"):
            upgrade(of_worker(bare, "fifth"))
        bare.execute(f"alter role herstel_case no{more}")
    upgrade(of_worker(bare, "fifth"))
    assert fallen(bare, "fifth") == []


def test_no_pool_is_let_in_as_anybody_else(bare: EmbeddedPostgres) -> None:
    bare.execute("create database sixth")
    plain = of_worker(bare, "sixth")
    upgrade(plain)
    with pytest.raises(BadSettings, match="HERSTEL_CASE_DATABASE_URL: it must let herstel_case in, and nobody else"):
        upgrade(plain.model_copy(update={"case_database_url": bare.url("sixth")}))
    named = f"postgresql://127.0.0.1:{bare.port}/sixth?user=postgres&password={bare.password}"
    upgrade(plain.model_copy(update={"database_url": for_psycopg(named)}))


def test_limits_that_a_role_has_lost_come_back(bare: EmbeddedPostgres) -> None:
    bare.execute("alter role herstel_job reset all")
    bare.execute("create database seventh")
    upgrade(of_worker(bare, "seventh"))
    assert fallen(bare, "seventh") == []
