"""What waits for someone who takes part: where their own answer is missing, and never because of anybody else's (S10)."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import and_, func, or_

from app.domain.cases import Phase
from app.domain.commitments import AWAITS_OWNER, CommitmentState
from app.domain.confidentiality import Act, Secrecy
from app.domain.guardians import OF_AGE
from app.domain.harms import HarmState
from app.domain.mandates import MandateState
from app.domain.outcomes import OutcomeQuestion
from app.domain.sessions import SessionState
from app.store.agreements import still_proposed
from app.store.desk import A_DAY_AGO, AT_HAND, IN_A_WHILE, Desk, Found, Query, item
from app.store.models.agreements import Agreement, AgreementConfirmation, Commitment, CommitmentAcceptance, OutcomeConfirmation
from app.store.models.cases import Appointment, AppointmentAcceptance, Case, Process, Seat
from app.store.models.content import Attribution, Harm
from app.store.models.guardians import Guardian
from app.store.models.mandates import Mandate, MandateAcceptance, MandateComment
from app.store.models.parties import Contestation, Evaluation, Party, PartyParticulars, ReadinessDeclaration, Talk
from app.store.models.sessions import Reconfirmation, RecordApproval, Session, SessionRecord
from app.store.places import NOW
from app.store.seats import ME
from app.store.terms import TODAY, so_long_after, younger_than

BEFORE_AGREEMENT: Final = (Phase.PREPARING, Phase.IN_CONVERSATION)


def _secrecy(desk: Desk) -> Iterator[Query]:
    """S0: everything begins with it."""
    seat = (Seat.principal_id == ME, Seat.member_id.is_(None), Seat.informed_at.is_(None), Seat.ended_at.is_(None))
    found = desk.sight.within(Party, Act.ACCEPT_SECRECY).join(Seat, Seat.party_id == Party.id).where(*seat)
    yield item("accept-secrecy-statement", found, Seat.created_at, Party.id, case_id=Party.case_id)


def _moderator(desk: Desk) -> Iterator[Query]:
    found = desk.sight.within(Appointment, Act.ACCEPT_MODERATOR).join(desk.mine, desk.in_mine(Appointment))
    unanswered = desk.lacks(AppointmentAcceptance, AppointmentAcceptance.appointment_id == Appointment.id)
    found = found.where(Appointment.ended_at.is_(None), unanswered)
    yield item("accept-moderator", found, Appointment.created_at, Appointment.id, case_id=Appointment.case_id)


def _said(desk: Desk, what: Any) -> Found:
    """Something of one's own latest word on being ready, as far as one did not contest it (R6)."""
    contested = desk.has(Contestation, Contestation.declaration_id == ReadinessDeclaration.id)
    # Whoever comes in anew says it anew: what stands from before ended with the way in (R7).
    since_then = ReadinessDeclaration.created_at >= desk.mine.c.informed_at
    said = desk.sight.within(ReadinessDeclaration).where(ReadinessDeclaration.party_id == desk.mine.c.party_id, since_then, ~contested)
    newest = said.where(desk.asked_anew(ReadinessDeclaration)).order_by(
        ReadinessDeclaration.created_at.desc(), ReadinessDeclaration.id.desc()
    )
    return newest.with_only_columns(what).limit(1).correlate(desk.mine).scalar_subquery()


def _readiness(desk: Desk) -> Iterator[Query]:
    """R7: whoever said no, or withdrew, is not asked again; whose yes expired is."""
    until, ready = ReadinessDeclaration.expires_at, ReadinessDeclaration.ready
    mine = desk.sight.within(Party, Act.DECLARE_READINESS).join(desk.mine, and_(desk.in_mine(Party), desk.mine.c.party_id == Party.id))
    asked = or_(_said(desk, ReadinessDeclaration.id).is_(None), _said(desk, and_(ready, until <= NOW)))
    since = func.coalesce(desk.mine.c.reopened_at, Party.created_at)
    case = {"case_id": Party.case_id}
    yield item("answer-readiness", mine.where(desk.mine.c.phase.in_(BEFORE_AGREEMENT), asked), since, Party.id, **case)
    expires = _said(desk, until)
    soon = _said(desk, and_(ready, until > NOW, until <= IN_A_WHILE))
    phases = (*BEFORE_AGREEMENT, Phase.AGREEMENT)
    yield item("renew-readiness", mine.where(desk.mine.c.phase.in_(phases), soon), expires, Party.id, **case, due_on=expires)


