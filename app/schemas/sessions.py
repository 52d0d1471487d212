"""Conversations that all hold together, and what is kept of them."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.domain.confidentiality import Secrecy
from app.domain.sessions import SessionKind, SessionState
from app.schemas.base import Hash, Id, In, Instant, Line, Out, Patch, Said, SaidOut, confidential

Place = Annotated[Line | None, confidential()]


class SessionIn(In):
    """A conversation with a goal and an agenda (R11)."""

    kind: SessionKind
    goal: Said
    agenda: Said
    place: Place = None
    planned_for: Instant


class SessionPatch(Patch):
    """The same conversation, planned otherwise; for another moment everyone is asked again (R7)."""

    goal: Said = ""
    agenda: Said = ""
    place: Place = None
    planned_for: Instant = datetime.min.replace(tzinfo=UTC)


class SessionOut(Out):
    """A conversation that all hold together."""

    secrecy = Secrecy.PROCESS
    id: UUID
    kind: SessionKind
    state: SessionState
    goal: SaidOut
    agenda: SaidOut
    place: Annotated[str | None, confidential()]
    planned_for: datetime
    started_at: datetime | None
    ended_at: datetime | None


class ReconfirmationIn(In):
    """Yes or no for this conversation. A no needs no reason, and withdraws your readiness (R7)."""

    ready: bool
    party_id: Id | None = Field(default=None, description="For the moderator: whom you heard say it. A party speaks for themselves.")


class ReconfirmationOut(Out):
    """A yes or no for one conversation."""

    secrecy = Secrecy.ANSWER
    id: UUID
    party_id: UUID
    planned_for: datetime = Field(description="The moment for which it was said.")
    ready: Annotated[bool, confidential()]
    orally: bool = Field(description="As the moderator heard it; the party can contest it until the conversation begins (R6).")
    assisted: bool
    created_at: datetime


class SessionEndIn(In):
    """The shared harms that were talked about (R12)."""

    discussed_harm_ids: Annotated[list[Id], Field(max_length=100)]


class AttendanceIn(In):
    """Who was there."""

    party_id: Id


class AttendanceOut(Out):
    """Who was there."""

    secrecy = Secrecy.PROCESS
    id: UUID
    party_id: UUID


class SessionRecordIn(In):
    """What is kept of the conversation."""

    text: Said


class SessionRecordPatch(Patch):
    """The same in other words; approvals of the former ones are void."""

    text: Said = ""


class SessionRecordOut(Out):
    """What is kept of a conversation: for those who were there, and for all once each of them approved it."""

    secrecy = Secrecy.SHARED
    id: UUID
    session_id: UUID
    text: SaidOut
    text_hash: str = Field(description='SHA-256 of the canonical JSON (RFC 8785) of `{"text": …}`; approve exactly this.')
    approved_by_all_at: datetime | None = Field(description="Nobody learns who has not approved yet (S10).")


class RecordApprovalIn(In):
    """The hash of the text that you read."""

    hash: Hash


class RecordApprovalOut(Out):
    """One yes to a record's text."""

    secrecy = Secrecy.ANSWER
    id: UUID
    party_id: UUID
    text_hash: str
    assisted: bool
    created_at: datetime
    voided_at: datetime | None = Field(description="Since when the text is another one.")
