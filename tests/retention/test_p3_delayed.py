"""P3: what a party asks to be gone is not forgotten, not done without warning, and lets nothing leave to which they cannot say yes."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.retention import GRACE_DAYS
from tests.retention.copies import Copy, Played, copy_of
from tests.retention.test_p5_retention import after
from tests.routers.playing import MODERATOR, no
from tests.walls.planting import SECOND

NOW = datetime.now(UTC)
DUE = NOW + timedelta(days=GRACE_DAYS)
LETTER = {"recipient": "Een krant", "purpose": "Een artikel.", "asks": "Alles.", "receivedOn": "2026-01-01", "dueOn": "2035-01-01"}


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


async def test_p3_s8_after_a_new_end_the_days_of_grace_count_anew(of: Played, copy: Copy) -> None:
    one, other = of.names
    await copy.play.does(one, "erasures")
    await copy.play.does(other, "reopening-requests")
    await copy.play.does(SECOND, "transitions", {"to": "readiness"})
    of.server.server.execute(f"update conf.erasure set due_on = '{NOW.date()}'", copy.name)
    await copy.play.does(SECOND, "closure", {"ending": "not_possible"})
    assert "erased" not in await copy.at(DUE - timedelta(days=1))
    assert (await copy.at(DUE))["erased"] == 1


async def test_p3_s5_nothing_leaves_on_a_letter_to_which_an_erased_party_cannot_say_yes(of: Played, copy: Copy) -> None:
    one, other = of.names
    play = copy.play
    path = f"disclosure-requests/{(await play.does(SECOND, 'disclosure-requests', LETTER))['id']}"
    words = await play.does(SECOND, f"{path}/texts", {"text": "Wat een van hen zei."})
    (asked,) = [one for one in await play.items(MODERATOR, "/disclosure-vetoes") if one["text"] == words["text"]]
    yes = {"hash": words["textHash"], "yes": True}
    await play.does(MODERATOR, f"/disclosure-vetoes/{asked['id']}/answers", yes)
    for who in (other, SECOND):
        await play.does(who, f"{path}/consents", yes)
    await play.does(one, f"{path}/consents", {**yes, "yes": False})
    await play.does(one, "erasures")
    await copy.at(DUE)
    assert no(await play.call(SECOND, "POST", f"{path}/release", {"hash": words["textHash"]})) == (409, "kept-no-longer")


async def test_s8_once_the_process_is_gone_nobody_is_invited_into_it(of: Played, copy: Copy) -> None:
    await copy.at(after(24))
    answer = await copy.play.call(SECOND, "POST", f"parties/{copy.play.party[of.names[0]]}/invitations")
    assert no(answer) == (409, "kept-no-longer")
