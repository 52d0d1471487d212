"""Scenario A: pictures of a girl of thirteen go round in the chat of her class; two children and their parents set it right."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from tests.scenarios.classroom import (
    CHILD,
    EXTERNAL,
    MARIEKE,
    NOOR,
    NOTE,
    PARENT,
    PIETER,
    SEM,
    TODAY,
    Play,
    born,
    in_days,
)
from tests.scenarios.transcripts import NOWHERE, inside, transcript
from tests.scenarios.voices import FOUR_YESES, Town

TOLD: Final = "Ik durf niet meer naar de kantine. Dat weet mama niet."
HARM: Final = "Iedereen keek naar mij."
MANDATE: Final = {
    "scope": "Wat er in de groepsapp is gebeurd.",
    "moderatorRole": "Ilse leidt het gesprek en stelt zelf niets voor.",
    "involvement": "none",
    "procedure": "Een voorgesprek met ieder, een kring, en na zes weken terugkijken.",
    "sessionForms": ["circle"],
    "groundRules": ["non_violence", "respect_for_oneself", "respect_for_others"],
    "evidenceClause": "Niets van hier dient als bewijs.",
    "limitsOfSecrecy": "Bij acuut gevaar zegt Ilse niet meer dan nodig is.",
    "organisationMayKnow": ["moderator_name", "joint_sessions"],
}
WORDS: Final = {"relationshipContext": "other", "matterKind": "antisocial_behaviour", "pattern": "ongoing", "qualityImpact": ["education"]}


def moment(**later: int) -> str:
    """A moment from now."""
    return (datetime.now(UTC) + timedelta(**later)).strftime("%Y-%m-%dT%H:%M:%SZ")


def referred(town: Town) -> Play:
    """A.1: the school's system refers with its own key; a second time with it creates nothing."""
    school, ilse = town.persona("other-coordinator"), town.persona("moderator")
    body = {
        "setting": "school",
        "externalId": EXTERNAL,
        "note": NOTE,
        "proposedPeople": [{"name": NOOR, "contact": "noor@post.example"}, {"name": SEM, "contact": "sem@post.example"}],
        "anyModerator": True,
        "expertise": ["social_safety"],
    }
    before = {path: school.items(path) for path in ("/cases", "/referrals")}
    referral = school.post("/referrals", body)
    assert referral["externalId"] == EXTERNAL
    assert [one["name"] for one in referral["proposedPeople"]] == [NOOR, SEM]
    assert "post.example" not in str(referral)
    again = {**body, "note": "Nog een keer verstuurd."}
    assert school.post("/referrals", again, 200) == referral
    assert {path: len(school.items(path)) for path in before} == {path: len(found) + 1 for path, found in before.items()}
    shell = {
        "id": referral["caseId"],
        "reference": school.get(f"/cases/{referral['caseId']}")["reference"],
        "setting": "school",
        "state": "received",
        "receivedOn": str(TODAY),
        **dict.fromkeys(("openedOn", "closedOn", "result", "jointSessions", "moderatorName")),
    }
    play = Play(town, referral["caseId"], referral, school, ilse, shell)
    play.around = play.outside()
    play.the_school_sees()
    return play


def taken(play: Play) -> None:
    """A.2: Ilse sees setting and names, not the note; by declaring her independence she has the seat."""
    ilse = play.ilse
    (offer,) = [one for one in ilse.items("/offers") if one["caseId"] == play.case]
    assert (offer["setting"], offer["proposedNames"], offer["expertiseMatches"]) == ("school", [NOOR, SEM], True)
    assert NOTE not in str(offer)
    for path in (play.at(""), play.at("/parties"), f"/referrals/{play.referral['id']}"):
        ilse.get(path, 404)
    ilse.post(f"/offers/{offer['id']}/declaration", {"independent": True}, 200)
    assert ilse.get(play.at("/state"))["state"] == "intake"
    assert ilse.get(f"/referrals/{play.referral['id']}")["note"] == NOTE
    play.parties = {one["displayName"]: one["id"] for one in ilse.items(play.at("/parties"))}
    assert list(play.parties) == [NOOR, SEM]
    play.the_school_sees(state="in_progress", openedOn=str(TODAY))


