"""What is kept up meanwhile: deadlines and what was destroyed, once a minute, and the seals of the audit log, once a second."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

from app.jobs.destruction import agree, keep_agreeing
from app.jobs.sealing import keep_sealing
from app.jobs.sweep import keep_sweeping
from app.store.database import Database


async def keep_up(database: Database, stop: asyncio.Event) -> None:
    """All of it, until `stop` is set."""
    await asyncio.gather(keep_sweeping(database, stop), keep_agreeing(database, stop), keep_sealing(database, stop))


@asynccontextmanager
async def keeping_up(database: Database, *, sweeps: bool) -> AsyncIterator[None]:
    """Nothing begins before what was destroyed is known to be gone; then all is kept up where it `sweeps`, and ends with the block.

    Where it cannot be known yet, that is tried again meanwhile: the service answers, and is not ready (S8).
    """
    await agree(database)
    if sweeps:
        work: Callable[[asyncio.Event], Awaitable[None]] = partial(keep_up, database)
    else:
        work = partial(keep_agreeing, database, once=True)
    stop = asyncio.Event()
    task = asyncio.ensure_future(work(stop))
    try:
        yield
    finally:
        stop.set()
        await task
