"""What waits for me, over all my cases (S10, S11)."""

from typing import Any

from fastapi import Request, Response

from app.domain.worklist import Item
from app.routers.answers import gathered
from app.routers.bodies import routes
from app.routers.dependencies import Language, ThePaging, TheStore, now
from app.routers.entry import ANYONE
from app.schemas.base import ListOut
from app.schemas.worklist import StepOut, WorkItemOut
from app.store import worklist
from app.store.gate import Page

router = routes("Entry", "/me")


@router.get("/worklist", **ANYONE)
async def list_worklist(
    request: Request, response: Response, store: TheStore, paging: ThePaging, language: Language
) -> ListOut[WorkItemOut]:
    """What waits for you, what has waited longest first: your own answers that are missing, and for a moderator who is outstanding.

    An item depends on what you may see and on nothing else: never on whether another party has answered (S10). One whose day has
    passed is `overdue`. Its links lead to the deed, and to what one reads before it.
    """
    moment = now()

    async def page(after: list[Any] | None, limit: int) -> Page:
        return await worklist.waiting(store, moment, after, limit)

    def shown(row: Item) -> WorkItemOut:
        item = Item(*row)
        steps = [StepOut(rel=step.rel, href=item.href(step), method=step.method) for step in item.waiting.steps]
        return WorkItemOut(
            code=item.code,
            title=item.waiting.title.in_language(language),
            case_id=item.case_id,
            party_id=item.about,
            due_on=item.due_on,
            overdue=item.overdue(moment.date()),
            links=steps,
        )

    return await gathered(request, response, store, page, shown, paging)
