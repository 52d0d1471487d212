"""Without a device of one's own: one-time codes, and notes that a party contests (R6, K6)."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI

from app.embedded import EmbeddedPostgres
from tests.conftest import DATABASE
from tests.routers.playing import ANN, BEN, MODERATOR, YES, no, playing
from tests.routers.watching import Watched, looking_along

pytestmark = pytest.mark.usefixtures("the_world")

NOT_YET = {**YES, "joinConversations": False}


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> Watched:
    """A case in which everyone is informed."""
    await playing(app, client)
    found = Watched(app, client, looking_along(monkeypatch))
    await found.to_readiness()
    return found


async def used(play: Watched, code: str) -> httpx.Response:
    """What comes of using a code."""
    return await play.client.post("/token", data={"grant_type": "urn:herstel:grant:one-time-code", "code": code})


async def codes(play: Watched, count: int = 1) -> list[str]:
    """Ann's new codes."""
    found: list[str] = (await play.does(ANN, play.of(ANN, "one-time-codes"), {"count": count}))["codes"]
    return found


async def test_r6_a_one_time_code_makes_its_party_once_for_ten_minutes_and_marks_every_deed(play: Watched) -> None:
    one, other = await codes(play, 2)
    answer = await used(play, one)
    token = answer.json()
    assert (answer.status_code, token["expires_in"], token["refresh_token"]) == (200, 600, None)
    assert no(await used(play, one)) == (400, "invalid-grant")
    play.headers["device"] = {"Authorization": f"Bearer {token['access_token']}"}
    assert (await play.sees("device", "/me"))["principalId"] == (await play.sees(ANN, "/me"))["principalId"]
    said = await play.does("device", play.of(ANN, "readiness-declarations"), YES)
    assert (said["assisted"], said["noted"]) == (True, False)
    own = await play.does(ANN, play.of(ANN, "readiness-declarations"), YES)
    assert own["assisted"] is False
    appointment = (await play.items(ANN, "appointments"))[0]["id"]
    assert (await play.does("device", f"appointments/{appointment}/acceptances"))["assisted"]
    listed = await play.items(MODERATOR, play.of(ANN, "one-time-codes"))
    assert [one["usedAt"] is not None for one in listed] == [True, False]
    assert not any(code in str(listed) for code in (one, other))


async def test_r6_k6_a_code_begets_no_codes_and_those_on_paper_stay_good(play: Watched) -> None:
    one, other = await codes(play, 2)
    play.headers["device"] = {"Authorization": f"Bearer {(await used(play, one)).json()['access_token']}"}
    assert no(await play.call("device", "POST", play.of(ANN, "one-time-codes"), {"count": 5})) == (403, "not-allowed")
    offered = {who: (await play.call(who, "GET", play.of(ANN, "").rstrip("/"))).headers["link"] for who in (ANN, "device")}
    assert ['rel="urn:herstel:rel:issue-code"' in offered[who] for who in (ANN, "device")] == [True, False]
    assert len(await play.items(ANN, play.of(ANN, "one-time-codes"))) == 2
    assert (await used(play, other)).status_code == 200


