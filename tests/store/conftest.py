"""Where the tests of the store find a key store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.embedded import EmbeddedPostgres
from tests.store.keystores import Shelf


@pytest.fixture(params=["sqlite", "postgresql"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelf]:
    """Where a key store is to be: in a folder that is not there yet, or in an empty database."""
    ring = tmp_path / "ring" / "ring.json"
    if request.param == "sqlite":
        yield Shelf(f"sqlite:///{tmp_path}/keys/keys.db", ring)
        return
    server: EmbeddedPostgres = request.getfixturevalue("server")
    server.ensure("herstel_keys")
    yield Shelf(server.url("herstel_keys"), ring)
    server.execute("drop table if exists data_key, away, erasure, shredded", "herstel_keys")
