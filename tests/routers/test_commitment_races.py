"""Deeds upon one commitment or agreement at once: what comes out is what the table allows, whoever is first (R8, R13, R14, K4)."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import httpx
from fastapi import FastAPI

from app.domain.cases import CaseState
from app.domain.commitments import CommitmentState
from tests.routers.agreeing import ANN, BEN, CEM, PARTIES, Table, problem, table
from tests.routers.test_races import RACES

TERMS: Final = {"what": "Ben schrijft een brief.", "howWeKnow": "Ann heeft hem.", "kind": "satisfaction", "dueOn": "2031-01-01"}


async def promised(app: FastAPI, client: httpx.AsyncClient, state: CommitmentState, times: int) -> AsyncIterator[tuple[Table, str]]:
    """So many promises in this state, ten to a case: the more a case holds, the more every deed in it looks at."""
    for _ in range(times // 10):
        here = await table(app, client, state=CaseState.AGREEMENT)
        for key in await here.put_in(*[state] * 10):
            yield here, key


async def race(here: Table, key: str, *deeds: tuple[str, str]) -> tuple[int, ...]:
    """Deeds upon one commitment by several at once: their statuses, in the order of the deeds."""
    answers = await asyncio.gather(*(here.post(who, f"/commitments/{key}/{deed}") for who, deed in deeds))
    return tuple(answer.status_code for answer in answers)


async def test_R14_a_report_against_a_dispute_ends_where_one_of_both_orders_leads(app: FastAPI, client: httpx.AsyncClient) -> None:
    possible = {
        "agreed": {((200, 200), "disputed"), ((200, 409), "reported")},
        "reported": {((200, 200), "reported"), ((409, 200), "disputed")},
    }
    for start, allowed in possible.items():
        async for here, key in promised(app, client, CommitmentState(start), RACES // 2):
            statuses = await race(here, key, (BEN, "reports"), (ANN, "disputes"))
            assert (statuses, await here.state_of(key)) in allowed


async def test_R14_a_confirmation_against_a_dispute_has_one_winner(app: FastAPI, client: httpx.AsyncClient) -> None:
    async for here, key in promised(app, client, CommitmentState.REPORTED, RACES):
        statuses = await race(here, key, (ANN, "confirmation"), (ANN, "disputes"))
        assert (statuses, await here.state_of(key)) in {((200, 409), "confirmed"), ((409, 200), "disputed")}


async def test_K4_no_owner_confirms_their_own_commitment_by_race(app: FastAPI, client: httpx.AsyncClient) -> None:
    async for here, key in promised(app, client, CommitmentState.AGREED, 30):
        reported, own, third, disputed = await race(
            here, key, (BEN, "reports"), (BEN, "confirmation"), (CEM, "confirmation"), (ANN, "disputes")
        )
        assert (reported, own, third) == (200, 403, 403)
        assert await here.state_of(key) == {200: "disputed", 409: "reported"}[disputed]


async def test_R14_a_report_twice_at_once_is_one_report(app: FastAPI, client: httpx.AsyncClient) -> None:
    async for here, key in promised(app, client, CommitmentState.AGREED, 30):
        assert sorted(await race(here, key, (BEN, "reports"), (BEN, "reports"))) == [200, 409]


async def test_R13_answers_given_at_once_all_count_and_the_last_makes_it_agreed(app: FastAPI, client: httpx.AsyncClient) -> None:
    here = await table(app, client, state=CaseState.AGREEMENT)
    [old] = await here.put_in(CommitmentState.AGREED)
    for _ in range(20):
        proposed = (await here.post(BEN, f"/commitments/{old}/renegotiations", TERMS)).json()
        [new] = [commitment["id"] for commitment in proposed["commitments"]]
        answers = await asyncio.gather(here.accept(BEN, new), *(here.confirm(name, proposed) for name in PARTIES))
        assert [answer.status_code for answer in answers] == [201] * 4
        assert (await here.state_of(old), await here.state_of(new)) == ("replaced", "agreed")
        old = new


async def test_R13_one_answer_given_twice_at_once_counts_once(app: FastAPI, client: httpx.AsyncClient) -> None:
    for _ in range(10):
        here = await table(app, client)
        proposed = await here.propose()
        [key] = [commitment["id"] for commitment in proposed["commitments"]]
        answers = await asyncio.gather(*(here.confirm(ANN, proposed) for _ in range(3)), *(here.accept(BEN, key) for _ in range(3)))
        assert sorted(answer.status_code for answer in answers) == [201, 201, 409, 409, 409, 409]
        assert len(await here.items("moderator", "/agreements/1/confirmations")) == 1


async def test_R13_the_last_answer_against_a_new_proposal_has_one_winner(app: FastAPI, client: httpx.AsyncClient) -> None:
    for _ in range(20):
        here = await table(app, client)
        first = await here.propose()
        await here.accept(BEN, first["commitments"][0]["id"])
        await here.confirm(BEN, first)
        await here.confirm(CEM, first)
        last, other = await asyncio.gather(
            here.confirm(ANN, first), here.post(CEM, "/agreements", {"text": "Anders.", "commitments": [here.promise()]})
        )
        states = [one["state"] for one in await here.items(ANN, "/agreements")]
        if last.status_code == 201:
            assert (problem(other), states) == ((409, "agreement-stands", []), ["agreed"])
        else:
            assert (problem(last), other.status_code) == ((409, "wrong-agreement-state", []), 201)
            assert states == ["superseded", "proposed"]


async def test_R14_a_confirmation_against_the_answer_that_replaces_it_has_one_winner(app: FastAPI, client: httpx.AsyncClient) -> None:
    for _ in range(20):
        here = await table(app, client, state=CaseState.AGREEMENT)
        [old] = await here.put_in(CommitmentState.REPORTED)
        proposed = (await here.post(BEN, f"/commitments/{old}/renegotiations", TERMS)).json()
        [new] = [commitment["id"] for commitment in proposed["commitments"]]
        await here.accept(BEN, new)
        await here.confirm(BEN, proposed)
        await here.confirm(ANN, proposed)
        done, last = await asyncio.gather(here.post(ANN, f"/commitments/{old}/confirmation"), here.confirm(CEM, proposed))
        both = (done.status_code, last.status_code, await here.state_of(old), await here.state_of(new))
        assert both in {(200, 409, "confirmed", "proposed"), (409, 201, "replaced", "agreed")}
