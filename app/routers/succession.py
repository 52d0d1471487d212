"""When a moderator is gone, and when another one comes."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request, Response

from app.actions import succession as actions
from app.domain.confidentiality import Act, Secrecy
from app.routers.answers import changed, created, deed, listed, shown, shows
from app.routers.bodies import routes
from app.routers.cases import AppointmentId
from app.routers.dependencies import CaseId, ThePaging, TheStore, now
from app.routers.linking import notice
from app.schemas.base import ListOut
from app.schemas.cases import AppointmentOut
from app.schemas.succession import (
    PrivateGrantIn,
    PrivateGrantOut,
    RegisteredAppointmentOut,
    SuccessorProposalOut,
    SuccessorsIn,
    SuccessorsOut,
)
from app.store import succession
from app.store.models.cases import Seat
from app.store.models.succession import PrivateGrant

router = routes("Succession", "/cases/{caseId}")
registered = routes("Registry", "/appointments")

GrantId = Annotated[UUID, Path(alias="grantId")]


@router.post("/appointments/{appointmentId}/objections", **deed(Act.OBJECT))
async def object_to_moderator(response: Response, case_id: CaseId, appointment_id: AppointmentId, store: TheStore) -> AppointmentOut:
    """Object to the moderator, before you accept them: no reason is asked, none is kept, and nobody learns whose wish it was (R3).

    The appointment ends, and the case rests until a successor comes.
    """
    return await changed(response, store, await actions.object_to_moderator(store, case_id, appointment_id, now()), AppointmentOut)


@router.post("/appointments/{appointmentId}/recusal", **deed(Act.RECUSE))
async def recuse(response: Response, case_id: CaseId, appointment_id: AppointmentId, store: TheStore) -> AppointmentOut:
    """Step back as the moderator, at any time and without a reason; this answer is the last that you get of the case (R3)."""
    return await changed(response, store, await actions.recuse(store, case_id, appointment_id, now()), AppointmentOut)


@router.get("/successor-proposals", **shows(Secrecy.PROCESS))
async def list_successor_proposals(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[SuccessorProposalOut]:
    """Whom the parties would like next, and who of them is not available; never who proposed them."""
    return await listed(request, response, store, await succession.proposals(store, case_id), SuccessorProposalOut, paging)


@router.post("/successor-proposals", **deed(Act.PROPOSE_SUCCESSOR))
async def propose_successors(case_id: CaseId, body: SuccessorsIn, store: TheStore) -> SuccessorsOut:
    """Propose moderators, once nobody leads the case: it is offered to whoever is free, and whoever declares first has it (R2, R3)."""
    found = await actions.propose(store, case_id, body.moderator_ids, body.expertise, now())
    return SuccessorsOut(proposals=[SuccessorProposalOut.model_validate(row) for row in found])


@router.get("/private-record-grants", **shows(Secrecy.PRIVATE))
async def list_private_grants(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[PrivateGrantOut]:
    """What you handed over; for the successor, what was handed over to them."""
    return await listed(request, response, store, await succession.grants(store, case_id), PrivateGrantOut, paging)


@router.post("/private-record-grants", status_code=201, **deed(Act.GRANT_PRIVATE))
async def grant_private_records(
    request: Request, response: Response, case_id: CaseId, body: PrivateGrantIn, store: TheStore
) -> PrivateGrantOut:
    """Let the successor read what you told in private before they came; without it they never do (S7)."""
    row = await actions.grant_private(store, case_id, body.appointment_id, now())
    return await created(request, response, store, row, PrivateGrantOut)


@router.get("/private-record-grants/{grantId}", **shows(Secrecy.PRIVATE))
async def get_private_grant(response: Response, case_id: CaseId, grant_id: GrantId, store: TheStore) -> PrivateGrantOut:
    """One such yes."""
    return shown(response, await store.one(PrivateGrant, grant_id, inside=case_id), PrivateGrantOut)


@registered.get("", **deed(Act.END_APPOINTMENT))
async def list_registered_appointments(
    request: Request,
    response: Response,
    store: TheStore,
    paging: ThePaging,
    moderator_id: Annotated[UUID | None, Query(alias="moderatorId", description="Only those of this moderator of yours.")] = None,
) -> ListOut[RegisteredAppointmentOut]:
    """Since when your moderators moderate, and until when: nothing of the cases, and nothing of why (R3)."""
    statement = succession.registered(store, moderator_id)
    return await listed(request, response, store, statement, RegisteredAppointmentOut, paging, _dates)


@registered.get("/{appointmentId}", **deed(Act.END_APPOINTMENT))
async def get_registered_appointment(response: Response, appointment_id: AppointmentId, store: TheStore) -> RegisteredAppointmentOut:
    """One of those appointments."""
    return _with_etag(response, await succession.registered_one(store, appointment_id))


@registered.post("/{appointmentId}/ending", **deed(Act.END_APPOINTMENT))
async def end_appointment(response: Response, appointment_id: AppointmentId, store: TheStore) -> RegisteredAppointmentOut:
    """End an appointment, as its registry: the moderator is out at once, and the case rests until a successor comes (R3)."""
    seat = await actions.end_appointment(store, appointment_id, now())
    await store.flush()
    return _with_etag(response, seat)


def _with_etag(response: Response, seat: Seat) -> RegisteredAppointmentOut:
    response.headers["ETag"] = f'"{seat.etag}"'
    notice(seat)
    return _dates(seat)


def _dates(seat: Seat) -> RegisteredAppointmentOut:
    return RegisteredAppointmentOut(id=seat.id, began_on=seat.created_at.date(), ended_on=seat.ended_at.date() if seat.ended_at else None)
