"""What it came to, in everyone's own words, and the way back (R12, R15)."""

from app.domain.cases import CaseState
from app.domain.deeds.guards import informed, running, within
from app.domain.errors import WrongState
from app.domain.outcomes import ASKED, OutcomeQuestion
from app.domain.situation import Deed, Situation

SAYS = {
    OutcomeQuestion.NO_COMMITMENTS_NEEDED: "no_commitments",
    OutcomeQuestion.RESTORED: "restored",
    OutcomeQuestion.SELF_RESOLVED: "self_resolved",
}
"""What a yes to each question makes so of a place."""


def follow_up(now: Situation, _: Deed) -> Situation:
    """Held, or declined: in either case the parties were asked how it goes."""
    within(now, CaseState.AGREEMENT, CaseState.AFTERCARE)
    return now._replace(followed_up=True)


def confirm_outcome(now: Situation, deed: Deed) -> Situation:
    """`choice` is a question and an answer, yes only when that is True; the latest counts.

    In conversation: restored, no commitments needed (R12). In the aftercare: restored (R15). While the case runs: sorted out by themselves.
    """
    informed(now, deed)
    question, yes = deed.choice if isinstance(deed.choice, tuple) else (None, None)
    if question is OutcomeQuestion.SELF_RESOLVED:
        running(now)
    elif now.state not in ASKED:
        raise WrongState("wrong-case-state")
    elif ASKED[now.state] is not question:
        # The case moved on while they read: a yes to one question is no yes to the other.
        raise WrongState("other-question")
    return now.with_place(deed.party, **{SAYS[question]: yes is True})


def evaluate(now: Situation, deed: Deed) -> Situation:
    """Offered to everyone from the aftercare on, and never asked again."""
    informed(now, deed)
    within(now, CaseState.AFTERCARE, CaseState.CLOSED)
    return now


def ask_reopening(now: Situation, deed: Deed) -> Situation:
    """Any party may ask, as often as needed."""
    informed(now, deed)
    within(now, CaseState.CLOSED)
    return now.with_place(deed.party, reopening_asked=True)


def ask_erasure(now: Situation, deed: Deed) -> Situation:
    """Any party may ask, once it has ended: what is theirs would leave a gate behind it (R9)."""
    informed(now, deed)
    within(now, CaseState.CLOSED)
    return now
