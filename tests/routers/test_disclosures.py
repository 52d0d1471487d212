"""What leaves a case on somebody's letter: whose yes it takes, and what nobody learns of anybody's no (S5, S7, S10)."""

import asyncio
from datetime import timedelta
from random import Random
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI

from app.domain.disclosures import NEUTRAL_ANSWER
from app.embedded import EmbeddedPostgres
from tests.conftest import DATABASE
from tests.http import as_
from tests.routers.playing import ANN, BEN, COORDINATOR, MODERATOR, Play, conditions, no, playing, whole
from tests.routers.raising import DAD, MUM, Raised
from tests.routers.speaking import COUNCIL, Spoken
from tests.routers.watching import CEM, looking_along
from tests.routers.writing import LETTER, SENTENCE, TODAY, Letter, works

pytestmark = pytest.mark.usefixtures("the_world")

CONSENTED: Final = "disclosure-consented"
TIMES: Final = 20
BY_MODERATOR: Final = ("disclosure-consented-by-moderator", None)


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient) -> Play:
    """A case that nobody has begun."""
    return await playing(app, client)


async def written(play: Play, leads: str = MODERATOR) -> Letter:
    """Somebody's letter, with the words that would leave."""
    letter = await Letter(play, leads).comes()
    await letter.reads()
    return letter


# The letter, and who answers it


async def test_s5_exactly_what_everyone_consented_to_leaves_and_it_leaves_once(play: Play) -> None:
    await play.to_conversation()
    letter = await written(play)
    assert await letter.outstanding() == [(CONSENTED, play.party[ANN]), (CONSENTED, play.party[BEN]), BY_MODERATOR]
    await letter.consent(ANN, MODERATOR, BEN)
    assert [await letter.state(who) for who in (ANN, BEN, MODERATOR)] == ["open"] * 3
    left = await letter.release()
    expected = {name: LETTER[name] for name in ("recipient", "purpose")} | {"text": SENTENCE, "textHash": letter.hash}
    assert (left.status_code, left.json()) == (201, {**expected, "state": "released", "on": str(TODAY)})
    read = await play.call(ANN, "GET", left.headers["Location"].removeprefix("/v1"))
    assert read.json() == left.json()
    assert no(await letter.release()) == (409, "wrong-disclosure-state")
    assert no(await letter.says(ANN, yes=False)) == (409, "wrong-disclosure-state")
    assert [await letter.state(who) for who in (ANN, BEN, MODERATOR)] == ["released"] * 3


async def test_s5_a_letter_gives_those_concerned_the_days_of_the_case_and_an_organisation_can_only_give_more(
    app: FastAPI, client: httpx.AsyncClient, play: Play
) -> None:
    admin = dict(as_("admin").token(app))
    etag = (await client.get("/organisation-settings", headers=admin)).headers["ETag"]
    for days, status in ((13, 400), (57, 400), (21, 200)):
        answer = await client.patch("/organisation-settings", json={"disclosureDays": days}, headers={**admin, "If-Match": etag})
        assert answer.status_code == status
    await play.begins()
    for due, status in ((20, 400), (21, 201)):
        body = {**LETTER, "dueOn": str(TODAY + timedelta(days=due))}
        assert (await play.call(MODERATOR, "POST", "disclosure-requests", body)).status_code == status
    late = {**LETTER, "receivedOn": str(TODAY + timedelta(days=1)), "dueOn": str(TODAY + timedelta(days=40))}
    assert (await play.call(MODERATOR, "POST", "disclosure-requests", late)).json()["errors"] == [
        {"pointer": "/receivedOn", "code": "in-the-future"}
    ]


async def test_s5_a_letter_that_came_late_is_answered_with_the_neutral_sentence_at_once(play: Play) -> None:
    await play.to_conversation()
    letter = await Letter(play).comes(receivedOn=str(TODAY - timedelta(days=14)), dueOn=str(TODAY))
    assert await letter.state(ANN) == "secrecy_invoked"
    assert no(await play.call(MODERATOR, "POST", f"{letter.path}/texts", {"text": SENTENCE})) == (409, "deadline-come")
    assert (await play.sees(MODERATOR, f"{letter.path}/letter"))["text"] == NEUTRAL_ANSWER.nl


