"""What an operator does by hand: `herstel erase` and `herstel retention`, beside a service that runs."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from typer.testing import CliRunner

from app import cli
from tests.retention.copies import Copy, Played, copy_of
from tests.walls.planting import SECOND


@pytest.fixture
async def copy(of: Played, request: pytest.FixtureRequest) -> AsyncIterator[Copy]:
    """A copy for one test."""
    async with copy_of(of, f"hand_{abs(hash(request.node.name)) % 10**8}") as copy:
        yield copy


async def command(copy: Copy, *arguments: str) -> tuple[int, str]:
    """Its exit code, and what it said."""
    settings = copy.app.state.settings
    environment = {"DATABASE_URL": settings.database_url, "HERSTEL_DATA_FOLDER": str(settings.data_folder)}
    done = await asyncio.to_thread(CliRunner().invoke, cli.app, list(arguments), env=environment)
    return done.exit_code, done.output


async def test_s8_an_operator_erases_a_party_at_once_and_holds_the_certificate(of: Played, copy: Copy) -> None:
    party = copy.play.party[of.names[0]]
    code, said = await command(copy, "erase", party)
    (certificate,) = await copy.play.items(SECOND, "destruction-certificates")
    assert (code, said) == (0, certificate["note"])
    own, opens = of.own(), await copy.opens()
    assert {column for column, word in own.items() if word in opens.get(column, set())} == set()
    assert await copy.app.state.database.keys.of(UUID(party)) is None


async def test_s8_what_keeps_an_operator_from_erasing_is_one_sentence(of: Played, copy: Copy) -> None:
    party = copy.play.party[of.names[0]]
    assert await command(copy, "erase", str(uuid4())) == (1, "herstel: There is no such party.\n")
    await copy.play.does(SECOND, "legal-holds", {"reason": "Een inspectie."})
    assert await command(copy, "erase", party) == (
        1,
        "herstel: The moderator holds everything of this case; nothing of it is destroyed (S8).\n",
    )
    assert (await copy.play.call(of.names[0], "GET", "process")).status_code == 200


async def test_s8_an_operator_sees_how_much_is_due(of: Played, copy: Copy) -> None:
    code, said = await command(copy, "retention")
    assert (code, said.splitlines()) == (
        0,
        ["notes: 0", "private: 0", "process_and_shared: 0", "not_taken_up: 0", "access_log: 0", "party: 0"],
    )
