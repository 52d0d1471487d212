"""S5 with a moved clock: on the day of the answer the worker ends what was not released, whoever said what, led or not."""

from datetime import timedelta
from typing import Final
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from app.domain.disclosures import NEUTRAL_ANSWER, DisclosureState
from app.store.models.disclosures import DisclosureRequest
from tests.jobs.clock import TICK, begins, everything, row, swept
from tests.routers.playing import ANN, BEN, MODERATOR
from tests.routers.succeeding import Succession, succession
from tests.routers.writing import TODAY, Letter

pytestmark = pytest.mark.usefixtures("the_world")

INVOKED: Final = "secrecy invoked"
TOUCHED: Final = {"disclosure_request"}


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient) -> Succession:
    """A case in conversation."""
    found = await succession(app, client)
    await found.to_conversation()
    return found


async def state(app: FastAPI, letter: Letter) -> DisclosureState:
    """Where it stands, by its row."""
    found: DisclosureState = (await row(app, DisclosureRequest, UUID(letter.path.rpartition("/")[2]))).state
    return found


async def test_s5_on_the_day_of_the_answer_and_not_before_secrecy_is_invoked_once(app: FastAPI, play: Succession) -> None:
    silent, all_said_yes, changed, left = [await Letter(play).comes() for _ in range(4)]
    for letter in (all_said_yes, changed, left):
        await letter.reads()
        await letter.consent(ANN, BEN, MODERATOR)
    await play.does(MODERATOR, f"{changed.path}/changed-letter")
    assert (await left.release()).status_code == 201
    day = begins(TODAY, 14)
    assert (await swept(app, day - TICK))[INVOKED] == 0
    before = await everything(app)
    assert (await swept(app, day))[INVOKED] == 3
    after = await everything(app)
    assert {name for name, rows in after.items() if rows != before[name]} == TOUCHED
    assert [await state(app, one) for one in (silent, all_said_yes, changed)] == [DisclosureState.SECRECY_INVOKED] * 3
    assert await state(app, left) is DisclosureState.RELEASED
    assert (await swept(app, day + timedelta(days=40)))[INVOKED] == 0
    for letter in (silent, all_said_yes, changed):
        for who in (ANN, BEN, MODERATOR):
            assert await letter.state(who) == "secrecy_invoked"
        told = await play.sees(MODERATOR, f"{letter.path}/letter")
        assert (told["text"], told["on"]) == (NEUTRAL_ANSWER.nl, str(day.date()))
        kinds = [entry["kind"] for entry in await play.items(ANN, "timeline?limit=100")]
        assert kinds.count("secrecy-invoked") == 3


async def test_s5_r17_a_case_that_nobody_leads_hangs_on_no_letter(app: FastAPI, play: Succession) -> None:
    letter = await Letter(play).comes()
    await letter.reads()
    await play.recuses()
    assert (await swept(app, begins(TODAY, 14)))[INVOKED] == 1
    assert await letter.state(ANN) == "secrecy_invoked"


async def test_s5_several_workers_at_once_end_a_letter_once(app: FastAPI, play: Succession) -> None:
    await Letter(play).comes()
    day = begins(TODAY, 14)
    assert [(await swept(app, day))[INVOKED] for _ in range(3)] == [1, 0, 0]
