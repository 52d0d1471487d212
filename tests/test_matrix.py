"""C1: every operation × everyone × {own case, other case, other tenant}, judged by hand; no route is born unjudged.

A cell says what someone meets in their own case, whatever the body and the moment: `o` it is theirs (or it is there to read), `x` they see
it but it is somebody else's to do (403), `-` there is nothing for them (404). In every other case and tenant, everyone meets `-`.
"""

import re
from typing import Any, Final
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from tests import sealed_notes as mine
from tests.demo_keys import key_of
from tests.http import as_, document
from tests.matrix import COLUMNS, MATRIX
from tests.people import ASKED, FOREIGN, MINE, OTHER, REGISTRY, key
from tests.world import World

NEW: Final = key_of("matrix signing", "Ed25519")
SIGNING: Final = mine.shown(NEW)
PROOF: Final = mine.vouch(NEW, mine.kid(NEW), "signing", str(key(REGISTRY)))

PUBLIC: Final = {"createToken", "getKeys", "getCodeList", "getQuestionGuide", "listQuestionGuides", "getSecrecyStatement"}

OPERATIONS: Final[dict[str, tuple[str, str, dict[str, Any]]]] = {
    operation["operationId"]: (method, path, operation) for path, item in document()["paths"].items() for method, operation in item.items()
}
SCHEMAS: Final = document()["components"]["schemas"]

# Where the smallest body by its schema is not a sensible one.
BODIES: Final[dict[str, dict[str, Any]]] = {
    "createReferral": {"setting": "school", "anyModerator": True, "proposedPeople": [{"name": "A"}, {"name": "B"}]},
    "createRequest": {"setting": "school", "anyModerator": True, "proposedPeople": [{"name": "B"}], "ownName": "A"},
    "declareIndependence": {"independent": True},
    "addTie": {"organisationId": str(key("home"))},
    "proposeSuccessors": {"anyModerator": True},
    "grantPrivateRecords": {"appointmentId": str(key(MINE, "appointment"))},
    "registerSigningKey": {"publicKey": SIGNING, "proof": PROOF},
    "registerSealingKey": {"publicKey": {"kty": "OKP", "crv": "X25519", "x": "N-MXR5DOlsvbQ1hSjvUEYYqm2W9mO5T_ldZPVmzwMVE"}},
    "proveSealingKey": {"secret": "A" * 43},
    "countersignSealingKey": {"countersignature": "A.B.C"},
    "writeNote": {"text": "A"},
    "moveCase": {"to": "agreement"},
    "proposeAgreement": {
        "commitments": [
            {
                "what": "A",
                "howWeKnow": "B",
                "kind": "other",
                "ownerPartyId": str(key(MINE, "party", 0)),
                "beneficiaryPartyId": str(key(MINE, "party", 1)),
                "dueOn": "2027-01-01",
            }
        ]
    },
    "nameCompanion": {"kind": "interpreter", "displayName": "A"},
    "notePresence": {"companionId": str(key(MINE, "companion", 0))},
    "addMember": {"partyId": str(key(MINE, "party", 1))},
    "recordDisclosureRequest": {
        "recipient": "A",
        "purpose": "B",
        "asks": "C",
        "receivedOn": "2026-10-01",
        "dueOn": "2027-01-01",
    },
    "recordSafetyException": {
        "ground": "acute_danger",
        "facts": "A",
        "alternatives": "B",
        "recipient": "C",
        "text": "D",
        "whyNotYet": "E",
    },
    "tellOfSafetyException": {"partyIds": [str(key(MINE, "party", 1))], "toldOn": "2026-10-01"},
    "renegotiateCommitment": {"what": "A", "howWeKnow": "B", "kind": "other", "dueOn": "2027-01-01"},
}


def body_of(name: str, operation: dict[str, Any]) -> Any:
    """A body that the schema takes."""
    if name in BODIES or "requestBody" not in operation:
        return BODIES.get(name)
    content = next(iter(operation["requestBody"]["content"].values()))
    return smallest(content["schema"])


def smallest(schema: dict[str, Any]) -> Any:
    """The smallest value that a schema takes."""
    if "$ref" in schema:
        return smallest(SCHEMAS[schema["$ref"].rsplit("/", 1)[1]])
    if "allOf" in schema:
        return smallest(schema["allOf"][0])
    if "anyOf" in schema:
        return smallest(schema["anyOf"][0])
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema["type"][0] if isinstance(schema["type"], list) else schema["type"]
    if kind == "object":
        return {name: smallest(schema["properties"][name]) for name in schema.get("required", [])}
    if kind == "array":
        return [smallest(schema["items"])] * schema.get("minItems", 0)
    return {"string": _text(schema), "integer": int(schema.get("minimum", 1)), "boolean": True, "number": 1}[kind]


def _text(schema: dict[str, Any]) -> str:
    formats = {"uuid": str(key(MINE, "party", 1)), "date": "2027-01-01", "date-time": "2027-01-01T10:00:00Z"}
    if "[0-9a-f]{64}" in schema.get("pattern", ""):
        return "0" * 64
    if "https?" in schema.get("pattern", ""):
        return "https://idp.example"
    return formats.get(schema.get("format", ""), "text")


