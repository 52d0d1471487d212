"""P5: by a moved clock, each part of a case goes in its own time and not a day before it; certificates stay, and the audit log holds."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.jobs.verification import verify
from app.store.models.base import Row
from tests.http import as_
from tests.retention.copies import Copy, Played, copy_of
from tests.routers.playing import COORDINATOR, no
from tests.walls.planting import SECOND

TODAY = datetime.now(UTC).date()
NOTES, PRIVATE, SHARED, LOG = ("destroyed notes", "destroyed private", "destroyed process_and_shared", "destroyed access_log")


def later(months: int) -> date:
    """So many months after today, by hand: the same day of the month, or the last one of a shorter month."""
    year, month = divmod(TODAY.year * 12 + TODAY.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(TODAY.day, last))


def after(months: int, days: int = 14) -> datetime:
    """The first moment of the day on which the days of grace are over, or of another."""
    return datetime.combine(later(months) + timedelta(days=days), time(), UTC)


@pytest.fixture
async def copy(of: Played, request: pytest.FixtureRequest) -> AsyncIterator[Copy]:
    """A copy for one test."""
    async with copy_of(of, f"p5_{abs(hash(request.node.name)) % 10**8}") as copy:
        yield copy


def gone(done: dict[str, int]) -> set[str]:
    """What a sweep destroyed of the case that is played."""
    return {step for step in done if step.startswith("destroyed")}


async def test_p5_s8_each_part_goes_on_its_day_and_none_before(of: Played, copy: Copy) -> None:
    other = of.names[1]
    assert gone(await copy.at(after(12, 13))) == set()
    before = await copy.opens()
    assert gone(await copy.at(after(12))) == {NOTES, PRIVATE}
    opens = await copy.opens()
    private = {"note.text", "note.sealed", "statement.text", "evaluation.remark", "party_particulars.contact", "private_need.text"}
    assert {column for column in private if before[column]} == private
    assert {column for column in private if opens.get(column)} == set()
    shared = {"agreement.text", "commitment.what", "harm.text", "mandate.scope", "session_record.text", "party.display_name"}
    assert {column for column in shared if opens[column] == before[column]} == shared
    assert [item["text"] for item in await copy.play.items(other, "agreements")] == [of.play.words.of["agreement.text"][0]]
    assert no(await copy.play.call(other, "POST", "reopening-requests")) == (409, "kept-no-longer")

    assert gone(await copy.at(after(24, 13))) == set()
    assert gone(await copy.at(after(24))) == {SHARED}
    assert {column for column, words in (await copy.opens()).items() if words} == set()
    assert (await copy.play.call(other, "GET", "process")).status_code == 404
    assert (await copy.play.sees(other, ""))["state"] == "closed", "the shell stays with the log of who read what"
    certificates = await copy.play.items(other, "destruction-certificates")
    assert {one["part"] for one in certificates} == {"notes", "private", "process_and_shared"}
    lengths = {len(one["note"].replace(one["part"], "")) for one in certificates}
    assert len(lengths) == 1, "no certificate tells how many people had to do with the case"
    assert [party for party in copy.play.party.values() if any(party in one["note"] for one in certificates)] == []

    assert gone(await copy.at(after(60, 13))) == set()
    assert gone(await copy.at(after(60))) >= {LOG}
    assert (await copy.play.call(other, "GET", "")).status_code == 404
    assert rows_of(of, copy) == {"public.destruction_certificate": 4}


def rows_of(of: Played, copy: Copy) -> dict[str, int]:
    """In which tables something still stands of this case, and how much; the log of what the worker did since left aside."""
    found: dict[str, int] = {}
    for table in Row.metadata.sorted_tables:
        if "case_id" in table.columns and table.name != "case_audit_event":
            name = f'{table.schema or "public"}."{table.name}"'
            ((count,),) = of.server.server.execute(f"select count(*) from {name} where case_id = '{copy.play.id}'", copy.name)
            if count:
                found[name.replace('"', "")] = int(str(count))
    return found


async def test_p5_s8_an_auditor_finds_nothing_wrong_when_rows_of_the_log_went_in_their_time(of: Played, copy: Copy) -> None:
    # The world's own rows were put in by nobody whom the service believes.
    before = await verify(copy.app.state.database, [], datetime.now(UTC))
    for months in (12, 24, 60):
        await copy.at(after(months))
    acts = f"select count(*) from conf.case_audit_event where case_id = '{copy.play.id}' and role <> 'worker'"
    assert of.server.server.execute(acts, copy.name) == [(0,)]
    assert {*await verify(copy.app.state.database, [], datetime.now(UTC))} <= {*before}


async def test_p5_s8_what_the_moderator_holds_stays_and_goes_when_it_is_lifted(of: Played, copy: Copy) -> None:
    hold = await copy.play.does(SECOND, "legal-holds", {"reason": "Een inspectie."})
    (kept,) = [item for item in await copy.play.items(SECOND, "/retention") if item["caseId"] == copy.play.id]
    assert kept["held"] is True
    before = await copy.opens()
    await copy.at(after(61))
    assert {column: words for column, words in (await copy.opens()).items() if words} == {
        column: words for column, words in before.items() if words
    }
    await copy.play.does(SECOND, f"legal-holds/{hold['id']}/lifting", {"reason": "De inspectie is klaar."})
    assert gone(await copy.at(after(24))) >= {NOTES, PRIVATE, SHARED}
    assert {column for column, words in (await copy.opens()).items() if words} == set()


async def test_s8_the_moderator_sees_beforehand_what_goes_when(of: Played, copy: Copy) -> None:
    (kept,) = [item for item in await copy.play.items(SECOND, "/retention") if item["caseId"] == copy.play.id]
    assert (kept["closedOn"], kept["held"]) == (str(TODAY), False)
    assert [(part["part"], part["keptUntil"], part["destroyedOn"], part["destroyed"]) for part in kept["parts"]] == [
        (part, str(later(months)), str(after(months).date()), False)
        for part, months in (("notes", 12), ("private", 12), ("process_and_shared", 24), ("access_log", 60))
    ]
    await copy.at(after(12))
    (kept,) = [item for item in await copy.play.items(SECOND, "/retention") if item["caseId"] == copy.play.id]
    assert [part["destroyed"] for part in kept["parts"]] == [True, True, False, False]


async def test_s8_a_referral_that_nobody_took_up_goes_after_six_months(of: Played, copy: Copy) -> None:
    coordinator = dict(as_(COORDINATOR).token(copy.app))
    proposed: dict[str, Any] = {
        "setting": "school",
        "note": "Nooit opgepakt.",
        "proposedPeople": [{"name": "Iemand"}, {"name": "Een ander"}],
    }
    proposed |= {"anyModerator": True}
    answer = await copy.play.client.post("/referrals", json=proposed, headers={**coordinator, "Idempotency-Key": "x"})
    assert answer.status_code == 201, answer.text
    referral = answer.json()
    assert (await copy.at(after(0, 22)))["not taken up"] == 1
    closed = TODAY + timedelta(days=22)
    year, month = divmod(closed.year * 12 + closed.month - 1 + 6, 12)
    due = datetime.combine(date(year, month + 1, closed.day) + timedelta(days=14), time(), UTC)
    step = "destroyed not_taken_up"
    assert step not in await copy.at(due - timedelta(days=1))
    assert (await copy.app.state.database.keys.of(UUID(referral["caseId"]))) is not None
    assert (await copy.at(due))[step] == 1
    assert (await copy.app.state.database.keys.of(UUID(referral["caseId"]))) is None
    assert (await copy.play.client.get(f"/referrals/{referral['id']}", headers=coordinator)).status_code == 404
    shell = (await copy.play.client.get(f"/cases/{referral['caseId']}", headers=coordinator)).json()
    assert (shell["state"], shell["result"]) == ("closed", "ended_other_measures_open")


@pytest.mark.parametrize(
    ("months", "lowest", "highest"),
    [
        ("notesMonths", 3, 12),
        ("privateMonths", 3, 12),
        ("sharedMonths", 12, 60),
        ("referralMonths", 1, 6),
        ("accessLogMonths", 24, 60),
    ],
)
async def test_s8_an_organisation_chooses_within_bounds_and_for_new_cases_only(
    of: Played, copy: Copy, months: str, lowest: int, highest: int
) -> None:
    admin = dict(as_("admin").token(copy.app))
    for number, status in ((lowest, 200), (lowest - 1, 400), (highest + 1, 400), (highest, 200)):
        etag = (await copy.play.client.get("/organisation-settings", headers=admin)).headers["etag"]
        answer = await copy.play.client.patch("/organisation-settings", json={months: number}, headers={**admin, "If-Match": etag})
        assert answer.status_code == status, answer.text
    (kept,) = [item for item in await copy.play.items(SECOND, "/retention") if item["caseId"] == copy.play.id]
    assert [part["keptUntil"] for part in kept["parts"]] == [str(later(months)) for months in (12, 12, 24, 60)]


async def test_p5_s8_whoever_reads_while_all_of_it_goes_is_answered_or_told_to_come_back(of: Played, copy: Copy) -> None:
    async def reads() -> set[int]:
        return {(await copy.play.call(of.names[1], "GET", path)).status_code for path in ("/me/export", "agreements", "") for _ in range(6)}

    found, _ = await asyncio.gather(reads(), copy.at(after(61)))
    assert found <= {200, 404, 503}
