"""Whoever led a case before keeps a veto over their own conversations, and is out all the same (S5, S7)."""

from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI

from tests.routers.playing import ANN, BEN, MODERATOR, conditions, no, whole
from tests.routers.succeeding import SUCCESSOR, THIRD, Succession, succession
from tests.routers.writing import LETTER, SENTENCE, Letter, works

pytestmark = pytest.mark.usefixtures("the_world")

FORMER: Final = ("disclosure-consented-by-former-moderator", None)
SHOWN: Final = {"id", "recipient", "purpose", "text", "textHash", "dueOn", "closed", "yes"}


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient) -> Succession:
    """A case that nobody has begun."""
    return await succession(app, client)


async def handed_over(play: Succession, *, talked: bool) -> Letter:
    """Another one came, whom all accepted; a committee asks, and everyone but the former moderator says yes."""
    await play.to_conversation()
    if talked:
        session = await play.starts()
        await play.does(MODERATOR, f"{session}/suspension")
    await play.recuses()
    await play.succeeds()
    await play.accept_moderator(ANN, BEN)
    letter = await Letter(play, SUCCESSOR).comes()
    await letter.reads()
    await letter.consent(ANN, BEN, SUCCESSOR)
    return letter


async def asked(play: Succession, who: str = MODERATOR) -> list[dict[str, Any]]:
    """What somebody is asked of cases that they led before; the world's other case asks the moderator too."""
    return [one for one in await play.items(who, "/disclosure-vetoes") if one["text"].startswith("Partijen")]


async def answers(play: Succession, id: str, hash: str, *, yes: bool) -> httpx.Response:
    """The former moderator's word."""
    return await play.call(MODERATOR, "POST", f"/disclosure-vetoes/{id}/answers", {"hash": hash, "yes": yes})


async def test_s5_s7_a_former_moderator_sees_the_words_to_whom_and_what_for_and_nothing_else_of_the_case(play: Succession) -> None:
    letter = await handed_over(play, talked=True)
    (veto,) = await asked(play)
    assert veto.keys() == SHOWN
    expected = {"recipient": LETTER["recipient"], "purpose": LETTER["purpose"], "text": SENTENCE, "textHash": letter.hash}
    assert {name: veto[name] for name in expected} == expected
    assert (veto["dueOn"], veto["closed"], veto["yes"]) == (LETTER["dueOn"], False, None)
    assert play.id not in str([await asked(play), await works(play, MODERATOR)])
    for path in ("", "process", letter.path, f"{letter.path}/texts", f"{letter.path}/consents", "appointments", "timeline"):
        assert no(await play.call(MODERATOR, "GET", path)) == (404, "not-found")
    assert no(await letter.says(MODERATOR)) == (404, "not-found")
    item = (await works(play, MODERATOR))["answer-veto"]
    assert (item["caseId"], item["partyId"], item["dueOn"]) == (None, None, LETTER["dueOn"])


async def test_s5_s7_silence_is_a_no_a_no_keeps_it_inside_and_a_yes_lets_it_leave(play: Succession) -> None:
    letter = await handed_over(play, talked=True)
    assert await letter.outstanding() == [FORMER]
    (veto,) = await asked(play)
    assert no(await answers(play, veto["id"], "0" * 64, yes=True)) == (409, "other-text")
    assert (await answers(play, veto["id"], letter.hash, yes=False)).json()["yes"] is False
    assert await letter.outstanding() == [FORMER]
    assert (await answers(play, veto["id"], letter.hash, yes=True)).json()["yes"] is True
    read = await play.call(MODERATOR, "GET", f"/disclosure-vetoes/{veto['id']}")
    assert (read.json()["yes"], "veto" in read.headers["Link"]) == (True, True)
    assert (await letter.release()).status_code == 201
    (after,) = await asked(play)
    assert (after["closed"], after["yes"]) == (True, True)
    assert no(await answers(play, veto["id"], letter.hash, yes=False)) == (409, "deadline-come")


async def test_s10_only_whoever_leads_sees_that_a_former_moderator_is_asked_or_answered(play: Succession) -> None:
    letter = await handed_over(play, talked=True)
    places = (letter.path, "disclosure-requests", f"{letter.path}/texts", f"{letter.path}/consents")
    paths = (*places, "timeline?limit=100", "/me/worklist?limit=100")
    before = [await whole(play, who, *paths) for who in (ANN, BEN)]
    appointment = (await play.items(ANN, "appointments"))[0]["id"]
    assert "await-former-moderator" in await works(play, SUCCESSOR)
    (veto,) = await asked(play)
    await answers(play, veto["id"], letter.hash, yes=False)
    assert [await whole(play, who, *paths) for who in (ANN, BEN)] == before
    assert "await-former-moderator" not in await works(play, SUCCESSOR)
    mine = [one for one in await play.items(SUCCESSOR, f"{letter.path}/consents") if one["appointmentId"]]
    assert [(one["appointmentId"], one["yes"], one["partyId"]) for one in mine] == [(appointment, False, None)]
    for who in (ANN, BEN):
        assert no(await play.call(who, "GET", "/disclosure-vetoes")) == (404, "not-found")


