"""Conversations: planned and begun only with everyone's yes, talks before them, and what is kept of them (R4, R7, R11, R12, S1, S10)."""

from typing import Final
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from tests.people import MINE, key
from tests.routers.playing import ANN, BEN, JOINT, MODERATOR, YES, Play, conditions, no, playing, whole

pytestmark = pytest.mark.usefixtures("the_world")

HARM: Final = {"kinds": ["emotional"], "text": "Ik slaap slecht."}


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient) -> Play:
    """A case that nobody has begun."""
    return await playing(app, client)


# A whole run


async def test_r4_r7_r11_r12_from_a_referral_to_a_conversation_that_was_held(play: Play) -> None:
    await play.to_conversation()
    harm = await play.does(ANN, "harms", HARM)
    early = await play.call(MODERATOR, "POST", "transitions", {"to": "agreement"})
    missing = ["joint-conversation-held", "shared-harm-discussed", "agreement-confirmed-by-all"]
    assert [code for code, _ in conditions(early)] == missing
    session = await play.plans()
    assert (await play.sees(ANN, session))["state"] == "planned"
    for name in (ANN, BEN):
        await play.does(name, f"{session}/reconfirmations", {"ready": True})
    begun = await play.does(MODERATOR, f"{session}/start")
    assert (begun["state"], begun["startedAt"] is None, begun["endedAt"]) == ("running", False, None)
    held = await play.does(MODERATOR, f"{session}/end", {"discussedHarmIds": [harm["id"]]})
    assert (held["state"], held["endedAt"] is None) == ("held", False)
    assert (await play.sees(BEN, f"harms/{harm['id']}"))["discussed"] is True
    later = await play.call(MODERATOR, "POST", "transitions", {"to": "agreement"})
    assert [code for code, _ in conditions(later)] == ["agreement-confirmed-by-all"]


# Planning


async def test_r4_s10_before_everyone_is_ready_nothing_is_planned_and_the_moderator_alone_sees_why(play: Play) -> None:
    await play.to_readiness()
    await play.readies(BEN)
    planned = await play.call(MODERATOR, "POST", "sessions", JOINT)
    assert no(planned) == (409, "gate-closed")
    assert conditions(planned) == [
        ("case-in-conversation", None),
        ("mandate-in-force", None),
        ("party-ready", play.party[ANN]),
        ("safety-assessed", play.party[ANN]),
    ]
    tried = await play.call(BEN, "POST", "sessions", JOINT)
    assert (no(tried), conditions(tried)) == ((403, "not-allowed"), [])
    assert await play.items(BEN, "sessions") == []


async def test_r4_one_who_is_not_ready_blocks_it_for_everybody(play: Play) -> None:
    await play.to_conversation()
    await play.does(ANN, f"parties/{play.party[ANN]}/withdrawals")
    planned = await play.call(MODERATOR, "POST", "sessions", JOINT)
    assert (no(planned), conditions(planned)) == ((409, "gate-closed"), [("party-ready", play.party[ANN])])
    await play.does(ANN, f"parties/{play.party[ANN]}/readiness-declarations", YES)
    assert (await play.call(MODERATOR, "POST", "sessions", JOINT)).status_code == 201


async def test_r11_a_paused_case_plans_nothing(play: Play) -> None:
    await play.to_conversation()
    await play.does(MODERATOR, "pauses")
    assert conditions(await play.call(MODERATOR, "POST", "sessions", JOINT)) == [("case-resumed", None)]


async def test_r11_one_conversation_at_a_time(play: Play) -> None:
    await play.to_conversation()
    session = await play.plans()
    assert no(await play.call(MODERATOR, "POST", "sessions", {**JOINT, "kind": "circle"})) == (409, "session-stands-already")
    await play.does(MODERATOR, f"{session}/cancellation")
    await play.plans(kind="circle")
    assert [(row["kind"], row["state"]) for row in await play.items(ANN, "sessions")] == [("joint", "cancelled"), ("circle", "planned")]


