"""Sealed notes: who may register which key, how it comes into force, and which notes are taken."""

import httpx
import pytest
from fastapi import FastAPI

from tests.people import MINE, key
from tests.routers.sealing import Registry
from tests.world import World

NOTES = f"/cases/{key(MINE)}/notes"


@pytest.fixture
async def registry(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> Registry:
    return await Registry(app, client).ready()


async def test_a_sealed_note_comes_back_as_it_was_sent_and_opens_for_its_moderator_and_the_recovery_key(registry: Registry) -> None:
    sealed = registry.seals("Eerst De Wit bellen. Één woord.")
    answer = await registry.writes(sealed)
    assert answer.status_code == 201, answer.text
    note = (await registry.call("moderator", "GET", answer.headers["location"].removeprefix("/v1"))).json()
    assert note["text"] is None
    assert registry.opens(note["sealed"]) == "Eerst De Wit bellen. Één woord."
    assert registry.opens(note["sealed"], by=registry.recovery) == "Eerst De Wit bellen. Één woord."
