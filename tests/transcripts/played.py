"""A case played over HTTP by all kinds of people, and a way back to any moment of it."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import httpx
from fastapi import FastAPI

from app.embedded import EmbeddedPostgres
from tests.http import as_
from tests.people import key
from tests.routers.moments import Copies
from tests.routers.playing import COORDINATOR, MODERATOR, SCREENING, YES, Play

ANN, BEN, CEM = "Ann", "Ben", "Cem"
OUTSIDERS: Final = (COORDINATOR, "other_coordinator", "admin", "registrar", "member", "auditor", "other_moderator", "other_party")
GRANT: Final = "urn:herstel:grant:invitation"

Says = Callable[["Played", str], Awaitable[Any]]


class Played(Play):
    """One case, and everyone who comes to have to do with it."""

    def __init__(self, app: FastAPI, client: httpx.AsyncClient) -> None:
        super().__init__(app, client)
        self.headers |= {name: dict(as_(name).token(app)) for name in OUTSIDERS}
        self.letter: dict[str, dict[str, str]] = {}
        self.place: dict[str, str] = {}
        self.leads = MODERATOR

    async def taken(self, *names: str) -> None:
        """Referred, and taken by a moderator; each has a letter, and nobody has come in."""
        people = {"proposedPeople": [{"name": name} for name in names], "proposedModerators": [str(key("moderator", MODERATOR))]}
        await self.does(COORDINATOR, "/referrals", {"setting": "healthcare", **people})
        offer = next(offer for offer in await self.items(MODERATOR, "/offers") if offer["state"] == "open")
        await self.does(MODERATOR, f"/offers/{offer['id']}/declaration", {"independent": True})
        self.id = offer["caseId"]
        for party in await self.items(MODERATOR, "parties"):
            self.party[party["displayName"]] = party["id"]
            await self.invites(party["displayName"], f"parties/{party['id']}")
        await self.does(MODERATOR, "classification", SCREENING)

    async def invites(self, name: str, place: str) -> None:
        """A letter for somebody; a place is where they stand in this case."""
        self.place[name] = place
        self.letter[name] = await self.does(self.leads, f"{place}/invitations")

    async def comes_in(self, name: str) -> None:
        """They use their letter."""
        form = {"grant_type": GRANT, "code": self.letter[name]["code"], "pin": self.letter[name]["pin"]}
        token = (await self.client.post("/token", data=form)).json()["access_token"]
        self.headers[name] = {"Authorization": f"Bearer {token}"}

    async def is_informed(self, name: str) -> None:
        """They accept the secrecy statement (S0)."""
        statement = (await self.client.get("/secrecy-statement")).json()
        await self.does(name, f"{self.place[name]}/secrecy-acceptance", {"hash": statement["hash"]})

    async def welcomes(self, name: str) -> None:
        """They accept the moderator who came last."""
        appointment = (await self.items(name, "appointments"))[-1]["id"]
        await self.does(name, f"appointments/{appointment}/acceptances")

    async def is_ready(self, name: str) -> None:
        """They say yes to all four; a guardian says their own yes."""
        below, body = ("consents", {"yes": True}) if "guardians" in self.place[name] else ("readiness-declarations", YES)
        await self.does(name, f"{self.place[name]}/{below}", body)

    async def all_are_safe(self) -> None:
        """The moderator finds it safe for everyone."""
        for party in self.party.values():
            await self.does(self.leads, f"parties/{party}/safety-assessments", {"result": "safe"})

    async def agrees_to_mandate(self, name: str) -> None:
        """Their yes to the version that came last."""
        await self.accepts((await self.items(name, "mandates"))[-1], name)

    async def session(self, name: str) -> str:
        """The address of the conversation that came last."""
        return f"sessions/{(await self.items(name, 'sessions'))[-1]['id']}"

    async def says_yes_today(self, name: str) -> None:
        """They say yes again for the conversation."""
        await self.does(name, f"{await self.session(name)}/reconfirmations", {"ready": True})

    async def approves(self, name: str) -> None:
        """Their yes to what is kept of it."""
        address = f"{await self.session(name)}/record"
        await self.does(name, f"{address}/approvals", {"hash": (await self.sees(name, address))["textHash"]})

    async def agrees(self, name: str) -> None:
        """They accept what they promise, and confirm the text."""
        agreement = (await self.items(name, "agreements"))[-1]
        for one in await self.items(name, "commitments"):
            if one["ownerPartyId"] == self.party[name]:
                await self.does(name, f"commitments/{one['id']}/acceptance")
        await self.does(name, f"agreements/{agreement['version']}/confirmations", {"hash": agreement["textHash"]})

    async def each(self, says: Says, *names: str) -> None:
        """The same by several people."""
        for name in names:
            await says(self, name)


def answers(question: str) -> Says:
    """Their yes to one question about the outcome."""

    async def says(play: Played, name: str) -> None:
        await play.does(name, "outcome-confirmations", {"question": question, "yes": True})

    return says


class Again:
    """The moments to which a test comes back: copies of its database, by name."""

    def __init__(self, app: FastAPI, server: EmbeddedPostgres, copies: Copies) -> None:
        self.app, self.server, self.copies = app, server, copies
        self.saved: set[str] = set()

    async def save(self, name: str) -> None:
        """Keep this moment."""
        self.saved.add(name)
        await self.copies.keep(f"herstel_{name}", self.app)

    async def back(self, name: str) -> None:
        """Be there again."""
        await self.copies.one_of(f"herstel_{name}", self.app)

    def forget(self) -> None:
        """Leave nothing behind."""
        for name in self.saved:
            self.server.execute(f"drop database if exists herstel_{name} with (force)")
