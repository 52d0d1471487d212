"""Every operation's example, by its operationId; a test plays each of them against a demo that has just begun."""

from collections.abc import Mapping
from typing import Final

from app.domain.texts import SECRECY_HASH
from app.routers.example_calls_of_agreements import AGREEMENTS, SUPPORTS
from app.routers.example_calls_of_conversations import BESIDE, SESSIONS
from app.routers.example_calls_of_disclosures import DISCLOSURES
from app.routers.example_calls_of_groups import GROUPS
from app.routers.example_keys import KEY_CALLS
from app.routers.example_parts import (
    DE_WIT,
    EMRE,
    FARAH,
    FOUR_YESES,
    ILSE,
    LATER,
    SELMA,
    YARA,
    changing,
    in_case,
    of_party,
    of_version,
    outside,
)
from app.routers.examples import Example, demo_etag, demo_id

# Of seeded texts: what one accepts, approves or confirms is the text's own hash.
MANDATE_HASH: Final = "d7c91379119ee45a40fccb4ec61abc5efd83a94e50c595f08a331b696979ec8a"

_SCREENING: Final = {
    "relationshipContext": "colleagues",
    "matterKind": "conflict",
    "pattern": "ongoing",
    "disturbanceCauses": ["patronising_behaviour"],
    "qualityImpact": ["cooperation"],
}
_MANDATE: Final = {
    "scope": "De ochtendoverdracht, en hoe wij elkaar daarin aanspreken.",
    "moderatorRole": "De moderator leidt de gesprekken en kiest geen partij.",
    "involvement": "proposals",
    "procedure": "Voorgesprekken, een gezamenlijk gesprek, en na zes weken kijken we terug.",
    "sessionForms": ["joint", "follow_up"],
    "groundRules": ["non_violence", "respect_for_others"],
    "ownGroundRules": ["We laten elkaar uitspreken."],
    "evidenceClause": "Wat hier wordt gezegd, gebruikt niemand als bewijs.",
    "limitsOfSecrecy": "Bij acuut gevaar zegt de moderator niet meer dan nodig is.",
    "organisationMayKnow": ["moderator_name"],
}
_PEOPLE: Final = [{"name": "Samira Haddad", "contact": "samira@post.example"}, {"name": "Joris Bakker"}]

_OUTSIDE: Final[Mapping[str, Example]] = {
    "getMe": Example(FARAH),
    "listWorklist": Example(FARAH, query={"limit": 25}),
    "listAccessEvents": Example(FARAH),
    "getMyExport": Example(FARAH),
    "listAuditEvents": Example("auditor", query={"limit": 25}),
    "getAuditEvent": outside("auditor", auditEvent="audit-event"),
    "getInclusionProof": outside("auditor", auditEvent="audit-event"),
    "listAuditCheckpoints": Example("auditor"),
    "listCaseAuditEvents": in_case("in-process", ILSE),
    "getCaseAuditEvent": in_case("in-process", FARAH, auditEvent="audit-event"),
    "getCodeList": Example(None, {"name": "commitment-kinds"}),
    "listQuestionGuides": Example(None),
    "getQuestionGuide": Example(None, {"name": "restorative-conversation"}),
    "getSecrecyStatement": Example(None),
    "createToken": Example(None, body={"grant_type": "urn:herstel:grant:demo-persona", "persona": "moderator"}),
    "getKeys": Example(None),
    "listUnits": Example("admin", query={"limit": 25}),
    "createUnit": Example("admin", body={"kind": "department", "name": "Radiologie"}),
    "getUnit": outside("admin", unit="unit-seh"),
    "changeUnit": changing(outside("admin", {"name": "Spoedeisende Hulp en Eerste Hart Hulp"}, unit="unit-seh"), "unit-seh"),
    "listPeople": Example("admin", query={"unitId": str(demo_id("unit-seh"))}),
    "createPerson": Example(
        "admin", body={"name": "Samira Haddad", "issuer": "https://login.zuiderziekenhuis.example", "subject": "samira"}
    ),
    "getPerson": outside("admin", person="person-farah"),
    "changePerson": changing(outside("admin", {"unitId": str(demo_id("unit-heelkunde"))}, person="person-farah"), "person-farah"),
    "getOrganisationSettings": Example("admin"),
    "changeOrganisationSettings": Example("admin", body={"readinessDays": 60}, etag=demo_etag(demo_id("settings-zuiderziekenhuis"))),
    "listModerators": Example("member", query={"expertise": "social_safety"}),
    "registerModerator": Example(
        "registrar",
        body={
            "name": "Noortje Prins",
            "expertise": ["diversity"],
            "issuer": "https://login.register.example",
            "subject": "noortje",
            "ties": [{"organisationId": str(demo_id("beukenhof-college"))}],
        },
    ),
    "getModerator": outside("member", moderator="moderator-ilse"),
    "getQualification": outside("registrar", moderator="moderator-ilse"),
    "listTies": outside("registrar", moderator="moderator-joost"),
    "addTie": outside("registrar", {"organisationId": str(demo_id("beukenhof-college"))}, moderator="moderator-joost"),
    "listReferrals": Example("coordinator", query={"externalId": "SEH-2026-031"}),
    "createReferral": Example(
        "coordinator",
        body={
            "setting": "healthcare",
            "externalId": "SEH-2026-044",
            "note": "Na een botsing in de nachtdienst willen beiden wel praten, maar niet alleen.",
            "proposedPeople": _PEOPLE,
            "anyModerator": True,
            "expertise": ["social_safety"],
        },
    ),
    "getReferral": outside("coordinator", referral="received/referral"),
    "listRequests": Example("member", query={"limit": 25}),
    "createRequest": Example(
        "member",
        body={
            "setting": "healthcare",
            "note": "Ik wil dat we weer normaal met elkaar kunnen werken.",
            "proposedPeople": [{"name": "Maarten de Wit", "personId": str(demo_id("person-de-wit"))}],
            "proposedModerators": [str(demo_id("moderator-ilse"))],
        },
    ),
    "getRequest": outside("member", request="asked/request"),
    "listOffers": Example(ILSE, query={"limit": 25}),
    "getOffer": outside(ILSE, offer="received/offer"),
    "declareIndependence": outside(ILSE, {"independent": True}, offer="received/offer"),
    "declineOffer": outside(ILSE, offer="asked/offer"),
}

