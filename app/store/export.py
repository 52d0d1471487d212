"""What is somebody's own in all the cases in which they have a place, and nothing of another's (AVG 15, C14).

Every query begins at the door, and where the grid shows more than what is one's own it asks for one's own places besides: were a class ever
shown more widely, nothing of another's would come along. There is one query for each kind of rows, however many cases there are, and it is
built once for a role.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import or_

from app.domain.confidentiality import Act, Reach, Role, sees
from app.domain.errors import Unknown
from app.store.gate import Store
from app.store.models.access import AccessEvent
from app.store.models.agreements import Agreement, AgreementConfirmation, Commitment, CommitmentAcceptance, OutcomeConfirmation
from app.store.models.base import Row
from app.store.models.cases import AppointmentAcceptance, Case
from app.store.models.companions import Admission
from app.store.models.content import (
    BehaviourExperience,
    Harm,
    Idea,
    Need,
    PrivateHarm,
    PrivateNeed,
    SharedExperience,
)
from app.store.models.content import Statement as Told
from app.store.models.disclosures import DisclosureConsent, ToldException
from app.store.models.groups import GroupHarm, GroupMember, SpokespersonChoice
from app.store.models.mandates import Mandate, MandateAcceptance, MandateComment
from app.store.models.parties import (
    Contestation,
    Evaluation,
    Party,
    PartyParticulars,
    ReadinessDeclaration,
    ReopeningRequest,
    SecrecyAcceptance,
    Talk,
)
from app.store.models.sessions import Attendance, Reconfirmation, RecordApproval
from app.store.models.succession import PrivateGrant
from app.store.models.supports import Release, SupportConfirmation
from app.store.seats import my_party, my_seats
from app.store.sight import R, Sight, Statement

SAID: Final[Mapping[str, type[Row]]] = {
    "particulars": PartyParticulars,
    "secrecy_acceptances": SecrecyAcceptance,
    "readiness_declarations": ReadinessDeclaration,
    "contestations": Contestation,
    "talks": Talk,
    "statements": Told,
    "behaviour_experiences": BehaviourExperience,
    "private_harms": PrivateHarm,
    "private_needs": PrivateNeed,
    "harms": Harm,
    "group_harms": GroupHarm,
    "needs": Need,
    "ideas": Idea,
    "mandate_comments": MandateComment,
    "mandate_acceptances": MandateAcceptance,
    "agreement_confirmations": AgreementConfirmation,
    "moderator_acceptances": AppointmentAcceptance,
    "reconfirmations": Reconfirmation,
    "attendances": Attendance,
    "record_approvals": RecordApproval,
    "commitment_acceptances": CommitmentAcceptance,
    "outcome_confirmations": OutcomeConfirmation,
    "releases": Release,
    "support_confirmations": SupportConfirmation,
    "disclosure_consents": DisclosureConsent,
    "admissions": Admission,
    "spokesperson_choices": SpokespersonChoice,
    "private_grants": PrivateGrant,
    "evaluations": Evaluation,
    "reopening_requests": ReopeningRequest,
    "told_exceptions": ToldException,
    "access_log": AccessEvent,
}
"""What one party said or was told, or what is of them, by what it is called: each of these rows names whose it is."""

Rows = Mapping[str, Sequence[Any]]
"""By what they are called."""


async def of_mine(store: Store) -> Mapping[UUID, Rows]:
    """What is the caller's own, by case; `Unknown` for whoever can have no place as a party."""
    if not store.may(Act.EXPORT):
        raise Unknown
    found = {name: await store.rows(statement) for name, statement in _statements(store.role).items()}
    by_case: dict[UUID, dict[str, list[Any]]] = {case.id: defaultdict(list) for case in found["cases"]}
    for name, rows in found.items():
        for row in rows:
            by_case[row.id if name == "cases" else row.case_id][name].append(row)
    return by_case


@cache
def _statements(role: Role) -> Mapping[str, Statement[Any]]:
    sight = Sight(role)
    alone = {name: _mine(sight, model) for name, model in SAID.items()}
    # What names somebody else as author is shared only if they agree: whether they did stands nowhere here (R16).
    names_nobody = or_(SharedExperience.author_party_id.is_(None), SharedExperience.author_party_id == SharedExperience.party_id)
    return {
        "cases": sight.within(Case).order_by(Case.received_on, Case.id),
        "places": _mine(sight, Party, Party.id),
        "memberships": _in_order(sight.within(GroupMember).where(GroupMember.id.in_(my_seats("member_id"))), GroupMember),
        **alone,
        "shared_experiences": _mine(sight, SharedExperience).where(names_nobody),
        "mandates": _in_order(sight.within(Mandate).where(Mandate.id.in_(_ids(sight, MandateAcceptance.mandate_id))), Mandate),
        "agreements": _in_order(
            sight.within(Agreement).where(Agreement.id.in_(_ids(sight, AgreementConfirmation.agreement_id))), Agreement
        ),
        "commitments": _mine(sight, Commitment, Commitment.owner_party_id).where(_said_yes_to(sight)),
    }


def _mine(sight: Sight, model: type[R], whose: Any = None) -> Statement[R]:
    """The rows of this kind that are of the caller's own places."""
    found = sight.within(model)
    if sees(sight.role, model.secrecy) is not Reach.OWN:
        column: Any = getattr(model, "party_id", None) if whose is None else whose
        found = found.where(my_party(column))
    return _in_order(found, model)


def _in_order(statement: Statement[R], model: type[R]) -> Statement[R]:
    return statement.order_by(*model.keyset())


def _ids(sight: Sight, column: Any) -> Any:
    """What the caller's own answers of one kind are answers to."""
    return sight.within(column.class_).with_only_columns(column)


def _said_yes_to(sight: Sight) -> Any:
    """The words of a commitment that somebody else only proposed are not its owner's (R13)."""
    return or_(
        Commitment.agreement_id.in_(_ids(sight, AgreementConfirmation.agreement_id)),
        Commitment.id.in_(_ids(sight, CommitmentAcceptance.commitment_id)),
    )
