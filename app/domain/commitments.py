"""A commitment: what one party promises another, and who may say that it is done (R14)."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from app.domain.lifecycle import Lifecycle


class CommitmentState(StrEnum):
    """Where a promise stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    REPORTED = "reported"
    DISPUTED = "disputed"
    CONFIRMED = "confirmed"
    WAIVED = "waived"
    REPLACED = "replaced"
    NOT_KEPT = "not_kept"
    UNANSWERED = "unanswered"
    LAPSED = "lapsed"


class CommitmentEvent(StrEnum):
    """What can happen to a promise."""

    AGREE = "agree"
    REPORT = "report"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    WAIVE = "waive"
    REPLACE = "replace"
    SAY_NOT_KEPT = "say_not_kept"
    LEAVE_UNANSWERED = "leave_unanswered"
    LAPSE = "lapse"


_S, _E = CommitmentState, CommitmentEvent

LIFE: Final = Lifecycle[CommitmentState, CommitmentEvent](
    "commitment",
    {
        (_S.PROPOSED, _E.AGREE): _S.AGREED,
        (_S.AGREED, _E.REPORT): _S.REPORTED,
        (_S.DISPUTED, _E.REPORT): _S.REPORTED,
        (_S.REPORTED, _E.CONFIRM): _S.CONFIRMED,
        (_S.REPORTED, _E.DISPUTE): _S.DISPUTED,
        **{(state, _E.WAIVE): _S.WAIVED for state in (_S.AGREED, _S.REPORTED, _S.DISPUTED)},
        **{(state, _E.REPLACE): _S.REPLACED for state in (_S.AGREED, _S.REPORTED, _S.DISPUTED)},
        **{(state, _E.SAY_NOT_KEPT): _S.NOT_KEPT for state in (_S.AGREED, _S.DISPUTED)},
        (_S.REPORTED, _E.LEAVE_UNANSWERED): _S.UNANSWERED,
        **{(state, _E.LAPSE): _S.LAPSED for state in (_S.AGREED, _S.REPORTED, _S.DISPUTED)},
    },
)

FINAL: Final = frozenset({_S.CONFIRMED, _S.WAIVED, _S.REPLACED, _S.NOT_KEPT, _S.UNANSWERED, _S.LAPSED})
"""Where a promise rests (R14)."""

OPEN: Final = frozenset({_S.AGREED, _S.REPORTED, _S.DISPUTED})
"""Where a promise is still somebody's to act on."""

FALLS_SHORT: Final = frozenset({_S.NOT_KEPT, _S.UNANSWERED})
"""What keeps a case from being restored (R15)."""

AWAITS_OWNER: Final = frozenset({_S.AGREED, _S.DISPUTED})
"""Where a promise is its owner's to act on; once reported, it is the beneficiary's to answer."""


def standing(state: CommitmentState, reported_at: datetime | None, now: datetime, answer_days: int) -> CommitmentState:
    """Where a promise stands at this moment: a report that its beneficiary has not answered for so many days is unanswered (R14)."""
    silent = state is _S.REPORTED and reported_at is not None and reported_at + timedelta(days=answer_days) <= now
    return LIFE.after(state, _E.LEAVE_UNANSWERED) if silent else state


def overdue(due_on: date | None, state: CommitmentState, today: date) -> bool:
    """Whether its day has passed and it is still its owner's to act on; a standing one has no such day (R14)."""
    return due_on is not None and due_on < today and state in AWAITS_OWNER
