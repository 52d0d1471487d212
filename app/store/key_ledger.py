"""The erasure ledger: what was destroyed for ever, when, and whose keys went with it. Ids only, and no line is ever changed or taken out.

It stands beside the keys and not in the database of the cases, for it must outlive every backup of that: what an old backup brings back
is destroyed anew by it. Every function works in a transaction of the KeyDatabase; who enters a line is alone.
"""

from collections.abc import Collection, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, func

from app.store.key_database import ERASURE, KEYS, SHREDDED
from app.store.key_ring import KeysAway


class Shredded(KeysAway):
    """The key of this owner was destroyed for ever, and none is born in its place."""


class Erased(NamedTuple):
    """A line: what was destroyed (a word), in which case, of which party if of one, on which day; and the owners of the keys that went."""

    id: UUID
    organisation_id: UUID
    case_id: UUID
    party_id: UUID | None
    part: str
    destroyed_on: date
    owners: tuple[UUID, ...]


def entered(connection: Connection, erased: Erased) -> tuple[UUID, ...]:
    """The owners of the line of this id, which is put in unless it stands; ValueError for owners who are not in the one that does."""
    for standing in lines(connection, [erased.id]):
        if not set(erased.owners) <= set(standing.owners):
            raise ValueError("An erasure stands in the ledger already, and for other owners.")
        return standing.owners
    line = erased._asdict()
    owners = [{"erasure_id": erased.id, "nth": nth, "owner": owner} for nth, owner in enumerate(line.pop("owners"))]
    connection.execute(ERASURE.insert().values(line))
    if owners:
        connection.execute(SHREDDED.insert(), owners)
    return erased.owners


def unborn(connection: Connection, owners: Collection[UUID]) -> None:
    """Nothing, when a key may be born for each of them. Raises Shredded."""
    if connection.execute(SHREDDED.select().where(SHREDDED.c.owner.in_(owners)).limit(1)).first():
        raise Shredded("A key was asked for whose owner stands in the erasure ledger: it was destroyed, and none is made in its place.")


def back(connection: Connection) -> Sequence[UUID]:
    """Whose keys stand though the ledger says that they were destroyed."""
    return (
        connection.execute(KEYS.select().with_only_columns(KEYS.c.owner).join(SHREDDED, SHREDDED.c.owner == KEYS.c.owner)).scalars().all()
    )


def ids(connection: Connection) -> set[UUID]:
    """The id of every line."""
    return set(connection.execute(ERASURE.select().with_only_columns(ERASURE.c.id)).scalars())


def count(connection: Connection) -> int:
    """How many lines there are."""
    return connection.execute(ERASURE.select().with_only_columns(func.count(ERASURE.c.id))).scalar_one()


def lines(connection: Connection, wanted: Collection[UUID]) -> list[Erased]:
    """Those of these lines that stand."""
    # First the lines: whose line is seen, their owners are too, whatever is entered meanwhile.
    rows = connection.execute(ERASURE.select().where(ERASURE.c.id.in_(wanted))).mappings().all()
    gone = SHREDDED.select().where(SHREDDED.c.erasure_id.in_(wanted)).order_by(SHREDDED.c.erasure_id, SHREDDED.c.nth)
    owners = {id: tuple(row.owner for row in some) for id, some in groupby(connection.execute(gone), lambda row: row.erasure_id)}
    return [Erased(**row, owners=owners.get(row["id"], ())) for row in rows]
