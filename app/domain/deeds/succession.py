"""When a moderator is gone, and when another one comes: nothing is judged, and nothing that was agreed is lost (R3, S7)."""

from app.domain import cases
from app.domain.cases import CaseState
from app.domain.deeds.deadlines import called_off
from app.domain.deeds.guards import demand, informed, leading, running, when
from app.domain.errors import WrongState
from app.domain.situation import Deed, Situation


def lost(now: Situation) -> Situation:
    """R3: nobody leads; what runs rests, and the conversation that was to come, or goes on, is called off or broken off."""
    return called_off(now)._replace(led=False, paused=now.paused or now.state in cases.RUNNING)


def object_to_moderator(now: Situation, deed: Deed) -> Situation:
    """R3: before one accepted the moderator, and at any time; no reason is asked, and nothing says whose objection it was."""
    leading(now)
    if now.place(deed.party).welcomed:
        raise WrongState("accepted-already")
    return lost(now)


def recuse(now: Situation, _: Deed) -> Situation:
    """R3: at any time, closed or not, and no reason is asked."""
    return lost(now)


def end_appointment(now: Situation, _: Deed) -> Situation:
    """R3: the registry's; it knows of no case, so that the rest is the worker's to do."""
    leading(now)
    return now._replace(led=False)


def propose_successor(now: Situation, deed: Deed) -> Situation:
    """R3, R17: any informed party, once nobody leads what runs, or what is closed and they themselves asked to be taken up again.

    Whether another one asked is not theirs to know, and nothing here hangs on it (S10).
    """
    place = informed(now, deed)
    _vacant(now, place.reopening_asked)
    return now


def take_over(now: Situation, _: Deed) -> Situation:
    """S7, R10: a successor has the seat; all that is asked anew is whether they are accepted, and a mandate for them."""
    _vacant(now, now.reopening_asked)
    return lost(now).with_places(welcomed=False).unoffered().unmandated()._replace(led=True, left_alone=False)


def grant_private(now: Situation, deed: Deed) -> Situation:
    """S7: a party's yes for themselves that a successor reads what they told before."""
    informed(now, deed)
    leading(now)
    return now


def _vacant(now: Situation, asked: bool) -> None:
    if now.led:
        raise WrongState("moderator-leads")
    if now.state is CaseState.CLOSED:
        demand(when(asked, "reopening-asked", "R17"))
    else:
        running(now)
