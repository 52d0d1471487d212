"""S10 over a whole case: what the organisation can read, from the referral to "restored", whoever of two answers first."""

import json
import re
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import httpx
from fastapi import FastAPI

from tests.routers.playing import COORDINATOR
from tests.scenarios.voices import neutral
from tests.transcripts.courses import BRIEFING, DUE, THREE, closes
from tests.transcripts.played import Again, Played
from tests.transcripts.reading import Answer, Reading, Transcript

_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CASES: Final = ["/cases", "/cases/…"]
ITEMS: Final = ["/released-items", "/released-items/…"]
WORK: Final = ["/me/worklist"]


class Overheard(Played):
    """A case of which the organisation reads everything after each deed."""

    def __init__(self, app: FastAPI, client: httpx.AsyncClient) -> None:
        super().__init__(app, client)
        self.reading = Reading(self)
        self.heard: list[tuple[str, Transcript]] = []

    async def does(self, who: str, path: str, json: Any = None) -> Any:
        """A deed, and what is read after it."""
        answer = await super().does(who, path, json)
        if self.id:
            told = await self.reading.told(COORDINATOR, await self.reading.ids_outside())
            self.heard.append((path.rpartition("/")[2], told))
        return answer


async def test_s10_the_organisation_reads_the_same_of_a_whole_case_whoever_answers_first(
    app: FastAPI, client: httpx.AsyncClient, again: Again
) -> None:
    play = Overheard(app, client)
    with play.reading.hearing(app.state.database.engines.values()):
        await THREE[0].arrive(play)
        await again.save("taken")
        start, found = play.reading.moment(), []
        for swapped in (False, True):
            play.heard = play.heard[:1]
            await _plays(play, swapped=swapped)
            found.append(play.heard)
            await again.back("taken")
            play.reading.back(start)
    one, other = found
    assert [deed for deed, _ in one] == [deed for deed, _ in other]
    assert [deed for (deed, told), (_, swapped) in zip(one, other, strict=True) if _lines(told) != _lines(swapped)] == []
    assert _changes(one) == _changes(other) == _allowed()


async def _plays(play: Overheard, *, swapped: bool) -> None:
    for decision in THREE:
        if decision is not THREE[0]:
            await decision.arrive(play)
        (pair,) = decision.pairs
        await play.each(decision.says, *pair.before, *((pair.other, pair.one) if swapped else (pair.one, pair.other)))
    await closes(play)


def _lines(told: Transcript) -> list[str]:
    return sorted(_line(asked, answer) for asked, answer in told.items())


@lru_cache(maxsize=10_000)
def _line(asked: str, answer: Answer) -> str:
    """One answer without what no two cases have alike: ids, their order in a list, and ETags."""
    body = json.loads(answer.text) if answer.text else None
    if isinstance(body, dict) and "items" in body:
        body["items"].sort(key=lambda one: _ID.sub("…", json.dumps(one)))
    return neutral(f"{asked} {answer.status} {answer.headers} {json.dumps(body)}")


def _changes(heard: list[tuple[str, Transcript]]) -> list[tuple[str, list[str], dict[str, Any]]]:
    """After which deeds something else is read: where, and what is new in one resource."""
    found = []
    for (_, before), (deed, after) in pairwise(heard):
        changed = [asked for asked in after if before.get(asked) != after[asked]]
        if changed:
            where = sorted(_ID.sub("…", asked.split()[1].partition("?")[0]) for asked in changed)
            new = [_new(before.get(asked), after[asked]) for asked in changed]
            found.append((deed, where, {name: value for one in new for name, value in one.items()}))
    return found


def _new(before: Answer | None, after: Answer) -> dict[str, Any]:
    old, new = json.loads(before.text) if before else {}, json.loads(after.text)
    return {name: value for name, value in new.items() if name not in {"id", "items"} and (name not in old or old[name] != value)}


def _allowed() -> list[tuple[str, list[str], dict[str, Any]]]:
    """All that may change outside, and nothing by an answer that is not the last one."""
    today = str(datetime.now(UTC).date())
    item = {"text": BRIEFING, "dueOn": DUE, "releasedOn": today, "state": "released", "answeredOn": None}
    closed = {"state": "closed", "closedOn": today, "result": "completed", "jointSessions": 1}
    return [
        ("acceptances", CASES, {"moderatorName": "Name moderator"}),
        ("releases", [*WORK, *ITEMS], item),
        ("answers", [*WORK, *ITEMS], {"state": "done", "answeredOn": today}),
        ("confirmations", ITEMS, {"state": "confirmed"}),
        ("closure", [*CASES, "/cases/…/timeline"], closed),
    ]
