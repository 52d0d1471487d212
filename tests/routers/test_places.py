"""How places end, over HTTP: nobody is moved out, nobody learns why, and what counted on somebody counts no more (R9, R14, S10, S11)."""

from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI

from app.embedded import EmbeddedPostgres
from tests.conftest import DATABASE
from tests.routers.playing import ANN, BEN, COORDINATOR, JOINT, MANDATE, MODERATOR, YES, conditions, no, playing
from tests.routers.speaking import COUNCIL, MEMBERS, MIA, TEAM, Spoken
from tests.routers.watching import ALL, CEM, looking_along

pytestmark = pytest.mark.usefixtures("the_world")

IN_YEARS: Final = {"reviewOn": "2095-03-01"}
HARM: Final = {"kinds": ["emotional"], "text": "Ik slaap slecht."}
TOM: Final = "Tom"


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> Spoken:
    """A case that nobody has begun."""
    await playing(app, client)
    return Spoken(app, client, looking_along(monkeypatch))


async def departs(play: Spoken, who: str) -> Any:
    """Someone leaves."""
    return await play.does(who, play.of(who, "departure"))


# Departure


async def test_r9_c13_whoever_leaves_is_out_at_the_next_request_and_the_others_see_the_day_and_not_why(play: Spoken) -> None:
    await play.team_talks()
    left = await departs(play, CEM)
    assert left["leftOn"] is not None
    for path in ("", "process", "harms", play.of(CEM, "particulars"), "/me/worklist"):
        answer = await play.call(CEM, "GET", path)
        assert answer.status_code == 404 or answer.json()["items"] == []
    assert (await play.call(CEM, "POST", "statements", {"text": "Toch nog."})).status_code == 404
    for who in (ANN, BEN, MODERATOR):
        assert await play.sees(who, f"parties/{play.party[CEM]}") == left
        assert "departure" not in str(await play.sees(who, "parties"))
    assert [(one["partyId"], one["why"]) for one in await play.items(MODERATOR, "place-endings")] == [(play.party[CEM], "departure")]
    assert (await play.call(ANN, "GET", "place-endings")).status_code == 404
    assert (await play.sees(ANN, "readiness"))["gate"] == "not_now"


async def test_s1_hr_reads_after_a_departure_what_it_read_before(play: Spoken) -> None:
    await play.team_talks()
    before = [(await play.call(COORDINATOR, "GET", path)).json() for path in ("", "/cases", "/referrals")]
    await departs(play, CEM)
    await play.does(MODERATOR, play.of(BEN, "loss"), {"why": "incapacity"})
    assert [(await play.call(COORDINATOR, "GET", path)).json() for path in ("", "/cases", "/referrals")] == before
    for path in ("place-endings", f"parties/{play.party[CEM]}"):
        assert (await play.call(COORDINATOR, "GET", path)).status_code == 404


async def test_r9_the_remaining_agree_anew_how_to_talk_and_what_was_planned_and_proposed_is_off(play: Spoken) -> None:
    await play.team_talks()
    session = await play.plans()
    proposed = await play.does(ANN, "agreements", {"commitments": [play.promise(BEN, ANN, **IN_YEARS)]})
    await play.confirms(proposed, ANN, BEN)
    for name in (ANN, BEN):
        await play.does(name, "outcome-confirmations", {"question": "no_commitments_needed", "yes": True})
    await departs(play, CEM)
    assert (await play.sees(ANN, session))["state"] == "cancelled"
    assert (await play.sees(ANN, "agreements/1"))["state"] == "superseded"
    assert [one["state"] for one in await play.items(ANN, "mandates")] == ["superseded"]
    assert conditions(await play.call(MODERATOR, "POST", "sessions", JOINT)) == [("mandate-in-force", None)]
    anew = {"commitments": [play.promise(BEN, ANN, **IN_YEARS)]}
    assert conditions(await play.call(ANN, "POST", "agreements", anew)) == [("mandate-in-force", None)]
    # What the two said of another moment, they say again.
    assert no(await play.call(MODERATOR, "POST", "transitions", {"to": "aftercare"})) == (409, "guard-unmet")
    await play.accepts(await play.offers_mandate(), MODERATOR, ANN, BEN)
    await play.talks((ANN, BEN))
    await play.confirms(await play.does(BEN, "agreements", {"commitments": [play.promise(BEN, ANN, **IN_YEARS)]}), ANN, BEN)


