"""Queries on the directory."""

from dataclasses import fields
from uuid import UUID

from app.domain.errors import Unknown
from app.domain.terms import Terms
from app.store.gate import Statement, Store
from app.store.models.directory import OrganisationSettings, Person


async def settings(store: Store) -> OrganisationSettings:
    """The settings of the caller's organisation."""
    if found := await store.first(store.within(OrganisationSettings)):
        return found
    raise Unknown


def terms(settings: OrganisationSettings) -> Terms:
    """The numbers as the rules know them; `Invalid` when one is out of its bounds."""
    return Terms(**{field.name: getattr(settings, field.name) for field in fields(Terms)})


async def myself(store: Store) -> Person | None:
    """The caller in their organisation's directory, if they stand in it."""
    return await store.first(store.within(Person).where(Person.principal_id == store.who.id))


def people(store: Store, unit_id: UUID | None) -> Statement[Person]:
    """The people of the caller's organisation, or of one of its units."""
    statement = store.listing(Person)
    return statement if unit_id is None else statement.where(Person.unit_id == unit_id)
