"""What is to be destroyed when, and that it was: ids and dates, and nobody's words (S8)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.confidentiality import Secrecy
from app.domain.retention import Part
from app.store.models.base import OUTLIVES, InCase, Keys, PartyKey, Row, choice, in_case


class Erasure(InCase):
    """A party asks that what is theirs goes; it goes with it, and a certificate stays."""

    __tablename__ = "erasure"
    __table_args__ = (in_case("erasure"), Index("ix_erasure_asked", "due_on", "id", postgresql_where=text("withdrawn_at is null")))
    secrecy = Secrecy.ACCESS
    party_id: Mapped[PartyKey] = mapped_column(index=True)
    due_on: Mapped[date]
    withdrawn_at: Mapped[datetime | None]


class DestructionCertificate(Row):
    """That a part of a case was destroyed, on which day, and with whose keys; it outlives all of it."""

    __tablename__ = "destruction_certificate"
    __table_args__ = (
        UniqueConstraint("organisation_id", "case_id", "part", "party_id", postgresql_nulls_not_distinct=True),
        Index("ix_destruction_certificate_case", "case_id", "created_at", "id"),
        Index("ix_destruction_certificate_registry", "registry_id", "created_at", "id"),
    )
    secrecy = Secrecy.ACCESS
    outside = True  # a registry answers for what was said with its moderators, and knows of no process
    newest_first = True
    organisation_id: Mapped[UUID]
    case_id: Mapped[UUID] = mapped_column(info={OUTLIVES: True})
    party_id: Mapped[UUID | None] = mapped_column(info={OUTLIVES: True})
    registry_id: Mapped[UUID | None]
    """The registry of the moderator who led last; none where nobody led."""
    part: Mapped[Part] = mapped_column(choice(Part, "part"))
    destroyed_on: Mapped[date]
    owners: Mapped[Keys]
    """Whose data keys went."""
    note: Mapped[str] = mapped_column(Text)
    """The same as text, signed by the service."""
