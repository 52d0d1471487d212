"""What every party is asked about the outcome, and when (R12, R15)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from app.domain.cases import CaseState


class OutcomeQuestion(StrEnum):
    """The questions."""

    NO_COMMITMENTS_NEEDED = "no_commitments_needed"
    RESTORED = "restored"
    SELF_RESOLVED = "self_resolved"


ASKED: Final[Mapping[CaseState, OutcomeQuestion]] = {
    CaseState.IN_PROCESS: OutcomeQuestion.NO_COMMITMENTS_NEEDED,
    CaseState.AFTERCARE: OutcomeQuestion.RESTORED,
}
"""Which question is asked where the case stands; whether they sorted it out by themselves, parties may say at any time."""