def all_four_come_in(play: Play) -> None:
    """A.3: two children and a parent of each come in; each begins with the statement, and is prepared for what follows."""
    ilse = play.ilse
    for child, parent in PARENT.items():
        ilse.post(play.of(child, "/birth-date"), {"bornOn": born(child)}, 200)
        play.guardians[parent] = ilse.post(play.of(child, "/guardians"), {"displayName": parent})["id"]
        for name in (child, parent):
            voice = play.comes_in(name)
            assert voice.get("/me")["roles"] == ["guardian" if name in CHILD else "party"]
        goal = {"kind": "preparatory", "goal": "Wat is vertrouwelijk, en waar houdt dat op?", "plannedFor": moment(hours=1)}
        talk = ilse.post(play.of(child, "/talks"), goal)
        assert ilse.post(play.of(child, f"/talks/{talk['id']}/end"), None, 200)["state"] == "held"
        ilse.post(play.of(child, "/safety-assessments"), {"result": "safe"})
    appointment = ilse.items(play.at("/appointments"))[0]["id"]
    play.voices[NOOR].post(play.at(f"/appointments/{appointment}/acceptances"))
    play.the_school_sees()
    play.voices[SEM].post(play.at(f"/appointments/{appointment}/acceptances"))
    play.the_school_sees(moderatorName="Ilse Hartman")
    ilse.post(play.at("/classification"), WORDS)
    ilse.post(play.at("/transitions"), {"to": "readiness"}, 200)
    ilse.post(play.at("/readiness/announcements"), {"gate": "not_now"})


def until_each_is_ready(play: Play) -> None:
    """A.4: under sixteen the child's own yes and the parent's both count; what is unmet is Ilse's to know alone (R4, R6, S11)."""
    ilse, everyone = play.ilse, (NOOR, SEM, MARIEKE, PIETER)
    circle = {"kind": "circle", "goal": "Horen wat het deed.", "agenda": "Om de beurt.", "plannedFor": moment(hours=1)}
    # What a parent says never stands in for what the child says.
    play.voices[MARIEKE].post(play.of(NOOR, "/readiness-declarations"), FOUR_YESES, 403)
    said = f"/parties/{play.parties[NOOR]}/readiness-declarations"
    with play.nobody_notices(SEM, MARIEKE, PIETER, at=said):
        assert play.says_yes(NOOR)["ready"] is True
    with play.nobody_notices(SEM, at="/sessions"):
        missing = ["case-in-conversation R11", "mandate-in-force R10", "party-ready R5", "guardian-consent R6", "guardian-consent R6"]
        assert ilse.refused(play.at("/sessions"), circle) == missing
        problem = ilse.post(play.at("/sessions"), circle, 409)
        assert (problem["code"], [one.get("partyId") for one in problem["conditions"][2:]]) == (
            "gate-closed",
            [play.parties[name] for name in (SEM, NOOR, SEM)],
        )
        for name in everyone:
            assert "conditions" not in play.voices[name].post(play.at("/sessions"), circle, 403)
            play.voices[name].get(play.at("/readiness/conditions"), 404)
            assert play.voices[name].get(play.at("/readiness"))["gate"] == "not_now"
    assert play.unmet() == [("party-ready", SEM), ("guardian-consent", NOOR), ("guardian-consent", SEM)]
    with play.nobody_notices(NOOR, SEM, PIETER, at="/readiness"):
        play.says_yes(MARIEKE)
    with play.nobody_notices(NOOR, MARIEKE, PIETER, at="/readiness"):
        play.says_yes(SEM)
    assert play.unmet() == [("guardian-consent", SEM)]
    assert ilse.refused(play.at("/readiness/announcements"), {"gate": "open"}) == ["guardian-consent R6"]
    with play.nobody_notices(NOOR, SEM, MARIEKE, at="/readiness"):
        play.says_yes(PIETER)
    assert play.unmet() == []
    ilse.post(play.at("/readiness/announcements"), {"gate": "open"})
    assert {play.voices[name].get(play.at("/readiness"))["gate"] for name in everyone} == {"open"}
    play.the_school_sees()


