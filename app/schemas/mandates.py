"""The mandate: the text that everyone accepts, and what is said of it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.domain.confidentiality import Secrecy
from app.domain.mandates import GroundRule, Involvement, MandateState, MandateText, MayKnow
from app.domain.sessions import SessionKind
from app.schemas.base import Hash, Id, In, Out, Patch, Said, SaidLine, SaidOut, confidential

Forms = Annotated[list[SessionKind], Field(min_length=1, max_length=10)]
Rules = Annotated[list[GroundRule], Field(min_length=1, max_length=10, description="`non_violence` cannot be removed.")]
OwnRules = Annotated[list[SaidLine], confidential(max_length=30)]
NotConcerned = Annotated[
    list[Id],
    Field(
        max_length=50,
        description="Parties whose place ends with it, as all agree that it does not concern them: they too, if ever invited (R9).",
    ),
]
Known = Annotated[
    list[MayKnow], Field(max_length=10, description="What the organisation may know beyond state and days; this can only narrow it.")
]


class MandateIn(In):
    """A draft of how all will talk (R10)."""

    scope: Said
    moderator_role: Said
    involvement: Involvement
    procedure: Said
    session_forms: Forms
    ground_rules: Rules
    own_ground_rules: OwnRules = Field(default_factory=list)
    evidence_clause: Said
    limits_of_secrecy: Said
    organisation_may_know: Known
    not_concerned: NotConcerned = Field(default_factory=list)

    def text(self) -> MandateText:
        """The same, in the words of the domain."""
        return MandateText(**self.model_dump())


class MandatePatch(Patch):
    """The draft in other words."""

    scope: Said = ""
    moderator_role: Said = ""
    involvement: Involvement = Involvement.NONE
    procedure: Said = ""
    session_forms: Forms = Field(default_factory=list)
    ground_rules: Rules = Field(default_factory=list)
    own_ground_rules: OwnRules = Field(default_factory=list)
    evidence_clause: Said = ""
    limits_of_secrecy: Said = ""
    organisation_may_know: Known = Field(default_factory=list)
    not_concerned: NotConcerned = Field(default_factory=list)


class MandateOut(Out):
    """One version of the mandate."""

    secrecy = Secrecy.PROCESS
    version: int
    state: MandateState
    scope: SaidOut
    moderator_role: SaidOut
    involvement: Involvement
    procedure: SaidOut
    session_forms: list[SessionKind]
    ground_rules: list[GroundRule]
    own_ground_rules: Annotated[list[str], confidential()]
    evidence_clause: SaidOut
    limits_of_secrecy: SaidOut
    organisation_may_know: list[MayKnow]
    not_concerned: list[UUID] = Field(description="Whose places end when it comes into force (R9).")
    text_hash: str = Field(
        description="SHA-256 of the canonical JSON (RFC 8785) of the eleven fields between `state` and this one; accept exactly this."
    )
    offered_at: datetime | None
    in_force_at: datetime | None = Field(description="When everyone had accepted; nobody learns who has not yet (S10).")


class MandateCommentIn(In):
    """What you say of a draft."""

    text: Said


class MandateCommentOut(Out):
    """What someone says of a draft, for all to read."""

    secrecy = Secrecy.PROCESS
    id: UUID
    party_id: UUID | None = Field(description="Null for the moderator.")
    text: SaidOut
    created_at: datetime


class MandateAcceptanceIn(In):
    """The hash of the text that you read."""

    hash: Hash


class MandateAcceptanceOut(Out):
    """One answer to an offered version."""

    secrecy = Secrecy.ANSWER
    id: UUID
    party_id: UUID | None = Field(description="Null for the moderator and for guardians.")
    guardian_id: UUID | None = Field(description="The guardian who accepts beside a young person; null for everybody else.")
    assisted: bool
    created_at: datetime
