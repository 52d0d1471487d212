"""Every way in which a case ends well or partly, call by call: without agreement, by themselves, in silence (R12, R14, R15)."""

from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI

from app.domain.cases import CaseState
from app.domain.commitments import CommitmentState
from app.domain.harms import HarmState
from app.embedded import EmbeddedPostgres
from tests.conftest import DATABASE
from tests.http import as_
from tests.people import ASKED, FOREIGN, MINE, OTHER, key
from tests.routers import agreeing
from tests.routers.agreeing import CEM, PARTIES, TODAY, YESTERDAY, Table, problem, table
from tests.routers.following import links_of
from tests.routers.playing import ANN, BEN, COORDINATOR, MODERATOR, SCREENING, Play, conditions, no, playing
from tests.world import World

pytestmark = pytest.mark.usefixtures("the_world")

HARM: Final = {"kinds": ["emotional"], "text": "Ik sliep slecht."}
FOLLOW_UP: Final = {"held": True, "on": TODAY.isoformat()}
NONE_NEEDED, RESTORED, SELF_RESOLVED = "no_commitments_needed", "restored", "self_resolved"
MINUTE, ANSWER_TIME = "interval '1 minute'", "interval '28 days'"


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient) -> Play:
    """A case that nobody has begun."""
    return await playing(app, client)


async def say(play: Play, who: str, question: str, yes: bool = True) -> None:
    """Someone's own answer."""
    await play.does(who, "outcome-confirmations", {"question": question, "yes": yes})


async def shell(play: Play) -> tuple[str, str | None, int | None]:
    """What whoever referred it reads of where it stands."""
    found = await play.sees(COORDINATOR, "")
    return found["state"], found["result"], found["jointSessions"]


# Without an agreement


async def test_r12_an_ending_without_agreement_is_as_valid_if_every_party_confirms(play: Play) -> None:
    await play.to_conversation()
    harm = await play.does(ANN, "harms", HARM)
    session = await play.starts()
    await play.does(MODERATOR, f"{session}/end", {"discussedHarmIds": [harm["id"]]})
    await play.does(ANN, f"harms/{harm['id']}/marks", {"mark": "nothing_more_needed"})
    for name in (ANN, BEN):
        await say(play, name, NONE_NEEDED)
    await play.moves("aftercare")
    assert (await play.sees(BEN, "process"))["phase"] == "aftercare"
    await play.does(MODERATOR, "follow-ups", FOLLOW_UP)
    for name in (ANN, BEN):
        await say(play, name, RESTORED)
    closed = await play.does(MODERATOR, "closure", {})
    assert (closed["state"], closed["ending"]) == ("closed", "restored")
    assert await shell(play) == ("closed", "completed", 1)
    assert await play.items(ANN, "agreements") == []


# By themselves


@pytest.mark.parametrize("moment", ["readiness", "mandate", "conversation"])
async def test_r12_sorted_out_by_themselves_ends_it_once_each_of_them_said_so(play: Play, moment: str) -> None:
    await {"readiness": play.to_readiness, "mandate": play.to_mandate, "conversation": play.to_conversation}[moment]()
    closure = {"ending": SELF_RESOLVED}
    both = [("self-resolved", play.party[ANN]), ("self-resolved", play.party[BEN])]
    early = await play.call(MODERATOR, "POST", "closure", closure)
    assert (no(early), sorted(conditions(early))) == ((409, "guard-unmet"), sorted(both))
    await say(play, ANN, SELF_RESOLVED)
    await say(play, BEN, SELF_RESOLVED)
    await say(play, BEN, SELF_RESOLVED, yes=False)
    assert conditions(await play.call(MODERATOR, "POST", "closure", closure)) == [("self-resolved", play.party[BEN])]
    assert no(await play.call(ANN, "POST", "closure", closure)) == (403, "not-allowed")
    await say(play, BEN, SELF_RESOLVED)
    assert (await play.does(MODERATOR, "closure", closure))["ending"] == SELF_RESOLVED
    assert await shell(play) == ("closed", "completed", None)


async def test_s10_who_said_that_they_sorted_it_out_is_theirs_and_the_moderators_to_know(play: Play) -> None:
    await play.to_readiness()
    reads = ("process", "parties", "outcome-confirmations", "readiness")
    before = [(await play.call(BEN, "GET", path)).content for path in reads]
    await say(play, ANN, SELF_RESOLVED)
    assert [(await play.call(BEN, "GET", path)).content for path in reads] == before
    assert [(one["partyId"], one["question"]) for one in await play.items(MODERATOR, "outcome-confirmations")] == [
        (play.party[ANN], SELF_RESOLVED)
    ]


