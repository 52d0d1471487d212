"""The gates' eye: one case as `app.domain.deeds` looks at it.

A party's last acceptance completes what others answered in private, so a gate must look at answers that the one who acts may not see
(S10). That look is here and nowhere else, under the case's lock, and it yields a `Situation`: yes and no, and never a word of content.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.agreements import AgreementState
from app.domain.cases import CaseState
from app.domain.commitments import FINAL, CommitmentState, standing
from app.domain.confidentiality import LEADS
from app.domain.guardians import age_on
from app.domain.harms import HarmState
from app.domain.mandates import Involvement, MandateState
from app.domain.outcomes import OutcomeQuestion
from app.domain.parties import PartyKind
from app.domain.readiness import AT_THE_START, Safety
from app.domain.sessions import CONVERSATIONS, UPCOMING, SessionState
from app.domain.situation import Collective, Guardian, Place, Promise, SharedHarm, Situation, unready
from app.domain.terms import Terms
from app.store.models.agreements import (
    Agreement,
    AgreementConfirmation,
    Commitment,
    CommitmentAcceptance,
    FollowUp,
    OutcomeConfirmation,
)
from app.store.models.cases import Appointment, AppointmentAcceptance, Case, Classification, Process, Seat, TrueState
from app.store.models.companions import Admission, Introduction
from app.store.models.content import Harm
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
from app.store.models.sessions import Attendance, Reconfirmation, RecordApproval, Session, SessionRecord
from app.store.models.supports import OrganisationalSupport, Release, ReleasedItem, SupportConfirmation

Found = ColumnElement[Any]


async def situation_of(session: AsyncSession, case_id: UUID, now: datetime) -> Situation:
    """The situation of a case at this moment: six statements, however many parties."""
    row = (await session.execute(_whole(case_id))).one()
    places = (await session.execute(_places(case_id, now))).all()
    guardians = (await session.execute(_guardians(case_id, now))).all()
    collectives = (await session.execute(_collectives(case_id))).all()
    promises = (await session.execute(_promises(case_id))).all()
    harms = (await session.execute(_harms(case_id))).all()
    facts = row._asdict()
    terms = Terms(**facts.pop("terms"))
    lost_at, offer_ends = facts.pop("lost_at"), facts.pop("offer_ends")
    agreed = tuple(_promise(one, now, terms) for one in promises if one.agreement is not AgreementState.PROPOSED)
    upcoming = facts.pop("upcoming")
    kind = facts.pop("kind")
    found = Situation(
        **facts,
        session=SessionState(upcoming) if upcoming else None,
        session_counts=kind in {kind.value for kind in CONVERSATIONS},
        left_alone=not facts["led"] and lost_at is not None and lost_at + timedelta(days=terms.successor_days) <= now,
        offer_ends=frozenset(offer_ends or ()),
        places=tuple(_place(place, guardians, now, terms) for place in places),
        collectives=tuple(Collective(group.id, group.spokesperson) for group in collectives),
        proposals=tuple(_promise(one, now, terms) for one in promises if one.agreement is AgreementState.PROPOSED),
        promises=agreed,
        harms=tuple(SharedHarm(harm.id, harm.party_id, HarmState(harm.state), harm.discussed) for harm in harms),
    )
    # What came to rest by silence meanwhile cannot be replaced any more: what was proposed in its place has lost its place (R14).
    at_rest = {promise.key for promise in agreed if promise.state in FINAL}
    return found.unproposed() if any(one.replaces in at_rest for one in found.proposals) else found


def _place(row: Any, guardians: Sequence[Any], now: datetime, terms: Terms) -> Place:
    facts = row._asdict()
    age = age_on(facts.pop("born_on"), now.date(), terms.consent_age)
    mine = tuple(Guardian(one.id, one.informed, one.consented, one.accepted) for one in guardians if one.party_id == row.party)
    return Place(**facts, age=age, guardians=mine)


def _promise(row: Any, now: datetime, terms: Terms) -> Promise:
    commitment = row.Commitment
    day = commitment.due_on or commitment.review_on
    return Promise(
        commitment.owner_party_id,
        commitment.beneficiary_party_id,
        standing(CommitmentState(commitment.state), commitment.reported_at, now, terms.answer_days),
        due=day < now.date(),
        key=commitment.id,
        replaces=commitment.replaces_id,
        accepted=row.accepted,
    )


def _any(case_id: UUID, model: Any, *where: Found) -> Found:
    """Whether this round of the case has such a row."""
    return exists().where(model.case_id == case_id, model.created_at >= TrueState.round_began_at, *where).correlate(TrueState)


def _whole(case_id: UUID) -> Select[*tuple[Any, ...]]:
    upcoming = and_(Session.case_id == case_id, Session.state.in_(UPCOMING))
    return (
        select(
            TrueState.state.label("state"),
            select(Case.terms).where(Case.id == case_id).scalar_subquery().label("terms"),
            exists().where(*_leading(case_id)).label("led"),
            select(func.max(func.coalesce(Appointment.ended_at, Seat.ended_at)))
            .join(Seat, Seat.id == Appointment.id)
            .where(Appointment.case_id == case_id)
            .scalar_subquery()
            .label("lost_at"),
            Process.paused_at.is_not(None).label("paused"),
            exists().where(Classification.case_id == case_id).label("screened"),
            _mandate(case_id, MandateState.OFFERED).label("mandate_offered"),
            _mandate(case_id, MandateState.OFFERED, Mandate.involvement == Involvement.PROPOSALS).label("offer_lets_moderator_propose"),
            select(Mandate.not_concerned)
            .where(Mandate.case_id == case_id, Mandate.state == MandateState.OFFERED, Mandate.offered_at >= TrueState.round_began_at)
            .correlate(TrueState)
            .scalar_subquery()
            .label("offer_ends"),
            _mandate(case_id, MandateState.IN_FORCE).label("mandate_in_force"),
            _mandate(case_id, MandateState.IN_FORCE, Mandate.involvement == Involvement.PROPOSALS).label("moderator_may_propose"),
            _accepted(case_id, and_(MandateAcceptance.party_id.is_(None), MandateAcceptance.guardian_id.is_(None))).label(
                "moderator_accepted"
            ),
            select(Session.state).where(upcoming).scalar_subquery().label("upcoming"),
            select(Session.kind).where(upcoming).scalar_subquery().label("kind"),
            _any(case_id, Session, Session.state == SessionState.HELD, Session.kind.in_(CONVERSATIONS)).label("joint_held"),
            _any(case_id, Agreement, Agreement.state == AgreementState.PROPOSED).label("agreement_proposed"),
            _any(case_id, Agreement, Agreement.state == AgreementState.AGREED).label("agreed"),
            _any(case_id, FollowUp).label("followed_up"),
            _any(case_id, ReopeningRequest).label("reopening_asked"),
        )
        .join(Process, Process.case_id == TrueState.case_id)
        .where(TrueState.case_id == case_id)
    )


def _leading(case_id: UUID) -> tuple[Found, ...]:
    """A moderator's seat that holds: neither it nor the appointment has ended."""
    ended = exists().where(Appointment.id == Seat.id, Appointment.ended_at.is_not(None)).correlate(Seat)
    return (Seat.case_id == case_id, Seat.role == LEADS, Seat.ended_at.is_(None), ~ended)


