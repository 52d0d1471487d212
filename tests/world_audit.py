"""What is recorded of the world: one operation of each organisation and of each case, and the tree of one log."""

from uuid import UUID

from app.domain.audit import Outcome, Stream
from app.domain.confidentiality import Role
from app.store.models.audit import AuditCheckpoint, AuditEvent, AuditNode, CaseAuditEvent
from app.store.models.base import Row
from tests.people import THEN, key


def recorded_of(organisation: str) -> list[Row]:
    """What a coordinator did, and the tree in which it stands."""
    log = {"organisation_id": key(organisation), "stream": Stream.ORGANISATION}
    return [
        AuditEvent(
            id=key(organisation, "audit event"),
            created_at=THEN,
            organisation_id=key(organisation),
            actor_id=key(organisation, "actor"),
            role=Role.COORDINATOR,
            assisted=False,
            operation="listUnits",
            resource="units",
            resource_id=None,
            outcome=Outcome.DONE,
            trace_id="0" * 32,
            proof=bytes(32),
            leaf_index=0,
        ),
        AuditNode(**log, level=0, number=0, hash=bytes(32)),
        AuditCheckpoint(id=key(organisation, "audit checkpoint"), **log, size=1, root=bytes(32), sealed_at=THEN, note="note"),
    ]


def recorded_in(case: str, organisation: str, who: UUID) -> Row:
    """What a party did."""
    return CaseAuditEvent(
        id=key(case, "audit event"),
        created_at=THEN,
        organisation_id=key(organisation),
        actor_id=who,
        role=Role.PARTY,
        assisted=False,
        operation="getProcess",
        resource="cases",
        resource_id=key(case),
        case_id=key(case),
        read_of=[],
        outcome=Outcome.DONE,
        trace_id="0" * 32,
        proof=bytes(32),
    )
