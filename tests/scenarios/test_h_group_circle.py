"""Scenario H, as far as it is a case: a team of nine, one of whom is not ready; later they hold a circle.

Steps 1, 2, 3 and 5. The climate circle of step 3 and steps 4, 6 and 7 are culture, which is not there yet.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from tests.scenarios.transcripts import NOWHERE, transcript
from tests.scenarios.voices import FOUR_YESES, Town, Voice

NINE: Final = (
    *("Marit Kuipers", "Joris Blom", "Fatma Aydin", "Pim Hoekstra", "Lies van Loon"),
    *("Daan Mulder", "Sila Yilmaz", "Ruth Adema", "Bram Post"),
)
MARIT, JORIS, FATMA, PIM = NINE[:4]
BRAM: Final = NINE[-1]
"""The ninth."""
PARENTS: Final = ("Nadia Oosting", "Tess Vonk", "Karim Belhaj")
NADIA: Final = PARENTS[0]
COUNCIL, TEAM = "De ouderraad", "Het team"
NOTE: Final = "Sinds de reorganisatie vertrouwt niemand elkaar, en het heet dat sommigen worden voorgetrokken."
MANDATE: Final = {
    "scope": "Hoe wij sinds de reorganisatie met elkaar omgaan.",
    "moderatorRole": "De moderator leidt de kring en kiest geen kant.",
    "involvement": "none",
    "procedure": "Een voorgesprek met ieder, en een kring.",
    "sessionForms": ["circle", "follow_up"],
    "groundRules": ["non_violence", "respect_for_others"],
    "evidenceClause": "Wat in de kring wordt gezegd, blijft in de kring.",
    "limitsOfSecrecy": "Bij acuut gevaar zegt de moderator niet meer dan nodig is.",
    "organisationMayKnow": ["moderator_name", "joint_sessions"],
}
CIRCLE: Final = {
    "kind": "circle",
    "goal": "Elkaar weer vertrouwen.",
    "agenda": "Ieder aan het woord.",
    "plannedFor": "2035-02-02T14:00:00Z",
}


@dataclass
class Play:
    """The case, the people in it, and the coordinator outside."""

    town: Town
    case: str
    referral: str
    coordinator: Voice
    moderator: Voice
    parties: dict[str, str]
    voices: dict[str, Voice] = field(default_factory=dict)

    def at(self, path: str) -> str:
        """An address below the case."""
        return f"/cases/{self.case}{path}"

    def of(self, name: str, path: str = "") -> str:
        """An address below one party's place."""
        return self.at(f"/parties/{self.parties[name]}{path}")

    def team(self) -> list[tuple[str, Voice]]:
        """The nine, by name."""
        return [(name, self.voices[name]) for name in NINE]

    def told(self) -> list[str]:
        """All that one of the others, and the coordinator, can be told now, with the ninth's place among what they try."""
        appointments = [one["id"] for one in self.moderator.items(self.at("/appointments"))]
        ids = {"caseId": [self.case], "partyId": [self.parties[BRAM]], "referralId": [self.referral], "appointmentId": appointments}
        return [transcript(self.town, who, ids) for who in (self.voices[MARIT], self.coordinator)]

    def unmet(self) -> set[tuple[str, str | None]]:
        """What the moderator sees of the true gate."""
        return {(one["code"], one["partyId"]) for one in self.moderator.get(self.at("/readiness/conditions"))["unmet"]}


def referred(town: Town) -> Play:
    """H.1: the school's coordinator refers a team of nine; a moderator takes it."""
    coordinator, moderator = town.persona("other-coordinator"), town.persona("moderator")
    people = [{"name": name} for name in NINE]
    referral = coordinator.post("/referrals", {"setting": "school", "note": NOTE, "proposedPeople": people, "anyModerator": True})
    case = referral["caseId"]
    (offer,) = [one for one in moderator.items("/offers") if one["caseId"] == case]
    assert offer["proposedNames"] == [*NINE]
    moderator.post(f"/offers/{offer['id']}/declaration", {"independent": True}, 200)
    words = {"relationshipContext": "colleagues", "matterKind": "conflict", "pattern": "ongoing"}
    moderator.post(f"/cases/{case}/classification", {**words, "disturbanceCauses": ["favouritism", "suspicion"]})
    parties = {one["displayName"]: one["id"] for one in moderator.items(f"/cases/{case}/parties")}
    return Play(town, case, referral["id"], coordinator, moderator, parties)


