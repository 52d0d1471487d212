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

    seat_days: int = 21
    """Within how many days a moderator must have taken the case (R17)."""

    successor_days: int = 60
    """Within how many days a successor must have come (R17)."""

    informing_days: int = 30
    """Within how many days those whom a referral names are informed (R1)."""

    answer_days: int = 28
    """How long a beneficiary can answer a report (R14)."""

    disclosure_days: int = 14
    """Between the letter of somebody outside and the day on which it is answered, at the least (S5)."""

    consent_age: int = 16
    """Under which age the guardians' yes stands beside a young person's own (R6)."""

    notes_months: int = 12
    """For how many months after the end the moderators' notes are kept (S8)."""

    private_months: int = 12
    """For how many what each party said in private is (S8)."""

    shared_months: int = 24
    """For how many what all said together is, and the process (S8)."""

    referral_months: int = 6
    """For how many a referral is that nobody took up (S8)."""

    access_log_months: int = 60
    """For how many it is known who read what (S8, S9)."""

    def __post_init__(self) -> None:
        for field in fields(self):
            lowest, highest = BOUNDS[field.name]
            if not lowest <= getattr(self, field.name) <= highest:
                raise Invalid("out-of-bounds", f"/{field.name}")

    def as_row(self) -> dict[str, int]:
        """The numbers by name, as a case keeps them."""
        return asdict(self)


BOUNDS: Final = {
    "readiness_days": (14, 90),
    "invitation_days": (1, 14),
    "seat_days": (7, 21),
    "successor_days": (30, 60),
    "informing_days": (7, 30),
    "answer_days": (28, 56),
    "disclosure_days": (14, 56),
    "consent_age": (16, 18),
    "notes_months": (3, 12),
    "private_months": (3, 12),
    "shared_months": (12, 60),
    "referral_months": (1, 6),
    "access_log_months": (24, 60),
}
"""Lowest and highest: no organisation can make a declaration outlive its meaning, or keep a word for longer than the rules do."""
