"""What all agree on: proposed after harm was talked about, and agreed by everyone or not at all (R12, R13)."""

from app.domain import commitments
from app.domain.cases import CaseState
from app.domain.commitments import OPEN, CommitmentEvent, CommitmentState
from app.domain.deeds.guards import demand, informed, running, talked, when
from app.domain.errors import Condition, Invalid, NotAllowed, WrongState
from app.domain.situation import Deed, Promise, Situation


def propose_agreement(now: Situation, deed: Deed) -> Situation:
    """R12, R13: a text to confirm with its commitments in `choice`; a new proposal makes the one before it void."""
    if deed.party is None:
        demand(when(now.moderator_may_propose, "mandate-lets-moderator-propose", "R10"))
    else:
        informed(now, deed)
    in_process = when(now.state is CaseState.IN_PROCESS, "in-process", "R12")
    # Those who remain, and a successor with them, agree anew on how they talk before they agree on anything else (R9, S7).
    demand([*in_process, *_together(now), *when(now.mandate_in_force, "mandate-in-force", "R10"), *talked(now)])
    if now.agreed:
        raise WrongState("agreement-stands")
    return _proposed(now, _commitments(now, deed))


def renegotiate(now: Situation, deed: Deed) -> Situation:
    """R13, R14: other commitments in the place of some that stand, by those between whom they stand; everyone confirms again."""
    running(now)
    informed(now, deed)
    if not now.agreed:
        raise WrongState("no-agreement")
    demand(_together(now))
    proposals = _commitments(now, deed)
    standing = {promise.key: promise for promise in now.promises if promise.state in OPEN}
    if not proposals or any(promise.replaces not in standing for promise in proposals):
        raise WrongState("wrong-commitment-state")
    replaced = [standing[promise.replaces] for promise in proposals]
    if any(deed.party not in {promise.owner, now.voice(promise.beneficiary)} for promise in replaced):
        raise NotAllowed
    return _proposed(now, proposals)


def _together(now: Situation) -> list[Condition]:
    """What all agree on is agreed by two at least: whoever is left alone keeps what was agreed, and agrees on nothing new (R9)."""
    return when(len(now.places) >= 2, "two-parties", "R9")


def _commitments(now: Situation, deed: Deed) -> tuple[Promise, ...]:
    """The commitments in `choice`, as nobody has answered them yet: each by one party, for another or for several together (R14)."""
    proposals = deed.choice if isinstance(deed.choice, tuple) else ()
    owners = {place.party for place in now.places}
    beneficiaries = owners | {group.key for group in now.collectives}
    for place, promise in enumerate(proposals):
        # Without a party at either end nobody could ever accept it, or say that it is done.
        ends = (("ownerPartyId", promise.owner, owners), ("beneficiaryPartyId", promise.beneficiary, beneficiaries))
        for end, party, parties in ends:
            if party not in parties:
                raise Invalid("not-a-party", f"/commitments/{place}/{end}")
        if promise.owner in {promise.beneficiary, now.voice(promise.beneficiary)}:
            raise Invalid("owner-is-beneficiary", f"/commitments/{place}/beneficiaryPartyId")
    return tuple(promise._replace(state=CommitmentState.PROPOSED, accepted=False) for promise in proposals)


def _proposed(now: Situation, proposals: tuple[Promise, ...]) -> Situation:
    # Whoever said that nothing was needed said it of another moment.
    return now.with_places(confirmed=False, no_commitments=False)._replace(agreement_proposed=True, proposals=proposals)


def confirm_agreement(now: Situation, deed: Deed) -> Situation:
    """R13: by everyone, on the identical text; the last answer makes it agreed."""
    _answering(now, deed)
    return _when_complete(now.with_place(deed.party, confirmed=True))


def accept_commitment(now: Situation, deed: Deed) -> Situation:
    """R13: by its owner, and nobody else; `choice` is its key; the last answer makes all of it agreed."""
    _answering(now, deed)
    for promise in now.proposals:
        if promise.key == deed.choice:
            if promise.owner != deed.party:
                raise NotAllowed
            accepted = promise._replace(accepted=True)
            return _when_complete(now._replace(proposals=tuple(accepted if other is promise else other for other in now.proposals)))
    raise WrongState("wrong-commitment-state")


def _answering(now: Situation, deed: Deed) -> None:
    running(now)
    informed(now, deed)
    if not now.agreement_proposed:
        raise WrongState("no-agreement-proposed")


def _when_complete(now: Situation) -> Situation:
    """Once everyone said yes to one text its commitments hold, and those in whose place they come are replaced."""
    if not now.complete:
        return now
    gone = {promise.replaces for promise in now.proposals}
    kept = tuple(_after(promise, CommitmentEvent.REPLACE) if promise.key in gone else promise for promise in now.promises)
    new = tuple(_after(promise, CommitmentEvent.AGREE) for promise in now.proposals)
    return now.with_places(confirmed=False)._replace(agreement_proposed=False, agreed=True, proposals=(), promises=(*kept, *new))


def _after(promise: Promise, event: CommitmentEvent) -> Promise:
    return promise._replace(state=commitments.LIFE.after(promise.state, event))