@pytest.mark.parametrize("field", ["kind", "goal", "agenda", "plannedFor"])
async def test_r11_a_conversation_has_a_goal_and_an_agenda(play: Play, field: str) -> None:
    await play.to_conversation()
    without = await play.call(MODERATOR, "POST", "sessions", {name: value for name, value in JOINT.items() if name != field})
    assert (no(without), without.json()["errors"]) == ((400, "invalid-request"), [{"pointer": f"/{field}", "code": "missing"}])


async def test_r11_a_follow_up_belongs_to_what_comes_after(play: Play) -> None:
    await play.to_conversation()
    early = await play.call(MODERATOR, "POST", "sessions", {**JOINT, "kind": "follow_up"})
    assert (no(early), conditions(early)) == ((409, "gate-closed"), [("case-in-conversation", None)])


async def test_r11_a_plan_changes_until_it_begins_and_for_whoever_read_it_last(play: Play) -> None:
    await play.to_conversation()
    session = await play.plans()
    etag = (await play.call(MODERATOR, "GET", session)).headers["etag"]
    assert no(await play.call(ANN, "PATCH", session, {"agenda": "Anders."}, etag)) == (403, "not-allowed")
    assert no(await play.call(MODERATOR, "PATCH", session, {"agenda": "Anders."})) == (428, "precondition-required")
    changed = await play.call(MODERATOR, "PATCH", session, {"agenda": "Anders.", "place": None}, etag)
    assert (changed.status_code, changed.json()["agenda"], changed.json()["place"]) == (200, "Anders.", None)
    assert no(await play.call(MODERATOR, "PATCH", session, {"agenda": "Weer."}, etag)) == (412, "stale")
    for name in (ANN, BEN):
        await play.does(name, f"{session}/reconfirmations", {"ready": True})
    await play.does(MODERATOR, f"{session}/start")
    running = (await play.call(MODERATOR, "GET", session)).headers["etag"]
    assert no(await play.call(MODERATOR, "PATCH", session, {"agenda": "Weer."}, running)) == (409, "wrong-session-state")


async def test_r4_r7_another_moment_needs_the_open_gate_and_everyones_yes_again(play: Play) -> None:
    await play.to_conversation()
    session = await play.plans()
    for name in (ANN, BEN):
        await play.does(name, f"{session}/reconfirmations", {"ready": True})
    etag = (await play.call(MODERATOR, "GET", session)).headers["etag"]
    moved = await play.call(MODERATOR, "PATCH", session, {"plannedFor": "2027-02-08T10:00:00Z"}, etag)
    assert (moved.status_code, moved.json()["plannedFor"]) == (200, "2027-02-08T10:00:00Z")
    start = await play.call(MODERATOR, "POST", f"{session}/start")
    assert sorted(conditions(start)) == sorted(("readiness-reconfirmed", play.party[name]) for name in (ANN, BEN))
    await play.does(BEN, f"parties/{play.party[BEN]}/withdrawals")
    again = await play.call(MODERATOR, "PATCH", session, {"plannedFor": "2027-02-09T10:00:00Z"}, moved.headers["etag"])
    assert (no(again), conditions(again)) == ((409, "gate-closed"), [("party-ready", play.party[BEN])])
    assert (await play.call(MODERATOR, "PATCH", session, {"goal": "Luisteren."}, moved.headers["etag"])).status_code == 200


# Reconfirming and starting


async def test_r7_nobody_starts_without_everyones_yes_for_today(play: Play) -> None:
    await play.to_conversation()
    session = await play.plans()
    await play.does(ANN, f"{session}/reconfirmations", {"ready": True})
    start = await play.call(MODERATOR, "POST", f"{session}/start")
    assert (no(start), conditions(start)) == ((409, "gate-closed"), [("readiness-reconfirmed", play.party[BEN])])
    assert no(await play.call(ANN, "POST", f"{session}/start")) == (403, "not-allowed")
    await play.does(MODERATOR, f"{session}/reconfirmations", {"ready": True, "partyId": play.party[BEN]})
    assert (await play.does(MODERATOR, f"{session}/start"))["state"] == "running"


