"""What everyone tries to read in scenario B, and how an answer is put into a few words."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from app.demo.scenario_b_texts import WORDS
from app.demo.stage import Json, View
from app.domain.texts import Bilingual


class Look(NamedTuple):
    """One address below the case, or elsewhere: what it holds, and how it is put."""

    what: Bilingual
    path: str
    words: Callable[[Json, str], str]


def word(code: str, language: str) -> str:
    """A code as a reader says it."""
    return WORDS[code].in_language(language) if code in WORDS else code


def _shell(case: Json, language: str) -> str:
    said = [case["state"], *([case["result"]] if case["result"] else [])]
    return ", ".join(word(code, language) for code in said)


def _field(name: str) -> Callable[[Json, str], str]:
    return lambda found, language: word(found[name], language)


def _states(found: Json, language: str) -> str:
    return ", ".join(word(one["state"], language) for one in found["items"]) or "–"


def _count(found: Json, _: str) -> str:
    return str(len(found["items"]))


def _gate(found: Json, language: str) -> str:
    return word("open" if found["open"] else "closed-gate", language)


def _written(found: Json, language: str) -> str:
    return word("wrote", language) if found["note"] else "–"


LOOKS: Final[Mapping[str, Look]] = {
    "request": Look(Bilingual("het verzoek", "the request"), "/requests/{request}", _written),
    "case": Look(Bilingual("de zaak", "the case"), "/cases/{case}", _shell),
    "process": Look(Bilingual("de stand", "its phase"), "/cases/{case}/process", _field("phase")),
    "state": Look(Bilingual("ware stand", "true state"), "/cases/{case}/state", _field("state")),
    "parties": Look(Bilingual("betrokkenen", "parties"), "/cases/{case}/parties", _count),
    "gate": Look(Bilingual("de poort", "the gate"), "/cases/{case}/readiness", _field("gate")),
    "true-gate": Look(Bilingual("ware poort", "true gate"), "/cases/{case}/readiness/conditions", _gate),
    "farah-said": Look(Bilingual("Farahs ja", "Farah's yes"), "/cases/{case}/parties/{farah}/readiness-declarations", _count),
    "mandate": Look(Bilingual("mandaat", "mandate"), "/cases/{case}/mandates", _states),
    "answers": Look(Bilingual("antwoorden", "answers"), "/cases/{case}/mandates/1/acceptances", _count),
    "sessions": Look(Bilingual("gesprekken", "conversations"), "/cases/{case}/sessions", _states),
    "harms": Look(Bilingual("schade", "harm"), "/cases/{case}/harms", _count),
    "agreement": Look(Bilingual("overeenkomst", "agreement"), "/cases/{case}/agreements", _states),
    "commitments": Look(Bilingual("afspraken", "commitments"), "/cases/{case}/commitments", _states),
    "outcomes": Look(Bilingual("„hersteld”", "'restored'"), "/cases/{case}/outcome-confirmations", _count),
}


def views(names: tuple[str, ...], **ids: str) -> list[View]:
    """These looks, at this case."""
    return [View(LOOKS[name].what, LOOKS[name].path.format(**ids), LOOKS[name].words) for name in names]
