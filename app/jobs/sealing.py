"""Sealing the audit log: every second what was written gets its place in the tree of its stream, and the tree a signed root."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from time import time
from typing import Final

from app.actions import audit as actions
from app.domain.audit import Stream
from app.domain.errors import Conflict
from app.jobs.worker import WORKER, tell
from app.store.audit import AT_ONCE
from app.store.database import Database

EVERY_SECONDS: Final = 1.0
LATE: Final = 0.01
"""How long after the full second: a clock that wakes early would seal twice in the second before."""


async def seal(database: Database, now: datetime) -> int:
    """Seal all that has settled at this moment; how many rows that were. Another worker that is faster does it in our place."""
    return sum([await _seal(database, stream, now) for stream in Stream])


async def _seal(database: Database, stream: Stream, now: datetime) -> int:
    sealed = 0
    with suppress(Conflict):
        while True:
            async with database.store_for(WORKER, None) as store:
                found = await actions.seal(store, database.notary, stream, now)
            sealed += found
            if found < AT_ONCE:
                break
    return sealed


async def keep_sealing(database: Database, stop: asyncio.Event, every_seconds: float = EVERY_SECONDS) -> None:
    """Seal at once and then at every full second, until `stop` is set; what fails is tried again in the next.

    An organisation reads when its log was sealed: were the next moment counted from the end of the work, it would tell how much there was
    to seal of what happens in cases (U5).
    """
    while not stop.is_set():
        try:
            await seal(database, datetime.now(UTC).replace(microsecond=0))
        except Exception as error:
            tell("sealing", error)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), every_seconds - time() % every_seconds + LATE)
