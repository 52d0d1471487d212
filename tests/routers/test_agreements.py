"""Agreements over HTTP: after harm was talked about, by everyone, on the identical text, imposed by nobody (R12, R13, S10)."""

import json
from hashlib import sha256
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from app.domain.cases import CaseState
from app.domain.mandates import Involvement
from tests.behind import statements
from tests.routers.agreeing import ANN, BEN, CEM, OUTSIDERS, PARTIES, TOMORROW, Table, problem, table


@pytest.fixture
async def here(app: FastAPI, client: httpx.AsyncClient) -> Table:
    """Everyone has talked."""
    return await table(app, client)


async def test_R13_any_party_proposes_and_everyone_reads_the_same(here: Table) -> None:
    proposed = await here.propose(CEM, here.promise(), here.promise(ANN, BEN, dueOn=None, reviewOn=TOMORROW.isoformat()))
    assert (proposed["version"], proposed["state"], proposed["proposedByPartyId"]) == (1, "proposed", here.party[CEM])
    assert [(one["state"], one["overdue"], one["replacesId"]) for one in proposed["commitments"]] == [("proposed", False, None)] * 2
    for name in (*PARTIES, "moderator"):
        found = await here.get(name, "/agreements/1")
        assert found.json() == proposed
    assert [one["version"] for one in await here.items(ANN, "/agreements")] == [1]


async def test_a_new_agreement_stands_where_its_location_says(here: Table) -> None:
    answer = await here.post(ANN, "/agreements", {"commitments": [here.promise()]})
    assert answer.headers["Location"] == f"/v1/cases/{here.case_id}/agreements/1"
    found = await here.get(ANN, "/agreements/1")
    assert found.headers["ETag"] == answer.headers["ETag"]
    assert answer.json()["text"] is None


async def test_R13_the_hash_covers_the_text_and_every_commitment_in_any_order(here: Table) -> None:
    promises = [here.promise(), here.promise(ANN, CEM, what="Ann belt Cem.", kind="other")]
    first = await here.propose(ANN, *promises)
    assert (await here.propose(BEN, *reversed(promises)))["textHash"] == first["textHash"]
    assert (await here.propose(BEN, *promises, text="Anders."))["textHash"] != first["textHash"]
    changed: list[dict[str, Any]] = [
        {"what": "Iets anders."},
        {"howWeKnow": "Cem was erbij."},
        {"kind": "reconciliation"},
        {"ownerPartyId": here.party[CEM]},
        {"beneficiaryPartyId": here.party[CEM]},
        {"dueOn": "2031-01-01"},
        {"dueOn": None, "reviewOn": TOMORROW.isoformat()},
    ]
    hashes = {(await here.propose(ANN, promises[0] | change, promises[1]))["textHash"] for change in changed}
    assert len(hashes | {first["textHash"]}) == 8


async def test_R13_a_reader_can_work_the_hash_out_from_what_they_read(here: Table) -> None:
    found = await here.propose(ANN, here.promise(), here.promise(ANN, CEM, what="Ann belt «Cem»."))
    names = ("what", "howWeKnow", "kind", "ownerPartyId", "beneficiaryPartyId", "dueOn", "reviewOn", "replacesId")
    terms = [{name: one[name] for name in names} for one in found["commitments"]]

    def canonical(value: object) -> str:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    whole = canonical({"text": found["text"], "commitments": sorted(terms, key=canonical)})
    assert found["textHash"] == sha256(whole.encode()).hexdigest()


async def test_R13_the_last_answer_makes_it_agreed_and_every_commitment_with_it(here: Table) -> None:
    proposed = await here.propose(ANN, here.promise(), here.promise(ANN, CEM))
    by_ben, by_ann = (one["id"] for one in proposed["commitments"])
    assert (await here.confirm(ANN, proposed)).status_code == 201
    assert (await here.accept(BEN, by_ben)).status_code == 201
    assert (await here.confirm(CEM, proposed)).status_code == 201
    assert (await here.accept(ANN, by_ann)).status_code == 201
    assert (await here.get(ANN, "/agreements/1")).json()["state"] == "proposed"
    assert (await here.confirm(BEN, proposed)).status_code == 201
    found = (await here.get(ANN, "/agreements/1")).json()
    assert (found["state"], found["agreedAt"] is not None) == ("agreed", True)
    assert [one["state"] for one in found["commitments"]] == ["agreed", "agreed"]


