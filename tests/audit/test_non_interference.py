"""C6, C7, U5: what stands outside reads the same bytes, whatever people do and say inside a case, and however much of it."""

import random
from collections.abc import Iterator
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI

from tests.audit.conftest import Logged
from tests.http import as_
from tests.matrix import COLUMNS, MATRIX
from tests.people import MINE, key, word
from tests.test_matrix import OPERATIONS, address, body_of

PAIRS: Final = 200
AT_A_TIME: Final = 20
"""So many follow each other in one case before it begins anew: after some deeds the rest would only be answered that they come too late."""
TRACE: Final = {"traceparent": "00-0123456789abcdef0123456789abcdef-00f067aa0ba902b7-01"}
INSIDERS: Final = ("moderator", "party", "second_party", "guardian", "supporter")
# A coordinator who referred it and one who did not, as a person or a system; the administrator; the auditor; another tenant; nobody.
OUTSIDERS: Final = ("coordinator", "other_coordinator", "admin", "auditor", "foreign_coordinator", None)
# What the organisation may always know: that a case is closed, and with which of two results.
OUTWARD: Final = {"closeCase"}
ACCEPTED: Final = (
    f"update \"case\" set moderator_name = 'Name moderator' where id = '{key(MINE)}'",
    f"update conf.appointment set accepted_by_all_at = now() where case_id = '{key(MINE)}'",
)
"""All have accepted the moderator, whose name the organisation may know from then on."""
LOG: Final = ("listAuditEvents", "listAuditCheckpoints", "getAuditEvent", "getInclusionProof")


def deeds() -> list[str]:
    """Every deed of whoever sits in a case, save the one whose result is told outside."""
    column = {name: cells.split() for name, cells in MATRIX.items()}
    inside = [COLUMNS.index(who) for who in INSIDERS if who in COLUMNS]
    changing = (name for name in column if OPERATIONS[name][0] not in {"get", "GET"} and "{caseId}" in OPERATIONS[name][1])
    return sorted(name for name in changing if name not in OUTWARD and any(column[name][place] == "o" for place in inside))


def texts(body: Any, chance: random.Random) -> Any:
    """The same body with other words in it, of any length."""
    if isinstance(body, dict):
        return {name: texts(value, chance) for name, value in body.items()}
    if isinstance(body, list):
        return [texts(value, chance) for value in body]
    return word(chance.random()) + " x" * chance.randrange(2000) if body in {"text", "A", "B"} else body


class Play:
    """People inside a case, and those outside who read."""

    def __init__(self, app: FastAPI, client: httpx.AsyncClient, chance: random.Random) -> None:
        self.app, self.client, self.chance = app, client, chance

    async def act(self) -> int:
        """One deed of somebody inside, in whatever words; what they were answered."""
        name = self.chance.choice(DEEDS)
        who = self.chance.choice(INSIDERS)
        headers = {**as_(who).token(self.app), "If-Match": '"some"'}
        body = texts(body_of(name, OPERATIONS[name][2]), self.chance)
        answer = await self.client.request(OPERATIONS[name][0], address(name, MINE), headers=headers, json=body)
        assert answer.status_code < 500, (name, answer.text)
        return answer.status_code

    async def look_around(self) -> int:
        """One read of somebody inside."""
        name = self.chance.choice(READS)
        answer = await self.client.get(address(name, MINE), headers=as_(self.chance.choice(INSIDERS)).token(self.app))
        return answer.status_code

    async def transcript(self) -> dict[tuple[str | None, str], tuple[int, bytes, list[tuple[str, str]]]]:
        """Every byte that those outside are answered, status and headers included, wherever they look."""
        found = {}
        for who, name in LOOKS:
            headers = {**(as_(who).token(self.app) if who else {}), **TRACE}
            answer = await self.client.get(address(name, MINE), headers=headers)
            found[who, name] = (answer.status_code, answer.content, sorted(answer.headers.items()))
        return found


