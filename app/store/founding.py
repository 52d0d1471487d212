"""What stands before anybody acts: organisations and their settings, and the people and cases of a demo.

Whoever runs the installation puts it in, in the name of the tables' owner, who may add rows and see none.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.store.database import constraint
from app.store.keys import KeyStore
from app.store.models import Row
from app.store.models.base import InCase
from app.store.models.cases import Case
from app.store.sealed import KEY_STORE


async def found(url: str, keys: KeyStore, *rows: Row) -> None:
    """Put these rows in, through the address of whoever migrates and sealed with these keys: all of them or none."""
    _belonging(rows)
    engine = create_async_engine(url, hide_parameters=True, connect_args={"connect_timeout": 5})
    try:
        async with async_sessionmaker(engine, expire_on_commit=False, info={KEY_STORE: keys}).begin() as session:
            await session.execute(text("set local role herstel_owner"))
            session.add_all(rows)
    finally:
        await engine.dispose()


async def found_once(url: str, keys: KeyStore, *rows: Row) -> bool:
    """The same with rows that may stand already: all of them or none, however many start at once; whether they were put in."""
    try:
        await found(url, keys, *rows)
    except IntegrityError as error:
        if constraint(error).startswith("pk_"):
            return False
        raise
    return True


def _belonging(rows: Sequence[Row]) -> None:
    """A row in a case is of the case's organisation."""
    whose: Mapping[UUID, UUID] = {row.id: row.organisation_id for row in rows if isinstance(row, Case)}
    for row in rows:
        if isinstance(row, InCase) and row.case_id in whose:
            row.organisation_id = whose[row.case_id]
