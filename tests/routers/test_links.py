"""Link headers: from what is shown to what its reader may do next, and never by what others have answered (S10, S11)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import product
from typing import Final

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
from tests.people import FOREIGN, OTHER, key
from tests.routers.following import ENDS_A_PLACE, LOST, followed, links_of
from tests.routers.playing import ANN, BEN, MANDATE, MODERATOR, playing
from tests.test_words import addresses
from tests.world import World


async def rels(client: httpx.AsyncClient, headers: dict[str, str], path: str) -> list[str]:
    """The relations of one resource, without the house's prefix."""
    answer = await client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return [rel.removeprefix("urn:herstel:rel:") for rel, _, _ in links_of(answer)]


READERS: Final = ("admin", "member", "coordinator", "guardian", "supporter", "party", "second_party", "moderator", "registrar")
"""Those who can end what others have come last: an invitation ends the access before it, and the registrar the moderator's."""


async def test_every_link_of_the_world_leads_to_a_deed_that_is_its_readers(
    app: FastAPI, client: httpx.AsyncClient, the_world: World
) -> None:
    others = {str(key(case)) for case in (OTHER, FOREIGN)}
    paths = [path for path in addresses(app, the_world) if not any(case in path for case in others)]
    linked = set()
    for who in READERS:
        headers = dict(as_(who).token(app))
        answers = [await client.get(path, headers=headers) for path in paths]
        assert {answer.status_code for answer in answers} <= {200, 404}
        links = [(method, href) for answer in answers for rel, method, href in links_of(answer) if rel not in ENDS_A_PLACE]
        linked |= {who} if links else set()
        for method, href in dict.fromkeys(links):
            answer = await followed(client, headers, method, href)
            assert answer.status_code not in LOST, f"{who} {method} {href} {answer.text}"
    assert linked == set(READERS)


def test_every_link_asks_the_grid_something_that_the_grid_can_answer() -> None:
    for model, steps in LINKS.items():
        readers = [role for role in Role if sees(role, model.secrecy) is not Reach.NONE]
        for role, step in product(readers, steps):
            assert step.act is None or reach_sql(model, may(role, step.act)) is not None, f"{model} {step.rel} {role}"


@pytest.fixture
async def demo(settings: Settings, database: str, server: EmbeddedPostgres) -> AsyncIterator[FastAPI]:
    """The service in demo mode, with the demo just begun."""
    await settle(server.url(DATABASE), datetime.now(UTC))
    application = create_app(settings, PERSONAS)
    async with application.router.lifespan_context(application):
        yield application
    await application.state.database.engine.dispose()


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
