"""Every operation's example, by its operationId; a test plays each of them against a demo that has just begun."""

from collections.abc import Mapping
from typing import Any, Final

from app.domain.texts import SECRECY_HASH
from app.routers.example_calls_of_groups import GROUPS
from app.routers.examples import Example, demo_etag, demo_id

FARAH, DE_WIT, ILSE, NADIA = "party-farah", "party-de-wit", "moderator", "supporter"
YARA, SELMA, EMRE = "party-yara", "guardian-selma", "guardian-emre"
# Of seeded texts: what one accepts, approves or confirms is the text's own hash.
MANDATE_HASH: Final = "d7c91379119ee45a40fccb4ec61abc5efd83a94e50c595f08a331b696979ec8a"
RECORD_HASH: Final = "4f2f770e945ec51b873d5ab6506e39105fd66899d01ffa67f6e99951845d8d1f"
AGREEMENT_HASH: Final = "7ec7299382b271398fd6dba5f7ec2187b8f50d46fe6cd034f5cfa41e53c6eb7c"
SUPPORT_HASH: Final = "0e88e8b612101f8ecbd1a6744f55a86e2f29b6afd29c7dcc599403c2b128f6eb"
LATER: Final = "2035-03-01T09:30:00Z"
FOUR_YESES: Final = dict.fromkeys(("exploreRelation", "exploreHarm", "exploreRepair", "joinConversations", "voluntary"), True)


def _in(case: str, who: str | None, body: Any = None, **things: str) -> Example:
    """A call inside a seeded case; `things` are what stands in its path besides the case."""
    inside = {f"{name}Id": str(demo_id(f"{case}/{thing}")) for name, thing in things.items()}
    return Example(who, {"caseId": str(demo_id(f"case-{case}")), **inside}, body=body)


def _version(case: str, who: str, version: int, body: Any = None) -> Example:
    return Example(who, {"caseId": str(demo_id(f"case-{case}")), "version": version}, body=body)


def _of(who: str | None, body: Any = None, **things: str) -> Example:
    """A call about something outside cases."""
    return Example(who, {f"{name}Id": str(demo_id(thing)) for name, thing in things.items()}, body=body)


def _change(example: Example, thing: str) -> Example:
    """The same as a change of something that was read before."""
    return Example(example.who, example.ids, example.query, example.body, demo_etag(demo_id(thing)))


def _party(case: str, who: str, body: Any = None, **things: str) -> Example:
    """A call about a party's place; Farah's, unless another is named."""
    return _in(case, who, body, **{"party": FARAH, **things})


def _promise(owner: str, beneficiary: str) -> dict[str, str]:
    return {
        "what": "Ik vraag het je eerst onder vier ogen.",
        "howWeKnow": "Er komt niets meer ter sprake waar de groep bij is.",
        "kind": "behavioural",
        "dueOn": "2035-03-01",
        "ownerPartyId": str(demo_id(f"in-process/{owner}")),
        "beneficiaryPartyId": str(demo_id(f"in-process/{beneficiary}")),
    }


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
_SESSION: Final = {"kind": "joint", "goal": "Elkaar begrijpen.", "agenda": "Ieders verhaal; hoe verder.", "plannedFor": LATER}
_PEOPLE: Final = [{"name": "Samira Haddad", "contact": "samira@post.example"}, {"name": "Joris Bakker"}]

