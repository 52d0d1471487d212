"""Who does the work that nobody waits for, and how they say that something went wrong."""

import logging
from secrets import token_hex
from typing import Final
from uuid import UUID

from app.domain.audit import Operation
from app.domain.confidentiality import WATCHES, Principal

WORKER: Final = Principal(UUID(int=0), UUID(int=0), WATCHES)

log = logging.getLogger("herstel.sweep")


def operation(name: str, resource: str, id: UUID) -> Operation:
    """One deed of the worker's, for the audit log."""
    return Operation(name, resource, token_hex(16), id)


def tell(what: str, error: Exception) -> None:
    """A line in the log about what went wrong: its class and SQLSTATE, and no word of anybody's (S4)."""
    cause = getattr(error, "orig", error)
    log.error("%s: %s, %s", what, type(cause).__name__, getattr(cause, "sqlstate", None) or "no SQLSTATE")