async def test_r14_what_was_promised_by_or_to_whoever_left_has_lapsed(play: Spoken) -> None:
    await play.team_talks()
    await play.choose(CEM, ANN, CEM, group=TEAM)
    ends = ((CEM, ANN), (BEN, CEM), (BEN, ANN), (BEN, TEAM))
    by_cem, to_cem, to_ann, to_team = await play.promised(*(play.promise(*pair, **IN_YEARS) for pair in ends))
    await departs(play, CEM)
    states = {one["id"]: one["state"] for one in await play.items(ANN, "commitments")}
    assert states == {by_cem: "lapsed", to_cem: "lapsed", to_ann: "agreed", to_team: "agreed"}
    assert (await play.sees(ANN, f"parties/{play.party[TEAM]}"))["spokespersonId"] is None
    await play.does(BEN, f"commitments/{to_team}/reports")
    # Two members are left: both of them say who speaks, and Cem cannot be chosen any more.
    gone = await play.call(ANN, "POST", play.of(TEAM, "spokesperson-choices"), {"memberId": play.member[CEM]})
    assert gone.status_code == 400
    await play.choose(ANN, ANN, BEN, group=TEAM)
    await play.does(ANN, f"commitments/{to_team}/confirmation")


async def test_s0_r9_whoever_was_invited_again_and_not_informed_can_leave_and_it_counts_the_same(play: Spoken) -> None:
    """They see nothing that is shared; all the same it is undone what counted on them."""
    await play.team_talks()
    (promise,) = await play.promised(play.promise(CEM, ANN, **IN_YEARS))
    await play.does(ANN, "statements", {"text": "Iets."})
    await play.renegotiates(ANN, promise, **IN_YEARS)
    await play.invites(CEM)
    await departs(play, CEM)
    assert (await play.sees(ANN, f"commitments/{promise}"))["state"] == "lapsed"
    assert (await play.found()).agreement_proposed is False


async def test_r15_r17_whoever_is_left_alone_hears_what_is_missing_and_the_moderator_closes(play: Spoken) -> None:
    await play.to_conversation()
    await departs(play, BEN)
    assert [one["code"] for one in (await play.sees(MODERATOR, "readiness/conditions"))["unmet"]] == ["two-parties"]
    assert no(await play.call(MODERATOR, "POST", "sessions", JOINT)) == (409, "gate-closed")
    closed = await play.does(MODERATOR, "closure", {"ending": "not_possible"})
    assert closed["ending"] == "not_possible"
    assert no(await play.call(ANN, "POST", play.of(ANN, "departure"))) == (409, "case-not-running")


async def test_r11_a_conversation_that_goes_on_stays_the_moderators_to_end(play: Spoken) -> None:
    await play.team_talks()
    session = await play.plans()
    await play.says_yes(session, *ALL)
    await play.does(MODERATOR, f"{session}/start")
    for name in ALL:
        await play.does(MODERATOR, f"{session}/attendances", {"partyId": play.party[name]})
    await departs(play, CEM)
    await play.does(MODERATOR, f"{session}/end", {"discussedHarmIds": []})
    await play.does(MODERATOR, f"{session}/record", {"text": "We spraken."})
    record = await play.sees(ANN, f"{session}/record")
    # Cem was there: what all who were there have not approved is not shared with others.
    for name in (ANN, BEN):
        await play.does(name, f"{session}/record/approvals", {"hash": record["textHash"]})
    assert (await play.sees(ANN, f"{session}/record"))["approvedByAllAt"] is None


async def test_r9_a_record_waits_for_nobody_who_had_left_before(play: Spoken) -> None:
    await play.team_talks()
    await departs(play, CEM)
    await play.accepts(await play.offers_mandate(), MODERATOR, ANN, BEN)
    session = await play.plans()
    await play.says_yes(session, ANN, BEN)
    await play.does(MODERATOR, f"{session}/start")
    for name in (ANN, BEN):
        await play.does(MODERATOR, f"{session}/attendances", {"partyId": play.party[name]})
    await play.does(MODERATOR, f"{session}/end", {"discussedHarmIds": []})
    await play.does(MODERATOR, f"{session}/record", {"text": "Met zijn tweeën."})


