"""Young people, and those who hold authority over them (R6)."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.domain.confidentiality import Secrecy
from app.schemas.base import Day, Id, In, Line, Out, SaidLine, SaidOut, confidential


class BirthDateIn(In):
    """When a party was born, as the moderator saw it."""

    born_on: Annotated[Day, confidential()]


class GuardianIn(In):
    """Somebody's authority over a young party."""

    display_name: SaidLine
    contact: Annotated[Line | None, confidential()] = None
    own_party_id: Id | None = Field(
        default=None, description="Their own place, if they take part here themselves: then they can never consent for the child."
    )


class GuardianOut(Out):
    """Who holds authority over a young party, as the moderator recorded it."""

    secrecy = Secrecy.PRIVATE
    id: UUID
    party_id: UUID
    display_name: SaidOut
    own_party_id: UUID | None
    ended_on: date | None = Field(description="Since when the authority is over.")


class GuardianParticularsOut(Out):
    """How to reach a guardian, as whoever recorded them was told."""

    secrecy = Secrecy.PRIVATE
    guardian_id: UUID
    contact: Annotated[str | None, confidential()]


class GuardianInvitationOut(Out):
    """A way in for a guardian."""

    secrecy = Secrecy.ACCESS
    id: UUID
    guardian_id: UUID
    expires_at: datetime
    redeemed_at: datetime | None
    voided_at: datetime | None


class NewGuardianInvitationOut(GuardianInvitationOut):
    """An invitation with its two secrets, told once: send them by different ways."""

    code: str = Field(description="For `POST /v1/token`; single use.")
    pin: str = Field(description="The second secret: tell it by phone or in person.")


class GuardianSecrecyAcceptanceOut(Out):
    """The secrecy and evidence statement, accepted by a guardian (S0)."""

    secrecy = Secrecy.ACCESS
    guardian_id: UUID
    version: int
    text_hash: str
    assisted: bool
    created_at: datetime


class ConsentIn(In):
    """Yes or no to the child's taking part. A no needs no reason, and works at once."""

    yes: bool


class ConsentOut(Out):
    """What a guardian said; the latest counts."""

    secrecy = Secrecy.ANSWER
    id: UUID
    guardian_id: UUID
    yes: Annotated[bool, confidential()]
    expires_at: datetime
    created_at: datetime
