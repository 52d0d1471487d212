"""When a moderator is gone, and when another one comes: over HTTP (R3, R10, R17, S1, S7, C13)."""

import re
from collections.abc import Awaitable, Callable

import httpx
import pytest
from fastapi import FastAPI

from tests.http import as_
from tests.people import MINE, key
from tests.routers.playing import ANN, BEN, COORDINATOR, MODERATOR, no
from tests.routers.succeeding import REGISTRAR, SUCCESSOR, THIRD, Succession, another, succession
from tests.test_words import addresses
from tests.world import World

pytestmark = pytest.mark.usefixtures("the_world")

End = Callable[[Succession], Awaitable[object]]
ENDS: dict[str, End] = {
    "objection": lambda play: play.objects(BEN),
    "recusal": lambda play: play.recuses(),
    "registry": lambda play: play.registry_ends(),
}


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient) -> Succession:
    """A case that is about to begin."""
    return await succession(app, client)


@pytest.mark.parametrize("end", ENDS)
async def test_r3_however_it_ends_everyone_sees_the_same_and_nobody_sees_why(play: Succession, end: str) -> None:
    """The other party's whole view is the same, word for word, as after an objection of their own making in another case."""
    await play.to_readiness()
    before = await play.transcript(ANN)
    await ENDS[end](play)
    seen = await play.transcript(ANN)
    other = await another(play)
    await other.to_readiness()
    assert await other.transcript(ANN) == before
    await other.objects(ANN)
    assert await other.transcript(BEN) == seen
    assert seen != before
    appointment = await play.appointment()
    assert set(appointment) == {"id", "name", "declaredAt", "acceptedByAllAt", "endedAt"}
    assert (await play.sees(ANN, "process"))["pausedAt"] == appointment["endedAt"]


@pytest.mark.parametrize("end", ENDS)
async def test_r3_whatever_ends_with_it_ends_at_one_moment_so_that_no_time_tells_whose_wish_it_was(play: Succession, end: str) -> None:
    await play.to_conversation()
    await play.plans()
    await ENDS[end](play)
    moments = {one["kind"]: one["at"] for one in await play.items(ANN, "timeline")}
    assert moments["session-cancelled"] == moments["appointment-ended"] == moments["paused"]


@pytest.mark.parametrize("end", ENDS)
async def test_r3_s1_hr_reads_the_same_bytes_before_and_after(play: Succession, end: str) -> None:
    await play.to_readiness()
    await play.accept_moderator(ANN)
    before = await play.outside()
    await ENDS[end](play)
    assert await play.outside() == before
    await play.proposes(SUCCESSOR)
    await play.declares(SUCCESSOR)
    assert await play.outside() == before


