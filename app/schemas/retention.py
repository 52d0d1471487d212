"""What is kept until when, what a party asks to be gone, and that something is gone (S8)."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from app.domain.confidentiality import Secrecy
from app.domain.retention import Part
from app.schemas.base import Out

DESTROYED = "The day on which it was destroyed."


class ErasureOut(Out):
    """That a party asks for what is theirs to go: name, contact, private records, evaluations."""

    secrecy = Secrecy.ACCESS
    id: UUID
    party_id: UUID
    created_at: datetime
    due_on: date = Field(description="The day on which it is done, unless it is taken back before.")
    withdrawn_at: datetime | None


class CertificateOut(Out):
    """That a part of this case was destroyed, with the keys that sealed it: no copy of it opens any more."""

    secrecy = Secrecy.ACCESS
    id: UUID
    part: Part
    party_id: UUID | None = Field(description="Whose own it was, where it was one party's.")
    destroyed_on: date = Field(description=DESTROYED)
    note: str = Field(description="The same as text, with a hash of whose keys went, and the service's signature (Ed25519).")


class RegisteredCertificateOut(Out):
    """That something of a case was destroyed: what kind and when, and nothing of the case."""

    secrecy = Secrecy.ACCESS
    id: UUID
    part: Part
    destroyed_on: date = Field(description=DESTROYED)


class KeptOut(Out):
    """One part of a case that has ended."""

    secrecy = Secrecy.TRUE_STATE
    part: Part
    kept_until: date = Field(description="The last day of its term.")
    destroyed_on: date = Field(description="The day on which it is destroyed, after some days of grace; or on which it was.")
    destroyed: bool


class RetentionOut(Out):
    """What becomes of a case that has ended, and when; nothing of it while you hold it."""

    secrecy = Secrecy.TRUE_STATE
    case_id: UUID
    closed_on: date
    held: bool
    parts: list[KeptOut]
