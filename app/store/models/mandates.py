"""The mandate in its versions, what is said of drafts, and who accepted (R10)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.confidentiality import Secrecy
from app.domain.mandates import Involvement, MandateState
from app.store.models.base import Assisted, CaseKey, Codes, Content, Contents, Keys, MaybePartyKey, Row, choice, in_case


class Mandate(Row):
    """One version of the text, whole: what is accepted is its hash."""

    __tablename__ = "mandate"
    __table_args__ = (UniqueConstraint("case_id", "version"),)
    secrecy = Secrecy.PROCESS
    listed_by = ("version", "id")
    case_id: Mapped[CaseKey]
    version: Mapped[int]
    state: Mapped[MandateState] = mapped_column(choice(MandateState, "state"), default=MandateState.DRAFT)
    scope: Mapped[Content]
    moderator_role: Mapped[Content]
    involvement: Mapped[Involvement] = mapped_column(choice(Involvement, "involvement"))
    procedure: Mapped[Content]
    session_forms: Mapped[Codes]
    ground_rules: Mapped[Codes]
    own_ground_rules: Mapped[Contents]
    evidence_clause: Mapped[Content]
    limits_of_secrecy: Mapped[Content]
    organisation_may_know: Mapped[Codes]
    not_concerned: Mapped[Keys]
    """Places that end when this version comes in force, as everyone agrees that they are not concerned (R9)."""
    text_hash: Mapped[str] = mapped_column(String(64))
    offered_at: Mapped[datetime | None]
    in_force_at: Mapped[datetime | None]


class MandateComment(Row):
    """What a party or the moderator says of a draft, for all to read."""

    __tablename__ = "mandate_comment"
    __table_args__ = (in_case("mandate_comment"),)
    secrecy = Secrecy.SHARED
    case_id: Mapped[CaseKey]
    mandate_id: Mapped[UUID] = mapped_column(ForeignKey("mandate.id"), index=True)
    party_id: Mapped[MaybePartyKey]
    text: Mapped[Content]


class MandateAcceptance(Row):
    """One answer to an offered version; without a party or a guardian it is the moderator's."""

    __tablename__ = "mandate_acceptance"
    __table_args__ = (
        in_case("mandate_acceptance"),
        UniqueConstraint("mandate_id", "party_id", "guardian_id", name="uq_mandate_acceptance_whose", postgresql_nulls_not_distinct=True),
        CheckConstraint("num_nonnulls(party_id, guardian_id) < 2", name="by_one"),
    )
    secrecy = Secrecy.ANSWER
    case_id: Mapped[CaseKey]
    mandate_id: Mapped[UUID] = mapped_column(ForeignKey("mandate.id"))
    party_id: Mapped[MaybePartyKey]
    guardian_id: Mapped[UUID | None] = mapped_column(ForeignKey("guardian.id"))
    assisted: Mapped[Assisted]
