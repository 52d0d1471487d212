"""Who may be there beside the parties, who admitted them, and where they were (S10)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.companions import CompanionKind
from app.domain.confidentiality import Secrecy
from app.store.models.base import Assisted, Content, InCase, MaybeContent, MaybePartyKey, PartyKey, choice, in_case, refers_to


class Companion(InCase):
    """Someone beside the parties, between whoever brings them and the moderator."""

    __tablename__ = "companion"
    __table_args__ = (in_case("companion"),)
    secrecy = Secrecy.PRIVATE
    opens_late = True
    party_id: Mapped[MaybePartyKey]
    """Whose supporter; none for whom the moderator named."""
    kind: Mapped[CompanionKind] = mapped_column(choice(CompanionKind, "kind"))
    display_name: Mapped[Content]
    contact: Mapped[MaybeContent]
    ended_at: Mapped[datetime | None]

    @property
    def key_owner(self) -> UUID:
        """Whom a party brings goes with the name of that party."""
        return self.party_id or self.case_id


class Introduction(InCase):
    """Someone whom all are told of, because they would be there in a joint conversation. Its id is the companion's."""

    __tablename__ = "introduction"
    __table_args__ = (in_case("introduction"),)
    secrecy = Secrecy.PROCESS
    opens_late = True
    party_id: Mapped[MaybePartyKey]
    session_id: Mapped[UUID | None] = refers_to("session")
    """For which conversation; a supporter, once admitted, may come to all of them."""
    kind: Mapped[CompanionKind] = mapped_column(choice(CompanionKind, "kind"))
    display_name: Mapped[Content]
    admitted_by_all_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """Since when they come no longer."""

    @property
    def key_owner(self) -> UUID:
        """The same: it is the same name."""
        return self.party_id or self.case_id


class Admission(InCase):
    """One party's yes to a supporter at joint conversations."""

    __tablename__ = "admission"
    __table_args__ = (in_case("admission"), UniqueConstraint("organisation_id", "introduction_id", "party_id"))
    secrecy = Secrecy.ANSWER
    introduction_id: Mapped[UUID] = refers_to("introduction", index=True)
    party_id: Mapped[PartyKey]
    assisted: Mapped[Assisted]


class Presence(InCase):
    """That someone beside the parties was at a conversation."""

    __tablename__ = "presence"
    __table_args__ = (in_case("presence"), UniqueConstraint("organisation_id", "session_id", "introduction_id"))
    secrecy = Secrecy.PROCESS
    session_id: Mapped[UUID] = refers_to("session", index=True)
    introduction_id: Mapped[UUID] = refers_to("introduction")
