"""U2, U4: one row for each operation, in the deed's own transaction or before the answer; without its row nobody gets an answer."""

from typing import Any, Final

import pytest

from tests.audit.conftest import STREAMS, Logged
from tests.behind import put_in
from tests.http import as_
from tests.jobs.clock import CAME_IN, begins, swept, waiting
from tests.matrix import MATRIX
from tests.people import AWAY, FOREIGN, HOME, MINE, OTHER, PEOPLE, REGISTRY, key, word
from tests.test_matrix import OPERATIONS, address, body_of

INSIDE: Final = f"/cases/{key(MINE)}"
CALLERS: Final = ("admin", "coordinator", "auditor", "registrar", "moderator", "party", "guardian", "supporter")
OF_ORGANISATIONS: Final = {"admin", "coordinator", "auditor", "registrar"}
OUTCOMES: Final = {
    200: "done",
    201: "done",
    204: "done",
    400: "not_sound",
    403: "not_allowed",
    404: "hidden",
    409: "not_now",
    412: "not_now",
}
COLUMNS: Final = "actor_id, role, operation, resource, resource_id, outcome"


async def test_u2_every_operation_of_everybody_leaves_one_row_in_the_stream_of_whoever_acts(logged: Logged) -> None:
    for name in MATRIX:
        method, _, operation = OPERATIONS[name]
        for who in CALLERS:
            headers = {**as_(who).token(logged.app), "If-Match": '"some"'}
            answer = await logged.client.request(method, address(name, MINE), headers=headers, json=body_of(name, operation))
            rows = {table: logged.sql(f"delete from {table} returning {COLUMNS}") for table in STREAMS}
            mine, other = ("audit_event", "conf.case_audit_event") if who in OF_ORGANISATIONS else ("conf.case_audit_event", "audit_event")
            assert rows[other] == [], (name, who)
            ((actor, role, said, *_, outcome),) = rows[mine]
            assert (actor, role, said) == (PEOPLE[who].principal.id, PEOPLE[who].role, name)
            assert outcome == OUTCOMES[answer.status_code], (name, who, answer.status_code)


@pytest.mark.parametrize(
    ("who", "path", "said"),
    [
        ("coordinator", f"/units/{key(HOME, 'unit')}", ("getUnit", "units", key(HOME, "unit"))),
        ("coordinator", "/units", ("listUnits", "units", None)),
        ("coordinator", INSIDE, ("getCase", "cases", key(MINE))),
        ("moderator", f"{INSIDE}/statements", ("listStatements", "cases", key(MINE))),
        ("moderator", f"{INSIDE}/statements/{key(MINE, 'statement', 0)}", ("getStatement", "statements", key(MINE, "statement", 0))),
        ("party", "/me/worklist", ("listWorklist", "worklist", None)),
    ],
)
async def test_u2_a_row_names_the_operation_and_the_thing_that_its_address_names(
    logged: Logged, who: str, path: str, said: tuple[Any, ...]
) -> None:
    await logged.read(who, path)
    table = "audit_event" if who == "coordinator" else "conf.case_audit_event"
    assert logged.sql(f"select operation, resource, resource_id from {table}") == [said]


async def test_u2_what_was_made_is_named_by_its_own_id(logged: Logged) -> None:
    headers = as_("party").token(logged.app)
    answer = await logged.client.post(f"{INSIDE}/statements", headers=headers, json={"text": word("new")})
    assert logged.sql("select operation, resource_id::text, outcome from conf.case_audit_event") == [
        ("tellStatement", answer.json()["id"], "done")
    ]


