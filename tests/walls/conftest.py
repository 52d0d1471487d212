"""Thieves, each with the password of one of the runtime roles, before the world."""

from collections.abc import Iterator

import pytest

from app.domain.confidentiality import Pool
from app.settings import Settings
from tests.walls.thieves import Thief, thief
from tests.world import World


@pytest.fixture
def org(settings: Settings, database: str, the_world: World) -> Iterator[Thief]:
    """Who has the password of the role that serves organisations."""
    with thief(settings, Pool.ORG) as found:
        yield found


@pytest.fixture
def seated(settings: Settings, database: str, the_world: World) -> Iterator[Thief]:
    """Who has the password of the role that serves those who have a seat."""
    with thief(settings, Pool.CASE) as found:
        yield found


@pytest.fixture
def job(settings: Settings, database: str, the_world: World) -> Iterator[Thief]:
    """Who has the password of the worker's role."""
    with thief(settings, Pool.JOB) as found:
        yield found
