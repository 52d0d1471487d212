"""Key stores for tests: an address of each kind, what stands in them, and processes of their own that use them."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Connection, create_engine

from app.store.key_database import KEYS
from app.store.keys import Erased, KeyRing, KeyStore

ROOT = Path(__file__).resolve().parent.parent.parent


def erasure(*owners: UUID, id: UUID | None = None, on: date = date(2026, 11, 30)) -> Erased:
    """A line of the ledger, under which the keys of these owners go."""
    return Erased(id or uuid4(), UUID(int=1), UUID(int=2), UUID(int=3), "party", on, owners)


class Shelf(NamedTuple):
    """Where a key store and its ring are, or are to be."""

    url: str
    ring: Path

    @property
    def file(self) -> Path | None:
        """SQLite's file; None on PostgreSQL."""
        return Path(self.url.removeprefix("sqlite:///")) if self.url.startswith("sqlite") else None

    @asynccontextmanager
    async def store(self, ring: KeyRing | None = None, *, makes: bool = True) -> AsyncIterator[KeyStore]:
        """A store of its own, as another process would have it."""
        store = KeyStore(self.url, ring or KeyRing(self.ring), makes=makes)
        try:
            yield store
        finally:
            await store.close()

    @contextmanager
    def opened(self) -> Iterator[Connection]:
        """The database itself, as somebody who walks round the store has it."""
        engine = create_engine(self.url)
        try:
            with engine.begin() as connection:
                yield connection
        finally:
            engine.dispose()

    def rows(self) -> dict[UUID, bytes]:
        """The wrapped keys that stand in it, by owner."""
        with self.opened() as connection:
            return {row.owner: row.wrapped for row in connection.execute(KEYS.select())}

    def content(self) -> bytes:
        """Every byte of SQLite's file and of its log."""
        assert self.file
        return b"".join(part.read_bytes() for part in sorted(self.file.parent.glob(f"{self.file.name}*")))

    def forget_ledger(self) -> None:
        """Make it what a version without a ledger left."""
        with self.opened() as connection:
            for table in ("erasure", "shredded"):
                connection.exec_driver_sql(f"drop table {table}")

    def put(self, owner: UUID, **values: Any) -> None:
        """Change the row of an owner."""
        with self.opened() as connection:
            assert connection.execute(KEYS.update().where(KEYS.c.owner == owner).values(**values)).rowcount == 1

    def vanish(self) -> None:
        """Take the store away."""
        if self.file:
            for part in self.file.parent.glob(f"{self.file.name}*"):
                part.rename(part.with_name(f"away-{part.name}"))
            return
        with self.opened() as connection:
            connection.exec_driver_sql("alter table data_key rename to away")

    def return_(self) -> None:
        """Bring it back."""
        if self.file:
            for part in self.file.parent.glob(f"away-{self.file.name}*"):
                part.rename(part.with_name(part.name.removeprefix("away-")))
            return
        with self.opened() as connection:
            connection.exec_driver_sql("alter table away rename to data_key")

    def stands(self) -> bool:
        """Whether there is a table."""
        if self.file:
            return self.file.exists()
        with self.opened() as connection:
            return connection.exec_driver_sql("select to_regclass('data_key')").scalar() is not None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Somebody else holds it."""
        if self.file:
            holder = sqlite3.connect(self.file, isolation_level=None)
            try:
                holder.execute("begin exclusive")
                yield
            finally:
                holder.close()
            return
        with self.opened() as connection:
            connection.exec_driver_sql("lock table data_key in access exclusive mode")
            yield

    def ring_keys(self) -> set[str]:
        """The ids of the keys in the ring's file."""
        return set(json.loads(self.ring.read_text())["keys"])

    def process(self, program: str, *arguments: object) -> subprocess.Popen[str]:
        """A process of its own with this program, in which `store` and `ring` stand ready."""
        source = f"{PRELUDE}\n{program}"
        command = [sys.executable, "-c", source, self.url, str(self.ring), *map(str, arguments)]
        return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


PRELUDE = """
import asyncio, os, signal, sys
from pathlib import Path
from uuid import UUID
from app.store.keys import KeyRing, KeyStore
url, ring, arguments = sys.argv[1], KeyRing(Path(sys.argv[2])), sys.argv[3:]
store = KeyStore(url, ring)
"""
