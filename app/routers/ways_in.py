"""What every way in has, whoever comes in by it: a letter whose secrets are told once, and the statement that comes first (S0)."""

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from fastapi import Request, Response

from app.actions.ways_in import Invited
from app.domain.confidentiality import Role
from app.domain.errors import Unknown
from app.domain.identity import INVITED_HERE, principal_id
from app.routers.answers import created, shown
from app.routers.invitations import new_code, subject_of
from app.schemas.base import Out
from app.store import parties
from app.store.gate import Store

Shape = TypeVar("Shape", bound=Out)


@dataclass(frozen=True)
class Letter:
    """A code that is told once, and the principal whom it makes of its bearer."""

    code: str
    invitee_id: UUID


def new_letter(role: Role) -> Letter:
    """A letter for whoever is to come in as this."""
    code = new_code(role)
    return Letter(code, principal_id(INVITED_HERE, subject_of(code)))


async def sent(
    request: Request, response: Response, store: Store, letter: Letter, invited: Invited, plain: type[Out], told: type[Shape]
) -> Shape:
    """201 for an invitation, as it is listed (`plain`) and with its two secrets, which no other answer has."""
    listed = await created(request, response, store, invited.invitation, plain, request.scope["path"])
    return told.model_validate({**listed.model_dump(), "code": letter.code, "pin": invited.pin})


async def accepted(response: Response, store: Store, out: type[Shape], **whose: UUID) -> Shape:
    """Somebody's acceptance of the secrecy statement; 404 until it is there."""
    row = await parties.secrecy_acceptance(store, **whose)
    if row is None:
        raise Unknown
    return shown(response, row, out)