async def test_R13_an_owner_s_acceptance_can_be_the_last_answer(here: Table) -> None:
    proposed = await here.propose()
    for name in PARTIES:
        await here.confirm(name, proposed)
    assert (await here.get(CEM, "/agreements/1")).json()["state"] == "proposed"
    assert (await here.accept(BEN, proposed["commitments"][0]["id"])).status_code == 201
    assert (await here.get(CEM, "/agreements/1")).json()["state"] == "agreed"


async def test_R13_another_text_cannot_be_confirmed(here: Table) -> None:
    proposed = await here.propose()
    other = await here.post(ANN, "/agreements/1/confirmations", {"hash": "0" * 64})
    assert problem(other) == (409, "other-text", [])
    assert (await here.confirm(ANN, proposed)).status_code == 201
    assert problem(await here.confirm(ANN, proposed)) == (409, "confirmed-already", [])


async def test_R13_a_new_proposal_supersedes_the_one_before_with_every_answer_to_it(here: Table) -> None:
    first = await here.propose()
    await here.confirm(BEN, first)
    await here.confirm(CEM, first)
    await here.accept(BEN, first["commitments"][0]["id"])
    second = await here.propose(BEN, text="Toch anders.")
    assert second["version"] == 2
    assert [one["state"] for one in await here.items(ANN, "/agreements")] == ["superseded", "proposed"]
    assert problem(await here.confirm(ANN, first)) == (409, "wrong-agreement-state", [])
    assert problem(await here.accept(BEN, first["commitments"][0]["id"])) == (409, "wrong-commitment-state", [])
    assert (await here.confirm(ANN, second)).status_code == 201
    assert (await here.get(ANN, "/agreements/2")).json()["state"] == "proposed"
    assert [one["id"] for one in await here.items(ANN, "/commitments")] == [second["commitments"][0]["id"]]


async def test_R13_with_the_identical_text_proposed_again_everyone_answers_again(here: Table) -> None:
    first = await here.propose()
    await here.confirm(BEN, first)
    second = await here.propose()
    assert second["textHash"] == first["textHash"]
    assert await here.items("moderator", "/agreements/2/confirmations") == []


async def test_R13_once_agreed_nothing_is_proposed_beside_it(here: Table) -> None:
    await here.agree(await here.propose())
    again = await here.post(ANN, "/agreements", {"commitments": [here.promise()]})
    assert problem(again) == (409, "agreement-stands", [])
    assert problem(await here.confirm(ANN, (await here.get(ANN, "/agreements/1")).json())) == (409, "no-agreement-proposed", [])


@pytest.mark.parametrize(
    ("otherwise", "unmet"),
    [
        ({"talked": False}, ["joint-conversation-held"]),
        ({"discussed": False}, ["shared-harm-discussed"]),
        ({"talked": False, "discussed": False}, ["joint-conversation-held", "shared-harm-discussed"]),
        ({"state": CaseState.MANDATE}, ["in-process"]),
        ({"state": CaseState.AGREEMENT}, ["in-process"]),
        ({"state": CaseState.CLOSED}, ["in-process"]),
    ],
)
async def test_R12_nothing_is_proposed_before_harm_was_talked_about_together(
    app: FastAPI, client: httpx.AsyncClient, otherwise: dict[str, Any], unmet: list[str]
) -> None:
    here = await table(app, client, **otherwise)
    answer = await here.post(ANN, "/agreements", {"commitments": [here.promise()]})
    assert problem(answer) == (409, "guard-unmet", unmet)


@pytest.mark.parametrize("involvement", [Involvement.NONE, Involvement.ON_REQUEST])
async def test_R10_the_moderator_does_not_propose_where_the_mandate_is_silent(
    app: FastAPI, client: httpx.AsyncClient, involvement: Involvement
) -> None:
    here = await table(app, client, involvement=involvement)
    answer = await here.post("moderator", "/agreements", {"commitments": [here.promise()]})
    assert problem(answer) == (409, "guard-unmet", ["mandate-lets-moderator-propose"])


