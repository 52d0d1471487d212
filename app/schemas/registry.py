"""Moderators, as everyone may know them, and what their registry keeps."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator

from app.domain.confidentiality import Secrecy
from app.domain.vocabulary import Expertise
from app.schemas.base import Id, In, Line, Out, Prose, Url, confidential


class TieIn(In):
    """What a moderator is tied to: a whole organisation, or one unit or person in it."""

    organisation_id: Id
    unit_id: Id | None = None
    person_id: Id | None = None

    @model_validator(mode="after")
    def _one_place(self) -> "TieIn":
        if self.unit_id and self.person_id:
            raise ValueError("one of unitId and personId")
        return self


class TieOut(Out):
    """A moderator's tie."""

    secrecy = Secrecy.REGISTRY
    id: UUID
    organisation_id: UUID
    unit_id: UUID | None
    person_id: UUID | None


class ModeratorIn(In):
    """A registration."""

    name: Line
    expertise: Annotated[list[Expertise], Field(min_length=1, max_length=10)]
    issuer: Url = Field(description="The registry's identity provider.")
    subject: Annotated[Line, Field(max_length=255)] = Field(description="What that provider calls them (`sub`).")
    qualification: Annotated[Prose | None, confidential()] = None
    ties: Annotated[list[TieIn], Field(max_length=100)] = []


class ModeratorOut(Out):
    """The public part of a registration."""

    secrecy = Secrecy.REGISTRY
    id: UUID
    name: str
    expertise: list[Expertise]


class QualificationOut(Out):
    """What the registry keeps to itself."""

    secrecy = Secrecy.DIRECTORY
    text: Annotated[str | None, confidential()]
