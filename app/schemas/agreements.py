"""What all agree on, what each promises, and how it went."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.domain.agreements import AgreementState, CommitmentKind, CommitmentTerms, Promised
from app.domain.commitments import CommitmentState
from app.domain.confidentiality import Secrecy
from app.domain.outcomes import OutcomeQuestion
from app.schemas.base import Day, Hash, Id, In, Out, Said, SaidOut, confidential

MOST_COMMITMENTS = 50


class PromiseIn(In):
    """What is promised: by a day, or standing with a day on which all look at it again."""

    what: Said
    how_we_know: Said
    kind: CommitmentKind
    due_on: Day | None = None
    review_on: Day | None = None

    @model_validator(mode="after")
    def _due_or_review(self) -> "PromiseIn":
        if (self.due_on is None) is (self.review_on is None):
            raise PydanticCustomError("due_or_review", "a commitment has a due date or a review date, and not both")
        return self

    def promised(self) -> Promised:
        """The same, in the words of the domain."""
        return Promised(what=self.what, how_we_know=self.how_we_know, kind=self.kind, due_on=self.due_on, review_on=self.review_on)


class CommitmentIn(PromiseIn):
    """What one party promises another."""

    owner_party_id: Id = Field(description="Who promises it, and accepts it themselves.")
    beneficiary_party_id: Id = Field(description="To whom; they alone say that it is done (R14).")

    def terms(self) -> CommitmentTerms:
        """The same, in the words of the domain."""
        return self.promised().between(self.owner_party_id, self.beneficiary_party_id)


class AgreementIn(In):
    """A text for everyone to confirm, with at least one commitment."""

    text: Annotated[Said | None, confidential()] = None
    commitments: Annotated[list[CommitmentIn], Field(min_length=1, max_length=MOST_COMMITMENTS)]


class RenegotiationIn(PromiseIn):
    """Other terms between the same two parties."""

    text: Annotated[Said | None, confidential()] = None


class ConfirmationIn(In):
    """The hash of the text that you read."""

    hash: Hash


class AgreementOut(Out):
    """One version; nothing in it says who has answered (S10)."""

    secrecy = Secrecy.SHARED
    id: UUID
    version: int
    state: AgreementState
    proposed_by_party_id: UUID | None = Field(description="Null when the moderator proposed it (R10).")
    text: Annotated[str | None, confidential()]
    text_hash: str = Field(description="SHA-256 over the text and every commitment; what everyone confirms (R13).")
    created_at: datetime
    agreed_at: datetime | None = Field(description="When everyone had confirmed and every owner accepted.")


class PromiseOut(Out):
    """One commitment as it stands, without what depends on the day."""

    secrecy = Secrecy.SHARED
    id: UUID
    agreement_id: UUID
    owner_party_id: UUID
    beneficiary_party_id: UUID
    kind: CommitmentKind
    what: SaidOut
    how_we_know: SaidOut
    due_on: date | None
    review_on: date | None
    state: CommitmentState = Field(
        description="`proposed` until everyone has confirmed and every owner accepted; then all at once (S10). "
        "`unanswered` when a report was not answered in the days that the case has for it (R14)."
    )
    replaces_id: UUID | None = Field(description="The commitment in whose place it comes.")
    reported_at: datetime | None


class CommitmentOut(PromiseOut):
    """One commitment, as it stands today."""

    overdue: bool = Field(description="Its due date has passed and it is still its owner's to act on.")


class WholeAgreementOut(AgreementOut):
    """One version with everything that is promised in it."""

    commitments: list[CommitmentOut]


class AgreementConfirmationOut(Out):
    """A party's yes to the identical text."""

    secrecy = Secrecy.ANSWER
    id: UUID
    party_id: UUID
    assisted: bool
    created_at: datetime


class CommitmentAcceptanceOut(Out):
    """An owner's yes to what they would keep."""

    secrecy = Secrecy.ANSWER
    id: UUID
    commitment_id: UUID
    party_id: UUID
    assisted: bool
    created_at: datetime


class FollowUpIn(In):
    """How it goes since: held, or declined."""

    held: bool
    on: Day
    summary: Annotated[Said | None, confidential()] = None


class FollowUpOut(Out):
    """The look back together."""

    secrecy = Secrecy.SHARED
    id: UUID
    held: bool
    on: date
    summary: Annotated[str | None, confidential()]
    created_at: datetime


class OutcomeIn(In):
    """Your answer to the question that is asked now."""

    question: OutcomeQuestion = Field(
        description="`no_commitments_needed` while you are in conversation, `restored` in the aftercare; 409 when the other one is asked. "
        "`self_resolved`, that you sorted it out by yourselves, at any time until the case is closed."
    )
    yes: Annotated[bool, confidential()]


class OutcomeOut(Out):
    """A party's answer; the latest counts."""

    secrecy = Secrecy.ANSWER
    id: UUID
    party_id: UUID
    question: OutcomeQuestion
    yes: Annotated[bool, confidential()]
    assisted: bool
    created_at: datetime