async def test_r12_whoever_comes_in_later_has_not_said_it_and_what_others_said_stands(play: Play) -> None:
    await play.to_readiness()
    for name in (ANN, BEN):
        await say(play, name, SELF_RESOLVED)
    later = await play.does(MODERATOR, "parties", {"displayName": "Cem"})
    assert conditions(await play.call(MODERATOR, "POST", "closure", {"ending": SELF_RESOLVED})) == [("self-resolved", later["id"])]


async def test_r12_reopened_nobody_has_said_it_yet(play: Play) -> None:
    await play.to_readiness()
    for name in (ANN, BEN):
        await say(play, name, SELF_RESOLVED)
    await play.does(MODERATOR, "closure", {"ending": SELF_RESOLVED})
    assert no(await play.call(ANN, "POST", "outcome-confirmations", {"question": SELF_RESOLVED, "yes": True})) == (409, "case-not-running")
    await play.does(BEN, "reopening-requests")
    await play.moves("readiness")
    assert len(conditions(await play.call(MODERATOR, "POST", "closure", {"ending": SELF_RESOLVED}))) == 2


@pytest.mark.parametrize("word", ["restored", "partially_restored", "not_taken_up"])
async def test_r15_what_only_parties_or_time_can_say_the_moderator_does_not(play: Play, word: str) -> None:
    await play.to_readiness()
    answer = await play.call(MODERATOR, "POST", "closure", {"ending": word})
    assert (no(answer), answer.json()["errors"]) == (
        (400, "not-the-moderators-to-say"),
        [{"pointer": "/ending", "code": "not-the-moderators-to-say"}],
    )


async def steps(play: Play) -> int:
    """How often the moderator's desk says that the case can go on."""
    waiting = await play.items(MODERATOR, "/me/worklist?limit=100")
    return [(one["code"], one["caseId"]) for one in waiting].count(("take-next-step", play.id))


async def test_r12_that_nothing_is_needed_is_on_the_moderators_desk_once_all_said_it_last_and_of_nothing_proposed_since(
    play: Play,
) -> None:
    await play.to_conversation()
    harm = await play.does(ANN, "harms", HARM)
    session = await play.starts()
    await play.does(MODERATOR, f"{session}/end", {"discussedHarmIds": [harm["id"]]})
    await say(play, ANN, NONE_NEEDED)
    await say(play, BEN, NONE_NEEDED, yes=False)
    assert await steps(play) == 0
    await say(play, BEN, NONE_NEEDED)
    assert await steps(play) == 1
    promise = {"what": "Een brief.", "howWeKnow": "Hij is er.", "kind": "satisfaction", "dueOn": "2095-03-01"}
    ends = {"ownerPartyId": play.party[BEN], "beneficiaryPartyId": play.party[ANN]}
    await play.does(ANN, "agreements", {"commitments": [promise | ends]})
    assert await steps(play) == 0
    for name, found in ((ANN, 0), (BEN, 1)):
        await say(play, name, NONE_NEEDED)
        assert await steps(play) == found
    await play.moves("aftercare")
    assert await steps(play) == 0


# In silence


async def reported(here: Table, server: EmbeddedPostgres, ago: str, **changes: Any) -> str:
    """A promise of Ben's to Ann that he reported so long ago: its address."""
    [id] = await here.put_in(CommitmentState.REPORTED, **changes)
    server.execute(f"update commitment set reported_at = now() - ({ago}) where id = '{id}'", DATABASE)
    return f"/commitments/{id}"


@pytest.mark.parametrize(("ago", "state"), [(f"{ANSWER_TIME} - {MINUTE}", "reported"), (f"{ANSWER_TIME} + {MINUTE}", "unanswered")])
async def test_r14_a_report_that_nobody_answered_in_its_days_is_unanswered_wherever_it_is_read(
    app: FastAPI, client: httpx.AsyncClient, server: EmbeddedPostgres, ago: str, state: str
) -> None:
    here = await table(app, client, state=CaseState.AGREEMENT)
    path = await reported(here, server, ago, due_on=YESTERDAY)
    for who in (*PARTIES, "moderator"):
        found = (await here.get(who, path)).json()
        assert (found["state"], found["overdue"]) == (state, False)
        assert await here.items(who, "/commitments") == [found]
        assert (await here.get(who, "/agreements/1")).json()["commitments"] == [found]
    waiting = (await client.get("/me/worklist?limit=100", headers=here.token("moderator"))).json()["items"]
    on_the_desk = ("take-next-step", str(here.case_id)) in [(one["code"], one["caseId"]) for one in waiting]
    assert on_the_desk is (state == "unanswered")
    moved = await here.post("moderator", "/transitions", {"to": "aftercare"})
    assert moved.status_code == (200 if state == "unanswered" else 409)


