"""Who takes part, and what each of them says for themselves."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.confidentiality import Secrecy
from app.domain.readiness import Safety
from app.domain.sessions import SessionState, TalkKind
from app.store.models.base import CaseKey, Content, MaybeContent, PartyKey, Row, choice, in_case


class Party(Row):
    """Someone who takes part: a name or a pseudonym, and no label (R16)."""

    __tablename__ = "party"
    __table_args__ = (in_case("party"),)
    secrecy = Secrecy.PROCESS
    case_id: Mapped[CaseKey]
    proposed_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("proposed_person.id"))
    """Whom the referral or request names; none for someone who turned out to be concerned later."""
    display_name: Mapped[Content]


class PartyParticulars(Row):
    """What only the party and the moderator know: where to reach them, what they need to take part."""

    __tablename__ = "party_particulars"
    __table_args__ = (in_case("party_particulars"),)
    secrecy = Secrecy.PRIVATE
    case_id: Mapped[CaseKey]
    party_id: Mapped[PartyKey] = mapped_column(unique=True)
    contact: Mapped[MaybeContent]
    communication_needs: Mapped[MaybeContent]
    born_on: Mapped[date | None]


class Invitation(Row):
    """A way in for one party: single use, short-lived, hashed at rest, with a second secret out of band."""

    __tablename__ = "invitation"
    __table_args__ = (
        in_case("invitation"),
        Index("ix_invitation_invitee", "invitee_id", unique=True),
    )
    secrecy = Secrecy.PRIVATE
    case_id: Mapped[CaseKey]
    party_id: Mapped[PartyKey]
    invitee_id: Mapped[UUID]
    """The principal that the invitation's code makes of its bearer; the code itself is nowhere."""
    pin_digest: Mapped[str] = mapped_column(String(200))
    expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    redeemed_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]
    refresh_digest: Mapped[str | None] = mapped_column(String(64))


class SecrecyAcceptance(Row):
    """The secrecy and evidence statement, accepted on its hash (S0)."""

    __tablename__ = "secrecy_acceptance"
    __table_args__ = (in_case("secrecy_acceptance"), UniqueConstraint("party_id", "version"))
    secrecy = Secrecy.PRIVATE
    case_id: Mapped[CaseKey]
    party_id: Mapped[PartyKey]
    version: Mapped[int]
    text_hash: Mapped[str] = mapped_column(String(64))


class ReadinessDeclaration(Row):
    """What a party said to the four questions, or that they withdraw; append-only (R5, R7)."""

    __tablename__ = "readiness_declaration"
    __table_args__ = (
        in_case("readiness_declaration"),
        Index("ix_readiness_declaration_party", "party_id", "created_at", "id"),
    )
    secrecy = Secrecy.PRIVATE
    case_id: Mapped[CaseKey]
    party_id: Mapped[PartyKey]
    said_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    withdrawal: Mapped[bool] = mapped_column(default=False)
    explore_relation: Mapped[bool] = mapped_column(default=False)
    explore_harm: Mapped[bool] = mapped_column(default=False)
    explore_repair: Mapped[bool] = mapped_column(default=False)
    join_conversations: Mapped[bool] = mapped_column(default=False)
    voluntary: Mapped[bool] = mapped_column(default=False)
    informed_version: Mapped[int | None]
    ready: Mapped[bool] = mapped_column(default=False)


class SafetyAssessment(Row):
    """The moderator's view of a party's safety; the moderator's alone."""

    __tablename__ = "safety_assessment"
    __table_args__ = (
        in_case("safety_assessment"),
        Index("ix_safety_assessment_party", "party_id", "created_at", "id"),
    )
    secrecy = Secrecy.ASSESSMENT
    case_id: Mapped[CaseKey]
    party_id: Mapped[PartyKey]
    result: Mapped[Safety] = mapped_column(choice(Safety, "result"))
    measures: Mapped[MaybeContent]


class Talk(Row):
    """A conversation of one party with the moderator; that there was one is theirs alone."""

    __tablename__ = "talk"
    __table_args__ = (in_case("talk"),)
    secrecy = Secrecy.PRIVATE
    case_id: Mapped[CaseKey]
    party_id: Mapped[PartyKey]
    kind: Mapped[TalkKind] = mapped_column(choice(TalkKind, "kind"))
    state: Mapped[SessionState] = mapped_column(choice(SessionState, "state"), default=SessionState.PLANNED)
    planned_for: Mapped[datetime]
    goal: Mapped[MaybeContent]


class ReopeningRequest(Row):
    """A party asks to take a closed case up again."""

    __tablename__ = "reopening_request"
    __table_args__ = (in_case("reopening_request"),)
    secrecy = Secrecy.PRIVATE
    case_id: Mapped[CaseKey]
    party_id: Mapped[PartyKey]


class Evaluation(Row):
    """How it was for one party; asked of everyone, in the same words."""

    __tablename__ = "evaluation"
    __table_args__ = (in_case("evaluation"),)
    secrecy = Secrecy.PRIVATE
    case_id: Mapped[CaseKey]
    party_id: Mapped[PartyKey]
    heard: Mapped[int]
    safe: Mapped[int]
    fair: Mapped[int]
    restored: Mapped[int]
    insight: Mapped[int]
    commitments_kept: Mapped[int | None]
    recurrence: Mapped[bool | None]
    remark: Mapped[MaybeContent]
