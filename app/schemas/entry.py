"""Where one comes in: what this is, who one is, and the lists of codes."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.domain.confidentiality import Role
from app.schemas.base import Out


class Link(Out):
    """Something that the reader can do next."""

    rel: str
    href: str


class EntryOut(Out):
    """What this is."""

    name: str
    version: str
    links: list[Link]


class HealthOut(Out):
    """Whether the service lives, or is ready."""

    status: str


class MeOut(Out):
    """Who the token makes you."""

    principal_id: UUID
    organisation_id: UUID
    roles: Annotated[list[Role], Field(description="One: roles never add up (S3).")]
    links: list[Link]


class CodeOut(Out):
    """A code with its label."""

    code: str
    label: str


class CodeListOut(Out):
    """A list of codes, in the reader's language; more may come, so treat it as open."""

    name: str
    language: str
    items: list[CodeOut]


class QuestionsOut(Out):
    """The questions that everybody is asked, in the same words (R16)."""

    name: str
    language: str
    questions: list[str]


class SecrecyStatementOut(Out):
    """What everyone accepts before anything is said (S0)."""

    version: int
    hash: Annotated[str, Field(description="SHA-256 of the Dutch and the English text together; it is what one accepts.")]
    language: str
    text: str


class ProblemOut(Out):
    """What a problem code means."""

    code: str
    dutch: str
    english: str
