"""What waits for the moderator: offers, where the process is next, and what is theirs to look after. The true gate is theirs (S11)."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import and_, any_, case, func, or_

from app.domain.agreements import AgreementState
from app.domain.cases import RUNNING, TALKING, CaseState
from app.domain.commitments import OPEN, CommitmentState
from app.domain.confidentiality import Act
from app.domain.mandates import MandateState
from app.domain.offers import OfferState
from app.domain.outcomes import OutcomeQuestion
from app.domain.parties import PartyKind
from app.domain.readiness import Gate
from app.domain.sessions import BEGUN, OVER, UPCOMING, SessionState
from app.store.desk import AT_HAND, GATE_OPEN, GATE_SHUT, KEPT_SINCE, UNASSESSED, Desk, Found, Query, item
from app.store.models.agreements import Agreement, Commitment, FollowUp, OutcomeConfirmation
from app.store.models.cases import Appointment, Case, Classification, Process, Seat
from app.store.models.content import BehaviourExperience
from app.store.models.groups import GroupMember
from app.store.models.intake import Offer
from app.store.models.mandates import Mandate
from app.store.models.parties import Invitation, Party, ReopeningRequest, SafetyAssessment, Talk
from app.store.models.sessions import Session, SessionRecord
from app.store.places import NOW
from app.store.sessions import unnoted
from app.store.terms import so_long_after, term


def _offers(desk: Desk) -> Iterator[Query]:
    """R2: no case of mine yet."""
    found = desk.sight.within(Offer, Act.ANSWER_OFFER).where(Offer.state == OfferState.OPEN)
    # Whoever comes first, or next, comes within a term: of the case it says no more than its last day (R17).
    yield item("take-offer", found, Offer.created_at, Offer.id, due_on=Offer.open_until)


def _led(desk: Desk, model: Any, act: Act, *states: CaseState) -> Query:
    """What stands in the cases that one leads, in these states."""
    led = desk.led.c
    return desk.sight.within(model, act).join(desk.led, led.case_id == model.case_id).where(led.state.in_(states))


def _process(code: str, found: Query, since: Any = Process.created_at) -> Query:
    return item(code, found, since, Process.id, case_id=Process.case_id)


def _party(code: str, found: Query, **more: Any) -> Query:
    return item(code, found, Party.created_at, Party.id, about=Party.id, case_id=Party.case_id, **more)


def _here(party: Any = Party) -> tuple[Found, ...]:
    """Whoever has a place of their own."""
    return (party.kind != PartyKind.COLLECTIVE, party.left_on.is_(None))


def _screening(desk: Desk) -> Iterator[Query]:
    found = _led(desk, Process, Act.CLASSIFY, CaseState.INTAKE, CaseState.READINESS)
    yield _process("classify", found.where(desk.lacks(Classification, Classification.case_id == Process.case_id)))


def _invitations(desk: Desk) -> Iterator[Query]:
    """R1, R9: everybody is given a way in, and whom a referral names within its term; one that was not used in time is given again."""
    invited = (Invitation.party_id == Party.id, Invitation.voided_at.is_(None))
    people = _led(desk, Party, Act.INVITE, *RUNNING).where(*_here(), Party.kind == PartyKind.PERSON)
    people = people.where(desk.lacks(Seat, Seat.party_id == Party.id, Seat.ended_at.is_(None)))
    named = and_(Party.proposed_person_id.is_not(None), desk.led.c.state == CaseState.INTAKE)
    until = case((named, Case.received_on + term("informing_days")))
    uninvited = people.join(Case, Case.id == Party.case_id).where(desk.lacks(Invitation, *invited))
    yield _party("invite-party", uninvited, due_on=until)
    late = (*invited, Invitation.redeemed_at.is_(None), Invitation.expires_at <= NOW)
    expired = desk.sight.within(Invitation).where(*late).with_only_columns(func.max(Invitation.expires_at)).scalar_subquery()
    yield _party("invite-again", people.where(desk.has(Invitation, *late)), due_on=expired)
    yield from _members(desk)


def _members(desk: Desk) -> Iterator[Query]:
    """R14: a group comes in by its members, each of them for themselves; those who have a place here have a way in already."""
    here = desk.has(Party, Party.id == GroupMember.group_party_id, Party.left_on.is_(None))
    used = or_(Invitation.redeemed_at.is_not(None), Invitation.expires_at > NOW)
    live = (Invitation.member_id == GroupMember.id, Invitation.voided_at.is_(None), used)
    found = _led(desk, GroupMember, Act.INVITE, *RUNNING).where(GroupMember.party_id.is_(None), here, desk.lacks(Invitation, *live))
    about = {"about": GroupMember.group_party_id, "case_id": GroupMember.case_id, "place": GroupMember.group_party_id}
    yield item("invite-member", found, GroupMember.created_at, GroupMember.id, **about)


def _safety(desk: Desk) -> Iterator[Query]:
    """R5: assessed in this round, and again when somebody told of unsafety or powerlessness since."""
    here = _led(desk, Party, Act.ASSESS_SAFETY, *TALKING).where(*_here())
    assessed = (SafetyAssessment.party_id == Party.id, SafetyAssessment.created_at >= desk.led.c.round_began_at)
    unassessed = and_(desk.lacks(SafetyAssessment, *assessed), Party.id == any_(UNASSESSED))
    yield _party("assess-safety", here.where(unassessed))
    since = (*assessed, SafetyAssessment.created_at >= BehaviourExperience.created_at)
    told = (BehaviourExperience.party_id == Party.id, func.cardinality(BehaviourExperience.experiences) > 0)
    prompted = desk.has(BehaviourExperience, *told, desk.lacks(SafetyAssessment, *since))
    yield _party("assess-safety-again", here.where(~unassessed, prompted), read_of=Party.id)


def _gate(desk: Desk) -> Iterator[Query]:
    """S11: what was announced and what is true have come apart."""
    found = _led(desk, Process, Act.ANNOUNCE_GATE, *TALKING)
    since = func.coalesce(Process.gate_announced_at, Process.created_at)
    yield _process("announce-open", found.where(Process.case_id == any_(GATE_OPEN), Process.gate == Gate.NOT_NOW), since)
    yield _process("announce-not-now", found.where(Process.case_id == any_(GATE_SHUT), Process.gate == Gate.OPEN), since)


def _mandate(desk: Desk) -> Iterator[Query]:
    states = (MandateState.DRAFT, MandateState.OFFERED, MandateState.IN_FORCE)
    here = (Mandate.case_id == Process.case_id, Mandate.state.in_(states))
    yield _process("draft-mandate", _led(desk, Process, Act.DRAFT_MANDATE, CaseState.MANDATE).where(desk.lacks(Mandate, *here)))


def _draft(desk: Desk) -> Iterator[Query]:
    elsewhere = desk.cases_with(Mandate, Mandate.state.in_((MandateState.OFFERED, MandateState.IN_FORCE)))
    found = _led(desk, Mandate, Act.OFFER_MANDATE, CaseState.MANDATE)
    found = found.where(Mandate.state == MandateState.DRAFT, Mandate.case_id.not_in(elsewhere))
    yield item("offer-mandate", found, Mandate.created_at, Mandate.id, case_id=Mandate.case_id, number=Mandate.version)


def _in_force(desk: Desk) -> Found:
    return desk.has(Mandate, Mandate.case_id == Process.case_id, Mandate.state == MandateState.IN_FORCE)


def _agreed(desk: Desk) -> Found:
    this_round = Agreement.created_at >= desk.led.c.round_began_at
    return desk.has(Agreement, Agreement.case_id == Process.case_id, Agreement.state == AgreementState.AGREED, this_round)


def _plan(desk: Desk) -> Iterator[Query]:
    found = _led(desk, Process, Act.PLAN_SESSION, CaseState.IN_PROCESS).where(
        Process.paused_at.is_(None), Process.case_id == any_(GATE_OPEN)
    )
    free = desk.lacks(Session, Session.case_id == Process.case_id, Session.state.in_(UPCOMING))
    yield _process("plan-session", found.where(free, _in_force(desk), ~_agreed(desk)))


def _talked(code: str, found: Query, **more: Any) -> Query:
    return item(code, found, Session.created_at, Session.id, case_id=Session.case_id, **more)


def _start(desk: Desk) -> Iterator[Query]:
    found = _led(desk, Session, Act.START_SESSION, *RUNNING)
    at_hand = (Session.state == SessionState.PLANNED, Session.planned_for <= AT_HAND)
    yield _talked("start-session", found.where(*at_hand), due_on=Session.planned_for)


def _end(desk: Desk) -> Iterator[Query]:
    yield _talked("end-session", _led(desk, Session, Act.END_SESSION, *RUNNING).where(Session.state == SessionState.RUNNING))


def _record(desk: Desk) -> Iterator[Query]:
    """R11: who was there, and what is kept of it."""
    found = _led(desk, Session, Act.WRITE_RECORD, *RUNNING).where(Session.created_at >= desk.led.c.round_began_at)
    found = found.where(desk.lacks(SessionRecord, SessionRecord.session_id == Session.id))
    someone = unnoted(desk.sight).with_only_columns(Party.id).correlate(Session).exists()
    yield _talked("note-attendance", found.where(Session.state.in_(BEGUN), someone))
    lately = (Session.state.in_(OVER), Session.ended_at > KEPT_SINCE)
    yield _talked("write-record", found.where(*lately, ~someone))


def _talks(desk: Desk) -> Iterator[Query]:
    """R11: what was planned with one party; and with each of them once a conversation was broken off."""
    planned = _led(desk, Talk, Act.HOLD_TALK, *RUNNING).where(Talk.state == SessionState.PLANNED, Talk.planned_for <= NOW)
    about = {"about": Talk.party_id, "case_id": Talk.case_id, "place": Talk.party_id, "due_on": Talk.planned_for}
    yield item("conclude-talk", planned, Talk.created_at, Talk.id, **about)
    broken_off = and_(_last(desk, Session.state) == SessionState.SUSPENDED, _last(desk, Session.created_at) >= desk.led.c.round_began_at)
    since = desk.lacks(Talk, Talk.party_id == Party.id, Talk.created_at >= _last(desk, Session.ended_at))
    yield _party("talk-after-suspension", _led(desk, Party, Act.HOLD_TALK, *RUNNING).where(*_here(), broken_off, since))


def _last(desk: Desk, what: Any) -> Found:
    """Something of the last conversation that was not called off."""
    held = desk.sight.within(Session).where(Session.case_id == Party.case_id, Session.state != SessionState.CANCELLED)
    return held.order_by(Session.created_at.desc(), Session.id.desc()).with_only_columns(what).limit(1).correlate(Party).scalar_subquery()


def _moves(desk: Desk) -> Iterator[Query]:
    """The guards of the life cycle, as far as they are met (R4, R10, R13, R14); the deed looks again."""
    state = desk.led.c.state
    informed = (Seat.party_id == Party.id, Seat.informed_at.is_not(None), Seat.ended_at.is_(None))
    waiting = desk.has(Party, Party.case_id == Process.case_id, *_here(), desk.lacks(Seat, *informed))
    screened = desk.has(Classification, Classification.case_id == Process.case_id)
    # What all share is a successor's to read once all accepted them: before that nothing says that all is kept (S7).
    trusted = or_(~Appointment.successor, Appointment.accepted_by_all_at.is_not(None))
    entrusted = desk.has(Appointment, Appointment.case_id == Process.case_id, Appointment.ended_at.is_(None), trusted)
    kept = and_(entrusted, ~_still_open(desk))
    none_needed = and_(~_agreed(desk), ~desk.has(Party, Party.case_id == Process.case_id, *_here(), ~_none_needed(desk)))
    can = or_(
        and_(state == CaseState.INTAKE, screened, _two(desk), ~waiting),
        and_(state == CaseState.READINESS, screened, Process.case_id == any_(GATE_OPEN)),
        and_(state == CaseState.MANDATE, _in_force(desk)),
        and_(state == CaseState.IN_PROCESS, _agreed(desk)),
        and_(state == CaseState.IN_PROCESS, kept, _two(desk), none_needed),
        and_(state == CaseState.AGREEMENT, kept),
    )
    yield _process("take-next-step", _led(desk, Process, Act.MOVE, *RUNNING).where(can))
    asked = desk.sight.within(ReopeningRequest).join(desk.led, desk.led.c.case_id == ReopeningRequest.case_id)
    asked = asked.where(state == CaseState.CLOSED, ReopeningRequest.created_at >= desk.led.c.round_began_at)
    about = {"about": ReopeningRequest.party_id, "case_id": ReopeningRequest.case_id}
    yield item("answer-reopening", asked, ReopeningRequest.created_at, ReopeningRequest.id, **about)


def _two(desk: Desk) -> Found:
    """With fewer left there is nobody to talk with, nor to have restored it with (R4, R9)."""
    people = desk.sight.within(Party).where(Party.case_id == Process.case_id, *_here()).with_only_columns(func.count())
    two: Found = people.correlate(Process).scalar_subquery() >= 2
    return two


def _still_open(desk: Desk) -> Found:
    """R14: some promise is somebody's to act on still; a report that nobody answered in its days is not."""
    found = desk.sight.within(Commitment).join(Case, Case.id == Commitment.case_id)
    answerable = or_(Commitment.state != CommitmentState.REPORTED, so_long_after(Commitment.reported_at, "answer_days") > NOW)
    found = found.where(Commitment.case_id == Process.case_id, Commitment.state.in_(OPEN), answerable)
    return found.with_only_columns(Commitment.id).correlate(Process).exists()


