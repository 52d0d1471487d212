"""Scenario D (begun by a referral, without steps 2 and 5): a citizen and a case worker, and a decision that stays out of it."""

from dataclasses import dataclass, field
from typing import Any, Final

from tests.scenarios.voices import FOUR_YESES, Town, Voice

BOS, YILDIZ = "Henk Bos", "Elif Yıldız"
NOTE: Final = "Na een terugvordering schelden beide kanten in elke brief."
MANDATE: Final = {
    "scope": "Hoe wij elkaar bejegenden. Niet: het besluit tot terugvordering zelf.",
    "moderatorRole": "De moderator leidt het gesprek en oordeelt niet.",
    "involvement": "none",
    "procedure": "Een pendelgesprek en een gezamenlijk gesprek.",
    "sessionForms": ["joint"],
    "groundRules": ["non_violence"],
    "evidenceClause": "Wat hier wordt gezegd, gaat niet mee naar bezwaar of beroep.",
    "limitsOfSecrecy": "Bij acuut gevaar zegt de moderator niet meer dan nodig is.",
    "organisationMayKnow": [],
}


@dataclass
class Play:
    """The case and the people in it, and the organisation's coordinator outside."""

    town: Town
    case: str
    coordinator: Voice
    moderator: Voice
    parties: dict[str, str]
    voices: dict[str, Voice] = field(default_factory=dict)

    def at(self, path: str) -> str:
        """An address below the case."""
        return f"/cases/{self.case}{path}"

    def of(self, name: str, path: str) -> str:
        """An address below one party's place."""
        return self.at(f"/parties/{self.parties[name]}{path}")

    def shell(self) -> Any:
        """What the organisation sees."""
        return self.coordinator.get(self.at(""))


def referred(town: Town) -> Play:
    """D.1: referred with the system's own key; a second time with it creates nothing. The moderator takes it."""
    coordinator, moderator = town.persona("other-coordinator"), town.persona("moderator")
    body = {
        "setting": "government",
        "externalId": "ZAAK-4471",
        "note": NOTE,
        "proposedPeople": [{"name": BOS, "contact": "h.bos@post.example"}, {"name": YILDIZ, "contact": "e.yildiz@post.example"}],
        "anyModerator": True,
        "expertise": ["conflict_resolution"],
    }
    first = coordinator.post("/referrals", body)
    assert coordinator.post("/referrals", body, 200) == first
    assert "post.example" not in str(first)
    case = first["caseId"]
    assert [one["id"] for one in coordinator.items("/cases") if one["id"] == case] == [case]
    for name in ("coordinator", "hr-system", "member", "admin"):
        town.persona(name).get(f"/cases/{case}", 404)
        town.persona(name).get(f"/referrals/{first['id']}", 404)
    (offer,) = [one for one in moderator.items("/offers") if one["caseId"] == case]
    moderator.post(f"/offers/{offer['id']}/declaration", {"independent": True}, 200)
    joost = town.persona("moderator-joost")
    assert [one for one in joost.items("/offers") if one["caseId"] == case] == []
    parties = {one["displayName"]: one["id"] for one in moderator.items(f"/cases/{case}/parties")}
    return Play(town, case, coordinator, moderator, parties)


