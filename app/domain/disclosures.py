"""What leaves a case on somebody's letter, and what leaves without anybody's yes: the only words of a case that do (S5, S6)."""

from collections.abc import Collection, Hashable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from app.domain.errors import Invalid
from app.domain.lifecycle import Lifecycle
from app.domain.texts import Bilingual, hash_of


class DisclosureState(StrEnum):
    """Where the letter of somebody outside stands, for all who take part: a no that came earlier changes nothing here (S10)."""

    OPEN = "open"
    RELEASED = "released"
    SECRECY_INVOKED = "secrecy_invoked"


class DisclosureEvent(StrEnum):
    """What can happen to it: one of these, once."""

    RELEASE = "release"
    INVOKE_SECRECY = "invoke_secrecy"


LIFE: Final = Lifecycle[DisclosureState, DisclosureEvent](
    "disclosure",
    {
        (DisclosureState.OPEN, DisclosureEvent.RELEASE): DisclosureState.RELEASED,
        (DisclosureState.OPEN, DisclosureEvent.INVOKE_SECRECY): DisclosureState.SECRECY_INVOKED,
    },
)


class ExceptionGround(StrEnum):
    """Why something had to leave without everyone's yes (S6); each was explained before anybody said that they are ready."""

    ACUTE_DANGER = "acute_danger"
    MELDCODE = "meldcode"
    STATUTORY_DUTY = "statutory_duty"
    COURT_ORDER = "court_order"
    OWN_COMPLAINT_DEFENCE = "own_complaint_defence"


MODERATOR: Final = "moderator"
"""The voice of the one who leads, beside those of parties, guardians and former moderators."""

NEUTRAL_ANSWER: Final = Bilingual(
    nl="Wij doen geen mededeling over de vraag of er een herstelproces is of was, en over niets daarin. "
    "Dit antwoord bevestigt niets en ontkent niets.",
    en="We make no statement on whether there is or was a process of repair, or on anything in one. "
    "This answer confirms nothing and denies nothing.",
)
"""What leaves where not everyone said yes: the same for every letter, and it confirms not even that there is a case (S5)."""


def letter_hash(recipient: str, purpose: str, text: str) -> str:
    """To what everyone says yes: SHA-256 over one recipient, one purpose and one exact text, as canonical JSON (RFC 8785; S5)."""
    return hash_of({"purpose": purpose, "recipient": recipient, "text": text})


def come(due_on: date, today: date) -> bool:
    """Whether the day has come on which the answer is due: from then on nobody says yes any more, and one sentence leaves (S5)."""
    return due_on <= today


def received(received_on: date, due_on: date, days: int, today: date) -> None:
    """`Invalid` for a letter that has not come yet, or that gives those concerned fewer days than the case's terms (S5)."""
    if received_on > today:
        raise Invalid("in-the-future", "/receivedOn")
    if due_on < received_on + timedelta(days=days):
        raise Invalid("too-soon", "/dueOn")


def seen(state: DisclosureState, due_on: date, today: date) -> DisclosureState:
    """Where it stands on a day: from the deadline on it is over, whether or not the worker came by already."""
    over = state is DisclosureState.OPEN and come(due_on, today)
    return LIFE.after(state, DisclosureEvent.INVOKE_SECRECY) if over else state


def stands(said_at: datetime, asked_at: datetime | None) -> bool:
    """Whether an answer was given since all were asked: to other words, or before somebody's place ended, it is void (S5, R9)."""
    return asked_at is not None and said_at >= asked_at


def told_or_why(told: Collection[Hashable], everyone: Collection[Hashable], why_not_yet: str | None) -> None:
    """`Invalid` where some of the parties were not told, and it is not said why not yet (S6)."""
    if not why_not_yet and not set(everyone) <= set(told):
        raise Invalid("missing", "/whyNotYet")