async def test_k6_of_twenty_who_use_a_code_at_once_one_comes_in(play: Watched) -> None:
    (code,) = await codes(play)
    answers = await asyncio.gather(*(used(play, code) for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [200, *[400] * 19]


async def test_r6_new_codes_make_the_unused_ones_void(play: Watched) -> None:
    (old,) = await codes(play)
    (new,) = await codes(play)
    assert no(await used(play, old)) == (400, "invalid-grant")
    assert (await used(play, new)).status_code == 200


async def test_r6_a_code_lasts_fourteen_days(play: Watched, server: EmbeddedPostgres) -> None:
    made = await play.does(ANN, play.of(ANN, "one-time-codes"), {})
    left = datetime.fromisoformat(made["expiresAt"]) - datetime.now(UTC)
    assert timedelta(days=13, hours=23) < left <= timedelta(days=14)
    server.execute("update one_time_code set expires_at = now()", DATABASE)
    assert no(await used(play, made["codes"][0])) == (400, "invalid-grant")


async def test_s0_c4_a_code_ends_with_the_way_in_of_whose_it_is(play: Watched) -> None:
    one, other = await codes(play, 2)
    play.headers["device"] = {"Authorization": f"Bearer {(await used(play, one)).json()['access_token']}"}
    await play.invites(ANN)
    assert no(await used(play, other)) == (400, "invalid-grant")
    assert no(await play.call("device", "GET", "")) == (404, "not-found")
    await play.informs(ANN)
    assert no(await used(play, other)) == (400, "invalid-grant")


@pytest.mark.parametrize("wrong", ["x", "AAAA.BBBB", ".", "é", "A" * 22 + "." + "B" * 43, "_" * 22])
async def test_c4_whatever_is_no_code_is_nothing(play: Watched, wrong: str) -> None:
    answer = await used(play, wrong)
    assert answer.status_code == 400
    assert answer.json()["code"] in {"invalid-grant", "invalid-request"}


async def test_c4_a_code_is_of_one_party_only(play: Watched) -> None:
    (mine,) = await codes(play)
    (theirs,) = (await play.does(BEN, play.of(BEN, "one-time-codes"), {}))["codes"]
    assert no(await used(play, f"{theirs.partition('.')[0]}.{mine.partition('.')[2]}")) == (400, "invalid-grant")
    for who in (BEN, MODERATOR):
        assert no(await play.call(who, "POST", play.of(ANN, "one-time-codes"), {})) == (403, "not-allowed")
    assert (await play.call(ANN, "POST", play.of(ANN, "one-time-codes"), {"count": 6})).status_code == 400
    assert await play.items(BEN, play.of(ANN, "one-time-codes")) == []


async def test_r6_an_invitation_can_be_used_on_the_moderators_device(play: Watched) -> None:
    invitation = await play.does(MODERATOR, play.of(ANN, "invitations"))
    grant = {"grant_type": "urn:herstel:grant:invitation", "code": invitation["code"], "pin": invitation["pin"], "assisted": "true"}
    token = (await play.client.post("/token", data=grant)).json()
    # Nothing that lasts stays on somebody else's device.
    assert token["refresh_token"] is None
    play.headers[ANN] = {"Authorization": f"Bearer {token['access_token']}"}
    await play.informs(ANN)
    # She accepted the same text before, from her own device; what she says now is marked.
    assert (await play.does(ANN, play.of(ANN, "readiness-declarations"), YES))["assisted"] is True
    # The codes that she carries away on paper come from here, once.
    (code,) = await codes(play)
    assert no(await play.call(ANN, "POST", play.of(ANN, "one-time-codes"), {})) == (403, "not-allowed")
    assert (await used(play, code)).status_code == 200


# Notes


async def test_r6_what_the_moderator_notes_counts_until_the_party_contests_it(play: Watched) -> None:
    note = await play.does(MODERATOR, play.of(ANN, "noted-declarations"), YES)
    assert (note["noted"], note["ready"], note["assisted"]) == (True, True, False)
    await play.readies(BEN)
    await play.does(MODERATOR, play.of(ANN, "safety-assessments"), {"result": "safe"})
    assert (await play.sees(MODERATOR, "readiness/conditions"))["open"] is True
    assert [one["noted"] for one in await play.items(ANN, play.of(ANN, "readiness-declarations"))] == [True]
    contest = play.of(ANN, f"readiness-declarations/{note['id']}/contestations")
    assert await play.items(ANN, contest) == []
    for who, status in ((BEN, 404), (MODERATOR, 403)):
        assert (await play.call(who, "POST", contest)).status_code == status
    await play.does(ANN, contest)
    assert (await play.sees(MODERATOR, "readiness/conditions"))["unmet"] == [
        {"code": "party-ready", "rule": "R5", "partyId": play.party[ANN]}
    ]
    assert await play.cannot(ANN, contest) == "contested-already"
    assert len(await play.items(MODERATOR, contest)) == 1


async def test_r6_contesting_a_note_brings_back_what_was_said_before(play: Watched) -> None:
    await play.readies(ANN, BEN)
    note = await play.does(MODERATOR, play.of(ANN, "noted-declarations"), NOT_YET)
    assert note["ready"] is False
    assert (await play.sees(MODERATOR, "readiness/conditions"))["open"] is False
    await play.does(ANN, play.of(ANN, f"readiness-declarations/{note['id']}/contestations"))
    assert (await play.sees(MODERATOR, "readiness/conditions"))["open"] is True


async def test_r6_only_a_note_can_be_contested_and_only_ones_own(play: Watched) -> None:
    own = await play.does(ANN, play.of(ANN, "readiness-declarations"), YES)
    assert await play.cannot(ANN, play.of(ANN, f"readiness-declarations/{own['id']}/contestations")) == "not-a-note"
    note = await play.does(MODERATOR, play.of(BEN, "noted-declarations"), YES)
    assert await play.cannot(ANN, play.of(ANN, f"readiness-declarations/{note['id']}/contestations")) == "not-found"
    assert await play.cannot(ANN, play.of(BEN, f"readiness-declarations/{note['id']}/contestations")) == "not-found"


async def test_r6_nobody_but_the_moderator_notes_and_only_of_someone_who_is_informed(play: Watched) -> None:
    for who in (ANN, BEN):
        assert await play.cannot(who, play.of(ANN, "noted-declarations"), YES) == "not-allowed"
    other = {**YES, "informedVersion": 7}
    assert await play.cannot(MODERATOR, play.of(ANN, "noted-declarations"), other) == "other-version"
    await play.invites(ANN)
    assert await play.cannot(MODERATOR, play.of(ANN, "noted-declarations"), YES) == "secrecy-statement-not-accepted"


async def test_r6_r7_a_yes_that_was_heard_for_today_can_be_contested_until_the_conversation_begins(play: Watched) -> None:
    await play.readies(ANN, BEN)
    await play.moves("mandate")
    await play.accepts(await play.offers_mandate(), MODERATOR, ANN, BEN)
    await play.moves("in_process")
    session = await play.plans()
    heard = await play.does(MODERATOR, f"{session}/reconfirmations", {"ready": True, "partyId": play.party[ANN]})
    own = await play.does(BEN, f"{session}/reconfirmations", {"ready": True})
    contest = f"{session}/reconfirmations/{heard['id']}/contestations"
    assert await play.cannot(BEN, contest) == "not-found"
    assert await play.cannot(BEN, f"{session}/reconfirmations/{own['id']}/contestations") == "not-a-note"
    await play.does(ANN, contest)
    assert await play.cannot(ANN, contest) == "contested-already"
    assert await play.cannot(MODERATOR, f"{session}/start") == "gate-closed"
    again = await play.does(MODERATOR, f"{session}/reconfirmations", {"ready": True, "partyId": play.party[ANN]})
    await play.does(MODERATOR, f"{session}/start")
    assert await play.cannot(ANN, f"{session}/reconfirmations/{again['id']}/contestations") == "wrong-session-state"
    assert len(await play.items(ANN, contest)) == 1


async def test_r6_r7_contesting_what_was_heard_for_today_brings_back_what_one_said_oneself(play: Watched) -> None:
    await play.readies(ANN, BEN)
    await play.moves("mandate")
    await play.accepts(await play.offers_mandate(), MODERATOR, ANN, BEN)
    await play.moves("in_process")
    session = await play.plans()
    for name in (ANN, BEN):
        await play.does(name, f"{session}/reconfirmations", {"ready": True})
    heard = await play.does(MODERATOR, f"{session}/reconfirmations", {"ready": True, "partyId": play.party[ANN]})
    await play.does(ANN, f"{session}/reconfirmations/{heard['id']}/contestations")
    await play.does(MODERATOR, f"{session}/start")


async def test_r6_r7_a_no_that_was_heard_can_be_contested_as_a_withdrawal(play: Watched) -> None:
    await play.readies(ANN, BEN)
    await play.moves("mandate")
    await play.accepts(await play.offers_mandate(), MODERATOR, ANN, BEN)
    await play.moves("in_process")
    session = await play.plans()
    await play.does(MODERATOR, f"{session}/reconfirmations", {"ready": False, "partyId": play.party[ANN]})
    (withdrawal,) = [one for one in await play.items(ANN, play.of(ANN, "readiness-declarations")) if one["withdrawal"]]
    assert withdrawal["noted"] is True
    await play.does(ANN, play.of(ANN, f"readiness-declarations/{withdrawal['id']}/contestations"))
    assert (await play.sees(MODERATOR, "readiness/conditions"))["open"] is True
