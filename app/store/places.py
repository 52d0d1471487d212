"""The gates' eye on who takes part: every place as `app.domain.deeds` looks at it, and the guardians beside it.

It looks at what each said in private, for `app.store.situations` under the case's lock, and for the true gate: yes and no, never content.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, Select, Uuid, and_, bindparam, exists, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.agreements import AgreementState
from app.domain.cases import CaseState
from app.domain.errors import Condition
from app.domain.guardians import age_on
from app.domain.mandates import MandateState
from app.domain.outcomes import OutcomeQuestion
from app.domain.parties import PartyKind
from app.domain.readiness import AT_THE_START, Safety
from app.domain.sessions import SessionState
from app.domain.situation import Guardian, Place, Situation, unready
from app.domain.terms import Terms
from app.store.models.agreements import Agreement, AgreementConfirmation, OutcomeConfirmation
from app.store.models.base import ONE
from app.store.models.cases import Appointment, AppointmentAcceptance, Case, Seat, TrueState
from app.store.models.groups import GroupMember
from app.store.models.guardians import Guardian as GuardianRow
from app.store.models.guardians import GuardianConsent
from app.store.models.mandates import Mandate, MandateAcceptance
from app.store.models.parties import (
    Contestation,
    Invitation,
    Party,
    PartyParticulars,
    ReadinessDeclaration,
    ReopeningRequest,
    SafetyAssessment,
)
from app.store.models.sessions import Reconfirmation, Session

Found = ColumnElement[Any]
HERE: Final[Any] = bindparam("here", type_=Uuid())
NOW: Final[Any] = bindparam("now", type_=DateTime(timezone=True))
"""The case and the moment, in statements that are built once: each guarded deed asks them under a lock, and building takes longer."""


async def places_in(session: AsyncSession, case_id: UUID, now: datetime, terms: Terms) -> tuple[Place, ...]:
    """Every place in this case that has not ended, with whoever must consent beside it: two statements."""
    here = {"here": case_id, "now": now}
    places, guardians = [(await session.execute(statement, here)).all() for statement in _both()]
    return tuple(_place(row, guardians, now, terms) for row in places)


@cache
def _both() -> tuple[Select[*tuple[Any, ...]], Select[*tuple[Any, ...]]]:
    return _places(HERE, NOW), _guardians(HERE, NOW)


async def gates_of(
    session: AsyncSession, cases: Select[Any], binds: Mapping[str, Any], now: datetime
) -> Mapping[UUID, Sequence[Condition]]:
    """What keeps the true gate of each of these cases closed, nothing where it is open: two statements, however many there are (R4)."""
    places, beside = _all_of(cases)
    asked = {**binds, "now": now}
    guardians = (await session.execute(beside, asked)).all()
    found: dict[UUID, list[Place]] = {}
    for row in (await session.execute(places, asked)).all():
        age = age_on(row.born_on, now.date(), Terms(**row.terms).consent_age)
        mine = tuple(Guardian(one.id, one.informed, one.consented) for one in guardians if one.party_id == row.party)
        place = Place(row.party, informed=row.informed, ready=row.ready, safe=row.safe, age=age, guardians=mine)
        found.setdefault(row.case_id, []).append(place)
    return {case: unready(Situation(CaseState.READINESS, tuple(standing))) for case, standing in found.items()}


@cache
def _all_of(cases: Select[Any]) -> tuple[Select[*tuple[Any, ...]], Select[*tuple[Any, ...]]]:
    """Where everyone stands in these cases, and the guardians beside them."""
    places = (
        select(Party.case_id, Case.terms, *_standing(NOW))
        .join(TrueState, TrueState.case_id == Party.case_id)
        .join(Case, Case.id == Party.case_id)
        .where(Party.case_id.in_(cases), Party.kind != PartyKind.COLLECTIVE, Party.left_on.is_(None))
    )
    beside = (
        select(*_consenting(NOW))
        .join(TrueState, TrueState.case_id == GuardianRow.case_id)
        .where(GuardianRow.case_id.in_(cases), GuardianRow.own_party_id.is_(None), GuardianRow.ended_on.is_(None))
    )
    return places, beside


def _place(row: Any, guardians: Sequence[Any], now: datetime, terms: Terms) -> Place:
    facts = row._asdict()
    age = age_on(facts.pop("born_on"), now.date(), terms.consent_age)
    beside = (one for one in guardians if one.party_id == row.party)
    mine = tuple(Guardian(one.id, one.informed, one.consented, one.accepted, one.bound) for one in beside)
    return Place(**facts, age=age, guardians=mine)


def accepted(case_id: UUID, whose: Found, state: MandateState = MandateState.OFFERED) -> Found:
    """Whether this answer to the version that is offered, or in force, in this round was given; an older round's does not count."""
    since = Mandate.offered_at if state is MandateState.OFFERED else Mandate.in_force_at
    version = (Mandate.case_id == case_id, Mandate.state == state, since >= TrueState.round_began_at)
    stands = select(Mandate.id).where(*version).correlate(TrueState)
    answer = exists(ONE).where(MandateAcceptance.case_id == case_id, MandateAcceptance.mandate_id.in_(stands), whose)
    return answer.correlate(TrueState, Party, GuardianRow)


