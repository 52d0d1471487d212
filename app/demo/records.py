"""What the demo's audit log says before anybody has acted: that Carla looked at her organisation's units, and Farah at her case."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.demo.people import HOSPITAL, PERSONAS, persona_id
from app.domain.audit import Outcome
from app.routers.examples import demo_id
from app.store.models import Row
from app.store.models.audit import AuditEvent, CaseAuditEvent
from app.store.notary import Notary

TRACE: Final = "4bf92f3577b34da6a3ce929d0e0e4736"


def recorded(notary: Notary, at: datetime) -> list[Row]:
    """One operation in either stream, proved by the service's own word."""
    units = _said("audit-event", "coordinator", "listUnits", "units", None, at)
    case = demo_id("case-in-process")
    looked = _said("in-process/audit-event", "party-farah", "getProcess", "cases", case, at) | {"case_id": case, "read_of": []}
    return [AuditEvent(**units, proof=notary.proof(units)), CaseAuditEvent(**looked, proof=notary.proof(looked))]


def _said(name: str, who: str, operation: str, resource: str, resource_id: UUID | None, at: datetime) -> dict[str, Any]:
    return {
        "id": demo_id(name),
        "created_at": at,
        "organisation_id": HOSPITAL,
        "actor_id": persona_id(who),
        "role": PERSONAS[who].role,
        "assisted": False,
        "operation": operation,
        "resource": resource,
        "resource_id": resource_id,
        "outcome": Outcome.DONE,
        "trace_id": TRACE,
    }
