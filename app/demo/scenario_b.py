"""Scenario B as it is played: a nurse and a surgeon of one hospital, from a request to a restored relation."""

from typing import Final

from app.demo.scenario import Look, Play, Player, Scenario, Step, day
from app.demo.scenario_b_texts import SAID, STORIES, TITLES
from app.demo.scenario_parts import (
    MODERATOR,
    accepts,
    all_say_yes,
    begins,
    comes_in,
    drafts,
    is_done,
    is_welcome_and_safe,
    look_back,
    promise,
    reports,
    says_yes,
    takes_the_seat,
)
from app.demo.scenario_views import LOOKS, counted, stands, written
from app.domain.texts import Bilingual
from app.routers.examples import demo_id

FARAH: Final = "farah"
DE_WIT: Final = "de-wit"
BOTH: Final = (FARAH, DE_WIT)
NAMES: Final = {"Farah Idrissi": FARAH, "Maarten de Wit": DE_WIT}
SCREENING: Final = {"relationshipContext": "colleagues", "matterKind": "conflict", "pattern": "ongoing", "qualityImpact": ["cooperation"]}
MANDATE: Final = {
    "involvement": "proposals",
    "sessionForms": ["joint"],
    "groundRules": ["non_violence", "respect_for_others"],
    "organisationMayKnow": ["moderator_name", "joint_sessions"],
}
SUPPORT: Final = "/organisational-supports/{support}"


def asks(play: Play) -> None:
    """B.1: Farah asks, and proposes whom and which moderators."""
    body = {
        "setting": "healthcare",
        "note": play.text("note"),
        "proposedPeople": [{"name": "Maarten de Wit", "personId": str(demo_id("person-de-wit"))}],
        "proposedModerators": [str(demo_id("moderator-joost")), str(demo_id("moderator-ilse"))],
    }
    request = play.stage.does("member", SAID["asks"], "POST", "/requests", body, 201)
    play.ids.update(case=request["caseId"], request=request["id"])
    play.look("coordinator", "coordinator-looks", "", 404)


def takes(play: Play) -> None:
    """B.2: one moderator has a tie to the ward and is not available; another takes the offer."""
    play.stage.does("member", SAID["not-available"], "GET", f"/requests/{play.ids['request']}")
    takes_the_seat(play, NAMES)


def come_in(play: Play) -> None:
    """B.3: both come in, accept the secrecy statement and the moderator, and say for themselves whether they are ready."""
    play.do(MODERATOR, "screens", "/classification", SCREENING)
    for who, name in ((FARAH, Bilingual("Farah", "Farah")), (DE_WIT, Bilingual("De Wit", "De Wit"))):
        comes_in(play, who, name, f"/parties/{{{who}}}")
        is_welcome_and_safe(play, who)
    play.do(MODERATOR, "to-readiness", "/transitions", {"to": "readiness"}, 200)
    says_yes(play, FARAH)
    play.do(MODERATOR, "gate-closed", "/readiness/announcements", {"gate": "open"}, 409)


def agree_how_to_talk(play: Play) -> None:
    """B.3: the second yes opens the gate; then one text for how to talk, accepted by everyone."""
    says_yes(play, DE_WIT, "says-yes-too")
    play.do(MODERATOR, "announces", "/readiness/announcements", {"gate": "open"})
    play.do(MODERATOR, "to-mandate", "/transitions", {"to": "mandate"}, 200)
    drafts(play, MANDATE)
    play.do(FARAH, "comments", "/mandates/1/comments", {"text": play.text("comment")})
    play.do(MODERATOR, "offers", "/mandates/1/offer", None, 200)
    for who in (MODERATOR, FARAH):
        accepts(play, who, 1)


def talk(play: Play) -> None:
    """B.4: the first conversation is broken off; in the second one a harm is shared and talked about."""
    accepts(play, DE_WIT, 1)
    play.do(MODERATOR, "to-process", "/transitions", {"to": "in_process"}, 200)
    begins(play, "joint", "first-goal", BOTH)
    play.do(MODERATOR, "suspends", "/sessions/{session}/suspension", None, 200)
    play.do(DE_WIT, "too-early", "/agreements", {"commitments": [promise(play, DE_WIT, FARAH, "his", due=-1)]}, 409)
    play.ids["harm"] = play.do(FARAH, "shares-harm", "/harms", {"kinds": ["emotional"], "text": play.text("harm")})["id"]
    begins(play, "joint", "second-goal", BOTH)
    play.do(MODERATOR, "ends", "/sessions/{session}/end", {"discussedHarmIds": [play.ids["harm"]]}, 200)


