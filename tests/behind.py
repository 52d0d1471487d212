"""Behind the service: what a test puts in, breaks or looks up in the database itself, past every door and wall."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from fastapi import FastAPI
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from app.domain.audit import Operation
from app.domain.confidentiality import Principal
from app.store.founding import found
from app.store.models import Row
from app.store.models.base import InCase
from app.store.models.cases import Case

CONTEXT = "select set_config('herstel.me'"
RECORDS = ("INSERT INTO audit_event", "INSERT INTO conf.case_audit_event")
LOOK = Operation("look", "rows", "0" * 32)
"""What a test does at the door itself."""


async def put_in(app: FastAPI, *rows: Row) -> None:
    """These rows, as if somebody had brought them in before the test began; those in a case are of its organisation."""
    brought = {row.id for row in rows if isinstance(row, Case)}
    standing = [row for row in rows if isinstance(row, InCase) and row.case_id not in brought]
    async with behind(app) as connection:
        for row in standing:
            asked = await connection.execute(text('select organisation_id from public."case" where id = :id'), {"id": row.case_id})
            row.organisation_id = asked.scalar_one()
    await found(app.state.settings.database_url, app.state.database.keys, *rows)


@asynccontextmanager
async def behind(app: FastAPI) -> AsyncIterator[AsyncConnection]:
    """A connection of the server's own superuser, committed at its end."""
    engine = create_async_engine(app.state.settings.database_url)
    try:
        async with engine.begin() as connection:
            yield connection
    finally:
        await engine.dispose()


@contextmanager
def statements(app: FastAPI) -> Iterator[list[tuple[str, Any]]]:
    """Everything that the service asks of the database meanwhile; for whom a transaction is, is no question, nor is what it records."""
    sent: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if not statement.startswith((CONTEXT, *RECORDS)):
            sent.append((statement, parameters))

    engines = [engine.sync_engine for engine in app.state.database.engines.values()]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", hear)
    try:
        yield sent
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", hear)


async def explained(app: FastAPI, who: Principal, statement: str, parameters: Any) -> Any:
    """The plan of a statement as it runs for this principal, behind the database's own walls too."""
    async with app.state.database.store_for(who, LOOK) as store:
        connection = await store._Store__session.connection()
        found = await connection.exec_driver_sql(f"explain (format json) {statement}", parameters)
        (plan,) = found.scalar_one()
    return plan
