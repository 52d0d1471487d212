"""`herstel`: the entry points, wired together. Whatever stops them from starting is said in one sentence."""

import gc

# While everything is loaded next to nothing is garbage, and most of it stays: to look for it would take half of every start.
gc.disable()

import asyncio
import json
import signal
import socket
import sys
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated

import typer
import uvicorn
from fastapi import FastAPI

from app.cli.audit import audit
from app.cli.erasing import erase_party, show_due
from app.cli.starting import ROOT, CannotStart, contexts, database, listening, one_sentence, secret, to_newest, upgrade
from app.demo.opening import settle, welcome
from app.demo.people import PERSONAS
from app.demo.scenarios import Letter, play_at
from app.demo.stage import Language
from app.domain.errors import Unavailable
from app.embedded import EmbeddedPostgres
from app.jobs.destruction import reconcile
from app.jobs.keeping import keep_up
from app.jobs.sealing import seal
from app.jobs.sweep import FAILED, sweep
from app.main import create_app, v1
from app.settings import Settings, read_settings
from app.store.contexts import believed
from app.store.database import Database
from app.store.keys import KeysAway, KeyStore
from app.store.logins import addresses
from app.store.notary import PURPOSE, Notary
from app.store.pairing import key_store, paired

gc.freeze()
gc.enable()

DOCUMENT = ROOT / "openapi" / "openapi.json"

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
keys = typer.Typer(help="The keys under which content is sealed.", no_args_is_help=True)
app.add_typer(keys, name="keys")
app.add_typer(audit, name="audit")
app.command("erase")(erase_party)
app.command("retention")(show_due)


@app.command()
def serve() -> None:
    """Serve the API, on an embedded PostgreSQL unless DATABASE_URL names a server."""
    # uvicorn raises the signal that stopped it once more, which would skip every `finally`; so that signal becomes an orderly exit.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    with one_sentence():
        settings = read_settings()
        with listening(settings) as listener:
            settings = settings.model_copy(update={"port": listener.getsockname()[1]})
            with database(settings) as (url, embedded):
                settings = settings.model_copy(update={"database_url": url})
                upgrade(settings, own=embedded is not None)
                asyncio.run(with_its_keys(settings))
                if settings.demo and url:
                    asyncio.run(settled(settings))
                # A worker cannot reach an embedded database, and a demo is not to need one.
                application = service(settings, sweeps=settings.demo or embedded is not None)
                Server(application, settings, embedded).run(sockets=[listener])


@app.command()
def worker(once: Annotated[bool, typer.Option(help="One sweep, then stop.")] = False) -> None:
    """Look after the deadlines of every case, once a minute until a signal stops it; any number of workers may run at once."""
    with one_sentence():
        settings = read_settings()
        if settings.database_url is None and not settings.by_roles_alone:
            raise CannotStart("The worker needs DATABASE_URL; on an embedded database the service itself looks after the deadlines.")
        with database(settings):
            upgrade(settings)
            served = Database(addresses(settings), key_store(settings), secret(settings), pool_size=1, pool_seconds=settings.pool_seconds)
            asyncio.run(work(served, once))


