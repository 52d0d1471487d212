"""Scenario F: three consultants, one of whom says no to joint conversations; nobody but the moderator ever learns who."""

from dataclasses import dataclass
from typing import Any, Final

from tests.scenarios.transcripts import NOWHERE, inside, transcript
from tests.scenarios.voices import FOUR_YESES, Town, Voice, neutral

KIM, TOM, ADA = "Kim Okafor", "Tom Veenstra", "Ada Sahin"
THREE_YESES: Final = {**FOUR_YESES, "joinConversations": False}
TIMELINE: Final = "/cases/{caseId}/timeline"
NOTE: Final = "Er wordt gepest in de maatschap."


@dataclass
class Play:
    """The case and the people in it."""

    town: Town
    case: str
    referral: str
    known_as: str
    hr: Voice
    moderator: Voice
    parties: dict[str, str]
    voices: dict[str, Voice]

    def at(self, path: str) -> str:
        """An address below the case."""
        return f"/cases/{self.case}{path}"

    def of(self, name: str, path: str) -> str:
        """An address below one party's place."""
        return self.at(f"/parties/{self.parties[name]}{path}")

    def unmet(self) -> set[tuple[str, str | None]]:
        """What the moderator sees of the true gate."""
        gate = self.moderator.get(self.at("/readiness/conditions"))
        assert gate["open"] is (not gate["unmet"])
        return {(one["code"], one["partyId"]) for one in gate["unmet"]}

    def told(self, about: str = "/") -> list[str]:
        """All that Kim, and HR about a case, can be told now. HR finds nothing below one: one party stands for all of them (F.6)."""
        appointments = [one["id"] for one in self.moderator.items(self.at("/appointments"))]
        ids = {"caseId": [self.case], "partyId": list(self.parties.values()), "referralId": [self.referral], "appointmentId": appointments}
        hr = transcript(self.town, self.hr, {**ids, "partyId": [self.parties[TOM]]}, about)
        # HR's own key for it is the only thing in which one referral differs from another.
        return [one.replace(self.known_as, "HR-…") for one in (transcript(self.town, self.voices[KIM], ids), hr)]


def referred(town: Town, known_as: str) -> Play:
    """F.1: HR refers Kim, Tom and Ada; the note says bullying. The moderator takes it."""
    hr, moderator = town.persona("hr-system"), town.persona("moderator")
    ilse = next(one["id"] for one in hr.items("/moderators") if one["name"] == "Ilse Hartman")
    people = [{"name": name, "contact": f"{name.split()[0].lower()}@zuiderziekenhuis.example"} for name in (KIM, TOM, ADA)]
    referral = hr.post(
        "/referrals",
        {"setting": "healthcare", "externalId": known_as, "note": NOTE, "proposedPeople": people, "proposedModerators": [ilse]},
    )
    (offer,) = [one for one in moderator.items("/offers") if one["caseId"] == referral["caseId"]]
    assert offer["proposedNames"] == [KIM, TOM, ADA]
    assert NOTE not in str(offer)
    moderator.get(f"/cases/{referral['caseId']}", 404)
    assert hr.get(f"/cases/{referral['caseId']}")["state"] == "received"
    moderator.post(f"/offers/{offer['id']}/declaration", {"independent": True}, 200)
    case = referral["caseId"]
    parties = {one["displayName"]: one["id"] for one in moderator.items(f"/cases/{case}/parties")}
    assert list(parties) == [KIM, TOM, ADA]
    return Play(town, case, referral["id"], known_as, hr, moderator, parties, {})


def comes_in(play: Play, name: str) -> None:
    """Invited, informed, and assessed as safe."""
    voice = play.town.invited(play.moderator, play.case, play.parties[name], name)
    assert voice.post(play.of(name, "/readiness-declarations"), FOUR_YESES, 409)["code"] == "secrecy-statement-not-accepted"
    play.town.accepts_secrecy(voice, play.case, play.parties[name])
    play.moderator.post(play.of(name, "/safety-assessments"), {"result": "safe"})
    play.voices[name] = voice


def nobody_is_left_uninvited(play: Play, name: str) -> None:
    """F.3: whoever was proposed and not invited keeps everyone where they are (R9)."""
    problem = play.moderator.post(play.at("/transitions"), {"to": "readiness"}, 409)
    waiting = {(one["code"], one.get("partyId")) for one in problem["conditions"]}
    assert waiting == {("secrecy-statement-accepted", play.parties[name])}