async def test_r9_only_oneself_leaves_and_a_loss_is_the_moderators_to_record(play: Spoken) -> None:
    await play.to_conversation()
    for who, path, said in (
        (ANN, play.of(BEN, "departure"), (403, "not-allowed")),
        (MODERATOR, play.of(BEN, "departure"), (403, "not-allowed")),
        (ANN, play.of(BEN, "loss"), (403, "not-allowed")),
    ):
        assert no(await play.call(who, "POST", path, {"why": "death"} if path.endswith("loss") else None)) == said
    for why in ("departure", "not_concerned", "silence"):
        assert no(await play.call(MODERATOR, "POST", play.of(BEN, "loss"), {"why": why})) == (400, "invalid-request")
    await play.does(MODERATOR, play.of(BEN, "loss"), {"why": "incapacity"})
    assert (await play.call(BEN, "GET", "process")).status_code == 404
    assert [one["why"] for one in await play.items(MODERATOR, "place-endings")] == ["incapacity"]
    assert (await play.call(MODERATOR, "POST", play.of(BEN, "loss"), {"why": "death"})).status_code == 404


async def test_r9_with_a_group_go_all_of_its_members_and_every_way_in(play: Spoken, server: EmbeddedPostgres) -> None:
    await play.to_readiness()
    await play.council()
    await play.speaks(MIA)
    waiting = await play.does(MODERATOR, play.as_member("Oz", "invitations"))
    await departs(play, COUNCIL)
    for name in MEMBERS:
        assert (await play.call(name, "GET", "process")).status_code == 404
    grant = {"grant_type": "urn:herstel:grant:invitation", "code": waiting["code"], "pin": waiting["pin"]}
    assert (await play.client.post("/token", data=grant)).status_code == 400
    held = f"select count(*)::int from seat where case_id = '{play.id}' and ended_at is null and role = 'party'"
    assert [*server.execute(held, DATABASE)] == [(2,)]
    valid = f"select count(*)::int from invitation where case_id = '{play.id}' and voided_at is null"
    assert [*server.execute(valid, DATABASE)] == [(2,)]


async def test_r3_s10_who_was_outstanding_and_leaves_holds_up_no_acceptance_of_the_moderator(play: Spoken) -> None:
    await play.team_talks()
    await play.welcomes(ANN, BEN)
    (appointment,) = await play.items(ANN, "appointments")
    assert appointment["acceptedByAllAt"] is None
    await departs(play, CEM)
    (appointment,) = await play.items(ANN, "appointments")
    assert appointment["acceptedByAllAt"] is not None
    assert (await play.sees(COORDINATOR, ""))["moderatorName"] == "Name moderator"


# Not concerned, as all agree


async def test_r9_someone_never_invited_is_listed_away_when_everyone_else_accepts(play: Spoken) -> None:
    await play.to_readiness()
    await play.readies(ANN, BEN)
    play.party[TOM] = (await play.does(MODERATOR, "parties", {"displayName": TOM}))["id"]
    assert no(await play.call(MODERATOR, "POST", "transitions", {"to": "mandate"})) == (409, "gate-closed")
    offered = await play.offers_mandate(notConcerned=[play.party[TOM]])
    assert offered["notConcerned"] == [play.party[TOM]]
    await play.accepts(offered, MODERATOR, ANN)
    assert (await play.sees(ANN, f"parties/{play.party[TOM]}"))["leftOn"] is None
    await play.accepts(offered, BEN)
    assert (await play.sees(ANN, f"parties/{play.party[TOM]}"))["leftOn"] is not None
    assert [one["why"] for one in await play.items(MODERATOR, "place-endings")] == ["not_concerned"]
    await play.moves("mandate", "in_process")


