"""Coming in, and each party's readiness (R4–R7, R9, S0, S11)."""

from app.domain.cases import CaseState
from app.domain.deeds import groups, guardians
from app.domain.deeds.guards import informed, leading, running, within
from app.domain.errors import Conflict, GateClosed, Unknown
from app.domain.groups import Member
from app.domain.parties import PartyKind
from app.domain.readiness import Gate
from app.domain.situation import Collective, Deed, Place, Situation, unready


def add_party(now: Situation, deed: Deed) -> Situation:
    """Someone else turns out to be concerned; before anything was agreed, so that nothing agreed is undone (R9).

    How all talk they did not accept: that is asked anew (R10). For those who take part together (`choice`) no gate waits.
    """
    if deed.party is None:
        raise Unknown
    if deed.party in {*(place.party for place in now.places), *(group.key for group in now.collectives)}:
        raise Conflict("party-stands-already")
    if deed.choice == PartyKind.COLLECTIVE:
        running(now)
        return now._replace(collectives=(*now.collectives, Collective(deed.party)))
    within(now, CaseState.INTAKE, CaseState.READINESS)
    before = now.unmandated()
    return before._replace(places=(*before.places, Place(deed.party)))


def invite(now: Situation, deed: Deed) -> Situation:
    """A way in for a party, closed or not: whoever lost theirs must be able to ask for reopening (R17).

    The one before it ends: whoever comes in is informed again, and says again that they are ready, as nobody could withdraw (S0, R7).
    """
    if isinstance(deed.choice, Member):
        return groups.invite(now, deed)
    if deed.choice is not None:
        return guardians.invite(now, deed)
    if deed.party is None:
        return now  # for someone beside the parties, at whom no gate looks
    return now.with_place(deed.party, invited=True, informed=False, ready=False, reconfirmed=False)


def redeem(now: Situation, deed: Deed) -> Situation:
    """The party's use of their way in; it says nothing yet (S0)."""
    now.place(deed.party)
    return now


def accept_secrecy(now: Situation, deed: Deed) -> Situation:
    """S0: everything begins with this, asking to take up again what is closed too (R17)."""
    if isinstance(deed.choice, Member):
        return groups.accept_secrecy(now, deed)
    if now.state is not CaseState.CLOSED:
        running(now)
    return now.with_place(deed.party, informed=True)


def declare_readiness(now: Situation, deed: Deed) -> Situation:
    """R5: the party's own answer; `choice` is True for four times yes, and anything else is a no."""
    running(now)
    informed(now, deed)
    return now.with_place(deed.party, ready=deed.choice is True, reconfirmed=False)


def withdraw(now: Situation, deed: Deed) -> Situation:
    """R7: at once, always, without reason and without consequence."""
    return now.with_place(deed.party, ready=False, reconfirmed=False)


def assess_safety(now: Situation, deed: Deed) -> Situation:
    """R5: the moderator's assessment; `choice` is True for safe, with measures or without, and anything else is not."""
    running(now)
    return now.with_place(deed.party, safe=deed.choice is True)


def announce_gate(now: Situation, deed: Deed) -> Situation:
    """S11: `open` only while R4 holds, `not_now` whatever the cause."""
    running(now)
    if deed.choice != Gate.NOT_NOW and (unmet := unready(now)):
        raise GateClosed(unmet=unmet)
    return now


def keep_particulars(now: Situation, deed: Deed) -> Situation:
    """One's own address and needs, closed or not: they are the party's to keep (S0)."""
    informed(now, deed)
    return now


def accept_moderator(now: Situation, deed: Deed) -> Situation:
    """Each party for themselves; it opens no gate, and lets the organisation know a name once all have (R3, S0)."""
    running(now)
    informed(now, deed)
    leading(now)
    return now.with_place(deed.party, welcomed=True)