def _mandate(case_id: UUID, state: MandateState, *where: Found) -> Found:
    """Whether a version was offered, or came in force, in this round; it may have been drafted before it."""
    since = Mandate.offered_at if state is MandateState.OFFERED else Mandate.in_force_at
    return (
        exists().where(Mandate.case_id == case_id, Mandate.state == state, since >= TrueState.round_began_at, *where).correlate(TrueState)
    )


def _accepted(case_id: UUID, whose: Found) -> Found:
    """Whether this answer to the version that is offered in this round was given; an older round's offer does not count."""
    offered = (
        select(Mandate.id)
        .where(Mandate.case_id == case_id, Mandate.state == MandateState.OFFERED, Mandate.offered_at >= TrueState.round_began_at)
        .correlate(TrueState)
    )
    answer = exists().where(MandateAcceptance.case_id == case_id, MandateAcceptance.mandate_id.in_(offered), whose)
    return answer.correlate(TrueState, Party, GuardianRow)


def _proposed(case_id: UUID) -> Select[Any]:
    """The agreement that is proposed in this round; one that an earlier round left behind does not count."""
    mine = (Agreement.case_id == case_id, Agreement.created_at >= TrueState.round_began_at)
    return select(Agreement.id).where(*mine, Agreement.state == AgreementState.PROPOSED).correlate(TrueState)


