"""A case of three, played over HTTP up to where something must be decided by all; and a way back to that moment."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import httpx
from fastapi import FastAPI

from app.embedded import EmbeddedPostgres
from tests.conftest import DATABASE
from tests.people import key
from tests.routers.playing import COORDINATOR, JOINT, MANDATE, MODERATOR, SCREENING, YES, Play
from tests.world import world

ANN, BEN, CEM = "Ann", "Ben", "Cem"
EVERYONE: Final = (ANN, BEN, CEM)
SAVED: Final = "herstel_saved"
GRANT: Final = "urn:herstel:grant:invitation"

Answer = Callable[["Three", str], Awaitable[Any]]


class Three(Play):
    """One case of three parties."""

    async def begins(self) -> None:
        """Referred, taken, all invited and come in, nobody informed."""
        people = {"proposedPeople": [{"name": name} for name in EVERYONE], "proposedModerators": [str(key("moderator", MODERATOR))]}
        await self.does(COORDINATOR, "/referrals", {"setting": "healthcare", **people})
        offer = next(offer for offer in await self.items(MODERATOR, "/offers") if offer["state"] == "open")
        await self.does(MODERATOR, f"/offers/{offer['id']}/declaration", {"independent": True})
        self.id = offer["caseId"]
        for party in await self.items(MODERATOR, "parties"):
            self.party[party["displayName"]] = party["id"]
            self.headers[party["displayName"]] = await self.invited(f"parties/{party['id']}/invitations")
        await self.does(MODERATOR, "classification", SCREENING)

    async def invited(self, path: str) -> dict[str, str]:
        """The headers of whoever redeems an invitation that the moderator makes there."""
        letter = await self.does(MODERATOR, path)
        form = {"grant_type": GRANT, "code": letter["code"], "pin": letter["pin"]}
        token = (await self.client.post("/token", data=form)).json()["access_token"]
        return {"Authorization": f"Bearer {token}"}

    async def each(self, answer: Answer, *names: str) -> None:
        """The same by several people."""
        for name in names or EVERYONE:
            await answer(self, name)

    async def to_readiness(self) -> None:
        """Everyone is informed."""
        await self.begins()
        await self.informs(*EVERYONE)
        await self.moves("readiness")

    async def to_mandate(self) -> None:
        """Everyone is ready."""
        await self.to_readiness()
        await self.readies(*EVERYONE)
        await self.moves("mandate")

    async def to_conversation(self) -> None:
        """The mandate is in force."""
        await self.to_mandate()
        await self.accepts(await self.offers_mandate(), MODERATOR, *EVERYONE)
        await self.moves("in_process")

    async def talked(self) -> str:
        """A joint conversation was held, and a harm discussed: its address."""
        await self.to_conversation()
        harm = await self.does(ANN, "harms", {"kinds": ["emotional"], "text": "Het deed pijn."})
        session = await self.plans()
        for name in EVERYONE:
            await self.does(name, f"{session}/reconfirmations", {"ready": True})
        await self.does(MODERATOR, f"{session}/start")
        for name in EVERYONE:
            await self.does(MODERATOR, f"{session}/attendances", {"partyId": self.party[name]})
        await self.does(MODERATOR, f"{session}/end", {"discussedHarmIds": [harm["id"]]})
        return session

    async def proposed(self) -> Any:
        """An agreement in which each promises the next one something."""
        await self.talked()
        ring = zip(EVERYONE, (*EVERYONE[1:], EVERYONE[0]), strict=True)
        promises = [
            {
                "ownerPartyId": self.party[owner],
                "beneficiaryPartyId": self.party[beneficiary],
                "what": "Eerst vragen.",
                "howWeKnow": "Het wordt gevraagd.",
                "kind": "behavioural",
                "dueOn": "2035-01-01",
            }
            for owner, beneficiary in ring
        ]
        return await self.does(ANN, "agreements", {"text": "Zo doen wij het.", "commitments": promises})


class Again:
    """The moment to which a test comes back: a copy of its database."""

    def __init__(self, app: FastAPI, server: EmbeddedPostgres) -> None:
        self.app, self.server = app, server

    async def save(self) -> None:
        """Keep this moment."""
        await self._copy(DATABASE, SAVED)

    async def back(self) -> None:
        """Be there again."""
        await self._copy(SAVED, DATABASE)

    async def forget(self) -> None:
        """Leave nothing behind."""
        self.server.execute(f"drop database if exists {SAVED} with (force)")

    async def _copy(self, source: str, target: str) -> None:
        await self.app.state.database.engine.dispose()
        self.server.execute(f"drop database if exists {target} with (force)")
        self.server.execute(f"create database {target} template {source} strategy file_copy")


async def three(app: FastAPI, client: httpx.AsyncClient) -> Three:
    """A fresh case of three, in a world with organisations, moderators, and cases of others."""
    await app.state.database.found(*world().rows)
    return Three(app, client)


__all__ = ["ANN", "BEN", "CEM", "EVERYONE", "JOINT", "MANDATE", "YES", "Again", "Answer", "Three", "three"]
