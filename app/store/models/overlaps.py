"""Cases that concern the same people: read-only, composed from what was proposed, for the moderator alone (R9)."""

from datetime import date
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Mapped, aliased

from app.domain.cases import CaseState, NeutralState
from app.domain.confidentiality import Secrecy
from app.store.models.base import Row
from app.store.models.cases import Case, TrueState
from app.store.models.intake import ProposedPerson

_here, _there, _case, _truth = aliased(ProposedPerson), aliased(ProposedPerson), aliased(Case), aliased(TrueState)

_same_person = or_(_there.person_id == _here.person_id, _there.name_key == _here.name_key)


class Overlap(Row):
    """Another case of the same organisation, not closed, that proposes someone who is proposed here too."""

    __table__ = (
        select(
            _case.id.label("id"),
            _case.etag.label("etag"),
            _case.created_at.label("created_at"),
            _here.case_id.label("case_id"),
            _case.reference.label("reference"),
            _case.received_on.label("received_on"),
        )
        .join_from(_here, _there, and_(_there.organisation_id == _here.organisation_id, _there.case_id != _here.case_id, _same_person))
        .join(_case, _case.id == _there.case_id)
        .outerjoin(_truth, _truth.case_id == _case.id)
        # In truth: a case that was reopened runs again before anybody outside learns of it.
        .where(or_(_truth.state != CaseState.CLOSED, and_(_truth.id.is_(None), _case.state != NeutralState.CLOSED)))
        .distinct()
        .subquery("overlap")
    )
    __mapper_args__ = {"primary_key": [__table__.c.case_id, __table__.c.id]}
    secrecy = Secrecy.TRUE_STATE
    listed_by = ("received_on", "id")

    case_id: Mapped[UUID]
    reference: Mapped[str]
    received_on: Mapped[date]
