"""What many deeds ask first."""

from collections.abc import Callable

from app.domain import cases
from app.domain.errors import Condition, WrongState
from app.domain.situation import Deed, Place, Situation

Rule = Callable[[Situation, Deed], Situation]


def when(met: bool, code: str, rule: str) -> list[Condition]:
    """What is unmet of one condition: nothing, or itself."""
    return [] if met else [Condition(code, rule)]


def demand(unmet: list[Condition], code: str = "guard-unmet") -> None:
    """Stops the deed while something is unmet."""
    if unmet:
        raise WrongState(code, unmet)


def running(now: Situation) -> None:
    """Stops the deed when the process has not begun or is closed."""
    if now.state not in cases.RUNNING:
        raise WrongState("case-not-running")


def leading(now: Situation) -> None:
    """Stops the deed when nobody leads the case (R3)."""
    if not now.led:
        raise WrongState("appointment-ended")


def within(now: Situation, *states: cases.CaseState) -> None:
    """Stops the deed when the case stands elsewhere."""
    if now.state not in states:
        raise WrongState("wrong-case-state")


def informed(now: Situation, deed: Deed) -> Place:
    """The acting party's place, once they have accepted the secrecy statement (S0)."""
    place = now.place(deed.party)
    demand(when(place.informed, "secrecy-statement-accepted", "S0"), "secrecy-statement-not-accepted")
    return place


def talked(now: Situation) -> list[Condition]:
    """What R12 misses before anything can be agreed: a joint conversation that was held, and a shared harm discussed."""
    return [*when(now.joint_held, "joint-conversation-held", "R12"), *when(now.harm_discussed, "shared-harm-discussed", "R12")]
