"""P4: an older copy of the database, or of the key store, brings nothing back: before the service is ready it is destroyed again."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import psycopg

from app.domain.retention import GRACE_DAYS, private_of
from app.jobs.destruction import reconcile
from app.jobs.sweep import sweep
from tests.opening import opened
from tests.retention.copies import Copy, Played, copy_of, key_store, serving
from tests.walls.planting import SECOND

DUE = datetime.now(UTC) + timedelta(days=GRACE_DAYS)


@asynccontextmanager
async def erased(of: Played, name: str) -> AsyncIterator[Copy]:
    """A copy in which the first party was erased, and of which a dump and its keys were put aside before."""
    async with copy_of(of, name) as copy:
        await copy.play.does(of.names[0], "erasures")
        await copy.app.state.database.close()
        aside(of, name).write_bytes(of.server.program("pg_dump", "--format=custom", name))
        shutil.copytree(folder(of, name), folder(of, f"{name}_before"))
        await copy.at(DUE)
        yield copy


def folder(of: Played, name: str) -> Path:
    """Where the keys of a copy lie."""
    return Path(of.server.app.state.settings.data_folder.parent, name)


def aside(of: Played, name: str) -> Path:
    """Its dump."""
    return Path(of.server.app.state.settings.data_folder.parent, f"{name}.dump")


def restored(of: Played, name: str) -> str:
    """A database in which that dump was restored: its address."""
    of.server.server.execute(f"create database {name}_old")
    of.server.program("pg_restore", "--exit-on-error", f"--dbname={name}_old", str(aside(of, name)))
    return of.server.server.url(f"{name}_old")


def own_rows(url: str, of: Played) -> dict[str, int]:
    """How many rows of the first party's own stand there."""
    tables = ("statement", "readiness_declaration", "party_particulars", "evaluation", "talk", "behaviour_experience")
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        counted = {name: f"select count(*) from conf.{name} where party_id = %s" for name in tables}
        party = of.play.party[of.names[0]]
        return {name: row[0] for name, asked in counted.items() for row in connection.execute(asked.encode(), [party]).fetchall()}


async def test_p4_an_older_dump_opens_nothing_of_theirs_with_the_keys_of_today(of: Played) -> None:
    async with erased(of, "p4_dump"):
        url = restored(of, "p4_dump")
        today, before = key_store(folder(of, "p4_dump")), key_store(folder(of, "p4_dump_before"))
        own = of.own()
        opens = {name: {said.text for said in texts} for name, texts in (await opened(url, before)).items()}
        assert {column for column, word in own.items() if word not in opens[column]} == set(), "the dump holds it all, under keys of then"
        opens = {name: {said.text for said in texts if said.case == of.play.id} for name, texts in (await opened(url, today)).items()}
        assert {column for column, word in own.items() if word in opens.get(column, set())} == set()
        await today.close()
        await before.close()


async def test_p4_a_restored_database_is_put_right_before_anybody_is_served(of: Played) -> None:
    async with erased(of, "p4_base") as copy:
        (certificate,) = await copy.play.items(SECOND, "destruction-certificates")
        url = restored(of, "p4_base")
        assert own_rows(url, of) == dict.fromkeys(own_rows(url, of), 1)
        async with serving(of, "p4_base_old", folder(of, "p4_base")) as old:
            assert own_rows(url, of) == dict.fromkeys(own_rows(url, of), 0)
            assert (await old.play.client.get("http://test/health/ready")).status_code == 200
            names = [party["displayName"] for party in await old.play.items(of.names[1], "parties")]
            assert names == ["Betrokkene 1", of.play.words.of["party.display_name"][1]]
            assert await old.play.items(SECOND, "destruction-certificates") == [certificate]
            assert (await old.play.call(of.names[0], "GET", "")).status_code == 404


async def test_p4_without_its_ledger_a_service_is_not_ready_and_it_is_once_it_comes_back(of: Played) -> None:
    async with erased(of, "p4_away"):
        store = folder(of, "p4_away") / "keys" / "keys.db"
        hidden = store.with_name("elsewhere.db")
        restored(of, "p4_away")
        store.rename(hidden)
        async with serving(of, "p4_away_old", folder(of, "p4_away")) as old:
            assert (await old.play.client.get("http://test/health/ready")).status_code == 503
            assert (await old.play.client.get("http://test/health/live")).status_code == 200
            hidden.rename(store)
            async with asyncio.timeout(20):
                while (await old.play.client.get("http://test/health/ready")).status_code == 503:
                    await asyncio.sleep(0.1)
            assert (await old.play.client.get("http://test/health/ready")).status_code == 200
            assert own_rows(old.url, of) == dict.fromkeys(own_rows(old.url, of), 0)


async def test_p4_a_key_store_restored_from_before_loses_those_keys_again(of: Played) -> None:
    async with erased(of, "p4_keys") as copy:
        before = key_store(folder(of, "p4_keys_before"))
        party = UUID(copy.play.party[of.names[0]])
        assert await before.of(party)
        await before.close()
        await copy.app.state.database.close()
        of.server.server.execute("create database p4_keys_now template p4_keys")
        async with serving(of, "p4_keys_now", folder(of, "p4_keys_before")) as now:
            assert await now.app.state.database.keys.of(party) is None
            assert await now.app.state.database.keys.of(private_of(party)) is None
            assert await now.app.state.database.keys.count_erased() > 0


async def test_p4_what_was_cut_short_between_the_two_halves_is_finished_by_the_next(of: Played) -> None:
    async with copy_of(of, "p4_half") as copy:
        await copy.play.does(of.names[0], "erasures")
        database, party = copy.app.state.database, UUID(copy.play.party[of.names[0]])
        assert (await sweep(database, DUE))["erased"] == 1
        assert await database.keys.of(party), "the rows are gone, the keys not yet"
        assert await reconcile(database) == 1
        assert await database.keys.of(party) is None
        assert await reconcile(database) == 0
