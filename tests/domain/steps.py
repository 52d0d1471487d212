"""The alphabet of the exploration: everything that somebody can do in a case, and what time does, family by family."""

from collections.abc import Iterator
from typing import NamedTuple

from app.domain.cases import CaseState, Ending
from app.domain.commitments import CommitmentState
from app.domain.confidentiality import Act, Role
from app.domain.deeds import decide
from app.domain.deeds.disclosures import Answer
from app.domain.errors import DomainError
from app.domain.groups import Chosen, Member
from app.domain.guardians import Age
from app.domain.harms import HarmMark
from app.domain.mandates import Involvement, MandateState, Offered
from app.domain.outcomes import OutcomeQuestion
from app.domain.parties import Loss, PartyKind
from app.domain.readiness import Gate, Noted
from app.domain.sessions import SessionKind
from app.domain.situation import Deed, Promise, Situation

EXPIRE, FALL_DUE, GROW_UP, FALL_SILENT, WAIT_LONG = "expire", "fall due", "grow up", "fall silent", "wait long"
ALL = "all"
"""Those who take part, together."""

STILL = (
    Act.REDEEM,
    Act.KEEP_PARTICULARS,
    Act.COMMENT_MANDATE,
    Act.APPROVE_RECORD,
    Act.TELL,
    Act.ACCEPT_ATTRIBUTION,
    Act.EVALUATE,
    Act.ASK_ERASURE,
    Act.PROPOSE_SUCCESSOR,
    Act.GRANT_PRIVATE,
    Act.ISSUE_CODES,
    Act.BRING_SUPPORTER,
    Act.ADMIT,
    Act.PROPOSE_SUPPORT,
    Act.RELEASE,
    Act.CONFIRM_SUPPORT,
)
"""What a party can do without anything that a gate looks at being different afterwards."""


class Step(NamedTuple):
    """A deed by someone; without a role it is time that passes, and `word` says how."""

    role: Role | None
    deed: Deed
    word: str = ""


def moderator(act: Act, choice: object = None, about: str | None = None) -> Step:
    """What the moderator does."""
    return Step(Role.MODERATOR, Deed(act, about, choice))


def party(who: str, act: Act, choice: object = None) -> Step:
    """What a party does."""
    return Step(Role.PARTY, Deed(act, who, choice))


def guardian(key: str, child: str, act: Act, *yes: bool) -> Step:
    """What somebody does who holds authority over a young party."""
    return Step(Role.GUARDIAN, Deed(act, child, (key, *yes) if yes else key))


def time(word: str, act: Act, who: object = None, what: object = None) -> Step:
    """What nobody does: time passes."""
    return Step(None, Deed(act, who, what), word)


def harm_of(who: str) -> str:
    """The key of the harm that this party shares."""
    return f"harm of {who}"


def promised(owner: str, beneficiary: str) -> Promise:
    """What one promises another."""
    return Promise(owner, beneficiary, CommitmentState.PROPOSED, key=f"{owner} to {beneficiary}")


def instead_of(one: Promise) -> Promise:
    """What comes in the place of a promise."""
    return one._replace(key=f"{one.key}, anew", replaces=one.key)


def family(name: str, people: tuple[str, ...]) -> tuple[Step, ...]:
    """The steps of one family, for these people."""
    return tuple(FAMILIES[name](people))


def _gate(people: tuple[str, ...]) -> Iterator[Step]:
    for who in people:
        yield from (moderator(Act.INVITE, about=who), party(who, Act.ACCEPT_SECRECY))
        yield from (party(who, Act.DECLARE_READINESS, yes) for yes in (True, False))
        yield party(who, Act.WITHDRAW)
        yield from (moderator(Act.ASSESS_SAFETY, safe, who) for safe in (True, False))
        yield time(EXPIRE, Act.WITHDRAW, who)
    yield from (moderator(Act.ANNOUNCE_GATE, gate) for gate in Gate)


def _readiness(people: tuple[str, ...]) -> Iterator[Step]:
    """The gate again, with fewer answers that say the same: for the slices in which it meets something large."""
    for who in people:
        yield from (party(who, Act.DECLARE_READINESS, True), party(who, Act.WITHDRAW))
    yield from (moderator(Act.ASSESS_SAFETY, safe, people[1]) for safe in (True, False))
    yield from (moderator(Act.ANNOUNCE_GATE, gate) for gate in Gate)