def one_mandate(play: Play) -> None:
    """A.5: Sem comments on the first version; the second is offered, and all accept its hash: the parents too (R6, R10, S10)."""
    ilse, sem = play.ilse, play.voices[SEM]
    ilse.post(play.at("/transitions"), {"to": "mandate"}, 200)
    first = ilse.post(play.at("/mandates"), MANDATE)
    comment = sem.post(play.at("/mandates/1/comments"), {"text": "Ook wat er op het plein is gebeurd, hoort erbij."})
    assert [one["text"] for one in play.voices[NOOR].items(play.at("/mandates/1/comments"))] == [comment["text"]]
    second = ilse.post(play.at("/mandates"), {**MANDATE, "scope": "Wat er in de groepsapp en daarna op het plein is gebeurd."})
    assert (second["version"], second["textHash"] == first["textHash"]) == (2, False)
    ilse.post(play.at("/mandates/2/offer"), None, 200)
    agreed = {"hash": second["textHash"]}
    assert sem.post(play.at("/mandates/2/acceptances"), {"hash": first["textHash"]}, 409)["code"] == "other-text"
    ilse.post(play.at("/mandates/2/acceptances"), agreed)
    rest = [MARIEKE, SEM, NOOR, PIETER]
    while rest:
        name = rest.pop(0)
        assert play.voices[name].get(play.at("/mandates/2"))["state"] == "offered"
        # With the last answer all see that it is in force, and before it nothing.
        with play.nobody_notices(*(other for other in (NOOR, SEM, MARIEKE, PIETER) if rest and other != name), at="/mandates/2"):
            play.voices[name].post(play.at("/mandates/2/acceptances"), agreed)
        mine = play.voices[name].items(play.at("/mandates/2/acceptances"))
        assert [(one["partyId"], one["guardianId"]) for one in mine] == [(play.parties.get(name), play.guardians.get(name))]
        assert play.waits_for("await-mandate") == [one for one in (NOOR, SEM) if one in rest]
        assert len(ilse.items(play.at("/mandates/2/acceptances"))) == 5 - len(rest)
    assert sem.get(play.at("/mandates/2"))["state"] == "in_force"
    ilse.post(play.at("/transitions"), {"to": "in_process"}, 200)
    play.the_school_sees()


def conversed(play: Play, kind: str, harms: list[str]) -> None:
    """A conversation with a goal and an agenda, begun with the yes of both for this one, and ended (R7, R11)."""
    ilse = play.ilse
    about = {"goal": "Horen wat het deed, en wat nodig is.", "agenda": "Ieders verhaal, om de beurt.", "plannedFor": moment(minutes=5)}
    if kind == "circle":
        # All agreed to a circle, and to no other form.
        assert ilse.post(play.at("/sessions"), {"kind": "joint", **about}, 409)["code"] == "form-not-agreed"
    session = ilse.post(play.at("/sessions"), {"kind": kind, **about})
    path = play.at(f"/sessions/{session['id']}")
    assert ilse.refused(f"{path}/start") == ["readiness-reconfirmed R7", "readiness-reconfirmed R7"]
    with play.nobody_notices(SEM, PIETER, at=f"/sessions/{session['id']}"):
        play.voices[NOOR].post(f"{path}/reconfirmations", {"ready": True})
    assert play.voices[SEM].items(f"{path}/reconfirmations") == []
    assert ilse.refused(f"{path}/start") == ["readiness-reconfirmed R7"]
    # At the start it is enough that Ilse hears it.
    assert ilse.post(f"{path}/reconfirmations", {"ready": True, "partyId": play.parties[SEM]})["orally"] is True
    ilse.post(f"{path}/start", None, 200)
    for name in (NOOR, SEM):
        ilse.post(f"{path}/attendances", {"partyId": play.parties[name]})
    assert ilse.post(f"{path}/end", {"discussedHarmIds": harms}, 200)["state"] == "held"


def one_conversation(play: Play) -> str:
    """A.6: Noor's harm is shared and talked about; that of class 2b is context, for nobody to mark (R12, R15)."""
    noor, sem = play.voices[NOOR], play.voices[SEM]
    noor.post(play.at("/statements"), {"text": TOLD})
    told = noor.post(play.at("/private-harms"), {"kinds": ["emotional"], "text": HARM})
    assert sem.items(play.at("/harms")) == []
    harm: str = noor.post(play.at(f"/private-harms/{told['id']}/sharing"))["id"]
    assert [(one["text"], one["kinds"]) for one in sem.items(play.at("/harms"))] == [(HARM, ["emotional"])]
    class_2b = {"groupName": "Klas 2b", "kinds": ["emotional"], "text": "Niemand durfde nog iets in de groep te zetten."}
    context = sem.post(play.at("/group-harms"), class_2b)
    assert [one["groupName"] for one in noor.items(play.at("/group-harms"))] == ["Klas 2b"]
    for voice in (noor, sem, play.ilse):
        voice.post(play.at(f"/harms/{context['id']}/marks"), {"mark": "repaired"}, 404)
    conversed(play, "circle", [harm])
    assert noor.get(play.at(f"/harms/{harm}"))["discussed"] is True
    play.the_school_sees()
    return harm


