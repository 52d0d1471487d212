"""Who holds authority over a young party, and what they say yes to (R6)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.confidentiality import Secrecy
from app.store.models.base import CaseKey, Content, MaybeContent, MaybePartyKey, PartyKey, Row, in_case


class Guardian(Row):
    """Authority over a young party, as the moderator recorded it."""

    __tablename__ = "guardian"
    __table_args__ = (in_case("guardian"), Index("ix_guardian_party", "party_id"))
    secrecy = Secrecy.PRIVATE
    case_id: Mapped[CaseKey]
    party_id: Mapped[PartyKey]
    """The young person whom it is about."""
    display_name: Mapped[Content]
    own_party_id: Mapped[MaybePartyKey]
    """The place that the guardian has here themselves: then they cannot consent for the child."""
    ended_on: Mapped[date | None]


class GuardianParticulars(Row):
    """How to reach a guardian: private, while who they are is who takes part, and passes to a successor (S7)."""

    __tablename__ = "guardian_particulars"
    __table_args__ = (in_case("guardian_particulars"), UniqueConstraint("guardian_id"))
    secrecy = Secrecy.PRIVATE
    case_id: Mapped[CaseKey]
    party_id: Mapped[PartyKey]
    """The young person."""
    guardian_id: Mapped[UUID] = mapped_column(ForeignKey("guardian.id"))
    contact: Mapped[MaybeContent]


class GuardianConsent(Row):
    """A guardian's yes or no to a child's taking part; append-only, the latest counts, as long as a declaration would (R6, R7)."""

    __tablename__ = "guardian_consent"
    __table_args__ = (in_case("guardian_consent"), Index("ix_guardian_consent_guardian", "guardian_id", "created_at", "id"))
    secrecy = Secrecy.ANSWER
    case_id: Mapped[CaseKey]
    guardian_id: Mapped[UUID] = mapped_column(ForeignKey("guardian.id"))
    yes: Mapped[bool]
    expires_at: Mapped[datetime]
