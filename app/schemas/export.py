"""What a party takes along: all that is theirs in their cases, and nothing of another's (AVG 15, C14)."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.domain.agreements import CommitmentKind
from app.domain.cases import NeutralState
from app.domain.confidentiality import Secrecy
from app.domain.parties import PartyKind
from app.domain.vocabulary import Setting
from app.schemas.access import AccessEventOut
from app.schemas.agreements import CommitmentAcceptanceOut, OutcomeOut
from app.schemas.assisted import ContestationOut
from app.schemas.base import Out, SaidOut, confidential
from app.schemas.cases import AppointmentAcceptanceOut
from app.schemas.companions import AdmissionOut
from app.schemas.content import (
    BehaviourExperienceOut,
    EvaluationOut,
    HarmOut,
    IdeaOut,
    NeedOut,
    PrivateHarmOut,
    PrivateNeedOut,
    ReopeningRequestOut,
    SharedExperienceOut,
    StatementOut,
)
from app.schemas.exceptions import ToldExceptionOut
from app.schemas.groups import GroupHarmOut, SpokespersonChoiceOut
from app.schemas.mandates import MandateCommentOut
from app.schemas.parties import DeclarationOfReadinessOut, ParticularsOut
from app.schemas.sessions import ReconfirmationOut, RecordApprovalOut
from app.schemas.succession import PrivateGrantOut
from app.schemas.supports import GivenOut, SupportConfirmationOut
from app.schemas.talks import TalkOut


class ExportedShellOut(Out):
    """The case as it is known outside."""

    secrecy = Secrecy.SHELL
    id: UUID
    reference: str
    setting: Setting
    state: NeutralState
    received_on: date
    opened_on: date | None
    closed_on: date | None


class ExportedPlaceOut(Out):
    """Your place, under your name or pseudonym; as who speaks for a group, the group's."""

    secrecy = Secrecy.PROCESS
    id: UUID
    display_name: SaidOut
    kind: PartyKind
    left_on: date | None


class ExportedMembershipOut(Out):
    """That you belong to a group that takes part."""

    secrecy = Secrecy.PROCESS
    id: UUID
    display_name: Annotated[str | None, confidential(description="Null for whoever has a place: that one says its own name.")]


class ExportedSecrecyAcceptanceOut(Out):
    """The secrecy and evidence statement, accepted by you (S0)."""

    secrecy = Secrecy.ACCESS
    version: int
    text_hash: str
    assisted: bool
    created_at: datetime


class ExportedContestationOut(ContestationOut):
    """A note of what you said that you contested (R6)."""

    declaration_id: UUID | None
    reconfirmation_id: UUID | None


class ExportedReconfirmationOut(ReconfirmationOut):
    """Your yes or no for one conversation."""

    session_id: UUID


class ExportedAttendanceOut(Out):
    """A joint conversation at which you were."""

    secrecy = Secrecy.PROCESS
    session_id: UUID
    created_at: datetime


class ExportedRecordApprovalOut(RecordApprovalOut):
    """Your yes to what was kept of a conversation."""

    record_id: UUID


class ExportedModeratorAcceptanceOut(AppointmentAcceptanceOut):
    """Your yes to a moderator."""

    appointment_id: UUID


class ExportedMandateAcceptanceOut(Out):
    """Your yes to a version of the mandate, by its hash."""

    secrecy = Secrecy.ANSWER
    version: int
    text_hash: str
    assisted: bool
    created_at: datetime


class ExportedAgreementOut(Out):
    """An agreement that you confirmed, in the words that you confirmed; whether all did stands in the agreement itself (S10)."""

    secrecy = Secrecy.SHARED
    version: int
    text: Annotated[str | None, confidential()]
    text_hash: str
    confirmed_at: datetime
    assisted: bool


class ExportedCommitmentOut(Out):
    """What you promised. What became of it is for the one to whom you promised it to say, and stands in the commitment itself (R14)."""

    secrecy = Secrecy.SHARED
    id: UUID
    agreement_id: UUID
    kind: CommitmentKind
    what: SaidOut
    how_we_know: SaidOut
    due_on: date | None
    review_on: date | None
    reported_at: datetime | None


class ExportedReleaseOut(GivenOut):
    """Your yes that a sentence leaves for your organisation, by its hash."""

    support_id: UUID
    assisted: bool


class ExportedSupportConfirmationOut(SupportConfirmationOut):
    """Your yes that the organisation did it."""

    item_id: UUID


class ExportedDisclosureConsentOut(Out):
    """Your yes or no to words that would leave the case."""

    secrecy = Secrecy.ANSWER
    request_id: UUID
    version: int | None
    yes: Annotated[bool, confidential()]
    assisted: bool
    created_at: datetime


class ExportedCaseOut(Out):
    """What is yours in one case."""

    shell: ExportedShellOut
    place: ExportedPlaceOut | None = Field(description="Null for a member of a group that somebody else speaks for.")
    membership: ExportedMembershipOut | None
    particulars: ParticularsOut | None
    secrecy_acceptances: list[ExportedSecrecyAcceptanceOut]
    readiness_declarations: list[DeclarationOfReadinessOut] = Field(description="What you said, and that you withdrew.")
    contestations: list[ExportedContestationOut]
    talks: list[TalkOut]
    statements: list[StatementOut]
    behaviour_experiences: list[BehaviourExperienceOut]
    private_harms: list[PrivateHarmOut]
    private_needs: list[PrivateNeedOut]
    shared_experiences: list[SharedExperienceOut] = Field(
        description="Those that name nobody else as author; whoever you named stands in `behaviourExperiences` (R16)."
    )
    harms: list[HarmOut]
    group_harms: list[GroupHarmOut]
    needs: list[NeedOut]
    ideas: list[IdeaOut]
    mandate_comments: list[MandateCommentOut]
    moderator_acceptances: list[ExportedModeratorAcceptanceOut]
    mandate_acceptances: list[ExportedMandateAcceptanceOut]
    reconfirmations: list[ExportedReconfirmationOut]
    attendances: list[ExportedAttendanceOut]
    record_approvals: list[ExportedRecordApprovalOut]
    agreements: list[ExportedAgreementOut]
    commitments: list[ExportedCommitmentOut] = Field(description="Those that you owe, and said yes to.")
    commitment_acceptances: list[CommitmentAcceptanceOut]
    outcome_confirmations: list[OutcomeOut]
    releases: list[ExportedReleaseOut]
    support_confirmations: list[ExportedSupportConfirmationOut]
    disclosure_consents: list[ExportedDisclosureConsentOut]
    admissions: list[AdmissionOut]
    spokesperson_choices: list[SpokespersonChoiceOut]
    private_grants: list[PrivateGrantOut]
    evaluations: list[EvaluationOut]
    reopening_requests: list[ReopeningRequestOut]
    told_exceptions: list[ToldExceptionOut]
    access_log: list[AccessEventOut] = Field(description="Who read what is yours alone: a role and a day (S9).")


class ExportOut(Out):
    """What is yours, as it stood on this day."""

    on: date
    cases: list[ExportedCaseOut]
