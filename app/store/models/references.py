"""Whatever a row refers to is of the same organisation, and within a case of the same case: each reference leads with both.

A reference by the id alone would tell whoever can insert which ids another organisation has (T3).
"""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import ForeignKeyConstraint, MetaData, Table, UniqueConstraint

from app.store.models.base import OUTLIVES, REFERS_TO

TENANT: Final = "organisation_id"
CASE: Final = "case_id"


def keep_together(metadata: MetaData) -> None:
    """Put in the references of every table, with the keys that they need."""
    tables = {table.name: table for table in metadata.tables.values()}
    for table in tables.values():
        for column, target, shared in _references(table, tables):
            _key_of(target, (*shared, "id"))
            local, there = [*shared, column], [target.c[name] for name in (*shared, "id")]
            table.append_constraint(ForeignKeyConstraint(local, there, name=f"fk_{table.name}_{column}"))
        # Nothing tells the ORM which row another one waits for: references are looked at when everything is in, at commit.
        for reference in table.foreign_key_constraints:
            reference.deferrable, reference.initially = True, "DEFERRED"


def _references(table: Table, tables: dict[str, Table]) -> Iterator[tuple[str, Table, tuple[str, ...]]]:
    """Each column that refers to a row, to which table, and what both of them have in common."""
    if CASE in table.c and OUTLIVES not in table.c[CASE].info:
        yield CASE, tables["case"], (TENANT,)
    for column in table.c:
        if REFERS_TO in column.info:
            target = tables[column.info[REFERS_TO]]
            yield column.name, target, (TENANT, CASE) if CASE in table.c and CASE in target.c else (TENANT,)


def _key_of(table: Table, columns: tuple[str, ...]) -> None:
    """What a composite reference needs on the other side."""
    keys = {tuple(column.name for column in key.columns) for key in table.constraints if isinstance(key, UniqueConstraint)}
    if columns not in keys:
        table.append_constraint(UniqueConstraint(*columns, name=f"uq_{table.name}_together"))
