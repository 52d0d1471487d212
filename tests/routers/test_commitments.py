"""Commitments over HTTP: the owner reports, and only the one it was promised to says that it is done (R13, R14, S10)."""

from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from app.domain.cases import CaseState
from app.domain.commitments import CommitmentState
from tests.behind import statements
from tests.routers.agreeing import ANN, BEN, CEM, OUTSIDERS, PARTIES, TODAY, TOMORROW, YESTERDAY, Table, problem, table

# Ben promised Ann; Cem is the third. What each deed makes of each state, by hand; what is absent does not happen.
DEEDS: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "reports": (BEN, {"agreed": "reported", "disputed": "reported"}),
    "confirmation": (ANN, {"reported": "confirmed"}),
    "disputes": (ANN, {"reported": "disputed"}),
    "waiver": (ANN, {"agreed": "waived", "reported": "waived", "disputed": "waived"}),
    "not-kept": (ANN, {"agreed": "not_kept", "disputed": "not_kept"}),
}
STATES: Final = (
    "proposed", "agreed", "reported", "disputed", "confirmed", "waived", "replaced", "not_kept", "unanswered", "lapsed",
)  # fmt: skip
TERMS: Final = {"what": "Ben schrijft Ann een brief.", "howWeKnow": "Ann heeft hem gelezen.", "kind": "satisfaction", "dueOn": "2031-01-01"}


@pytest.fixture
async def here(app: FastAPI, client: httpx.AsyncClient) -> Table:
    """Everyone has talked."""
    return await table(app, client, state=CaseState.AGREEMENT)


@pytest.fixture
async def talking(app: FastAPI, client: httpx.AsyncClient) -> Table:
    """The same, before anything is agreed."""
    return await table(app, client)


@pytest.mark.parametrize("deed", DEEDS)
async def test_R14_every_path_of_a_commitment_is_the_one_of_the_table(here: Table, deed: str) -> None:
    who, leads_to = DEEDS[deed]
    ids = await here.put_in(*map(CommitmentState, STATES), due_on=YESTERDAY)
    for state, key in zip(STATES, ids, strict=True):
        answer = await here.post(who, f"/commitments/{key}/{deed}")
        if state in leads_to:
            assert (answer.status_code, answer.json()["state"]) == (200, leads_to[state])
        else:
            assert problem(answer) == (409, "wrong-commitment-state", [])
        assert await here.state_of(key) == leads_to.get(state, state)


@pytest.mark.parametrize("deed", DEEDS)
async def test_R14_what_is_the_other_s_to_say_is_403_for_everyone_else_at_the_table(here: Table, deed: str) -> None:
    right, _ = DEEDS[deed]
    ids = await here.put_in(*map(CommitmentState, STATES), due_on=YESTERDAY)
    for state, key in zip(STATES, ids, strict=True):
        for who in {*PARTIES, "moderator"} - {right}:
            assert problem(await here.post(who, f"/commitments/{key}/{deed}")) == (403, "not-allowed", [])
        assert await here.state_of(key) == state


@pytest.mark.parametrize("who", OUTSIDERS)
async def test_S1_whoever_is_outside_finds_nothing_of_a_commitment(here: Table, who: str) -> None:
    [key] = await here.put_in(CommitmentState.REPORTED)
    answers = [await here.get(who, "/commitments"), await here.get(who, f"/commitments/{key}")]
    answers += [await here.get(who, f"/commitments/{key}/acceptance"), await here.accept(who, key)]
    answers += [await here.post(who, f"/commitments/{key}/{deed}") for deed in DEEDS]
    answers.append(await here.post(who, f"/commitments/{key}/renegotiations", TERMS))
    assert [problem(answer) for answer in answers] == [(404, "not-found", [])] * 10
    assert await here.state_of(key) == "reported"


async def test_S1_a_commitment_is_unknown_in_another_case(app: FastAPI, client: httpx.AsyncClient, here: Table) -> None:
    [key] = await here.put_in(CommitmentState.REPORTED)
    there = await table(app, client, state=CaseState.AGREEMENT)
    assert (await there.get(ANN, f"/commitments/{key}")).status_code == 404
    for deed in DEEDS:
        assert (await there.post(DEEDS[deed][0], f"/commitments/{key}/{deed}")).status_code == 404
    assert (await there.post(ANN, f"/commitments/{uuid4()}/confirmation")).status_code == 404
    assert await here.state_of(key) == "reported"


@pytest.mark.parametrize("due_on", [TODAY, TOMORROW])
async def test_R14_nothing_is_called_not_kept_before_its_day_has_passed(here: Table, due_on: Any) -> None:
    [key] = await here.put_in(CommitmentState.AGREED, due_on=due_on)
    assert problem(await here.post(ANN, f"/commitments/{key}/not-kept")) == (409, "guard-unmet", ["due-date-passed"])
    assert await here.state_of(key) == "agreed"


