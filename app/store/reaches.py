"""What each reach of the grids means for each kind of row, as SQL. The one who looks is a bind parameter.

A membership predicate always looks at its own alias of `seat`: without it, it would correlate with the statement around it and show
other cases' rows.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, String, Uuid, and_, bindparam, exists, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.domain.cases import CaseState, NeutralState
from app.domain.confidentiality import Reach, Role
from app.domain.offers import OfferState
from app.store.models import (
    access,
    agreements,
    cases,
    companions,
    content,
    directory,
    groups,
    guardians,
    intake,
    mandates,
    overlaps,
    parties,
    registry,
    sessions,
    succession,
    supports,
)
from app.store.models.base import Row

ME: Final = bindparam("me", type_=Uuid)
MY_ORG: Final = bindparam("my_org", type_=Uuid)
MY_ROLE: Final = bindparam("my_role", type_=String)

Column = InstrumentedAttribute[Any]
Predicate = ColumnElement[bool]
NEVER: Final[Predicate] = false()
"""Said out loud where a class reaches further than this kind of row."""
EVERYTHING: Final[Predicate] = true()
"""The worker's, for which content stays closed (`app.store.gate`)."""


def _mine(column: Column) -> Predicate:
    return column == ME


def _of_my_org(column: Column) -> Predicate:
    return column == MY_ORG


def _seats(what: str, *, informed: bool = False) -> Any:
    """What my seats say that hold now: neither they nor the appointment that they stand for has ended (R3, C13)."""
    seat, ended = aliased(cases.Seat), aliased(cases.Appointment)
    over = exists().where(ended.id == seat.id, ended.ended_at.is_not(None))
    mine = (seat.principal_id == ME, seat.role == MY_ROLE, seat.ended_at.is_(None))
    found = select(getattr(seat, what)).where(*mine, ~over, ~_no_longer_beside(seat))
    return found.where(seat.informed_at.is_not(None)) if informed else found


def _no_longer_beside(seat: Any) -> Predicate:
    """Who stands by somebody goes when they are asked to, and with the one who brought them (R9)."""
    companion, party = aliased(companions.Companion), aliased(parties.Party)
    left = exists().where(party.id == companion.party_id, party.left_on.is_not(None))
    return exists().where(companion.id == seat.companion_id, or_(companion.ended_at.is_not(None), left))


def _told(case: Column, said_at: Column, party: Column) -> Predicate:
    """Said to me: I came first, or it was said since I came, or the party handed it over to me (S7)."""
    mine, grant = aliased(cases.Appointment), aliased(succession.PrivateGrant)
    # No predicate in a predicate: it would correlate with the one around it only, and not with the rows that are asked for.
    granted = party.in_(select(grant.party_id).where(grant.appointment_id.in_(_seats("id"))))
    return exists().where(mine.id.in_(_seats("id")), mine.case_id == case, or_(~mine.successor, said_at >= mine.declared_at, granted))


def _entrusted(case: Column) -> Predicate:
    """In a case that is mine from the first, or in which all accepted me as the successor (S7)."""
    mine = aliased(cases.Appointment)
    trusted = or_(~mine.successor, mine.accepted_by_all_at.is_not(None))
    return case.in_(select(mine.case_id).where(mine.id.in_(_seats("id")), trusted))


def _in_my_cases(column: Column) -> Predicate:
    return column.in_(_seats("case_id"))


def _informed(column: Column) -> Predicate:
    return column.in_(_seats("case_id", informed=True))


def _my_party(column: Column, *, informed: bool = False) -> Predicate:
    return column.in_(_seats("party_id", informed=informed))


def _named_in(case: Column) -> Predicate:
    """Cases in which I have a place because the referral names me, and came in (S0); not because I was found concerned later."""
    party = aliased(parties.Party)
    named = select(party.case_id).where(party.id.in_(_seats("party_id", informed=True)), party.proposed_person_id.is_not(None))
    return case.in_(named)


