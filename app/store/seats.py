"""Whose a row is, as SQL: by the seats that the one who looks holds now, by their organisation, or by their own name.

The one who looks is a bind parameter. A membership predicate always looks at its own alias of `seat`: without it, it would correlate
with the statement around it and show other cases' rows.
"""

from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, String, Uuid, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.domain.confidentiality import LEADS
from app.domain.offers import OfferState
from app.store.models import cases, companions, directory, disclosures, groups, intake, parties, registry, sessions, succession
from app.store.models.base import INSIDE, ONE

ME: Final = bindparam("me", type_=Uuid)
MY_ORG: Final = bindparam("my_org", type_=Uuid)
MY_ROLE: Final = bindparam("my_role", type_=String)
Column = InstrumentedAttribute[Any]
Predicate = ColumnElement[bool]


def of_me(column: Column) -> Predicate:
    """The column holds the one who looks."""
    return column == ME


def of_my_org(column: Column) -> Predicate:
    """The column holds the organisation that vouches for me."""
    return column == MY_ORG


@cache
def my_seats(what: str, *, informed: bool = False) -> Any:
    """What my seats say that hold now: neither they nor the appointment that they stand for has ended (R3, C13)."""
    seat, ended = aliased(cases.Seat), aliased(cases.Appointment)
    over = exists(ONE).where(ended.id == seat.id, ended.ended_at.is_not(None))
    mine = (seat.principal_id == ME, seat.role == MY_ROLE, seat.ended_at.is_(None))
    found = select(getattr(seat, what)).where(*mine, ~over)
    return found.where(seat.informed_at.is_not(None)) if informed else found


def told_to_me(case: Column, said_at: Column, party: Column) -> Predicate:
    """Said to me: I came first, or it was said since I came, or the party handed it over to me (S7)."""
    mine, grant = aliased(cases.Appointment), aliased(succession.PrivateGrant)
    # No predicate in a predicate: it would correlate with the one around it only, and not with the rows that are asked for.
    granted = party.in_(select(grant.party_id).where(grant.appointment_id.in_(my_seats("id"))))
    return exists(ONE).where(mine.id.in_(my_seats("id")), mine.case_id == case, or_(~mine.successor, said_at >= mine.declared_at, granted))


def asked_of_me(case: Column, by: Column) -> Predicate:
    """Written to the moderator of one's own request: I came first, or whoever asked handed their private words over to me (S7)."""
    mine, grant, place = aliased(cases.Appointment), aliased(succession.PrivateGrant), aliased(parties.Party)
    proposed, asker = aliased(intake.ProposedPerson), aliased(directory.Person)
    granted = (
        select(asker.principal_id)
        .join(proposed, proposed.person_id == asker.id)
        .join(place, place.proposed_person_id == proposed.id)
        .join(grant, grant.party_id == place.id)
        .where(grant.appointment_id == mine.id)
        .correlate(mine)
    )
    return exists(ONE).where(mine.id.in_(my_seats("id")), mine.case_id == case, or_(~mine.successor, by.in_(granted)))


def entrusted_to_me(case: Column) -> Predicate:
    """In a case that is mine from the first, or in which all accepted me as the successor (S7)."""
    mine = aliased(cases.Appointment)
    trusted = or_(~mine.successor, mine.accepted_by_all_at.is_not(None))
    return case.in_(select(mine.case_id).where(mine.id.in_(my_seats("id")), trusted))


def recorded_while_i_lead(case: Column, recorded_at: Column) -> Predicate:
    """Recorded since I came, or in a case that was entrusted to me: what left must be answered for, and passes with the rest (S6, S7)."""
    mine = aliased(cases.Appointment)
    here = (mine.id.in_(my_seats("id")), mine.case_id == case)
    return exists(ONE).where(*here, or_(~mine.successor, mine.accepted_by_all_at.is_not(None), recorded_at >= mine.declared_at))


def asked_of_me_before(veto: Column) -> Predicate:
    """My answer to what was asked of me as somebody who led the case before (S5, S7)."""
    asked = aliased(disclosures.DisclosureVeto)
    return veto.in_(select(asked.id).where(asked.principal_id == ME))


def in_my_cases(column: Column) -> Predicate:
    """In a case in which I have a seat."""
    return column.in_(my_seats("case_id"))


def in_cases_where_i_am_informed(column: Column) -> Predicate:
    """In a case in which I have a seat and have accepted the secrecy statement (S0)."""
    return column.in_(my_seats("case_id", informed=True))


