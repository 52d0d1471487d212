"""Destruction, in both halves: rows in the database, keys in the key store. Whichever knows of one that the other does not is followed.

The database has a certificate for each, the key store a line in its ledger. After a crash, or where an older copy of either was restored,
they differ; a process is not ready before they agree (S8).
"""

import asyncio
from contextlib import suppress
from typing import Final
from uuid import UUID

from app.actions import retention as actions
from app.domain.errors import Conflict
from app.domain.retention import Part
from app.jobs.worker import WORKER, log, operation, tell
from app.store import retention
from app.store.database import Database
from app.store.keys import Erased

EVERY_SECONDS: Final = 60.0
UNTIL_THEY_AGREE: Final = 1.0


async def reconcile(database: Database) -> int:
    """Destroy again whatever either half says was destroyed; how much that was. `Unavailable` or KeysAway when a half is away."""
    known = await database.keys.erased_ids()
    async with database.store_for(WORKER, None) as store:
        certified = await retention.certified(store)
    # What took all of a case goes before what took one party's: no pseudonym is sealed with a key that is gone.
    missing = sorted(await database.keys.erasures(known - certified), key=lambda erased: erased.part == Part.PARTY)
    for erased in missing:
        # Another process that is faster does it in our place.
        with suppress(Conflict):
            async with database.store_for(WORKER, operation("destroyed again", "destruction_certificate", erased.id)) as store:
                await actions.again(store, database.notary, erased)
    shredded = [await _shred(database, id) for id in certified - known]
    database.agrees = True
    return len(missing) + sum(shredded)


async def _shred(database: Database, certificate_id: UUID) -> bool:
    """Destroy the keys that a certificate names, if the service signed it: whoever can write to the database destroys none by it."""
    async with database.store_for(WORKER, None) as store:
        (row,) = await retention.certificates(store, [certificate_id])
    if row.note != database.notary.certified(row):
        log.error("certificate %s is not signed with our key: it is not followed", certificate_id)
        return False
    said = (row.id, row.organisation_id, row.case_id, row.party_id, row.part.value, row.destroyed_on, tuple(row.owners))
    await database.keys.shred(Erased(*said))
    return True


async def agree(database: Database) -> None:
    """Let both halves agree now, if they can be reached; else it is said why not, and the service is not ready."""
    try:
        await reconcile(database)
    except Exception as error:
        tell("agreeing on what was destroyed", error)


async def keep_agreeing(database: Database, stop: asyncio.Event, *, once: bool = False) -> None:
    """Let them agree at once, every second until they do, and unless `once` is enough every minute from then on."""
    while not stop.is_set() and not (once and database.agrees):
        await agree(database)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), EVERY_SECONDS if database.agrees else UNTIL_THEY_AGREE)
