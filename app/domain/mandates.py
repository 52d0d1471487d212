"""The mandate: how far the moderator goes, and how all will talk; one text, accepted by everyone (R10)."""

from enum import StrEnum
from typing import Final

from app.domain.lifecycle import Lifecycle


class Involvement(StrEnum):
    """How far the moderator may go into the matter itself."""

    NONE = "none"
    ON_REQUEST = "on_request"
    PROPOSALS = "proposals"


class GroundRule(StrEnum):
    """The rules that a conversation starts from; own words may come on top of them."""

    NON_VIOLENCE = "non_violence"
    RESPECT_FOR_ONESELF = "respect_for_oneself"
    RESPECT_FOR_OTHERS = "respect_for_others"
    RESPECT_FOR_SURROUNDINGS = "respect_for_surroundings"


class MayKnow(StrEnum):
    """What the organisation learns beyond state and days; a mandate can only narrow it (R10)."""

    MODERATOR_NAME = "moderator_name"
    JOINT_SESSIONS = "joint_sessions"


class MandateState(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    OFFERED = "offered"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


class MandateEvent(StrEnum):
    """What can happen to a version."""

    OFFER = "offer"
    ACCEPTED_BY_ALL = "accepted_by_all"
    SUPERSEDE = "supersede"


LIFE: Final = Lifecycle[MandateState, MandateEvent](
    "mandate",
    {
        (MandateState.DRAFT, MandateEvent.OFFER): MandateState.OFFERED,
        (MandateState.OFFERED, MandateEvent.ACCEPTED_BY_ALL): MandateState.IN_FORCE,
        (MandateState.OFFERED, MandateEvent.SUPERSEDE): MandateState.SUPERSEDED,
        (MandateState.IN_FORCE, MandateEvent.SUPERSEDE): MandateState.SUPERSEDED,
    },
)

CANNOT_BE_REMOVED: Final = frozenset({GroundRule.NON_VIOLENCE})
