"""Scenario D: a citizen and a case worker, the moderator whom both accept, and a decision that stays out of it.

Begun by a referral, as there is no public request yet.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from app.embedded import EmbeddedPostgres
from tests.scenarios.conftest import LIVE
from tests.scenarios.voices import FOUR_YESES, Town, Voice

TODAY: Final = datetime.now(UTC).date()
BOS, YILDIZ = "Henk Bos", "Elif Yıldız"
SANNE, JOOST, ILSE = "Sanne Wolters", "Joost Kramer", "Ilse Hartman"
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
    referral: str
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

    def outside(self) -> list[bytes]:
        """All that the organisation can read of it, byte by byte."""
        paths = (self.at(""), self.at("/timeline"), f"/referrals/{self.referral}", "/cases", "/referrals", "/me/worklist")
        return [self.coordinator.ask("GET", path).content for path in paths]

    def leading(self) -> str:
        """Where the appointment of whoever moderates now stands."""
        (found,) = [one["id"] for one in self.moderator.items(self.at("/appointments")) if one["endedAt"] is None]
        return self.at(f"/appointments/{found}")

    def offered(self, moderator: Voice) -> list[Any]:
        """What a moderator is offered of it."""
        return [one for one in moderator.items("/offers") if one["caseId"] == self.case]


def moderators(town: Town) -> dict[str, str]:
    """Those who are registered; the first is tied to the municipality, as the registry knows (R3)."""
    registrar, organisation = town.persona("registrar"), town.persona("other-coordinator").get("/me")["organisationId"]
    found = {one["name"]: one["id"] for one in registrar.items("/moderators")}
    registrar.post(f"/moderators/{found[SANNE]}/ties", {"organisationId": organisation})
    return found


def referred(town: Town) -> Play:
    """D.1: referred with the system's own key; a second time with it creates nothing."""
    coordinator, registered = town.persona("other-coordinator"), moderators(town)
    body = {
        "setting": "government",
        "externalId": "ZAAK-4471",
        "note": NOTE,
        "proposedPeople": [{"name": BOS, "contact": "h.bos@post.example"}, {"name": YILDIZ, "contact": "e.yildiz@post.example"}],
        "proposedModerators": [registered[SANNE], registered[JOOST]],
    }
    first = coordinator.post("/referrals", body)
    assert coordinator.post("/referrals", body, 200) == first
    assert "post.example" not in str(first)
    # D.2: who is tied is not available, and nothing more is learnt; the other one is asked.
    assert first["proposedModerators"] == [
        {"moderatorId": registered[SANNE], "name": SANNE, "availability": "not_available"},
        {"moderatorId": registered[JOOST], "name": JOOST, "availability": "asked"},
    ]
    case = first["caseId"]
    assert [one["id"] for one in coordinator.items("/cases") if one["id"] == case] == [case]
    for name in ("coordinator", "hr-system", "member", "admin"):
        town.persona(name).get(f"/cases/{case}", 404)
        town.persona(name).get(f"/referrals/{first['id']}", 404)
        town.persona(name).get(f"/moderators/{registered[SANNE]}/ties", 404)
    return Play(town, case, first["id"], coordinator, town.persona("moderator-joost"), {})


def a_second_one_declares(play: Play) -> None:
    """D.2: independent, by his own word; that gives him the seat, and lets the organisation know no name yet."""
    assert play.offered(play.town.persona("moderator")) == []
    (offer,) = play.offered(play.moderator)
    assert (play.shell()["state"], play.shell()["moderatorName"]) == ("received", None)
    play.moderator.post(f"/offers/{offer['id']}/declaration", {"independent": True}, 200)
    assert (play.shell()["state"], play.shell()["moderatorName"]) == ("in_progress", None)
    play.parties = {one["displayName"]: one["id"] for one in play.moderator.items(play.at("/parties"))}


def comes_in(play: Play, name: str) -> None:
    """Invited, informed, and alone with the note of the one who referred, once in (R1, S0)."""
    voice = play.voices[name] = play.town.invited(play.moderator, play.case, play.parties[name], name)
    assert voice.items("/referrals") == []
    play.town.accepts_secrecy(voice, play.case, play.parties[name])
    assert [one["note"] for one in voice.items("/referrals")] == [NOTE]