_LEADING: Final[Mapping[str, Example]] = {
    "listCases": Example("coordinator", query={"state": "in_progress"}),
    "getCase": in_case("aftercare", "coordinator"),
    "listTimeline": in_case("in-process", FARAH),
    "getProcess": in_case("in-process", FARAH),
    "getState": in_case("in-process", ILSE),
    "moveCase": in_case("readiness", ILSE, {"to": "mandate"}),
    "pauseCase": in_case("readiness", ILSE),
    "resumeCase": in_case("paused", ILSE),
    "closeCase": in_case("aftercare", ILSE, {}),
    "listOverlaps": in_case("in-process", ILSE),
    "getClassification": in_case("in-process", ILSE),
    "classifyCase": in_case("intake", ILSE, _SCREENING),
    "reclassifyCase": changing(in_case("readiness", ILSE, {"pattern": "single_intense"}), "readiness/classification"),
    "listAppointments": in_case("intake", FARAH),
    "listAppointmentAcceptances": in_case("in-process", ILSE, appointment="appointment"),
    "acceptModerator": in_case("readiness", FARAH, appointment="appointment"),
    "listNotes": in_case("intake", ILSE),
    "writeNote": in_case("intake", ILSE, {"text": "Farah praat makkelijker als we eerst een rondje lopen."}),
    "getNote": in_case("intake", ILSE, note="note"),
    "rewriteNote": changing(in_case("intake", ILSE, {"text": "Eerst De Wit bellen."}, note="note"), "intake/note"),
    "getGate": in_case("readiness", FARAH),
    "getTrueGate": in_case("intake", ILSE),
    "listAnnouncements": in_case("readiness", FARAH),
    "announceGate": in_case("readiness", ILSE, {"gate": "open"}),
}

