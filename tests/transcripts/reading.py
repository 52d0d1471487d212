"""Everything that somebody can be told at one moment: every GET of the document, with every id that there is, byte by byte.

An answer depends on the request, the rows and the day. So what was asked once is asked again only after something was written that one of
its statements names, a row of its table or a column of its; `afresh` asks everything anew, and shows that this holds.
"""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final, NamedTuple

import httpx
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.http import document
from tests.routers.playing import COORDINATOR, MODERATOR, Play
from tests.scenarios.voices import TRACE

NOWHERE: Final = "7e57ab1e-0000-4000-8000-000000000000"
# What one did oneself grows with every look; that nobody else's acts show in it is shown where the log is tested.
_READS: Final = {path: item["get"] for path, item in document()["paths"].items() if "get" in item and "audit" not in path}
GETS: Final = tuple(sorted(_READS, key=lambda path: (len(path), path)))
WHOLE: Final = {path: "?limit=100" for path, read in _READS.items() if "limit" in [one["name"] for one in read.get("parameters", [])]}
"""A list is read in one page: the place where the next one begins is sealed, and no two are alike."""
OUTSIDE: Final = ("/referrals", "/released-items")
ATTEMPTS: Final = (
    ("transitions", {"to": "mandate"}),
    ("transitions", {"to": "agreement"}),
    ("readiness/announcements", {"gate": "open"}),
    ("pauses", None),
    ("closure", {"ending": "self_resolved"}),
)
"""Deeds that are the moderator's: what anybody else is told of them must not depend on the others."""
_WRITES: Final = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM) (?:conf\.)?"?(\w+)"?(?: SET (.*?) WHERE)?', re.DOTALL)
_SETS: Final = re.compile(r'"?(\w+)"?\s*=')

Ids = dict[str, list[str]]


class Answer(NamedTuple):
    """What one request was told."""

    status: int
    headers: tuple[tuple[str, str], ...]
    text: str


Transcript = dict[str, Answer]
"""All that somebody was told, by what they asked."""


class Written(NamedTuple):
    """Where something was written: in some columns, or whole rows."""

    table: str
    columns: frozenset[str] | None


class _Kept(NamedTuple):
    answer: Answer
    statements: frozenset[frozenset[str]]
    since: int


Moment = tuple[dict[tuple[str, str], _Kept], int]


class Reading:
    """What everyone in one play was told."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self._kept: dict[tuple[str, str], _Kept] = {}
        self._written: list[Written] = []
        self._statements: set[frozenset[str]] = set()

    async def ids(self, who: str = MODERATOR) -> Ids:
        """Every id by the list in which it stands: found where the moderator finds it, and outside where the coordinator does."""
        found = await self.ids_outside()
        for parent in (parent for path in GETS for parent in _parents(path) if "{caseId}" in parent):
            for address in _addresses(parent, found):
                if address not in found:
                    # Whoever stands by is listed where all are told of them.
                    found[address] = await self._listed(who, parent, re.sub("companions$", "introductions", address))
        return found

    async def ids_outside(self) -> Ids:
        """Those that the coordinator finds."""
        return {"/cases": [self.play.id]} | {path: await self._listed(COORDINATOR, path, path) for path in OUTSIDE}

    async def _listed(self, who: str, path: str, address: str) -> list[str]:
        answer = await self._told(who, "GET", address + WHOLE.get(path, ""), None)
        items = json.loads(answer.text).get("items", []) if answer.status == 200 else []
        return [str(one.get("version", one.get("id"))) for one in items]

    async def told(self, who: str, ids: Ids) -> Transcript:
        """What this person gets for every read, and for some deeds that are not theirs."""
        asked = [("GET", address + WHOLE.get(path, ""), None) for path in GETS for address in _addresses(path, ids)]
        attempted = [("POST", f"/cases/{self.play.id}/{path}", body) for path, body in ATTEMPTS]
        return {f"{method} {path} {body or ''}": await self._told(who, method, path, body) for method, path, body in asked + attempted}

    async def afresh(self, who: str, ids: Ids) -> Transcript:
        """The same, and nothing from memory."""
        self._kept = {}
        return await self.told(who, ids)

    async def _told(self, who: str, method: str, path: str, body: Any) -> Answer:
        asked = who, f"{method} {path} {body or ''}"
        kept = self._kept.get(asked)
        if kept is None or self._may_differ(path, kept):
            self._statements = set()
            headers = {**self.play.headers[who], "traceparent": TRACE}
            answer = _spelled(await self.play.client.request(method, path, json=body, headers=headers))
            kept = _Kept(answer, frozenset(self._statements), 0)
        self._kept[asked] = kept._replace(since=len(self._written))
        return kept.answer

    def _may_differ(self, path: str, kept: _Kept) -> bool:
        # What nobody has an id of cannot come to be there.
        missing = NOWHERE in path and kept.answer.status == 404
        return not missing and any(_concerns(one, kept.statements) for one in set(self._written[kept.since :]))

    def wrote(self, table: str) -> None:
        """Something changed there that no request did."""
        self._written.append(Written(table, None))

    def moment(self) -> Moment:
        """What is remembered now."""
        return dict(self._kept), len(self._written)

    def back(self, moment: Moment) -> None:
        """Remembers what it did then: the database is as it was."""
        self._kept, self._written = dict(moment[0]), self._written[: moment[1]]

    @contextmanager
    def hearing(self, engines: Iterable[AsyncEngine]) -> Iterator[None]:
        """Hears meanwhile which tables are read and written."""
        heard = [engine.sync_engine for engine in engines]
        for engine in heard:
            event.listen(engine, "before_cursor_execute", self._hear)
        try:
            yield
        finally:
            for engine in heard:
                event.remove(engine, "before_cursor_execute", self._hear)

    def _hear(self, connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        written, names = _names(statement)
        if written:
            self._written.append(written)
        else:
            self._statements.add(names)


@lru_cache(maxsize=10_000)
def _names(statement: str) -> tuple[Written | None, frozenset[str]]:
    """Where a statement writes, and every name in it."""
    names = frozenset(re.findall(r"\w+", statement))
    found = _WRITES.match(statement)
    if found is None:
        return None, names
    return Written(found[2], frozenset(_SETS.findall(found[3])) if found[1] == "UPDATE" and found[3] else None), names


def _concerns(written: Written, statements: frozenset[frozenset[str]]) -> bool:
    return any(written.table in names and (written.columns is None or written.columns & names) for names in statements)


def _parents(path: str) -> list[str]:
    """The lists from which a path takes what stands in its braces."""
    return [path[: found.start() - 1] for found in re.finditer("{", path)]


def _addresses(path: str, ids: Ids) -> list[str]:
    found = [""]
    for part in path.split("/")[1:]:
        found = [f"{at}/{one}" for at in found for one in (ids.get(at) or [_some(part)] if "{" in part else [part])]
    return found


def _some(name: str) -> str:
    return {"{name}": "settings", "{version}": "1"}.get(name, NOWHERE)


def _spelled(answer: httpx.Response) -> Answer:
    return Answer(answer.status_code, tuple(sorted((name, value) for name, value in answer.headers.items() if name != "date")), answer.text)


def differences(one: Transcript, other: Transcript) -> list[str]:
    """What was answered otherwise, and how."""
    return [f"{asked}: {_said(one.get(asked))} → {_said(other.get(asked))}" for asked in one | other if one.get(asked) != other.get(asked)]


def _said(answer: Answer | None) -> str:
    return "nothing" if answer is None else f"{answer.status} {answer.headers} {answer.text}"
