"""What all agree on, what each promises, and how it went (R13–R15)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.agreements import AgreementState, CommitmentKind
from app.domain.commitments import CommitmentState
from app.domain.confidentiality import Secrecy
from app.domain.outcomes import OutcomeQuestion
from app.store.models.base import Assisted, Content, InCase, MaybeContent, MaybePartyKey, PartyKey, TextHash, choice, in_case, refers_to


class Agreement(InCase):
    """One version of the text with its commitments, whole: what is confirmed is its hash (R13)."""

    __tablename__ = "agreement"
    __table_args__ = (UniqueConstraint("organisation_id", "case_id", "version"), Index("ix_agreement_case", "case_id", "version", "id"))
    secrecy = Secrecy.SHARED
    listed_by = ("version", "id")
    version: Mapped[int]
    state: Mapped[AgreementState] = mapped_column(choice(AgreementState, "state"), default=AgreementState.PROPOSED)
    proposed_by_party_id: Mapped[MaybePartyKey]
    text: Mapped[MaybeContent]
    text_hash: Mapped[TextHash]
    agreed_at: Mapped[datetime | None]


class AgreementConfirmation(InCase):
    """One party's yes to the identical text."""

    __tablename__ = "agreement_confirmation"
    __table_args__ = (in_case("agreement_confirmation"), UniqueConstraint("organisation_id", "agreement_id", "party_id"))
    secrecy = Secrecy.ANSWER
    agreement_id: Mapped[UUID] = refers_to("agreement", index=True)
    party_id: Mapped[PartyKey]
    assisted: Mapped[Assisted]


class Commitment(InCase):
    """What, how we know, by whom, for whom, and by when or when we look at it again (R14)."""

    __tablename__ = "commitment"
    __table_args__ = (
        in_case("commitment"),
        CheckConstraint("owner_party_id <> beneficiary_party_id", name="owner_is_not_beneficiary"),
        CheckConstraint("(due_on is null) <> (review_on is null)", name="due_or_review"),
    )
    secrecy = Secrecy.SHARED
    agreement_id: Mapped[UUID] = refers_to("agreement", index=True)
    owner_party_id: Mapped[PartyKey]
    beneficiary_party_id: Mapped[PartyKey]
    kind: Mapped[CommitmentKind] = mapped_column(choice(CommitmentKind, "kind"))
    what: Mapped[Content]
    how_we_know: Mapped[Content]
    due_on: Mapped[date | None]
    review_on: Mapped[date | None]
    state: Mapped[CommitmentState] = mapped_column(choice(CommitmentState, "state"), default=CommitmentState.PROPOSED)
    replaces_id: Mapped[UUID | None] = refers_to("commitment")
    reported_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    """When it came to rest (R14)."""


class CommitmentAcceptance(InCase):
    """The owner's own yes to what they would keep (R13)."""

    __tablename__ = "commitment_acceptance"
    __table_args__ = (
        UniqueConstraint("organisation_id", "commitment_id"),
        in_case("commitment_acceptance"),
    )
    secrecy = Secrecy.ANSWER
    commitment_id: Mapped[UUID] = refers_to("commitment", index=True)
    party_id: Mapped[PartyKey]
    assisted: Mapped[Assisted]


class FollowUp(InCase):
    """The look back together, held or declined."""

    __tablename__ = "follow_up"
    __table_args__ = (in_case("follow_up"),)
    secrecy = Secrecy.SHARED
    held: Mapped[bool]
    on: Mapped[date]
    summary: Mapped[MaybeContent]


class OutcomeConfirmation(InCase):
    """One party's answer to it; the latest counts (R15)."""

    __tablename__ = "outcome_confirmation"
    __table_args__ = (in_case("outcome_confirmation"),)
    secrecy = Secrecy.ANSWER
    party_id: Mapped[PartyKey]
    question: Mapped[OutcomeQuestion] = mapped_column(choice(OutcomeQuestion, "question"))
    yes: Mapped[bool]
    assisted: Mapped[Assisted]
