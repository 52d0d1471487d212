"""The service on a database that keeps nothing: what a deed answers, without what it would change."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI
from starlette.routing import Mount

from app.cli.starting import secret
from app.domain.audit import Operation
from app.domain.confidentiality import Principal
from app.store.database import Database
from app.store.gate import Store
from app.store.logins import addresses


class Undone(Exception):
    """Everything that was done is undone."""


class Undoing(Database):
    """Each unit of work is done, all of it, and then undone."""

    @asynccontextmanager
    async def store_for(self, who: Principal, operation: Operation | None) -> AsyncIterator[Store]:
        """A Store whose deeds are written and never committed."""
        with suppress(Undone):
            async with super().store_for(who, operation) as store:
                yield store
                await store.flush()
                raise Undone


@asynccontextmanager
async def undoing(app: FastAPI) -> AsyncIterator[None]:
    """Meanwhile nothing that is done lasts."""
    (api,) = [route.app for route in app.routes if isinstance(route, Mount) and isinstance(route.app, FastAPI)]
    lasting = api.state.database
    served = app.state.settings
    passing = Undoing(addresses(served), lasting.keys, secret(served), 2, 5)
    api.state.database = passing
    try:
        yield
    finally:
        api.state.database = lasting
        await passing.close()
