"""Whoever stands by: how they come in, what they read of a case, and how they are out again (S0, S1, C13, K6)."""

from typing import Final

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from tests.behind import behind
from tests.routers.playing import ANN, BEN, JOINT, MODERATOR, Play, no, playing
from tests.routers.standing_by import SUE, TOLK, accepts, admits, brings, comes_in, ends, introduces, invites, records, redeems, stands_by
from tests.routers.succeeding import SUCCESSOR, succession
from tests.scenarios.transcripts import NOWHERE

pytestmark = pytest.mark.usefixtures("the_world")

HIDDEN: Final = (404, "not-found")
IN_HER_TIMELINE: Final = ("received", "opened", "session-planned", "session-started", "session-held", "record-written", "record-stands")
OPEN_TO_HER: Final = {
    "/cases/{caseId}",
    "/cases/{caseId}/seat",
    "/cases/{caseId}/timeline",
    "/cases/{caseId}/audit-events",
    "/cases/{caseId}/destruction-certificates",
    "/cases/{caseId}/sessions",
    "/cases/{caseId}/sessions/{sessionId}",
    "/cases/{caseId}/sessions/{sessionId}/record",
    "/cases/{caseId}/sessions/{sessionId}/presences",
    "/cases/{caseId}/companions/{companionId}/invitations",
    "/cases/{caseId}/companions/{companionId}/secrecy-acceptance",
}


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient) -> Play:
    """A case that nobody has begun."""
    return await playing(app, client)


async def reads(app: FastAPI, play: Play, ids: dict[str, str]) -> tuple[set[str], set[tuple[int, str, int]]]:
    """Which reads below the case answer the supporter, and how all others say that there is nothing."""
    found, nothing = set(), set()
    for path, item in app.state.document()["paths"].items():
        if path.startswith("/cases/{caseId}") and "get" in item:
            names = [part[1:-1] for part in path.split("/") if part.startswith("{") and part != "{caseId}"]
            answer = await play.call(SUE, "GET", path.format(caseId=play.id, **{name: ids.get(name, NOWHERE) for name in names}))
            if answer.status_code == 200:
                found.add(path)
            else:
                nothing.add((answer.status_code, answer.json()["code"], len(answer.content)))
    return found, nothing


async def test_s0_s1_a_supporter_reads_what_was_shared_of_the_conversations_at_which_they_were_and_nothing_else(
    app: FastAPI, play: Play
) -> None:
    await play.to_conversation()
    id = await stands_by(play)
    with_her = await play.starts()
    await play.does(MODERATOR, f"{with_her}/presences", {"companionId": id})
    await ends(play, with_her)
    assert no(await play.call(SUE, "GET", f"{with_her}/record")) == HIDDEN
    record = await play.does(MODERATOR, f"{with_her}/record", {"text": "Samen besproken."})
    await play.does(ANN, f"{with_her}/record/approvals", {"hash": record["textHash"]})
    assert no(await play.call(SUE, "GET", f"{with_her}/record")) == HIDDEN
    await play.does(BEN, f"{with_her}/record/approvals", {"hash": record["textHash"]})
    without_her = await play.starts()
    await ends(play, without_her)
    await records(play, without_her, "Zonder haar besproken.")
    third = await play.plans()
    assert (await play.sees(SUE, f"{with_her}/record"))["text"] == "Samen besproken."
    assert [f"sessions/{one['id']}" for one in await play.items(SUE, "sessions")] == [with_her]
    for hidden in (without_her, f"{without_her}/record", f"{without_her}/presences", third):
        assert no(await play.call(SUE, "GET", hidden)) == HIDDEN
    assert (await play.sees(SUE, "seat"))["companionId"] == id
    assert [one["companionId"] for one in await play.items(SUE, f"companions/{id}/invitations")] == [id]
    happened = {(one["kind"], one["partyId"]) for one in await play.items(SUE, "timeline")}
    assert happened == {(kind, None) for kind in IN_HER_TIMELINE}
    ids = {"sessionId": with_her.removeprefix("sessions/"), "companionId": id, "supporterId": id, "introductionId": id, "version": "1"}
    found, nothing = await reads(app, play, {**ids, "partyId": play.party[ANN]})
    assert found == OPEN_TO_HER
    assert nothing == {(*HIDDEN, len((await play.call(SUE, "GET", f"/cases/{NOWHERE}")).content))}