def _none_needed(desk: Desk) -> Found:
    """R12: a party's last word since all were asked, and since anything was proposed."""
    said, led = OutcomeConfirmation, desk.led.c
    found = desk.sight.within(said).where(said.party_id == Party.id, said.question == OutcomeQuestion.NO_COMMITMENTS_NEEDED)
    unasked = desk.lacks(Agreement, Agreement.case_id == said.case_id, Agreement.created_at > said.created_at)
    found = found.where(said.created_at >= led.round_began_at, said.created_at >= led.answers_since, unasked)
    last = found.order_by(said.created_at.desc(), said.id.desc()).limit(1).with_only_columns(said.yes)
    return func.coalesce(last.correlate(Party, desk.led).scalar_subquery(), False)


def _looked_back(desk: Desk) -> Found:
    return desk.has(FollowUp, FollowUp.case_id == Process.case_id, FollowUp.created_at >= desk.led.c.round_began_at)


def _look_back(desk: Desk) -> Iterator[Query]:
    yield _process("look-back", _led(desk, Process, Act.FOLLOW_UP, CaseState.AFTERCARE).where(~_looked_back(desk)))


def _close(desk: Desk) -> Iterator[Query]:
    yield _process("close-case", _led(desk, Process, Act.CLOSE, CaseState.AFTERCARE).where(_looked_back(desk)))


LEADING: Final[tuple[tuple[Act, Callable[[Desk], Iterator[Query]]], ...]] = (
    (Act.ANSWER_OFFER, _offers),
    (Act.CLASSIFY, _screening),
    (Act.INVITE, _invitations),
    (Act.ASSESS_SAFETY, _safety),
    (Act.ANNOUNCE_GATE, _gate),
    (Act.DRAFT_MANDATE, _mandate),
    (Act.OFFER_MANDATE, _draft),
    (Act.PLAN_SESSION, _plan),
    (Act.START_SESSION, _start),
    (Act.END_SESSION, _end),
    (Act.WRITE_RECORD, _record),
    (Act.HOLD_TALK, _talks),
    (Act.MOVE, _moves),
    (Act.FOLLOW_UP, _look_back),
    (Act.CLOSE, _close),
)
"""By the deed that is asked."""
