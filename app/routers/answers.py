"""What every answer carries besides its body: an ETag, where a new resource stands, how a list goes on."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import date
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlencode

from fastapi import Request, Response

from app.domain.confidentiality import WATCHES, Act, Reach, Role, Secrecy, may, sees
from app.routers.dependencies import Paging
from app.routers.linking import notice
from app.schemas.base import ListOut, Out, PageOut
from app.store.gate import Page, Statement, Store
from app.store.models import Row

Shape = TypeVar("Shape", bound=Out)
R = TypeVar("R", bound=Row)


def shows(secrecy: Secrecy) -> dict[str, Any]:
    """What the document says of a read: who can see anything of this class, straight from the grid."""
    return _open_to([role for role in Role if sees(role, secrecy) is not Reach.NONE])


def deed(*acts: Act) -> dict[str, Any]:
    """What the document says of a deed, or of several at one address: whose it can be, straight from the grid."""
    return _open_to([role for role in Role if any(may(role, act) is not Reach.NONE for act in acts)])


def _open_to(roles: list[Role]) -> dict[str, Any]:
    # No token makes a worker: nobody who reads the document can be one.
    return {"openapi_extra": {"security": [{"bearer": [role.value for role in roles if role is not WATCHES]}]}}


def shown(response: Response, row: Row, out: type[Shape]) -> Shape:
    """One resource with its ETag; the Links to what its reader may do next are added when it leaves (`app.routers.linking`)."""
    response.headers["ETag"] = f'"{row.etag}"'
    notice(row)
    return out.model_validate(row)


def composed(response: Response, body: Shape, rows: Iterable[Row], day: date, *more: str) -> Shape:
    """One resource that rows, the day and codes (`more`) decide: its ETag is of the rows' own random ones, never of content."""
    first, *others = rows
    notice(first)
    parts = [day.isoformat(), first.etag, *(row.etag for row in others), *more]
    response.headers["ETag"] = f'"{sha256("".join(parts).encode()).hexdigest()[:16]}"'
    return body


async def changed(response: Response, store: Store, row: Row, out: type[Shape]) -> Shape:
    """A resource after a deed, with its new ETag."""
    await store.flush()
    return shown(response, row, out)


async def created(request: Request, response: Response, store: Store, row: Row, out: type[Shape], place: str | None = None) -> Shape:
    """201 with the place of the new resource: below the collection that it was posted to, unless it stands elsewhere."""
    await store.flush()
    store.made(row)
    response.status_code = HTTPStatus.CREATED
    response.headers["Location"] = place or f"{request.scope['path']}/{row.id}"
    return shown(response, row, out)


async def listed(
    request: Request,
    response: Response,
    store: Store,
    statement: Statement[R],
    out: type[Shape],
    paging: Paging,
    show: Callable[[Any], Shape] | None = None,
) -> ListOut[Shape]:
    """One page of a list, with a Link to the next one (RFC 8288); `show` makes an item of a row when its attributes do not."""
    find = partial(store.page, statement)
    return await gathered(request, response, store, find, show or out.model_validate, paging)


async def gathered(
    request: Request,
    response: Response,
    store: Store,
    find: Callable[[list[Any] | None, int], Awaitable[Page]],
    show: Callable[[Any], Shape],
    paging: Paging,
) -> ListOut[Shape]:
    """One page of what `find` yields after a key, at most so many."""
    bound_to = _bound_to(request, store)
    cursors = request.app.state.cursors
    after = cursors.open(paging.cursor, bound_to) if paging.cursor is not None else None
    page = await find(after, paging.limit)
    cursor = cursors.seal(page.next_key, bound_to) if page.next_key else None
    if cursor:
        query = urlencode({**_filters(request), "limit": paging.limit, "cursor": cursor})
        response.headers["Link"] = f'<{request.scope["path"]}?{query}>; rel="next"'
    items = [show(row) for row in page.rows]
    return ListOut(items=items, page=PageOut(next_cursor=cursor, has_more=cursor is not None))


def _filters(request: Request) -> Mapping[str, str]:
    return {key: value for key, value in request.query_params.items() if key not in {"cursor", "limit"}}


def _bound_to(request: Request, store: Store) -> str:
    return "\n".join([repr(store.who), request.scope["path"], urlencode(sorted(_filters(request).items()))])
