"""P1: with the key store away, what people said can be neither read nor written, and everything else goes on; it comes back by itself."""

import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import create_engine

from app.embedded import EmbeddedPostgres, throwaway
from app.main import create_app
from app.settings import Settings
from app.store.key_database import KEYS
from app.store.keys import KeyRing, KeyStore
from tests.http import as_
from tests.matrix import COLUMNS, MATRIX
from tests.people import ASKED, MINE, key
from tests.routers.playing import ANN, JOINT, MANDATE, MODERATOR, YES, Play
from tests.test_matrix import BODIES, OPERATIONS, address
from tests.transcripts.played import Played
from tests.world import World

READS: Final = sorted(name for name in MATRIX if OPERATIONS[name][0] == "get")
# By hand from the matrix: what can be read while the keys are away, as nothing of it was ever said by anybody. All else is away with them,
# and with it what holds no words itself but is answered to a text: approvals, confirmations, releases.
GOES_ON: Final = {
    *("getMe", "listAccessEvents", "listWorklist", "listTimeline"),
    *("listUnits", "getUnit", "listPeople", "getPerson", "getOrganisationSettings"),
    *("listModerators", "getModerator", "listTies", "listRegisteredAppointments", "getRegisteredAppointment"),
    *("listCases", "getCase", "getProcess", "getState", "listOverlaps", "getSeat"),
    *("listAppointments", "listAppointmentAcceptances", "listSuccessorProposals", "listPrivateGrants", "getPrivateGrant"),
    *("getGate", "listAnnouncements", "listDeclarationContestations", "listReconfirmationContestations"),
    *("listPlaceEndings", "listReopeningRequests", "listOutcomeConfirmations"),
    *("listCompanionInvitations", "getCompanionSecrecyAcceptance", "listMemberInvitations"),
    *("listInvitations", "listGuardianInvitations", "getSecrecyAcceptance", "getGuardianSecrecyAcceptance", "getMemberSecrecyAcceptance"),
    *("listReadinessDeclarations", "listReconfirmations", "listGuardianConsents", "listSpokespersonChoices", "listAdmissions"),
    *("listAttendances", "listPresences", "listOneTimeCodes", "listMembers"),
    *("listSigningKeys", "getSigningKey", "listSealingKeys", "getSealingKey"),  # public keys
    *("listAuditEvents", "getAuditEvent", "getInclusionProof", "listAuditCheckpoints", "listCaseAuditEvents", "getCaseAuditEvent"),
    *("listErasures", "getErasure", "listCaseCertificates", "getCaseCertificate", "listCertificates", "getCertificate"),
    "listRetention",
    "getMember",  # of whoever has a place of their own: that one says its own name
}
# For everyone, token or not.
OPEN: Final = ("/code-lists/settings", "/question-guides", "/secrecy-statement", "/jwks")
SAID: Final = {"text": "Dit is nooit gezegd."}
HARM: Final = {**SAID, "kinds": ["emotional"]}
NAMED: Final = {"displayName": "Iemand", "contact": "iemand@post.example"}
MODERATOR_KNOWN: Final = {"name": "N.", "expertise": ["social_safety"], "issuer": "https://idp.example", "subject": "n"}
# Who writes what people say, and which words; each of these is theirs to do in the world.
WRITES: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "createReferral": ("coordinator", {**BODIES["createReferral"], "note": "Dit is nooit gezegd."}),
    "createRequest": ("member", {**BODIES["createRequest"], "note": "Dit is nooit gezegd."}),
    "registerModerator": ("registrar", {**MODERATOR_KNOWN, "qualification": "Dit is nooit gezegd."}),
    "writeNote": ("moderator", SAID),
    "recordGuardian": ("moderator", NAMED),
    "assessSafety": ("moderator", {"result": "safe_with_measures", "measures": "Dit is nooit gezegd."}),
    "draftMandate": ("moderator", MANDATE),
    "planSession": ("moderator", JOINT),
    "planTalk": ("moderator", {"kind": "preparatory", "goal": "Dit is nooit gezegd.", "plannedFor": "2035-01-01T10:00:00Z"}),
    "tellStatement": ("party", SAID),
    "tellBehaviourExperience": ("party", SAID),
    "tellPrivateHarm": ("party", HARM),
    "shareHarm": ("party", HARM),
    "tellPrivateNeed": ("party", SAID),
    "shareNeed": ("party", SAID),
    "shareIdea": ("party", SAID),
    "tellGroupHarm": ("party", {**HARM, "groupName": "Iedereen"}),
    "bringSupporter": ("party", NAMED),
    "proposeOrganisationalSupport": ("party", {**SAID, "dueOn": "2035-01-01"}),
}