_OUTSIDE: Final[Mapping[str, Example]] = {
    "getMe": Example(FARAH),
    "listWorklist": Example(FARAH, query={"limit": 25}),
    "listAccessEvents": Example(FARAH),
    "getCodeList": Example(None, {"name": "commitment-kinds"}),
    "listQuestionGuides": Example(None),
    "getQuestionGuide": Example(None, {"name": "restorative-conversation"}),
    "getSecrecyStatement": Example(None),
    "createToken": Example(None, body={"grant_type": "urn:herstel:grant:demo-persona", "persona": "moderator"}),
    "getKeys": Example(None),
    "listUnits": Example("admin", query={"limit": 25}),
    "createUnit": Example("admin", body={"kind": "department", "name": "Radiologie"}),
    "getUnit": _of("admin", unit="unit-seh"),
    "changeUnit": _change(_of("admin", {"name": "Spoedeisende Hulp en Eerste Hart Hulp"}, unit="unit-seh"), "unit-seh"),
    "listPeople": Example("admin", query={"unitId": str(demo_id("unit-seh"))}),
    "createPerson": Example(
        "admin", body={"name": "Samira Haddad", "issuer": "https://login.zuiderziekenhuis.example", "subject": "samira"}
    ),
    "getPerson": _of("admin", person="person-farah"),
    "changePerson": _change(_of("admin", {"unitId": str(demo_id("unit-heelkunde"))}, person="person-farah"), "person-farah"),
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
    "getModerator": _of("member", moderator="moderator-ilse"),
    "getQualification": _of("registrar", moderator="moderator-ilse"),
    "listTies": _of("registrar", moderator="moderator-joost"),
    "addTie": _of("registrar", {"organisationId": str(demo_id("beukenhof-college"))}, moderator="moderator-joost"),
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
    "getReferral": _of("coordinator", referral="received/referral"),
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
    "getRequest": _of("member", request="asked/request"),
    "listOffers": Example(ILSE, query={"limit": 25}),
    "getOffer": _of(ILSE, offer="received/offer"),
    "declareIndependence": _of(ILSE, {"independent": True}, offer="received/offer"),
    "declineOffer": _of(ILSE, offer="asked/offer"),
}

_LEADING: Final[Mapping[str, Example]] = {
    "listCases": Example("coordinator", query={"state": "in_progress"}),
    "getCase": _in("aftercare", "coordinator"),
    "listTimeline": _in("in-process", FARAH),
    "getProcess": _in("in-process", FARAH),
    "getState": _in("in-process", ILSE),
    "moveCase": _in("readiness", ILSE, {"to": "mandate"}),
    "pauseCase": _in("readiness", ILSE),
    "resumeCase": _in("paused", ILSE),
    "closeCase": _in("aftercare", ILSE, {}),
    "listOverlaps": _in("in-process", ILSE),
    "getClassification": _in("in-process", ILSE),
    "classifyCase": _in("intake", ILSE, _SCREENING),
    "reclassifyCase": _change(_in("readiness", ILSE, {"pattern": "single_intense"}), "readiness/classification"),
    "listAppointments": _in("intake", FARAH),
    "listAppointmentAcceptances": _in("in-process", ILSE, appointment="appointment"),
    "acceptModerator": _in("readiness", FARAH, appointment="appointment"),
    "listNotes": _in("intake", ILSE),
    "writeNote": _in("intake", ILSE, {"text": "Farah praat makkelijker als we eerst een rondje lopen."}),
    "getNote": _in("intake", ILSE, note="note"),
    "rewriteNote": _change(_in("intake", ILSE, {"text": "Eerst De Wit bellen."}, note="note"), "intake/note"),
    "getGate": _in("readiness", FARAH),
    "getTrueGate": _in("intake", ILSE),
    "listAnnouncements": _in("readiness", FARAH),
    "announceGate": _in("readiness", ILSE, {"gate": "open"}),
}

