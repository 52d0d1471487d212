"""Queries on what comes in, and on whom it could be offered to."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Text, cast

from app.domain.vocabulary import Expertise
from app.store.gate import Statement, Store
from app.store.models.directory import Person, Unit
from app.store.models.intake import ProposedContact, ProposedModerator, ProposedPerson, Referral, Request
from app.store.models.registry import Moderator, Tie

MOST_OFFERS = 20
"""To how many moderators a case is offered at once when any will do."""


async def referral_by_external_id(store: Store, external_id: str) -> Referral | None:
    """What the caller referred under this id before."""
    return await store.first(referrals(store, external_id))


def referrals(store: Store, external_id: str | None = None) -> Statement[Referral]:
    """The referrals that the caller sees, or the one with this id of their own system."""
    statement = store.listing(Referral)
    return statement if external_id is None else statement.where(Referral.external_id == external_id)


async def people_by_id(store: Store, ids: Collection[UUID]) -> Sequence[Person]:
    """Those of these people whom the caller's organisation knows."""
    return await store.rows(store.within(Person).where(Person.id.in_(ids))) if ids else []


async def units_by_id(store: Store, ids: Collection[UUID]) -> Sequence[Unit]:
    """Those of these units that are the caller's organisation's."""
    return await store.rows(store.within(Unit).where(Unit.id.in_(ids))) if ids else []


async def moderators_by_id(store: Store, ids: Collection[UUID]) -> Sequence[Moderator]:
    """Those of these moderators who are registered."""
    return await store.rows(store.within(Moderator).where(Moderator.id.in_(ids)))


async def moderators_with(store: Store, expertise: Collection[Expertise], tied: Collection[UUID]) -> Sequence[Moderator]:
    """Registered moderators with any of this expertise and no tie, the longest registered first; all of those when none is asked for."""
    statement = moderators(store, expertise).where(Moderator.id.not_in(tied))
    return await store.rows(statement.order_by(Moderator.created_at, Moderator.id).limit(MOST_OFFERS))


def moderators(store: Store, expertise: Collection[Expertise]) -> Statement[Moderator]:
    """The registered moderators, or those with any of this expertise."""
    statement = store.listing(Moderator)
    if not expertise:
        return statement
    return statement.where(Moderator.expertise.bool_op("&&")(cast([item.value for item in expertise], ARRAY(Text))))


async def ties(store: Store) -> Sequence[Tie]:
    """The ties that touch the caller's organisation; for a moderator their own, in whichever registries they stand."""
    return await store.rows(store.within(Tie))


async def proposed_people(store: Store, case_id: UUID) -> Sequence[ProposedPerson]:
    """Whom the case's referral or request proposes."""
    found = store.within(ProposedPerson).where(ProposedPerson.case_id == case_id)
    return await store.rows(found.order_by(ProposedPerson.created_at, ProposedPerson.id))


async def proposed_contacts(store: Store, case_id: UUID) -> Sequence[ProposedContact]:
    """How the referrer said they can be reached."""
    return await store.rows(store.within(ProposedContact).where(ProposedContact.case_id == case_id))


async def proposed_moderators(store: Store, case_id: UUID) -> Sequence[ProposedModerator]:
    """Which moderators it proposes, and who of them is not available."""
    found = store.within(ProposedModerator).where(ProposedModerator.case_id == case_id)
    return await store.rows(found.order_by(ProposedModerator.created_at, ProposedModerator.id))


def requests(store: Store) -> Statement[Request]:
    """The requests that the caller sees."""
    return store.listing(Request)
