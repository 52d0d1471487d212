"""U5, S7: who reads what of the log; and that an organisation's auditor sees the same, whatever happens in its cases."""

import asyncio
from hashlib import sha256
from typing import Any, Final

from app.domain.merkle import included, leaf_hash
from app.jobs.sealing import keep_sealing
from tests.audit.conftest import Logged
from tests.http import as_
from tests.people import HOME, MINE, OTHER, PEOPLE, key, word

INSIDE: Final = f"/cases/{key(MINE)}"


async def items(logged: Logged, who: str, path: str) -> list[Any]:
    """A page of a list, the oldest first."""
    (answer,) = await logged.read(who, path)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"][::-1])


async def test_u5_the_auditor_reads_what_the_people_of_the_organisation_did_in_its_own_affairs(logged: Logged) -> None:
    await logged.read("coordinator", "/referrals", INSIDE)
    await logged.read("foreign_coordinator", "/referrals")
    await logged.read("moderator", f"{INSIDE}/statements")
    found = await items(logged, "auditor", "/audit-events")
    assert [(one["operation"], one["actorId"], one["role"], one["outcome"]) for one in found] == [
        ("listReferrals", str(PEOPLE["coordinator"].principal.id), "coordinator", "done"),
        ("getCase", str(PEOPLE["coordinator"].principal.id), "coordinator", "done"),
    ]


async def test_u5_of_what_happens_in_a_case_the_auditor_sees_nothing_not_even_how_much(logged: Logged) -> None:
    """The same operations of the organisation, with and without what people say to each other meanwhile."""
    told: list[list[Any]] = []
    for busy in (False, True):
        for table in ("audit_event", "conf.case_audit_event", "audit_node", "audit_checkpoint"):
            logged.sql(f"truncate {table}")
        for _ in range(3):
            await logged.read("coordinator", "/units", INSIDE)
            if busy:
                headers = as_("party").token(logged.app)
                await logged.client.post(f"{INSIDE}/statements", headers=headers, json={"text": word("said")})
                await logged.read("moderator", f"{INSIDE}/statements", f"{INSIDE}/notes", f"{INSIDE}/harms")
            await logged.seal()
        told.append([plain(await items(logged, "auditor", path)) for path in ("/audit-events", "/audit-checkpoints")])
        told[-1].append([await items(logged, "auditor", f"/{path}") for path in ("units", "people")])
    assert told[0] == told[1]
    assert [len(found) for found in told[0][:2]] == [6, 3]


