"""What everyone tries to read in the scenarios, and how an answer is put into a few words."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

from app.demo.scenario import Look
from app.demo.stage import Json
from app.domain.texts import Bilingual

WORDS: Final[Mapping[str, Bilingual]] = {
    "received": Bilingual("ontvangen", "received"),
    "readiness": Bilingual("bereidheid", "readiness"),
    "mandate": Bilingual("mandaat", "mandate"),
    "in_process": Bilingual("in gesprek", "talking"),
    "in_progress": Bilingual("loopt", "in progress"),
    "closed": Bilingual("gesloten", "closed"),
    "completed": Bilingual("afgerond", "completed"),
    "preparing": Bilingual("vooraf", "preparing"),
    "in_conversation": Bilingual("in gesprek", "talking"),
    "agreement": Bilingual("afspraken", "agreement"),
    "aftercare": Bilingual("nazorg", "aftercare"),
    "open": Bilingual("open", "open"),
    "not_now": Bilingual("nu niet", "not now"),
    "draft": Bilingual("concept", "draft"),
    "offered": Bilingual("ligt voor", "offered"),
    "in_force": Bilingual("van kracht", "in force"),
    "planned": Bilingual("gepland", "planned"),
    "running": Bilingual("bezig", "running"),
    "suspended": Bilingual("gestaakt", "broken off"),
    "held": Bilingual("gehouden", "held"),
    "acknowledged": Bilingual("erkend", "acknowledged"),
    "repaired": Bilingual("hersteld", "repaired"),
    "restored": Bilingual("hersteld", "restored"),
    "proposed": Bilingual("voorgesteld", "proposed"),
    "agreed": Bilingual("akkoord", "agreed"),
    "reported": Bilingual("gemeld", "reported"),
    "confirmed": Bilingual("bevestigd", "confirmed"),
    "released": Bilingual("vrijgegeven", "released"),
    "replaced": Bilingual("vervangen", "replaced"),
    "closed-gate": Bilingual("dicht", "closed"),
}


def word(code: str, language: str) -> str:
    """A code as a reader says it."""
    return WORDS[code].in_language(language) if code in WORDS else code


def _shell(case: Json, language: str) -> str:
    said = [case["state"], *([case["result"]] if case["result"] else [])]
    return "\n".join(word(code, language) for code in said)


def _field(name: str) -> Callable[[Json, str], str]:
    return lambda found, language: word(found[name], language)


def _states(found: Json, language: str) -> str:
    several = Counter(one["state"] for one in found["items"])
    return "\n".join(f"{count} {word(code, language)}" if count > 1 else word(code, language) for code, count in several.items()) or "–"


def _count(found: Json, _: str) -> str:
    return str(len(found["items"]))


def _told(name: str) -> Callable[[Json, str], str]:
    return lambda found, _: "–" if found[name] is None else str(found[name])


def _gate(found: Json, language: str) -> str:
    return word("open" if found["open"] else "closed-gate", language)


def written(what: Bilingual) -> Callable[[Json, str], str]:
    """That there is a note, in these words."""
    return lambda found, language: what.in_language(language) if found["note"] else "–"


LOOKS: Final[Mapping[str, Look]] = {
    "case": Look(Bilingual("de zaak", "the case"), "/cases/{case}", _shell),
    "moderator": Look(Bilingual("moderator", "moderator"), "/cases/{case}", _told("moderatorName")),
    "number": Look(Bilingual("keer samen", "times joint"), "/cases/{case}", _told("jointSessions")),
    "process": Look(Bilingual("de stand", "its phase"), "/cases/{case}/process", _field("phase")),
    "state": Look(Bilingual("ware stand", "true state"), "/cases/{case}/state", _field("state")),
    "parties": Look(Bilingual("betrokkenen", "parties"), "/cases/{case}/parties", _count),
    "gate": Look(Bilingual("de poort", "the gate"), "/cases/{case}/readiness", _field("gate")),
    "true-gate": Look(Bilingual("ware poort", "true gate"), "/cases/{case}/readiness/conditions", _gate),
    "mandate": Look(Bilingual("mandaat", "mandate"), "/cases/{case}/mandates", _states),
    "sessions": Look(Bilingual("gesprekken", "conversations"), "/cases/{case}/sessions", _states),
    "harms": Look(Bilingual("schade", "harm"), "/cases/{case}/harms", _count),
    "agreement": Look(Bilingual("overeenkomst", "agreement"), "/cases/{case}/agreements", _states),
    "commitments": Look(Bilingual("afspraken", "commitments"), "/cases/{case}/commitments", _states),
    "outcomes": Look(Bilingual("„hersteld”", "'restored'"), "/cases/{case}/outcome-confirmations", _count),
    "evaluations": Look(Bilingual("hoe het was", "how it was"), "/cases/{case}/evaluations", _count),
}
"""What every scenario has."""


def counted(nl: str, en: str, path: str) -> Look:
    """How many of something."""
    return Look(Bilingual(nl, en), path, _count)


def stands(nl: str, en: str, path: str) -> Look:
    """Where something stands."""
    return Look(Bilingual(nl, en), path, _field("state"))