def _where_i_was(session: Column) -> Predicate:
    """Sessions at which my party was."""
    there = aliased(sessions.Attendance)
    return session.in_(select(there.session_id).where(there.party_id.in_(_seats("party_id"))))


def _my_registration(column: Column) -> Predicate:
    me = aliased(registry.Moderator)
    return column.in_(select(me.id).where(me.principal_id == ME))


def _still_open(offer: Any) -> Predicate:
    """Nobody has taken the case since it was offered, and it still waits for a moderator (R2, R3); or it gave me the seat that I have."""
    case, taken, truth, asked = (
        aliased(cases.Case), aliased(cases.Appointment), aliased(cases.TrueState), aliased(parties.ReopeningRequest),
    )  # fmt: skip
    waiting = exists().where(case.id == offer.case_id, case.state == NeutralState.RECEIVED)
    again = exists().where(asked.case_id == offer.case_id, asked.created_at <= offer.created_at)
    runs = exists().where(truth.case_id == offer.case_id, truth.state != CaseState.CLOSED)
    free = and_(or_(waiting, runs, again), ~exists().where(taken.case_id == offer.case_id, taken.declared_at >= offer.created_at))
    gave = offer.state == OfferState.DECLARED
    return or_(and_(gave, _in_my_cases(offer.case_id)), and_(~gave, free))


Reaches = Mapping[Reach, Predicate]


def _directory(organisation: Column) -> Reaches:
    return {Reach.ORG: _of_my_org(organisation)}


def _process(model: Any, *, attended: Predicate = NEVER) -> Reaches:
    return {Reach.CASE: _in_my_cases(model.case_id), Reach.ATTENDED: attended, Reach.EVERYWHERE: EVERYTHING}


def _answer(model: Any) -> Reaches:
    return {Reach.CASE: _in_my_cases(model.case_id), Reach.OWN: _my_party(model.party_id, informed=True)}


def _private(model: Any) -> Reaches:
    return {**_answer(model), Reach.TOLD: _told(model.case_id, model.created_at, model.party_id)}


def _access(model: Any, own: Predicate) -> Reaches:
    return {Reach.CASE: _in_my_cases(model.case_id), Reach.OWN: own, Reach.EVERYWHERE: EVERYTHING, Reach.APPOINTED: NEVER}


def _invited(model: Any) -> Predicate:
    """My own invitation, and every other one of my place: whoever came in as me shows."""
    return or_(and_(_mine(model.invitee_id), model.role == MY_ROLE), _as_who_i_am(model))


def _as_who_i_am(model: Any) -> Predicate:
    """Of me, as whoever I came in: a party, a guardian, a member of a group, or someone who stands by."""
    return or_(*(getattr(model, who).in_(_seats(who)) for who in ("party_id", "guardian_id", "companion_id", "member_id")))


def _leads_mine(seat: Any) -> Predicate:
    """The seat of whoever leads a case of mine."""
    return and_(seat.role == Role.MODERATOR, _in_my_cases(seat.case_id))


def _registered(seat: Any) -> Predicate:
    """The seats of the moderators whom my registry registered."""
    registered = aliased(registry.Moderator)
    mine = select(registered.principal_id).where(registered.organisation_id == MY_ORG)
    return and_(seat.role == Role.MODERATOR, seat.principal_id.in_(mine))


def _my_guardian(column: Column) -> Predicate:
    return column.in_(_seats("guardian_id"))


def _my_voice(column: Column) -> Predicate:
    """My party's, or a collective's for which my party speaks (R14)."""
    group, member = aliased(parties.Party), aliased(groups.GroupMember)
    chosen = and_(member.id == group.spokesperson_id, member.group_party_id == group.id)
    speaks = select(group.id).join(member, chosen).where(member.party_id.in_(_seats("party_id")))
    return or_(_my_party(column), column.in_(speaks))


def _my_membership(column: Column) -> Predicate:
    """Mine as a member of a group: with a way in of my own, or through the place that I have."""
    member = aliased(groups.GroupMember)
    return or_(column.in_(_seats("member_id")), column.in_(select(member.id).where(member.party_id.in_(_seats("party_id")))))


