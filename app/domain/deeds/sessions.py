"""Conversations: planned and started only while everyone is ready (R4, R7, R8, R11)."""

from collections.abc import Hashable, Iterable

from app.domain import sessions
from app.domain.cases import CaseState
from app.domain.deeds.guards import informed, running, when
from app.domain.deeds.parties import withdraw
from app.domain.errors import Condition, GateClosed, Invalid, Unknown, WrongState
from app.domain.sessions import SessionEvent, SessionKind, SessionState
from app.domain.situation import Deed, Situation, outstanding, unbound, unready


def hold_talk(now: Situation, deed: Deed) -> Situation:
    """R11: one party with the moderator, before readiness too; it never counts as joint."""
    running(now)
    now.place(deed.party)
    return now


def closed(now: Situation, counts: bool) -> list[Condition]:
    """What planning and starting a conversation miss (R4, R10, R11); `counts` says whether it would be joint or a follow-up."""
    where = {CaseState.IN_PROCESS, CaseState.AGREEMENT} if counts else {CaseState.AGREEMENT, CaseState.AFTERCARE}
    unmet = [
        *when(now.state in where, "case-in-conversation", "R11"),
        *when(now.mandate_in_force, "mandate-in-force", "R10"),
        *when(not now.paused, "case-resumed", "R11"),
        *unready(now),
        # Whose authority, or how young somebody is, was recorded after all had accepted it has not accepted it (R6).
        *(unbound(now) if now.mandate_in_force else []),
    ]
    return list(dict.fromkeys(unmet))


def plan_session(now: Situation, deed: Deed) -> Situation:
    """R4, R11: `choice` is the kind; one conversation at a time."""
    running(now)
    if not isinstance(deed.choice, SessionKind):
        raise Invalid("not-a-session-kind", "/kind")
    if now.session in sessions.UPCOMING:
        raise WrongState("session-stands-already")
    counts = deed.choice in sessions.CONVERSATIONS
    if unmet := closed(now, counts):
        raise GateClosed(unmet=unmet)
    return now.with_places(reconfirmed=False)._replace(session=SessionState.PLANNED, session_counts=counts)


def reconfirm(now: Situation, deed: Deed) -> Situation:
    """R7: yes (`choice` is True) or no for the planned session, by the party or as the moderator hears it; a no withdraws."""
    if now.session is not SessionState.PLANNED:
        raise WrongState("wrong-session-state")
    if deed.choice is not True:
        return withdraw(now, deed)
    if not informed(now, deed).ready:
        # A yes for today says again what was said; it does not stand in for it, least of all in the moderator's mouth (R6).
        raise WrongState("not-ready")
    return now.with_place(deed.party, reconfirmed=True)


def start_session(now: Situation, _: Deed) -> Situation:
    """R4, R7, R8: with everyone ready, and everyone's yes said again for today."""
    after = stepped(now, SessionEvent.START)
    if unmet := [*closed(now, now.session_counts), *outstanding(now, "reconfirmed", "readiness-reconfirmed", "R7")]:
        raise GateClosed(unmet=unmet)
    return after


def end_session(now: Situation, deed: Deed) -> Situation:
    """R12: `choice` holds the keys of the shared harms that were discussed in it; in a follow-up that says nothing."""
    after = stepped(now, SessionEvent.END)
    keys = set(deed.choice) if isinstance(deed.choice, Iterable) else set[Hashable]()
    if not keys <= {harm.key for harm in now.harms}:
        raise Unknown
    if not now.session_counts:
        return after
    return after._replace(joint_held=True, harms=tuple(harm._replace(discussed=harm.discussed or harm.key in keys) for harm in now.harms))


def step(event: SessionEvent, now: Situation, _: Deed) -> Situation:
    """A step that asks no more than its table."""
    return stepped(now, event)


def stepped(now: Situation, event: SessionEvent) -> Situation:
    """The conversation one step further; whatever was said for today was said for the step that was taken (R7)."""
    if now.session is None:
        raise WrongState("wrong-session-state")
    return now.with_places(reconfirmed=False)._replace(session=sessions.LIFE.after(now.session, event))