async def test_r7_r8_whoever_withdrew_is_waited_for_and_says_yes_for_today_again(play: Play) -> None:
    await play.to_conversation()
    session = await play.plans()
    for name in (ANN, BEN):
        await play.does(name, f"{session}/reconfirmations", {"ready": True})
    await play.does(BEN, f"parties/{play.party[BEN]}/withdrawals")
    start = await play.call(MODERATOR, "POST", f"{session}/start")
    assert conditions(start) == [("party-ready", play.party[BEN]), ("readiness-reconfirmed", play.party[BEN])]
    assert no(await play.call(BEN, "POST", f"{session}/reconfirmations", {"ready": True})) == (409, "not-ready")
    await play.does(BEN, f"parties/{play.party[BEN]}/readiness-declarations", YES)
    start = await play.call(MODERATOR, "POST", f"{session}/start")
    assert conditions(start) == [("readiness-reconfirmed", play.party[BEN])]
    await play.does(BEN, f"{session}/reconfirmations", {"ready": True})
    await play.does(MODERATOR, f"{session}/start")


@pytest.mark.parametrize("who", [ANN, MODERATOR])
async def test_r7_a_no_withdraws_at_once_without_a_reason(play: Play, who: str) -> None:
    await play.to_conversation()
    session = await play.plans()
    about = {"partyId": play.party[ANN]} if who == MODERATOR else {}
    said = await play.does(who, f"{session}/reconfirmations", {"ready": False, **about})
    assert (said["partyId"], said["ready"], said["orally"]) == (play.party[ANN], False, who == MODERATOR)
    declared = await play.items(ANN, f"parties/{play.party[ANN]}/readiness-declarations")
    assert [(row["withdrawal"], row["ready"]) for row in declared] == [(False, True), (True, False)]
    start = await play.call(MODERATOR, "POST", f"{session}/start")
    assert ("party-ready", play.party[ANN]) in conditions(start)


async def test_r6_a_party_speaks_for_themselves_and_the_moderator_says_whom_they_heard(play: Play) -> None:
    await play.to_conversation()
    session = await play.plans()
    path = f"{session}/reconfirmations"
    assert no(await play.call(ANN, "POST", path, {"ready": True, "partyId": play.party[BEN]})) == (403, "not-allowed")
    assert (await play.does(ANN, path, {"ready": True, "partyId": play.party[ANN]}))["orally"] is False
    for party_id, code in ((None, "missing"), (str(uuid4()), "unknown-id"), (str(key(MINE, "party", 0)), "unknown-id")):
        answer = await play.call(MODERATOR, "POST", path, {"ready": True, "partyId": party_id})
        assert (no(answer), answer.json()["errors"]) == ((400, code), [{"pointer": "/partyId", "code": code}])


async def test_s10_nobody_but_the_moderator_learns_who_has_not_said_yes_for_today(play: Play) -> None:
    await play.to_conversation()
    session = await play.plans()
    reads = [session, "sessions", f"{session}/reconfirmations", f"{session}/attendances", "readiness", "process", "parties"]
    before = await whole(play, BEN, *reads)
    await play.does(ANN, f"{session}/reconfirmations", {"ready": True})
    await play.does(ANN, f"{session}/reconfirmations", {"ready": False})
    assert await whole(play, BEN, *reads) == before
    assert [row["ready"] for row in await play.items(ANN, f"{session}/reconfirmations")] == [True, False]
    assert [row["partyId"] for row in await play.items(MODERATOR, f"{session}/reconfirmations")] == [play.party[ANN]] * 2


async def test_r7_only_what_is_planned_is_said_yes_to(play: Play) -> None:
    await play.to_conversation()
    session = await play.starts()
    for answer in ({"ready": True}, {"ready": False}):
        assert no(await play.call(ANN, "POST", f"{session}/reconfirmations", answer)) == (409, "wrong-session-state")
    assert no(await play.call(MODERATOR, "POST", f"{session}/start")) == (409, "wrong-session-state")
    assert no(await play.call(MODERATOR, "POST", f"{session}/cancellation")) == (409, "wrong-session-state")


# Ending


