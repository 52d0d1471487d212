"""What passes to a successor, and when: over HTTP (R10, R17, S7)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from app.actions.deadlines import lapse
from tests.http import as_
from tests.routers.playing import ANN, BEN, COORDINATOR, MODERATOR, no
from tests.routers.succeeding import SUCCESSOR, THIRD, WORKER, Succession, succession

pytestmark = pytest.mark.usefixtures("the_world")

SHARED = ("harms", "needs", "ideas", "agreements", "commitments", "shared-experiences")
OWN = ("readiness-declarations", "talks")


class Asked(Succession):
    """A case that Ann asked for herself, as a member."""

    kind = "asked"

    request: str

    async def refers(self) -> None:
        """Her own request."""
        self.headers["member"] = dict(as_("member").token(self.app))
        proposed = {"proposedPeople": [{"name": BEN}], "proposedModerators": [self.moderator[MODERATOR]]}
        wish = {"setting": "healthcare", "ownName": ANN, "note": "Help ons.", **proposed}
        self.request = (await self.does("member", "/requests", wish))["id"]


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient) -> Succession:
    """A case that is about to begin."""
    return await succession(app, client)


async def _told(play: Succession) -> None:
    """Both told in private, one shared, and the moderator wrote a note."""
    for name in (ANN, BEN):
        await play.does(name, "statements", {"text": f"Wat {name} vertelt."})
        await play.does(name, "private-needs", {"text": f"Wat {name} nodig heeft."})
    await play.does(ANN, "harms", {"kinds": ["emotional"], "text": "Ik sliep niet."})
    await play.does(MODERATOR, "notes", {"text": "Rustig beginnen."})


async def _lost_in_conversation(play: Succession) -> None:
    """In conversation, all welcomed, the mandate in force; then Ilse stepped back and another one came."""
    await play.to_conversation()
    await play.accept_moderator(ANN, BEN)
    await _told(play)
    await play.recuses()
    await play.succeeds()


async def _texts(play: Succession, path: str) -> list[str]:
    return [one["text"] for one in await play.items(SUCCESSOR, path)]


async def test_s7_private_records_pass_with_that_partys_yes_alone_and_notes_never(play: Succession) -> None:
    await _lost_in_conversation(play)
    assert await _texts(play, "statements") == await _texts(play, "private-needs") == []
    await play.does(BEN, "statements", {"text": "Aan de nieuwe."})
    assert await _texts(play, "statements") == ["Aan de nieuwe."]
    appointment = (await play.appointment())["id"]
    grant = await play.does(ANN, "private-record-grants", {"appointmentId": appointment})
    assert (grant["partyId"], grant["appointmentId"]) == (play.party[ANN], appointment)
    assert await _texts(play, "statements") == ["Wat Ann vertelt.", "Aan de nieuwe."]
    assert await _texts(play, "private-needs") == ["Wat Ann nodig heeft."]
    for path in OWN:
        assert await play.items(SUCCESSOR, f"parties/{play.party[BEN]}/{path}") == []
    assert len(await play.items(SUCCESSOR, f"parties/{play.party[ANN]}/readiness-declarations")) == 1
    assert (await play.call(SUCCESSOR, "GET", f"parties/{play.party[BEN]}/particulars")).status_code == 404
    assert await play.items(SUCCESSOR, "notes") == []
    # Of Ann's yes Ben learns nothing, and the successor no more than that it was given.
    assert await play.items(BEN, "private-record-grants") == []
    assert await play.items(SUCCESSOR, "private-record-grants") == [grant] == await play.items(ANN, "private-record-grants")
    assert no(await play.call(ANN, "POST", "private-record-grants", {"appointmentId": appointment})) == (409, "granted-already")


async def test_s7_the_note_of_an_own_request_passes_with_the_yes_of_whoever_wrote_it_alone(app: FastAPI, client: httpx.AsyncClient) -> None:
    play = Asked(app, client)
    await play.to_readiness()
    request = f"/requests/{play.request}"
    assert (await play.sees(MODERATOR, request))["note"] == "Help ons."
    await play.recuses()
    assert no(await play.call(MODERATOR, "GET", request)) == (404, "not-found")
    await play.succeeds()
    grant = {"appointmentId": (await play.appointment())["id"]}
    await play.does(BEN, "private-record-grants", grant)
    assert no(await play.call(SUCCESSOR, "GET", request)) == (404, "not-found")
    await play.does(ANN, "private-record-grants", grant)
    assert (await play.sees(SUCCESSOR, request))["note"] == (await play.sees("member", request))["note"] == "Help ons."
    # The yes was to this successor, and not to whoever comes after.
    await play.recuses(SUCCESSOR)
    await play.registers_third()
    await play.succeeds(THIRD)
    assert no(await play.call(THIRD, "GET", request)) == (404, "not-found")


async def test_s7_nothing_is_handed_over_to_the_first_moderator_or_to_one_who_is_gone(play: Succession) -> None:
    await play.to_readiness()
    first = {"appointmentId": (await play.appointment())["id"]}
    assert no(await play.call(ANN, "POST", "private-record-grants", first)) == (409, "no-successor")
    await play.recuses()
    assert no(await play.call(ANN, "POST", "private-record-grants", first)) == (409, "appointment-ended")
    await play.succeeds()
    assert no(await play.call(ANN, "POST", "private-record-grants", first)) == (409, "appointment-ended")
    other = {"appointmentId": play.party[ANN]}
    assert (await play.call(ANN, "POST", "private-record-grants", other)).json()["errors"][0]["pointer"] == "/appointmentId"
    assert no(await play.call(SUCCESSOR, "POST", "private-record-grants", first)) == (403, "not-allowed")


async def test_s7_what_is_shared_passes_once_all_accepted_the_successor(play: Succession) -> None:
    await _lost_in_conversation(play)
    await play.accept_moderator(ANN)
    for path in SHARED:
        assert await play.items(SUCCESSOR, path) == []
    assert len(await play.items(SUCCESSOR, "parties")) == 2
    await play.accept_moderator(BEN)
    assert [one["text"] for one in await play.items(SUCCESSOR, "harms")] == ["Ik sliep niet."]
    assert await _texts(play, "statements") == []


async def test_s7_r10_a_successor_needs_a_mandate_of_their_own_and_the_case_rests_until_they_say(play: Succession) -> None:
    await _lost_in_conversation(play)
    assert [one["state"] for one in await play.items(ANN, "mandates")] == ["superseded"]
    assert (await play.sees(SUCCESSOR, "state"))["state"] == "in_process"
    assert (await play.sees(ANN, "process"))["phase"] == "in_conversation"
    await play.accept_moderator(ANN, BEN)
    joint = {"kind": "joint", "goal": "Horen.", "agenda": "Vragen.", "plannedFor": "2027-02-01T10:00:00Z"}
    refused = (await play.call(SUCCESSOR, "POST", "sessions", joint)).json()
    assert [one["code"] for one in refused["conditions"]] == ["mandate-in-force", "case-resumed"]
    await play.does(SUCCESSOR, "resumption")
    old = (await play.items(ANN, "mandates"))[0]
    hidden = {"id", "version", "state", "textHash", "offeredAt", "inForceAt"}
    mandate = await play.does(SUCCESSOR, "mandates", {name: value for name, value in old.items() if name not in hidden})
    await play.does(SUCCESSOR, f"mandates/{mandate['version']}/offer")
    await play.accepts(mandate, SUCCESSOR, ANN, BEN)
    assert (await play.call(SUCCESSOR, "POST", "sessions", joint)).status_code == 201


async def test_s7_hr_knows_the_first_name_until_all_accepted_the_second_and_nothing_of_what_came_between(play: Succession) -> None:
    await play.to_conversation()
    await play.accept_moderator(ANN, BEN)
    known = await play.outside()
    assert (await play.sees(COORDINATOR, f"/cases/{play.id}"))["moderatorName"] == "Name moderator"
    await play.recuses()
    await play.succeeds()
    await play.does(ANN, "private-record-grants", {"appointmentId": (await play.appointment())["id"]})
    await play.accept_moderator(BEN)
    await play.does(SUCCESSOR, "resumption")
    assert await play.outside() == known
    await play.accept_moderator(ANN)
    case = await play.sees(COORDINATOR, f"/cases/{play.id}")
    assert (case["moderatorName"], case["state"]) == ("Name other_moderator", "in_progress")


async def test_s7_what_all_kept_inside_stays_there_under_a_successor(play: Succession) -> None:
    """The mandate that held last did not let the organisation know a name."""
    await play.to_mandate()
    await play.accepts(await play.offers_mandate(organisationMayKnow=[]), MODERATOR, ANN, BEN)
    await play.recuses()
    await play.succeeds()
    known = await play.outside()
    await play.accept_moderator(ANN, BEN)
    assert await play.outside() == known
    assert (await play.sees(COORDINATOR, f"/cases/{play.id}"))["moderatorName"] is None


async def test_r17_a_closed_case_without_a_moderator_is_taken_up_again_by_another(play: Succession) -> None:
    await play.to_readiness()
    await play.does(MODERATOR, "closure", {"ending": "not_possible"})
    await play.recuses()
    assert (await play.sees(ANN, "process"))["pausedAt"] is None
    body = {"moderatorIds": [play.moderator[SUCCESSOR]]}
    assert no(await play.call(ANN, "POST", "successor-proposals", body)) == (409, "guard-unmet")
    known = await play.outside()
    stranger = {"moderatorIds": [play.party[ANN]]}
    before = await play.call(ANN, "POST", "successor-proposals", stranger)
    await play.does(BEN, "reopening-requests")
    # Whether Ben asked is nothing that Ann finds out by trying: whoever asked themselves proposes (S10).
    assert no(await play.call(ANN, "POST", "successor-proposals", stranger)) == no(before) == (409, "guard-unmet")
    await play.proposes(SUCCESSOR, who=BEN)
    assert (await play.declares(SUCCESSOR)).status_code == 200
    state = await play.does(SUCCESSOR, "transitions", {"to": "readiness"})
    assert state["state"] == "readiness"
    assert await play.outside() == known
    await play.accept_moderator(ANN, BEN)
    assert await play.outside() == known


async def test_r17_what_was_offered_before_the_close_is_gone_and_asked_again_with_the_reopening(play: Succession) -> None:
    await play.to_readiness()
    await play.objects()
    await play.proposes(SUCCESSOR)
    offer = await play.offered(SUCCESSOR)
    await _left_alone(play)
    assert (await play.call(SUCCESSOR, "GET", f"/offers/{offer['id']}")).status_code == 404
    await play.does(ANN, "reopening-requests")
    await play.succeeds()
    assert (await play.does(SUCCESSOR, "transitions", {"to": "readiness"}))["state"] == "readiness"


async def _left_alone(play: Succession) -> None:
    """No successor came in time, and the worker closed it."""
    async with play.app.state.database.store_for(WORKER, None) as store:
        await lapse(store, UUID(play.id), datetime.now(UTC) + timedelta(days=61))
