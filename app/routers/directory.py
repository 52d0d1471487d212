"""The organisation's directory and settings."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request, Response

from app.actions import directory as actions
from app.domain.confidentiality import Act, Secrecy
from app.routers.answers import changed, created, deed, listed, shown, shows
from app.routers.bodies import routes
from app.routers.dependencies import IfMatch, ThePaging, TheStore
from app.schemas.base import ListOut
from app.schemas.directory import PersonIn, PersonOut, PersonPatch, SettingsOut, SettingsPatch, UnitIn, UnitOut, UnitPatch
from app.store import directory
from app.store.models.directory import Person, Unit

router = routes("Organisation")

UnitId = Annotated[UUID, Path(alias="unitId")]
PersonId = Annotated[UUID, Path(alias="personId")]


@router.get("/units", **shows(Secrecy.DIRECTORY))
async def list_units(request: Request, response: Response, store: TheStore, paging: ThePaging) -> ListOut[UnitOut]:
    """The units of your organisation."""
    return await listed(request, response, store, store.listing(Unit), UnitOut, paging)


@router.post("/units", status_code=201, **deed(Act.KEEP_DIRECTORY))
async def create_unit(request: Request, response: Response, body: UnitIn, store: TheStore) -> UnitOut:
    """Add a unit to your organisation."""
    unit = await actions.add_unit(store, body.kind, body.name, body.line_manager_id)
    return await created(request, response, store, unit, UnitOut)


@router.get("/units/{unitId}", **shows(Secrecy.DIRECTORY))
async def get_unit(response: Response, unit_id: UnitId, store: TheStore) -> UnitOut:
    """One unit of your organisation."""
    return shown(response, await store.one(Unit, unit_id), UnitOut)


@router.patch("/units/{unitId}", **deed(Act.KEEP_DIRECTORY))
async def change_unit(response: Response, unit_id: UnitId, body: UnitPatch, etag: IfMatch, store: TheStore) -> UnitOut:
    """Change a unit of your organisation."""
    unit = await actions.change_unit(store, unit_id, etag, body.changes())
    return await changed(response, store, unit, UnitOut)


@router.get("/people", **shows(Secrecy.DIRECTORY))
async def list_people(
    request: Request,
    response: Response,
    store: TheStore,
    paging: ThePaging,
    unit_id: Annotated[UUID | None, Query(alias="unitId", description="Only the people of this unit.")] = None,
) -> ListOut[PersonOut]:
    """The people of your organisation's directory."""
    return await listed(request, response, store, directory.people(store, unit_id), PersonOut, paging)


@router.post("/people", status_code=201, **deed(Act.KEEP_DIRECTORY))
async def create_person(request: Request, response: Response, body: PersonIn, store: TheStore) -> PersonOut:
    """Add someone to your organisation's directory, by what its identity provider calls them."""
    person = await actions.add_person(store, body.name, body.unit_id, body.issuer, body.subject)
    return await created(request, response, store, person, PersonOut)


@router.get("/people/{personId}", **shows(Secrecy.DIRECTORY))
async def get_person(response: Response, person_id: PersonId, store: TheStore) -> PersonOut:
    """Someone of your organisation's directory."""
    return shown(response, await store.one(Person, person_id), PersonOut)


@router.patch("/people/{personId}", **deed(Act.KEEP_DIRECTORY))
async def change_person(response: Response, person_id: PersonId, body: PersonPatch, etag: IfMatch, store: TheStore) -> PersonOut:
    """Change a name, move someone to another unit, or say that they are active no more: that changes nothing of any case (R9)."""
    person = await actions.change_person(store, person_id, etag, body.changes())
    return await changed(response, store, person, PersonOut)


@router.get("/organisation-settings", **shows(Secrecy.DIRECTORY))
async def get_organisation_settings(response: Response, store: TheStore) -> SettingsOut:
    """The numbers that your organisation chose."""
    return shown(response, await directory.settings(store), SettingsOut)


@router.patch("/organisation-settings", **deed(Act.SET_TERMS))
async def change_organisation_settings(response: Response, body: SettingsPatch, etag: IfMatch, store: TheStore) -> SettingsOut:
    """Choose other numbers, within bounds that only let you tighten protection; running cases keep theirs."""
    settings = await actions.change_settings(store, etag, body.changes())
    return await changed(response, store, settings, SettingsOut)
