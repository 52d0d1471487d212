"""How the exploration walks: from eight stations on the way of a case, along every step, until no new state appears."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from app.domain.cases import CaseState, Ending
from app.domain.confidentiality import Act, Role
from app.domain.deeds.disclosures import Answer
from app.domain.groups import Chosen, Member
from app.domain.harms import HarmMark
from app.domain.mandates import Involvement, Offered
from app.domain.outcomes import OutcomeQuestion
from app.domain.sessions import SessionKind, SessionState
from app.domain.situation import Deed, Place, Promise, Situation
from tests.domain.keeping import EDGE_LAWS, STILL_LAWS, sound
from tests.domain.laws import Edge
from tests.domain.steps import WAIT_LONG, Step, after, harm_of, moderator, party, promised, time

OVER = {SessionState.HELD, SessionState.SUSPENDED, SessionState.CANCELLED}
UNSUITABLE = moderator(Act.CLOSE, Ending.UNSUITABLE)


class Found(NamedTuple):
    """What one slice came to."""

    states: set[Situation]
    edges: int
    taken: set[Step]


def settled(now: Situation) -> Situation:
    """The same situation as a store loads it: a conversation that is over is no conversation that stands."""
    return now._replace(session=None, session_counts=False) if now.session in OVER else now


def explore(starts: Iterable[Situation], alphabet: Sequence[Step]) -> Found:
    """Every state that these steps reach, each law asked on every edge, each promise of every state kept."""
    found = Found(set(starts), 0, set())
    waiting, edges = list(found.states), 0
    while waiting:
        now = waiting.pop()
        for step in alphabet:
            then = taken(now, step)
            if then is None:
                continue
            edges += 1
            found.taken.add(step)
            if then not in found.states:
                sound(then)
                can_go_on(then)
                found.states.add(then)
                waiting.append(then)
    return found._replace(edges=edges)


def taken(now: Situation, step: Step) -> Situation | None:
    """The state after a step, if it is possible, with every law asked of the way there."""
    then = after(now, step)
    if then is None:
        return None
    edge = Edge(now, step.role, step.deed, then)
    for law in STILL_LAWS if then == now else EDGE_LAWS:
        law(edge)
    return settled(then)


def can_go_on(now: Situation) -> None:
    """R7, R17: every party can withdraw, and whatever the state is, somebody who is there can lead out of it, or time does."""
    for place in now.places:
        assert after(now, party(str(place.party), Act.WITHDRAW)) is not None
    if now.state is CaseState.CLOSED:
        for place in now.places:
            if place.informed:
                reopens(now, str(place.party))
    elif now.led:
        closes(now)
    else:
        succeeds(now)
        waited = after(now, time(WAIT_LONG, Act.PROPOSE_SUCCESSOR))
        over = waited and after(waited, Step(Role.WORKER, Deed(Act.LAPSE)))
        assert over
        assert over.state is CaseState.CLOSED


def closes(now: Situation) -> None:
    """With a moderator: they can close, once a conversation that goes on is broken off."""
    over = after(now, moderator(Act.SUSPEND_SESSION)) if now.session is SessionState.RUNNING else now
    closed = over and after(over, UNSUITABLE)
    assert closed
    assert closed.state is CaseState.CLOSED


def succeeds(now: Situation) -> Situation:
    """Without one: whoever is informed can propose another, who can take the case and close it."""
    for place in now.places:
        # In what is closed nobody learns whether another one asked for it again: whoever asked themselves proposes (S10).
        proposes = place.informed and (now.state is not CaseState.CLOSED or place.reopening_asked)
        assert (after(now, party(str(place.party), Act.PROPOSE_SUCCESSOR)) is not None) is proposes
    taken_on = after(now, moderator(Act.ANSWER_OFFER))
    assert taken_on
    if taken_on.state is not CaseState.CLOSED:
        closes(taken_on)
    return taken_on


def reopens(now: Situation, who: str) -> None:
    """What is closed: whoever is informed can ask for it again, with the moderator who is there or another one."""
    asked = after(now, party(who, Act.ASK_REOPENING))
    assert asked
    again = after(asked if asked.led else succeeds(asked), moderator(Act.MOVE, CaseState.READINESS))
    assert again
    assert again.state is CaseState.READINESS


def played(now: Situation, *steps: Step) -> Situation:
    """The state after these steps, each of which must be possible."""
    for step in steps:
        then = taken(now, step)
        assert then is not None, step
        now = then
    return now


def stations(people: tuple[str, ...]) -> list[Situation]:
    """The way of a case that goes well, from the intake to the end: where every slice begins."""
    one, everyone = promised(people[1], people[0]), people
    first, owner = people[0], people[1]
    legs: list[list[Step]] = [
        [moderator(Act.CLASSIFY), *(party(who, Act.ACCEPT_SECRECY) for who in everyone), moderator(Act.MOVE, CaseState.READINESS)],
        [
            *(party(who, Act.DECLARE_READINESS, True) for who in everyone),
            *(moderator(Act.ASSESS_SAFETY, True, who) for who in everyone),
            moderator(Act.MOVE, CaseState.MANDATE),
        ],
        [
            *(moderator(Act.OFFER_MANDATE, Involvement.NONE), moderator(Act.ACCEPT_MANDATE)),
            *(party(who, Act.ACCEPT_MANDATE) for who in everyone),
            moderator(Act.MOVE, CaseState.IN_PROCESS),
        ],
        [
            *(party(first, Act.SHARE, harm_of(first)), moderator(Act.PLAN_SESSION, SessionKind.JOINT)),
            *(party(who, Act.RECONFIRM, True) for who in everyone),
            *(moderator(Act.START_SESSION), moderator(Act.END_SESSION, frozenset({harm_of(first)}))),
        ],
        [
            *(party(first, Act.PROPOSE_AGREEMENT, (one,)), party(owner, Act.ACCEPT_COMMITMENT, one.key)),
            *(party(who, Act.CONFIRM_AGREEMENT) for who in everyone),
            moderator(Act.MOVE, CaseState.AGREEMENT),
        ],
        [
            *(party(owner, Act.REPORT_DONE, one.key), party(first, Act.CONFIRM_DONE, one.key)),
            moderator(Act.MOVE, CaseState.AFTERCARE),
        ],
        [
            *(party(first, Act.MARK_HARM, (harm_of(first), HarmMark.REPAIRED)), moderator(Act.FOLLOW_UP)),
            *(party(who, Act.CONFIRM_OUTCOME, (OutcomeQuestion.RESTORED, True)) for who in everyone),
            moderator(Act.CLOSE),
        ],
    ]
    found = [Situation(CaseState.INTAKE, tuple(Place(who, invited=True) for who in people))]
    for leg in legs:
        found.append(played(found[-1], *leg))
    return found


def renamed(now: Situation, names: Mapping[str, str]) -> Situation:
    """The same situation of other people: every name stands for another, in places, harms and promises."""
    return now._replace(
        places=tuple(sorted((place._replace(party=names[str(place.party)]) for place in now.places), key=lambda place: str(place.party))),
        harms=tuple(
            sorted(
                (harm._replace(party=names[str(harm.party)], key=_spelled(harm.key, names)) for harm in now.harms),
                key=lambda harm: str(harm.key),
            )
        ),
        promises=_renamed(now.promises, names),
        proposals=_renamed(now.proposals, names),
        collectives=tuple(
            one._replace(spokesperson=names.get(str(one.spokesperson)), members=frozenset(names[str(who)] for who in one.members))
            for one in now.collectives
        ),
        offer_ends=frozenset(names[str(who)] for who in now.offer_ends),
        disclosure=now.disclosure and now.disclosure._replace(yes=frozenset(_spelled(who, names) for who in now.disclosure.yes)),
    )


def _renamed(promises: tuple[Promise, ...], names: Mapping[str, str]) -> tuple[Promise, ...]:
    changed = (
        one._replace(
            owner=names[str(one.owner)],
            beneficiary=names.get(str(one.beneficiary), one.beneficiary),
            key=_spelled(one.key, names),
            replaces=_spelled(one.replaces, names),
        )
        for one in promises
    )
    return tuple(sorted(changed, key=lambda one: str(one.key)))


def renamed_step(step: Step, names: Mapping[str, str]) -> Step:
    """The same step by, and about, the other people."""
    act, who, choice = step.deed
    return step._replace(deed=Deed(act, names.get(who, who) if isinstance(who, str) else None, _chosen(choice, names)))


def _chosen(choice: object, names: Mapping[str, str]) -> object:
    if isinstance(choice, Answer):
        return choice
    if isinstance(choice, Chosen):
        return choice._replace(group=_spelled(choice.group, names), speaker=_spelled(choice.speaker, names))
    if isinstance(choice, Offered):
        return choice._replace(ends=frozenset(_spelled(who, names) for who in choice.ends))
    if isinstance(choice, frozenset):
        return frozenset(_spelled(key, names) for key in choice)
    if isinstance(choice, tuple) and choice and isinstance(choice[0], Promise):
        return _renamed(choice, names)
    if isinstance(choice, tuple) and choice and type(choice[0]) is str and not isinstance(choice, Member):
        return (_spelled(choice[0], names), choice[1])
    return _spelled(choice, names) if type(choice) is str else choice


def _spelled(key: object, names: Mapping[str, str]) -> str | None:
    return (
        " ".join(names.get(word, word) for word in key.replace(",", " ,").split(" ")).replace(" ,", ",") if isinstance(key, str) else None
    )
