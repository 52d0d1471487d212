"""Those who hold authority over a young party: recorded by the moderator, asked beside the young person, never instead of them (R6)."""

from collections.abc import Hashable
from typing import Any, Final

from app.domain.deeds.guards import demand, running, when
from app.domain.deeds.mandates import answered
from app.domain.errors import Conflict, Unknown, WrongState
from app.domain.guardians import Age
from app.domain.mandates import MandateState
from app.domain.situation import Deed, Guardian, Place, Situation

YOUNG: Final = (Age.CHILD, Age.YOUNG)
"""Those beside whom somebody is asked."""


def standing(now: Situation, deed: Deed) -> Guardian:
    """The guardian who acts, by the key in `choice` (or the first of its pair); `Unknown` for anyone who cannot consent for this child."""
    key = deed.choice[0] if isinstance(deed.choice, tuple) else deed.choice
    for guardian in now.place(deed.party).guardians:
        if guardian.key == key:
            return guardian
    raise Unknown


def keep_guardians(now: Situation, deed: Deed) -> Situation:
    """R6: the moderator alone records how old somebody is (`choice` an age), or whose authority holds (a key, and whether it holds).

    Nobody holds authority over somebody who is known to be of age. Whoever has a place here themselves has no key: they can never
    consent for the child. Where the last who was still outstanding is asked no more, the mandate that is offered comes in force (R10).
    """
    running(now)
    place = now.place(deed.party)
    if isinstance(deed.choice, Age):
        return answered(now.with_place(deed.party, age=deed.choice))
    key, holds = deed.choice if isinstance(deed.choice, tuple) else (deed.choice, False)
    if holds and place.age is Age.ADULT:
        raise WrongState("guardian-not-asked")
    if key is None:
        return now
    others = tuple(guardian for guardian in place.guardians if guardian.key != key)
    if holds and len(others) < len(place.guardians):
        raise Conflict("guardian-stands-already")
    return answered(now.with_place(deed.party, guardians=(*others, Guardian(key)) if holds else others))


def invite(now: Situation, deed: Deed) -> Situation:
    """A way in for a guardian of somebody young, closed or not; whoever comes in is informed, and consents, anew (S0, R6)."""
    standing(now, deed)
    _asked(now.place(deed.party), *YOUNG)
    return _with_guardian(now, deed, informed=False, consented=False)


def redeem(now: Situation, deed: Deed) -> Situation:
    """The guardian's use of their way in; it says nothing yet (S0). Once nobody is asked for their child, it opens nothing (R6)."""
    standing(now, deed)
    if now.place(deed.party).age not in YOUNG:
        raise Unknown
    return now


def accept_secrecy(now: Situation, deed: Deed) -> Situation:
    """S0: everything begins with this for a guardian too; it informs nobody but them."""
    standing(now, deed)
    _asked(now.place(deed.party), *YOUNG)
    return _with_guardian(now, deed, informed=True)


def consent(now: Situation, deed: Deed) -> Situation:
    """R6: a guardian's own yes or no (the second of `choice`) to a child's taking part; a no works at once, a yes replaces nobody's."""
    running(now)
    consenting(now, deed)
    return _with_guardian(now, deed, consented=isinstance(deed.choice, tuple) and deed.choice[1] is True)


def consenting(now: Situation, deed: Deed) -> Guardian:
    """The guardian who acts, where a child's own yes needs theirs beside it (S0, R6)."""
    guardian = standing(now, deed)
    _informed(guardian)
    _asked(now.place(deed.party), Age.CHILD)
    return guardian


def accept_mandate(now: Situation, deed: Deed) -> Situation:
    """R6, R10: a guardian's own acceptance beside a young person's; the last of all puts it in force.

    `choice` is the guardian's key; with the one that is in force beside it, it is the yes of whoever was not asked before it was.
    """
    running(now)
    _informed(standing(now, deed))
    _asked(now.place(deed.party), *YOUNG)
    if isinstance(deed.choice, tuple) and deed.choice[1] is MandateState.IN_FORCE:
        if not now.mandate_in_force:
            raise WrongState("wrong-mandate-state")
        return _with_guardian(now, deed, bound=True)
    if not now.mandate_offered:
        raise WrongState("no-mandate-offered")
    return answered(_with_guardian(now, deed, accepted=True))


def _informed(guardian: Guardian) -> None:
    demand(when(guardian.informed, "secrecy-statement-accepted", "S0"), "secrecy-statement-not-accepted")


def _asked(place: Place, *ages: Age) -> None:
    demand(when(place.age is not Age.UNKNOWN, "birth-date-recorded", "R6"), "birth-date-not-recorded")
    # Who has come of age speaks alone: from that day on nobody else is asked for them.
    if place.age not in ages:
        raise WrongState("guardian-not-asked")


def _with_guardian(now: Situation, deed: Deed, **changes: Any) -> Situation:
    mine: Hashable = standing(now, deed).key
    guardians = now.place(deed.party).guardians
    return now.with_place(deed.party, guardians=tuple(one._replace(**changes) if one.key == mine else one for one in guardians))
