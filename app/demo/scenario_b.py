"""Scenario B as it is played: a nurse and a surgeon of one hospital, from a request to a restored relation."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from rich.text import Text

from app.demo.scenario_b_texts import SAID, STORIES, TITLES
from app.demo.scenario_b_views import views
from app.demo.stage import Json, Language, Stage, called, stage_for
from app.domain.texts import Bilingual
from app.routers.examples import demo_id

SCREENING: Final = {"relationshipContext": "colleagues", "matterKind": "conflict", "pattern": "ongoing", "qualityImpact": ["cooperation"]}
YES: Final = {
    **dict.fromkeys(("exploreRelation", "exploreHarm", "exploreRepair", "joinConversations", "voluntary"), True),
    "informedVersion": 1,
}
MANDATE: Final = {
    "involvement": "proposals",
    "sessionForms": ["joint"],
    "groundRules": ["non_violence", "respect_for_others"],
    "organisationMayKnow": ["moderator_name", "joint_sessions"],
}
EVERYONE: Final = ("admin", "coordinator", "member", "moderator", "farah", "de-wit")
"""The columns of what each sees."""


@dataclass
class Play:
    """Where the play stands."""

    stage: Stage
    case: str = ""
    request: str = ""
    parties: dict[str, str] = field(default_factory=dict)
    harm: str = ""
    commitments: dict[str, str] = field(default_factory=dict)

    def at(self, path: str) -> str:
        """An address below the case."""
        return f"/cases/{self.case}{path}"

    def of(self, who: str, path: str) -> str:
        """An address below one party's place."""
        return self.at(f"/parties/{self.parties[who]}{path}")

    def do(self, who: str, what: str, path: str, body: Json = None, status: int = 201) -> Json:
        """One call inside the case, with its line of the text."""
        return self.stage.does(who, SAID[what], "POST", self.at(path), body, status)

    def text(self, name: str) -> str:
        """What someone types."""
        return self.stage.said(SAID[name])


def asks(play: Play) -> None:
    """B.1: Farah asks, and proposes whom and which moderators."""
    stage = play.stage
    body = {
        "setting": "healthcare",
        "note": play.text("note"),
        "proposedPeople": [{"name": "Maarten de Wit", "personId": str(demo_id("person-de-wit"))}],
        "proposedModerators": [str(demo_id("moderator-joost")), str(demo_id("moderator-ilse"))],
    }
    request = stage.does("member", SAID["asks"], "POST", "/requests", body, 201)
    play.case, play.request = request["caseId"], request["id"]
    play.stage.does("coordinator", SAID["coordinator-looks"], "GET", f"/cases/{play.case}", status=404)


def takes(play: Play) -> None:
    """B.2: one moderator has a tie to the ward and is not available; another takes the offer."""
    stage = play.stage
    stage.does("member", SAID["not-available"], "GET", f"/requests/{play.request}")
    offers = stage.does("moderator", SAID["sees-offer"], "GET", "/offers?limit=100")["items"]
    offer = next(one["id"] for one in offers if one["caseId"] == play.case)
    stage.does("moderator", SAID["declares"], "POST", f"/offers/{offer}/declaration", {"independent": True})
    found = stage.asks("moderator", play.at("/parties"))["items"]
    names = {"Farah Idrissi": "farah", "Maarten de Wit": "de-wit"}
    play.parties = {names[one["displayName"]]: one["id"] for one in found}


def come_in(play: Play) -> None:
    """B.3: both come in, accept the secrecy statement and the moderator, and say for themselves whether they are ready."""
    stage = play.stage
    play.do("moderator", "screens", "/classification", SCREENING)
    statement = stage.asks("moderator", "/secrecy-statement")["hash"]
    appointment = stage.asks("moderator", play.at("/appointments"))["items"][0]["id"]
    for who, name in (("farah", Bilingual("Farah", "Farah")), ("de-wit", Bilingual("De Wit", "De Wit"))):
        letter = play.do("moderator", f"invites-{who}", f"/parties/{play.parties[who]}/invitations")
        stage.comes_in(who, name, letter)
        play.do(who, "accepts-secrecy", f"/parties/{play.parties[who]}/secrecy-acceptance", {"hash": statement})
        play.do(who, "accepts-moderator", f"/appointments/{appointment}/acceptances")
        play.do("moderator", "assesses", f"/parties/{play.parties[who]}/safety-assessments", {"result": "safe"})
    play.do("moderator", "to-readiness", "/transitions", {"to": "readiness"}, 200)
    play.do("farah", "says-yes", f"/parties/{play.parties['farah']}/readiness-declarations", YES)
    play.do("moderator", "gate-closed", "/readiness/announcements", {"gate": "open"}, 409)


