"""Talks of one party with the moderator: that there was one is theirs alone."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from app.domain.confidentiality import Secrecy
from app.domain.sessions import SessionState, TalkKind
from app.schemas.base import In, Instant, Out, Said, confidential


class TalkIn(In):
    """A talk with one party, before readiness or beside the joint conversations."""

    kind: TalkKind
    goal: Annotated[Said | None, confidential()] = None
    planned_for: Instant


class TalkOut(Out):
    """A talk of one party with the moderator; it never counts as joint (R11)."""

    secrecy = Secrecy.PRIVATE
    id: UUID
    party_id: UUID
    kind: TalkKind
    state: SessionState
    goal: Annotated[str | None, confidential()]
    planned_for: datetime
