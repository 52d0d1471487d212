"""The case as it is seen from outside, and the process inside it: one audience, one table."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.cases import CaseState, Ending, NeutralState, Phase, Result
from app.domain.confidentiality import Role, Secrecy
from app.domain.readiness import Gate
from app.domain.retention import notes_of
from app.domain.vocabulary import MatterKind, Pattern, RelationshipContext, Setting
from app.store.models.base import (
    Assisted,
    Codes,
    InCase,
    MaybeContent,
    MaybePartyKey,
    Numbers,
    PartyKey,
    Row,
    choice,
    in_case,
    refers_to,
)


class Case(Row):
    """The shell: what everyone outside may know, and nothing that a confidential deed changes."""

    __tablename__ = "case"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "reference"),
        Index("ix_case_referred_by", "referred_by_id", "received_on", "id"),
        Index("ix_case_referred_by_state", "referred_by_id", "state", "received_on", "id"),
        Index("ix_case_asked_by", "asked_by_id", "received_on", "id"),
        Index("ix_case_waiting", "received_on", "id", postgresql_where=text("state = 'received'")),
    )
    secrecy = Secrecy.SHELL
    listed_by = ("received_on", "id")
    newest_first = True
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    referred_by_id: Mapped[UUID | None]
    asked_by_id: Mapped[UUID | None]
    reference: Mapped[str] = mapped_column(String(12))
    setting: Mapped[Setting] = mapped_column(choice(Setting, "setting"))
    state: Mapped[NeutralState] = mapped_column(choice(NeutralState, "state"), default=NeutralState.RECEIVED)
    received_on: Mapped[date]
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    result: Mapped[Result | None] = mapped_column(choice(Result, "result"))
    joint_sessions: Mapped[int | None]
    moderator_name: Mapped[str | None]
    terms: Mapped[Numbers]

    @property
    def bears(self) -> frozenset[UUID]:
        """The case's own key, and that of its notes."""
        return frozenset({self.id, notes_of(self.id)})


class Seat(InCase):
    """Who may enter a case, as what, since when; it carries the case's organisation, and is the wall for those inside."""

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("organisation_id", "case_id", "principal_id"),
        Index("ix_seat_principal", "principal_id", "case_id"),
        Index("ix_seat_case", "case_id"),
        Index("ix_seat_moderator_ended", "id", postgresql_where=text("role = 'moderator' and ended_at is not null")),
        Index("ix_seat_guardian", "guardian_id", postgresql_where=text("guardian_id is not null and ended_at is null")),
    )
    secrecy = Secrecy.ACCESS
    outside = True  # a registry ends the appointments of its moderators, and knows of no process (R3)
    principal_id: Mapped[UUID]
    role: Mapped[Role] = mapped_column(choice(Role, "role"))
    party_id: Mapped[MaybePartyKey]
    """For whom one speaks: oneself, or the group that chose one as its spokesperson."""
    guardian_id: Mapped[UUID | None] = refers_to("guardian")
    companion_id: Mapped[UUID | None] = refers_to("companion")
    member_id: Mapped[UUID | None] = refers_to("group_member")
    informed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Process(InCase):
    """Where it stands, as announced to everyone who takes part. Its id is the case's."""

    __tablename__ = "process"
    __table_args__ = (
        UniqueConstraint("organisation_id", "case_id"),
        in_case("process"),
        Index("ix_process_paused", "created_at", "id", postgresql_where=text("paused_at is not null")),
    )
    secrecy = Secrecy.PROCESS
    setting: Mapped[Setting] = mapped_column(choice(Setting, "setting"))
    phase: Mapped[Phase] = mapped_column(choice(Phase, "phase"))
    gate: Mapped[Gate] = mapped_column(choice(Gate, "gate"), default=Gate.NOT_NOW)
    gate_announced_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]
    """When it was taken up again: what people said of themselves before is asked anew (R17)."""


class TrueState(InCase):
    """Where it stands in truth; the moderator's alone. `round_began_at`: nothing said before it counts in a gate."""

    __tablename__ = "true_state"
    __table_args__ = (UniqueConstraint("organisation_id", "case_id"), in_case("true_state"))
    secrecy = Secrecy.TRUE_STATE
    state: Mapped[CaseState] = mapped_column(choice(CaseState, "state"))
    ending: Mapped[Ending | None] = mapped_column(choice(Ending, "ending"))
    round_began_at: Mapped[datetime]
    answers_since: Mapped[datetime]
    """What all were asked before this counts no more: the round began anew, or somebody's place ended (R9)."""
    closed_on: Mapped[date | None]
    """The day of the last end in truth: from then on it is kept for as long as the terms say (S8)."""


class Classification(InCase):
    """The moderator's words for the matter; the screening is done when they stand."""

    __tablename__ = "classification"
    __table_args__ = (UniqueConstraint("organisation_id", "case_id"), in_case("classification"))
    secrecy = Secrecy.CLASSIFICATION
    relationship_context: Mapped[RelationshipContext] = mapped_column(choice(RelationshipContext, "relationship_context"))
    matter_kind: Mapped[MatterKind] = mapped_column(choice(MatterKind, "matter_kind"))
    pattern: Mapped[Pattern] = mapped_column(choice(Pattern, "pattern"))
    disturbance_causes: Mapped[Codes]
    behaviour_kinds: Mapped[Codes]
    quality_impact: Mapped[Codes]
    affected_group: Mapped[MaybeContent]
    recurrence_of_case_id: Mapped[UUID | None] = refers_to("case")
    """An earlier case of the same people that this one takes up again; the moderator's to know."""


class Appointment(InCase):
    """A moderator's seat as the parties see it: who, since when, accepted by all or not yet. Its id is the seat's."""

    __tablename__ = "appointment"
    __table_args__ = (in_case("appointment"),)
    secrecy = Secrecy.PROCESS
    moderator_id: Mapped[UUID] = mapped_column(ForeignKey("moderator.id"))
    name: Mapped[str]
    successor: Mapped[bool] = mapped_column(default=False)
    """Came after another moderator: what is shared is theirs once all accepted them, what is private with each party's yes (S7)."""
    declared_at: Mapped[datetime]
    accepted_by_all_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class AppointmentAcceptance(InCase):
    """One party's acceptance of the moderator."""

    __tablename__ = "appointment_acceptance"
    __table_args__ = (in_case("appointment_acceptance"), UniqueConstraint("organisation_id", "appointment_id", "party_id"))
    secrecy = Secrecy.ANSWER
    appointment_id: Mapped[UUID] = refers_to("appointment", index=True)
    party_id: Mapped[PartyKey]
    assisted: Mapped[Assisted]


class GateAnnouncement(InCase):
    """The gate as the moderator announced it, each time (S11)."""

    __tablename__ = "gate_announcement"
    __table_args__ = (in_case("gate_announcement"),)
    secrecy = Secrecy.PROCESS
    gate: Mapped[Gate] = mapped_column(choice(Gate, "gate"))


class Note(InCase):
    """The moderator's own note: never shared, never handed over, never disclosed."""

    __tablename__ = "note"
    __table_args__ = (CheckConstraint("num_nonnulls(text, sealed) = 1", name="open_or_sealed"), in_case("note"))
    secrecy = Secrecy.NOTES
    author_id: Mapped[UUID]
    text: Mapped[MaybeContent]
    sealed: Mapped[MaybeContent]
    """Instead of a text: a JWE that only its moderator opens, and who keeps the recovery key of their registry."""

    @property
    def key_owner(self) -> UUID:
        """The notes of a case have a key of their own."""
        return notes_of(self.case_id)
