"""After the process: how it was for each party, and the way back; between that party and the moderator (R17, S1, S10)."""

from collections.abc import Callable
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from app.domain.cases import CaseState
from app.embedded import EmbeddedPostgres
from tests.conftest import DATABASE
from tests.http import as_
from tests.people import MINE, key
from tests.world import World

CASE: Final = f"/v1/cases/{key(MINE)}"
FIRST, SECOND = str(key(MINE, "party", 0)), str(key(MINE, "party", 1))
OUTSIDE: Final = ("admin", "registrar", "member", "coordinator", "auditor", "other_coordinator", "other_moderator", "other_party")
TRACE: Final = {"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}
GRADES: Final = {"heard": 5, "safe": 4, "fair": 3, "restored": 2, "insight": 1}

Call = Callable[..., Any]
Situate = Callable[..., Any]


@pytest.fixture
def situate(server: EmbeddedPostgres, the_world: World, database: str) -> Situate:
    """Puts the case of the world in this state; nobody has evaluated or asked for anything yet."""

    async def _situate(state: CaseState, *, informed: bool = True) -> None:
        server.execute(f"update true_state set state = '{state}' where case_id = '{key(MINE)}'", DATABASE)
        for table in ("evaluation", "reopening_request", *(() if informed else ("secrecy_acceptance",))):
            server.execute(f"delete from {table}", DATABASE)
        if not informed:
            server.execute(f"update seat set informed_at = null where case_id = '{key(MINE)}'", DATABASE)

    return _situate


@pytest.fixture
def call(app: FastAPI, client: httpx.AsyncClient) -> Call:
    """One call as someone of the world: `await call("party", "GET", path)`."""

    async def _call(who: str, method: str, path: str, json: Any = None) -> httpx.Response:
        url = path if path.startswith("/v1") else f"{CASE}/{path}"
        return await client.request(method, f"http://test{url}", json=json, headers={**as_(who).token(app), **TRACE})

    return _call


async def of_whom(call: Call, who: str, path: str) -> list[str]:
    """Whose rows someone finds in a list."""
    answer = await call(who, "GET", path)
    assert answer.status_code == 200, answer.text
    return [row["partyId"] for row in answer.json()["items"]]


@pytest.mark.parametrize("state", [CaseState.AFTERCARE, CaseState.CLOSED])
async def test_from_the_aftercare_on_a_party_says_how_it_was_for_them(situate: Situate, call: Call, state: CaseState) -> None:
    await situate(state)
    remark = "Ik ben gehoord, en we groeten elkaar weer."
    answer = await call("party", "POST", "evaluations", {**GRADES, "commitmentsKept": 4, "recurrence": False, "remark": remark})
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{CASE}/evaluations"
    expected = {**GRADES, "partyId": FIRST, "commitmentsKept": 4, "recurrence": False, "remark": remark}
    assert {name: answer.json()[name] for name in expected} == expected
    short = (await call("second_party", "POST", "evaluations", GRADES)).json()
    assert (short["commitmentsKept"], short["recurrence"], short["remark"]) == (None, None, None)


@pytest.mark.parametrize("state", [CaseState.INTAKE, CaseState.READINESS, CaseState.MANDATE, CaseState.IN_PROCESS, CaseState.AGREEMENT])
async def test_before_the_aftercare_there_is_nothing_to_evaluate_and_nothing_to_reopen(
    situate: Situate, call: Call, state: CaseState
) -> None:
    await situate(state)
    for path, said in (("evaluations", GRADES), ("reopening-requests", None)):
        answer = await call("party", "POST", path, said)
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong-case-state")
        assert "conditions" not in answer.json()


@pytest.mark.parametrize(("path", "said"), [("evaluations", GRADES), ("reopening-requests", None)])
async def test_s1_s10_nobody_but_the_moderator_learns_who_said_so(situate: Situate, call: Call, path: str, said: Any) -> None:
    await situate(CaseState.CLOSED)
    before = await call("second_party", "GET", path)
    assert (await call("party", "POST", path, said)).status_code == 201
    after = await call("second_party", "GET", path)
    assert (after.status_code, after.content) == (200, before.content)
    assert await of_whom(call, "party", path) == [FIRST]
    assert (await call("second_party", "POST", path, said)).status_code == 201
    assert await of_whom(call, "moderator", path) == [FIRST, SECOND]
    assert (await call("moderator", "POST", path, said)).status_code == 403


@pytest.mark.parametrize(("path", "said"), [("evaluations", GRADES), ("reopening-requests", None)])
async def test_s1_whoever_is_outside_finds_nothing(situate: Situate, call: Call, path: str, said: Any) -> None:
    await situate(CaseState.CLOSED)
    for who in OUTSIDE:
        missing = await call(who, "GET", f"/v1/cases/{uuid4()}/{path}")
        for answer in (await call(who, "GET", path), await call(who, "POST", path, said)):
            assert (answer.status_code, answer.content) == (404, missing.content)


@pytest.mark.parametrize(("path", "said"), [("evaluations", GRADES), ("reopening-requests", None)])
async def test_s0_whoever_has_not_come_in_says_nothing(situate: Situate, call: Call, path: str, said: Any) -> None:
    await situate(CaseState.CLOSED, informed=False)
    answer = await call("party", "POST", path, said)
    assert (answer.status_code, answer.json()["code"]) == (409, "secrecy-statement-not-accepted")


async def test_an_evaluation_is_five_grades_from_one_to_five(situate: Situate, call: Call) -> None:
    await situate(CaseState.AFTERCARE)
    wrong = {**GRADES, "heard": 0, "safe": 6, "fair": "3", "restored": True, "commitmentsKept": 9, "recurrence": 1}
    del wrong["insight"]
    answer = await call("party", "POST", "evaluations", wrong)
    assert answer.status_code == 400
    assert {error["pointer"]: error["code"] for error in answer.json()["errors"]} == {
        "/heard": "greater-than-equal",
        "/safe": "less-than-equal",
        "/fair": "int-type",
        "/restored": "int-type",
        "/insight": "missing",
        "/commitmentsKept": "less-than-equal",
        "/recurrence": "bool-type",
    }


async def test_r17_a_closed_case_begins_again_when_a_party_asks_and_not_otherwise(situate: Situate, call: Call) -> None:
    await situate(CaseState.CLOSED)
    unasked = await call("moderator", "POST", "transitions", {"to": "readiness"})
    assert (unasked.status_code, [one["code"] for one in unasked.json()["conditions"]]) == (409, ["reopening-asked"])
    assert (await call("second_party", "POST", "reopening-requests")).status_code == 201
    assert (await call("second_party", "POST", "reopening-requests")).status_code == 201
    begun = await call("moderator", "POST", "transitions", {"to": "readiness"})
    assert (begun.status_code, begun.json()["state"]) == (200, "readiness")
    assert (await call("party", "POST", "statements", {"text": "Het speelt weer."})).status_code == 201
