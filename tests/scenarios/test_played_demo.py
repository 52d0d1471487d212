"""`herstel demo`: the play goes through as often as one likes, and whatever prevents it is one sentence."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from app import cli
from app.embedded import EmbeddedPostgres
from tests.scenarios.conftest import ROOT, live


def played(url: str, *more: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of the command."""
    command = [sys.executable, "-m", "app.cli", "demo", "--url", url, *more]
    environment = {**os.environ, "PYTHONWARNINGS": ""}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout, done.stderr


def refused(url: str) -> str:
    """What the command says in one line when it cannot play."""
    done = CliRunner().invoke(cli.app, ["demo", "--url", url])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    return done.stderr


def rows(text: str, first: str) -> list[list[str]]:
    """The cells of the tables' rows that begin so."""
    lines = [line for line in text.splitlines() if line.startswith(f"|{first} ")]
    return [[cell.strip() for cell in line.strip("|").split("|")][1:] for line in lines]


def test_the_play_goes_through_twice_in_two_languages_and_shows_what_each_sees(server: EmbeddedPostgres, tmp_path: Path) -> None:
    with live(server, tmp_path) as url:
        dutch, english = played(url), played(url, "--language", "en")
    for code, out, err in (dutch, english):
        assert (code, err) == (0, "")
        assert "\x1b" not in out
        assert re.findall(r"(?m)^(\d[ab]?)\. ", out) == ["1", "2", "3a", "3b", "4", "5", "8"]
        cases = set(re.findall(r"/v1/cases/(\w{4})…", out))
        assert len(cases) == 1
    # Admin and HR never see anything; the others what is theirs (S1, S2, S10, S11).
    text = dutch[1]
    assert rows(text, "het verzoek")[0] == ["404", "404", "wat Farah schreef", "404"]
    assert rows(text, "ware poort") == [["404", "404", "404", "dicht", "404", "404"]]
    assert rows(text, "Farahs ja") == [["404", "404", "404", "1", "1", "0"]]
    assert rows(text, "antwoorden") == [["404", "404", "404", "2", "1", "0"]]
    assert rows(text, "„hersteld”") == [["404", "404", "404", "2", "1", "1"]]
    assert {row[0] for row in rows(text, "de zaak")} == {"404"}
    assert "Wat er is gezegd, is daar gebleven." in text
    assert "What was said has stayed there." in english[1]


def test_where_nothing_answers_the_play_says_so_in_one_sentence() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        assert refused(url) == f"herstel: No Herstel answers at {url}; start one with `make run`, or say where it is with --url.\n"


def test_an_address_that_is_none_is_one_sentence() -> None:
    for url in ("nowhere", "http://[", "ftp://127.0.0.1:1"):
        assert refused(url).startswith("herstel: No Herstel answers at ")


def test_outside_demo_mode_the_play_says_so_in_one_sentence(server: EmbeddedPostgres, tmp_path: Path) -> None:
    with live(server, tmp_path, demo="0") as url:
        assert refused(url) == f"herstel: What answers at {url} gives no demo tokens; start Herstel in demo mode, as `make run` does.\n"


def test_an_unexpected_answer_stops_the_play_in_one_sentence(server: EmbeddedPostgres, tmp_path: Path) -> None:
    with live(server, tmp_path) as url:
        # A database that takes no request: a fault such as nobody foresaw.
        server.execute("alter table request add constraint none check (false) not valid", "herstel_live")
        code, _, err = played(url)
    assert code == 1
    assert err == "herstel: Farah: POST /v1/requests answered 500 instead of 201.\n"
