"""What the reader of a resource knows besides it, for the links that go on from it: all of it is theirs to see (S10, S11).

Each is a query that began at `within()`, and finds something or nothing: whether others have answered is never asked, nor the true gate.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum, auto
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Boolean, Select, and_, bindparam, func, or_

from app.domain.agreements import AgreementState
from app.domain.cases import CaseState, Phase
from app.domain.commitments import CommitmentState
from app.domain.guardians import OF_AGE
from app.domain.mandates import Involvement, MandateState
from app.domain.sessions import CONVERSATIONS, UPCOMING, SessionState
from app.domain.supports import SupportState
from app.store.agreements import still_proposed
from app.store.models.agreements import Agreement, AgreementConfirmation, Commitment, CommitmentAcceptance
from app.store.models.cases import Appointment, Case, Classification, Process, Seat, TrueState
from app.store.models.companions import Admission, Introduction
from app.store.models.content import Harm
from app.store.models.disclosures import DisclosureConsent, DisclosureRequest, DisclosureText, ToldException
from app.store.models.guardians import Guardian
from app.store.models.mandates import Mandate, MandateAcceptance
from app.store.models.parties import OneTimeCode, Party, PartyParticulars, ReopeningRequest
from app.store.models.sessions import RecordApproval, Session, SessionRecord
from app.store.models.supports import Release, ReleasedItem, SupportConfirmation
from app.store.places import NOW
from app.store.seats import ME
from app.store.sessions import unnoted
from app.store.sight import Facts, Sight
from app.store.standing import confirmation_stands, here, release_stands
from app.store.terms import TODAY, so_long_after, term, younger_than

Query = Select[Any]
ASSISTED: Final[Any] = bindparam("assisted", type_=Boolean())
"""Whether whoever looks does so on the moderator's device (R6)."""


class Fact(StrEnum):
    """What can be found."""

    INFORMED = auto()
    """I accepted the secrecy statement (S0)."""
    ANSWERED = auto()
    """My own answer to this very row stands."""
    MINE = auto()
    """It is I, or the place that I have."""
    RUNS = auto()
    PAUSED = auto()
    TOGETHER = auto()
    """All talk with each other, or have."""
    INTAKE = auto()
    LED = auto()
    REOPENING_ASKED = auto()
    """By me, or as the moderator by anybody."""
    SCREENED = auto()
    IN_FORCE = auto()
    """A mandate is."""
    MAY_PROPOSE = auto()
    """An agreement: a party always, the moderator as the mandate says (R10)."""
    UPCOMING = auto()
    TALKING = auto()
    TALKED = auto()
    """A joint conversation was held, and a shared harm discussed (R12)."""
    AGREED = auto()
    ON_THE_TABLE = auto()
    """The agreement is, or the one to which this commitment belongs."""
    SILENT = auto()
    """Nobody answered a report in time: it stays as it is (R14)."""
    DUE = auto()
    DONE = auto()
    """Says the organisation."""
    CONFIRMED = auto()
    """By me."""
    INTRODUCED = auto()
    RECORDED = auto()
    APPROVED = auto()
    UNNOTED = auto()
    """Of somebody it is not noted yet that they were there (R11)."""
    THEY_ARE_INFORMED = auto()
    HERE = auto()
    """The place stands to which this row belongs."""
    FOR_A_CHILD = auto()
    """The guardian whom it is about is asked whether a child takes part (R6)."""
    FOR_AN_ADULT = auto()
    """I stand as a guardian beside someone for whom nobody is asked any more (R6)."""
    BESIDE_NO_CHILD = auto()
    """I stand as a guardian beside someone who says alone whether something leaves (R6, S5)."""
    GROWN = auto()
    """The party whom it is about is known to be of age (R6)."""
    NOT_YOUNG = auto()
    """They are, or it is known that nobody recorded when they were born (R6)."""
    IN_TIME = auto()
    """The day has not come on which somebody's letter is answered (S5)."""
    WRITTEN = auto()
    """There are words to say yes or no to, of the moderator who leads now (S5)."""
    LETTER_CHANGED = auto()
    """The third party asks something else by now; to be found by the moderator alone (S10)."""
    UNTOLD = auto()
    """Somebody who takes part has not been told of an exception (S6)."""
    BORROWED = auto()
    """I am on the moderator's device, and had codes before (R6)."""


def _found(model: Any, *where: Callable[[Any], Any]) -> Callable[[Sight, Any], Query]:
    """A row of this kind in the same case."""
    return lambda sight, row: sight.within(model).where(model.case_id == row.case_id, *(one(row) for one in where))


def _this_round(sight: Sight, row: Any, model: Any) -> Query:
    """Since the case was last taken up again."""
    found = sight.within(model).join(Process, Process.case_id == model.case_id)
    return found.where(model.case_id == row.case_id, model.created_at >= func.coalesce(Process.reopened_at, model.created_at))