def the_parents_never_read_what_is_private(play: Play) -> None:
    """R6, S9: with every address and every id, a parent gets what is shared, and not one word of what a child said in private."""
    noor, marieke = play.voices[NOOR], play.voices[MARIEKE]
    noor.post(play.at("/private-needs"), {"text": TOLD})
    noor.post(play.at("/behaviour-experiences"), {"text": TOLD, "experiences": ["powerlessness"]})
    ids = {
        "caseId": [play.case],
        "partyId": list(play.parties.values()),
        "guardianId": [play.guardians[MARIEKE]],
        "statementId": [one["id"] for one in noor.items(play.at("/statements"))],
        "privateHarmId": [one["id"] for one in noor.items(play.at("/private-harms"))],
        "privateNeedId": [one["id"] for one in noor.items(play.at("/private-needs"))],
        "behaviourExperienceId": [one["id"] for one in noor.items(play.at("/behaviour-experiences"))],
        "talkId": [one["id"] for one in noor.items(play.of(NOOR, "/talks"))],
    }
    assert [len(found) for found in ids.values()] == [1, 2, 1, 1, 1, 1, 1, 1]
    read = transcript(play.town, marieke, ids)
    assert (TOLD in read, HARM in read) == (False, True)
    assert {one["text"] for path in ("/statements", "/private-needs") for one in noor.items(play.at(path))} == {TOLD}
    for path in ("/readiness-declarations", "/talks"):
        assert len(noor.items(play.of(NOOR, path))) == 1
        assert marieke.items(play.of(NOOR, path)) == []
    for path in ("/particulars", "/secrecy-acceptance"):
        noor.get(play.of(NOOR, path))
        marieke.get(play.of(NOOR, path), 404)
    readers = {one["readerRole"] for one in noor.items("/me/access-log") if one["caseId"] == play.case}
    assert readers == {"moderator"}
    # And of the other parent not even that he is there.
    assert marieke.items(play.of(SEM, "/guardians")) == []
    marieke.get(play.of(PIETER, "/consents"), 404)


def one_agreement(play: Play) -> dict[str, str]:
    """A.7: one commitment each way, the second a standing one; both confirm the identical text (R13, R14)."""
    noor, sem, ilse = play.voices[NOOR], play.voices[SEM], play.ilse
    kept = {"howWeKnow": "We merken het allebei.", "kind": "behavioural"}
    his = {"what": "Ik verwijder de foto's voor vrijdag en vertel dat in de app.", "dueOn": in_days(4), **kept, **between(play, SEM, NOOR)}
    hers = {"what": "Als er weer iets begint, zeg ik het mijn mentor.", "reviewOn": in_days(42), **kept, **between(play, NOOR, SEM)}
    terms = {"text": "Zo gaan wij verder.", "commitments": [his, hers]}
    assert ilse.refused(play.at("/agreements"), terms) == ["mandate-lets-moderator-propose R10"]
    for name in (MARIEKE, PIETER):
        play.voices[name].post(play.at("/agreements"), terms, 403)
    agreed = {"hash": sem.post(play.at("/agreements"), terms)["textHash"]}
    found = {one["ownerPartyId"]: one["id"] for one in noor.items(play.at("/commitments"))}
    promised = {name: found[play.parties[name]] for name in (NOOR, SEM)}
    with play.nobody_notices(SEM, MARIEKE, PIETER, at="/agreements/1"):
        noor.post(play.at("/agreements/1/confirmations"), agreed)
        noor.post(play.at(f"/commitments/{promised[NOOR]}/acceptance"))
    play.voices[PIETER].post(play.at("/agreements/1/confirmations"), agreed, 403)
    sem.post(play.at("/agreements/1/confirmations"), agreed)
    assert ilse.refused(play.at("/transitions"), {"to": "agreement"}) == ["agreement-confirmed-by-all R13"]
    sem.post(play.at(f"/commitments/{promised[SEM]}/acceptance"))
    assert noor.get(play.at("/agreements/1"))["state"] == "agreed"
    ilse.post(play.at("/transitions"), {"to": "agreement"}, 200)
    play.the_school_sees()
    return promised


