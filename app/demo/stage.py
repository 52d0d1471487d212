"""The stage of a played scenario: its people with their tokens, their calls one by one, and what each of them sees."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Any, Final, NamedTuple

import httpx
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.domain.texts import Bilingual
from app.schemas.tokens import Grant

Json = Any
"""What an answer holds."""
NOTHING_HERE: Final = "404"
TYPED: Final = frozenset({"note", "scope", "text", "goal", "what", "summary"})
"""The fields in which people write sentences."""
_AN_ID: Final = re.compile(r"([0-9a-f]{4})[0-9a-f]{4}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PIPED_WIDTH: Final = 100


class Language(StrEnum):
    """In which language a play is told."""

    NL = "nl"
    EN = "en"


class Stopped(Exception):
    """One sentence: why the play cannot go on."""


@dataclass
class Actor:
    """Someone who calls: their name, what stands above their column, and the headers that make a call theirs."""

    name: Bilingual
    column: Bilingual
    headers: dict[str, str]


class View(NamedTuple):
    """One address that everyone tries, what it holds, and how an answer is put into few words."""

    what: Bilingual
    path: str
    words: Callable[[Json, str], str]


@dataclass
class Stage:
    """A running server, a language, and a place to show what happens."""

    http: httpx.Client
    console: Console
    language: Language
    actors: dict[str, Actor] = field(default_factory=dict)

    def said(self, text: Bilingual) -> str:
        """The text in the language of the play."""
        return text.in_language(self.language)

    def enters(self, key: str, persona: str, name: Bilingual, column: Bilingual) -> None:
        """Someone of the demo, with a token of the demo issuer."""
        self._enters(key, name, column, {"grant_type": Grant.DEMO.value, "persona": persona})

    def comes_in(self, key: str, name: Bilingual, column: Bilingual, letter: Mapping[str, str]) -> None:
        """Someone with an invitation and its second secret."""
        self._enters(key, name, column, {"grant_type": Grant.INVITATION.value, "code": letter["code"], "pin": letter["pin"]})

    def _enters(self, key: str, name: Bilingual, column: Bilingual, form: dict[str, str]) -> None:
        answer = self._sent("POST", "/token", {}, data=form)
        if answer.status_code != 200 or not _is_json(answer):
            where = str(self.http.base_url).rstrip("/")
            raise Stopped(f"What answers at {where} gives no demo tokens; start Herstel in demo mode, as `make run` does.")
        token = answer.json()["access_token"]
        self.actors[key] = Actor(name, column, {"Authorization": f"Bearer {token}", "Accept-Language": self.language})

    def does(self, who: str, what: Bilingual, method: str, path: str, body: Json = None, status: int = 200) -> Json:
        """A call with the status that it must have: shown with what was typed, and with what a refusal says."""
        return self._did(who, what, method, path, body, status, {})

    def changes(self, who: str, what: Bilingual, path: str, body: Json) -> Json:
        """A change of what someone has just read, with its ETag."""
        read = self._sent("GET", path, self.actors[who].headers)
        return self._did(who, what, "PATCH", path, body, 200, {"If-Match": read.headers.get("etag", "")})

    def _did(self, who: str, what: Bilingual, method: str, path: str, body: Json, status: int, more: Mapping[str, str]) -> Json:
        actor = self.actors[who]
        answer = self._sent(method, path, {**actor.headers, **more}, json=body)
        if answer.status_code != status:
            raise Stopped(f"{self.said(actor.name)}: {method} /v1{path} answered {answer.status_code} instead of {status}.")
        self._shown(actor, what, method, path, answer)
        for sentence in _typed(body):
            quoted = self.said(Bilingual(f"„{sentence}”", f"“{sentence}”"))
            self.console.print(Text(f"    {quoted}", style="cyan"))
        return answer.json() if answer.content else None

    def asks(self, who: str, path: str) -> Json:
        """What someone reads on the way to what they do next."""
        answer = self._sent("GET", path, self.actors[who].headers)
        if answer.status_code != 200:
            raise Stopped(f"{self.said(self.actors[who].name)}: GET /v1{path} answered {answer.status_code} instead of 200.")
        return answer.json()

    def opens(self, title: Bilingual) -> None:
        """A new scenario."""
        self.console.print()
        self.console.rule(Text(self.said(title), style="bold"), characters="═")

    def heading(self, number: str, title: Bilingual, story: Bilingual) -> None:
        """A new step."""
        self.console.print()
        self.console.rule(Text(f"{number}. {self.said(title)}", style="bold"), align="left", characters="─")
        self.console.print(Text(self.said(story), style="italic"))
        self.console.print()

    def everyone_looks(self, columns: Sequence[str], views: Sequence[View]) -> None:
        """A table of real reads: who gets what at each address, and where they get nothing."""
        table = Table(box=box.SIMPLE_HEAD if self.console.is_terminal else box.ASCII2, pad_edge=False, padding=(0, 1, 0, 0))
        table.add_column(self.said(Bilingual("wie ziet wat", "who sees what")), style="dim", no_wrap=True)
        for key in columns:
            table.add_column(self.said(self.actors[key].column), overflow="fold")
        with ThreadPoolExecutor(len(columns)) as together:
            for view in views:
                table.add_row(self.said(view.what), *together.map(partial(self._seen, view), columns))
        self.console.print()
        self.console.print(table)

    def _seen(self, view: View, key: str) -> Text:
        answer = self._sent("GET", view.path, self.actors[key].headers)
        if answer.status_code == 404:
            return Text(NOTHING_HERE, style="dim")
        if answer.status_code != 200:
            raise Stopped(f"{self.said(self.actors[key].name)}: GET /v1{view.path} answered {answer.status_code} instead of 200 or 404.")
        return Text(view.words(answer.json(), self.language), style="bold green")

    def _shown(self, actor: Actor, what: Bilingual, method: str, path: str, answer: httpx.Response) -> None:
        line = Text.assemble("  ", (self.said(actor.name), "bold"), " ", self.said(what))
        if answer.status_code >= 400:
            line.append(f" → {_refusal(answer.json())}", style="yellow")
        self.console.print(line)
        short = _AN_ID.sub(r"\1…", path)
        self.console.print(Text(f"    {method} /v1{short} → {answer.status_code}", style="dim"), soft_wrap=True)

    def _sent(self, method: str, path: str, headers: Mapping[str, str], **content: Any) -> httpx.Response:
        try:
            return self.http.request(method, f"/v1{path}", headers=headers, **content)
        except (httpx.HTTPError, httpx.InvalidURL):
            raise nobody_at(str(self.http.base_url)) from None


def called(url: str) -> httpx.Client:
    """A client of whatever answers there."""
    try:
        return httpx.Client(base_url=url.rstrip("/"), timeout=30)
    except httpx.InvalidURL:
        raise nobody_at(url) from None


def nobody_at(url: str) -> Stopped:
    """What is said when nothing answers."""
    return Stopped(f"No Herstel answers at {url.rstrip('/')}; start one with `make run`, or say where it is with --url.")


def stage_for(http: httpx.Client, language: Language) -> Stage:
    """A stage on standard output: colours in a terminal, plain text when it is piped."""
    console = Console(highlight=False)
    return Stage(http, console if console.is_terminal else Console(highlight=False, width=PIPED_WIDTH), language)


def _is_json(answer: httpx.Response) -> bool:
    kind: str = answer.headers.get("content-type", "")
    return kind.startswith("application/json")


def _typed(body: Json) -> Iterator[str]:
    """The sentences in a body."""
    if isinstance(body, list):
        for item in body:
            yield from _typed(item)
    elif isinstance(body, dict):
        for name, value in body.items():
            if name in TYPED and isinstance(value, str):
                yield value
            yield from _typed(value)


def _refusal(problem: Json) -> str:
    """What a refusal says, with what is unmet as far as the caller may know it."""
    unmet = dict.fromkeys(one["detail"] for one in problem.get("conditions", []))
    return " ".join([problem["detail"], *unmet])