def nine_come_in(play: Play) -> None:
    """H.2: each is invited and informed for themselves."""
    for name in NINE:
        play.voices[name] = play.town.invited(play.moderator, play.case, play.parties[name], name)
        play.town.accepts_secrecy(play.voices[name], play.case, play.parties[name])
        play.moderator.post(play.of(name, "/safety-assessments"), {"result": "safe"})


def the_council_chooses_who_speaks(play: Play) -> None:
    """H.2: the parents' council has one place; its members come in for themselves, and more than half say who speaks (R14)."""
    ilse = play.moderator
    play.parties[COUNCIL] = ilse.post(play.at("/parties"), {"displayName": COUNCIL, "kind": "group"})["id"]
    ilse.post(play.of(COUNCIL, "/invitations"), None, 409)
    members = {name: ilse.post(play.of(COUNCIL, "/members"), {"displayName": name})["id"] for name in PARENTS}
    for name in PARENTS[:2]:
        member = f"/parties/{play.parties[COUNCIL]}/members/{members[name]}"
        play.voices[name] = play.town.invited_by(ilse, play.at(f"{member}/invitations"), name)
        play.town.accepts_statement(play.voices[name], play.at(f"{member}/secrecy-acceptance"))
        assert ilse.get(play.of(COUNCIL))["spokespersonId"] is None
        play.voices[name].post(play.of(COUNCIL, "/spokesperson-choices"), {"memberId": members[NADIA]})
    assert ilse.get(play.of(COUNCIL))["spokespersonId"] == members[NADIA]


def all_agree_that_the_council_is_not_concerned(play: Play) -> None:
    """H.2: in the text that the nine, the council through Nadia, and the moderator accept; with the last yes its place ends (R9, S10)."""
    ilse, nadia = play.moderator, play.voices[NADIA]
    assert ilse.post(play.at("/mandates"), {**MANDATE, "notConcerned": [NOWHERE]}, 400)["errors"][0]["code"] == "unknown-id"
    text = ilse.post(play.at("/mandates"), {**MANDATE, "notConcerned": [play.parties[COUNCIL]]})["textHash"]
    ilse.post(play.at("/mandates/1/offer"), None, 200)
    accepted = {"hash": text}
    for _, voice in play.team():
        voice.post(play.at("/mandates/1/acceptances"), accepted)
    ilse.post(play.at("/mandates/1/acceptances"), accepted)
    # All but the council itself have agreed: it is still there, and the others see nobody missing.
    play.voices[PARENTS[1]].post(play.at("/mandates/1/acceptances"), accepted, 403)
    assert play.voices[BRAM].get(play.at("/mandates/1"))["state"] == "offered"
    assert play.voices[BRAM].get(play.of(COUNCIL))["leftOn"] is None
    nadia.post(play.at("/mandates/1/acceptances"), accepted)
    assert play.voices[BRAM].get(play.at("/mandates/1"))["state"] == "in_force"
    ended = {one["displayName"] for one in play.voices[BRAM].items(play.at("/parties")) if one["leftOn"]}
    assert ended == {COUNCIL}
    for name in PARENTS[:2]:
        play.voices[name].get(play.at("/process"), 404)


def eight_are_ready(play: Play) -> None:
    """H.3: and the ninth has not answered."""
    play.moderator.post(play.at("/transitions"), {"to": "readiness"}, 200)
    for name, voice in play.team():
        if name != BRAM:
            assert voice.post(play.of(name, "/readiness-declarations"), FOUR_YESES)["ready"] is True
    play.moderator.post(play.at("/readiness/announcements"), {"gate": "not_now"})
    assert play.unmet() == {("party-ready", play.parties[BRAM])}


