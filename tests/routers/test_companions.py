"""Those who are there beside the parties, over HTTP: whose choice they are, who learns of them, and what they learn (S0, S10, R11)."""

import asyncio
import re
from typing import Any, Final
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from tests.behind import LOOK
from tests.http import as_
from tests.routers.playing import ANN, BEN, MODERATOR, Play, conditions, no, playing, whole
from tests.routers.standing_by import SUE, TOLK, accepts, admits, brings, comes_in, introduces, redeems, stands_by
from tests.scenarios.transcripts import NOWHERE

pytestmark = pytest.mark.usefixtures("the_world")

HIDDEN: Final = (404, "not-found")
UNTOLD: Final = re.compile(rb'"traceId":"[0-9a-f]{32}"')


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient) -> Play:
    """A case that nobody has begun."""
    return await playing(app, client)


async def told(play: Play, who: str, id: str) -> list[Any]:
    """All that someone is told in every read in which somebody beside the parties could show, whatever their id is."""
    paths = (
        *("", "process", "parties", "seat", "supporters", f"supporters/{id}", "introductions", f"introductions/{id}"),
        *(f"introductions/{id}/admissions", f"companions/{id}/invitations", f"companions/{id}/secrecy-acceptance", "sessions"),
        *("readiness", "appointments", *(f"parties/{party}/invitations" for party in play.party.values())),
    )
    return [(status, UNTOLD.sub(b"", body.replace(id.encode(), b"")), *more) for status, body, *more in await whole(play, who, *paths)]


async def test_s1_a_supporter_at_own_talks_is_between_the_party_and_the_moderator(play: Play) -> None:
    await play.to_readiness()
    before = await told(play, BEN, NOWHERE)
    answer = await play.call(ANN, "POST", "supporters", {"displayName": SUE, "contact": "06 1234"})
    supporter = answer.json()
    assert answer.status_code == 201
    assert supporter == {
        "id": supporter["id"],
        "partyId": play.party[ANN],
        "displayName": SUE,
        "contact": "06 1234",
        "endedAt": None,
    }
    assert answer.headers["location"] == f"/v1/cases/{play.id}/supporters/{supporter['id']}"
    for who in (ANN, MODERATOR):
        assert await play.items(who, "supporters") == [supporter]
        assert await play.sees(who, f"supporters/{supporter['id']}") == supporter
    await comes_in(play, supporter["id"])
    await accepts(play, supporter["id"])
    assert await told(play, BEN, supporter["id"]) == before
    for path, body in (("ending", None), ("introduction", None)):
        assert no(await play.call(BEN, "POST", f"supporters/{supporter['id']}/{path}", body)) == HIDDEN
        assert no(await play.call(MODERATOR, "POST", f"supporters/{supporter['id']}/{path}", body)) == (403, "not-allowed")


async def test_s0_only_an_informed_party_brings_somebody_and_only_for_themselves(play: Play) -> None:
    await play.begins()
    body = {"displayName": SUE}
    assert no(await play.call(ANN, "POST", "supporters", body)) == (409, "secrecy-statement-not-accepted")
    assert no(await play.call(MODERATOR, "POST", "supporters", body)) == (403, "not-allowed")
    for who in ("admin", "coordinator", "other_party", "other_moderator"):
        assert no(await play.call(who, "POST", "supporters", body)) == HIDDEN
        assert no(await play.call(who, "GET", "supporters")) == HIDDEN


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"displayName": ""},
        {"displayName": "a\nb"},
        {"displayName": 1},
        {"displayName": SUE, "partyId": NOWHERE},
        {"displayName": SUE, "kind": "supporter"},
        {"displayName": SUE, "contact": "x" * 201},
        [],
    ],
)
async def test_a_supporter_is_a_name_and_perhaps_an_address(play: Play, body: Any) -> None:
    await play.to_readiness()
    assert no(await play.call(ANN, "POST", "supporters", body)) == (400, "invalid-request")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("sessions/{session}/companions", {"kind": "friend", "displayName": "A"}),
        ("sessions/{session}/companions", {"kind": "interpreter"}),
        ("sessions/{session}/companions", {"kind": "interpreter", "displayName": "A", "partyId": NOWHERE}),
        ("sessions/{session}/presences", {}),
        ("sessions/{session}/presences", {"companionId": "somebody"}),
        ("sessions/{session}/presences", {"companionId": NOWHERE, "partyId": NOWHERE}),
    ],
)
async def test_whoever_is_named_or_was_there_is_said_in_the_form_of_the_document(play: Play, path: str, body: Any) -> None:
    await play.to_conversation()
    session = (await play.plans()).removeprefix("sessions/")
    assert no(await play.call(MODERATOR, "POST", path.format(session=session), body)) == (400, "invalid-request")


