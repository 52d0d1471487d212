"""Organisations and their directory."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.confidentiality import Secrecy
from app.domain.directory import OrganisationKind, UnitKind
from app.store.models.base import Row, choice, refers_to


class Organisation(Row):
    """A client organisation, or a moderators' registry."""

    __tablename__ = "organisation"
    secrecy = Secrecy.DIRECTORY
    kind: Mapped[OrganisationKind] = mapped_column(choice(OrganisationKind, "kind"))
    name: Mapped[str]


class Unit(Row):
    """A team, group, class or department."""

    __tablename__ = "unit"
    __table_args__ = (Index("ix_unit_organisation", "organisation_id", "created_at", "id"), UniqueConstraint("organisation_id", "id"))
    secrecy = Secrecy.DIRECTORY
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[UnitKind] = mapped_column(choice(UnitKind, "kind"))
    name: Mapped[str]
    line_manager_id: Mapped[UUID | None]
    """A person of the same organisation. No foreign key: people refer to units, and a circle could never be put in or dumped in order."""


class Person(Row):
    """Someone whom an organisation knows by its own identity provider."""

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_organisation", "organisation_id", "created_at", "id"),
        Index("ix_person_unit", "unit_id", "created_at", "id"),
        UniqueConstraint("organisation_id", "principal_id"),
        UniqueConstraint("organisation_id", "id"),
    )
    secrecy = Secrecy.DIRECTORY
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    principal_id: Mapped[UUID]
    name: Mapped[str]
    unit_id: Mapped[UUID | None] = refers_to("unit")
    deactivated_at: Mapped[datetime | None]
    """Left the organisation, as its system says; it changes no seat (R9)."""

    @property
    def active(self) -> bool:
        """Whether the organisation still counts them among its own."""
        return self.deactivated_at is None


class OrganisationSettings(Row):
    """The numbers that an organisation chose (domain: terms); they hold for the cases that come in from then on."""

    __tablename__ = "organisation_settings"
    secrecy = Secrecy.DIRECTORY
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), unique=True)
    readiness_days: Mapped[int]
    invitation_days: Mapped[int]
    seat_days: Mapped[int]
    successor_days: Mapped[int]
    informing_days: Mapped[int]
    answer_days: Mapped[int]
    disclosure_days: Mapped[int]
    consent_age: Mapped[int]
    notes_months: Mapped[int]
    private_months: Mapped[int]
    shared_months: Mapped[int]
    referral_months: Mapped[int]
    access_log_months: Mapped[int]
