"""An item of somebody's worklist: ids, codes and days only (S4, S10)."""

from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from app.domain.waiting import Step, Waiting
from app.domain.waiting_for_letters import EVERY

SOON: Final = timedelta(days=14)
"""How long before a yes expires it can be said again, and how long after a note was made it is put before its party."""


class Item(NamedTuple):
    """One thing that waits: what it is, in which case, about what and whom, and by when. Ids, codes and days only."""

    code: str
    mark: str
    since: datetime
    key: UUID
    case_id: UUID | None
    about: UUID | None
    """The party of whom the moderator is told that they are outstanding; nobody else is told of anybody (S10)."""
    place: UUID | None
    """What the address needs besides the key."""
    number: int | None
    due_on: date | None

    @property
    def waiting(self) -> Waiting:
        """What it says."""
        return EVERY[self.code]

    def overdue(self, today: date) -> bool:
        """Its day has come and gone."""
        return self.due_on is not None and self.due_on < today

    def href(self, step: Step) -> str:
        """Where a step is taken."""
        return "/v1" + step.path.format(case=self.case_id, key=self.key, about=self.about, place=self.place, number=self.number)
