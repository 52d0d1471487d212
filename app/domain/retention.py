"""How long what was said is kept, and what is destroyed of it when that time has come (S8).

Every part of a case has keys of its own, so that it can be destroyed by itself: without the key nobody opens it, in no backup either. What
a rule leaves to an organisation stands in `app.domain.terms`; a case keeps the numbers that held when it came in.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid5

from app.domain.errors import WrongState
from app.domain.terms import Terms


class Part(StrEnum):
    """What is destroyed together."""

    NOTES = "notes"
    """What the moderators wrote for themselves."""
    PRIVATE = "private"
    """What each party said to the moderator, and how they are reached."""
    PROCESS_AND_SHARED = "process_and_shared"
    """All else that was said, with the names of those who took part, and what brought the case in."""
    NOT_TAKEN_UP = "not_taken_up"
    """What brought in a case that no moderator took."""
    ACCESS_LOG = "access_log"
    """Who had a way in and who read what, and with it the shell: of the case nothing is left but certificates."""
    PARTY = "party"
    """One party, when they ask for it: name, contact, private records, evaluations."""


GRACE_DAYS: Final = 14
"""Between the end of a term and what is destroyed by it, and between a party's word and what is done: time to say no, or to hold it."""

TERM: Final[Mapping[Part, str]] = {
    Part.NOTES: "notes_months",
    Part.PRIVATE: "private_months",
    Part.PROCESS_AND_SHARED: "shared_months",
    Part.NOT_TAKEN_UP: "referral_months",
    Part.ACCESS_LOG: "access_log_months",
}
"""Which number of the terms says for how many months after the end a part is kept."""

_PARTS: Final = UUID("0c6c2a52-4c0b-4a0d-9d0a-7f5a4e0b61d3")


def notes_of(case_id: UUID) -> UUID:
    """Whose key seals the notes of a case. Never to be changed: they would not open any more."""
    return uuid5(_PARTS, f"notes {case_id}")


def private_of(party_id: UUID) -> UUID:
    """Whose key seals what a party says in private; the party's own id stands for the key of their name."""
    return uuid5(_PARTS, f"private {party_id}")


def kept_until(part: Part, closed_on: date, terms: Terms) -> date:
    """The last day of a part's term; who had a way in is known for as long as there is something to have read."""
    months = getattr(terms, TERM[part])
    if part is Part.ACCESS_LOG:
        months = max(months, terms.shared_months)
    return _later(closed_on, months)


def destroyed_on(part: Part, closed_on: date, terms: Terms) -> date:
    """The day on which it is destroyed, unless a hold keeps it."""
    return kept_until(part, closed_on, terms) + timedelta(days=GRACE_DAYS)


def erased_on(asked_on: date) -> date:
    """The day on which a party's word is carried out, unless they take it back or a hold keeps it."""
    return asked_on + timedelta(days=GRACE_DAYS)


def may_be_done(due_on: date, closed_on: date | None, today: date) -> bool:
    """Whether the day of a party's word has come; after a new end the days of grace count anew, as they may not think of it any more."""
    return due_on <= today and (closed_on is None or erased_on(closed_on) <= today)


def pseudonym(number: int) -> str:
    """What stands in the place of a name, for what others rely on."""
    return f"Betrokkene {number}"


def may_be_erased(*, closed: bool, gone: bool, held: bool) -> None:
    """Stops what would take a place from a case that runs, whoever asks for it (R9), or what a hold keeps."""
    if not closed and not gone:
        raise WrongState("case-runs")
    if held:
        raise WrongState("held")


def _later(day: date, months: int) -> date:
    """So many months later; the last day of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
