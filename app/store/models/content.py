"""What people say: first to the moderator alone, and with all only when they share it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.confidentiality import Secrecy
from app.domain.harms import HarmState
from app.store.models.base import CaseKey, Codes, Content, MaybePartyKey, PartyKey, Row, choice, in_case


class Statement(Row):
    """What a party tells the moderator, in their own words."""

    __tablename__ = "statement"
    __table_args__ = (in_case("statement"),)
    secrecy = Secrecy.PRIVATE
    case_id: Mapped[CaseKey]
    party_id: Mapped[PartyKey]
    text: Mapped[Content]


class BehaviourExperience(Row):
    """Behaviour as one party lived it; who is named as its author does not see it here (R16)."""

    __tablename__ = "behaviour_experience"
    __table_args__ = (in_case("behaviour_experience"),)
    secrecy = Secrecy.PRIVATE
    case_id: Mapped[CaseKey]
    party_id: Mapped[PartyKey]
    text: Mapped[Content]
    behaviour_kinds: Mapped[Codes]
    experiences: Mapped[Codes]
    author_party_id: Mapped[MaybePartyKey]
    """The author of the behaviour, as the one who tells it sees it: a relation of this record, never of a person."""
    shared_at: Mapped[datetime | None]


class Attribution(Row):
    """An experience put before the one whom it names as author; shared only if they accept it (R16)."""

    __tablename__ = "attribution"
    __table_args__ = (in_case("attribution"),)
    secrecy = Secrecy.PRIVATE
    case_id: Mapped[CaseKey]
    party_id: Mapped[PartyKey]
    """The one whom it names."""
    told_by_party_id: Mapped[PartyKey]
    experience_id: Mapped[UUID] = mapped_column(ForeignKey("behaviour_experience.id"), unique=True)
    text: Mapped[Content]
    behaviour_kinds: Mapped[Codes]
    accepted_at: Mapped[datetime | None]


class SharedExperience(Row):
    """An experience that all know: it names nobody else as author, or that person accepted it."""

    __tablename__ = "shared_experience"
    __table_args__ = (in_case("shared_experience"),)
    secrecy = Secrecy.SHARED
    case_id: Mapped[CaseKey]
    party_id: Mapped[PartyKey]
    author_party_id: Mapped[MaybePartyKey]
    text: Mapped[Content]
    behaviour_kinds: Mapped[Codes]


class PrivateHarm(Row):
    """A harm told to the moderator alone."""

    __tablename__ = "private_harm"
    __table_args__ = (in_case("private_harm"),)
    secrecy = Secrecy.PRIVATE
    case_id: Mapped[CaseKey]
    party_id: Mapped[PartyKey]
    kinds: Mapped[Codes]
    text: Mapped[Content]
    shared_as_id: Mapped[UUID | None]


class Harm(Row):
    """A harm that the person harmed shares with all."""

    __tablename__ = "harm"
    __table_args__ = (in_case("harm"),)
    secrecy = Secrecy.SHARED
    case_id: Mapped[CaseKey]
    party_id: Mapped[PartyKey]
    kinds: Mapped[Codes]
    text: Mapped[Content]
    state: Mapped[HarmState] = mapped_column(choice(HarmState, "state"), default=HarmState.OPEN)
    discussed: Mapped[bool] = mapped_column(default=False)


class PrivateNeed(Row):
    """A need told to the moderator alone."""

    __tablename__ = "private_need"
    __table_args__ = (in_case("private_need"),)
    secrecy = Secrecy.PRIVATE
    case_id: Mapped[CaseKey]
    party_id: Mapped[PartyKey]
    text: Mapped[Content]
    shared_as_id: Mapped[UUID | None]


class Need(Row):
    """A need that a party shares with all."""

    __tablename__ = "need"
    __table_args__ = (in_case("need"),)
    secrecy = Secrecy.SHARED
    case_id: Mapped[CaseKey]
    party_id: Mapped[PartyKey]
    text: Mapped[Content]


class Idea(Row):
    """What a party thinks could help."""

    __tablename__ = "idea"
    __table_args__ = (in_case("idea"),)
    secrecy = Secrecy.SHARED
    case_id: Mapped[CaseKey]
    party_id: Mapped[PartyKey]
    text: Mapped[Content]
