"""C3: a unique word in every free text; everyone calls every GET with every id; the words found are exactly those they may find."""

import re
from itertools import product
from typing import Any, Final
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from tests.http import as_
from tests.people import ASKED, FOREIGN, MINE, OTHER, key, word
from tests.world import World, world

ALL, OWN = "all", "own"

# For one's own case, by hand. ALL: every word of that column; OWN: the word of one's own party only.
FINDS: Final[dict[str, dict[str, str]]] = {
    "referral.note": {"coordinator": ALL, "moderator": ALL, "party": ALL},
    "request.note": {"member": ALL, "moderator": ALL},
    "proposed_person.name": {"coordinator": ALL, "member": ALL, "moderator": ALL},
    "proposed_contact.address": {},
    "offer.proposed_names": {"moderator": ALL},
    "classification.affected_group": {"moderator": ALL},
    "note.text": {"moderator": ALL},
    "note.sealed": {"moderator": ALL},
    "group_member.display_name": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "group_harm.group_name": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "group_harm.text": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "party.display_name": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "party_particulars.contact": {"moderator": ALL, "party": OWN},
    "party_particulars.communication_needs": {"moderator": ALL, "party": OWN},
    "safety_assessment.measures": {"moderator": ALL},
    "talk.goal": {"moderator": ALL, "party": OWN},
    "evaluation.remark": {"moderator": ALL, "party": OWN},
    "statement.text": {"moderator": ALL, "party": OWN},
    "behaviour_experience.text": {"moderator": ALL, "party": OWN},
    "attribution.text": {"moderator": ALL, "party": OWN},
    "private_harm.text": {"moderator": ALL, "party": OWN},
    "private_need.text": {"moderator": ALL, "party": OWN},
    "shared_experience.text": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "harm.text": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "need.text": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "idea.text": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "mandate.scope": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "mandate.moderator_role": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "mandate.procedure": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "mandate.own_ground_rules": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "mandate.evidence_clause": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "mandate.limits_of_secrecy": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "mandate_comment.text": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "guardian.display_name": {"moderator": ALL, "party": OWN, "guardian": OWN},
    "guardian_particulars.contact": {"moderator": ALL, "party": OWN, "guardian": OWN},
    "companion.display_name": {"moderator": ALL, "party": OWN},
    "companion.contact": {"moderator": ALL, "party": OWN},
    "introduction.display_name": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "session.goal": {"moderator": ALL, "party": ALL, "guardian": ALL, "supporter": ALL},
    "session.agenda": {"moderator": ALL, "party": ALL, "guardian": ALL, "supporter": ALL},
    "session.place": {"moderator": ALL, "party": ALL, "guardian": ALL, "supporter": ALL},
    "session_record.text": {"moderator": ALL, "party": ALL, "guardian": ALL, "supporter": ALL},
    "agreement.text": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "commitment.what": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "commitment.how_we_know": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "follow_up.summary": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "organisational_support.text": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "disclosure_request.recipient": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "disclosure_request.purpose": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "disclosure_request.asks": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "disclosure_text.text": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "disclosure.recipient": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "disclosure.purpose": {"moderator": ALL, "party": ALL, "guardian": ALL},
    "disclosure.text": {"moderator": ALL, "party": ALL, "guardian": ALL},
    # Nobody's who is in the case: what a former moderator is asked is for them.
    "disclosure_veto.recipient": {},
    "disclosure_veto.purpose": {},
    "disclosure_veto.text": {},
    "safety_exception.facts": {"moderator": ALL},
    "safety_exception.alternatives": {"moderator": ALL},
    "safety_exception.recipient": {"moderator": ALL},
    "safety_exception.text": {"moderator": ALL},
    "safety_exception.why_not_yet": {"moderator": ALL},
    "told_exception.facts": {"moderator": ALL, "party": OWN},
    "told_exception.alternatives": {"moderator": ALL, "party": OWN},
    "told_exception.recipient": {"moderator": ALL, "party": OWN},
    "told_exception.text": {"moderator": ALL, "party": OWN},
    "legal_hold.reason": {"moderator": ALL},
    "legal_hold.why_lifted": {"moderator": ALL},
    "released_item.text": {"coordinator": ALL, "moderator": ALL, "party": ALL, "guardian": ALL},
}
REGISTRY_FINDS: Final = {"qualification.text": {"registrar"}}

# Those who asked for themselves release to any coordinator of their organisation: without a case, and nothing else of it.
RELEASED_TO_ALL: Final = {"released_item.text": {"coordinator": ASKED, "other_coordinator": ASKED}}
# Who led the other case before is asked about the words that would leave it, and finds no other word of it (S5, S7).
LED_BEFORE: Final = {f"disclosure_veto.{column}": {"moderator": OTHER} for column in ("recipient", "purpose", "text")}
BESIDE: Final = {**RELEASED_TO_ALL, **LED_BEFORE}

# Who has which case; everybody else finds no word at all.
HAVE: Final[dict[str, tuple[str, tuple[str, ...], int | None]]] = {
    "member": ("member", (ASKED,), None),
    "coordinator": ("coordinator", (MINE,), None),
    "moderator": ("moderator", (MINE, ASKED), None),
    "party": ("party", (MINE,), 0),
    "second_party": ("party", (MINE,), 1),
    "other_coordinator": ("coordinator", (OTHER,), None),
    "other_moderator": ("moderator", (OTHER, FOREIGN), None),
    "other_party": ("party", (OTHER,), 0),
    "foreign_coordinator": ("coordinator", (FOREIGN,), None),
    "foreign_party": ("party", (FOREIGN,), 0),
    "registrar": ("registrar", (), None),
    "admin": ("admin", (), None),
    "auditor": ("auditor", (), None),
    "guardian": ("guardian", (MINE,), 0),
    "supporter": ("supporter", (MINE,), None),
    "foreign_admin": ("admin", (), None),
}


