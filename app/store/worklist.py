"""What waits for the caller over all their cases: one statement, however many there are, and every part of it began at the door."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from app.domain.confidentiality import Secrecy
from app.store.desk import Desk, Query, as_it_stands, led_cases, my_cases
from app.store.gate import Page, Store
from app.store.sight import Gathering, Sight
from app.store.waiting_beside import BESIDE, OUTSTANDING_BESIDE
from app.store.waiting_for_letters import LETTERS, OUTSTANDING_LETTERS
from app.store.waiting_for_me import OWN
from app.store.waiting_for_others import OUTSTANDING
from app.store.waiting_to_lead import LEADING


async def waiting(store: Store, now: datetime, after: Sequence[Any] | None, limit: int) -> Page:
    """One page of what waits for the caller; for a role for which nothing ever waits, nothing."""
    return await store.gathered(_WAITING, as_it_stands(now, await store.gates(now)), after, limit)


def _queries(sight: Sight) -> Iterator[Query]:
    """Every query whose deed can be the caller's; and who is outstanding, for the one who sees the true state (S10)."""
    desk = Desk(sight, my_cases(sight), led_cases(sight))
    for act, found in (*OWN, *BESIDE, *LEADING, *LETTERS):
        if sight.may(act):
            yield from found(desk)
    if sight.reaches(Secrecy.TRUE_STATE):
        for outstanding in (*OUTSTANDING, *OUTSTANDING_BESIDE, *OUTSTANDING_LETTERS):
            yield outstanding(desk)


_WAITING: Final = Gathering(_queries, ("since", "mark"), newest_first=False)
"""The oldest first: what has waited longest stands on top."""