def one_objects(play: Play) -> None:
    """D.2: before accepting, and without a reason: that appointment ends without judgement, and he is out at the next request (C13)."""
    bos, joost = play.voices[BOS], play.moderator
    seat, before = play.leading(), play.outside()
    assert joost.post(f"{seat}/objections", None, 403)["code"] == "not-allowed"
    assert play.coordinator.post(f"{seat}/objections", None, 404)["code"] == "not-found"
    ended = bos.post(f"{seat}/objections", None, 200)
    assert set(ended) == {"id", "name", "declaredAt", "acceptedByAllAt", "endedAt"}
    assert (ended["name"], ended["acceptedByAllAt"]) == (JOOST, None)
    joost.get(play.at("/parties"), 404)
    for path in ("", "/process", "/state", "/appointments", "/timeline", "/notes", f"/parties/{play.parties[BOS]}/particulars"):
        joost.get(play.at(path), 404)
    for path, body in (("/resumption", None), ("/closure", {"ending": "unsuitable"}), ("/notes", {"text": "Nog een gedachte."})):
        joost.post(play.at(path), body, 404)
    joost.post(play.of(YILDIZ, "/invitations"), None, 404)
    assert play.offered(joost) == []
    assert play.case not in str([joost.items(path) for path in ("/cases", "/me/worklist")])
    assert bos.post(f"{seat}/objections", None, 409)["code"] == "appointment-ended"
    assert play.outside() == before


def a_third_one_comes(play: Play) -> None:
    """D.2: whom Bos would like next is asked; who is tied is not available now either, and who was there does not come back."""
    bos, before = play.voices[BOS], play.outside()
    registered = {one["name"]: one["id"] for one in bos.items("/moderators")}
    wanted = {"moderatorIds": [registered[name] for name in (SANNE, JOOST, ILSE)]}
    said = bos.post(play.at("/successor-proposals"), wanted, 200)["proposals"]
    assert [(one["name"], one["availability"]) for one in said] == [
        (SANNE, "not_available"),
        (JOOST, "not_available"),
        (ILSE, "asked"),
    ]
    assert play.offered(play.moderator) == []
    play.moderator = play.town.persona("moderator")
    (offer,) = play.offered(play.moderator)
    play.moderator.post(f"/offers/{offer['id']}/declaration", {"independent": True}, 200)
    play.moderator.post(play.at("/resumption"), None, 200)
    assert [(one["name"], one["endedAt"] is None) for one in bos.items(play.at("/appointments"))] == [(JOOST, False), (ILSE, True)]
    assert play.outside() == before


def both_accept_her(play: Play) -> None:
    """D.2: the organisation learns the name once both have, and from neither of the two before (R3, S10)."""
    seat, before = play.leading(), play.outside()
    play.voices[YILDIZ].post(f"{seat}/acceptances")
    assert play.voices[BOS].items(f"{seat}/acceptances") == []
    assert play.outside() == before
    shell = play.shell()
    play.voices[BOS].post(f"{seat}/acceptances")
    assert play.shell() == {**shell, "moderatorName": ILSE}
    # Whoever accepted her objects no more: they can still leave, or not be ready.
    assert play.voices[BOS].post(f"{seat}/objections", None, 409)["code"] == "accepted-already"


def both_are_heard(play: Play) -> None:
    """Each replaces the address that the referrer gave, and tells the moderator alone what is theirs."""
    for name in (BOS, YILDIZ):
        play.voices[name].patch(play.of(name, "/particulars"), {"contact": f"{name.split()[1].lower()}@thuis.example"})
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
    """D.3: the mandate excludes the legal decision, and lets the organisation know nothing more than it knows (R10)."""
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


def asks(play: Play, recipient: str, purpose: str) -> str:
    """D.5: somebody outside writes a letter, and the moderator records it. Its address."""
    words = {"recipient": recipient, "purpose": purpose, "asks": "Wat is er besproken, en wat kwam eruit?"}
    days = {"receivedOn": str(TODAY), "dueOn": str(TODAY + timedelta(days=14))}
    return play.at(f"/disclosure-requests/{play.moderator.post(play.at('/disclosure-requests'), {**words, **days})['id']}")


def everyone_consents(play: Play, path: str, text_hash: str) -> None:
    """Both parties and the moderator, each for themselves, to the identical words (S5)."""
    for voice in (play.voices[YILDIZ], play.moderator, play.voices[BOS]):
        voice.post(f"{path}/consents", {"hash": text_hash, "yes": True})