_PARTIES: Final[Mapping[str, Example]] = {
    "listParties": _in("in-process", FARAH),
    "addParty": _in("intake", ILSE, {"displayName": "Samira Haddad", "contact": "samira@post.example"}),
    "getParty": _party("in-process", FARAH, party=DE_WIT),
    "renameParty": _change(_party("readiness", FARAH, {"displayName": "Farah"}), f"readiness/{FARAH}"),
    "getParticulars": _party("in-process", FARAH),
    "changeParticulars": _change(
        _party("readiness", FARAH, {"contact": "farah.thuis@post.example", "communicationNeeds": "Liever niet vroeg in de ochtend."}),
        "readiness/particulars-farah",
    ),
    "listInvitations": _party("intake", ILSE),
    "inviteParty": _party("intake", ILSE, party=DE_WIT),
    "getSecrecyAcceptance": _party("in-process", FARAH),
    "acceptSecrecy": _party("intake", FARAH, {"hash": SECRECY_HASH}),
    "listReadinessDeclarations": _party("readiness", FARAH),
    "declareReadiness": _party("readiness", FARAH, {**FOUR_YESES, "informedVersion": 1}),
    "withdraw": _party("readiness", FARAH),
    "listSafetyAssessments": _party("readiness", ILSE),
    "assessSafety": _party("readiness", ILSE, {"result": "safe_with_measures", "measures": "Aparte wachtruimtes."}),
    "listTalks": _party("readiness", FARAH),
    "planTalk": _party("readiness", ILSE, {"kind": "preparatory", "goal": "Wat heb je nodig?", "plannedFor": LATER}),
    "getTalk": _party("readiness", FARAH, talk="talk-farah"),
    "endTalk": _party("readiness", ILSE, talk="talk-farah"),
    "cancelTalk": _party("readiness", ILSE, talk="talk-farah"),
}

_MANDATES: Final[Mapping[str, Example]] = {
    "listMandates": _in("mandate", FARAH),
    "draftMandate": _in("readiness", ILSE, _MANDATE),
    "getMandate": _version("mandate", FARAH, 1),
    "rewriteMandate": _change(_version("mandate", ILSE, 2, {"scope": "De visite, de overdracht en de diensten."}), "mandate/mandate-2"),
    "listMandateComments": _version("mandate", FARAH, 2),
    "commentOnMandate": _version("mandate", FARAH, 2, {"text": "Ik wil graag dat het niet over mijn opleiding gaat."}),
    "offerMandate": _version("mandate", ILSE, 2),
    "listMandateAcceptances": _version("in-process", FARAH, 1),
    "acceptMandate": _version("mandate", FARAH, 1, {"hash": MANDATE_HASH}),
}

_SESSIONS: Final[Mapping[str, Example]] = {
    "listSessions": _in("in-process", FARAH),
    "planSession": _in("agreement", ILSE, _SESSION),
    "getSession": _in("in-process", FARAH, session="session-planned"),
    "replanSession": _change(_in("in-process", ILSE, {"plannedFor": LATER}, session="session-planned"), "in-process/session-planned"),
    "listReconfirmations": _in("in-process", FARAH, session="session-planned"),
    "reconfirm": _in("in-process", FARAH, {"ready": True}, session="session-planned"),
    "startSession": _in("in-process", ILSE, session="session-planned"),
    "suspendSession": _in("in-session", ILSE, session="session-running"),
    "endSession": _in("in-session", ILSE, {"discussedHarmIds": [str(demo_id("in-session/harm-farah"))]}, session="session-running"),
    "cancelSession": _in("in-process", ILSE, session="session-planned"),
    "listAttendances": _in("in-process", FARAH, session="session-held"),
    "noteAttendance": _in("in-session", ILSE, {"partyId": str(demo_id(f"in-session/{FARAH}"))}, session="session-running"),
    "getSessionRecord": _in("in-process", FARAH, session="session-held"),
    "writeSessionRecord": _in("in-session", ILSE, {"text": "We hebben kennisgemaakt met elkaars verhaal."}, session="session-held"),
    "rewriteSessionRecord": _change(
        _in("in-process", ILSE, {"text": "We hebben allebei verteld wat er gebeurde."}, session="session-held"), "in-process/record"
    ),
    "listRecordApprovals": _in("in-process", FARAH, session="session-held"),
    "approveSessionRecord": _in("in-process", FARAH, {"hash": RECORD_HASH}, session="session-held"),
}

