"""One case in which everybody said something, brought to its end once; and copies of its database and key store, to move time in."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import httpx
from fastapi import FastAPI

from app.jobs.destruction import reconcile
from app.jobs.sealing import seal
from app.jobs.sweep import sweep
from app.main import create_app
from app.settings import Settings
from app.store.founding import found
from app.store.keys import KeyRing, KeyStore
from tests.http import as_
from tests.opening import opened
from tests.routers.playing import MODERATOR
from tests.walls.evidence import HERSTEL, Careless
from tests.walls.planting import SECOND, Planted, Words, a_row_of_every_kind
from tests.world_retention import certified

MINE: Final = {
    "party.display_name": 0,
    "party_particulars.contact": 0,
    "party_particulars.communication_needs": 0,
    "safety_assessment.measures": 0,
    "talk.goal": 0,
    "statement.text": 0,
    "behaviour_experience.text": 0,
    "attribution.text": 0,
    "private_harm.text": 0,
    "evaluation.remark": 0,
    "companion.display_name": 0,
    "companion.contact": 0,
    "introduction.display_name": 0,
    "told_exception.facts": 0,
    "told_exception.alternatives": 0,
    "told_exception.recipient": 0,
    "told_exception.text": 0,
    "proposed_contact.address": 0,
}
"""By hand: what is the first party's own, and where among the words of its column theirs stands."""
COPIED: Final = {"attribution.text": "behaviour_experience.text", "introduction.display_name": "companion.display_name"}
COPIED_EXCEPTION: Final = ("facts", "alternatives", "recipient", "text")


class Played(NamedTuple):
    """A case that has ended, in the database of a careless server."""

    server: Careless
    play: Planted
    names: tuple[str, ...]

    def own(self) -> dict[str, str]:
        """The first party's own words, by the column in which they stand."""
        said = self.play.words.of
        columns = {column: COPIED.get(column, column) for column in MINE}
        columns |= {f"told_exception.{name}": f"safety_exception.{name}" for name in COPIED_EXCEPTION}
        return {column: said[source][MINE[column]] for column, source in columns.items()}


async def played(server: Careless) -> Played:
    """From the referral to its end, with another moderator on the way."""
    app = server.app
    rows = certified(app.state.database.notary, a_row_of_every_kind(Words()))
    await found(app.state.settings.database_url, app.state.database.keys, *rows)
    words = Words()
    words.skip(1000)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test/v1") as client:
        play = Planted(app, client, words)
        await play.whole()
        await play.does(SECOND, "closure", {})
    await seal(app.state.database, datetime.now(UTC))
    await app.state.database.close()
    return Played(server, play, play.names)


class Copy:
    """A copy of all of it, with a key store of its own."""

    def __init__(self, of: Played, app: FastAPI, client: httpx.AsyncClient, url: str) -> None:
        self.app, self.url, self.name = app, url, url.rpartition("/")[2]
        self.play = Planted(app, client, of.play.words)
        self.play.id, self.play.party, self.play.place, self.play.names = of.play.id, of.play.party, of.play.place, of.names
        self.play.headers |= {name: of.play.headers[name] for name in of.names}
        self.play.headers |= {name: dict(as_(name).token(app)) for name in (MODERATOR, SECOND)}

    async def at(self, now: datetime) -> dict[str, int]:
        """What a sweep at this moment does, and what was destroyed is destroyed in both halves."""
        done = await sweep(self.app.state.database, now)
        await reconcile(self.app.state.database)
        await seal(self.app.state.database, datetime.now(UTC))
        return dict(done)

    async def opens(self) -> dict[str, set[str]]:
        """What still opens of this case for whoever has the database and the key store, by column."""
        found = await opened(self.url, self.app.state.database.keys)
        return {column: {said.text for said in texts if said.case == self.play.id} for column, texts in found.items()}

    async def finds(self, who: str) -> str:
        """All that somebody reads at the addresses of this case, as one text."""
        found = []
        for path, item in self.app.state.document()["paths"].items():
            if "get" in item and path.startswith("/cases/{caseId}") and path.count("{") == 1:
                found.append((await self.play.call(who, "GET", path.replace("{caseId}", self.play.id))).text)
        return "\n".join(found)


@asynccontextmanager
async def copy_of(of: Played, name: str, *, database: str = HERSTEL, keys: Path | None = None) -> AsyncIterator[Copy]:
    """The service on a copy of a database, and of the keys that stand in a folder (else those of the case)."""
    settings: Settings = of.server.app.state.settings
    folder = settings.data_folder.parent / name
    shutil.copytree(keys or settings.data_folder, folder)
    of.server.server.execute(f"create database {name} template {database}")
    async with serving(of, name, folder) as copy:
        yield copy


@asynccontextmanager
async def serving(of: Played, database: str, folder: Path) -> AsyncIterator[Copy]:
    """The service on this database, with the keys of this folder."""
    server = of.server.server
    settings = Settings(database_url=server.url(database), data_folder=folder, public_url="http://test", demo=True)
    app = create_app(settings, makes_keys=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test/v1") as client,
    ):
        yield Copy(of, app, client, server.url(database))


def key_store(folder: Path) -> KeyStore:
    """The keys that stand in this folder."""
    settings = Settings(data_folder=folder, public_url="http://test")
    return KeyStore(settings.keys_at, KeyRing(settings.key_ring_at), makes=False)


Answer = dict[str, Any]
