"""Link headers: from what is shown to what its reader may do next, and never by what others have answered (S10, S11)."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import product
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI

from app.demo.opening import settle
from app.demo.people import PERSONAS
from app.domain.confidentiality import Reach, Role, may, sees
from app.embedded import EmbeddedPostgres
from app.main import create_app
from app.routers.links import LINKS
from app.settings import Settings
from app.store.reaches import reach_sql
from tests.conftest import DATABASE
from tests.http import as_
from tests.people import ASKED, FOREIGN, MINE, OTHER, key
from tests.routers.following import ENDS_A_PLACE, LOST, followed, links_of, operation_at
from tests.routers.playing import ANN, BEN, MANDATE, MODERATOR, playing
from tests.routers.undoing import undoing
from tests.test_words import addresses
from tests.world import World

pytestmark = pytest.mark.usefixtures("the_world")


async def rels(client: httpx.AsyncClient, headers: dict[str, str], path: str) -> list[str]:
    """The relations of one resource, without the house's prefix."""
    answer = await client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return [rel.removeprefix("urn:herstel:rel:") for rel, _, _ in links_of(answer)]


OUTSIDE: Final = ("admin", "coordinator", "registrar")
INSIDE: Final = ("guardian", "party", "moderator")
BEGINS: Final = "all is said and agreed"
STATES: Final = {
    BEGINS: """
        update commitment set due_on = '2026-01-01' where owner_party_id = '{second}';
        delete from support_confirmation where party_id = '{first}'
    """,
    "all is asked, and only the first party and the guardian have answered": """
        update mandate set state = 'offered';
        update agreement set state = 'proposed';
        update commitment set state = 'proposed';
        update session set state = 'planned';
        update session_record set approved_by_all_at = null;
        update introduction set admitted_by_all_at = null;
        update organisational_support set released_at = null;
        delete from support_confirmation;
        delete from released_item;
        delete from attribution;
        update behaviour_experience set shared_at = null;
        delete from classification;
        delete from mandate_acceptance where party_id = '{second}';
        delete from agreement_confirmation where party_id = '{second}';
        delete from commitment_acceptance where party_id = '{second}';
        delete from record_approval where party_id = '{second}';
        delete from release where party_id = '{second}';
        delete from admission where party_id = '{second}';
        delete from disclosure;
        delete from disclosure_consent where party_id is distinct from '{first}';
        delete from told_exception where party_id = '{second}';
        update disclosure_request set state = 'open';
        update legal_hold set lifted_at = null;
        update party_particulars set born_on = '2012-01-01'
    """,
    "promises wait, all talk and rest, and the second party has not read the statement": """
        update agreement set state = 'agreed';
        update commitment set state = 'reported', reported_at = now() where owner_party_id = '{second}';
        update commitment set state = 'reported', reported_at = '2026-01-01' where owner_party_id = '{first}';
        update mandate set state = 'draft';
        update session set state = 'running';
        update process set paused_at = now(), phase = 'agreement';
        update true_state set state = 'agreement';
        update seat set informed_at = null where party_id = '{second}';
        update party_particulars set born_on = '1990-01-01'
    """,
    "closed, and nobody leads": """
        update seat set informed_at = now();
        update session set state = 'held';
        update process set phase = 'closed', paused_at = null;
        update true_state set state = 'closed';
        update appointment set ended_at = now();
        update seat set ended_at = now() where role = 'moderator'
    """,
}
"""How the world's case can stand, each from the one before it on."""
BODIES_TO_TRY: Final[dict[str, list[Any]]] = {
    "addParty": [{"displayName": "Team", "kind": "collective"}],
    "closeCase": [{"ending": "not_possible"}],
    "addMember": [{"displayName": "Somebody"}],
    "confirmOutcome": [{"question": "self_resolved", "yes": True}],
    "noteAttendance": [{"partyId": str(key(MINE, "left group"))}],
    "reconfirm": [{"ready": True}, {"ready": False}],
    "moveCase": [{"to": state} for state in ("readiness", "mandate", "in_process", "agreement", "aftercare")],
}
"""Of these it depends on what is asked whether it comes at the wrong moment."""
OF_THE_BODY: Final = {"other-text", "other-version", "other-question", "wrong-proof"}
NOT_HERE: Final = "veto answer-support declare-independence decline note-attendance propose-agreement write-record"
"""What the plays follow: the scenarios answer, take offers, propose and write down."""
TOLD_BY_THE_GATE: Final = {"gate-closed", "guard-unmet"}
"""What is missing is in the answer: for the moderator, whose the gate is (S10, S11)."""


