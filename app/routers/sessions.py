"""Conversations that all hold together: planned and led by the moderator, begun with everyone's yes (R4, R7, R11)."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response

from app.actions import sessions as actions
from app.domain.confidentiality import Act, Secrecy
from app.routers.answers import changed, created, deed, listed, shown, shows
from app.routers.bodies import routes
from app.routers.dependencies import CaseId, IfMatch, ThePaging, TheStore, now
from app.schemas.base import ListOut
from app.schemas.sessions import (
    AttendanceIn,
    AttendanceOut,
    ReconfirmationIn,
    ReconfirmationOut,
    RecordApprovalIn,
    RecordApprovalOut,
    SessionEndIn,
    SessionIn,
    SessionOut,
    SessionPatch,
    SessionRecordIn,
    SessionRecordOut,
    SessionRecordPatch,
)
from app.store import sessions
from app.store.models.cases import Case
from app.store.models.sessions import Attendance, Reconfirmation, Session

router = routes("Sessions", "/cases/{caseId}/sessions")

SessionId = Annotated[UUID, Path(alias="sessionId")]


@router.get("", **shows(Secrecy.PROCESS))
async def list_sessions(request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging) -> ListOut[SessionOut]:
    """The joint conversations, circles and follow-ups; talks of one party with the moderator are not among them."""
    return await listed(request, response, store, await store.below(Case, case_id, Session), SessionOut, paging)


@router.post("", status_code=201, **deed(Act.PLAN_SESSION))
async def plan_session(request: Request, response: Response, case_id: CaseId, body: SessionIn, store: TheStore) -> SessionOut:
    """Plan a conversation: only while every party is ready, and one at a time (R4, R11)."""
    row = await actions.plan(store, case_id, body.kind, body.model_dump(exclude={"kind"}), now())
    return await created(request, response, store, row, SessionOut)


@router.get("/{sessionId}", **shows(Secrecy.PROCESS))
async def get_session(response: Response, case_id: CaseId, session_id: SessionId, store: TheStore) -> SessionOut:
    """One of them."""
    return shown(response, await store.one(Session, session_id, inside=case_id), SessionOut)


@router.patch("/{sessionId}", **deed(Act.PLAN_SESSION))
async def replan_session(
    response: Response, case_id: CaseId, session_id: SessionId, body: SessionPatch, etag: IfMatch, store: TheStore
) -> SessionOut:
    """Plan it otherwise. For another moment every party must be ready, and says yes again for that moment (R4, R7)."""
    row = await actions.replan(store, case_id, session_id, etag, body.changes(), now())
    return await changed(response, store, row, SessionOut)


@router.get("/{sessionId}/reconfirmations", **shows(Secrecy.ANSWER))
async def list_reconfirmations(
    request: Request, response: Response, case_id: CaseId, session_id: SessionId, store: TheStore, paging: ThePaging
) -> ListOut[ReconfirmationOut]:
    """What you said yourself for this conversation; what everyone said for the moderator (S10)."""
    found = await sessions.of_session(store, case_id, session_id, Reconfirmation)
    return await listed(request, response, store, found, ReconfirmationOut, paging)


@router.post("/{sessionId}/reconfirmations", status_code=201, **deed(Act.RECONFIRM))
async def reconfirm(
    request: Request, response: Response, case_id: CaseId, session_id: SessionId, body: ReconfirmationIn, store: TheStore
) -> ReconfirmationOut:
    """Say yes or no for this conversation; as its moderator, note what a party told you. A no withdraws at once (R7)."""
    row = await actions.reconfirm(store, case_id, session_id, body.party_id, body.ready, now())
    return await created(request, response, store, row, ReconfirmationOut, request.scope["path"])


@router.post("/{sessionId}/start", **deed(Act.START_SESSION))
async def start_session(response: Response, case_id: CaseId, session_id: SessionId, store: TheStore) -> SessionOut:
    """Begin, with every party ready and everyone's yes said again; a withdrawal that came first always wins (R4, R7, R8)."""
    return await changed(response, store, await actions.start(store, case_id, session_id, now()), SessionOut)


