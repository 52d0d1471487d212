"""Cases: the shell that outsiders see, and the process inside."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request, Response

from app.actions import cases as actions
from app.actions import notes
from app.domain.cases import NeutralState
from app.domain.confidentiality import Act, Secrecy
from app.domain.errors import Unknown
from app.routers.answers import changed, created, deed, listed, shown, shows
from app.routers.bodies import routes
from app.routers.dependencies import CaseId, IfMatch, ThePaging, TheStore, now
from app.schemas.base import ListOut
from app.schemas.cases import (
    AppointmentAcceptanceOut,
    AppointmentOut,
    CaseOut,
    ClassificationIn,
    ClassificationOut,
    ClassificationPatch,
    ClosureIn,
    OverlapOut,
    ProcessOut,
    StateOut,
    TransitionIn,
)
from app.schemas.notes import NoteIn, NoteOut, NotePatch
from app.store import cases
from app.store.models.cases import Appointment, AppointmentAcceptance, Case, Note, Process, TrueState
from app.store.models.overlaps import Overlap

router = routes("Cases", "/cases")

NoteId = Annotated[UUID, Path(alias="noteId")]
AppointmentId = Annotated[UUID, Path(alias="appointmentId")]


@router.get("", **shows(Secrecy.SHELL))
async def list_cases(
    request: Request,
    response: Response,
    store: TheStore,
    paging: ThePaging,
    state: Annotated[NeutralState | None, Query(description="Only those in this state.")] = None,
) -> ListOut[CaseOut]:
    """The cases that you may know of, the newest first."""
    return await listed(request, response, store, cases.cases(store, state), CaseOut, paging)


@router.get("/{caseId}", **shows(Secrecy.SHELL))
async def get_case(response: Response, case_id: CaseId, store: TheStore) -> CaseOut:
    """The shell: what everyone outside may know, and nothing else."""
    return shown(response, await store.one(Case, case_id), CaseOut)


@router.get("/{caseId}/process", **shows(Secrecy.PROCESS))
async def get_process(response: Response, case_id: CaseId, store: TheStore) -> ProcessOut:
    """Where it stands, as announced to all who take part."""
    return shown(response, await store.one(Process, case_id), ProcessOut)


@router.get("/{caseId}/state", **shows(Secrecy.TRUE_STATE))
async def get_state(response: Response, case_id: CaseId, store: TheStore) -> StateOut:
    """Where it stands in truth, for the moderator."""
    return shown(response, await store.one(TrueState, case_id), StateOut)


@router.post("/{caseId}/transitions", **deed(Act.MOVE))
async def move_case(response: Response, case_id: CaseId, body: TransitionIn, store: TheStore) -> StateOut:
    """Take the case to its next state; 409 names what its guard finds unmet."""
    return await changed(response, store, await actions.move(store, case_id, body.to, now()), StateOut)


@router.post("/{caseId}/pauses", **deed(Act.PAUSE))
async def pause_case(response: Response, case_id: CaseId, store: TheStore) -> ProcessOut:
    """Let planning and starting joint sessions rest; everything that a party can do stays possible."""
    return await changed(response, store, await actions.pause(store, case_id, now()), ProcessOut)


@router.post("/{caseId}/resumption", **deed(Act.RESUME))
async def resume_case(response: Response, case_id: CaseId, store: TheStore) -> ProcessOut:
    """End the pause; the gates are looked at again at every deed."""
    return await changed(response, store, await actions.resume(store, case_id, now()), ProcessOut)


@router.post("/{caseId}/closure", **deed(Act.CLOSE))
async def close_case(response: Response, case_id: CaseId, body: ClosureIn, store: TheStore) -> StateOut:
    """End the case. Whoever stands outside learns one of two neutral words, never who and never why."""
    return await changed(response, store, await actions.close(store, case_id, body.ending, now()), StateOut)


@router.get("/{caseId}/overlaps", **shows(Secrecy.TRUE_STATE))
async def list_overlaps(request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging) -> ListOut[OverlapOut]:
    """Other open cases of the organisation that concern the same people (R9)."""
    statement = await store.below(Process, case_id, Overlap)
    return await listed(request, response, store, statement, OverlapOut, paging)


@router.get("/{caseId}/classification", **shows(Secrecy.CLASSIFICATION))
async def get_classification(response: Response, case_id: CaseId, store: TheStore) -> ClassificationOut:
    """Your words for the matter, as its moderator."""
    await store.one(Process, case_id)
    row = await cases.classification(store, case_id)
    if row is None:
        raise Unknown
    return shown(response, row, ClassificationOut)


@router.post("/{caseId}/classification", status_code=201, **deed(Act.CLASSIFY))
async def classify_case(
    request: Request, response: Response, case_id: CaseId, body: ClassificationIn, store: TheStore
) -> ClassificationOut:
    """The screening: put the matter into words, before the parties are asked whether they are ready."""
    row = await actions.classify(store, case_id, body.model_dump(), now())
    return await created(request, response, store, row, ClassificationOut, request.scope["path"])


@router.patch("/{caseId}/classification", **deed(Act.CLASSIFY))
async def reclassify_case(
    response: Response, case_id: CaseId, body: ClassificationPatch, etag: IfMatch, store: TheStore
) -> ClassificationOut:
    """The same matter in other words."""
    row = await actions.reclassify(store, case_id, etag, body.changes(), now())
    return await changed(response, store, row, ClassificationOut)


@router.get("/{caseId}/appointments", **shows(Secrecy.PROCESS))
async def list_appointments(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[AppointmentOut]:
    """Who moderates, and since when."""
    statement = await store.below(Process, case_id, Appointment)
    return await listed(request, response, store, statement, AppointmentOut, paging)


@router.get("/{caseId}/appointments/{appointmentId}/acceptances", **shows(Secrecy.ANSWER))
async def list_appointment_acceptances(
    request: Request, response: Response, case_id: CaseId, appointment_id: AppointmentId, store: TheStore, paging: ThePaging
) -> ListOut[AppointmentAcceptanceOut]:
    """Your own acceptance; all of them for the moderator (S10)."""
    await store.one(Appointment, appointment_id, inside=case_id)
    statement = await store.below(Process, case_id, AppointmentAcceptance)
    found = statement.where(AppointmentAcceptance.appointment_id == appointment_id)
    return await listed(request, response, store, found, AppointmentAcceptanceOut, paging)


@router.post("/{caseId}/appointments/{appointmentId}/acceptances", status_code=201, **deed(Act.ACCEPT_MODERATOR))
async def accept_moderator(
    request: Request, response: Response, case_id: CaseId, appointment_id: AppointmentId, store: TheStore
) -> AppointmentAcceptanceOut:
    """Accept the moderator. When everyone has, the organisation may know the name."""
    row = await actions.accept_moderator(store, case_id, appointment_id, now())
    return await created(request, response, store, row, AppointmentAcceptanceOut, request.scope["path"])


@router.get("/{caseId}/notes", **shows(Secrecy.NOTES))
async def list_notes(request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging) -> ListOut[NoteOut]:
    """Your own notes, as a moderator; nobody else ever reads them."""
    return await listed(request, response, store, await store.below(Process, case_id, Note), NoteOut, paging)


@router.post("/{caseId}/notes", status_code=201, **deed(Act.WRITE_NOTE))
async def write_note(request: Request, response: Response, case_id: CaseId, body: NoteIn, store: TheStore) -> NoteOut:
    """Write a note of your own: a text, or sealed for your key in force and your registry's recovery key, so that no server opens it."""
    return await created(request, response, store, await notes.write_note(store, case_id, body.text, body.jwe()), NoteOut)


@router.get("/{caseId}/notes/{noteId}", **shows(Secrecy.NOTES))
async def get_note(response: Response, case_id: CaseId, note_id: NoteId, store: TheStore) -> NoteOut:
    """One of your notes."""
    return shown(response, await store.one(Note, note_id, inside=case_id), NoteOut)


@router.patch("/{caseId}/notes/{noteId}", **deed(Act.REWRITE_NOTE))
async def rewrite_note(response: Response, case_id: CaseId, note_id: NoteId, body: NotePatch, etag: IfMatch, store: TheStore) -> NoteOut:
    """The same note in other words; a plain one can be sealed, and a sealed one stays so."""
    return await changed(response, store, await notes.rewrite_note(store, case_id, note_id, etag, body.changes()), NoteOut)
