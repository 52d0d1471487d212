"""`herstel demo`: the plays go through as often as one likes, and whatever prevents them is one sentence."""

import asyncio
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Thread
from typing import Final

import uvicorn
from typer.testing import CliRunner

from app import cli
from app.demo.opening import settle
from app.demo.people import PERSONAS
from app.demo.scenarios import SCENARIOS, Letter
from app.embedded import EmbeddedPostgres
from app.main import create_app
from app.settings import Settings
from tests.conftest import TEMPLATE

PLAYED: Final = "herstel_played"
STEPS_OF_A: Final = ["1", "2", "3", "4a", "4b", "5", "6", "7", "8", "9"]
STEPS_OF_B: Final = ["1", "2", "3a", "3b", "4", "5", "6", "8"]


@contextmanager
def answering(server: EmbeddedPostgres, settings: Settings, *, demo: bool) -> Iterator[str]:
    """Where the service answers, in this process: what is tried here is the command that calls it."""
    server.execute(f"drop database if exists {PLAYED} with (force)")
    server.execute(f"create database {PLAYED} template {TEMPLATE} strategy file_copy")
    url = server.url(PLAYED)
    application = create_app(settings.model_copy(update={"database_url": url, "demo": demo}), PERSONAS)
    service = uvicorn.Server(uvicorn.Config(application, port=0, lifespan="on", log_level="critical", access_log=False))

    def run() -> None:
        asyncio.run(settle(url, application.state.database.keys, application.state.database.notary, datetime.now(UTC)))
        service.run()

    thread = Thread(target=run)
    thread.start()
    try:
        while not service.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield f"http://127.0.0.1:{service.servers[0].sockets[0].getsockname()[1]}"
    finally:
        service.should_exit = True
        thread.join()
    server.execute(f"drop database {PLAYED} with (force)")


