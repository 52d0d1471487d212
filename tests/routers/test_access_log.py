"""S9: each party sees who read about them: a role and a day, once, and never what concerns notes."""

import asyncio
from datetime import UTC, datetime
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from app.store.models.access import AccessEvent
from tests.behind import LOOK, behind
from tests.http import as_
from tests.jobs.clock import everything
from tests.people import ASKED, MINE, THEN, key
from tests.test_matrix import address
from tests.test_promises import GETS
from tests.world import World

INSIDE: Final = f"/cases/{key(MINE)}"
SEEDED: Final = {"caseId": str(key(MINE)), "readerRole": "moderator", "on": THEN.date().isoformat()}
NEVER_LOGGED: Final = {"listNotes", "getNote"}


EVERYBODYS: Final = {"harms", "needs", "agreements", "sessions", "parties", "process", "mandates"}
VISIBLE: Final = {"moderator": {*EVERYBODYS, "notes", "classification"}, "second_party": EVERYBODYS}


def today() -> str:
    """The day on which the service says that something was read."""
    return datetime.now(UTC).date().isoformat()


class Logs:
    """Who reads what, and what stands in whose log."""

    def __init__(self, app: FastAPI, client: httpx.AsyncClient) -> None:
        self.app, self.client = app, client

    async def read(self, who: str, path: str) -> httpx.Response:
        """One read."""
        return await self.client.get(path, headers=as_(who).token(self.app))

    async def of(self, who: str) -> list[Any]:
        """What their log has more than it had at first."""
        items = (await self.read(who, "/me/access-log")).json()["items"]
        assert items[-1] == SEEDED
        return list(items[:-1])


