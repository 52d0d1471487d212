"""P3: what a party asks to be gone is not forgotten, not done without warning, and lets nothing leave to which they cannot say yes."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.retention.copies import Copy, Played, copy_of
from tests.retention.test_p5_retention import after


@pytest.fixture
async def copy(of: Played, request: pytest.FixtureRequest) -> AsyncIterator[Copy]:
    """A copy for one test."""
    async with copy_of(of, f"p3_{abs(hash(request.node.name)) % 10**8}") as copy:
        yield copy


async def test_p3_s8_what_was_asked_a_few_days_before_the_private_part_goes_is_still_done(of: Played, copy: Copy) -> None:
    one, other = of.names
    asked = await copy.play.does(one, "erasures")
    due = after(12) + timedelta(days=5)
    of.server.server.execute(f"update conf.erasure set due_on = '{due.date()}' where id = '{asked['id']}'", copy.name)
    assert (await copy.at(after(12)))["destroyed private"] == 1
    assert (await copy.at(due))["erased"] == 1
    assert (await copy.play.items(other, "parties"))[0]["displayName"] == "Betrokkene 1"
