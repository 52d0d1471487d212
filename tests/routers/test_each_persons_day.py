"""What waits for each, and what happened to each: to the day, and never more than they may know (R6, R7, R9, R17, S7, S9)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.embedded import EmbeddedPostgres
from tests.conftest import DATABASE
from tests.people import key
from tests.routers.playing import ANN, BEN, COORDINATOR, MODERATOR, Play, playing
from tests.routers.raising import DAD, MUM, Raised
from tests.routers.speaking import COUNCIL, MEMBERS, MIA, NOA, OZ, TEAM, Spoken
from tests.routers.succeeding import SUCCESSOR, Succession, succession
from tests.routers.test_worklist import codes, worklist
from tests.routers.watching import ALL, CEM, looking_along

pytestmark = pytest.mark.usefixtures("the_world")


def in_days(days: int) -> str:
    """A day as the wire says it."""
    return str(datetime.now(UTC).date() + timedelta(days=days))


async def item(play: Play, who: str, code: str) -> Any:
    """The one item of this code."""
    (found,) = [one for one in await worklist(play, who) if one["code"] == code]
    return found


async def whom(play: Play, who: str, code: str) -> list[str]:
    """Of whom the moderator is told that this waits."""
    names = {id: name for name, id in play.party.items()}
    return sorted(names[one["partyId"]] for one in await worklist(play, who) if one["code"] == code)


def earlier(server: EmbeddedPostgres, table: str, column: str, days: int, where: str = "true") -> None:
    """As if so many days had passed since."""
    server.execute(f"update {table} set {column} = {column} - make_interval(days => {days}) where {where}", DATABASE)


@pytest.fixture
async def spoken(app: FastAPI, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> Spoken:
    """A case with groups in it, that nobody has begun."""
    return Spoken(app, client, looking_along(monkeypatch))


@pytest.fixture
async def raised(app: FastAPI, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> Raised:
    """A case with a young party, that nobody has begun."""
    return Raised(app, client, looking_along(monkeypatch))


@pytest.fixture
async def passed_on(app: FastAPI, client: httpx.AsyncClient) -> Succession:
    """A case that is about to begin, and moderators who may follow each other."""
    return await succession(app, client)


async def test_whoever_stands_outside_finds_the_days_of_one_day_in_the_order_in_which_they_came(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    play = await playing(app, client)
    await play.begins()
    await play.does(MODERATOR, "closure", {"ending": "not_possible"})
    assert [entry["kind"] for entry in await play.items(COORDINATOR, "timeline")] == ["closed", "opened", "received"]
    inside = [entry["kind"] for entry in await play.items(ANN, "timeline?limit=100")]
    assert inside[-3:] == ["closed", "opened", "received"]


async def test_s0_r14_a_member_of_a_group_is_asked_what_is_a_members_own(spoken: Spoken) -> None:
    await spoken.begins()
    await spoken.groups("group", COUNCIL)
    await spoken.belongs(COUNCIL, *MEMBERS)
    assert [one["links"][0]["rel"] for one in await worklist(spoken, MODERATOR) if one["code"] == "invite-member"] == ["invite"] * 3
    await spoken.lets_in(*MEMBERS)
    assert "invite-member" not in await codes(spoken, MODERATOR)
    assert await codes(spoken, MIA) == ["accept-secrecy-as-member"]
    await spoken.informs_members(MIA, NOA)
    assert await codes(spoken, MIA) == ["choose-spokesperson"]
    await spoken.choose(MIA, MIA)
    assert await codes(spoken, MIA) == []
    assert await codes(spoken, NOA) == ["choose-spokesperson"]
    await spoken.choose(MIA, NOA)
    assert await codes(spoken, MIA) == ["accept-moderator", "answer-readiness"]
    assert await codes(spoken, OZ) == ["accept-secrecy-as-member"]


async def test_r9_r14_who_chose_somebody_who_left_is_asked_to_choose_again(spoken: Spoken) -> None:
    await spoken.to_readiness()
    await spoken.team()
    await spoken.choose(CEM, *ALL, group=TEAM)
    assert "choose-spokesperson" not in await codes(spoken, ANN)
    await spoken.does(CEM, spoken.of(CEM, "departure"))
    assert "choose-spokesperson" in await codes(spoken, ANN)


async def test_r9_r15_whoever_said_that_it_is_restored_is_asked_again_on_the_very_day_on_which_somebody_left(spoken: Spoken) -> None:
    await spoken.to_readiness()
    await spoken.adds(CEM)
    await spoken.informs(CEM)
    await spoken.readies(*ALL)
    await spoken.moves("mandate")
    await spoken.accepts(await spoken.offers_mandate(), MODERATOR, *ALL)
    await spoken.moves("in_process")
    for name in ALL:
        await spoken.does(name, "outcome-confirmations", {"question": "no_commitments_needed", "yes": True})
    await spoken.moves("aftercare")
    restored = {"question": "restored", "yes": True}
    await spoken.does(ANN, "outcome-confirmations", restored)
    assert "say-outcome" not in await codes(spoken, ANN)
    await spoken.does(CEM, spoken.of(CEM, "departure"))
    assert "say-outcome" in await codes(spoken, ANN)
    await spoken.does(ANN, "outcome-confirmations", restored)
    assert "say-outcome" not in await codes(spoken, ANN)
    assert "say-outcome" in await codes(spoken, BEN)


async def test_r6_on_the_eighteenth_birthday_nobody_is_asked_for_anybody(raised: Raised, server: EmbeddedPostgres) -> None:
    await raised.to_readiness()
    await raised.is_young(17)
    await raised.records(MUM)
    await raised.offers_mandate()
    assert await codes(raised, MUM) == ["accept-mandate"]
    assert await whom(raised, MODERATOR, "await-guardian-mandate") == [ANN]
    for age, asked in (("18 years", []), ("18 years -1 days", ["accept-mandate"]), ("16 years", ["accept-mandate"])):
        server.execute(f"update party_particulars set born_on = (now() at time zone 'utc')::date - interval '{age}'", DATABASE)
        assert await codes(raised, MUM) == asked
        assert await whom(raised, MODERATOR, "await-guardian-mandate") == ([ANN] if asked else [])


async def test_r7_a_guardians_yes_is_said_again_before_it_expires(raised: Raised, server: EmbeddedPostgres) -> None:
    await raised.grown()
    assert await codes(raised, MUM) == ["consent"]
    await raised.consents(MUM)
    await raised.consents(DAD, yes=False)
    assert await codes(raised, MUM) == []
    earlier(server, "guardian_consent", "expires_at", 80)
    assert (await item(raised, MUM, "renew-consent"))["dueOn"] == in_days(10)
    assert await codes(raised, DAD) == []
    earlier(server, "guardian_consent", "expires_at", 10)
    assert await codes(raised, MUM) == ["consent"]


async def test_s7_a_successor_is_told_who_is_outstanding_as_the_gate_tells_it_and_no_more(passed_on: Succession) -> None:
    await passed_on.to_readiness()
    await passed_on.readies(ANN)
    await passed_on.objects(BEN)
    await passed_on.succeeds()
    conditions = (await passed_on.sees(SUCCESSOR, "readiness/conditions"))["unmet"]
    ben = passed_on.party[BEN]
    assert [(one["code"], one["partyId"]) for one in conditions] == [("party-ready", ben), ("safety-assessed", ben)]
    assert await whom(passed_on, SUCCESSOR, "await-readiness") == [BEN]
    assert await whom(passed_on, SUCCESSOR, "assess-safety") == [BEN]


async def test_s7_to_a_successor_who_said_no_and_who_said_nothing_look_the_same(passed_on: Succession) -> None:
    await passed_on.to_readiness()
    await passed_on.readies(ANN, BEN)
    await passed_on.does(ANN, f"parties/{passed_on.party[ANN]}/withdrawals")
    assert await whom(passed_on, MODERATOR, "await-readiness") == []
    await passed_on.objects(BEN)
    await passed_on.succeeds()
    assert await whom(passed_on, SUCCESSOR, "await-readiness") == [ANN]
    assert await whom(passed_on, SUCCESSOR, "assess-safety") == []


async def test_s7_a_successor_whom_not_all_accepted_is_not_told_to_go_on_from_what_they_cannot_read(
    passed_on: Succession, server: EmbeddedPostgres
) -> None:
    await passed_on.to_readiness()
    await passed_on.objects(BEN)
    await passed_on.succeeds()
    server.execute(f"update true_state set state = 'agreement' where case_id = '{passed_on.id}'", DATABASE)
    assert "take-next-step" not in await codes(passed_on, SUCCESSOR)
    await passed_on.accept_moderator(ANN, BEN)
    assert "take-next-step" in await codes(passed_on, SUCCESSOR)


async def logs_of(play: Play) -> list[int]:
    """How many lines stand in each party's read log."""
    return [len(await play.items(name, "/me/access-log")) for name in (ANN, BEN)]