def agree_how_to_talk(play: Play) -> None:
    """B.3: the second yes opens the gate; then one text for how to talk, accepted by everyone."""
    play.do("de-wit", "says-yes-too", f"/parties/{play.parties['de-wit']}/readiness-declarations", YES)
    play.do("moderator", "announces", "/readiness/announcements", {"gate": "open"})
    play.do("moderator", "to-mandate", "/transitions", {"to": "mandate"}, 200)
    words = ("scope", "moderatorRole", "procedure", "evidenceClause", "limitsOfSecrecy")
    body = {**MANDATE, **{name: play.text(name) for name in words}}
    text = play.do("moderator", "drafts", "/mandates", body)["textHash"]
    play.do("farah", "comments", "/mandates/1/comments", {"text": play.text("comment")})
    play.do("moderator", "offers", "/mandates/1/offer", None, 200)
    play.do("moderator", "accepts", "/mandates/1/acceptances", {"hash": text})
    play.do("farah", "accepts", "/mandates/1/acceptances", {"hash": text})


def talk(play: Play) -> None:
    """B.4: the first conversation is broken off; in the second one a harm is shared and talked about."""
    text = play.stage.asks("de-wit", play.at("/mandates/1"))["textHash"]
    play.do("de-wit", "accepts", "/mandates/1/acceptances", {"hash": text})
    play.do("moderator", "to-process", "/transitions", {"to": "in_process"}, 200)
    first = _started(play, "first-goal")
    play.do("moderator", "suspends", f"/sessions/{first}/suspension", None, 200)
    play.do("de-wit", "too-early", "/agreements", {"commitments": [_promise(play, "de-wit", "farah", "his", _day(-1))]}, 409)
    play.harm = play.do("farah", "shares-harm", "/harms", {"kinds": ["emotional"], "text": play.text("harm")})["id"]
    second = _started(play, "second-goal")
    play.do("moderator", "ends", f"/sessions/{second}/end", {"discussedHarmIds": [play.harm]}, 200)


def _started(play: Play, goal: str) -> str:
    """A joint conversation, with everyone's yes for it."""
    moment = (datetime.now(UTC) + timedelta(minutes=5)).isoformat(timespec="seconds")
    body = {"kind": "joint", "goal": play.text(goal), "agenda": play.text("agenda"), "plannedFor": moment}
    session: str = play.do("moderator", "plans", "/sessions", body)["id"]
    for who in ("farah", "de-wit"):
        play.do(who, "reconfirms", f"/sessions/{session}/reconfirmations", {"ready": True})
    play.do("moderator", "starts", f"/sessions/{session}/start", None, 200)
    return session


def agree(play: Play) -> None:
    """B.5: two commitments, one each way, confirmed by both on the identical text."""
    terms = [_promise(play, "de-wit", "farah", "his", _day(-1)), _promise(play, "farah", "de-wit", "hers", _day(30))]
    play.do("de-wit", "proposes", "/agreements", {"text": play.text("agreement"), "commitments": terms})
    _everyone_says_yes(play, 1)
    play.do("moderator", "to-agreement", "/transitions", {"to": "agreement"}, 200)


def _everyone_says_yes(play: Play, version: int) -> None:
    whole = play.stage.asks("farah", play.at(f"/agreements/{version}"))
    for who in ("farah", "de-wit"):
        play.do(who, "confirms-text", f"/agreements/{version}/confirmations", {"hash": whole["textHash"]})
    owners = {party: who for who, party in play.parties.items()}
    for one in whole["commitments"]:
        owner = owners[one["ownerPartyId"]]
        play.commitments[owner] = one["id"]
        play.do(owner, "accepts-commitment", f"/commitments/{one['id']}/acceptance")


