"""The gates' eye: one case as `app.domain.deeds` looks at it.

A party's last acceptance completes what others answered in private, so a gate must look at answers that the one who acts may not see
(S10; `app.store.gate` names every such look). This one yields a `Situation`: yes and no, and never a word of content.
"""

from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, bindparam, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.domain.agreements import AgreementState
from app.domain.commitments import FINAL, CommitmentState, standing
from app.domain.confidentiality import LEADS
from app.domain.errors import WrongState
from app.domain.harms import HarmState
from app.domain.mandates import Involvement, MandateState
from app.domain.parties import PartyKind
from app.domain.sessions import CONVERSATIONS, UPCOMING, SessionState
from app.domain.situation import Collective, Promise, SharedHarm, Situation
from app.domain.terms import Terms
from app.store.models.agreements import Agreement, Commitment, CommitmentAcceptance, FollowUp
from app.store.models.base import ONE
from app.store.models.cases import Appointment, Case, Classification, Process, Seat, TrueState
from app.store.models.content import Harm
from app.store.models.groups import GroupMember
from app.store.models.mandates import Mandate, MandateAcceptance
from app.store.models.parties import Party
from app.store.models.sessions import Session
from app.store.places import HERE, Found, accepted, places_in

SEAT: Final[Any] = bindparam("seat", type_=Uuid())
"""A seat that is not looked at, or none."""


async def situation_of(session: AsyncSession, case_id: UUID, now: datetime, before: UUID | None = None) -> Situation:
    """The situation of a case at this moment, or as it was before a seat was put in: six statements, however many parties.

    `WrongState` where nothing is left of its process: whoever had a place still stands there, and nothing can be done with them (S8).
    """
    here = {"here": case_id, "seat": before}
    rows, collectives, promises, harms = [(await session.execute(statement, here)).all() for statement in _statements()]
    if not rows:
        raise WrongState("kept-no-longer")
    facts = rows[0]._asdict()
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
        places=await places_in(session, case_id, now, terms),
        collectives=tuple(Collective(group.id, group.spokesperson, frozenset(group.members or ())) for group in collectives),
        proposals=tuple(_promise(one, now, terms) for one in promises if one.agreement is AgreementState.PROPOSED),
        promises=agreed,
        harms=tuple(SharedHarm(harm.id, harm.party_id, HarmState(harm.state), harm.discussed) for harm in harms),
    )
    # What came to rest by silence meanwhile cannot be replaced any more: what was proposed in its place has lost its place (R14).
    at_rest = {promise.key for promise in agreed if promise.state in FINAL}
    return found.unproposed() if any(one.replaces in at_rest for one in found.proposals) else found


@cache
def _statements() -> tuple[Select[*tuple[Any, ...]], ...]:
    return _whole(HERE, SEAT), _collectives(HERE), _promises(HERE), _harms(HERE)


def _promise(row: Any, now: datetime, terms: Terms) -> Promise:
    return Promise(
        row.owner_party_id,
        row.beneficiary_party_id,
        standing(CommitmentState(row.state), row.reported_at, now, terms.answer_days),
        due=row.day < now.date(),
        key=row.id,
        replaces=row.replaces_id,
        accepted=row.accepted,
    )


def _any(case_id: UUID, model: Any, *where: Found) -> Found:
    """Whether this round of the case has such a row."""
    return exists(ONE).where(model.case_id == case_id, model.created_at >= TrueState.round_began_at, *where).correlate(TrueState)


def _whole(case_id: UUID, before: UUID | None) -> Select[*tuple[Any, ...]]:
    upcoming = and_(Session.case_id == case_id, Session.state.in_(UPCOMING))
    return (
        select(
            TrueState.state.label("state"),
            select(Case.terms).where(Case.id == case_id).scalar_subquery().label("terms"),
            exists(ONE).where(*_leading(case_id, before)).label("led"),
            select(func.max(func.coalesce(Appointment.ended_at, Seat.ended_at)))
            .join(Seat, Seat.id == Appointment.id)
            .where(Appointment.case_id == case_id)
            .scalar_subquery()
            .label("lost_at"),
            Process.paused_at.is_not(None).label("paused"),
            exists(ONE).where(Classification.case_id == case_id).label("screened"),
            *_mandates(case_id),
            select(Session.state).where(upcoming).scalar_subquery().label("upcoming"),
            select(Session.kind).where(upcoming).scalar_subquery().label("kind"),
            _any(case_id, Session, Session.state == SessionState.HELD, Session.kind.in_(CONVERSATIONS)).label("joint_held"),
            _any(case_id, Agreement, Agreement.state == AgreementState.PROPOSED).label("agreement_proposed"),
            _any(case_id, Agreement, Agreement.state == AgreementState.AGREED).label("agreed"),
            _any(case_id, FollowUp).label("followed_up"),
        )
        .join(Process, Process.case_id == TrueState.case_id)
        .where(TrueState.case_id == case_id)
    )


