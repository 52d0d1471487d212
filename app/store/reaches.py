"""What each reach of the grids means for each kind of row, as SQL. The one who looks is a bind parameter.

A membership predicate always looks at its own alias of `seat`: without it, it would correlate with the statement around it and show
other cases' rows.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, String, Uuid, and_, bindparam, exists, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.domain.cases import NeutralState
from app.domain.confidentiality import Reach
from app.domain.offers import OfferState
from app.store.models import agreements, cases, content, directory, intake, mandates, overlaps, parties, registry, sessions
from app.store.models.base import Row

ME: Final = bindparam("me", type_=Uuid)
MY_ORG: Final = bindparam("my_org", type_=Uuid)
MY_ROLE: Final = bindparam("my_role", type_=String)

Column = InstrumentedAttribute[Any]
Predicate = ColumnElement[bool]
NEVER: Final[Predicate] = false()
"""Said out loud where a class reaches further than this kind of row."""


def _mine(column: Column) -> Predicate:
    return column == ME


def _of_my_org(column: Column) -> Predicate:
    return column == MY_ORG


def _seats(what: str, *, informed: bool = False) -> Any:
    seat = aliased(cases.Seat)
    found = select(getattr(seat, what)).where(seat.principal_id == ME, seat.role == MY_ROLE, seat.ended_at.is_(None))
    return found.where(seat.informed_at.is_not(None)) if informed else found


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


def _still_open(column: Column) -> Predicate:
    case = aliased(cases.Case)
    return exists().where(case.id == column, case.state == NeutralState.RECEIVED)


Reaches = Mapping[Reach, Predicate]


def _directory(organisation: Column) -> Reaches:
    return {Reach.ORG: _of_my_org(organisation)}


def _process(model: Any) -> Reaches:
    return {Reach.CASE: _in_my_cases(model.case_id)}


def _own(model: Any) -> Reaches:
    return {Reach.CASE: _in_my_cases(model.case_id), Reach.OWN: _my_party(model.party_id, informed=True)}


def _invited(model: Any) -> Predicate:
    """My own invitation, and every other one of my place: whoever came in as me shows."""
    return or_(_mine(model.invitee_id), _my_party(model.party_id))


def _shared(model: Any) -> Reaches:
    return {Reach.CASE: _in_my_cases(model.case_id), Reach.INFORMED: _informed(model.case_id)}


def _referral(model: Any, *, asked: Predicate, referred: Predicate, named: Predicate = NEVER) -> Reaches:
    return {Reach.ASKED: asked, Reach.REFERRED: referred, Reach.CASE: _in_my_cases(model.case_id), Reach.NAMED: named}


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
    intake.ProposedContact: {Reach.CASE: _in_my_cases(intake.ProposedContact.case_id)},
    intake.Offer: {
        # Once somebody else has taken the case, the offer is gone.
        Reach.OFFERED: and_(
            _mine(intake.Offer.offered_to_id), or_(_still_open(intake.Offer.case_id), intake.Offer.state == OfferState.DECLARED)
        ),
    },
    cases.Case: {
        Reach.ASKED: _mine(cases.Case.asked_by_id),
        Reach.REFERRED: _mine(cases.Case.referred_by_id),
        Reach.CASE: _in_my_cases(cases.Case.id),
    },
    cases.Seat: {Reach.CASE: _in_my_cases(cases.Seat.case_id), Reach.OWN: _mine(cases.Seat.principal_id)},
    cases.Process: _process(cases.Process),
    cases.TrueState: _process(cases.TrueState),
    cases.Classification: _process(cases.Classification),
    cases.Appointment: _process(cases.Appointment),
    cases.AppointmentAcceptance: _own(cases.AppointmentAcceptance),
    cases.GateAnnouncement: _process(cases.GateAnnouncement),
    cases.Note: {Reach.OWN: and_(_mine(cases.Note.author_id), _in_my_cases(cases.Note.case_id))},
    overlaps.Overlap: _process(overlaps.Overlap),
    parties.Party: {Reach.CASE: _in_my_cases(parties.Party.case_id), Reach.OWN: _my_party(parties.Party.id)},
    parties.PartyParticulars: _own(parties.PartyParticulars),
    parties.Invitation: {Reach.CASE: _in_my_cases(parties.Invitation.case_id), Reach.OWN: _invited(parties.Invitation)},
    parties.SecrecyAcceptance: _own(parties.SecrecyAcceptance),
    parties.ReadinessDeclaration: _own(parties.ReadinessDeclaration),
    parties.SafetyAssessment: _process(parties.SafetyAssessment),
    parties.Talk: _own(parties.Talk),
    parties.ReopeningRequest: _own(parties.ReopeningRequest),
    parties.Evaluation: _own(parties.Evaluation),
    mandates.Mandate: _process(mandates.Mandate),
    mandates.MandateComment: _shared(mandates.MandateComment),
    mandates.MandateAcceptance: _own(mandates.MandateAcceptance),
    content.Statement: _own(content.Statement),
    content.BehaviourExperience: _own(content.BehaviourExperience),
    content.Attribution: {
        **_own(content.Attribution),
        # It holds another's words: they are read by the one whom it names after they came in, as everything shared is (S0).
        Reach.OWN: and_(_my_party(content.Attribution.party_id), _informed(content.Attribution.case_id)),
    },
    content.SharedExperience: _shared(content.SharedExperience),
    content.PrivateHarm: _own(content.PrivateHarm),
    content.Harm: {**_shared(content.Harm), Reach.OWN: _my_party(content.Harm.party_id)},
    content.PrivateNeed: _own(content.PrivateNeed),
    content.Need: _shared(content.Need),
    content.Idea: _shared(content.Idea),
    sessions.Session: _process(sessions.Session),
    sessions.Reconfirmation: _own(sessions.Reconfirmation),
    sessions.Attendance: _process(sessions.Attendance),
    sessions.SessionRecord: {
        Reach.CASE: _in_my_cases(sessions.SessionRecord.case_id),
        # Until all who were there approved it, it is for them alone; only then is it something that they share (R11).
        Reach.INFORMED: and_(
            _informed(sessions.SessionRecord.case_id),
            or_(sessions.SessionRecord.approved_by_all_at.is_not(None), _where_i_was(sessions.SessionRecord.session_id)),
        ),
    },
    sessions.RecordApproval: _own(sessions.RecordApproval),
    agreements.Agreement: _shared(agreements.Agreement),
    agreements.AgreementConfirmation: _own(agreements.AgreementConfirmation),
    agreements.Commitment: {
        **_shared(agreements.Commitment),
        Reach.OWES: _my_party(agreements.Commitment.owner_party_id),
        Reach.OWED: _my_party(agreements.Commitment.beneficiary_party_id),
        Reach.BETWEEN: or_(_my_party(agreements.Commitment.owner_party_id), _my_party(agreements.Commitment.beneficiary_party_id)),
    },
    agreements.CommitmentAcceptance: _own(agreements.CommitmentAcceptance),
    agreements.FollowUp: _shared(agreements.FollowUp),
    agreements.OutcomeConfirmation: _own(agreements.OutcomeConfirmation),
}


def reach_sql(model: type[Row], reach: Reach) -> Predicate:
    """The predicate for this reach; nowhere is false, and a reach that nobody defined for this kind of row is an error, never "all"."""
    return NEVER if reach is Reach.NONE else REACH_SQL[model][reach]
