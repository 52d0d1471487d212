"""The examples of groups: a team in which the night shift has one place, and one has left."""

from collections.abc import Mapping
from typing import Final

from app.domain.texts import SECRECY_HASH
from app.routers.example_parts import DE_WIT, FARAH, ILSE, in_case
from app.routers.examples import Example, demo_id

_NIGHT: Final = {"party": "party-night-shift"}
GROUPS: Final[Mapping[str, Example]] = {
    "depart": in_case("readiness", FARAH, party=FARAH),
    "recordLoss": in_case("readiness", ILSE, {"why": "incapacity"}, party=FARAH),
    "listPlaceEndings": in_case("team", ILSE),
    "listMembers": in_case("team", ILSE, **_NIGHT),
    "addMember": in_case("team", ILSE, {"displayName": "Jasmijn Oort"}, **_NIGHT),
    "getMember": in_case("team", DE_WIT, **_NIGHT, member="member-de-wit"),
    "listMemberInvitations": in_case("team", DE_WIT, **_NIGHT, member="member-de-wit"),
    "inviteMember": in_case("team", ILSE, **_NIGHT, member="member-lotte"),
    "getMemberSecrecyAcceptance": in_case("team", DE_WIT, **_NIGHT, member="member-de-wit"),
    "acceptSecrecyAsMember": in_case("team", FARAH, {"hash": SECRECY_HASH}, **_NIGHT, member="member-farah"),
    "listSpokespersonChoices": in_case("team", DE_WIT, **_NIGHT),
    "chooseSpokesperson": in_case("team", DE_WIT, {"memberId": str(demo_id("team/member-farah"))}, **_NIGHT),
    "listGroupHarms": in_case("team", ILSE),
    "getGroupHarm": in_case("team", ILSE, groupHarm="group-harm"),
    "tellGroupHarm": in_case(
        "in-process", FARAH, {"groupName": "De leerlingen", "kinds": ["emotional"], "text": "Zij durven in de briefing niets te vragen."}
    ),
}
