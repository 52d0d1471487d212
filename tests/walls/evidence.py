"""A server as careless as an operator can make it, and all that it leaves about: dumps, copies, logs, what runs, what spills."""

import asyncio
import logging
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, Final

import httpx
import psycopg
from fastapi import FastAPI

from app.cli.starting import upgrade
from app.embedded import EmbeddedPostgres
from app.main import create_app
from app.settings import Settings
from app.store.models.base import Row, SealedColumn
from tests.people import MINE, key

HERSTEL: Final = "herstel"
# The log of whoever looks for a fault and switches everything on; these outdo what the server was started with.
CARELESS: Final = {
    "log_statement": "'all'",
    "log_min_duration_statement": "0",
    "log_parameter_max_length": "-1",
    "log_parameter_max_length_on_error": "-1",
    "log_error_verbosity": "'verbose'",
    "log_min_error_statement": "'error'",
    "log_min_messages": "'debug1'",
    "log_temp_files": "0",
}
KEPT: Final = {"wal_keep_size": "'1GB'", "max_wal_size": "'4GB'", "checkpoint_timeout": "'1h'"}


class Careless:
    """The server, and the service on it."""

    def __init__(self, server: EmbeddedPostgres, app: FastAPI, spoken: StringIO) -> None:
        self.server, self.app, self.spoken = server, app, spoken

    def program(self, name: str, *options: str) -> bytes:
        """What one of PostgreSQL's own programs writes, in the name of the superuser."""
        command = [str(self.server.binaries / name), "-h", "127.0.0.1", "-p", str(self.server.port), "-U", "postgres", *options]
        environment = {**os.environ, "PGPASSWORD": self.server.password}
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def files(self, *below: str) -> bytes:
        """All that stands in the files below a folder of the server's data."""
        found = sorted(path for path in self.server.data.joinpath(*below).rglob("*") if path.is_file())
        assert found
        return b"\n".join(path.read_bytes() for path in found)

    @contextmanager
    def superuser(self) -> Iterator[psycopg.Connection[Any]]:
        """A connection past every wall."""
        with psycopg.connect(self.server.url(HERSTEL).replace("+psycopg", "")) as connection:
            yield connection

    def spilled(self) -> bytes:
        """What a sort over all content leaves in temporary files while it goes on."""
        with self.superuser() as connection:
            connection.execute("set work_mem = '64kB'")
            said = " union all ".join([*_selected(), "select convert_to(name, 'UTF8') from unit"])
            spread = "from generate_series(1, 40) n"
            connection.execute(f"declare spilling cursor for select said {spread}, ({said}) s (said) order by md5(said), n".encode())
            connection.execute("fetch 1 from spilling")
            return self.files("base", "pgsql_tmp")

    def activity(self) -> bytes:
        """What runs now, as pg_stat_activity has it."""
        return "\n".join(f"{value}" for row in self.server.execute("select * from pg_stat_activity", HERSTEL) for value in row).encode()

    async def while_it_waits(self, client: httpx.AsyncClient, headers: dict[str, str], text: str) -> tuple[bytes, int]:
        """What is shown of a statement with content in it that waits for a lock, and how that ends."""
        with self.superuser() as connection:
            connection.execute("lock table conf.note in access exclusive mode")
            path = f"/cases/{key(MINE)}/notes"
            telling = asyncio.create_task(client.post(path, json={"text": text}, headers=headers))
            waits = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and usename = 'herstel_case'"
            while self.server.execute(waits) == [(0,)]:
                assert not telling.done()
                await asyncio.sleep(0.01)
            return self.activity(), (await telling).status_code

    def key_store(self, *more: bytes) -> bytes:
        """All files of the key store; with `more` those of a copy into which this was put as a key."""
        folder = self.app.state.settings.data_folder / "keys"
        with tempfile.TemporaryDirectory() as copy:
            shutil.copytree(folder, copy, dirs_exist_ok=True)
            with sqlite3.connect(Path(copy, "keys.db")) as keys:
                for number, wrapped in enumerate(more):
                    keys.execute("insert into data_key values (?, ?, ?)", (f"{number:032}", "0" * 32, wrapped))
            return b"\n".join(path.read_bytes() for path in (*folder.iterdir(), *Path(copy).iterdir()))


def _selected() -> Iterator[str]:
    for table in Row.metadata.tables.values():
        for column in (column for column in table.columns if isinstance(column.type, SealedColumn)):
            yield f"select {column.name} from {table.schema or 'public'}.{table.name} where {column.name} is not null"


@asynccontextmanager
async def careless() -> AsyncIterator[Careless]:
    """A server that keeps its write-ahead log and says all it can, and a service whose every logger speaks."""
    shelf = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="herstel-p1-", dir=shelf))
    folder.chmod(0o711)
    try:
        with EmbeddedPostgres(folder / "postgresql") as server, speaking() as spoken:
            for name, value in KEPT.items():
                server.execute(f"alter system set {name} = {value}")
            server.execute("select pg_reload_conf()")
            server.ensure(HERSTEL)
            for name, value in CARELESS.items():
                server.execute(f"alter database {HERSTEL} set {name} = {value}")
            settings = Settings(database_url=server.url(HERSTEL), data_folder=folder / "service", public_url="http://test", demo=True)
            upgrade(settings)
            app = create_app(settings)
            async with app.router.lifespan_context(app):
                yield Careless(server, app, spoken)
    finally:
        shutil.rmtree(folder)


@contextmanager
def speaking() -> Iterator[StringIO]:
    """What every logger of this process says, however small, and whatever is printed."""
    spoken, loggers = StringIO(), [logging.getLogger(name) for name in (None, "sqlalchemy")]
    handler, levels = logging.StreamHandler(spoken), [logger.level for logger in loggers]
    loggers[0].addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    try:
        with redirect_stdout(spoken), redirect_stderr(spoken):
            yield spoken
    finally:
        loggers[0].removeHandler(handler)
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