_BESIDE: Final[Mapping[str, Example]] = {
    "listSupporters": _in("in-process", FARAH),
    "bringSupporter": _in("readiness", FARAH, {"displayName": "Nadia Idrissi", "contact": "nadia@post.example"}),
    "getSupporter": _in("in-process", FARAH, supporter="nadia"),
    "endSupporter": _in("in-process", FARAH, supporter="nadia"),
    "introduceSupporter": _in("in-process", DE_WIT, supporter="hans"),
    "listIntroductions": _in("in-process", FARAH),
    "getIntroduction": _in("in-process", FARAH, introduction="nadia"),
    "listAdmissions": _in("in-process", FARAH, introduction="nadia"),
    "admitSupporter": _in("in-session", DE_WIT, introduction="nadia"),
    "listCompanions": _in("in-process", ILSE, session="session-planned"),
    "nameCompanion": _in("in-process", ILSE, {"kind": "co_moderator", "displayName": "Joost Kramer"}, session="session-planned"),
    "endCompanion": _in("in-process", ILSE, companion="interpreter"),
    "listCompanionInvitations": _in("in-process", ILSE, companion="nadia"),
    "inviteCompanion": _in("in-process", ILSE, companion="interpreter"),
    "getCompanionSecrecyAcceptance": _in("in-process", NADIA, companion="nadia"),
    "acceptSecrecyAsCompanion": _in("in-session", NADIA, {"hash": SECRECY_HASH}, companion="nadia"),
    "listPresences": _in("in-process", NADIA, session="session-held"),
    "notePresence": _in("agreement", ILSE, {"companionId": str(demo_id("agreement/nadia"))}, session="session-held"),
    "getSeat": _in("in-process", NADIA),
}

_CONTENT: Final[Mapping[str, Example]] = {
    "listStatements": _in("in-process", FARAH),
    "tellStatement": _in("in-process", FARAH, {"text": "Ik ben bang dat het weer gebeurt."}),
    "getStatement": _in("in-process", FARAH, statement="statement"),
    "listBehaviourExperiences": _in("in-process", FARAH),
    "tellBehaviourExperience": _in(
        "in-process",
        FARAH,
        {
            "text": "Mijn naam werd overgeslagen bij de taakverdeling.",
            "behaviourKinds": ["other"],
            "experiences": ["powerlessness"],
            "authorPartyId": str(demo_id(f"in-process/{DE_WIT}")),
        },
    ),
    "getBehaviourExperience": _in("in-process", FARAH, behaviourExperience="experience"),
    "shareBehaviourExperience": _in("in-process", FARAH, behaviourExperience="experience"),
    "listAttributions": _in("in-process", FARAH),
    "getAttribution": _in("in-process", FARAH, attribution="attribution"),
    "acceptAttribution": _in("in-process", FARAH, attribution="attribution"),
    "listSharedExperiences": _in("in-process", FARAH),
    "getSharedExperience": _in("in-process", FARAH, sharedExperience="shared-experience"),
    "listPrivateHarms": _in("in-process", FARAH),
    "tellPrivateHarm": _in("in-process", FARAH, {"kinds": ["emotional"], "text": "Ik twijfel of ik dit werk nog kan."}),
    "getPrivateHarm": _in("in-process", FARAH, privateHarm="private-harm"),
    "sharePrivateHarm": _in("in-process", FARAH, privateHarm="private-harm"),
    "listHarms": _in("in-process", FARAH),
    "shareHarm": _in("in-process", FARAH, {"kinds": ["emotional"], "text": "Ik ben minder gaan vragen, ook als dat wel nodig was."}),
    "getHarm": _in("in-process", FARAH, harm="harm-farah"),
    "markHarm": _in("in-process", FARAH, {"mark": "acknowledged"}, harm="harm-farah"),
    "listPrivateNeeds": _in("in-process", FARAH),
    "tellPrivateNeed": _in("in-process", FARAH, {"text": "Even niet samen dienst hebben."}),
    "getPrivateNeed": _in("in-process", FARAH, privateNeed="private-need"),
    "sharePrivateNeed": _in("in-process", FARAH, privateNeed="private-need"),
    "listNeeds": _in("in-process", FARAH),
    "shareNeed": _in("in-process", FARAH, {"text": "Dat vragen stellen gewoon mag."}),
    "getNeed": _in("in-process", FARAH, need="need"),
    "listIdeas": _in("in-process", FARAH),
    "shareIdea": _in("in-process", FARAH, {"text": "Na elke dienst vijf minuten samen terugkijken."}),
    "getIdea": _in("in-process", FARAH, idea="idea"),
}