async def test_R10_the_moderator_proposes_where_the_mandate_says_so_and_confirms_nothing(app: FastAPI, client: httpx.AsyncClient) -> None:
    here = await table(app, client, involvement=Involvement.PROPOSALS)
    proposed = await here.propose("moderator")
    assert proposed["proposedByPartyId"] is None
    assert problem(await here.confirm("moderator", proposed)) == (403, "not-allowed", [])
    assert problem(await here.accept("moderator", proposed["commitments"][0]["id"])) == (403, "not-allowed", [])
    await here.agree(proposed)
    assert (await here.get(ANN, "/agreements/1")).json()["state"] == "agreed"


async def test_S0_who_has_not_accepted_the_secrecy_statement_neither_proposes_nor_reads(app: FastAPI, client: httpx.AsyncClient) -> None:
    here = await table(app, client, uninformed=(CEM,))
    proposed = await here.propose()
    commitment = proposed["commitments"][0]["id"]
    answer = await here.post(CEM, "/agreements", {"commitments": [here.promise()]})
    assert problem(answer) == (409, "secrecy-statement-not-accepted", ["secrecy-statement-accepted"])
    for path in ("/agreements/1", "/agreements/1/confirmations", f"/commitments/{commitment}", f"/commitments/{commitment}/acceptance"):
        assert (await here.get(CEM, path)).status_code == 404
    assert await here.items(CEM, "/agreements") == []
    assert await here.items(CEM, "/commitments") == []
    assert (await here.confirm(CEM, proposed)).status_code == 404


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"ownerPartyId": str(uuid4())}, "/commitments/1/ownerPartyId", "not-a-party"),
        ({"beneficiaryPartyId": str(uuid4())}, "/commitments/1/beneficiaryPartyId", "not-a-party"),
        ({"dueOn": None}, "/commitments/1", "due-or-review"),
        ({"reviewOn": "2031-01-01"}, "/commitments/1", "due-or-review"),
        ({"what": "  "}, "/commitments/1/what", "string-too-short"),
        ({"howWeKnow": ""}, "/commitments/1/howWeKnow", "string-too-short"),
        ({"kind": "revenge"}, "/commitments/1/kind", "enum"),
        ({"dueOn": "soon"}, "/commitments/1/dueOn", "date"),
        ({"state": "agreed"}, "/commitments/1/state", "extra-forbidden"),
        ({"replacesId": str(uuid4())}, "/commitments/1/replacesId", "extra-forbidden"),
    ],
)
async def test_R13_a_commitment_is_complete_or_it_is_not_proposed(here: Table, change: dict[str, Any], pointer: str, code: str) -> None:
    answer = await here.post(ANN, "/agreements", {"commitments": [here.promise(), here.promise() | change]})
    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"pointer": pointer, "code": code}]
    assert await here.items(ANN, "/agreements") == []


async def test_R14_nobody_promises_themselves_anything(here: Table) -> None:
    answer = await here.post(ANN, "/agreements", {"commitments": [here.promise(ANN, ANN)]})
    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"pointer": "/commitments/0/beneficiaryPartyId", "code": "owner-is-beneficiary"}]


async def test_R13_an_agreement_without_commitments_is_none(here: Table) -> None:
    answer = await here.post(ANN, "/agreements", {"text": "We zijn het eens.", "commitments": []})
    assert (answer.status_code, answer.json()["errors"]) == (400, [{"pointer": "/commitments", "code": "too-short"}])


