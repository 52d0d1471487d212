"""The numbers that the rules leave to an organisation: a default, and bounds that only let it tighten protection."""

from dataclasses import asdict, dataclass, fields
from typing import Final

from app.domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class Terms:
    """An organisation's numbers; a case keeps those that held when it came in."""

    readiness_days: int = 90
    """How long a declaration of readiness counts (R7)."""

    invitation_days: int = 14
    """How long an invitation can be redeemed."""

    def __post_init__(self) -> None:
        for field in fields(self):
            lowest, highest = BOUNDS[field.name]
            if not lowest <= getattr(self, field.name) <= highest:
                raise Invalid("out-of-bounds", f"/{field.name}")

    def as_row(self) -> dict[str, int]:
        """The numbers by name, as a case keeps them."""
        return asdict(self)


BOUNDS: Final = {"readiness_days": (14, 90), "invitation_days": (1, 14)}
"""Lowest and highest: no organisation can make a declaration outlive its meaning."""
