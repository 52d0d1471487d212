"""The demo: its people are put in once, every seeded case is what its state claims, and the greeting's tokens and calls work."""

import asyncio
import shlex
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

import httpx
import pytest
from fastapi import FastAPI

from app.demo.opening import settle, welcome
from app.demo.people import PERSONAS, WHO_THEY_ARE, persona_id
from app.demo.seeds import seeds
from app.domain.agreements import CommitmentTerms
from app.domain.agreements import text_hash as agreement_hash
from app.domain.cases import PHASE, CaseState
from app.domain.commitments import CommitmentState
from app.domain.confidentiality import Principal, Role
from app.domain.disclosures import letter_hash
from app.domain.errors import Unknown
from app.domain.harms import HarmState
from app.domain.mandates import MandateText
from app.domain.mandates import text_hash as mandate_hash
from app.domain.sessions import SessionState
from app.domain.situation import Situation, unready
from app.domain.supports import stands, support_hash
from app.domain.texts import SECRECY_HASH, hash_of
from app.jobs.worker import WORKER
from app.main import create_app
from app.routers.examples import demo_id
from app.settings import Settings
from app.store.database import Database
from app.store.models import Row
from app.store.models.agreements import Agreement, Commitment
from app.store.models.cases import Case, Process, TrueState
from app.store.models.disclosures import DisclosureRequest, DisclosureText
from app.store.models.intake import Referral, Request
from app.store.models.mandates import Mandate
from app.store.models.parties import SecrecyAcceptance
from app.store.models.sessions import SessionRecord
from app.store.models.supports import OrganisationalSupport, Release, ReleasedItem
from tests.behind import LOOK

R = TypeVar("R", bound=Row)

NOW: Final = datetime.now(UTC)
ILSE: Final = Principal(persona_id("moderator"), PERSONAS["moderator"].organisation_id, Role.MODERATOR)
BEGUN: Final = {
    "intake": CaseState.INTAKE,
    "readiness": CaseState.READINESS,
    "paused": CaseState.READINESS,
    "mandate": CaseState.MANDATE,
    "in-process": CaseState.IN_PROCESS,
    "in-session": CaseState.IN_PROCESS,
    "agreement": CaseState.AGREEMENT,
    "aftercare": CaseState.AFTERCARE,
    "closed": CaseState.CLOSED,
}
TURNED: Final = ("team", "young", "led-no-more", "handed-over", "handed-on")
"""The cases in which more people take part, or the moderator is another one."""


def rows(model: type[R]) -> list[R]:
    """The seeded rows of one kind."""
    return [row for row in seeds(NOW) if isinstance(row, model)]


@pytest.fixture
async def demo(app: FastAPI, database: str) -> Database:
    """A database in which the demo has just begun."""
    assert await settle(database, app.state.database.keys, app.state.database.notary, NOW)
    found: Database = app.state.database
    return found


async def situation(demo: Database, case: str) -> Situation:
    """What the gates see of a seeded case."""
    async with demo.store_for(WORKER, None) as store:
        return await store.situation(demo_id(f"case-{case}"), NOW)


async def test_a_second_start_puts_nothing_in_and_keeps_what_stands(demo: Database, database: str) -> None:
    async with demo.store_for(ILSE, LOOK) as store:
        (await store.one(Process, demo_id("case-readiness"))).paused_at = NOW
    assert await settle(database, demo.keys, demo.notary, datetime.now(UTC)) is False
    async with demo.store_for(ILSE, LOOK) as store:
        assert (await store.one(Process, demo_id("case-readiness"))).paused_at == NOW


async def test_of_several_starts_at_once_exactly_one_puts_everyone_in(app: FastAPI, database: str) -> None:
    assert sorted(await asyncio.gather(*(settle(database, app.state.database.keys, app.state.database.notary, NOW) for _ in range(4)))) == [
        False,
        False,
        False,
        True,
    ]
    assert (await situation(app.state.database, "readiness")).state is CaseState.READINESS