def until_one_is_left(town: Town, unready: str, known_as: str) -> Play:
    """F.1 and F.2: three come in, and two say yes four times."""
    play = referred(town, known_as)
    for name in (KIM, TOM, ADA):
        if name != unready:
            comes_in(play, name)
    words = {
        "relationshipContext": "colleagues",
        "matterKind": "antisocial_behaviour",
        "pattern": "ongoing",
        "behaviourKinds": ["bullying"],
    }
    play.moderator.post(play.at("/classification"), words)
    nobody_is_left_uninvited(play, unready)
    comes_in(play, unready)
    play.moderator.post(play.at("/transitions"), {"to": "readiness"}, 200)
    for name in (KIM, TOM, ADA):
        if name != unready:
            said = play.voices[name].post(play.of(name, "/readiness-declarations"), FOUR_YESES)
            assert said["ready"] is True
    play.moderator.post(play.at("/readiness/announcements"), {"gate": "not_now"})
    return play


def says_no(play: Play, unready: str) -> str:
    """F.2, F.4: the one who is left says no, to the moderator alone: nobody else is told anything else than before (S10, S11).

    What Kim is told, whoever it is.
    """
    # The moderator has looked at everyone's readiness today already: that shows in each one's own log, once a day (S9).
    play.unmet()
    silent = play.told()
    said = play.voices[unready].post(play.of(unready, "/readiness-declarations"), THREE_YESES)
    assert said["ready"] is False
    assert play.unmet() == {("party-ready", play.parties[unready])}
    assert play.told() == silent
    return neutral(silent[0])


def the_gate_is_closed_for_the_moderator_too(play: Play, name: str) -> None:
    """F.3: no announcement, no transition, and no way to make one of them optional or to remove them (R4, R9)."""
    for path, body in (("/readiness/announcements", {"gate": "open"}), ("/transitions", {"to": "mandate"})):
        problem = play.moderator.post(play.at(path), body, 409)
        assert problem["code"] == "gate-closed"
        assert [(one["code"], one["partyId"]) for one in problem["conditions"]] == [("party-ready", play.parties[name])]
    session = {"kind": "joint", "goal": "Praten", "agenda": "Begin", "plannedFor": "2027-01-08T09:00:00Z"}
    assert play.moderator.post(play.at("/sessions"), session, 409)["code"] == "gate-closed"
    assert play.moderator.ask("DELETE", play.of(name, "")).status_code == 405
    assert play.moderator.ask("PATCH", play.of(name, ""), {"optional": True}, **{"If-Match": '"x"'}).status_code == 400
    assert play.moderator.ask("PATCH", play.of(name, ""), {"displayName": "x"}, **{"If-Match": '"x"'}).status_code == 403
    play.moderator.post(play.of(name, "/readiness-declarations"), FOUR_YESES, 403)
    play.hr.post(play.of(name, "/readiness-declarations"), FOUR_YESES, 404)
    assert play.unmet() == {("party-ready", play.parties[name])}


def hr_refers_without_them(play: Play) -> None:
    """F.3: received like any other; the moderator sees the overlap and leaves it; HR learns nothing from that."""
    ilse = next(one["id"] for one in play.hr.items("/moderators") if one["name"] == "Ilse Hartman")
    people = [{"name": KIM}, {"name": ADA}]
    second = play.hr.post("/referrals", {"setting": "healthcare", "proposedPeople": people, "proposedModerators": [ilse]})
    assert {key: value for key, value in second.items() if key not in {"id", "caseId"}} == {
        "externalId": None,
        "note": None,
        "proposedPeople": [{"name": KIM, "personId": None}, {"name": ADA, "personId": None}],
        "proposedModerators": [{"moderatorId": ilse, "name": "Ilse Hartman", "availability": "asked"}],
    }
    reference = play.hr.get(f"/cases/{second['caseId']}")["reference"]
    assert [one["reference"] for one in play.moderator.items(play.at("/overlaps"))] == [reference]
    for who in (play.hr, *play.voices.values()):
        assert who.ask("GET", play.at("/overlaps")).status_code == 404
    before = [
        play.hr.ask("GET", path).text for path in (f"/referrals/{second['id']}", f"/cases/{second['caseId']}", "/cases", "/referrals")
    ]
    assert "overlap" not in "".join(before)
    (offer,) = [one for one in play.moderator.items("/offers") if one["caseId"] == second["caseId"]]
    assert offer["proposedNames"] == [KIM, ADA]
    after = [play.hr.ask("GET", path).text for path in (f"/referrals/{second['id']}", f"/cases/{second['caseId']}", "/cases", "/referrals")]
    assert after == before
    assert play.hr.get(f"/cases/{second['caseId']}")["state"] == "received"