def between(play: Play, owner: str, beneficiary: str) -> dict[str, str]:
    """From whom, and for whom."""
    return {"ownerPartyId": play.parties[owner], "beneficiaryPartyId": play.parties[beneficiary]}


def kept(play: Play, promised: dict[str, str], owner: str, beneficiary: str) -> None:
    """A.8: the owner reports; nobody but the beneficiary says that it is done (R14)."""
    commitment = play.at(f"/commitments/{promised[owner]}")
    assert play.ilse.refused(play.at("/transitions"), {"to": "aftercare"}) == ["commitments-final R14"]
    assert play.voices[owner].post(f"{commitment}/reports", None, 200)["state"] == "reported"
    for voice in (play.voices[owner], play.ilse, play.voices[PARENT[beneficiary]], play.voices[PARENT[owner]]):
        voice.post(f"{commitment}/confirmation", None, 403)
    play.school.post(f"{commitment}/confirmation", None, 404)
    assert play.voices[beneficiary].post(f"{commitment}/confirmation", None, 200)["state"] == "confirmed"
    play.the_school_sees()


def restored(play: Play, harm: str) -> None:
    """A.9: everyone looks back; with every yes and the harm repaired it closes `restored`, and outside one neutral word is heard (R15)."""
    noor, sem, ilse = play.voices[NOOR], play.voices[SEM], play.ilse
    ilse.post(play.at("/transitions"), {"to": "aftercare"}, 200)
    ilse.post(play.at("/follow-ups"), {"held": True, "on": str(TODAY), "summary": "Het is rustig in de groep."})
    assert sem.post(play.at(f"/harms/{harm}/marks"), {"mark": "repaired"}, 403)["code"] == "not-allowed"
    assert noor.post(play.at(f"/harms/{harm}/marks"), {"mark": "repaired"}, 200)["state"] == "repaired"
    grades: dict[str, Any] = {"heard": 5, "safe": 4, "fair": 5, "restored": 4, "insight": 4, "commitmentsKept": 5, "recurrence": False}
    with play.nobody_notices(SEM, MARIEKE, PIETER, at="/outcome-confirmations"):
        noor.post(play.at("/outcome-confirmations"), {"question": "restored", "yes": True})
        noor.post(play.at("/evaluations"), grades)
    play.voices[MARIEKE].post(play.at("/outcome-confirmations"), {"question": "restored", "yes": True}, 403)
    assert sem.items(play.at("/evaluations")) == play.voices[MARIEKE].items(play.at("/evaluations")) == []
    sem.post(play.at("/outcome-confirmations"), {"question": "restored", "yes": True})
    sem.post(play.at("/evaluations"), grades)
    play.the_school_sees()
    assert ilse.post(play.at("/closure"), {}, 200)["ending"] == "restored"
    play.the_school_sees(state="closed", closedOn=str(TODAY), result="completed", jointSessions=1)


def test_a_two_children_and_their_parents_restore_it_and_the_school_learns_one_neutral_word_r1_r4_r6_r10_r12_r14_r15_s10_s11(
    town: Town,
) -> None:
    play = referred(town)
    taken(play)
    all_four_come_in(play)
    until_each_is_ready(play)
    one_mandate(play)
    harm = one_conversation(play)
    the_parents_never_read_what_is_private(play)
    promised = one_agreement(play)
    kept(play, promised, SEM, NOOR)
    # Six weeks later all look back together: it is no second joint conversation.
    conversed(play, "follow_up", [])
    kept(play, promised, NOOR, SEM)
    restored(play, harm)
    # Of all that is inside, the school's system gets what it gets of a case that does not exist (S1).
    found = inside(town, play.school, play.case)
    assert [path for path, text in found.items() if " 404\n" not in text] == ["/cases/{caseId}/timeline"]
    answers = {text.split("\n", 1)[1] for text in found.values() if " 404\n" in text}
    assert [text.split("\n")[-1] for text in answers] == [play.school.ask("GET", f"/cases/{NOWHERE}/process").text]
