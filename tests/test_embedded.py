"""The embedded PostgreSQL survives its owners, its own end, root, and the folders that people put it in."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from app.embedded import EmbeddedPostgres, EmbeddedPostgresError, clear, open_to_all, throwaway, works_on

ROOT = Path(__file__).resolve().parent.parent
AS_ROOT = os.geteuid() == 0
OWNER = """
import sys, time
from pathlib import Path
from app import embedded
if sys.argv[2:] == ["forgotten"]:
    embedded.dying_with_owner = lambda *_: lambda: None
with embedded.EmbeddedPostgres(Path(sys.argv[1]), fast=True) as server:
    server.ensure("kept")
    print(server.pid, flush=True)
    time.sleep(600)
"""


def owned(shelf: Path, *arguments: str) -> tuple[subprocess.Popen[bytes], int]:
    """Another process that owns a server on this folder, and the server's process id."""
    owner = subprocess.Popen([sys.executable, "-c", OWNER, str(shelf), *arguments], stdout=subprocess.PIPE, cwd=ROOT)
    assert owner.stdout is not None
    return owner, int(owner.stdout.readline())


def kill(owner: subprocess.Popen[bytes]) -> None:
    """Kill the owner as nothing can prevent."""
    owner.kill()
    owner.wait()
    assert owner.stdout is not None
    owner.stdout.close()


def ended(pid: int, data: Path) -> bool:
    """Whether the server is gone, or goes within a while."""
    until = time.monotonic() + 30
    while works_on(pid, data) and time.monotonic() < until:
        time.sleep(0.02)
    return not works_on(pid, data)


def databases(server: EmbeddedPostgres) -> set[object]:
    return {name for (name,) in server.execute("select datname from pg_database where not datistemplate")}


def test_it_answers_on_loopback_only_and_asks_for_its_password(server: EmbeddedPostgres) -> None:
    assert server.execute("show listen_addresses") == [("127.0.0.1",)]
    assert server.execute("show unix_socket_directories") == [("",)]
    assert server.execute("select distinct auth_method from pg_hba_file_rules") == [("scram-sha-256",)]


def test_C4_its_log_keeps_no_statement_and_no_value(server: EmbeddedPostgres) -> None:
    assert server.execute("show log_error_verbosity") == [("terse",)]
    assert server.execute("show log_min_error_statement") == [("panic",)]
    assert server.execute("show log_parameter_max_length_on_error") == [("0",)]
    assert server.execute("show log_statement") == [("none",)]


def test_data_and_password_are_kept_over_a_restart(shelf: Path) -> None:
    with EmbeddedPostgres(shelf) as first:
        first.ensure("kept")
        password = first.password
    with EmbeddedPostgres(shelf) as second:
        assert databases(second) == {"postgres", "kept"}
        assert second.password == password
        assert (second.place / "password").stat().st_mode & 0o777 == 0o600
        assert second.execute("show fsync") == [("on",)]


def test_a_killed_server_comes_back_on_the_same_port(shelf: Path) -> None:
    with EmbeddedPostgres(shelf, fast=True) as server:
        server.ensure("kept")
        port = server.port
        assert not server.revive()
        os.kill(server.pid, signal.SIGKILL)
        os.waitid(os.P_PID, server.pid, os.WEXITED | os.WNOWAIT)
        assert server.revive()
        assert server.port == port
        assert databases(server) == {"postgres", "kept"}


def test_after_the_owner_was_killed_the_server_ends_and_the_next_start_finds_the_data(shelf: Path) -> None:
    owner, pid = owned(shelf)
    kill(owner)
    with EmbeddedPostgres(shelf, fast=True) as server:
        assert not works_on(pid, server.data)
        assert databases(server) == {"postgres", "kept"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its owner; elsewhere the next start does")
def test_the_server_ends_with_its_owner_and_waits_for_no_next_start(shelf: Path) -> None:
    owner, pid = owned(shelf)
    kill(owner)
    assert ended(pid, shelf / "data")


def test_an_orphan_is_ended_by_the_next_start_where_the_kernel_did_not(shelf: Path) -> None:
    owner, pid = owned(shelf, "forgotten")
    kill(owner)
    assert works_on(pid, shelf / "data")
    with EmbeddedPostgres(shelf, fast=True) as server:
        assert not works_on(pid, server.data)
        assert databases(server) == {"postgres", "kept"}


def test_after_both_were_killed_the_next_start_finds_the_data(shelf: Path) -> None:
    owner, pid = owned(shelf)
    os.kill(pid, signal.SIGKILL)
    kill(owner)
    with EmbeddedPostgres(shelf, fast=True) as server:
        assert databases(server) == {"postgres", "kept"}


def test_a_process_that_has_the_number_of_a_dead_server_is_left_alone(shelf: Path) -> None:
    bystander = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], cwd="/")
    (shelf / "postmaster.pid").write_text(f"{bystander.pid}\n{shelf}\n")
    clear(shelf)
    assert bystander.poll() is None
    assert not (shelf / "postmaster.pid").exists()
    bystander.kill()
    bystander.wait()


