"""What each reach of the grids means for each kind of row, as SQL; `app.store.seats` says whose a row is."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import and_, false, or_, true

from app.domain.audit import Stream
from app.domain.confidentiality import LEADS, Reach
from app.domain.sealing_keys import KeyKind
from app.store.models import (
    access,
    agreements,
    audit,
    cases,
    companions,
    content,
    directory,
    disclosures,
    groups,
    guardians,
    intake,
    mandates,
    overlaps,
    parties,
    registry,
    retention,
    sealing_keys,
    sessions,
    succession,
    supports,
)
from app.store.models.base import Row
from app.store.seats import (
    Column,
    Predicate,
    as_who_i_am,
    asked_of_me,
    asked_of_me_before,
    entrusted_to_me,
    how_i_came_in,
    in_cases_that_name_me,
    in_cases_where_i_am_informed,
    in_my_cases,
    leads_mine,
    my_guardian,
    my_membership,
    my_party,
    my_presence,
    my_registration,
    my_seats,
    my_voice,
    not_erased,
    of_me,
    of_my_org,
    proposed_by_me,
    recorded_while_i_lead,
    registered_by_mine,
    still_open_to_me,
    told_to_me,
    where_i_stood_by,
    where_i_was,
)

NEVER: Final[Predicate] = false()
"""Said out loud where a class reaches further than this kind of row."""
EVERYTHING: Final[Predicate] = true()
"""The worker's, for which content stays closed (`app.store.gate`)."""
Reaches = Mapping[Reach, Predicate]


def _directory(organisation: Column) -> Reaches:
    return {Reach.ORG: of_my_org(organisation)}


def _process(model: Any, *, attended: Predicate = NEVER) -> Reaches:
    return {Reach.CASE: in_my_cases(model.case_id), Reach.ATTENDED: attended, Reach.EVERYWHERE: EVERYTHING}


def _answer(model: Any) -> Reaches:
    return {Reach.CASE: in_my_cases(model.case_id), Reach.OWN: my_party(model.party_id, informed=True)}


def _private(model: Any) -> Reaches:
    return {**_answer(model), Reach.TOLD: told_to_me(model.case_id, model.created_at, model.party_id)}


def _logged(model: Any) -> Reaches:
    mine = and_(of_my_org(model.organisation_id), model.stream == Stream.ORGANISATION)
    return {Reach.ORG: mine, Reach.EVERYWHERE: EVERYTHING}


def _access(model: Any, own: Predicate) -> Reaches:
    return {Reach.CASE: in_my_cases(model.case_id), Reach.OWN: own, Reach.EVERYWHERE: EVERYTHING, Reach.APPOINTED: NEVER}


def _shared(model: Any, *, attended: Predicate = NEVER) -> Reaches:
    return {
        Reach.CASE: in_my_cases(model.case_id),
        Reach.ENTRUSTED: entrusted_to_me(model.case_id),
        Reach.INFORMED: in_cases_where_i_am_informed(model.case_id),
        Reach.ATTENDED: attended,
    }


def _referral(model: Any, *, asked: Predicate, referred: Predicate, named: Predicate = NEVER) -> Reaches:
    everywhere = {Reach.EVERYWHERE: EVERYTHING}
    return {Reach.ASKED: asked, Reach.REFERRED: referred, Reach.CASE: in_my_cases(model.case_id), Reach.NAMED: named, **everywhere}


def _proposal(model: Any) -> Reaches:
    by = model.proposed_by_id
    return _referral(model, asked=proposed_by_me(by, intake.Request), referred=proposed_by_me(by, intake.Referral))


