"""The rows, each with its class of secrecy. No behaviour, no relations: children come through the Store."""

from app.store.models import (
    access,
    agreements,
    audit,
    cases,
    companions,
    content,
    directory,
    disclosures,
    groups,
    guardians,
    installation,
    intake,
    mandates,
    overlaps,
    parties,
    registry,
    retention,
    sealing_keys,
    sessions,
    succession,
    supports,
)
from app.store.models.base import Row, metadata
from app.store.models.references import keep_together

keep_together(metadata)

__all__ = [
    "Row",
    "access",
    "agreements",
    "audit",
    "cases",
    "companions",
    "content",
    "directory",
    "disclosures",
    "groups",
    "guardians",
    "installation",
    "intake",
    "mandates",
    "metadata",
    "overlaps",
    "parties",
    "registry",
    "retention",
    "sealing_keys",
    "sessions",
    "succession",
    "supports",
]
