"""Somebody leaves while somebody else counts on them: whoever comes first, no state comes of it that the rules forbid (R8, R9)."""

from uuid import UUID

import pytest
from fastapi import FastAPI

from app.domain.cases import CaseState
from app.domain.mandates import MandateState, MandateText, text_hash
from app.embedded import EmbeddedPostgres
from app.store.models import Row
from app.store.models.mandates import MandateAcceptance
from app.store.models.parties import Party
from tests.conftest import DATABASE
from tests.people import key
from tests.routers.test_races import FEWER, FIRST, OLD, SECOND, Post, case_of_two, in_turn, offered, planned, post, race, stand, version

pytestmark = pytest.mark.usefixtures("the_world")

__all__ = ["post"]

THIRD = "third"


def keyed(what: str) -> list[UUID]:
    """As many cases as there are races."""
    return [key(what, number) for number in range(FEWER)]


async def test_r8_r9_no_conversation_starts_with_the_yes_of_somebody_who_has_left(
    app: FastAPI, server: EmbeddedPostgres, post: Post
) -> None:
    cases = keyed("departure against start")
    rows = [[*case_of_two(case, CaseState.IN_PROCESS), version(case, 1, OLD, MandateState.IN_FORCE), *planned(case)] for case in cases]
    await stand(app, *rows)
    runs = [
        in_turn(
            number,
            post("moderator", f"/cases/{case}/sessions/{key(case, 'session')}/start"),
            post(FIRST, f"/cases/{case}/parties/{key(case, FIRST)}/departure"),
        )
        for number, case in enumerate(cases)
    ]
    answers = await race(runs)
    found = server.execute(
        "select s.case_id, s.state, s.xmin::text::bigint < e.xmin::text::bigint from session s join place_ending e on e.case_id = s.case_id"
        " where e.why = 'departure'",
        DATABASE,
    )
    truth = {case: (state, started_first) for case, state, started_first in found}
    outcomes = set()
    for number, case in enumerate(cases):
        start, departure = answers[number] if number % 2 else reversed(answers[number])
        assert departure.status_code == 200
        outcomes.add(start.status_code)
        if start.status_code == 200:
            assert truth[case] == ("running", True)
        else:
            assert (start.status_code, start.json()["code"], truth[case][0]) == (409, "wrong-session-state", "cancelled")
    assert outcomes == {200, 409}


async def test_r8_r10_a_mandate_in_force_never_outlives_somebody_who_accepted_it_and_left(
    app: FastAPI, server: EmbeddedPostgres, post: Post
) -> None:
    cases = keyed("departure against the last acceptance")
    await stand(app, *([*case_of_two(case, CaseState.MANDATE), *offered(case, None, SECOND)] for case in cases))
    runs = [
        in_turn(
            number,
            post(SECOND, f"/cases/{case}/parties/{key(case, SECOND)}/departure"),
            post(FIRST, f"/cases/{case}/mandates/1/acceptances", {"hash": text_hash(OLD)}),
        )
        for number, case in enumerate(cases)
    ]
    answers = await race(runs)
    found = server.execute("select case_id, state, in_force_at is not null from mandate where version = 1", DATABASE)
    truth = {case: (state, was_in_force) for case, state, was_in_force in found}
    for number, case in enumerate(cases):
        departure, acceptance = answers[number] if number % 2 else reversed(answers[number])
        assert departure.status_code == 200
        assert truth[case] == ("superseded", acceptance.status_code == 201)
        assert acceptance.status_code == 201 or acceptance.json()["code"] == "wrong-mandate-state"


async def test_r8_r9_two_leave_at_once_and_both_are_gone(app: FastAPI, server: EmbeddedPostgres, post: Post) -> None:
    cases = keyed("two departures")
    await stand(app, *(case_of_two(case, CaseState.READINESS) for case in cases))
    runs = [[post(who, f"/cases/{case}/parties/{key(case, who)}/departure") for who in (FIRST, SECOND)] for case in cases]
    assert {tuple(answer.status_code for answer in pair) for pair in await race(runs)} == {(200, 200)}
    gone = "select case_id, count(left_on)::int from party group by case_id having count(*) = 2"
    left = {row[0]: row[1] for row in server.execute(gone, DATABASE)}
    assert {left[case] for case in cases} == {2}


def listed_away(case: UUID) -> list[Row]:
    """A third, whom nobody invited, is listed as not concerned; only the first has yet to accept."""
    text = MandateText(**{**OLD_PARTS, "not_concerned": [key(case, THIRD)]})
    mandate = version(case, 1, text, MandateState.OFFERED)
    yes = [MandateAcceptance(case_id=case, mandate_id=mandate.id, party_id=party) for party in (None, key(case, SECOND))]
    return [*case_of_two(case, CaseState.READINESS), Party(id=key(case, THIRD), case_id=case, display_name=THIRD), mandate, *yes]


OLD_PARTS = {name: getattr(OLD, name) for name in MandateText.__slots__}


async def test_r8_r9_an_invitation_that_comes_first_keeps_a_place_that_was_listed(
    app: FastAPI, server: EmbeddedPostgres, post: Post
) -> None:
    """Whoever is invited says themselves that it does not concern them; whoever is listed away is invited no more."""
    cases = keyed("invitation against listing")
    await stand(app, *(listed_away(case) for case in cases))
    hashes = {case: text_hash(MandateText(**{**OLD_PARTS, "not_concerned": [key(case, THIRD)]})) for case in cases}
    runs = [
        in_turn(
            number,
            post("moderator", f"/cases/{case}/parties/{key(case, THIRD)}/invitations"),
            post(FIRST, f"/cases/{case}/mandates/1/acceptances", {"hash": hashes[case]}),
        )
        for number, case in enumerate(cases)
    ]
    answers = await race(runs)
    thirds = ", ".join(f"'{key(case, THIRD)}'" for case in cases)
    found = server.execute(
        f"select m.case_id, m.state, p.left_on is not null from mandate m join party p on p.case_id = m.case_id where p.id in ({thirds})",
        DATABASE,
    )
    truth = {case: (state, left) for case, state, left in found}
    outcomes = set()
    for number, case in enumerate(cases):
        invitation, acceptance = answers[number] if number % 2 else reversed(answers[number])
        assert acceptance.status_code == 201
        outcomes.add(invitation.status_code)
        assert truth[case] == (("offered", False) if invitation.status_code == 201 else ("in_force", True))
    assert outcomes == {201, 404}