def _proposed(case_id: UUID) -> Select[Any]:
    """The agreement that is proposed in this round; one that an earlier round left behind does not count."""
    mine = (Agreement.case_id == case_id, Agreement.created_at >= TrueState.round_began_at)
    return select(Agreement.id).where(*mine, Agreement.state == AgreementState.PROPOSED).correlate(TrueState)


def _unasked(case_id: UUID) -> Found:
    """Nothing was proposed since a party's answer: whoever said that no commitments are needed says it again after a proposal."""
    return ~exists(ONE).where(Agreement.case_id == case_id, Agreement.created_at > OutcomeConfirmation.created_at).correlate(
        OutcomeConfirmation
    )


def _latest(column: InstrumentedAttribute[Any], *where: Found) -> Found:
    """The newest of a party's answers in this round; null when there is none."""
    model: Any = column.class_
    newest = select(column).where(model.party_id == Party.id, model.created_at >= TrueState.round_began_at, *where)
    return newest.order_by(model.created_at.desc(), model.id.desc()).limit(1).correlate(Party, TrueState).scalar_subquery()


def _said(column: InstrumentedAttribute[Any], *where: Found) -> Found:
    return func.coalesce(_latest(column, *where), false())


def _for_what_is_planned() -> Found:
    """Said for the conversation that is planned, and for the moment at which it now is; and not contested (R6)."""
    here = (Session.id == Reconfirmation.session_id, Session.planned_for == Reconfirmation.planned_for)
    planned = exists(ONE).where(*here, Session.state == SessionState.PLANNED).correlate(Reconfirmation)
    return and_(planned, ~exists(ONE).where(Contestation.reconfirmation_id == Reconfirmation.id).correlate(Reconfirmation))


def _holds(now: datetime) -> Found:
    """Whether a party's latest word on being ready is a yes that still counts (R5, R7)."""
    stands = ~exists(ONE).where(Contestation.declaration_id == ReadinessDeclaration.id).correlate(ReadinessDeclaration)
    expires_at = _latest(ReadinessDeclaration.expires_at, stands)
    return and_(_said(ReadinessDeclaration.ready, stands), func.coalesce(expires_at > now, false()))


def _standing(now: datetime) -> tuple[Found, ...]:
    """What the gate asks of a place (R4, R5)."""
    # The one who is here now accepted the statement (S0): what somebody accepted who lost their way in since is theirs.
    seated = (Seat.case_id == Party.case_id, Seat.party_id == Party.id, Seat.ended_at.is_(None), Seat.informed_at.is_not(None))
    born_on = select(PartyParticulars.born_on).where(PartyParticulars.party_id == Party.id).correlate(Party).scalar_subquery()
    return (
        Party.id.label("party"),
        born_on.label("born_on"),
        exists(ONE).where(*seated).correlate(Party).label("informed"),
        _holds(now).label("ready"),
        func.coalesce(_latest(SafetyAssessment.result) != Safety.UNSAFE, false()).label("safe"),
    )


