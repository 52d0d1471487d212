"""Conversations that all hold together, and what is kept of them (R11)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.confidentiality import Secrecy
from app.domain.sessions import SessionKind, SessionState
from app.store.models.base import Assisted, Content, InCase, MaybeContent, PartyKey, TextHash, choice, in_case, refers_to


class Session(InCase):
    """A joint conversation, a circle, or a joint follow-up: goal and agenda, planned by the moderator alone."""

    __tablename__ = "session"
    __table_args__ = (
        in_case("session"),
        Index("uq_session_upcoming", "organisation_id", "case_id", unique=True, postgresql_where=text("state in ('planned', 'running')")),
    )
    secrecy = Secrecy.PROCESS
    opens_late = True
    kind: Mapped[SessionKind] = mapped_column(choice(SessionKind, "kind"))
    state: Mapped[SessionState] = mapped_column(choice(SessionState, "state"), default=SessionState.PLANNED)
    goal: Mapped[Content]
    agenda: Mapped[Content]
    place: Mapped[MaybeContent]
    appointment_id: Mapped[UUID] = refers_to("appointment")
    """Who leads it: whoever no longer moderates keeps a veto over what was said here (S5)."""
    planned_for: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Reconfirmation(InCase):
    """A party's yes or no for one session, by themselves or as the moderator heard it (R7)."""

    __tablename__ = "reconfirmation"
    __table_args__ = (in_case("reconfirmation"),)
    secrecy = Secrecy.ANSWER
    session_id: Mapped[UUID] = refers_to("session", index=True)
    party_id: Mapped[PartyKey]
    planned_for: Mapped[datetime]
    """The moment that it was said for: a yes for another day is no yes for this one."""
    ready: Mapped[bool]
    orally: Mapped[bool]
    assisted: Mapped[Assisted]


class Attendance(InCase):
    """Who was there."""

    __tablename__ = "attendance"
    __table_args__ = (in_case("attendance"), UniqueConstraint("organisation_id", "session_id", "party_id"))
    secrecy = Secrecy.PROCESS
    session_id: Mapped[UUID] = refers_to("session", index=True)
    party_id: Mapped[PartyKey]


class SessionRecord(InCase):
    """What is kept of a conversation, for those who were there; it stands once all of them approved the identical text."""

    __tablename__ = "session_record"
    __table_args__ = (
        UniqueConstraint("organisation_id", "session_id"),
        in_case("session_record"),
    )
    secrecy = Secrecy.SHARED
    session_id: Mapped[UUID] = refers_to("session", index=True)
    text: Mapped[Content]
    text_hash: Mapped[TextHash]
    approved_by_all_at: Mapped[datetime | None]


class RecordApproval(InCase):
    """One attendee's approval of a record's text; void once the text has changed."""

    __tablename__ = "record_approval"
    __table_args__ = (
        in_case("record_approval"),
        Index(
            "uq_record_approval_standing",
            "organisation_id",
            "record_id",
            "party_id",
            unique=True,
            postgresql_where=text("voided_at is null"),
        ),
    )
    secrecy = Secrecy.ANSWER
    record_id: Mapped[UUID] = refers_to("session_record", index=True)
    party_id: Mapped[PartyKey]
    text_hash: Mapped[TextHash]
    assisted: Mapped[Assisted]
    voided_at: Mapped[datetime | None]
