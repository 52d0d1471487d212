"""C14: a party takes along what is theirs, and nothing of another's; whatever others answer, it says the same (S10)."""

import re
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from app.domain.confidentiality import Role
from app.settings import Settings
from tests.behind import behind, statements
from tests.export.papers import PDF, text_of
from tests.http import Caller, as_
from tests.jobs.clock import everything
from tests.people import ASKED, HOME, MINE, PEOPLE, Someone, key, word
from tests.routers.playing import ANN, BEN, MODERATOR, Play, playing
from tests.walls.test_p1_key_store_away import another, away, keys_of
from tests.world import WORD, World

EXPORT: Final = "/me/export"


def own(case: str, number: int) -> set[str]:
    """By hand: every word that is one party's alone, or that they wrote or promised."""
    said = "display name, contact, communication needs, talk goal, statement, experience, private harm, private need, shared experience"
    wrote = "harm, need, idea, comment, commitment what, commitment how, evaluation remark"
    names = [*said.split(", "), *wrote.split(", ")]
    told = {word(case, "told exception", name, number) for name in ("facts", "alternatives", "recipient", "text")}
    return {word(case, name, number) for name in names} | told


THEIRS: Final = {
    # The first party tells of the harm of a group too. Both confirmed the agreement.
    "party": own(MINE, 0) | {word(MINE, "agreement"), word(MINE, "group name"), word(MINE, "group harm")},
    "second_party": own(MINE, 1) | {word(MINE, "agreement")},
}
ASKED_FIRST: Final = own(ASKED, 0) | {word(ASKED, "agreement"), word(ASKED, "group name"), word(ASKED, "group harm")}


def words(answer: httpx.Response) -> set[str]:
    """Every word of the world in an answer, its headers included."""
    said = text_of(answer.content) if answer.headers["content-type"] == PDF else answer.text
    return set(WORD.findall(said + str(answer.headers)))


async def export(app: FastAPI, client: httpx.AsyncClient, who: Caller, **more: str) -> httpx.Response:
    """Somebody's export."""
    answer = await client.get(EXPORT, headers={**who.token(app), **more})
    assert answer.status_code == 200, answer.text
    return answer


@pytest.mark.parametrize("who", THEIRS)
async def test_c14_the_export_holds_exactly_the_words_that_are_theirs(
    app: FastAPI, client: httpx.AsyncClient, the_world: World, who: str
) -> None:
    found = await export(app, client, as_(who))
    assert words(found) == THEIRS[who]
    assert found.json()["cases"][0]["shell"]["id"] == str(key(MINE))


@pytest.mark.parametrize("who", THEIRS)
@pytest.mark.parametrize("language", ["nl", "en"])
async def test_c14_the_pdf_holds_the_same_words_and_none_of_anothers(
    app: FastAPI, client: httpx.AsyncClient, the_world: World, who: str, language: str
) -> None:
    found = await export(app, client, as_(who), accept=PDF, **{"accept-language": language})
    assert words(found) == THEIRS[who]


