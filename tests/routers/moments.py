"""Moments that many tests begin at: reached once over HTTP, and come back to as a copy of the database in which they were."""

import time
from collections.abc import Awaitable, Callable
from copy import deepcopy
from typing import Any, Final, NamedTuple, Protocol

from fastapi import FastAPI

GOOD_FOR: Final = 240
"""Seconds: well within the ten minutes of the tokens that people were given on the way."""


class Copies(Protocol):
    """The database under the service, and copies of it."""

    def stands_anew(self) -> bool:
        """Whether it is the world of the tests, in which nothing was written yet."""

    async def keep(self, name: str, app: FastAPI) -> None:
        """Copy it under this name."""

    async def one_of(self, template: str, app: FastAPI) -> None:
        """Put a copy of this one in its place."""


class Kept(NamedTuple):
    """What a play knew at a moment."""

    known: dict[str, Any]
    until: float


class Moments:
    """The moments that were reached in this worker, each by plays of one kind."""

    def __init__(self, copies: Copies, app: FastAPI) -> None:
        self.copies, self.app = copies, app
        self._kept: dict[str, Kept] = {}

    async def reach(self, name: str, play: Any, way: Callable[[], Awaitable[None]]) -> None:
        """Be there: along the way for whoever is the first or has done something before, and otherwise at once."""
        if not self.copies.stands_anew():
            await way()
            return
        kept = self._kept.get(name)
        if kept is not None and time.monotonic() < kept.until:
            await self.copies.one_of(name, self.app)
            play.recalls(deepcopy(kept.known))
            return
        since = time.monotonic()
        await way()
        await self.copies.keep(name, self.app)
        self._kept[name] = Kept(deepcopy(play.known()), since + GOOD_FOR)