def _leading(case_id: UUID, before: UUID | None) -> tuple[Found, ...]:
    """A moderator's seat that holds: neither it nor the appointment has ended."""
    ended = exists(ONE).where(Appointment.id == Seat.id, Appointment.ended_at.is_not(None)).correlate(Seat)
    return (Seat.case_id == case_id, Seat.role == LEADS, Seat.ended_at.is_(None), Seat.id.is_distinct_from(before), ~ended)


def _mandates(case_id: UUID) -> tuple[ColumnElement[Any], ...]:
    """The mandate that is offered, and the one in force."""
    offered, in_force, proposals = MandateState.OFFERED, MandateState.IN_FORCE, Mandate.involvement == Involvement.PROPOSALS
    by_the_moderator = and_(MandateAcceptance.party_id.is_(None), MandateAcceptance.guardian_id.is_(None))
    ends = select(Mandate.not_concerned).where(*_of_this_round(case_id, offered)).correlate(TrueState).scalar_subquery()
    return (
        _mandate(case_id, offered).label("mandate_offered"),
        _mandate(case_id, offered, proposals).label("offer_lets_moderator_propose"),
        ends.label("offer_ends"),
        accepted(case_id, by_the_moderator).label("moderator_accepted"),
        _mandate(case_id, in_force).label("mandate_in_force"),
        _mandate(case_id, in_force, proposals).label("moderator_may_propose"),
    )


def _mandate(case_id: UUID, state: MandateState, *where: Found) -> Found:
    return exists(ONE).where(*_of_this_round(case_id, state), *where).correlate(TrueState)


def _of_this_round(case_id: UUID, state: MandateState) -> tuple[Found, ...]:
    """A version that was offered, or came in force, in this round; it may have been drafted before it."""
    since = Mandate.offered_at if state is MandateState.OFFERED else Mandate.in_force_at
    return (Mandate.case_id == case_id, Mandate.state == state, since >= TrueState.round_began_at)


def _collectives(case_id: UUID) -> Select[*tuple[Any, ...]]:
    """Those who take part together, the party who speaks for them, and all of them who are still there (R14)."""
    member, place = aliased(GroupMember), aliased(Party)
    here = select(func.array_agg(member.party_id)).join(place, place.id == member.party_id).where(place.left_on.is_(None))
    members = here.where(member.group_party_id == Party.id).correlate(Party).scalar_subquery()
    return (
        select(Party.id, GroupMember.party_id.label("spokesperson"), members.label("members"))
        .outerjoin(GroupMember, GroupMember.id == Party.spokesperson_id)
        .where(Party.case_id == case_id, Party.kind == PartyKind.COLLECTIVE, Party.left_on.is_(None))
        .order_by(Party.created_at, Party.id)
    )


def _promises(case_id: UUID) -> Select[*tuple[Any, ...]]:
    accepted = exists(ONE).where(CommitmentAcceptance.commitment_id == Commitment.id).correlate(Commitment)
    day = func.coalesce(Commitment.due_on, Commitment.review_on).label("day")
    whose = (Commitment.owner_party_id, Commitment.beneficiary_party_id)
    promised = (Commitment.id, *whose, Commitment.state, Commitment.reported_at, Commitment.replaces_id, day)
    return (
        select(*promised, Agreement.state.label("agreement"), accepted.label("accepted"))
        .join(Agreement, Agreement.id == Commitment.agreement_id)
        .join(TrueState, TrueState.case_id == Agreement.case_id)
        .where(Commitment.case_id == case_id, Agreement.state != AgreementState.SUPERSEDED)
        # What was promised stays promised through a reopening (R14).
        .where(or_(Agreement.created_at >= TrueState.round_began_at, Agreement.state == AgreementState.AGREED))
        .order_by(Commitment.created_at, Commitment.id)
    )


def _harms(case_id: UUID) -> Select[*tuple[Any, ...]]:
    return select(Harm.id, Harm.party_id, Harm.state, Harm.discussed).where(Harm.case_id == case_id).order_by(Harm.created_at, Harm.id)
