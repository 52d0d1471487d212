"""R17 with a moved clock: what was not taken up, what lost its moderator, and several workers at once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from app.cli.starting import secret
from app.domain.cases import Ending, NeutralState, Result
from app.domain.confidentiality import Pool
from app.domain.situation import unready
from app.jobs.sweep import AT_ONCE, FAILED, keep_sweeping, steps, sweep
from app.jobs.worker import WORKER
from app.store.database import Database
from app.store.logins import addresses
from app.store.models.cases import Appointment, Case, Process, TrueState
from tests.behind import behind, put_in
from tests.jobs.clock import CAME_IN, TICK, begins, everything, loses_moderator, row, states, swept, waiting
from tests.people import key
from tests.routers.playing import ANN, COORDINATOR, MODERATOR, Play, playing
from tests.world import World

pytestmark = pytest.mark.usefixtures("the_world")

CLOSED, RECEIVED = NeutralState.CLOSED, NeutralState.RECEIVED
PROPOSED: Final = {"proposedPeople": [{"name": "A"}, {"name": "B"}], "proposedModerators": [str(key("moderator", MODERATOR))]}


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient) -> Play:
    """A case to be played, in a world where nothing is due any more."""
    found = await playing(app, client)
    await swept(app, datetime.now(UTC))
    return found


@pytest.fixture
async def house(app: FastAPI, database: str) -> FastAPI:
    """A world where nothing is due any more."""
    await swept(app, datetime.now(UTC))
    return app


async def test_r17_a_case_that_nobody_takes_is_closed_after_the_last_of_its_days(house: FastAPI) -> None:
    await put_in(house, *waiting("a"))
    assert await swept(house, begins(CAME_IN, 22) - TICK) == {}
    assert await states(house, "a") == [RECEIVED]
    assert await swept(house, begins(CAME_IN, 22)) == {"not taken up": 1}
    case = await row(house, Case, key("waiting", "a"))
    assert (case.state, case.result, case.joint_sessions) == (CLOSED, Result.ENDED_OTHER_MEASURES_OPEN, None)
    assert (case.opened_on, case.closed_on, case.moderator_name) == (None, begins(CAME_IN, 22).date(), None)


async def test_r17_each_case_keeps_the_days_under_which_it_came_in(house: FastAPI) -> None:
    await put_in(house, *waiting("a", seat_days=7), *waiting("b", seat_days=14), *waiting("c"))
    for day, expected in ((8, [CLOSED, RECEIVED, RECEIVED]), (15, [CLOSED, CLOSED, RECEIVED]), (22, [CLOSED] * 3)):
        await swept(house, begins(CAME_IN, day))
        assert await states(house, "abc") == expected


async def test_r17_what_was_not_taken_up_is_offered_to_nobody_any_more(app: FastAPI, play: Play) -> None:
    referral = await play.does(COORDINATOR, "/referrals", {"setting": "school", **PROPOSED})
    offers = await play.items(MODERATOR, "/offers")
    (offer,) = [one for one in offers if one["caseId"] == referral["caseId"]]
    received = (await row(app, Case, UUID(referral["caseId"]))).received_on
    await swept(app, begins(received, 22))
    assert [one for one in await play.items(MODERATOR, "/offers") if one["id"] == offer["id"]] == []
    taken = await play.call(MODERATOR, "POST", f"/offers/{offer['id']}/declaration", {"independent": True})
    assert taken.status_code == 404


async def test_r3_when_the_seat_ends_the_case_rests_and_the_conversation_stops(app: FastAPI, play: Play) -> None:
    await play.to_conversation()
    session = await play.starts()
    ended = datetime.now(UTC)
    appointment = await loses_moderator(app, play, ended)
    assert await swept(app, ended + timedelta(minutes=1)) == {"laid to rest": 1}
    process = await row(app, Process, UUID(play.id))
    assert (process.paused_at, process.phase) == (ended, "in_conversation")
    assert (await row(app, Appointment, appointment)).ended_at == ended
    assert (await play.sees(ANN, session))["state"] == "suspended"


async def test_r3_what_was_planned_is_called_off_and_an_older_pause_stays(app: FastAPI, play: Play) -> None:
    await play.to_conversation()
    session = await play.plans()
    await play.does(MODERATOR, "pauses")
    paused_at = (await row(app, Process, UUID(play.id))).paused_at
    await loses_moderator(app, play, datetime.now(UTC))
    assert await swept(app, datetime.now(UTC)) == {"laid to rest": 1}
    assert (await row(app, Process, UUID(play.id))).paused_at == paused_at
    assert (await play.sees(ANN, session))["state"] == "cancelled"


async def test_r17_a_case_without_a_successor_is_closed_when_its_days_are_over(app: FastAPI, play: Play) -> None:
    await play.to_conversation()
    ended = datetime.now(UTC)
    await loses_moderator(app, play, ended)
    due = ended + timedelta(days=60)
    await swept(app, ended)
    assert await swept(app, due - TICK) == {"referrals settled": 1}
    assert (await play.sees(COORDINATOR, ""))["state"] == "in_progress"
    assert await swept(app, due) == {"left alone": 1}
    truth, process = await row(app, TrueState, UUID(play.id)), await row(app, Process, UUID(play.id))
    assert (truth.state, truth.ending) == ("closed", Ending.NOT_TAKEN_UP)
    assert (process.phase, process.gate, process.paused_at) == ("closed", "not_now", None)


async def test_r17_the_days_for_a_successor_count_from_the_end_of_the_seat_and_not_from_the_sweep(app: FastAPI, play: Play) -> None:
    await play.to_readiness()
    ended = datetime.now(UTC)
    await loses_moderator(app, play, ended)
    found = await swept(app, ended + timedelta(days=60))
    assert (found["laid to rest"], found["left alone"]) == (1, 1)


async def test_r17_a_closed_case_whose_moderator_leaves_stays_as_it_is(app: FastAPI, play: Play) -> None:
    await play.to_readiness()
    await play.does(MODERATOR, "closure", {"ending": "not_possible"})
    ended = datetime.now(UTC)
    appointment = await loses_moderator(app, play, ended)
    assert await swept(app, ended) == {"laid to rest": 1}
    assert await swept(app, ended + timedelta(days=61)) == {"referrals settled": 1}
    assert (await row(app, Appointment, appointment)).ended_at == ended
    assert (await row(app, TrueState, UUID(play.id))).ending is Ending.NOT_POSSIBLE


async def test_s10_outside_an_end_by_the_worker_is_the_end_by_the_moderator(app: FastAPI, play: Play) -> None:
    ends = []
    for by_worker in (False, True):
        await play.to_readiness()
        if by_worker:
            await loses_moderator(app, play, datetime.now(UTC))
            await swept(app, datetime.now(UTC) + timedelta(days=61))
        else:
            await play.does(MODERATOR, "closure", {"ending": "not_possible"})
        ends.append(await play.sees(COORDINATOR, ""))
    for end in ends:
        assert {end.pop(own) for own in ("id", "reference", "closedOn")}
    assert ends[0] == ends[1]
    assert (ends[1]["result"], ends[1]["jointSessions"]) == ("ended_other_measures_open", None)


async def test_r7_declarations_expire_by_themselves_and_no_sweep_writes_them(app: FastAPI, play: Play) -> None:
    await play.to_mandate()
    later = datetime.now(UTC) + timedelta(days=91)
    await swept(app, later)
    before = await everything(app)
    async with app.state.database.store_for(WORKER, None) as store:
        then = await store.situation(UUID(play.id), later)
        before_that = await store.situation(UUID(play.id), later - timedelta(days=2))
        now = await store.situation(UUID(play.id), datetime.now(UTC))
    assert [condition.code for condition in unready(then)] == ["party-ready", "party-ready"]
    assert (unready(before_that), unready(now)) == ([], [])
    assert (await swept(app, later), await everything(app)) == ({}, before)


async def test_a_second_sweep_at_the_same_moment_changes_nothing(app: FastAPI, play: Play) -> None:
    await play.to_conversation()
    await play.plans()
    ended = datetime.now(UTC)
    await loses_moderator(app, play, ended)
    await put_in(app, *waiting("a", "b"))
    await play.does(COORDINATOR, "/referrals", {"setting": "school", **PROPOSED})
    for days in (0, 8, 22, 31, 60, 400):
        await swept(app, ended + timedelta(days=days))
        before = await everything(app)
        assert await swept(app, ended + timedelta(days=days)) == {}
        assert await everything(app) == before


async def test_r17_several_workers_at_once_close_each_case_exactly_once(house: FastAPI) -> None:
    names = [f"n{number}" for number in range(50)]
    await put_in(house, *waiting(*names))
    before = await everything(house)
    served = house.state.settings
    workers = [Database(addresses(served), house.state.database.keys, secret(served), 1, 10) for _ in range(4)]
    found = await asyncio.gather(*(sweep(worker, begins(CAME_IN, 22)) for worker in workers))
    for worker in workers:
        await worker.close()
    assert sum(one["not taken up"] for one in found) == 50
    assert [one[FAILED] for one in found] == [0] * 4
    assert await states(house, names) == [CLOSED] * 50
    after = await everything(house)
    assert {name for name in after if after[name] != before[name]} == {"case"}


async def test_a_queue_longer_than_one_batch_is_done_to_its_end(house: FastAPI) -> None:
    names = [f"n{number}" for number in range(2 * AT_ONCE + 1)]
    await put_in(house, *waiting(*names))
    assert await swept(house, begins(CAME_IN, 22)) == {"not taken up": 2 * AT_ONCE + 1}


async def breaks(app: FastAPI, table: str, where: str) -> None:
    """From now on the database does not take changes of these rows, and says why in words that belong in no log."""
    async with behind(app) as connection:
        await connection.execute(
            text("create function broken() returns trigger language plpgsql as $$ begin raise exception 'geheim'; end $$")
        )
        await connection.execute(
            text(f'create trigger broken before update on "{table}" for each row when ({where}) execute function broken()')
        )


async def test_s4_a_case_that_fails_stops_no_other_and_tells_only_its_class(house: FastAPI, caplog: pytest.LogCaptureFixture) -> None:
    await put_in(house, *waiting("a", "b", "c"))
    await breaks(house, "case", "old.reference = 'b'")
    assert await swept(house, begins(CAME_IN, 22)) == {"not taken up": 2, FAILED: 1}
    assert await states(house, "abc") == [CLOSED, RECEIVED, CLOSED]
    assert [one.getMessage() for one in caplog.records] == ["not taken up: RaiseException, P0001"]


async def test_s4_a_database_that_is_away_is_a_line_in_the_log_and_no_more(app: FastAPI, caplog: pytest.LogCaptureFixture) -> None:
    nowhere = dict.fromkeys(Pool, "postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    away = Database(nowhere, app.state.database.keys, secret(app.state.settings), 1, 1)
    assert await sweep(away, begins(CAME_IN, 22)) == {FAILED: len(steps(away.notary))}
    assert {one.getMessage().split(": ")[1] for one in caplog.records} == {"Unavailable, no SQLSTATE"}


async def test_a_worker_sweeps_again_and_again_until_it_is_told_to_stop(house: FastAPI) -> None:
    stop = asyncio.Event()
    working = asyncio.create_task(keep_sweeping(house.state.database, stop, every_seconds=0.01))
    for name in "ab":
        await put_in(house, *waiting(name))
        while await states(house, name) == [RECEIVED]:
            await asyncio.sleep(0.01)
    stop.set()
    await working
    assert await states(house, "ab") == [CLOSED, CLOSED]


async def test_a_worker_that_is_told_to_stop_leaves_the_rest_to_the_next(house: FastAPI) -> None:
    stop = asyncio.Event()
    stop.set()
    await put_in(house, *waiting("a"))
    assert await sweep(house.state.database, begins(CAME_IN, 22), stop) == {}
    assert await states(house, "a") == [RECEIVED]


async def test_s2_the_worker_reads_no_word_of_anybody(app: FastAPI, database: str, the_world: World) -> None:
    """S2, S4: what people said is not even loaded for it, in whichever row it stands; and of some classes it sees no row at all."""
    loaded: set[str] = set()
    async with app.state.database.store_for(WORKER, None) as store:
        for model in {type(row) for row in the_world.rows}:
            for found in await store.rows(store.within(model)):
                loaded |= {f"{model.__tablename__}.{name}" for name in found.__dict__}
    assert {"referral.case_id", "party.id", "session.state"} <= loaded
    assert loaded & {column for column, _ in the_world.words().values()} == set()
    assert {"statement", "readiness_declaration", "note", "talk", "harm"} & {name.split(".")[0] for name in loaded} == set()
