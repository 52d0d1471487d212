"""What the examples are made of: the demo's people, and calls inside and outside its seeded cases."""

from typing import Any, Final

from app.routers.examples import Example, demo_etag, demo_id

FARAH, DE_WIT, ILSE, NADIA = "party-farah", "party-de-wit", "moderator", "supporter"
YARA, SELMA, EMRE = "party-yara", "guardian-selma", "guardian-emre"
LATER: Final = "2035-03-01T09:30:00Z"
FOUR_YESES: Final = dict.fromkeys(("exploreRelation", "exploreHarm", "exploreRepair", "joinConversations", "voluntary"), True)


def in_case(case: str, who: str | None, body: Any = None, **things: str) -> Example:
    """A call inside a seeded case; `things` are what stands in its path besides the case."""
    inside = {f"{name}Id": str(demo_id(f"{case}/{thing}")) for name, thing in things.items()}
    return Example(who, {"caseId": str(demo_id(f"case-{case}")), **inside}, body=body)


def of_version(case: str, who: str, version: int, body: Any = None) -> Example:
    """A call about one version of a text in a seeded case."""
    return Example(who, {"caseId": str(demo_id(f"case-{case}")), "version": version}, body=body)


def outside(who: str | None, body: Any = None, **things: str) -> Example:
    """A call about something outside cases."""
    return Example(who, {f"{name}Id": str(demo_id(thing)) for name, thing in things.items()}, body=body)


def changing(example: Example, thing: str) -> Example:
    """The same as a change of something that was read before."""
    return Example(example.who, example.ids, example.query, example.body, demo_etag(demo_id(thing)))


def of_party(case: str, who: str, body: Any = None, **things: str) -> Example:
    """A call about a party's place; Farah's, unless another is named."""
    return in_case(case, who, body, **{"party": FARAH, **things})