@router.post("/{sessionId}/suspension", **deed(Act.SUSPEND_SESSION))
async def suspend_session(response: Response, case_id: CaseId, session_id: SessionId, store: TheStore) -> SessionOut:
    """Break it off: safety first. It does not count as held."""
    return await changed(response, store, await actions.suspend(store, case_id, session_id, now()), SessionOut)


@router.post("/{sessionId}/end", **deed(Act.END_SESSION))
async def end_session(response: Response, case_id: CaseId, session_id: SessionId, body: SessionEndIn, store: TheStore) -> SessionOut:
    """End it, and say which shared harms were talked about: before one was, nothing can be agreed on (R12)."""
    return await changed(response, store, await actions.end(store, case_id, session_id, body.discussed_harm_ids, now()), SessionOut)


@router.post("/{sessionId}/cancellation", **deed(Act.CANCEL_SESSION))
async def cancel_session(response: Response, case_id: CaseId, session_id: SessionId, store: TheStore) -> SessionOut:
    """Call it off before it begins."""
    return await changed(response, store, await actions.cancel(store, case_id, session_id, now()), SessionOut)


@router.get("/{sessionId}/attendances", **shows(Secrecy.PROCESS))
async def list_attendances(
    request: Request, response: Response, case_id: CaseId, session_id: SessionId, store: TheStore, paging: ThePaging
) -> ListOut[AttendanceOut]:
    """Who was there."""
    found = await sessions.of_session(store, case_id, session_id, Attendance)
    return await listed(request, response, store, found, AttendanceOut, paging)


@router.post("/{sessionId}/attendances", status_code=201, **deed(Act.WRITE_RECORD))
async def note_attendance(
    request: Request, response: Response, case_id: CaseId, session_id: SessionId, body: AttendanceIn, store: TheStore
) -> AttendanceOut:
    """Note that a party was there, while it runs or afterwards; the record will need their approval."""
    row = await actions.attend(store, case_id, session_id, body.party_id, now())
    return await created(request, response, store, row, AttendanceOut, request.scope["path"])


@router.get("/{sessionId}/record", **shows(Secrecy.SHARED))
async def get_session_record(response: Response, case_id: CaseId, session_id: SessionId, store: TheStore) -> SessionRecordOut:
    """What is kept of it: for those who were there, and for everyone once all of them approved it."""
    return shown(response, await sessions.record(store, case_id, session_id), SessionRecordOut)


@router.post("/{sessionId}/record", status_code=201, **deed(Act.WRITE_RECORD))
async def write_session_record(
    request: Request, response: Response, case_id: CaseId, session_id: SessionId, body: SessionRecordIn, store: TheStore
) -> SessionRecordOut:
    """Write down what is kept of a conversation, for those who were there to approve."""
    row = await actions.write_record(store, case_id, session_id, body.text, now())
    return await created(request, response, store, row, SessionRecordOut, request.scope["path"])


@router.patch("/{sessionId}/record", **deed(Act.WRITE_RECORD))
async def rewrite_session_record(
    response: Response, case_id: CaseId, session_id: SessionId, body: SessionRecordPatch, etag: IfMatch, store: TheStore
) -> SessionRecordOut:
    """The same in other words, until all have approved; approvals of the former words are void."""
    row = await actions.rewrite_record(store, case_id, session_id, etag, body.changes(), now())
    return await changed(response, store, row, SessionRecordOut)


@router.get("/{sessionId}/record/approvals", **shows(Secrecy.ANSWER))
async def list_record_approvals(
    request: Request, response: Response, case_id: CaseId, session_id: SessionId, store: TheStore, paging: ThePaging
) -> ListOut[RecordApprovalOut]:
    """Your own approvals; all of them for the moderator (S10)."""
    record = await sessions.record(store, case_id, session_id)
    return await listed(request, response, store, await sessions.approvals(store, case_id, record.id), RecordApprovalOut, paging)


@router.post("/{sessionId}/record/approvals", status_code=201, **deed(Act.APPROVE_RECORD))
async def approve_session_record(
    request: Request, response: Response, case_id: CaseId, session_id: SessionId, body: RecordApprovalIn, store: TheStore
) -> RecordApprovalOut:
    """Approve the text on its hash; once everyone who was there has, the record stands."""
    row = await actions.approve_record(store, case_id, session_id, body.hash, now())
    return await created(request, response, store, row, RecordApprovalOut, request.scope["path"])
