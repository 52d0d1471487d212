"""The commands: they start, they stop, and whatever prevents that is one sentence that says what to do."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from typer.testing import CliRunner

from app import cli
from app.embedded import EmbeddedPostgres, works_on
from app.routers.keys import made_once
from app.settings import BadSettings, read_settings
from app.store.keys import KeyRing, KeyStore
from app.store.sealing import DataKey

ROOT = Path(__file__).resolve().parent.parent
SECRET = "geheim-wachtwoord"


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """An environment for a command: a free port and a data folder that cannot be used by mistake."""
    (tmp_path / "file").touch()
    return {**os.environ, "HERSTEL_PORT": "0", "HERSTEL_DATA_FOLDER": str(tmp_path / "file" / "data"), "PYTHONWARNINGS": ""}


@pytest.fixture
def fresh(server: EmbeddedPostgres) -> Iterator[str]:
    """The address of an empty database."""
    server.ensure("herstel_cli")
    yield server.url("herstel_cli").replace("+psycopg", "")
    server.execute("drop database herstel_cli with (force)")


def command(name: str, environment: dict[str, str], **more: str) -> subprocess.Popen[str]:
    """The command as a process of its own."""
    arguments = [sys.executable, "-m", "app.cli", *name.split()]
    return subprocess.Popen(arguments, env={**environment, **more}, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def refusal(environment: dict[str, str], **more: str) -> str:
    """What `serve` says when it does not start, here and not in a process of its own."""
    usual = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        said = CliRunner().invoke(cli.app, ["serve"], env={**environment, **more})
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
    return one_sentence(said.exit_code, said.stdout, said.stderr)


def one_sentence(code: int, out: str, err: str) -> str:
    """What a command says that does not start: exactly one line, and nothing else."""
    assert code == 1
    assert out == ""
    assert err.startswith("herstel: ")
    assert err.endswith(".\n")
    assert err.count("\n") == 1
    assert SECRET not in err
    return err.removeprefix("herstel: ").strip()


def served(process: subprocess.Popen[str]) -> str:
    """The address at which the service answers, once it says so."""
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"(http://\S+)/docs", line):
            return found[1]
    raise AssertionError(process.communicate()[1])


def stopped(process: subprocess.Popen[str], number: signal.Signals = signal.SIGTERM) -> int:
    """The exit code after a signal."""
    process.send_signal(number)
    process.communicate(timeout=60)
    return process.returncode


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("HERSTEL_PORT", "eighty", "HERSTEL_PORT: input should be a valid integer, unable to parse string as an integer."),
        ("HERSTEL_PORT", "70000", "HERSTEL_PORT: input should be less than or equal to 65535."),
        ("HERSTEL_PUBLIC_URL", "herstel.example", "HERSTEL_PUBLIC_URL: must begin with http:// or https://."),
        ("HERSTEL_KEYS_URL", f"mysql://me:{SECRET}@localhost/keys", "HERSTEL_KEYS_URL: must begin with postgresql:// or sqlite:///."),
        ("HERSTEL_KEYS_URL", f"postgres://me:{SECRET}@localhost", "HERSTEL_KEYS_URL: must end with the name of a database."),
        ("HERSTEL_KEYS_URL", "sqlite:///", "HERSTEL_KEYS_URL: must look like sqlite:///folder/keys.db."),
        ("HERSTEL_KEYS_URL", "sqlite:///:memory:", "HERSTEL_KEYS_URL: must look like sqlite:///folder/keys.db."),
        ("HERSTEL_KEYS_URL", f"sqlite://{SECRET}/keys.db", "HERSTEL_KEYS_URL: must look like sqlite:///folder/keys.db."),
        ("HERSTEL_KEYS_URL", "sqlite:///keys.db?mode=ro", "HERSTEL_KEYS_URL: must look like sqlite:///folder/keys.db."),
        ("DATABASE_URL", f"mysql://me:{SECRET}@localhost/herstel", "DATABASE_URL: must begin with postgresql://."),
        ("DATABASE_URL", f"postgres://me:{SECRET}@localhost", "DATABASE_URL: must end with the name of a database."),
        (
            "DATABASE_URL",
            f"postgresql://me:{SECRET}@localhost:x/h",
            "DATABASE_URL: must look like postgresql://user:password@host:5432/name.",
        ),
        ("DATABASE_URL", SECRET, "DATABASE_URL: must look like postgresql://user:password@host:5432/name."),
    ],
)
def test_a_bad_setting_is_named_and_never_repeated(monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as refused:
        read_settings()
    assert str(refused.value) == sentence
    assert refused.value.__cause__ is None


def test_a_bad_setting_is_one_sentence(surroundings: dict[str, str]) -> None:
    assert refusal(surroundings, DATABASE_URL=f"mysql://me:{SECRET}@localhost/herstel") == "DATABASE_URL: must begin with postgresql://."


def test_a_port_that_is_taken_is_one_sentence(surroundings: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert refusal(surroundings, HERSTEL_PORT=str(port)) == (
            f"Cannot listen on 127.0.0.1 port {port} (address already in use); stop what does or set HERSTEL_PORT and HERSTEL_HOST."
        )


def test_a_data_folder_that_cannot_be_used_is_one_sentence(surroundings: dict[str, str]) -> None:
    folder = Path(surroundings["HERSTEL_DATA_FOLDER"]) / "postgresql"
    assert refusal(surroundings) == (
        f"The data folder {folder} cannot be used (not a directory); make it writable or set HERSTEL_DATA_FOLDER to another one."
    )


@pytest.mark.parametrize("trouble", ["away", "wrong password", "no such database"])
def test_a_database_that_does_not_let_us_in_is_one_sentence(surroundings: dict[str, str], server: EmbeddedPostgres, trouble: str) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        url = {
            "away": f"postgresql://me:{SECRET}@127.0.0.1:{silent.getsockname()[1]}/herstel",
            "wrong password": f"postgresql://postgres:{SECRET}@127.0.0.1:{server.port}/postgres",
            "no such database": server.url("nowhere"),
        }[trouble]
        assert refusal(surroundings, DATABASE_URL=url) == (
            "The database in DATABASE_URL does not let us in; see that it runs, and that its host, name, user and password are right."
        )


def test_a_database_of_a_newer_version_is_one_sentence(surroundings: dict[str, str], server: EmbeddedPostgres, fresh: str) -> None:
    server.execute("create table alembic_version (version_num text primary key)", "herstel_cli")
    server.execute("insert into alembic_version values ('of tomorrow')", "herstel_cli")
    assert refusal(surroundings, DATABASE_URL=fresh) == "The database was migrated by another version of Herstel; start the newest one."


def test_two_that_migrate_at_once_take_turns(surroundings: dict[str, str], fresh: str) -> None:
    both = [command("migrate", surroundings, DATABASE_URL=fresh) for _ in range(2)]
    assert [(process.communicate(timeout=60), process.returncode) for process in both] == [(("", ""), 0)] * 2


def test_c15_migrating_tells_the_database_of_a_signing_key_that_is_named_and_of_no_other(
    surroundings: dict[str, str], server: EmbeddedPostgres, fresh: str, shelf: Path
) -> None:
    """One that happens to lie in a data folder may be nobody's: the service would no longer be believed."""
    known = []
    for file in ("", "first.pem", "", "second.pem"):
        if file:
            made_once(shelf / file)
        named = {"HERSTEL_SIGNING_KEY_FILE": str(shelf / file)} if file else {}
        done = CliRunner().invoke(cli.app, ["migrate"], env={**surroundings, "DATABASE_URL": fresh, **named})
        assert (done.exit_code, done.output) == (0, "")
        known.append(server.execute("select inner_block from context_key", "herstel_cli"))
    assert known[0] == []
    assert known[1] == known[2] != known[3]
    assert [len(one) for one in known[1:]] == [1, 1, 1]


