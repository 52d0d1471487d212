"""How promises go: the owner reports, and only the one it was promised to says that it is done (R14)."""

from collections.abc import Hashable

from app.domain import commitments
from app.domain.commitments import FINAL, CommitmentEvent
from app.domain.deeds.guards import demand, informed, running, when
from app.domain.errors import NotAllowed, WrongState
from app.domain.situation import Deed, Promise, Situation


def step(event: CommitmentEvent, now: Situation, deed: Deed) -> Situation:
    """R14: `choice` is the commitment's key; its owner reports, everything else is the beneficiary's to say."""
    running(now)
    informed(now, deed)
    promise = _standing(now, deed)
    if deed.party != _whose(now, promise, event):
        raise NotAllowed
    stepped = promise._replace(state=commitments.LIFE.after(promise.state, event))
    if event is CommitmentEvent.SAY_NOT_KEPT:
        demand(when(promise.due, "due-date-passed", "R14"))
    after = now._replace(promises=tuple(stepped if other is promise else other for other in now.promises))
    # At rest it cannot be replaced any more: what was proposed in its place has lost its place.
    lost = stepped.state in FINAL and any(proposal.replaces == promise.key for proposal in now.proposals)
    return after.unproposed() if lost else after


def _whose(now: Situation, promise: Promise, event: CommitmentEvent) -> Hashable:
    """Whose deed it is; the owner's own promise is never theirs to call done, for whomever they speak."""
    if event is CommitmentEvent.REPORT:
        return promise.owner
    voice = now.voice(promise.beneficiary)
    return None if voice == promise.owner else voice


def _standing(now: Situation, deed: Deed) -> Promise:
    """The commitment that is meant, as far as it is agreed in this round of the case."""
    for promise in now.promises:
        if promise.key == deed.choice:
            return promise
    raise WrongState("wrong-commitment-state")
