"""The read log: each party sees who read about them (S9)."""

from fastapi import Request, Response

from app.domain.confidentiality import Secrecy
from app.routers.answers import listed, shows
from app.routers.bodies import routes
from app.routers.dependencies import ThePaging, TheStore
from app.schemas.access import AccessEventOut
from app.schemas.base import ListOut
from app.store import access
from app.store.models.access import AccessEvent

router = routes("Entry")


@router.get("/me/access-log", **shows(Secrecy.ACCESS))
async def list_access_events(request: Request, response: Response, store: TheStore, paging: ThePaging) -> ListOut[AccessEventOut]:
    """Who read what is yours alone as a party, the newest first: a role and a day. Shared things and notes are not in it."""
    return await listed(request, response, store, access.of_mine(store), AccessEventOut, paging, event_out)


def event_out(row: AccessEvent) -> AccessEventOut:
    """That somebody read on a day."""
    return AccessEventOut(case_id=row.case_id, reader_role=row.reader_role, on=row.read_on)
