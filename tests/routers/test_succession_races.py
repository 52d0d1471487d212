"""An objection beside an acceptance, and two moderators who declare at the same moment: no order breaks R3, R8 or S3."""

from collections.abc import Coroutine
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from app.domain.cases import CaseState
from app.domain.offers import OfferState
from app.domain.vocabulary import Setting
from app.embedded import EmbeddedPostgres
from app.store.models import Row
from app.store.models.cases import Appointment, Seat
from app.store.models.intake import Offer
from app.store.models.registry import Moderator
from tests.conftest import DATABASE
from tests.http import as_
from tests.people import HOME, PEOPLE, REGISTRY, THEN, key
from tests.routers.test_races import FIRST, case_of_two, in_turn, race, stand

pytestmark = pytest.mark.usefixtures("the_world")

RACES = 40
SUCCESSORS = ("moderator", "other_moderator")


@pytest.fixture
def headers(app: FastAPI) -> dict[str, dict[str, str]]:
    """Who calls."""
    return {name: dict(as_(name).token(app)) for name in (FIRST, *SUCCESSORS)}


def _post(client: httpx.AsyncClient, headers: dict[str, str], path: str, json: Any = None) -> Coroutine[Any, Any, httpx.Response]:
    return client.post(path, headers=headers, json=json)


async def test_r3_r8_an_objection_beside_the_same_partys_acceptance(
    app: FastAPI, client: httpx.AsyncClient, server: EmbeddedPostgres, headers: dict[str, dict[str, str]]
) -> None:
    cases = [key("objection against acceptance", number) for number in range(RACES)]
    rows = {case: case_of_two(case, CaseState.READINESS) for case in cases}
    await stand(app, *rows.values())
    held = {case: next(row.id for row in rows[case] if isinstance(row, Appointment)) for case in cases}
    runs = [
        in_turn(
            number,
            _post(client, headers[FIRST], f"/cases/{case}/appointments/{held[case]}/objections"),
            _post(client, headers[FIRST], f"/cases/{case}/appointments/{held[case]}/acceptances"),
        )
        for number, case in enumerate(cases)
    ]
    answers = await race(runs)
    found = server.execute(
        "select a.case_id, a.ended_at is not null, s.ended_at is not null, p.paused_at is not null,"
        " (select count(*)::int from appointment_acceptance w where w.appointment_id = a.id)"
        " from appointment a join seat s on s.id = a.id join process p on p.case_id = a.case_id",
        DATABASE,
    )
    truth = {row[0]: row[1:] for row in found}
    for number, case in enumerate(cases):
        objection, acceptance = answers[number] if number % 2 else reversed(answers[number])
        if acceptance.status_code == 201:
            assert (objection.status_code, objection.json()["code"]) == (409, "accepted-already")
            assert tuple(truth[case]) == (False, False, False, 1)
        else:
            assert objection.status_code == 200
            assert (acceptance.status_code, acceptance.json()["code"]) == (409, "appointment-ended")
            assert tuple(truth[case]) == (True, True, True, 0)


def _offered_to_two(case: UUID) -> list[Row]:
    """A case whose moderator is gone, offered to two others."""
    rows = case_of_two(case, CaseState.READINESS)
    for row in rows:
        if isinstance(row, Appointment):
            row.set(moderator_id=key("gone"), ended_at=THEN)
        if isinstance(row, Seat) and row.party_id is None:
            row.set(principal_id=key("gone"), ended_at=THEN)
    return rows + [
        Offer(
            id=key(case, "offer", name),
            case_id=case,
            moderator_id=key("moderator", name),
            offered_to_id=PEOPLE[name].principal.id,
            organisation_id=key(HOME),
            moderator_name=name,
            setting=Setting.SCHOOL,
            expertise=[],
            expertise_matches=True,
            proposed_names=["A", "B"],
            concerned_people=[],
            concerned_units=[],
            state=OfferState.OPEN,
            successor=True,
        )
        for name in SUCCESSORS
    ]


async def test_r2_r8_of_two_who_declare_at_once_one_has_the_case(
    app: FastAPI, client: httpx.AsyncClient, server: EmbeddedPostgres, headers: dict[str, dict[str, str]]
) -> None:
    cases = [key("two declarations", number) for number in range(RACES)]
    gone = Moderator(id=key("gone"), organisation_id=key(REGISTRY), principal_id=key("gone"), name="Gone", expertise=[])
    first, *others = (_offered_to_two(case) for case in cases)
    await stand(app, [gone, *first], *others)
    yes = {"independent": True}
    runs = [[_post(client, headers[name], f"/offers/{key(case, 'offer', name)}/declaration", yes) for name in SUCCESSORS] for case in cases]
    answers = await race(runs)
    assert {tuple(sorted(answer.status_code for answer in pair)) for pair in answers} == {(200, 404)}
    held = server.execute(
        "select count(*)::int, count(distinct case_id)::int from seat s where role = 'moderator' and ended_at is null"
        f" and case_id = any(array[{', '.join(repr(str(case)) + '::uuid' for case in cases)}])",
        DATABASE,
    )
    assert [tuple(row) for row in held] == [(RACES, RACES)]