def _mandate(desk: Desk) -> Iterator[Query]:
    """R10: one's own yes, as a party, as a guardian with authority, or as the moderator."""
    mine = desk.mine.c
    whose = (
        MandateAcceptance.party_id.is_not_distinct_from(mine.party_id),
        MandateAcceptance.guardian_id.is_not_distinct_from(mine.guardian_id),
    )
    child = desk.sight.within(Guardian).join(PartyParticulars, PartyParticulars.party_id == Guardian.party_id)
    asked = (Guardian.id == mine.guardian_id, Guardian.own_party_id.is_(None), Guardian.ended_on.is_(None), younger_than(TODAY, OF_AGE))
    authority = child.where(*asked).with_only_columns(Guardian.id).exists()
    found = desk.sight.within(Mandate, Act.ACCEPT_MANDATE).join(desk.mine, mine.case_id == Mandate.case_id)
    unanswered = desk.lacks(MandateAcceptance, MandateAcceptance.mandate_id == Mandate.id, *whose)
    # Whoever came to hold authority after it came in force says yes to it then (R6).
    late = and_(Mandate.state == MandateState.IN_FORCE, mine.guardian_id.is_not(None))
    stands = or_(Mandate.state == MandateState.OFFERED, late)
    found = found.where(stands, unanswered, or_(mine.guardian_id.is_(None), authority))
    if not desk.sight.reaches(Secrecy.TRUE_STATE):
        found = found.where(or_(mine.party_id.is_not(None), mine.guardian_id.is_not(None)))
    yield item("accept-mandate", found, Mandate.offered_at, Mandate.id, case_id=Mandate.case_id, number=Mandate.version)


def _draft(desk: Desk) -> Iterator[Query]:
    found = desk.sight.within(Mandate, Act.COMMENT_MANDATE).join(desk.mine, desk.in_mine(Mandate))
    own = (MandateComment.mandate_id == Mandate.id, MandateComment.party_id == desk.mine.c.party_id)
    found = found.where(Mandate.state == MandateState.DRAFT, desk.lacks(MandateComment, *own))
    yield item("comment-on-draft", found, Mandate.created_at, Mandate.id, case_id=Mandate.case_id, number=Mandate.version)


def _session(desk: Desk) -> Iterator[Query]:
    """R7: said again for this moment by whoever said that they are ready, within a day before it."""
    planned = desk.sight.within(Session, Act.RECONFIRM).join(desk.mine, desk.in_mine(Session)).where(Session.state == SessionState.PLANNED)
    at_hand = Session.planned_for <= AT_HAND
    about = {"case_id": Session.case_id, "due_on": Session.planned_for}
    yield item("prepare-session", planned.where(~at_hand), Session.created_at, Session.id, **about)
    said = (
        Reconfirmation.session_id == Session.id,
        Reconfirmation.party_id == desk.mine.c.party_id,
        Reconfirmation.planned_for == Session.planned_for,
        Reconfirmation.created_at > A_DAY_AGO,
        Reconfirmation.created_at > _said(desk, ReadinessDeclaration.created_at),
    )
    again = planned.where(at_hand, _said(desk, ReadinessDeclaration.ready), desk.lacks(Reconfirmation, *said))
    yield item("reconfirm", again, Session.created_at, Session.id, **about)


def _talk(desk: Desk) -> Iterator[Query]:
    """A talk that is planned with oneself."""
    own = desk.sight.within(Talk).join(desk.mine, and_(desk.in_mine(Talk), desk.mine.c.party_id == Talk.party_id))
    found = own.where(Talk.state == SessionState.PLANNED, Talk.planned_for > A_DAY_AGO)
    yield item("attend-talk", found, Talk.created_at, Talk.id, case_id=Talk.case_id, place=Talk.party_id, due_on=Talk.planned_for)


def _record(desk: Desk) -> Iterator[Query]:
    found = desk.sight.within(SessionRecord, Act.APPROVE_RECORD).join(desk.mine, desk.in_mine(SessionRecord))
    given = (
        RecordApproval.record_id == SessionRecord.id,
        RecordApproval.party_id == desk.mine.c.party_id,
        RecordApproval.voided_at.is_(None),
    )
    found = found.where(SessionRecord.approved_by_all_at.is_(None), desk.lacks(RecordApproval, *given))
    yield item(
        "approve-record", found, SessionRecord.created_at, SessionRecord.id, case_id=SessionRecord.case_id, place=SessionRecord.session_id
    )


def _attribution(desk: Desk) -> Iterator[Query]:
    found = desk.sight.within(Attribution, Act.ACCEPT_ATTRIBUTION).join(desk.mine, desk.in_mine(Attribution))
    found = found.where(Attribution.accepted_at.is_(None))
    yield item("answer-attribution", found, Attribution.created_at, Attribution.id, case_id=Attribution.case_id)


def _agreement(desk: Desk) -> Iterator[Query]:
    found = desk.sight.within(Agreement, Act.CONFIRM_AGREEMENT).join(desk.mine, desk.in_mine(Agreement))
    unanswered = desk.lacks(AgreementConfirmation, AgreementConfirmation.agreement_id == Agreement.id)
    found = found.where(still_proposed(desk.sight), unanswered)
    yield item("confirm-agreement", found, Agreement.created_at, Agreement.id, case_id=Agreement.case_id, number=Agreement.version)