def _me(sight: Sight, row: Any) -> Query:
    return sight.within(Seat).where(Seat.principal_id == ME, Seat.case_id == row.case_id, Seat.ended_at.is_(None))


ANSWERS: Final[Mapping[str, tuple[Any, str]]] = {
    "mandate": (MandateAcceptance, "mandate_id"),
    "agreement": (AgreementConfirmation, "agreement_id"),
    "commitment": (CommitmentAcceptance, "commitment_id"),
    "session_record": (RecordApproval, "record_id"),
    "introduction": (Admission, "introduction_id"),
    "organisational_support": (Release, "support_id"),
}
"""With which row each of these is answered."""


def _answered(sight: Sight, row: Any) -> Query:
    """By me as whom I am here; what was said to other words counts for nothing."""
    model, of = ANSWERS[row.__tablename__]
    as_whom = [getattr(model, who).is_not_distinct_from(getattr(Seat, who)) for who in ("party_id", "guardian_id") if hasattr(model, who)]
    stands = [model.voided_at.is_(None)] if hasattr(model, "voided_at") else []
    if model is Release:
        stands = [*release_stands(row)]
    me = and_(Seat.principal_id == ME, Seat.case_id == model.case_id, Seat.ended_at.is_(None), *as_whom)
    return sight.within(model).join(Seat, me).where(getattr(model, of) == row.id, *stands)


def _confirmed(sight: Sight, row: Any) -> Query:
    """By me, that the organisation did it."""
    found = sight.within(SupportConfirmation).join(ReleasedItem, ReleasedItem.id == SupportConfirmation.item_id)
    found = found.join(Seat, Seat.party_id == SupportConfirmation.party_id)
    me = (Seat.principal_id == ME, Seat.ended_at.is_(None))
    return found.where(ReleasedItem.support_id == row.id, *confirmation_stands(), *me)


def _may_propose(sight: Sight, row: Any) -> Query:
    lets = sight.within(Mandate).where(Mandate.case_id == row.case_id, Mandate.state == MandateState.IN_FORCE)
    lets = lets.where(Mandate.involvement == Involvement.PROPOSALS).with_only_columns(Mandate.id)
    return _me(sight, row).where(or_(Seat.party_id.is_not(None), lets.exists()))


def _talked(sight: Sight, row: Any) -> Query:
    harm = sight.within(Harm).where(Harm.case_id == row.case_id, Harm.discussed).with_only_columns(Harm.id)
    held = (Session.state == SessionState.HELD, Session.kind.in_(CONVERSATIONS), harm.exists())
    return _this_round(sight, row, Session).where(*held)


def _on_the_table(sight: Sight, row: Any) -> Query:
    return sight.within(Agreement).where(Agreement.id == getattr(row, "agreement_id", row.id), still_proposed(sight))


def _silent(sight: Sight, row: Any) -> Query:
    found = sight.within(Commitment).join(Case, Case.id == Commitment.case_id)
    late = so_long_after(Commitment.reported_at, "answer_days") <= NOW
    return found.where(Commitment.id == row.id, Commitment.state == CommitmentState.REPORTED, late)


def _due(sight: Sight, row: Any) -> Query:
    day = func.coalesce(Commitment.due_on, Commitment.review_on)
    return sight.within(Commitment).where(Commitment.id == row.id, day < TODAY)


def _for_a_child(sight: Sight, row: Any) -> Query:
    found = (
        sight.within(Guardian)
        .join(PartyParticulars, PartyParticulars.party_id == Guardian.party_id)
        .join(Case, Case.id == Guardian.case_id)
    )
    return found.where(Guardian.id == row.id, Guardian.own_party_id.is_(None), younger_than(TODAY, term("consent_age")))


def _for_an_adult(sight: Sight, row: Any) -> Query:
    found = _me(sight, row).join(Guardian, Guardian.id == Seat.guardian_id)
    found = found.join(PartyParticulars, PartyParticulars.party_id == Guardian.party_id)
    return found.where(~func.coalesce(younger_than(TODAY, OF_AGE), False))


def _beside_no_child(sight: Sight, row: Any) -> Query:
    found = _me(sight, row).join(Guardian, Guardian.id == Seat.guardian_id).join(Case, Case.id == Guardian.case_id)
    found = found.join(PartyParticulars, PartyParticulars.party_id == Guardian.party_id)
    return found.where(~func.coalesce(younger_than(TODAY, term("consent_age")), False))


def _theirs(sight: Sight, party_id: UUID) -> Query:
    return sight.within(PartyParticulars).where(PartyParticulars.party_id == party_id)


def _borrowed(sight: Sight, _: Any) -> Query:
    return sight.within(OneTimeCode).where(OneTimeCode.principal_id == ME, ASSISTED)