def test_with_a_database_url_nothing_embedded_starts(surroundings: dict[str, str], fresh: str, shelf: Path) -> None:
    process = command("serve", surroundings, DATABASE_URL=fresh, HERSTEL_DATA_FOLDER=str(shelf))
    assert httpx.get(served(process) + "/health/live").status_code == 200
    assert not (shelf / "postgresql").exists()
    assert stopped(process) == 0


def test_a_file_of_issuers_that_cannot_be_used_is_one_sentence(surroundings: dict[str, str], fresh: str, shelf: Path) -> None:
    issuers = shelf / "issuers.json"
    said = refusal(surroundings, DATABASE_URL=fresh, HERSTEL_DATA_FOLDER=str(shelf), HERSTEL_ISSUERS_FILE=str(issuers))
    assert said.startswith(f"The issuers' file {issuers} cannot be used")


def test_a_signal_stops_server_and_database_and_the_next_start_keeps_the_data(surroundings: dict[str, str], shelf: Path) -> None:
    surroundings["HERSTEL_DATA_FOLDER"] = str(shelf)
    data = shelf / "postgresql" / "data"
    for number in (signal.SIGTERM, signal.SIGINT):
        process = command("serve", surroundings)
        assert httpx.get(served(process) + "/health/live").status_code == 200
        pid = int((data / "postmaster.pid").read_text().split()[0])
        assert works_on(pid, data)
        out, err = (second := command("serve", surroundings)).communicate(timeout=60)
        assert "in use by another Herstel" in one_sentence(second.returncode, out, err)
        assert stopped(process, number) == 0
        assert not works_on(pid, data)
        assert not (data / "postmaster.pid").exists()


