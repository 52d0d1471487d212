"""What waits for somebody, on the wire."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.schemas.base import Out


class StepOut(Out):
    """Something to do, or to read about it."""

    rel: str
    href: str
    method: str


class WorkItemOut(Out):
    """One thing that waits for you. Codes, ids and days only: nothing that anybody said."""

    code: Annotated[str, Field(description="Stable. More codes may come: keep a place for those that you do not know.")]
    title: Annotated[str, Field(description="What it is, in your language.")]
    case_id: Annotated[UUID | None, Field(description="None for what stands outside your cases.")]
    party_id: Annotated[UUID | None, Field(description="For the moderator: whom it is about. Nobody else is told of anybody (S10).")]
    due_on: date | None
    overdue: Annotated[bool, Field(description="Its day has passed.")]
    links: list[StepOut]