def my_party(column: Column, *, informed: bool = False) -> Predicate:
    """The place that I have as a party."""
    return column.in_(my_seats("party_id", informed=informed))


def in_cases_that_name_me(case: Column) -> Predicate:
    """Cases in which I have a place because the referral names me, and came in (S0); not because I was found concerned later."""
    party = aliased(parties.Party)
    named = select(party.case_id).where(party.id.in_(my_seats("party_id", informed=True)), party.proposed_person_id.is_not(None))
    return case.in_(named)


def not_erased(proposed: Column) -> Predicate:
    """Not the name of a party whose own went (S8)."""
    party = aliased(parties.Party)
    return ~exists(ONE).where(party.proposed_person_id == proposed, party.erased_on.is_not(None))


def where_i_was(session: Column) -> Predicate:
    """Sessions at which my party was."""
    there = aliased(sessions.Attendance)
    return session.in_(select(there.session_id).where(there.party_id.in_(my_seats("party_id"))))


def my_registration(column: Column) -> Predicate:
    """What the moderators' registry knows of me."""
    me = aliased(registry.Moderator)
    return column.in_(select(me.id).where(me.principal_id == ME))


def still_open_to_me(offer: Any) -> Predicate:
    """Nobody has taken the case since it was offered, and it still waits for a moderator (R2, R3); or it gave me the seat that I have."""
    # The database's own look: whoever has no seat yet sees nothing of the case (migrations: walls).
    free = getattr(func, INSIDE).waits(offer.case_id, offer.created_at)
    gave = offer.state == OfferState.DECLARED
    return or_(and_(gave, in_my_cases(offer.case_id)), and_(~gave, free))


def how_i_came_in(model: Any) -> Predicate:
    """My own invitation, and every other one of my place: whoever came in as me shows."""
    return or_(and_(of_me(model.invitee_id), model.role == MY_ROLE), as_who_i_am(model))


def as_who_i_am(model: Any) -> Predicate:
    """Of me, as whoever I came in: a party, a guardian, a member of a group, or someone who stands by."""
    return or_(*(getattr(model, who).in_(my_seats(who)) for who in ("party_id", "guardian_id", "companion_id", "member_id")))


def leads_mine(seat: Any) -> Predicate:
    """The seat of whoever leads a case of mine."""
    return and_(seat.role == LEADS, in_my_cases(seat.case_id))


def registered_by_mine(seat: Any) -> Predicate:
    """The seats of the moderators whom my registry registered."""
    registered = aliased(registry.Moderator)
    mine = select(registered.principal_id).where(registered.organisation_id == MY_ORG)
    return and_(seat.role == LEADS, seat.principal_id.in_(mine))


def my_guardian(column: Column) -> Predicate:
    """The authority with which I came in as a guardian."""
    return column.in_(my_seats("guardian_id"))


def my_voice(column: Column) -> Predicate:
    """My party's, or a collective's for which my party speaks (R14)."""
    group, member = aliased(parties.Party), aliased(groups.GroupMember)
    chosen = and_(member.id == group.spokesperson_id, member.group_party_id == group.id)
    speaks = select(group.id).join(member, chosen).where(member.party_id.in_(my_seats("party_id")))
    return or_(my_party(column), column.in_(speaks))


def my_membership(column: Column) -> Predicate:
    """Mine as a member of a group: with a way in of my own, or through the place that I have."""
    member = aliased(groups.GroupMember)
    return or_(column.in_(my_seats("member_id")), column.in_(select(member.id).where(member.party_id.in_(my_seats("party_id")))))


def where_i_stood_by(session: Column) -> Predicate:
    """Conversations at which I was, as someone beside the parties."""
    there = aliased(companions.Presence)
    return session.in_(select(there.session_id).where(there.introduction_id.in_(my_seats("companion_id", informed=True))))


def my_presence(introduction: Column) -> Predicate:
    """That I was there; who else stood by is for the parties."""
    return introduction.in_(my_seats("companion_id", informed=True))


def proposed_by_me(by: Column, kind: Any) -> Predicate:
    """What I proposed in this role: in a referral as a coordinator, in a request as a member."""
    source = aliased(kind)
    mine = source.referred_by_id if kind is intake.Referral else source.asked_by_id
    return and_(by == ME, by.class_.case_id.in_(select(source.case_id).where(mine == ME)))
