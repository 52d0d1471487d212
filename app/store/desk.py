"""What somebody's desk is made of: the cases in which they have a place, and the shape that every item of it has (S10)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    Date,
    DateTime,
    Integer,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    cast,
    func,
    literal,
    null,
)
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.cases import Phase
from app.domain.errors import Condition
from app.domain.readiness import AT_THE_START
from app.domain.worklist import SOON
from app.store.models.base import Row
from app.store.models.cases import Process, Seat, TrueState
from app.store.reads import party_of
from app.store.seats import ME
from app.store.sight import Sight

Found = ColumnElement[Any]
Query = Select[Any]


KEPT_OPEN: Final = timedelta(days=14)
"""How long the moderator is reminded that a record could be written; it need not be (R11)."""


def _moment(name: str) -> Any:
    return bindparam(name, type_=DateTime(timezone=True))


def _ids(name: str) -> Any:
    return bindparam(name, type_=ARRAY(Uuid()))


A_WHILE_AGO: Final = _moment("a_while_ago")
A_DAY_AGO: Final = _moment("a_day_ago")
KEPT_SINCE: Final = _moment("kept_since")
AT_HAND: Final = _moment("at_hand")
IN_A_WHILE: Final = _moment("in_a_while")
GATE_OPEN: Final = _ids("gate_open")
"""The cases in which the true gate is open."""
GATE_SHUT: Final = _ids("gate_shut")
"""Those in which it is closed."""
UNASSESSED: Final = _ids("unassessed")
"""The parties of whom the gate says so; a successor is told no more of what was not handed over (S7)."""
UNREADY: Final = _ids("unready")


def as_it_stands(now: datetime, gates: Mapping[UUID, Sequence[Condition]]) -> Mapping[str, Any]:
    """What the queries of a desk ask by: when somebody looks, and what keeps the true gate closed in each case that they lead (S11)."""
    return {
        "now": now,
        "today": now.date(),
        "a_while_ago": now - SOON,
        "a_day_ago": now - AT_THE_START,
        "kept_since": now - KEPT_OPEN,
        "at_hand": now + AT_THE_START,
        "in_a_while": now + SOON,
        "gate_open": sorted(case for case, unmet in gates.items() if not unmet),
        "gate_shut": sorted(case for case, unmet in gates.items() if unmet),
        "unassessed": _short_of("safety-assessed", gates),
        "unready": _short_of("party-ready", gates),
    }


def _short_of(code: str, gates: Mapping[UUID, Sequence[Condition]]) -> Sequence[UUID]:
    return sorted(one.party_id for unmet in gates.values() for one in unmet if one.code == code and one.party_id)


class Desk(NamedTuple):
    """Whose desk, and which cases they have: `mine` with one's own place, `led` with the true state (the moderator's alone)."""

    sight: Sight
    mine: CTE
    led: CTE

    def lacks(self, answer: type[Row], *on: Found) -> Found:
        """No such answer that the reader sees: to a participant only their own ever are (S10)."""
        return ~self.sight.within(answer).where(*on).with_only_columns(answer.id).exists()

    def has(self, other: type[Row], *on: Found) -> Found:
        """There is such a row that the reader sees."""
        return ~self.lacks(other, *on)

    def cases_with(self, other: Any, *on: Found) -> Query:
        """The cases that have such a row."""
        return self.sight.within(other).where(*on).with_only_columns(other.case_id).correlate(None)

    def in_mine(self, model: Any) -> Found:
        """In a case in which the reader takes part themselves, informed, while it runs."""
        here: Found = self.mine.c.case_id == model.case_id
        return and_(here, self.mine.c.party_id.is_not(None))

    def asked_anew(self, answer: Any) -> Found:
        """Said since the case was last taken up again: what was said before it is asked anew."""
        since: Found = answer.created_at >= func.coalesce(self.mine.c.reopened_at, answer.created_at)
        return since


def my_cases(sight: Sight) -> CTE:
    """The running cases in which the caller is informed, with the place that they have.

    Since when the answers of all count is no secret of the true state: all see that it was taken up again, and whose place ended (R9).
    """
    seat = (Seat.principal_id == ME, Seat.informed_at.is_not(None), Seat.ended_at.is_(None))
    found = sight.within(Process).join(Seat, Seat.case_id == Process.case_id).where(*seat, Process.phase != Phase.CLOSED)
    found = found.join(TrueState, TrueState.case_id == Process.case_id)
    place = (Seat.party_id, Seat.guardian_id, Seat.member_id, Seat.informed_at, Process.phase, Process.reopened_at)
    return found.with_only_columns(Process.case_id, *place, TrueState.answers_since).cte("mine")


def led_cases(sight: Sight) -> CTE:
    """The cases that the caller leads, closed ones too."""
    found = sight.within(TrueState).join(Process, Process.case_id == TrueState.case_id)
    truth = (TrueState.state, TrueState.round_began_at, TrueState.answers_since)
    return found.with_only_columns(TrueState.case_id, *truth).cte("led")


def item(
    code: str,
    found: Query,
    since: Found | InstrumentedAttribute[Any],
    key: Found | InstrumentedAttribute[Any],
    *,
    about: Any = None,
    **more: Any,
) -> Query:
    """Items of this code, one for every row that is found; `more` is case_id, place, number, due_on and read_of.

    Of a row that is one party's own it is read (S9). That somebody has said nothing yet is no row of theirs, and in no log.
    """
    mark: Found = literal(f"{code}:") + cast(key, String)
    entity = found.column_descriptions[0]["entity"]
    return found.with_only_columns(
        literal(code).label("code"),
        (mark if about is None else mark + ":" + cast(about, String)).label("mark"),
        cast(since, DateTime(timezone=True)).label("since"),
        cast(key, Uuid).label("key"),
        _or_null(more.get("case_id"), Uuid).label("case_id"),
        _or_null(about, Uuid).label("about"),
        _or_null(more.get("place"), Uuid).label("place"),
        _or_null(more.get("number"), Integer).label("number"),
        _or_null(more.get("due_on"), Date).label("due_on"),
        _or_null(more.get("read_of", party_of(entity)), Uuid).label("read_of"),
        _or_null(getattr(entity, "organisation_id", None), Uuid).label("organisation_id"),
    )


def _or_null(value: Any, kind: type[Any]) -> Found:
    return cast(null() if value is None else value, kind)
