"""Who read about a party: role and day, and nobody's name (S9)."""

from datetime import date
from uuid import UUID

from app.domain.confidentiality import Role, Secrecy
from app.schemas.base import Out


class AccessEventOut(Out):
    """That someone in this role read on this day what you told or answered in private; how often is not kept."""

    secrecy = Secrecy.ACCESS
    case_id: UUID
    reader_role: Role
    on: date
