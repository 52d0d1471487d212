"""Everything that one person can be told at one moment: every GET of the document, with every id they could try, byte by byte."""

import re
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Final

from tests.scenarios.voices import Town, Voice

NOWHERE: Final = "7e57ab1e-0000-4000-8000-000000000000"
ATTEMPTS: Final = (
    ("/transitions", {"to": "mandate"}),
    ("/readiness/announcements", {"gate": "open"}),
    ("/pauses", None),
    ("/closure", {"ending": "not_possible"}),
)
"""Deeds that are the moderator's: what anyone else is told of them must not depend on the others."""


def transcript(town: Town, who: Voice, ids: Mapping[str, Sequence[str]], about: str = "/") -> str:
    """What this person gets for every read, and for some deeds that are not theirs; `ids` by the name of the path parameter.

    With an `about`, only for the reads in whose address it stands.
    """
    told = [_told(who, "GET", path) for path in _reads(town, ids) if about in path]
    told += [_told(who, "POST", f"/cases/{case}{path}", body) for case in ids["caseId"] for path, body in ATTEMPTS]
    return "\n".join(told)


def inside(town: Town, who: Voice, case: str) -> Mapping[str, str]:
    """What this person gets for every read below one case, by the path's template."""
    found = {}
    for template, item in town.document["paths"].items():
        if template.startswith("/cases/{caseId}/") and "get" in item:
            path = re.sub(r"{(\w+)}", lambda name: case if name[1] == "caseId" else _some(name[1]), template)
            found[template] = _told(who, "GET", path).replace(path, template)
    return found


def _reads(town: Town, ids: Mapping[str, Sequence[str]]) -> list[str]:
    """Each read with every id that there is to try; where a part of it is nowhere, once: what is below is nowhere whoever's it would be."""
    found = []
    for template, item in sorted(town.document["paths"].items()):
        names = re.findall(r"{(\w+)}", template)
        # What is for whoever comes says nothing of anybody; what one did oneself grows with every look.
        if "get" in item and item["get"]["security"] and "audit" not in template:
            chosen = [_known(ids, name) for name in names]
            whole = list(product(*chosen))
            tried = whole[:1] if (NOWHERE,) in chosen else whole
            found += [template.format(**dict(zip(names, one, strict=True))) for one in tried]
    return found


def _known(ids: Mapping[str, Sequence[str]], name: str) -> Sequence[str]:
    return ids.get(name, (_some(name),))


def _some(name: str) -> str:
    return {"name": "settings", "version": "1"}.get(name, NOWHERE)


def _told(who: Voice, method: str, path: str, body: object = None) -> str:
    answer = who.ask(method, path, body)
    headers = [f"{name}: {value}" for name, value in sorted(answer.headers.items()) if name != "date"]
    return "\n".join([f"{method} {path} {answer.status_code}", *headers, answer.text])
