"""From a request to a Store: token, principal, door; and what every address, list and precondition needs."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, NamedTuple
from uuid import UUID

from fastapi import Depends, FastAPI, Header, HTTPException, Path, Query, Request

from app.domain.confidentiality import Principal
from app.store.gate import Store

MOST_PER_PAGE, PER_PAGE = 100, 25


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


@cache
def _query_names(app: FastAPI) -> Mapping[str, frozenset[str]]:
    operations = [operation for path in app.openapi()["paths"].values() for operation in path.values()]
    return {
        operation["operationId"]: frozenset(
            parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "query"
        )
        for operation in operations
    }


def only_known_query(request: Request) -> None:
    """400 for a query key that the operation does not have, or that stands twice (conventions, 6)."""
    sent = Counter(key for key, _ in request.query_params.multi_items())
    if not sent:
        return
    known = _query_names(request.app)[request.scope["route"].unique_id]
    if max(sent.values()) > 1 or sent.keys() - known:
        raise HTTPException(400, "unknown-or-repeated-parameter")


async def open_store(request: Request) -> AsyncIterator[Store]:
    """A Store for the bearer of the token; committed before the answer leaves, undone when it cannot be given."""
    who: Principal = request.app.state.tokens.principal(request.headers.getlist("authorization"))
    only_known_query(request)
    async with request.app.state.database.store_for(who) as store:
        yield store


TheStore = Annotated[Store, Depends(open_store, scope="function")]


class Paging(NamedTuple):
    """Which part of a list is asked for."""

    cursor: str | None
    limit: int


def paging(
    cursor: Annotated[str | None, Query(max_length=1000, description="`page.nextCursor` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_PER_PAGE, description="How many items at most.")] = PER_PAGE,
) -> Paging:
    """The paging parameters of every list."""
    return Paging(cursor, limit)


ThePaging = Annotated[Paging, Depends(paging)]


def if_match(header: Annotated[str | None, Header(alias="If-Match", description="The ETag that you read.", max_length=100)] = None) -> str:
    """The ETag that the caller read: 428 without one, 400 for anything but one strong ETag (RFC 9110, 13.1.1; RFC 6585, 3)."""
    if header is None:
        raise HTTPException(428, "precondition-required")
    if len(header) < 3 or header[0] != '"' or header[-1] != '"' or '"' in header[1:-1]:
        raise HTTPException(400, "bad-if-match")
    return header[1:-1]


IfMatch = Annotated[str, Depends(if_match)]


CaseId = Annotated[UUID, Path(alias="caseId")]
PartyId = Annotated[UUID, Path(alias="partyId")]


def acceptable(request: Request) -> None:
    """406 when the client takes nothing that we can answer in (RFC 9110, 12.5.1)."""
    accept = request.headers.get("accept", "")
    if accept and not any(_takes(item) for item in accept[:1000].lower().split(",")):
        raise HTTPException(406, "not-acceptable")


def _takes(item: str) -> bool:
    kind, *parameters = (part.strip() for part in item.split(";"))
    nothing = any(parameter.replace(" ", "") in {"q=0", "q=0.0", "q=0.00", "q=0.000"} for parameter in parameters)
    return not nothing and kind in {"*/*", "application/*", "application/json", "application/problem+json"}