@pytest.fixture
def logs(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> Logs:
    """The world, and its readers."""
    return Logs(app, client)


async def test_s9_a_party_sees_that_the_moderator_read_and_on_which_day_and_nothing_else(logs: Logs) -> None:
    assert (await logs.read("moderator", f"{INSIDE}/statements/{key(MINE, 'statement', 0)}")).status_code == 200
    assert await logs.of("party") == [{"caseId": str(key(MINE)), "readerRole": "moderator", "on": today()}]


async def test_s9_s10_the_log_of_the_other_party_shows_nothing_of_it(logs: Logs) -> None:
    await logs.read("moderator", f"{INSIDE}/statements/{key(MINE, 'statement', 0)}")
    assert await logs.of("second_party") == []


async def test_s9_whoever_reads_a_list_stands_in_the_log_of_each_whose_row_is_shown(logs: Logs) -> None:
    page = await logs.read("moderator", f"{INSIDE}/statements?limit=1")
    (shown,) = page.json()["items"]
    names = {str(key(MINE, "party", 0)): "party", str(key(MINE, "party", 1)): "second_party"}
    seen = names.pop(shown["partyId"])
    (unseen,) = names.values()
    assert (len(await logs.of(seen)), len(await logs.of(unseen))) == (1, 0)
    await logs.read("moderator", f"{INSIDE}/statements")
    assert (len(await logs.of(seen)), len(await logs.of(unseen))) == (1, 1)


async def test_s9_however_often_somebody_reads_a_day_stands_there_once(logs: Logs) -> None:
    for path in ("statements", "private-harms", "private-needs", "statements"):
        await logs.read("moderator", f"{INSIDE}/{path}")
    assert len(await logs.of("party")) == 1


async def test_s9_readers_at_the_same_moment_leave_one_row_each_party(logs: Logs) -> None:
    paths = ["statements", "private-needs", "private-harms", "evaluations"] * 5
    answers = await asyncio.gather(*(logs.read("moderator", f"{INSIDE}/{path}") for path in paths))
    assert {answer.status_code for answer in answers} == {200}
    assert (len(await logs.of("party")), len(await logs.of("second_party"))) == (1, 1)


@pytest.mark.parametrize("path", sorted(VISIBLE["moderator"]))
async def test_s9_notes_and_what_is_everybodys_leave_nothing(logs: Logs, path: str) -> None:
    """The day on which another one read what is shared would tell when they were here (S10)."""
    for who in ("moderator", "second_party"):
        assert (await logs.read(who, f"{INSIDE}/{path}")).status_code == (200 if path in VISIBLE[who] else 404)
    assert await logs.of("party") == []


async def test_s9_nobody_stands_in_their_own_log(logs: Logs) -> None:
    before = await everything(logs.app)
    for path in ("statements", "private-harms", "private-needs", "evaluations", "commitments"):
        assert (await logs.read("party", f"{INSIDE}/{path}")).status_code == 200
    assert (await everything(logs.app))["access_event"] == before["access_event"]


async def test_s9_a_read_that_was_not_answered_leaves_nothing(logs: Logs) -> None:
    await logs.read("moderator", f"/cases/{key(ASKED)}/statements/{key(MINE, 'statement', 0)}")
    assert await logs.of("party") == []


async def test_s9_no_answer_leaves_without_its_row_in_the_log(logs: Logs) -> None:
    async with behind(logs.app) as connection:
        await connection.execute(text("alter table access_event add constraint broken check (read_on < date '2026-10-02')"))
    answer = await logs.read("moderator", f"{INSIDE}/statements")
    assert answer.status_code == 500
    assert "word" not in answer.text


async def test_s9_what_is_kept_is_the_day_and_not_the_hour(logs: Logs) -> None:
    await logs.read("moderator", f"{INSIDE}/statements")
    async with logs.app.state.database.store_for(as_("party").principal, LOOK) as store:
        newest, *_ = await store.rows(store.listing(AccessEvent).order_by(AccessEvent.read_on.desc()))
    assert newest.created_at == datetime.combine(newest.read_on, datetime.min.time(), UTC)


@pytest.mark.parametrize(("who", "items"), [("moderator", []), ("registrar", []), ("guardian", []), ("supporter", [])])
async def test_s9_whoever_has_no_place_has_an_empty_log(logs: Logs, who: str, items: list[Any]) -> None:
    await logs.read("moderator", f"{INSIDE}/statements")
    assert (await logs.read(who, "/me/access-log")).json()["items"] == items


@pytest.mark.parametrize("who", ["admin", "member", "coordinator", "auditor"])
async def test_s1_outside_there_is_no_read_log_at_all(logs: Logs, who: str) -> None:
    assert (await logs.read(who, "/me/access-log")).status_code == 404


async def test_s9_the_log_is_paged_the_newest_day_first(logs: Logs) -> None:
    await logs.read("moderator", f"{INSIDE}/statements")
    first = await logs.read("party", "/me/access-log?limit=1")
    assert [item["on"] for item in first.json()["items"]] == [today()]
    second = await logs.read("party", f"/me/access-log?limit=1&cursor={first.json()['page']['nextCursor']}")
    assert (second.json()["items"], second.json()["page"]) == ([SEEDED], {"nextCursor": None, "hasMore": False})


async def test_s9_every_read_of_the_moderator_that_shows_what_is_one_partys_own_is_logged_and_no_other(logs: Logs) -> None:
    """By hand: these operations show PRIVATE, ANSWER or ASSESSMENT, or tell of such a row; every other one leaves nothing."""
    leaves = set()
    for name in GETS:
        await logs.read("moderator", address(name, MINE))
        async with behind(logs.app) as connection:
            gone = await connection.execute(text("delete from access_event where read_on > date '2026-10-01'"))
            leaves |= {name} if gone.rowcount else set()
    assert leaves == set(SHOW_ONES_OWN.split())


SHOW_ONES_OWN: Final = """
listAppointmentAcceptances getParticulars listReadinessDeclarations listSafetyAssessments listTalks getTalk listMandateAcceptances
listReconfirmations listRecordApprovals listStatements getStatement listBehaviourExperiences getBehaviourExperience listAttributions
getAttribution listPrivateHarms getPrivateHarm listPrivateNeeds getPrivateNeed listAgreementConfirmations getCommitmentAcceptance
listOutcomeConfirmations listEvaluations listReopeningRequests getTrueGate
getGuardian getGuardianParticulars listGuardians listGuardianConsents listGuardianInvitations getGuardianSecrecyAcceptance listOneTimeCodes
listDeclarationContestations listReconfirmationContestations getSupporter listSupporters listAdmissions
getPrivateGrant listPrivateGrants listReleases listSupportConfirmations
listDisclosureConsents listToldExceptions getToldException
listTimeline listWorklist
"""
