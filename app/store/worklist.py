"""What waits for the caller over all their cases: one statement, however many there are, and every part of it began at the door."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from app.domain.confidentiality import Secrecy
from app.store.desk import Desk, Query, led_cases, my_cases
from app.store.gate import Page, Store
from app.store.waiting_beside import BESIDE, OUTSTANDING_BESIDE
from app.store.waiting_for_me import OWN
from app.store.waiting_for_others import OUTSTANDING
from app.store.waiting_to_lead import LEADING

KEYS = ("since", "mark")
"""The oldest first: what has waited longest stands on top."""


async def waiting(store: Store, now: datetime, after: Sequence[Any] | None, limit: int) -> Page:
    """One page of what waits for the caller; for a role for which nothing ever waits, nothing."""
    return await store.gathered(list(_queries(await _desk(store, now))), KEYS, after, limit, newest_first=False)


async def _desk(store: Store, now: datetime) -> Desk:
    return Desk(store, now, my_cases(store), led_cases(store), await store.gates(now))


def _queries(desk: Desk) -> Iterator[Query]:
    """Every query whose deed can be the caller's; and who is outstanding, for the one who sees the true state (S10)."""
    for act, found in (*OWN, *BESIDE, *LEADING):
        if desk.store.may(act):
            yield from found(desk)
    if desk.store.reaches(Secrecy.TRUE_STATE):
        for outstanding in (*OUTSTANDING, *OUTSTANDING_BESIDE):
            yield outstanding(desk)
