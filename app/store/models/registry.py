"""Moderators: what the registry shows, what it keeps, and the ties that make someone not available (R2, R3)."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.confidentiality import Secrecy
from app.store.models.base import Codes, MaybeContent, Row, refers_to


class Moderator(Row):
    """The public part of a registration: a name and what someone is good at."""

    __tablename__ = "moderator"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "principal_id"),
        Index("ix_moderator_principal", "principal_id"),
        Index("ix_moderator_organisation", "organisation_id", "created_at", "id"),
        Index("ix_moderator_listed", "created_at", "id"),
    )
    secrecy = Secrecy.REGISTRY
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    principal_id: Mapped[UUID]
    name: Mapped[str]
    expertise: Mapped[Codes]


class Qualification(Row):
    """What the registry keeps to itself about a moderator."""

    __tablename__ = "qualification"
    __table_args__ = (UniqueConstraint("organisation_id", "moderator_id"),)
    secrecy = Secrecy.DIRECTORY
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    moderator_id: Mapped[UUID] = refers_to("moderator")
    text: Mapped[MaybeContent]


class Tie(Row):
    """A moderator's relation to an organisation, and within it to a unit or a person. Ids only."""

    __tablename__ = "tie"
    __table_args__ = (
        CheckConstraint("unit_id is null or person_id is null", name="one_place"),
        # A unit or person of that very organisation: of another one it would never match, and its mere existence would show.
        ForeignKeyConstraint(["organisation_id", "unit_id"], ["unit.organisation_id", "unit.id"], name="fk_tie_unit"),
        ForeignKeyConstraint(["organisation_id", "person_id"], ["person.organisation_id", "person.id"], name="fk_tie_person"),
        ForeignKeyConstraint(["registry_id", "moderator_id"], ["moderator.organisation_id", "moderator.id"], name="fk_tie_moderator_id"),
        Index("ix_tie_moderator", "moderator_id", "organisation_id"),
    )
    secrecy = Secrecy.REGISTRY
    moderator_id: Mapped[UUID]
    registry_id: Mapped[UUID]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    unit_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