async def test_u2_a_row_bears_the_trace_of_its_request_and_never_what_was_sent(logged: Logged) -> None:
    trace = "0123456789abcdef0123456789abcdef"
    headers = {**as_("party").token(logged.app), "traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    for body in ({"text": word("sent")}, {"text": word("sent"), word("key"): 1}, word("body")):
        await logged.client.post(f"{INSIDE}/statements?{word('query')}=1", headers=headers, json=body)
        await logged.client.post(f"{INSIDE}/statements", headers=headers, json=body)
    await logged.read("coordinator", f"/referrals?externalId={word('query')}", f"/units/{word('path')}")
    rows = [row for table in STREAMS for row in logged.sql(f"select to_jsonb(e)::text from {table} e")]
    assert len(rows) == 8
    assert not [row for (row,) in rows if "word" in row]
    assert [found for (found,) in logged.sql("select trace_id from conf.case_audit_event")] == [trace] * 6


async def test_u2_whoever_has_no_token_leaves_nothing_and_whoever_asks_for_nothing_of_anybodys_neither(logged: Logged) -> None:
    assert (await logged.client.get("/units")).status_code == 401
    assert (await logged.client.get("/code-lists/settings")).status_code == 200
    assert [logged.sql(f"select * from {table}") for table in STREAMS] == [[], []]


async def test_u2_a_case_that_somebody_did_not_see_does_not_learn_that_they_tried(logged: Logged) -> None:
    """What is hidden from them has no row that its own people could read; the attempt stands in the stream of whoever made it."""
    await logged.read("party", f"/cases/{key(OTHER)}/process", f"/cases/{key(FOREIGN)}/process", f"{INSIDE}/process")
    assert logged.sql("select organisation_id, case_id, outcome from conf.case_audit_event order by created_at") == [
        (key(HOME), None, "hidden"),
        (key(HOME), None, "hidden"),
        (key(HOME), key(MINE), "done"),
    ]


async def test_u2_what_a_moderator_does_stands_in_the_log_of_the_organisation_whose_case_it_is(logged: Logged) -> None:
    await logged.read("other_moderator", f"/cases/{key(FOREIGN)}/statements", "/offers", "/cases")
    found = logged.sql("select organisation_id, case_id from conf.case_audit_event order by created_at")
    assert found[0] == (key(AWAY), key(FOREIGN))
    # Of several cases at once it is of none, and stands with those who registered them.
    assert found[1:] == [(key(REGISTRY), None), (key(REGISTRY), None)]


async def test_u2_in_a_row_stands_whose_own_was_read(logged: Logged) -> None:
    await logged.read("moderator", f"{INSIDE}/statements")
    await logged.read("party", f"{INSIDE}/statements")
    both = sorted([key(MINE, "party", 0), key(MINE, "party", 1)])
    assert logged.sql("select role, read_of from conf.case_audit_event order by created_at") == [("moderator", both), ("party", [])]


@pytest.mark.parametrize("path", ["statements", "harms", "notes", "parties", "process"])
async def test_u4_while_the_log_takes_nothing_nobody_reads_what_was_said(logged: Logged, path: str) -> None:
    logged.sql("revoke insert on conf.case_audit_event from herstel_case")
    (answer,) = await logged.read("moderator", f"{INSIDE}/{path}")
    logged.sql("grant insert on conf.case_audit_event to herstel_case")
    assert answer.status_code == 500
    assert "word" not in answer.text


async def test_u4_while_the_log_takes_nothing_no_deed_is_done(logged: Logged) -> None:
    logged.sql("revoke insert on conf.case_audit_event from herstel_case")
    headers = as_("party").token(logged.app)
    answer = await logged.client.post(f"{INSIDE}/statements", headers=headers, json={"text": word("new")})
    logged.sql("grant insert on conf.case_audit_event to herstel_case")
    assert answer.status_code == 500
    assert logged.sql(f"select count(*) from conf.statement where case_id = '{key(MINE)}'") == [(2,)]


async def test_u4_nobody_hears_that_something_is_not_theirs_before_that_is_recorded(logged: Logged) -> None:
    logged.sql("revoke insert on public.audit_event from herstel_org")
    found = await logged.read("coordinator", INSIDE + "/process", f"/cases/{key(FOREIGN)}")
    logged.sql("grant insert on public.audit_event to herstel_org")
    assert [answer.status_code for answer in found] == [500, 500]


async def test_u2_the_worker_stands_in_the_log_with_what_it_did_and_not_with_what_it_looked_for(logged: Logged) -> None:
    await put_in(logged.app, *waiting("late"))
    await swept(logged.app, begins(CAME_IN, 22))
    found = logged.sql("select role, operation, resource, resource_id, case_id, outcome from conf.case_audit_event")
    assert found == [("worker", "not taken up", "case", key("waiting", "late"), key("waiting", "late"), "done")]
