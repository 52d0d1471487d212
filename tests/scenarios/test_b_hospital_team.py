"""Scenario B: a nurse asks for a moderator herself, and a relation in a hospital team is restored."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from app.embedded import EmbeddedPostgres
from tests.scenarios.conftest import LIVE
from tests.scenarios.transcripts import NOWHERE, inside
from tests.scenarios.voices import FOUR_YESES, Town, Voice

FARAH, DE_WIT = "Farah Idrissi", "Maarten de Wit"
NOTE: Final = "Ik ben in de ochtendbriefing voor de groep op mijn plaats gezet."
HARM: Final = "Ik voel me klein gemaakt waar iedereen bij is."
OUTSIDERS: Final = ("coordinator", "hr-system", "admin", "auditor", "registrar", "other-coordinator", "moderator-joost")
TODAY: Final = datetime.now(UTC).date()
YESTERDAY: Final = TODAY - timedelta(days=1)
NEUTRAL: Final = (
    "Wij doen geen mededeling over de vraag of er een herstelproces is of was, en over niets daarin. "
    "Dit antwoord bevestigt niets en ontkent niets."
)
MANDATE: Final = {
    "scope": "De toon in de ochtendbriefing.",
    "moderatorRole": "Ilse leidt de gesprekken en kiest geen partij.",
    "involvement": "proposals",
    "procedure": "Voorgesprekken, twee gezamenlijke gesprekken, terugkijken na zes weken.",
    "sessionForms": ["joint"],
    "groundRules": ["non_violence", "respect_for_others"],
    "evidenceClause": "Niets van hier dient als bewijs.",
    "limitsOfSecrecy": "Bij acuut gevaar zegt Ilse niet meer dan nodig is.",
    "organisationMayKnow": ["moderator_name", "joint_sessions"],
}


@dataclass
class Play:
    """The case and the people in it, and those who stand outside."""

    town: Town
    case: str
    member: Voice
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
        """What Farah sees of her request's case as a member."""
        return self.member.get(self.at(""))


def asked(town: Town) -> Play:
    """B.1 and B.2: Farah asks; the moderator with a tie to the ward is not available, and another takes the offer."""
    farah, ilse, joost = town.persona("member"), town.persona("moderator"), town.persona("moderator-joost")
    ids = {one["name"]: one["id"] for one in farah.items("/moderators")}
    wit = next(one["id"] for one in farah.items("/people") if one["name"] == DE_WIT)
    asks = {
        "setting": "healthcare",
        "note": NOTE,
        "proposedPeople": [{"name": DE_WIT, "personId": wit}],
        "proposedModerators": [ids["Joost Kramer"], ids["Ilse Hartman"]],
    }
    request = farah.post("/requests", asks)
    assert {one["name"]: one["availability"] for one in request["proposedModerators"]} == {
        "Joost Kramer": "not_available",
        "Ilse Hartman": "asked",
    }
    assert [one["name"] for one in request["proposedPeople"]] == [FARAH, DE_WIT]
    case = request["caseId"]
    assert [one for one in joost.items("/offers") if one["caseId"] == case] == []
    (offer,) = [one for one in ilse.items("/offers") if one["caseId"] == case]
    assert NOTE not in str(offer)
    ilse.get(f"/requests/{request['id']}", 404)
    for name in OUTSIDERS:
        town.persona(name).get(f"/cases/{case}", 404)
        town.persona(name).get(f"/requests/{request['id']}", 404)
    ilse.post(f"/offers/{offer['id']}/declaration", {"independent": True}, 200)
    assert ilse.get(f"/requests/{request['id']}")["note"] == NOTE
    parties = {one["displayName"]: one["id"] for one in ilse.items(f"/cases/{case}/parties")}
    assert list(parties) == [FARAH, DE_WIT]
    return Play(town, case, farah, ilse, parties)


def outsiders_find_nothing(play: Play, *names: str) -> None:
    """Whoever stands outside gets what they would get for a case that does not exist (S1, S2)."""
    for name in names:
        voice = play.town.persona(name)
        assert inside(play.town, voice, play.case) == inside(play.town, voice, NOWHERE)
        voice.get(play.at(""), 404)
    answered = {path: text.split("\n")[0].split(" ")[2] for path, text in inside(play.town, play.member, play.case).items()}
    # Whoever asked for it sees the days of the shell, and nothing inside.
    assert {path for path, status in answered.items() if status != "404"} == {"/cases/{caseId}/timeline"}
    assert {one["at"] for one in play.member.items(play.at("/timeline"))} == {None}