async def test_R14_a_standing_commitment_has_a_review_date_and_is_never_overdue(talking: Table) -> None:
    standing = talking.promise(dueOn=None, reviewOn=YESTERDAY.isoformat())
    [key] = await talking.agree(await talking.propose(ANN, standing))
    assert (await talking.get(CEM, f"/commitments/{key}")).json()["overdue"] is False
    assert (await talking.post(ANN, f"/commitments/{key}/not-kept")).json()["state"] == "not_kept"


async def test_R14_from_agreed_over_a_dispute_to_confirmed(talking: Table) -> None:
    [key] = await talking.agree(await talking.propose())
    steps = [(BEN, "reports"), (ANN, "disputes"), (BEN, "reports"), (ANN, "confirmation")]
    found = [(await talking.post(who, f"/commitments/{key}/{deed}")).json()["state"] for who, deed in steps]
    assert found == ["reported", "disputed", "reported", "confirmed"]
    assert (await talking.get(CEM, f"/commitments/{key}")).json()["reportedAt"] is not None


async def test_R14_overdue_is_derived_from_the_day_and_from_whose_turn_it_is(here: Table) -> None:
    ids = await here.put_in(*map(CommitmentState, STATES), due_on=YESTERDAY)
    late = {one["id"]: one["overdue"] for one in await here.items(CEM, "/commitments")}
    assert [state for state, key in zip(STATES, ids, strict=True) if late[key]] == ["agreed", "disputed"]


@pytest.mark.parametrize("days", [0, 1])
async def test_R14_on_its_day_it_is_not_yet_overdue(here: Table, days: int) -> None:
    [key] = await here.put_in(CommitmentState.AGREED, due_on=TODAY + timedelta(days=days))
    assert (await here.get(ANN, f"/commitments/{key}")).json()["overdue"] is False


@pytest.mark.parametrize("who", [ANN, CEM, "moderator"])
async def test_R13_nobody_accepts_for_the_owner(talking: Table, who: str) -> None:
    [commitment] = (await talking.propose())["commitments"]
    assert problem(await talking.accept(who, commitment["id"])) == (403, "not-allowed", [])
    assert (await talking.get("moderator", f"/commitments/{commitment['id']}/acceptance")).status_code == 404


async def test_R13_the_owner_accepts_once_and_reads_it_where_it_stands(talking: Table) -> None:
    [commitment] = (await talking.propose())["commitments"]
    answer = await talking.accept(BEN, commitment["id"])
    assert answer.headers["Location"] == f"/v1/cases/{talking.case_id}/commitments/{commitment['id']}/acceptance"
    assert (await talking.get(BEN, f"/commitments/{commitment['id']}/acceptance")).json() == answer.json()
    assert problem(await talking.accept(BEN, commitment["id"])) == (409, "accepted-already", [])


@pytest.mark.parametrize("deed", DEEDS)
async def test_R14_what_is_only_proposed_is_nobody_s_to_act_on(talking: Table, deed: str) -> None:
    [commitment] = (await talking.propose(ANN, talking.promise(dueOn=YESTERDAY.isoformat())))["commitments"]
    await talking.accept(BEN, commitment["id"])
    answer = await talking.post(DEEDS[deed][0], f"/commitments/{commitment['id']}/{deed}")
    assert problem(answer) == (409, "wrong-commitment-state", [])


@pytest.mark.parametrize("deed", DEEDS)
async def test_R14_in_a_closed_case_every_commitment_rests(app: FastAPI, client: httpx.AsyncClient, deed: str) -> None:
    here = await table(app, client, state=CaseState.CLOSED)
    who, leads_to = DEEDS[deed]
    [key] = await here.put_in(CommitmentState(min(leads_to)), due_on=YESTERDAY)
    assert problem(await here.post(who, f"/commitments/{key}/{deed}")) == (409, "case-not-running", [])


@pytest.mark.parametrize("who", [BEN, ANN])
@pytest.mark.parametrize("state", ["agreed", "reported", "disputed"])
async def test_R14_owner_or_beneficiary_renegotiates_and_all_agree_before_the_old_is_replaced(here: Table, who: str, state: str) -> None:
    [old] = await here.put_in(CommitmentState(state))
    answer = await here.post(who, f"/commitments/{old}/renegotiations", TERMS | {"text": "Een brief is beter."})
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/v1/cases/{here.case_id}/agreements/2"
    [new] = answer.json()["commitments"]
    assert {name: new[name] for name in TERMS} == TERMS
    assert (new["ownerPartyId"], new["beneficiaryPartyId"], new["replacesId"]) == (here.party[BEN], here.party[ANN], old)
    assert (new["state"], await here.state_of(old)) == ("proposed", state)
    for name in PARTIES:
        await here.confirm(name, answer.json())
    assert (await here.state_of(new["id"]), await here.state_of(old)) == ("proposed", state)
    await here.accept(BEN, new["id"])
    assert (await here.state_of(new["id"]), await here.state_of(old)) == ("agreed", "replaced")
    assert [one["state"] for one in await here.items(CEM, "/agreements")] == ["agreed", "agreed"]


