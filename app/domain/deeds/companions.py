"""Who is there beside the parties: brought by one of them or named by the moderator, and admitted by all (S0, S10).

No gate looks at any of them: whoever stands by somebody changes nothing for anybody's readiness.
"""

from app.domain.cases import CaseState
from app.domain.deeds.guards import informed, running
from app.domain.situation import Deed, Situation


def bring_supporter(now: Situation, deed: Deed) -> Situation:
    """A party's own choice (S0); `choice` is False for saying that somebody comes no longer, which is possible always (R17)."""
    if deed.choice is not False:
        running(now)
    informed(now, deed)
    return now


def name_companion(now: Situation, deed: Deed) -> Situation:
    """An interpreter or a co-moderator, named by the moderator; `choice` is False for whoever comes no longer."""
    if deed.choice is not False:
        running(now)
    return now


def admit(now: Situation, deed: Deed) -> Situation:
    """Each party for themselves, the one who brings them too (S10)."""
    running(now)
    informed(now, deed)
    return now


def redeem(now: Situation, _: Deed) -> Situation:
    """The use of their way in by someone beside the parties; it says nothing yet (S0)."""
    return now


def accept_secrecy(now: Situation, _: Deed) -> Situation:
    """S0: everything begins with this for them too, closed or not, and no party is any more informed by it."""
    if now.state is not CaseState.CLOSED:
        running(now)
    return now
