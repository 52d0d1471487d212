"""What repair needs of the organisation: a sentence that all release, and what the organisation says to it."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.domain.confidentiality import Secrecy
from app.domain.supports import Addressee, SupportAnswer, SupportState
from app.schemas.base import Day, Hash, In, Out, Patch, Said, SaidOut, confidential

OF_ALL = "SHA-256 over `dueOn` and `text` as canonical JSON (RFC 8785): to what everyone says yes."


class SupportIn(In):
    """One sentence that needs the organisation, and by when."""

    text: Said
    due_on: Day


class SupportPatch(Patch):
    """The same need in other words, or by another day."""

    text: Said = ""
    due_on: Day = date(2100, 1, 1)


class SupportOut(Out):
    """A sentence as those who take part see it; nothing in it says who has released it (S10)."""

    secrecy = Secrecy.SHARED
    id: UUID
    proposed_by_party_id: UUID | None
    text: SaidOut
    due_on: date
    text_hash: str = Field(description=OF_ALL)
    addressee: Addressee = Field(description="Who reads it once all released it: whoever referred the case, or any coordinator.")
    worded_at: datetime = Field(description="Since when these words are asked of those who take part now; a release from before is void.")
    created_at: datetime
    released_at: datetime | None = Field(description="When everyone had released it.")


class ReleaseIn(In):
    """The hash of the sentence that you read."""

    hash: Hash


class GivenOut(Out):
    """A party's yes that exactly this text leaves, without what depends on the text."""

    secrecy = Secrecy.ANSWER
    id: UUID
    party_id: UUID
    text_hash: str = Field(description=OF_ALL)
    created_at: datetime


class ReleaseOut(GivenOut):
    """A party's yes that exactly this text leaves."""

    stands: bool = Field(description="It is a yes to the words that stand now; one changed letter makes it void.")


class ReleasedItemOut(Out):
    """The sentence as it left: nothing says whose it is, and nothing tells two of them apart but what they say."""

    secrecy = Secrecy.RELEASED
    id: UUID
    text: SaidOut
    due_on: date
    released_on: date
    state: SupportState
    answered_on: date | None


class SupportAnswerIn(In):
    """What the organisation says to it."""

    answer: Annotated[SupportAnswer, confidential()]


class SupportConfirmationOut(Out):
    """A party's yes that the organisation did it."""

    secrecy = Secrecy.ANSWER
    id: UUID
    party_id: UUID
    created_at: datetime