def a_committee_is_told_one_sentence(play: Play) -> str:
    """D.5: when Ilse edits it first all consents are void; exactly that hash is released then, once, and nothing else ever is."""
    ilse, bos, yildiz = play.moderator, play.voices[BOS], play.voices[YILDIZ]
    path = asks(play, "De bezwaarschriftencommissie", "De behandeling van het bezwaar.")
    first = ilse.post(f"{path}/texts", {"text": "Partijen spreken elkaar weer."})
    assert ilse.refused(f"{path}/release", {"hash": first["textHash"]}) == [
        "disclosure-consented S5",
        "disclosure-consented S5",
        "disclosure-consented-by-moderator S5",
    ]
    everyone_consents(play, path, first["textHash"])
    edited = ilse.post(f"{path}/texts", {"text": "Partijen spreken elkaar weer!"})
    assert [one["stands"] for one in ilse.items(f"{path}/consents")] == [False] * 3
    assert len(ilse.refused(f"{path}/release", {"hash": edited["textHash"]})) == 3
    assert bos.post(f"{path}/consents", {"hash": first["textHash"], "yes": True}, 409)["code"] == "other-text"
    everyone_consents(play, path, edited["textHash"])
    assert [one["stands"] for one in bos.items(f"{path}/consents")] == [False, True]
    for voice in (bos, yildiz):
        voice.post(f"{path}/release", {"hash": edited["textHash"]}, 403)
    assert ilse.post(f"{path}/release", {"hash": first["textHash"]}, 409)["code"] == "other-text"
    letter = ilse.post(f"{path}/release", {"hash": edited["textHash"]})
    assert (letter["state"], letter["text"], letter["textHash"]) == ("released", "Partijen spreken elkaar weer!", edited["textHash"])
    for voice in (ilse, bos, yildiz):
        assert voice.get(f"{path}/letter") == letter
        assert voice.get(path)["state"] == "released"
    for deed, body in (("release", {"hash": edited["textHash"]}), ("texts", {"text": "En nog iets."}), ("changed-letter", None)):
        assert ilse.post(f"{path}/{deed}", body, 409)["code"] == "wrong-disclosure-state"
    return path


def a_journalist_is_told_nothing(play: Play, path: str, server: EmbeddedPostgres) -> None:
    """D.5: nobody answers the journalist; on the day one neutral sentence leaves, in the reader's language, and confirms nothing."""
    ilse, bos = play.moderator, play.voices[BOS]
    ilse.get(f"{path}/letter", 404)
    assert bos.get(path)["state"] == "open"
    server.execute(f"update disclosure_request set due_on = current_date where id = '{path.rpartition('/')[2]}'", LIVE)
    letter = ilse.get(f"{path}/letter")
    english = ilse.ask("GET", f"{path}/letter", **{"Accept-Language": "en"})
    assert letter == {
        "state": "secrecy_invoked",
        "recipient": "Een journalist",
        "purpose": None,
        "text": "Wij doen geen mededeling over de vraag of er een herstelproces is of was, en over niets daarin. "
        "Dit antwoord bevestigt niets en ontkent niets.",
        "textHash": None,
        "on": str(TODAY),
    }
    assert english.headers["Content-Language"] == "en"
    assert english.json()["text"].endswith("This answer confirms nothing and denies nothing.")
    assert bos.get(path)["state"] == "secrecy_invoked"


def closed(play: Play) -> None:
    """D.6: restored; the organisation learns the neutral word, and by the mandate no number; the name it knew already."""
    play.moderator.post(play.at("/follow-ups"), {"held": False, "on": "2026-11-23"})
    for voice in play.voices.values():
        voice.post(play.at("/outcome-confirmations"), {"question": "restored", "yes": True})
    before = play.shell()
    assert play.moderator.post(play.at("/closure"), {}, 200)["ending"] == "restored"
    after = play.shell()
    assert after == {**before, "state": "closed", "closedOn": after["closedOn"], "result": "completed"}
    assert (after["jointSessions"], after["moderatorName"]) == (None, ILSE)
    said = str([play.coordinator.items(path) for path in ("/cases", "/referrals")])
    assert "restored" not in said
    assert "leugenaar" not in said


def test_d_both_apologise_with_the_moderator_whom_both_accept_while_the_decision_stays_out_r3_r7_r10_r12_r14_s5_c13(
    town: Town, server: EmbeddedPostgres
) -> None:
    play = referred(town)
    a_second_one_declares(play)
    comes_in(play, BOS)
    one_objects(play)
    a_third_one_comes(play)
    comes_in(play, YILDIZ)
    both_accept_her(play)
    both_are_heard(play)
    the_decision_stays_out(play)
    session = one_withdraws_and_comes_back(play)
    both_apologise(play, session)
    before = play.outside()
    journalist = asks(play, "Een journalist", "Een artikel.")
    a_committee_is_told_one_sentence(play)
    a_journalist_is_told_nothing(play, journalist, server)
    assert play.outside() == before
    closed(play)