def expected(the_world: World, who: str) -> set[str]:
    """The words that this person may find, from the tables above."""
    role, have, number = HAVE[who]
    found = set()
    for text, (column, row) in the_world.words().items():
        case = getattr(row, "case_id", None)
        if case is None:
            found |= {text} if role in REGISTRY_FINDS[column] else set()
            continue
        if case == key(BESIDE.get(column, {}).get(who, "none")):
            found.add(text)
        reach = FINDS[column].get(role)
        if reach is None or case not in {key(name) for name in have}:
            continue
        if reach == ALL or _belongs_to(row, key(MINE if who in {"party", "second_party", "guardian"} else have[0], "party", number)):
            found.add(text)
    return found


def columns(the_world: World, texts: set[str]) -> list[str]:
    """In which columns these words stand."""
    return sorted({the_world.words()[text][0] for text in texts})


def _belongs_to(row: Any, party: UUID) -> bool:
    return bool(row.party_id == party)


# What a path parameter names, and which rows it can be.
PARAMETERS: Final[dict[str, str]] = {
    "caseId": "Case",
    "partyId": "Party",
    "noteId": "Note",
    "auditEventId": "AuditEvent CaseAuditEvent",
    "memberId": "GroupMember",
    "signingKeyId": "SigningKey",
    "sealingKeyId": "SealingKey",
    "groupHarmId": "GroupHarm",
    "guardianId": "Guardian",
    "declarationId": "ReadinessDeclaration",
    "reconfirmationId": "Reconfirmation",
    "grantId": "PrivateGrant",
    "appointmentId": "Appointment",
    "referralId": "Referral",
    "requestId": "Request",
    "offerId": "Offer",
    "moderatorId": "Moderator",
    "unitId": "Unit",
    "personId": "Person",
    "sessionId": "Session",
    "talkId": "Talk",
    "statementId": "Statement",
    "behaviourExperienceId": "BehaviourExperience",
    "attributionId": "Attribution",
    "sharedExperienceId": "SharedExperience",
    "privateHarmId": "PrivateHarm",
    "harmId": "Harm",
    "privateNeedId": "PrivateNeed",
    "needId": "Need",
    "ideaId": "Idea",
    "evaluationId": "Evaluation",
    "reopeningRequestId": "ReopeningRequest",
    "commitmentId": "Commitment",
    "followUpId": "FollowUp",
    "supporterId": "Companion",
    "companionId": "Companion",
    "introductionId": "Introduction",
    "supportId": "OrganisationalSupport",
    "itemId": "ReleasedItem",
    "disclosureRequestId": "DisclosureRequest",
    "vetoId": "DisclosureVeto",
    "exceptionId": "SafetyException",
    "toldExceptionId": "ToldException",
    "holdId": "LegalHold",
    "erasureId": "Erasure",
    "certificateId": "DestructionCertificate",
}
FIXED: Final[dict[str, list[str]]] = {"version": ["1"], "name": ["settings"]}


def addresses(app: FastAPI, the_world: World) -> list[str]:
    """Every GET, with every id of the world that fits; inside a case, only that case's ids and one of another's."""
    found = []
    for path, item in app.state.document()["paths"].items():
        if "get" not in item:
            continue
        names = re.findall(r"{(\w+)}", path)
        if "caseId" not in names:
            found += [
                path.format(**dict(zip(names, ids, strict=True))) for ids in product(*(_ids(the_world, name, None) for name in names))
            ]
            continue
        for case in (MINE, ASKED, OTHER, FOREIGN):
            inner = [name for name in names if name != "caseId"]
            for ids in product(*(_ids(the_world, name, case) for name in inner)):
                found.append(path.format(caseId=key(case), **dict(zip(inner, ids, strict=True))))
    return found


def _ids(the_world: World, name: str, case: str | None) -> list[str]:
    if name in FIXED:
        return FIXED[name]
    rows: list[Any] = [row for row in the_world.rows if type(row).__name__ in PARAMETERS[name].split()]
    return [str(row.id) for row in rows if case is None or getattr(row, "case_id", None) == key(case)]


@pytest.mark.parametrize("who", HAVE)
async def test_c3_everyone_finds_exactly_the_words_that_are_for_them(
    app: FastAPI, client: httpx.AsyncClient, the_world: World, who: str
) -> None:
    headers = as_(who).token(app)
    found: set[str] = set()
    theirs = expected(the_world, who)
    for path in addresses(app, the_world):
        answer = await client.get(path, headers=headers)
        assert answer.status_code in {200, 404}, f"{path} {answer.text}"
        said = set(re.findall(r"word[0-9a-f]{32}", answer.text + str(answer.headers)))
        assert said <= theirs, f"{path} finds {columns(the_world, said - theirs)}"
        found |= said
    assert found == theirs, f"lacks {columns(the_world, theirs - found)}"


def test_the_table_of_words_names_every_content_column(here_words: World) -> None:
    columns = {column for column, _ in here_words.words().values()}
    assert columns == set(FINDS) | set(REGISTRY_FINDS)


@pytest.fixture
def here_words() -> World:
    """The world without a database."""
    return world()


def test_every_word_stands_in_one_place(here_words: World) -> None:
    texts = [word("x"), *here_words.words()]
    assert len(texts) == len(set(texts))