def no_circle(play: Play) -> None:
    """H.3: it cannot be planned, and the moderator alone is told what is missing (R4, S11)."""
    ilse, ninth = play.moderator, play.parties[BRAM]
    for path, body in (("/transitions", {"to": "mandate"}), ("/readiness/announcements", {"gate": "open"}), ("/sessions", CIRCLE)):
        problem = ilse.post(play.at(path), body, 409)
        assert problem["code"] == "gate-closed"
        assert [one["partyId"] for one in problem["conditions"] if one["code"] == "party-ready"] == [ninth]
        for name in (MARIT, BRAM):
            assert "conditions" not in play.voices[name].post(play.at(path), body, 403)
        assert "conditions" not in play.coordinator.post(play.at(path), body, 404)
    assert ilse.items(play.at("/sessions")) == []


def the_coordinator_finds_no_parties(play: Play) -> None:
    """H.3: neither to see nor to change: the same answer as for a case that does not exist (S1, R9)."""
    place = f"/parties/{play.parties[BRAM]}"
    attempts: tuple[tuple[str, str, dict[str, Any] | None], ...] = (
        ("GET", "/parties", None),
        ("GET", place, None),
        ("PATCH", place, {"displayName": "Iemand anders"}),
        ("POST", "/parties", {"displayName": "Iemand erbij"}),
        ("POST", f"{place}/departure", None),
        ("POST", f"{place}/loss", {"why": "incapacity"}),
        ("POST", f"{place}/invitations", None),
        ("POST", f"{place}/readiness-declarations", FOUR_YESES),
        ("GET", f"{place}/readiness-declarations", None),
        ("GET", "/readiness/conditions", None),
        ("POST", "/mandates", {**MANDATE, "notConcerned": [play.parties[BRAM]]}),
    )
    for method, path, body in attempts:
        here, nowhere = [play.coordinator.ask(method, f"/cases/{case}{path}", body, **{"If-Match": '"x"'}) for case in (play.case, NOWHERE)]
        assert (here.status_code, here.content) == (404, nowhere.content), path
    assert play.unmet() == {("party-ready", play.parties[BRAM])}


def the_ninth_answers(play: Play, answers: dict[str, Any]) -> None:
    """For themselves, and to the moderator alone."""
    play.voices[BRAM].post(play.of(BRAM, "/readiness-declarations"), answers)


def the_circle_is_held(play: Play) -> list[str]:
    """H.5: in the form that all agreed on, with everyone's yes said again; two harms are talked about (R10, R11, R12)."""
    ilse = play.moderator
    ilse.post(play.at("/readiness/announcements"), {"gate": "open"})
    for state in ("mandate", "in_process"):
        ilse.post(play.at("/transitions"), {"to": state}, 200)
    assert ilse.post(play.at("/sessions"), {**CIRCLE, "kind": "joint"}, 409)["code"] == "form-not-agreed"
    circle = play.at(f"/sessions/{ilse.post(play.at('/sessions'), CIRCLE)['id']}")
    for name, voice in play.team():
        if name != BRAM:
            voice.post(f"{circle}/reconfirmations", {"ready": True})
    assert ilse.refused(f"{circle}/start") == ["readiness-reconfirmed R7"]
    ilse.post(f"{circle}/reconfirmations", {"ready": True, "partyId": play.parties[BRAM]})
    ilse.post(f"{circle}/start", None, 200)
    harms = [
        play.voices[name].post(play.at("/harms"), {"kinds": ["emotional"], "text": text})["id"]
        for name, text in ((FATMA, "Ik hoorde er niet meer bij."), (BRAM, "Ik vertrouwde niemand."))
    ]
    assert ilse.post(f"{circle}/end", {"discussedHarmIds": harms}, 200)["state"] == "held"
    return harms