def both_come_in(play: Play) -> None:
    """Each replaces the address that the referrer gave, reads the note, and tells the moderator alone what is theirs."""
    for name in (BOS, YILDIZ):
        voice = play.voices[name] = play.town.invited(play.moderator, play.case, play.parties[name], name)
        assert voice.items("/referrals") == []
        play.town.accepts_secrecy(voice, play.case, play.parties[name])
        assert [one["note"] for one in voice.items("/referrals")] == [NOTE]
        voice.patch(play.of(name, "/particulars"), {"contact": f"{name.split()[1].lower()}@thuis.example"})
        play.coordinator.get(play.of(name, "/particulars"), 404)
        play.moderator.post(play.of(name, "/safety-assessments"), {"result": "safe_with_measures", "measures": "Aparte ingang."})
    bos, yildiz = play.voices[BOS], play.voices[YILDIZ]
    talk = {"kind": "shuttle", "goal": "Wat moet de ander weten?", "plannedFor": "2035-02-01T10:00:00Z"}
    held = play.moderator.post(play.of(BOS, "/talks"), talk)
    play.moderator.post(play.of(BOS, f"/talks/{held['id']}/end"), None, 200)
    assert yildiz.items(play.of(BOS, "/talks")) == []
    yildiz.get(play.of(BOS, f"/talks/{held['id']}"), 404)
    bos.post(play.at("/statements"), {"text": "Ik sliep niet meer."})
    assert yildiz.items(play.at("/statements")) == []


def the_decision_stays_out(play: Play) -> None:
    """D.3: the mandate excludes the legal decision, and lets the organisation know neither name nor number (R10)."""
    ilse = play.moderator
    ilse.post(play.at("/classification"), {"relationshipContext": "citizen_authority", "matterKind": "conflict", "pattern": "ongoing"})
    ilse.post(play.at("/transitions"), {"to": "readiness"}, 200)
    for name in (YILDIZ, BOS):
        play.voices[name].post(play.of(name, "/readiness-declarations"), FOUR_YESES)
    ilse.post(play.at("/transitions"), {"to": "mandate"}, 200)
    assert (
        ilse.post(play.at("/mandates"), {**MANDATE, "groundRules": ["respect_for_others"]}, 400)["errors"][0]["pointer"] == "/groundRules"
    )
    text = ilse.post(play.at("/mandates"), MANDATE)["textHash"]
    ilse.post(play.at("/mandates/1/offer"), None, 200)
    for voice in (play.voices[BOS], ilse, play.voices[YILDIZ]):
        voice.post(play.at("/mandates/1/acceptances"), {"hash": text})
    ilse.post(play.at("/transitions"), {"to": "in_process"}, 200)
    appointment = ilse.items(play.at("/appointments"))[0]["id"]
    for name in (BOS, YILDIZ):
        play.voices[name].post(play.at(f"/appointments/{appointment}/acceptances"))
    assert play.shell()["moderatorName"] is None
    play.coordinator.get(play.at("/mandates/1"), 404)


def one_withdraws_and_comes_back(play: Play) -> str:
    """D.4: a withdrawal closes the gate at once, for a session that is planned too; coming back is one's own yes (R7, R8)."""
    ilse, bos, yildiz = play.moderator, play.voices[BOS], play.voices[YILDIZ]
    about = {"kind": "joint", "goal": "Elkaar verstaan.", "agenda": "Ieders verhaal.", "plannedFor": "2035-02-02T10:00:00Z"}
    session: str = ilse.post(play.at("/sessions"), about)["id"]
    for voice in (bos, yildiz):
        voice.post(play.at(f"/sessions/{session}/reconfirmations"), {"ready": True})
    gate = bos.ask("GET", play.at("/readiness")).content
    yildiz.post(play.of(YILDIZ, "/withdrawals"))
    problem = ilse.post(play.at(f"/sessions/{session}/start"), None, 409)
    assert {(one["code"], one["partyId"]) for one in problem["conditions"]} == {
        ("party-ready", play.parties[YILDIZ]),
        ("readiness-reconfirmed", play.parties[YILDIZ]),
    }
    assert bos.ask("GET", play.at("/readiness")).content == gate
    assert bos.items(play.of(YILDIZ, "/readiness-declarations")) == []
    assert [one["partyId"] for one in bos.items(play.at(f"/sessions/{session}/reconfirmations"))] == [play.parties[BOS]]
    heard = {"ready": True, "partyId": play.parties[YILDIZ]}
    assert ilse.post(play.at(f"/sessions/{session}/reconfirmations"), heard, 409)["code"] == "not-ready"
    yildiz.post(play.of(YILDIZ, "/readiness-declarations"), FOUR_YESES)
    yildiz.post(play.at(f"/sessions/{session}/reconfirmations"), {"ready": True})
    ilse.post(play.at(f"/sessions/{session}/start"), None, 200)
    return session


