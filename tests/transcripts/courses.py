"""How cases go, from one decision that all must take to the next: who takes it, and who must not learn which of two has not yet."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, Final, NamedTuple

from tests.people import key
from tests.routers.playing import COORDINATOR, MANDATE, MODERATOR
from tests.transcripts.played import ANN, BEN, CEM, OUTSIDERS, Played, Says, answers

ALL: Final = (ANN, BEN, CEM)
SUE, MUM, DAD = "Sue", "Mum", "Dad"
COUNCIL, MIA, NOA, OZ = "Council", "Mia", "Noa", "Oz"
SUCCESSOR: Final = "other_moderator"
BRIEFING: Final = "De briefing begint om kwart voor acht."
DUE: Final = "2035-01-01"


class Pair(NamedTuple):
    """Two of whom one has answered, those who answered before them, and those who look on."""

    one: str
    other: str
    before: tuple[str, ...]
    readers: tuple[str, ...]


class Decision(NamedTuple):
    """What all must take: how a case comes to it, how one answers, and who of them are told apart in vain."""

    name: str
    arrive: Callable[[Played], Awaitable[Any]]
    says: Says
    pairs: tuple[Pair, ...]


async def _at_once(play: Played) -> None:
    """The case is there already."""


# Three parties, from the referral to the last yes


async def _referred(play: Played) -> None:
    await play.taken(*ALL)


async def _to_readiness(play: Played) -> None:
    await play.moves("readiness")


async def _mandate_offered(play: Played) -> None:
    await play.moves("mandate")
    await play.does(play.leads, "readiness/announcements", {"gate": "open"})
    await play.accepts(await play.offers_mandate(), play.leads)


async def _supporter_brought(play: Played) -> None:
    await play.moves("in_process")
    id = (await play.does(ANN, "supporters", {"displayName": SUE, "contact": "06 1234"}))["id"]
    await play.does(ANN, f"supporters/{id}/introduction")
    await play.invites(SUE, f"companions/{id}")
    await play.comes_in(SUE)
    await play.is_informed(SUE)


async def _admits(play: Played, name: str) -> None:
    await play.does(name, f"introductions/{play.place[SUE].rpartition('/')[2]}/admissions")


async def _planned(play: Played) -> None:
    await play.plans()


async def _talked(play: Played) -> None:
    harm = await play.does(ANN, "harms", {"kinds": ["emotional"], "text": "Het deed pijn."})
    session = await play.session(ANN)
    await play.does(play.leads, f"{session}/start")
    for name in ALL:
        await play.does(play.leads, f"{session}/attendances", {"partyId": play.party[name]})
    await play.does(play.leads, f"{session}/presences", {"companionId": play.place[SUE].rpartition("/")[2]})
    await play.does(play.leads, f"{session}/end", {"discussedHarmIds": [harm["id"]]})
    await play.does(play.leads, f"{session}/record", {"text": "Wij spraken over de ochtend."})


async def _support_proposed(play: Played) -> None:
    await play.does(BEN, "organisational-supports", {"text": BRIEFING, "dueOn": DUE})


async def _releases(play: Played, name: str) -> None:
    (support,) = await play.items(name, "organisational-supports")
    await play.does(name, f"organisational-supports/{support['id']}/releases", {"hash": support["textHash"]})


async def _support_done(play: Played) -> None:
    (item,) = [one for one in await play.items(COORDINATOR, "/released-items") if one["text"] == BRIEFING]
    await play.does(COORDINATOR, f"/released-items/{item['id']}/answers", {"answer": "done"})


async def _confirms_support(play: Played, name: str) -> None:
    (support,) = await play.items(name, "organisational-supports")
    await play.does(name, f"organisational-supports/{support['id']}/confirmations")


async def _proposed(play: Played) -> None:
    words = {"what": "Eerst vragen.", "howWeKnow": "Het wordt gevraagd.", "kind": "behavioural", "dueOn": DUE}
    ring = zip(ALL, (*ALL[1:], ALL[0]), strict=True)
    promises = [{"ownerPartyId": play.party[owner], "beneficiaryPartyId": play.party[other], **words} for owner, other in ring]
    await play.does(ANN, "agreements", {"text": "Zo doen wij het.", "commitments": promises})


async def _kept(play: Played) -> None:
    await play.moves("agreement")
    owners = dict(zip(ALL, (*ALL[1:], ALL[0]), strict=True))
    for one in await play.items(play.leads, "commitments"):
        (owner,) = (name for name in ALL if play.party[name] == one["ownerPartyId"])
        await play.does(owner, f"commitments/{one['id']}/reports")
        await play.does(owners[owner], f"commitments/{one['id']}/confirmation")
    (harm,) = await play.items(ANN, "harms")
    await play.does(ANN, f"harms/{harm['id']}/marks", {"mark": "repaired"})
    await play.moves("aftercare")


async def _letter_written(play: Played) -> None:
    """A board asks something; the moderator wrote what would leave, and consents to it."""
    day = datetime.now(UTC).date()
    about = {"recipient": "De raad", "purpose": "Een onderzoek.", "asks": "Het verslag."}
    letter = {**about, "receivedOn": str(day), "dueOn": str(day + timedelta(days=14))}
    id = (await play.does(play.leads, "disclosure-requests", letter))["id"]
    await play.does(play.leads, f"disclosure-requests/{id}/texts", {"text": "Zij spraken elkaar."})
    await _says_to_letter(play, play.leads)


async def _says_to_letter(play: Played, name: str, *, yes: bool = True) -> None:
    letter = f"disclosure-requests/{(await play.items(name, 'disclosure-requests'))[-1]['id']}"
    hash = (await play.items(name, f"{letter}/texts"))[-1]["textHash"]
    await play.does(name, f"{letter}/consents", {"hash": hash, "yes": yes})


async def _says_no(play: Played, name: str) -> None:
    await _says_to_letter(play, name, yes=False)


def _three(*more: str) -> tuple[Pair, ...]:
    return (Pair(ANN, BEN, (CEM,), (CEM, COORDINATOR, *more)),)


THREE: Final = (
    Decision("to come in", _referred, Played.comes_in, _three()),
    Decision("the secrecy statement", _at_once, Played.is_informed, _three()),
    Decision("the moderator", _at_once, Played.welcomes, _three("registrar")),
    Decision("self-resolved", _to_readiness, answers("self_resolved"), _three()),
    Decision("readiness", Played.all_are_safe, Played.is_ready, _three()),
    Decision("the mandate", _mandate_offered, Played.agrees_to_mandate, _three(*OUTSIDERS)),
    Decision("a supporter", _supporter_brought, _admits, _three(SUE)),
    Decision("today's yes", _planned, Played.says_yes_today, _three(SUE)),
    Decision("a record", _talked, Played.approves, _three(SUE)),
    Decision("no commitments needed", _at_once, answers("no_commitments_needed"), _three(SUE)),
    Decision("a release", _support_proposed, _releases, _three(SUE, "other_coordinator")),
    Decision("support that was given", _support_done, _confirms_support, _three(SUE, "other_coordinator")),
    Decision("an agreement", _proposed, Played.agrees, _three(SUE)),
    Decision("what would leave", _letter_written, _says_to_letter, _three(SUE, "registrar")),
    Decision("what will not leave", _letter_written, _says_no, _three()),
    Decision("restored", _kept, answers("restored"), _three(SUE)),
)


async def closes(play: Played) -> None:
    """The follow-up was declined, and the case ends as its parties said."""
    await play.does(play.leads, "follow-ups", {"held": False, "on": str(datetime.now(UTC).date())})
    await play.does(play.leads, "closure", {})


# A child with two guardians, somebody else, and a council with one place


async def _members_invited(play: Played) -> None:
    await play.taken(ANN, BEN)
    play.party[COUNCIL] = (await play.does(MODERATOR, "parties", {"displayName": COUNCIL, "kind": "group"}))["id"]
    for name in (ANN, BEN):
        await play.comes_in(name)
        await play.is_informed(name)
    for name in (MIA, NOA, OZ):
        at = f"parties/{play.party[COUNCIL]}/members"
        await play.invites(name, f"{at}/{(await play.does(MODERATOR, at, {'displayName': name}))['id']}")


async def _chooses(play: Played, name: str) -> None:
    await play.does(name, f"parties/{play.party[COUNCIL]}/spokesperson-choices", {"memberId": play.place[OZ].rpartition("/")[2]})


async def _guardians_invited(play: Played) -> None:
    play.headers[COUNCIL], play.place[COUNCIL] = play.headers[OZ], f"parties/{play.party[COUNCIL]}"
    await play.does(MODERATOR, f"parties/{play.party[ANN]}/birth-date", {"bornOn": "2016-05-01"})
    for name in (MUM, DAD):
        at = f"parties/{play.party[ANN]}/guardians"
        row = await play.does(MODERATOR, at, {"displayName": name, "contact": f"{name}@post.example"})
        await play.invites(name, f"{at}/{row['id']}")


async def _to_answer(play: Played) -> None:
    await play.moves("readiness")
    await play.all_are_safe()


async def _comes_in_informed(play: Played, name: str) -> None:
    await play.comes_in(name)
    await play.is_informed(name)


FAMILY: Final = (
    Pair(ANN, MUM, (DAD, BEN, COUNCIL), (DAD, BEN, COORDINATOR)),
    Pair(ANN, BEN, (MUM, DAD, COUNCIL), (MUM, MIA, COORDINATOR)),
    Pair(MUM, DAD, (ANN, BEN, COUNCIL), (ANN, BEN, COORDINATOR)),
)
CHILD: Final = (
    Decision("members come in", _members_invited, _comes_in_informed, (Pair(MIA, NOA, (OZ,), (OZ, COORDINATOR)),)),
    Decision("who speaks", _at_once, _chooses, (Pair(MIA, NOA, (), (OZ, ANN, COORDINATOR)),)),
    Decision("guardians come in", _guardians_invited, _comes_in_informed, (Pair(MUM, DAD, (), (ANN, BEN, COORDINATOR)),)),
    Decision("readiness of a child", _to_answer, Played.is_ready, FAMILY),
    Decision("the mandate of a child", _mandate_offered, Played.agrees_to_mandate, FAMILY[::2]),
    Decision("what would leave of a child", _letter_written, _says_to_letter, FAMILY[:1]),
)


# A moderator goes, and another one comes


async def _successor_came(play: Played) -> None:
    await play.taken(*ALL)
    for says in (Played.comes_in, Played.is_informed, Played.welcomes):
        await play.each(says, *ALL)
    for name in ALL:
        await play.does(name, "statements", {"text": "Zo zag ik het."})
    await play.moves("readiness")
    await play.all_are_safe()
    await play.each(Played.is_ready, *ALL)
    appointment = (await play.items(ANN, "appointments"))[-1]["id"]
    await play.does(MODERATOR, f"appointments/{appointment}/recusal")
    await play.does(ANN, "successor-proposals", {"moderatorIds": [str(key("moderator", SUCCESSOR))]})
    (offer,) = [one for one in await play.items(SUCCESSOR, "/offers") if one["caseId"] == play.id]
    await play.does(SUCCESSOR, f"/offers/{offer['id']}/declaration", {"independent": True})
    play.leads = SUCCESSOR


async def _grants(play: Played, name: str) -> None:
    await play.does(name, "private-record-grants", {"appointmentId": (await play.items(name, "appointments"))[-1]["id"]})


async def _new_mandate(play: Played) -> None:
    await play.does(SUCCESSOR, "resumption")
    draft = await play.does(SUCCESSOR, "mandates", MANDATE)
    await play.accepts(await play.does(SUCCESSOR, f"mandates/{draft['version']}/offer"), SUCCESSOR)


SUCCESSION: Final = tuple(
    Decision(name, arrive, says, (Pair(ANN, BEN, (CEM,), (CEM, MODERATOR, COORDINATOR, "registrar")),))
    for name, arrive, says in (
        ("a grant to the successor", _successor_came, _grants),
        ("the successor", _at_once, Played.welcomes),
        ("the mandate of the successor", _new_mandate, Played.agrees_to_mandate),
    )
)


class Course(NamedTuple):
    """A stretch of a case: what was decided before it, and the decisions that are watched."""

    before: tuple[Decision, ...]
    watched: tuple[Decision, ...]


def _parts(whole: tuple[Decision, ...], *cuts: int) -> tuple[Course, ...]:
    """The whole of it, in stretches that can be watched one beside the other."""
    return tuple(Course(whole[:start], whole[start:end]) for start, end in pairwise((0, *cuts, len(whole))))


COURSES: Final = {
    f"{name}, from {course.watched[0].name}": course
    for name, courses in (("three", _parts(THREE, 6, 9, 11)), ("child", _parts(CHILD, 3, 4)), ("succession", _parts(SUCCESSION)))
    for course in courses
}
__all__ = ["COURSES", "THREE", "Course", "Decision", "Pair", "closes"]
