"""A live server of its own for every scenario: the command, as a process, in demo mode, on a fresh database."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.embedded import EmbeddedPostgres
from tests.conftest import TEMPLATE
from tests.scenarios.voices import Town

ROOT = Path(__file__).resolve().parent.parent.parent
LIVE = "herstel_live"


@contextmanager
def live(server: EmbeddedPostgres, folder: Path, demo: str = "1") -> Iterator[str]:
    """Where the server answers, as long as the block lasts; in demo mode, unless that is said to be off."""
    server.execute(f"drop database if exists {LIVE} with (force)")
    server.execute(f"create database {LIVE} template {TEMPLATE} strategy file_copy")
    environment = {
        **os.environ,
        "DATABASE_URL": server.url(LIVE).replace("+psycopg", ""),
        "HERSTEL_DATA_FOLDER": str(folder),
        # Of which the template was told.
        "HERSTEL_SIGNING_KEY_FILE": str(server.folder / "service" / "keys" / "issuer.pem"),
        "HERSTEL_DEMO": demo,
        "HERSTEL_PORT": "0",
        "PYTHONWARNINGS": "",
    }
    with (folder / "err").open("w+") as err:
        command = [sys.executable, "-m", "app.cli", "serve"]
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=err, text=True)
        try:
            yield said_by(process, folder / "err", "herstel demo" if demo == "1" else "/docs")
        finally:
            process.terminate()
            process.communicate(timeout=60)
    server.execute(f"drop database {LIVE} with (force)")


def said_by(process: subprocess.Popen[str], err: Path, last: str) -> str:
    """The address in the greeting, read to its end so that the pipe never fills."""
    assert process.stdout is not None
    found = ""
    for line in process.stdout:
        if match := re.search(r"(http://\S+)/docs", line):
            found = match[1]
        if last in line:
            return found
    raise AssertionError(err.read_text())


@pytest.fixture
def town(server: EmbeddedPostgres, tmp_path: Path) -> Iterator[Town]:
    """Everyone who can call a live server."""
    with live(server, tmp_path) as address, Town(address) as town:
        yield town
