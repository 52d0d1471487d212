"""What the service has signed before anybody acts in the demo: that Carla looked at her organisation's units, and Farah at her case; and
that what a third party of a closed case had said is gone.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.demo.people import HOSPITAL, PERSONAS, REGISTRY, persona_id
from app.domain.audit import Outcome
from app.domain.retention import Part
from app.routers.examples import demo_id
from app.store.models import Row
from app.store.models.audit import AuditEvent, CaseAuditEvent
from app.store.models.retention import DestructionCertificate
from app.store.notary import Notary

TRACE: Final = "4bf92f3577b34da6a3ce929d0e0e4736"


def recorded(notary: Notary, at: datetime) -> list[Row]:
    """One operation in either stream, proved by the service's own word."""
    units = _said("audit-event", "coordinator", "listUnits", "units", None, at)
    case = demo_id("case-in-process")
    looked = _said("in-process/audit-event", "party-farah", "getProcess", "cases", case, at) | {"case_id": case, "read_of": []}
    return [AuditEvent(**units, proof=notary.proof(units)), CaseAuditEvent(**looked, proof=notary.proof(looked)), certified(notary, at)]


def certified(notary: Notary, at: datetime) -> DestructionCertificate:
    """Somebody asked that what was theirs goes, and it went; nothing else tells of them."""
    row = DestructionCertificate(
        id=demo_id("closed/certificate"),
        created_at=at,
        organisation_id=HOSPITAL,
        case_id=demo_id("case-closed"),
        party_id=demo_id("closed/party-gone"),
        registry_id=REGISTRY,
        part=Part.PARTY,
        destroyed_on=at.date(),
        owners=[],
    )
    row.note = notary.certified(row)
    return row


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
