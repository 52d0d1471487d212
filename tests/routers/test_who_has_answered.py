"""S10: with two outstanding, a third finds the same, byte for byte, whichever of the two has answered: worklist, timeline and links."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx
from fastapi import FastAPI

from app.embedded import EmbeddedPostgres
from tests.conftest import DATABASE
from tests.routers.playing import ANN, BEN, COORDINATOR, JOINT, MANDATE, MODERATOR, YES, Play, playing, whole

CEM: Final = "Cem"
KEPT: Final = "herstel_before_the_answer"
TOMORROW: Final = (datetime.now(UTC) + timedelta(hours=20)).isoformat().replace("+00:00", "Z")
Answer = Callable[[str], Awaitable[Any]]


class Both:
    """A case of three, and the moment before one of two answers, to come back to."""

    def __init__(self, app: FastAPI, server: EmbeddedPostgres, play: Play) -> None:
        self.app, self.server, self.play = app, server, play

    async def _copied(self, to: str, template: str) -> None:
        await self.app.state.database.engine.dispose()
        self.server.execute(f"drop database if exists {to} with (force)")
        self.server.execute(f"create database {to} template {template} strategy file_copy")

    async def seen(self, who: str, *paths: str) -> list[Any]:
        """Everything by which someone could tell two moments apart."""
        outside = ("/me/worklist?limit=100", "/me", "", "timeline?limit=100", "/cases", "/released-items")
        if who == COORDINATOR:
            return await whole(self.play, who, *outside)
        everywhere = (*outside, "process", "readiness", "parties", "appointments")
        each = [f"parties/{id}" for id in self.play.party.values()]
        return await whole(self.play, who, *everywhere, *each, *paths)

    async def are_alike(self, answer: Answer, *paths: str) -> None:
        """Cem, who has answered, and the organisation find the same whether it was Ann or Ben; the moderator does not. Then both have."""
        await self._copied(KEPT, DATABASE)
        found = []
        for who in (ANN, BEN):
            await self._copied(DATABASE, KEPT)
            await answer(who)
            found.append([await self.seen(reader, *paths) for reader in (CEM, COORDINATOR, MODERATOR)])
        one, other = found
        assert one[:2] == other[:2]
        assert one[2] != other[2]
        await answer(ANN)
        self.server.execute(f"drop database {KEPT} with (force)")


async def of_three(app: FastAPI, client: httpx.AsyncClient) -> Play:
    """Ann, Ben and Cem have come in."""
    play = await playing(app, client)
    await play.begins()
    play.party[CEM] = (await play.does(MODERATOR, "parties", {"displayName": CEM}))["id"]
    invitation = await play.does(MODERATOR, f"parties/{play.party[CEM]}/invitations")
    grant = {"grant_type": "urn:herstel:grant:invitation", "code": invitation["code"], "pin": invitation["pin"]}
    token = (await client.post("/token", data=grant)).json()["access_token"]
    play.headers[CEM] = {"Authorization": f"Bearer {token}"}
    return play


async def test_s10_nobody_can_tell_who_of_two_has_answered_from_the_first_word_to_the_agreement(
    app: FastAPI, client: httpx.AsyncClient, server: EmbeddedPostgres
) -> None:
    play = await of_three(app, client)
    both = Both(app, server, play)
    await _coming_in(both, play)
    await _the_mandate(both, play)
    session = await _the_conversation(both, play)
    await _the_agreement(both, play, session)


async def _coming_in(both: Both, play: Play) -> None:
    await play.informs(CEM)
    await both.are_alike(play.informs)
    appointment = (await play.items(CEM, "appointments"))[0]["id"]
    welcome = f"appointments/{appointment}/acceptances"
    await play.does(CEM, welcome)
    await both.are_alike(lambda who: play.does(who, welcome), welcome)
    await play.moves("readiness")
    await play.readies(CEM)
    for name in (ANN, BEN):
        await play.does(MODERATOR, f"parties/{play.party[name]}/safety-assessments", {"result": "safe"})
    await both.are_alike(lambda who: play.does(who, f"parties/{play.party[who]}/readiness-declarations", YES), "readiness")
    await play.moves("mandate")


async def _the_mandate(both: Both, play: Play) -> None:
    draft = await play.does(MODERATOR, "mandates", MANDATE)
    mandate = await play.does(MODERATOR, f"mandates/{draft['version']}/offer")
    await play.accepts(mandate, CEM, MODERATOR)
    await both.are_alike(lambda who: play.accepts(mandate, who), "mandates/1", "mandates/1/acceptances")
    await play.moves("in_process")


async def _the_conversation(both: Both, play: Play) -> str:
    session = f"sessions/{(await play.does(MODERATOR, 'sessions', {**JOINT, 'plannedFor': TOMORROW}))['id']}"
    again = f"{session}/reconfirmations"
    await play.does(CEM, again, {"ready": True})
    await both.are_alike(lambda who: play.does(who, again, {"ready": True}), session, again)
    harm = (await play.does(CEM, "harms", {"kinds": ["emotional"], "text": "Ik sliep er slecht van."}))["id"]
    await play.does(MODERATOR, f"{session}/start")
    await play.does(MODERATOR, f"{session}/end", {"discussedHarmIds": [harm]})
    for party in play.party.values():
        await play.does(MODERATOR, f"{session}/attendances", {"partyId": party})
    record = await play.does(MODERATOR, f"{session}/record", {"text": "We hebben geluisterd."})
    approval = {"hash": record["textHash"]}
    await play.does(CEM, f"{session}/record/approvals", approval)
    await both.are_alike(lambda who: play.does(who, f"{session}/record/approvals", approval), f"{session}/record")
    return session


async def _the_agreement(both: Both, play: Play, session: str) -> None:
    ends = {"ownerPartyId": play.party[CEM], "beneficiaryPartyId": play.party[ANN]}
    promise = {"what": "Ik vraag het eerst.", "howWeKnow": "We merken het.", "kind": "behavioural", "dueOn": "2035-01-01", **ends}
    agreement = await play.does(CEM, "agreements", {"text": "Zo gaan we verder.", "commitments": [promise]})
    confirmation = {"hash": agreement["textHash"]}
    await play.does(CEM, "agreements/1/confirmations", confirmation)
    commitment = f"commitments/{agreement['commitments'][0]['id']}"
    await both.are_alike(lambda who: play.does(who, "agreements/1/confirmations", confirmation), "agreements/1", commitment, session)
