"""The scenarios that `herstel demo` plays, by the letter under which one asks for them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from app.demo.scenario import Scenario, perform
from app.demo.scenario_a import SCENARIO as A
from app.demo.scenario_b import SCENARIO as B
from app.demo.stage import Language, called, stage_for


class Letter(StrEnum):
    """Which scenario."""

    A = "a"
    B = "b"


SCENARIOS: Final[Mapping[Letter, Scenario]] = {Letter.A: A, Letter.B: B}


def play_at(url: str, language: Language, letter: Letter | None = None) -> None:
    """One scenario, or all of them one after the other, against the server that answers there; `Stopped` when it cannot go on."""
    with called(url) as http:
        for asked in Letter if letter is None else (letter,):
            perform(SCENARIOS[asked], stage_for(http, language))
