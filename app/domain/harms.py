"""A harm that was shared, and the marks by which the person harmed says where it stands (R15)."""

from enum import StrEnum
from typing import Final

from app.domain.lifecycle import Lifecycle


class HarmKind(StrEnum):
    """What was damaged; several kinds may meet in one harm."""

    MATERIAL = "material"
    PHYSICAL = "physical"
    EMOTIONAL = "emotional"


class HarmState(StrEnum):
    """Where a harm stands, in the words of the person harmed."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    REPAIRED = "repaired"
    NOTHING_MORE_NEEDED = "nothing_more_needed"
    LEFT_OPEN = "left_open"


class HarmMark(StrEnum):
    """What the person harmed can say of it."""

    ACKNOWLEDGED = "acknowledged"
    REPAIRED = "repaired"
    NOTHING_MORE_NEEDED = "nothing_more_needed"
    LEFT_OPEN = "left_open"


SETTLED: Final = frozenset({HarmState.REPAIRED, HarmState.NOTHING_MORE_NEEDED})
"""What a harm must be for a case to be restored (R15)."""

LIFE: Final = Lifecycle[HarmState, HarmMark](
    "harm",
    {
        # A mark may be taken back by another one as long as the case runs: healing goes to and fro.
        **{(state, mark): HarmState(mark.value) for state in HarmState for mark in HarmMark if state.value != mark.value},
    },
)
