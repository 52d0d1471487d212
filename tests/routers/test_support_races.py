"""Releases at once, and against a changed letter: what leaves is what everyone released, whoever comes first (R8, scenario B.6)."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, date, datetime
from random import Random
from typing import Any, Final
from uuid import UUID

import httpx
from fastapi import FastAPI

from app.domain.cases import CaseState
from app.domain.supports import Addressee, SupportState, support_hash
from app.embedded import EmbeddedPostgres
from app.store.models import Row
from app.store.models.supports import OrganisationalSupport, Release, ReleasedItem
from tests.behind import put_in
from tests.conftest import DATABASE
from tests.routers.agreeing import ANN, BEN, CEM, NOW, TODAY, Table, problem, table
from tests.routers.test_races import FEWER

DUE: Final = date(2031, 3, 1)
TEXT, OTHER = "De briefing begint om kwart voor acht.", "De briefing begint om kwart voor acht!"
ETAG: Final = "0123456789abcdef"


def sentence(here: Table, *released: str, left: bool = False) -> tuple[UUID, list[Row]]:
    """A sentence that these have released: its id, and its rows."""
    hash = support_hash(TEXT, DUE)
    facts: dict[str, Any] = {"text_hash": hash, "addressee": Addressee.REFERRER, "worded_at": NOW, "released_at": NOW if left else None}
    support = OrganisationalSupport(etag=ETAG, case_id=here.case_id, text=TEXT, due_on=DUE, **facts)
    given = [Release(case_id=here.case_id, support_id=support.id, party_id=UUID(here.party[name]), text_hash=hash) for name in released]
    return support.id, [support, *given]


async def stand(here: Table, sentences: Iterable[tuple[UUID, list[Row]]]) -> list[str]:
    """Puts them in: their addresses."""
    found = list(sentences)
    await put_in(here.app, *(row for _, rows in found for row in rows))
    return [f"/organisational-supports/{id}" for id, _ in found]


async def test_b6_a_changed_letter_against_the_last_release_lets_nothing_leave_that_not_all_released(
    app: FastAPI, client: httpx.AsyncClient, server: EmbeddedPostgres
) -> None:
    here = await table(app, client, state=CaseState.AGREEMENT)
    chance = Random(1871)

    async def rewrite(path: str) -> httpx.Response:
        await asyncio.sleep(chance.random() / 200)
        headers = {**here.token(ANN), "If-Match": f'"{ETAG}"'}
        return await client.patch(f"/cases/{here.case_id}{path}", json={"text": OTHER}, headers=headers)

    async def release(path: str) -> httpx.Response:
        await asyncio.sleep(chance.random() / 200)
        return await here.post(CEM, f"{path}/releases", {"hash": support_hash(TEXT, DUE)})

    outcomes = set()
    for number, path in enumerate(await stand(here, [sentence(here, ANN, BEN) for _ in range(FEWER)])):
        both = [rewrite(path), release(path)]
        answers = await asyncio.gather(*(both if number % 2 else reversed(both)))
        changed, released = answers if number % 2 else reversed(answers)
        assert (changed.status_code, released.status_code) in {(200, 409), (409, 201)}
        outcomes.add(released.status_code)
        refusal = changed if released.status_code == 201 else released
        assert problem(refusal)[1] == ("wrong-support-state" if refusal is changed else "other-text")
        item = await here.get(ANN, f"{path}/item")
        assert (item.status_code, item.json().get("text")) == ((200, TEXT) if released.status_code == 201 else (404, None))
    assert outcomes == {201, 409}
    left = "select count(*) = 3 * count(distinct i.support_id) and bool_and(r.created_at >= s.worded_at)"
    of = "from released_item i join organisational_support s on s.id = i.support_id join release r on r.support_id = s.id"
    assert server.execute(f"{left} {of} where s.case_id = '{here.case_id}'", DATABASE) == [(True,)]


async def test_b6_two_last_releases_at_once_let_it_leave_once(app: FastAPI, client: httpx.AsyncClient) -> None:
    here = await table(app, client, state=CaseState.AGREEMENT)
    yes = {"hash": support_hash(TEXT, DUE)}
    for path in await stand(here, [sentence(here, ANN) for _ in range(50)]):
        answers = await asyncio.gather(*(here.post(who, f"{path}/releases", yes) for who in (BEN, CEM)))
        assert [answer.status_code for answer in answers] == [201, 201]
        assert (await here.get(ANN, f"{path}/item")).json()["state"] == "released"


async def test_b6_the_same_release_twice_at_once_is_one_release(app: FastAPI, client: httpx.AsyncClient) -> None:
    here = await table(app, client, state=CaseState.AGREEMENT)
    yes = {"hash": support_hash(TEXT, DUE)}
    for path in await stand(here, [sentence(here) for _ in range(25)]):
        answers = await asyncio.gather(*(here.post(BEN, f"{path}/releases", yes) for _ in range(2)))
        assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_b6_two_last_confirmations_and_two_answers_at_once(app: FastAPI, client: httpx.AsyncClient) -> None:
    here = await table(app, client, state=CaseState.AGREEMENT)
    coordinator = here.token("coordinator")
    for _ in range(25):
        id, rows = sentence(here, ANN, BEN, CEM, left=True)
        item = ReleasedItem(
            case_id=here.case_id,
            support_id=id,
            organisation_id=here.organisation,
            addressed_to_id=None,
            text=TEXT,
            due_on=DUE,
            released_on=datetime.now(UTC).date(),
            state=SupportState.RELEASED,
        )
        await put_in(app, *rows, item)
        told = f"/released-items/{item.id}/answers"
        said = await asyncio.gather(*(client.post(told, json={"answer": one}, headers=coordinator) for one in ("done", "done")))
        assert sorted(answer.status_code for answer in said) == [200, 409]
        path = f"/organisational-supports/{id}"
        assert (await here.post(ANN, f"{path}/confirmations")).status_code == 201
        answers = await asyncio.gather(*(here.post(who, f"{path}/confirmations") for who in (BEN, CEM)))
        assert [answer.status_code for answer in answers] == [201, 201]
        found = (await here.get(ANN, f"{path}/item")).json()
        assert (found["state"], found["answeredOn"]) == ("confirmed", TODAY.isoformat())
