"""P4: the two halves come apart in every way that we could think of, and are brought together again, or say that they cannot be."""

import shutil
import sqlite3
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from app.domain.retention import GRACE_DAYS, Part, notes_of
from app.jobs.destruction import reconcile
from app.jobs.sweep import FAILED, STEPS, sweep
from app.store.database import REFUSALS
from app.store.keys import Erased
from tests.retention.copies import Copy, Played, copy_of, serving
from tests.retention.test_p4_restored import folder
from tests.retention.test_p5_retention import LOG, NOTES, PRIVATE, SHARED, after, rows_of

DUE = datetime.now(UTC) + timedelta(days=GRACE_DAYS)


async def put_aside(of: Played, copy: Copy) -> str:
    """The name of a copy of the database as it is now, with its keys beside it."""
    await copy.app.state.database.close()
    of.server.server.execute(f"create database {copy.name}_old template {copy.name}")
    shutil.copytree(folder(of, copy.name), folder(of, f"{copy.name}_old"))
    return f"{copy.name}_old"


def organisation(of: Played, copy: Copy) -> UUID:
    """Whose case it is."""
    ((found,),) = of.server.server.execute(f"select organisation_id from public.\"case\" where id = '{copy.play.id}'", copy.name)
    return UUID(str(found))


async def ready(copy: Copy) -> int:
    """What is answered to whoever asks whether it may be served."""
    return (await copy.play.client.get("http://test/health/ready")).status_code


async def test_p4_a_forged_certificate_destroys_no_key_and_the_service_is_not_ready(of: Played) -> None:
    async with copy_of(of, "p4_forged") as copy:
        database, whose = copy.app.state.database, organisation(of, copy)
        before = await copy.opens()
        owners = [UUID(copy.play.id), notes_of(UUID(copy.play.id)), whose]
        of.server.server.execute(
            "insert into destruction_certificate (id, etag, created_at, organisation_id, case_id, part, destroyed_on, owners, note)"
            f" select gen_random_uuid(), 'x', now(), '{whose}', gen_random_uuid(), 'notes', current_date,"
            f" array{[str(owner) for owner in owners]}::uuid[], note from destruction_certificate limit 1",
            copy.name,
        )
        await reconcile(database)
        assert await copy.opens() == before
        assert len(await database.keys.of_all(owners)) == len(owners)
        assert await ready(copy) == 503


async def test_p4_what_went_on_one_day_goes_again_in_the_order_in_which_it_refers_to_each_other(of: Played) -> None:
    async with copy_of(of, "p4_one_day") as copy:
        database, case, whose = copy.app.state.database, UUID(copy.play.id), organisation(of, copy)
        # The ids say in which order they would be taken otherwise: the shell first.
        for number, part in enumerate(reversed([Part.NOTES, Part.PRIVATE, Part.PROCESS_AND_SHARED, Part.ACCESS_LOG])):
            await database.keys.shred(Erased(UUID(int=number), whose, case, None, part.value, date(2026, 1, 1), ()))
        assert await reconcile(database) == 4
        assert await ready(copy) == 200
        assert rows_of(of, copy) == {"public.destruction_certificate": 4}


async def test_p4_a_line_that_nobody_understands_keeps_no_other_waiting_and_the_service_is_not_ready(of: Played) -> None:
    async with copy_of(of, "p4_line") as copy:
        database, case, whose = copy.app.state.database, UUID(copy.play.id), organisation(of, copy)
        await database.keys.shred(Erased(uuid4(), whose, case, None, "something else", date(2026, 1, 1), ()))
        await database.keys.shred(Erased(uuid4(), whose, case, None, Part.NOTES.value, date(2026, 1, 2), ()))
        await reconcile(database)
        assert "conf.note" not in rows_of(of, copy)
        assert await ready(copy) == 503


async def test_p4_keys_that_come_back_beside_their_ledger_are_destroyed_again(of: Played) -> None:
    async with copy_of(of, "p4_beside") as copy:
        await copy.play.does(of.names[0], "erasures")
        old = await put_aside(of, copy)
        await copy.at(DUE)
        database, party = copy.app.state.database, UUID(copy.play.party[of.names[0]])
        with sqlite3.connect(folder(of, "p4_beside") / "keys" / "keys.db") as keys:
            keys.execute("attach ? as old", (str(folder(of, old) / "keys" / "keys.db"),))
            keys.execute("insert or ignore into data_key select * from old.data_key")
        assert await database.keys.of(party)
        await reconcile(database)
        assert await database.keys.of(party) is None
        assert len(await copy.play.items(of.names[1], "parties")) == 2


async def test_p4_a_sweep_over_an_older_copy_destroys_nothing_before_the_halves_agree(of: Played) -> None:
    async with copy_of(of, "p4_swept") as copy:
        old = await put_aside(of, copy)
        await copy.at(after(24))
        store = folder(of, "p4_swept") / "keys" / "keys.db"
        hidden = store.with_name("elsewhere.db")
        store.rename(hidden)
        async with serving(of, old, folder(of, "p4_swept")) as restored:
            database = restored.app.state.database
            done = await sweep(database, after(24))
            assert {NOTES, PRIVATE, SHARED, LOG} & {*done} == set()
            assert done[FAILED] >= len(Part)
            hidden.rename(store)
            done = await sweep(database, after(24))
            assert {NOTES, PRIVATE, SHARED, LOG} & {*done} == set(), "the ledger did it"
            assert await database.keys.erased_ids() == {id for (id,) in of.server.server.execute(CERTIFICATES, old)}


CERTIFICATES = "select id from destruction_certificate"


async def test_p4_what_was_destroyed_as_if_for_the_first_time_is_not_destroyed_again_for_ever(of: Played) -> None:
    async with copy_of(of, "p4_twice") as copy:
        old = await put_aside(of, copy)
        await copy.at(after(12))
        async with serving(of, old, folder(of, "p4_twice_old")) as restored:
            # Under the eyes of a service that runs: it believes that the halves agree.
            assert await sweep(restored.app.state.database, after(12))
            await restored.app.state.database.close()
        async with serving(of, old, folder(of, "p4_twice")) as restored:
            assert await ready(restored) == 200
            assert await reconcile(restored.app.state.database) == 0


def test_every_refusal_names_a_constraint_that_stands(of: Played) -> None:
    names = {
        str(name) for (name,) in of.server.server.execute("select conname from pg_constraint union select relname from pg_class", "herstel")
    }
    assert {*REFUSALS} - names == set()


def test_s8_the_steps_that_destroy_are_those_that_wait_until_the_halves_agree() -> None:
    assert {step.name for step in STEPS} & {NOTES, PRIVATE, SHARED, LOG, "erased"} == set()


async def test_p4_a_database_that_never_knew_a_case_certifies_nothing_of_it_and_is_ready(of: Played) -> None:
    async with copy_of(of, "p4_unknown") as copy:
        keys = copy.app.state.database.keys
        await keys.shred(Erased(uuid4(), uuid4(), uuid4(), None, Part.ACCESS_LOG.value, date(2026, 1, 1), ()))
        before = of.server.server.execute("select count(*) from destruction_certificate", copy.name)
        assert await reconcile(copy.app.state.database) == 0
        assert of.server.server.execute("select count(*) from destruction_certificate", copy.name) == before
        assert await ready(copy) == 200
