"""The moderators' registry."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request, Response

from app.actions import registry as actions
from app.actions.registry import TieTo
from app.domain.confidentiality import Act, Secrecy
from app.domain.vocabulary import Expertise
from app.routers.answers import created, deed, listed, shown, shows
from app.routers.bodies import routes
from app.routers.dependencies import ThePaging, TheStore
from app.schemas.base import ListOut
from app.schemas.registry import ModeratorIn, ModeratorOut, QualificationOut, TieIn, TieOut
from app.store import intake, registry
from app.store.models.registry import Moderator

router = routes("Registry")

ModeratorId = Annotated[UUID, Path(alias="moderatorId")]


@router.get("/moderators", **shows(Secrecy.REGISTRY))
async def list_moderators(
    request: Request,
    response: Response,
    store: TheStore,
    paging: ThePaging,
    expertise: Annotated[Expertise | None, Query(description="Only those with this expertise.")] = None,
) -> ListOut[ModeratorOut]:
    """Registered moderators: their names and what they are good at."""
    wanted = [expertise] if expertise else []
    return await listed(request, response, store, intake.moderators(store, wanted), ModeratorOut, paging)


@router.post("/moderators", status_code=201, **deed(Act.REGISTER_MODERATOR))
async def register_moderator(request: Request, response: Response, body: ModeratorIn, store: TheStore) -> ModeratorOut:
    """Register a moderator. Only a registry can; no organisation appoints its own (R2)."""
    ties = [TieTo(tie.organisation_id, tie.unit_id, tie.person_id) for tie in body.ties]
    identity = (body.issuer, body.subject)
    moderator = await actions.register(store, body.name, body.expertise, identity, body.qualification, ties)
    return await created(request, response, store, moderator, ModeratorOut)


@router.get("/moderators/{moderatorId}", **shows(Secrecy.REGISTRY))
async def get_moderator(response: Response, moderator_id: ModeratorId, store: TheStore) -> ModeratorOut:
    """The public part of one registration."""
    return shown(response, await store.one(Moderator, moderator_id), ModeratorOut)


@router.get("/moderators/{moderatorId}/qualification", **shows(Secrecy.DIRECTORY))
async def get_qualification(response: Response, moderator_id: ModeratorId, store: TheStore) -> QualificationOut:
    """What the registry keeps to itself about a moderator."""
    return shown(response, await registry.qualification(store, moderator_id), QualificationOut)


@router.get("/moderators/{moderatorId}/ties", **deed(Act.REGISTER_MODERATOR))
async def list_ties(request: Request, response: Response, moderator_id: ModeratorId, store: TheStore, paging: ThePaging) -> ListOut[TieOut]:
    """The ties that make a moderator not available (R3); the registry's own."""
    return await listed(request, response, store, await registry.ties(store, moderator_id), TieOut, paging)


@router.post("/moderators/{moderatorId}/ties", status_code=201, **deed(Act.REGISTER_MODERATOR))
async def add_tie(request: Request, response: Response, moderator_id: ModeratorId, body: TieIn, store: TheStore) -> TieOut:
    """Register one more tie; it counts for every offer that is not yet declared."""
    tie = await actions.add_tie(store, moderator_id, TieTo(body.organisation_id, body.unit_id, body.person_id))
    place = f"/v1/moderators/{moderator_id}/ties"
    return await created(request, response, store, tie, TieOut, place)
