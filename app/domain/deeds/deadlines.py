"""What the worker does in a case that nobody leads: it rests, and when no successor came in time it ends (R3, R17)."""

from typing import Final

from app.domain import cases
from app.domain.cases import CaseEvent
from app.domain.deeds.guards import running
from app.domain.deeds.sessions import stepped
from app.domain.errors import WrongState
from app.domain.sessions import SessionEvent, SessionState
from app.domain.situation import Deed, Situation

_WITHOUT_A_MODERATOR: Final = {SessionState.PLANNED: SessionEvent.CANCEL, SessionState.RUNNING: SessionEvent.SUSPEND}


def nobody_leads(now: Situation) -> None:
    """Stops whoever only watches while a moderator has a seat."""
    if now.led:
        raise WrongState("moderator-leads")


def rest(now: Situation, _: Deed) -> Situation:
    """R3: without a moderator nothing that all hold together goes on; every deed of a party stays possible."""
    running(now)
    return called_off(now)._replace(paused=True)


def lapse(now: Situation, _: Deed) -> Situation:
    """R17: no successor came in time; it ends, and the parties can ask to take it up again."""
    running(now)
    if not now.left_alone:
        raise WrongState("successor-may-come")
    return called_off(now)._replace(state=cases.LIFE.after(now.state, CaseEvent.CLOSE), paused=False)


def called_off(now: Situation) -> Situation:
    """The conversation that nobody leads any more: called off before it began, broken off while it goes on."""
    event = _WITHOUT_A_MODERATOR.get(now.session) if now.session else None
    return stepped(now, event) if event else now
