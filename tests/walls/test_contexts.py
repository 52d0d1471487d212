"""C15: a runtime role's password alone opens nothing: the database believes only what the service's own key proves of who acts."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import httpx
import psycopg
import pytest
from fastapi import FastAPI

from app.cli.starting import contexts, upgrade
from app.domain.confidentiality import Pool
from app.embedded import EmbeddedPostgres
from app.jobs.sweep import sweep
from app.settings import BadSettings, Settings
from app.store.contexts import Contexts, believed
from app.store.models import Row
from tests.conftest import DATABASE
from tests.http import as_
from tests.people import AWAY, FOREIGN, HOME, MINE, PEOPLE, key
from tests.walls.thieves import A_NOTE, A_PARTYS_SEAT, A_READ, A_SEAT, AN_OFFER, DENIED, Thief, thief
from tests.world import World

TABLES: Final = [f'{table.schema or "public"}."{table.name}"' for table in Row.metadata.sorted_tables if "id" in table.columns]
NAME: Final = "herstel_contexts"


def found(thief: Thief) -> dict[str, int]:
    """How many rows this thief finds in which tables; a table that they may not read has none."""
    counted = {}
    for table in TABLES:
        try:
            counted[table] = thief.ask(f"select count(id) as n from {table}")[0]["n"]
        except psycopg.errors.InsufficientPrivilege:
            counted[table] = 0
    return {table: number for table, number in counted.items() if number}


def claims(who: str) -> dict[str, str]:
    """What the service would say of somebody, without the proof."""
    principal = PEOPLE[who].principal
    return {"me": str(principal.id), "organisation": str(principal.organisation_id), "role": principal.role.value}


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_c15_whoever_claims_without_proof_finds_no_row_at_all(org: Thief, seated: Thief, who: str) -> None:
    for login in (org, seated):
        login.claim(**claims(who))
        assert found(login) == {}
        login.claim(proof="")
        assert found(login) == {}


def test_c15_the_worker_finds_no_row_without_proof_and_with_it_what_is_the_workers(job: Thief) -> None:
    job.claim(me=str(key("nobody")), organisation=str(key("nobody")), role="worker")
    assert found(job) == {}
    job.pretend(key("nobody"), key("nobody"), "worker")
    assert found(job)['public."case"'] == 4


def test_c15_a_proof_is_of_one_person_one_organisation_one_role_and_one_login(org: Thief, seated: Thief) -> None:
    said = claims("moderator")
    seated.be("moderator")
    assert len(seated.ask("select conf.my_cases()")) == 2
    for name, value in {"me": PEOPLE["party"].principal.id, "organisation": key(AWAY), "role": "party"}.items():
        seated.claim(**{**said, name: str(value)})
        assert found(seated) == {}
    seated.claim(**said)
    assert len(seated.ask("select conf.my_cases()")) == 2
    stolen = seated.ask("select current_setting('herstel.proof') as proof")[0]["proof"]
    for proof in (stolen.upper(), stolen[:-1], stolen + "0", "%", "null"):
        seated.claim(proof=proof)
        assert found(seated) == {}
    org.claim(**said, proof=stolen)
    assert found(org) == {}


def test_c15_words_cannot_be_moved_from_one_setting_into_the_next(seated: Thief) -> None:
    """The proof is of the settings one by one, not of their letters in a row."""
    seated.pretend(f"{PEOPLE['moderator'].principal.id}\n{key(HOME)}", "moderator", "")
    seated.claim(me=str(PEOPLE["moderator"].principal.id), organisation=str(key(HOME)), role="moderator")
    assert found(seated) == {}


def test_c15_functions_that_look_with_the_owners_eyes_look_for_nobody_without_proof(seated: Thief) -> None:
    seated.be("moderator")
    assert seated.ask("select conf.my_cases()") != []
    seated.claim(proof="")
    assert seated.ask("select conf.my_cases()") == []
    assert seated.ask("select * from conf.my_overlaps()") == []
    seated.claim(**claims("other_moderator"))
    for case in (MINE, FOREIGN):
        assert seated.ask("select conf.waits(%(case)s, '2026-01-01') as waits", case=key(case)) == [{"waits": False}]


def test_c15_nobody_locks_a_case_without_proof(server: EmbeddedPostgres, seated: Thief) -> None:
    """Whoever could would keep all others from their deeds."""
    free = f"select id from \"case\" where id = '{key(MINE)}' for update nowait"
    lock = "select public.lock_case(%s)"
    seated.claim(**claims("moderator"))
    seated.connection.execute(lock, [key(MINE)])
    assert server.execute(free, DATABASE) == [(key(MINE),)]
    seated.be("moderator")
    seated.connection.execute(lock, [key(MINE)])
    with pytest.raises(psycopg.errors.LockNotAvailable):
        server.execute(free, DATABASE)


@pytest.mark.parametrize("way_in", [A_SEAT, A_PARTYS_SEAT, AN_OFFER, A_READ, A_NOTE])
def test_c12_c15_nobody_writes_without_proof(seated: Thief, way_in: str) -> None:
    seated.claim(**claims("moderator"))
    given = {"org": key(HOME), "case": key(MINE), "party": key(MINE, "party", 0), "moderator": key("moderator", "moderator")}
    assert seated.refused(way_in, me=PEOPLE["moderator"].principal.id, **given) == DENIED


def test_c15_no_runtime_role_reads_or_changes_the_key_under_which_contexts_are_proved(org: Thief, seated: Thief, job: Thief) -> None:
    for login in (org, seated, job):
        for deed in ("select * from context_key", "update context_key set alone = true", "insert into context_key default values"):
            assert login.refused(deed) == DENIED


def test_c15_a_proof_is_gone_with_its_transaction(seated: Thief) -> None:
    seated.be("moderator")
    seated.connection.commit()
    assert found(seated) == {}
    assert seated.ask("select current_setting('herstel.proof') as proof") == [{"proof": ""}]


@pytest.fixture
def mine(server: EmbeddedPostgres, tmp_path: Path) -> Settings:
    """An installation of one's own, on a database that was told of its key."""
    server.execute(f"drop database if exists {NAME} with (force)")
    server.execute(f"create database {NAME}")
    settings = Settings(database_url=server.url(NAME), data_folder=tmp_path / "mine")
    upgrade(settings)
    return settings


