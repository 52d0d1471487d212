"""Groups that take part through a spokesperson, harm of groups that do not, and how places end (R9, R14, R15)."""

from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.confidentiality import Secrecy
from app.domain.parties import PlaceEnd
from app.store.models.base import Codes, Content, InCase, MaybeContent, MaybePartyKey, PartyKey, choice, in_case, refers_to


class GroupMember(InCase):
    """Someone who belongs to a group: with a way in of their own, or with a place in this case already."""

    __tablename__ = "group_member"
    __table_args__ = (
        in_case("group_member"),
        Index("ix_group_member_group", "group_party_id"),
        Index("ix_group_member_party", "party_id"),
        UniqueConstraint("organisation_id", "group_party_id", "party_id"),
        CheckConstraint("num_nonnulls(party_id, display_name) = 1", name="by_name_or_place"),
    )
    secrecy = Secrecy.PROCESS
    opens_late = True
    group_party_id: Mapped[PartyKey]
    party_id: Mapped[MaybePartyKey]
    """The place that the member has here themselves."""
    display_name: Mapped[MaybeContent]
    """What they are called who have no place here themselves; a place says its own name."""


class SpokespersonChoice(InCase):
    """One member's choice of who speaks for the group; the latest counts, and more than half decide."""

    __tablename__ = "spokesperson_choice"
    __table_args__ = (in_case("spokesperson_choice"), Index("ix_spokesperson_choice_member", "member_id", "created_at", "id"))
    secrecy = Secrecy.ANSWER
    group_party_id: Mapped[PartyKey]
    member_id: Mapped[UUID] = refers_to("group_member")
    """Who chooses."""
    chosen_id: Mapped[UUID] = refers_to("group_member")


class GroupHarm(InCase):
    """Harm of a group that has no place here, in the words of a party: context, and no gate waits for it (R15)."""

    __tablename__ = "group_harm"
    __table_args__ = (in_case("group_harm"),)
    secrecy = Secrecy.SHARED
    party_id: Mapped[PartyKey]
    """Who tells of it."""
    group_name: Mapped[Content]
    kinds: Mapped[Codes]
    text: Mapped[Content]


class PlaceEnding(InCase):
    """Why a place ended; the moderator's alone (R9)."""

    __tablename__ = "place_ending"
    __table_args__ = (in_case("place_ending"), UniqueConstraint("organisation_id", "party_id"))
    secrecy = Secrecy.TRUE_STATE
    party_id: Mapped[PartyKey]
    why: Mapped[PlaceEnd] = mapped_column(choice(PlaceEnd, "why"))
