"""Acting without a device of one's own, and what one says of the moderator's notes (R6)."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.domain.confidentiality import Secrecy
from app.schemas.base import In, Out


class OneTimeCodesIn(In):
    """How many codes; those issued before and not used are void."""

    count: int = Field(default=1, ge=1, le=5)


class OneTimeCodeOut(Out):
    """A code with which its party acts once on the moderator's device; the code itself is told once."""

    secrecy = Secrecy.PRIVATE
    id: UUID
    party_id: UUID
    expires_at: datetime
    used_at: datetime | None


class NewOneTimeCodesOut(Out):
    """The new codes, told once: keep them on paper."""

    secrecy = Secrecy.PRIVATE
    codes: list[str] = Field(description="Each for `POST /v1/token`; single use.")
    expires_at: datetime


class ContestationOut(Out):
    """A note that its party contested: it does not count."""

    secrecy = Secrecy.PRIVATE
    id: UUID
    party_id: UUID
    created_at: datetime
