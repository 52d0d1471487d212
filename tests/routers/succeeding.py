"""A case that loses its moderator and finds another one, played over HTTP."""

import re
from typing import Any, Final
from uuid import UUID

import httpx
from fastapi import FastAPI

from app.actions.deadlines import let_rest
from app.domain.confidentiality import Principal, Role
from app.routers.tokens import DEMO_ISSUER
from tests.http import as_
from tests.people import HOME, REGISTRY, Someone, key
from tests.routers.playing import ANN, BEN, COORDINATOR, MODERATOR, Play

SUCCESSOR, THIRD, REGISTRAR = "other_moderator", "third_moderator", "registrar"
WORKER: Final = Principal(key("worker"), key(HOME), Role.WORKER)
NEVER_THE_SAME: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z")
HR_READS: Final = ("/cases", "/referrals", "{case}", "/cases?state=in_progress")
PARTIES_READ: Final = (
    "process", "appointments", "parties", "sessions", "mandates", "readiness", "readiness/announcements", "successor-proposals",
    "private-record-grants", "harms", "agreements", "statements", "commitments",
)  # fmt: skip


class Succession(Play):
    """A case whose moderators come and go; a third one is registered too."""

    def __init__(self, app: FastAPI, client: httpx.AsyncClient) -> None:
        super().__init__(app, client)
        self.headers[REGISTRAR] = dict(as_(REGISTRAR).token(app))
        third = Someone(THIRD, REGISTRY, Role.MODERATOR)
        token = app.state.tokens.issue_demo(third.subject, third.principal.organisation_id, third.role)
        self.headers[THIRD] = {"Authorization": f"Bearer {token}"}
        self.moderator = {name: str(key("moderator", name)) for name in (MODERATOR, SUCCESSOR)}

    async def registers_third(self, **ties: Any) -> None:
        """One more moderator, known to the registry."""
        body = {"name": "Third", "expertise": ["diversity"], "issuer": DEMO_ISSUER, "subject": THIRD, **ties}
        self.moderator[THIRD] = (await self.does(REGISTRAR, "/moderators", body))["id"]

    async def appointment(self, who: str = ANN) -> Any:
        """The appointment that came last, as someone sees it."""
        return (await self.items(who, "appointments"))[-1]

    async def objects(self, who: str = BEN) -> Any:
        """An objection to the moderator who is there."""
        return await self.does(who, f"appointments/{(await self.appointment())['id']}/objections")

    async def recuses(self, who: str = MODERATOR) -> Any:
        """The moderator steps back."""
        return await self.does(who, f"appointments/{(await self.appointment())['id']}/recusal")

    async def registry_ends(self) -> Any:
        """The registry ends it, and the worker comes by."""
        id = (await self.appointment())["id"]
        answer = await self.does(REGISTRAR, f"/appointments/{id}/ending")
        async with self.app.state.database.store_for(WORKER, None) as store:
            await let_rest(store, key_of(id), store.moment())
        return answer

    async def proposes(self, *names: str, who: str = ANN) -> list[Any]:
        """Whom a party would like next."""
        body = {"moderatorIds": [self.moderator[name] for name in names]}
        return list((await self.does(who, "successor-proposals", body))["proposals"])

    async def offered(self, name: str) -> dict[str, Any]:
        """What is offered to a moderator of this case."""
        (found,) = [one for one in await self.items(name, "/offers") if one["caseId"] == self.id and one["state"] == "open"]
        return dict(found)

    async def declares(self, name: str) -> httpx.Response:
        """A moderator takes the case, if it is still theirs to take."""
        offer = await self.offered(name)
        return await self.call(name, "POST", f"/offers/{offer['id']}/declaration", {"independent": True})

    async def succeeds(self, name: str = SUCCESSOR) -> None:
        """Proposed, and come."""
        await self.proposes(name)
        assert (await self.declares(name)).status_code == 200

    async def accept_moderator(self, *names: str) -> None:
        """Their yes to the moderator who is there."""
        for name in names:
            await self.does(name, f"appointments/{(await self.appointment())['id']}/acceptances")

    async def outside(self) -> list[tuple[int, bytes, str | None]]:
        """Everything that HR can read of it, byte by byte."""
        paths = [path.format(case=f"/cases/{self.id}") for path in HR_READS]
        referrals = await self.items(COORDINATOR, "/referrals")
        answers = [await self.call(COORDINATOR, "GET", path) for path in [*paths, f"/referrals/{referrals[0]['id']}"]]
        return [(one.status_code, one.content, one.headers.get("etag")) for one in answers]

    async def transcript(self, who: str) -> list[str]:
        """All that a party reads, but for what no two cases have alike."""
        answers = [await self.call(who, "GET", path) for path in PARTIES_READ]
        return [f"{one.status_code} {NEVER_THE_SAME.sub('…', one.text)}" for one in answers]


def key_of(id: str) -> UUID:
    """An id of the wire as the store knows it."""
    return UUID(id)


async def succession(app: FastAPI, client: httpx.AsyncClient) -> Succession:
    """A fresh play; its test asks for `the_world`, with organisations, moderators, and cases of others."""
    return Succession(app, client)


async def another(play: Succession) -> Succession:
    """The same people in another case."""
    return Succession(play.app, play.client)


__all__ = ["ANN", "BEN", "COORDINATOR", "MODERATOR", "REGISTRAR", "SUCCESSOR", "THIRD", "WORKER", "Succession", "another", "succession"]