def _written(sight: Sight, row: Any) -> Query:
    lead = sight.within(Appointment).where(Appointment.case_id == row.case_id, Appointment.ended_at.is_(None))
    latest = (DisclosureText.request_id == row.id, DisclosureText.version == row.text_version)
    return sight.within(DisclosureText).where(*latest, DisclosureText.appointment_id.in_(lead.with_only_columns(Appointment.id)))


def _untold(sight: Sight, row: Any) -> Query:
    told = sight.within(ToldException).where(ToldException.exception_id == row.id, ToldException.party_id == Party.id)
    return sight.within(Party).where(Party.case_id == row.case_id, *here(), ~told.with_only_columns(ToldException.id).exists())


FACTS: Final[Mapping[Fact, Callable[[Sight, Any], Query]]] = {
    Fact.INFORMED: lambda sight, row: _me(sight, row).where(Seat.informed_at.is_not(None)),
    Fact.ANSWERED: _answered,
    Fact.MINE: lambda sight, row: _me(sight, row).where(or_(Seat.member_id == row.id, Seat.party_id.is_not_distinct_from(row.party_id))),
    Fact.RUNS: _found(Process, lambda _: Process.phase != Phase.CLOSED),
    Fact.PAUSED: _found(Process, lambda _: Process.paused_at.is_not(None)),
    Fact.TOGETHER: _found(Process, lambda _: Process.phase.in_((Phase.IN_CONVERSATION, Phase.AGREEMENT, Phase.AFTERCARE))),
    Fact.INTAKE: _found(TrueState, lambda _: TrueState.state == CaseState.INTAKE),
    Fact.LED: _found(Appointment, lambda _: Appointment.ended_at.is_(None)),
    Fact.REOPENING_ASKED: lambda sight, row: _this_round(sight, row, ReopeningRequest),
    Fact.SCREENED: _found(Classification),
    Fact.IN_FORCE: _found(Mandate, lambda _: Mandate.state == MandateState.IN_FORCE),
    Fact.MAY_PROPOSE: _may_propose,
    Fact.UPCOMING: _found(Session, lambda _: Session.state.in_(UPCOMING)),
    Fact.TALKING: _found(Session, lambda _: Session.state == SessionState.RUNNING),
    Fact.TALKED: _talked,
    Fact.AGREED: lambda sight, row: _this_round(sight, row, Agreement).where(Agreement.state == AgreementState.AGREED),
    Fact.ON_THE_TABLE: _on_the_table,
    Fact.SILENT: _silent,
    Fact.DUE: _due,
    Fact.DONE: _found(ReleasedItem, lambda row: ReleasedItem.support_id == row.id, lambda _: ReleasedItem.state == SupportState.DONE),
    Fact.CONFIRMED: _confirmed,
    Fact.INTRODUCED: _found(Introduction, lambda row: Introduction.id == row.id),
    Fact.RECORDED: _found(SessionRecord, lambda row: SessionRecord.session_id == row.id),
    Fact.APPROVED: _found(
        SessionRecord, lambda row: SessionRecord.session_id == row.id, lambda _: SessionRecord.approved_by_all_at.is_not(None)
    ),
    Fact.UNNOTED: unnoted,
    Fact.THEY_ARE_INFORMED: _found(
        Seat, lambda row: Seat.party_id == row.id, lambda _: and_(Seat.informed_at.is_not(None), Seat.ended_at.is_(None))
    ),
    Fact.HERE: _found(Party, lambda row: Party.id == getattr(row, "group_party_id", row.party_id), lambda _: Party.left_on.is_(None)),
    Fact.FOR_A_CHILD: _for_a_child,
    Fact.FOR_AN_ADULT: _for_an_adult,
    Fact.GROWN: lambda sight, row: _theirs(sight, row.id).where(~younger_than(TODAY, OF_AGE)),
    Fact.NOT_YOUNG: lambda sight, row: _theirs(sight, row.party_id).where(~func.coalesce(younger_than(TODAY, OF_AGE), False)),
    Fact.BESIDE_NO_CHILD: _beside_no_child,
    Fact.IN_TIME: _found(
        DisclosureRequest,
        lambda row: DisclosureRequest.id == row.id,
        lambda _: DisclosureRequest.due_on > TODAY,
    ),
    Fact.WRITTEN: _written,
    Fact.LETTER_CHANGED: _found(
        DisclosureConsent, lambda row: DisclosureConsent.request_id == row.id, lambda _: DisclosureConsent.letter_changed
    ),
    Fact.UNTOLD: _untold,
    Fact.BORROWED: _borrowed,
}


def about(names: frozenset[Fact]) -> Facts:
    """How these are found out of a row that the caller sees."""
    return Facts(names, _found_by)


def _found_by(sight: Sight, row: Any, name: str) -> Query:
    return FACTS[Fact(name)](sight, row)
