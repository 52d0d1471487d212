"""Letters used many times at once: one comes in, whoever the letter is for (K6)."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI

from tests.routers.playing import ANN, MODERATOR, Play, playing
from tests.routers.standing_by import brings, redeems

pytestmark = pytest.mark.usefixtures("the_world")

AT_ONCE: Final = 20


async def _party(play: Play) -> str:
    return f"parties/{(await play.does(MODERATOR, 'parties', {'displayName': 'Cem'}))['id']}"


async def _guardian(play: Play) -> str:
    await play.does(MODERATOR, f"parties/{play.party[ANN]}/birth-date", {"bornOn": "2016-05-01"})
    at = f"parties/{play.party[ANN]}/guardians"
    return f"{at}/{(await play.does(MODERATOR, at, {'displayName': 'Mum', 'contact': None}))['id']}"


async def _member(play: Play) -> str:
    group = (await play.does(MODERATOR, "parties", {"displayName": "Council", "kind": "group"}))["id"]
    return f"parties/{group}/members/{(await play.does(MODERATOR, f'parties/{group}/members', {'displayName': 'Mia'}))['id']}"


async def _supporter(play: Play) -> str:
    return f"companions/{await brings(play)}"


PLACES: Final[dict[str, Callable[[Play], Awaitable[str]]]] = {
    "party": _party,
    "guardian": _guardian,
    "member": _member,
    "supporter": _supporter,
}


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient) -> Play:
    """A case in which everyone is informed."""
    found = await playing(app, client)
    await found.to_readiness()
    return found


@pytest.mark.parametrize("who", PLACES)
async def test_k6_of_twenty_who_use_an_invitation_at_once_one_comes_in(play: Play, who: str) -> None:
    at = f"{await PLACES[who](play)}/invitations"
    letter: dict[str, Any] = await play.does(MODERATOR, at)
    answers = await asyncio.gather(*(redeems(play, letter) for _ in range(AT_ONCE)))
    assert Counter(one.status_code for one in answers) == {200: 1, 400: AT_ONCE - 1}
    assert {one.json()["code"] for one in answers if one.status_code == 400} == {"invalid-grant"}
    (came,) = (one.json()["access_token"] for one in answers if one.status_code == 200)
    play.headers[who] = {"Authorization": f"Bearer {came}"}
    assert (await play.call(who, "GET", "seat")).status_code == 200
    assert [one["redeemedAt"] is not None for one in await play.items(MODERATOR, at)] == [True]


@pytest.mark.parametrize("who", PLACES)
async def test_k6_of_two_letters_written_at_once_at_most_one_opens(play: Play, who: str) -> None:
    at = f"{await PLACES[who](play)}/invitations"
    letters = [one.json() for one in await asyncio.gather(*(play.call(MODERATOR, "POST", at) for _ in (1, 2)))]
    answers = await asyncio.gather(*(redeems(play, letter) for letter in letters for _ in (1, 2)))
    assert Counter(one.status_code for one in answers) == {200: 1, 400: 3}
