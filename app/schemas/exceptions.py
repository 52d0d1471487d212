"""What left without everyone's yes, for safety's sake; and that nothing may be destroyed (S6, S8). No field can refer to a private note."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.domain.confidentiality import Secrecy
from app.domain.disclosures import ExceptionGround
from app.schemas.base import Day, Id, In, Out, Said, SaidLine, SaidOut, confidential

ToldParties = Annotated[list[Id], Field(max_length=100)]
FACTS = "No more than is needed. Whoever is told of it reads this: name nothing that another party told you in private."


class SafetyExceptionIn(In):
    """An exception to secrecy, as you weighed it: nothing leaves by itself."""

    ground: ExceptionGround
    facts: Said = Field(description=FACTS)
    alternatives: Said = Field(description="What you weighed instead, and why it was not enough.")
    recipient: SaidLine
    text: Said = Field(description="Exactly what leaves: nothing else does.")
    party_ids: ToldParties = Field(default_factory=list, description="Whom you told of it already.")
    told_on: Day | None = Field(default=None, description="When; today, where it is left out.")
    why_not_yet: Annotated[Said | None, confidential()] = Field(
        default=None, description="Why you did not tell the others yet; needed unless you told every party."
    )


class SafetyExceptionOut(Out):
    """An exception to secrecy, as it was recorded; it is never changed. A party sees it from the moment that they were told."""

    secrecy = Secrecy.ASSESSMENT
    id: UUID
    ground: ExceptionGround
    facts: SaidOut
    alternatives: SaidOut
    recipient: SaidOut
    text: SaidOut = Field(description="Exactly what leaves.")
    why_not_yet: Annotated[str | None, confidential()]
    created_at: datetime


class TellingIn(In):
    """That you told these parties of it."""

    party_ids: Annotated[list[Id], Field(min_length=1, max_length=100)]
    told_on: Day


class ToldExceptionOut(Out):
    """An exception of which a party was told: to them their own, to the moderator everybody's."""

    secrecy = Secrecy.PRIVATE
    id: UUID
    exception_id: UUID
    party_id: UUID
    told_on: date
    ground: ExceptionGround
    facts: SaidOut
    alternatives: SaidOut
    recipient: SaidOut
    text: SaidOut = Field(description="Exactly what left.")


class LegalHoldIn(In):
    """Why nothing of this case may be destroyed."""

    reason: Said


class LiftingIn(In):
    """Why it may be destroyed in its time again."""

    reason: Said


class LegalHoldOut(Out):
    """A hold on everything of this case; yours alone as the moderator."""

    secrecy = Secrecy.TRUE_STATE
    id: UUID
    reason: SaidOut
    created_at: datetime
    lifted_at: datetime | None
    why_lifted: Annotated[str | None, confidential()]
