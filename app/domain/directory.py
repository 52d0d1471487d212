"""What organisations and their units are."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    """What an organisation is here for."""

    CLIENT = "client"
    MODERATORS_REGISTRY = "moderators_registry"


class UnitKind(StrEnum):
    """The kinds of groups within an organisation."""

    TEAM = "team"
    GROUP = "group"
    CLASS = "class"
    DEPARTMENT = "department"