def the_team_is_promised_something(play: Play) -> dict[str, str]:
    """H.5: the nine together are who it is promised to; more than half of them say who speaks for them (R13, R14)."""
    ilse = play.moderator
    play.parties[TEAM] = ilse.post(play.at("/parties"), {"displayName": TEAM, "kind": "collective"})["id"]
    members = {name: ilse.post(play.of(TEAM, "/members"), {"partyId": play.parties[name]})["id"] for name in NINE}
    for name in NINE[:5]:
        assert ilse.get(play.of(TEAM))["spokespersonId"] is None
        play.voices[name].post(play.of(TEAM, "/spokesperson-choices"), {"memberId": members[MARIT]})
    assert ilse.get(play.of(TEAM))["spokespersonId"] == members[MARIT]
    terms = {"howWeKnow": "Het team merkt het.", "kind": "behavioural", "dueOn": "2035-03-01", "beneficiaryPartyId": play.parties[TEAM]}
    promises = {JORIS: "Ik leg uit hoe ik het rooster maak.", PIM: "Ik vraag het na voor ik iets aanneem."}
    commitments = [{**terms, "what": what, "ownerPartyId": play.parties[name]} for name, what in promises.items()]
    own = [{**commitments[0], "ownerPartyId": play.parties[MARIT]}]
    assert play.voices[FATMA].post(play.at("/agreements"), {"commitments": own}, 400)["errors"][0]["code"] == "owner-is-beneficiary"
    proposed = play.voices[FATMA].post(play.at("/agreements"), {"commitments": commitments})
    for _, voice in play.team():
        voice.post(play.at("/agreements/1/confirmations"), {"hash": proposed["textHash"]})
    found = {one["ownerPartyId"]: one["id"] for one in proposed["commitments"]}
    for name in promises:
        play.voices[name].post(play.at(f"/commitments/{found[play.parties[name]]}/acceptance"))
    ilse.post(play.at("/transitions"), {"to": "agreement"}, 200)
    return {name: play.at(f"/commitments/{found[play.parties[name]]}") for name in promises}


def the_one_who_speaks_confirms(play: Play, commitments: dict[str, str]) -> None:
    """H.5: for the team, and nobody else does: not the owner, not another member, not the moderator (R14)."""
    for owner, commitment in commitments.items():
        assert play.moderator.refused(play.at("/transitions"), {"to": "aftercare"}) == ["commitments-final R14"]
        play.voices[owner].post(f"{commitment}/reports", None, 200)
        for voice in (play.voices[owner], play.voices[FATMA], play.moderator):
            voice.post(f"{commitment}/confirmation", None, 403)
        assert play.voices[MARIT].post(f"{commitment}/confirmation", None, 200)["state"] == "confirmed"
    play.moderator.post(play.at("/transitions"), {"to": "aftercare"}, 200)


def restored(play: Play, harms: list[str]) -> None:
    """H.5: every one of the nine says so; outside one neutral word and one conversation (R15)."""
    for name, harm in zip((FATMA, BRAM), harms, strict=True):
        play.voices[name].post(play.at(f"/harms/{harm}/marks"), {"mark": "repaired"}, 200)
    play.moderator.post(play.at("/follow-ups"), {"held": False, "on": "2026-11-23"})
    for _, voice in play.team():
        voice.post(play.at("/outcome-confirmations"), {"question": "restored", "yes": True})
    before = play.coordinator.get(play.at(""))
    assert play.moderator.post(play.at("/closure"), {}, 200)["ending"] == "restored"
    after = play.coordinator.get(play.at(""))
    assert after == {**before, "state": "closed", "closedOn": after["closedOn"], "result": "completed", "jointSessions": 1}


def test_h_a_team_of_nine_holds_its_circle_once_the_ninth_is_ready_and_nobody_learns_it_was_bram_r4_r9_r14_r15_s1_s10_s11(
    town: Town,
) -> None:
    play = referred(town)
    nine_come_in(play)
    the_council_chooses_who_speaks(play)
    all_agree_that_the_council_is_not_concerned(play)
    eight_are_ready(play)
    no_circle(play)
    the_coordinator_finds_no_parties(play)
    silent = play.told()
    the_ninth_answers(play, {**FOUR_YESES, "joinConversations": False})
    assert play.told() == silent
    no_circle(play)
    the_ninth_answers(play, FOUR_YESES)
    assert play.unmet() == set()
    assert play.told() == silent
    harms = the_circle_is_held(play)
    the_one_who_speaks_confirms(play, the_team_is_promised_something(play))
    restored(play, harms)
