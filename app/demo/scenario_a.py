"""Scenario A as it is played: two pupils and a parent of each, from a school's referral to a restored relation."""

from secrets import token_hex
from typing import Final

from app.demo.scenario import Look, Play, Player, Scenario, Step, day, soon
from app.demo.scenario_a_texts import SAID, STORIES, TITLES
from app.demo.scenario_parts import (
    MODERATOR,
    YES,
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
from app.demo.scenario_views import LOOKS, counted, written
from app.domain.texts import Bilingual

SCHOOL: Final = "school"
NOOR: Final = "noor"
SEM: Final = "sem"
BOTH: Final = (NOOR, SEM)
NAMES: Final = {"Noor Bakker": NOOR, "Sem de Graaf": SEM}
PARENT: Final = {NOOR: "marieke", SEM: "pieter"}
PARENTS: Final = {"marieke": "Marieke Bakker", "pieter": "Pieter de Graaf"}
CALLED: Final = {
    NOOR: Bilingual("Noor", "Noor"),
    SEM: Bilingual("Sem", "Sem"),
    "marieke": Bilingual("Noors moeder", "Noor's mother"),
    "pieter": Bilingual("Sems vader", "Sem's father"),
}
COLUMN: Final = {"marieke": Bilingual("moeder", "mother"), "pieter": Bilingual("vader", "father")}
AGE: Final = {NOOR: 13, SEM: 14}
SCREENING: Final = {
    "relationshipContext": "other",
    "matterKind": "antisocial_behaviour",
    "pattern": "ongoing",
    "qualityImpact": ["education"],
}
MANDATE: Final = {
    "involvement": "none",
    "sessionForms": ["circle"],
    "groundRules": ["non_violence", "respect_for_oneself", "respect_for_others"],
    "organisationMayKnow": ["moderator_name", "joint_sessions"],
}


def refers(play: Play) -> None:
    """A.1: the school's system refers both with a key of its own; a second time with it creates nothing."""
    body = {
        "setting": "school",
        "externalId": f"2B-{token_hex(4)}",
        "note": play.text("note"),
        "proposedPeople": [{"name": name} for name in NAMES],
        "anyModerator": True,
        "expertise": ["social_safety"],
    }
    referral = play.stage.does(SCHOOL, SAID["refers"], "POST", "/referrals", body, 201)
    play.ids.update(case=referral["caseId"], referral=referral["id"])
    play.stage.does(SCHOOL, SAID["refers-again"], "POST", "/referrals", {**body, "note": None}, 200)


def takes(play: Play) -> None:
    """A.2: setting and names, and not the note until the seat is taken."""
    takes_the_seat(play, NAMES)
    play.stage.does(MODERATOR, SAID["reads-note"], "GET", f"/referrals/{play.ids['referral']}")


def come_in(play: Play) -> None:
    """A.3: each child and a parent beside it come in, begin with the secrecy statement, and are prepared."""
    play.do(MODERATOR, "screens", "/classification", SCREENING)
    for child, parent in PARENT.items():
        place = f"/parties/{{{child}}}"
        play.do(MODERATOR, "born", f"{place}/birth-date", {"bornOn": f"{day(0).year - AGE[child]}-01-01"}, 200)
        guardian = play.do(MODERATOR, f"records-{parent}", f"{place}/guardians", {"displayName": PARENTS[parent]})
        play.ids[parent] = guardian["id"]
        comes_in(play, child, CALLED[child], place)
        comes_in(play, parent, CALLED[parent], f"{place}/guardians/{{{parent}}}", COLUMN[parent])
        body = {"kind": "preparatory", "goal": play.text("talk-goal"), "plannedFor": soon()}
        play.ids["talk"] = play.do(MODERATOR, "prepares", f"{place}/talks", body)["id"]
        play.do(MODERATOR, "ends-talk", f"{place}/talks/{{talk}}/end", None, 200)
        is_welcome_and_safe(play, child)
    play.do(MODERATOR, "to-readiness", "/transitions", {"to": "readiness"}, 200)


def one_is_not_ready(play: Play) -> None:
    """A.4: Noor says yes four times, her parent has not: nothing can be planned, and only Ilse sees why."""
    play.do(MODERATOR, "not-now", "/readiness/announcements", {"gate": "not_now"})
    play.do("marieke", "for-the-child", "/parties/{noor}/readiness-declarations", YES, 403)
    says_yes(play, NOOR)
    circle = {"kind": "circle", "goal": play.text("goal"), "agenda": play.text("agenda"), "plannedFor": soon()}
    play.do(MODERATOR, "plans-too-early", "/sessions", circle, 409)
    play.look(SEM, "sem-looks", "/readiness")


def all_are_ready(play: Play) -> None:
    """A.4: the parents' consent and Sem's yes open the gate."""
    play.do("marieke", "consents", "/parties/{noor}/guardians/{marieke}/consents", {"yes": True})
    says_yes(play, SEM)
    play.do("pieter", "consents", "/parties/{sem}/guardians/{pieter}/consents", {"yes": True})
    play.do(MODERATOR, "announces", "/readiness/announcements", {"gate": "open"})


def agree_how_to_talk(play: Play) -> None:
    """A.5: one comments, a second version is offered, and everyone accepts its hash: the parents too."""
    play.do(MODERATOR, "to-mandate", "/transitions", {"to": "mandate"}, 200)
    drafts(play, MANDATE)
    play.do(SEM, "comments", "/mandates/1/comments", {"text": play.text("comment")})
    drafts(play, MANDATE, "drafts-again", scope="scope-2")
    play.do(MODERATOR, "offers", "/mandates/2/offer", None, 200)
    for who in (MODERATOR, "marieke", SEM, NOOR):
        accepts(play, who, 2)


def talk(play: Play) -> None:
    """A.6: what Noor told Ilse alone stays there; her harm is shared and talked about, that of the class is context."""
    accepts(play, "pieter", 2)
    play.do(MODERATOR, "to-process", "/transitions", {"to": "in_process"}, 200)
    play.ids["statement-of-noor"] = play.do(NOOR, "tells", "/statements", {"text": play.text("private")})["id"]
    play.look("marieke", "mother-looks", "/statements/{statement-of-noor}", 404)
    begins(play, "circle", "goal", BOTH)
    play.ids["harm"] = play.do(NOOR, "shares-harm", "/harms", {"kinds": ["emotional"], "text": play.text("harm")})["id"]
    of_class = {"groupName": play.text("class"), "kinds": ["emotional"], "text": play.text("class-harm")}
    play.do(SEM, "tells-of-class", "/group-harms", of_class)
    play.do(MODERATOR, "ends", "/sessions/{session}/end", {"discussedHarmIds": [play.ids["harm"]]}, 200)


def agree(play: Play) -> None:
    """A.7: one commitment each way, the second a standing one; both confirm the identical text, and nobody for them."""
    terms = [promise(play, SEM, NOOR, "his", due=4), promise(play, NOOR, SEM, "hers", review=42)]
    text = play.do(SEM, "proposes", "/agreements", {"text": play.text("agreement"), "commitments": terms})["textHash"]
    play.do("pieter", "father-confirms", "/agreements/1/confirmations", {"hash": text}, 403)
    all_say_yes(play, 1, BOTH)
    play.do(MODERATOR, "to-agreement", "/transitions", {"to": "agreement"}, 200)


def keep(play: Play) -> None:
    """A.8: Sem reports; only Noor says that it is done."""
    reports(play, SEM)
    play.do(SEM, "confirms-own", "/commitments/{promise-sem}/confirmation", None, 403)
    is_done(play, SEM, NOOR)


def restore(play: Play) -> None:
    """A.9: all look back together; the standing promise is confirmed, and the case closes."""
    begins(play, "follow_up", "back-goal", BOTH)
    play.do(MODERATOR, "ends-follow-up", "/sessions/{session}/end", {"discussedHarmIds": []}, 200)
    reports(play, NOOR)
    is_done(play, NOOR, SEM)
    look_back(play, NOOR, BOTH)


_NOOR: Final = "/cases/{case}/parties/{noor}"

SCENARIO: Final = Scenario(
    title=Bilingual("A. Een klas, een groepsapp, twee leerlingen en hun ouders", "A. A class, a group chat, two pupils and their parents"),
    cast=(
        Player(SCHOOL, "other-coordinator", Bilingual("De school", "The school"), Bilingual("school", "school")),
        Player(MODERATOR, "moderator", Bilingual("Ilse", "Ilse"), Bilingual("Ilse", "Ilse")),
    ),
    columns=(SCHOOL, MODERATOR, NOOR, PARENT[NOOR], SEM, PARENT[SEM]),
    steps=(
        Step("1", refers, ("referral", "case", "parties")),
        Step("2", takes, ("referral", "case", "process", "state")),
        Step("3", come_in, ("referral", "case", "moderator", "talks")),
        Step("4a", one_is_not_ready, ("case", "gate", "true-gate", "noor-said")),
        Step("4b", all_are_ready, ("case", "gate", "mother-said")),
        Step("5", agree_how_to_talk, ("case", "process", "mandate", "answers")),
        Step("6", talk, ("case", "sessions", "harms", "class-harm", "private")),
        Step("7", agree, ("case", "agreement", "commitments")),
        Step("8", keep, ("case", "commitments")),
        Step("9", restore, ("case", "number", "state", "outcomes", "evaluations")),
    ),
    titles=TITLES,
    stories=STORIES,
    script=SAID,
    looks={
        **LOOKS,
        "referral": Look(Bilingual("de aanmelding", "the referral"), "/referrals/{referral}", written(Bilingual("te lezen", "readable"))),
        "talks": counted("voorgesprek", "Noor's talk", f"{_NOOR}/talks"),
        "noor-said": counted("Noors ja", "Noor's yes", f"{_NOOR}/readiness-declarations"),
        "mother-said": counted("moeders ja", "mother's yes", f"{_NOOR}/guardians/{{marieke}}/consents"),
        "answers": counted("antwoorden", "answers", "/cases/{case}/mandates/2/acceptances"),
        "class-harm": counted("schade van 2b", "harm of 2b", "/cases/{case}/group-harms"),
        "private": counted("vertrouwelijk", "in private", "/cases/{case}/statements"),
    },
)
