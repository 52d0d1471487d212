"""The database of the key store: the keys and the erasure ledger, in an SQLite file or on a PostgreSQL of its own; both behave the same.

It is not the database of the cases, and no row of a case is in it; so it is reached here and not through the Store.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote
from uuid import uuid4

from sqlalchemy import Column, Connection, Date, Insert, Integer, LargeBinary, MetaData, String, Table, Uuid, create_engine, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.store.key_ring import KeysAway

_TABLES: Final = MetaData()
KEYS: Final = Table(
    "data_key",
    _TABLES,
    Column("owner", Uuid, primary_key=True),
    Column("id", Uuid, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
)
ERASURE: Final = Table(
    "erasure",
    _TABLES,
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("party_id", Uuid),
    Column("part", String, nullable=False),
    Column("destroyed_on", Date, nullable=False),
)
SHREDDED: Final = Table(
    "shredded",
    _TABLES,
    Column("erasure_id", Uuid, primary_key=True),
    Column("nth", Integer, primary_key=True),
    Column("owner", Uuid, nullable=False, index=True),
)
"""Whose keys went with which erasure."""
_LEDGER: Final = (ERASURE, SHREDDED)
_ADDING: Final[dict[str, Insert]] = {
    "sqlite": sqlite.insert(KEYS).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(KEYS).on_conflict_do_nothing(),
}
_PATIENCE: Final = 1.5
_OPTIONS: Final = "-c statement_timeout=1500 -c lock_timeout=1000 -c idle_in_transaction_session_timeout=5000"
_POSTGRESQL: Final = {"options": _OPTIONS, "connect_timeout": 2, "tcp_user_timeout": 2000}
# SQLite has one writer at a time; on PostgreSQL many write beside each other, but nobody beside the one who is alone.
_WRITING: Final = {"sqlite": "begin immediate", "postgresql": "lock table data_key in row exclusive mode"}
_ALONE: Final = {"sqlite": "begin immediate", "postgresql": "lock table data_key in share row exclusive mode"}
_MAKING: Final = "select pg_advisory_xact_lock(7242683)"
_COMPLETING: Final = {"sqlite": "begin immediate", "postgresql": _MAKING}


class KeyDatabase:
    """Transactions on the keys and the ledger; whatever keeps them from being done is KeysAway."""

    def __init__(self, url: str) -> None:
        address = make_url(url)
        self._file = Path(address.database or "") if address.drivername == "sqlite" else None
        own: dict[str, Any] = {"creator": self._connect} if self._file else {"connect_args": _POSTGRESQL, "pool_pre_ping": True}
        self._engine = create_engine(url, pool_size=4, max_overflow=0, pool_timeout=_PATIENCE, hide_parameters=True, **own)
        self._seen: tuple[int, int] | None = None
        self.adding = _ADDING[self._engine.dialect.name]
        """Adds keys, where none stands yet."""

    def stands(self) -> bool:
        """Whether the table of the keys is there."""
        if self._file is not None and not self._exists(self._file):
            return False
        with self.reading() as connection:
            return inspect(connection).has_table(KEYS.name)

    def make(self) -> None:
        """The empty tables; those that stand already stay, however many make it at once."""
        try:
            if self._file is not None:
                _make_file(self._file)
        except (OSError, sqlite3.Error) as error:
            raise _trouble(error) from None
        if self._file is None:
            with self._transaction(_MAKING) as connection:
                _TABLES.create_all(connection)

    def complete(self) -> None:
        """The empty ledger beside keys that a version without one put in, however many make it at once."""
        with self.reading() as connection:
            if all(inspect(connection).has_table(table.name) for table in _LEDGER):
                return
        with self._transaction(_COMPLETING[self._engine.dialect.name]) as connection:
            _TABLES.create_all(connection, _LEDGER)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that changes nothing."""
        with self._transaction(None) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is never open while another one is alone."""
        with self._transaction(_WRITING[self._engine.dialect.name]) as connection:
            yield connection

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """A transaction beside which nobody writes."""
        with self._transaction(_ALONE[self._engine.dialect.name]) as connection:
            yield connection

    def settle(self) -> None:
        """Leave nothing of a deleted key in SQLite's file or its log: `secure_delete` cleared the page, this writes it and cuts the log.

        What readers beside us still hold of the log is cut at a later time.
        """
        if self._file is not None:
            with self.reading() as connection:
                connection.exec_driver_sql("pragma wal_checkpoint(truncate)")

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self, lock: str | None) -> Iterator[Connection]:
        try:
            self._look_again()
            with self._engine.begin() as connection:
                if lock is not None:
                    connection.exec_driver_sql(lock)
                yield connection
        except (DBAPIError, PoolTimeout, OSError) as error:
            raise _trouble(error) from None

    def _look_again(self) -> None:
        """An open connection would go on with a file that was removed: what it writes nobody would ever read."""
        if self._file is None:
            return
        status = self._file.stat()
        seen = (status.st_dev, status.st_ino)
        if self._seen not in (None, seen):
            self._engine.dispose()
        self._seen = seen

    def _exists(self, file: Path) -> bool:
        try:
            return file.exists()
        except OSError as error:
            raise _trouble(error) from None

    def _connect(self) -> sqlite3.Connection:
        # `rw` and not `rwc`: a file that vanished stays away. Without an isolation level a transaction begins where we say so.
        address = f"file:{quote(str(self._file))}?mode=rw"
        connection = sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("pragma synchronous=full")
            connection.execute("pragma secure_delete=on")
        except sqlite3.Error:
            connection.close()
            raise
        return connection


def _make_file(file: Path) -> None:
    """The file whole, with its tables and its log ahead of it (WAL), or none; never over another's: the first one wins."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}-{uuid4()}")
    draft.touch(0o600)
    try:
        engine = create_engine(URL.create("sqlite", database=str(draft)))
        with engine.begin() as connection:
            connection.exec_driver_sql("pragma journal_mode=wal")
            _TABLES.create_all(connection)
        engine.dispose()
        with suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink()
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _trouble(error: Exception) -> KeysAway:
    # Never the words of the driver: they may hold an address or a value.
    if isinstance(error, OSError):
        return KeysAway(f"The key store cannot be used ({(error.strerror or type(error).__name__).lower()}).")
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    cause = type(getattr(error, "orig", None) or error).__name__
    return KeysAway(f"The key store does not answer ({cause}{f', {state}' if state else ''}).")
