"""A service whose log is sealed when a test says so, and whoever can write to its database past everything."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from fastapi import FastAPI
from typer.testing import CliRunner

from app import cli
from app.embedded import EmbeddedPostgres
from app.jobs.sealing import seal
from app.jobs.verification import Finding, newest, verify
from app.settings import Settings
from tests.conftest import DATABASE
from tests.http import as_
from tests.world import World

STREAMS = ("audit_event", "conf.case_audit_event")
TABLES = (*STREAMS, "audit_node", "audit_checkpoint", "conf.access_event")


class Logged:
    """A log, those who act, and a superuser."""

    def __init__(self, app: FastAPI, client: httpx.AsyncClient, superuser: psycopg.Connection[Any], settings: Settings) -> None:
        self.app, self.client, self.superuser, self.settings = app, client, superuser, settings

    async def read(self, who: str, *paths: str) -> list[httpx.Response]:
        """What they are answered there."""
        return [await self.client.get(path, headers=as_(who).token(self.app)) for path in paths]

    async def seal(self) -> int:
        """Seal what was written so far."""
        return await seal(self.app.state.database, datetime.now(UTC))

    async def findings(self, *witnessed: str, later: timedelta = timedelta()) -> list[Finding]:
        """What is wrong with the log."""
        return await verify(self.app.state.database, witnessed, datetime.now(UTC) + later)

    async def witnessed(self) -> list[str]:
        """What a witness keeps."""
        return await newest(self.app.state.database)

    def sql(self, statement: str, *values: Any) -> list[Any]:
        """Whatever a superuser does."""
        cursor = self.superuser.execute(statement.encode(), values)
        return cursor.fetchall() if cursor.description else []

    def command(self, name: str, *arguments: str) -> tuple[int, str]:
        """The exit code of `herstel audit …`, and what it said."""
        environment = {"DATABASE_URL": self.settings.database_url, "HERSTEL_DATA_FOLDER": str(self.settings.data_folder)}
        done = CliRunner().invoke(cli.app, ["audit", name, *arguments], env=environment)
        return done.exit_code, done.output

    def kept(self, folder: Path, notes: list[str]) -> str:
        """A witness's file with these checkpoints."""
        file = folder / "witness"
        file.write_text("\n".join(notes), encoding="utf-8")
        return str(file)


@pytest.fixture
def logged(app: FastAPI, client: httpx.AsyncClient, the_world: World, server: EmbeddedPostgres, settings: Settings) -> Iterator[Logged]:
    """The world, of which nothing has been recorded yet."""
    with psycopg.connect(server.url(DATABASE).replace("+psycopg", ""), autocommit=True) as superuser:
        for table in TABLES:
            superuser.execute(f"truncate {table}".encode())
        yield Logged(app, client, superuser, settings)