def _promises(desk: Desk, act: Act, *states: CommitmentState) -> Query:
    return desk.sight.within(Commitment, act).join(desk.mine, desk.in_mine(Commitment)).where(Commitment.state.in_(states))


def _promise(code: str, found: Query, since: Any = Commitment.created_at, due_on: Any = None) -> Query:
    return item(code, found, since, Commitment.id, case_id=Commitment.case_id, due_on=due_on)


def _proposed(desk: Desk) -> Iterator[Query]:
    found = _promises(desk, Act.ACCEPT_COMMITMENT, CommitmentState.PROPOSED)
    proposed = desk.has(Agreement, Agreement.id == Commitment.agreement_id, still_proposed(desk.sight))
    unanswered = desk.lacks(CommitmentAcceptance, CommitmentAcceptance.commitment_id == Commitment.id)
    yield _promise("accept-commitment", found.where(proposed, unanswered))


def _promised(desk: Desk) -> Iterator[Query]:
    due_on = func.coalesce(Commitment.due_on, Commitment.review_on)
    yield _promise("report-commitment", _promises(desk, Act.REPORT_DONE, *AWAITS_OWNER), due_on=due_on)


def _reported(desk: Desk) -> Iterator[Query]:
    """R14: whoever does not answer in time leaves it unanswered."""
    until = so_long_after(Commitment.reported_at, "answer_days")
    found = _promises(desk, Act.CONFIRM_DONE, CommitmentState.REPORTED).join(Case, Case.id == Commitment.case_id)
    yield _promise("answer-report", found.where(until > NOW), Commitment.reported_at, until)


def _overdue(desk: Desk) -> Iterator[Query]:
    due_on = func.coalesce(Commitment.due_on, Commitment.review_on)
    found = _promises(desk, Act.SAY_NOT_KEPT, *AWAITS_OWNER).where(due_on < TODAY)
    yield _promise("respond-to-overdue", found, due_on=due_on)


def _harm(desk: Desk) -> Iterator[Query]:
    """R15: where it stands is the person harmed's to say."""
    found = desk.sight.within(Harm, Act.MARK_HARM).join(desk.mine, desk.in_mine(Harm))
    unsettled = Harm.state.in_((HarmState.OPEN, HarmState.ACKNOWLEDGED))
    found = found.where(unsettled, desk.mine.c.phase.in_((Phase.AGREEMENT, Phase.AFTERCARE)))
    yield item("mark-harm", found, Harm.created_at, Harm.id, case_id=Harm.case_id)


def _outcome(desk: Desk) -> Iterator[Query]:
    own = (OutcomeConfirmation.case_id == Process.case_id, OutcomeConfirmation.party_id == desk.mine.c.party_id)
    # Once somebody's place has ended, all are asked again (R9).
    counts = OutcomeConfirmation.created_at >= desk.mine.c.answers_since
    restored = (OutcomeConfirmation.question == OutcomeQuestion.RESTORED, counts)
    yield _after("say-outcome", _cared_for(desk, Act.CONFIRM_OUTCOME).where(desk.lacks(OutcomeConfirmation, *own, *restored)))


def _evaluation(desk: Desk) -> Iterator[Query]:
    own = (Evaluation.case_id == Process.case_id, Evaluation.party_id == desk.mine.c.party_id, desk.asked_anew(Evaluation))
    yield _after("evaluate", _cared_for(desk, Act.EVALUATE).where(desk.lacks(Evaluation, *own)))


def _cared_for(desk: Desk, act: Act) -> Query:
    return desk.sight.within(Process, act).join(desk.mine, desk.in_mine(Process)).where(Process.phase == Phase.AFTERCARE)


def _after(code: str, found: Query) -> Query:
    return item(code, found, Process.created_at, Process.id, case_id=Process.case_id)


OWN: Final[tuple[tuple[Act, Callable[[Desk], Iterator[Query]]], ...]] = (
    (Act.ACCEPT_SECRECY, _secrecy),
    (Act.ACCEPT_MODERATOR, _moderator),
    (Act.DECLARE_READINESS, _readiness),
    (Act.ACCEPT_MANDATE, _mandate),
    (Act.COMMENT_MANDATE, _draft),
    (Act.RECONFIRM, _session),
    (Act.WITHDRAW, _talk),
    (Act.APPROVE_RECORD, _record),
    (Act.ACCEPT_ATTRIBUTION, _attribution),
    (Act.CONFIRM_AGREEMENT, _agreement),
    (Act.ACCEPT_COMMITMENT, _proposed),
    (Act.REPORT_DONE, _promised),
    (Act.CONFIRM_DONE, _reported),
    (Act.SAY_NOT_KEPT, _overdue),
    (Act.MARK_HARM, _harm),
    (Act.CONFIRM_OUTCOME, _outcome),
    (Act.EVALUATE, _evaluation),
)
"""By the deed that is asked; a role whose it never is, is not asked."""