_AGREEMENTS: Final[Mapping[str, Example]] = {
    "listAgreements": _in("in-process", FARAH),
    "proposeAgreement": _in("in-process", FARAH, {"text": "Zo gaan we voortaan met elkaar om.", "commitments": [_promise(DE_WIT, FARAH)]}),
    "getAgreement": _version("in-process", FARAH, 1),
    "listAgreementConfirmations": _version("agreement", FARAH, 1),
    "confirmAgreement": _version("in-process", FARAH, 1, {"hash": AGREEMENT_HASH}),
    "listCommitments": _in("agreement", FARAH),
    "getCommitment": _in("agreement", FARAH, commitment="commitment-open"),
    "getCommitmentAcceptance": _in("agreement", FARAH, commitment="commitment-open"),
    "acceptCommitment": _in("in-process", FARAH, commitment="commitment-farah"),
    "reportCommitmentDone": _in("agreement", FARAH, commitment="commitment-open"),
    "confirmCommitmentDone": _in("agreement", FARAH, commitment="commitment-reported"),
    "disputeCommitment": _in("agreement", FARAH, commitment="commitment-reported"),
    "waiveCommitment": _in("agreement", FARAH, commitment="commitment-reported"),
    "sayCommitmentNotKept": _in("agreement", FARAH, commitment="commitment-overdue"),
    "renegotiateCommitment": _in(
        "agreement",
        FARAH,
        {
            "what": "Ik leg de familie samen met jou uit wat je hebt gedaan.",
            "howWeKnow": "Het gesprek met de familie is geweest.",
            "kind": "satisfaction",
            "dueOn": "2035-04-01",
        },
        commitment="commitment-overdue",
    ),
    "listFollowUps": _in("aftercare", FARAH),
    "recordFollowUp": _in("agreement", ILSE, {"held": True, "on": "2026-11-02", "summary": "Het gaat beter; we blijven bellen."}),
    "listOutcomeConfirmations": _in("aftercare", FARAH),
    "confirmOutcome": _in("aftercare", FARAH, {"question": "restored", "yes": True}),
    "listEvaluations": _in("closed", FARAH),
    "evaluate": _in("closed", FARAH, {"heard": 5, "safe": 4, "fair": 4, "restored": 4, "insight": 5, "commitmentsKept": 5}),
    "listReopeningRequests": _in("closed", DE_WIT),
    "askReopening": _in("closed", FARAH),
}

_NEEDED: Final = {"text": "Er is elke maand een uur om dit samen te bespreken.", "dueOn": "2035-04-01"}

_SUPPORTS: Final[Mapping[str, Example]] = {
    "listOrganisationalSupports": _in("agreement", FARAH),
    "proposeOrganisationalSupport": _in("agreement", FARAH, _NEEDED),
    "getOrganisationalSupport": _in("agreement", FARAH, support="support-waiting"),
    "rewriteOrganisationalSupport": _change(
        _in("agreement", FARAH, {"dueOn": "2035-04-01"}, support="support-waiting"), "agreement/support-waiting"
    ),
    "listReleases": _in("agreement", DE_WIT, support="support-waiting"),
    "releaseOrganisationalSupport": _in("agreement", FARAH, {"hash": SUPPORT_HASH}, support="support-waiting"),
    "getItemOfSupport": _in("in-process", FARAH, support="support-asked"),
    "listSupportConfirmations": _in("in-process", DE_WIT, support="support-done"),
    "confirmSupportDone": _in("in-process", FARAH, support="support-done"),
    "listReleasedItems": Example("coordinator", query={"limit": 25}),
    "getReleasedItem": _of("coordinator", item="in-process/item-asked"),
    "answerReleasedItem": _of("coordinator", {"answer": "can"}, item="in-process/item-asked"),
}

