"""What is kept until when, what a party asks to be gone, and the certificates of what is (S8)."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response

from app.actions import retention as actions
from app.domain.confidentiality import Act, Secrecy
from app.routers.answers import changed, created, deed, gathered, listed, shown, shows
from app.routers.bodies import routes
from app.routers.dependencies import CaseId, ThePaging, TheStore, now
from app.schemas.base import ListOut
from app.schemas.retention import CertificateOut, ErasureOut, KeptOut, RegisteredCertificateOut, RetentionOut
from app.store import retention
from app.store.models.cases import Case, Process
from app.store.models.retention import DestructionCertificate, Erasure
from app.store.retention import Kept

router = routes("Retention", "/cases/{caseId}")
beside = routes("Retention")

ErasureId = Annotated[UUID, Path(alias="erasureId")]
CertificateId = Annotated[UUID, Path(alias="certificateId")]


@beside.get("/retention", **shows(Secrecy.TRUE_STATE))
async def list_retention(request: Request, response: Response, store: TheStore, paging: ThePaging) -> ListOut[RetentionOut]:
    """What will be destroyed of the cases that you led to their end, and when; put a hold on a case to keep it."""
    return await gathered(request, response, store, partial(retention.preview, store), _shown, paging)


def _shown(kept: Kept) -> RetentionOut:
    parts = [KeptOut.model_validate(part) for part in kept.parts]
    return RetentionOut(case_id=kept.case_id, closed_on=kept.closed_on, held=kept.held, parts=parts)


@router.get("/erasures", **shows(Secrecy.ACCESS))
async def list_erasures(request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging) -> ListOut[ErasureOut]:
    """What you asked to be gone; for the moderator, what any party did."""
    return await listed(request, response, store, await store.below(Process, case_id, Erasure), ErasureOut, paging)


@router.post("/erasures", status_code=201, **deed(Act.ASK_ERASURE))
async def ask_erasure(request: Request, response: Response, case_id: CaseId, store: TheStore) -> ErasureOut:
    """Ask that your name, contact, private records and evaluations go, once the case is closed. It is done after some days, for good.

    What others rely on stays, under a pseudonym; you cannot enter the case any more. Export what is yours before.
    """
    return await created(request, response, store, await actions.ask(store, case_id, now()), ErasureOut)


@router.get("/erasures/{erasureId}", **shows(Secrecy.ACCESS))
async def get_erasure(response: Response, case_id: CaseId, erasure_id: ErasureId, store: TheStore) -> ErasureOut:
    """One of them."""
    return shown(response, await store.one(Erasure, erasure_id, inside=case_id), ErasureOut)


@router.post("/erasures/{erasureId}/withdrawal", **deed(Act.ASK_ERASURE))
async def withdraw_erasure(response: Response, case_id: CaseId, erasure_id: ErasureId, store: TheStore) -> ErasureOut:
    """Take it back: everything stays as it is."""
    return await changed(response, store, await actions.withdraw(store, case_id, erasure_id, now()), ErasureOut)


@router.get("/destruction-certificates", **shows(Secrecy.ACCESS))
async def list_case_certificates(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[CertificateOut]:
    """What was destroyed of this case, and when; that another party's own was, only the moderator sees."""
    return await listed(request, response, store, await store.below(Case, case_id, DestructionCertificate), CertificateOut, paging)


@router.get("/destruction-certificates/{certificateId}", **shows(Secrecy.ACCESS))
async def get_case_certificate(response: Response, case_id: CaseId, certificate_id: CertificateId, store: TheStore) -> CertificateOut:
    """One certificate."""
    # Whoever knows of it by its registry alone sees neither the case nor whose it was.
    await store.one(Case, case_id)
    return shown(response, await store.one(DestructionCertificate, certificate_id, inside=case_id), CertificateOut)


@beside.get("/destruction-certificates", **shows(Secrecy.ACCESS))
async def list_certificates(request: Request, response: Response, store: TheStore, paging: ThePaging) -> ListOut[RegisteredCertificateOut]:
    """What was destroyed of the cases that you are in; for a registry, of those that its moderators led: kinds and days."""
    return await listed(request, response, store, store.listing(DestructionCertificate), RegisteredCertificateOut, paging)


@beside.get("/destruction-certificates/{certificateId}", **shows(Secrecy.ACCESS))
async def get_certificate(response: Response, certificate_id: CertificateId, store: TheStore) -> RegisteredCertificateOut:
    """One of them."""
    return shown(response, await store.one(DestructionCertificate, certificate_id), RegisteredCertificateOut)
