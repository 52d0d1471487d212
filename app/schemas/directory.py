"""Organisations, units, people, and the numbers an organisation chose."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.domain.confidentiality import Secrecy
from app.domain.directory import OrganisationKind, UnitKind
from app.schemas.base import Id, In, Line, Out, Patch, Url


class UnitIn(In):
    """A new unit."""

    kind: UnitKind
    name: Line
    line_manager_id: Id | None = None


class UnitPatch(Patch):
    """Changes to a unit."""

    kind: UnitKind = UnitKind.TEAM
    name: Line = ""
    line_manager_id: Id | None = None


class UnitOut(Out):
    """A team, group, class or department."""

    secrecy = Secrecy.DIRECTORY
    id: UUID
    kind: UnitKind
    name: str
    line_manager_id: UUID | None


class PersonIn(In):
    """Someone to know by the organisation's own identity provider."""

    name: Line
    unit_id: Id | None = None
    issuer: Url = Field(description="The provider that issues their tokens.")
    subject: Annotated[Line, Field(max_length=255)] = Field(description="What that provider calls them (`sub`).")


class PersonPatch(Patch):
    """Changes to a person; who they are does not change."""

    name: Line = ""
    unit_id: Id | None = None
    active: bool = Field(default=True, description="False for whoever left the organisation; it ends nothing that they take part in (R9).")


class PersonOut(Out):
    """Someone whom the organisation knows."""

    secrecy = Secrecy.DIRECTORY
    id: UUID
    name: str
    unit_id: UUID | None
    active: bool


class OrganisationOut(Out):
    """An organisation."""

    secrecy = Secrecy.DIRECTORY
    id: UUID
    kind: OrganisationKind
    name: str


class SettingsOut(Out):
    """The numbers that hold for cases that come in from now on."""

    secrecy = Secrecy.DIRECTORY
    readiness_days: int = Field(description="How long a declaration of readiness counts (R7).")
    invitation_days: int = Field(description="How long an invitation can be redeemed.")
    seat_days: int = Field(description="Within how many days a moderator must have taken the case (R17).")
    successor_days: int = Field(description="Within how many days a successor must have come (R17).")
    informing_days: int = Field(description="Within how many days those whom a referral names are informed (R1).")
    answer_days: int = Field(description="How long a beneficiary can answer a report (R14).")
    disclosure_days: int = Field(description="Between somebody's letter and the day on which it is answered, at the least (S5).")
    consent_age: int = Field(description="Under which age guardians consent beside a young person's own yes (R6).")
    notes_months: int = Field(description="For how many months after the end a moderator's notes are kept (S8).")
    private_months: int = Field(description="For how many months what each party said in private is kept (S8).")
    shared_months: int = Field(description="For how many months the process and what all said together are kept (S8).")
    referral_months: int = Field(description="For how many months a referral is kept that nobody took up (S8).")
    access_log_months: int = Field(description="For how many months it is kept who read what (S8, S9).")


class SettingsPatch(Patch):
    """Other numbers; each has bounds that only let an organisation tighten protection."""

    readiness_days: Annotated[int, Field(ge=14, le=90)] = 90
    invitation_days: Annotated[int, Field(ge=1, le=14)] = 14
    seat_days: Annotated[int, Field(ge=7, le=21)] = 21
    successor_days: Annotated[int, Field(ge=30, le=60)] = 60
    informing_days: Annotated[int, Field(ge=7, le=30)] = 30
    answer_days: Annotated[int, Field(ge=28, le=56)] = 28
    disclosure_days: Annotated[int, Field(ge=14, le=56)] = 14
    consent_age: Annotated[int, Field(ge=16, le=18)] = 16
    notes_months: Annotated[int, Field(ge=3, le=12)] = 12
    private_months: Annotated[int, Field(ge=3, le=12)] = 12
    shared_months: Annotated[int, Field(ge=12, le=60)] = 24
    referral_months: Annotated[int, Field(ge=1, le=6)] = 6
    access_log_months: Annotated[int, Field(ge=24, le=60)] = 60