async def test_r9_the_attack_tom_came_in_and_said_no_and_is_not_moved_out_without_his_own_yes(play: Spoken) -> None:
    await play.to_readiness()
    await play.readies(ANN, BEN)
    await play.adds(TOM)
    await play.informs(TOM)
    await play.does(TOM, play.of(TOM, "readiness-declarations"), YES | {"joinConversations": False})
    offered = await play.offers_mandate(notConcerned=[play.party[TOM]])
    await play.accepts(offered, ANN, BEN, MODERATOR)
    assert (await play.sees(ANN, f"mandates/{offered['version']}"))["inForceAt"] is None
    assert no(await play.call(MODERATOR, "POST", "transitions", {"to": "mandate"})) == (409, "gate-closed")
    assert (await play.call(TOM, "GET", "process")).status_code == 200
    await play.accepts(offered, TOM)
    assert (await play.sees(ANN, f"mandates/{offered['version']}"))["inForceAt"] is not None
    assert (await play.call(TOM, "GET", "process")).status_code == 404
    await play.moves("mandate", "in_process")


async def test_r9_the_attack_an_invitation_that_was_never_used_makes_silence_no_yes(play: Spoken) -> None:
    await play.to_readiness()
    await play.readies(ANN, BEN)
    play.party[TOM] = (await play.does(MODERATOR, "parties", {"displayName": TOM}))["id"]
    await play.does(MODERATOR, play.of(TOM, "invitations"))
    offered = await play.offers_mandate(notConcerned=[play.party[TOM]])
    await play.accepts(offered, ANN, BEN, MODERATOR)
    assert (await play.found()).mandate_in_force is False


async def test_r9_only_places_of_this_case_are_listed_and_two_remain(play: Spoken) -> None:
    await play.to_readiness()
    await play.groups("collective", TEAM)
    for listed in (play.party[TEAM], play.id):
        answer = await play.call(MODERATOR, "POST", "mandates", {**MANDATE, "notConcerned": [play.party[ANN], listed]})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/notConcerned/1")
    draft = await play.does(MODERATOR, "mandates", {**MANDATE, "notConcerned": [play.party[ANN]]})
    offered = await play.call(MODERATOR, "POST", f"mandates/{draft['version']}/offer")
    assert (no(offered), conditions(offered)) == ((409, "guard-unmet"), [("two-parties", None)])


async def test_r9_a_draft_that_lists_whoever_left_since_is_not_offered(play: Spoken) -> None:
    await play.to_readiness()
    await play.team()
    draft = await play.does(MODERATOR, "mandates", {**MANDATE, "notConcerned": [play.party[CEM]]})
    await departs(play, CEM)
    assert no(await play.call(MODERATOR, "POST", f"mandates/{draft['version']}/offer")) == (409, "place-ended")


async def test_r10_whoever_comes_later_has_not_accepted_how_all_talk(play: Spoken) -> None:
    await play.to_readiness()
    await play.readies(ANN, BEN)
    offered = await play.offers_mandate()
    await play.accepts(offered, ANN, BEN, MODERATOR)
    await play.adds(CEM)
    assert [one["state"] for one in await play.items(ANN, "mandates")] == ["superseded"]
    await play.informs(CEM)
    await play.readies(CEM)
    await play.moves("mandate")
    assert no(await play.call(MODERATOR, "POST", "transitions", {"to": "in_process"})) == (409, "guard-unmet")


async def test_r9_s10_that_a_place_ended_by_agreement_or_by_departure_looks_the_same_to_the_others(play: Spoken) -> None:
    await play.to_readiness()
    await play.readies(ANN, BEN)
    await play.team()
    play.party[TOM] = (await play.does(MODERATOR, "parties", {"displayName": TOM}))["id"]
    await play.accepts(await play.offers_mandate(notConcerned=[play.party[TOM]]), ANN, BEN, CEM, MODERATOR)
    await departs(play, CEM)
    ended = {name: await play.sees(ANN, f"parties/{play.party[name]}") for name in (TOM, CEM)}
    assert [{key: value for key, value in one.items() if key not in {"id", "displayName"}} for one in ended.values()] == [
        {"kind": "person", "spokespersonId": None, "leftOn": ended[TOM]["leftOn"]}
    ] * 2
