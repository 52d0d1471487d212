"""What is kept up meanwhile: deadlines, once a minute, and the seals of the audit log, once a second."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.jobs.sealing import keep_sealing
from app.jobs.sweep import keep_sweeping
from app.store.database import Database


async def keep_up(database: Database, stop: asyncio.Event) -> None:
    """Both, until `stop` is set."""
    await asyncio.gather(keep_sweeping(database, stop), keep_sealing(database, stop))


@asynccontextmanager
async def keeping_up(database: Database) -> AsyncIterator[None]:
    """Meanwhile both are kept up, beside whatever else happens here; afterwards that has stopped."""
    stop = asyncio.Event()
    task = asyncio.create_task(keep_up(database, stop))
    try:
        yield
    finally:
        stop.set()
        await task
