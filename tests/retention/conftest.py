"""The case of these tests, played once for all of them."""

from collections.abc import AsyncIterator
from io import StringIO

import pytest

from app.cli.starting import upgrade
from app.embedded import throwaway
from app.main import create_app
from app.settings import Settings
from tests.retention.copies import Played, played
from tests.walls.evidence import HERSTEL, Careless


@pytest.fixture(scope="module")
async def of() -> AsyncIterator[Played]:
    """A case that has ended."""
    with throwaway() as server:
        server.ensure(HERSTEL)
        settings = Settings(database_url=server.url(HERSTEL), data_folder=server.folder / "service", public_url="http://test", demo=True)
        upgrade(settings)
        app = create_app(settings)
        async with app.router.lifespan_context(app):
            yield await played(Careless(server, app, StringIO()))
