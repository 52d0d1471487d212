"""Parties: who takes part, how they come in, and whether they are ready."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.domain.confidentiality import Secrecy
from app.domain.parties import PartyKind
from app.domain.readiness import Answers, Gate, Safety
from app.schemas.base import Hash, In, Line, Out, Patch, Said, SaidLine, SaidOut, confidential


class PartyIn(In):
    """Someone else who turns out to be concerned."""

    display_name: SaidLine
    contact: Annotated[Line | None, confidential()] = None
    kind: PartyKind = Field(
        default=PartyKind.PERSON,
        description="A `group` has one place, and one who speaks for it; for a `collective`, those who take part together, no gate waits.",
    )


class PartyPatch(Patch):
    """Another name or pseudonym."""

    display_name: SaidLine = ""


class PartyOut(Out):
    """Someone who takes part: a name or a pseudonym, and no label (R16)."""

    secrecy = Secrecy.PROCESS
    id: UUID
    display_name: SaidOut
    kind: PartyKind
    spokesperson_id: UUID | None = Field(description="The member whom more than half of a group's members chose to speak for it (R14).")
    left_on: date | None = Field(description="The day on which this place ended; null while it stands. Nobody learns why (R9).")


class ParticularsPatch(Patch):
    """How to reach you, and what you need to take part."""

    contact: Annotated[Line | None, confidential()] = None
    communication_needs: Annotated[Said | None, confidential()] = None


class ParticularsOut(Out):
    """What only the party and the moderator know."""

    secrecy = Secrecy.PRIVATE
    party_id: UUID
    contact: Annotated[str | None, confidential()]
    communication_needs: Annotated[str | None, confidential()]
    born_on: Annotated[date | None, confidential(description="As the moderator recorded it: a child's protection hangs on it (R6).")]


class InvitationOut(Out):
    """A way in for one party."""

    secrecy = Secrecy.ACCESS
    id: UUID
    party_id: UUID
    expires_at: datetime
    redeemed_at: datetime | None
    voided_at: datetime | None


class NewInvitationOut(InvitationOut):
    """An invitation with its two secrets, told once: send them by different ways."""

    code: str = Field(description="For `POST /v1/token`; single use.")
    pin: str = Field(description="The second secret: tell it by phone or in person.")


class SecrecyAcceptanceIn(In):
    """The hash of the statement that you read (`GET /v1/secrecy-statement`)."""

    hash: Hash


class SecrecyAcceptanceOut(Out):
    """The secrecy and evidence statement, accepted (S0)."""

    secrecy = Secrecy.ACCESS
    party_id: UUID
    version: int
    text_hash: str
    assisted: bool = Field(description="On the moderator's device, with a one-time code (R6).")
    created_at: datetime


class DeclarationOfReadinessIn(In):
    """The four questions (R5); nobody can answer them for somebody else (R6)."""

    explore_relation: bool = Field(description="Do you want to explore how the relation can be restored?")
    explore_harm: bool = Field(description="Do you want to explore what the harm is?")
    explore_repair: bool = Field(description="Do you want to explore what is needed to repair it?")
    join_conversations: bool = Field(description="Do you want to take part in the joint conversations?")
    voluntary: bool = Field(description="Is this of your own free will?")
    informed_version: int = Field(ge=1, le=1000, description="The version of the secrecy statement that was explained to you.")

    def answers(self) -> Answers:
        """The same, in the words of the domain."""
        return Answers(self.explore_relation, self.explore_harm, self.explore_repair, self.join_conversations, self.voluntary)


class DeclarationOfReadinessOut(Out):
    """What a party said, or that they withdraw."""

    secrecy = Secrecy.PRIVATE
    id: UUID
    party_id: UUID
    said_at: datetime
    expires_at: datetime
    withdrawal: bool
    explore_relation: Annotated[bool, confidential()]
    explore_harm: Annotated[bool, confidential()]
    explore_repair: Annotated[bool, confidential()]
    join_conversations: Annotated[bool, confidential()]
    voluntary: Annotated[bool, confidential()]
    informed_version: int | None
    ready: Annotated[bool, confidential()]
    assisted: bool = Field(description="Said on the moderator's device, with a one-time code (R6).")
    noted: bool = Field(description="As the moderator heard it: it counts unless the party contests it (R6).")


class AssessmentIn(In):
    """Whether this party is safe in the process."""

    result: Safety
    measures: Annotated[Said | None, confidential()] = Field(default=None, description="Needed with `safe_with_measures`.")


class AssessmentOut(Out):
    """The moderator's assessment."""

    secrecy = Secrecy.ASSESSMENT
    id: UUID
    party_id: UUID
    result: Safety
    measures: Annotated[str | None, confidential()]
    created_at: datetime


class GateOut(Out):
    """The gate, as the moderator last announced it (S11)."""

    secrecy = Secrecy.PROCESS
    case_id: UUID
    gate: Gate
    gate_announced_at: datetime | None


class ConditionOut(Out):
    """One thing that keeps the gate closed."""

    secrecy = Secrecy.TRUE_STATE
    code: str
    rule: str
    party_id: UUID | None


class TrueGateOut(Out):
    """The true gate, which acts at once; the moderator's alone."""

    secrecy = Secrecy.TRUE_STATE
    open: bool = Field(description="Every party is informed, ready and safe (R4).")
    unmet: list[ConditionOut]
    assessment_prompted: list[UUID] = Field(description="Parties who told of unsafety or powerlessness since they were last assessed.")
