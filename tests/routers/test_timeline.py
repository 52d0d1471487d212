"""What happened, for each who reads it: made of the rows that they see, and of nothing else (S1, S10, S11)."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.domain.timeline import KINDS
from tests.behind import statements
from tests.http import as_
from tests.people import ASKED, FOREIGN, MINE, OTHER, key
from tests.routers.following import LOST
from tests.routers.playing import ANN, BEN, COORDINATOR, MODERATOR, Play, playing
from tests.routers.test_lists import pages
from tests.world import World

pytestmark = pytest.mark.usefixtures("the_world")

SHELL_DAYS = ["opened", "received"]


async def kinds(play: Play, who: str) -> list[str]:
    """What someone finds, the newest first."""
    return [entry["kind"] for entry in await play.items(who, "timeline?limit=100")]


async def of_mine(app: FastAPI, client: httpx.AsyncClient, who: str) -> list[dict[str, Any]]:
    """What someone of the world finds in the case that is theirs."""
    answer = await client.get(f"/cases/{key(MINE)}/timeline", params={"limit": 100}, headers=as_(who).token(app))
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_whoever_stands_outside_finds_the_days_of_the_shell_and_no_moment(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await playing(app, client)
    await play.to_conversation()
    entries = await play.items(COORDINATOR, "timeline")
    assert sorted(entry["kind"] for entry in entries) == SHELL_DAYS
    assert {entry["at"] for entry in entries} == {None}
    assert {entry["partyId"] for entry in entries} == {None}
    assert {entry["resource"] for entry in entries} == {f"/v1/cases/{play.id}"}


async def test_a_day_is_a_day_for_everyone(app: FastAPI, client: httpx.AsyncClient) -> None:
    """No reader finds less of the same row than another one: the shell knows days, and only days."""
    play = await playing(app, client)
    await play.to_readiness()
    shells = [
        [entry for entry in await play.items(who, "timeline?limit=100") if entry["kind"] in {"received", "opened"}]
        for who in (COORDINATOR, MODERATOR, ANN)
    ]
    assert shells == [shells[0]] * 3
    assert len(shells[0]) == 2


async def test_s10_everyone_finds_what_all_know_and_what_they_said_themselves(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await playing(app, client)
    await play.to_conversation()
    session = await play.plans()
    await play.does(MODERATOR, f"{session}/cancellation")
    await play.does(BEN, f"parties/{play.party[BEN]}/withdrawals")
    known = ["session-cancelled", "session-planned", "mandate-in-force", "mandate-offered", "mandate-drafted"]
    own = {"mandate-accepted", "readiness-declared", "secrecy-statement-accepted", "came-in", "invited"}
    ann, ben, moderator = await kinds(play, ANN), await kinds(play, BEN), await kinds(play, MODERATOR)
    assert [kind for kind in ann if kind in known] == known
    assert own <= set(ann)
    assert "withdrawn" not in ann
    assert ben[0] == "withdrawn"
    assert (ann.count("mandate-accepted"), ben.count("mandate-accepted"), moderator.count("mandate-accepted")) == (1, 1, 3)
    assert "safety-assessed" not in ann
    assert moderator.count("safety-assessed") == 2


async def test_s11_of_the_gate_only_what_was_announced_stands_there(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await playing(app, client)
    await play.to_readiness()
    await play.readies(ANN)
    before = await kinds(play, ANN)
    await play.readies(BEN)
    assert await kinds(play, ANN) == before
    await play.does(MODERATOR, "readiness/announcements", {"gate": "open"})
    assert await kinds(play, ANN) == ["gate-open", *before]


async def test_r17_a_case_that_is_taken_up_again_says_so_to_those_inside(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await playing(app, client)
    await play.to_readiness()
    await play.readies(ANN)
    await play.does(MODERATOR, "closure", {"ending": "not_possible"})
    await play.does(BEN, "reopening-requests")
    await play.moves("readiness")
    assert (await kinds(play, ANN))[0] == "reopened"
    assert "reopened" not in await kinds(play, COORDINATOR)
    # Every declaration is fresh (R17): who had said yes is asked again.
    assert "answer-readiness" in {item["code"] for item in await play.items(ANN, "/me/worklist")}


@pytest.mark.parametrize("who", ["party", "second_party", "moderator", "guardian", "supporter", "coordinator"])
async def test_what_an_entry_tells_of_is_its_readers_to_read(app: FastAPI, client: httpx.AsyncClient, the_world: World, who: str) -> None:
    entries = await of_mine(app, client, who)
    assert {entry["kind"] for entry in entries} <= set(KINDS)
    for entry in entries:
        answer = await client.get(entry["resource"].removeprefix("/v1"), headers=as_(who).token(app))
        assert answer.status_code not in LOST, f"{who} {entry['kind']} {answer.text}"


async def test_s10_to_a_party_nothing_that_is_anothers_own_stands_there(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    # A choice of who speaks is one's own, and of the group.
    shared = {"harm-shared", "group-harm-shared", "need-shared", "idea-shared", "experience-shared", "spokesperson-chosen"}
    for who, number in (("party", 0), ("second_party", 1)):
        entries = await of_mine(app, client, who)
        private = [entry for entry in entries if entry["partyId"] and entry["kind"] not in shared]
        assert private
        assert {entry["partyId"] for entry in private} == {str(key(MINE, "party", number))}


async def test_s1_whoever_does_not_see_the_case_finds_nothing_at_all(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    for who in (
        "other_party",
        "foreign_party",
        "other_moderator",
        "other_coordinator",
        "foreign_coordinator",
        "admin",
        "registrar",
        "auditor",
    ):
        found = {}
        for case in (key(MINE), key("no such case")):
            headers = {**as_(who).token(app), "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}
            answer = await client.get(f"/cases/{case}/timeline", headers=headers)
            found[case] = (answer.status_code, answer.content, answer.headers)
        assert found[key(MINE)] == found[key("no such case")]
        assert found[key(MINE)][0] == 404
    for name in (OTHER, FOREIGN, ASKED):
        answer = await client.get(f"/cases/{key(name)}/timeline", headers=as_("party").token(app))
        assert answer.status_code == 404


async def test_pages_of_one_hold_the_same_as_one_page_and_take_two_statements(
    app: FastAPI, client: httpx.AsyncClient, the_world: World
) -> None:
    address = f"/cases/{key(MINE)}/timeline"
    for who in ("party", "moderator", "coordinator"):
        with statements(app) as sent:
            entries = await of_mine(app, client, who)
        assert len([one for one, _ in sent if one.startswith(("SELECT", "WITH"))]) == 2
        assert [entry for page in await pages(client, address, dict(as_(who).token(app))) for entry in page][:100] == entries
        assert len({(entry["kind"], entry["id"]) for entry in entries}) == len(entries)
        days = [entry["on"] for entry in entries]
        assert days == sorted(days, reverse=True)