def _arrivals(people: tuple[str, ...]) -> Iterator[Step]:
    last = people[-1]
    yield from (moderator(act, about=last) for act in (Act.ADD_PARTY, Act.INVITE))
    yield party(last, Act.ACCEPT_SECRECY)


def _moves(people: tuple[str, ...]) -> Iterator[Step]:
    yield from (moderator(Act.MOVE, state) for state in CaseState)
    yield from (moderator(Act.CLOSE, reason) for reason in (None, Ending.NOT_POSSIBLE, Ending.RESTORED))
    yield moderator(Act.CLASSIFY)
    yield from (party(who, Act.ASK_REOPENING) for who in people)


def _pauses(_: tuple[str, ...]) -> Iterator[Step]:
    yield from (moderator(Act.PAUSE), moderator(Act.RESUME))


def _mandates(people: tuple[str, ...]) -> Iterator[Step]:
    yield from (moderator(Act.DRAFT_MANDATE), moderator(Act.ACCEPT_MANDATE))
    yield moderator(Act.OFFER_MANDATE, Involvement.NONE)
    yield from (party(who, Act.ACCEPT_MANDATE) for who in people)


def _involvements(_: tuple[str, ...]) -> Iterator[Step]:
    yield moderator(Act.OFFER_MANDATE, Involvement.PROPOSALS)


def _sessions(people: tuple[str, ...]) -> Iterator[Step]:
    yield from (moderator(Act.PLAN_SESSION, kind) for kind in (SessionKind.JOINT, SessionKind.FOLLOW_UP))
    yield from (moderator(act) for act in (Act.START_SESSION, Act.SUSPEND_SESSION, Act.CANCEL_SESSION, Act.END_SESSION))
    yield moderator(Act.END_SESSION, frozenset({harm_of(people[0])}))
    for who in people:
        yield from (party(who, Act.RECONFIRM, yes) for yes in (True, False))
        yield from (moderator(Act.RECONFIRM, yes, who) for yes in (True, False))


def _harms(people: tuple[str, ...]) -> Iterator[Step]:
    for who in people:
        yield party(who, Act.SHARE, harm_of(who))
        for whose in people:
            yield from (party(who, Act.MARK_HARM, (harm_of(whose), mark)) for mark in (HarmMark.REPAIRED, HarmMark.LEFT_OPEN))


def _agreements(people: tuple[str, ...]) -> Iterator[Step]:
    there, back = promised(people[1], people[0]), promised(people[0], people[1])
    yield moderator(Act.PROPOSE_AGREEMENT, (there,))
    for who in people:
        yield from (party(who, Act.PROPOSE_AGREEMENT, texts) for texts in ((), (there,), (there, back)))
        yield party(who, Act.CONFIRM_AGREEMENT)
        yield from (party(who, Act.ACCEPT_COMMITMENT, one.key) for one in (there, back))


def _promises(people: tuple[str, ...]) -> Iterator[Step]:
    there = promised(people[1], people[0])
    anew = instead_of(there)
    for key in (there.key, anew.key):
        yield time(FALL_DUE, Act.SAY_NOT_KEPT, None, key)
        yield time(FALL_SILENT, Act.CONFIRM_DONE, None, key)
    for who in people:
        yield party(who, Act.RENEGOTIATE, (anew,))
        yield party(who, Act.CONFIRM_AGREEMENT)
        yield party(who, Act.ACCEPT_COMMITMENT, anew.key)
        for act in (Act.REPORT_DONE, Act.CONFIRM_DONE, Act.DISPUTE, Act.WAIVE, Act.SAY_NOT_KEPT):
            yield from (party(who, act, key) for key in (there.key, anew.key))


def _outcomes(people: tuple[str, ...]) -> Iterator[Step]:
    yield moderator(Act.FOLLOW_UP)
    for who in people:
        for question in (OutcomeQuestion.NO_COMMITMENTS_NEEDED, OutcomeQuestion.RESTORED):
            yield from (party(who, Act.CONFIRM_OUTCOME, (question, yes)) for yes in (True, False))


def _by_themselves(people: tuple[str, ...]) -> Iterator[Step]:
    yield moderator(Act.CLOSE, Ending.SELF_RESOLVED)
    for who in people:
        yield from (party(who, Act.CONFIRM_OUTCOME, (OutcomeQuestion.SELF_RESOLVED, yes)) for yes in (True, False))


