"""T5: forty-eight workers of mixed tenants and roles, five connections for each role, and everything that can go wrong: no foreign row."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from tests.walls.load import Load, ends, planned, whole
from tests.world import World

FEW = 5


@pytest.fixture
async def narrow(settings: Settings, database: str) -> AsyncIterator[FastAPI]:
    """The service with few connections, and the patience to wait for one."""
    app = create_app(settings.model_copy(update={"pool_size": FEW, "pool_seconds": 30}))
    async with app.router.lifespan_context(app):
        yield app


async def test_T5_whatever_goes_wrong_nobody_meets_a_foreign_row_and_every_connection_comes_back_clean(
    narrow: FastAPI, the_world: World
) -> None:
    plan, load = planned(5000, seed=48), Load(narrow, the_world)
    await load.run(plan)
    assert load.wrong == []
    assert load.ends == ends(plan)
    assert await whole(narrow, FEW) == []