_YOUNG: Final[Mapping[str, Example]] = {
    "recordBirthDate": _party("young", ILSE, {"bornOn": "2012-05-04"}, party=YARA),
    "listGuardians": _party("young", YARA, party=YARA),
    "recordGuardian": _party("young", ILSE, {"displayName": "Nermin Demir", "contact": "nermin@post.example"}, party=YARA),
    "getGuardian": _party("young", SELMA, party=YARA, guardian=SELMA),
    "endGuardianAuthority": _party("young", ILSE, party=YARA, guardian=EMRE),
    "listGuardianInvitations": _party("young", ILSE, party=YARA, guardian=SELMA),
    "inviteGuardian": _party("young", ILSE, party=YARA, guardian=EMRE),
    "getGuardianSecrecyAcceptance": _party("young", SELMA, party=YARA, guardian=SELMA),
    "acceptSecrecyAsGuardian": _party("young", EMRE, {"hash": SECRECY_HASH}, party=YARA, guardian=EMRE),
    "listGuardianConsents": _party("young", SELMA, party=YARA, guardian=SELMA),
    "consentAsGuardian": _party("young", SELMA, {"yes": True}, party=YARA, guardian=SELMA),
    "listOneTimeCodes": _party("in-process", FARAH),
    "issueOneTimeCodes": _party("readiness", FARAH, {"count": 3}),
    "noteReadiness": _party("readiness", ILSE, {**FOUR_YESES, "informedVersion": 1}, party=DE_WIT),
    "listDeclarationContestations": _party("young", YARA, party=YARA, declaration="note-contested"),
    "contestDeclaration": _party("young", YARA, party=YARA, declaration="note"),
    "listReconfirmationContestations": _in("in-process", FARAH, session="session-planned", reconfirmation="heard-contested"),
    "contestReconfirmation": _in("in-process", FARAH, session="session-planned", reconfirmation="heard"),
}

_SUCCESSION: Final[Mapping[str, Example]] = {
    "objectToModerator": _in("readiness", FARAH, appointment="appointment"),
    "recuse": _in("readiness", ILSE, appointment="appointment"),
    "listSuccessorProposals": _in("led-no-more", FARAH),
    "proposeSuccessors": _in("led-no-more", FARAH, {"moderatorIds": [str(demo_id("moderator-ilse"))]}),
    "listPrivateGrants": _in("handed-over", DE_WIT),
    "getPrivateGrant": _in("handed-over", DE_WIT, grant="grant-de-wit"),
    "grantPrivateRecords": _in("handed-over", FARAH, {"appointmentId": str(demo_id("handed-over/appointment-ilse"))}),
    "listRegisteredAppointments": Example("registrar", query={"moderatorId": str(demo_id("moderator-ilse"))}),
    "getRegisteredAppointment": _of("registrar", appointment="readiness/appointment"),
    "endAppointment": _of("registrar", appointment="readiness/appointment"),
}

EXAMPLES: Final[Mapping[str, Example]] = {
    **_OUTSIDE,
    **_LEADING,
    **_PARTIES,
    **GROUPS,
    **_YOUNG,
    **_MANDATES,
    **_SESSIONS,
    **_BESIDE,
    **_CONTENT,
    **_AGREEMENTS,
    **_SUPPORTS,
    **_SUCCESSION,
}
