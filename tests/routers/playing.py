"""A case of two, played over HTTP as people would: from a referral to wherever a test begins."""

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar, Final

import httpx
from fastapi import FastAPI

from tests.http import as_
from tests.people import key

MODERATOR, COORDINATOR, ANN, BEN = "moderator", "coordinator", "Ann", "Ben"
YES: Final = {
    "exploreRelation": True,
    "exploreHarm": True,
    "exploreRepair": True,
    "joinConversations": True,
    "voluntary": True,
    "informedVersion": 1,
}
SCREENING: Final = {"relationshipContext": "colleagues", "matterKind": "conflict", "pattern": "ongoing"}
MANDATE: Final = {
    "scope": "Hoe wij elkaar tijdens de dienst aanspreken.",
    "moderatorRole": "Leidt het gesprek en kiest geen partij.",
    "involvement": "none",
    "procedure": "Eerst ieder apart, dan samen.",
    "sessionForms": ["joint", "circle"],
    "groundRules": ["non_violence", "respect_for_others"],
    "ownGroundRules": ["Telefoons uit."],
    "evidenceClause": "Wat hier is gezegd, gebruiken wij niet als bewijs.",
    "limitsOfSecrecy": "Acuut gevaar en een wettelijke plicht.",
    "organisationMayKnow": ["moderator_name", "joint_sessions"],
}
JOINT: Final = {
    "kind": "joint",
    "goal": "Horen wat het met ieder heeft gedaan.",
    "agenda": "De vragen van het herstelgesprek, om de beurt.",
    "place": "Zaal 2",
    "plannedFor": "2027-02-01T10:00:00Z",
}


