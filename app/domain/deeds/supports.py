"""What repair needs of the organisation: put into one sentence together, released by all, confirmed by all (domain: released items)."""

from app.domain.cases import CaseState
from app.domain.deeds.guards import informed, running, within
from app.domain.situation import Deed, Situation


def word(now: Situation, deed: Deed) -> Situation:
    """To propose a sentence, change one, or release one: by anyone informed, once all talk with each other (S0)."""
    informed(now, deed)
    within(now, CaseState.IN_PROCESS, CaseState.AGREEMENT, CaseState.AFTERCARE)
    return now


def answer(now: Situation, _: Deed) -> Situation:
    """The organisation's word on what it was asked: at any time, closed or not, and no gate ever looks at it."""
    return now


def confirm(now: Situation, deed: Deed) -> Situation:
    """That the organisation did it: each party for themselves, while the case runs (S0)."""
    running(now)
    informed(now, deed)
    return now
