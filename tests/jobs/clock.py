"""A moved clock, rows that wait, and everything that stands in the database."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import text

from app.domain.cases import NeutralState
from app.domain.vocabulary import Setting
from app.jobs.sweep import sweep
from app.jobs.worker import WORKER
from app.store.gate import Store
from app.store.models import Row, metadata
from app.store.models.cases import Appointment, Case, Seat
from tests.behind import behind
from tests.people import HOME, key
from tests.routers.playing import MODERATOR, Play
from tests.world import TERMS

CAME_IN: Final = date(2026, 3, 1)
TICK: Final = timedelta(microseconds=1)


def begins(day: date, days: int) -> datetime:
    """The first moment of the day that is so many days later."""
    return datetime.combine(day + timedelta(days=days), time(), UTC)


def waiting(*names: str, received_on: date = CAME_IN, **terms: int) -> list[Row]:
    """Cases that nobody has taken yet."""
    return [
        Case(
            id=key("waiting", name),
            organisation_id=key(HOME),
            referred_by_id=key("someone"),
            reference=name,
            setting=Setting.SCHOOL,
            received_on=received_on,
            terms={**TERMS, **terms},
        )
        for name in names
    ]


async def swept(app: FastAPI, now: datetime) -> Counter[str]:
    """What a sweep at this moment does."""
    return await sweep(app.state.database, now)


async def row(app: FastAPI, model: type[Any], id: UUID) -> Any:
    """A row as the worker sees it."""
    async with app.state.database.store_for(WORKER, None) as store:
        return await store.one(model, id)


async def states(app: FastAPI, names: Iterable[str]) -> list[NeutralState]:
    """Where the cases stand that nobody had taken."""
    return [(await row(app, Case, key("waiting", name))).state for name in names]


async def everything(app: FastAPI) -> dict[str, list[Any]]:
    """Every row of every table, save what is recorded of each operation."""
    async with behind(app) as connection:
        return {
            name: [tuple(found) for found in (await connection.execute(text(f'select * from "{name}" order by id'))).all()]
            for name in sorted(table.name for table in metadata.tables.values() if "id" in table.columns and "audit" not in table.name)
        }


async def loses_moderator(app: FastAPI, play: Play, ended_at: datetime) -> UUID:
    """The registrar ends the seat: only ids and dates change, and the worker does the rest. The appointment."""
    async with app.state.database.store_for(WORKER, None) as store:
        (appointment,) = await _appointments(store, UUID(play.id))
        (await store.one(Seat, appointment.id)).ended_at = ended_at
    assert (await play.call(MODERATOR, "GET", "process")).status_code == 404
    return UUID(str(appointment.id))


async def _appointments(store: Store, case_id: UUID) -> list[Appointment]:
    return list(await store.rows(store.within(Appointment).where(Appointment.case_id == case_id)))
