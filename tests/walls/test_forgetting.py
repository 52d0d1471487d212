"""S8, C15: what takes rows away works for the worker alone, and for whoever proves to be it."""

from uuid import UUID

import pytest

from tests.people import MINE, key
from tests.walls.thieves import Thief

FORGET = "select conf.forget(%(case)s, 'process_and_shared', null)"
ONE = "select conf.forget_party(%(case)s, %(party)s)"
MINE_ALL = {"case": key(MINE), "party": key(MINE, "party", 0)}
CERTIFIED = """
    insert into destruction_certificate (id, etag, created_at, organisation_id, case_id, part, destroyed_on, owners, note)
    values (gen_random_uuid(), 'x', now(), %(case)s, %(case)s, 'notes', current_date, '{}', 'x')
"""


@pytest.mark.parametrize("thief", ["org", "seated", "job"])
@pytest.mark.parametrize("statement", [FORGET, ONE])
def test_s8_c15_a_stolen_password_takes_no_row_away(thief: str, statement: str, request: pytest.FixtureRequest) -> None:
    stolen: Thief = request.getfixturevalue(thief)
    assert stolen.refused(statement, **MINE_ALL) == "InsufficientPrivilege"


@pytest.mark.parametrize("who", ["admin", "registrar", "coordinator", "auditor"])
def test_s8_nobody_of_an_organisation_takes_a_row_away_or_certifies_that_one_went(org: Thief, who: str) -> None:
    org.be(who)
    for statement in (FORGET, ONE, CERTIFIED):
        assert org.refused(statement, **MINE_ALL) == "InsufficientPrivilege"


@pytest.mark.parametrize("who", ["moderator", "party", "guardian", "supporter"])
def test_s8_nobody_who_has_a_seat_takes_a_row_away_or_certifies_that_one_went(seated: Thief, who: str) -> None:
    seated.be(who)
    for statement in (FORGET, ONE, CERTIFIED):
        assert seated.refused(statement, **MINE_ALL) == "InsufficientPrivilege"


def test_s8_the_worker_deletes_nothing_by_its_own_hand(job: Thief) -> None:
    job.pretend(UUID(int=0), UUID(int=0), "worker")
    for table in ("conf.note", "conf.party", "conf.statement", 'public."case"', "public.destruction_certificate"):
        assert job.refused(f"delete from {table}") == "InsufficientPrivilege"
    assert job.refused(ONE, **MINE_ALL) == "InsufficientPrivilege"
