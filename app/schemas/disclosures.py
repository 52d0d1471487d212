"""What somebody outside asks, what would leave, and who says yes to exactly that; no field can refer to a private note (S5)."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.domain.confidentiality import Secrecy
from app.domain.disclosures import DisclosureState
from app.schemas.base import Day, Hash, In, Out, Said, SaidLine, SaidOut, confidential

OF_ALL = "SHA-256 over `purpose`, `recipient` and `text` as canonical JSON (RFC 8785): one recipient, one purpose, one exact text."
NO_ACCOUNT = "Who asks; they have no account, and read the answer as a letter."


class DisclosureRequestIn(In):
    """The letter of somebody outside, as you read it."""

    recipient: SaidLine = Field(description=NO_ACCOUNT)
    purpose: Said = Field(description="What they want it for; whatever leaves, leaves for this alone.")
    asks: Said = Field(description="What they ask.")
    received_on: Day
    due_on: Day = Field(description="The day of your answer: at least the case's `disclosureDays` after the letter came.")


class DisclosureRequestOut(Out):
    """The letter of somebody outside. Until its day nothing in it says who said yes or no (S10)."""

    secrecy = Secrecy.PROCESS
    id: UUID
    recipient: SaidOut = Field(description=NO_ACCOUNT)
    purpose: SaidOut
    asks: SaidOut
    received_on: date
    text_version: int = Field(description="How often words were written that would leave; the last ones stand. 0: none yet.")
    due_on: date = Field(description="From this day on nobody is asked any more, and what was not released ends as `secrecy_invoked`.")
    state: DisclosureState
    created_at: datetime


class DisclosureTextIn(In):
    """The exact words that would leave: nothing else does."""

    text: Said


class DisclosureTextOut(Out):
    """Words that would leave; the last version stands, and answers to those before it are void."""

    secrecy = Secrecy.SHARED
    id: UUID
    version: int
    text: SaidOut
    text_hash: str = Field(description=OF_ALL)
    created_at: datetime


class DisclosureConsentIn(In):
    """Your yes or no to the words with this hash; you can say otherwise until the letter is answered, and the latest counts."""

    hash: Hash
    yes: Annotated[bool, confidential()]


class ConsentGivenOut(Out):
    """One answer, without what depends on the words that stand now."""

    secrecy = Secrecy.ANSWER
    id: UUID
    version: int | None = Field(description="To which words; null where the third party asks something else before any were written.")
    party_id: UUID | None = Field(description="Null for guardians, moderators and former moderators.")
    guardian_id: UUID | None
    appointment_id: UUID | None = Field(description="Of somebody who led the case before; null for everybody else.")
    yes: Annotated[bool, confidential()]
    letter_changed: bool = Field(description="The moderator noted that the third party asks something else: nothing leaves on this letter.")
    assisted: bool
    created_at: datetime


class DisclosureConsentOut(ConsentGivenOut):
    """One yes or no to exactly these words."""

    stands: bool = Field(description="It is an answer to the words that stand now, given since all are asked.")


class DisclosureReleaseIn(In):
    """The hash of the words that everyone said yes to."""

    hash: Hash


class DisclosureLetterOut(Out):
    """What you send: the words that all released, or from the day of the answer one neutral sentence, the same for every letter."""

    secrecy = Secrecy.SHARED
    state: DisclosureState
    recipient: SaidOut
    purpose: Annotated[str | None, confidential()] = Field(description="Null with the neutral sentence, which confirms nothing.")
    text: SaidOut
    text_hash: str | None = Field(description=f"{OF_ALL} Null with the neutral sentence.")
    on: date = Field(description="The day on which it was released, or from which the neutral sentence may leave.")


class DisclosureVetoOut(Out):
    """What you are asked as somebody who led a case before: these words, to whom and what for. Silence is a no (S5, S7)."""

    secrecy = Secrecy.ANSWER
    id: UUID
    recipient: SaidOut
    purpose: SaidOut
    text: SaidOut
    text_hash: str = Field(description=OF_ALL)
    due_on: date = Field(description="Until the day before you can answer.")
    closed: bool = Field(description="It is asked no more, whatever came of it.")
    yes: Annotated[bool | None, confidential()] = Field(description="What you said last; null while you have said nothing.")