@contextmanager
def away(*files: Path) -> Iterator[None]:
    """As long as the block lasts these files are gone, and afterwards they stand where they stood."""
    moved = [(file, file.with_name(f"away-{file.name}")) for file in files if file.exists()]
    assert moved
    for file, elsewhere in moved:
        file.rename(elsewhere)
    try:
        yield
    finally:
        for file, elsewhere in moved:
            elsewhere.rename(file)


def keys_of(settings: Settings) -> tuple[Path, ...]:
    """The files of the key store, without the ring."""
    folder = settings.data_folder / "keys"
    return tuple(folder / f"keys.db{ending}" for ending in ("", "-wal", "-shm"))


@asynccontextmanager
async def another(settings: Settings) -> AsyncIterator[tuple[FastAPI, httpx.AsyncClient]]:
    """A process that has just begun: it remembers no key."""
    app = create_app(settings, makes_keys=False)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test/v1") as client:
        yield app, client


def case_of(name: str, who: str) -> str:
    """Their own case."""
    return ASKED if who == "member" or name == "getRequest" else MINE


def reader_of(name: str) -> str:
    """Someone whose it is to read: the moderator, where that is possible."""
    can = [who for who, cell in zip(COLUMNS, MATRIX[name].split(), strict=True) if cell == "o"]
    return "moderator" if "moderator" in can else can[0]


async def read(app: FastAPI, client: httpx.AsyncClient, *names: str) -> dict[str, tuple[int, str, str]]:
    """What comes of reading: the status, the code, and when to come again."""
    found = {}
    for name in names:
        who = reader_of(name)
        answer = await client.get(address(name, case_of(name, who)), headers=as_(who).token(app))
        found[name] = (answer.status_code, answer.json().get("code", ""), answer.headers.get("retry-after", ""))
    return found


GONE: Final = (503, "keys-away", "1")
FINE: Final = (200, "", "")


@pytest.mark.parametrize("what", ["the keys", "their ring"])
async def test_p1_key_store_away_content_is_503_and_the_rest_goes_on(
    settings: Settings, database: str, the_world: World, what: str
) -> None:
    files = keys_of(settings) if what == "the keys" else (settings.key_ring_at,)
    names = READS if what == "the keys" else ("listCases", "listNotes", "getParty")
    async with another(settings) as (app, client):
        with away(*files):
            found = await read(app, client, *names)
            assert found == {name: FINE if name in GOES_ON else GONE for name in names}
            assert [(await client.get(path)).status_code for path in OPEN] == [200] * len(OPEN)
            assert [(await client.get(f"http://test/health/{state}")).status_code for state in ("live", "ready")] == [200, 200]
        assert await read(app, client, *names) == dict.fromkeys(names, FINE)


async def contents(superuser: Callable[[str], list[tuple[object, ...]]]) -> dict[str, object]:
    """Every table of the database, as a digest of all its rows."""
    tables = superuser(
        "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('public', 'conf')"
        # What was refused stands in the audit log, as everything does.
        " and tablename not like '%audit_event' order by 1"
    )
    asked = " union all ".join(f"select '{table}', md5(string_agg(t::text, '|' order by t::text)) from {table} t" for (table,) in tables)
    return {str(table): digest for table, digest in superuser(asked)}


