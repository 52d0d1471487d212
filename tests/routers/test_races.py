"""Two deeds at the same moment, on real connections: whoever comes first, no state comes of it that the rules forbid (R8).

Each race has a case of its own. What came of it is read from the rows; which deed came first is the database's to say: the one with the
lower transaction number wrote first, since a deed writes only once it holds its case's lock.
"""

import asyncio
import os
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from app.domain.cases import CaseState, NeutralState, Phase
from app.domain.confidentiality import Role
from app.domain.mandates import GroundRule, Involvement, MandateState, MandateText, text_hash
from app.domain.readiness import Safety
from app.domain.sessions import SessionKind
from app.domain.vocabulary import MatterKind, Pattern, RelationshipContext, Setting
from app.embedded import EmbeddedPostgres
from app.store.models import Row
from app.store.models.cases import Appointment, Case, Classification, Process, Seat, TrueState
from app.store.models.mandates import Mandate, MandateAcceptance
from app.store.models.parties import Party, ReadinessDeclaration, SafetyAssessment, SecrecyAcceptance
from app.store.models.sessions import Reconfirmation, Session
from tests.behind import put_in
from tests.conftest import DATABASE
from tests.http import as_
from tests.people import HOME, PEOPLE, THEN, key
from tests.world import TERMS

pytestmark = pytest.mark.usefixtures("the_world")

RACES: Final = 200
# Before a case was locked 143 of 200 races went wrong: elsewhere so few are enough, and `EXPLORE_ALL=1` runs them all.
FEWER: Final = 200 if os.environ.get("EXPLORE_ALL") else 60
AT_ONCE: Final = 4
"""How many races run beside each other: two connections each, and some to spare."""
SOON: Final = datetime(2027, 2, 1, 10, 0, tzinfo=UTC)
FIRST, SECOND = "party", "second_party"
OLD: Final = MandateText(
    scope="scope",
    moderator_role="role",
    involvement=Involvement.NONE,
    procedure="procedure",
    session_forms=[SessionKind.JOINT],
    ground_rules=[GroundRule.NON_VIOLENCE],
    own_ground_rules=[],
    evidence_clause="evidence",
    limits_of_secrecy="limits",
    organisation_may_know=[],
)
NEW: Final = replace(OLD, scope="other scope")

Answer = httpx.Response
Post = Callable[..., Coroutine[Any, Any, Answer]]


@pytest.fixture
async def post(app: FastAPI, client: httpx.AsyncClient) -> Post:
    """One deed of someone, a moment from now."""
    headers = {name: dict(as_(name).token(app)) for name in ("moderator", FIRST, SECOND)}
    chance = Random(1871)

    async def _post(who: str, path: str, json: Any = None) -> Answer:
        await asyncio.sleep(chance.random() / 200)
        return await client.post(path, json=json, headers=headers[who])

    return _post


async def race(runs: list[list[Coroutine[Any, Any, Answer]]]) -> list[list[Answer]]:
    """The answers of every run; within one all deeds begin together."""
    found: list[list[Answer]] = []
    for start in range(0, len(runs), AT_ONCE):
        together = [asyncio.gather(*run) for run in runs[start : start + AT_ONCE]]
        found += [list(answers) for answers in await asyncio.gather(*together)]
    return found


def in_turn(number: int, one: Coroutine[Any, Any, Answer], other: Coroutine[Any, Any, Answer]) -> list[Coroutine[Any, Any, Answer]]:
    """Both, each of them first in half of the races."""
    return [one, other] if number % 2 else [other, one]


def case_of_two(case: UUID, state: CaseState) -> list[Row]:
    """A case in which everyone is informed, ready and safe."""
    led = {"id": key(case, "appointment"), "case_id": case}
    rows: list[Row] = [
        Case(
            id=case,
            organisation_id=key(HOME),
            reference=case.hex[:12],
            setting=Setting.SCHOOL,
            state=NeutralState.IN_PROGRESS,
            received_on=THEN.date(),
            opened_on=THEN.date(),
            terms=TERMS,
        ),
        Process(id=case, case_id=case, setting=Setting.SCHOOL, phase=Phase.PREPARING),
        TrueState(id=case, case_id=case, state=state, round_began_at=THEN, answers_since=THEN),
        Classification(
            case_id=case,
            relationship_context=RelationshipContext.COLLEAGUES,
            matter_kind=MatterKind.CONFLICT,
            pattern=Pattern.ONGOING,
            disturbance_causes=[],
            behaviour_kinds=[],
            quality_impact=[],
        ),
        Appointment(**led, moderator_id=key("moderator", "moderator"), name="Name moderator", declared_at=THEN),
        Seat(**led, principal_id=PEOPLE["moderator"].principal.id, role=Role.MODERATOR, informed_at=THEN),
    ]
    return rows + [row for name in (FIRST, SECOND) for row in ready(case, name)]


