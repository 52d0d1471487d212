"""The examples of conversations: planning and holding them, their records, and those who stand by."""

from collections.abc import Mapping
from typing import Final

from app.domain.texts import SECRECY_HASH
from app.routers.example_parts import (
    DE_WIT,
    FARAH,
    ILSE,
    LATER,
    NADIA,
    changing,
    in_case,
)
from app.routers.examples import Example, demo_id

# Of seeded texts: what one accepts, approves or confirms is the text's own hash.
RECORD_HASH: Final = "4f2f770e945ec51b873d5ab6506e39105fd66899d01ffa67f6e99951845d8d1f"

_SESSION: Final = {"kind": "joint", "goal": "Elkaar begrijpen.", "agenda": "Ieders verhaal; hoe verder.", "plannedFor": LATER}

SESSIONS: Final[Mapping[str, Example]] = {
    "listSessions": in_case("in-process", FARAH),
    "planSession": in_case("agreement", ILSE, _SESSION),
    "getSession": in_case("in-process", FARAH, session="session-planned"),
    "replanSession": changing(in_case("in-process", ILSE, {"plannedFor": LATER}, session="session-planned"), "in-process/session-planned"),
    "listReconfirmations": in_case("in-process", FARAH, session="session-planned"),
    "reconfirm": in_case("in-process", FARAH, {"ready": True}, session="session-planned"),
    "startSession": in_case("in-process", ILSE, session="session-planned"),
    "suspendSession": in_case("in-session", ILSE, session="session-running"),
    "endSession": in_case("in-session", ILSE, {"discussedHarmIds": [str(demo_id("in-session/harm-farah"))]}, session="session-running"),
    "cancelSession": in_case("in-process", ILSE, session="session-planned"),
    "listAttendances": in_case("in-process", FARAH, session="session-held"),
    "noteAttendance": in_case("in-session", ILSE, {"partyId": str(demo_id(f"in-session/{FARAH}"))}, session="session-running"),
    "getSessionRecord": in_case("in-process", FARAH, session="session-held"),
    "writeSessionRecord": in_case("in-session", ILSE, {"text": "We hebben kennisgemaakt met elkaars verhaal."}, session="session-held"),
    "rewriteSessionRecord": changing(
        in_case("in-process", ILSE, {"text": "We hebben allebei verteld wat er gebeurde."}, session="session-held"), "in-process/record"
    ),
    "listRecordApprovals": in_case("in-process", FARAH, session="session-held"),
    "approveSessionRecord": in_case("in-process", FARAH, {"hash": RECORD_HASH}, session="session-held"),
}

BESIDE: Final[Mapping[str, Example]] = {
    "listSupporters": in_case("in-process", FARAH),
    "bringSupporter": in_case("readiness", FARAH, {"displayName": "Nadia Idrissi", "contact": "nadia@post.example"}),
    "getSupporter": in_case("in-process", FARAH, supporter="nadia"),
    "endSupporter": in_case("in-process", FARAH, supporter="nadia"),
    "introduceSupporter": in_case("in-process", DE_WIT, supporter="hans"),
    "listIntroductions": in_case("in-process", FARAH),
    "getIntroduction": in_case("in-process", FARAH, introduction="nadia"),
    "listAdmissions": in_case("in-process", FARAH, introduction="nadia"),
    "admitSupporter": in_case("in-session", DE_WIT, introduction="nadia"),
    "listCompanions": in_case("in-process", ILSE, session="session-planned"),
    "nameCompanion": in_case("in-process", ILSE, {"kind": "co_moderator", "displayName": "Joost Kramer"}, session="session-planned"),
    "endCompanion": in_case("in-process", ILSE, companion="interpreter"),
    "listCompanionInvitations": in_case("in-process", ILSE, companion="nadia"),
    "inviteCompanion": in_case("in-process", ILSE, companion="interpreter"),
    "getCompanionSecrecyAcceptance": in_case("in-process", NADIA, companion="nadia"),
    "acceptSecrecyAsCompanion": in_case("in-session", NADIA, {"hash": SECRECY_HASH}, companion="nadia"),
    "listPresences": in_case("in-process", NADIA, session="session-held"),
    "notePresence": in_case("agreement", ILSE, {"companionId": str(demo_id("agreement/nadia"))}, session="session-held"),
    "getSeat": in_case("in-process", NADIA),
}
