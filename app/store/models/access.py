"""Who read what is a party's own: role and day (S9)."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.confidentiality import Role, Secrecy
from app.store.models.base import InCase, PartyKey, choice


class AccessEvent(InCase):
    """That someone else read on a day what a party told; never what concerns notes."""

    __tablename__ = "access_event"
    __table_args__ = (
        UniqueConstraint("organisation_id", "party_id", "reader_id", "read_on"),
        Index("ix_access_event_party", "party_id", "read_on", "id"),
    )
    secrecy = Secrecy.ACCESS
    listed_by = ("read_on", "id")
    newest_first = True
    party_id: Mapped[PartyKey]
    reader_id: Mapped[UUID]
    reader_role: Mapped[Role] = mapped_column(choice(Role, "reader_role"))
    read_on: Mapped[date]
