"""What people say: first to the moderator alone, and with all only when they share it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.confidentiality import Secrecy
from app.domain.harms import HarmState
from app.domain.retention import private_of
from app.store.models.base import Codes, Content, InCase, MaybePartyKey, PartyKey, choice, in_case, refers_to


class Statement(InCase):
    """What a party tells the moderator, in their own words."""

    __tablename__ = "statement"
    __table_args__ = (in_case("statement"),)
    secrecy = Secrecy.PRIVATE
    party_id: Mapped[PartyKey]
    text: Mapped[Content]


class BehaviourExperience(InCase):
    """Behaviour as one party lived it; who is named as its author does not see it here (R16)."""

    __tablename__ = "behaviour_experience"
    __table_args__ = (in_case("behaviour_experience"),)
    secrecy = Secrecy.PRIVATE
    party_id: Mapped[PartyKey]
    text: Mapped[Content]
    behaviour_kinds: Mapped[Codes]
    experiences: Mapped[Codes]
    author_party_id: Mapped[MaybePartyKey]
    """The author of the behaviour, as the one who tells it sees it: a relation of this record, never of a person."""
    shared_at: Mapped[datetime | None]


class Attribution(InCase):
    """An experience put before the one whom it names as author; shared only if they accept it (R16)."""

    __tablename__ = "attribution"
    __table_args__ = (
        UniqueConstraint("organisation_id", "experience_id"),
        in_case("attribution"),
    )
    secrecy = Secrecy.PRIVATE
    party_id: Mapped[PartyKey]
    """The one whom it names."""
    told_by_party_id: Mapped[PartyKey]
    experience_id: Mapped[UUID] = refers_to("behaviour_experience", index=True)
    text: Mapped[Content]
    behaviour_kinds: Mapped[Codes]
    accepted_at: Mapped[datetime | None]

    @property
    def key_owner(self) -> UUID:
        """They are the words of the one who told it."""
        return private_of(self.told_by_party_id)


class SharedExperience(InCase):
    """An experience that all know: it names nobody else as author, or that person accepted it."""

    __tablename__ = "shared_experience"
    __table_args__ = (in_case("shared_experience"),)
    secrecy = Secrecy.SHARED
    party_id: Mapped[PartyKey]
    author_party_id: Mapped[MaybePartyKey]
    text: Mapped[Content]
    behaviour_kinds: Mapped[Codes]


class PrivateHarm(InCase):
    """A harm told to the moderator alone."""

    __tablename__ = "private_harm"
    __table_args__ = (in_case("private_harm"),)
    secrecy = Secrecy.PRIVATE
    party_id: Mapped[PartyKey]
    kinds: Mapped[Codes]
    text: Mapped[Content]
    shared_as_id: Mapped[UUID | None]


class Harm(InCase):
    """A harm that the person harmed shares with all."""

    __tablename__ = "harm"
    __table_args__ = (in_case("harm"),)
    secrecy = Secrecy.SHARED
    party_id: Mapped[PartyKey]
    kinds: Mapped[Codes]
    text: Mapped[Content]
    state: Mapped[HarmState] = mapped_column(choice(HarmState, "state"), default=HarmState.OPEN)
    discussed: Mapped[bool] = mapped_column(default=False)


class PrivateNeed(InCase):
    """A need told to the moderator alone."""

    __tablename__ = "private_need"
    __table_args__ = (in_case("private_need"),)
    secrecy = Secrecy.PRIVATE
    party_id: Mapped[PartyKey]
    text: Mapped[Content]
    shared_as_id: Mapped[UUID | None]


class Need(InCase):
    """A need that a party shares with all."""

    __tablename__ = "need"
    __table_args__ = (in_case("need"),)
    secrecy = Secrecy.SHARED
    party_id: Mapped[PartyKey]
    text: Mapped[Content]


class Idea(InCase):
    """What a party thinks could help."""

    __tablename__ = "idea"
    __table_args__ = (in_case("idea"),)
    secrecy = Secrecy.SHARED
    party_id: Mapped[PartyKey]
    text: Mapped[Content]
