"""What left without everyone's yes, recorded by the moderator (S6); and that nothing of a case may be destroyed (S8)."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response

from app.actions import exceptions as actions
from app.actions.exceptions import Exceptional
from app.domain.confidentiality import Act, Secrecy
from app.routers.answers import changed, created, deed, listed, shown, shows
from app.routers.bodies import routes
from app.routers.dependencies import CaseId, ThePaging, TheStore, now
from app.schemas.base import ListOut
from app.schemas.exceptions import (
    LegalHoldIn,
    LegalHoldOut,
    LiftingIn,
    SafetyExceptionIn,
    SafetyExceptionOut,
    TellingIn,
    ToldExceptionOut,
)
from app.store.models.cases import Process, TrueState
from app.store.models.disclosures import LegalHold, SafetyException, ToldException

router = routes("What leaves", "/cases/{caseId}")

ExceptionId = Annotated[UUID, Path(alias="exceptionId")]
ToldExceptionId = Annotated[UUID, Path(alias="toldExceptionId")]
HoldId = Annotated[UUID, Path(alias="holdId")]


@router.get("/safety-exceptions", **shows(Secrecy.ASSESSMENT))
async def list_safety_exceptions(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[SafetyExceptionOut]:
    """What left without everyone's yes; yours alone as the moderator, until you told a party."""
    return await listed(request, response, store, await store.below(Process, case_id, SafetyException), SafetyExceptionOut, paging)


@router.post("/safety-exceptions", status_code=201, **deed(Act.RECORD_EXCEPTION))
async def record_safety_exception(
    request: Request, response: Response, case_id: CaseId, body: SafetyExceptionIn, store: TheStore
) -> SafetyExceptionOut:
    """Record an exception to secrecy and exactly what leaves by it; it is never changed, and nothing leaves by itself (S6)."""
    what = Exceptional(body.ground, body.facts, body.alternatives, body.recipient, body.text)
    row = await actions.record(store, case_id, what, body.party_ids, body.told_on, body.why_not_yet, now())
    return await created(request, response, store, row, SafetyExceptionOut)


@router.get("/safety-exceptions/{exceptionId}", **shows(Secrecy.ASSESSMENT))
async def get_safety_exception(response: Response, case_id: CaseId, exception_id: ExceptionId, store: TheStore) -> SafetyExceptionOut:
    """One exception: its ground, the facts that were needed, what was weighed, and exactly what leaves to whom."""
    return shown(response, await store.one(SafetyException, exception_id, inside=case_id), SafetyExceptionOut)


@router.post("/safety-exceptions/{exceptionId}/tellings", **deed(Act.TELL_EXCEPTION))
async def tell_of_safety_exception(
    response: Response, case_id: CaseId, exception_id: ExceptionId, body: TellingIn, store: TheStore
) -> SafetyExceptionOut:
    """Record that these parties were told: each sees all of it from now on, and nobody sees who else does."""
    await actions.tell(store, case_id, exception_id, body.party_ids, body.told_on, now())
    return shown(response, await store.one(SafetyException, exception_id, inside=case_id), SafetyExceptionOut)


@router.get("/told-exceptions", **shows(Secrecy.PRIVATE))
async def list_told_exceptions(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[ToldExceptionOut]:
    """The exceptions to secrecy of which you were told; for the moderator, who was told of which."""
    return await listed(request, response, store, await store.below(Process, case_id, ToldException), ToldExceptionOut, paging)


@router.get("/told-exceptions/{toldExceptionId}", **shows(Secrecy.PRIVATE))
async def get_told_exception(response: Response, case_id: CaseId, told_exception_id: ToldExceptionId, store: TheStore) -> ToldExceptionOut:
    """One of them."""
    return shown(response, await store.one(ToldException, told_exception_id, inside=case_id), ToldExceptionOut)


@router.get("/legal-holds", **shows(Secrecy.TRUE_STATE))
async def list_legal_holds(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[LegalHoldOut]:
    """Why nothing of this case may be destroyed, or might not; yours alone as the moderator."""
    return await listed(request, response, store, await store.below(TrueState, case_id, LegalHold), LegalHoldOut, paging)


@router.post("/legal-holds", status_code=201, **deed(Act.HOLD))
async def put_legal_hold(request: Request, response: Response, case_id: CaseId, body: LegalHoldIn, store: TheStore) -> LegalHoldOut:
    """Keep everything of this case until you lift it, closed or not."""
    return await created(request, response, store, await actions.hold(store, case_id, body.reason, now()), LegalHoldOut)


@router.get("/legal-holds/{holdId}", **shows(Secrecy.TRUE_STATE))
async def get_legal_hold(response: Response, case_id: CaseId, hold_id: HoldId, store: TheStore) -> LegalHoldOut:
    """One hold."""
    return shown(response, await store.one(LegalHold, hold_id, inside=case_id), LegalHoldOut)


@router.post("/legal-holds/{holdId}/lifting", **deed(Act.HOLD))
async def lift_legal_hold(response: Response, case_id: CaseId, hold_id: HoldId, body: LiftingIn, store: TheStore) -> LegalHoldOut:
    """Let time have its way again, as far as this hold is concerned."""
    return await changed(response, store, await actions.lift(store, case_id, hold_id, body.reason, now()), LegalHoldOut)