class Play:
    """One case, and everyone who has to do with it."""

    kind: ClassVar = "played"
    """Plays of one kind come by the same moments."""

    def __init__(self, app: FastAPI, client: httpx.AsyncClient) -> None:
        self.app, self.client = app, client
        self.headers = {name: dict(as_(name).token(app)) for name in (MODERATOR, COORDINATOR, "other_moderator", "other_party", "admin")}
        self.id = ""
        self.party: dict[str, str] = {}

    async def call(self, who: str, method: str, path: str, json: Any = None, etag: str | None = None) -> httpx.Response:
        """One call; a path that begins with a slash stands outside the case."""
        match = {"If-Match": etag} if etag else {}
        address = path if path.startswith("/") else f"/cases/{self.id}/{path}".rstrip("/")
        return await self.client.request(method, address, json=json, headers={**self.headers[who], **match})

    async def does(self, who: str, path: str, json: Any = None) -> Any:
        """What comes of a deed that succeeds."""
        answer = await self.call(who, "POST", path, json)
        assert answer.status_code in {200, 201}, f"{who} {path} {answer.text}"
        return answer.json()

    async def sees(self, who: str, path: str) -> Any:
        """What someone reads who may."""
        answer = await self.call(who, "GET", path)
        assert answer.status_code == 200, f"{who} {path} {answer.text}"
        return answer.json()

    async def items(self, who: str, path: str) -> list[Any]:
        """What someone finds in a list."""
        return list((await self.sees(who, path))["items"])

    async def refers(self) -> None:
        """How it comes in."""
        proposed = {"proposedPeople": [{"name": ANN}, {"name": BEN}], "proposedModerators": [str(key("moderator", MODERATOR))]}
        await self.does(COORDINATOR, "/referrals", {"setting": "healthcare", **proposed})

    async def begins(self) -> None:
        """Referred, taken, both invited and come in, nobody informed."""
        await self.refers()
        offer = next(offer for offer in await self.items(MODERATOR, "/offers") if offer["state"] == "open")
        await self.does(MODERATOR, f"/offers/{offer['id']}/declaration", {"independent": True})
        self.id = offer["caseId"]
        for party in await self.items(MODERATOR, "parties"):
            name = party["displayName"]
            self.party[name] = party["id"]
            invitation = await self.does(MODERATOR, f"parties/{party['id']}/invitations")
            grant = {"grant_type": "urn:herstel:grant:invitation", "code": invitation["code"], "pin": invitation["pin"]}
            token = (await self.client.post("/token", data=grant)).json()["access_token"]
            self.headers[name] = {"Authorization": f"Bearer {token}"}
        await self.does(MODERATOR, "classification", SCREENING)

    async def informs(self, *names: str) -> None:
        """They accept the secrecy statement (S0)."""
        statement = (await self.client.get("/secrecy-statement")).json()
        for name in names:
            await self.does(name, f"parties/{self.party[name]}/secrecy-acceptance", {"hash": statement["hash"]})

    async def readies(self, *names: str) -> None:
        """They say yes, and the moderator finds it safe (R5)."""
        for name in names:
            await self.does(name, f"parties/{self.party[name]}/readiness-declarations", YES)
            await self.does(MODERATOR, f"parties/{self.party[name]}/safety-assessments", {"result": "safe"})

    async def moves(self, *states: str) -> None:
        """The moderator takes the case on."""
        for state in states:
            await self.does(MODERATOR, "transitions", {"to": state})

    async def to_readiness(self) -> None:
        """Everyone is informed."""
        await self._reach("readiness", self._informed)

    async def to_mandate(self) -> None:
        """Everyone is ready."""
        await self._reach("mandate", self._ready)

    async def to_conversation(self) -> None:
        """The mandate is in force."""
        await self._reach("conversation", self._agreed_how)

    async def _reach(self, moment: str, way: Callable[[], Awaitable[None]]) -> None:
        await self.app.state.moments.reach(f"{self.kind}_{moment}", self, way)

    def known(self) -> dict[str, Any]:
        """What is known of the case."""
        return {"id": self.id, "party": self.party, "headers": self.headers}

    def recalls(self, known: dict[str, Any]) -> None:
        """Know that."""
        self.id, self.party = known["id"], known["party"]
        self.headers |= {name: known["headers"][name] for name in self.party}

    async def _informed(self) -> None:
        await self.begins()
        await self.informs(ANN, BEN)
        await self.moves("readiness")

    async def _ready(self) -> None:
        await self.to_readiness()
        await self.readies(ANN, BEN)
        await self.moves("mandate")

    async def offers_mandate(self, **changes: Any) -> Any:
        """A version that is drafted and offered."""
        draft = await self.does(MODERATOR, "mandates", {**MANDATE, **changes})
        return await self.does(MODERATOR, f"mandates/{draft['version']}/offer")

    async def accepts(self, mandate: Any, *names: str) -> None:
        """Their yes to the offered text."""
        for name in names:
            await self.does(name, f"mandates/{mandate['version']}/acceptances", {"hash": mandate["textHash"]})

    async def _agreed_how(self) -> None:
        await self.to_mandate()
        await self.accepts(await self.offers_mandate(), MODERATOR, ANN, BEN)
        await self.moves("in_process")

    async def plans(self, **changes: Any) -> str:
        """A joint conversation, planned: its address in the case."""
        return f"sessions/{(await self.does(MODERATOR, 'sessions', {**JOINT, **changes}))['id']}"

    async def starts(self) -> str:
        """A joint conversation that has begun with everyone's yes."""
        session = await self.plans()
        for name in (ANN, BEN):
            await self.does(name, f"{session}/reconfirmations", {"ready": True})
        await self.does(MODERATOR, f"{session}/start")
        return session


async def playing(app: FastAPI, client: httpx.AsyncClient) -> Play:
    """A fresh play; its test asks for `the_world`, with organisations, moderators, and cases of others."""
    return Play(app, client)


def no(answer: httpx.Response) -> tuple[int, str]:
    """How a refusal says no."""
    return answer.status_code, answer.json()["code"]


def conditions(answer: httpx.Response) -> list[tuple[str, str | None]]:
    """What a refusal tells of what is unmet, and of whom."""
    return [(condition["code"], condition.get("partyId")) for condition in answer.json().get("conditions", [])]


async def whole(play: Play, who: str, *paths: str) -> list[Any]:
    """Everything that someone could tell two moments apart by."""
    found = [await play.call(who, "GET", path) for path in paths]
    return [(one.status_code, one.content, one.headers.get("etag"), one.headers.get("link")) for one in found]
