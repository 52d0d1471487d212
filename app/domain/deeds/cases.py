"""Where the case stands: its moves, its pauses, its end and its new beginning (domain: "life cycle of a case")."""

from collections.abc import Callable, Mapping
from typing import Final

from app.domain import cases, commitments
from app.domain.cases import CaseEvent, CaseState, Ending
from app.domain.deeds.guards import demand, running, talked, when
from app.domain.deeds.sessions import stepped
from app.domain.errors import Condition, GateClosed, Invalid, WrongState
from app.domain.sessions import SessionEvent, SessionState
from app.domain.situation import Deed, Guardian, Place, Situation, outstanding, unready


def classify(now: Situation, _: Deed) -> Situation:
    """The screening: the moderator puts the matter into words."""
    running(now)
    return now._replace(screened=True)


def _to_readiness(now: Situation) -> list[Condition]:
    return [
        *when(len(now.places) >= 2, "two-parties", "R4"),
        *outstanding(now, "informed", "secrecy-statement-accepted", "S0"),
        *when(now.screened, "screened", "R2"),
    ]


def _to_mandate(now: Situation) -> list[Condition]:
    # A case that was closed during its intake is reopened into readiness: what the intake asks is asked here again.
    return [*when(now.screened, "screened", "R2"), *unready(now)]


def _to_agreement(now: Situation) -> list[Condition]:
    # Whoever is left alone has nobody to agree with on how they talk, and keeps what was agreed (R9).
    mandate = when(now.mandate_in_force or len(now.places) < 2, "mandate-in-force", "R10")
    return [*mandate, *talked(now), *when(now.agreed, "agreement-confirmed-by-all", "R13")]


def _to_aftercare(now: Situation) -> list[Condition]:
    # Those of an earlier round too: what was promised before a reopening is still promised.
    final = when(all(promise.state in commitments.FINAL for promise in now.promises), "commitments-final", "R14")
    if now.state is CaseState.AGREEMENT:
        return final
    # Who has agreed on commitments goes the way of the agreement, or none of them would ever be looked at again.
    none_needed = outstanding(now, "no_commitments", "no-commitments-needed", "R12")
    # What all say is said by two at least: with fewer left there is nobody to have restored it with (R9).
    both = when(len(now.places) >= 2, "two-parties", "R9")
    return [*when(not now.agreed, "no-agreement-stands", "R14"), *final, *both, *none_needed]


GUARDS: Final[Mapping[CaseEvent, Callable[[Situation], list[Condition]]]] = {
    CaseEvent.EXPLORE_READINESS: _to_readiness,
    CaseEvent.REOPEN: lambda now: when(now.reopening_asked, "reopening-asked", "R17"),
    CaseEvent.AGREE_ON_TALKING: _to_mandate,
    CaseEvent.TALK: lambda now: when(now.mandate_in_force, "mandate-in-force", "R10"),
    CaseEvent.AGREE: _to_agreement,
    CaseEvent.LOOK_AFTER: _to_aftercare,
}


def move(now: Situation, deed: Deed) -> Situation:
    """To the state in `choice`, when the table leads there and the guard lets it pass."""
    events = cases.MOVES.get(deed.choice, ()) if isinstance(deed.choice, CaseState) else ()
    for event in events:
        if (now.state, event) in cases.LIFE.table:
            if unmet := GUARDS[event](now):
                raise GateClosed(unmet=unmet) if event is CaseEvent.AGREE_ON_TALKING else WrongState("guard-unmet", unmet)
            after = now._replace(state=cases.LIFE.after(now.state, event))
            return AFTER[event](after) if event in AFTER else after
    raise WrongState("wrong-case-state")


def _afresh(now: Situation) -> Situation:
    """Reopened: what was said or agreed no longer counts, except that people are informed and know the moderator; harm stays."""
    return Situation(
        state=now.state,
        places=tuple(_place_afresh(place) for place in now.places),
        screened=now.screened,
        collectives=now.collectives,
        harms=now.harms,
        promises=now.promises,
    )


def _place_afresh(place: Place) -> Place:
    guardians = tuple(Guardian(one.key, informed=one.informed) for one in place.guardians)
    return Place(place.party, invited=place.invited, informed=place.informed, welcomed=place.welcomed, age=place.age, guardians=guardians)


AFTER: Final[Mapping[CaseEvent, Callable[[Situation], Situation]]] = {
    CaseEvent.REOPEN: _afresh,
    # Everyone said that nothing is needed: what was still on the table is off it.
    CaseEvent.LOOK_AFTER: Situation.unproposed,
}
"""What else is so once the case has moved."""


def pause(now: Situation, _: Deed) -> Situation:
    """Planning and starting joint sessions rests; every deed of a party stays possible."""
    running(now)
    if now.paused:
        raise WrongState("already-paused")
    return now._replace(paused=True)


def resume(now: Situation, _: Deed) -> Situation:
    """The gates are looked at again at the next deed, as always (R8)."""
    if not now.paused:
        raise WrongState("not-paused")
    return now._replace(paused=False)


def close(now: Situation, deed: Deed) -> Situation:
    """With `choice` as the moderator's reason, or as all parties sorted it out, at any time; without, from the aftercare (R15)."""
    running(now)
    if now.session is SessionState.RUNNING:
        raise WrongState("session-running")
    if deed.choice is None:
        demand([*when(now.state is CaseState.AFTERCARE, "in-aftercare", "R15"), *when(now.followed_up, "followed-up", "R15")])
    elif deed.choice is Ending.SELF_RESOLVED:
        # The parties' to say, each for themselves; with fewer than two left there is nobody to have done it together (R9).
        demand([*when(len(now.places) >= 2, "two-parties", "R9"), *outstanding(now, "self_resolved", "self-resolved", "R12")])
    elif deed.choice not in {Ending.NOT_POSSIBLE, Ending.UNSUITABLE}:
        raise Invalid("not-the-moderators-to-say", "/ending")
    # What was planned is called off with it: nothing in a closed case still stands ahead.
    before = stepped(now, SessionEvent.CANCEL) if now.session is SessionState.PLANNED else now
    return before._replace(state=cases.LIFE.after(now.state, CaseEvent.CLOSE), paused=False)


def ending(now: Situation) -> Ending:
    """What the aftercare came to: restored only when everyone says so, two at least, and nothing was left (R15)."""
    everyone = len(now.places) >= 2 and all(place.restored for place in now.places)
    kept = not any(promise.state in commitments.FALLS_SHORT for promise in now.promises)
    return Ending.RESTORED if everyone and kept and now.harms_settled else Ending.PARTIALLY_RESTORED
