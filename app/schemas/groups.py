"""Groups that take part through one who speaks for them, those who take part together, and harm of groups that do not (R9, R14, R15)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.domain.confidentiality import Secrecy
from app.domain.harms import HarmKind
from app.domain.parties import Loss, PlaceEnd
from app.schemas.base import Id, In, Out, Said, SaidLine, SaidOut, confidential
from app.schemas.content import HarmKinds


class MemberIn(In):
    """Somebody who belongs to a group."""

    display_name: SaidLine | None = Field(default=None, description="For a group with one place: each member is invited under a name.")
    party_id: Id | None = Field(default=None, description="For those who take part together: the place that each of them has already.")


class MemberOut(Out):
    """Somebody who belongs to a group."""

    secrecy = Secrecy.PROCESS
    id: UUID
    group_party_id: UUID
    party_id: UUID | None
    display_name: Annotated[str | None, confidential(description="Null for whoever has a place: that one says its own name.")]


class MemberInvitationOut(Out):
    """A way in for one member of a group."""

    secrecy = Secrecy.ACCESS
    id: UUID
    member_id: UUID
    expires_at: datetime
    redeemed_at: datetime | None
    voided_at: datetime | None


class NewMemberInvitationOut(MemberInvitationOut):
    """An invitation with its two secrets, told once: send them by different ways."""

    code: str = Field(description="For `POST /v1/token`; single use.")
    pin: str = Field(description="The second secret: tell it by phone or in person.")


class MemberSecrecyAcceptanceOut(Out):
    """The secrecy and evidence statement, accepted by a member of a group (S0)."""

    secrecy = Secrecy.ACCESS
    member_id: UUID
    version: int
    text_hash: str
    assisted: bool
    created_at: datetime


class SpokespersonChoiceIn(In):
    """Who should speak for the group; yourself perhaps."""

    member_id: Id


class SpokespersonChoiceOut(Out):
    """A member's choice; the latest counts."""

    secrecy = Secrecy.ANSWER
    id: UUID
    group_party_id: UUID
    member_id: UUID
    chosen_id: UUID
    created_at: datetime


class LossIn(In):
    """What happened; incapacity only where it lasts."""

    why: Loss


class PlaceEndingOut(Out):
    """Why a place ended; the moderator's alone to know (R9)."""

    secrecy = Secrecy.TRUE_STATE
    id: UUID
    party_id: UUID
    why: PlaceEnd
    created_at: datetime


class GroupHarmIn(In):
    """What was damaged for a group that does not take part itself."""

    group_name: SaidLine
    kinds: HarmKinds
    text: Said


class GroupHarmOut(Out):
    """Harm of a group without a place, as a party knows of it: context for all (R15)."""

    secrecy = Secrecy.SHARED
    id: UUID
    party_id: UUID = Field(description="Who tells of it.")
    group_name: SaidOut
    kinds: Annotated[list[HarmKind], confidential()]
    text: SaidOut
    created_at: datetime
