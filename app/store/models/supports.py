"""What repair needs of the organisation: one sentence, released by all or by nobody."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.confidentiality import Secrecy
from app.domain.supports import Addressee, SupportState
from app.store.models.base import Assisted, Content, InCase, MaybePartyKey, PartyKey, TextHash, choice, in_case, refers_to


class OrganisationalSupport(InCase):
    """A sentence that needs the organisation, as those who take part see it."""

    __tablename__ = "organisational_support"
    __table_args__ = (in_case("organisational_support"),)
    secrecy = Secrecy.SHARED
    proposed_by_party_id: Mapped[MaybePartyKey]
    text: Mapped[Content]
    due_on: Mapped[date]
    text_hash: Mapped[TextHash]
    addressee: Mapped[Addressee] = mapped_column(choice(Addressee, "addressee"))
    worded_at: Mapped[datetime]
    """Since when it says this: whoever released other words did not release these."""
    released_at: Mapped[datetime | None]


class Release(InCase):
    """One party's yes that exactly this text leaves; of other words, or from before a reopening, it is void."""

    __tablename__ = "release"
    __table_args__ = (
        in_case("release"),
        Index("uq_release_standing", "organisation_id", "support_id", "party_id", unique=True, postgresql_where=text("voided_at is null")),
    )
    secrecy = Secrecy.ANSWER
    support_id: Mapped[UUID] = refers_to("organisational_support", index=True)
    party_id: Mapped[PartyKey]
    text_hash: Mapped[TextHash]
    assisted: Mapped[Assisted]
    voided_at: Mapped[datetime | None]


class ReleasedItem(InCase):
    """The sentence as it left: what the coordinator reads and answers. Its id says nothing of the case; no route shows whose it is."""

    __tablename__ = "released_item"
    __table_args__ = (
        UniqueConstraint("organisation_id", "support_id"),
        in_case("released_item"),
        Index("ix_released_item_addressee", "addressed_to_id", "released_on", "id"),
        Index("ix_released_item_organisation", "organisation_id", "released_on", "id"),
    )
    secrecy = Secrecy.RELEASED
    listed_by = ("released_on", "id")
    newest_first = True
    support_id: Mapped[UUID] = refers_to("organisational_support", index=True)
    addressed_to_id: Mapped[UUID | None]
    """Who referred the case; none: any coordinator of the organisation."""
    text: Mapped[Content]
    due_on: Mapped[date]
    released_on: Mapped[date]
    state: Mapped[SupportState] = mapped_column(choice(SupportState, "state"), default=SupportState.RELEASED)
    answered_on: Mapped[date | None]


class SupportConfirmation(InCase):
    """One party's yes that the organisation did it; void when somebody left before all had said it, as all are asked anew (R9)."""

    __tablename__ = "support_confirmation"
    __table_args__ = (
        in_case("support_confirmation"),
        Index(
            "uq_support_confirmation_standing",
            "organisation_id",
            "item_id",
            "party_id",
            unique=True,
            postgresql_where=text("voided_at is null"),
        ),
    )
    secrecy = Secrecy.ANSWER
    item_id: Mapped[UUID] = refers_to("released_item", index=True)
    party_id: Mapped[PartyKey]
    assisted: Mapped[Assisted]
    voided_at: Mapped[datetime | None]