async def test_s0_before_the_statement_a_supporter_sees_the_shell_and_themselves(play: Play) -> None:
    await play.to_readiness()
    id = await brings(play)
    await comes_in(play, id)
    assert [one["id"] for one in await play.items(SUE, "/cases")] == [play.id]
    seat = await play.sees(SUE, "seat")
    assert (seat["companionId"], seat["partyId"], seat["role"], seat["informedAt"]) == (id, None, "supporter", None)
    assert no(await play.call(SUE, "GET", f"companions/{id}/secrecy-acceptance")) == HIDDEN
    assert no(await play.call(SUE, "POST", f"companions/{id}/secrecy-acceptance", {"hash": "0" * 64})) == (409, "other-text")
    for who, answer in ((ANN, HIDDEN), (BEN, HIDDEN), (MODERATOR, (403, "not-allowed"))):
        assert no(await play.call(who, "POST", f"companions/{id}/secrecy-acceptance", {"hash": "0" * 64})) == answer
    await accepts(play, id)
    accepted = await play.sees(SUE, f"companions/{id}/secrecy-acceptance")
    assert accepted == await play.sees(MODERATOR, f"companions/{id}/secrecy-acceptance")
    statement = (await play.client.get("/secrecy-statement")).json()["hash"]
    again = await play.call(SUE, "POST", f"companions/{id}/secrecy-acceptance", {"hash": statement})
    assert no(again) == (409, "accepted-already")
    assert (await play.sees(SUE, "seat"))["informedAt"] is not None
    other = await brings(play, BEN, "Sam")
    assert no(await play.call(SUE, "POST", f"companions/{other}/secrecy-acceptance", {"hash": statement})) == HIDDEN
    assert no(await play.call(SUE, "GET", f"companions/{other}/invitations")) == HIDDEN


async def test_k6_whoever_stands_by_has_one_way_in_at_a_time(play: Play) -> None:
    await play.to_readiness()
    id = await brings(play)
    for who, answer in ((ANN, (403, "not-allowed")), (BEN, HIDDEN), ("admin", HIDDEN)):
        assert no(await play.call(who, "POST", f"companions/{id}/invitations")) == answer
    old, wrong = await invites(play, id), await invites(play, id)
    assert (await redeems(play, old)).json()["code"] == "invalid-grant"
    assert (await redeems(play, {**wrong, "pin": "x"})).status_code == 400
    tokens = await comes_in(play, id)
    await accepts(play, id)
    assert [one["voidedAt"] is None for one in await play.items(MODERATOR, f"companions/{id}/invitations")] == [False, False, True]
    first = dict(play.headers[SUE])
    await comes_in(play, id)
    play.headers["former"] = first
    assert no(await play.call("former", "GET", "")) == HIDDEN
    refresh = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    assert (await play.client.post("/token", data=refresh)).json()["code"] == "invalid-grant"
    assert (await play.sees(SUE, "seat"))["informedAt"] is None


async def test_c13_whoever_comes_no_longer_is_out_at_the_next_request_and_their_letters_open_nothing(play: Play) -> None:
    await play.to_conversation()
    id = await stands_by(play)
    session = await play.starts()
    await play.does(MODERATOR, f"{session}/presences", {"companionId": id})
    tokens = await comes_in(play, id)
    letter = await invites(play, id)
    ended = await play.does(ANN, f"supporters/{id}/ending")
    assert ended["endedAt"] is not None
    assert (await play.sees(BEN, f"introductions/{id}"))["endedAt"] is not None
    assert (await redeems(play, letter)).json()["code"] == "invalid-grant"
    refresh = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    assert (await play.client.post("/token", data=refresh)).json()["code"] == "invalid-grant"
    for path in ("", "seat", "sessions", session, f"companions/{id}/invitations", f"companions/{id}/secrecy-acceptance"):
        assert no(await play.call(SUE, "GET", path)) == HIDDEN
    for who, path in (
        (ANN, f"supporters/{id}/ending"),
        (ANN, f"supporters/{id}/introduction"),
        (BEN, f"introductions/{id}/admissions"),
        (MODERATOR, f"companions/{id}/invitations"),
    ):
        assert no(await play.call(who, "POST", path)) == (409, "companion-ended")


async def test_r17_a_supporter_comes_no_longer_after_the_case_closed_too(play: Play) -> None:
    await play.to_readiness()
    id = await stands_by(play)
    await play.does(MODERATOR, "closure", {"ending": "not_possible"})
    assert no(await play.call(ANN, "POST", "supporters", {"displayName": "A"})) == (409, "case-not-running")
    await play.does(ANN, f"supporters/{id}/ending")
    assert no(await play.call(SUE, "GET", "")) == HIDDEN