@pytest.mark.parametrize("note", ["", "no number\n", "-1\n"])
def test_a_spoilt_note_of_a_dead_server_is_dropped(shelf: Path, note: str) -> None:
    (shelf / "postmaster.pid").write_text(note)
    clear(shelf)
    assert not (shelf / "postmaster.pid").exists()


def test_a_first_start_that_was_cut_off_is_begun_again(shelf: Path) -> None:
    (shelf / "data.new").mkdir()
    (shelf / "data.new" / "PG_VERSION").write_text("18\n")
    (shelf / "password").write_text("of the first try")
    with EmbeddedPostgres(shelf, fast=True) as server:
        assert server.password != "of the first try"
        assert not (server.place / "data.new").exists()


def test_a_second_start_on_the_same_folder_is_told_so_in_one_sentence(shelf: Path) -> None:
    second = EmbeddedPostgres(shelf, fast=True)
    with EmbeddedPostgres(shelf, fast=True) as first, pytest.raises(EmbeddedPostgresError) as refusal:
        second.__enter__()
    assert databases_were_kept_by(first)
    assert str(refusal.value) == (
        f"The data folder {shelf} is in use by another Herstel; stop that one or set HERSTEL_DATA_FOLDER to another folder."
    )


def databases_were_kept_by(server: EmbeddedPostgres) -> bool:
    return (server.data / "PG_VERSION").exists()


def test_a_folder_that_is_not_writable_is_told_so_in_one_sentence(shelf: Path) -> None:
    shelf.chmod(0o555)
    try:
        if AS_ROOT:
            os.seteuid(65534)
        with pytest.raises(EmbeddedPostgresError) as refusal:
            EmbeddedPostgres(shelf / "data").__enter__()
    finally:
        if AS_ROOT:
            os.seteuid(0)
        shelf.chmod(0o711)
    assert str(refusal.value) == (
        f"The data folder {shelf / 'data'} cannot be used (permission denied); make it writable or set HERSTEL_DATA_FOLDER to another one."
    )


def test_data_of_another_version_are_left_as_they_are(shelf: Path) -> None:
    (shelf / "data").mkdir()
    (shelf / "data" / "PG_VERSION").write_text("16\n")
    with pytest.raises(EmbeddedPostgresError, match="was made by another version of PostgreSQL; move it away and start again"):
        EmbeddedPostgres(shelf).__enter__()
    assert (shelf / "data" / "PG_VERSION").read_text() == "16\n"


def test_a_long_path_is_no_obstacle(shelf: Path) -> None:
    deep = shelf / ("long-" * 20) / ("path-" * 20)
    with EmbeddedPostgres(deep, fast=True) as server:
        assert databases(server) == {"postgres"}


@pytest.mark.skipif(not AS_ROOT, reason="only root can look below a folder that is closed to all others")
def test_below_a_closed_folder_root_keeps_the_data_where_the_server_reaches_them(shelf: Path) -> None:
    shelf.chmod(0o700)
    with EmbeddedPostgres(shelf / "data", fast=True) as first:
        first.ensure("kept")
        place = first.place
    assert not place.is_relative_to(shelf)
    with EmbeddedPostgres(shelf / "data", fast=True) as second:
        assert second.place == place
        assert databases(second) == {"postgres", "kept"}
    shutil.rmtree(place)


@pytest.mark.skipif(not AS_ROOT, reason="only root can become a user who has no name")
@pytest.mark.skipif(not (open_to_all(ROOT) and open_to_all(Path(sys.executable))), reason="others cannot look into this checkout")
def test_a_user_without_a_name_can_start_it_or_is_told_why_not(shelf: Path) -> None:
    nameless = 54321
    os.chown(shelf, nameless, nameless)
    script = OWNER.replace("time.sleep(600)", "")
    done = subprocess.run(
        [sys.executable, "-c", script, str(shelf)],
        cwd=ROOT,
        user=nameless,
        group=nameless,
        extra_groups=[],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0 or b"user does not exist" in done.stderr


def test_it_is_started_by_the_main_thread_only(shelf: Path) -> None:
    raised: list[str] = []

    def start() -> None:
        try:
            EmbeddedPostgres(shelf).__enter__()
        except RuntimeError as error:
            raised.append(str(error))

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert raised == ["start PostgreSQL from the main thread: the kernel ends it with the thread that started it"]


def test_of_a_throwaway_server_nothing_is_left_and_what_killed_owners_left_is_swept() -> None:
    with throwaway() as first:
        shelf = first.folder.parent
    left = Path(tempfile.mkdtemp(prefix="herstel-throwaway-", dir=shelf))
    (left / "lock").touch()
    os.utime(left / "lock", (0, 0))
    with throwaway() as second:
        assert not first.folder.exists()
        assert not left.exists()
        assert second.folder.exists()