# The row that each path parameter names, in a given case.
PARTS: Final = {
    "partyId": ("party", 0),
    "appointmentId": ("appointment",),
    "noteId": ("note",),
    "guardianId": ("guardian",),
    "declarationId": ("declaration", 0),
    "reconfirmationId": ("reconfirmation", 0),
    "grantId": ("private grant", 0),
    "supporterId": ("companion", 0),
    "introductionId": ("companion", 0),
    "sessionId": ("session",),
    "talkId": ("talk", 0),
    "statementId": ("statement", 0),
    "behaviourExperienceId": ("experience", 0),
    "experienceId": ("experience", 0),
    "attributionId": ("attribution", 0),
    "sharedExperienceId": ("shared experience", 0),
    "privateHarmId": ("private harm", 0),
    "harmId": ("harm", 0),
    "privateNeedId": ("private need", 0),
    "needId": ("need", 0),
    "ideaId": ("idea", 0),
    "evaluationId": ("evaluation", 0),
    "reopeningRequestId": ("reopening", 0),
    "followUpId": ("follow up",),
    "groupHarmId": ("group harm",),
    "supportId": ("support",),
    "itemId": ("released item",),
    "disclosureRequestId": ("disclosure request",),
    "exceptionId": ("exception",),
    "toldExceptionId": ("told exception", 0),
    "holdId": ("hold",),
    "erasureId": ("erasure", 0),
    "certificateId": ("certificate",),
    "referralId": ("source",),
    "requestId": ("source",),
    "offerId": ("offer",),
}
GROUPED: Final = {
    *("listMembers", "addMember", "getMember", "listMemberInvitations", "inviteMember", "acceptSecrecyAsMember"),
    *("listSpokespersonChoices", "chooseSpokesperson"),
}
OWED: Final = {"confirmCommitmentDone", "disputeCommitment", "waiveCommitment", "sayCommitmentNotKept"}
HOUSES: Final = {MINE: "home", ASKED: "home", OTHER: "home", FOREIGN: "away"}


def address(name: str, case: str) -> str:
    """An operation's address with the ids of one case (or, for the directory, of its organisation)."""
    house, path = HOUSES[case], OPERATIONS[name][1]
    fixed: dict[str, UUID | str | int] = {
        "caseId": key(case),
        "unitId": key(house, "unit"),
        "personId": key(house, "person", "member" if house == "home" else "away-person"),
        "moderatorId": key("moderator", "moderator"),
        "auditEventId": key(case if "{caseId}" in path else house, "audit event"),
        "version": 1,
        "name": "settings",
        "signingKeyId": key("signing key"),
        "sealingKeyId": key("sealing key", "moderator next" if name == "proveSealingKey" else "moderator"),
        "commitmentId": key(case, "commitment", int(name in OWED)),
        # Asked of whoever led another case before.
        "vetoId": key(OTHER if case == MINE else case, "veto"),
        # Of a supporter the party says that they come no longer; of an interpreter the moderator does.
        "companionId": key(case, "companion", "interpreter" if name == "endCompanion" else 0),
    }
    if name in GROUPED:
        fixed |= {"partyId": key(case, "collective"), "memberId": key(case, "membership", 0)}
    if name == "getMemberSecrecyAcceptance":
        fixed |= {"partyId": key(case, "left group"), "memberId": key(case, "member")}
    ids = {part: fixed.get(part) or key(case, *PARTS[part]) for part in re.findall(r"{(\w+)}", path)}
    return path.format(**ids)


async def met(client: httpx.AsyncClient, app: FastAPI, who: str, name: str, case: str) -> str:
    """What someone meets: `o`, `x` or `-`."""
    method, _, operation = OPERATIONS[name]
    headers = {**as_(who).token(app), "If-Match": '"some"'}
    answer = await client.request(method, address(name, case), headers=headers, json=body_of(name, operation))
    assert answer.status_code < 500, answer.text
    assert answer.status_code not in {400, 401, 405, 415, 428} or answer.json()["code"] != "invalid-request", answer.text
    return {403: "x", 404: "-"}.get(answer.status_code, "o")


def test_c1_the_matrix_judges_every_operation_of_the_document() -> None:
    assert set(MATRIX) | PUBLIC == set(OPERATIONS)


@pytest.mark.parametrize("name", sorted(MATRIX))
async def test_c1_everyone_meets_what_the_matrix_says(app: FastAPI, client: httpx.AsyncClient, the_world: World, name: str) -> None:
    expected = dict(zip(COLUMNS, MATRIX[name].split(), strict=True))
    in_a_case = any(part in OPERATIONS[name][1] for part in ("{caseId}", "{referralId}", "{requestId}", "{offerId}"))
    if in_a_case:
        for who in ("other_moderator", "other_party", "foreign_coordinator", "foreign_admin", "other_coordinator", "second_party"):
            if who != "second_party":
                assert await met(client, app, who, name, MINE) == "-", f"{who} is not of this case"
        for who in COLUMNS:
            for case in (OTHER, FOREIGN):
                assert await met(client, app, who, name, case) == "-", f"{who} in {case}"
    # Those whose it is come last: what they do must not change what the others meet.
    for who in sorted(COLUMNS, key=lambda one: expected[one] == "o"):
        case = ASKED if who == "member" or (name == "getRequest" and who == "moderator") else MINE
        assert await met(client, app, who, name, case) == expected[who], who
