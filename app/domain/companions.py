"""Who may be there beside the parties: supporters, interpreters, co-moderators."""

from enum import StrEnum


class CompanionKind(StrEnum):
    """As what somebody is there."""

    SUPPORTER = "supporter"
    """Brought by a party: to their own talks as they choose, to joint conversations when all admit them (S10)."""
    INTERPRETER = "interpreter"
    CO_MODERATOR = "co_moderator"
