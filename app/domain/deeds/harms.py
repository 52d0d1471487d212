"""What people tell, what they share with all, and where a shared harm stands (S0, R12, R15)."""

from app.domain import harms
from app.domain.deeds.guards import informed, running
from app.domain.errors import Invalid, NotAllowed, Unknown
from app.domain.harms import HarmMark
from app.domain.situation import Deed, SharedHarm, Situation


def note(now: Situation, _: Deed) -> Situation:
    """The moderator's own words: while the case runs."""
    running(now)
    return now


def tell(now: Situation, deed: Deed) -> Situation:
    """Content of one's own: after the secrecy statement, while the case runs (S0)."""
    running(now)
    informed(now, deed)
    return now


def share(now: Situation, deed: Deed) -> Situation:
    """What one shares with all; `choice` is the key of a harm, which then waits to be settled (R15), or nothing."""
    tell(now, deed)
    if deed.choice is None:
        return now
    return now._replace(harms=(*now.harms, SharedHarm(deed.choice, deed.party)))


def mark_harm(now: Situation, deed: Deed) -> Situation:
    """R15: the person harmed, and nobody else, says where it stands; `choice` is the harm's key and the mark."""
    tell(now, deed)
    key, mark = deed.choice if isinstance(deed.choice, tuple) else (None, None)
    if not isinstance(mark, HarmMark):
        raise Invalid("not-a-mark", "/mark")
    for harm in now.harms:
        if harm.key == key:
            if harm.party != deed.party:
                raise NotAllowed
            marked = harm._replace(state=harms.LIFE.after(harm.state, mark))
            return now._replace(harms=tuple(marked if other is harm else other for other in now.harms))
    raise Unknown
