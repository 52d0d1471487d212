"""The examples of groups: a team in which the night shift has one place, and one has left."""

from collections.abc import Mapping
from typing import Any, Final

from app.domain.texts import SECRECY_HASH
from app.routers.examples import Example, demo_id

FARAH, DE_WIT, ILSE = "party-farah", "party-de-wit", "moderator"


def _in(case: str, who: str, body: Any = None, **things: str) -> Example:
    """A call inside a seeded case; `things` are what stands in its path besides the case."""
    inside = {f"{name}Id": str(demo_id(f"{case}/{thing}")) for name, thing in things.items()}
    return Example(who, {"caseId": str(demo_id(f"case-{case}")), **inside}, body=body)


_NIGHT: Final = {"party": "party-night-shift"}
GROUPS: Final[Mapping[str, Example]] = {
    "depart": _in("readiness", FARAH, party=FARAH),
    "recordLoss": _in("readiness", ILSE, {"why": "incapacity"}, party=FARAH),
    "listPlaceEndings": _in("team", ILSE),
    "listMembers": _in("team", ILSE, **_NIGHT),
    "addMember": _in("team", ILSE, {"displayName": "Jasmijn Oort"}, **_NIGHT),
    "getMember": _in("team", DE_WIT, **_NIGHT, member="member-de-wit"),
    "listMemberInvitations": _in("team", DE_WIT, **_NIGHT, member="member-de-wit"),
    "inviteMember": _in("team", ILSE, **_NIGHT, member="member-lotte"),
    "getMemberSecrecyAcceptance": _in("team", DE_WIT, **_NIGHT, member="member-de-wit"),
    "acceptSecrecyAsMember": _in("team", FARAH, {"hash": SECRECY_HASH}, **_NIGHT, member="member-farah"),
    "listSpokespersonChoices": _in("team", DE_WIT, **_NIGHT),
    "chooseSpokesperson": _in("team", DE_WIT, {"memberId": str(demo_id("team/member-farah"))}, **_NIGHT),
    "listGroupHarms": _in("team", ILSE),
    "getGroupHarm": _in("team", ILSE, groupHarm="group-harm"),
    "tellGroupHarm": _in(
        "in-process", FARAH, {"groupName": "De leerlingen", "kinds": ["emotional"], "text": "Zij durven in de briefing niets te vragen."}
    ),
}
