"""What whoever has the database and the key store can open: every envelope at its own place, under the key that belongs to it."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import psycopg
from psycopg.rows import dict_row
from sqlalchemy import Table

from app.store.keys import KeyStore
from app.store.models.base import InCase, Row, SealedColumn
from app.store.sealing import Place, unseal

MODELS: Final = [mapper.class_ for mapper in Row.registry.mappers if isinstance(mapper.class_.__table__, Table)]


class Said(NamedTuple):
    """One text, and the case in which it was said, if in one."""

    text: str
    case: str


async def opened(url: str, keys: KeyStore) -> dict[str, list[Said]]:
    """Everything that opens, by its column; what has no key any more is not in it. `url` is that of a superuser."""
    there: dict[str, list[Said]] = {}
    for row, column, envelope in sealed(url):
        said = there.setdefault(f"{row.__tablename__}.{column}", [])
        case = row.case_id if isinstance(row, InCase) else None
        key = await keys.of(row.key_owner)
        if key is None:
            continue
        text = unseal(key, Place(row.organisation_id, case, row.__tablename__, row.id, column), envelope)
        said += [Said(one, str(case)) for one in ([text] if isinstance(text, str) else text)]
    return there


def sealed(url: str) -> Iterator[tuple[Any, str, bytes]]:
    """Every envelope that stands there, with its row and column; of what is empty none."""
    with psycopg.connect(url.replace("+psycopg", ""), row_factory=dict_row) as connection:
        for model in MODELS:
            table = model.__table__
            columns = [column for column in table.columns if isinstance(column.type, SealedColumn)]
            if not columns:
                continue
            for values in connection.execute(f'select * from {table.schema or "public"}."{table.name}" order by id'.encode()).fetchall():
                row = model(**values)
                yield from ((row, column.name, values[column.name]) for column in columns if values[column.name])
