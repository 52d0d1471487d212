"""What the door writes down of those who read: role and day, once (S9)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from secrets import token_hex
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy.dialects.postgresql import Insert, insert

from app.domain.confidentiality import Principal, Secrecy
from app.store.models.access import AccessEvent

LOGGED: Final = frozenset({Secrecy.PRIVATE, Secrecy.ANSWER, Secrecy.ASSESSMENT})
"""Whoever reads a party's row of these classes, and is not that party, stands in the party's read log; notes never do (S9)."""


def party_of(*models: Any) -> Any:
    """The column that says whose own a row is that tells of these kinds of rows; none where it is nobody's (S9)."""
    return next((model.party_id for model in models if model.secrecy in LOGGED and hasattr(model, "party_id")), None)


def log_of(reads: Iterable[tuple[UUID, UUID | None]], organisations: Mapping[UUID | None, UUID], who: Principal, on: date) -> Insert:
    """One statement for the parties whose own was read, each with its case; nothing for those in whose log it stands already."""
    # Not even the row itself knows the hour.
    day = datetime(on.year, on.month, on.day, tzinfo=UTC)
    rows: list[dict[str, Any]] = [
        {
            "id": uuid4(),
            "etag": token_hex(8),
            "created_at": day,
            "organisation_id": organisations[case_id],
            "case_id": case_id,
            "party_id": party_id,
            "reader_id": who.id,
            "reader_role": who.role,
            "read_on": on,
        }
        for party_id, case_id in sorted(reads, key=lambda read: read[0])
    ]
    return insert(AccessEvent).values(rows).on_conflict_do_nothing(index_elements=["organisation_id", "party_id", "reader_id", "read_on"])
