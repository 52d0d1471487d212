"""U1: as superuser alter, delete, insert, reorder, truncate: each is detected, and by which word and exit code."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from app.jobs.verification import Verdict, verdict_of
from tests.audit.conftest import Logged
from tests.people import HOME, MINE, key

INSIDE: Final = f"/cases/{key(MINE)}"
SEVEN: Final = ("/units", "/people", "/referrals", "/cases", "/me", f"/units/{key(HOME, 'unit')}", "/organisation-settings")
STATEMENTS: Final = f"{INSIDE}/statements"
TAMPERED, GAP = Verdict.TAMPERED, Verdict.GAP

EVENTS: Final = {"audit_event": "organisation", "conf.case_audit_event": "confidential"}
FIFTH: Final = "where leaf_index = 4"

ALTERATIONS: Final = {
    "altered: who": (f"update {{table}} set actor_id = gen_random_uuid() {FIFTH}", TAMPERED),
    "altered: what": (f"update {{table}} set operation = 'getUnit' {FIFTH}", TAMPERED),
    "altered: to which thing": (f"update {{table}} set resource_id = gen_random_uuid() {FIFTH}", TAMPERED),
    "altered: what came of it": (f"update {{table}} set outcome = 'hidden' {FIFTH}", TAMPERED),
    "altered: when": (f"update {{table}} set created_at = created_at - interval '1 hour' {FIFTH}", TAMPERED),
    "altered: by a microsecond": (f"update {{table}} set created_at = created_at - interval '1 microsecond' {FIFTH}", TAMPERED),
    "altered: its proof": (f"update {{table}} set proof = decode(repeat('00', 32), 'hex') {FIFTH}", TAMPERED),
    "taken out": (f"delete from {{table}} {FIFTH}", TAMPERED),
    "taken out of the tree": (f"update {{table}} set leaf_index = null {FIFTH}", TAMPERED),
    "put in at the end": (
        "insert into {table} select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'leaf_index', null))).*"
        f" from {{table}} e {FIFTH}",
        TAMPERED,
    ),
    "put in with a place": (
        "insert into {table} select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'leaf_index', 7))).*"
        f" from {{table}} e {FIFTH}",
        GAP,
    ),
    "put in twice at one place": (
        "alter table {table} drop constraint {unique};"
        "insert into {table} select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid()))).*"
        f" from {{table}} e {FIFTH}",
        TAMPERED,
    ),
    "reordered": (
        "alter table {table} drop constraint {unique}; update {table} set leaf_index = 7 - leaf_index where leaf_index in (3, 4)",
        TAMPERED,
    ),
    "reordered with its hashes": (
        "alter table {table} drop constraint {unique}; update {table} set leaf_index = 7 - leaf_index where leaf_index in (3, 4);"
        " alter table audit_node drop constraint uq_audit_node_organisation_id_stream_level_number;"
        " update audit_node set number = 7 - number where stream = '{stream}' and level = 0 and number in (3, 4)",
        TAMPERED,
    ),
    "a hash altered": (
        "update audit_node set hash = decode(repeat('00', 32), 'hex') where stream = '{stream}' and level = 0 and number = 4",
        TAMPERED,
    ),
    "an upper hash altered": (
        "update audit_node set hash = decode(repeat('00', 32), 'hex') where stream = '{stream}' and level = 1 and number = 1",
        TAMPERED,
    ),
    "a hash taken out": ("delete from audit_node where stream = '{stream}' and level = 0 and number = 4", GAP),
    "an upper hash taken out": ("delete from audit_node where stream = '{stream}' and level = 2", TAMPERED),
    "a root altered": ("update audit_checkpoint set root = decode(repeat('00', 32), 'hex') where stream = '{stream}'", TAMPERED),
    "a signature altered": ("update audit_checkpoint set note = replace(note, '7', '6') where stream = '{stream}'", TAMPERED),
    "a moment of sealing altered": ("update audit_checkpoint set sealed_at = now() where stream = '{stream}'", TAMPERED),
    "the last checkpoint taken out": ("delete from audit_checkpoint where stream = '{stream}' and size = 7", GAP),
    "cut off with its hashes, and not the checkpoint": (
        "delete from {table} where leaf_index > 4; delete from audit_node where stream = '{stream}' and level = 0 and number > 4",
        GAP,
    ),
    "truncated, and the tree left": ("truncate {table}", TAMPERED),
}


async def seven_in_each(logged: Logged) -> None:
    """Seven operations in either stream, sealed in two goes."""
    await logged.read("coordinator", *SEVEN[:5])
    await logged.read("moderator", *[STATEMENTS] * 5)
    assert await logged.seal() == 10
    await logged.read("coordinator", *SEVEN[5:])
    await logged.read("moderator", *[STATEMENTS] * 2)
    assert await logged.seal() == 4


def filled(statement: str, table: str) -> str:
    """The statement for this stream."""
    name = table.rpartition(".")[2]
    return statement.format(table=table, stream=EVENTS[table], unique=f"uq_{name}_organisation_id_leaf_index")


async def test_u1_a_log_that_nobody_touched_is_sound(logged: Logged) -> None:
    assert await logged.findings() == []
    await seven_in_each(logged)
    assert await logged.findings(*await logged.witnessed()) == []


@pytest.mark.parametrize("table", EVENTS)
@pytest.mark.parametrize("alteration", ALTERATIONS)
async def test_u1_whatever_a_superuser_does_to_it_is_found(logged: Logged, alteration: str, table: str) -> None:
    await seven_in_each(logged)
    statement, expected = ALTERATIONS[alteration]
    logged.sql(filled(statement, table))
    found = await logged.findings()
    assert {finding.log.stream for finding in found} == {EVENTS[table]}
    assert verdict_of(found) is expected, found


@pytest.mark.parametrize("table", EVENTS)
async def test_u1_what_was_cut_off_with_everything_that_knew_of_it_shows_to_a_witness(logged: Logged, table: str) -> None:
    await logged.read("coordinator", *SEVEN)
    await logged.read("moderator", *[STATEMENTS] * 7)
    await logged.seal()
    kept = await logged.witnessed()
    await logged.read("coordinator", "/units")
    await logged.read("moderator", STATEMENTS)
    await logged.seal()
    logged.sql(
        filled(
            "delete from {table}; delete from audit_node where stream = '{stream}'; delete from audit_checkpoint where stream = '{stream}'",
            table,
        )
    )
    logged.sql("truncate conf.access_event") if "case" in table else None
    assert await logged.findings() == []
    assert [(finding.verdict, finding.what) for finding in await logged.findings(*kept)] == [
        (GAP, "leaf 0 is missing"),
    ]


async def test_u1_a_past_that_was_written_anew_and_sealed_by_the_service_itself_shows_to_a_witness(logged: Logged) -> None:
    """Everything is taken away, the service goes on, and seals what comes then as if it had been the first."""
    await logged.read("coordinator", *SEVEN)
    await logged.seal()
    kept = await logged.witnessed()
    logged.sql("truncate audit_event, audit_node, audit_checkpoint")
    await logged.read("coordinator", *SEVEN[::-1])
    await logged.seal()
    assert await logged.findings() == []
    assert [finding.what for finding in await logged.findings(*kept)] == ["the root at size 7 is not the one that was witnessed"]


async def test_u1_s9_a_read_that_was_taken_out_of_a_partys_log_is_found(logged: Logged) -> None:
    await seven_in_each(logged)
    logged.sql(f"delete from conf.access_event where party_id = '{key(MINE, 'party', 1)}'")
    assert {finding.what for finding in await logged.findings()} == {f"a read is missing in the read log of party {key(MINE, 'party', 1)}"}


async def test_u1_a_row_that_waits_is_proved_already(logged: Logged) -> None:
    await logged.read("coordinator", "/units")
    logged.sql("update audit_event set outcome = 'hidden'")
    assert [finding.what for finding in await logged.findings()] == ["a row that is not yet sealed was altered"]


async def test_u1_rows_that_wait_too_long_for_their_seal_are_a_finding_of_their_own(logged: Logged) -> None:
    await logged.read("coordinator", "/units")
    assert await logged.findings(later=timedelta(seconds=59)) == []
    found = await logged.findings(later=timedelta(seconds=61))
    assert [finding.verdict for finding in found] == [Verdict.TAIL_TOO_OLD]


async def test_u1_a_checkpoint_says_in_its_text_which_log_of_which_size_it_signs(logged: Logged) -> None:
    await logged.read("coordinator", *SEVEN)
    await logged.seal()
    (note,) = await logged.witnessed()
    said, _, signature = note.partition("\n\n")
    origin, size, root, _ = said.split("\n")
    assert (origin, size) == (f"herstel/{key(HOME)}/organisation", "7")
    assert re.fullmatch(r"[A-Za-z0-9+/]{43}=", root)
    assert re.fullmatch(r"— herstel [A-Za-z0-9+/]{91}=\n", signature)


async def test_u1_the_command_tells_what_it_found_by_its_exit_code(logged: Logged, tmp_path: Path) -> None:
    """0: nothing; 1: altered; 2: missing; 3: the tail waits too long; 4: it could not be looked at."""
    assert [*Verdict] == [0, 1, 2, 3]
    await seven_in_each(logged)
    code, notes = await asyncio.to_thread(logged.command, "checkpoints")
    assert (code, notes.count("— herstel ")) == (0, 2)
    witness = tmp_path / "witness"
    witness.write_text(notes, encoding="utf-8")
    verify = ("verify", "--witness", str(witness))
    assert await asyncio.to_thread(logged.command, *verify) == (0, "")
    logged.sql("delete from audit_checkpoint where size = 7 and stream = 'organisation'")
    code, said = await asyncio.to_thread(logged.command, *verify)
    assert code == 2
    assert said == f"organisation log of {key(HOME)}: the newest checkpoint is not of the 7 leaves that stand here\n"
    logged.sql("update audit_event set outcome = 'hidden' where leaf_index = 2")
    code, said = await asyncio.to_thread(logged.command, *verify)
    assert (code, said.splitlines()[0]) == (1, f"organisation log of {key(HOME)}: the row at leaf 2 was altered")
    witness.write_text(notes.replace("7", "8"), encoding="utf-8")
    code, said = await asyncio.to_thread(logged.command, *verify)
    assert (code, "not signed" in said) == (4, True)
