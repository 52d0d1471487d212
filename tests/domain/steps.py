"""The alphabet of the exploration: everything that somebody can do in a case, and what time does, family by family."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from app.domain.cases import CaseState, Ending
from app.domain.commitments import CommitmentState
from app.domain.confidentiality import Act, Role
from app.domain.deeds import decide
from app.domain.errors import DomainError
from app.domain.harms import HarmMark
from app.domain.mandates import Involvement
from app.domain.readiness import Gate
from app.domain.sessions import SessionKind
from app.domain.situation import Deed, Promise, Situation

EXPIRE, FALL_DUE = "expire", "fall due"

STILL = (
    Act.REDEEM,
    Act.KEEP_PARTICULARS,
    Act.COMMENT_MANDATE,
    Act.APPROVE_RECORD,
    Act.TELL,
    Act.ACCEPT_ATTRIBUTION,
    Act.EVALUATE,
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


def harm_of(who: str) -> str:
    """The key of the harm that this party shares."""
    return f"harm of {who}"


def promised(owner: str, beneficiary: str) -> Promise:
    """What one promises another."""
    return Promise(owner, beneficiary, CommitmentState.PROPOSED, key=f"{owner} to {beneficiary}")


def instead_of(one: Promise) -> Promise:
    """What comes in the place of a promise."""
    return replace(one, key=f"{one.key}, anew", replaces=one.key)


def family(name: str, people: tuple[str, ...]) -> tuple[Step, ...]:
    """The steps of one family, for these people."""
    return tuple(FAMILIES[name](people))


def _gate(people: tuple[str, ...]) -> Iterator[Step]:
    for who in people:
        yield from (moderator(Act.INVITE, about=who), party(who, Act.ACCEPT_SECRECY))
        yield from (party(who, Act.DECLARE_READINESS, yes) for yes in (True, False))
        yield party(who, Act.WITHDRAW)
        yield from (moderator(Act.ASSESS_SAFETY, safe, who) for safe in (True, False))
        yield Step(None, Deed(Act.WITHDRAW, who), EXPIRE)
    yield from (moderator(Act.ANNOUNCE_GATE, gate) for gate in Gate)


def _readiness(people: tuple[str, ...]) -> Iterator[Step]:
    """The gate again, with fewer answers that say the same: for the slices in which it meets something large."""
    for who in people:
        yield from (party(who, Act.DECLARE_READINESS, True), party(who, Act.WITHDRAW))
    yield from (moderator(Act.ASSESS_SAFETY, safe, people[1]) for safe in (True, False))
    yield from (moderator(Act.ANNOUNCE_GATE, gate) for gate in Gate)


def _arrivals(people: tuple[str, ...]) -> Iterator[Step]:
    yield moderator(Act.ADD_PARTY, about=people[-1])


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
        yield Step(None, Deed(Act.SAY_NOT_KEPT, None, key), FALL_DUE)
    for who in people:
        yield party(who, Act.RENEGOTIATE, (anew,))
        yield party(who, Act.CONFIRM_AGREEMENT)
        yield party(who, Act.ACCEPT_COMMITMENT, anew.key)
        for act in (Act.REPORT_DONE, Act.CONFIRM_DONE, Act.DISPUTE, Act.WAIVE, Act.SAY_NOT_KEPT):
            yield from (party(who, act, key) for key in (there.key, anew.key))


def _outcomes(people: tuple[str, ...]) -> Iterator[Step]:
    yield moderator(Act.FOLLOW_UP)
    for who in people:
        yield from (party(who, Act.CONFIRM_OUTCOME, yes) for yes in (True, False))


def _stills(people: tuple[str, ...]) -> Iterator[Step]:
    yield from (moderator(act) for act in (Act.WRITE_NOTE, Act.REWRITE_NOTE, Act.WRITE_RECORD, Act.COMMENT_MANDATE))
    for who in people:
        yield moderator(Act.HOLD_TALK, about=who)
        yield from (party(who, act) for act in STILL)


def _welcomes(people: tuple[str, ...]) -> Iterator[Step]:
    yield from (party(who, Act.ACCEPT_MODERATOR) for who in people)


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
}


def after(now: Situation, step: Step) -> Situation | None:
    """The situation that follows, or nothing when the step is not possible now."""
    if step.word == EXPIRE:
        here = any(place.party == step.deed.party for place in now.places)
        return now.with_place(step.deed.party, ready=False, reconfirmed=False) if here else None
    if step.word == FALL_DUE:
        return replace(now, promises=tuple(replace(one, due=one.due or one.key == step.deed.choice) for one in now.promises))
    if step.deed.act is Act.SHARE and any(harm.key == step.deed.choice for harm in now.harms):
        return None  # every harm that is shared is a new one
    try:
        return decide(now, step.role or Role.WORKER, step.deed)
    except DomainError:
        return None