async def test_every_state_of_a_case_is_seeded_and_the_process_shows_its_phase(demo: Database) -> None:
    async with demo.store_for(ILSE, LOOK) as store:
        for name, state in BEGUN.items():
            assert (await store.one(TrueState, demo_id(f"case-{name}"))).state is state
            assert (await store.one(Process, demo_id(f"case-{name}"))).phase is PHASE[state]
        for name in ("received", "asked"):
            with pytest.raises(Unknown):
                await store.one(Process, demo_id(f"case-{name}"))
    assert {*BEGUN.values(), CaseState.REGISTERED} == {*CaseState}
    assert {row.id for row in rows(Case)} == {demo_id(f"case-{name}") for name in (*BEGUN, *TURNED, "received", "asked")}
    brought_in = {row.case_id for row in rows(Referral)} | {row.case_id for row in rows(Request)}
    assert brought_in == {row.id for row in rows(Case)}


async def test_seeded_states_hold_the_guards_that_lead_to_them_s0_r4_r10(demo: Database) -> None:
    for name, state in BEGUN.items():
        now = await situation(demo, name)
        assert len(now.places) == 2
        assert now.screened is (name != "intake")
        assert [place.informed for place in now.places] == [name != "intake"] * 2
        assert (unready(now) == []) is (name not in {"intake", "paused"})
        assert now.mandate_in_force is (state in {CaseState.IN_PROCESS, CaseState.AGREEMENT, CaseState.AFTERCARE, CaseState.CLOSED})
        assert now.paused is (name == "paused")


async def test_r3_r6_r9_the_seeded_turns_are_as_they_are_told(demo: Database) -> None:
    team, young, led_no_more, handed_over, handed_on = [await situation(demo, name) for name in TURNED]
    assert [now.state for now in (team, young, led_no_more, handed_over, handed_on)] == [CaseState.READINESS] * 5
    assert demo_id("team/party-bas") not in {place.party for place in team.places}
    assert [group.spokesperson for group in team.collectives] != []
    assert {(condition.code, condition.party_id) for condition in unready(young)} == {("guardian-consent", demo_id("young/party-yara"))}
    assert (led_no_more.led, led_no_more.paused, led_no_more.left_alone) == (False, True, False)
    assert (handed_over.led, handed_over.paused, handed_over.mandate_in_force) == (True, True, False)
    assert (handed_on.led, [place.welcomed for place in handed_on.places]) == (True, [True, True])
    assert {place.party for place in handed_over.places if place.welcomed} == {demo_id("handed-over/party-de-wit")}


def test_b6_every_seeded_release_is_of_the_words_that_stand() -> None:
    sentences = {row.id: row for row in rows(OrganisationalSupport)}
    for row in sentences.values():
        assert row.text_hash == support_hash(row.text, row.due_on)
    for given in rows(Release):
        sentence = sentences[given.support_id]
        assert stands(given.created_at, given.text_hash, None, sentence.worded_at, sentence.text_hash)
    assert [(item.text, item.due_on) for item in rows(ReleasedItem)] == [
        (row.text, row.due_on) for row in sentences.values() if row.released_at
    ]


async def test_the_seeded_conversations_are_as_they_are_told_r12_r13_r14(demo: Database) -> None:
    offered = await situation(demo, "mandate")
    assert offered.mandate_offered
    assert not any(place.accepted for place in offered.places)
    talking = await situation(demo, "in-process")
    assert talking.session is SessionState.PLANNED
    assert all(place.reconfirmed for place in talking.places)
    assert (talking.joint_held, talking.harm_discussed, talking.agreement_proposed, talking.agreed) == (True, True, True, False)
    assert [promise.state for promise in talking.proposals] == [CommitmentState.PROPOSED] * 2
    assert not any(place.confirmed for place in talking.places)
    assert (await situation(demo, "in-session")).session is SessionState.RUNNING
    agreed = await situation(demo, "agreement")
    assert {(promise.state, promise.due) for promise in agreed.promises} == {
        (CommitmentState.AGREED, False),
        (CommitmentState.REPORTED, False),
        (CommitmentState.AGREED, True),
    }
    for name in ("aftercare", "closed"):
        over = await situation(demo, name)
        assert [promise.state for promise in over.promises] == [CommitmentState.CONFIRMED]
        assert [harm.state for harm in over.harms] == [HarmState.REPAIRED]
        assert (over.followed_up, [place.restored for place in over.places]) == (True, [True, True])
    assert (await situation(demo, "closed")).reopening_asked


