"""Groups: whom they consist of, who speaks for them, and how their members come in (R14, S0)."""

from collections.abc import Hashable

from app.domain.cases import CaseState
from app.domain.commitments import OPEN
from app.domain.deeds.guards import informed, running
from app.domain.errors import Invalid, Unknown, WrongState
from app.domain.groups import Chosen, Member
from app.domain.situation import Deed, Situation


def keep_members(now: Situation, deed: Deed) -> Situation:
    """The moderator writes down who belongs to a group (`party`); `choice` is the place of whoever has one here already."""
    running(now)
    if deed.party not in {group.key for group in now.collectives}:
        now.place(deed.party)
        return now
    if deed.choice is None:
        return now
    member = now.place(deed.choice).party
    return now._replace(
        collectives=tuple(one._replace(members=one.members | {member}) if one.key == deed.party else one for one in now.collectives),
    )


def choose_spokesperson(now: Situation, deed: Deed) -> Situation:
    """R14: a member's own choice; who speaks changes with the one that makes it more than half of all members'.

    For a group with one place whoever speaks is informed themselves, and says themselves whether it is ready (S0, R6).
    """
    running(now)
    if not isinstance(deed.choice, Chosen):
        raise Invalid("unknown-id", "/memberId")
    if deed.choice.group == deed.party:
        changes = {"informed": deed.choice.informed, "ready": False, "reconfirmed": False}
        return now.with_place(deed.party, **changes) if deed.choice.decides else now
    informed(now, deed)
    now.place(deed.choice.speaker)
    return _spoken_for(now, deed.choice)


def _spoken_for(now: Situation, chosen: Chosen) -> Situation:
    if chosen.group not in {group.key for group in now.collectives}:
        raise Unknown
    if chosen.speaker in _owing(now, chosen.group):
        raise WrongState("owner-is-beneficiary")
    if not chosen.decides:
        return now
    return now._replace(
        collectives=tuple(one._replace(spokesperson=chosen.speaker) if one.key == chosen.group else one for one in now.collectives)
    )


def _owing(now: Situation, group: Hashable) -> set[Hashable]:
    """Those who promised the group something, or are asked to: they never say that it is done (R14)."""
    standing = [promise for promise in now.promises if promise.state in OPEN]
    return {promise.owner for promise in (*now.proposals, *standing) if promise.beneficiary == group}


def invite(now: Situation, deed: Deed) -> Situation:
    """A way in for a member of a group (`party`), closed or not; by the spokesperson's it is informed, and ready, anew (S0, R7)."""
    if not isinstance(deed.choice, Member):
        raise Unknown
    if not deed.choice.speaks:
        return now.with_place(deed.party, invited=True)
    return now.with_place(deed.party, invited=True, informed=False, ready=False, reconfirmed=False)


def accept_secrecy(now: Situation, deed: Deed) -> Situation:
    """S0: each member for themselves; the group is informed once the one is who speaks for it."""
    if not isinstance(deed.choice, Member):
        raise Unknown
    if now.state is not CaseState.CLOSED:
        running(now)
    return now.with_place(deed.party, informed=True) if deed.choice.speaks else now
