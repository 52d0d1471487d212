"""The audit log: one row for each operation, in two streams, and the trees of hashes over them. Ids and codes, and nobody's words."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.audit import Outcome, Stream
from app.domain.confidentiality import Role, Secrecy
from app.store.models.base import OUTLIVES, Keys, Row, choice

UNSEALED = "leaf_index is null"


class Event(Row):
    """One operation: who, in which role, did what to which thing, and what came of it."""

    __abstract__ = True
    # Whoever writes a row may not read it back.
    __mapper_args__ = {"eager_defaults": False}
    newest_first = True
    organisation_id: Mapped[UUID]
    actor_id: Mapped[UUID]
    role: Mapped[Role] = mapped_column(choice(Role, "role"))
    assisted: Mapped[bool]
    operation: Mapped[str]
    resource: Mapped[str]
    resource_id: Mapped[UUID | None]
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome, "outcome"))
    trace_id: Mapped[str]
    proof: Mapped[bytes] = mapped_column(LargeBinary)
    """A keyed hash of the row under the service's key: whoever can write to the database still writes no row that counts."""
    transaction: Mapped[int] = mapped_column(BigInteger, server_default=text("((pg_current_xact_id())::text)::bigint"))
    """In which transaction it was written: once all before it have ended, no earlier row can still appear."""
    leaf_index: Mapped[int | None] = mapped_column(BigInteger)
    """Its place in the tree of its stream, once it is sealed."""


def _kept(name: str) -> tuple[UniqueConstraint | Index, ...]:
    return (
        UniqueConstraint("organisation_id", "leaf_index"),
        Index(f"ix_{name}_organisation", "organisation_id", "created_at", "id"),
        Index(f"ix_{name}_unsealed", "organisation_id", "created_at", "id", postgresql_where=text(UNSEALED)),
    )


class AuditEvent(Event):
    """What somebody of an organisation did, for its auditor."""

    __tablename__ = "audit_event"
    __table_args__ = _kept("audit_event")
    secrecy = Secrecy.AUDIT
    stream = Stream.ORGANISATION


class CaseAuditEvent(Event):
    """What somebody did who has a seat, or the worker; of the case that they saw, where there is one."""

    __tablename__ = "case_audit_event"
    __table_args__ = (*_kept("case_audit_event"), Index("ix_case_audit_event_case", "case_id", "created_at", "id"))
    secrecy = Secrecy.ACCESS
    stream = Stream.CONFIDENTIAL
    case_id: Mapped[UUID | None] = mapped_column(info={OUTLIVES: True})
    read_of: Mapped[Keys]
    """The parties whose own was read by somebody else (S9)."""


EVENTS: dict[Stream, type[Event]] = {model.stream: model for model in (AuditEvent, CaseAuditEvent)}


class AuditNode(Row):
    """The hash of a complete subtree of a log."""

    __tablename__ = "audit_node"
    __table_args__ = (
        UniqueConstraint("organisation_id", "stream", "level", "number"),
        CheckConstraint("dropped is null or level = 0", name="dropped"),
    )
    secrecy = Secrecy.AUDIT
    organisation_id: Mapped[UUID]
    stream: Mapped[Stream] = mapped_column(choice(Stream, "stream"))
    level: Mapped[int]
    number: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    dropped: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Of a leaf whose row was dropped in time: the keyed proof that the service itself did so (S8)."""


class AuditCheckpoint(Row):
    """The signed root of a log at one size."""

    __tablename__ = "audit_checkpoint"
    __table_args__ = (
        UniqueConstraint("organisation_id", "stream", "size"),
        Index("ix_audit_checkpoint_organisation", "organisation_id", "created_at", "id"),
    )
    secrecy = Secrecy.AUDIT
    newest_first = True
    organisation_id: Mapped[UUID]
    stream: Mapped[Stream] = mapped_column(choice(Stream, "stream"))
    size: Mapped[int] = mapped_column(BigInteger)
    root: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(400))
    """The checkpoint as text, with its signature."""