async def test_r11_r12_one_that_was_broken_off_does_not_count_and_a_second_one_does(play: Play) -> None:
    await play.to_conversation()
    harm = await play.does(ANN, "harms", HARM)
    first = await play.starts()
    assert (await play.does(MODERATOR, f"{first}/suspension"))["state"] == "suspended"
    assert no(await play.call(MODERATOR, "POST", f"{first}/end", {"discussedHarmIds": []})) == (409, "wrong-session-state")
    broken = conditions(await play.call(MODERATOR, "POST", "transitions", {"to": "agreement"}))
    assert ("joint-conversation-held", None) in broken
    second = await play.starts()
    await play.does(MODERATOR, f"{second}/end", {"discussedHarmIds": [harm["id"]]})
    held = conditions(await play.call(MODERATOR, "POST", "transitions", {"to": "agreement"}))
    assert held == [("agreement-confirmed-by-all", None)]


async def test_r12_only_a_harm_that_was_shared_here_is_discussed(play: Play) -> None:
    await play.to_conversation()
    harm = await play.does(ANN, "harms", HARM)
    session = await play.starts()
    for stranger in (str(uuid4()), str(key(MINE, "harm", 0))):
        answer = await play.call(MODERATOR, "POST", f"{session}/end", {"discussedHarmIds": [harm["id"], stranger]})
        assert (no(answer), answer.json()["errors"]) == ((400, "unknown-id"), [{"pointer": "/discussedHarmIds/1", "code": "unknown-id"}])
    assert (await play.sees(ANN, f"harms/{harm['id']}"))["discussed"] is False
    await play.does(MODERATOR, f"{session}/end", {"discussedHarmIds": []})
    assert (await play.sees(ANN, f"harms/{harm['id']}"))["discussed"] is False


async def test_r7_withdrawing_during_a_conversation_stops_no_ending_and_blocks_the_next(play: Play) -> None:
    await play.to_conversation()
    session = await play.starts()
    await play.does(BEN, f"parties/{play.party[BEN]}/withdrawals")
    await play.does(MODERATOR, f"{session}/end", {"discussedHarmIds": []})
    assert conditions(await play.call(MODERATOR, "POST", "sessions", JOINT)) == [("party-ready", play.party[BEN])]


async def test_s1_another_cases_session_is_not_there(play: Play) -> None:
    await play.to_conversation()
    other = key(MINE, "session")
    missing = await play.call(MODERATOR, "GET", f"sessions/{uuid4()}")
    for path in (f"sessions/{other}", f"sessions/{other}/attendances", f"sessions/{other}/reconfirmations", f"sessions/{other}/record"):
        assert no(await play.call(MODERATOR, "GET", path)) == no(missing) == (404, "not-found")
    assert no(await play.call(MODERATOR, "POST", f"sessions/{other}/cancellation")) == (404, "not-found")
    assert no(await play.call(MODERATOR, "POST", f"sessions/{other}/record", {"text": "Gehoord."})) == (404, "not-found")


# Questions


async def test_r16_everybody_is_asked_the_same_questions(client: httpx.AsyncClient) -> None:
    guides = (await client.get("/question-guides")).json()
    assert [guide["name"] for guide in guides["items"]] == ["restorative-conversation"]
    assert guides["page"] == {"nextCursor": None, "hasMore": False}
    (guide,) = guides["items"]
    assert (guide["language"], guide["questions"][0], guide["questions"][-1]) == ("nl", "Wat is er gebeurd?", "Hoe willen we WEL verder?")
    assert (await client.get("/question-guides/restorative-conversation")).json() == guide
    assert (await client.get("/question-guides/interrogation")).status_code == 404


async def test_r10_a_form_that_the_mandate_does_not_hold_cannot_be_planned(play: Play) -> None:
    await play.to_mandate()
    await play.accepts(await play.offers_mandate(sessionForms=["joint"]), MODERATOR, ANN, BEN)
    await play.moves("in_process")
    assert no(await play.call(MODERATOR, "POST", "sessions", {**JOINT, "kind": "circle"})) == (409, "form-not-agreed")
    await play.plans()