def _terms(row: Commitment) -> CommitmentTerms:
    names = ("what", "how_we_know", "kind", "due_on", "review_on", "owner_party_id", "beneficiary_party_id", "replaces_id")
    return CommitmentTerms(**{name: getattr(row, name) for name in names})


def test_every_seeded_hash_is_that_of_its_text_s0_r10_r13() -> None:
    assert {row.text_hash for row in rows(SecrecyAcceptance)} == {SECRECY_HASH}
    assert all(row.text_hash == hash_of({"text": row.text}) for row in rows(SessionRecord))
    for mandate in rows(Mandate):
        fields: dict[str, Any] = {name: getattr(mandate, name) for name in MandateText.__dataclass_fields__}
        assert mandate.text_hash == mandate_hash(MandateText(**fields))
    for text in rows(DisclosureText):
        (request,) = [row for row in rows(DisclosureRequest) if row.id == text.request_id]
        assert text.text_hash == letter_hash(request.recipient, request.purpose, text.text)
    for agreement in rows(Agreement):
        terms: Iterable[CommitmentTerms] = [_terms(row) for row in rows(Commitment) if row.agreement_id == agreement.id]
        assert agreement.text_hash == agreement_hash(agreement.text, terms)


def test_no_seeded_row_lies_in_the_future_and_no_two_have_one_id() -> None:
    found = seeds(NOW)
    assert all(row.created_at < NOW for row in found)
    assert len({(type(row), row.id) for row in found}) == len(found)


@pytest.fixture
async def played(settings: Settings, database: str, tmp_path: Path) -> AsyncIterator[FastAPI]:
    """The service in demo mode, on a demo that has just begun."""
    application = create_app(settings, PERSONAS)
    async with application.router.lifespan_context(application):
        await settle(database, application.state.database.keys, application.state.database.notary, NOW)
        yield application


async def test_the_greeting_has_a_token_for_each_of_them_and_three_calls_that_work(played: FastAPI) -> None:
    told = welcome("http://test", played.state.tokens).splitlines()
    assert len(WHO_THEY_ARE) == 14
    async with httpx.AsyncClient(transport=httpx.ASGITransport(played)) as client:
        for name, who in WHO_THEY_ARE.items():
            token = told[told.index(f"{name}: {who}") + 1]
            me = await client.get("http://test/v1/me", headers={"Authorization": f"Bearer {token}"})
            assert me.json()["principalId"] == str(persona_id(name))
            assert me.json()["roles"] == [PERSONAS[name].role]
        calls = [shlex.split(line) for line in told if line.startswith("curl ")]
        assert [(await _curled(client, call)).status_code for call in calls] == [201, 200, 200]


async def _curled(client: httpx.AsyncClient, call: list[str]) -> httpx.Response:
    """What curl would do with these words."""
    headers = dict(call[place + 1].split(": ", 1) for place, word in enumerate(call) if word == "-H")
    body = next((call[place + 1] for place, word in enumerate(call) if word == "-d"), None)
    return await client.request("POST" if body else "GET", call[-1], headers=headers, content=body)


async def test_a_demo_token_lasts_twelve_hours(played: FastAPI) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(played), base_url="http://test/v1") as client:
        told = await client.post("/token", data={"grant_type": "urn:herstel:grant:demo-persona", "persona": "admin"})
        assert (told.status_code, told.json()["expires_in"]) == (200, 43200)


async def test_outside_demo_mode_there_is_no_demo_grant(settings: Settings, database: str) -> None:
    application = create_app(settings.model_copy(update={"demo": False}), PERSONAS)
    async with (
        application.router.lifespan_context(application),
        httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://test/v1") as client,
    ):
        told = await client.post("/token", data={"grant_type": "urn:herstel:grant:demo-persona", "persona": "admin"})
        assert (told.status_code, told.json()["code"]) == (400, "invalid-grant")