async def test_r14_the_days_are_those_of_the_case(app: FastAPI, client: httpx.AsyncClient, server: EmbeddedPostgres) -> None:
    here = await table(app, client, state=CaseState.AGREEMENT)
    longer = "jsonb_set(terms::jsonb, '{answer_days}', '42')::json"
    server.execute(f"update \"case\" set terms = {longer} where id = '{here.case_id}'", DATABASE)
    path = await reported(here, server, f"{ANSWER_TIME} + {MINUTE}")
    assert (await here.get(CEM, path)).json()["state"] == "reported"
    server.execute("update commitment set reported_at = now() - interval '42 days 1 minute'", DATABASE)
    assert (await here.get(CEM, path)).json()["state"] == "unanswered"


async def test_r14_after_silence_nothing_more_is_said_of_it_and_its_etag_tells(
    app: FastAPI, client: httpx.AsyncClient, server: EmbeddedPostgres
) -> None:
    here = await table(app, client, state=CaseState.AGREEMENT)
    path = await reported(here, server, f"{ANSWER_TIME} - {MINUTE}")
    whole, one = [(await here.get(agreeing.ANN, each)).headers["etag"] for each in ("/agreements/1", path)]
    server.execute(f"update commitment set reported_at = reported_at - 2 * {MINUTE}", DATABASE)
    assert (await here.get(agreeing.ANN, path)).headers["etag"] != one
    assert (await here.get(agreeing.ANN, "/agreements/1")).headers["etag"] != whole
    for deed in ("confirmation", "disputes", "waiver", "not-kept"):
        assert problem(await here.post(agreeing.ANN, f"{path}/{deed}")) == (409, "wrong-commitment-state", [])
    assert problem(await here.post(agreeing.BEN, f"{path}/reports")) == (409, "wrong-commitment-state", [])


async def asks_for_it(here: Table, who: str) -> int:
    """How often somebody's desk, and the proposal itself, ask for a yes to it."""
    waiting = (await here.client.get("/me/worklist?limit=100", headers=here.token(who))).json()["items"]
    codes = [one["code"] for one in waiting if one["caseId"] == str(here.case_id)]
    links = [rel.rpartition(":")[2] for rel, _, _ in links_of(await here.get(who, "/agreements/2"))]
    return codes.count("confirm-agreement") + codes.count("await-agreement") + links.count("confirm-agreement")


async def test_s10_r14_what_is_proposed_in_its_place_is_off_the_table_for_everyone_and_not_for_the_last_alone(
    app: FastAPI, client: httpx.AsyncClient, server: EmbeddedPostgres
) -> None:
    here = await table(app, client, state=CaseState.AGREEMENT)
    path = await reported(here, server, f"{ANSWER_TIME} - {MINUTE}")
    terms = {"what": "Ben schrijft een brief.", "howWeKnow": "Ann heeft hem.", "kind": "satisfaction", "dueOn": "2031-01-01"}
    anew = (await here.post(agreeing.ANN, f"{path}/renegotiations", terms)).json()
    assert (await here.accept(agreeing.BEN, anew["commitments"][0]["id"])).status_code == 201
    assert (await here.confirm(agreeing.ANN, anew)).status_code == 201
    assert [await asks_for_it(here, name) for name in (*PARTIES, "moderator")] == [0, 2, 2, 2]
    server.execute(f"update commitment set reported_at = reported_at - 2 * {MINUTE}", DATABASE)
    for name in (agreeing.BEN, CEM):
        assert problem(await here.confirm(name, anew)) == (409, "no-agreement-proposed", [])
    assert [await asks_for_it(here, name) for name in (*PARTIES, "moderator")] == [0, 0, 0, 0]
    assert (await here.post("moderator", "/transitions", {"to": "aftercare"})).status_code == 200
    assert (await here.get(CEM, "/agreements/2")).json()["state"] == "superseded"


