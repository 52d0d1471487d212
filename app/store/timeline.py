"""What happened in one case, from the rows that the caller sees there: one statement, and the grid alone decides (S1, S10, S11)."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, Integer, Select, String, Uuid, case, cast, literal, null

from app.domain.disclosures import DisclosureState
from app.domain.readiness import Gate
from app.domain.sessions import SessionState
from app.store.gate import Page, Store
from app.store.models import cases, companions, content, disclosures, mandates, parties, sessions, succession, supports
from app.store.models.agreements import Agreement, AgreementConfirmation, Commitment, CommitmentAcceptance, FollowUp, OutcomeConfirmation
from app.store.models.cases import Appointment, Case, GateAnnouncement, Process
from app.store.models.companions import Companion, Introduction
from app.store.models.groups import GroupHarm, SpokespersonChoice
from app.store.models.guardians import Guardian, GuardianConsent
from app.store.models.mandates import Mandate
from app.store.models.parties import Party, ReadinessDeclaration, Talk
from app.store.models.sessions import Session
from app.store.places import HERE
from app.store.reads import party_of
from app.store.sight import Gathering, Sight

Query = Select[Any]


class Told(NamedTuple):
    """What one kind of row tells: when, as what, and by which of its columns it is found; `of` is another row that knows more."""

    model: Any
    at: Any
    kind: Any
    where: ColumnElement[bool] | None = None
    party: Any = None
    place: Any = None
    number: Any = None
    of: tuple[Any, Any] | None = None
    timed: bool = True
    step: int = 0
    """Of what is known by its day only: how many others come before it when they share one."""


def _either(condition: Any, yes: str, no: str) -> ColumnElement[str]:
    return case((condition, yes), else_=no)


SHELL: Final = (
    Told(Case, Case.received_on, "received", timed=False),
    Told(Case, Case.opened_on, "opened", timed=False, step=1),
    Told(Case, Case.closed_on, "closed", timed=False, step=2),
)

PROCESS: Final = (
    Told(Process, Process.reopened_at, "reopened"),
    Told(Process, Process.paused_at, "paused"),
    Told(Appointment, Appointment.declared_at, "moderator-declared"),
    Told(Appointment, Appointment.accepted_by_all_at, "moderator-accepted-by-all"),
    Told(Appointment, Appointment.ended_at, "appointment-ended"),
    Told(succession.SuccessorProposal, succession.SuccessorProposal.created_at, "successor-proposed"),
    Told(
        GateAnnouncement,
        GateAnnouncement.created_at,
        _either(GateAnnouncement.gate == Gate.OPEN, "gate-open", "gate-not-now"),
    ),
    Told(Party, Party.created_at, "party-added"),
    Told(Party, Party.left_on, "place-ended", timed=False),
    Told(Mandate, Mandate.created_at, "mandate-drafted", number=Mandate.version),
    Told(Mandate, Mandate.offered_at, "mandate-offered", number=Mandate.version),
    Told(Mandate, Mandate.in_force_at, "mandate-in-force", number=Mandate.version),
    Told(Session, Session.created_at, "session-planned"),
    Told(Session, Session.started_at, "session-started"),
    *(
        Told(Session, Session.ended_at, f"session-{state.value}", Session.state == state)
        for state in (SessionState.HELD, SessionState.SUSPENDED, SessionState.CANCELLED)
    ),
    Told(Introduction, Introduction.created_at, "companion-introduced"),
    Told(Introduction, Introduction.admitted_by_all_at, "supporter-admitted-by-all"),
)

_Comment, _Record = mandates.MandateComment, sessions.SessionRecord
_Support = supports.OrganisationalSupport

TOGETHER: Final = (
    Told(_Comment, _Comment.created_at, "mandate-commented", of=(Mandate, _Comment.mandate_id), number=Mandate.version),
    Told(content.Harm, content.Harm.created_at, "harm-shared", party=content.Harm.party_id),
    Told(GroupHarm, GroupHarm.created_at, "group-harm-shared", party=GroupHarm.party_id),
    Told(content.Need, content.Need.created_at, "need-shared", party=content.Need.party_id),
    Told(content.Idea, content.Idea.created_at, "idea-shared", party=content.Idea.party_id),
    Told(content.SharedExperience, content.SharedExperience.created_at, "experience-shared", party=content.SharedExperience.party_id),
    Told(_Record, _Record.created_at, "record-written", place=_Record.session_id),
    Told(_Record, _Record.approved_by_all_at, "record-stands", place=_Record.session_id),
    Told(Agreement, Agreement.created_at, "agreement-proposed", number=Agreement.version),
    Told(Agreement, Agreement.agreed_at, "agreed", number=Agreement.version),
    Told(Commitment, Commitment.reported_at, "commitment-reported"),
    Told(Commitment, Commitment.settled_at, "commitment-settled"),
    Told(FollowUp, FollowUp.created_at, _either(FollowUp.held, "follow-up-held", "follow-up-declined")),
    Told(_Support, _Support.created_at, "support-proposed"),
    Told(_Support, _Support.released_at, "support-released"),
    Told(disclosures.DisclosureRequest, disclosures.DisclosureRequest.created_at, "disclosure-asked"),
    Told(
        disclosures.DisclosureRequest,
        disclosures.DisclosureRequest.due_on,
        "secrecy-invoked",
        disclosures.DisclosureRequest.state == DisclosureState.SECRECY_INVOKED,
        timed=False,
    ),
    Told(disclosures.DisclosureText, disclosures.DisclosureText.created_at, "letter-written", place=disclosures.DisclosureText.request_id),
    Told(disclosures.Disclosure, disclosures.Disclosure.created_at, "letter-released", place=disclosures.Disclosure.request_id),
)

_Invited, _Informed, _Welcome = parties.Invitation, parties.SecrecyAcceptance, cases.AppointmentAcceptance
_Accepted, _Again, _Approval = mandates.MandateAcceptance, sessions.Reconfirmation, sessions.RecordApproval
_Put, _Confirmed, _Kept = content.Attribution, AgreementConfirmation, CommitmentAcceptance
_Consent = disclosures.DisclosureConsent

OWN: Final = (
    Told(_Invited, _Invited.created_at, "invited", _Invited.party_id.is_not(None), party=_Invited.party_id),
    Told(_Invited, _Invited.redeemed_at, "came-in", _Invited.party_id.is_not(None), party=_Invited.party_id),
    Told(_Informed, _Informed.created_at, "secrecy-statement-accepted", _Informed.party_id.is_not(None), party=_Informed.party_id),
    Told(_Welcome, _Welcome.created_at, "moderator-accepted", party=_Welcome.party_id, place=_Welcome.appointment_id),
    Told(
        ReadinessDeclaration,
        ReadinessDeclaration.created_at,
        _either(ReadinessDeclaration.withdrawal, "withdrawn", "readiness-declared"),
        party=ReadinessDeclaration.party_id,
    ),
    Told(parties.SafetyAssessment, parties.SafetyAssessment.created_at, "safety-assessed", party=parties.SafetyAssessment.party_id),
    Told(Talk, Talk.created_at, "talk-planned", party=Talk.party_id),
    Told(content.Statement, content.Statement.created_at, "statement-told", party=content.Statement.party_id),
    Told(
        content.BehaviourExperience,
        content.BehaviourExperience.created_at,
        "behaviour-experience-told",
        party=content.BehaviourExperience.party_id,
    ),
    Told(content.PrivateHarm, content.PrivateHarm.created_at, "harm-told", party=content.PrivateHarm.party_id),
    Told(content.PrivateNeed, content.PrivateNeed.created_at, "need-told", party=content.PrivateNeed.party_id),
    Told(_Put, _Put.created_at, "attribution-put", party=_Put.party_id),
    Told(_Put, _Put.accepted_at, "attribution-accepted", party=_Put.party_id),
    Told(
        _Accepted,
        _Accepted.created_at,
        "mandate-accepted",
        party=_Accepted.party_id,
        of=(Mandate, _Accepted.mandate_id),
        number=Mandate.version,
    ),
    Told(_Again, _Again.created_at, "reconfirmed", party=_Again.party_id, place=_Again.session_id),
    Told(
        _Approval,
        _Approval.created_at,
        "record-approved",
        party=_Approval.party_id,
        of=(_Record, _Approval.record_id),
        place=_Record.session_id,
    ),
    Told(
        _Confirmed,
        _Confirmed.created_at,
        "agreement-confirmed",
        party=_Confirmed.party_id,
        of=(Agreement, _Confirmed.agreement_id),
        number=Agreement.version,
    ),
    Told(_Kept, _Kept.created_at, "commitment-accepted", party=_Kept.party_id, place=_Kept.commitment_id),
    Told(OutcomeConfirmation, OutcomeConfirmation.created_at, "outcome-said", party=OutcomeConfirmation.party_id),
    Told(parties.Evaluation, parties.Evaluation.created_at, "evaluated", party=parties.Evaluation.party_id),
    Told(parties.ReopeningRequest, parties.ReopeningRequest.created_at, "reopening-asked", party=parties.ReopeningRequest.party_id),
    Told(Companion, Companion.created_at, "supporter-brought", Companion.party_id.is_not(None)),
    Told(
        companions.Admission,
        companions.Admission.created_at,
        "supporter-admitted",
        party=companions.Admission.party_id,
        place=companions.Admission.introduction_id,
    ),
    Told(
        supports.Release,
        supports.Release.created_at,
        "support-released-by-me",
        party=supports.Release.party_id,
        place=supports.Release.support_id,
    ),
    Told(
        supports.SupportConfirmation,
        supports.SupportConfirmation.created_at,
        "support-confirmed",
        party=supports.SupportConfirmation.party_id,
        of=(supports.ReleasedItem, supports.SupportConfirmation.item_id),
        place=supports.ReleasedItem.support_id,
    ),
    Told(succession.PrivateGrant, succession.PrivateGrant.created_at, "private-records-granted", party=succession.PrivateGrant.party_id),
    Told(
        GuardianConsent,
        GuardianConsent.created_at,
        "consented",
        party=Guardian.party_id,
        place=GuardianConsent.guardian_id,
        of=(Guardian, GuardianConsent.guardian_id),
    ),
    Told(SpokespersonChoice, SpokespersonChoice.created_at, "spokesperson-chosen", party=SpokespersonChoice.group_party_id),
    Told(
        _Consent, _Consent.created_at, "disclosure-answered", _Consent.veto_id.is_(None), party=_Consent.party_id, place=_Consent.request_id
    ),
    Told(disclosures.ToldException, disclosures.ToldException.created_at, "exception-told", party=disclosures.ToldException.party_id),
    Told(disclosures.SafetyException, disclosures.SafetyException.created_at, "exception-recorded"),
    Told(disclosures.LegalHold, disclosures.LegalHold.created_at, "hold-put"),
    Told(disclosures.LegalHold, disclosures.LegalHold.lifted_at, "hold-lifted"),
    Told(cases.Classification, cases.Classification.created_at, "classified"),
    Told(cases.Note, cases.Note.created_at, "note-written"),
)


async def happened(store: Store, case_id: UUID, after: Sequence[Any] | None, limit: int) -> Page:
    """One page of what happened, as far as the caller sees it, the newest first; `Unknown` for whoever does not see the case."""
    await store.one(Case, case_id)
    return await store.gathered(_HAPPENED, {"here": case_id}, after, limit)


def _queries(sight: Sight) -> Iterator[Query]:
    for told in (*SHELL, *PROCESS, *TOGETHER, *OWN):
        if sight.reaches(told.model.secrecy):
            yield _entries(sight, told)


_HAPPENED: Final = Gathering(_queries, ("moment", "mark"), newest_first=True)


def _entries(sight: Sight, told: Told) -> Query:
    """Every such row of the case that the caller sees, and that knows when."""
    model: Any = told.model
    mine = model.id if model is Case else model.case_id
    found: Query = sight.within(model).where(mine == HERE, told.at.is_not(None))
    if told.of is not None:
        other, reference = told.of
        found = found.join(other, other.id == reference)
    if told.where is not None:
        found = found.where(told.where)
    kind = literal(told.kind) if isinstance(told.kind, str) else told.kind
    return found.with_only_columns(
        cast(kind, String).label("kind"),
        (cast(kind, String) + ":" + cast(model.id, String)).label("mark"),
        (cast(told.at, DateTime(timezone=True)) + timedelta(microseconds=told.step)).label("moment"),
        literal(told.timed).label("timed"),
        model.id.label("id"),
        mine.label("case_id"),
        _or_null(told.party, Uuid).label("party"),
        _or_null(told.place, Uuid).label("place"),
        _or_null(told.number, Integer).label("number"),
        _or_null(party_of(model, *(told.of or ())[:1]), Uuid).label("read_of"),
        model.organisation_id.label("organisation_id"),
    )


def _or_null(value: Any, kind: type[Any]) -> ColumnElement[Any]:
    return cast(null() if value is None else value, kind)