def _unasked(case_id: UUID) -> Found:
    """Nothing was proposed since a party's answer: whoever said that no commitments are needed says it again after a proposal."""
    return ~exists().where(Agreement.case_id == case_id, Agreement.created_at > OutcomeConfirmation.created_at).correlate(
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
    planned = exists().where(*here, Session.state == SessionState.PLANNED).correlate(Reconfirmation)
    return and_(planned, ~exists().where(Contestation.reconfirmation_id == Reconfirmation.id).correlate(Reconfirmation))


def _holds(now: datetime) -> Found:
    """Whether a party's latest word on being ready is a yes that still counts (R5, R7)."""
    stands = ~exists().where(Contestation.declaration_id == ReadinessDeclaration.id).correlate(ReadinessDeclaration)
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
        exists().where(*seated).correlate(Party).label("informed"),
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
    since = OutcomeConfirmation.created_at >= TrueState.answers_since
    # Whoever withdrew and came back reconfirms again: a yes for a session counts only as the last word (R7).
    reconfirmed_at = _latest(Reconfirmation.created_at, planned)
    said_last = and_(reconfirmed_at > _latest(ReadinessDeclaration.created_at), reconfirmed_at > now - AT_THE_START)
    return (
        select(
            *_standing(now),
            exists().where(Invitation.case_id == case_id, _asked_in()).correlate(Party).label("invited"),
            and_(_said(Reconfirmation.ready, planned), said_last, _holds(now)).label("reconfirmed"),
            exists().where(*welcome).correlate(Party).label("welcomed"),
            _accepted(case_id, MandateAcceptance.party_id == Party.id).label("accepted"),
            exists().where(*confirmation).correlate(Party, TrueState).label("confirmed"),
            _said(OutcomeConfirmation.yes, question == OutcomeQuestion.NO_COMMITMENTS_NEEDED, since, _unasked(case_id)).label(
                "no_commitments"
            ),
            _said(OutcomeConfirmation.yes, question == OutcomeQuestion.RESTORED, since).label("restored"),
            _said(OutcomeConfirmation.yes, question == OutcomeQuestion.SELF_RESOLVED, since).label("self_resolved"),
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
        exists().where(*seated).correlate(GuardianRow).label("informed"),
        func.coalesce(latest, false()).label("consented"),
    )


def _guardians(case_id: UUID, now: datetime) -> Select[*tuple[Any, ...]]:
    """Those who may consent for a young party: whoever has a place here themselves, or no authority any more, is none (R6)."""
    return (
        select(
            *_consenting(now),
            _accepted(case_id, MandateAcceptance.guardian_id == GuardianRow.id).label("accepted"),
        )
        .join(TrueState, TrueState.case_id == GuardianRow.case_id)
        .where(GuardianRow.case_id == case_id, GuardianRow.own_party_id.is_(None), GuardianRow.ended_on.is_(None))
        .order_by(GuardianRow.created_at, GuardianRow.id)
    )


def _collectives(case_id: UUID) -> Select[*tuple[Any, ...]]:
    """Those who take part together, and the party who speaks for them (R14)."""
    return (
        select(Party.id, GroupMember.party_id.label("spokesperson"))
        .outerjoin(GroupMember, GroupMember.id == Party.spokesperson_id)
        .where(Party.case_id == case_id, Party.kind == PartyKind.COLLECTIVE, Party.left_on.is_(None))
        .order_by(Party.created_at, Party.id)
    )


def _promises(case_id: UUID) -> Select[*tuple[Any, ...]]:
    accepted = exists().where(CommitmentAcceptance.commitment_id == Commitment.id).correlate(Commitment)
    return (
        select(Commitment, Agreement.state.label("agreement"), accepted.label("accepted"))
        .join(Agreement, Agreement.id == Commitment.agreement_id)
        .join(TrueState, TrueState.case_id == Agreement.case_id)
        .where(Commitment.case_id == case_id, Agreement.state != AgreementState.SUPERSEDED)
        # What was promised stays promised through a reopening (R14).
        .where(or_(Agreement.created_at >= TrueState.round_began_at, Agreement.state == AgreementState.AGREED))
        .order_by(Commitment.created_at, Commitment.id)
    )


def _harms(case_id: UUID) -> Select[*tuple[Any, ...]]:
    return select(Harm.id, Harm.party_id, Harm.state, Harm.discussed).where(Harm.case_id == case_id).order_by(Harm.created_at, Harm.id)


async def awaits_admission(session: AsyncSession, introduction_id: UUID) -> Sequence[UUID]:
    """Those parties of now, in their order, who have not yet admitted this supporter; whoever left is not asked any more (R9, S10)."""
    given = exists().where(Admission.introduction_id == Introduction.id, Admission.party_id == Party.id)
    here = (Party.case_id == Introduction.case_id, Party.kind != PartyKind.COLLECTIVE, Party.left_on.is_(None))
    missing = select(Party.id).join(Introduction, and_(*here)).where(Introduction.id == introduction_id)
    found = missing.where(~given.correlate(Introduction, Party)).order_by(Party.created_at, Party.id)
    return (await session.execute(found)).scalars().all()


async def awaits_approval(session: AsyncSession, record_id: UUID) -> bool:
    """Whether someone who was there has yet to approve the text that this record now has."""
    approved = exists().where(
        RecordApproval.record_id == SessionRecord.id, RecordApproval.party_id == Attendance.party_id, RecordApproval.voided_at.is_(None)
    )
    there = select(Attendance.id).join(SessionRecord, SessionRecord.session_id == Attendance.session_id)
    missing = there.where(SessionRecord.id == record_id, ~approved.correlate(SessionRecord, Attendance)).limit(1)
    return (await session.execute(missing)).first() is not None


async def gates_of(session: AsyncSession, cases: Select[Any], binds: Mapping[str, Any], now: datetime) -> Mapping[UUID, bool]:
    """The true gate of each of these cases: two statements, however many there are (R4)."""
    places = (
        select(Party.case_id, Case.terms, *_standing(now))
        .join(TrueState, TrueState.case_id == Party.case_id)
        .join(Case, Case.id == Party.case_id)
        .where(Party.case_id.in_(cases), Party.kind != PartyKind.COLLECTIVE, Party.left_on.is_(None))
    )
    beside = (
        select(*_consenting(now))
        .join(TrueState, TrueState.case_id == GuardianRow.case_id)
        .where(GuardianRow.case_id.in_(cases), GuardianRow.own_party_id.is_(None), GuardianRow.ended_on.is_(None))
    )
    guardians = (await session.execute(beside, binds)).all()
    found: dict[UUID, list[Place]] = {}
    for row in (await session.execute(places, binds)).all():
        age = age_on(row.born_on, now.date(), Terms(**row.terms).consent_age)
        mine = tuple(Guardian(one.id, one.informed, one.consented) for one in guardians if one.party_id == row.party)
        place = Place(row.party, informed=row.informed, ready=row.ready, safe=row.safe, age=age, guardians=mine)
        found.setdefault(row.case_id, []).append(place)
    return {case: not unready(Situation(CaseState.READINESS, tuple(standing))) for case, standing in found.items()}


async def awaits_release(session: AsyncSession, support_id: UUID) -> bool:
    """Whether someone who takes part has yet to release the words that this support now has."""
    support = OrganisationalSupport
    stands = (Release.voided_at.is_(None), Release.created_at >= support.worded_at, Release.text_hash == support.text_hash)
    given = exists().where(Release.support_id == support.id, Release.party_id == Party.id, *stands)
    missing = select(Party.id).join(support, support.case_id == Party.case_id).where(support.id == support_id, *_here())
    return (await session.execute(missing.where(~given.correlate(support, Party)).limit(1))).first() is not None


async def awaits_confirmation(session: AsyncSession, item_id: UUID) -> bool:
    """Whether someone who takes part has yet to say that the organisation did it."""
    given = exists().where(SupportConfirmation.item_id == ReleasedItem.id, SupportConfirmation.party_id == Party.id)
    missing = select(Party.id).join(ReleasedItem, ReleasedItem.case_id == Party.case_id).where(ReleasedItem.id == item_id, *_here())
    return (await session.execute(missing.where(~given.correlate(ReleasedItem, Party)).limit(1))).first() is not None


def _here() -> tuple[Found, ...]:
    """Those who have a place of their own, and have it still (R9)."""
    return (Party.kind != PartyKind.COLLECTIVE, Party.left_on.is_(None))