async def test_s9_whoever_reads_in_a_timeline_what_is_one_partys_own_stands_in_their_log(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await playing(app, client)
    await play.begins()
    await play.items(MODERATOR, "timeline?limit=100")
    assert await logs_of(play) == [0, 0]
    await play.informs(ANN)
    await play.does(ANN, "statements", {"text": "Dit is van mij."})
    for who in (ANN, BEN, COORDINATOR):
        await play.items(who, "timeline?limit=100")
    assert await logs_of(play) == [0, 0]
    await play.items(MODERATOR, "timeline?limit=1")
    today = {"caseId": play.id, "readerRole": "moderator", "on": in_days(0)}
    assert (await play.items(ANN, "/me/access-log"), await play.items(BEN, "/me/access-log")) == ([today], [])


async def test_s9_a_timeline_logs_whom_its_page_shows_and_nobody_else(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await playing(app, client)
    await play.begins()
    await play.informs(ANN, BEN)
    await play.does(ANN, "statements", {"text": "Dit is van mij."})
    await play.does(BEN, "statements", {"text": "En dit van mij."})
    await play.items(MODERATOR, "timeline?limit=1")
    assert await logs_of(play) == [0, 1]
    await play.items(MODERATOR, "timeline?limit=2")
    assert await logs_of(play) == [1, 1]


async def test_s9_an_item_that_tells_of_what_a_party_told_stands_in_their_log_and_one_that_tells_of_nothing_does_not(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    play = await playing(app, client)
    await play.to_readiness()
    assert await whom(play, MODERATOR, "await-readiness") == [ANN, BEN]
    assert await logs_of(play) == [0, 0]
    for name in (ANN, BEN):
        await play.does(MODERATOR, f"parties/{play.party[name]}/safety-assessments", {"result": "safe"})
    lived = {"text": "Hij schreeuwde.", "behaviourKinds": [], "experiences": ["social_unsafety"]}
    await play.does(ANN, "behaviour-experiences", lived)
    assert await whom(play, MODERATOR, "assess-safety-again") == [ANN]
    assert await logs_of(play) == [1, 0]
    await play.does(MODERATOR, "closure", {"ending": "not_possible"})
    await play.does(BEN, "reopening-requests")
    assert await whom(play, MODERATOR, "answer-reopening") == [BEN]
    assert await logs_of(play) == [1, 1]


async def test_r1_r17_what_is_offered_and_who_is_to_be_invited_says_until_when(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await playing(app, client)
    people = {"proposedPeople": [{"name": ANN}, {"name": BEN}], "proposedModerators": [str(key("moderator", MODERATOR))]}
    await play.does(COORDINATOR, "/referrals", {"setting": "healthcare", **people})
    (offered,) = [one for one in await play.items(MODERATOR, "/me/worklist?limit=100") if one["code"] == "take-offer"]
    assert offered["dueOn"] == in_days(21)
    (offer,) = [one for one in await play.items(MODERATOR, "/offers") if one["state"] == "open"]
    await play.does(MODERATOR, f"/offers/{offer['id']}/declaration", {"independent": True})
    play.id = offer["caseId"]
    assert [one["dueOn"] for one in await worklist(play, MODERATOR) if one["code"] == "invite-party"] == [in_days(30)] * 2
    await play.does(MODERATOR, "parties", {"displayName": "Later"})
    assert sorted(str(one["dueOn"]) for one in await worklist(play, MODERATOR) if one["code"] == "invite-party") == sorted(
        [in_days(30), in_days(30), "None"]
    )


async def test_r17_a_successor_is_asked_for_until_the_last_day_on_which_one_can_come(
    passed_on: Succession, server: EmbeddedPostgres
) -> None:
    await passed_on.to_readiness()
    await passed_on.objects(BEN)
    assert (await item(passed_on, ANN, "propose-successor"))["dueOn"] == in_days(60)
    await passed_on.proposes(SUCCESSOR)
    assert "propose-successor" not in await codes(passed_on, ANN)
    (offered,) = [one for one in await passed_on.items(SUCCESSOR, "/me/worklist?limit=100") if one["code"] == "take-offer"]
    assert offered["dueOn"] == in_days(60)
    earlier(server, "appointment", "ended_at", 46, f"case_id = '{passed_on.id}'")
    earlier(server, "successor_proposal", "created_at", 46, f"case_id = '{passed_on.id}'")
    assert (await item(passed_on, ANN, "propose-successor"))["dueOn"] == in_days(14)


async def test_r17_once_nobody_who_was_proposed_can_come_the_parties_are_asked_again(passed_on: Succession) -> None:
    await passed_on.to_readiness()
    await passed_on.objects(BEN)
    await passed_on.proposes(SUCCESSOR)
    offer = await passed_on.offered(SUCCESSOR)
    assert (await passed_on.call(SUCCESSOR, "POST", f"/offers/{offer['id']}/declination")).status_code == 204
    assert "propose-successor" in await codes(passed_on, ANN)


async def test_r14_a_commitment_waits_for_its_owner_with_its_day_before_that_has_passed(spoken: Spoken) -> None:
    await spoken.team_talks()
    days = ({"dueOn": in_days(20)}, {"reviewOn": in_days(40)})
    await spoken.promised(*(spoken.promise(BEN, ANN, **day) for day in days))
    found = [one for one in await worklist(spoken, BEN) if one["code"] == "report-commitment"]
    assert sorted((one["dueOn"], one["overdue"]) for one in found) == [(in_days(20), False), (in_days(40), False)]
    (first, _) = [one["links"][0]["href"].removeprefix("/v1") for one in found]
    await spoken.does(BEN, first)
    assert (await item(spoken, ANN, "answer-report"))["dueOn"] == in_days(28)