async def test_s10_all_learn_when_everyone_has_admitted_a_supporter_and_never_who_has_not(play: Play) -> None:
    await play.to_readiness()
    id = await introduces(play)
    for who in (ANN, BEN, MODERATOR):
        (told,) = await play.items(who, "introductions")
        assert told == await play.sees(who, f"introductions/{id}")
        assert (told["displayName"], told["kind"], told["partyId"]) == (SUE, "supporter", play.party[ANN])
        assert (told["admittedByAllAt"], told["sessionId"], told["endedAt"]) == (None, None, None)
    assert no(await play.call(ANN, "POST", f"supporters/{id}/introduction")) == (409, "introduced-already")
    assert no(await play.call(MODERATOR, "POST", f"introductions/{id}/admissions")) == (403, "not-allowed")
    answer = await play.call(BEN, "POST", f"introductions/{id}/admissions")
    assert (answer.status_code, answer.json()["partyId"]) == (201, play.party[BEN])
    assert await play.items(ANN, f"introductions/{id}/admissions") == []
    assert await play.items(BEN, f"introductions/{id}/admissions") == [answer.json()]
    assert (await play.sees(ANN, f"introductions/{id}"))["admittedByAllAt"] is None
    assert no(await play.call(BEN, "POST", f"introductions/{id}/admissions")) == (409, "admitted-already")
    await admits(play, id, ANN)
    at = {(await play.sees(who, f"introductions/{id}"))["admittedByAllAt"] for who in (ANN, BEN, MODERATOR)}
    assert len(at) == 1
    assert None not in at
    assert {one["partyId"] for one in await play.items(MODERATOR, f"introductions/{id}/admissions")} == set(play.party.values())
    assert [one["partyId"] for one in await play.items(ANN, f"introductions/{id}/admissions")] == [play.party[ANN]]


