"""What waits for me: my own missing answers, and nothing that depends on anybody else's (S10, S11)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI

from app.domain.waiting_for_letters import EVERY
from app.domain.worklist import Item
from tests.behind import statements
from tests.http import as_
from tests.people import MINE, PEOPLE, key
from tests.routers.following import LOST, followed
from tests.routers.playing import ANN, BEN, COORDINATOR, JOINT, MANDATE, MODERATOR, Play, playing
from tests.routers.test_lists import pages
from tests.world import World

pytestmark = pytest.mark.usefixtures("the_world")

Items = list[dict[str, Any]]


async def worklist(play: Play, who: str) -> Items:
    """Everything that waits for someone in the case that is played, and outside cases."""
    items = await play.items(who, "/me/worklist?limit=100")
    return [item for item in items if item["caseId"] in {play.id, None}]


async def codes(play: Play, who: str) -> list[str]:
    """The same, by code."""
    return sorted(item["code"] for item in await worklist(play, who))


async def outstanding(play: Play) -> list[tuple[str, str]]:
    """Whom the moderator waits for, and for what."""
    names = {id: name for name, id in play.party.items()}
    return sorted((item["code"], names[item["partyId"]]) for item in await worklist(play, MODERATOR) if item["code"].startswith("await-"))


async def test_a_case_of_two_puts_on_everyones_desk_what_is_theirs_next(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await playing(app, client)
    await play.begins()
    assert await codes(play, ANN) == ["accept-secrecy-statement"]
    assert await outstanding(play) == [("await-secrecy-statement", ANN), ("await-secrecy-statement", BEN)]
    await play.informs(ANN)
    assert await codes(play, ANN) == ["accept-moderator", "answer-readiness"]
    assert await codes(play, BEN) == ["accept-secrecy-statement"]
    await play.informs(BEN)
    assert "take-next-step" in await codes(play, MODERATOR)
    await play.moves("readiness")
    assert await outstanding(play) == [
        ("await-moderator-acceptance", ANN),
        ("await-moderator-acceptance", BEN),
        ("await-readiness", ANN),
        ("await-readiness", BEN),
    ]
    await play.readies(ANN)
    assert await codes(play, ANN) == ["accept-moderator"]
    assert [item["code"] for item in await worklist(play, MODERATOR) if item["code"].startswith("assess")] == ["assess-safety"]
    await play.readies(BEN)
    assert {"announce-open", "take-next-step"} <= set(await codes(play, MODERATOR))
    await play.does(MODERATOR, "readiness/announcements", {"gate": "open"})
    await play.does(BEN, f"parties/{play.party[BEN]}/withdrawals")
    assert "announce-not-now" in await codes(play, MODERATOR)


async def test_r7_whoever_withdrew_is_not_asked_again(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await playing(app, client)
    await play.to_readiness()
    await play.readies(ANN)
    await play.does(ANN, f"parties/{play.party[ANN]}/withdrawals")
    assert "answer-readiness" not in await codes(play, ANN)


async def test_r10_the_offered_mandate_waits_for_each_until_their_own_yes(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await playing(app, client)
    await play.to_mandate()
    assert "draft-mandate" in await codes(play, MODERATOR)
    draft = await play.does(MODERATOR, "mandates", MANDATE)
    assert "comment-on-draft" in await codes(play, ANN)
    assert "offer-mandate" in await codes(play, MODERATOR)
    mandate = await play.does(MODERATOR, f"mandates/{draft['version']}/offer")
    for who in (MODERATOR, ANN, BEN):
        assert "accept-mandate" in await codes(play, who)
    await play.accepts(mandate, ANN)
    assert "accept-mandate" not in await codes(play, ANN)
    assert "accept-mandate" in await codes(play, BEN)
    assert [one for one in await outstanding(play) if one[0] == "await-mandate"] == [("await-mandate", BEN)]
    await play.accepts(mandate, MODERATOR)
    assert "accept-mandate" not in await codes(play, MODERATOR)


TOMORROW: Final = (datetime.now(UTC) + timedelta(hours=20)).isoformat().replace("+00:00", "Z")


async def test_r7_a_conversation_is_prepared_for_and_reconfirmed_within_a_day_of_it(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await playing(app, client)
    await play.to_conversation()
    assert "plan-session" in await codes(play, MODERATOR)
    far = await play.plans()
    assert "prepare-session" in await codes(play, ANN)
    await play.does(MODERATOR, f"{far}/cancellation")
    assert "prepare-session" not in await codes(play, ANN)
    near = await play.plans(plannedFor=TOMORROW)
    (item,) = [item for item in await worklist(play, ANN) if item["code"] == "reconfirm"]
    assert item["dueOn"] == TOMORROW[:10]
    assert [link["rel"] for link in item["links"]] == ["reconfirm", "session", "question-guide"]
    assert ("await-reconfirmation", ANN) in await outstanding(play)
    await play.does(ANN, f"{near}/reconfirmations", {"ready": True})
    assert "reconfirm" not in await codes(play, ANN)
    assert "reconfirm" in await codes(play, BEN)
    await play.does(BEN, f"{near}/reconfirmations", {"ready": False})
    assert "reconfirm" not in await codes(play, BEN)
    assert "start-session" in await codes(play, MODERATOR)


async def test_r11_what_is_left_to_do_after_a_conversation_was_broken_off(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await playing(app, client)
    await play.to_conversation()
    session = await play.starts()
    assert "end-session" in await codes(play, MODERATOR)
    await play.does(MODERATOR, f"{session}/suspension")
    waiting = await worklist(play, MODERATOR)
    names = {id: name for name, id in play.party.items()}
    assert sorted(names[item["partyId"]] for item in waiting if item["code"] == "talk-after-suspension") == [ANN, BEN]
    assert "note-attendance" in {item["code"] for item in waiting}
    await play.does(MODERATOR, f"parties/{play.party[ANN]}/talks", {"kind": "preparatory", "plannedFor": TOMORROW})
    assert [item["partyId"] for item in await worklist(play, MODERATOR) if item["code"] == "talk-after-suspension"] == [play.party[BEN]]
    assert "attend-talk" in await codes(play, ANN)
    assert "attend-talk" not in await codes(play, BEN)


async def test_r2_an_offer_waits_for_the_moderator_to_whom_it_is_made(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await playing(app, client)
    people = {"proposedPeople": [{"name": ANN}, {"name": BEN}], "proposedModerators": [str(key("moderator", MODERATOR))]}
    await play.does(COORDINATOR, "/referrals", {"setting": "healthcare", **people})
    (item,) = [item for item in await play.items(MODERATOR, "/me/worklist?limit=100") if item["code"] == "take-offer"]
    assert (item["caseId"], item["partyId"], item["overdue"]) == (None, None, False)
    assert [link["rel"] for link in item["links"]] == ["declare-independence", "decline", "offer"]
    assert "take-offer" not in {item["code"] for item in await play.items("other_moderator", "/me/worklist?limit=100")}


async def test_an_item_speaks_the_readers_language(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await playing(app, client)
    await play.begins()
    titles = []
    for language in ("nl", "en"):
        answer = await client.get("/me/worklist", headers={**play.headers[ANN], "Accept-Language": language})
        titles.append((answer.headers["Content-Language"], answer.json()["items"][0]["title"]))
    assert titles == [
        ("nl", "Lees en aanvaard de verklaring over geheimhouding"),
        ("en", "Read and accept the statement on secrecy"),
    ]


@pytest.mark.parametrize("who", sorted(PEOPLE))
async def test_every_step_of_every_item_in_the_world_is_its_readers(
    app: FastAPI, client: httpx.AsyncClient, the_world: World, who: str
) -> None:
    headers = dict(as_(who).token(app))
    items = (await client.get("/me/worklist", params={"limit": 100}, headers=headers)).json()["items"]
    assert {item["code"] for item in items} <= set(EVERY)
    for link in [link for item in items for link in item["links"]]:
        answer = await followed(client, headers, link["method"], link["href"])
        assert answer.status_code not in LOST, f"{who} {link} {answer.text}"


async def test_only_the_moderator_is_told_of_somebody_by_id(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    for who, someone in PEOPLE.items():
        items = (await client.get("/me/worklist", params={"limit": 100}, headers=as_(who).token(app))).json()["items"]
        told = [item for item in items if item["partyId"]]
        assert told == [] or someone.role.value == "moderator"


async def test_pages_of_one_hold_the_same_as_one_page_and_take_as_many_statements(
    app: FastAPI, client: httpx.AsyncClient, the_world: World
) -> None:
    for who, most in (("party", 1), ("moderator", 3)):
        token = dict(as_(who).token(app))
        with statements(app) as sent:
            items = (await client.get("/me/worklist", params={"limit": 100}, headers=token)).json()["items"]
        assert len([one for one, _ in sent if one.startswith(("SELECT", "WITH"))]) == most
        assert len(items) > 1
        assert [item for page in await pages(client, "/me/worklist", token) for item in page] == items
        assert len({(item["code"], str(item["links"]), item["partyId"]) for item in items}) == len(items)


def test_every_code_has_a_title_in_both_languages_and_steps_whose_address_can_be_filled_in() -> None:
    made: dict[str, Any] = {
        "since": datetime.now(UTC),
        "key": key(MINE),
        "case_id": key(MINE),
        "about": key(MINE),
        "place": key(MINE),
        "number": 1,
    }
    for code, waiting in EVERY.items():
        item = Item(code=code, mark=code, due_on=None, **made)
        assert waiting.title.nl
        assert waiting.title.en
        assert [item.href(step) for step in waiting.steps]


def test_an_item_is_overdue_once_its_day_has_passed() -> None:
    item = Item("report-commitment", "m", datetime.now(UTC), key(MINE), key(MINE), None, None, None, date(2026, 5, 1))
    assert [item.overdue(date(2026, 5, day)) for day in (1, 2)] == [False, True]


async def test_questions_are_the_same_for_everybody_and_stand_with_a_planned_conversation(app: FastAPI, client: httpx.AsyncClient) -> None:
    """R16."""
    play = await playing(app, client)
    await play.to_conversation()
    await play.does(MODERATOR, "sessions", JOINT)
    guides = []
    for who in (ANN, BEN, MODERATOR):
        links = [link["href"] for item in await worklist(play, who) for link in item["links"] if link["rel"] == "question-guide"]
        guides += [(await client.get(href.removeprefix("/v1"), headers=play.headers[who])).json() for href in dict.fromkeys(links)]
    assert guides == [guides[0], guides[0]]
    assert guides[0]["questions"] == [
        "Wat is er gebeurd?",
        "Wat dacht en voelde je toen?",
        "En sindsdien?",
        "Wie is geraakt, en hoe?",
        "Wat was het moeilijkst?",
        "Wat is moeilijk om te zeggen, waar schaam je je voor, wat helpt om het toch te zeggen?",
        "Wat heb je nodig?",
        "Wat kun jij bijdragen?",
        "Hoe willen we WEL verder?",
    ]