def both_apologise(play: Play, session: str) -> None:
    """D.4: harm on both sides, talked about; an apology each way, done and confirmed by the other (R12, R14)."""
    bos, yildiz, ilse = play.voices[BOS], play.voices[YILDIZ], play.moderator
    harms = {
        name: play.voices[name].post(play.at("/harms"), {"kinds": ["emotional"], "text": text})["id"]
        for name, text in ((BOS, "Ik werd als leugenaar behandeld."), (YILDIZ, "Ik werd thuis opgebeld."))
    }
    ilse.post(play.at(f"/sessions/{session}/end"), {"discussedHarmIds": list(harms.values())}, 200)
    terms = [
        {
            "what": "Ik bied u mijn excuses aan voor mijn brieven.",
            "howWeKnow": "Ze zijn uitgesproken.",
            "kind": "satisfaction",
            "dueOn": "2035-02-03",
            "ownerPartyId": play.parties[owner],
            "beneficiaryPartyId": play.parties[other],
        }
        for owner, other in ((BOS, YILDIZ), (YILDIZ, BOS))
    ]
    assert ilse.refused(play.at("/agreements"), {"commitments": terms}) == ["mandate-lets-moderator-propose R10"]
    text = yildiz.post(play.at("/agreements"), {"commitments": terms})["textHash"]
    owners = {one["ownerPartyId"]: one["id"] for one in bos.items(play.at("/commitments"))}
    for name in (BOS, YILDIZ):
        play.voices[name].post(play.at("/agreements/1/confirmations"), {"hash": text})
        play.voices[name].post(play.at(f"/commitments/{owners[play.parties[name]]}/acceptance"))
    ilse.post(play.at("/transitions"), {"to": "agreement"}, 200)
    for owner, other in ((BOS, YILDIZ), (YILDIZ, BOS)):
        commitment = play.at(f"/commitments/{owners[play.parties[owner]]}")
        play.voices[owner].post(f"{commitment}/reports", None, 200)
        play.voices[other].post(f"{commitment}/confirmation", None, 200)
        play.voices[other].post(play.at(f"/harms/{harms[owner]}/marks"), {"mark": "repaired"}, 403)
        play.voices[owner].post(play.at(f"/harms/{harms[owner]}/marks"), {"mark": "nothing_more_needed"}, 200)
    ilse.post(play.at("/transitions"), {"to": "aftercare"}, 200)


def closed(play: Play) -> None:
    """D.6: restored; the organisation learns the neutral word, and by the mandate neither name nor number."""
    play.moderator.post(play.at("/follow-ups"), {"held": False, "on": "2026-11-23"})
    for voice in play.voices.values():
        voice.post(play.at("/outcome-confirmations"), {"question": "restored", "yes": True})
    before = play.shell()
    assert play.moderator.post(play.at("/closure"), {}, 200)["ending"] == "restored"
    after = play.shell()
    assert after == {**before, "state": "closed", "closedOn": after["closedOn"], "result": "completed"}
    assert (after["jointSessions"], after["moderatorName"]) == (None, None)
    said = str([play.coordinator.items(path) for path in ("/cases", "/referrals")])
    assert "restored" not in said
    assert "leugenaar" not in said


def test_d_a_citizen_and_a_case_worker_apologise_while_the_decision_stays_out_r7_r10_r12_r14(town: Town) -> None:
    play = referred(town)
    both_come_in(play)
    the_decision_stays_out(play)
    session = one_withdraws_and_comes_back(play)
    both_apologise(play, session)
    closed(play)