async def test_s5_a_no_keeps_it_inside_and_can_be_taken_back(play: Play) -> None:
    await play.to_conversation()
    letter = await written(play)
    await letter.consent(MODERATOR, ANN, BEN)
    assert (await letter.says(ANN, yes=False)).status_code == 201
    assert await letter.outstanding() == [(CONSENTED, play.party[ANN])]
    assert [one["yes"] for one in await play.items(ANN, f"{letter.path}/consents")] == [True, False]
    await letter.consent(ANN)
    assert (await letter.release()).status_code == 201


async def test_s5_letters_come_and_are_answered_in_a_case_that_is_closed(play: Play) -> None:
    await play.to_conversation()
    await play.does(MODERATOR, "closure", {"ending": "unsuitable"})
    letter = await written(play)
    for who in (ANN, BEN, MODERATOR):
        assert (await works(play, who))["consent-to-disclosure"]["dueOn"] == LETTER["dueOn"]
        await letter.consent(who)
        assert "consent-to-disclosure" not in await works(play, who)
    assert (await letter.release()).status_code == 201


async def test_s5_nobody_outside_finds_a_letter_or_its_answer(play: Play) -> None:
    await play.to_conversation()
    letter = await written(play)
    await letter.consent(ANN, BEN, MODERATOR)
    await letter.release()
    for who in (COORDINATOR, "admin", "other_moderator", "other_party"):
        for path in ("disclosure-requests", letter.path, f"{letter.path}/texts", f"{letter.path}/consents", f"{letter.path}/letter"):
            hidden = await play.call(who, "GET", path)
            missing = await play.call(who, "GET", path.replace(letter.path[-12:], "0" * 12))
            assert (hidden.status_code, hidden.json()["code"]) == (missing.status_code, missing.json()["code"]) == (404, "not-found")


# What nobody learns


async def test_s10_a_no_or_a_changed_letter_shows_nobody_anything_before_the_day(play: Play) -> None:
    await play.to_conversation()
    letter = await written(play)
    await letter.consent(MODERATOR)
    places = (letter.path, "disclosure-requests", f"{letter.path}/texts", f"{letter.path}/consents")
    paths = (*places, "timeline?limit=100", "/me/worklist?limit=100", "process")
    before = await whole(play, ANN, *paths)
    assert (await letter.says(BEN, yes=False)).status_code == 201
    assert await whole(play, ANN, *paths) == before
    assert (await play.call(MODERATOR, "POST", f"{letter.path}/changed-letter")).status_code == 200
    assert await whole(play, ANN, *paths) == before
    assert (await letter.says(ANN)).status_code == 201
    assert no(await letter.release()) == (409, "letter-changed")
    assert no(await play.call(MODERATOR, "POST", f"{letter.path}/texts", {"text": "Anders."})) == (409, "letter-changed")
    assert "write-letter" not in await works(play, MODERATOR)
    assert [(one["yes"], one["letterChanged"]) for one in await play.items(MODERATOR, f"{letter.path}/consents")] == [
        *((True, False), (False, False), (False, True), (True, False))
    ]
    assert [one["letterChanged"] for one in await play.items(ANN, f"{letter.path}/consents")] == [False]
    assert no(await play.call(ANN, "GET", f"{letter.path}/letter")) == (404, "not-found")


async def test_s10_a_refused_release_tells_the_moderator_alone(play: Play) -> None:
    await play.to_conversation()
    letter = await written(play)
    await letter.consent(BEN, MODERATOR)
    refused = await letter.release()
    assert conditions(refused) == [(CONSENTED, play.party[ANN])]
    items = [item for item in await play.items(MODERATOR, "/me/worklist?limit=100") if item["code"] == "await-disclosure-consent"]
    assert [(item["partyId"], item["dueOn"]) for item in items] == [(play.party[ANN], LETTER["dueOn"])]
    assert not {"release-letter", "await-disclosure-consent"} & set(await works(play, BEN))
    await letter.consent(ANN)
    assert (await works(play, MODERATOR))["release-letter"]["dueOn"] == LETTER["dueOn"]
    await letter.says(ANN, yes=False)
    assert "release-letter" not in await works(play, MODERATOR)


async def test_r9_s10_when_somebody_leaves_everyone_is_asked_anew(app: FastAPI, client: httpx.AsyncClient, monkeypatch: Any) -> None:
    play = Raised(app, client, looking_along(monkeypatch))
    await play.to_readiness()
    await play.adds(CEM)
    await play.informs(CEM)
    letter = await written(play)
    await letter.consent(ANN, BEN, MODERATOR)
    await play.does(CEM, play.of(CEM, "departure"))
    assert await letter.outstanding() == [(CONSENTED, play.party[ANN]), (CONSENTED, play.party[BEN]), BY_MODERATOR]
    assert [one["stands"] for one in await play.items(ANN, f"{letter.path}/consents")] == [False]
    assert no(await letter.says(CEM)) == (404, "not-found")
    await letter.consent(ANN, BEN, MODERATOR)
    assert (await letter.release()).status_code == 201