def kim_sees_not_now(play: Play) -> None:
    """F.4: the announced gate and nothing else (S11)."""
    kim = play.voices[KIM]
    gate = kim.get(play.at("/readiness"))
    assert set(gate) == {"caseId", "gate", "gateAnnouncedAt"}
    assert gate["gate"] == "not_now"
    kim.get(play.at("/readiness/conditions"), 404)
    kim.get(play.at("/state"), 404)
    for name in (TOM, ADA):
        assert kim.items(play.of(name, "/readiness-declarations")) == []
        assert kim.items(play.of(name, "/invitations")) == []
        kim.get(play.of(name, "/secrecy-acceptance"), 404)
        kim.get(play.of(name, "/particulars"), 404)
        kim.get(play.of(name, "/safety-assessments"), 404)
    assert [set(one) for one in kim.items(play.at("/parties"))] == [{"id", "displayName", "kind", "spokespersonId", "leftOn"}] * 3
    assert {one["leftOn"] for one in kim.items(play.at("/parties"))} == {None}


def closed(play: Play) -> Any:
    """F.5: what HR's system receives: the reference, the day, the neutral word, and no number of sessions."""
    before = play.hr.get(f"/cases/{play.case}")
    assert play.moderator.post(play.at("/closure"), {"ending": "not_possible"}, 200)["ending"] == "not_possible"
    shell = play.hr.get(f"/cases/{play.case}")
    assert shell == {**before, "state": "closed", "closedOn": shell["closedOn"], "result": "ended_other_measures_open"}
    assert shell["closedOn"] is not None
    assert shell["jointSessions"] is None
    assert set(shell) == {
        *("id", "reference", "setting", "state", "receivedOn", "openedOn", "closedOn", "result", "jointSessions", "moderatorName")
    }
    assert shell["moderatorName"] is None
    return shell


def told_at_the_end(play: Play) -> list[str]:
    """F.4: what Kim, and HR about this case, are told of it afterwards, whoever it was."""
    return [neutral(one) for one in play.told(play.case)]


def hr_finds_nothing_inside(play: Play) -> None:
    """F.6: the same bytes as for a case that does not exist (S1)."""
    here, nowhere = (dict(inside(play.town, play.hr, case)) for case in (play.case, NOWHERE))
    # The days of the shell, which HR sees as well as the shell itself.
    assert here.pop(TIMELINE) != nowhere.pop(TIMELINE)
    days = play.hr.items(play.at("/timeline"))
    assert sorted((one["kind"], one["at"]) for one in days) == [("closed", None), ("opened", None), ("received", None)]
    assert here == nowhere
    assert {answer.split("\n")[0].split(" ")[2] for answer in here.values()} == {"404"}
    for path in ("/parties", "/readiness", "/sessions"):
        assert f"/cases/{{caseId}}{path}" in here


def reopened(play: Play, shell: Any) -> None:
    """F.7: Tom asks for reopening; for HR it stays closed until the gate is open again, and every declaration is fresh."""
    tom = play.voices[TOM] = play.town.refreshed(play.voices[TOM])
    assert play.moderator.post(play.at("/transitions"), {"to": "readiness"}, 409)["conditions"][0]["code"] == "reopening-asked"
    tom.post(play.at("/reopening-requests"))
    play.voices[KIM].post(play.at("/transitions"), {"to": "readiness"}, 403)
    assert play.moderator.post(play.at("/transitions"), {"to": "readiness"}, 200)["state"] == "readiness"
    assert play.hr.get(f"/cases/{play.case}") == shell
    everyone = {play.parties[name] for name in (KIM, TOM, ADA)}
    assert play.unmet() == {(code, party) for code in ("party-ready", "safety-assessed") for party in everyone}
    for name in (ADA, TOM, KIM):
        assert play.moderator.post(play.at("/readiness/announcements"), {"gate": "open"}, 409)["code"] == "gate-closed"
        assert play.hr.get(f"/cases/{play.case}") == shell
        play.moderator.post(play.of(name, "/safety-assessments"), {"result": "safe"})
        play.voices[name].post(play.of(name, "/readiness-declarations"), FOUR_YESES)
    assert play.unmet() == set()
    assert play.hr.get(f"/cases/{play.case}") == shell
    play.moderator.post(play.at("/readiness/announcements"), {"gate": "open"})
    assert play.voices[KIM].get(play.at("/readiness"))["gate"] == "open"
    after = play.hr.get(f"/cases/{play.case}")
    assert after == {**shell, "state": "in_progress", "closedOn": None, "result": None}


def test_f_one_who_is_not_ready_keeps_the_gate_closed_and_stays_unknown_whoever_it_is_r4_r9_s1_s10_s11(town: Town) -> None:
    play = until_one_is_left(town, TOM, "HR-2026-17")
    told = [says_no(play, TOM)]
    the_gate_is_closed_for_the_moderator_too(play, TOM)
    kim_sees_not_now(play)
    hr_refers_without_them(play)
    shell = closed(play)
    told += told_at_the_end(play)
    hr_finds_nothing_inside(play)
    reopened(play, shell)
    # F.4: the same people once more, and now it is Ada.
    other = until_one_is_left(town, ADA, "HR-2026-18")
    told_of_her = [says_no(other, ADA)]
    closed(other)
    assert [*told_of_her, *told_at_the_end(other)] == told
