"""How all will talk: one text, offered to everyone and accepted by everyone (R10)."""

from typing import Final

from app.domain.cases import CaseState
from app.domain.deeds import places
from app.domain.deeds.guards import demand, informed, running, when, within
from app.domain.errors import WrongState
from app.domain.mandates import Involvement, Offered
from app.domain.situation import Deed, Situation, unaccepted

OFFERED_IN: Final = (CaseState.MANDATE, CaseState.IN_PROCESS, CaseState.AGREEMENT, CaseState.AFTERCARE)
"""Where one can be needed: a new moderator asks for a new one until the end, as a look back together needs one too (R10, S7)."""


def draft_mandate(now: Situation, _: Deed) -> Situation:
    """A text to comment on; nothing changes by it."""
    within(now, CaseState.INTAKE, CaseState.READINESS, *OFFERED_IN)
    return now


def comment_mandate(now: Situation, deed: Deed) -> Situation:
    """Any party, and the moderator, on any draft (R10, S0)."""
    running(now)
    if deed.party is not None:
        informed(now, deed)
    return now


def offer_mandate(now: Situation, deed: Deed) -> Situation:
    """R10: one text for all to accept, `choice` its involvement; what was accepted of another text does not count for this one.

    R9: one that lists who is not concerned can be offered from the intake on, as the gate waits for everyone else. Two places remain: with
    whoever is left alone there is nobody to talk.
    """
    involvement, ends = deed.choice if isinstance(deed.choice, Offered) else Offered(deed.choice)
    within(now, *((CaseState.INTAKE,) if ends else ()), CaseState.READINESS, *OFFERED_IN)
    if not ends <= {place.party for place in now.places}:
        raise WrongState("place-ended")
    demand(when(len(now.places) - len(ends) >= 2, "two-parties", "R9"))
    return now.unaccepted()._replace(
        mandate_offered=True,
        offer_ends=ends,
        moderator_accepted=False,
        offer_lets_moderator_propose=involvement == Involvement.PROPOSALS,
    )


def accept_mandate(now: Situation, deed: Deed) -> Situation:
    """R10: a party's own acceptance, or the moderator's (no party); the last one puts it in force."""
    running(now)
    if deed.party is not None:
        informed(now, deed)
    if not now.mandate_offered:
        raise WrongState("no-mandate-offered")
    after = now._replace(moderator_accepted=True) if deed.party is None else now.with_place(deed.party, accepted=True)
    return answered(after)


def answered(now: Situation) -> Situation:
    """The situation after an answer to the offered text: in force as soon as nobody is outstanding (R10)."""
    return now if unaccepted(now) else _in_force(now)


def _in_force(now: Situation) -> Situation:
    """What all agreed on: whoever it lists has no place any more (R9)."""
    after = places.ended(now, now.offer_ends) if now.offer_ends else now
    after = after.with_guardians(lambda one: one._replace(bound=one.accepted))
    return after.unoffered()._replace(mandate_in_force=True, moderator_may_propose=now.offer_lets_moderator_propose)