def ready(case: UUID, name: str) -> list[Row]:
    """Someone who takes part, and said yes."""
    party, until = key(case, name), SOON + timedelta(days=90)
    return [
        Party(id=party, case_id=case, display_name=name),
        Seat(case_id=case, principal_id=PEOPLE[name].principal.id, role=Role.PARTY, party_id=party, informed_at=THEN),
        SecrecyAcceptance(case_id=case, party_id=party, version=1, text_hash="0" * 64),
        ReadinessDeclaration(case_id=case, party_id=party, said_at=THEN, expires_at=until, ready=True, voluntary=True),
        SafetyAssessment(case_id=case, party_id=party, result=Safety.SAFE),
    ]


def version(case: UUID, number: int, text: MandateText, state: MandateState) -> Mandate:
    """One version of the mandate."""
    offered = None if state is MandateState.DRAFT else datetime.now(UTC)
    in_force = offered if state is MandateState.IN_FORCE else None
    facts = {"version": number, "state": state, "text_hash": text_hash(text), "offered_at": offered, "in_force_at": in_force}
    return Mandate(id=key(case, "mandate", number), case_id=case, **text.parts(), **facts)


def planned(case: UUID) -> list[Row]:
    """A conversation for which everyone said yes again."""
    session = key(case, "session")
    yes = [
        Reconfirmation(case_id=case, session_id=session, party_id=key(case, name), planned_for=SOON, ready=True, orally=False)
        for name in (FIRST, SECOND)
    ]
    about = {"kind": SessionKind.JOINT, "appointment_id": key(case, "appointment"), "goal": "goal", "agenda": "agenda"}
    return [Session(id=session, case_id=case, **about, planned_for=SOON), *yes]


def offered(case: UUID, *accepted: str | None) -> list[Row]:
    """A mandate on the table, with the answers that were given, and the draft of the next one."""
    mandate = version(case, 1, OLD, MandateState.OFFERED)
    parties = [key(case, name) if name else None for name in accepted]
    answers = [MandateAcceptance(case_id=case, mandate_id=mandate.id, party_id=party) for party in parties]
    return [mandate, version(case, 2, NEW, MandateState.DRAFT), *answers]


async def stand(app: FastAPI, *cases: list[Row]) -> None:
    """Put these cases in, beside those of the world."""
    await put_in(app, *(row for rows in cases for row in rows))


async def test_k3_r8_a_withdrawal_that_comes_first_always_wins_over_a_session_start(
    app: FastAPI, server: EmbeddedPostgres, post: Post
) -> None:
    cases = [key("withdrawal against start", number) for number in range(RACES)]
    mandate = [version(case, 1, OLD, MandateState.IN_FORCE) for case in cases]
    rows = [[*case_of_two(case, CaseState.IN_PROCESS), one, *planned(case)] for case, one in zip(cases, mandate, strict=True)]
    await stand(app, *rows)
    runs = [
        in_turn(
            number,
            post("moderator", f"/cases/{case}/sessions/{key(case, 'session')}/start"),
            post(FIRST, f"/cases/{case}/parties/{key(case, FIRST)}/withdrawals"),
        )
        for number, case in enumerate(cases)
    ]
    answers = await race(runs)
    found = server.execute(
        "select s.case_id, s.state, s.xmin::text::bigint < d.xmin::text::bigint"
        " from session s join readiness_declaration d on d.case_id = s.case_id and d.withdrawal",
        DATABASE,
    )
    truth = {case: (state, started_first) for case, state, started_first in found}
    for number, case in enumerate(cases):
        start, withdrawal = answers[number] if number % 2 else reversed(answers[number])
        assert withdrawal.status_code == 201
        if start.status_code == 200:
            assert truth[case] == ("running", True)
        else:
            assert (start.status_code, start.json()["code"], truth[case][0]) == (409, "gate-closed", "planned")


