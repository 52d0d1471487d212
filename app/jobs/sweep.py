"""The sweep: once a minute it looks for what has waited too long, and does what the rules say then (R1, R3, R6, R17, S5, S8).

Each case is a transaction of its own, under its lock. However many workers sweep at once, nothing is done twice; what fails is logged
by its class and SQLSTATE alone (S4), and the next sweep tries again.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, NamedTuple
from uuid import UUID

from app.actions import deadlines as actions
from app.actions import retention as destroying
from app.actions.disclosures import invoke_secrecy
from app.domain.errors import Unknown, WrongState
from app.domain.retention import TERM, Part
from app.jobs.destruction import agree
from app.jobs.worker import WORKER, operation, tell
from app.store import deadlines, disclosures, retention
from app.store.database import Database
from app.store.gate import Page, Statement, Store
from app.store.models.base import Row
from app.store.models.intake import Referral, Request
from app.store.notary import Notary

AT_ONCE: Final = 100
"""How many ids are asked for at a time, so that a long queue never makes a long transaction."""
EVERY_SECONDS: Final = 60.0
FAILED: Final = "failed"


class Step(NamedTuple):
    """One kind of deadline: what has passed it, and what becomes of each."""

    name: str
    due: Callable[[Store, datetime], Statement[Any]]
    act: Callable[[Store, UUID, datetime], Awaitable[object]]


STEPS: Final = (
    Step("not taken up", lambda store, now: deadlines.not_taken(store, now.date()), actions.close_untaken),
    Step("laid to rest", lambda store, _: deadlines.just_lost(store), actions.let_rest),
    Step("left alone", deadlines.left_alone, actions.lapse),
    Step("come of age", lambda store, now: deadlines.over_nobody_young(store, now.date()), actions.end_authority),
    Step("secrecy invoked", lambda store, now: disclosures.unanswered(store, now.date()), invoke_secrecy),
    Step("referrals settled", lambda store, now: deadlines.unsettled(store, Referral, now.date()), actions.settle_referral),
    Step("requests settled", lambda store, now: deadlines.unsettled(store, Request, now.date()), actions.settle_request),
)
"""In this order: what one finds, the next may go on from."""


def steps(notary: Notary) -> tuple[Step, ...]:
    """All of them: at last what is destroyed, with the service's signature on its certificate (S8)."""
    erased = Step("erased", lambda store, now: retention.asked(store, now.date()), partial(destroying.carry_out, notary))
    return (*STEPS, erased, *(_destroyed(part, notary) for part in TERM))


def _destroyed(part: Part, notary: Notary) -> Step:
    return Step(f"destroyed {part}", lambda store, now: retention.due(store, part, now.date()), partial(destroying.destroy, notary, part))


async def sweep(database: Database, now: datetime, stop: asyncio.Event | None = None) -> Counter[str]:
    """Everything that is due at this moment, and how much of each kind was done; once `stop` is set it ends after the case in hand."""
    done: Counter[str] = Counter()
    if not database.agrees:
        await agree(database)
    for step in steps(database.notary):
        if step not in STEPS and not database.agrees:
            # What was destroyed may stand again, and is not to be destroyed as if it never was.
            done[FAILED] += 1
            continue
        try:
            await _through(database, step, now, stop, done)
        except Exception as error:
            # Whatever is wrong with one kind, the others are not made to wait for it.
            done[FAILED] += 1
            tell(step.name, error)
    return done


async def _through(database: Database, step: Step, now: datetime, stop: asyncio.Event | None, done: Counter[str]) -> None:
    after = None
    while True:
        page = await _due(database, step, now, after)
        for row in page.rows:
            if stop and stop.is_set():
                return
            if came := await _one(database, step, row, now):
                done[came] += 1
        after = page.next_key
        if after is None:
            return


async def _due(database: Database, step: Step, now: datetime, after: tuple[Any, ...] | None) -> Page:
    async with database.store_for(WORKER, None) as store:
        return await store.page(step.due(store, now), after, AT_ONCE)


async def _one(database: Database, step: Step, row: Row, now: datetime) -> str | None:
    """What came of one: the step's name, `FAILED`, or nothing when someone else was faster."""
    try:
        async with database.store_for(WORKER, operation(step.name, row.__tablename__, row.id)) as store:
            await step.act(store, row.id, now)
    except (Unknown, WrongState):
        return None
    except Exception as error:
        tell(step.name, error)
        return FAILED
    return step.name


async def keep_sweeping(database: Database, stop: asyncio.Event, every_seconds: float = EVERY_SECONDS) -> None:
    """A sweep at once and then every minute, until `stop` is set; what fails in one is tried again in the next."""
    while not stop.is_set():
        await sweep(database, datetime.now(UTC), stop)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), every_seconds)