_PARTIES: Final[Mapping[str, Example]] = {
    "listParties": in_case("in-process", FARAH),
    "addParty": in_case("intake", ILSE, {"displayName": "Samira Haddad", "contact": "samira@post.example"}),
    "getParty": of_party("in-process", FARAH, party=DE_WIT),
    "renameParty": changing(of_party("readiness", FARAH, {"displayName": "Farah"}), f"readiness/{FARAH}"),
    "getParticulars": of_party("in-process", FARAH),
    "changeParticulars": changing(
        of_party("readiness", FARAH, {"contact": "farah.thuis@post.example", "communicationNeeds": "Liever niet vroeg in de ochtend."}),
        "readiness/particulars-farah",
    ),
    "listInvitations": of_party("intake", ILSE),
    "inviteParty": of_party("intake", ILSE, party=DE_WIT),
    "getSecrecyAcceptance": of_party("in-process", FARAH),
    "acceptSecrecy": of_party("intake", FARAH, {"hash": SECRECY_HASH}),
    "listReadinessDeclarations": of_party("readiness", FARAH),
    "declareReadiness": of_party("readiness", FARAH, {**FOUR_YESES, "informedVersion": 1}),
    "withdraw": of_party("readiness", FARAH),
    "listSafetyAssessments": of_party("readiness", ILSE),
    "assessSafety": of_party("readiness", ILSE, {"result": "safe_with_measures", "measures": "Aparte wachtruimtes."}),
    "listTalks": of_party("readiness", FARAH),
    "planTalk": of_party("readiness", ILSE, {"kind": "preparatory", "goal": "Wat heb je nodig?", "plannedFor": LATER}),
    "getTalk": of_party("readiness", FARAH, talk="talk-farah"),
    "endTalk": of_party("readiness", ILSE, talk="talk-farah"),
    "cancelTalk": of_party("readiness", ILSE, talk="talk-farah"),
}

_MANDATES: Final[Mapping[str, Example]] = {
    "listMandates": in_case("mandate", FARAH),
    "draftMandate": in_case("readiness", ILSE, _MANDATE),
    "getMandate": of_version("mandate", FARAH, 1),
    "rewriteMandate": changing(of_version("mandate", ILSE, 2, {"scope": "De visite, de overdracht en de diensten."}), "mandate/mandate-2"),
    "listMandateComments": of_version("mandate", FARAH, 2),
    "commentOnMandate": of_version("mandate", FARAH, 2, {"text": "Ik wil graag dat het niet over mijn opleiding gaat."}),
    "offerMandate": of_version("mandate", ILSE, 2),
    "listMandateAcceptances": of_version("in-process", FARAH, 1),
    "acceptMandate": of_version("mandate", FARAH, 1, {"hash": MANDATE_HASH}),
}


_CONTENT: Final[Mapping[str, Example]] = {
    "listStatements": in_case("in-process", FARAH),
    "tellStatement": in_case("in-process", FARAH, {"text": "Ik ben bang dat het weer gebeurt."}),
    "getStatement": in_case("in-process", FARAH, statement="statement"),
    "listBehaviourExperiences": in_case("in-process", FARAH),
    "tellBehaviourExperience": in_case(
        "in-process",
        FARAH,
        {
            "text": "Mijn naam werd overgeslagen bij de taakverdeling.",
            "behaviourKinds": ["other"],
            "experiences": ["powerlessness"],
            "authorPartyId": str(demo_id(f"in-process/{DE_WIT}")),
        },
    ),
    "getBehaviourExperience": in_case("in-process", FARAH, behaviourExperience="experience"),
    "shareBehaviourExperience": in_case("in-process", FARAH, behaviourExperience="experience"),
    "listAttributions": in_case("in-process", FARAH),
    "getAttribution": in_case("in-process", FARAH, attribution="attribution"),
    "acceptAttribution": in_case("in-process", FARAH, attribution="attribution"),
    "listSharedExperiences": in_case("in-process", FARAH),
    "getSharedExperience": in_case("in-process", FARAH, sharedExperience="shared-experience"),
    "listPrivateHarms": in_case("in-process", FARAH),
    "tellPrivateHarm": in_case("in-process", FARAH, {"kinds": ["emotional"], "text": "Ik twijfel of ik dit werk nog kan."}),
    "getPrivateHarm": in_case("in-process", FARAH, privateHarm="private-harm"),
    "sharePrivateHarm": in_case("in-process", FARAH, privateHarm="private-harm"),
    "listHarms": in_case("in-process", FARAH),
    "shareHarm": in_case("in-process", FARAH, {"kinds": ["emotional"], "text": "Ik ben minder gaan vragen, ook als dat wel nodig was."}),
    "getHarm": in_case("in-process", FARAH, harm="harm-farah"),
    "markHarm": in_case("in-process", FARAH, {"mark": "acknowledged"}, harm="harm-farah"),
    "listPrivateNeeds": in_case("in-process", FARAH),
    "tellPrivateNeed": in_case("in-process", FARAH, {"text": "Even niet samen dienst hebben."}),
    "getPrivateNeed": in_case("in-process", FARAH, privateNeed="private-need"),
    "sharePrivateNeed": in_case("in-process", FARAH, privateNeed="private-need"),
    "listNeeds": in_case("in-process", FARAH),
    "shareNeed": in_case("in-process", FARAH, {"text": "Dat vragen stellen gewoon mag."}),
    "getNeed": in_case("in-process", FARAH, need="need"),
    "listIdeas": in_case("in-process", FARAH),
    "shareIdea": in_case("in-process", FARAH, {"text": "Na elke dienst vijf minuten samen terugkijken."}),
    "getIdea": in_case("in-process", FARAH, idea="idea"),
}


