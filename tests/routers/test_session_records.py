"""Who was there, and what is kept of it: for those who were there, until all of them approved the identical text (R11, S1, S10)."""

from typing import Final
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from tests.routers.following import links_of
from tests.routers.playing import ANN, BEN, MODERATOR, Play, no, playing, whole

pytestmark = pytest.mark.usefixtures("the_world")

TEXT: Final = "Wij hebben elkaar gehoord."
# sha256 of {"text":"Wij hebben elkaar gehoord."}
TEXT_HASH: Final = "a99e790ed7563e2855095a3766e03bd5424814c600c537bef04a3395f635e8e4"


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient) -> Play:
    """A case that nobody has begun."""
    return await playing(app, client)


async def test_r11_attendance_is_noted_once_for_whoever_was_there(play: Play) -> None:
    await play.to_conversation()
    session = await play.plans()
    here = {"partyId": play.party[ANN]}
    assert no(await play.call(MODERATOR, "POST", f"{session}/attendances", here)) == (409, "wrong-session-state")
    await play.does(MODERATOR, f"{session}/cancellation")
    session = await play.starts()
    await play.does(MODERATOR, f"{session}/attendances", here)
    assert no(await play.call(MODERATOR, "POST", f"{session}/attendances", here)) == (409, "attendance-stands-already")
    assert no(await play.call(ANN, "POST", f"{session}/attendances", here)) == (403, "not-allowed")
    assert no(await play.call(MODERATOR, "POST", f"{session}/attendances", {"partyId": str(uuid4())})) == (400, "unknown-id")
    assert [row["partyId"] for row in await play.items(BEN, f"{session}/attendances")] == [play.party[ANN]]


async def kept(play: Play, *there: str) -> str:
    """A conversation that was held, with a record for those who were there."""
    await play.to_conversation()
    session = await play.starts()
    for name in there:
        await play.does(MODERATOR, f"{session}/attendances", {"partyId": play.party[name]})
    assert no(await play.call(MODERATOR, "POST", f"{session}/record", {"text": TEXT})) == (409, "wrong-session-state")
    await play.does(MODERATOR, f"{session}/end", {"discussedHarmIds": []})
    record = await play.does(MODERATOR, f"{session}/record", {"text": TEXT})
    assert (record["text"], record["textHash"], record["approvedByAllAt"]) == (TEXT, TEXT_HASH, None)
    return f"{session}/record"


async def test_r11_s10_a_record_stands_once_everyone_who_was_there_approved_the_identical_text(play: Play) -> None:
    record = await kept(play, ANN, BEN)
    assert no(await play.call(ANN, "POST", f"{record}/approvals", {"hash": "0" * 64})) == (409, "other-text")
    before = await whole(play, BEN, record, f"{record}/approvals")
    await play.does(ANN, f"{record}/approvals", {"hash": TEXT_HASH})
    assert no(await play.call(ANN, "POST", f"{record}/approvals", {"hash": TEXT_HASH})) == (409, "approved-already")
    assert await whole(play, BEN, record, f"{record}/approvals") == before
    assert [row["partyId"] for row in await play.items(MODERATOR, f"{record}/approvals")] == [play.party[ANN]]
    assert no(await play.call(MODERATOR, "POST", f"{record}/approvals", {"hash": TEXT_HASH})) == (403, "not-allowed")
    await play.does(BEN, f"{record}/approvals", {"hash": TEXT_HASH})
    stands = await play.call(MODERATOR, "GET", record)
    assert stands.json()["approvedByAllAt"] is not None
    etag = stands.headers["etag"]
    assert no(await play.call(MODERATOR, "PATCH", record, {"text": "Anders."}, etag)) == (409, "record-approved")
    assert no(await play.call(MODERATOR, "POST", record, {"text": "Nog een."})) == (409, "record-stands-already")


