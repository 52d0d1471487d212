"""`herstel erase` and `herstel retention`: what an operator destroys by hand, and what will be."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import typer

from app.actions.retention import erase
from app.cli.audit import on_database
from app.cli.starting import CannotStart, one_sentence
from app.domain.errors import DomainError, Unavailable
from app.domain.retention import TERM
from app.jobs.destruction import reconcile
from app.jobs.worker import WORKER, operation
from app.store import retention
from app.store.database import Database

SENTENCES = {
    "not-found": "There is no such party.",
    "case-runs": "The case still runs, and this party still has a place in it (R9).",
    "held": "The moderator holds everything of this case; nothing of it is destroyed (S8).",
    "not-due": "Of this party everything is gone already, or it is no single person.",
}


def erase_party(party: Annotated[UUID, typer.Argument(help="The party, by its id.")]) -> None:
    """Erase what is one party's own, for good: name, contact, private records, evaluations. The service may run meanwhile."""
    with one_sentence():
        print(on_database(lambda database: erased(database, party)), end="")


async def erased(database: Database, party_id: UUID) -> str:
    """The certificate. Raises CannotStart with the sentence of what keeps it from being done."""
    await reconcile(database)
    try:
        async with database.store_for(WORKER, operation("erased", "party", party_id)) as store:
            certificate = await erase(store, database.notary, party_id, datetime.now(UTC))
    except Unavailable:
        raise
    except DomainError as refusal:
        raise CannotStart(SENTENCES.get(refusal.code, refusal.code)) from None
    await reconcile(database)
    return certificate.note


def show_due() -> None:
    """Print what the next sweep destroys, by kind: how many cases."""
    with one_sentence():
        print(on_database(due))


async def due(database: Database) -> str:
    """One line for each part."""
    today = datetime.now(UTC).date()
    async with database.store_for(WORKER, None) as store:
        counted = {part: await store.count(retention.due(store, part, today)) for part in TERM}
        asked = await store.count(retention.asked(store, today))
    return "\n".join([f"{part}: {number}" for part, number in counted.items()] + [f"party: {asked}"])
