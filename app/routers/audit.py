"""The audit log: an organisation's for its auditor, a case's for those in it."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response

from app.actions import audit as actions
from app.domain.confidentiality import Secrecy
from app.routers.answers import composed, listed, shown, shows
from app.routers.bodies import routes
from app.routers.dependencies import CaseId, ThePaging, TheStore
from app.schemas.audit import AuditCheckpointOut, AuditEventOut, CaseAuditEventOut, InclusionProofOut
from app.schemas.base import ListOut
from app.store import audit
from app.store.models.audit import AuditCheckpoint, AuditEvent, CaseAuditEvent

router = routes("Audit")

EventId = Annotated[UUID, Path(alias="auditEventId")]


@router.get("/audit-events", **shows(Secrecy.AUDIT))
async def list_audit_events(request: Request, response: Response, store: TheStore, paging: ThePaging) -> ListOut[AuditEventOut]:
    """What the people of your organisation did in its own affairs, the newest first. Of what happens in cases nothing is in it (U5)."""
    return await listed(request, response, store, store.listing(AuditEvent), AuditEventOut, paging)


@router.get("/audit-events/{auditEventId}", **shows(Secrecy.AUDIT))
async def get_audit_event(response: Response, event_id: EventId, store: TheStore) -> AuditEventOut:
    """One of these acts."""
    return shown(response, await store.one(AuditEvent, event_id), AuditEventOut)


@router.get("/audit-events/{auditEventId}/inclusion-proof", **shows(Secrecy.AUDIT))
async def get_inclusion_proof(response: Response, event_id: EventId, store: TheStore) -> InclusionProofOut:
    """That it stands in the log that the newest checkpoint signs; 409 until it is sealed, within two seconds."""
    found = await actions.inclusion(store, event_id)
    body = InclusionProofOut(
        leaf=found.leaf.decode(),
        leaf_index=found.leaf_index,
        size=found.checkpoint.size,
        root=found.checkpoint.root.hex(),
        path=[one.hex() for one in found.path],
    )
    return composed(response, body, [found.event, found.checkpoint], found.checkpoint.sealed_at.date())


@router.get("/audit-checkpoints", **shows(Secrecy.AUDIT))
async def list_audit_checkpoints(request: Request, response: Response, store: TheStore, paging: ThePaging) -> ListOut[AuditCheckpointOut]:
    """The signed roots of your organisation's log, the newest first. Whoever keeps one notices every later change of what it covers."""
    return await listed(request, response, store, store.listing(AuditCheckpoint), AuditCheckpointOut, paging)


@router.get("/cases/{caseId}/audit-events", **shows(Secrecy.ACCESS))
async def list_case_audit_events(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[CaseAuditEventOut]:
    """What you did in this case; for its moderator what all did, without what other moderators did (S7)."""
    return await listed(request, response, store, await audit.of_case(store, case_id), CaseAuditEventOut, paging)


@router.get("/cases/{caseId}/audit-events/{auditEventId}", **shows(Secrecy.ACCESS))
async def get_case_audit_event(response: Response, case_id: CaseId, event_id: EventId, store: TheStore) -> CaseAuditEventOut:
    """One of these acts."""
    return shown(response, await store.one(CaseAuditEvent, event_id, inside=case_id), CaseAuditEventOut)