REACH_SQL: Final[Mapping[type[Row], Reaches]] = {
    directory.Organisation: _directory(directory.Organisation.id),
    directory.Unit: _directory(directory.Unit.organisation_id),
    directory.Person: _directory(directory.Person.organisation_id),
    directory.OrganisationSettings: _directory(directory.OrganisationSettings.organisation_id),
    registry.Moderator: {
        Reach.ORG: of_my_org(registry.Moderator.organisation_id),
        Reach.LISTED: registry.Moderator.id.is_not(None),
        Reach.OWN: of_me(registry.Moderator.principal_id),
    },
    registry.Qualification: _directory(registry.Qualification.organisation_id),
    registry.Tie: {
        Reach.ORG: of_my_org(registry.Tie.registry_id),
        # Ids of one's own organisation, without which nobody could be told "not available"; no route shows them.
        Reach.LISTED: of_my_org(registry.Tie.organisation_id),
        Reach.OWN: my_registration(registry.Tie.moderator_id),
    },
    sealing_keys.SigningKey: {
        Reach.ORG: of_my_org(sealing_keys.SigningKey.organisation_id),
        # Whoever is registered holds what their registry countersigned against it.
        Reach.OWN: of_my_org(sealing_keys.SigningKey.organisation_id),
    },
    sealing_keys.SealingKey: {
        Reach.ORG: of_my_org(sealing_keys.SealingKey.organisation_id),
        # One's own, and the one for which all notes of one's registry are sealed too.
        Reach.OWN: or_(
            of_me(sealing_keys.SealingKey.holder_id),
            and_(sealing_keys.SealingKey.kind == KeyKind.RECOVERY, of_my_org(sealing_keys.SealingKey.organisation_id)),
        ),
        Reach.HELD: of_me(sealing_keys.SealingKey.holder_id),
    },
    intake.Referral: _referral(
        intake.Referral, asked=NEVER, referred=of_me(intake.Referral.referred_by_id), named=in_cases_that_name_me(intake.Referral.case_id)
    ),
    intake.Request: {
        **_referral(intake.Request, asked=of_me(intake.Request.asked_by_id), referred=NEVER),
        # Its note is private to whoever asked and the moderator whom they asked (S7).
        Reach.CASE: asked_of_me(intake.Request.case_id, intake.Request.asked_by_id),
    },
    intake.ProposedPerson: {
        **_proposal(intake.ProposedPerson),
        # Whoever brought a case in keeps what they said; inside nobody is named any more who was erased (S8).
        Reach.CASE: and_(in_my_cases(intake.ProposedPerson.case_id), not_erased(intake.ProposedPerson.id)),
    },
    intake.ProposedModerator: {
        **_proposal(intake.ProposedModerator),
        # The moderator whom the row is about says through it that they are not available.
        Reach.CASE: or_(in_my_cases(intake.ProposedModerator.case_id), of_me(intake.ProposedModerator.principal_id)),
    },
    # Told once and never shown to the one who told it: the moderator's alone.
    intake.ProposedContact: _referral(intake.ProposedContact, asked=NEVER, referred=NEVER),
    intake.Independence: _referral(
        intake.Independence,
        asked=proposed_by_me(intake.Independence.proposed_by_id, intake.Request),
        referred=proposed_by_me(intake.Independence.proposed_by_id, intake.Referral),
        # Without these ids no party could be told "not available" of a successor; no route shows them.
        named=in_cases_where_i_am_informed(intake.Independence.case_id),
    ),
    intake.Offer: {
        # Once somebody else has taken the case, the offer is gone; and with one's own seat goes the offer that gave it (C13).
        Reach.OFFERED: and_(of_me(intake.Offer.offered_to_id), still_open_to_me(intake.Offer)),
        Reach.EVERYWHERE: EVERYTHING,
    },
    cases.Case: {
        Reach.ASKED: of_me(cases.Case.asked_by_id),
        Reach.REFERRED: of_me(cases.Case.referred_by_id),
        Reach.CASE: in_my_cases(cases.Case.id),
        Reach.EVERYWHERE: EVERYTHING,
    },
    cases.Seat: {
        # One's own, and for a party the one that their objection ends: no more than the appointment says (R3).
        **_access(cases.Seat, or_(of_me(cases.Seat.principal_id), leads_mine(cases.Seat))),
        Reach.APPOINTED: registered_by_mine(cases.Seat),
    },
    cases.Process: _process(cases.Process),
    cases.TrueState: _process(cases.TrueState),
    cases.Classification: _process(cases.Classification),
    cases.Appointment: {
        **_process(cases.Appointment),
        # Whoever has a place in the case gives their yes to a successor for themselves (S7).
        Reach.OWN: in_my_cases(cases.Appointment.case_id),
    },
    cases.AppointmentAcceptance: _answer(cases.AppointmentAcceptance),
    cases.GateAnnouncement: _process(cases.GateAnnouncement),
    cases.Note: {Reach.OWN: and_(of_me(cases.Note.author_id), in_my_cases(cases.Note.case_id))},
    overlaps.Overlap: _process(overlaps.Overlap),
    succession.SuccessorProposal: {
        **_process(succession.SuccessorProposal),
        # The moderator whom the row is about says through it that they are not available.
        Reach.CASE: or_(in_my_cases(succession.SuccessorProposal.case_id), of_me(succession.SuccessorProposal.principal_id)),
    },
    succession.PrivateGrant: _private(succession.PrivateGrant),
    # The party's alone: whoever reads is not told who else did (S9).
    access.AccessEvent: {**_access(access.AccessEvent, my_party(access.AccessEvent.party_id)), Reach.CASE: NEVER},
    audit.AuditEvent: {Reach.ORG: of_my_org(audit.AuditEvent.organisation_id), Reach.EVERYWHERE: EVERYTHING},
    audit.AuditNode: _logged(audit.AuditNode),
    audit.AuditCheckpoint: _logged(audit.AuditCheckpoint),
    audit.CaseAuditEvent: {
        **_access(audit.CaseAuditEvent, of_me(audit.CaseAuditEvent.actor_id)),
        # What another moderator did is theirs: a successor learns nothing of it, of their notes least of all (S7).
        Reach.CASE: and_(
            in_my_cases(audit.CaseAuditEvent.case_id),
            or_(audit.CaseAuditEvent.role != LEADS, of_me(audit.CaseAuditEvent.actor_id)),
        ),
    },
    parties.Party: {**_process(parties.Party), Reach.OWN: my_party(parties.Party.id)},
    parties.PartyParticulars: _private(parties.PartyParticulars),
    parties.Invitation: _access(parties.Invitation, how_i_came_in(parties.Invitation)),
    parties.SecrecyAcceptance: _access(parties.SecrecyAcceptance, as_who_i_am(parties.SecrecyAcceptance)),
    parties.OneTimeCode: _private(parties.OneTimeCode),
    parties.Contestation: _private(parties.Contestation),
    parties.ReadinessDeclaration: _private(parties.ReadinessDeclaration),
    parties.SafetyAssessment: _private(parties.SafetyAssessment),
    parties.Talk: _private(parties.Talk),
    parties.ReopeningRequest: _private(parties.ReopeningRequest),
    parties.Evaluation: _private(parties.Evaluation),
    guardians.Guardian: {
        **_private(guardians.Guardian),
        Reach.OWN: or_(my_party(guardians.Guardian.party_id, informed=True), my_guardian(guardians.Guardian.id)),
        # Who they are is who takes part, and a gate waits for them: that passes with the process, and nothing that they said (S7).
        Reach.TOLD: in_my_cases(guardians.Guardian.case_id),
    },
    guardians.GuardianParticulars: {
        **_private(guardians.GuardianParticulars),
        Reach.OWN: or_(
            my_party(guardians.GuardianParticulars.party_id, informed=True), my_guardian(guardians.GuardianParticulars.guardian_id)
        ),
    },
    guardians.GuardianConsent: {
        Reach.CASE: in_my_cases(guardians.GuardianConsent.case_id),
        # The guardian's alone: the child does not see who has not yet said yes (S10).
        Reach.OWN: my_guardian(guardians.GuardianConsent.guardian_id),
    },
    groups.GroupMember: {**_process(groups.GroupMember), Reach.OWN: groups.GroupMember.id.in_(my_seats("member_id"))},
    groups.SpokespersonChoice: {
        Reach.CASE: in_my_cases(groups.SpokespersonChoice.case_id),
        Reach.OWN: my_membership(groups.SpokespersonChoice.member_id),
    },
    groups.GroupHarm: _shared(groups.GroupHarm),
    groups.PlaceEnding: _process(groups.PlaceEnding),
    companions.Companion: _private(companions.Companion),
    companions.Introduction: _process(companions.Introduction),
    companions.Admission: _answer(companions.Admission),
    companions.Presence: _process(companions.Presence, attended=my_presence(companions.Presence.introduction_id)),
    mandates.Mandate: _process(mandates.Mandate),
    mandates.MandateComment: _shared(mandates.MandateComment),
    mandates.MandateAcceptance: {
        **_answer(mandates.MandateAcceptance),
        Reach.OWN: or_(my_party(mandates.MandateAcceptance.party_id, informed=True), my_guardian(mandates.MandateAcceptance.guardian_id)),
    },
    content.Statement: _private(content.Statement),
    content.BehaviourExperience: _private(content.BehaviourExperience),
    content.Attribution: {
        **_private(content.Attribution),
        # It holds another's words: they are read by the one whom it names after they came in, as everything shared is (S0).
        Reach.OWN: and_(my_party(content.Attribution.party_id), in_cases_where_i_am_informed(content.Attribution.case_id)),
        # To a successor they pass with the yes of both: of the one who told, and of the one of whom it was told (S7).
        Reach.TOLD: and_(
            told_to_me(content.Attribution.case_id, content.Attribution.created_at, content.Attribution.party_id),
            told_to_me(content.Attribution.case_id, content.Attribution.created_at, content.Attribution.told_by_party_id),
        ),
    },
    content.SharedExperience: _shared(content.SharedExperience),
    content.PrivateHarm: _private(content.PrivateHarm),
    content.Harm: {**_shared(content.Harm), Reach.OWN: my_party(content.Harm.party_id)},
    content.PrivateNeed: _private(content.PrivateNeed),
    content.Need: _shared(content.Need),
    content.Idea: _shared(content.Idea),
    sessions.Session: _process(sessions.Session, attended=where_i_stood_by(sessions.Session.id)),
    sessions.Reconfirmation: _answer(sessions.Reconfirmation),
    sessions.Attendance: _process(sessions.Attendance),
    sessions.SessionRecord: {
        **_shared(
            sessions.SessionRecord,
            attended=and_(where_i_stood_by(sessions.SessionRecord.session_id), sessions.SessionRecord.approved_by_all_at.is_not(None)),
        ),
        # Until all who were there approved it, it is for them alone; only then is it something that they share (R11).
        Reach.INFORMED: and_(
            in_cases_where_i_am_informed(sessions.SessionRecord.case_id),
            or_(sessions.SessionRecord.approved_by_all_at.is_not(None), where_i_was(sessions.SessionRecord.session_id)),
        ),
    },
    sessions.RecordApproval: _answer(sessions.RecordApproval),
    agreements.Agreement: _shared(agreements.Agreement),
    agreements.AgreementConfirmation: _answer(agreements.AgreementConfirmation),
    agreements.Commitment: {
        **_shared(agreements.Commitment),
        Reach.OWES: my_party(agreements.Commitment.owner_party_id),
        Reach.OWED: my_voice(agreements.Commitment.beneficiary_party_id),
        Reach.BETWEEN: or_(my_party(agreements.Commitment.owner_party_id), my_voice(agreements.Commitment.beneficiary_party_id)),
    },
    agreements.CommitmentAcceptance: _answer(agreements.CommitmentAcceptance),
    agreements.FollowUp: _shared(agreements.FollowUp),
    agreements.OutcomeConfirmation: _answer(agreements.OutcomeConfirmation),
    supports.OrganisationalSupport: _shared(supports.OrganisationalSupport),
    supports.Release: _answer(supports.Release),
    supports.ReleasedItem: {
        **_shared(supports.ReleasedItem),
        Reach.ADDRESSED: or_(
            of_me(supports.ReleasedItem.addressed_to_id),
            and_(supports.ReleasedItem.addressed_to_id.is_(None), of_my_org(supports.ReleasedItem.organisation_id)),
        ),
    },
    supports.SupportConfirmation: _answer(supports.SupportConfirmation),
    disclosures.DisclosureRequest: {
        **_shared(disclosures.DisclosureRequest),
        # What somebody outside asks is for those who know what secrecy means; whoever leads knows it from the seat on (S0).
        Reach.CASE: in_cases_where_i_am_informed(disclosures.DisclosureRequest.case_id),
        Reach.EVERYWHERE: EVERYTHING,
    },
    disclosures.DisclosureText: _shared(disclosures.DisclosureText),
    disclosures.DisclosureVeto: {
        # Whoever led before sees what is asked of them, whole, and of the case nothing else (S5, S7).
        Reach.CASE: or_(entrusted_to_me(disclosures.DisclosureVeto.case_id), of_me(disclosures.DisclosureVeto.principal_id)),
        Reach.OWN: of_me(disclosures.DisclosureVeto.principal_id),
    },
    disclosures.DisclosureConsent: {
        Reach.CASE: or_(in_my_cases(disclosures.DisclosureConsent.case_id), asked_of_me_before(disclosures.DisclosureConsent.veto_id)),
        Reach.OWN: or_(
            my_party(disclosures.DisclosureConsent.party_id, informed=True), my_guardian(disclosures.DisclosureConsent.guardian_id)
        ),
    },
    disclosures.Disclosure: _shared(disclosures.Disclosure),
    disclosures.SafetyException: {
        Reach.CASE: in_my_cases(disclosures.SafetyException.case_id),
        Reach.TOLD: recorded_while_i_lead(disclosures.SafetyException.case_id, disclosures.SafetyException.created_at),
    },
    disclosures.ToldException: {
        **_private(disclosures.ToldException),
        Reach.TOLD: recorded_while_i_lead(disclosures.ToldException.case_id, disclosures.ToldException.created_at),
    },
    disclosures.LegalHold: _process(disclosures.LegalHold),
    retention.Erasure: _access(retention.Erasure, my_party(retention.Erasure.party_id)),
    retention.DestructionCertificate: {
        # What went of a case is known to all who are in it; that somebody else's own went, to no party.
        **_access(
            retention.DestructionCertificate,
            and_(in_my_cases(retention.DestructionCertificate.case_id), retention.DestructionCertificate.party_id.is_(None)),
        ),
        Reach.APPOINTED: of_my_org(retention.DestructionCertificate.registry_id),
    },
}


def reach_sql(model: type[Row], reach: Reach) -> Predicate:
    """The predicate for this reach; nowhere is false, and a reach that nobody defined for this kind of row is an error, never "all"."""
    return NEVER if reach is Reach.NONE else REACH_SQL[model][reach]
