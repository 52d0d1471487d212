"""Everything that somebody can be told at one moment: every GET of the document, with every id that there is, byte by byte."""

import re
from itertools import product
from typing import Any, Final

import httpx

from app.main import v1
from tests.scenarios.voices import TRACE
from tests.transcripts.three import Three

NOWHERE: Final = "7e57ab1e-0000-4000-8000-000000000000"
GETS: Final = tuple(sorted((path for path, item in v1().openapi()["paths"].items() if "get" in item), key=lambda path: (len(path), path)))
ATTEMPTS: Final = (
    ("transitions", {"to": "mandate"}),
    ("transitions", {"to": "agreement"}),
    ("readiness/announcements", {"gate": "open"}),
    ("pauses", None),
    ("closure", {"ending": "self_resolved"}),
)
"""Deeds that are the moderator's: what anybody else is told of them must not depend on the others."""

Ids = dict[str, list[str]]


async def ids_of(play: Three) -> Ids:
    """Every id of the case by the name of its path parameter, found where the moderator finds it."""
    found: Ids = {"caseId": [play.id]}
    for path in GETS:
        parent, _, last = path.rpartition("/")
        name = last.strip("{}")
        if last.startswith("{") and name not in found and "{caseId}" in parent:
            found[name] = [one for address in _addresses(parent, found) for one in await _listed(play, address, name)]
    return {name: ids or [NOWHERE] for name, ids in found.items()}


async def _listed(play: Three, address: str, name: str) -> list[str]:
    answer = await play.call("moderator", "GET", address)
    items = answer.json().get("items", []) if answer.status_code == 200 else []
    return [str(one["version" if name == "version" else "id"]) for one in items if name == "version" or "id" in one]


def _addresses(path: str, ids: Ids) -> list[str]:
    names = re.findall(r"{(\w+)}", path)
    choices = product(*(ids.get(name, [_some(name)]) for name in names))
    return [path.format(**dict(zip(names, chosen, strict=True))) for chosen in choices]


def _some(name: str) -> str:
    return {"name": "settings", "version": "1"}.get(name, NOWHERE)


async def told(play: Three, who: str, ids: Ids) -> list[str]:
    """What this person gets for every read, and for some deeds that are not theirs."""
    found = [_spelled(address, await _get(play, who, address)) for path in GETS for address in _addresses(path, ids)]
    for path, body in ATTEMPTS:
        found.append(_spelled(f"POST {path}", await play.call(who, "POST", path, body)))
    return found


async def _get(play: Three, who: str, address: str) -> httpx.Response:
    return await play.client.get(address, headers={**play.headers[who], "traceparent": TRACE})


def _spelled(address: str, answer: httpx.Response) -> str:
    kept = {name: value for name, value in answer.headers.items() if name not in {"date", "x-request-id"}}
    body = _without_trace(answer.json()) if answer.content else None
    return f"{address} {answer.status_code} {sorted(kept.items())} {body}"


def _without_trace(body: Any) -> Any:
    return {key: value for key, value in body.items() if key != "traceId"} if isinstance(body, dict) else body
