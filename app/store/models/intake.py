"""Coming in: referrals, own requests, whom they propose, and the offers to moderators (R1, R2). Outside the confidential schema."""

from datetime import date
from typing import Annotated
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.confidentiality import Secrecy
from app.domain.offers import Availability, OfferState
from app.domain.vocabulary import Setting
from app.store.models.base import Codes, Content, Contents, Findable, InCase, Keys, MaybeContent, choice, in_case, refers_to

Settled = Annotated[date | None, mapped_column()]
"""Since when it is certain whether everyone proposed was informed in time; then it is not looked at again (R1)."""
Destroyed = Annotated[date | None, mapped_column()]
"""Since when nothing is left of what it said, because not everyone was; no answer shows this day (R1, S10)."""


def _unsettled(name: str) -> Index:
    """The index that serves the worker's search: it holds what came in lately, and nothing else."""
    return Index(f"ix_{name}_unsettled", "created_at", "id", postgresql_where=text("settled_on is null"))


class Referral(InCase):
    """What a coordinator, or a system in that role, brought in for others."""

    __tablename__ = "referral"
    __table_args__ = (
        UniqueConstraint("organisation_id", "case_id"),
        UniqueConstraint("organisation_id", "referred_by_id", "external_id"),
        in_case("referral"),
        Index("ix_referral_referred_by", "referred_by_id", "created_at", "id"),
        _unsettled("referral"),
    )
    secrecy = Secrecy.REFERRAL
    newest_first = True
    referred_by_id: Mapped[UUID]
    external_id: Mapped[str | None] = mapped_column(String(100))
    note: Mapped[MaybeContent]
    settled_on: Mapped[Settled]
    destroyed_on: Mapped[Destroyed]


class Request(InCase):
    """What a member asked for themselves; the note is theirs and the moderator's (R1)."""

    __tablename__ = "request"
    __table_args__ = (
        UniqueConstraint("organisation_id", "case_id"),
        in_case("request"),
        Index("ix_request_asked_by", "asked_by_id", "created_at", "id"),
        _unsettled("request"),
    )
    secrecy = Secrecy.REFERRAL
    newest_first = True
    asked_by_id: Mapped[UUID]
    note: Mapped[MaybeContent]
    settled_on: Mapped[Settled]
    destroyed_on: Mapped[Destroyed]


class ProposedPerson(InCase):
    """Someone whom a referral or request names; `person_id` where the organisation knows them."""

    __tablename__ = "proposed_person"
    __table_args__ = (
        in_case("proposed_person"),
        Index("ix_proposed_person_person", "organisation_id", "person_id"),
        Index("ix_proposed_person_name", "organisation_id", "name_key"),
    )
    secrecy = Secrecy.REFERRAL
    proposed_by_id: Mapped[UUID]
    person_id: Mapped[UUID | None] = refers_to("person")
    name: Mapped[Content]
    name_key: Mapped[Findable]
    """By which the same name is found in another case of the organisation, without a name to read; none once it is destroyed (R1)."""


class ProposedContact(InCase):
    """A contact address, from the referrer once: the moderator alone reads it, and the party replaces it."""

    __tablename__ = "proposed_contact"
    __table_args__ = (
        UniqueConstraint("organisation_id", "proposed_person_id"),
        in_case("proposed_contact"),
    )
    secrecy = Secrecy.REFERRAL
    proposed_person_id: Mapped[UUID] = refers_to("proposed_person", index=True)
    address: Mapped[Content]

    @property
    def key_owner(self) -> UUID:
        """Where to reach somebody goes by itself: the referrer told it once, and does not see it again."""
        return self.proposed_person_id

    @property
    def bears(self) -> frozenset[UUID]:
        """That key."""
        return frozenset({self.proposed_person_id})


class ProposedModerator(InCase):
    """A moderator whom the one who asked would like; what they learn is `not_available` or nothing (R3)."""

    __tablename__ = "proposed_moderator"
    __table_args__ = (in_case("proposed_moderator"), UniqueConstraint("organisation_id", "case_id", "moderator_id"))
    secrecy = Secrecy.REFERRAL
    proposed_by_id: Mapped[UUID]
    moderator_id: Mapped[UUID] = mapped_column(ForeignKey("moderator.id"))
    principal_id: Mapped[UUID]
    name: Mapped[str]
    availability: Mapped[Availability] = mapped_column(choice(Availability, "availability"))


class Offer(InCase):
    """A case offered to one moderator: the setting and the proposed names, not the note (R2); as a successor it is offered anew (R3)."""

    __tablename__ = "offer"
    __table_args__ = (
        Index("ix_offer_case", "case_id"),
        Index("ix_offer_offered_to", "offered_to_id", "created_at", "id"),
    )
    secrecy = Secrecy.OFFER
    newest_first = True
    moderator_id: Mapped[UUID] = mapped_column(ForeignKey("moderator.id"))
    offered_to_id: Mapped[UUID]
    moderator_name: Mapped[str]
    setting: Mapped[Setting] = mapped_column(choice(Setting, "setting"))
    expertise: Mapped[Codes]
    expertise_matches: Mapped[bool]
    proposed_names: Mapped[Contents]
    concerned_people: Mapped[Keys]
    concerned_units: Mapped[Keys]
    """Whom and which units a tie would touch (R3): ids, never shown, so that independence is checked again when it is declared."""
    state: Mapped[OfferState] = mapped_column(choice(OfferState, "state"), default=OfferState.OPEN)
    open_until: Mapped[date | None]
    """The last day on which somebody is to come, where there is one (R17); whoever is asked sees nothing else of the case."""
    successor: Mapped[bool] = mapped_column(default=False)
    """To come after another moderator: it gives the seat in a process that runs, and begins none (R3)."""


class Independence(InCase):
    """To whom and to which units nobody who moderates this case may have a tie: ids, shown by no route (R3)."""

    __tablename__ = "independence"
    __table_args__ = (UniqueConstraint("organisation_id", "case_id"), in_case("independence"))
    secrecy = Secrecy.REFERRAL
    proposed_by_id: Mapped[UUID]
    people: Mapped[Keys]
    units: Mapped[Keys]
    principals: Mapped[Keys]
