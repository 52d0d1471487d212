"""Who holds authority over a young party, and what they say yes to (R6)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from app.domain.confidentiality import Secrecy
from app.store.models.base import Content, InCase, MaybeContent, MaybePartyKey, PartyKey, in_case, refers_to


class Guardian(InCase):
    """Authority over a young party, as the moderator recorded it."""

    __tablename__ = "guardian"
    __table_args__ = (in_case("guardian"), Index("ix_guardian_party", "party_id"))
    secrecy = Secrecy.PRIVATE
    opens_late = True
    party_id: Mapped[PartyKey]
    """The young person whom it is about."""
    display_name: Mapped[Content]
    own_party_id: Mapped[MaybePartyKey]
    """The place that the guardian has here themselves: then they cannot consent for the child."""
    ended_on: Mapped[date | None]

    @property
    def key_owner(self) -> UUID:
        """Who they are is who takes part: it goes with the name of the child."""
        return self.party_id


class GuardianParticulars(InCase):
    """How to reach a guardian: private, while who they are is who takes part, and passes to a successor (S7)."""

    __tablename__ = "guardian_particulars"
    __table_args__ = (in_case("guardian_particulars"), UniqueConstraint("organisation_id", "guardian_id"))
    secrecy = Secrecy.PRIVATE
    party_id: Mapped[PartyKey]
    """The young person."""
    guardian_id: Mapped[UUID] = refers_to("guardian")
    contact: Mapped[MaybeContent]


class GuardianConsent(InCase):
    """A guardian's yes or no to a child's taking part; append-only, the latest counts, as long as a declaration would (R6, R7)."""

    __tablename__ = "guardian_consent"
    __table_args__ = (in_case("guardian_consent"), Index("ix_guardian_consent_guardian", "guardian_id", "created_at", "id"))
    secrecy = Secrecy.ANSWER
    guardian_id: Mapped[UUID] = refers_to("guardian")
    yes: Mapped[bool]
    expires_at: Mapped[datetime]