async def test_S10_before_everyone_has_answered_nothing_but_one_s_own_answer_shows_of_any(here: Table) -> None:
    proposed = await here.propose(ANN, here.promise(), here.promise(ANN, CEM))
    by_ben, by_ann = (one["id"] for one in proposed["commitments"])
    paths = ("", "/process", "/agreements", "/agreements/1", "/commitments", f"/commitments/{by_ben}", f"/commitments/{by_ann}")

    async def seen() -> list[tuple[bytes, str | None]]:
        answers = [await here.get(CEM, path) for path in (*paths, "/agreements/1/confirmations")]
        assert [answer.status_code for answer in answers] == [200] * 8
        return [(answer.content, answer.headers.get("ETag")) for answer in answers]

    before = await seen()
    assert (await here.confirm(BEN, proposed)).status_code == 201
    assert await seen() == before
    assert (await here.accept(BEN, by_ben)).status_code == 201
    assert await seen() == before
    assert (await here.get(CEM, f"/commitments/{by_ben}/acceptance")).status_code == 404
    assert (await here.confirm(ANN, proposed)).status_code == 201
    assert (await here.accept(ANN, by_ann)).status_code == 201
    assert await seen() == before
    # Their own answer shows to themselves, and completes all of it.
    assert (await here.confirm(CEM, proposed)).status_code == 201
    assert [one["partyId"] for one in await here.items(CEM, "/agreements/1/confirmations")] == [here.party[CEM]]
    assert [one["state"] for one in await here.items(CEM, "/commitments")] == ["agreed", "agreed"]


async def test_S10_each_party_reads_their_own_answers_and_the_moderator_reads_who_is_outstanding(here: Table) -> None:
    proposed = await here.propose()
    commitment = proposed["commitments"][0]["id"]
    await here.confirm(ANN, proposed)
    await here.accept(BEN, commitment)
    path = "/agreements/1/confirmations"
    assert [one["partyId"] for one in await here.items("moderator", path)] == [here.party[ANN]]
    assert [one["partyId"] for one in await here.items(ANN, path)] == [here.party[ANN]]
    assert await here.items(BEN, path) == []
    acceptance = f"/commitments/{commitment}/acceptance"
    assert [(await here.get(name, acceptance)).status_code for name in ("moderator", BEN, ANN, CEM)] == [200, 200, 404, 404]


async def test_S10_a_refusal_does_not_say_whose_answer_is_missing(here: Table) -> None:
    proposed = await here.propose()
    await here.confirm(ANN, proposed)
    answer = await here.post("moderator", "/transitions", {"to": "agreement"})
    assert answer.json()["conditions"] == [
        {"code": "agreement-confirmed-by-all", "rule": "R13", "detail": answer.json()["conditions"][0]["detail"]}
    ]


@pytest.mark.parametrize("who", OUTSIDERS)
async def test_S1_whoever_is_outside_finds_nothing_of_an_agreement(here: Table, who: str) -> None:
    proposed = await here.propose()
    body = {"commitments": [here.promise()]}
    answers = [
        await here.get(who, "/agreements"),
        await here.get(who, "/agreements/1"),
        await here.get(who, "/agreements/1/confirmations"),
        await here.post(who, "/agreements", body),
        await here.confirm(who, proposed),
    ]
    assert [problem(answer) for answer in answers] == [(404, "not-found", [])] * 5


async def test_S1_a_version_that_does_not_exist_answers_like_one_that_is_hidden(here: Table) -> None:
    await here.propose()
    missing = await here.get(ANN, "/agreements/2")
    hidden = await here.get("coordinator", "/agreements/1")
    plain = [{key: value for key, value in answer.json().items() if key != "traceId"} for answer in (missing, hidden)]
    assert plain[0] == plain[1]
    for version in ("0", "-1", "x", "99999999999"):
        assert (await here.get(ANN, f"/agreements/{version}")).status_code == 400


@pytest.mark.parametrize("count", [1, 50])
async def test_an_agreement_is_read_with_all_its_commitments_in_five_statements(here: Table, count: int) -> None:
    await here.propose(ANN, *[here.promise(what=f"Belofte {number}") for number in range(count)])
    with statements(here.app) as sent:
        found = await here.get(CEM, "/agreements/1")
    assert [one["what"] for one in found.json()["commitments"]] == [f"Belofte {number}" for number in range(count)]
    assert len(sent) == 5


async def test_an_etag_is_of_everything_that_is_shown(here: Table) -> None:
    [commitment] = await here.agree(await here.propose())
    before = await here.get(ANN, "/agreements/1")
    assert (await here.post(BEN, f"/commitments/{commitment}/reports")).status_code == 200
    after = await here.get(ANN, "/agreements/1")
    assert after.json()["commitments"][0]["state"] == "reported"
    assert after.headers["ETag"] != before.headers["ETag"]
