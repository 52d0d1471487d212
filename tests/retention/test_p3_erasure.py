"""P3: what a party asks to be gone is gone; what others rely on stays under a pseudonym, and nobody outside sees it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.retention import GRACE_DAYS
from tests.http import as_
from tests.retention.copies import Copy, Played, copy_of
from tests.routers.playing import COORDINATOR, no
from tests.walls.planting import SECOND

NOW = datetime.now(UTC)
DUE = NOW + timedelta(days=GRACE_DAYS)
SAME = {"traceId": "one for each call"}


@pytest.fixture
async def copy(of: Played, request: pytest.FixtureRequest) -> AsyncIterator[Copy]:
    """A copy for one test."""
    async with copy_of(of, f"p3_{abs(hash(request.node.name)) % 10**8}") as copy:
        yield copy


async def test_p3_s8_what_is_a_partys_own_goes_and_what_others_rely_on_stays(of: Played, copy: Copy) -> None:
    one, _ = of.names
    before, own = await copy.opens(), of.own()
    assert {column for column, word in own.items() if word not in before[column]} == set()
    await copy.play.does(one, "erasures")
    assert (await copy.at(DUE))["erased"] == 1
    after = await copy.opens()
    assert {column for column, word in own.items() if word in after.get(column, set())} == set()
    assert after.get("offer.proposed_names", set()) == set(), "nobody reads who was proposed then"
    rest = {column: words for column, words in before.items() if column not in own and column != "offer.proposed_names"}
    assert {column: after.get(column, set()) for column in rest} == rest
    assert all(before[column] - {own[column]} <= after.get(column, set()) for column in own)


async def test_p3_s8_everybody_inside_reads_a_pseudonym_and_no_word_of_theirs(of: Played, copy: Copy) -> None:
    one, other = of.names
    await copy.play.does(one, "erasures")
    await copy.at(DUE)
    assert [party["displayName"] for party in await copy.play.items(other, "parties")] == [
        "Betrokkene 1",
        of.play.words.of["party.display_name"][1],
    ]
    # What they shared others rely on, and on what the moderator recorded as an exception.
    stays = {"behaviour_experience.text", "attribution.text", "private_harm.text"}
    gone = {word for column, word in of.own().items() if column not in stays and not column.startswith("told_exception")}
    for who in (other, SECOND):
        read = await copy.finds(who)
        assert [word for word in gone if word in read] == []
        assert of.play.words.of["harm.text"][0] in read, "what was shared is still there"


async def test_p3_c13_whoever_is_erased_is_out_and_finds_what_a_stranger_finds(of: Played, copy: Copy) -> None:
    one, _ = of.names
    await copy.play.does(one, "erasures")
    await copy.at(DUE)
    for path in ("", "process", "parties", "erasures", "destruction-certificates", "statements"):
        mine, theirs = [await copy.play.call(who, "GET", path) for who in (one, "other_party")]
        assert (mine.status_code, mine.json() | SAME) == (404, theirs.json() | SAME), path
    assert await copy.play.items(one, "/cases") == []


async def test_p3_c7_nobody_outside_sees_that_somebody_was_erased(of: Played, copy: Copy) -> None:
    coordinator = dict(as_(COORDINATOR).token(copy.app))
    paths = ["/referrals", "/cases", f"/cases/{copy.play.id}", f"/cases/{copy.play.id}/timeline", "/released-items"]
    before = [(await copy.play.client.get(path, headers=coordinator)).content for path in paths]
    await copy.play.does(of.names[0], "erasures")
    await copy.at(DUE)
    assert [(await copy.play.client.get(path, headers=coordinator)).content for path in paths] == before


async def test_p3_the_moderator_and_their_registry_find_a_certificate_and_no_other_party_does(of: Played, copy: Copy) -> None:
    one, other = of.names
    await copy.play.does(one, "erasures")
    await copy.at(DUE)
    (certificate,) = await copy.play.items(SECOND, "destruction-certificates")
    assert (certificate["part"], certificate["partyId"], certificate["destroyedOn"]) == ("party", copy.play.party[one], str(DUE.date()))
    assert certificate["note"].startswith(f"id: {certificate['id']}\n")
    assert "\n— herstel " in certificate["note"]
    assert await copy.play.items(other, "destruction-certificates") == []
    registrar = dict(as_("registrar").token(copy.app))
    listed = (await copy.play.client.get("/destruction-certificates", headers=registrar)).json()["items"]
    assert {"id": certificate["id"], "part": "party", "destroyedOn": str(DUE.date())} in listed


async def test_s8_before_its_day_it_is_not_done_and_can_be_taken_back(of: Played, copy: Copy) -> None:
    one, other = of.names
    asked = await copy.play.does(one, "erasures")
    assert asked["dueOn"] == str(DUE.date())
    assert no(await copy.play.call(one, "POST", "erasures")) == (409, "erasure-asked-already")
    assert "erased" not in await copy.at(DUE - timedelta(days=1))
    assert await copy.play.items(other, "erasures") == []
    taken_back = await copy.play.does(one, f"erasures/{asked['id']}/withdrawal")
    assert taken_back["withdrawnAt"]
    assert no(await copy.play.call(one, "POST", f"erasures/{asked['id']}/withdrawal")) == (409, "erasure-withdrawn")
    assert "erased" not in await copy.at(DUE)
    await copy.play.does(one, "erasures")


async def test_s8_while_the_moderator_holds_the_case_nothing_of_it_goes(of: Played, copy: Copy) -> None:
    one, _ = of.names
    hold = await copy.play.does(SECOND, "legal-holds", {"reason": "Een inspectie."})
    await copy.play.does(one, "erasures")
    assert "erased" not in await copy.at(DUE)
    await copy.play.does(SECOND, f"legal-holds/{hold['id']}/lifting", {"reason": "De inspectie is klaar."})
    assert (await copy.at(DUE))["erased"] == 1


async def test_r9_in_a_case_that_was_taken_up_again_nobody_is_erased(of: Played, copy: Copy) -> None:
    one, other = of.names
    await copy.play.does(one, "erasures")
    await copy.play.does(other, "reopening-requests")
    await copy.play.does(SECOND, "transitions", {"to": "readiness"})
    assert "erased" not in await copy.at(DUE)
    assert no(await copy.play.call(other, "POST", "erasures")) == (409, "wrong-case-state")
