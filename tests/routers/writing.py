"""Letters of those outside, as the people of a case deal with them over HTTP."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx

from tests.routers.playing import MODERATOR, Play

TODAY: Final = datetime.now(UTC).date()
SENTENCE: Final = "Partijen hebben samen afspraken gemaakt."
LETTER: Final = {
    "recipient": "De klachtencommissie",
    "purpose": "De behandeling van een klacht.",
    "asks": "Het verslag van het gesprek.",
    "receivedOn": str(TODAY),
    "dueOn": str(TODAY + timedelta(days=14)),
}


class Letter:
    """One letter in a case that is played, and the words that would leave on it."""

    def __init__(self, play: Play, leads: str = MODERATOR) -> None:
        self.play, self.leads, self.path, self.hash = play, leads, "", ""

    async def comes(self, **changes: Any) -> "Letter":
        """The moderator records it."""
        self.path = f"disclosure-requests/{(await self.play.does(self.leads, 'disclosure-requests', {**LETTER, **changes}))['id']}"
        return self

    async def reads(self, text: str = SENTENCE) -> str:
        """The moderator writes the words that would leave; their hash."""
        self.hash = (await self.play.does(self.leads, f"{self.path}/texts", {"text": text}))["textHash"]
        return self.hash

    async def says(self, who: str, *, yes: bool = True) -> httpx.Response:
        """Somebody's answer to the words that stand."""
        return await self.play.call(who, "POST", f"{self.path}/consents", {"hash": self.hash, "yes": yes})

    async def consent(self, *names: str) -> None:
        """Their yes."""
        for name in names:
            answer = await self.says(name)
            assert answer.status_code == 201, f"{name} {answer.text}"

    async def release(self) -> httpx.Response:
        """The moderator lets it leave, if everyone said yes."""
        return await self.play.call(self.leads, "POST", f"{self.path}/release", {"hash": self.hash})

    async def outstanding(self) -> list[tuple[str, str | None]]:
        """What the moderator is told of who has not said yes."""
        answer = await self.release()
        assert answer.status_code == 409, answer.text
        return [(one["code"], one.get("partyId")) for one in answer.json()["conditions"]]

    async def state(self, who: str) -> str:
        """Where somebody sees that it stands."""
        found: str = (await self.play.sees(who, self.path))["state"]
        return found


async def works(play: Play, who: str) -> dict[str, Any]:
    """What waits for somebody, by its code."""
    return {item["code"]: item for item in await play.items(who, "/me/worklist?limit=100")}
