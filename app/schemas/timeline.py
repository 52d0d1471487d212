"""What happened in a case, on the wire."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.schemas.base import Out


class TimelineEntryOut(Out):
    """One thing that happened. Codes, ids and times only: nothing that anybody said."""

    id: Annotated[UUID, Field(description="Of the row that tells it; one row can tell several things.")]
    kind: Annotated[str, Field(description="Stable. More kinds may come: keep a place for those that you do not know.")]
    on: date
    at: Annotated[datetime | None, Field(description="None for what is known by its day only, whoever reads it.")]
    party_id: Annotated[UUID | None, Field(description="Whose it is: yourself, whoever shared it, and for the moderator anybody (S10).")]
    resource: Annotated[str, Field(description="Where it stands.")]