_YOUNG: Final[Mapping[str, Example]] = {
    "recordBirthDate": of_party("young", ILSE, {"bornOn": "2012-05-04"}, party=YARA),
    "listGuardians": of_party("young", YARA, party=YARA),
    "recordGuardian": of_party("young", ILSE, {"displayName": "Nermin Demir", "contact": "nermin@post.example"}, party=YARA),
    "getGuardian": of_party("young", SELMA, party=YARA, guardian=SELMA),
    "getGuardianParticulars": of_party("young", SELMA, party=YARA, guardian=SELMA),
    "endGuardianAuthority": of_party("young", ILSE, party=YARA, guardian=EMRE),
    "listGuardianInvitations": of_party("young", ILSE, party=YARA, guardian=SELMA),
    "inviteGuardian": of_party("young", ILSE, party=YARA, guardian=EMRE),
    "getGuardianSecrecyAcceptance": of_party("young", SELMA, party=YARA, guardian=SELMA),
    "acceptSecrecyAsGuardian": of_party("young", EMRE, {"hash": SECRECY_HASH}, party=YARA, guardian=EMRE),
    "listGuardianConsents": of_party("young", SELMA, party=YARA, guardian=SELMA),
    "consentAsGuardian": of_party("young", SELMA, {"yes": True}, party=YARA, guardian=SELMA),
    "listOneTimeCodes": of_party("in-process", FARAH),
    "issueOneTimeCodes": of_party("readiness", FARAH, {"count": 3}),
    "noteReadiness": of_party("readiness", ILSE, {**FOUR_YESES, "informedVersion": 1}, party=DE_WIT),
    "listDeclarationContestations": of_party("young", YARA, party=YARA, declaration="note-contested"),
    "contestDeclaration": of_party("young", YARA, party=YARA, declaration="note"),
    "listReconfirmationContestations": in_case("in-process", FARAH, session="session-planned", reconfirmation="heard-contested"),
    "contestReconfirmation": in_case("in-process", FARAH, session="session-planned", reconfirmation="heard"),
}

_SUCCESSION: Final[Mapping[str, Example]] = {
    "objectToModerator": in_case("readiness", FARAH, appointment="appointment"),
    "recuse": in_case("readiness", ILSE, appointment="appointment"),
    "listSuccessorProposals": in_case("led-no-more", FARAH),
    "proposeSuccessors": in_case("led-no-more", FARAH, {"moderatorIds": [str(demo_id("moderator-ilse"))]}),
    "listPrivateGrants": in_case("handed-over", DE_WIT),
    "getPrivateGrant": in_case("handed-over", DE_WIT, grant="grant-de-wit"),
    "grantPrivateRecords": in_case("handed-over", FARAH, {"appointmentId": str(demo_id("handed-over/appointment-ilse"))}),
    "listRegisteredAppointments": Example("registrar", query={"moderatorId": str(demo_id("moderator-ilse"))}),
    "getRegisteredAppointment": outside("registrar", appointment="readiness/appointment"),
    "endAppointment": outside("registrar", appointment="readiness/appointment"),
}

EXAMPLES: Final[Mapping[str, Example]] = {
    **_OUTSIDE,
    **KEY_CALLS,
    **_LEADING,
    **_PARTIES,
    **GROUPS,
    **_YOUNG,
    **_MANDATES,
    **SESSIONS,
    **BESIDE,
    **_CONTENT,
    **AGREEMENTS,
    **SUPPORTS,
    **DISCLOSURES,
    **_SUCCESSION,
}