def agree(play: Play) -> None:
    """B.5: two commitments, one each way, confirmed by both on the identical text."""
    terms = [promise(play, DE_WIT, FARAH, "his", due=-1), promise(play, FARAH, DE_WIT, "hers", due=30)]
    play.do(DE_WIT, "proposes", "/agreements", {"text": play.text("agreement"), "commitments": terms})
    all_say_yes(play, 1, BOTH)
    play.do(MODERATOR, "to-agreement", "/transitions", {"to": "agreement"}, 200)


def need_the_ward(play: Play) -> None:
    """B.6: one sentence that both release; one changed letter, and no release counts until it is given again."""
    needed = play.do(FARAH, "needs", "/organisational-supports", {"text": play.text("support"), "dueOn": str(day(60))})
    play.ids["support"] = needed["id"]
    play.do(FARAH, "releases", f"{SUPPORT}/releases", {"hash": needed["textHash"]})
    other = play.stage.changes(DE_WIT, SAID["rewrites"], play.at(SUPPORT), {"text": play.text("support-reworded")})
    play.do(DE_WIT, "releases", f"{SUPPORT}/releases", {"hash": other["textHash"]})
    play.do(FARAH, "releases-old", f"{SUPPORT}/releases", {"hash": needed["textHash"]}, 409)
    play.do(FARAH, "releases-new", f"{SUPPORT}/releases", {"hash": other["textHash"]})
    play.ids["item"] = play.found(FARAH, f"{SUPPORT}/item")["id"]
    item = f"/released-items/{play.ids['item']}"
    play.stage.does("coordinator", SAID["receives"], "GET", item)
    for answer in ("can", "done"):
        play.stage.does("coordinator", SAID[answer], "POST", f"{item}/answers", {"answer": answer})
    for who in BOTH:
        play.do(who, "confirms-support", f"{SUPPORT}/confirmations")


def restore(play: Play) -> None:
    """B.8: overdue, disputed, renegotiated, done and confirmed; then everyone looks back, and the case closes."""
    reports(play, DE_WIT)
    play.do(DE_WIT, "confirms-own", "/commitments/{promise-de-wit}/confirmation", None, 403)
    play.do(FARAH, "disputes", "/commitments/{promise-de-wit}/disputes", None, 200)
    other = {"what": play.text("other"), "howWeKnow": play.text("how"), "kind": "behavioural", "dueOn": str(day(14))}
    play.do(FARAH, "renegotiates", "/commitments/{promise-de-wit}/renegotiations", other)
    all_say_yes(play, 2, BOTH)
    for owner, beneficiary in ((DE_WIT, FARAH), (FARAH, DE_WIT)):
        reports(play, owner)
        is_done(play, owner, beneficiary)
    look_back(play, FARAH, BOTH)


ILSE: Final = Bilingual("Ilse", "Ilse")
HR: Final = Bilingual("HR", "HR")

SCENARIO: Final = Scenario(
    title=Bilingual("B. Een team op de Spoedeisende Hulp", "B. A team in the emergency department"),
    cast=(
        Player("admin", "admin", Bilingual("Beheer", "Admin"), Bilingual("beheer", "admin")),
        Player("coordinator", "coordinator", HR, HR),
        Player("member", "member", Bilingual("Farah", "Farah"), Bilingual("wie vroeg", "who asked")),
        Player(MODERATOR, "moderator", ILSE, ILSE),
    ),
    columns=("admin", "coordinator", "member", MODERATOR, *BOTH),
    steps=(
        Step("1", asks, ("request", "case", "parties")),
        Step("2", takes, ("request", "case", "process", "state")),
        Step("3a", come_in, ("case", "process", "gate", "true-gate", "farah-said")),
        Step("3b", agree_how_to_talk, ("case", "process", "mandate", "answers")),
        Step("4", talk, ("case", "sessions", "harms")),
        Step("5", agree, ("case", "process", "agreement", "commitments")),
        Step("6", need_the_ward, ("case", "item", "releases", "commitments")),
        Step("8", restore, ("case", "state", "commitments", "outcomes", "evaluations")),
    ),
    titles=TITLES,
    stories=STORIES,
    script=SAID,
    looks={
        **LOOKS,
        "request": Look(
            Bilingual("het verzoek", "the request"), "/requests/{request}", written(Bilingual("wat Farah schreef", "what Farah wrote"))
        ),
        "farah-said": counted("Farahs ja", "Farah's yes", "/cases/{case}/parties/{farah}/readiness-declarations"),
        "answers": counted("antwoorden", "answers", "/cases/{case}/mandates/1/acceptances"),
        "item": stands("de zin", "the sentence", "/released-items/{item}"),
        "releases": counted("vrijgaven", "releases", "/cases/{case}/organisational-supports/{support}/releases"),
    },
)