def _places(case_id: UUID, now: datetime) -> Select[*tuple[Any, ...]]:
    planned = _for_what_is_planned()
    question = OutcomeConfirmation.question
    # The latest, whether or not it has ended: what was said to a moderator stays said until another one comes (R3).
    appointed = select(Appointment.id).where(Appointment.case_id == case_id).order_by(Appointment.declared_at.desc()).limit(1)
    welcome = (AppointmentAcceptance.appointment_id.in_(appointed), AppointmentAcceptance.party_id == Party.id)
    confirmation = (AgreementConfirmation.agreement_id.in_(_proposed(case_id)), AgreementConfirmation.party_id == Party.id)
    again = (ReopeningRequest.party_id == Party.id, ReopeningRequest.created_at >= TrueState.round_began_at)
    since = OutcomeConfirmation.created_at >= TrueState.answers_since
    # Whoever withdrew and came back reconfirms again: a yes for a session counts only as the last word (R7).
    reconfirmed_at = _latest(Reconfirmation.created_at, planned)
    said_last = and_(reconfirmed_at > _latest(ReadinessDeclaration.created_at), reconfirmed_at > now - AT_THE_START)
    return (
        select(
            *_standing(now),
            exists(ONE).where(Invitation.case_id == case_id, _asked_in()).correlate(Party).label("invited"),
            and_(_said(Reconfirmation.ready, planned), said_last, _holds(now)).label("reconfirmed"),
            exists(ONE).where(*welcome).correlate(Party).label("welcomed"),
            accepted(case_id, MandateAcceptance.party_id == Party.id).label("accepted"),
            exists(ONE).where(*confirmation).correlate(Party, TrueState).label("confirmed"),
            _said(OutcomeConfirmation.yes, question == OutcomeQuestion.NO_COMMITMENTS_NEEDED, since, _unasked(case_id)).label(
                "no_commitments"
            ),
            _said(OutcomeConfirmation.yes, question == OutcomeQuestion.RESTORED, since).label("restored"),
            _said(OutcomeConfirmation.yes, question == OutcomeQuestion.SELF_RESOLVED, since).label("self_resolved"),
            exists(ONE).where(*again).correlate(Party, TrueState).label("reopening_asked"),
        )
        .join(TrueState, TrueState.case_id == Party.case_id)
        .where(Party.case_id == case_id, Party.kind != PartyKind.COLLECTIVE, Party.left_on.is_(None))
        .order_by(Party.created_at, Party.id)
    )


def _asked_in() -> Found:
    """A way in for this party; a group with one place is invited by its members (R9)."""
    members = select(GroupMember.id).where(GroupMember.group_party_id == Party.id).correlate(Party)
    return or_(Invitation.party_id == Party.id, Invitation.member_id.in_(members))


def _consenting(now: datetime) -> tuple[Found, ...]:
    """What the gate asks of a guardian (R6)."""
    here = (Seat.case_id == GuardianRow.case_id, Seat.guardian_id == GuardianRow.id)
    seated = (*here, Seat.ended_at.is_(None), Seat.informed_at.is_not(None))
    # Whoever comes in anew says it anew: what was said through a way in that has ended is that one's (R6, R7).
    came_in = select(func.max(Seat.informed_at)).where(*seated).correlate(GuardianRow).scalar_subquery()
    since = (GuardianConsent.created_at >= TrueState.round_began_at, GuardianConsent.created_at >= came_in)
    said = (GuardianConsent.guardian_id == GuardianRow.id, *since)
    latest = (
        select(and_(GuardianConsent.yes, GuardianConsent.expires_at > now))
        .where(*said)
        .order_by(GuardianConsent.created_at.desc(), GuardianConsent.id.desc())
        .limit(1)
        .correlate(GuardianRow, TrueState)
        .scalar_subquery()
    )
    return (
        GuardianRow.id.label("id"),
        GuardianRow.party_id.label("party_id"),
        exists(ONE).where(*seated).correlate(GuardianRow).label("informed"),
        func.coalesce(latest, false()).label("consented"),
    )


def _guardians(case_id: UUID, now: datetime) -> Select[*tuple[Any, ...]]:
    """Those who may consent for a young party: whoever has a place here themselves, or no authority any more, is none (R6)."""
    whose = MandateAcceptance.guardian_id == GuardianRow.id
    return (
        select(
            *_consenting(now),
            accepted(case_id, whose).label("accepted"),
            accepted(case_id, whose, MandateState.IN_FORCE).label("bound"),
        )
        .join(TrueState, TrueState.case_id == GuardianRow.case_id)
        .where(GuardianRow.case_id == case_id, GuardianRow.own_party_id.is_(None), GuardianRow.ended_on.is_(None))
        .order_by(GuardianRow.created_at, GuardianRow.id)
    )
