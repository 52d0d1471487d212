"""How all will talk: one text, offered to everyone and accepted by everyone (R10)."""

from dataclasses import replace

from app.domain.cases import CaseState
from app.domain.deeds.guards import informed, running, within
from app.domain.errors import WrongState
from app.domain.mandates import Involvement
from app.domain.situation import Deed, Situation, unaccepted


def draft_mandate(now: Situation, _: Deed) -> Situation:
    """A text to comment on; nothing changes by it."""
    within(now, CaseState.READINESS, CaseState.MANDATE, CaseState.IN_PROCESS, CaseState.AGREEMENT)
    return now


def comment_mandate(now: Situation, deed: Deed) -> Situation:
    """Any party, and the moderator, on any draft (R10, S0)."""
    running(now)
    if deed.party is not None:
        informed(now, deed)
    return now


def offer_mandate(now: Situation, deed: Deed) -> Situation:
    """R10: one text for all to accept, `choice` its involvement; what was accepted of another text does not count for this one."""
    within(now, CaseState.MANDATE, CaseState.IN_PROCESS, CaseState.AGREEMENT)
    return replace(
        now.with_places(accepted=False),
        mandate_offered=True,
        moderator_accepted=False,
        offer_lets_moderator_propose=deed.choice == Involvement.PROPOSALS,
    )


def accept_mandate(now: Situation, deed: Deed) -> Situation:
    """R10: a party's own acceptance, or the moderator's (no party); the last one puts it in force."""
    running(now)
    if deed.party is not None:
        informed(now, deed)
    if not now.mandate_offered:
        raise WrongState("no-mandate-offered")
    after = replace(now, moderator_accepted=True) if deed.party is None else now.with_place(deed.party, accepted=True)
    return after if unaccepted(after) else _in_force(after)


def _in_force(now: Situation) -> Situation:
    return replace(
        now.with_places(accepted=False),
        mandate_offered=False,
        offer_lets_moderator_propose=False,
        moderator_accepted=False,
        mandate_in_force=True,
        moderator_may_propose=now.offer_lets_moderator_propose,
    )