async def test_s5_changed_words_are_asked_of_them_anew(play: Succession) -> None:
    letter = await handed_over(play, talked=True)
    (first,) = await asked(play)
    await answers(play, first["id"], letter.hash, yes=True)
    await letter.reads("Partijen maakten een afspraak.")
    await letter.consent(ANN, BEN, SUCCESSOR)
    assert await letter.outstanding() == [FORMER]
    assert no(await answers(play, first["id"], first["textHash"], yes=True)) == (409, "deadline-come")
    second = next(one for one in await asked(play) if not one["closed"])
    await answers(play, second["id"], letter.hash, yes=True)
    assert (await letter.release()).status_code == 201


async def test_s5_whoever_held_no_conversation_is_not_asked(play: Succession) -> None:
    """There is nothing of theirs that the words could touch: as in scenario D, whom a party did not want."""
    letter = await handed_over(play, talked=False)
    assert await asked(play) == []
    assert (await letter.release()).status_code == 201


async def test_s5_a_talk_with_one_party_is_a_conversation_of_theirs_too(play: Succession) -> None:
    await play.to_readiness()
    talk = await play.does(MODERATOR, f"parties/{play.party[ANN]}/talks", {"kind": "intake", "plannedFor": "2035-01-01T10:00:00Z"})
    await play.does(MODERATOR, f"parties/{play.party[ANN]}/talks/{talk['id']}/end")
    await play.recuses()
    await play.succeeds()
    await play.accept_moderator(ANN, BEN)
    letter = await Letter(play, SUCCESSOR).comes()
    await letter.reads()
    assert len(await asked(play)) == 1
    # That there was a talk, or with whom, is told to nobody by it.
    assert await play.items(SUCCESSOR, f"parties/{play.party[ANN]}/talks") == []


async def test_s7_words_of_a_moderator_who_left_are_written_anew_and_they_are_asked_then(play: Succession) -> None:
    await play.to_conversation()
    session = await play.starts()
    await play.does(MODERATOR, f"{session}/suspension")
    letter = await Letter(play).comes()
    await letter.reads()
    await letter.consent(ANN, BEN, MODERATOR)
    await play.recuses()
    assert no(await letter.says(ANN)) == (409, "nothing-written")
    await play.succeeds()
    letter.leads = SUCCESSOR
    # The letter passes with the process, and what would leave once all accepted the successor.
    assert await letter.state(SUCCESSOR) == "open"
    assert await play.items(SUCCESSOR, f"{letter.path}/texts") == []
    assert no(await letter.release()) == (403, "not-allowed")
    await play.accept_moderator(ANN, BEN)
    assert no(await letter.release()) == (409, "nothing-written")
    assert "write-letter" in await works(play, SUCCESSOR)
    assert await asked(play) == []
    await letter.reads()
    await letter.consent(ANN, BEN, SUCCESSOR)
    refused = await letter.release()
    assert (refused.status_code, conditions(refused)) == (409, [FORMER])
    (veto,) = await asked(play)
    await answers(play, veto["id"], letter.hash, yes=True)
    assert (await letter.release()).status_code == 201


async def test_s5_each_of_those_who_led_before_is_asked(play: Succession) -> None:
    letter = await handed_over(play, talked=True)
    await play.registers_third()
    await play.does(SUCCESSOR, f"parties/{play.party[BEN]}/talks", {"kind": "preparatory", "plannedFor": "2035-01-01T10:00:00Z"})
    (talk,) = await play.items(SUCCESSOR, f"parties/{play.party[BEN]}/talks")
    await play.does(SUCCESSOR, f"parties/{play.party[BEN]}/talks/{talk['id']}/end")
    await play.recuses(SUCCESSOR)
    await play.succeeds(THIRD)
    await play.accept_moderator(ANN, BEN)
    letter.leads = THIRD
    await letter.reads()
    await letter.consent(ANN, BEN, THIRD)
    assert await letter.outstanding() == [FORMER, FORMER]
    for who in (MODERATOR, SUCCESSOR):
        veto = next(one for one in await asked(play, who) if not one["closed"])
        body = {"hash": letter.hash, "yes": True}
        assert (await play.call(who, "POST", f"/disclosure-vetoes/{veto['id']}/answers", body)).status_code == 200
    assert (await letter.release()).status_code == 201


async def test_s1_what_one_is_asked_is_nobody_elses_to_find_or_answer(play: Succession) -> None:
    letter = await handed_over(play, talked=True)
    (veto,) = await asked(play)
    for who in (ANN, "other_party", "admin", "coordinator"):
        assert no(await play.call(who, "GET", f"/disclosure-vetoes/{veto['id']}")) == (404, "not-found")
        body = {"hash": letter.hash, "yes": True}
        assert no(await play.call(who, "POST", f"/disclosure-vetoes/{veto['id']}/answers", body)) == (404, "not-found")
    # Whoever leads now knows of it, and says nothing in its place.
    assert no(await play.call(SUCCESSOR, "GET", f"/disclosure-vetoes/{veto['id']}")) == (404, "not-found")
    said = await play.call(SUCCESSOR, "POST", f"/disclosure-vetoes/{veto['id']}/answers", {"hash": letter.hash, "yes": True})
    assert no(said) == (403, "not-allowed")
