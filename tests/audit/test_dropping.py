"""U1, S8: a row that the service itself dropped in time leaves its leaf and a proof; every other row that is missing was taken out."""

import asyncio
from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import event as events

from app.actions.audit import drop
from app.domain.audit import Stream
from app.domain.confidentiality import Pool
from app.domain.errors import WrongState
from app.domain.merkle import beside, hash_over, included, leaf_hash, parts
from app.jobs.verification import Verdict, verdict_of
from app.jobs.worker import WORKER
from app.store import audit
from app.store.notary import Notary, leaf
from tests.audit.conftest import Logged
from tests.behind import statements
from tests.people import HOME, MINE, OTHER, key

STATEMENTS: Final = f"/cases/{key(MINE)}/statements"
ELSEWHERE: Final = f"/cases/{key(OTHER)}/process"
LEAF: Final = "stream = 'confidential' and level = 0 and number"
OF_MINE: Final = f"case_id = '{key(MINE)}'"


async def five(logged: Logged) -> None:
    """What was done in two cases, in one log: at leaves 1, 2 and 4 in the one, at 0 and 3 in the other."""
    for who, path in (("other_party", ELSEWHERE), *[("moderator", STATEMENTS)] * 2, ("other_party", ELSEWHERE), ("moderator", STATEMENTS)):
        (answer,) = await logged.read(who, path)
        assert answer.status_code == 200
    assert await logged.seal() == 5
    assert logged.sql(f"select leaf_index from conf.case_audit_event where {OF_MINE} order by 1") == [(1,), (2,), (4,)]


async def marked(logged: Logged) -> None:
    """The worker proves at the leaves of the one case that their rows are dropped."""
    database = logged.app.state.database
    async with database.store_for(WORKER, None) as store:
        await drop(store, database.notary, await audit.of_whole_case(store, key(MINE)))


async def forgotten(logged: Logged) -> None:
    """The same, and its access log goes; a copy of it is kept by somebody who should not."""
    await marked(logged)
    logged.sql(f"create temp table kept as select * from conf.case_audit_event where {OF_MINE}")
    logged.sql(f"delete from conf.case_audit_event where {OF_MINE}; delete from conf.access_event where {OF_MINE}")


async def stands(logged: Logged, index: int) -> bool:
    """Whether the row at this leaf leads to the newest root."""
    log = (key(HOME), Stream.CONFIDENTIAL)
    async with logged.app.state.database.store_for(WORKER, None) as store:
        (event,) = await audit.events_between(store, *log, index, index + 1)
        newest = await audit.newest_checkpoint(store, *log)
        assert newest is not None
        ranges = beside(index, newest.size)
        nodes = await audit.nodes(store, *log, {spot for place in ranges for spot in parts(*place)})
    path = [hash_over(*place, nodes) for place in ranges]
    return included(leaf_hash(leaf(vars(event))), index, newest.size, path, newest.root)


async def test_u1_s8_what_the_service_dropped_itself_is_sound_and_all_else_is_proved_as_before(logged: Logged) -> None:
    await five(logged)
    kept = await logged.witnessed()
    await forgotten(logged)
    assert await logged.findings(*kept) == []
    assert [await stands(logged, index) for index in (0, 3)] == [True, True]
    await logged.read("other_party", ELSEWHERE)
    assert await logged.seal() == 1
    assert await logged.findings(*kept, *await logged.witnessed()) == []
    assert [await stands(logged, index) for index in (0, 3, 5)] == [True, True, True]
    assert await asyncio.to_thread(logged.command, "verify") == (0, "")


TAKEN_OUT: Final = {
    "without a proof": "delete from conf.case_audit_event where leaf_index = 3",
    "with some bytes": "delete from conf.case_audit_event where leaf_index = 3;"
    f" update audit_node set dropped = decode(repeat('07', 32), 'hex') where {LEAF} = 3",
    "with no bytes": f"delete from conf.case_audit_event where leaf_index = 3; update audit_node set dropped = '' where {LEAF} = 3",
    "with the proof of another leaf": "delete from conf.case_audit_event where leaf_index = 3;"
    f" update audit_node set dropped = (select dropped from audit_node where {LEAF} = 1) where {LEAF} = 3",
    "with another leaf in its place": "delete from conf.case_audit_event where leaf_index = 3;"
    " update audit_node to_be set hash = dropped_one.hash, dropped = dropped_one.dropped from audit_node dropped_one"
    " where (to_be.stream, to_be.level, to_be.number) = ('confidential', 0, 3)"
    " and (dropped_one.stream, dropped_one.level, dropped_one.number) = ('confidential', 0, 1)",
    "and a proof of one that was dropped is gone": f"update audit_node set dropped = null where {LEAF} = 1",
    "and some bytes stand beside one that stands": f"update audit_node set dropped = decode(repeat('07', 32), 'hex') where {LEAF} = 3",
}


@pytest.mark.parametrize("how", TAKEN_OUT)
async def test_u1_a_row_that_somebody_else_took_out_is_found_whatever_its_leaf_says(logged: Logged, how: str) -> None:
    await five(logged)
    await forgotten(logged)
    logged.sql(TAKEN_OUT[how])
    assert verdict_of(await logged.findings()) is Verdict.TAMPERED