async def test_c14_no_id_of_anything_of_anothers_stands_in_it(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    """But whom one named oneself: as the author of behaviour, as who speaks for a group, or in a yes to somebody."""
    found = await export(app, client, as_("party"))
    ids = set(re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", found.text))
    of_others = {str(row.id) for row in the_world.rows if getattr(row, "party_id", None) == key(MINE, "party", 1)}
    assert ids & of_others == set()
    named = {str(key(MINE, "party", 1)), str(key(MINE, "collective")), str(key(MINE, "membership", 0)), str(key(MINE, "companion", 0))}
    parties = {str(row.id) for row in the_world.rows if type(row).__name__ in {"Party", "GroupMember", "Companion", "Guardian"}}
    assert ids & parties == named | {str(key(MINE, "party", 0))}


async def test_c14_of_those_who_hold_places_in_two_cases_both_are_in_it_with_no_more_questions(
    app: FastAPI, client: httpx.AsyncClient, the_world: World
) -> None:
    await export(app, client, as_("party"))
    with statements(app) as asked_of_one:
        await export(app, client, as_("party"))
    async with behind(app) as connection:
        mine = {"me": as_("party").principal.id, "seat": key(ASKED, "seat", 0)}
        await connection.execute(text("update seat set principal_id = :me where id = :seat"), mine)
    await export(app, client, as_("party"))
    with statements(app) as asked_of_two:
        found = await export(app, client, as_("party"))
    assert words(found) == THEIRS["party"] | ASKED_FIRST
    assert [case["shell"]["id"] for case in found.json()["cases"]] == sorted(str(key(case)) for case in (MINE, ASKED))
    assert len(asked_of_one) == len(asked_of_two)


async def test_s1_whoever_has_no_place_takes_nothing_along(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    stranger = Caller(Someone("stranger", HOME, Role.PARTY))
    assert (await export(app, client, stranger)).json()["cases"] == []
    assert "Er is geen zaak waarin u een plaats hebt." in text_of((await export(app, client, stranger, accept=PDF)).content)


@pytest.mark.parametrize("who", [name for name, someone in PEOPLE.items() if someone.role is not Role.PARTY])
async def test_s1_nobody_but_a_party_has_an_export(app: FastAPI, client: httpx.AsyncClient, the_world: World, who: str) -> None:
    for accept in ("application/json", PDF):
        assert (await client.get(EXPORT, headers={**as_(who).token(app), "accept": accept})).status_code == 404


async def test_s0_before_the_secrecy_statement_there_is_the_case_and_ones_place(
    app: FastAPI, client: httpx.AsyncClient, the_world: World
) -> None:
    play = await playing(app, client)
    await play.begins()
    (case,) = (await play.sees(ANN, EXPORT))["cases"]
    assert case["place"]["displayName"] == ANN
    assert {name for name, found in case.items() if found} == {"shell", "place"}
    await play.informs(ANN)
    (case,) = (await play.sees(ANN, EXPORT))["cases"]
    assert {name for name, found in case.items() if found} == {"shell", "place", "particulars", "secrecyAcceptances"}


async def test_s9_taking_it_along_stands_in_nobodys_read_log_and_once_in_the_audit_log(
    app: FastAPI, client: httpx.AsyncClient, the_world: World
) -> None:
    before = await everything(app)
    await export(app, client, as_("party"))
    await export(app, client, as_("party"), accept=PDF)
    assert (await everything(app))["access_event"] == before["access_event"]
    events = (await client.get(f"/cases/{key(MINE)}/audit-events", headers=as_("party").token(app))).json()["items"]
    logged = [(one["operation"], one["outcome"]) for one in events if one["operation"] == "getMyExport"]
    assert logged == [("getMyExport", "done")] * 2


async def both_forms(play: Play, who: str) -> tuple[bytes, bytes]:
    """Somebody's export, byte by byte."""
    found = [await play.client.get(EXPORT, headers={**play.headers[who], "accept": accept}) for accept in ("application/json", PDF)]
    assert [one.status_code for one in found] == [200, 200]
    return found[0].content, found[1].content


async def test_s10_what_another_answers_changes_no_byte_of_it(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    play = await playing(app, client)
    await play.to_mandate()
    mandate = await play.offers_mandate()
    await play.accepts(mandate, ANN, MODERATOR)
    told = {"text": "Zo ging het.", "authorPartyId": play.party[BEN]}
    experience = await play.does(ANN, "behaviour-experiences", told)
    await play.does(ANN, f"behaviour-experiences/{experience['id']}/sharing")
    before = await both_forms(play, ANN)
    await play.accepts(mandate, BEN)
    assert (await play.sees(ANN, "mandates/1"))["state"] == "in_force"
    (put,) = await play.items(BEN, "attributions")
    await play.does(BEN, f"attributions/{put['id']}/acceptance")
    assert len(await play.items(ANN, "shared-experiences")) == 1
    await play.does(BEN, f"parties/{play.party[BEN]}/withdrawals")
    await play.does(BEN, "statements", {"text": "Dit is van Ben."})
    assert await both_forms(play, ANN) == before


async def test_r13_a_proposal_is_in_it_once_one_said_yes_to_it(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    """The words of what another proposed are another's until then; whether everyone has confirmed it stands nowhere in it (S10)."""
    async with behind(app) as connection:
        for table in ("agreement_confirmation", "commitment_acceptance"):
            mine = {"mine": key(MINE, "party", 0)}
            await connection.execute(text(f"delete from conf.{table} where party_id = :mine"), mine)
    found = await export(app, client, as_("party"))
    promised = {word(MINE, "commitment what", 0), word(MINE, "commitment how", 0), word(MINE, "agreement")}
    assert words(found) == THEIRS["party"] - promised


async def test_c13_whoever_has_left_takes_nothing_along_any_more(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    async with behind(app) as connection:
        gone: dict[str, Any] = {"seat": key(MINE, "seat", 0)}
        await connection.execute(text("update seat set ended_at = now() where id = :seat"), gone)
    assert (await export(app, client, as_("party"))).json()["cases"] == []


@pytest.mark.parametrize("accept", ["application/json", PDF])
async def test_p1_while_the_key_store_is_away_it_is_503_and_comes_back(
    settings: Settings, database: str, the_world: World, accept: str
) -> None:
    async with another(settings) as (app, client):
        asked = {**as_("party").token(app), "accept": accept}
        with away(*keys_of(settings)):
            found = await client.get(EXPORT, headers=asked)
            assert (found.status_code, found.json()["code"], found.headers["retry-after"]) == (503, "keys-away", "1")
        assert words(await client.get(EXPORT, headers=asked)) == THEIRS["party"]
