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
    "listAccessEvents":             "- o - - o o o o -",
    "listWorklist":                 "o o o o o o o o o",
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
    "listRegisteredAppointments":   "- o - - - - - - -",
    "getRegisteredAppointment":     "- o - - - - - - -",
    "endAppointment":               "- o - - - - - - -",
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
    "listCases":                    "- - o o o o o o -",
    "getCase":                      "- - o o o o o o -",
    "listTimeline":                 "- - o o o o o o -",
    "getProcess":                   "- - - - o o o - -",
    "getState":                     "- - - - o - - - -",
    "moveCase":                     "- - - - o x x - -",
    "pauseCase":                    "- - - - o x x - -",
    "resumeCase":                   "- - - - o x x - -",
    "closeCase":                    "- - - - o x x - -",
    "listOverlaps":                 "- - - - o - - - -",
    "getClassification":            "- - - - o - - - -",
    "classifyCase":                 "- - - - o x x - -",
    "reclassifyCase":               "- - - - o x x - -",
    "listAppointments":             "- - - - o o o - -",
    "listAppointmentAcceptances":   "- - - - o o o - -",
    "acceptModerator":              "- - - - x o x - -",
    "objectToModerator":            "- - - - x o x - -",
    "recuse":                       "- - - - o x x - -",
    "listSuccessorProposals":       "- - - - o o o - -",
    "proposeSuccessors":            "- - - - x o x - -",
    "listPrivateGrants":            "- - - - o o o - -",
    "getPrivateGrant":              "- - - - o o - - -",
    "grantPrivateRecords":          "- - - - x o x - -",
    "listNotes":                    "- - - - o - - - -",
    "writeNote":                    "- - - - o x x - -",
    "getNote":                      "- - - - o - - - -",
    "rewriteNote":                  "- - - - o - - - -",
    # who takes part
    "listParties":                  "- - - - o o o - -",
    "addParty":                     "- - - - o x x - -",
    "getParty":                     "- - - - o o o - -",
    "renameParty":                  "- - - - x o x - -",
    "getParticulars":               "- - - - o o - - -",
    "changeParticulars":            "- - - - x o x - -",
    "listInvitations":              "- - - - o o o - -",
    "inviteParty":                  "- - - - o x x - -",
    "getSecrecyAcceptance":         "- - - - o o - - -",
    "acceptSecrecy":                "- - - - x o x - -",
    # those with authority over the first party, for whom one of them came in
    "recordBirthDate":              "- - - - o x x - -",
    "listGuardians":                "- - - - o o o - -",
    "recordGuardian":               "- - - - o x x - -",
    "getGuardian":                  "- - - - o o o - -",
    "endGuardianAuthority":         "- - - - o x x - -",
    "listGuardianInvitations":      "- - - - o o o - -",
    "inviteGuardian":               "- - - - o x x - -",
    "getGuardianSecrecyAcceptance": "- - - - o - o - -",
    "acceptSecrecyAsGuardian":      "- - - - x x o - -",
    "listGuardianConsents":         "- - - - o o o - -",
    "consentAsGuardian":            "- - - - x x o - -",
    # groups, and how places end (both parties are members of the group that is asked about; no member has a seat of their own)
    "listMembers":                  "- - - - o o o - -",
    "addMember":                    "- - - - o x x - -",
    "getMember":                    "- - - - o o o - -",
    "listMemberInvitations":        "- - - - o o o - -",
    "inviteMember":                 "- - - - o x x - -",
    "getMemberSecrecyAcceptance":   "- - - - o - - - -",
    "acceptSecrecyAsMember":        "- - - - x x x - -",
    "listSpokespersonChoices":      "- - - - o o o - -",
    "chooseSpokesperson":           "- - - - x o x - -",
    "listGroupHarms":               "- - - - o o o - -",
    "tellGroupHarm":                "- - - - x o x - -",
    "getGroupHarm":                 "- - - - o o o - -",
    "depart":                       "- - - - x o x - -",
    "recordLoss":                   "- - - - o x x - -",
    "listPlaceEndings":             "- - - - o - - - -",
    # readiness
    "getGate":                      "- - - - o o o - -",
    "getTrueGate":                  "- - - - o - - - -",
    "listAnnouncements":            "- - - - o o o - -",
    "announceGate":                 "- - - - o x x - -",
    "listReadinessDeclarations":    "- - - - o o o - -",
    "declareReadiness":             "- - - - x o x - -",
    "withdraw":                     "- - - - x o x - -",
    "listSafetyAssessments":        "- - - - o - - - -",
    "assessSafety":                 "- - - - o x x - -",
    # without a device of one's own
    "listOneTimeCodes":             "- - - - o o o - -",
    "issueOneTimeCodes":            "- - - - x o x - -",
    "noteReadiness":                "- - - - o x x - -",
    "listDeclarationContestations": "- - - - o o - - -",
    "contestDeclaration":           "- - - - x o - - -",
    "listReconfirmationContestations": "- - - - o o - - -",
    "contestReconfirmation":        "- - - - x o - - -",
    # mandate
    "listMandates":                 "- - - - o o o - -",
    "draftMandate":                 "- - - - o x x - -",
    "getMandate":                   "- - - - o o o - -",
    "rewriteMandate":               "- - - - o x x - -",
    "listMandateComments":          "- - - - o o o - -",
    "commentOnMandate":             "- - - - o o x - -",
    "offerMandate":                 "- - - - o x x - -",
    "listMandateAcceptances":       "- - - - o o o - -",
    "acceptMandate":                "- - - - o o o - -",
    # sessions and talks
    "listSessions":                 "- - - - o o o o -",
    "planSession":                  "- - - - o x x - -",
    "getSession":                   "- - - - o o o o -",
    "replanSession":                "- - - - o x x x -",
    "listReconfirmations":          "- - - - o o o - -",
    "reconfirm":                    "- - - - o o x x -",
    "startSession":                 "- - - - o x x x -",
    "suspendSession":               "- - - - o x x x -",
    "endSession":                   "- - - - o x x x -",
    "cancelSession":                "- - - - o x x x -",
    "listAttendances":              "- - - - o o o - -",
    "noteAttendance":               "- - - - o x x x -",
    "getSessionRecord":             "- - - - o o o o -",
    "writeSessionRecord":           "- - - - o x x x -",
    "rewriteSessionRecord":         "- - - - o x x x -",
    "listRecordApprovals":          "- - - - o o o - -",
    "approveSessionRecord":         "- - - - x o x x -",
    "listTalks":                    "- - - - o o o - -",
    "planTalk":                     "- - - - o x x - -",
    "getTalk":                      "- - - - o o - - -",
    "endTalk":                      "- - - - o x - - -",
    "cancelTalk":                   "- - - - o x - - -",
    # who is there beside the parties (the first party brings the supporter, who came in and was there)
    "listSupporters":               "- - - - o o o - -",
    "bringSupporter":               "- - - - x o x - -",
    "getSupporter":                 "- - - - o o - - -",
    "endSupporter":                 "- - - - x o - - -",
    "introduceSupporter":           "- - - - x o - - -",
    "listIntroductions":            "- - - - o o o - -",
    "getIntroduction":              "- - - - o o o - -",
    "listAdmissions":               "- - - - o o o - -",
    "admitSupporter":               "- - - - x o x - -",
    "listCompanions":               "- - - - o o o - -",
    "nameCompanion":                "- - - - o x x x -",
    "endCompanion":                 "- - - - o - - - -",
    "listCompanionInvitations":     "- - - - o o - o -",
    "inviteCompanion":              "- - - - o x - - -",
    "getCompanionSecrecyAcceptance": "- - - - o - - o -",
    "acceptSecrecyAsCompanion":     "- - - - x - - o -",
    "listPresences":                "- - - - o o o o -",
    "notePresence":                 "- - - - o x x x -",
    "getSeat":                      "- - - - o o o o -",
    # content
    "listStatements":               "- - - - o o o - -",
    "getStatement":                 "- - - - o o - - -",
    "listBehaviourExperiences":     "- - - - o o o - -",
    "getBehaviourExperience":       "- - - - o o - - -",
    "listAttributions":             "- - - - o o o - -",
    "getAttribution":               "- - - - o o - - -",
    "listSharedExperiences":        "- - - - o o o - -",
    "getSharedExperience":          "- - - - o o o - -",
    "listPrivateHarms":             "- - - - o o o - -",
    "getPrivateHarm":               "- - - - o o - - -",
    "listHarms":                    "- - - - o o o - -",
    "getHarm":                      "- - - - o o o - -",
    "listPrivateNeeds":             "- - - - o o o - -",
    "getPrivateNeed":               "- - - - o o - - -",
    "listNeeds":                    "- - - - o o o - -",
    "getNeed":                      "- - - - o o o - -",
    "listIdeas":                    "- - - - o o o - -",
    "getIdea":                      "- - - - o o o - -",
    "tellStatement":                "- - - - x o x - -",
    "tellBehaviourExperience":      "- - - - x o x - -",
    "shareBehaviourExperience":     "- - - - x o - - -",
    "acceptAttribution":            "- - - - x o - - -",
    "tellPrivateHarm":              "- - - - x o x - -",
    "sharePrivateHarm":             "- - - - x o - - -",
    "shareHarm":                    "- - - - x o x - -",
    "markHarm":                     "- - - - x o x - -",
    "tellPrivateNeed":              "- - - - x o x - -",
    "sharePrivateNeed":             "- - - - x o - - -",
    "shareNeed":                    "- - - - x o x - -",
    "shareIdea":                    "- - - - x o x - -",
    # agreements, and what each promised (the party owes the first commitment, and is owed the second)
    "listAgreements":               "- - - - o o o - -",
    "proposeAgreement":             "- - - - o o x - -",
    "getAgreement":                 "- - - - o o o - -",
    "listAgreementConfirmations":   "- - - - o o o - -",
    "confirmAgreement":             "- - - - x o x - -",
    "listCommitments":              "- - - - o o o - -",
    "getCommitment":                "- - - - o o o - -",
    "getCommitmentAcceptance":      "- - - - o o - - -",
    "acceptCommitment":             "- - - - x o x - -",
    "reportCommitmentDone":         "- - - - x o x - -",
    "confirmCommitmentDone":        "- - - - x o x - -",
    "disputeCommitment":            "- - - - x o x - -",
    "waiveCommitment":              "- - - - x o x - -",
    "sayCommitmentNotKept":         "- - - - x o x - -",
    "renegotiateCommitment":        "- - - - x o x - -",
    # after it
    "listFollowUps":                "- - - - o o o - -",
    "recordFollowUp":               "- - - - o x x - -",
    "listOutcomeConfirmations":     "- - - - o o o - -",
    "confirmOutcome":               "- - - - x o x - -",
    "listEvaluations":              "- - - - o o o - -",
    "listReopeningRequests":        "- - - - o o o - -",
    "evaluate":                     "- - - - x o x - -",
    "askReopening":                 "- - - - x o x - -",
    # what repair needs of the organisation
    "listOrganisationalSupports":   "- - - - o o o - -",
    "proposeOrganisationalSupport": "- - - - x o x - -",
    "getOrganisationalSupport":     "- - - - o o o - -",
    "rewriteOrganisationalSupport": "- - - - x o x - -",
    "listReleases":                 "- - - - o o o - -",
    "releaseOrganisationalSupport": "- - - - x o x - -",
    "getItemOfSupport":             "- - - - o o o - -",
    "listSupportConfirmations":     "- - - - o o o - -",
    "confirmSupportDone":           "- - - - x o x - -",
    "listReleasedItems":            "- - - o o o o - -",
    "getReleasedItem":              "- - - o o o o - -",
    "answerReleasedItem":           "- - - o x x x - -",
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
    "proposeSuccessors": {"anyModerator": True},
    "grantPrivateRecords": {"appointmentId": str(key(MINE, "appointment"))},
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
        "version": 1,
        "name": "settings",
        "commitmentId": key(case, "commitment", int(name in OWED)),
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
