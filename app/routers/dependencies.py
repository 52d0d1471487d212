"""From a request to a Store: token, principal, door; and what every address, list and precondition needs."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from typing import Annotated, Final, NamedTuple
from uuid import UUID

from fastapi import Depends, FastAPI, Header, HTTPException, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError

from app.domain.audit import Operation, Outcome
from app.domain.confidentiality import Principal
from app.routers.bodies import operation_id
from app.routers.problems import language_asked
from app.store.gate import Store

MOST_PER_PAGE, PER_PAGE = 100, 25
_STRONG: Final = re.compile(r'"[\x21\x23-\x7e\x80-\xff]+"')
_WEIGHT: Final = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")


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


async def only_known_query(request: Request) -> None:
    """400 for a query key that the operation does not have, or that stands twice; it is not named, as it may be anything."""
    sent = Counter(key for key, _ in request.query_params.multi_items())
    if not sent:
        return
    known = _query_names(request.app)[operation_id(request.scope["route"])]
    if max(sent.values()) > 1 or sent.keys() - known:
        raise HTTPException(400, "unknown-or-repeated-parameter")


async def open_store(request: Request) -> AsyncIterator[Store]:
    """A Store for the bearer of the token; committed before the answer leaves, undone when it cannot be given."""
    who: Principal = request.app.state.tokens.principal(request.headers.getlist("authorization"))
    async with request.app.state.database.store_for(who, operation(request)) as store:
        request.state.store = store
        try:
            await only_known_query(request)
            yield store
        except (HTTPException, RequestValidationError):
            store.ended_as(Outcome.NOT_SOUND)
            raise


def operation(request: Request) -> Operation:
    """What is asked for, for the audit log: the operation's name, and the last thing that its address names by an id (U2)."""
    route = request.scope["route"]
    parts = [part for part in route.path.split("/") if part]
    nouns = [part for part in parts if not part.startswith("{")]
    named = [(noun, place[1:-1]) for noun, place in pairwise(parts) if place.startswith("{")]
    noun, place = named[-1] if named else (nouns[-1], "")
    return Operation(
        name=operation_id(route),
        resource=noun,
        trace_id=request.state.trace_id,
        resource_id=_id_in(request, place),
        case_id=_id_in(request, "caseId"),
        makes=nouns[-1],
    )


def _id_in(request: Request, name: str) -> UUID | None:
    try:
        return UUID(request.path_params.get(name, ""))
    except ValueError:
        return None


TheStore = Annotated[Store, Depends(open_store, scope="function")]


class Paging(NamedTuple):
    """Which part of a list is asked for."""

    cursor: str | None
    limit: int


async def paging(
    cursor: Annotated[str | None, Query(max_length=1000, description="`page.nextCursor` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_PER_PAGE, description="How many items at most.")] = PER_PAGE,
) -> Paging:
    """The paging parameters of every list."""
    return Paging(cursor, limit)


ThePaging = Annotated[Paging, Depends(paging)]


async def if_match(
    _: TheStore,
    header: Annotated[str | None, Header(alias="If-Match", description="The ETag that you read.", max_length=100)] = None,
) -> str:
    """The ETag that the caller read: 428 without one, 400 for anything but one strong ETag (RFC 9110, 13.1.1; RFC 6585, 3).

    The Store comes first, so that whoever has no token hears that.
    """
    if header is None:
        raise HTTPException(428, "precondition-required")
    if not _STRONG.fullmatch(header):
        raise HTTPException(400, "bad-if-match")
    return header[1:-1]


IfMatch = Annotated[str, Depends(if_match)]

CaseId = Annotated[UUID, Path(alias="caseId")]
PartyId = Annotated[UUID, Path(alias="partyId")]


async def language(request: Request, response: Response) -> str:
    """The reader's language; the answer says which it is and that it depends on the asking (RFC 9110, 12.5.4)."""
    found = language_asked(request)
    response.headers.update({"Content-Language": found, "Vary": "Accept-Language"})
    return found


Language = Annotated[str, Depends(language)]


JSON: Final = "application/json"
PDF: Final = "application/pdf"
_ANY_JSON: Final = frozenset({"*/*", "application/*", JSON, "application/problem+json"})


async def acceptable(request: Request) -> str:
    """The form in which the client wants the answer, JSON where it does not mind; 406 when it takes none of them (RFC 9110, 12.5.1)."""
    ranges = [_range(item) for item in ",".join(request.headers.getlist("accept")).lower().split(",") if item.strip()]
    best = max(_forms(request), key=lambda form: _wanted(form, ranges))
    if not ranges or (best != JSON and _wanted(best, ranges)):
        return best
    if any(weight and kind in _ANY_JSON for kind, weight in ranges):
        return JSON
    raise HTTPException(406, "not-acceptable")


Form = Annotated[str, Depends(acceptable)]


def _forms(request: Request) -> tuple[str, ...]:
    """What the operation answers in, by its own document; JSON first."""
    said = request.scope["route"].responses.get(200, {}).get("content", {})
    return (JSON, *said)


def _range(item: str) -> tuple[str, float]:
    kind, *parameters = ("".join(part.split()) for part in item.split(";"))
    weights = [float(found[1]) for parameter in parameters if (found := _WEIGHT.fullmatch(parameter))]
    return kind, min(weights, default=1.0)


def _wanted(form: str, ranges: list[tuple[str, float]]) -> float:
    """How much, by the most exact range that names it."""
    named = dict(ranges)
    return next((named[kind] for kind in (form, f"{form.partition('/')[0]}/*", "*/*") if kind in named), 0.0)
