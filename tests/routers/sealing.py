"""A registry and its moderator as they get to sealed notes, with the reference client on their side."""

from dataclasses import dataclass, field
from typing import Any

import httpx
from fastapi import FastAPI

from tests import sealed_notes as mine
from tests.http import as_
from tests.people import MINE, REGISTRY, key
from tests.sealed_notes import Key


@dataclass
class Registry:
    """The registry's own keys and the moderator's, with the clients that hold them."""

    app: FastAPI
    client: httpx.AsyncClient
    signing: Key = field(default_factory=lambda: mine.new_key("Ed25519"))
    recovery: Key = field(default_factory=lambda: mine.new_key("X25519"))
    own: Key = field(default_factory=lambda: mine.new_key("P-256"))
    who: str = "moderator"

    @property
    def id(self) -> str:
        """The registry."""
        return str(key(REGISTRY))

    @property
    def moderator(self) -> str:
        """The moderator's registration."""
        return str(key("moderator", self.who))

    async def call(self, who: str, method: str, path: str, json: Any = None, **headers: str) -> httpx.Response:
        """A call as somebody of the world."""
        return await self.client.request(method, path, json=json, headers={**as_(who).token(self.app), **headers})

    async def signs_with(self, signing: Key) -> httpx.Response:
        """The registry's new signing key."""
        self.signing = signing
        proof = mine.vouch(signing, mine.kid(signing), "signing", self.id)
        return await self.call("registrar", "POST", "/signing-keys", {"publicKey": mine.shown(signing), "proof": proof})

    async def offers(self, who: str, sealing: Key) -> Any:
        """A key that was registered, and its challenge."""
        answer = await self.call(who, "POST", "/sealing-keys", {"publicKey": mine.shown(sealing)})
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def proves(self, who: str, sealing: Key) -> Any:
        """A key whose challenge was answered."""
        offered = await self.offers(who, sealing)
        said = {"secret": mine.answer(offered["challenge"], sealing)}
        answer = await self.call(who, "POST", f"/sealing-keys/{offered['id']}/proof", said)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def countersigns(self, found: Any) -> httpx.Response:
        """The registry's word for a key."""
        word = mine.vouch(self.signing, found["kid"], found["kind"], self.id, found["moderatorId"])
        return await self.call("registrar", "POST", f"/sealing-keys/{found['id']}/countersignature", {"countersignature": word})

    async def in_force(self, who: str, sealing: Key) -> Any:
        """A key that is in force."""
        answer = await self.countersigns(await self.proves(who, sealing))
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def ready(self) -> "Registry":
        """All three."""
        assert (await self.signs_with(self.signing)).status_code == 201
        await self.in_force("registrar", self.recovery)
        await self.in_force(self.who, self.own)
        return self

    def seals(self, text: str, case: str = MINE) -> Any:
        """A note for a case."""
        return mine.seal(text, str(key(case)), self.moderator, self.own, self.recovery)

    def opens(self, sealed: Any, case: str = MINE, by: Key | None = None) -> str:
        """What it says."""
        known = {mine.kid(self.own), mine.kid(self.recovery)}
        return mine.unseal(sealed, by or self.own, str(key(case)), self.moderator, known)

    async def writes(self, sealed: Any, case: str = MINE) -> httpx.Response:
        """It is kept."""
        return await self.call(self.who, "POST", f"/cases/{key(case)}/notes", {"sealed": sealed})
