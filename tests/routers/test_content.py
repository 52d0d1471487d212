"""What people say stays between them and the moderator until they share it themselves (R12, R15, R16, S0, S1, S10)."""

import asyncio
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
from tests.people import ASKED, FOREIGN, MINE, OTHER, key, word
from tests.world import World

CASE: Final = f"/v1/cases/{key(MINE)}"
FIRST, SECOND = str(key(MINE, "party", 0)), str(key(MINE, "party", 1))
OUTSIDE: Final = ("admin", "registrar", "member", "coordinator", "auditor", "other_coordinator", "other_moderator", "other_party")
TRACE: Final = {"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}

Call = Callable[..., Any]
Situate = Callable[..., Any]

TEXT: Final = {"text": "Ik durf niets meer te zeggen in de overdracht."}
HARM: Final = {"kinds": ["emotional", "material"], "text": "Ik slaap slecht en heb diensten gemist."}
PRIVATE: Final = [
    pytest.param("statements", TEXT, "statement", id="statements"),
    pytest.param("behaviour-experiences", TEXT, "experience", id="behaviour-experiences"),
    pytest.param("private-harms", HARM, "private harm", id="private-harms"),
    pytest.param("private-needs", TEXT, "private need", id="private-needs"),
]
SHARED: Final = [
    pytest.param("harms", HARM, "harm", id="harms"),
    pytest.param("needs", TEXT, "need", id="needs"),
    pytest.param("ideas", TEXT, "idea", id="ideas"),
]


@pytest.fixture
def situate(server: EmbeddedPostgres, the_world: World, database: str) -> Situate:
    """In the world as it stands; with the case elsewhere, or a party who has not come in."""

    async def _situate(state: CaseState = CaseState.IN_PROCESS, uninformed: int | None = None) -> None:
        if state is not CaseState.IN_PROCESS:
            server.execute(f"update true_state set state = '{state}' where case_id = '{key(MINE)}'", DATABASE)
        if uninformed is not None:
            party = key(MINE, "party", uninformed)
            server.execute(f"delete from secrecy_acceptance where party_id = '{party}'", DATABASE)
            server.execute(f"update seat set informed_at = null where party_id = '{party}'", DATABASE)

    return _situate


@pytest.fixture
def call(app: FastAPI, client: httpx.AsyncClient) -> Call:
    """One call as someone of the world: `await call("party", "GET", path)`."""

    async def _call(who: str, method: str, path: str, json: Any = None) -> httpx.Response:
        url = path if path.startswith("/v1") else f"{CASE}/{path}"
        return await client.request(method, f"http://test{url}", json=json, headers={**as_(who).token(app), **TRACE})

    return _call


async def items(call: Call, who: str, path: str) -> list[Any]:
    """What someone finds in a list."""
    answer = await call(who, "GET", path)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def whole(answer: httpx.Response) -> tuple[int, bytes, list[tuple[str, str]]]:
    """Everything that a reader can tell two answers apart by."""
    return answer.status_code, answer.content, sorted(answer.headers.items())


# Private: between one party and the moderator.


@pytest.mark.parametrize(("path", "said", "kind"), PRIVATE)
async def test_s1_what_a_party_tells_is_theirs_and_the_moderators(situate: Situate, call: Call, path: str, said: Any, kind: str) -> None:
    await situate()
    told = await call("party", "POST", path, said)
    assert told.status_code == 201
    place = told.headers["location"]
    for who in ("party", "moderator"):
        one = await call(who, "GET", place)
        assert (one.status_code, one.json(), one.headers["etag"]) == (200, told.json(), told.headers["etag"])
    assert told.json()["partyId"] == FIRST
    assert [row["text"] for row in await items(call, "party", path)] == [word(MINE, kind, 0), said["text"]]
    assert sorted(row["partyId"] for row in await items(call, "moderator", path)) == sorted([FIRST, FIRST, SECOND])


@pytest.mark.parametrize(("path", "said", "kind"), PRIVATE)
async def test_s1_for_the_other_party_it_is_as_if_it_were_not_there(situate: Situate, call: Call, path: str, said: Any, kind: str) -> None:
    await situate()
    before = whole(await call("second_party", "GET", f"{path}?limit=1"))
    place = (await call("party", "POST", path, said)).headers["location"]
    assert whole(await call("second_party", "GET", f"{path}?limit=1")) == before
    assert [row["text"] for row in await items(call, "second_party", path)] == [word(MINE, kind, 1)]
    missing = whole(await call("second_party", "GET", f"{path}/{uuid4()}"))
    assert whole(await call("second_party", "GET", place)) == missing
    assert missing[0] == 404


@pytest.mark.parametrize(("path", "said", "kind"), [*PRIVATE, *SHARED])
async def test_s1_whoever_is_outside_finds_neither_the_list_nor_the_record(
    situate: Situate, call: Call, path: str, said: Any, kind: str
) -> None:
    await situate()
    hidden = f"{path}/{key(MINE, kind, 0)}"
    for who in OUTSIDE:
        missing = whole(await call(who, "GET", f"/v1/cases/{uuid4()}/{path}"))
        assert missing[0] == 404
        for answer in (await call(who, "GET", path), await call(who, "GET", hidden), await call(who, "POST", path, said)):
            assert whole(answer) == missing, f"{who} {path}"


@pytest.mark.parametrize(("path", "said", "kind"), [*PRIVATE, *SHARED])
async def test_s1_a_record_is_unknown_below_another_case(situate: Situate, call: Call, path: str, said: Any, kind: str) -> None:
    await situate()
    elsewhere = f"/v1/cases/{key(ASKED)}/{path}/{key(MINE, kind, 0)}"
    assert (await call("moderator", "GET", elsewhere)).status_code == 404


@pytest.mark.parametrize(("path", "said", "kind"), [*PRIVATE, *SHARED])
async def test_r16_the_moderator_reads_and_never_speaks_for_a_party(situate: Situate, call: Call, path: str, said: Any, kind: str) -> None:
    await situate()
    answer = await call("moderator", "POST", path, said)
    assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")


@pytest.mark.parametrize(("path", "said", "kind"), [*PRIVATE, *SHARED])
async def test_s0_before_the_secrecy_statement_nothing_can_be_written(
    situate: Situate, call: Call, path: str, said: Any, kind: str
) -> None:
    await situate(uninformed=0)
    answer = await call("party", "POST", path, said)
    assert (answer.status_code, answer.json()["code"]) == (409, "secrecy-statement-not-accepted")
    assert [condition["code"] for condition in answer.json()["conditions"]] == ["secrecy-statement-accepted"]
    assert (await call("second_party", "POST", path, said)).status_code == 201


@pytest.mark.parametrize(("path", "said", "kind"), [*PRIVATE, *SHARED])
async def test_in_a_closed_case_nothing_more_can_be_written(situate: Situate, call: Call, path: str, said: Any, kind: str) -> None:
    await situate(CaseState.CLOSED)
    answer = await call("party", "POST", path, said)
    assert (answer.status_code, answer.json()["code"]) == (409, "case-not-running")


async def test_r16_there_is_no_place_for_a_verdict(situate: Situate, call: Call) -> None:
    await situate()
    for field in ("guilt", "blame", "credibility", "score"):
        for path, said in (("behaviour-experiences", TEXT), ("harms", HARM)):
            answer = await call("party", "POST", path, {**said, field: 5})
            assert (answer.status_code, answer.json()["errors"]) == (400, [{"pointer": f"/{field}", "code": "extra-forbidden"}])


async def test_unsafety_and_powerlessness_ask_for_a_safety_assessment(situate: Situate, call: Call) -> None:
    await situate()
    await call("second_party", "POST", "behaviour-experiences", {**TEXT, "experiences": []})
    told = await call("party", "POST", "behaviour-experiences", {**TEXT, "experiences": ["powerlessness"]})
    assert told.json()["experiences"] == ["powerlessness"]
    assert (await call("moderator", "GET", "readiness/conditions")).json()["assessmentPrompted"] == [FIRST]
    await call("moderator", "POST", f"parties/{FIRST}/safety-assessments", {"result": "safe"})
    assert (await call("moderator", "GET", "readiness/conditions")).json()["assessmentPrompted"] == []


# An experience of behaviour, shared.


async def tell(call: Call, who: str, author: str | None) -> str:
    """An experience that somebody told; its address."""
    said = {**TEXT, "behaviourKinds": ["speaking_ill"], "experiences": ["social_unsafety"], "authorPartyId": author}
    answer = await call(who, "POST", "behaviour-experiences", said)
    assert (answer.status_code, answer.json()["authorPartyId"]) == (201, author)
    return str(answer.headers["location"])


@pytest.mark.parametrize("author", [None, FIRST], ids=["nobody", "oneself"])
async def test_r16_an_experience_that_names_nobody_else_is_shared_at_once(situate: Situate, call: Call, author: str | None) -> None:
    await situate()
    place = await tell(call, "party", author)
    shared = await call("party", "POST", f"{place}/sharing")
    assert shared.status_code == 200
    assert shared.json()["sharedAt"] is not None
    found = (await items(call, "second_party", "shared-experiences"))[-1]
    expected = {"partyId": FIRST, "authorPartyId": author, "text": TEXT["text"], "behaviourKinds": ["speaking_ill"]}
    assert {name: found[name] for name in expected} == expected
    assert "experiences" not in found
    assert (await call("second_party", "GET", f"shared-experiences/{found['id']}")).json() == found
    again = await call("party", "POST", f"{place}/sharing")
    assert (again.status_code, again.json()["code"]) == (409, "shared-already")


async def test_r16_one_that_names_another_is_shared_only_when_they_agree(situate: Situate, call: Call) -> None:
    await situate()
    place = await tell(call, "party", SECOND)
    assert (await call("party", "POST", f"{place}/sharing")).status_code == 200
    assert [row["text"] for row in await items(call, "second_party", "shared-experiences")] == [
        word(MINE, "shared experience", 0), word(MINE, "shared experience", 1),
    ]  # fmt: skip
    put = (await items(call, "second_party", "attributions"))[-1]
    assert (put["toldByPartyId"], put["partyId"], put["text"], put["acceptedAt"]) == (FIRST, SECOND, TEXT["text"], None)
    agreed = await call("second_party", "POST", f"attributions/{put['id']}/acceptance")
    assert agreed.status_code == 201
    assert (agreed.json()["partyId"], agreed.json()["authorPartyId"]) == (FIRST, SECOND)
    for who in ("party", "second_party", "moderator"):
        assert (await call(who, "GET", agreed.headers["location"])).json() == agreed.json()
    again = await call("second_party", "POST", f"attributions/{put['id']}/acceptance")
    assert (again.status_code, again.json()["code"]) == (409, "accepted-already")


async def test_r16_s10_who_told_it_never_sees_whether_the_other_looked_or_answered(situate: Situate, call: Call) -> None:
    await situate()
    place = await tell(call, "party", SECOND)
    alone = await tell(call, "party", None)
    named, unnamed = await call("party", "POST", f"{place}/sharing"), await call("party", "POST", f"{alone}/sharing")
    assert named.status_code == unnamed.status_code
    assert named.headers.keys() == unnamed.headers.keys()
    assert named.json().keys() == unnamed.json().keys()
    views = [place, "behaviour-experiences", "attributions", "statements"]
    before = [whole(await call("party", "GET", view)) for view in views]
    put = (await items(call, "second_party", "attributions"))[-1]
    await call("second_party", "GET", f"attributions/{put['id']}")
    assert [whole(await call("party", "GET", view)) for view in views] == before
    await call("second_party", "POST", f"attributions/{put['id']}/acceptance")
    assert [whole(await call("party", "GET", view)) for view in views] == before
    assert (await items(call, "party", "shared-experiences"))[-1]["authorPartyId"] == SECOND


async def test_r16_an_attribution_is_seen_by_the_one_whom_it_names_and_the_moderator_alone(situate: Situate, call: Call) -> None:
    await situate()
    place = await tell(call, "party", SECOND)
    await call("party", "POST", f"{place}/sharing")
    put = f"attributions/{(await items(call, 'second_party', 'attributions'))[-1]['id']}"
    assert (await call("moderator", "GET", put)).status_code == 200
    missing, nowhere = (
        await call("party", "GET", f"attributions/{uuid4()}"),
        await call("party", "POST", f"attributions/{uuid4()}/acceptance"),
    )
    assert missing.status_code == nowhere.status_code == 404
    assert whole(await call("party", "GET", put)) == whole(missing)
    assert whole(await call("party", "POST", f"{put}/acceptance")) == whole(nowhere)
    assert (await call("moderator", "POST", f"{put}/acceptance")).status_code == 403
    for who in OUTSIDE:
        assert (await call(who, "GET", put)).status_code == (await call(who, "GET", "attributions")).status_code == 404
        assert (await call(who, "POST", f"{put}/acceptance")).status_code == 404


async def test_s0_an_attribution_waits_until_the_one_whom_it_names_has_come_in(situate: Situate, call: Call) -> None:
    await situate(uninformed=1)
    put = f"attributions/{key(MINE, 'attribution', 1)}"
    assert await items(call, "second_party", "attributions") == []
    assert (await call("second_party", "GET", put)).status_code == 404
    assert (await call("second_party", "POST", f"{put}/acceptance")).status_code == 404
    for path in ("shared-experiences", "harms", "needs", "ideas"):
        assert await items(call, "second_party", path) == []


async def test_r16_only_someone_of_this_case_can_be_named_and_nothing_tells_who_exists_elsewhere(situate: Situate, call: Call) -> None:
    await situate()
    answers = [
        whole(await call("party", "POST", "behaviour-experiences", {**TEXT, "authorPartyId": str(author)}))
        for author in (uuid4(), key(OTHER, "party", 0), key(FOREIGN, "party", 0), key(MINE, "private harm", 1), key(MINE))
    ]
    assert answers == [answers[0]] * 5
    refused = await call("party", "POST", "behaviour-experiences", {**TEXT, "authorPartyId": str(key(OTHER, "party", 0))})
    assert (refused.status_code, refused.json()["errors"]) == (400, [{"pointer": "/authorPartyId", "code": "not-a-party"}])
    assert len(await items(call, "party", "behaviour-experiences")) == 1


# Harms and needs, shared by the one whose they are.


@pytest.mark.parametrize(
    ("path", "shared", "said", "kind"), [("private-harms", "harms", HARM, "harm"), ("private-needs", "needs", TEXT, "need")]
)
async def test_r12_what_was_told_in_private_is_shared_once_and_nothing_is_lost(
    situate: Situate, call: Call, path: str, shared: str, said: Any, kind: str
) -> None:
    await situate()
    private = await call("party", "POST", path, said)
    place = private.headers["location"]
    one = await call("party", "POST", f"{place}/sharing")
    assert (one.status_code, one.json()["partyId"], one.json()["text"]) == (201, FIRST, said["text"])
    assert one.headers["location"] == f"{CASE}/{shared}/{one.json()['id']}"
    assert (await call("second_party", "GET", one.headers["location"])).json() == one.json()
    kept = (await call("party", "GET", place)).json()
    assert kept == {**private.json(), "sharedAsId": one.json()["id"]}
    again = await call("party", "POST", f"{place}/sharing")
    assert (again.status_code, again.json()["code"]) == (409, "shared-already")
    assert [row["text"] for row in await items(call, "second_party", shared)] == [word(MINE, kind, 0), word(MINE, kind, 1), said["text"]]
    assert (await call("second_party", "GET", place)).status_code == 404


@pytest.mark.parametrize("path", ["private-harms", "private-needs", "behaviour-experiences"])
async def test_r16_nobody_else_shares_what_a_party_told(situate: Situate, call: Call, path: str) -> None:
    await situate()
    kind = {"private-harms": "private harm", "private-needs": "private need", "behaviour-experiences": "experience"}[path]
    place = f"{path}/{key(MINE, kind, 0)}/sharing"
    assert (await call("moderator", "POST", place)).status_code == 403
    missing = await call("second_party", "POST", f"{path}/{uuid4()}/sharing")
    assert whole(await call("second_party", "POST", place)) == whole(missing)
    assert missing.status_code == 404


async def test_s1_no_deed_reaches_a_record_through_another_cases_address(situate: Situate, call: Call) -> None:
    await situate()
    deeds = [
        (f"private-harms/{key(MINE, 'private harm', 0)}/sharing", None),
        (f"private-needs/{key(MINE, 'private need', 0)}/sharing", None),
        (f"behaviour-experiences/{key(MINE, 'experience', 0)}/sharing", None),
        (f"attributions/{key(MINE, 'attribution', 0)}/acceptance", None),
        (f"harms/{key(MINE, 'harm', 0)}/marks", {"mark": "repaired"}),
    ]
    for case in (key(OTHER), uuid4()):
        for path, said in deeds:
            assert (await call("party", "POST", f"/v1/cases/{case}/{path}", said)).status_code == 404, path
    assert (await call("party", "GET", f"harms/{key(MINE, 'harm', 0)}")).json()["state"] == "open"


async def test_r8_of_many_who_share_one_harm_at_the_same_time_one_does(situate: Situate, call: Call) -> None:
    await situate()
    place = f"private-harms/{key(MINE, 'private harm', 0)}/sharing"
    answers = await asyncio.gather(*(call("party", "POST", place) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert len(await items(call, "party", "harms")) == 3


async def test_r15_the_person_harmed_and_nobody_else_says_where_it_stands(situate: Situate, call: Call) -> None:
    await situate()
    harm = (await call("party", "POST", "harms", HARM)).json()
    assert (harm["state"], harm["discussed"], harm["kinds"]) == ("open", False, ["emotional", "material"])
    place = f"harms/{harm['id']}/marks"
    for mark in ("acknowledged", "repaired", "left_open", "nothing_more_needed", "acknowledged"):
        answer = await call("party", "POST", place, {"mark": mark})
        assert (answer.status_code, answer.json()["state"]) == (200, mark)
    same = await call("party", "POST", place, {"mark": "acknowledged"})
    assert (same.status_code, same.json()["code"]) == (409, "wrong-harm-state")
    for who in ("second_party", "moderator"):
        assert (await call(who, "POST", place, {"mark": "repaired"})).status_code == 403
    for who in OUTSIDE:
        assert (await call(who, "POST", place, {"mark": "repaired"})).status_code == 404
    assert (await call("second_party", "GET", f"harms/{harm['id']}")).json()["state"] == "acknowledged"
    wrong = await call("party", "POST", place, {"mark": "open"})
    assert (wrong.status_code, wrong.json()["errors"]) == (400, [{"pointer": "/mark", "code": "enum"}])


async def test_in_a_closed_case_nothing_is_shared_marked_or_accepted(situate: Situate, call: Call) -> None:
    await situate(CaseState.CLOSED)
    deeds = [
        (f"private-harms/{key(MINE, 'private harm', 0)}/sharing", None),
        (f"private-needs/{key(MINE, 'private need', 0)}/sharing", None),
        (f"behaviour-experiences/{key(MINE, 'experience', 0)}/sharing", None),
        (f"attributions/{key(MINE, 'attribution', 0)}/acceptance", None),
        (f"harms/{key(MINE, 'harm', 0)}/marks", {"mark": "repaired"}),
    ]
    for path, said in deeds:
        answer = await call("party", "POST", path, said)
        assert (answer.status_code, answer.json()["code"]) == (409, "case-not-running"), path
    assert len(await items(call, "second_party", "harms")) == 2
