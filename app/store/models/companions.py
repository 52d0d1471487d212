"""Who may be there beside the parties, who admitted them, and where they were (S10)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.companions import CompanionKind
from app.domain.confidentiality import Secrecy
from app.store.models.base import Assisted, CaseKey, Content, MaybeContent, MaybePartyKey, PartyKey, Row, choice, in_case


class Companion(Row):
    """Someone beside the parties, between whoever brings them and the moderator."""

    __tablename__ = "companion"
    __table_args__ = (in_case("companion"),)
    secrecy = Secrecy.PRIVATE
    case_id: Mapped[CaseKey]
    party_id: Mapped[MaybePartyKey]
    """Whose supporter; none for whom the moderator named."""
    kind: Mapped[CompanionKind] = mapped_column(choice(CompanionKind, "kind"))
    display_name: Mapped[Content]
    contact: Mapped[MaybeContent]
    ended_at: Mapped[datetime | None]


class Introduction(Row):
    """Someone whom all are told of, because they would be there in a joint conversation. Its id is the companion's."""

    __tablename__ = "introduction"
    __table_args__ = (in_case("introduction"),)
    secrecy = Secrecy.PROCESS
    case_id: Mapped[CaseKey]
    party_id: Mapped[MaybePartyKey]
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("session.id"))
    """For which conversation; a supporter, once admitted, may come to all of them."""
    kind: Mapped[CompanionKind] = mapped_column(choice(CompanionKind, "kind"))
    display_name: Mapped[Content]
    admitted_by_all_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """Since when they come no longer."""


class Admission(Row):
    """One party's yes to a supporter at joint conversations."""

    __tablename__ = "admission"
    __table_args__ = (in_case("admission"), UniqueConstraint("introduction_id", "party_id"))
    secrecy = Secrecy.ANSWER
    case_id: Mapped[CaseKey]
    introduction_id: Mapped[UUID] = mapped_column(ForeignKey("introduction.id"))
    party_id: Mapped[PartyKey]
    assisted: Mapped[Assisted]


class Presence(Row):
    """That someone beside the parties was at a conversation."""

    __tablename__ = "presence"
    __table_args__ = (in_case("presence"), UniqueConstraint("session_id", "introduction_id"))
    secrecy = Secrecy.PROCESS
    case_id: Mapped[CaseKey]
    session_id: Mapped[UUID] = mapped_column(ForeignKey("session.id"))
    introduction_id: Mapped[UUID] = mapped_column(ForeignKey("introduction.id"))
