"""A way back to the moments of a test, in a world with organisations, moderators, and cases of others."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI

from app.embedded import EmbeddedPostgres
from tests.conftest import Clones
from tests.transcripts.played import Again
from tests.world import World


@pytest.fixture
def again(the_world: World, database: str, app: FastAPI, server: EmbeddedPostgres, clones: Clones) -> Iterator[Again]:
    """Copies of this test's database, which go with the test."""
    found = Again(app, server, clones)
    yield found
    found.forget()