def _turns(people: tuple[str, ...]) -> Iterator[Step]:
    """The moderator goes, and another one comes or none."""
    yield from (party(who, Act.OBJECT) for who in people)
    yield moderator(Act.RECUSE)
    yield Step(Role.REGISTRAR, Deed(Act.END_APPOINTMENT))
    yield moderator(Act.ANSWER_OFFER)
    yield time(WAIT_LONG, Act.PROPOSE_SUCCESSOR)
    yield from (Step(Role.WORKER, Deed(act)) for act in (Act.PAUSE, Act.LAPSE))


def _guardians(people: tuple[str, ...]) -> Iterator[Step]:
    """One of them is young, and two hold authority."""
    child = people[1]
    yield from (moderator(Act.KEEP_GUARDIANS, age, child) for age in (Age.CHILD, Age.YOUNG, Age.ADULT))
    yield time(GROW_UP, Act.KEEP_GUARDIANS, child)
    for key in ("gran", "dad"):
        yield from _of_guardian(key, child)


def _guardian(people: tuple[str, ...]) -> Iterator[Step]:
    """The same with one of them, for the slices in which they meet something large."""
    yield from (moderator(Act.KEEP_GUARDIANS, age, people[1]) for age in (Age.CHILD, Age.YOUNG))
    yield from _of_guardian("gran", people[1])


def _authority(people: tuple[str, ...]) -> Iterator[Step]:
    """Whoever holds it already."""
    yield guardian("gran", people[1], Act.ACCEPT_MANDATE)


def _of_guardian(key: str, child: str) -> Iterator[Step]:
    yield from (moderator(Act.KEEP_GUARDIANS, (key, holds), child) for holds in (True, False))
    yield moderator(Act.INVITE, key, child)
    yield from (guardian(key, child, act) for act in (Act.REDEEM, Act.ACCEPT_SECRECY, Act.ACCEPT_MANDATE))
    yield Step(Role.GUARDIAN, Deed(Act.ACCEPT_MANDATE, child, (key, MandateState.IN_FORCE)))
    yield from (guardian(key, child, Act.CONSENT, yes) for yes in (True, False))
    yield time(EXPIRE, Act.CONSENT, child, key)


def _leavings(people: tuple[str, ...]) -> Iterator[Step]:
    """One goes, one dies, and one turns out to be not concerned."""
    last = people[-1]
    yield from (party(who, Act.DEPART) for who in people)
    yield from (moderator(Act.RECORD_LOSS, loss, last) for loss in Loss)
    yield moderator(Act.RECORD_LOSS, None, last)
    yield moderator(Act.OFFER_MANDATE, Offered(Involvement.NONE, frozenset({last})))


def _collectives(people: tuple[str, ...]) -> Iterator[Step]:
    """Something is promised to all together, and one of them speaks for all."""
    one = promised(people[1], ALL)
    yield moderator(Act.ADD_PARTY, PartyKind.COLLECTIVE, ALL)
    yield party(people[0], Act.PROPOSE_AGREEMENT, (one,))
    yield party(people[1], Act.ACCEPT_COMMITMENT, one.key)
    yield time(FALL_DUE, Act.SAY_NOT_KEPT, None, one.key)
    # The owner is one of those together as well as not: for the rules it is all one, and it would double the states.
    yield from (moderator(Act.KEEP_MEMBERS, who, ALL) for who in people[::2])
    for who in people:
        yield from (party(people[0], Act.CHOOSE_SPOKESPERSON, Chosen(ALL, who, decides)) for decides in (True, False))
        yield party(who, Act.CONFIRM_AGREEMENT)
        yield from (party(who, act, one.key) for act in (Act.REPORT_DONE, Act.CONFIRM_DONE, Act.DISPUTE, Act.WAIVE, Act.SAY_NOT_KEPT))


def _members(people: tuple[str, ...]) -> Iterator[Step]:
    """One of the places is that of a group, and another of its members comes to speak for it."""
    group = people[1]
    yield moderator(Act.KEEP_MEMBERS, None, group)
    for speaks in (True, False):
        yield moderator(Act.INVITE, Member("member", speaks), group)
        yield party(group, Act.ACCEPT_SECRECY, Member("member", speaks))
    for decides, informed in ((True, True), (True, False), (False, True)):
        yield party(group, Act.CHOOSE_SPOKESPERSON, Chosen(group, "member", decides, informed))


