"""Those who are there beside the parties: supporters, interpreters, co-moderators."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.domain.companions import CompanionKind
from app.domain.confidentiality import Role, Secrecy
from app.schemas.base import Id, In, Line, Out, SaidLine, SaidOut, confidential


class SupporterIn(In):
    """Someone who stands by you."""

    display_name: SaidLine
    contact: Annotated[Line | None, confidential()] = None


class SupporterOut(Out):
    """Someone who stands by a party; the party's and the moderator's to know."""

    secrecy = Secrecy.PRIVATE
    id: UUID
    party_id: UUID
    display_name: SaidOut
    contact: Annotated[str | None, confidential()]
    ended_at: datetime | None = Field(description="Since when they come no longer.")


class CompanionIn(In):
    """An interpreter or a co-moderator; a supporter is brought by a party."""

    kind: CompanionKind
    display_name: SaidLine
    contact: Annotated[Line | None, confidential()] = None


class CompanionOut(Out):
    """Whom the moderator named for a conversation, with how to reach them."""

    secrecy = Secrecy.PRIVATE
    id: UUID
    kind: CompanionKind
    display_name: SaidOut
    contact: Annotated[str | None, confidential()]
    ended_at: datetime | None = Field(description="Since when they come no longer.")


class IntroductionOut(Out):
    """Someone of whom all are told, because they would be there in a joint conversation."""

    secrecy = Secrecy.PROCESS
    id: UUID
    kind: CompanionKind
    party_id: UUID | None = Field(description="Who brings them; null for whom the moderator named.")
    session_id: UUID | None = Field(description="For which conversation they were named; null for a supporter, who may come to all.")
    display_name: SaidOut
    admitted_by_all_at: datetime | None = Field(description="Nobody learns whose yes is still awaited (S10). A supporter alone needs it.")
    ended_at: datetime | None = Field(description="Since when they come no longer.")


class AdmissionOut(Out):
    """One party's yes to a supporter at joint conversations."""

    secrecy = Secrecy.ANSWER
    id: UUID
    introduction_id: UUID
    party_id: UUID
    created_at: datetime


class CompanionInvitationOut(Out):
    """A way in for someone beside the parties."""

    secrecy = Secrecy.ACCESS
    id: UUID
    companion_id: UUID
    expires_at: datetime
    redeemed_at: datetime | None
    voided_at: datetime | None


class NewCompanionInvitationOut(CompanionInvitationOut):
    """The same with its two secrets, told once: send them by different ways."""

    code: str = Field(description="For `POST /v1/token`; single use.")
    pin: str = Field(description="The second secret: tell it by phone or in person.")


class CompanionAcceptanceOut(Out):
    """The secrecy and evidence statement, accepted by someone beside the parties (S0)."""

    secrecy = Secrecy.ACCESS
    companion_id: UUID
    version: int
    text_hash: str
    created_at: datetime


class PresenceIn(In):
    """Who stood by."""

    companion_id: Id


class PresenceOut(Out):
    """That someone beside the parties was at a conversation."""

    secrecy = Secrecy.PROCESS
    id: UUID
    session_id: UUID
    introduction_id: UUID


class SeatOut(Out):
    """As whom you are in a case."""

    secrecy = Secrecy.ACCESS
    case_id: UUID
    role: Role
    party_id: UUID | None
    guardian_id: UUID | None
    companion_id: UUID | None
    member_id: UUID | None
    informed_at: datetime | None = Field(description="Since when you have accepted the statement on secrecy (S0).")
