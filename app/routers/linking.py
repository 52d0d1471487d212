"""The Link header of an answer: what it shows is noticed, and what its reader may do next on it is looked up in `app.routers.links`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from app.routers.links import LINKS, NOTHING
from app.store.facts import about
from app.store.gate import Store
from app.store.models import Row

RELATION: Final = "urn:herstel:rel:"

_SHOWN: ContextVar[list[Row] | None] = ContextVar("shown", default=None)


@contextmanager
def watching() -> Iterator[list[Row]]:
    """The single resources that are shown meanwhile."""
    seen: list[Row] = []
    token = _SHOWN.set(seen)
    try:
        yield seen
    finally:
        _SHOWN.reset(token)


def notice(row: Row) -> None:
    """This row is what the answer shows."""
    if (seen := _SHOWN.get()) is not None:
        seen.append(row)


async def add_links(request: Request, response: Response, row: Row) -> None:
    """A Link to every deed that the caller may do next on what they were shown; one statement more at most."""
    store: Store = request.state.store
    now = [step for step in LINKS.get(type(row), ()) if step.when(row)]
    possible = [step for step in now if step.act is None or store.may(step.act)]
    facts = NOTHING.union(*(step.needs | step.unless for step in possible))
    theirs = await store.acts(row, frozenset(step.act for step in possible if step.act is not None), about(facts))
    found = [step for step in possible if step.fits(theirs)]
    if found:
        response.headers["Link"] = ", ".join(
            f'</v1{step.path.format(row=row)}>; rel="{RELATION}{step.rel}"; method="{step.method}"' for step in found
        )