async def test_r3_c13_the_answer_to_a_recusal_is_the_last_of_the_case(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    headers = as_("moderator").token(app)
    mine = [path for path in addresses(app, the_world) if (await client.get(path, headers=headers)).status_code == 200]
    theirs = {str(row.id) for row in the_world.rows if getattr(row, "case_id", row.id) == key(MINE)} - {str(key(MINE, "appointment"))}
    inside = [path for path in mine if str(key(MINE)) in path or any(id in path for id in theirs)]
    assert len(inside) > 80
    answer = await client.post(f"/cases/{key(MINE)}/appointments/{key(MINE, 'appointment')}/recusal", headers=headers)
    assert (answer.status_code, bool(answer.json()["endedAt"])) == (200, True)
    words = {text for text, (_, row) in the_world.words().items() if getattr(row, "case_id", None) == key(MINE)}
    for path in mine:
        again = await client.get(path, headers=headers)
        assert again.status_code == (404 if path in inside else 200), path
        assert not words & set(re.findall(r"word[0-9a-f]{32}", again.text)), path
    for deed in ("pauses", "notes", "transitions"):
        body = {"notes": {"text": "x"}, "transitions": {"to": "agreement"}}.get(deed)
        assert (await client.post(f"/cases/{key(MINE)}/{deed}", headers=headers, json=body)).status_code == 404


@pytest.mark.parametrize("end", ["objection", "registry without the worker"])
async def test_r3_c13_the_moderator_is_out_at_the_next_request(play: Succession, end: str) -> None:
    await play.to_readiness()
    appointment = await play.appointment()
    if end == "objection":
        await play.objects()
    else:
        await play.does(REGISTRAR, f"/appointments/{appointment['id']}/ending")
    for path in ("", "process", "state", "parties", "notes", "readiness/conditions", "sessions", "appointments"):
        assert (await play.call(MODERATOR, "GET", path)).status_code == 404
    assert [one for one in await play.items(MODERATOR, "/cases") if one["id"] == play.id] == []
    assert [one for one in await play.items(MODERATOR, "/offers") if one["caseId"] == play.id] == []
    assert no(
        await play.call(MODERATOR, "POST", "sessions", {"kind": "joint", "goal": "a", "agenda": "b", "plannedFor": "2027-02-01T10:00:00Z"})
    ) == (404, "not-found")
    assert no(await play.call(ANN, "POST", f"appointments/{appointment['id']}/acceptances")) == (409, "appointment-ended")
    assert no(await play.call(ANN, "POST", f"appointments/{appointment['id']}/objections")) == (409, "appointment-ended")


async def test_r3_an_objection_comes_before_accepting(play: Succession) -> None:
    await play.to_readiness()
    await play.accept_moderator(BEN)
    path = f"appointments/{(await play.appointment())['id']}/objections"
    assert no(await play.call(BEN, "POST", path)) == (409, "accepted-already")
    assert (await play.call(ANN, "POST", path)).status_code == 200
    assert (await play.call(MODERATOR, "GET", "process")).status_code == 404


async def test_r3_r11_a_conversation_that_nobody_leads_is_called_off_or_broken_off(play: Succession) -> None:
    await play.to_conversation()
    planned = await play.plans()
    await play.recuses()
    session = await play.sees(ANN, planned)
    assert session["state"] == "cancelled"
    await play.succeeds()
    await play.accept_moderator(ANN, BEN)
    await play.does(SUCCESSOR, "resumption")
    mandate = await play.does(SUCCESSOR, "mandates", await _mandate(play))
    await play.does(SUCCESSOR, f"mandates/{mandate['version']}/offer")
    await play.accepts(mandate, SUCCESSOR, ANN, BEN)
    running = f"sessions/{(await play.does(SUCCESSOR, 'sessions', _joint()))['id']}"
    for name in (ANN, BEN):
        await play.does(name, f"{running}/reconfirmations", {"ready": True})
    await play.does(SUCCESSOR, f"{running}/start")
    await play.registry_ends()
    session = await play.sees(BEN, running)
    assert (session["state"], session["endedAt"]) == ("suspended", (await play.appointment())["endedAt"])


@pytest.mark.parametrize("end", ENDS)
async def test_r3_r11_a_talk_that_nobody_holds_any_more_is_called_off(play: Succession, end: str) -> None:
    await play.to_readiness()
    talks = f"parties/{play.party[ANN]}/talks"
    await play.does(MODERATOR, talks, {"kind": "preparatory", "plannedFor": "2027-01-10T10:00:00Z"})
    held = await play.does(MODERATOR, talks, {"kind": "preparatory", "plannedFor": "2020-01-10T10:00:00Z"})
    await play.does(MODERATOR, f"{talks}/{held['id']}/end")
    await ENDS[end](play)
    assert [one["state"] for one in await play.items(ANN, talks)] == ["cancelled", "held"]


async def test_s7_r17_a_successor_who_closes_the_case_calls_off_their_own_talks(play: Succession) -> None:
    await play.to_readiness()
    await play.recuses()
    await play.succeeds()
    talks = f"parties/{play.party[ANN]}/talks"
    await play.does(SUCCESSOR, talks, {"kind": "preparatory", "plannedFor": "2027-01-10T10:00:00Z"})
    await play.does(SUCCESSOR, "closure", {"ending": "not_possible"})
    assert [one["state"] for one in await play.items(ANN, talks)] == ["cancelled"]


async def _mandate(play: Succession) -> dict[str, object]:
    old = (await play.items(ANN, "mandates"))[0]
    return {name: value for name, value in old.items() if name not in {"id", "version", "state", "textHash", "offeredAt", "inForceAt"}}


def _joint() -> dict[str, str]:
    return {"kind": "joint", "goal": "Horen.", "agenda": "Vragen.", "plannedFor": "2027-02-01T10:00:00Z"}


async def test_r3_the_registry_sees_ids_and_dates_and_nothing_else(play: Succession) -> None:
    await play.to_readiness()
    id = (await play.appointment())["id"]
    listed = await play.items(REGISTRAR, f"/appointments?moderatorId={play.moderator[MODERATOR]}&limit=100")
    (mine,) = [one for one in listed if one["id"] == id]
    assert set(mine) == {"id", "beganOn", "endedOn"}
    assert mine["endedOn"] is None
    assert await play.sees(REGISTRAR, f"/appointments/{id}") == mine
    assert id not in {one["id"] for one in await play.items(REGISTRAR, f"/appointments?moderatorId={play.moderator[SUCCESSOR]}")}
    await play.objects(ANN)
    ended = await play.sees(REGISTRAR, f"/appointments/{id}")
    assert ended == {**mine, "endedOn": mine["beganOn"]}
    assert no(await play.call(REGISTRAR, "POST", f"/appointments/{id}/ending")) == (409, "appointment-ended")
    for who in (MODERATOR, ANN, COORDINATOR, "admin"):
        assert (await play.call(who, "GET", "/appointments")).status_code == 404
        assert (await play.call(who, "GET", f"/appointments/{id}")).status_code == 404
        assert (await play.call(who, "POST", f"/appointments/{id}/ending")).status_code == 404


async def test_r3_whom_somebody_would_like_next_is_known_and_never_who(play: Succession) -> None:
    await play.registers_third()
    await play.to_readiness()
    body = {"moderatorIds": [play.moderator[THIRD]]}
    assert no(await play.call(ANN, "POST", "successor-proposals", body)) == (409, "moderator-leads")
    await play.objects()
    first = await play.proposes(MODERATOR, THIRD)
    assert [(one["name"], one["availability"]) for one in first] == [("Name moderator", "not_available"), ("Third", "asked")]
    assert {frozenset(one) for one in first} == {frozenset({"id", "moderatorId", "name", "availability"})}
    # Nobody is asked twice for the same seat; the other one learns what stands.
    assert await play.proposes(THIRD, who=BEN) == [first[1]]
    assert await play.items(BEN, "successor-proposals") == await play.items(ANN, "successor-proposals") == first
    offer = await play.offered(THIRD)
    assert (offer["proposedNames"], offer["setting"]) == ([ANN, BEN], "healthcare")
    assert (await play.call(THIRD, "GET", "successor-proposals")).status_code == 404
    await play.call(THIRD, "POST", f"/offers/{offer['id']}/declination")
    assert [one["availability"] for one in await play.items(ANN, "successor-proposals")] == ["not_available"] * 2
    unknown = {"moderatorIds": [play.moderator[SUCCESSOR], str(key("nobody"))]}
    answer = await play.call(ANN, "POST", "successor-proposals", unknown)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/moderatorIds/1")


async def test_r3_whoever_has_a_tie_is_not_available(play: Succession) -> None:
    await play.registers_third(ties=[{"organisationId": str(key("home"))}])
    await play.to_readiness()
    await play.objects()
    assert [one["availability"] for one in await play.proposes(THIRD)] == ["not_available"]
    assert [one for one in await play.items(THIRD, "/offers") if one["caseId"] == play.id] == []
    await play.proposes(SUCCESSOR)
    tie = {"organisationId": str(key("home"))}
    await play.does(REGISTRAR, f"/moderators/{play.moderator[SUCCESSOR]}/ties", tie)
    assert no(await play.declares(SUCCESSOR)) == (409, "not-available")


async def test_r2_r3_any_moderator_with_the_expertise_is_whoever_is_free(play: Succession) -> None:
    await play.registers_third()
    await play.to_readiness()
    await play.recuses()
    any_of = {"anyModerator": True, "expertise": ["diversity"]}
    assert [one["name"] for one in (await play.does(ANN, "successor-proposals", any_of))["proposals"]] == ["Third"]
    everyone = (await play.does(BEN, "successor-proposals", {"anyModerator": True}))["proposals"]
    assert sorted(one["name"] for one in everyone) == ["Name other_moderator", "Third"]
    assert (await play.call(ANN, "POST", "successor-proposals", {})).status_code == 400


async def test_r3_expertise_that_does_not_match_is_a_warning(play: Succession) -> None:
    await play.to_readiness()
    await play.recuses()
    await play.does(ANN, "successor-proposals", {"moderatorIds": [play.moderator[SUCCESSOR]], "expertise": ["diversity"]})
    assert (await play.offered(SUCCESSOR))["expertiseMatches"] is False
    assert (await play.declares(SUCCESSOR)).status_code == 200


async def test_r2_whoever_declares_first_has_it_and_the_other_offer_is_gone(play: Succession) -> None:
    await play.registers_third()
    await play.to_readiness()
    await play.recuses()
    await play.proposes(SUCCESSOR, THIRD)
    offer = await play.offered(THIRD)
    assert (await play.declares(SUCCESSOR)).status_code == 200
    assert (await play.call(THIRD, "GET", f"/offers/{offer['id']}")).status_code == 404
    late = await play.call(THIRD, "POST", f"/offers/{offer['id']}/declaration", {"independent": True})
    assert no(late) == (404, "not-found")
    assert [one["name"] for one in await play.items(ANN, "appointments")] == ["Name moderator", "Name other_moderator"]
    assert len(await play.items(ANN, "parties")) == 2


async def test_r3_a_successor_can_go_as_the_first_one_did_and_neither_comes_back(play: Succession) -> None:
    await play.registers_third()
    await play.to_readiness()
    await play.objects(ANN)
    await play.succeeds()
    await play.objects(BEN)
    both = await play.proposes(MODERATOR, SUCCESSOR)
    assert [one["availability"] for one in both] == ["not_available", "not_available"]
    await play.succeeds(THIRD)
    assert (await play.call(THIRD, "GET", "process")).status_code == 200
    assert (await play.call(SUCCESSOR, "GET", "process")).status_code == 404
