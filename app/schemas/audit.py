"""The audit log as it is shown: who did what to which thing, and how to see that nothing of it was altered."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BeforeValidator, Field

from app.domain.audit import Outcome
from app.domain.confidentiality import Role, Secrecy
from app.schemas.base import Out


class OperationOut(Out):
    """One operation: never a word, a name or a size."""

    id: UUID
    created_at: AwareDatetime
    actor_id: Annotated[UUID, Field(description="Who acted: the principal id that `/me` shows them.")]
    role: Role
    assisted: Annotated[bool, Field(description="On the moderator's device, with a one-time code.")]
    operation: Annotated[str, Field(description="The operation's id in this document, or the worker's word for its deed.")]
    resource: Annotated[str, Field(description="What kind of thing its address names.")]
    resource_id: UUID | None
    outcome: Outcome
    trace_id: str


class AuditEventOut(OperationOut):
    """What somebody of your organisation did."""

    secrecy = Secrecy.AUDIT
    leaf_index: Annotated[int | None, Field(description="Its place in the log; null until it is sealed, within two seconds.")]


class CaseAuditEventOut(OperationOut):
    """What somebody did in a case. Not its place in the log: that counts what all do, in other cases too (S1, S10)."""

    secrecy = Secrecy.ACCESS


class AuditCheckpointOut(Out):
    """The signed root of your organisation's log at one size (RFC 9162): give it to somebody who keeps it."""

    secrecy = Secrecy.AUDIT
    id: UUID
    size: int
    root: Annotated[str, BeforeValidator(bytes.hex), Field(description="SHA-256 root of the tree, in hexadecimal.")]
    sealed_at: AwareDatetime
    note: Annotated[str, Field(description="The same as a signed note: origin, size, root, moment, and an Ed25519 signature.")]


class InclusionProofOut(Out):
    """That a row stands in the log whose root a checkpoint signs (RFC 9162, 2.1.3)."""

    secrecy = Secrecy.AUDIT
    leaf: Annotated[str, Field(description="What is hashed for this row, in UTF-8, after a zero byte.")]
    leaf_index: int
    size: int
    root: Annotated[str, Field(description="The root of the newest checkpoint, in hexadecimal.")]
    path: Annotated[list[str], Field(description="The hashes from the leaf to the root, in hexadecimal.")]