async def test_r8_r10_an_offer_and_the_last_acceptance_of_what_was_offered_before(
    app: FastAPI, server: EmbeddedPostgres, post: Post
) -> None:
    cases = [key("offer against acceptance", number) for number in range(RACES)]
    await stand(app, *([*case_of_two(case, CaseState.MANDATE), *offered(case, None, SECOND)] for case in cases))
    runs = [
        in_turn(
            number,
            post("moderator", f"/cases/{case}/mandates/2/offer"),
            post(FIRST, f"/cases/{case}/mandates/1/acceptances", {"hash": text_hash(OLD)}),
        )
        for number, case in enumerate(cases)
    ]
    answers = await race(runs)
    found = server.execute(
        "select m.case_id, array_agg(m.state::text order by m.version), bool_or(m.version = 1 and m.in_force_at is not null),"
        " sum((select count(*) from mandate_acceptance a where a.mandate_id = m.id))::int from mandate m group by m.case_id",
        DATABASE,
    )
    truth = {case: (states, in_force, given) for case, states, in_force, given in found}
    for number, case in enumerate(cases):
        offer, acceptance = answers[number] if number % 2 else reversed(answers[number])
        assert offer.status_code == 200
        if acceptance.status_code == 201:
            assert truth[case] == (["in_force", "offered"], True, 3)
        else:
            assert (acceptance.status_code, acceptance.json()["code"]) == (409, "wrong-mandate-state")
            assert truth[case] == (["superseded", "offered"], False, 2)


async def test_r8_r10_two_last_acceptances_together_put_it_in_force_once(app: FastAPI, server: EmbeddedPostgres, post: Post) -> None:
    cases = [key("two last acceptances", number) for number in range(25)]
    await stand(app, *([*case_of_two(case, CaseState.MANDATE), *offered(case, None)] for case in cases))
    yes = {"hash": text_hash(OLD)}
    runs = [[post(who, f"/cases/{case}/mandates/1/acceptances", yes) for who in (FIRST, SECOND)] for case in cases]
    assert [[answer.status_code for answer in pair] for pair in await race(runs)] == [[201, 201]] * 25
    mine = "case_id = any(array[" + ", ".join(f"'{case}'::uuid" for case in cases) + "]) and version = 1"
    assert [*server.execute(f"select state, count(in_force_at)::int from mandate where {mine} group by state", DATABASE)] == [
        ("in_force", 25)
    ]


async def test_r8_two_transitions_at_once_move_a_case_once(app: FastAPI, server: EmbeddedPostgres, post: Post) -> None:
    """From readiness, one to the mandate and one to the close: whichever comes second finds the case where the first left it."""
    cases = [key("two transitions", number) for number in range(RACES)]
    await stand(app, *(case_of_two(case, CaseState.READINESS) for case in cases))
    runs = [
        in_turn(
            number,
            post("moderator", f"/cases/{case}/transitions", {"to": "mandate"}),
            post("moderator", f"/cases/{case}/closure", {"ending": "not_possible"}),
        )
        for number, case in enumerate(cases)
    ]
    answers = await race(runs)
    found = server.execute(
        "select t.case_id, array[t.state, p.phase, c.state]::text[] from true_state t join process p using (case_id)"
        ' join "case" c on c.id = t.case_id',
        DATABASE,
    )
    truth = {row[0]: row[1] for row in found}
    for number, case in enumerate(cases):
        move, close = answers[number] if number % 2 else reversed(answers[number])
        assert close.status_code == 200
        assert truth[case] == ["closed", "closed", "closed"]
        assert (move.status_code, move.json().get("code")) in {(200, None), (409, "wrong-case-state")}


async def test_r8_the_same_transition_twice_at_once_happens_once(app: FastAPI, post: Post) -> None:
    cases = [key("one transition twice", number) for number in range(RACES)]
    await stand(app, *(case_of_two(case, CaseState.READINESS) for case in cases))
    runs = [[post("moderator", f"/cases/{case}/transitions", {"to": "mandate"}) for _ in range(2)] for case in cases]
    assert {tuple(sorted(answer.status_code for answer in pair)) for pair in await race(runs)} == {(200, 409)}