def _attended(session: Column) -> Predicate:
    """Conversations at which I was, as someone beside the parties."""
    there = aliased(companions.Presence)
    return session.in_(select(there.session_id).where(there.introduction_id.in_(_seats("companion_id", informed=True))))


def _my_presence(introduction: Column) -> Predicate:
    """That I was there; who else stood by is for the parties."""
    return introduction.in_(_seats("companion_id", informed=True))


def _shared(model: Any, *, attended: Predicate = NEVER) -> Reaches:
    return {
        Reach.CASE: _in_my_cases(model.case_id),
        Reach.ENTRUSTED: _entrusted(model.case_id),
        Reach.INFORMED: _informed(model.case_id),
        Reach.ATTENDED: attended,
    }


def _referral(model: Any, *, asked: Predicate, referred: Predicate, named: Predicate = NEVER) -> Reaches:
    everywhere = {Reach.EVERYWHERE: EVERYTHING}
    return {Reach.ASKED: asked, Reach.REFERRED: referred, Reach.CASE: _in_my_cases(model.case_id), Reach.NAMED: named, **everywhere}


def _proposed(by: Column, kind: Any) -> Predicate:
    """What I proposed in this role: in a referral as a coordinator, in a request as a member."""
    source = aliased(kind)
    mine = source.referred_by_id if kind is intake.Referral else source.asked_by_id
    return and_(by == ME, by.class_.case_id.in_(select(source.case_id).where(mine == ME)))


def _proposal(model: Any) -> Reaches:
    by = model.proposed_by_id
    return _referral(model, asked=_proposed(by, intake.Request), referred=_proposed(by, intake.Referral))


