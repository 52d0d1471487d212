"""What it came to, in everyone's own words, and the way back (R12, R15)."""

from dataclasses import replace

from app.domain.cases import CaseState
from app.domain.deeds.guards import informed, within
from app.domain.errors import WrongState
from app.domain.situation import Deed, Situation


def follow_up(now: Situation, _: Deed) -> Situation:
    """Held, or declined: in either case the parties were asked how it goes."""
    within(now, CaseState.AGREEMENT, CaseState.AFTERCARE)
    return replace(now, followed_up=True)


def confirm_outcome(now: Situation, deed: Deed) -> Situation:
    """In conversation: restored, no commitments needed (R12). In the aftercare: restored (R15). Yes only when `choice` is True."""
    informed(now, deed)
    if now.state is CaseState.IN_PROCESS:
        return now.with_place(deed.party, no_commitments=deed.choice is True)
    if now.state is CaseState.AFTERCARE:
        return now.with_place(deed.party, restored=deed.choice is True)
    raise WrongState("wrong-case-state")


def evaluate(now: Situation, deed: Deed) -> Situation:
    """Offered to everyone from the aftercare on, and never asked again."""
    informed(now, deed)
    within(now, CaseState.AFTERCARE, CaseState.CLOSED)
    return now


def ask_reopening(now: Situation, deed: Deed) -> Situation:
    """Any party may ask, as often as needed."""
    informed(now, deed)
    within(now, CaseState.CLOSED)
    return replace(now, reopening_asked=True)