def both_are_ready(play: Play) -> None:
    """B.3: each comes in, accepts the statement and the moderator, and says yes four times."""
    appointment = play.moderator.items(play.at("/appointments"))[0]["id"]
    for name in (FARAH, DE_WIT):
        voice = play.voices[name] = play.town.invited(play.moderator, play.case, play.parties[name], name)
        play.town.accepts_secrecy(voice, play.case, play.parties[name])
        assert play.shell()["moderatorName"] is None
        voice.post(play.at(f"/appointments/{appointment}/acceptances"))
    assert play.shell()["moderatorName"] == "Ilse Hartman"
    # The note of an own request stays between her who asked and the moderator (R1).
    assert play.voices[DE_WIT].items("/referrals") == []
    words = {"relationshipContext": "colleagues", "matterKind": "conflict", "pattern": "ongoing"}
    play.moderator.post(play.at("/classification"), words)
    play.moderator.post(play.at("/transitions"), {"to": "readiness"}, 200)
    for name in (FARAH, DE_WIT):
        assert play.moderator.post(play.at("/transitions"), {"to": "mandate"}, 409)["code"] == "gate-closed"
        play.moderator.post(play.of(name, "/safety-assessments"), {"result": "safe"})
        play.voices[name].post(play.of(name, "/readiness-declarations"), FOUR_YESES)
    play.moderator.post(play.at("/readiness/announcements"), {"gate": "open"})
    play.moderator.post(play.at("/transitions"), {"to": "mandate"}, 200)


def the_mandate_is_accepted(play: Play) -> None:
    """B.3: a mandate with `proposals`; nobody but the moderator sees who has not answered (R10, S10)."""
    farah, wit, ilse = play.voices[FARAH], play.voices[DE_WIT], play.moderator
    draft = ilse.post(play.at("/mandates"), MANDATE)
    farah.post(play.at("/mandates/1/comments"), {"text": "Mag het ook over de overdracht gaan?"})
    assert ilse.refused(play.at("/transitions"), {"to": "in_process"}) == ["mandate-in-force R10"]
    offered = ilse.post(play.at("/mandates/1/offer"), None, 200)
    assert offered["textHash"] == draft["textHash"]
    assert farah.post(play.at("/mandates/1/acceptances"), {"hash": "0" * 64}, 409)["code"] == "other-text"
    ilse.post(play.at("/mandates/1/acceptances"), {"hash": offered["textHash"]})
    before = wit.ask("GET", play.at("/mandates/1")).content
    farah.post(play.at("/mandates/1/acceptances"), {"hash": offered["textHash"]})
    assert wit.ask("GET", play.at("/mandates/1")).content == before
    assert wit.items(play.at("/mandates/1/acceptances")) == []
    assert [one["partyId"] for one in farah.items(play.at("/mandates/1/acceptances"))] == [play.parties[FARAH]]
    assert len(ilse.items(play.at("/mandates/1/acceptances"))) == 2
    wit.post(play.at("/mandates/1/acceptances"), {"hash": offered["textHash"]})
    assert wit.get(play.at("/mandates/1"))["state"] == "in_force"
    ilse.post(play.at("/transitions"), {"to": "in_process"}, 200)


