"""Destruction, in both halves: rows in the database, keys in the key store. Whichever knows of one that the other does not is followed.

The database has a certificate for each, the key store a line in its ledger. After a crash, or where an older copy of either was restored,
they differ; a process is not ready before they agree (S8).
"""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import Final
from uuid import UUID

from app.actions import retention as actions
from app.domain.errors import Conflict, Unavailable
from app.domain.retention import Part
from app.jobs.worker import WORKER, operation, tell
from app.store import retention
from app.store.database import Database
from app.store.gate import Store
from app.store.keys import Erased, KeysAway

EVERY_SECONDS: Final = 60.0
UNTIL_THEY_AGREE: Final = 1.0
_ORDER: Final = {part.value: number for number, part in enumerate(Part)}
"""Parts refer to those that go after them; what one party's erasure leaves is named with a key that the case may have no more."""


class NotOurs(Exception):
    """A certificate that the service did not sign, with the key of today: no key goes by its word."""


async def reconcile(database: Database) -> int:
    """Destroy again whatever either half says was destroyed; how much that was. `Unavailable` or KeysAway when a half is away.

    They agree when all of it was done; what could not be is told in the log, and keeps the service from being ready.
    """
    await database.keys.shred_again()
    known = await database.keys.erased_ids()
    async with database.store_for(WORKER, None) as store:
        certified = await retention.certified(store)
        missing = await _missing(database, store, known - certified)
    done = [await _each("destroyed again", again(database, erased)) for erased in missing]
    done += [await _each("keys destroyed again", shred(database, id)) for id in certified - known]
    database.agrees = all(done)
    return len(done)


async def _missing(database: Database, store: Store, ids: set[UUID]) -> list[Erased]:
    """What the ledger says of these, unless it was certified under another id: in the order in which parts refer to each other.

    Of a case that the database does not know nothing can stand in it, and nothing is certified.
    """
    lines = await database.keys.erasures(ids)
    known = await retention.known(store, {line.case_id for line in lines})
    lines = [line for line in lines if line.case_id in known]
    rows = await retention.certificates_of(store, {line.case_id for line in lines})
    done = {(row.case_id, row.part.value, row.party_id) for row in rows if database.notary.certifies(row)}
    left = [line for line in lines if (line.case_id, line.part, line.party_id) not in done]
    return sorted(left, key=lambda line: _ORDER.get(line.part, len(_ORDER)))


async def _each(what: str, work: Awaitable[None]) -> bool:
    """Whether it was done; whatever is wrong with one, the others are not made to wait for it."""
    try:
        await work
    except (KeysAway, Unavailable):
        raise
    except Exception as error:
        tell(what, error)
        return False
    return True


async def again(database: Database, erased: Erased) -> None:
    """Take away again what a line of the ledger names; another process that is faster does it in our place."""
    with suppress(Conflict):
        async with database.store_for(WORKER, operation("destroyed again", "destruction_certificate", erased.id)) as store:
            await actions.again(store, database.notary, erased)


async def shred(database: Database, certificate_id: UUID) -> None:
    """Destroy the keys that a certificate names. Raises NotOurs: whoever can write to the database must not say which keys go."""
    async with database.store_for(WORKER, None) as store:
        (row,) = await retention.certificates(store, [certificate_id])
    if not database.notary.certifies(row):
        raise NotOurs
    said = (row.id, row.organisation_id, row.case_id, row.party_id, row.part.value, row.destroyed_on, tuple(row.owners))
    await database.keys.shred(Erased(*said))


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