async def test_p1_key_store_away_nothing_is_written_in_plain_instead(
    settings: Settings, server: EmbeddedPostgres, database: str, the_world: World
) -> None:
    def superuser(question: str) -> list[tuple[object, ...]]:
        return server.execute(question, database.rpartition("/")[2])

    async with another(settings) as (app, client):
        before = await contents(superuser)
        with away(*keys_of(settings)):
            for name, (who, body) in WRITES.items():
                answer = await client.post(address(name, case_of(name, who)), json=body, headers=as_(who).token(app))
                said = (answer.status_code, answer.json()["code"], answer.headers.get("retry-after"))
                assert said == GONE, f"{name} {answer.text}"
                assert "nooit" not in answer.text
        assert await contents(superuser) == before
        for name, (who, body) in WRITES.items():
            answer = await client.post(address(name, case_of(name, who)), json=body, headers=as_(who).token(app))
            assert answer.status_code == 201, f"{name} {answer.text}"


async def test_p1_key_store_away_people_come_in_and_the_organisation_goes_on(settings: Settings, database: str, the_world: World) -> None:
    async with another(settings) as (app, client):
        play = Played(app, client)
        await play.taken("Ann", "Ben")
        admin = as_("admin").token(app)
        etag = (await client.get("/organisation-settings", headers=admin)).headers["etag"]
        with away(*keys_of(settings), settings.key_ring_at):
            await play.comes_in("Ann")
            assert (await play.call("Ann", "GET", "seat")).status_code == 200
            unit = await client.post("/units", json={"kind": "team", "name": "Ploeg"}, headers=admin)
            changed = await client.patch("/organisation-settings", json={"answerDays": 29}, headers={**admin, "If-Match": etag})
            assert (unit.status_code, changed.status_code) == (201, 200)
        await play.is_informed("Ann")


async def test_r7_p1_key_store_away_nobody_is_kept_from_withdrawing(
    app: FastAPI, client: httpx.AsyncClient, settings: Settings, the_world: World
) -> None:
    play = Play(app, client)
    await play.to_readiness()
    async with another(settings) as (_, play.client):
        with away(*keys_of(settings), settings.key_ring_at):
            await play.does(ANN, f"parties/{play.party[ANN]}/withdrawals")
            await play.does(ANN, f"parties/{play.party[ANN]}/readiness-declarations", YES)
            assert (await play.call(MODERATOR, "GET", f"parties/{play.party[ANN]}")).status_code == 503


@pytest.fixture(scope="module")
def key_server() -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL for the keys alone."""
    with throwaway() as server:
        server.ensure("keys")
        yield server


async def elsewhere(settings: Settings, key_server: EmbeddedPostgres) -> Settings:
    """The same with its keys on that server."""
    moved = settings.model_copy(update={"keys_url": key_server.url("keys"), "key_ring_file": settings.key_ring_at})
    from_here, to_there = create_engine(settings.keys_at), create_engine(key_server.url("keys"))
    with from_here.begin() as here, to_there.begin() as there:
        KEYS.create(there, checkfirst=True)
        there.execute(KEYS.delete())
        there.execute(KEYS.insert(), [dict(row) for row in here.execute(KEYS.select()).mappings()])
    from_here.dispose()
    to_there.dispose()
    return moved


async def test_p1_key_store_away_on_a_server_of_its_own_that_stops(
    settings: Settings, key_server: EmbeddedPostgres, database: str, the_world: World
) -> None:
    names = ("listCases", "listTimeline", "listWorklist", "listNotes", "getStatement", "listMandates", "getQualification")
    async with another(await elsewhere(settings, key_server)) as (app, client):
        os.kill(key_server.pid, signal.SIGINT)
        os.waitid(os.P_PID, key_server.pid, os.WEXITED | os.WNOWAIT)
        assert await read(app, client, *names) == {name: FINE if name in GOES_ON else GONE for name in names}
        key_server.revive()
        assert await read(app, client, *names) == dict.fromkeys(names, FINE)


async def test_p1_key_store_away_a_lost_store_is_not_begun_anew(settings: Settings, database: str, the_world: World) -> None:
    with away(*keys_of(settings), settings.key_ring_at):
        async with another(settings) as (app, client):
            assert await read(app, client, "listNotes") == {"listNotes": GONE}
        assert not settings.key_ring_at.exists()
        assert not keys_of(settings)[0].exists()
    store = KeyStore(settings.keys_at, KeyRing(settings.key_ring_at), makes=False)
    assert await store.of(key(MINE))
    await store.close()