async def test_u1_what_was_dropped_and_put_back_is_found_in_its_place_and_in_any_other(logged: Logged) -> None:
    await five(logged)
    await forgotten(logged)
    logged.sql("insert into conf.case_audit_event select * from kept where leaf_index = 2")
    assert "a row stands at leaf 2, although it was dropped" in {finding.what for finding in await logged.findings()}
    logged.sql("update conf.case_audit_event set leaf_index = null where leaf_index = 2")
    assert "a row that was dropped waits for a seal" in {finding.what for finding in await logged.findings()}
    assert await logged.seal() == 1
    assert "the row at leaf 5 was dropped before" in {finding.what for finding in await logged.findings()}


async def test_u1_what_was_marked_and_never_went_is_found(logged: Logged) -> None:
    await five(logged)
    await marked(logged)
    assert [(finding.verdict, finding.what) for finding in await logged.findings()] == [
        (Verdict.TAMPERED, f"a row stands at leaf {index}, although it was dropped") for index in (1, 2, 4)
    ]


async def test_u1_what_is_dropped_between_two_looks_of_whoever_verifies_is_no_finding(logged: Logged) -> None:
    await five(logged)
    await marked(logged)
    logged.sql("create temp table proofs as select id, dropped from audit_node; update audit_node set dropped = null")
    looks: list[str] = []

    def forget(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        """When the rows have been read, and the leaves not yet."""
        if looks or "number = ANY" not in statement:
            return
        looks.append(statement)
        logged.sql("update audit_node n set dropped = p.dropped from proofs p where p.id = n.id")
        logged.sql(f"delete from conf.case_audit_event where {OF_MINE}; delete from conf.access_event where {OF_MINE}")

    events.listen(logged.app.state.database.engines[Pool.JOB].sync_engine, "before_cursor_execute", forget)
    assert await logged.findings() == []
    assert looks
    assert logged.sql(f"select from conf.case_audit_event where {OF_MINE}") == []


async def test_u1_a_row_that_was_altered_gets_no_proof_when_it_is_dropped(logged: Logged) -> None:
    """Neither one that was altered where it stood, nor one of another case that should go with this one."""
    await five(logged)
    logged.sql("update conf.case_audit_event set outcome = 'hidden' where leaf_index = 2")
    logged.sql(f"update conf.case_audit_event set {OF_MINE} where leaf_index = 3")
    await forgotten(logged)
    assert [(finding.verdict, finding.what) for finding in await logged.findings()] == [
        (Verdict.TAMPERED, f"no rows stand at leaf {index}") for index in (2, 3)
    ]


async def test_s8_only_what_is_sealed_is_dropped_and_once(logged: Logged) -> None:
    await five(logged)
    await logged.read("moderator", STATEMENTS)
    async with logged.app.state.database.store_for(WORKER, None) as store:
        assert [event.leaf_index for event in await audit.of_whole_case(store, key(MINE))] == [1, 2, 4, None]
    with pytest.raises(WrongState, match="not-sealed"):
        await marked(logged)
    assert logged.sql("select number from audit_node where dropped is not null") == []
    await logged.seal()
    with statements(logged.app) as sent:
        await marked(logged)
    assert [statement.split()[0] for statement, _ in sent] == ["SELECT", "SELECT", "UPDATE"]
    proofs = logged.sql("select number, dropped from audit_node where dropped is not null order by 1")
    assert [number for number, _ in proofs] == [1, 2, 4, 5]
    await marked(logged)
    assert logged.sql("select number, dropped from audit_node where dropped is not null order by 1") == proofs


async def test_s8_s9_a_row_that_tells_of_several_cases_misses_no_read_in_the_log_of_a_case_that_is_forgotten(logged: Logged) -> None:
    """The read logs went with their case; while a party still stands, theirs has to."""
    logged.sql(
        "insert into seat select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(),"
        " 'principal_id', (select principal_id from seat mine where mine.role = 'moderator' and mine."
        f"{OF_MINE})))).* from seat s where s.role = 'moderator' and s.case_id = '{key(OTHER)}'"
    )
    await logged.read("moderator", "/me/worklist")
    await logged.seal()
    ((read_of,),) = logged.sql("select read_of from conf.case_audit_event where case_id is null")
    parties = {party for (party,) in logged.sql(f"select id from conf.party where {OF_MINE}")} & {*read_of}
    assert parties
    assert {*read_of} - parties
    await forgotten(logged)
    assert {finding.what for finding in await logged.findings()} == {
        f"a read is missing in the read log of party {party}" for party in parties
    }
    logged.sql("set session_replication_role = replica")  # as if everything of the case went with them
    logged.sql(f"delete from conf.party where {OF_MINE}")
    assert await logged.findings() == []


def test_u1_a_proof_is_of_one_leaf_of_one_log_with_one_hash_and_of_nothing_else() -> None:
    notary, home, away = Notary(bytes(32)), UUID(int=1), UUID(int=2)
    proof = notary.dropping(home, Stream.CONFIDENTIAL, 4, b"\x01" * 32)
    assert notary.dropped(home, Stream.CONFIDENTIAL, 4, b"\x01" * 32, proof)
    assert not notary.dropped(away, Stream.CONFIDENTIAL, 4, b"\x01" * 32, proof)
    assert not notary.dropped(home, Stream.ORGANISATION, 4, b"\x01" * 32, proof)
    assert not notary.dropped(home, Stream.CONFIDENTIAL, 5, b"\x01" * 32, proof)
    assert not notary.dropped(home, Stream.CONFIDENTIAL, 4, b"\x02" * 32, proof)
    assert not notary.dropped(home, Stream.CONFIDENTIAL, 4, b"\x01" * 32, b"")
    assert not Notary(b"\x01" * 32).dropped(home, Stream.CONFIDENTIAL, 4, b"\x01" * 32, proof)
