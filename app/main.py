"""The service, wired: settings in, an ASGI application out."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

from fastapi import Depends, FastAPI
from starlette.types import ASGIApp

from app import VERSION
from app.jobs.keeping import keeping_up
from app.routers import (
    access,
    aftercare,
    agreements,
    assisted,
    audit,
    cases,
    commitments,
    companions,
    content,
    directory,
    disclosures,
    docs,
    document,
    entry,
    exceptions,
    export,
    groups,
    guardians,
    intake,
    mandates,
    offers,
    parties,
    places,
    problems,
    readiness,
    registry,
    retention,
    sealing_keys,
    sessions,
    succession,
    supports,
    talks,
    timeline,
    token,
    worklist,
)
from app.routers.bodies import operation_id
from app.routers.cursors import Cursors
from app.routers.dependencies import acceptable
from app.routers.edge import Edge
from app.routers.tokens import Persona, open_tokens
from app.settings import Settings
from app.store.database import Database
from app.store.keys import KeyRing, KeyStore
from app.store.logins import addresses

ROUTERS: Final = (
    cases.router,
    readiness.router,
    parties.router,
    places.router,
    groups.router,
    groups.harms,
    sessions.router,
    mandates.router,
    talks.router,
    guardians.router,
    assisted.router,
    agreements.router,
    commitments.router,
    aftercare.router,
    companions.router,
    supports.router,
    disclosures.router,
    exceptions.router,
    retention.router,
    content.router,
    content.aftercare,
    supports.items,
    disclosures.vetoes,
    offers.router,
    intake.router,
    registry.router,
    sealing_keys.router,
    succession.router,
    succession.registered,
    directory.router,
    entry.v1,
    worklist.router,
    timeline.router,
    access.router,
    export.router,
    audit.router,
    retention.beside,
    token.router,
)
"""Hot ones first: the framework tries them in order."""


class Service(FastAPI):
    """The application at the root; its edge is outside everything, the framework's own last catch included."""

    def build_middleware_stack(self) -> ASGIApp:
        """The framework's layers inside ours."""
        return Edge(super().build_middleware_stack())


def create_app(
    settings: Settings, personas: Mapping[str, Persona] | None = None, *, sweeps: bool = False, makes_keys: bool = True
) -> FastAPI:
    """The service on the database of these settings, which must be migrated; with personas only in demo mode.

    With `sweeps` it looks after the deadlines too, where no worker does (R17). Unless it `makes_keys`, a key store that is not there is
    a loss, and no beginning.
    """
    keys = KeyStore(settings.keys_at, KeyRing(settings.key_ring_at), makes=makes_keys)
    tokens = open_tokens(
        settings.base_url,
        settings.data_folder,
        demo=settings.demo,
        issuers_file=settings.issuers_file,
        signing_key_file=settings.signing_key_file,
    )
    database = Database(addresses(settings), keys, tokens.secret, settings.pool_size, settings.pool_seconds)

    root = Service(title="Herstel", openapi_url=None, redirect_slashes=False, lifespan=lambda _: alive(database, sweeps=sweeps))
    root.include_router(entry.router)
    root.include_router(docs.router)
    root.include_router(token.well_known)
    api = v1()
    root.mount("/v1", api)
    cursors = Cursors(tokens.secret("cursors"))
    for app in (root, api):
        app.state.settings, app.state.base_url = settings, settings.base_url
        app.state.database, app.state.tokens, app.state.cursors = database, tokens, cursors
        app.state.document = api.openapi
        app.state.personas = personas if settings.demo and personas else {}
        problems.install(app)
    return root


@asynccontextmanager
async def alive(database: Database, *, sweeps: bool) -> AsyncIterator[None]:
    """From the start of the service to its end, when every connection is given back."""
    try:
        async with keeping_up(database, sweeps=sweeps):
            yield
    finally:
        await database.close()
        await database.keys.close()


def v1() -> FastAPI:
    """The API in its first major version, and its document."""
    api = document.Documented(
        title="Herstel",
        summary="The casework API for restorative practice (herstelgericht werken).",
        description=entry.ABOUT,
        version=VERSION,
        servers=[{"url": "/v1"}],
        contact={"name": "Herstel", "url": "https://herstel.example"},
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        openapi_tags=entry.TAGS,
        openapi_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
        generate_unique_id_function=operation_id,
        dependencies=[Depends(acceptable)],
    )
    for router in ROUTERS:
        api.include_router(router)
    return api
