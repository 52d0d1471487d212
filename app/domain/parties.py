"""Who takes part: people, and groups that speak with one voice (R14)."""

from enum import StrEnum


class PartyKind(StrEnum):
    """What stands behind a place."""

    PERSON = "person"
    GROUP = "group"
    """People with one place together: the spokesperson whom they choose speaks for all of them."""
    COLLECTIVE = "collective"
    """Those who take part, together: something can be promised to them, and no gate waits for them."""


class PlaceEnd(StrEnum):
    """How a place ends; nothing else ever ends one (R9)."""

    DEPARTURE = "departure"
    DEATH = "death"
    INCAPACITY = "incapacity"
    NOT_CONCERNED = "not_concerned"


class Loss(StrEnum):
    """What the moderator records when somebody can take part no more; incapacity only where it lasts (R9)."""

    DEATH = "death"
    INCAPACITY = "incapacity"
