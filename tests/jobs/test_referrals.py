"""R1: those whom a referral names are informed within a month, or nothing is left of what it says."""

import json
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from app.domain.cases import NeutralState
from app.jobs.worker import WORKER
from app.store.models.cases import Case
from app.store.models.intake import Independence, Referral
from tests.http import as_
from tests.jobs.clock import TICK, begins, everything, row, swept
from tests.people import key
from tests.routers.playing import COORDINATOR, MODERATOR, Play, playing

pytestmark = pytest.mark.usefixtures("the_world")

NAMES: Final = ("Zoraida Quist", "Ubbo Xavier")
NOTE, ADDRESS = "Zij spraken elkaar niet meer.", "zoraida@post.example"
PERSON: Final = key("home", "person", "member")
REFERRED: Final[dict[str, Any]] = {
    "setting": "school",
    "note": NOTE,
    "externalId": "hr-7",
    "proposedPeople": [{"name": NAMES[0], "personId": str(PERSON), "contact": ADDRESS}, {"name": NAMES[1]}],
    "proposedModerators": [str(key("moderator", MODERATOR))],
}
TELLS: Final = ("referral", "request", "proposed_person", "proposed_contact", "offer", "independence")


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient) -> Play:
    """A case to be played, in a world where nothing is due any more."""
    found = await playing(app, client)
    await swept(app, datetime.now(UTC))
    return found


async def referred(app: FastAPI, play: Play, *, taken: bool = True) -> tuple[str, date]:
    """A referral, taken by the moderator or not: its id and the day on which it came in."""
    referral = await play.does(COORDINATOR, "/referrals", REFERRED)
    play.id = referral["caseId"]
    if taken:
        (offer,) = [one for one in await play.items(MODERATOR, "/offers") if one["caseId"] == play.id]
        await play.does(MODERATOR, f"/offers/{offer['id']}/declaration", {"independent": True})
    return referral["id"], (await row(app, Case, UUID(play.id))).received_on


async def invites(play: Play, *names: str) -> None:
    """The moderator makes a way in for them."""
    for party in await play.items(MODERATOR, "parties"):
        if party["displayName"] in names:
            await play.does(MODERATOR, f"parties/{party['id']}/invitations")


async def what_is_told(app: FastAPI, play: Play) -> str:
    """Everything that the tables of what came in hold of this case."""
    found = await everything(app)
    return json.dumps([one for name in TELLS for one in found[name] if UUID(play.id) in one], default=str)


async def test_r1_when_everyone_was_given_a_way_in_the_referral_stays(app: FastAPI, play: Play) -> None:
    id, received = await referred(app, play)
    await invites(play, *NAMES)
    told = await play.sees(COORDINATOR, f"/referrals/{id}")
    assert await swept(app, begins(received, 31) - TICK) == {}
    assert await swept(app, begins(received, 31)) == {"referrals settled": 1}
    assert await play.sees(COORDINATOR, f"/referrals/{id}") == told
    assert await swept(app, begins(received, 400)) == {}


@pytest.mark.parametrize("informed", [(), NAMES[:1]])
async def test_r1_when_someone_was_not_nothing_is_left_of_what_it_says(app: FastAPI, play: Play, informed: tuple[str, ...]) -> None:
    id, received = await referred(app, play)
    await invites(play, *informed)
    await swept(app, begins(received, 31) - TICK)
    assert (await play.sees(COORDINATOR, f"/referrals/{id}"))["note"] == NOTE
    assert await swept(app, begins(received, 31)) == {"referrals settled": 1}
    told = await play.sees(COORDINATOR, f"/referrals/{id}")
    assert (told["id"], told["externalId"], told["note"]) == (id, "hr-7", None)
    assert told["proposedPeople"] == [{"name": "", "personId": None}] * 2
    left = await what_is_told(app, play)
    assert [word for word in (*NAMES, NOTE, ADDRESS) if word in left] == []
    assert (await row(app, Referral, UUID(id))).destroyed_on == begins(received, 31).date()


async def test_r1_the_process_itself_goes_on_and_the_parties_keep_their_names(app: FastAPI, play: Play) -> None:
    _, received = await referred(app, play)
    await swept(app, begins(received, 31))
    assert (await play.sees(COORDINATOR, ""))["state"] == "in_progress"
    assert {party["displayName"] for party in await play.items(MODERATOR, "parties")} == {*NAMES}
    await invites(play, *NAMES)
    # To whom a tie would matter still counts for whoever moderates next (R3).
    async with app.state.database.store_for(WORKER, None) as store:
        (kept,) = await store.rows(store.within(Independence).where(Independence.case_id == UUID(play.id)))
    assert PERSON in kept.people


async def test_r1_another_referral_of_the_same_people_overlaps_with_nothing_that_was_destroyed(app: FastAPI, play: Play) -> None:
    _, received = await referred(app, play)
    await play.does(COORDINATOR, "/referrals", {**REFERRED, "externalId": "hr-8"})
    assert len(await play.items(MODERATOR, "overlaps")) == 1
    await swept(app, begins(received, 31))
    assert await play.items(MODERATOR, "overlaps") == []


async def test_r1_what_was_not_taken_up_is_destroyed_too_with_every_id(app: FastAPI, play: Play) -> None:
    id, received = await referred(app, play, taken=False)
    assert await swept(app, begins(received, 22)) == {"not taken up": 1}
    assert (await play.sees(COORDINATOR, f"/referrals/{id}"))["note"] == NOTE
    assert await swept(app, begins(received, 31)) == {"referrals settled": 1}
    left = await what_is_told(app, play)
    assert [word for word in (*NAMES, NOTE, ADDRESS, str(PERSON)) if word in left] == []
    assert (await play.sees(COORDINATOR, ""))["result"] == "ended_other_measures_open"


async def test_r1_a_term_of_informing_that_ends_first_closes_what_nobody_took(app: FastAPI, play: Play) -> None:
    path = "/organisation-settings"
    settings = await play.call("admin", "GET", path)
    changed = await play.call("admin", "PATCH", path, {"informingDays": 7}, settings.headers["etag"])
    assert changed.status_code == 200
    _, received = await referred(app, play, taken=False)
    assert await swept(app, begins(received, 8) - TICK) == {}
    assert await swept(app, begins(received, 8)) == {"referrals settled": 1}
    assert (await row(app, Case, UUID(play.id))).state is NeutralState.CLOSED


async def test_r1_a_request_is_held_to_the_same_and_another_tenants_to_its_own_days(app: FastAPI, play: Play) -> None:
    wish = {"setting": "school", "note": NOTE, "proposedPeople": [{"name": NAMES[1]}], "ownName": NAMES[0], "anyModerator": True}
    play.headers |= {name: dict(as_(name).token(app)) for name in ("member", "foreign_coordinator")}
    request = await play.does("member", "/requests", wish)
    foreign = {**REFERRED, "proposedPeople": [{"name": name} for name in NAMES]}
    referral = await play.does("foreign_coordinator", "/referrals", foreign)
    received = (await row(app, Case, UUID(request["caseId"]))).received_on
    found = await swept(app, begins(received, 31))
    assert (found["referrals settled"], found["requests settled"]) == (1, 1)
    assert (await play.sees("member", f"/requests/{request['id']}"))["note"] is None
    assert (await play.sees("foreign_coordinator", f"/referrals/{referral['id']}"))["note"] is None
