"""Who is outstanding, where all must agree: for the moderator alone, by id (S10)."""

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Subquery, any_

from app.domain.cases import RUNNING, CaseState
from app.domain.mandates import MandateState
from app.domain.outcomes import OutcomeQuestion
from app.domain.parties import PartyKind
from app.domain.sessions import SessionState
from app.store.agreements import still_proposed
from app.store.desk import A_DAY_AGO, AT_HAND, UNREADY, Desk, Found, Query, item
from app.store.models.agreements import Agreement, AgreementConfirmation, Commitment, CommitmentAcceptance, OutcomeConfirmation
from app.store.models.cases import Appointment, AppointmentAcceptance, Seat
from app.store.models.mandates import Mandate, MandateAcceptance
from app.store.models.parties import Invitation, Party, ReadinessDeclaration
from app.store.models.sessions import Attendance, Reconfirmation, RecordApproval, Session, SessionRecord


def _people(desk: Desk, *states: CaseState) -> Query:
    """Everyone who has a place in the cases that one leads, in these states."""
    led = desk.led.c
    here = (Party.kind != PartyKind.COLLECTIVE, Party.left_on.is_(None), led.state.in_(states))
    return desk.sight.within(Party).join(desk.led, led.case_id == Party.case_id).where(*here)


def _asked(desk: Desk, model: Any, *where: Found) -> Subquery:
    """What they are asked about, as far as the reader sees it."""
    columns = [getattr(model, name) for name in ("id", "case_id", "created_at", "version", "session_id") if hasattr(model, name)]
    return desk.sight.within(model).where(*where).with_only_columns(*columns).subquery()


def _informed(desk: Desk) -> Found:
    return desk.has(Seat, Seat.party_id == Party.id, Seat.informed_at.is_not(None), Seat.ended_at.is_(None))


def _awaited(code: str, found: Query, since: Any, **more: Any) -> Query:
    return item(code, found, since, Party.id, about=Party.id, case_id=Party.case_id, **more)


def _secrecy(desk: Desk) -> Query:
    live = desk.has(Invitation, Invitation.party_id == Party.id, Invitation.voided_at.is_(None))
    return _awaited("await-secrecy-statement", _people(desk, *RUNNING).where(live, ~_informed(desk)), Party.created_at)


def _moderator(desk: Desk) -> Query:
    asked = _asked(desk, Appointment, Appointment.ended_at.is_(None))
    found = _people(desk, *RUNNING).join(asked, asked.c.case_id == Party.case_id)
    given = (AppointmentAcceptance.appointment_id == asked.c.id, AppointmentAcceptance.party_id == Party.id)
    missing = found.where(_informed(desk), desk.lacks(AppointmentAcceptance, *given))
    return _awaited("await-moderator-acceptance", missing, asked.c.created_at, place=asked.c.id)


def _readiness(desk: Desk) -> Query:
    """S7: what was not handed over is not there to be seen; that somebody is not ready is all that it says of them then."""
    said = (ReadinessDeclaration.party_id == Party.id, ReadinessDeclaration.created_at >= desk.led.c.round_began_at)
    found = _people(desk, CaseState.READINESS, CaseState.MANDATE, CaseState.IN_PROCESS).where(Party.id == any_(UNREADY))
    return _awaited("await-readiness", found.where(_informed(desk), desk.lacks(ReadinessDeclaration, *said)), Party.created_at)


def _mandate(desk: Desk) -> Query:
    asked = _asked(desk, Mandate, Mandate.state == MandateState.OFFERED)
    found = _people(desk, *RUNNING).join(asked, asked.c.case_id == Party.case_id)
    given = (MandateAcceptance.mandate_id == asked.c.id, MandateAcceptance.party_id == Party.id)
    return _awaited("await-mandate", found.where(desk.lacks(MandateAcceptance, *given)), asked.c.created_at, number=asked.c.version)


def _reconfirmation(desk: Desk) -> Query:
    at_hand = (Session.state == SessionState.PLANNED, Session.planned_for <= AT_HAND)
    asked = _asked(desk, Session, *at_hand)
    found = _people(desk, *RUNNING).join(asked, asked.c.case_id == Party.case_id)
    said = (
        Reconfirmation.session_id == asked.c.id,
        Reconfirmation.party_id == Party.id,
        Reconfirmation.created_at > A_DAY_AGO,
    )
    return _awaited("await-reconfirmation", found.where(desk.lacks(Reconfirmation, *said)), asked.c.created_at, place=asked.c.id)


def _record(desk: Desk) -> Query:
    asked = _asked(desk, SessionRecord, SessionRecord.approved_by_all_at.is_(None))
    found = _people(desk, *RUNNING).join(asked, asked.c.case_id == Party.case_id)
    there = desk.has(Attendance, Attendance.session_id == asked.c.session_id, Attendance.party_id == Party.id)
    given = (RecordApproval.record_id == asked.c.id, RecordApproval.party_id == Party.id, RecordApproval.voided_at.is_(None))
    found = found.where(there, desk.lacks(RecordApproval, *given))
    return item(
        "await-record-approval", found, asked.c.created_at, asked.c.id, about=Party.id, case_id=Party.case_id, place=asked.c.session_id
    )


def _agreement(desk: Desk) -> Query:
    asked = _asked(desk, Agreement, still_proposed(desk.sight))
    found = _people(desk, *RUNNING).join(asked, asked.c.case_id == Party.case_id)
    given = (AgreementConfirmation.agreement_id == asked.c.id, AgreementConfirmation.party_id == Party.id)
    return _awaited("await-agreement", found.where(desk.lacks(AgreementConfirmation, *given)), asked.c.created_at, number=asked.c.version)


def _commitment(desk: Desk) -> Query:
    asked = _asked(desk, Agreement, still_proposed(desk.sight))
    found = desk.sight.within(Commitment).join(asked, asked.c.id == Commitment.agreement_id)
    found = found.where(desk.lacks(CommitmentAcceptance, CommitmentAcceptance.commitment_id == Commitment.id))
    about = {"about": Commitment.owner_party_id, "case_id": Commitment.case_id}
    return item("await-commitment-acceptance", found, Commitment.created_at, Commitment.id, **about)


def _outcome(desk: Desk) -> Query:
    said = (
        OutcomeConfirmation.party_id == Party.id,
        OutcomeConfirmation.question == OutcomeQuestion.RESTORED,
        OutcomeConfirmation.created_at >= desk.led.c.answers_since,
    )
    return _awaited("await-outcome", _people(desk, CaseState.AFTERCARE).where(desk.lacks(OutcomeConfirmation, *said)), Party.created_at)


OUTSTANDING: Final[tuple[Callable[[Desk], Query], ...]] = (
    _secrecy,
    _moderator,
    _readiness,
    _mandate,
    _reconfirmation,
    _record,
    _agreement,
    _commitment,
    _outcome,
)
