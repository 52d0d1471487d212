"""What the door writes down of every operation: one row, in the deed's own transaction, or for what was not done in one of its own."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from secrets import token_hex
from typing import Any, Final, NamedTuple, cast
from uuid import UUID, uuid4

from sqlalchemy import Insert, Table, insert

from app.domain.audit import Operation, Outcome, Stream, stream_of
from app.domain.confidentiality import Principal
from app.store.models.audit import EVENTS
from app.store.notary import Notary


class Seen(NamedTuple):
    """What an operation met: the organisation of each case that it saw, whose own it read, what it made, and what came of it."""

    organisations: Mapping[UUID | None, UUID]
    read_of: frozenset[UUID]
    made: UUID | None
    outcome: Outcome

    def undone(self, outcome: Outcome) -> "Seen":
        """The same when nothing came of it: it read nothing for anybody, and made nothing."""
        return Seen(self.organisations, frozenset(), None, outcome)


NOTHING: Final = Seen({}, frozenset(), None, Outcome.DONE)


_RECORD: Final = {stream: insert(cast("Table", model.__table__)) for stream, model in EVENTS.items()}


def event_of(notary: Notary, who: Principal, operation: Operation, seen: Seen, at: datetime) -> tuple[Insert, dict[str, Any]]:
    """The row of one operation: a statement that stays the same, and what goes into it.

    In the confidential stream stands the case that it saw, if any; in an organisation's never one.
    """
    stream = stream_of(who.role)
    said: dict[str, Any] = {
        "id": uuid4(),
        "created_at": at,
        "organisation_id": who.organisation_id,
        "actor_id": who.id,
        "role": who.role,
        "assisted": who.assisted,
        "operation": operation.name,
        "resource": (operation.makes if seen.made else None) or operation.resource,
        "resource_id": seen.made or operation.resource_id,
        "outcome": seen.outcome,
        "trace_id": operation.trace_id,
    }
    if stream is Stream.CONFIDENTIAL:
        case_id = _case(operation, seen.organisations)
        said |= {"case_id": case_id, "read_of": sorted(seen.read_of)}
        if case_id is not None:
            said["organisation_id"] = seen.organisations[case_id]
    return _RECORD[stream], {**said, "etag": token_hex(8), "proof": notary.proof(said)}


def _case(operation: Operation, seen: Iterable[UUID | None]) -> UUID | None:
    cases = {case for case in seen if case is not None}
    if operation.case_id in cases:
        return operation.case_id
    return next(iter(cases)) if len(cases) == 1 else None
