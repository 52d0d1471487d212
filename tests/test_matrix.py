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

from app.main import v1
from tests.http import as_
from tests.people import ASKED, FOREIGN, MINE, OTHER, key
from tests.world import World

COLUMNS: Final = ("admin", "registrar", "member", "coordinator", "moderator", "party", "guardian", "supporter", "auditor")
PUBLIC: Final = {"createToken", "getKeys", "getCodeList", "getQuestionGuide", "listQuestionGuides", "getSecrecyStatement"}

# fmt: off
MATRIX: Final[dict[str, str]] = {
    #                               admin registrar member coordinator moderator party guardian supporter auditor
    "getMe":                        "o o o o o o o o o",
    # the directory
    "listUnits":                    "o o o o - - - - o",
    "createUnit":                   "o x x x - - - - x",
    "getUnit":                      "o - o o - - - - o",
    "changeUnit":                   "o - x x - - - - x",
    "listPeople":                   "o o o o - - - - o",
    "createPerson":                 "o x x x - - - - x",
    "getPerson":                    "o - o o - - - - o",
    "changePerson":                 "o - x x - - - - x",
    "getOrganisationSettings":      "o o o o - - - - o",
    "changeOrganisationSettings":   "o x x x - - - - x",
    # the registry
    "listModerators":               "- o o o o o - - -",
    "registerModerator":            "x o x x - - - - x",
    "getModerator":                 "- o o o o o - - -",
    "getQualification":             "- o - - - - - - -",
    "listTies":                     "- o - - - - - - -",
    "addTie":                       "- o x x x x - - -",
    # coming in
    "listReferrals":                "- - o o o o - - -",
    "createReferral":               "x x x o - - - - x",
    "getReferral":                  "- - - o o o - - -",
    "listRequests":                 "- - o o o o - - -",
    "createRequest":                "x x o x - - - - x",
    "getRequest":                   "- - o - o - - - -",
    "listOffers":                   "- - - - o - - - -",
    "getOffer":                     "- - - - o - - - -",
    "declareIndependence":          "- - - - o - - - -",
    "declineOffer":                 "- - - - o - - - -",
    # the case, from outside and inside
    "listCases":                    "- - o o o o - - -",
    "getCase":                      "- - o o o o - - -",
    "getProcess":                   "- - - - o o - - -",
    "getState":                     "- - - - o - - - -",
    "moveCase":                     "- - - - o x - - -",
    "pauseCase":                    "- - - - o x - - -",
    "resumeCase":                   "- - - - o x - - -",
    "closeCase":                    "- - - - o x - - -",
    "listOverlaps":                 "- - - - o - - - -",
    "getClassification":            "- - - - o - - - -",
    "classifyCase":                 "- - - - o x - - -",
    "reclassifyCase":               "- - - - o x - - -",
    "listAppointments":             "- - - - o o - - -",
    "listAppointmentAcceptances":   "- - - - o o - - -",
    "acceptModerator":              "- - - - x o - - -",
    "listNotes":                    "- - - - o - - - -",
    "writeNote":                    "- - - - o x - - -",
    "getNote":                      "- - - - o - - - -",
    "rewriteNote":                  "- - - - o - - - -",
    # who takes part
    "listParties":                  "- - - - o o - - -",
    "addParty":                     "- - - - o x - - -",
    "getParty":                     "- - - - o o - - -",
    "renameParty":                  "- - - - x o - - -",
    "getParticulars":               "- - - - o o - - -",
    "changeParticulars":            "- - - - x o - - -",
    "listInvitations":              "- - - - o o - - -",
    "inviteParty":                  "- - - - o x - - -",
    "getSecrecyAcceptance":         "- - - - o o - - -",
    "acceptSecrecy":                "- - - - x o - - -",
    # readiness
    "getGate":                      "- - - - o o - - -",
    "getTrueGate":                  "- - - - o - - - -",
    "listAnnouncements":            "- - - - o o - - -",
    "announceGate":                 "- - - - o x - - -",
    "listReadinessDeclarations":    "- - - - o o - - -",
    "declareReadiness":             "- - - - x o - - -",
    "withdraw":                     "- - - - x o - - -",
    "listSafetyAssessments":        "- - - - o - - - -",
    "assessSafety":                 "- - - - o x - - -",
    # mandate
    "listMandates":                 "- - - - o o - - -",
    "draftMandate":                 "- - - - o x - - -",
    "getMandate":                   "- - - - o o - - -",
    "rewriteMandate":               "- - - - o x - - -",
    "listMandateComments":          "- - - - o o - - -",
    "commentOnMandate":             "- - - - o o - - -",
    "offerMandate":                 "- - - - o x - - -",
    "listMandateAcceptances":       "- - - - o o - - -",
    "acceptMandate":                "- - - - o o - - -",
    # sessions and talks
    "listSessions":                 "- - - - o o - - -",
    "planSession":                  "- - - - o x - - -",
    "getSession":                   "- - - - o o - - -",
    "replanSession":                "- - - - o x - - -",
    "listReconfirmations":          "- - - - o o - - -",
    "reconfirm":                    "- - - - o o - - -",
    "startSession":                 "- - - - o x - - -",
    "suspendSession":               "- - - - o x - - -",
    "endSession":                   "- - - - o x - - -",
    "cancelSession":                "- - - - o x - - -",
    "listAttendances":              "- - - - o o - - -",
    "noteAttendance":               "- - - - o x - - -",
    "getSessionRecord":             "- - - - o o - - -",
    "writeSessionRecord":           "- - - - o x - - -",
    "rewriteSessionRecord":         "- - - - o x - - -",
    "listRecordApprovals":          "- - - - o o - - -",
    "approveSessionRecord":         "- - - - x o - - -",
    "listTalks":                    "- - - - o o - - -",
    "planTalk":                     "- - - - o x - - -",
    "getTalk":                      "- - - - o o - - -",
    "endTalk":                      "- - - - o x - - -",
    "cancelTalk":                   "- - - - o x - - -",
    # content
    "listStatements":               "- - - - o o - - -",
    "getStatement":                 "- - - - o o - - -",
    "listBehaviourExperiences":     "- - - - o o - - -",
    "getBehaviourExperience":       "- - - - o o - - -",
    "listAttributions":             "- - - - o o - - -",
    "getAttribution":               "- - - - o o - - -",
    "listSharedExperiences":        "- - - - o o - - -",
    "getSharedExperience":          "- - - - o o - - -",
    "listPrivateHarms":             "- - - - o o - - -",
    "getPrivateHarm":               "- - - - o o - - -",
    "listHarms":                    "- - - - o o - - -",
    "getHarm":                      "- - - - o o - - -",
    "listPrivateNeeds":             "- - - - o o - - -",
    "getPrivateNeed":               "- - - - o o - - -",
    "listNeeds":                    "- - - - o o - - -",
    "getNeed":                      "- - - - o o - - -",
    "listIdeas":                    "- - - - o o - - -",
    "getIdea":                      "- - - - o o - - -",
    "tellStatement":                "- - - - x o - - -",
    "tellBehaviourExperience":      "- - - - x o - - -",
    "shareBehaviourExperience":     "- - - - x o - - -",
    "acceptAttribution":            "- - - - x o - - -",
    "tellPrivateHarm":              "- - - - x o - - -",
    "sharePrivateHarm":             "- - - - x o - - -",
    "shareHarm":                    "- - - - x o - - -",
    "markHarm":                     "- - - - x o - - -",
    "tellPrivateNeed":              "- - - - x o - - -",
    "sharePrivateNeed":             "- - - - x o - - -",
    "shareNeed":                    "- - - - x o - - -",
    "shareIdea":                    "- - - - x o - - -",
    # agreements, and what each promised (the party owes the first commitment, and is owed the second)
    "listAgreements":               "- - - - o o - - -",
    "proposeAgreement":             "- - - - o o - - -",
    "getAgreement":                 "- - - - o o - - -",
    "listAgreementConfirmations":   "- - - - o o - - -",
    "confirmAgreement":             "- - - - x o - - -",
    "listCommitments":              "- - - - o o - - -",
    "getCommitment":                "- - - - o o - - -",
    "getCommitmentAcceptance":      "- - - - o o - - -",
    "acceptCommitment":             "- - - - x o - - -",
    "reportCommitmentDone":         "- - - - x o - - -",
    "confirmCommitmentDone":        "- - - - x o - - -",
    "disputeCommitment":            "- - - - x o - - -",
    "waiveCommitment":              "- - - - x o - - -",
    "sayCommitmentNotKept":         "- - - - x o - - -",
    "renegotiateCommitment":        "- - - - x o - - -",
    # after it
    "listFollowUps":                "- - - - o o - - -",
    "recordFollowUp":               "- - - - o x - - -",
    "listOutcomeConfirmations":     "- - - - o o - - -",
    "confirmOutcome":               "- - - - x o - - -",
    "listEvaluations":              "- - - - o o - - -",
    "listReopeningRequests":        "- - - - o o - - -",
    "evaluate":                     "- - - - x o - - -",
    "askReopening":                 "- - - - x o - - -",
}
# fmt: on

OPERATIONS: Final[dict[str, tuple[str, str, dict[str, Any]]]] = {
    operation["operationId"]: (method, path, operation)
    for path, item in v1().openapi()["paths"].items()
    for method, operation in item.items()
}
SCHEMAS: Final = v1().openapi()["components"]["schemas"]

# Where the smallest body by its schema is not a sensible one.
BODIES: Final[dict[str, dict[str, Any]]] = {
    "createReferral": {"setting": "school", "anyModerator": True, "proposedPeople": [{"name": "A"}, {"name": "B"}]},
    "createRequest": {"setting": "school", "anyModerator": True, "proposedPeople": [{"name": "B"}], "ownName": "A"},
    "declareIndependence": {"independent": True},
    "addTie": {"organisationId": str(key("home"))},
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
    "referralId": ("source",),
    "requestId": ("source",),
    "offerId": ("offer",),
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
        "version": 1,
        "name": "settings",
        "commitmentId": key(case, "commitment", int(name in OWED)),
    }
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