def _notes(people: tuple[str, ...]) -> Iterator[Step]:
    for who in people:
        yield from (moderator(Act.NOTE_READINESS, yes, who) for yes in (True, False))
        yield party(who, Act.CONTEST, (Noted.DECLARATION, False))
        yield party(who, Act.CONTEST, (Noted.RECONFIRMATION, False))


def _stills(people: tuple[str, ...]) -> Iterator[Step]:
    yield from (moderator(act) for act in (Act.WRITE_NOTE, Act.REWRITE_NOTE, Act.WRITE_RECORD, Act.COMMENT_MANDATE, Act.NAME_COMPANION))
    yield from (Step(Role.SUPPORTER, Deed(act)) for act in (Act.REDEEM, Act.ACCEPT_SECRECY))
    yield Step(Role.COORDINATOR, Deed(Act.ANSWER_SUPPORT))
    for who in people:
        yield moderator(Act.HOLD_TALK, about=who)
        yield from (party(who, act) for act in STILL)


def _welcomes(people: tuple[str, ...]) -> Iterator[Step]:
    yield from (party(who, Act.ACCEPT_MODERATOR) for who in people)


def _letters(people: tuple[str, ...]) -> Iterator[Step]:
    """What somebody outside asks: every state that one letter can come to is walked by itself, in `test_disclosures`."""
    yield from (moderator(Act.RECORD_REQUEST), moderator(Act.WRITE_LETTER, "words"), moderator(Act.NOTE_OTHER_LETTER))
    yield from (moderator(act) for act in (Act.RELEASE_LETTER, Act.RECORD_EXCEPTION, Act.TELL_EXCEPTION, Act.HOLD))
    for yes in (True, False):
        yield moderator(Act.CONSENT_DISCLOSURE, Answer("words", yes))
        yield from (party(who, Act.CONSENT_DISCLOSURE, Answer("words", yes)) for who in people)
    yield Step(Role.WORKER, Deed(Act.INVOKE_SECRECY))


FAMILIES = {
    "welcomes": _welcomes,
    "gate": _gate,
    "readiness": _readiness,
    "arrivals": _arrivals,
    "moves": _moves,
    "pauses": _pauses,
    "mandates": _mandates,
    "involvements": _involvements,
    "sessions": _sessions,
    "harms": _harms,
    "agreements": _agreements,
    "promises": _promises,
    "outcomes": _outcomes,
    "stills": _stills,
    "by themselves": _by_themselves,
    "turns": _turns,
    "guardians": _guardians,
    "guardian": _guardian,
    "authority": _authority,
    "notes": _notes,
    "leavings": _leavings,
    "collectives": _collectives,
    "members": _members,
    "letters": _letters,
}


def after(now: Situation, step: Step) -> Situation | None:
    """The situation that follows, or nothing when the step is not possible now."""
    if step.word:
        return _later(now, step)
    if step.deed.act is Act.SHARE and any(harm.key == step.deed.choice for harm in now.harms):
        return None  # every harm that is shared is a new one
    try:
        return decide(now, step.role or Role.WORKER, step.deed)
    except DomainError:
        return None


def _later(now: Situation, step: Step) -> Situation | None:
    """What time makes of it: what is said wears off, children grow up, days come, and nobody answers."""
    who, key = step.deed.party, step.deed.choice
    place = next((place for place in now.places if place.party == who), None)
    if step.word == WAIT_LONG:
        return None if now.led else now._replace(left_alone=True)
    if step.word in {FALL_DUE, FALL_SILENT}:
        return now._replace(promises=tuple(_waits(one, step.word) if one.key == key else one for one in now.promises))
    if place is None:
        return None
    if step.word == GROW_UP:
        return now.with_place(who, age={Age.CHILD: Age.YOUNG, Age.YOUNG: Age.ADULT}.get(place.age, place.age))
    if key is None:
        return now.with_place(who, ready=False, reconfirmed=False)
    guardians = tuple(one._replace(consented=one.consented and one.key != key) for one in place.guardians)
    return now.with_place(who, guardians=guardians)


def _waits(one: Promise, word: str) -> Promise:
    if word == FALL_DUE:
        return one._replace(due=True)
    return one._replace(state=CommitmentState.UNANSWERED) if one.state is CommitmentState.REPORTED else one
