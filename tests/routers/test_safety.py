"""Safety first: what an assessment does to the gate at once, and the whole turn of a conversation that was broken off (R4, R5, R11)."""

from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI

from tests.routers.playing import ANN, BEN, JOINT, MODERATOR, YES, Play, conditions, no, playing, whole

pytestmark = pytest.mark.usefixtures("the_world")

HARM: Final = {"kinds": ["emotional"], "text": "Ik sliep slecht."}
MEASURES: Final = "Ieder een eigen wachtruimte."


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient) -> Play:
    """A case in conversation."""
    found = await playing(app, client)
    await found.to_conversation()
    return found


async def assesses(play: Play, who: str, result: str, **more: Any) -> None:
    """The moderator's view of someone's safety."""
    await play.does(MODERATOR, f"parties/{play.party[who]}/safety-assessments", {"result": result, **more})


async def test_r5_measures_are_said_where_safety_needs_them(play: Play) -> None:
    path = f"parties/{play.party[ANN]}/safety-assessments"
    without = await play.call(MODERATOR, "POST", path, {"result": "safe_with_measures"})
    assert (no(without), without.json()["errors"]) == ((400, "missing"), [{"pointer": "/measures", "code": "missing"}])
    assert [one["result"] for one in await play.items(MODERATOR, path)] == ["safe"]
    await assesses(play, ANN, "safe_with_measures", measures=MEASURES)
    assert [one["measures"] for one in await play.items(MODERATOR, path)] == [None, MEASURES]


async def test_r4_r5_r11_unsafe_closes_the_gate_at_once_and_what_was_planned_does_not_start(play: Play) -> None:
    session = await play.plans()
    for name in (ANN, BEN):
        await play.does(name, f"{session}/reconfirmations", {"ready": True})
    await assesses(play, BEN, "unsafe")
    started = await play.call(MODERATOR, "POST", f"{session}/start")
    assert (no(started), conditions(started)) == ((409, "gate-closed"), [("safety-assessed", play.party[BEN])])
    assert no(await play.call(MODERATOR, "POST", "readiness/announcements", {"gate": "open"})) == (409, "gate-closed")
    await play.does(MODERATOR, f"{session}/cancellation")
    planned = await play.call(MODERATOR, "POST", "sessions", JOINT)
    assert conditions(planned) == [("safety-assessed", play.party[BEN])]


async def test_s11_nobody_but_the_moderator_learns_of_an_assessment(play: Play) -> None:
    session = await play.plans()
    reads = [session, "sessions", "process", "readiness", "parties", f"parties/{play.party[BEN]}/readiness-declarations"]
    before = {who: await whole(play, who, *reads) for who in (ANN, BEN)}
    await assesses(play, BEN, "unsafe")
    assert {who: await whole(play, who, *reads) for who in (ANN, BEN)} == before
    for who in (ANN, BEN):
        assert (await play.call(who, "GET", f"parties/{play.party[BEN]}/safety-assessments")).status_code == 404
        assert (await play.call(who, "GET", "readiness/conditions")).status_code == 404


@pytest.mark.parametrize(("deed", "state"), [("suspension", "suspended"), ("end", "held")])
async def test_r11_a_conversation_in_which_someone_is_unsafe_can_be_stopped_at_once(play: Play, deed: str, state: str) -> None:
    session = await play.starts()
    await assesses(play, ANN, "unsafe")
    body: dict[str, list[str]] | None = {"discussedHarmIds": []} if deed == "end" else None
    assert (await play.does(MODERATOR, f"{session}/{deed}", body))["state"] == state


async def test_r4_r7_r11_r12_the_whole_turn_after_a_conversation_that_was_broken_off(play: Play) -> None:
    harm = await play.does(ANN, "harms", HARM)
    first = await play.starts()
    await assesses(play, ANN, "unsafe")
    await play.does(MODERATOR, f"{first}/suspension")
    assert conditions(await play.call(MODERATOR, "POST", "sessions", JOINT)) == [("safety-assessed", play.party[ANN])]
    # Talks with each of them are possible at once, and count as nothing (R11).
    for name in (ANN, BEN):
        talk = await play.does(
            MODERATOR,
            f"parties/{play.party[name]}/talks",
            {"kind": "preparatory", "plannedFor": JOINT["plannedFor"], "goal": "Wat heb je nodig?"},
        )
        assert (await play.does(MODERATOR, f"parties/{play.party[name]}/talks/{talk['id']}/end"))["state"] == "held"
    assert ("joint-conversation-held", None) in conditions(await play.call(MODERATOR, "POST", "transitions", {"to": "agreement"}))
    await play.does(ANN, f"parties/{play.party[ANN]}/readiness-declarations", YES)
    await assesses(play, ANN, "safe_with_measures", measures=MEASURES)
    second = await play.plans()
    unsaid = await play.call(MODERATOR, "POST", f"{second}/start")
    assert sorted(conditions(unsaid)) == sorted(("readiness-reconfirmed", play.party[name]) for name in (ANN, BEN))
    for name in (ANN, BEN):
        await play.does(name, f"{second}/reconfirmations", {"ready": True})
    await play.does(MODERATOR, f"{second}/start")
    held = await play.does(MODERATOR, f"{second}/end", {"discussedHarmIds": [harm["id"]]})
    assert held["state"] == "held"
    assert [one["state"] for one in await play.items(BEN, "sessions")] == ["suspended", "held"]
    assert conditions(await play.call(MODERATOR, "POST", "transitions", {"to": "agreement"})) == [("agreement-confirmed-by-all", None)]


@pytest.mark.parametrize("experience", ["social_unsafety", "powerlessness"])
async def test_r5_what_someone_lives_through_prompts_another_look_at_their_safety(play: Play, experience: str) -> None:
    told = {"text": "Ik durf er niet alleen langs.", "behaviourKinds": [], "experiences": [experience]}
    assert (await play.sees(MODERATOR, "readiness/conditions"))["assessmentPrompted"] == []
    await play.does(BEN, "behaviour-experiences", told)
    prompted = await play.sees(MODERATOR, "readiness/conditions")
    assert (prompted["open"], prompted["assessmentPrompted"]) == (True, [play.party[BEN]])
    await assesses(play, BEN, "unsafe")
    looked = await play.sees(MODERATOR, "readiness/conditions")
    assert (looked["open"], looked["assessmentPrompted"]) == (False, [])
