"""What every played scenario is made of: people, steps, deeds with their line of the text, and what everyone then tries to read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from rich.text import Text

from app.demo.stage import Json, Stage, View
from app.domain.texts import Bilingual

Script = Mapping[str, Bilingual]
"""Every line and every typed sentence of a scenario, by name."""


@dataclass
class Play:
    """Where a play stands: what has come up so far stands in `ids`, by the name that addresses use for it."""

    stage: Stage
    script: Script
    ids: dict[str, str] = field(default_factory=dict)

    def at(self, path: str) -> str:
        """An address below the case; `{names}` in it stand for what has come up."""
        return f"/cases/{{case}}{path}".format(**self.ids)

    def do(self, who: str, what: str, path: str, body: Json = None, status: int = 201) -> Json:
        """One deed inside the case, with its line of the text."""
        return self.stage.does(who, self.script[what], "POST", self.at(path), body, status)

    def look(self, who: str, what: str, path: str, status: int = 200) -> Json:
        """One read inside the case, with its line of the text."""
        return self.stage.does(who, self.script[what], "GET", self.at(path), None, status)

    def found(self, who: str, path: str) -> Json:
        """What someone reads on the way to what they do next."""
        return self.stage.asks(who, self.at(path))

    def text(self, name: str) -> str:
        """What someone types."""
        return self.stage.said(self.script[name])


class Step(NamedTuple):
    """One step: what happens, and what everyone then tries to read."""

    number: str
    act: Callable[[Play], None]
    looks: tuple[str, ...]


class Player(NamedTuple):
    """Someone of the demo: under which key they act, by which token, and what stands above their column."""

    key: str
    persona: str
    name: Bilingual
    column: Bilingual


class Look(NamedTuple):
    """One address that everyone tries: what it holds, and how an answer is put into few words."""

    what: Bilingual
    path: str
    words: Callable[[Json, str], str]


class Scenario(NamedTuple):
    """A story that is played, once, in a case of its own."""

    title: Bilingual
    cast: Sequence[Player]
    columns: Sequence[str]
    steps: Sequence[Step]
    titles: Script
    stories: Script
    script: Script
    looks: Mapping[str, Look]


def perform(scenario: Scenario, stage: Stage) -> None:
    """The whole of it: step by step, and after each what everyone sees."""
    stage.opens(scenario.title)
    for player in scenario.cast:
        stage.enters(player.key, player.persona, player.name, player.column)
    play = Play(stage, scenario.script)
    for step in scenario.steps:
        stage.heading(step.number, scenario.titles[step.number], scenario.stories[step.number])
        step.act(play)
        tried = [scenario.looks[name] for name in step.looks]
        views = [View(look.what, look.path.format(**play.ids), look.words) for look in tried]
        stage.everyone_looks([key for key in scenario.columns if key in stage.actors], views)
    stage.console.print(Text(stage.said(scenario.script["end"]), style="bold"))


def day(days: int) -> date:
    """A day from today."""
    return datetime.now(UTC).date() + timedelta(days=days)


def soon() -> str:
    """In five minutes."""
    return (datetime.now(UTC) + timedelta(minutes=5)).isoformat(timespec="seconds")