def test_c15_a_process_with_another_key_does_not_start_and_changes_nothing(mine: Settings, tmp_path: Path) -> None:
    other = mine.model_copy(update={"data_folder": tmp_path / "other"})
    for _ in range(2):
        with pytest.raises(BadSettings, match="HERSTEL_SIGNING_KEY_FILE: the database was told of another key"):
            upgrade(other)
        upgrade(mine)


def test_c15_whoever_migrates_can_tell_the_database_of_a_new_key_and_the_former_one_proves_nothing(mine: Settings, tmp_path: Path) -> None:
    new = mine.model_copy(update={"data_folder": tmp_path / "new"})
    believed(new, contexts(new), anew=True)
    upgrade(new)
    with pytest.raises(BadSettings, match="HERSTEL_SIGNING_KEY_FILE"):
        upgrade(mine)


def test_c15_a_database_that_was_told_of_no_key_believes_nobody(server: EmbeddedPostgres, mine: Settings) -> None:
    asked = "select genuine() as genuine"
    with thief(mine, Pool.ORG) as whoever:
        whoever.pretend()
        assert whoever.ask(asked) == [{"genuine": True}]
        server.execute("delete from context_key", NAME)
        assert whoever.ask(asked) == [{"genuine": False}]


@pytest.mark.parametrize("change", ["update context_key set inner_block = outer_block", "delete from context_key"])
async def test_c15_a_process_that_is_no_longer_believed_says_so_and_never_that_there_is_nothing(
    app: FastAPI, client: httpx.AsyncClient, server: EmbeddedPostgres, database: str, the_world: World, change: str
) -> None:
    """As after a migration with another key, or in a database that came back from a dump without one."""
    paths = {"moderator": f"/cases/{key(MINE)}", "coordinator": "/cases", "party": "/me/worklist", "admin": "/units"}
    server.execute(change, DATABASE)
    for who, path in paths.items():
        answer = await client.get(path, headers=as_(who).token(app))
        assert (answer.status_code, answer.json()["code"]) == (503, "database-away")
    assert (await client.get("http://test/health/ready")).status_code == 503
    assert (await sweep(app.state.database, datetime.now(UTC)))["failed"] > 0


def test_the_blocks_that_the_database_keeps_are_those_of_rfc_2104() -> None:
    blocks = Contexts(bytes([0x0B] * 20)).blocks()
    assert blocks == {"inner": bytes([0x3D] * 20 + [0x36] * 44), "outer": bytes([0x57] * 20 + [0x5C] * 44)}