async def work(database: Database, once: bool) -> None:
    """One sweep or one a minute; a signal ends it after the case in hand. Raises CannotStart when a single sweep failed."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        if not once:
            print("Herstel looks after the deadlines, once a minute.", flush=True)
            await keep_up(database, stop)
            return
        failed = (await sweep(database, datetime.now(UTC), stop))[FAILED]
        await reconcile(database)
        await seal(database, datetime.now(UTC))
        if failed:
            raise CannotStart(f"The sweep could not do {failed} of what was due; the lines above say why.")
    finally:
        await database.close()
        await database.keys.close()


@app.command()
def migrate() -> None:
    """Bring the schema of the database up to date; with HERSTEL_SIGNING_KEY_FILE it believes that key from then on, and no other."""
    with one_sentence():
        settings = read_settings()
        with database(settings) as (url, embedded):
            settings = settings.model_copy(update={"database_url": url})
            to_newest(settings, own=embedded is not None)
            # Of a key that happens to lie here the service may know nothing: what it is to believe is named.
            if settings.signing_key_file:
                believed(settings, contexts(settings), anew=True)


@keys.command()
def rotate() -> None:
    """Wrap every data key under a new key-encryption key while the service runs; called again, it finishes what was cut short."""
    with one_sentence():
        settings = read_settings()
        print(asyncio.run(rotated(key_store(settings))))


async def rotated(store: KeyStore) -> str:
    """What a rotation did, in one sentence. Raises CannotStart when some data keys did not open, KeysAway when it could not be done."""
    try:
        done = await store.rotate()
    finally:
        await store.close()
    if done.left:
        raise CannotStart(f"{done.rewrapped} data keys were wrapped anew, but {done.left} do not open and stay as they are.")
    return f"{done.rewrapped} data keys were wrapped anew; {done.dropped} older keys of the ring were dropped."


@app.command()
def openapi(check: Annotated[bool, typer.Option(help="Change nothing; fail when the file is stale.")] = False) -> None:
    """Write the OpenAPI document of this version to openapi/openapi.json."""
    fresh = json.dumps(v1().openapi(), indent=2, ensure_ascii=False) + "\n"
    with one_sentence():
        if not check:
            DOCUMENT.write_text(fresh, encoding="utf-8")
        elif not DOCUMENT.exists() or DOCUMENT.read_text(encoding="utf-8") != fresh:
            raise CannotStart("openapi/openapi.json is stale; run `make openapi` and commit what it writes.")


@app.command()
def demo(
    scenario: Annotated[
        Letter | None,
        typer.Argument(help="a: two pupils, their parents and a school; b: a hospital team. Both when left out.", case_sensitive=False),
    ] = None,
    language: Annotated[Language, typer.Option(help="In Dutch or in English.")] = Language.NL,
    url: Annotated[str, typer.Option(help="Where Herstel answers, in demo mode.")] = "http://127.0.0.1:8000",
) -> None:
    """Play a case against a running Herstel in demo mode, call by call, and show what each role sees."""
    with one_sentence():
        play_at(url, language, scenario)


def greeting(settings: Settings, application: FastAPI) -> None:
    """What is shown once the service answers; in demo mode with a token for each of its people."""
    print(f"Herstel answers at {settings.base_url}; its documentation is at {settings.base_url}/docs")
    if settings.demo:
        print(welcome(settings.base_url, application.state.tokens))
    sys.stdout.flush()


async def with_its_keys(settings: Settings) -> None:
    """See that the key store is the database's own; while it is away the service starts all the same, and says so."""
    try:
        await paired(settings)
    except KeysAway as away:
        print(f"herstel: {away} Until then whatever holds content answers 503.", file=sys.stderr, flush=True)


async def settled(settings: Settings) -> None:
    """The people of the demo are there, and their cases; not while the key store is away."""
    keys = key_store(settings)
    try:
        with suppress(Unavailable):
            await settle(settings.database_url or "", keys, Notary(secret(settings)(PURPOSE)), datetime.now(UTC))
    finally:
        await keys.close()


def service(settings: Settings, *, sweeps: bool) -> FastAPI:
    """The service of these settings. Raises CannotStart with the sentence of whatever file of keys or issuers cannot be used."""
    try:
        return create_app(settings, PERSONAS, sweeps=sweeps, makes_keys=False)
    except ValueError as error:
        raise CannotStart(str(error)) from error


class Server(uvicorn.Server):
    """uvicorn, which greets when it answers and looks after the embedded database."""

    def __init__(self, application: FastAPI, settings: Settings, embedded: EmbeddedPostgres | None) -> None:
        super().__init__(
            uvicorn.Config(
                application,
                loop="auto",
                http="httptools",
                ws="none",
                lifespan="on",
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_keep_alive=30,
                timeout_graceful_shutdown=settings.grace_seconds,
            )
        )
        self.application = application
        self.settings = settings
        self.embedded = embedded

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start; then spare the collector what lives as long as the process, and greet."""
        await super().startup(sockets)
        if self.started:
            gc.collect()
            gc.freeze()
            gc.set_threshold(50_000, 20, 50)
            greeting(self.settings, self.application)

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second; once a second see whether the database is still there.

        Bringing it back blocks this thread, on purpose: nothing can be answered meanwhile, and the kernel ends the database with the
        thread that started it.
        """
        if self.embedded is not None and counter % 10 == 0:
            self.embedded.revive()
        return await super().on_tick(counter)