def test_a_database_that_was_killed_comes_back_while_the_service_runs(surroundings: dict[str, str], shelf: Path) -> None:
    surroundings["HERSTEL_DATA_FOLDER"] = str(shelf)
    note = shelf / "postgresql" / "data" / "postmaster.pid"
    process = command("serve", surroundings)
    address = served(process)
    killed = int(note.read_text().split()[0])
    os.kill(killed, signal.SIGKILL)
    while not note.exists() or note.read_text().split()[:1] in ([], [str(killed)]):
        assert httpx.get(address + "/health/live", timeout=30).status_code == 200
    assert stopped(process) == 0


def test_keys_are_rotated_by_a_command_that_says_how_many(surroundings: dict[str, str], shelf: Path) -> None:
    surroundings["HERSTEL_DATA_FOLDER"] = str(shelf)
    keys = KeyStore(f"sqlite:///{shelf}/keys/keys.db", KeyRing(shelf / "keys" / "ring.json"))
    born = asyncio.run(bearing(keys, 3))
    rotation = command("keys rotate", surroundings)
    said = "3 data keys were wrapped anew; 0 older keys of the ring were dropped.\n"
    assert (rotation.communicate(timeout=60), rotation.returncode) == ((said, ""), 0)
    keys = KeyStore(f"sqlite:///{shelf}/keys/keys.db", KeyRing(shelf / "keys" / "ring.json"))
    assert asyncio.run(bearing(keys, 3)) == born


def test_keys_that_cannot_be_rotated_are_one_sentence(surroundings: dict[str, str], shelf: Path) -> None:
    surroundings["HERSTEL_DATA_FOLDER"] = str(shelf)
    none = CliRunner().invoke(cli.app, ["keys", "rotate"], env=surroundings)
    assert one_sentence(none.exit_code, none.stdout, none.stderr) == "There is no key store where it should be."
    assert list(shelf.iterdir()) == []
    ring = shelf / "ring.json"
    elsewhere = {"HERSTEL_KEYS_URL": f"sqlite:///{shelf}/keys.db", "HERSTEL_KEY_RING_FILE": str(ring)}
    asyncio.run(bearing(KeyStore(elsewhere["HERSTEL_KEYS_URL"], KeyRing(ring)), 1))
    ring.chmod(0o644)
    opened = CliRunner().invoke(cli.app, ["keys", "rotate"], env={**surroundings, **elsewhere})
    said = one_sentence(opened.exit_code, opened.stdout, opened.stderr)
    assert said == f"The key ring {ring} is open to others than its owner; make it 0600."


async def bearing(keys: KeyStore, count: int) -> list[DataKey]:
    """The keys of so many owners, who are always the same."""
    try:
        return [await keys.born(UUID(int=number)) for number in range(count)]
    finally:
        await keys.close()


def test_a_stale_document_is_one_sentence_and_a_fresh_one_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kept = tmp_path / "openapi.json"
    monkeypatch.setattr(cli, "DOCUMENT", kept)
    assert CliRunner().invoke(cli.app, ["openapi", "--check"]).exit_code == 1
    assert CliRunner().invoke(cli.app, ["openapi"]).exit_code == 0
    assert CliRunner().invoke(cli.app, ["openapi", "--check"]).exit_code == 0
    kept.write_text(kept.read_text().replace("openapi", "closedapi"))
    stale = CliRunner().invoke(cli.app, ["openapi", "--check"])
    assert stale.stderr == "herstel: openapi/openapi.json is stale; run `make openapi` and commit what it writes.\n"