async def test_R14_what_came_in_its_place_is_reported_and_confirmed_and_the_old_is_at_rest(here: Table) -> None:
    [old] = await here.put_in(CommitmentState.DISPUTED, due_on=YESTERDAY)
    [new] = await here.agree((await here.post(ANN, f"/commitments/{old}/renegotiations", TERMS)).json())
    for who, deed in ((BEN, "reports"), (ANN, "disputes"), (ANN, "waiver"), (ANN, "not-kept")):
        assert problem(await here.post(who, f"/commitments/{old}/{deed}")) == (409, "wrong-commitment-state", [])
    await here.post(BEN, f"/commitments/{new}/reports")
    assert (await here.post(ANN, f"/commitments/{new}/confirmation")).json()["state"] == "confirmed"


@pytest.mark.parametrize("who", [CEM, "moderator"])
async def test_R14_nobody_renegotiates_what_stands_between_others(here: Table, who: str) -> None:
    [key] = await here.put_in(CommitmentState.AGREED)
    assert problem(await here.post(who, f"/commitments/{key}/renegotiations", TERMS)) == (403, "not-allowed", [])


@pytest.mark.parametrize("state", ["proposed", "confirmed", "waived", "replaced", "not_kept", "unanswered", "lapsed"])
async def test_R14_what_is_at_rest_is_not_renegotiated(here: Table, state: str) -> None:
    [key] = await here.put_in(CommitmentState(state))
    assert problem(await here.post(BEN, f"/commitments/{key}/renegotiations", TERMS)) == (409, "wrong-commitment-state", [])


async def test_R14_what_is_only_proposed_is_not_renegotiated(talking: Table) -> None:
    [commitment] = (await talking.propose())["commitments"]
    answer = await talking.post(BEN, f"/commitments/{commitment['id']}/renegotiations", TERMS)
    assert problem(answer) == (409, "no-agreement", [])


async def test_R14_once_the_old_is_at_rest_what_was_proposed_in_its_place_goes(here: Table) -> None:
    old, beside = await here.put_in(CommitmentState.REPORTED, CommitmentState.AGREED)
    proposed = (await here.post(BEN, f"/commitments/{old}/renegotiations", TERMS)).json()
    await here.post(BEN, f"/commitments/{beside}/reports")
    assert (await here.get(ANN, "/agreements/2")).json()["state"] == "proposed"
    await here.post(ANN, f"/commitments/{old}/confirmation")
    assert (await here.get(ANN, "/agreements/2")).json()["state"] == "superseded"
    assert problem(await here.confirm(ANN, proposed)) == (409, "no-agreement-proposed", [])
    assert {one["id"] for one in await here.items(ANN, "/commitments")} == {old, beside}


async def test_R14_terms_are_complete_or_they_are_not_proposed(here: Table) -> None:
    [key] = await here.put_in(CommitmentState.AGREED)
    wrong: list[tuple[dict[str, Any], str, str]] = [
        ({"reviewOn": "2031-01-01"}, "", "due-or-review"),
        ({"what": ""}, "/what", "string-too-short"),
        ({"ownerPartyId": here.party[CEM]}, "/ownerPartyId", "extra-forbidden"),
    ]
    for change, pointer, code in wrong:
        answer = await here.post(BEN, f"/commitments/{key}/renegotiations", TERMS | change)
        assert (answer.status_code, answer.json()["errors"]) == (400, [{"pointer": pointer, "code": code}])


async def test_S10_while_a_renegotiation_waits_nobody_sees_for_whom(here: Table) -> None:
    [old] = await here.put_in(CommitmentState.AGREED)
    proposed = (await here.post(BEN, f"/commitments/{old}/renegotiations", TERMS)).json()
    [new] = proposed["commitments"]
    paths = ("/agreements", "/agreements/2", "/commitments", f"/commitments/{old}", f"/commitments/{new['id']}")

    async def seen(who: str) -> list[bytes]:
        return [(await here.get(who, path)).content for path in paths]

    before = await seen(ANN)
    await here.accept(BEN, new["id"])
    await here.confirm(BEN, proposed)
    await here.confirm(CEM, proposed)
    assert await seen(ANN) == before
    assert await seen("moderator") == before


@pytest.mark.parametrize("count", [1, 40])
async def test_a_list_of_commitments_takes_three_statements_however_many_there_are(here: Table, count: int) -> None:
    await here.put_in(*[CommitmentState.AGREED] * count)
    with statements(here.app) as sent:
        found = await here.items(CEM, "/commitments")
    assert (len(found), len(sent)) == (count, 3)