def planned(play: Play, goal: str) -> str:
    """A joint conversation with everyone's yes for it."""
    moment = (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    session = play.moderator.post(play.at("/sessions"), {"kind": "joint", "goal": goal, "agenda": "Ieders verhaal.", "plannedFor": moment})
    start = play.at(f"/sessions/{session['id']}/start")
    assert play.moderator.refused(start) == ["readiness-reconfirmed R7", "readiness-reconfirmed R7"]
    play.voices[FARAH].post(play.at(f"/sessions/{session['id']}/reconfirmations"), {"ready": True})
    heard = {"ready": True, "partyId": play.parties[DE_WIT]}
    assert play.moderator.post(play.at(f"/sessions/{session['id']}/reconfirmations"), heard)["orally"] is True
    play.voices[DE_WIT].post(start, None, 403)
    play.moderator.post(start, None, 200)
    found: str = session["id"]
    return found


def they_talk(play: Play) -> str:
    """B.4: the first is suspended on the non-violence rule and never counts; in the second a shared harm is talked about."""
    farah, wit, ilse = play.voices[FARAH], play.voices[DE_WIT], play.moderator
    first = planned(play, "Begrijpen wat er gebeurt in de briefing.")
    assert ilse.post(play.at(f"/sessions/{first}/suspension"), None, 200)["state"] == "suspended"
    told = farah.post(play.at("/private-harms"), {"kinds": ["emotional"], "text": HARM})
    assert wit.items(play.at("/private-harms")) == []
    wit.get(play.at(f"/private-harms/{told['id']}"), 404)
    assert wit.items(play.at("/harms")) == []
    agreement = {"commitments": [promised(play, DE_WIT, FARAH, "Ik spreek u onder vier ogen aan.", dueOn=str(YESTERDAY))]}
    assert wit.refused(play.at("/agreements"), agreement) == ["joint-conversation-held R12", "shared-harm-discussed R12"]
    harm: str = farah.post(play.at(f"/private-harms/{told['id']}/sharing"))["id"]
    assert [one["text"] for one in wit.items(play.at("/harms"))] == [HARM]
    wit.post(play.at(f"/harms/{harm}/marks"), {"mark": "repaired"}, 403)
    second = planned(play, "Wat er nodig is.")
    for name in (FARAH, DE_WIT):
        ilse.post(play.at(f"/sessions/{second}/attendances"), {"partyId": play.parties[name]})
    assert ilse.post(play.at(f"/sessions/{second}/end"), {"discussedHarmIds": [harm]}, 200)["state"] == "held"
    assert [one["state"] for one in wit.items(play.at("/sessions"))] == ["suspended", "held"]
    return harm


def promised(play: Play, owner: str, beneficiary: str, what: str, **day: str) -> dict[str, str]:
    """One commitment."""
    ends = {"ownerPartyId": play.parties[owner], "beneficiaryPartyId": play.parties[beneficiary]}
    return {"what": what, "howWeKnow": "We merken het beiden.", "kind": "behavioural", **ends, **day}


def everyone_says_yes(play: Play, version: int) -> None:
    """Everyone confirms the identical text, every owner accepts; before the last answer nothing shows of it (R13, S10)."""
    whole = play.voices[FARAH].get(play.at(f"/agreements/{version}"))
    for name in (FARAH, DE_WIT):
        voice = play.voices[name]
        voice.post(play.at(f"/agreements/{version}/confirmations"), {"hash": whole["textHash"]})
        assert [one["partyId"] for one in voice.items(play.at(f"/agreements/{version}/confirmations"))] == [play.parties[name]]
    assert play.voices[FARAH].get(play.at(f"/agreements/{version}")) == whole
    for one in whole["commitments"]:
        owner = next(name for name, party in play.parties.items() if party == one["ownerPartyId"])
        other = FARAH if owner == DE_WIT else DE_WIT
        play.voices[other].post(play.at(f"/commitments/{one['id']}/acceptance"), None, 403)
        play.voices[owner].post(play.at(f"/commitments/{one['id']}/acceptance"))
    assert play.voices[FARAH].get(play.at(f"/agreements/{version}"))["state"] == "agreed"


def they_agree(play: Play) -> tuple[str, str]:
    """B.5: two commitments, one each way; confirmed by both on the identical text."""
    farah, wit, ilse = play.voices[FARAH], play.voices[DE_WIT], play.moderator
    his = promised(play, DE_WIT, FARAH, "Ik spreek u onder vier ogen aan.", dueOn=str(YESTERDAY))
    hers = promised(play, FARAH, DE_WIT, "Ik zeg het dezelfde dag als iets mij raakt.", reviewOn="2035-03-01")
    play.member.post(play.at("/agreements"), {"commitments": [his]}, 404)
    proposal = wit.post(play.at("/agreements"), {"text": "Zo gaan we verder.", "commitments": [his, hers]})
    assert proposal["state"] == "proposed"
    assert ilse.refused(play.at("/transitions"), {"to": "agreement"}) == ["agreement-confirmed-by-all R13"]
    ilse.post(play.at("/agreements/1/confirmations"), {"hash": proposal["textHash"]}, 403)
    everyone_says_yes(play, 1)
    ilse.post(play.at("/transitions"), {"to": "agreement"}, 200)
    found = {one["ownerPartyId"]: one["id"] for one in farah.items(play.at("/commitments"))}
    return found[play.parties[DE_WIT]], found[play.parties[FARAH]]


def the_department_is_needed(play: Play) -> None:
    """B.6: one sentence that both release; when De Wit changes one letter before, both releases are void until given again."""
    farah, wit, carla = play.voices[FARAH], play.voices[DE_WIT], play.town.persona("coordinator")
    needed = farah.post(play.at("/organisational-supports"), {"text": "De briefing begint om kwart voor acht.", "dueOn": "2035-03-01"})
    path = play.at(f"/organisational-supports/{needed['id']}")
    before = carla.items("/released-items")
    farah.post(f"{path}/releases", {"hash": needed["textHash"]})
    worded = wit.patch(path, {"text": "De briefing begint om kwart voor acht!"})
    wit.post(f"{path}/releases", {"hash": worded["textHash"]})
    assert carla.items("/released-items") == before
    farah.post(f"{path}/releases", {"hash": needed["textHash"]}, 409)
    assert [one["stands"] for one in farah.items(f"{path}/releases")] == [False]
    farah.post(f"{path}/releases", {"hash": worded["textHash"]})
    (item,) = [one for one in carla.items("/released-items") if one not in before]
    assert (item["text"], item["dueOn"], item["state"]) == (worded["text"], "2035-03-01", "released")
    carla.get(play.at(""), 404)
    for said in ("can", "done"):
        assert carla.post(f"/released-items/{item['id']}/answers", {"answer": said}, 200)["state"] == said
    for voice in (farah, wit):
        assert voice.get(f"{path}/item")["state"] == "done"
        voice.post(f"{path}/confirmations")
    assert play.moderator.get(f"{path}/item")["state"] == "confirmed"
    play.town.persona("other-coordinator").get(f"/released-items/{item['id']}", 404)


def the_board_asks(play: Play) -> tuple[str, dict[str, Any]]:
    """B.7: the board's letter; De Wit says yes, Farah stays silent, and she finds nothing that says he did (S5, S10)."""
    farah, wit, ilse, day = play.voices[FARAH], play.voices[DE_WIT], play.moderator, TODAY + timedelta(days=14)
    letter = {
        "recipient": "De raad van bestuur van het Zuiderziekenhuis",
        "purpose": "Een onderzoek naar een incident.",
        "asks": "Het verslag van het gezamenlijke gesprek.",
        "receivedOn": str(TODAY),
        "dueOn": str(day),
    }
    too_soon = ilse.post(play.at("/disclosure-requests"), {**letter, "dueOn": str(day - timedelta(days=1))}, 400)
    assert too_soon["errors"] == [{"pointer": "/dueOn", "code": "too-soon"}]
    for voice in (farah, wit):
        voice.post(play.at("/disclosure-requests"), letter, 403)
    asked = ilse.post(play.at("/disclosure-requests"), letter)
    path = play.at(f"/disclosure-requests/{asked['id']}")
    text = ilse.post(f"{path}/texts", {"text": "Beiden hebben met elkaar gesproken."})
    places = (
        path,
        f"{path}/texts",
        f"{path}/consents",
        play.at("/timeline?limit=100"),
        "/me/worklist?limit=100",
        play.at("/disclosure-requests"),
    )
    before = [farah.ask("GET", place).content for place in places]
    for voice in (wit, ilse):
        voice.post(f"{path}/consents", {"hash": text["textHash"], "yes": True})
    assert [farah.ask("GET", place).content for place in places] == before
    assert [one["yes"] for one in wit.items(f"{path}/consents")] == [True]
    problem = ilse.post(f"{path}/release", {"hash": text["textHash"]}, 409)
    assert [(one["code"], one["partyId"]) for one in problem["conditions"]] == [("disclosure-consented", play.parties[FARAH])]
    for voice in (farah, wit, ilse):
        assert voice.get(path)["state"] == "open"
        voice.get(f"{path}/letter", 404)
    return path, text


def the_day_comes(play: Play, path: str, text: dict[str, Any], server: EmbeddedPostgres) -> None:
    """B.7: on the day of the answer it ends for everyone alike, and the sentence says nothing of whose no it was."""
    farah, wit, ilse = play.voices[FARAH], play.voices[DE_WIT], play.moderator
    server.execute(f"update disclosure_request set due_on = current_date where id = '{path.rpartition('/')[2]}'", LIVE)
    for voice in (farah, wit, ilse):
        assert voice.get(path)["state"] == "secrecy_invoked"
    told = ilse.get(f"{path}/letter")
    assert (told["text"], told["purpose"], told["textHash"]) == (NEUTRAL, None, None)
    assert not {FARAH, DE_WIT, text["text"], play.case} & {part for part in told.values() if part}
    for voice, deed, body in (
        (farah, "consents", {"hash": text["textHash"], "yes": True}),
        (ilse, "release", {"hash": text["textHash"]}),
        (ilse, "texts", {"text": "Toch dit."}),
    ):
        assert voice.post(f"{path}/{deed}", body, 409)["code"] == "deadline-come"
    for name in OUTSIDERS:
        play.town.persona(name).get(path, 404)


def it_goes_its_way(play: Play, his: str, hers: str) -> None:
    """B.8: overdue, disputed, renegotiated, done and confirmed; only the beneficiary says so (R14)."""
    farah, wit = play.voices[FARAH], play.voices[DE_WIT]
    assert farah.get(play.at(f"/commitments/{his}"))["overdue"] is True
    assert wit.post(play.at(f"/commitments/{his}/reports"), None, 200)["state"] == "reported"
    wit.post(play.at(f"/commitments/{his}/confirmation"), None, 403)
    play.moderator.post(play.at(f"/commitments/{his}/confirmation"), None, 403)
    assert farah.post(play.at(f"/commitments/{his}/disputes"), None, 200)["state"] == "disputed"
    other = {"what": "Ik vraag u na de briefing of het zo goed was.", "howWeKnow": "U hoort de vraag.", "kind": "behavioural"}
    farah.post(play.at(f"/commitments/{his}/renegotiations"), {**other, "reviewOn": "2035-02-01"})
    everyone_says_yes(play, 2)
    assert farah.get(play.at(f"/commitments/{his}"))["state"] == "replaced"
    new = next(one for one in farah.items(play.at("/commitments")) if one["replacesId"] == his)
    for owner, beneficiary, commitment in ((wit, farah, new["id"]), (farah, wit, hers)):
        assert play.moderator.refused(play.at("/transitions"), {"to": "aftercare"}) == ["commitments-final R14"]
        owner.post(play.at(f"/commitments/{commitment}/reports"), None, 200)
        assert beneficiary.post(play.at(f"/commitments/{commitment}/confirmation"), None, 200)["state"] == "confirmed"
    play.moderator.post(play.at("/transitions"), {"to": "aftercare"}, 200)


def it_is_restored(play: Play, harm: str) -> None:
    """B.8: the follow-up, every party's yes, the harm repaired: closed `restored`; outside one neutral word and one session (R15)."""
    farah, wit, ilse = play.voices[FARAH], play.voices[DE_WIT], play.moderator
    assert ilse.refused(play.at("/closure"), {}) == ["followed-up R15"]
    ilse.post(play.at("/follow-ups"), {"held": True, "on": str(TODAY), "summary": "We groeten elkaar weer."})
    assert farah.post(play.at(f"/harms/{harm}/marks"), {"mark": "repaired"}, 200)["state"] == "repaired"
    for voice in (farah, wit):
        voice.post(play.at("/outcome-confirmations"), {"question": "restored", "yes": True})
        voice.post(play.at("/evaluations"), {"heard": 5, "safe": 5, "fair": 5, "restored": 4, "insight": 4})
        assert len(voice.items(play.at("/outcome-confirmations"))) == 1
        assert len(voice.items(play.at("/evaluations"))) == 1
    before = play.shell()
    assert ilse.post(play.at("/closure"), {}, 200)["ending"] == "restored"
    after = play.shell()
    assert after == {**before, "state": "closed", "closedOn": after["closedOn"], "result": "completed", "jointSessions": 1}
    assert farah.get(play.at("/process"))["phase"] == "closed"


def test_b_a_request_ends_with_a_restored_relation_and_outsiders_learn_one_neutral_word_r1_r3_r10_r12_r13_r14_r15_s5(
    town: Town, server: EmbeddedPostgres
) -> None:
    play = asked(town)
    both_are_ready(play)
    the_mandate_is_accepted(play)
    harm = they_talk(play)
    his, hers = they_agree(play)
    outsiders_find_nothing(play, *OUTSIDERS)
    the_department_is_needed(play)
    the_day_comes(play, *the_board_asks(play), server)
    it_goes_its_way(play, his, hers)
    it_is_restored(play, harm)
    outsiders_find_nothing(play, "coordinator", "admin")
