"""A database and its key store belong together: no second one is made beside a database that has one, and a wrong one is noticed (P1)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from app.cli.starting import ROOT, upgrade
from app.embedded import EmbeddedPostgres
from app.settings import BadSettings, Settings
from app.store.keys import KeysAway
from app.store.pairing import key_store, paired

NAME = "herstel_pairing"
ONE = "'00000000-0000-0000-0000-000000000001'"
NEW = "id, etag, created_at"
BORN = f"{ONE}, 'x', now()"
# As a version without the third wall left it.
STOOD = (
    f"insert into organisation ({NEW}, kind, name) values ({BORN}, 'moderators_registry', 'R')",
    f"insert into moderator ({NEW}, organisation_id, principal_id, name, expertise) values ({BORN}, {ONE}, {ONE}, 'M', '{{}}')",
    f"insert into qualification ({NEW}, organisation_id, moderator_id, text) values ({BORN}, {ONE}, {ONE}, 'plain')",
)


@pytest.fixture
def mine(server: EmbeddedPostgres, tmp_path: Path) -> Iterator[Settings]:
    """The settings of an installation whose database has just been migrated."""
    server.execute(f"create database {NAME}")
    settings = Settings(database_url=server.url(NAME), data_folder=tmp_path / "mine")
    upgrade(settings)
    yield settings
    server.execute(f"drop database {NAME} with (force)")


def at(settings: Settings, folder: Path) -> Settings:
    """The same database, from where the keys lie elsewhere."""
    return settings.model_copy(update={"data_folder": folder})


async def test_p1_the_first_start_makes_the_key_store_and_every_other_one_finds_it(mine: Settings) -> None:
    await paired(mine)
    await paired(mine)
    assert mine.key_ring_at.exists()


async def test_p1_beside_a_database_that_has_a_key_store_no_second_one_is_made(mine: Settings, tmp_path: Path) -> None:
    await paired(mine)
    elsewhere = at(mine, tmp_path / "elsewhere")
    with pytest.raises(KeysAway):
        await paired(elsewhere)
    assert not elsewhere.key_ring_at.exists()


async def test_p1_the_key_store_of_another_database_is_told_from_ones_own(mine: Settings, tmp_path: Path) -> None:
    await paired(mine)
    wrong = at(mine, tmp_path / "wrong")
    keys = key_store(wrong, makes=True)
    await keys.begin()
    await keys.close()
    with pytest.raises(BadSettings, match="HERSTEL_KEYS_URL: this is not the key store of this database"):
        await paired(wrong)


def test_without_database_url_there_is_an_address_for_every_role_or_for_none() -> None:
    one = "postgresql://herstel_org:x@localhost/herstel"
    with pytest.raises(ValueError, match="an address is needed for each of herstel_org, herstel_case and herstel_job"):
        Settings(org_database_url=one, case_database_url=one)
    assert Settings(org_database_url=one, case_database_url=one, job_database_url=one).by_roles_alone


def test_p1_whoever_happens_to_migrate_does_not_become_the_only_one_with_the_keys(server: EmbeddedPostgres, tmp_path: Path) -> None:
    server.execute(f"create database {NAME}")
    settings = Settings(database_url=server.url(NAME), data_folder=tmp_path / "container")
    config = Config(ROOT / "alembic.ini")
    config.attributes["url"], config.attributes["settings"] = settings.database_url, settings
    try:
        command.upgrade(config, "c3d1e84b7f60")
        for row in STOOD:
            server.execute(row, NAME)
        with pytest.raises(BadSettings, match="Set it, and HERSTEL_KEY_RING_FILE, to where every process"):
            upgrade(settings)
        assert server.execute("select text from qualification", NAME) == [("plain",)]
        assert not settings.key_ring_at.exists()
        upgrade(settings.model_copy(update={"keys_url": settings.keys_at, "key_ring_file": settings.key_ring_at}))
        ((sealed,),) = server.execute("select text from qualification", NAME)
        assert isinstance(sealed, bytes)
        assert b"plain" not in sealed
    finally:
        server.execute(f"drop database {NAME} with (force)")