REACH_SQL: Final[Mapping[type[Row], Reaches]] = {
    directory.Organisation: _directory(directory.Organisation.id),
    directory.Unit: _directory(directory.Unit.organisation_id),
    directory.Person: _directory(directory.Person.organisation_id),
    directory.OrganisationSettings: _directory(directory.OrganisationSettings.organisation_id),
    registry.Moderator: {
        Reach.ORG: _of_my_org(registry.Moderator.organisation_id),
        Reach.LISTED: registry.Moderator.id.is_not(None),
        Reach.OWN: _mine(registry.Moderator.principal_id),
    },
    registry.Qualification: _directory(registry.Qualification.organisation_id),
    registry.Tie: {
        Reach.ORG: _of_my_org(registry.Tie.registry_id),
        # Ids of one's own organisation, without which nobody could be told "not available"; no route shows them.
        Reach.LISTED: _of_my_org(registry.Tie.organisation_id),
        Reach.OWN: _my_registration(registry.Tie.moderator_id),
    },
    intake.Referral: _referral(
        intake.Referral, asked=NEVER, referred=_mine(intake.Referral.referred_by_id), named=_named_in(intake.Referral.case_id)
    ),
    intake.Request: _referral(intake.Request, asked=_mine(intake.Request.asked_by_id), referred=NEVER),
    intake.ProposedPerson: _proposal(intake.ProposedPerson),
    intake.ProposedModerator: {
        **_proposal(intake.ProposedModerator),
        # The moderator whom the row is about says through it that they are not available.
        Reach.CASE: or_(_in_my_cases(intake.ProposedModerator.case_id), _mine(intake.ProposedModerator.principal_id)),
    },
    # Told once and never shown to the one who told it: the moderator's alone.
    intake.ProposedContact: _referral(intake.ProposedContact, asked=NEVER, referred=NEVER),
    intake.Independence: _referral(
        intake.Independence,
        asked=_proposed(intake.Independence.proposed_by_id, intake.Request),
        referred=_proposed(intake.Independence.proposed_by_id, intake.Referral),
        # Without these ids no party could be told "not available" of a successor; no route shows them.
        named=_informed(intake.Independence.case_id),
    ),
    intake.Offer: {
        # Once somebody else has taken the case, the offer is gone; and with one's own seat goes the offer that gave it (C13).
        Reach.OFFERED: and_(_mine(intake.Offer.offered_to_id), _still_open(intake.Offer)),
        Reach.EVERYWHERE: EVERYTHING,
    },
    cases.Case: {
        Reach.ASKED: _mine(cases.Case.asked_by_id),
        Reach.REFERRED: _mine(cases.Case.referred_by_id),
        Reach.CASE: _in_my_cases(cases.Case.id),
        Reach.EVERYWHERE: EVERYTHING,
    },
    cases.Seat: {
        # One's own, and for a party the one that their objection ends: no more than the appointment says (R3).
        **_access(cases.Seat, or_(_mine(cases.Seat.principal_id), _leads_mine(cases.Seat))),
        Reach.APPOINTED: _registered(cases.Seat),
    },
    cases.Process: _process(cases.Process),
    cases.TrueState: _process(cases.TrueState),
    cases.Classification: _process(cases.Classification),
    cases.Appointment: {
        **_process(cases.Appointment),
        # Whoever has a place in the case gives their yes to a successor for themselves (S7).
        Reach.OWN: _in_my_cases(cases.Appointment.case_id),
    },
    cases.AppointmentAcceptance: _answer(cases.AppointmentAcceptance),
    cases.GateAnnouncement: _process(cases.GateAnnouncement),
    cases.Note: {Reach.OWN: and_(_mine(cases.Note.author_id), _in_my_cases(cases.Note.case_id))},
    overlaps.Overlap: _process(overlaps.Overlap),
    succession.SuccessorProposal: {
        **_process(succession.SuccessorProposal),
        # The moderator whom the row is about says through it that they are not available.
        Reach.CASE: or_(_in_my_cases(succession.SuccessorProposal.case_id), _mine(succession.SuccessorProposal.principal_id)),
    },
    succession.PrivateGrant: _private(succession.PrivateGrant),
    # The party's alone: whoever reads is not told who else did (S9).
    access.AccessEvent: {**_access(access.AccessEvent, _my_party(access.AccessEvent.party_id)), Reach.CASE: NEVER},
    parties.Party: {**_process(parties.Party), Reach.OWN: _my_party(parties.Party.id)},
    parties.PartyParticulars: _private(parties.PartyParticulars),
    parties.Invitation: _access(parties.Invitation, _invited(parties.Invitation)),
    parties.SecrecyAcceptance: _access(parties.SecrecyAcceptance, _as_who_i_am(parties.SecrecyAcceptance)),
    parties.OneTimeCode: _private(parties.OneTimeCode),
    parties.Contestation: _private(parties.Contestation),
    parties.ReadinessDeclaration: _private(parties.ReadinessDeclaration),
    parties.SafetyAssessment: _private(parties.SafetyAssessment),
    parties.Talk: _private(parties.Talk),
    parties.ReopeningRequest: _private(parties.ReopeningRequest),
    parties.Evaluation: _private(parties.Evaluation),
    guardians.Guardian: {
        **_private(guardians.Guardian),
        Reach.OWN: or_(_my_party(guardians.Guardian.party_id, informed=True), _my_guardian(guardians.Guardian.id)),
    },
    guardians.GuardianConsent: {
        Reach.CASE: _in_my_cases(guardians.GuardianConsent.case_id),
        # The guardian's alone: the child does not see who has not yet said yes (S10).
        Reach.OWN: _my_guardian(guardians.GuardianConsent.guardian_id),
    },
    groups.GroupMember: {**_process(groups.GroupMember), Reach.OWN: groups.GroupMember.id.in_(_seats("member_id"))},
    groups.SpokespersonChoice: {
        Reach.CASE: _in_my_cases(groups.SpokespersonChoice.case_id),
        Reach.OWN: _my_membership(groups.SpokespersonChoice.member_id),
    },
    groups.GroupHarm: _shared(groups.GroupHarm),
    groups.PlaceEnding: _process(groups.PlaceEnding),
    companions.Companion: _private(companions.Companion),
    companions.Introduction: _process(companions.Introduction),
    companions.Admission: _answer(companions.Admission),
    companions.Presence: _process(companions.Presence, attended=_my_presence(companions.Presence.introduction_id)),
    mandates.Mandate: _process(mandates.Mandate),
    mandates.MandateComment: _shared(mandates.MandateComment),
    mandates.MandateAcceptance: {
        **_answer(mandates.MandateAcceptance),
        Reach.OWN: or_(_my_party(mandates.MandateAcceptance.party_id, informed=True), _my_guardian(mandates.MandateAcceptance.guardian_id)),
    },
    content.Statement: _private(content.Statement),
    content.BehaviourExperience: _private(content.BehaviourExperience),
    content.Attribution: {
        **_private(content.Attribution),
        # It holds another's words: they are read by the one whom it names after they came in, as everything shared is (S0).
        Reach.OWN: and_(_my_party(content.Attribution.party_id), _informed(content.Attribution.case_id)),
        # To a successor they pass with the yes of both: of the one who told, and of the one of whom it was told (S7).
        Reach.TOLD: and_(
            _told(content.Attribution.case_id, content.Attribution.created_at, content.Attribution.party_id),
            _told(content.Attribution.case_id, content.Attribution.created_at, content.Attribution.told_by_party_id),
        ),
    },
    content.SharedExperience: _shared(content.SharedExperience),
    content.PrivateHarm: _private(content.PrivateHarm),
    content.Harm: {**_shared(content.Harm), Reach.OWN: _my_party(content.Harm.party_id)},
    content.PrivateNeed: _private(content.PrivateNeed),
    content.Need: _shared(content.Need),
    content.Idea: _shared(content.Idea),
    sessions.Session: _process(sessions.Session, attended=_attended(sessions.Session.id)),
    sessions.Reconfirmation: _answer(sessions.Reconfirmation),
    sessions.Attendance: _process(sessions.Attendance),
    sessions.SessionRecord: {
        **_shared(
            sessions.SessionRecord,
            attended=and_(_attended(sessions.SessionRecord.session_id), sessions.SessionRecord.approved_by_all_at.is_not(None)),
        ),
        # Until all who were there approved it, it is for them alone; only then is it something that they share (R11).
        Reach.INFORMED: and_(
            _informed(sessions.SessionRecord.case_id),
            or_(sessions.SessionRecord.approved_by_all_at.is_not(None), _where_i_was(sessions.SessionRecord.session_id)),
        ),
    },
    sessions.RecordApproval: _answer(sessions.RecordApproval),
    agreements.Agreement: _shared(agreements.Agreement),
    agreements.AgreementConfirmation: _answer(agreements.AgreementConfirmation),
    agreements.Commitment: {
        **_shared(agreements.Commitment),
        Reach.OWES: _my_party(agreements.Commitment.owner_party_id),
        Reach.OWED: _my_voice(agreements.Commitment.beneficiary_party_id),
        Reach.BETWEEN: or_(_my_party(agreements.Commitment.owner_party_id), _my_voice(agreements.Commitment.beneficiary_party_id)),
    },
    agreements.CommitmentAcceptance: _answer(agreements.CommitmentAcceptance),
    agreements.FollowUp: _shared(agreements.FollowUp),
    agreements.OutcomeConfirmation: _answer(agreements.OutcomeConfirmation),
    supports.OrganisationalSupport: _shared(supports.OrganisationalSupport),
    supports.Release: _answer(supports.Release),
    supports.ReleasedItem: {
        **_shared(supports.ReleasedItem),
        Reach.ADDRESSED: or_(
            _mine(supports.ReleasedItem.addressed_to_id),
            and_(supports.ReleasedItem.addressed_to_id.is_(None), _of_my_org(supports.ReleasedItem.organisation_id)),
        ),
    },
    supports.SupportConfirmation: _answer(supports.SupportConfirmation),
}


def reach_sql(model: type[Row], reach: Reach) -> Predicate:
    """The predicate for this reach; nowhere is false, and a reach that nobody defined for this kind of row is an error, never "all"."""
    return NEVER if reach is Reach.NONE else REACH_SQL[model][reach]