async def test_r15_silence_keeps_it_from_being_restored(app: FastAPI, client: httpx.AsyncClient, server: EmbeddedPostgres) -> None:
    here = await table(app, client, state=CaseState.AGREEMENT, harm=HarmState.REPAIRED)
    await reported(here, server, f"{ANSWER_TIME} + {MINUTE}")
    assert (await here.post("moderator", "/transitions", {"to": "aftercare"})).status_code == 200
    await here.post("moderator", "/follow-ups", FOLLOW_UP)
    for name in PARTIES:
        assert (await here.post(name, "/outcome-confirmations", {"question": RESTORED, "yes": True})).status_code == 201
    assert (await here.post("moderator", "/closure", {})).json()["ending"] == "partially_restored"


# Again


async def test_c1_that_a_case_takes_up_an_earlier_one_is_the_moderators_to_say_and_to_know(
    app: FastAPI, client: httpx.AsyncClient, play: Play
) -> None:
    await play.to_readiness()
    etag = (await play.call(MODERATOR, "GET", "classification")).headers["etag"]
    linked = await play.call(MODERATOR, "PATCH", "classification", {"recurrenceOfCaseId": str(key(ASKED))}, etag)
    assert (linked.status_code, linked.json()["recurrenceOfCaseId"]) == (200, str(key(ASKED)))
    for who in (ANN, COORDINATOR, "admin"):
        assert (await play.call(who, "GET", "classification")).status_code == 404
        for path in ("", "process", "parties"):
            assert str(key(ASKED)) not in (await play.call(who, "GET", path)).text
    none = await play.call(MODERATOR, "PATCH", "classification", {"recurrenceOfCaseId": None}, linked.headers["etag"])
    assert none.json()["recurrenceOfCaseId"] is None


async def test_c1_only_another_case_that_its_moderator_sees_is_taken_up_again(play: Play, server: EmbeddedPostgres) -> None:
    await play.to_readiness()
    server.execute(f"update true_state set state = 'closed' where case_id = '{key(MINE)}'", DATABASE)
    etag = (await play.call(MODERATOR, "GET", "classification")).headers["etag"]
    unknown = [{"pointer": "/recurrenceOfCaseId", "code": "unknown-id"}]
    for stranger in (play.id, str(key("other")), str(key("nobody's"))):
        answer = await play.call(MODERATOR, "PATCH", "classification", {"recurrenceOfCaseId": stranger}, etag)
        assert (no(answer), answer.json()["errors"]) == ((400, "unknown-id"), unknown)
    answer = await play.call(MODERATOR, "PATCH", "classification", {"recurrenceOfCaseId": str(key(MINE))}, etag)
    assert answer.status_code == 200


async def test_c1_at_the_screening_it_is_asked_alike(app: FastAPI, client: httpx.AsyncClient, play: Play, server: EmbeddedPostgres) -> None:
    await play.begins()
    server.execute(f"delete from classification where case_id = '{play.id}'", DATABASE)
    headers = as_(MODERATOR).token(app)
    path = f"/cases/{play.id}/classification"
    hidden = await client.post(path, json=SCREENING | {"recurrenceOfCaseId": str(key("other"))}, headers=headers)
    assert (no(hidden), hidden.json()["errors"][0]["pointer"]) == ((400, "unknown-id"), "/recurrenceOfCaseId")
    linked = await client.post(path, json=SCREENING | {"recurrenceOfCaseId": str(key(MINE))}, headers=headers)
    assert (linked.status_code, linked.json()["recurrenceOfCaseId"]) == (201, str(key(MINE)))


async def test_t1_a_case_takes_up_no_case_of_another_organisation_whoever_leads_both(
    app: FastAPI, client: httpx.AsyncClient, the_world: World
) -> None:
    leads_both = as_("other_moderator").token(app)
    own = f"/cases/{key(OTHER)}/classification"
    etag = (await client.get(own, headers=leads_both)).headers["etag"]
    assert (await client.get(f"/cases/{key(FOREIGN)}", headers=leads_both)).status_code == 200
    answer = await client.patch(own, json={"recurrenceOfCaseId": str(key(FOREIGN))}, headers={**leads_both, "If-Match": etag})
    assert (answer.status_code, answer.json()["errors"]) == (400, [{"pointer": "/recurrenceOfCaseId", "code": "unknown-id"}])
