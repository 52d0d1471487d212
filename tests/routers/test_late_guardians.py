"""Guardians over time: recorded late, answering last, met by another moderator, and no longer asked (R6, R9, R10, S7, S10)."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI

from tests.jobs.clock import swept
from tests.routers.playing import ANN, BEN, JOINT, MODERATOR, conditions, no, playing, whole
from tests.routers.raising import DAD, MUM, Raised, years_ago
from tests.routers.succeeding import SUCCESSOR, Succession
from tests.routers.watching import CEM, looking_along

pytestmark = pytest.mark.usefixtures("the_world")


class Growing(Raised, Succession):
    """A case with a young party, whose moderators come and go."""

    def concerns(self, path: str) -> bool:
        """An offer that is declared changes the case too."""
        return super().concerns(path) or (bool(self.id) and path.startswith("/offers/"))


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> Growing:
    """A case that nobody has begun."""
    await playing(app, client)
    return Growing(app, client, looking_along(monkeypatch))


async def waits(play: Growing, who: str, code: str) -> int:
    """How often this waits for someone in the case."""
    return len([one for one in await play.items(who, "/me/worklist") if (one["code"], one["caseId"]) == (code, play.id)])


@pytest.mark.parametrize("years", [12, 16])
async def test_r6_r10_a_guardian_who_is_recorded_late_agrees_before_anybody_talks_together(play: Growing, years: int) -> None:
    await play.to_conversation()
    mandate = await play.sees(ANN, "mandates/1")
    await play.does(MODERATOR, "readiness/announcements", {"gate": "not_now"})
    theirs = [await whole(play, who, "process", "readiness", "mandates", "mandates/1/acceptances", "sessions", "") for who in (ANN, BEN)]
    await play.is_young(years)
    missing = await play.call(MODERATOR, "POST", "sessions", JOINT)
    assert (no(missing), conditions(missing)) == ((409, "gate-closed"), [("guardian-recorded", play.party[ANN])])
    await play.records(MUM, DAD)
    for name in (MUM, DAD) if years == 12 else ():
        await play.consents(name)
    for name, left in ((MUM, 2), (DAD, 1)):
        waiting = await play.call(MODERATOR, "POST", "sessions", JOINT)
        assert conditions(waiting) == [("guardian-accepts-mandate", play.party[ANN])]
        assert (await waits(play, name, "accept-mandate"), await waits(play, MODERATOR, "await-guardian-mandate")) == (1, left)
        await play.accepts(mandate, name)
        assert (await waits(play, name, "accept-mandate"), await waits(play, MODERATOR, "await-guardian-mandate")) == (0, left - 1)
        assert await play.cannot(name, "mandates/1/acceptances", {"hash": mandate["textHash"]}) == "accepted-already"
    # Nobody else learns that somebody was waited for: neither before nor after it, and not by what is in force (S10, S11).
    seen = [await whole(play, who, "process", "readiness", "mandates", "mandates/1/acceptances", "sessions", "") for who in (ANN, BEN)]
    assert seen == theirs
    await play.plans()


async def test_r10_nobody_but_a_late_guardian_accepts_what_is_in_force(play: Growing) -> None:
    await play.to_conversation()
    mandate = await play.sees(ANN, "mandates/1")
    body = {"hash": mandate["textHash"]}
    for name in (MODERATOR, ANN, BEN):
        assert await play.cannot(name, "mandates/1/acceptances", body) == "wrong-mandate-state"
    await play.is_young(16)
    await play.records(MUM)
    assert await play.cannot(MUM, "mandates/1/acceptances", {"hash": "0" * 64}) == "other-text"
    again = await play.offers_mandate(scope="Iets anders.")
    await play.accepts(again, MODERATOR, ANN, BEN, MUM)
    assert await play.cannot(MUM, "mandates/1/acceptances", body) == "wrong-mandate-state"
    await play.plans()


async def test_r6_r10_when_the_last_who_was_asked_is_asked_no_more_the_mandate_comes_in_force(play: Growing) -> None:
    await play.to_mandate()
    await play.is_young(16)
    await play.records(MUM, DAD)
    mandate = await play.offers_mandate()
    await play.accepts(mandate, MODERATOR, ANN, BEN, MUM)
    assert await play.cannot(MODERATOR, "mandates/1/acceptances", {"hash": mandate["textHash"]}) == "accepted-already"
    before = await play.items(MODERATOR, "mandates/1/acceptances")
    assert (await play.sees(BEN, "mandates/1"))["state"] == "offered"
    await play.does(MODERATOR, play.beside(DAD, "ending"))
    assert (await play.sees(BEN, "mandates/1"))["state"] == "in_force"
    assert await play.items(MODERATOR, "mandates/1/acceptances") == before


async def test_r6_r9_r10_a_guardian_who_answers_last_ends_the_place_that_all_agree_to_end(play: Growing) -> None:
    await play.to_mandate()
    await play.is_young(16)
    await play.records(MUM)
    await play.does(MODERATOR, "closure", {"ending": "not_possible"})
    await play.does(ANN, "reopening-requests")
    await play.moves("readiness")
    cem = (await play.does(MODERATOR, "parties", {"displayName": CEM}))["id"]
    mandate = await play.offers_mandate(notConcerned=[cem])
    await play.accepts(mandate, MODERATOR, ANN, BEN)
    assert (await play.sees(BEN, f"parties/{cem}"))["leftOn"] is None
    await play.accepts(mandate, MUM)
    assert (await play.sees(BEN, "mandates/1"))["state"] == "in_force"
    assert (await play.sees(BEN, f"parties/{cem}"))["leftOn"] is not None
    assert [one["why"] for one in await play.items(MODERATOR, "place-endings")] == ["not_concerned"]


async def test_s7_r6_a_successor_sees_who_the_guardians_are_and_not_how_to_reach_them_or_how_old_the_child_is(play: Growing) -> None:
    await play.grown()
    await play.recuses()
    await play.succeeds()
    (mum, dad) = await play.items(SUCCESSOR, play.of(ANN, "guardians"))
    assert [(one["displayName"], one["ownPartyId"], one["endedOn"]) for one in (mum, dad)] == [(MUM, None, None), (DAD, None, None)]
    for path in (play.beside(MUM, "particulars"), play.of(ANN, "particulars")):
        assert no(await play.call(SUCCESSOR, "GET", path)) == (404, "not-found")
    assert conditions(await play.call(SUCCESSOR, "POST", "readiness/announcements", {"gate": "open"})) == [
        ("guardian-consent", play.party[ANN])
    ]
    assert len(await play.items(SUCCESSOR, play.beside(MUM, "invitations"))) == 1
    assert (await play.call(SUCCESSOR, "POST", play.beside(MUM, "invitations"))).status_code == 201
    await play.does(ANN, "private-record-grants", {"appointmentId": (await play.appointment())["id"]})
    assert (await play.sees(SUCCESSOR, play.beside(DAD, "particulars")))["contact"] == "Dad@post.example"
    assert (await play.sees(SUCCESSOR, play.of(ANN, "particulars")))["bornOn"] is not None


async def test_s1_who_holds_authority_is_nobody_elses_to_know(play: Growing) -> None:
    await play.grown()
    for who, status in ((DAD, 404), (BEN, 404), (MUM, 200), (ANN, 200), (MODERATOR, 200)):
        for path in (play.beside(MUM), play.beside(MUM, "particulars")):
            assert (await play.call(who, "GET", path)).status_code == status
    assert await play.items(BEN, play.of(ANN, "guardians")) == []


async def test_r6_on_the_day_on_which_the_child_comes_of_age_a_guardian_is_out(play: Growing) -> None:
    await play.to_mandate()
    await play.is_young(17)
    await play.records(MUM)
    mandate = await play.offers_mandate()
    await play.accepts(mandate, MODERATOR, ANN, BEN)
    assert (await play.sees(MUM, "process"))["phase"] == "preparing"
    await play.does(MODERATOR, play.of(ANN, "birth-date"), {"bornOn": years_ago(18)})
    born, play.watch.stood = datetime.now(UTC), None
    for day, out in ((born - timedelta(days=1), 0), (born, 1), (born, 0)):
        assert (await swept(play.app, day))["come of age"] == out
    for path in ("", "process", "mandates", "parties", play.beside(MUM), play.beside(MUM, "particulars"), "seat"):
        assert no(await play.call(MUM, "GET", path)) == (404, "not-found")
    assert await play.items(MUM, "/cases") == []
    assert await play.cannot(MUM, "mandates/1/acceptances", {"hash": mandate["textHash"]}) == "not-found"
    # Nobody is waited for but those who are asked still.
    assert (await play.sees(ANN, "mandates/1"))["state"] == "in_force"
