"""Talks of one party with the moderator: before readiness, never joint, and nobody else's to know (R11, R17, S1)."""

from typing import Final

import httpx
import pytest
from fastapi import FastAPI

from tests.routers.playing import ANN, BEN, JOINT, MANDATE, MODERATOR, Play, conditions, no, playing, whole

pytestmark = pytest.mark.usefixtures("the_world")

TALK: Final = {"kind": "intake", "goal": "Kennismaken.", "plannedFor": "2027-01-10T10:00:00Z"}


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient) -> Play:
    """A case that nobody has begun."""
    return await playing(app, client)


async def test_r11_s1_a_talk_needs_no_readiness_and_is_between_one_party_and_the_moderator(play: Play) -> None:
    await play.begins()
    await play.informs(ANN, BEN)
    mine = f"parties/{play.party[ANN]}/talks"
    before = await whole(play, BEN, mine, f"parties/{play.party[BEN]}/talks", "sessions", "parties", "process", "")
    answer = await play.call(MODERATOR, "POST", mine, TALK)
    talk = answer.json()
    assert (answer.status_code, talk["state"], talk["kind"], talk["goal"]) == (201, "planned", "intake", "Kennismaken.")
    assert answer.headers["location"] == f"/v1/cases/{play.id}/{mine}/{talk['id']}"
    assert await play.items(ANN, mine) == await play.items(MODERATOR, mine) == [talk]
    assert await whole(play, BEN, mine, f"parties/{play.party[BEN]}/talks", "sessions", "parties", "process", "") == before
    for who, path in ((BEN, f"{mine}/{talk['id']}"), (MODERATOR, f"parties/{play.party[BEN]}/talks/{talk['id']}"), ("admin", mine)):
        assert no(await play.call(who, "GET", path)) == (404, "not-found")
    assert no(await play.call(ANN, "POST", mine, TALK)) == (403, "not-allowed")
    assert no(await play.call(ANN, "POST", f"{mine}/{talk['id']}/end")) == (403, "not-allowed")
    assert no(await play.call(BEN, "POST", f"{mine}/{talk['id']}/end")) == (404, "not-found")


async def test_r11_a_talk_is_held_or_called_off_and_never_counts_as_joint(play: Play) -> None:
    await play.to_conversation()
    mine = f"parties/{play.party[ANN]}/talks"
    held = await play.does(MODERATOR, mine, {**TALK, "kind": "shuttle", "goal": None})
    off = await play.does(MODERATOR, mine, TALK)
    assert (await play.does(MODERATOR, f"{mine}/{held['id']}/end"))["state"] == "held"
    assert (await play.does(MODERATOR, f"{mine}/{off['id']}/cancellation"))["state"] == "cancelled"
    for talk in (held, off):
        for step in ("end", "cancellation"):
            assert no(await play.call(MODERATOR, "POST", f"{mine}/{talk['id']}/{step}")) == (409, "wrong-talk-state")
    assert await play.items(MODERATOR, "sessions") == []
    assert ("joint-conversation-held", None) in conditions(await play.call(MODERATOR, "POST", "transitions", {"to": "agreement"}))


async def test_r17_nothing_in_a_closed_case_still_stands_ahead(play: Play) -> None:
    await play.to_conversation()
    session = await play.plans()
    mine = f"parties/{play.party[ANN]}/talks"
    talk = await play.does(MODERATOR, mine, TALK)
    await play.does(MODERATOR, "closure", {"ending": "not_possible"})
    assert (await play.sees(ANN, session))["state"] == "cancelled"
    assert (await play.sees(ANN, f"{mine}/{talk['id']}"))["state"] == "cancelled"
    assert no(await play.call(MODERATOR, "POST", mine, TALK)) == (409, "case-not-running")
    assert no(await play.call(MODERATOR, "POST", "sessions", JOINT)) == (409, "case-not-running")
    assert no(await play.call(MODERATOR, "POST", "mandates", MANDATE)) == (409, "wrong-case-state")
