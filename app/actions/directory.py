"""Deeds of an organisation's administrator: units, people, settings."""

from typing import Any
from uuid import UUID

from app.domain.confidentiality import Act
from app.domain.directory import UnitKind
from app.domain.errors import Invalid, Unknown
from app.domain.identity import principal_id
from app.store import directory
from app.store.gate import Store
from app.store.models.directory import Organisation, OrganisationSettings, Person, Unit


async def add_unit(store: Store, kind: UnitKind, name: str, line_manager_id: UUID | None) -> Unit:
    """A new unit of the caller's organisation."""
    organisation = await store.under(Organisation, store.who.organisation_id, Act.KEEP_DIRECTORY)
    await _known(store, Person, line_manager_id, "/lineManagerId")
    unit = Unit(organisation_id=organisation.id, kind=kind, name=name, line_manager_id=line_manager_id)
    store.add(unit)
    return unit


async def change_unit(store: Store, unit_id: UUID, etag: str, changes: dict[str, Any]) -> Unit:
    """A unit with these changes; `Stale` when somebody changed it meanwhile."""
    unit = await store.one(Unit, unit_id, Act.KEEP_DIRECTORY)
    store.unchanged(unit, etag)
    await _known(store, Person, changes.get("line_manager_id"), "/lineManagerId")
    unit.set(**changes)
    return unit


async def add_person(store: Store, name: str, unit_id: UUID | None, issuer: str, subject: str) -> Person:
    """Someone new in the directory; `Conflict` when that identity stands in it already."""
    organisation = await store.under(Organisation, store.who.organisation_id, Act.KEEP_DIRECTORY)
    await _known(store, Unit, unit_id, "/unitId")
    person = Person(organisation_id=organisation.id, name=name, unit_id=unit_id, principal_id=principal_id(issuer, subject))
    store.add(person)
    return person


async def change_person(store: Store, person_id: UUID, etag: str, changes: dict[str, Any]) -> Person:
    """A person with these changes; `Stale` when somebody changed them meanwhile.

    Whoever is active no more keeps every seat, invitation and offer: leaving an organisation leaves no case (R9).
    """
    person = await store.one(Person, person_id, Act.KEEP_DIRECTORY)
    store.unchanged(person, etag)
    await _known(store, Unit, changes.get("unit_id"), "/unitId")
    active = changes.pop("active", person.active)
    since = person.deactivated_at or store.moment()
    person.set(**changes, deactivated_at=None if active else since)
    return person


async def change_settings(store: Store, etag: str, changes: dict[str, int]) -> OrganisationSettings:
    """The organisation's numbers with these changes, within their bounds; they hold for cases that come in from now on."""
    found = await directory.settings(store)
    settings = await store.one(OrganisationSettings, found.id, Act.SET_TERMS)
    store.unchanged(settings, etag)
    settings.set(**changes)
    directory.terms(settings)
    return settings


async def _known(store: Store, model: type[Unit] | type[Person], id: UUID | None, pointer: str) -> None:
    """`Invalid` for an id that is not of the caller's organisation: what is elsewhere and what is nowhere look the same (S1)."""
    if id is not None:
        try:
            await store.one(model, id)
        except Unknown:
            raise Invalid("unknown-id", pointer) from None
