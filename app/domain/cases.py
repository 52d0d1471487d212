"""The case: where it stands, what of that leaves, and how it can end (domain: "life cycle of a case")."""

from enum import StrEnum
from typing import Final

from app.domain.lifecycle import Lifecycle


class CaseState(StrEnum):
    """Where a case stands, in truth; the moderator alone sees it."""

    REGISTERED = "registered"
    INTAKE = "intake"
    READINESS = "readiness"
    MANDATE = "mandate"
    IN_PROCESS = "in_process"
    AGREEMENT = "agreement"
    AFTERCARE = "aftercare"
    CLOSED = "closed"


class CaseEvent(StrEnum):
    """What moves a case; the guards stand in `app.domain.deeds`."""

    BEGIN = "begin"
    EXPLORE_READINESS = "explore_readiness"
    AGREE_ON_TALKING = "agree_on_talking"
    TALK = "talk"
    AGREE = "agree"
    LOOK_AFTER = "look_after"
    CLOSE = "close"
    REOPEN = "reopen"


class Phase(StrEnum):
    """What a party sees of the state: no more than what was announced."""

    PREPARING = "preparing"
    IN_CONVERSATION = "in_conversation"
    AGREEMENT = "agreement"
    AFTERCARE = "aftercare"
    CLOSED = "closed"


class NeutralState(StrEnum):
    """What everybody outside sees of the state."""

    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"


class NeutralEvent(StrEnum):
    """What everybody outside sees happen: no more than that a moderator took it, that it ended, and that people talk again."""

    TAKE = "take"
    CLOSE = "close"
    TALK_AGAIN = "talk_again"


class Ending(StrEnum):
    """How a case ended, in truth; the reason is itself secret."""

    RESTORED = "restored"
    PARTIALLY_RESTORED = "partially_restored"
    SELF_RESOLVED = "self_resolved"
    NOT_POSSIBLE = "not_possible"
    UNSUITABLE = "unsuitable"
    NOT_TAKEN_UP = "not_taken_up"


class Result(StrEnum):
    """How a case ended, for everybody outside: one of two neutral words."""

    COMPLETED = "completed"
    ENDED_OTHER_MEASURES_OPEN = "ended_other_measures_open"


BEFORE_CLOSE: Final = tuple(state for state in CaseState if state is not CaseState.CLOSED)
RUNNING: Final = BEFORE_CLOSE[1:]
"""The states in which a process runs: it has begun with a seat, and is not closed."""

TALKING: Final = (CaseState.READINESS, CaseState.MANDATE, CaseState.IN_PROCESS, CaseState.AGREEMENT)
"""The states in which the gate is something to announce: people prepare for conversations, or hold them."""

LIFE: Final = Lifecycle[CaseState, CaseEvent](
    "case",
    {
        (CaseState.REGISTERED, CaseEvent.BEGIN): CaseState.INTAKE,
        (CaseState.INTAKE, CaseEvent.EXPLORE_READINESS): CaseState.READINESS,
        (CaseState.READINESS, CaseEvent.AGREE_ON_TALKING): CaseState.MANDATE,
        (CaseState.MANDATE, CaseEvent.TALK): CaseState.IN_PROCESS,
        (CaseState.IN_PROCESS, CaseEvent.AGREE): CaseState.AGREEMENT,
        (CaseState.IN_PROCESS, CaseEvent.LOOK_AFTER): CaseState.AFTERCARE,
        (CaseState.AGREEMENT, CaseEvent.LOOK_AFTER): CaseState.AFTERCARE,
        (CaseState.CLOSED, CaseEvent.REOPEN): CaseState.READINESS,
        **{(state, CaseEvent.CLOSE): CaseState.CLOSED for state in BEFORE_CLOSE},
    },
)

OUTSIDE_LIFE: Final = Lifecycle[NeutralState, NeutralEvent](
    "case",
    {
        (NeutralState.RECEIVED, NeutralEvent.TAKE): NeutralState.IN_PROGRESS,
        (NeutralState.RECEIVED, NeutralEvent.CLOSE): NeutralState.CLOSED,
        (NeutralState.IN_PROGRESS, NeutralEvent.CLOSE): NeutralState.CLOSED,
        (NeutralState.CLOSED, NeutralEvent.TALK_AGAIN): NeutralState.IN_PROGRESS,
    },
)
"""The same case as everybody outside sees it: one that is reopened stays closed for them until R4 holds again."""

MOVES: Final = {
    CaseState.READINESS: (CaseEvent.EXPLORE_READINESS, CaseEvent.REOPEN),
    CaseState.MANDATE: (CaseEvent.AGREE_ON_TALKING,),
    CaseState.IN_PROCESS: (CaseEvent.TALK,),
    CaseState.AGREEMENT: (CaseEvent.AGREE,),
    CaseState.AFTERCARE: (CaseEvent.LOOK_AFTER,),
}
"""Which events lead to a state, for the transitions that have no deed of their own."""

PHASE: Final = {
    CaseState.REGISTERED: Phase.PREPARING,
    CaseState.INTAKE: Phase.PREPARING,
    CaseState.READINESS: Phase.PREPARING,
    CaseState.MANDATE: Phase.PREPARING,
    CaseState.IN_PROCESS: Phase.IN_CONVERSATION,
    CaseState.AGREEMENT: Phase.AGREEMENT,
    CaseState.AFTERCARE: Phase.AFTERCARE,
    CaseState.CLOSED: Phase.CLOSED,
}

RESULT: Final = {
    Ending.RESTORED: Result.COMPLETED,
    Ending.PARTIALLY_RESTORED: Result.COMPLETED,
    Ending.SELF_RESOLVED: Result.COMPLETED,
    Ending.NOT_POSSIBLE: Result.ENDED_OTHER_MEASURES_OPEN,
    Ending.UNSUITABLE: Result.ENDED_OTHER_MEASURES_OPEN,
    Ending.NOT_TAKEN_UP: Result.ENDED_OTHER_MEASURES_OPEN,
}


def joint_sessions_to_tell(result: Result, held: int) -> int | None:
    """The number of joint sessions that leaves with a result: only with `completed`, and only if there was one."""
    return held if result is Result.COMPLETED and held >= 1 else None