def restore(play: Play) -> None:
    """B.8: overdue, disputed, renegotiated, done and confirmed; then everyone looks back, and the case closes."""
    his = play.commitments["de-wit"]
    play.do("de-wit", "reports", f"/commitments/{his}/reports", None, 200)
    play.do("de-wit", "confirms-own", f"/commitments/{his}/confirmation", None, 403)
    play.do("farah", "disputes", f"/commitments/{his}/disputes", None, 200)
    other = {"what": play.text("other"), "howWeKnow": play.text("how"), "kind": "behavioural", "dueOn": str(_day(14))}
    play.do("farah", "renegotiates", f"/commitments/{his}/renegotiations", other)
    _everyone_says_yes(play, 2)
    for owner, beneficiary in (("de-wit", "farah"), ("farah", "de-wit")):
        play.do(owner, "reports", f"/commitments/{play.commitments[owner]}/reports", None, 200)
        play.do(beneficiary, "confirms-done", f"/commitments/{play.commitments[owner]}/confirmation", None, 200)
    play.do("moderator", "to-aftercare", "/transitions", {"to": "aftercare"}, 200)
    play.do("moderator", "follows-up", "/follow-ups", {"held": True, "on": str(_day(0)), "summary": play.text("summary")})
    play.do("farah", "marks", f"/harms/{play.harm}/marks", {"mark": "repaired"}, 200)
    for who in ("farah", "de-wit"):
        play.do(who, "restored", "/outcome-confirmations", {"question": "restored", "yes": True})
    play.do("moderator", "closes", "/closure", {}, 200)


def _promise(play: Play, owner: str, beneficiary: str, what: str, due: date) -> Json:
    ends = {"ownerPartyId": play.parties[owner], "beneficiaryPartyId": play.parties[beneficiary]}
    return {"what": play.text(what), "howWeKnow": play.text("how"), "kind": "behavioural", "dueOn": str(due), **ends}


def _day(days: int) -> date:
    return datetime.now(UTC).date() + timedelta(days=days)


class Step(NamedTuple):
    """One step: what happens, and what everyone then tries to read."""

    number: str
    act: Callable[[Play], None]
    looks: tuple[str, ...]


STEPS: Final = (
    Step("1", asks, ("request", "case", "parties")),
    Step("2", takes, ("request", "case", "process", "state")),
    Step("3a", come_in, ("case", "process", "gate", "true-gate", "farah-said")),
    Step("3b", agree_how_to_talk, ("case", "process", "gate", "mandate", "answers")),
    Step("4", talk, ("case", "process", "sessions", "harms")),
    Step("5", agree, ("case", "process", "agreement", "commitments")),
    Step("8", restore, ("case", "process", "state", "commitments", "outcomes")),
)

HR: Final = Bilingual("HR", "HR")
ILSE: Final = Bilingual("Ilse", "Ilse")
PEOPLE: Final = (
    ("admin", Bilingual("Beheer", "Admin"), Bilingual("beheer", "admin")),
    ("coordinator", HR, HR),
    ("member", Bilingual("Farah", "Farah"), Bilingual("wie vroeg", "who asked")),
    ("moderator", ILSE, ILSE),
)


def play(stage: Stage) -> None:
    """The whole of it, once, in a case of its own."""
    for persona, name, column in PEOPLE:
        stage.enters(persona, name, column)
    now = Play(stage)
    for step in STEPS:
        stage.heading(step.number, TITLES[step.number], STORIES[step.number])
        step.act(now)
        stage.everyone_looks(
            [key for key in EVERYONE if key in stage.actors], views(step.looks, case=now.case, request=now.request, **now.parties)
        )
    stage.console.print(Text(stage.said(SAID["end"]), style="bold"))


def play_at(url: str, language: Language) -> None:
    """The play against the server that answers there; `Stopped` with one sentence when it cannot go on."""
    with called(url) as http:
        play(stage_for(http, language))
