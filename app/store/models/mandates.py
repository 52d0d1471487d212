"""The mandate in its versions, what is said of drafts, and who accepted (R10)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.confidentiality import Secrecy
from app.domain.mandates import Involvement, MandateState
from app.store.models.base import Assisted, Codes, Content, Contents, InCase, Keys, MaybePartyKey, TextHash, choice, in_case, refers_to


class Mandate(InCase):
    """One version of the text, whole: what is accepted is its hash."""

    __tablename__ = "mandate"
    __table_args__ = (UniqueConstraint("organisation_id", "case_id", "version"), Index("ix_mandate_case", "case_id", "version", "id"))
    secrecy = Secrecy.PROCESS
    listed_by = ("version", "id")
    version: Mapped[int]
    state: Mapped[MandateState] = mapped_column(choice(MandateState, "state"), default=MandateState.DRAFT)
    scope: Mapped[Content]
    moderator_role: Mapped[Content]
    involvement: Mapped[Involvement] = mapped_column(choice(Involvement, "involvement"))
    procedure: Mapped[Content]
    session_forms: Mapped[Codes]
    ground_rules: Mapped[Codes]
    own_ground_rules: Mapped[Contents]
    evidence_clause: Mapped[Content]
    limits_of_secrecy: Mapped[Content]
    organisation_may_know: Mapped[Codes]
    not_concerned: Mapped[Keys]
    """Places that end when this version comes in force, as everyone agrees that they are not concerned (R9)."""
    text_hash: Mapped[TextHash]
    offered_at: Mapped[datetime | None]
    in_force_at: Mapped[datetime | None]


class MandateComment(InCase):
    """What a party or the moderator says of a draft, for all to read."""

    __tablename__ = "mandate_comment"
    __table_args__ = (in_case("mandate_comment"),)
    secrecy = Secrecy.SHARED
    mandate_id: Mapped[UUID] = refers_to("mandate", index=True)
    party_id: Mapped[MaybePartyKey]
    text: Mapped[Content]


class MandateAcceptance(InCase):
    """One answer to an offered version; without a party or a guardian it is the moderator's."""

    __tablename__ = "mandate_acceptance"
    __table_args__ = (
        in_case("mandate_acceptance"),
        UniqueConstraint(
            "organisation_id",
            "mandate_id",
            "party_id",
            "guardian_id",
            name="uq_mandate_acceptance_whose",
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("num_nonnulls(party_id, guardian_id) < 2", name="by_one"),
    )
    secrecy = Secrecy.ANSWER
    mandate_id: Mapped[UUID] = refers_to("mandate")
    party_id: Mapped[MaybePartyKey]
    guardian_id: Mapped[UUID | None] = refers_to("guardian")
    assisted: Mapped[Assisted]
