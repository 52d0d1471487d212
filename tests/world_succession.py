"""Whom the parties of each case propose next, and what each of them handed over."""

from collections.abc import Iterator
from uuid import UUID

from app.domain.offers import Availability
from app.store.models.base import Row
from app.store.models.intake import Independence
from app.store.models.succession import PrivateGrant, SuccessorProposal
from tests.people import key


def succeeding(case: str, moderator: str, principal: UUID, proposed_by: UUID) -> Iterator[Row]:
    """To whom nobody may have a tie, one proposal, and both parties' yes."""
    yield Independence(id=key(case, "independence"), case_id=key(case), proposed_by_id=proposed_by, people=[], units=[], principals=[])
    yield SuccessorProposal(
        id=key(case, "successor proposal"),
        case_id=key(case),
        moderator_id=key("moderator", moderator),
        principal_id=principal,
        name=f"Name {moderator}",
        availability=Availability.ASKED,
    )
    for number in (0, 1):
        yield PrivateGrant(
            id=key(case, "private grant", number),
            case_id=key(case),
            party_id=key(case, "party", number),
            appointment_id=key(case, "appointment"),
        )