async def test_r11_other_words_void_what_was_approved_even_when_the_first_words_come_back(play: Play) -> None:
    record = await kept(play, ANN, BEN)
    await play.does(ANN, f"{record}/approvals", {"hash": TEXT_HASH})
    read = await play.call(MODERATOR, "GET", record)
    same = await play.call(MODERATOR, "PATCH", record, {"text": TEXT}, read.headers["etag"])
    assert (same.status_code, [row["voidedAt"] for row in await play.items(ANN, f"{record}/approvals")]) == (200, [None])
    assert (await play.call(MODERATOR, "PATCH", record, {}, read.headers["etag"])).status_code == 200
    other = await play.call(MODERATOR, "PATCH", record, {"text": "Anders."}, read.headers["etag"])
    assert [row["voidedAt"] is None for row in await play.items(ANN, f"{record}/approvals")] == [False]
    assert no(await play.call(ANN, "POST", f"{record}/approvals", {"hash": TEXT_HASH})) == (409, "other-text")
    await play.call(MODERATOR, "PATCH", record, {"text": TEXT}, other.headers["etag"])
    await play.does(BEN, f"{record}/approvals", {"hash": TEXT_HASH})
    assert (await play.sees(BEN, record))["approvedByAllAt"] is None
    await play.does(ANN, f"{record}/approvals", {"hash": TEXT_HASH})
    assert (await play.sees(BEN, record))["approvedByAllAt"] is not None


async def test_r11_a_record_waits_until_everyone_is_noted_as_having_been_there(play: Play) -> None:
    """Nobody can be absent from a joint conversation (R4, R7), so no record stands without somebody's approval."""
    await play.to_conversation()
    session = await play.starts()
    await play.does(MODERATOR, f"{session}/end", {"discussedHarmIds": []})
    await play.does(MODERATOR, f"{session}/attendances", {"partyId": play.party[ANN]})
    assert no(await play.call(MODERATOR, "POST", f"{session}/record", {"text": TEXT})) == (409, "attendance-incomplete")
    await play.does(MODERATOR, f"{session}/attendances", {"partyId": play.party[BEN]})
    await play.does(MODERATOR, f"{session}/record", {"text": TEXT})
    await play.does(ANN, f"{session}/record/approvals", {"hash": TEXT_HASH})
    assert (await play.sees(ANN, f"{session}/record"))["approvedByAllAt"] is None
    await play.does(BEN, f"{session}/record/approvals", {"hash": TEXT_HASH})
    assert (await play.sees(ANN, f"{session}/record"))["approvedByAllAt"] is not None


@pytest.mark.parametrize("noted", [True, False])
async def test_r11_whoever_came_in_after_a_conversation_keeps_nobody_from_a_record_of_it(play: Play, noted: bool) -> None:
    await play.to_conversation()
    session = await play.starts()
    for name in (ANN, BEN) if noted else (ANN,):
        await play.does(MODERATOR, f"{session}/attendances", {"partyId": play.party[name]})
    await play.does(MODERATOR, f"{session}/end", {"discussedHarmIds": []})
    await play.does(MODERATOR, "closure", {"ending": "unsuitable"})
    await play.does(BEN, "reopening-requests")
    await play.moves("readiness")
    await play.does(MODERATOR, "parties", {"displayName": "Cem"})
    links = links_of(await play.call(MODERATOR, "GET", session))
    ways_on = {rel.rpartition(":")[2] for rel, _, _ in links} & {"note-attendance", "write-record"}
    assert ways_on == ({"write-record"} if noted else {"note-attendance"})
    answer = await play.call(MODERATOR, "POST", f"{session}/record", {"text": TEXT})
    assert answer.status_code == (201 if noted else 409)


async def test_r11_r9_of_whoever_left_during_a_conversation_it_is_noted_that_they_were_there(play: Play) -> None:
    await play.to_conversation()
    session = await play.starts()
    await play.does(MODERATOR, f"{session}/attendances", {"partyId": play.party[ANN]})
    await play.does(BEN, f"parties/{play.party[BEN]}/departure")
    await play.does(MODERATOR, f"{session}/end", {"discussedHarmIds": []})
    waiting = [one["code"] for one in await play.items(MODERATOR, "/me/worklist?limit=100") if one["caseId"] == play.id]
    assert [code for code in waiting if code in {"note-attendance", "write-record"}] == ["note-attendance"]
    assert no(await play.call(MODERATOR, "POST", f"{session}/record", {"text": TEXT})) == (409, "attendance-incomplete")
    await play.does(MODERATOR, f"{session}/attendances", {"partyId": play.party[BEN]})
    waiting = [one["code"] for one in await play.items(MODERATOR, "/me/worklist?limit=100") if one["caseId"] == play.id]
    assert [code for code in waiting if code in {"note-attendance", "write-record"}] == ["write-record"]
