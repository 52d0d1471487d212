"""What happens in every scenario, whoever the people are: coming in, agreeing how to talk, talking, promising, looking back."""

from collections.abc import Mapping, Sequence
from typing import Final

from app.demo.scenario import Play, day, soon
from app.demo.stage import Json
from app.domain.texts import Bilingual

MODERATOR: Final = "moderator"
YES: Final = {
    **dict.fromkeys(("exploreRelation", "exploreHarm", "exploreRepair", "joinConversations", "voluntary"), True),
    "informedVersion": 1,
}
WRITTEN: Final = ("scope", "moderatorRole", "procedure", "evidenceClause", "limitsOfSecrecy")
"""What a mandate says in words of its own."""


def takes_the_seat(play: Play, parties: Mapping[str, str]) -> None:
    """The moderator sees the offer, and by declaring her independence has the case; `parties` are keys by name."""
    offers = play.stage.does(MODERATOR, play.script["sees-offer"], "GET", "/offers?limit=100")["items"]
    offer = next(one["id"] for one in offers if one["caseId"] == play.ids["case"])
    play.stage.does(MODERATOR, play.script["declares"], "POST", f"/offers/{offer}/declaration", {"independent": True})
    play.ids.update({parties[one["displayName"]]: one["id"] for one in play.found(MODERATOR, "/parties")["items"]})
    play.ids["appointment"] = play.found(MODERATOR, "/appointments")["items"][0]["id"]
    play.ids["statement"] = play.stage.asks(MODERATOR, "/secrecy-statement")["hash"]


def comes_in(play: Play, who: str, name: Bilingual, place: str, column: Bilingual | None = None) -> None:
    """Invited to a place, in with both secrets, and informed (S0)."""
    letter = play.do(MODERATOR, f"invites-{who}", f"{place}/invitations")
    play.stage.comes_in(who, name, column or name, letter)
    play.do(who, "accepts-secrecy", f"{place}/secrecy-acceptance", {"hash": play.ids["statement"]})


def is_welcome_and_safe(play: Play, who: str) -> None:
    """A party accepts the moderator, who finds it safe enough for them."""
    play.do(who, "accepts-moderator", "/appointments/{appointment}/acceptances")
    play.do(MODERATOR, "assesses", f"/parties/{{{who}}}/safety-assessments", {"result": "safe"})


def says_yes(play: Play, who: str, what: str = "says-yes") -> None:
    """Four times yes, of one's own will."""
    play.do(who, what, f"/parties/{{{who}}}/readiness-declarations", YES)


def drafts(play: Play, form: Mapping[str, object], what: str = "drafts", **other: str) -> None:
    """A mandate in its own words; `other` names the sentence that stands in the place of one."""
    body = {**form, **{name: play.text(other.get(name, name)) for name in WRITTEN}}
    play.ids["text"] = play.do(MODERATOR, what, "/mandates", body)["textHash"]


def accepts(play: Play, who: str, version: int) -> None:
    """Exactly the offered text."""
    play.do(who, "accepts", f"/mandates/{version}/acceptances", {"hash": play.ids["text"]})


def begins(play: Play, kind: str, goal: str, parties: Sequence[str]) -> None:
    """A conversation, with the yes of everyone for it."""
    body = {"kind": kind, "goal": play.text(goal), "agenda": play.text("agenda"), "plannedFor": soon()}
    play.ids["session"] = play.do(MODERATOR, f"plans-{kind}", "/sessions", body)["id"]
    for who in parties:
        play.do(who, "reconfirms", "/sessions/{session}/reconfirmations", {"ready": True})
    play.do(MODERATOR, "starts", "/sessions/{session}/start", None, 200)


def promise(play: Play, owner: str, beneficiary: str, what: str, due: int | None = None, review: int | None = None) -> Json:
    """What one would promise the other: by a day, or standing with a day on which all look at it again."""
    ends = {"ownerPartyId": play.ids[owner], "beneficiaryPartyId": play.ids[beneficiary]}
    days = {"dueOn": None if due is None else str(day(due)), "reviewOn": None if review is None else str(day(review))}
    return {"what": play.text(what), "howWeKnow": play.text("how"), "kind": "behavioural", **days, **ends}


def all_say_yes(play: Play, version: int, parties: Sequence[str]) -> None:
    """Everyone confirms the identical text, and every owner accepts what they promise (R13)."""
    whole = play.found(parties[0], f"/agreements/{version}")
    for who in parties:
        play.do(who, "confirms-text", f"/agreements/{version}/confirmations", {"hash": whole["textHash"]})
    owners = {play.ids[who]: who for who in parties}
    for one in whole["commitments"]:
        owner = owners[one["ownerPartyId"]]
        play.ids[f"promise-{owner}"] = one["id"]
        play.do(owner, "accepts-commitment", f"/commitments/{one['id']}/acceptance")


def reports(play: Play, owner: str) -> None:
    """Whoever promised it says that it is done."""
    play.do(owner, "reports", f"/commitments/{{promise-{owner}}}/reports", None, 200)


def is_done(play: Play, owner: str, beneficiary: str) -> None:
    """Only the one it was promised to says so (R14)."""
    play.do(beneficiary, "confirms-done", f"/commitments/{{promise-{owner}}}/confirmation", None, 200)


def look_back(play: Play, harmed: str, parties: Sequence[str]) -> None:
    """The look back, the harm, everyone's yes; and the case closes (R15)."""
    play.do(MODERATOR, "to-aftercare", "/transitions", {"to": "aftercare"}, 200)
    play.do(MODERATOR, "follows-up", "/follow-ups", {"held": True, "on": str(day(0)), "summary": play.text("summary")})
    play.do(harmed, "marks", "/harms/{harm}/marks", {"mark": "repaired"}, 200)
    for who in parties:
        play.do(who, "restored", "/outcome-confirmations", {"question": "restored", "yes": True})
    for who in parties:
        play.do(who, "evaluates", "/evaluations", {"heard": 5, "safe": 4, "fair": 5, "restored": 4, "insight": 4})
    play.do(MODERATOR, "closes", "/closure", {}, 200)