def singles(app: FastAPI, the_world: World) -> list[str]:
    """Every address of one resource, outside cases or in the one that is theirs; no list has links but to its next page."""
    found = app.state.document()["paths"].items()
    lists = {path for path, item in found if any(one["name"] == "cursor" for one in item.get("get", {}).get("parameters", []))}
    patterns = [re.compile(re.sub(r"{\w+}", "[^/]+", path)) for path in lists]
    others = {str(key(case)) for case in (ASKED, OTHER, FOREIGN)}
    mine = [path for path in addresses(app, the_world) if not any(case in path for case in others)]
    return [path for path in mine if not any(one.fullmatch(path) for one in patterns)]


Reads = dict[str, httpx.Response]


def one_of_each(reads: Reads) -> list[str]:
    """Of those that were shown one address for every operation, kind of resource, and relations that it had."""
    shown = {path: read for path, read in reads.items() if read.is_success}
    rels = {path: [rel for rel, _, _ in links_of(read)] for path, read in shown.items()}
    return list({(operation_at("GET", f"/v1{path}"), shown[path].json().get("kind"), *rels[path]): path for path in shown}.values())


def ways_on(reads: Reads) -> list[tuple[str, str]]:
    """One link to every operation that is linked."""
    found = {operation_at(method, href): (method, href) for read in reads.values() for _, method, href in links_of(read)}
    return list(found.values())


async def in_vain(client: httpx.AsyncClient, headers: dict[str, str], who: str, method: str, href: str) -> str | None:
    """How a link is said no to, whatever is asked; nothing where it leads on."""
    allowed = OF_THE_BODY | (TOLD_BY_THE_GATE if who == "moderator" else set())
    answers = [await followed(client, headers, method, href, body) for body in BODIES_TO_TRY.get(operation_at(method, href), [None])]
    leads_on = any(one.status_code not in {*LOST, 409, 412, 428} or one.json()["code"] in allowed for one in answers)
    return None if leads_on else f"{who} {method} {href} {answers[-1].text}"


async def test_no_link_leads_to_what_its_reader_can_know_to_be_in_vain(
    app: FastAPI, client: httpx.AsyncClient, the_world: World, database: str, server: EmbeddedPostgres
) -> None:
    """Each is followed from the very moment at which it was read: whatever a deed does is undone."""
    paths = singles(app, the_world)
    readable = {who: [path for path in paths if path.startswith("/cases/") is (who not in OUTSIDE)] for who in (*OUTSIDE, *INSIDE)}
    followed_up: set[str] = set()
    for name, statements in STATES.items():
        server.execute(statements.format(first=key(MINE, "party", 0), second=key(MINE, "party", 1)), DATABASE)
        async with undoing(app):
            for who, mine in readable.items():
                headers = dict(as_(who).token(app))
                reads = {path: await client.get(path, headers=headers) for path in mine}
                assert {read.status_code for read in reads.values()} <= {200, 404}
                followed_up |= {rel.rpartition(":")[2] for read in reads.values() for rel, _, _ in links_of(read)}
                links = ways_on(reads)
                assert [told for method, href in links if (told := await in_vain(client, headers, who, method, href))] == [], name
                if name == BEGINS:
                    readable[who] = one_of_each(reads)
        if name == BEGINS:
            # Outside the case nothing changes with it; inside the same resources are seen in every state, and by both parties.
            own = f"/cases/{key(MINE)}/supporters/{key(MINE, 'companion', 1)}"
            readable = {who: readable[who] for who in INSIDE} | {"second_party": [*readable["party"], own]}
    assert {step.rel for steps in LINKS.values() for step in steps} - followed_up == set(NOT_HERE.split())