async def test_r17_what_was_said_before_a_case_was_taken_up_again_is_asked_anew(play: Play) -> None:
    await play.to_conversation()
    await play.does(MODERATOR, "closure", {"ending": "unsuitable"})
    letter = await written(play)
    await letter.consent(ANN, BEN, MODERATOR)
    await play.does(ANN, "reopening-requests")
    await play.moves("readiness")
    assert len(await letter.outstanding()) == 3


# Those beside


async def test_r6_s5_beside_a_child_each_guardian_is_asked(app: FastAPI, client: httpx.AsyncClient, monkeypatch: Any) -> None:
    play = Raised(app, client, looking_along(monkeypatch))
    await play.grown()
    letter = await written(play)
    await letter.consent(ANN, BEN, MODERATOR, MUM)
    assert await letter.outstanding() == [("guardian-consents-to-disclosure", play.party[ANN])]
    assert "consent-to-disclosure" in await works(play, DAD)
    assert (await works(play, MODERATOR))["await-guardian-disclosure"]["partyId"] == play.party[ANN]
    # To the child it looks as if nobody were asked; each guardian sees their own answer.
    assert [one["partyId"] for one in await play.items(ANN, f"{letter.path}/consents")] == [play.party[ANN]]
    assert [one["guardianId"] for one in await play.items(MUM, f"{letter.path}/consents")] == [play.guardian[MUM]]
    await letter.consent(DAD)
    assert (await letter.release()).status_code == 201


async def test_r6_at_sixteen_one_answers_alone(app: FastAPI, client: httpx.AsyncClient, monkeypatch: Any) -> None:
    play = Raised(app, client, looking_along(monkeypatch))
    await play.to_readiness()
    await play.is_young(16)
    await play.records(MUM)
    letter = await written(play)
    assert no(await letter.says(MUM)) == (409, "guardian-not-asked")
    assert "consent-to-disclosure" not in await works(play, MUM)
    await letter.consent(ANN, BEN, MODERATOR)
    assert (await letter.release()).status_code == 201


async def test_r14_for_a_group_its_spokesperson_answers(app: FastAPI, client: httpx.AsyncClient, monkeypatch: Any) -> None:
    play = Spoken(app, client, looking_along(monkeypatch))
    await play.to_readiness()
    await play.council()
    letter = await written(play)
    await letter.consent(ANN, BEN, MODERATOR)
    assert await letter.outstanding() == [(CONSENTED, play.party[COUNCIL])]


async def test_r6_on_the_moderators_device_an_answer_is_marked_as_such(app: FastAPI, client: httpx.AsyncClient, play: Play) -> None:
    await play.to_conversation()
    letter = await written(play)
    code = (await play.does(ANN, f"parties/{play.party[ANN]}/one-time-codes", {"count": 1}))["codes"][0]
    grant = {"grant_type": "urn:herstel:grant:one-time-code", "code": code}
    token = (await client.post("/token", data=grant)).json()["access_token"]
    play.headers["borrowed"] = {"Authorization": f"Bearer {token}"}
    await letter.consent("borrowed")
    assert [one["assisted"] for one in await play.items(MODERATOR, f"{letter.path}/consents")] == [True]


async def test_r8_of_a_no_and_a_release_at_once_the_first_counts(play: Play, server: EmbeddedPostgres) -> None:
    """Whichever comes first under the case's lock: nothing leaves with somebody's no before it."""
    await play.to_conversation()
    chance, outcomes = Random(2035), set()
    for number in range(TIMES):
        letter = await written(play)
        await letter.consent(ANN, BEN, MODERATOR)

        async def late(deed: Any) -> httpx.Response:
            await asyncio.sleep(chance.random() / 100)
            answer: httpx.Response = await deed
            return answer

        said, left = await asyncio.gather(late(letter.says(BEN, yes=False)), late(letter.release()))
        outcomes.add((said.status_code, left.status_code))
        assert (said.status_code, left.status_code) in {(201, 409), (409, 201)}, number
    assert server.execute(
        "select count(*) from disclosure d join disclosure_consent c on c.request_id = d.request_id and not c.yes", DATABASE
    ) == [(0,)]
    assert outcomes == {(201, 409), (409, 201)}
