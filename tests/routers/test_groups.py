"""Groups over HTTP: how members come in, who speaks for them, and that no member says anything for another (R14, R15, S0, S10)."""

from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI

from tests.routers.playing import ANN, BEN, COORDINATOR, MANDATE, MODERATOR, YES, conditions, no, playing, whole
from tests.routers.speaking import COUNCIL, MEMBERS, MIA, NOA, OZ, TEAM, Spoken
from tests.routers.watching import ALL, CEM, looking_along

pytestmark = pytest.mark.usefixtures("the_world")

IN_YEARS: Final = {"reviewOn": "2095-03-01"}
HARM: Final = {"kinds": ["emotional"], "text": "Wij werden overgeslagen."}


@pytest.fixture
async def play(app: FastAPI, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> Spoken:
    """A case that nobody has begun."""
    await playing(app, client)
    return Spoken(app, client, looking_along(monkeypatch))


async def party_of(play: Spoken, name: str, who: str = ANN) -> dict[str, Any]:
    """A party as someone reads it."""
    return dict(await play.sees(who, f"parties/{play.party[name]}"))


def invalid(answer: httpx.Response) -> list[tuple[str, str]]:
    """Which places are wrong, and why."""
    return [(one["pointer"], one["code"]) for one in answer.json()["errors"]]


# Who belongs to a group, and how they come in


async def test_r14_a_group_has_one_place_and_comes_in_by_its_members(play: Spoken) -> None:
    await play.to_readiness()
    await play.council()
    shown = await party_of(play, COUNCIL)
    assert (shown["kind"], shown["spokespersonId"], shown["leftOn"]) == ("group", None, None)
    assert (await party_of(play, ANN))["kind"] == "person"
    assert [row["displayName"] for row in await play.items(BEN, play.of(COUNCIL, "members"))] == [*MEMBERS]
    assert no(await play.call(MODERATOR, "POST", play.of(COUNCIL, "invitations"))) == (409, "members-come-in")
    assert ("secrecy-statement-accepted", play.party[COUNCIL]) in [
        (one["code"], one["partyId"]) for one in (await play.sees(MODERATOR, "readiness/conditions"))["unmet"]
    ]


async def test_r14_members_are_written_down_as_they_are(play: Spoken) -> None:
    await play.to_readiness()
    await play.groups("group", COUNCIL)
    await play.groups("collective", TEAM)
    for group, body, code, pointer in (
        (COUNCIL, {}, "missing", "/displayName"),
        (COUNCIL, {"displayName": MIA, "partyId": play.party[ANN]}, "member-named-otherwise", "/partyId"),
        (TEAM, {}, "missing", "/partyId"),
        (TEAM, {"displayName": ANN, "partyId": play.party[ANN]}, "member-named-otherwise", "/displayName"),
        (TEAM, {"partyId": play.party[TEAM]}, "unknown-id", "/partyId"),
        (TEAM, {"partyId": play.id}, "unknown-id", "/partyId"),
    ):
        answer = await play.call(MODERATOR, "POST", play.of(group, "members"), body)
        assert (answer.status_code, invalid(answer)) == (400, [(pointer, code)])
    await play.belongs(TEAM, ANN)
    again = await play.call(MODERATOR, "POST", play.of(TEAM, "members"), {"partyId": play.party[ANN]})
    assert no(again) == (409, "member-stands-already")
    assert no(await play.call(MODERATOR, "POST", play.of(ANN, "members"), {"displayName": MIA})) == (409, "not-a-group")
    assert no(await play.call(ANN, "POST", play.of(COUNCIL, "members"), {"displayName": MIA})) == (403, "not-allowed")
    invited = await play.call(MODERATOR, "POST", play.as_member(ANN, "invitations", TEAM))
    assert no(invited) == (409, "takes-part-already")


async def test_s0_a_member_sees_the_process_at_once_and_what_is_shared_after_the_statement(play: Spoken) -> None:
    await play.to_readiness()
    await play.groups("group", COUNCIL)
    await play.belongs(COUNCIL, MIA, NOA)
    await play.does(ANN, "harms", HARM)
    await play.lets_in(MIA)
    assert (await play.call(MIA, "GET", "process")).status_code == 200
    assert await play.items(MIA, "harms") == []
    assert no(await play.call(MIA, "POST", play.of(COUNCIL, "spokesperson-choices"), {"memberId": play.member[MIA]})) == (
        409,
        "secrecy-statement-not-accepted",
    )
    await play.informs_members(MIA)
    assert [row["text"] for row in await play.items(MIA, "harms")] == [HARM["text"]]
    accepted = await play.sees(MIA, play.as_member(MIA, "secrecy-acceptance"))
    assert accepted["memberId"] == play.member[MIA]
    assert (await play.call(ANN, "GET", play.as_member(MIA, "secrecy-acceptance"))).status_code == 404
    assert await play.items(ANN, play.as_member(MIA, "invitations")) == []
    assert len(await play.items(MODERATOR, play.as_member(MIA, "invitations"))) == 1


DEEDS: Final[tuple[tuple[str, Any], ...]] = (
    ("statements", {"text": "Wij."}),
    ("harms", HARM),
    ("private-harms", HARM),
    ("needs", {"text": "Rust."}),
    ("ideas", {"text": "Overleg."}),
    ("group-harms", {"groupName": "De leerlingen", **HARM}),
    ("behaviour-experiences", {"text": "Zo ging het.", "behaviourKinds": ["other"]}),
    ("mandates/1/comments", {"text": "Mag het korter?"}),
    ("mandates/1/acceptances", {"hash": "0" * 64}),
    ("outcome-confirmations", {"question": "self_resolved", "yes": True}),
    ("evaluations", {"heard": 5, "safe": 5, "fair": 4, "restored": 4, "insight": 4}),
    ("reopening-requests", None),
    ("organisational-supports", {"text": "Een andere kamer.", "dueOn": "2095-03-01"}),
    ("supporters", {"displayName": "Tante"}),
    ("successor-proposals", {"anyModerator": True}),
    ("closure", {"ending": "unsuitable"}),
    ("pauses", None),
    ("notes", {"text": "Van mij."}),
    ("readiness/announcements", {"gate": "not_now"}),
    ("mandates", MANDATE),
    ("parties", {"displayName": "Nog iemand"}),
)


async def test_r14_a_member_who_does_not_speak_says_nothing_in_the_case_and_is_never_taken_for_its_moderator(play: Spoken) -> None:
    await play.to_readiness()
    await play.council()
    await play.speaks(MIA)
    await play.does(MODERATOR, "mandates", MANDATE)
    before = await play.found()
    proposal = {"commitments": [play.promise(ANN, BEN, **IN_YEARS)]}
    for path, body in (*DEEDS, ("agreements", proposal)):
        answer = await play.call(OZ, "POST", path, body)
        assert answer.status_code in {403, 404}, f"{path} {answer.text}"
    for name in (COUNCIL, ANN):
        for path, body in (
            ("readiness-declarations", YES),
            ("withdrawals", None),
            ("departure", None),
            ("safety-assessments", {"result": "safe"}),
            ("loss", {"why": "death"}),
            ("invitations", None),
            ("secrecy-acceptance", {"hash": "0" * 64}),
        ):
            answer = await play.call(OZ, "POST", play.of(name, path), body)
            assert answer.status_code in {403, 404}, f"{name} {path} {answer.text}"
    assert await play.found() == before


async def test_r6_r14_a_member_reconfirms_nobodys_readiness(play: Spoken) -> None:
    """The attack: without a place of one's own, naming another's would be what the moderator does who heard them."""
    await play.to_readiness()
    await play.council()
    await play.speaks(MIA)
    await play.does(COUNCIL, play.of(COUNCIL, "readiness-declarations"), YES)
    await play.does(MODERATOR, play.of(COUNCIL, "safety-assessments"), {"result": "safe"})
    await play.readies(ANN, BEN)
    await play.moves("mandate")
    await play.accepts(await play.offers_mandate(), MODERATOR, ANN, BEN, COUNCIL)
    await play.moves("in_process")
    session = await play.plans()
    for body in ({"ready": True}, {"ready": True, "partyId": play.party[ANN]}, {"ready": False, "partyId": play.party[BEN]}):
        assert no(await play.call(OZ, "POST", f"{session}/reconfirmations", body)) == (403, "not-allowed")
    await play.says_yes(session, ANN, BEN, COUNCIL)
    await play.does(MODERATOR, f"{session}/start")


# Who speaks


async def test_r14_more_than_half_of_all_members_say_who_speaks_and_they_do_what_a_party_does(play: Spoken) -> None:
    await play.to_readiness()
    await play.council()
    await play.choose(MIA, NOA)
    assert (await party_of(play, COUNCIL))["spokespersonId"] is None
    await play.choose(OZ, NOA)
    await play.choose(MIA, MIA)
    assert (await party_of(play, COUNCIL))["spokespersonId"] is None
    assert no(await play.call(MIA, "POST", play.of(COUNCIL, "readiness-declarations"), YES)) == (403, "not-allowed")
    await play.choose(MIA, OZ)
    assert (await party_of(play, COUNCIL))["spokespersonId"] == play.member[MIA]
    assert (await play.found()).place((await play.found()).places[-1].party).informed is True
    await play.does(MIA, play.of(COUNCIL, "readiness-declarations"), YES)
    await play.does(MODERATOR, play.of(COUNCIL, "safety-assessments"), {"result": "safe"})
    await play.does(MIA, "statements", {"text": "Wij willen praten."})
    assert [row["text"] for row in await play.items(MIA, "statements")] == ["Wij willen praten."]
    assert await play.items(NOA, "statements") == []
    await play.readies(ANN, BEN)
    await play.moves("mandate")


async def test_s0_r6_who_speaks_next_reads_what_is_the_groups_and_says_anew_that_it_is_ready(play: Spoken) -> None:
    await play.to_readiness()
    await play.council()
    await play.speaks(MIA)
    await play.readies(ANN, BEN)
    await play.does(MIA, play.of(COUNCIL, "readiness-declarations"), YES)
    await play.does(MODERATOR, play.of(COUNCIL, "safety-assessments"), {"result": "safe"})
    await play.does(MIA, "statements", {"text": "Wij willen praten."})
    await play.choose(NOA, NOA, OZ)
    assert conditions(await play.call(MODERATOR, "POST", "transitions", {"to": "mandate"})) == [("party-ready", play.party[COUNCIL])]
    assert no(await play.call(MIA, "POST", play.of(COUNCIL, "readiness-declarations"), YES)) == (403, "not-allowed")
    assert await play.items(MIA, "statements") == []
    assert [row["text"] for row in await play.items(NOA, "statements")] == ["Wij willen praten."]
    await play.does(NOA, play.of(COUNCIL, "readiness-declarations"), YES)
    await play.moves("mandate")


async def test_s0_whoever_is_chosen_before_they_came_in_informs_the_group_when_they_do(play: Spoken) -> None:
    await play.to_readiness()
    await play.groups("group", COUNCIL)
    await play.belongs(COUNCIL, *MEMBERS)
    await play.lets_in(MIA, NOA)
    await play.informs_members(MIA, NOA)
    await play.choose(OZ, MIA, NOA)
    assert (await play.found()).places[-1].informed is False
    await play.lets_in(OZ)
    assert (await play.found()).places[-1].informed is False
    await play.informs_members(OZ)
    assert (await play.found()).places[-1].informed is True
    await play.does(OZ, play.of(COUNCIL, "readiness-declarations"), YES)


async def test_s0_r7_a_new_way_in_for_whoever_speaks_closes_the_gate_and_one_for_another_does_not(play: Spoken) -> None:
    await play.to_readiness()
    await play.council()
    await play.speaks(MIA)
    await play.readies(ANN, BEN)
    await play.does(MIA, play.of(COUNCIL, "readiness-declarations"), YES)
    await play.does(MODERATOR, play.of(COUNCIL, "safety-assessments"), {"result": "safe"})
    await play.lets_in(OZ)
    assert (await play.sees(MODERATOR, "readiness/conditions"))["open"] is True
    old = play.headers[MIA]
    await play.lets_in(MIA)
    assert [one["code"] for one in (await play.sees(MODERATOR, "readiness/conditions"))["unmet"]] == [
        "secrecy-statement-accepted",
        "party-ready",
    ]
    assert (await play.client.get(f"/cases/{play.id}/process", headers=old)).status_code == 404
    await play.informs_members(MIA)
    assert [one["code"] for one in (await play.sees(MODERATOR, "readiness/conditions"))["unmet"]] == ["party-ready"]
    await play.does(MIA, play.of(COUNCIL, "readiness-declarations"), YES)
    await play.moves("mandate")


async def test_s10_nobody_but_the_moderator_sees_whom_another_member_chose(play: Spoken) -> None:
    await play.to_readiness()
    await play.council()
    paths = (f"parties/{play.party[COUNCIL]}", play.of(COUNCIL, "members"), play.of(COUNCIL, "spokesperson-choices"), "process", "parties")
    before = {who: await whole(play, who, *paths) for who in (ANN, NOA, OZ)}
    await play.choose(NOA, MIA)
    assert {who: await whole(play, who, *paths) for who in (ANN, NOA, OZ)} == before
    choices = play.of(COUNCIL, "spokesperson-choices")
    assert [row["chosenId"] for row in await play.items(MIA, choices)] == [play.member[NOA]]
    assert [row["memberId"] for row in await play.items(MODERATOR, choices)] == [play.member[MIA]]
    for who in (ANN, MODERATOR):
        assert no(await play.call(who, "POST", choices, {"memberId": play.member[MIA]})) == (403, "not-allowed")
    stranger = await play.call(MIA, "POST", choices, {"memberId": play.party[ANN]})
    assert (stranger.status_code, invalid(stranger)) == (400, [("/memberId", "unknown-id")])


# Those who take part, together


async def test_r14_a_council_chooses_for_the_team_through_the_one_who_speaks_for_it(play: Spoken) -> None:
    await play.to_readiness()
    await play.council()
    await play.groups("collective", TEAM)
    await play.belongs(TEAM, ANN, COUNCIL)
    assert no(await play.call(MIA, "POST", play.of(TEAM, "spokesperson-choices"), {"memberId": play.member[ANN]})) == (403, "not-allowed")
    await play.speaks(MIA)
    await play.choose(ANN, ANN, COUNCIL, group=TEAM)
    assert (await party_of(play, TEAM))["spokespersonId"] == play.member[ANN]
    assert len(await play.items(MIA, play.of(COUNCIL, "spokesperson-choices"))) == 1


async def test_r14_what_is_promised_to_the_team_is_confirmed_by_whoever_the_team_chose(play: Spoken) -> None:
    await play.team_talks()
    (promise,) = await play.promised(play.promise(BEN, TEAM, **IN_YEARS))
    await play.moves("agreement")
    await play.does(BEN, f"commitments/{promise}/reports")
    for who in ALL:
        assert no(await play.call(who, "POST", f"commitments/{promise}/confirmation")) == (403, "not-allowed")
    await play.choose(CEM, ANN, CEM, group=TEAM)
    assert (await party_of(play, TEAM))["spokespersonId"] == play.member[CEM]
    for who in (ANN, BEN):
        assert no(await play.call(who, "POST", f"commitments/{promise}/confirmation")) == (403, "not-allowed")
    await play.does(CEM, f"commitments/{promise}/disputes")
    await play.does(BEN, f"commitments/{promise}/reports")
    confirmed = await play.does(CEM, f"commitments/{promise}/confirmation")
    assert confirmed["state"] == "confirmed"
    await play.moves("aftercare")


async def test_k4_r14_the_owner_never_confirms_their_own_promise_as_the_voice_of_the_team(play: Spoken) -> None:
    await play.team_talks()
    await play.choose(BEN, ANN, CEM, group=TEAM)
    proposal = {"commitments": [play.promise(BEN, TEAM, **IN_YEARS)]}
    answer = await play.call(ANN, "POST", "agreements", proposal)
    assert (answer.status_code, invalid(answer)) == (400, [("/commitments/0/beneficiaryPartyId", "owner-is-beneficiary")])
    await play.choose(CEM, ANN, CEM, group=TEAM)
    (promise,) = await play.promised(play.promise(BEN, TEAM, **IN_YEARS))
    for who in ALL:
        body = {"memberId": play.member[BEN]}
        assert no(await play.call(who, "POST", play.of(TEAM, "spokesperson-choices"), body)) == (409, "owner-is-beneficiary")
    await play.does(BEN, f"commitments/{promise}/reports")
    assert no(await play.call(BEN, "POST", f"commitments/{promise}/confirmation")) == (403, "not-allowed")


async def test_r4_r14_no_gate_waits_for_the_team_and_nobody_comes_in_for_it(play: Spoken) -> None:
    await play.to_readiness()
    await play.team()
    await play.readies(*ALL)
    assert (await play.sees(MODERATOR, "readiness/conditions"))["open"] is True
    assert no(await play.call(MODERATOR, "POST", play.of(TEAM, "invitations"))) == (409, "members-come-in")
    for path, body in (("safety-assessments", {"result": "safe"}), ("loss", {"why": "death"})):
        assert (await play.call(MODERATOR, "POST", play.of(TEAM, path), body)).status_code == 404
    await play.moves("mandate")
    await play.accepts(await play.offers_mandate(), MODERATOR, *ALL)
    assert (await play.found()).mandate_in_force is True


async def test_r14_the_team_owes_nobody_anything(play: Spoken) -> None:
    await play.team_talks()
    answer = await play.call(ANN, "POST", "agreements", {"commitments": [play.promise(TEAM, BEN, **IN_YEARS)]})
    assert (answer.status_code, invalid(answer)) == (400, [("/commitments/0/ownerPartyId", "not-a-party")])


# Harm of a group without a place


async def test_r15_harm_of_a_group_without_a_place_is_context_and_no_gate_waits_for_it(play: Spoken) -> None:
    await play.to_readiness()
    before = await play.found()
    body = {"groupName": "De leerlingen", "kinds": ["emotional"], "text": "Zij durven niets te vragen."}
    told = await play.does(ANN, "group-harms", body)
    assert await play.found() == before
    assert (told["groupName"], told["partyId"]) == ("De leerlingen", play.party[ANN])
    for who in (BEN, MODERATOR):
        assert await play.sees(who, f"group-harms/{told['id']}") == told
    assert (await play.call(COORDINATOR, "GET", "group-harms")).status_code == 404
    assert (await play.call(ANN, "POST", f"harms/{told['id']}/marks", {"mark": "repaired"})).status_code == 404
    assert no(await play.call(MODERATOR, "POST", "group-harms", body)) == (403, "not-allowed")


# The directory


async def test_r9_whoever_leaves_the_organisation_leaves_no_case(play: Spoken) -> None:
    """SCIM says that somebody left: no seat, no invitation, no offer changes, and HR reads what it read before."""
    await play.to_readiness()
    cases = await play.sees(COORDINATOR, "/cases")
    people = await play.items("admin", "/people")
    assert [person["active"] for person in people] == [True, True]
    before = await play.found()
    for person in people:
        etag = (await play.call("admin", "GET", f"/people/{person['id']}")).headers["etag"]
        changed = await play.call("admin", "PATCH", f"/people/{person['id']}", {"active": False}, etag)
        assert (changed.status_code, changed.json()["active"]) == (200, False)
    assert await play.found() == before
    assert await play.sees(COORDINATOR, "/cases") == cases
    await play.readies(ANN, BEN)
    await play.moves("mandate")
    again = await play.call("admin", "PATCH", f"/people/{people[0]['id']}", {"active": True}, await etag_of(play, people[0]["id"]))
    assert again.json()["active"] is True


async def etag_of(play: Spoken, person: str) -> str:
    """The version of a person that the administrator reads."""
    return str((await play.call("admin", "GET", f"/people/{person}")).headers["etag"])
