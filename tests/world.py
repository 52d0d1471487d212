"""A small world with a row of every kind: a case that is yours, one that is not, one of another tenant, and one that was asked for.

Plain functions that build rows. Every free text is a unique word, so that whoever finds it can be told apart from whoever must not.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from app.domain.agreements import CommitmentKind
from app.domain.cases import CaseState, NeutralState, Phase
from app.domain.commitments import CommitmentState
from app.domain.confidentiality import Role
from app.domain.directory import OrganisationKind, UnitKind
from app.domain.mandates import GroundRule, Involvement, MandateState, MayKnow
from app.domain.outcomes import OutcomeQuestion
from app.domain.readiness import Gate, Safety
from app.domain.sessions import TalkKind
from app.domain.terms import Terms
from app.domain.vocabulary import Expertise, MatterKind, Pattern, RelationshipContext, Setting
from app.store.models import access, agreements, cases, content, directory, mandates, parties, registry, sessions
from app.store.models.base import CONTENT, Row
from tests.people import ASKED, AWAY, FOREIGN, HOME, MINE, OTHER, PEOPLE, REGISTRY, THEN, key, word
from tests.world_agreements import agreed, released
from tests.world_audit import recorded_in, recorded_of
from tests.world_conversations import beside, conversation
from tests.world_disclosures import left
from tests.world_groups import gone, together
from tests.world_guardians import noted, raised_by
from tests.world_intake import asked_for, offered, proposed, referred
from tests.world_keys import sealing, signing
from tests.world_retention import asked_and_gone
from tests.world_succession import succeeding

WORD: Final = re.compile(r"word[0-9a-f]{32}")
TERMS: Final = Terms().as_row()


@dataclass
class World:
    """Every row, in the order in which they were made, and the words in them."""

    rows: list[Row] = field(default_factory=list)

    def add(self, *rows: Row) -> None:
        """Put rows in."""
        self.rows.extend(rows)

    def words(self) -> dict[str, tuple[str, Any]]:
        """Every word, with the column and the row in which it stands."""
        found: dict[str, tuple[str, Any]] = {}
        for row in self.rows:
            for column in row.__table__.columns:
                if column.info.get(CONTENT) and (value := getattr(row, column.key)):
                    for text in value if isinstance(value, list) else [value]:
                        found[WORD.findall(text)[0]] = (f"{row.__tablename__}.{column.key}", row)
        return found

    def of(self, model: type[Row], case: str | None = None) -> list[Any]:
        """The rows of this kind, or those of one case."""
        rows = [row for row in self.rows if isinstance(row, model)]
        return rows if case is None else [row for row in rows if _case(row) == key(case)]


def sealed_as(ciphertext: str) -> str:
    """A sealed note of which only this is looked at."""
    sealed = {"protected": "", "recipients": [], "iv": "", "ciphertext": ciphertext, "tag": "", "aad": ""}
    return json.dumps(sealed)


def _case(row: Any) -> UUID | None:
    return row.id if isinstance(row, cases.Case) else getattr(row, "case_id", None)


def world() -> World:
    """The whole of it."""
    found = World()
    _directory(found, HOME, OrganisationKind.CLIENT)
    _directory(found, AWAY, OrganisationKind.CLIENT)
    _directory(found, REGISTRY, OrganisationKind.MODERATORS_REGISTRY)
    found.add(signing(), *sealing("registrar", _id_of("registrar"), None))
    for name in ("moderator", "other_moderator"):
        _moderator(found, name)
        found.add(*sealing(name, _id_of(name), key("moderator", name)))
    _case_world(found, MINE, HOME, "moderator", ("party", "second_party"), referred_by="coordinator")
    _case_world(found, ASKED, HOME, "moderator", ("asked-1", "asked-2"), asked_by="member")
    _case_world(found, OTHER, HOME, "other_moderator", ("other_party", "other-2"), referred_by="other_coordinator")
    _case_world(found, FOREIGN, AWAY, "other_moderator", ("foreign_party", "foreign-2"), referred_by="foreign_coordinator")
    return found


def _id_of(name: str) -> UUID:
    return PEOPLE[name].principal.id if name in PEOPLE else key("principal", name)


def _directory(found: World, name: str, kind: OrganisationKind) -> None:
    id = key(name)
    found.add(
        directory.Organisation(id=id, kind=kind, name=f"Organisation {name}"),
        directory.OrganisationSettings(id=key(name, "settings"), organisation_id=id, **TERMS),
        directory.Unit(id=key(name, "unit"), organisation_id=id, kind=UnitKind.TEAM, name=f"Unit {name}"),
        *(
            directory.Person(
                id=key(name, "person", person), organisation_id=id, principal_id=_id_of(person), name=f"Person {person}", unit_id=None
            )
            for person in (("member", "coordinator") if name == HOME else (f"{name}-person",))
        ),
        *recorded_of(name),
    )


def _moderator(found: World, name: str) -> None:
    id = key("moderator", name)
    found.add(
        registry.Moderator(
            id=id, organisation_id=key(REGISTRY), principal_id=_id_of(name), name=f"Name {name}", expertise=[Expertise.SOCIAL_SAFETY.value]
        ),
        registry.Qualification(
            id=key("qualification", name), organisation_id=key(REGISTRY), moderator_id=id, text=word("qualification", name)
        ),
        registry.Tie(id=key("tie", name), moderator_id=id, registry_id=key(REGISTRY), organisation_id=key(AWAY), unit_id=key(AWAY, "unit")),
    )


def _case_world(found: World, case: str, organisation: str, moderator: str, people: tuple[str, str], **source: str) -> None:
    id = key(case)
    by = {f"{name}_id": _id_of(person) for name, person in source.items()}
    found.add(
        cases.Case(
            id=id,
            organisation_id=key(organisation),
            reference=case.upper()[:9],
            setting=Setting.SCHOOL,
            state=NeutralState.IN_PROGRESS,
            received_on=THEN.date(),
            opened_on=THEN.date(),
            terms=TERMS,
            **by,
        ),
        cases.Process(id=id, case_id=id, setting=Setting.SCHOOL, phase=Phase.IN_CONVERSATION, gate=Gate.OPEN, gate_announced_at=THEN),
        cases.TrueState(
            id=id, case_id=id, state=CaseState.IN_PROCESS, round_began_at=THEN - timedelta(days=1), answers_since=THEN - timedelta(days=1)
        ),
    )
    (how, name), *_ = source.items()
    _came_in(found, case, organisation, moderator, people, how, _id_of(name))
    _leading(found, case, moderator)
    for number, person in enumerate(people):
        _party(found, case, person, number)
    _together(found, case, people)
    found.add(recorded_in(case, organisation, _id_of(people[0])))
    found.add(*raised_by(case, _id_of("guardian") if case == MINE else key("principal", case, "guardian")))
    found.add(*noted(case, (_id_of(people[0]), _id_of(people[1]))))
    found.add(*succeeding(case, moderator, _id_of(moderator), _id_of(next(iter(source.values())))))
    found.add(*together(case), *gone(case))
    found.add(*beside(case, _id_of("supporter") if case == MINE else key("principal", case, "supporter")))
    found.add(*released(case, organisation, by.get("referred_by_id")))
    found.add(*left(case, _id_of("moderator") if case == OTHER else key("principal", case, "former")))
    found.add(*asked_and_gone(case, organisation))


def _came_in(found: World, case: str, organisation: str, moderator: str, people: tuple[str, str], how: str, by: UUID) -> None:
    found.add(referred(case, organisation, by) if how == "referred_by" else asked_for(case, organisation, by))
    for person in people:
        found.add(*proposed(case, organisation, person, by))
    found.add(*offered(case, organisation, moderator, _id_of(moderator), people, by))


def _leading(found: World, case: str, moderator: str) -> None:
    id = key(case)
    found.add(
        cases.Seat(id=key(case, "appointment"), case_id=id, principal_id=_id_of(moderator), role=Role.MODERATOR, informed_at=THEN),
        cases.Classification(
            id=key(case, "classification"),
            case_id=id,
            relationship_context=RelationshipContext.COLLEAGUES,
            matter_kind=MatterKind.CONFLICT,
            pattern=Pattern.ONGOING,
            disturbance_causes=[],
            behaviour_kinds=[],
            quality_impact=[],
            affected_group=word(case, "affected group"),
        ),
        cases.Appointment(
            id=key(case, "appointment"), case_id=id, moderator_id=key("moderator", moderator), name=f"Name {moderator}", declared_at=THEN
        ),
        cases.GateAnnouncement(id=key(case, "announcement"), case_id=id, gate=Gate.OPEN),
        cases.Note(id=key(case, "note"), case_id=id, author_id=_id_of(moderator), text=word(case, "note")),
        cases.Note(id=key(case, "sealed note"), case_id=id, author_id=_id_of(moderator), sealed=sealed_as(word(case, "sealed note"))),
    )


def _party(found: World, case: str, person: str, number: int) -> None:
    id, mine = key(case), key(case, "party", number)

    own, said = _own(case, number), _said(case, number)
    found.add(
        parties.Party(id=mine, case_id=id, proposed_person_id=key(case, "proposed", person), display_name=said("display name")),
        cases.Seat(id=key(case, "seat", number), case_id=id, principal_id=_id_of(person), role=Role.PARTY, party_id=mine, informed_at=THEN),
        access.AccessEvent(**own("read"), reader_id=key("reader"), reader_role=Role.MODERATOR, read_on=THEN.date()),
        parties.PartyParticulars(**own("particulars"), contact=said("contact"), communication_needs=said("communication needs")),
        parties.Invitation(
            **own("invitation"), role=Role.PARTY, invitee_id=key(case, "invitee", number), pin_digest="x", expires_at=THEN, redeemed_at=THEN
        ),
        parties.SecrecyAcceptance(**own("secrecy"), version=1, text_hash="0" * 64),
        parties.ReadinessDeclaration(
            **own("declaration"), said_at=THEN, expires_at=THEN + timedelta(days=9000), ready=True, voluntary=True, informed_version=1
        ),
        parties.SafetyAssessment(**own("assessment"), result=Safety.SAFE_WITH_MEASURES, measures=said("measures")),
        parties.Talk(**own("talk"), kind=TalkKind.PREPARATORY, planned_for=THEN, goal=said("talk goal")),
        parties.ReopeningRequest(**own("reopening")),
        parties.Evaluation(**own("evaluation"), heard=5, safe=5, fair=4, restored=4, insight=3, remark=said("evaluation remark")),
        cases.AppointmentAcceptance(**own("welcome"), appointment_id=key(case, "appointment")),
    )
    _told(found, case, number)
    _answered(found, case, number)


def _own(case: str, number: int) -> Callable[[str], dict[str, Any]]:
    """What every row of one party has: an id by its kind, the case, the party."""
    return lambda kind: {"id": key(case, kind, number), "case_id": key(case), "party_id": key(case, "party", number)}


def _said(case: str, number: int) -> Callable[[str], str]:
    """One party's word for something."""
    return lambda what: word(case, what, number)


