"""Public keys: the registry's own, with which it signs; and those for which notes are sealed. No private half is ever kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.confidentiality import Secrecy
from app.domain.sealing_keys import KeyKind, KeyState
from app.store.models.base import Digest, Row, choice, refers_to


class SigningKey(Row):
    """A registry's public key, with its own signature for it; the newest is in force, and the others stay readable."""

    __tablename__ = "signing_key"
    __table_args__ = (
        UniqueConstraint("organisation_id", "kid"),
        Index("ix_signing_key_organisation", "organisation_id", "created_at", "id"),
    )
    secrecy = Secrecy.KEYS
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    kid: Mapped[str]
    public_key: Mapped[dict[str, str]] = mapped_column(JSONB)
    proof: Mapped[str] = mapped_column(Text)


class SealingKey(Row):
    """A public key for which notes are sealed: a moderator's, or the recovery key of their registry."""

    __tablename__ = "sealing_key"
    __table_args__ = (
        CheckConstraint("(kind = 'moderator') = (moderator_id is not null)", name="whose"),
        CheckConstraint("(state in ('proven', 'countersigned')) = (proven_at is not null)", name="proven"),
        CheckConstraint("(state = 'countersigned') = (countersigned_at is not null)", name="countersigned"),
        CheckConstraint("num_nonnulls(countersignature, countersigned_at, signing_key_id) in (0, 3)", name="signed"),
        # Whoever cannot open the challenge keeps nobody else's key from them.
        Index("uq_sealing_key_proven", "organisation_id", "kid", unique=True, postgresql_where="proven_at is not null"),
        Index("ix_sealing_key_organisation", "organisation_id", "created_at", "id"),
        Index("ix_sealing_key_in_force", "organisation_id", "kind", "moderator_id", "countersigned_at"),
    )
    secrecy = Secrecy.KEYS
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    holder_id: Mapped[UUID]
    """Who registered it, and alone can prove that they hold its other half."""
    kind: Mapped[KeyKind] = mapped_column(choice(KeyKind, "kind"))
    moderator_id: Mapped[UUID | None] = refers_to("moderator")
    kid: Mapped[str]
    public_key: Mapped[dict[str, str]] = mapped_column(JSONB)
    state: Mapped[KeyState] = mapped_column(choice(KeyState, "state"), default=KeyState.REGISTERED)
    challenge: Mapped[str] = mapped_column(Text)
    secret_digest: Mapped[Digest]
    """Of what was in the challenge."""
    attempts: Mapped[int] = mapped_column(default=0)
    proven_at: Mapped[datetime | None]
    countersignature: Mapped[str | None] = mapped_column(Text)
    signing_key_id: Mapped[UUID | None] = refers_to("signing_key")
    countersigned_at: Mapped[datetime | None]
