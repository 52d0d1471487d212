"""How each case of the world came in: a referral or a request, whom it names, and the moderator to whom it was offered."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from app.domain.intake import plain_name
from app.domain.offers import Availability, OfferState
from app.domain.vocabulary import Setting
from app.store.models import intake
from app.store.models.base import Row
from tests.people import key, word


def referred(case: str, organisation: str, by: UUID) -> Row:
    """Somebody else referred it."""
    return intake.Referral(referred_by_id=by, external_id=f"ext-{case}", **_source(case, organisation))


def asked_for(case: str, organisation: str, by: UUID) -> Row:
    """One of those concerned asked for it."""
    return intake.Request(asked_by_id=by, **_source(case, organisation))


def _source(case: str, organisation: str) -> dict[str, Any]:
    return {"id": key(case, "source"), "case_id": key(case), "organisation_id": key(organisation), "note": word(case, "source note")}


def proposed(case: str, organisation: str, person: str, by: UUID) -> Iterator[Row]:
    """One of those whom it names, and how to reach them."""
    id, name = key(case, "proposed", person), word(case, "proposed name", person)
    yield intake.ProposedPerson(
        id=id,
        case_id=key(case),
        organisation_id=key(organisation),
        proposed_by_id=by,
        name=name,
        name_key=plain_name(name),
    )
    yield intake.ProposedContact(
        id=key(case, "contact", person), case_id=key(case), proposed_person_id=id, address=word(case, "address", person)
    )


def offered(case: str, organisation: str, moderator: str, principal: UUID, people: tuple[str, str], by: UUID) -> Iterator[Row]:
    """The moderator who was proposed declared independence, and has the seat."""
    moderator_id = key("moderator", moderator)
    yield intake.ProposedModerator(
        id=key(case, "proposed moderator"),
        case_id=key(case),
        proposed_by_id=by,
        moderator_id=moderator_id,
        principal_id=principal,
        name=f"Name {moderator}",
        availability=Availability.ASKED,
    )
    yield intake.Offer(
        id=key(case, "offer"),
        case_id=key(case),
        organisation_id=key(organisation),
        moderator_id=moderator_id,
        offered_to_id=principal,
        moderator_name=f"Name {moderator}",
        setting=Setting.SCHOOL,
        expertise=[],
        expertise_matches=True,
        proposed_names=[word(case, "offered name", person) for person in people],
        concerned_people=[],
        concerned_units=[],
        state=OfferState.DECLARED,
    )
