"""How a place ends: by one's own departure, by death or lasting incapacity, or because all agree that it is not concerned (R9)."""

from collections.abc import Collection, Hashable

from app.domain import commitments, sessions
from app.domain.commitments import OPEN, CommitmentEvent
from app.domain.deeds.guards import running
from app.domain.errors import Invalid
from app.domain.parties import Loss
from app.domain.sessions import SessionEvent, SessionState
from app.domain.situation import Collective, Deed, Promise, Situation


def depart(now: Situation, deed: Deed) -> Situation:
    """R9: one's own, at any time and without a reason; it needs no secrecy statement either."""
    running(now)
    return leave(now, deed.party)


def record_loss(now: Situation, deed: Deed) -> Situation:
    """R9: `choice` says what happened; nothing else that befalls a party ends their place, silence least of all."""
    running(now)
    if not isinstance(deed.choice, Loss):
        raise Invalid("not-a-loss", "/why")
    return leave(now, deed.party)


def leave(now: Situation, party: Hashable) -> Situation:
    """R9: the place is gone, and those who remain agree anew on how they talk; what was offered to all is void."""
    now.place(party)
    return ended(now, {party}).unoffered().unmandated()


def ended(now: Situation, gone: Collection[Hashable]) -> Situation:
    """What goes with these places, however they end: what was promised by or to them, what all were asked, what was planned.

    A conversation that runs stays the moderator's to end (R11). Harm that was shared stays as it is (R15). With the last of those who take
    part together, or with the last of them but the one who promised it, goes what was promised to them: nobody is left to say that it is
    done (R14).
    """
    after = (
        now.unproposed()
        .with_places(no_commitments=False, restored=False, self_resolved=False)
        ._replace(
            collectives=tuple(_without(group, gone) for group in now.collectives if not group.members or group.members - {*gone}),
            promises=tuple(_lapsed(promise) if _loses_an_end(now, promise, gone) else promise for promise in now.promises),
        )
    )
    if now.session is SessionState.PLANNED:
        after = after.with_places(reconfirmed=False)._replace(session=sessions.LIFE.after(now.session, SessionEvent.CANCEL))
    return after._replace(places=tuple(place for place in after.places if place.party not in gone))


def _loses_an_end(now: Situation, promise: Promise, gone: Collection[Hashable]) -> bool:
    """Its owner, its beneficiary, or of those together whom it was promised all but perhaps its owner."""
    members = next((group.members for group in now.collectives if group.key == promise.beneficiary), frozenset())
    return bool({promise.owner, promise.beneficiary} & {*gone}) or (bool(members & {*gone}) and members - {*gone} <= {promise.owner})


def _without(group: Collective, gone: Collection[Hashable]) -> Collective:
    speaks = None if group.spokesperson in gone else group.spokesperson
    return group._replace(spokesperson=speaks, members=group.members - {*gone})


def _lapsed(promise: Promise) -> Promise:
    """R14: what rests already keeps its word."""
    return promise._replace(state=commitments.LIFE.after(promise.state, CommitmentEvent.LAPSE)) if promise.state in OPEN else promise