def _told(found: World, case: str, number: int) -> None:
    own, said = _own(case, number), _said(case, number)
    found.add(
        content.Statement(**own("statement"), text=said("statement")),
        content.BehaviourExperience(
            **own("experience"),
            text=said("experience"),
            behaviour_kinds=[],
            experiences=[],
            author_party_id=key(case, "party", 1 - number),
            shared_at=THEN,
        ),
        content.Attribution(
            **own("attribution"),
            told_by_party_id=key(case, "party", 1 - number),
            experience_id=key(case, "experience", 1 - number),
            text=said("attribution"),
            behaviour_kinds=[],
        ),
        content.SharedExperience(**own("shared experience"), text=said("shared experience"), behaviour_kinds=[]),
        content.PrivateHarm(**own("private harm"), kinds=["emotional"], text=said("private harm")),
        content.Harm(**own("harm"), kinds=["emotional"], text=said("harm"), discussed=True),
        content.PrivateNeed(**own("private need"), text=said("private need")),
        content.Need(**own("need"), text=said("need")),
        content.Idea(**own("idea"), text=said("idea")),
    )


def _answered(found: World, case: str, number: int) -> None:
    own, said, id, mine = _own(case, number), _said(case, number), key(case), key(case, "party", number)
    found.add(
        mandates.MandateComment(**own("comment"), mandate_id=key(case, "mandate"), text=said("comment")),
        mandates.MandateAcceptance(**own("mandate acceptance"), mandate_id=key(case, "mandate")),
        sessions.Reconfirmation(**own("reconfirmation"), session_id=key(case, "session"), planned_for=THEN, ready=True, orally=False),
        sessions.Attendance(**own("attendance"), session_id=key(case, "session")),
        sessions.RecordApproval(**own("approval"), record_id=key(case, "record"), text_hash="0" * 64),
        agreements.AgreementConfirmation(**own("confirmation"), agreement_id=key(case, "agreement")),
        agreements.OutcomeConfirmation(**own("outcome"), question=OutcomeQuestion.NO_COMMITMENTS_NEEDED, yes=False),
        agreements.Commitment(
            id=key(case, "commitment", number),
            case_id=id,
            agreement_id=key(case, "agreement"),
            owner_party_id=mine,
            beneficiary_party_id=key(case, "party", 1 - number),
            kind=CommitmentKind.BEHAVIOURAL,
            what=said("commitment what"),
            how_we_know=said("commitment how"),
            due_on=date(2027, 3, 1),
            state=CommitmentState.AGREED,
        ),
        agreements.CommitmentAcceptance(**own("commitment acceptance"), commitment_id=key(case, "commitment", number)),
    )


def _together(found: World, case: str, people: tuple[str, str]) -> None:
    id = key(case)
    found.add(
        mandates.Mandate(
            id=key(case, "mandate"),
            case_id=id,
            version=1,
            state=MandateState.IN_FORCE,
            scope=word(case, "scope"),
            moderator_role=word(case, "moderator role"),
            involvement=Involvement.NONE,
            procedure=word(case, "procedure"),
            session_forms=["joint"],
            ground_rules=[GroundRule.NON_VIOLENCE.value],
            own_ground_rules=[word(case, "own ground rule")],
            evidence_clause=word(case, "evidence clause"),
            limits_of_secrecy=word(case, "limits of secrecy"),
            organisation_may_know=[MayKnow.MODERATOR_NAME.value],
            not_concerned=[],
            text_hash="0" * 64,
            offered_at=THEN,
            in_force_at=THEN,
        ),
    )
    found.add(*conversation(case))
    found.add(*agreed(case))