async def test_the_moderator_says_that_whom_they_named_comes_no_longer_and_of_a_supporter_cannot(play: Play) -> None:
    await play.to_conversation()
    session = await play.plans()
    tolk = (await play.does(MODERATOR, f"{session}/companions", TOLK))["id"]
    await comes_in(play, tolk, "Yusra")
    own = await introduces(play)
    assert no(await play.call(MODERATOR, "POST", f"companions/{own}/ending")) == HIDDEN
    assert no(await play.call(ANN, "POST", f"companions/{own}/ending")) == HIDDEN
    assert no(await play.call(ANN, "POST", f"companions/{tolk}/ending")) == HIDDEN
    assert (await play.does(MODERATOR, f"companions/{tolk}/ending"))["endedAt"] is not None
    assert no(await play.call("Yusra", "GET", "")) == HIDDEN


async def test_r11_once_all_approved_the_record_nobody_else_comes_to_read_it(play: Play) -> None:
    await play.to_conversation()
    id = await stands_by(play)
    session = await play.starts()
    await ends(play, session)
    await records(play, session, "Alles is besproken.")
    assert no(await play.call(MODERATOR, "POST", f"{session}/presences", {"companionId": id})) == (409, "record-approved")


async def test_r11_a_record_asks_for_the_approval_of_the_parties_alone(play: Play) -> None:
    await play.to_conversation()
    id = await stands_by(play)
    session = await play.starts()
    await play.does(MODERATOR, f"{session}/presences", {"companionId": id})
    await ends(play, session)
    await records(play, session, "Samen besproken.")
    record = await play.sees(SUE, f"{session}/record")
    assert record["approvedByAllAt"] is not None
    assert no(await play.call(SUE, "POST", f"{session}/record/approvals", {"hash": record["textHash"]})) == (403, "not-allowed")
    assert no(await play.call(SUE, "POST", "sessions", JOINT)) == HIDDEN


async def test_r9_s10_whoever_left_is_not_asked_any_more_and_takes_along_whoever_stood_by_them(play: Play) -> None:
    await play.to_conversation()
    id, ben = await introduces(play), await brings(play, BEN, "Sam")
    await comes_in(play, id)
    await accepts(play, id)
    await comes_in(play, ben, "Sam")
    letter = await invites(play, await brings(play, BEN, "Sara"))
    await admits(play, id, ANN)
    session = await play.starts()
    assert no(await play.call(MODERATOR, "POST", f"{session}/presences", {"companionId": id})) == (409, "not-admitted-by-all")
    assert (await play.sees("Sam", ""))["id"] == play.id
    await play.does(BEN, f"parties/{play.party[BEN]}/departure")
    assert no(await play.call("Sam", "GET", "")) == HIDDEN
    assert (await redeems(play, letter)).json()["code"] == "invalid-grant"
    await play.does(MODERATOR, f"{session}/presences", {"companionId": id})
    assert (await play.sees(ANN, f"introductions/{id}"))["admittedByAllAt"] is not None


async def test_r9_with_a_party_who_leaves_it_is_said_of_whoever_stood_by_them_that_they_come_no_longer(play: Play) -> None:
    await play.to_readiness()
    mine, told = await brings(play), await introduces(play)
    bens = await introduces(play, BEN, "Sam")
    await play.does(ANN, f"parties/{play.party[ANN]}/departure")
    for id in (mine, told):
        assert (await play.sees(MODERATOR, f"supporters/{id}"))["endedAt"] is not None
    assert (await play.sees(BEN, f"introductions/{told}"))["endedAt"] is not None
    assert (await play.sees(MODERATOR, f"introductions/{bens}"))["endedAt"] is None
    assert (await play.sees(BEN, f"supporters/{bens}"))["endedAt"] is None


async def test_r9_s7_whoever_records_the_loss_all_who_stood_by_come_no_longer(app: FastAPI, client: httpx.AsyncClient) -> None:
    """A successor to whom Ann handed nothing over knows nothing of whom she brought."""
    play = await succession(app, client)
    await play.to_readiness()
    id = await brings(play)
    tokens = await comes_in(play, id)
    letter = await invites(play, id)
    await play.recuses()
    await play.succeeds()
    assert no(await play.call(SUCCESSOR, "GET", f"supporters/{id}")) == HIDDEN
    await play.does(SUCCESSOR, f"parties/{play.party[ANN]}/loss", {"why": "incapacity"})
    async with behind(app) as connection:
        ended = await connection.execute(text(f"select ended_at is not null from companion where id = '{id}'"))
        assert ended.scalars().all() == [True]
    assert no(await play.call(SUE, "GET", "")) == HIDDEN
    for grant in (await redeems(play, letter), await play.client.post("/token", data=refreshing(tokens))):
        assert grant.json()["code"] == "invalid-grant"


def refreshing(tokens: dict[str, str]) -> dict[str, str]:
    """A call for new tokens."""
    return {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
