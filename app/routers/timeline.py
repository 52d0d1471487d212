"""What happened in a case, for each who takes part or stands outside (S1, S10, S11)."""

from typing import Any

from fastapi import Request, Response

from app.domain.confidentiality import Secrecy
from app.domain.timeline import Entry
from app.routers.answers import gathered, shows
from app.routers.bodies import routes
from app.routers.dependencies import CaseId, ThePaging, TheStore
from app.schemas.base import ListOut
from app.schemas.timeline import TimelineEntryOut
from app.store import timeline
from app.store.gate import Page

router = routes("Cases", "/cases/{caseId}")


@router.get("/timeline", **shows(Secrecy.SHELL))
async def list_timeline(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[TimelineEntryOut]:
    """What happened, the newest first, made of the rows that you see and of nothing else.

    Whoever stands outside finds the days of the shell. Those inside find, with their moments, what all know and what they said
    themselves; what another party answered in private, and whether they did, stands nowhere (S10).
    """

    async def page(after: list[Any] | None, limit: int) -> Page:
        return await timeline.happened(store, case_id, after, limit)

    return await gathered(request, response, store, page, lambda row: _shown(Entry(*row)), paging)


def _shown(entry: Entry) -> TimelineEntryOut:
    return TimelineEntryOut(id=entry.id, kind=entry.kind, on=entry.on, at=entry.at, party_id=entry.party, resource=entry.href)
