"""The rows, each with its class of secrecy. No behaviour, no relations: children come through the Store."""

from app.store.models import (
    access,
    agreements,
    cases,
    companions,
    content,
    directory,
    groups,
    guardians,
    intake,
    mandates,
    overlaps,
    parties,
    registry,
    sessions,
    succession,
    supports,
)
from app.store.models.base import Row, metadata

# Without relations nothing tells the ORM which row another one waits for; so references are looked at when everything is in, at commit.
for _table in metadata.tables.values():
    for _reference in _table.foreign_key_constraints:
        _reference.deferrable, _reference.initially = True, "DEFERRED"

__all__ = [
    "Row",
    "access",
    "agreements",
    "cases",
    "companions",
    "content",
    "directory",
    "groups",
    "guardians",
    "intake",
    "mandates",
    "metadata",
    "overlaps",
    "parties",
    "registry",
    "sessions",
    "succession",
    "supports",
]
