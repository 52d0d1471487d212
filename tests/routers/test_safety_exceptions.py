"""What left without everyone's yes, as the moderator recorded it, and that nothing may be destroyed (S6, S8)."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from app.jobs.worker import WORKER
from app.store import holds
from app.store.models.cases import Case
from tests.http import document
from tests.routers.playing import ANN, BEN, COORDINATOR, MODERATOR, Play, no, playing, whole
from tests.routers.succeeding import SUCCESSOR, Succession, succession

pytestmark = pytest.mark.usefixtures("the_world")

TODAY: Final = datetime.now(UTC).date()
EXCEPTION: Final = {
    "ground": "acute_danger",
    "facts": "Een van beiden zei die nacht niet veilig te zijn.",
    "alternatives": "De huisarts gebeld; die was er niet.",
    "recipient": "De crisisdienst",
    "text": "Belt u vanavond met deze persoon.",
}
NOT_YET: Final = {**EXCEPTION, "whyNotYet": "Dat zou gevaar geven."}


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient) -> Play:
    """A case that nobody has begun."""
    return await playing(app, client)


def invalid(answer: httpx.Response) -> list[tuple[str, str]]:
    """Which places are wrong, and why."""
    return [(one["pointer"], one["code"]) for one in answer.json()["errors"]]


async def test_s6_before_a_party_was_told_nothing_shows_them_that_something_left(play: Play) -> None:
    await play.to_conversation()
    paths = ("timeline?limit=100", "/me/worklist?limit=100", "told-exceptions", "process", "/me/access-log")
    before = await whole(play, ANN, *paths)
    row = await play.does(MODERATOR, "safety-exceptions", NOT_YET)
    assert await whole(play, ANN, *paths) == before
    for who in (ANN, COORDINATOR, "admin"):
        for path in ("safety-exceptions", f"safety-exceptions/{row['id']}"):
            assert no(await play.call(who, "GET", path)) == (404, "not-found")
    assert {name: row[name] for name in NOT_YET} == NOT_YET


async def test_s6_each_sees_it_from_the_moment_that_they_were_told_and_nobody_who_else_was(play: Play) -> None:
    await play.to_conversation()
    row = await play.does(MODERATOR, "safety-exceptions", NOT_YET)
    before = await whole(play, BEN, "timeline?limit=100", "told-exceptions", "/me/access-log")
    told = {"partyIds": [play.party[ANN]], "toldOn": str(TODAY)}
    after = await play.does(MODERATOR, f"safety-exceptions/{row['id']}/tellings", told)
    assert after == row
    (found,) = await play.items(ANN, "told-exceptions")
    assert {name: found[name] for name in EXCEPTION} == EXCEPTION
    assert (found["partyId"], found["toldOn"]) == (play.party[ANN], str(TODAY))
    assert await whole(play, BEN, "timeline?limit=100", "told-exceptions", "/me/access-log") == before
    again = await play.call(MODERATOR, "POST", f"safety-exceptions/{row['id']}/tellings", told)
    assert no(again) == (409, "told-already")
    await play.does(MODERATOR, f"safety-exceptions/{row['id']}/tellings", {**told, "partyIds": [play.party[BEN]]})
    assert len(await play.items(BEN, "told-exceptions")) == 1
    assert {one["partyId"] for one in await play.items(MODERATOR, "told-exceptions")} == {play.party[ANN], play.party[BEN]}


async def test_s6_it_says_who_was_told_or_why_not_yet(play: Play) -> None:
    await play.to_conversation()
    both, stranger = [play.party[ANN], play.party[BEN]], str(UUID(int=7))
    for body, expected in (
        (EXCEPTION, [("/whyNotYet", "missing")]),
        ({**EXCEPTION, "partyIds": both[:1]}, [("/whyNotYet", "missing")]),
        ({**NOT_YET, "partyIds": [*both, stranger]}, [("/partyIds/2", "unknown-id")]),
        ({**NOT_YET, "partyIds": both[:1] * 2}, [("/partyIds/1", "named-twice")]),
        ({**EXCEPTION, "partyIds": both, "toldOn": str(TODAY + timedelta(days=1))}, [("/toldOn", "in-the-future")]),
    ):
        answer = await play.call(MODERATOR, "POST", "safety-exceptions", body)
        assert (answer.status_code, invalid(answer)) == (400, expected)
    assert await play.items(MODERATOR, "safety-exceptions") == []
    row = await play.does(MODERATOR, "safety-exceptions", {**EXCEPTION, "partyIds": both})
    assert row["whyNotYet"] is None
    assert [len(await play.items(who, "told-exceptions")) for who in (ANN, BEN)] == [1, 1]


async def test_s6_nothing_of_it_can_be_changed_and_nobody_but_the_moderator_records_one(play: Play) -> None:
    await play.to_conversation()
    row = await play.does(MODERATOR, "safety-exceptions", NOT_YET)
    methods = set(document()["paths"]["/cases/{caseId}/safety-exceptions/{exceptionId}"])
    assert methods == {"get"}
    for who in (ANN, BEN):
        assert no(await play.call(who, "POST", "safety-exceptions", NOT_YET)) == (403, "not-allowed")
        told = {"partyIds": [play.party[ANN]], "toldOn": str(TODAY)}
        assert no(await play.call(who, "POST", f"safety-exceptions/{row['id']}/tellings", told)) == (404, "not-found")


async def test_s6_s7_what_left_is_answered_for_by_a_successor_whom_all_accepted(app: FastAPI, client: httpx.AsyncClient) -> None:
    play: Succession = await succession(app, client)
    await play.to_conversation()
    row = await play.does(MODERATOR, "safety-exceptions", NOT_YET)
    await play.recuses()
    await play.succeeds()
    path = f"safety-exceptions/{row['id']}"
    assert no(await play.call(SUCCESSOR, "GET", path)) == (404, "not-found")
    own = await play.does(SUCCESSOR, "safety-exceptions", NOT_YET)
    assert (await play.sees(SUCCESSOR, f"safety-exceptions/{own['id']}"))["facts"] == NOT_YET["facts"]
    await play.accept_moderator(ANN, BEN)
    await play.does(SUCCESSOR, f"{path}/tellings", {"partyIds": [play.party[ANN]], "toldOn": str(TODAY)})
    assert [one["exceptionId"] for one in await play.items(ANN, "told-exceptions")] == [row["id"]]
    assert no(await play.call(MODERATOR, "GET", path)) == (404, "not-found")


async def held(app: FastAPI, play: Play) -> bool:
    """Whether the worker, who destroys in time, may destroy nothing of this case."""
    async with app.state.database.store_for(WORKER, None) as store:
        by_case = await holds.held(store, UUID(play.id))
        free = await store.rows(store.within(Case).where(Case.id == UUID(play.id), holds.not_held(store, Case.id)))
        assert by_case is not bool(free)
        return by_case


async def test_s8_a_hold_stands_until_the_moderator_lifts_it_closed_or_not_and_the_worker_sees_that_it_does(
    app: FastAPI, play: Play
) -> None:
    await play.to_conversation()
    await play.does(MODERATOR, "closure", {"ending": "unsuitable"})
    assert not await held(app, play)
    paths: list[Any] = ["timeline?limit=100", "/me/worklist?limit=100", "process"]
    before = await whole(play, ANN, *paths)
    one, other = [await play.does(MODERATOR, "legal-holds", {"reason": reason}) for reason in ("Een inspectie.", "Een klacht.")]
    assert await held(app, play)
    lifted = await play.does(MODERATOR, f"legal-holds/{one['id']}/lifting", {"reason": "De inspectie is klaar."})
    assert (lifted["reason"], lifted["whyLifted"], lifted["liftedAt"] is not None) == ("Een inspectie.", "De inspectie is klaar.", True)
    assert await held(app, play)
    assert no(await play.call(MODERATOR, "POST", f"legal-holds/{one['id']}/lifting", {"reason": "x"})) == (409, "hold-lifted")
    await play.does(MODERATOR, f"legal-holds/{other['id']}/lifting", {"reason": "De klacht is af."})
    assert not await held(app, play)
    assert await whole(play, ANN, *paths) == before
    for who in (ANN, COORDINATOR, "admin"):
        for path in ("legal-holds", f"legal-holds/{one['id']}"):
            assert no(await play.call(who, "GET", path)) == (404, "not-found")
