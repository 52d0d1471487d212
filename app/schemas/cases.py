"""The shell of a case, and the process inside it; one audience, one shape."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.domain.cases import CaseState, Ending, NeutralState, Phase, Result
from app.domain.confidentiality import Secrecy
from app.domain.readiness import Gate
from app.domain.vocabulary import (
    BehaviourKind,
    DisturbanceCause,
    MatterKind,
    Pattern,
    QualityImpact,
    RelationshipContext,
    Setting,
)
from app.schemas.base import Id, In, Out, Patch, Said, confidential

RECURRENCE = "An earlier case of yours, closed or not, that this one takes up again; for the moderator alone to know."


class CaseOut(Out):
    """A case as everyone outside may know it."""

    secrecy = Secrecy.SHELL
    id: UUID
    reference: str
    setting: Setting
    state: NeutralState
    received_on: date
    opened_on: date | None
    closed_on: date | None
    result: Result | None
    joint_sessions: int | None = Field(description="Only with `completed`, and only if there was one.")
    moderator_name: str | None = Field(description="Once every party has accepted the moderator.")


class ProcessOut(Out):
    """Where it stands, as announced to all who take part."""

    secrecy = Secrecy.PROCESS
    case_id: UUID
    setting: Setting
    phase: Phase
    gate: Gate = Field(description="As the moderator last announced it, whatever the cause (S11).")
    gate_announced_at: datetime | None
    paused_at: datetime | None


class StateOut(Out):
    """Where it stands in truth; the moderator's alone."""

    secrecy = Secrecy.TRUE_STATE
    case_id: UUID
    state: CaseState
    ending: Ending | None


class TransitionIn(In):
    """The next state."""

    to: CaseState


class ClosureIn(In):
    """Why it ends now; without a reason, as the parties said in the aftercare (R15). `self_resolved` once all of them said so (R12)."""

    ending: Ending | None = None


class ClassificationIn(In):
    """The moderator's words for the matter."""

    relationship_context: RelationshipContext
    matter_kind: MatterKind
    pattern: Pattern
    disturbance_causes: Annotated[list[DisturbanceCause], Field(max_length=20)] = []
    behaviour_kinds: Annotated[list[BehaviourKind], Field(max_length=20)] = []
    quality_impact: Annotated[list[QualityImpact], Field(max_length=20)] = []
    affected_group: Annotated[Said | None, confidential()] = None
    recurrence_of_case_id: Id | None = Field(default=None, description=RECURRENCE)


class ClassificationPatch(Patch):
    """The same in other words."""

    relationship_context: RelationshipContext = RelationshipContext.OTHER
    matter_kind: MatterKind = MatterKind.OTHER
    pattern: Pattern = Pattern.ONGOING
    disturbance_causes: Annotated[list[DisturbanceCause], Field(max_length=20)] = []
    behaviour_kinds: Annotated[list[BehaviourKind], Field(max_length=20)] = []
    quality_impact: Annotated[list[QualityImpact], Field(max_length=20)] = []
    affected_group: Annotated[Said | None, confidential()] = None
    recurrence_of_case_id: Id | None = Field(default=None, description=RECURRENCE)


class ClassificationOut(Out):
    """The moderator's words for the matter."""

    secrecy = Secrecy.CLASSIFICATION
    case_id: UUID
    relationship_context: RelationshipContext
    matter_kind: MatterKind
    pattern: Pattern
    disturbance_causes: list[DisturbanceCause]
    behaviour_kinds: list[BehaviourKind]
    quality_impact: list[QualityImpact]
    affected_group: Annotated[str | None, confidential()]
    recurrence_of_case_id: UUID | None = Field(description=RECURRENCE)


class OverlapOut(Out):
    """Another open case that proposes someone who is proposed here too (R9)."""

    secrecy = Secrecy.TRUE_STATE
    reference: str
    received_on: date


class AppointmentOut(Out):
    """The moderator's seat."""

    secrecy = Secrecy.PROCESS
    id: UUID
    name: str
    declared_at: datetime
    accepted_by_all_at: datetime | None = Field(description="Nobody learns who has not answered yet (S10).")
    ended_at: datetime | None


class AppointmentAcceptanceOut(Out):
    """A party's acceptance of the moderator."""

    secrecy = Secrecy.ANSWER
    id: UUID
    party_id: UUID
    assisted: bool
    created_at: datetime


class AnnouncementIn(In):
    """What the parties shall see of the gate."""

    gate: Gate


class AnnouncementOut(Out):
    """The gate as announced."""

    secrecy = Secrecy.PROCESS
    id: UUID
    gate: Gate
    created_at: datetime
