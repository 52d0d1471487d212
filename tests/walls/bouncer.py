"""A real PgBouncer between the service and the tests' server: transactions of everybody share a few connections."""

import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from signal import SIGQUIT
from typing import Final

import pytest
from sqlalchemy.engine import make_url

from app.domain.confidentiality import Pool
from app.embedded import EmbeddedPostgres, dying_with_owner, free_port, last_words, stop
from app.settings import Settings
from app.store.logins import addresses

# Debian keeps it where only root looks.
PROGRAM: Final = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
PATIENCE: Final = 15.0
SHARED: Final = 2
SECRETS: Final = (
    "select format('\"%s\" \"%s\"', rolname, rolpassword) from pg_authid where rolname like 'herstel_%' and rolcanlogin order by 1"
)
CONFIGURATION: Final = """
[databases]
* = host=127.0.0.1 port={server}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = {shared}
query_wait_timeout = 30
"""


class Bouncer:
    """One PgBouncer on loopback, in transaction mode, with two connections to the server for each role and database."""

    def __init__(self, server: EmbeddedPostgres, folder: Path) -> None:
        self.port, self._server = free_port(), server
        folder.chmod(0o711)
        self._keep(server, folder / "users", "".join(f"{line}\n" for (line,) in server.execute(SECRETS)))
        configuration = CONFIGURATION.format(server=server.port, port=self.port, folder=folder, shared=SHARED)
        self._keep(server, folder / "pgbouncer.ini", configuration)
        self._configuration = folder / "pgbouncer.ini"
        self.start()

    def start(self) -> None:
        """Start it as the user of the server, for it refuses root; it ends with whoever started it."""
        self._child = self._server._launch([PROGRAM or "pgbouncer", self._configuration], dying_with_owner())
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._child.poll() is None:
            with suppress(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            time.sleep(0.02)
        raise AssertionError(f"PgBouncer does not start: {last_words(self._server.log)}")

    def addresses(self, settings: Settings) -> Mapping[Pool, str]:
        """Where each role logs in, by way of this."""
        ways = {pool: make_url(address).set(port=self.port) for pool, address in addresses(settings).items()}
        return {pool: way.render_as_string(hide_password=False) for pool, way in ways.items()}

    def restart(self) -> None:
        """End it and start it again: whoever was connected is not any more."""
        self.close()
        self.start()

    def close(self) -> None:
        """End it at once, whoever is still there."""
        stop(self._child, SIGQUIT)

    @staticmethod
    def _keep(server: EmbeddedPostgres, file: Path, text: str) -> None:
        file.touch(0o600)
        file.write_text(text)
        if server.user is not None and server.group is not None:
            os.chown(file, server.user, server.group)


@contextmanager
def bouncing(server: EmbeddedPostgres) -> Iterator[Bouncer]:
    """A PgBouncer before this server; where there is none the test says so, and in CI it fails."""
    if PROGRAM is None:
        assert not os.environ.get("HERSTEL_REQUIRE_PGBOUNCER"), "HERSTEL_REQUIRE_PGBOUNCER is set, and no pgbouncer is installed"
        pytest.skip("no pgbouncer is installed, so nobody worked through one")
    folder = Path(tempfile.mkdtemp(prefix="herstel-pgbouncer-"))
    bouncer = Bouncer(server, folder)
    try:
        yield bouncer
    finally:
        bouncer.close()
        shutil.rmtree(folder, ignore_errors=True)