async def test_s10_what_the_others_are_told_is_the_same_whichever_of_two_has_not_yet_admitted(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    """Cem looks on while Ann has said yes and Ben not, and while it is the other way round: every read, byte by byte, and every no."""
    play = await playing(app, client)
    await play.begins()
    await play.informs(ANN, BEN)
    play.party["Cem"] = (await play.does(MODERATOR, "parties", {"displayName": "Cem"}))["id"]
    letter = await play.does(MODERATOR, f"parties/{play.party['Cem']}/invitations")
    play.headers["Cem"] = {"Authorization": f"Bearer {(await redeems(play, letter)).json()['access_token']}"}
    await play.informs("Cem")
    ids = [await introduces(play, "Cem", SUE), await introduces(play, "Cem", SUE)]
    for id, first in zip(ids, (ANN, BEN), strict=True):
        await admits(play, id, first, "Cem")
    told = []
    for id in ids:
        reads = await whole(play, "Cem", f"introductions/{id}", f"supporters/{id}", f"companions/{id}/invitations")
        answers = await play.items("Cem", f"introductions/{id}/admissions")
        again = await play.call("Cem", "POST", f"introductions/{id}/admissions")
        told.append(
            (
                [(status, body.replace(id.encode(), b"id")) for status, body, *_ in reads],
                [(one["partyId"], one["introductionId"] == id) for one in answers],
                no(again),
                conditions(again),
            )
        )
    assert told[0] == told[1]
    assert [one["admittedByAllAt"] for one in await play.items("Cem", "introductions")] == [None, None]


async def test_s10_r8_of_two_last_admissions_at_once_the_later_one_completes_it(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await playing(app, client)
    await play.to_readiness()
    for _ in range(20):
        id = await introduces(play)
        answers = await asyncio.gather(*(play.call(who, "POST", f"introductions/{id}/admissions") for who in (ANN, BEN)))
        assert [answer.status_code for answer in answers] == [201, 201]
        assert (await play.sees(MODERATOR, f"introductions/{id}"))["admittedByAllAt"] is not None
        twice = await asyncio.gather(*(play.call(ANN, "POST", f"introductions/{id}/admissions") for _ in (1, 2)))
        assert {no(answer) for answer in twice} == {(409, "admitted-already")}


async def test_s10_a_supporter_is_there_only_once_everyone_has_admitted_them_and_only_the_moderator_learns_whose_yes_is_awaited(
    play: Play,
) -> None:
    await play.to_conversation()
    id = await introduces(play)
    session = await play.plans()
    there = {"companionId": id}
    assert no(await play.call(MODERATOR, "POST", f"{session}/presences", there)) == (409, "wrong-session-state")
    for name in (ANN, BEN):
        await play.does(name, f"{session}/reconfirmations", {"ready": True})
    await play.does(MODERATOR, f"{session}/start")
    assert no(await play.call(MODERATOR, "POST", f"{session}/presences", there)) == (409, "secrecy-statement-not-accepted")
    await comes_in(play, id)
    assert no(await play.call(MODERATOR, "POST", f"{session}/presences", there)) == (409, "secrecy-statement-not-accepted")
    await accepts(play, id)
    await admits(play, id, ANN)
    answer = await play.call(MODERATOR, "POST", f"{session}/presences", there)
    assert no(answer) == (409, "not-admitted-by-all")
    assert conditions(answer) == [("supporter-admitted", play.party[BEN])]
    for who in (ANN, BEN):
        assert no(await play.call(who, "POST", f"{session}/presences", there)) == (403, "not-allowed")
        assert await play.items(who, f"{session}/presences") == []
    await admits(play, id, BEN)
    noted = await play.does(MODERATOR, f"{session}/presences", there)
    assert noted["introductionId"] == id
    for who in (ANN, BEN, MODERATOR, SUE):
        assert await play.items(who, f"{session}/presences") == [noted]
    assert no(await play.call(MODERATOR, "POST", f"{session}/presences", there)) == (409, "presence-stands-already")


async def test_r9_s10_whoever_takes_part_later_is_asked_too_before_a_supporter_comes_again(app: FastAPI, play: Play) -> None:
    await play.to_readiness()
    id = await stands_by(play)
    admitted = (await play.sees(ANN, f"introductions/{id}"))["admittedByAllAt"]
    assert admitted is not None
    cem = (await play.does(MODERATOR, "parties", {"displayName": "Cem"}))["id"]
    for who in (ANN, BEN, MODERATOR):
        assert (await play.sees(who, f"introductions/{id}"))["admittedByAllAt"] is None
    waiting = [one["partyId"] for one in (await play.items(MODERATOR, "/me/worklist")) if one["code"] == "await-admission"]
    assert waiting == [cem]
    async with app.state.database.store_for(as_(MODERATOR).principal, LOOK) as store:
        assert [str(one) for one in await store.awaits_admission(UUID(id))] == [cem]


async def test_s0_r11_an_interpreter_is_named_for_one_conversation_of_which_all_are_told(play: Play) -> None:
    await play.to_conversation()
    first = await play.starts()
    for kind in ("interpreter", "co_moderator"):
        answer = await play.call(MODERATOR, "POST", f"{first}/companions", {**TOLK, "kind": kind})
        assert (answer.status_code, answer.json()["contact"]) == (201, "yusra@tolk.example")
        await comes_in(play, answer.json()["id"], kind)
        assert no(await play.call(MODERATOR, "POST", f"{first}/presences", {"companionId": answer.json()["id"]})) == (
            409,
            "secrecy-statement-not-accepted",
        )
        await accepts(play, answer.json()["id"], kind)
    named = await play.items(MODERATOR, f"{first}/companions")
    assert [one["kind"] for one in named] == ["interpreter", "co_moderator"]
    for who in (ANN, BEN):
        told = await play.items(who, "introductions")
        assert [(one["kind"], one["partyId"], f"sessions/{one['sessionId']}") for one in told] == [
            ("interpreter", None, first),
            ("co_moderator", None, first),
        ]
        assert await play.items(who, f"{first}/companions") == []
        assert no(await play.call(who, "POST", f"introductions/{named[0]['id']}/admissions")) == (409, "admission-not-needed")
        assert no(await play.call(who, "POST", f"{first}/companions", TOLK)) == (403, "not-allowed")
        assert no(await play.call(who, "GET", f"supporters/{named[0]['id']}")) == HIDDEN
    for one in named:
        await play.does(MODERATOR, f"{first}/presences", {"companionId": one["id"]})


async def test_s0_r11_whom_the_moderator_named_comes_to_that_conversation_alone(play: Play) -> None:
    await play.to_conversation()
    first = await play.starts()
    named = [await play.does(MODERATOR, f"{first}/companions", TOLK)]
    await comes_in(play, named[0]["id"], "interpreter")
    await accepts(play, named[0]["id"], "interpreter")
    await play.does(MODERATOR, f"{first}/end", {"discussedHarmIds": []})
    second = await play.starts()
    assert no(await play.call(MODERATOR, "POST", f"{second}/presences", {"companionId": named[0]["id"]})) == (
        409,
        "named-for-another-session",
    )
    assert no(await play.call(MODERATOR, "POST", f"{first}/companions", TOLK)) == (409, "wrong-session-state")
    supporter = {"kind": "supporter", "displayName": SUE}
    assert (await play.call(MODERATOR, "POST", f"{second}/companions", supporter)).json()["errors"] == [
        {"pointer": "/kind", "code": "supporters-are-brought"}
    ]
    own = await brings(play)
    assert (await play.call(MODERATOR, "POST", f"{second}/presences", {"companionId": own})).json()["errors"] == [
        {"pointer": "/companionId", "code": "unknown-id"}
    ]