def played(url: str, *asked: str) -> str:
    """What the command says when all goes well."""
    done = CliRunner().invoke(cli.app, ["demo", *asked, "--url", url])
    assert (done.exit_code, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    return done.stdout


def refused(url: str, *asked: str) -> tuple[str, str]:
    """What the command played, and its one line when it cannot go on."""
    done = CliRunner().invoke(cli.app, ["demo", *asked, "--url", url])
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    return done.stdout, done.stderr


def steps(text: str) -> list[str]:
    """The numbers of the steps."""
    return re.findall(r"(?m)^(\d[ab]?)\. ", text)


def rows(text: str, first: str) -> list[list[str]]:
    """The cells of the tables' rows that begin so."""
    lines = [line for line in text.splitlines() if line.startswith(f"|{first} ")]
    return [[cell.strip() for cell in line.strip("|").split("|")][1:] for line in lines]


def the_school_learns_one_neutral_word(text: str) -> None:
    """A: the columns are the school, Ilse, Noor, her mother, Sem, his father (S1, S10, S11, R6)."""
    assert {row[0] for row in rows(text, "de zaak")} == {"ontvangen", "loopt", "gesloten"}
    for inside in ("de stand", "de poort", "mandaat", "gesprekken", "schade", "afspraken", "overeenkomst"):
        assert {row[0] for row in rows(text, inside)} == {"404"}, inside
    assert rows(text, "ware poort") == [["404", "dicht", "404", "404", "404", "404"]]
    assert rows(text, "de poort") == [["404", *["nu niet"] * 5], ["404", *["open"] * 5]]
    assert rows(text, "Noors ja") == [["404", "1", "1", "0", "0", "0"]]
    assert rows(text, "moeders ja") == [["404", "1", "0", "1", "404", "404"]]
    assert rows(text, "antwoorden") == [["404", "4", "1", "1", "1", "0"]]
    assert rows(text, "vertrouwelijk") == [["404", "1", "1", "0", "0", "0"]]
    assert rows(text, "keer samen") == [["1"] * 6]
    assert rows(text, "„hersteld”") == [["404", "2", "1", "0", "1", "0"]]


def the_hospital_learns_one_sentence(text: str) -> None:
    """B: the columns are the admin, HR, who asked, Ilse, Farah, De Wit (S1, S2, S10, S11)."""
    assert rows(text, "het verzoek")[0] == ["404", "404", "wat Farah schreef", "404"]
    assert rows(text, "ware poort") == [["404", "404", "404", "dicht", "404", "404"]]
    assert rows(text, "Farahs ja") == [["404", "404", "404", "1", "1", "0"]]
    assert rows(text, "antwoorden") == [["404", "404", "404", "2", "1", "0"]]
    assert rows(text, "de zin") == [["404", "bevestigd", "404", "bevestigd", "bevestigd", "bevestigd"]]
    assert rows(text, "vrijgaven") == [["404", "404", "404", "3", "2", "1"]]
    assert rows(text, "„hersteld”") == [["404", "404", "404", "2", "1", "1"]]
    assert {(row[0], row[1]) for row in rows(text, "de zaak")} == {("404", "404")}


def test_the_plays_go_through_again_and_again_until_an_unexpected_answer_stops_them_in_one_sentence(
    server: EmbeddedPostgres, settings: Settings
) -> None:
    with answering(server, settings, demo=True) as url:
        of_a, of_b = played(url).split("═ B. ")
        # A database in which nobody can say that they are ready: a fault such as nobody foresaw.
        server.execute("alter table readiness_declaration add constraint none check (false) not valid", PLAYED)
        again, error = refused(url, "A", "--language", "en")
    assert (steps(of_a), steps(of_b), steps(again)) == (STEPS_OF_A, STEPS_OF_B, STEPS_OF_A[:4])
    cases = [set(re.findall(r"/v1/cases/(\w{4})…", text)) for text in (of_a, of_b, again)]
    assert [len(found) for found in cases] == [1, 1, 1]
    the_school_learns_one_neutral_word(of_a)
    the_hospital_learns_one_sentence(of_b)
    assert [text.count("Wat er is gezegd, is daar gebleven.") for text in (of_a, of_b)] == [1, 1]
    assert rows(again, "the referral")[-1] == ["readable", "readable", "readable", "404", "readable", "404"]
    assert re.fullmatch(r"herstel: Noor: POST /v1/cases/\S+/readiness-declarations answered 500 instead of 201\.\n", error)


def test_each_step_is_told_and_in_both_languages() -> None:
    assert list(SCENARIOS) == [Letter.A, Letter.B]
    for scenario in SCENARIOS.values():
        numbers = [step.number for step in scenario.steps]
        assert list(scenario.titles) == list(scenario.stories) == numbers
        for text in (*scenario.titles.values(), *scenario.stories.values(), *scenario.script.values()):
            assert text.nl.strip() != ""
            assert text.en.strip() != ""


def test_where_nothing_answers_the_play_says_so_in_one_sentence() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        sentence = f"herstel: No Herstel answers at {url}; start one with `make run`, or say where it is with --url.\n"
        assert refused(url)[1] == sentence


def test_an_address_that_is_none_is_one_sentence() -> None:
    for url in ("nowhere", "http://[", "ftp://127.0.0.1:1"):
        assert refused(url)[1].startswith("herstel: No Herstel answers at ")


def test_outside_demo_mode_the_play_says_so_in_one_sentence(server: EmbeddedPostgres, settings: Settings) -> None:
    with answering(server, settings, demo=False) as url:
        assert refused(url, "a")[1] == (
            f"herstel: What answers at {url} gives no demo tokens; start Herstel in demo mode, as `make run` does.\n"
        )


def test_a_scenario_that_is_none_is_said_to_be_none() -> None:
    done = CliRunner().invoke(cli.app, ["demo", "c"])
    assert done.exit_code == 2
    assert "'c' is not one of 'a', 'b'" in done.stderr
