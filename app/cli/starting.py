"""What stands before anything runs: the port, the database at its newest version, and the keys; else one sentence."""

import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import psycopg
import typer
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError

from app.demo.stage import Stopped
from app.embedded import EmbeddedPostgres, EmbeddedPostgresError
from app.routers.keys import derived, signing_key
from app.settings import BadSettings, Settings
from app.store.contexts import PURPOSE, Contexts, believed
from app.store.keys import KeysAway
from app.store.logins import let_in, revision

ROOT: Final = Path(__file__).resolve().parent.parent.parent
FLOOR: Final = 170000


class CannotStart(Exception):
    """One sentence for whoever starts the service."""


@contextmanager
def one_sentence(code: int = 1) -> Iterator[None]:
    """Turn what is known to go wrong into a sentence on standard error and this exit code."""
    try:
        yield
    except (CannotStart, Stopped, BadSettings, EmbeddedPostgresError, KeysAway, TimeoutError) as refusal:
        print(f"herstel: {refusal}", file=sys.stderr)
        raise typer.Exit(code) from None


def secret(settings: Settings) -> Callable[[str], bytes]:
    """256 bits for each purpose, by the key that signs tokens. Raises CannotStart with the sentence of a file that cannot be used."""
    try:
        return partial(derived, signing_key(settings.data_folder, settings.signing_key_file))
    except ValueError as error:
        raise CannotStart(str(error)) from error


def contexts(settings: Settings) -> Contexts:
    """The proofs of who acts. Raises CannotStart with the sentence of a file of keys that cannot be used."""
    return Contexts(secret(settings)(PURPOSE))


def upgrade(settings: Settings, *, own: bool = False) -> None:
    """Bring the database to the newest version, and see that it lets the service in and believes it. Raises CannotStart, BadSettings.

    It believes the first key that it is told of for good, unless it is a database of one's `own`.
    """
    to_newest(settings, own=own)
    believed(settings, contexts(settings), anew=own)


def to_newest(settings: Settings, *, own: bool = False) -> None:
    """Bring the schema of the database to the newest version, and let its roles in. Raises CannotStart when that cannot be done.

    What stands is sealed with keys that are made only where they are sure to be found again: beside a database of one's `own`, or where
    the settings say that they are to be.
    """
    config = Config(ROOT / "alembic.ini")
    config.attributes["url"] = settings.database_url
    config.attributes["settings"] = settings
    config.attributes["makes_keys"] = own or bool(settings.keys_url and settings.key_ring_file)
    try:
        if settings.by_roles_alone:
            at_head(settings)
        else:
            command.upgrade(config, "head")
    except CommandError:
        raise CannotStart("The database was migrated by another version of Herstel; start the newest one.") from None
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None) or "no SQLSTATE"
        raise CannotStart(f"The database could not be migrated ({type(error.orig).__name__}, {state}); its log says more.") from None
    let_in(settings)


def at_head(settings: Settings) -> None:
    """Nothing, when the database is at this version. Raises CannotStart when somebody has yet to migrate it, or did with a newer one."""
    if revision(settings) != ScriptDirectory.from_config(Config(ROOT / "alembic.ini")).get_current_head():
        raise CannotStart(
            "The database is at another version of Herstel; run `herstel migrate` with DATABASE_URL, or start the newest one."
        )


@contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """The port, taken before anything is started; connections are refused until the service listens."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as error:
            reason = (error.strerror or "no reason given").lower()
            raise CannotStart(
                f"Cannot listen on {settings.host} port {settings.port} ({reason}); stop what does or set HERSTEL_PORT and HERSTEL_HOST."
            ) from None
        yield listener


@contextmanager
def database(settings: Settings) -> Iterator[tuple[str | None, EmbeddedPostgres | None]]:
    """The address that migrates the database, where there is one, and the embedded server if that is what it is on."""
    if settings.by_roles_alone:
        yield None, None
        return
    if settings.database_url is not None:
        check_that_it_answers(settings.database_url)
        yield settings.database_url, None
        return
    with EmbeddedPostgres(settings.data_folder / "postgresql") as embedded:
        embedded.ensure("herstel")
        yield embedded.url("herstel"), embedded


def check_that_it_answers(url: str) -> None:
    """Nothing, when the database can be used. Raises CannotStart otherwise, without the words of the driver: they hold the address."""
    try:
        with psycopg.connect(url.replace("+psycopg", "", 1), connect_timeout=5) as connection:
            version = connection.info.server_version
    except psycopg.Error:
        raise CannotStart(
            "The database in DATABASE_URL does not let us in; see that it runs, and that its host, name, user and password are right."
        ) from None
    if version < FLOOR:
        raise CannotStart(f"The database in DATABASE_URL is PostgreSQL {version // 10000}; Herstel needs 17 or newer.")
