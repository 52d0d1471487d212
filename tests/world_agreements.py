"""What those in each case of the world agreed, and what they asked their organisation for."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from app.domain.agreements import AgreementState
from app.domain.supports import Addressee, SupportState
from app.store.models import agreements, supports
from app.store.models.base import Row
from tests.people import THEN, key, word


def agreed(case: str) -> Iterator[Row]:
    """The first party proposed it, all confirmed it, and it was followed up."""
    id = key(case)
    yield agreements.Agreement(
        id=key(case, "agreement"),
        case_id=id,
        version=1,
        state=AgreementState.AGREED,
        proposed_by_party_id=key(case, "party", 0),
        text=word(case, "agreement"),
        text_hash="0" * 64,
        agreed_at=THEN,
    )
    yield agreements.FollowUp(id=key(case, "follow up"), case_id=id, held=True, on=THEN.date(), summary=word(case, "follow up"))


def released(case: str, organisation: str, referrer: UUID | None) -> Iterator[Row]:
    """All released it, the organisation did it, and all confirmed that; without a referrer it went to every coordinator."""
    id, support, item = key(case), key(case, "support"), key(case, "released item")
    yield supports.OrganisationalSupport(
        id=support,
        case_id=id,
        proposed_by_party_id=key(case, "party", 0),
        text=word(case, "support"),
        due_on=date(2027, 3, 1),
        text_hash="0" * 64,
        addressee=Addressee.REFERRER if referrer else Addressee.COORDINATORS,
        worded_at=THEN,
        released_at=THEN,
    )
    yield supports.ReleasedItem(
        id=item,
        case_id=id,
        support_id=support,
        organisation_id=key(organisation),
        addressed_to_id=referrer,
        text=word(case, "released item"),
        due_on=date(2027, 3, 1),
        released_on=THEN.date(),
        state=SupportState.DONE,
        answered_on=THEN.date(),
    )
    for number in (0, 1):
        mine = {"case_id": id, "party_id": key(case, "party", number)}
        yield supports.Release(id=key(case, "release", number), support_id=support, text_hash="0" * 64, **mine)
        yield supports.SupportConfirmation(id=key(case, "support confirmation", number), item_id=item, **mine)