def test_every_link_asks_the_grid_something_that_the_grid_can_answer() -> None:
    for model, steps in LINKS.items():
        readers = [role for role in Role if sees(role, model.secrecy) is not Reach.NONE]
        for role, step in product(readers, steps):
            assert step.act is None or reach_sql(model, may(role, step.act)) is not None, f"{model} {step.rel} {role}"


@pytest.fixture
async def demo(settings: Settings, database: str, server: EmbeddedPostgres) -> AsyncIterator[FastAPI]:
    """The service in demo mode, with the demo just begun."""
    application = create_app(settings, PERSONAS)
    async with application.router.lifespan_context(application):
        await settle(server.url(DATABASE), application.state.database.keys, application.state.database.notary, datetime.now(UTC))
        yield application
    await application.state.database.close()


async def test_every_link_and_every_item_of_the_demo_leads_somewhere_for_every_persona(demo: FastAPI) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(demo), base_url="http://test/v1") as client:
        for persona in PERSONAS.values():
            token = demo.state.tokens.issue_demo(persona.subject, persona.organisation_id, persona.role)
            headers = {"Authorization": f"Bearer {token}"}
            items = (await client.get("/me/worklist", params={"limit": 100}, headers=headers)).json()["items"]
            links = [(link["method"], link["href"]) for item in items for link in item["links"]]
            for _, href in [one for one in links if one[0] == "GET"]:
                next_ = links_of(await client.get(href.removeprefix("/v1"), headers=headers))
                links += [(method, to) for rel, method, to in next_ if rel not in ENDS_A_PLACE]
            for method, href in dict.fromkeys(links):
                answer = await followed(client, headers, method, href)
                assert answer.status_code not in LOST, f"{persona.role} {method} {href} {answer.text}"


async def test_links_follow_what_the_row_shows_and_whose_deed_it_is(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await playing(app, client)
    await play.to_conversation()
    session = await play.plans()
    ann, moderator = play.headers[ANN], play.headers[MODERATOR]
    base = f"/cases/{play.id}"
    assert await rels(client, ann, f"{base}/{session}") == ["question-guide", "reconfirm"]
    assert await rels(client, moderator, f"{base}/{session}") == [
        *("question-guide", "reconfirm", "replan-session", "start-session", "cancel-session", "name-companion"),
    ]
    assert await rels(client, ann, f"{base}/parties/{play.party[BEN]}") == []
    assert "withdraw" in await rels(client, ann, f"{base}/parties/{play.party[ANN]}")
    assert await rels(client, play.headers["coordinator"], base) == ["timeline"]


async def test_a_deed_and_head_carry_the_same_links_as_a_read(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = await playing(app, client)
    await play.to_conversation()
    session = await play.plans()
    cancelled = await play.call(MODERATOR, "POST", f"{session}/cancellation")
    read = await play.call(MODERATOR, "GET", session)
    assert links_of(cancelled) == links_of(read) == []
    draft = await play.call(MODERATOR, "POST", "mandates", MANDATE)
    place = draft.headers["Location"].removeprefix("/v1")
    got = await client.get(place, headers=play.headers[MODERATOR])
    head = await client.head(place, headers=play.headers[MODERATOR])
    assert links_of(draft) == links_of(got) == links_of(head) != []


async def test_r9_the_end_of_a_place_is_linked_for_the_party_and_otherwise_for_the_moderator(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    play = await playing(app, client)
    await play.to_readiness()
    ends = {}
    for who, whose in ((ANN, ANN), (ANN, BEN), (MODERATOR, BEN)):
        place = await play.call(who, "GET", f"parties/{play.party[whose]}")
        ends[who, whose] = [(rel, method, href) for rel, method, href in links_of(place) if rel in ENDS_A_PLACE]
    assert [[rel.rpartition(":")[2] for rel, _, _ in found] for found in ends.values()] == [["depart"], [], ["record-loss"]]
    for who, whose in ((ANN, ANN), (MODERATOR, BEN)):
        ((_, method, href),) = ends[who, whose]
        assert (await followed(client, play.headers[who], method, href)).status_code == 200
