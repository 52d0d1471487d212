"""An agreement: one text that all confirm, with what each promises (R13)."""

from enum import StrEnum
from typing import Final

from app.domain.lifecycle import Lifecycle


class AgreementState(StrEnum):
    """Where a version stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    SUPERSEDED = "superseded"


class AgreementEvent(StrEnum):
    """What can happen to a version."""

    AGREED_BY_ALL = "agreed_by_all"
    SUPERSEDE = "supersede"


class CommitmentKind(StrEnum):
    """What a commitment is meant to restore."""

    SATISFACTION = "satisfaction"
    RECONCILIATION = "reconciliation"
    RESPONSIBILITY = "responsibility"
    MATERIAL_REPAIR = "material_repair"
    BEHAVIOURAL = "behavioural"
    OTHER = "other"


LIFE: Final = Lifecycle[AgreementState, AgreementEvent](
    "agreement",
    {
        (AgreementState.PROPOSED, AgreementEvent.AGREED_BY_ALL): AgreementState.AGREED,
        (AgreementState.PROPOSED, AgreementEvent.SUPERSEDE): AgreementState.SUPERSEDED,
    },
)