def plain(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what is new in every run: ids, moments, and the hashes over them."""
    return [
        {name: value for name, value in one.items() if name not in {"id", "createdAt", "sealedAt", "traceId", "root", "note"}}
        for one in found
    ]


async def test_u1_an_auditor_sees_for_themselves_that_a_row_stands_in_the_log(logged: Logged) -> None:
    await logged.read("coordinator", "/units", "/people", "/referrals")
    await logged.seal()
    second = (await items(logged, "auditor", "/audit-events"))[1]
    (answer,) = await logged.read("auditor", f"/audit-events/{second['id']}/inclusion-proof")
    proof = answer.json()
    newest = (await items(logged, "auditor", "/audit-checkpoints"))[-1]
    assert (proof["root"], proof["size"], proof["leafIndex"]) == (newest["root"], newest["size"], second["leafIndex"])
    assert f'"operation":"{second["operation"]}"' in proof["leaf"]
    leaf = leaf_hash(proof["leaf"].encode())
    assert leaf == sha256(b"\x00" + proof["leaf"].encode()).digest()
    path = [bytes.fromhex(one) for one in proof["path"]]
    assert included(leaf, proof["leafIndex"], proof["size"], path, bytes.fromhex(proof["root"]))


async def test_u1_what_is_not_sealed_yet_has_no_proof_yet(logged: Logged) -> None:
    await logged.read("coordinator", "/units")
    (one,) = await items(logged, "auditor", "/audit-events")
    (answer,) = await logged.read("auditor", f"/audit-events/{one['id']}/inclusion-proof")
    assert (answer.status_code, answer.json()["code"], one["leafIndex"]) == (409, "not-sealed", None)


async def test_s7_a_moderator_reads_what_all_did_in_their_case_and_not_what_another_moderator_did(logged: Logged) -> None:
    await logged.read("moderator", f"{INSIDE}/statements", f"{INSIDE}/notes")
    await logged.read("party", f"{INSIDE}/process")
    logged.sql("update conf.case_audit_event set actor_id = gen_random_uuid() where operation = 'listStatements'")
    found = await items(logged, "moderator", f"{INSIDE}/audit-events")
    assert [(one["operation"], one["role"], one["outcome"]) for one in found] == [
        ("listNotes", "moderator", "done"),
        ("getProcess", "party", "done"),
    ]


async def test_s9_a_party_reads_what_they_did_themselves_and_of_others_only_role_and_day(logged: Logged) -> None:
    await logged.read("moderator", f"{INSIDE}/statements")
    await logged.read("second_party", f"{INSIDE}/process")
    await logged.read("party", f"{INSIDE}/harms")
    found = await items(logged, "party", f"{INSIDE}/audit-events")
    assert [(one["operation"], one["role"]) for one in found] == [("listHarms", "party")]
    (read,) = await items(logged, "party", "/me/access-log")
    assert {"caseId": read["caseId"], "readerRole": read["readerRole"]} == {"caseId": str(key(MINE)), "readerRole": "moderator"}


async def test_s10_what_somebody_reads_of_their_own_acts_does_not_tell_how_much_others_did_meanwhile(logged: Logged) -> None:
    told: list[list[Any]] = []
    for busy in (False, True):
        for table in ("audit_event", "conf.case_audit_event", "audit_node", "audit_checkpoint"):
            logged.sql(f"truncate {table}")
        await logged.read("party", f"{INSIDE}/process")
        if busy:
            await logged.read("second_party", f"{INSIDE}/process", f"{INSIDE}/needs")
            await logged.read("other_party", f"/cases/{key(OTHER)}/process")
        await logged.seal()
        await logged.read("party", f"{INSIDE}/harms")
        await logged.seal()
        told.append(plain(await items(logged, "party", f"{INSIDE}/audit-events")))
    assert [one["operation"] for one in told[0]] == ["getProcess", "listHarms"]
    assert told[0] == told[1]


async def test_s1_an_organisation_has_no_way_to_the_log_of_a_case(logged: Logged) -> None:
    await logged.read("moderator", f"{INSIDE}/statements")
    for who in ("admin", "coordinator", "auditor", "registrar", "member"):
        (answer,) = await logged.read(who, f"{INSIDE}/audit-events")
        assert answer.status_code == 404
    for path in ("/audit-events", "/audit-checkpoints"):
        for who in ("admin", "coordinator", "member", "registrar", "moderator", "party"):
            (answer,) = await logged.read(who, path)
            assert answer.status_code == 404


async def test_u1_the_log_is_sealed_within_two_seconds_while_the_service_looks_after_itself(logged: Logged) -> None:
    stop = asyncio.Event()
    sealing = asyncio.create_task(keep_sealing(logged.app.state.database, stop, every_seconds=0.05))
    await logged.read("coordinator", "/units")
    while logged.sql("select leaf_index from audit_event") != [(0,)]:
        await asyncio.sleep(0.01)
    stop.set()
    await sealing
    assert logged.sql(f"select size from audit_checkpoint where organisation_id = '{key(HOME)}'") == [(1,)]


async def test_u1_two_who_seal_at_once_give_each_row_one_place(logged: Logged) -> None:
    await logged.read("coordinator", *["/units"] * 20)
    await asyncio.gather(*(logged.seal() for _ in range(4)))
    await logged.seal()
    assert logged.sql("select leaf_index from audit_event order by leaf_index") == [(number,) for number in range(20)]
    assert await logged.findings() == []