def looks() -> Iterator[tuple[str | None, str]]:
    """Where each of them looks: wherever something is for them, and in some places where nothing is."""
    reads = [name for name in sorted(MATRIX) if OPERATIONS[name][0] in {"get", "GET"} and name not in LOG]
    chance = random.Random(7)
    for who in OUTSIDERS:
        role = who.rpartition("_")[2] if who else None
        theirs = [name for name in reads if role in COLUMNS and MATRIX[name].split()[COLUMNS.index(role)] == "o"]
        hidden = chance.sample([name for name in reads if name not in theirs], 3)
        yield from ((who, name) for name in [*theirs, *hidden])


DEEDS: Final = deeds()
READS: Final = [name for name in sorted(MATRIX) if OPERATIONS[name][0] in {"get", "GET"} and "{caseId}" in OPERATIONS[name][1]]
LOOKS: Final = list(looks())


@pytest.mark.parametrize("seed", range(PAIRS // AT_A_TIME))
async def test_c6_c7_with_and_without_what_people_do_inside_and_in_whatever_words_outsiders_read_the_same_bytes(
    app: FastAPI, client: httpx.AsyncClient, logged: Logged, seed: int
) -> None:
    """Each transcript is compared with the one before anything happened: so any two courses, of whatever content and length, are a pair."""
    for statement in ACCEPTED:
        logged.sql(statement)
    play = Play(app, client, random.Random(seed))
    before = await play.transcript()
    answers = []
    for _ in range(AT_A_TIME):
        answers += [await play.act() for _ in range(play.chance.randrange(1, 5))]
        answers += [await play.look_around() for _ in range(play.chance.randrange(3))]
        after = await play.transcript()
        for place in after:
            assert after[place] == before[place], place
    # Something was done, and something was not to be done.
    assert {200, 404} <= {*answers}
    assert {201, 204} & {*answers}


@pytest.mark.parametrize("seed", range(4))
async def test_c6_whatever_was_said_and_however_it_ended_a_case_that_was_not_completed_reads_the_same(
    app: FastAPI, client: httpx.AsyncClient, logged: Logged, seed: int
) -> None:
    """The reason a case ended is itself secret."""
    for statement in ACCEPTED:
        logged.sql(statement)
    play = Play(app, client, random.Random(seed))
    for _ in range(seed * 5):
        await play.act()
    path, headers = address("closeCase", MINE), as_("moderator").token(app)
    answer = await client.post(path, headers=headers, json={"ending": ("not_possible", "unsuitable")[seed % 2]})
    assert answer.status_code in {200, 201}, answer.text
    (case,) = await logged.read("coordinator", address("getCase", MINE))
    told = {name: value for name, value in case.json().items() if name not in {"id", "closedOn"}}
    assert told == {**told, "state": "closed", "result": "ended_other_measures_open", "jointSessions": None}
    assert {name for name, value in told.items() if value is None} == {"jointSessions"}


async def test_u5_the_auditors_log_is_the_same_with_and_without_what_people_do_inside(
    app: FastAPI, client: httpx.AsyncClient, logged: Logged
) -> None:
    """Its rows, their places and how many there are; ids, moments and the hashes over them are new in every run."""
    told = []
    for seed in (None, 1, 2):
        for table in ("audit_event", "conf.case_audit_event", "audit_node", "audit_checkpoint"):
            logged.sql(f"truncate {table}")
        play = Play(app, client, random.Random(seed))
        for _ in range(4):
            for _ in range(6 * (seed or 0)):
                await play.act()
            await logged.read("coordinator", "/units", address("getCase", MINE))
            await logged.seal()
        answers = await logged.read("auditor", "/audit-events", "/audit-checkpoints")
        told.append([[_lasting(item) for item in answer.json()["items"]] for answer in answers])
    assert told[0] == told[1] == told[2]
    assert [len(items) for items in told[0]] == [8, 4]


def _lasting(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in {"id", "createdAt", "sealedAt", "traceId", "root", "note"}}
