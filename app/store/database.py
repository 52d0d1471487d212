"""The engine, and the only commit: a unit of work is one transaction for one principal."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from psycopg.errors import DeadlockDetected, LockNotAvailable, QueryCanceled
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.domain.confidentiality import Principal
from app.domain.errors import Conflict, DomainError, Invalid, Unavailable
from app.store.gate import Store
from app.store.models import Row

REFUSALS: Final[dict[str, DomainError]] = {
    "uq_referral_referred_by_id_external_id": Conflict("external-id-in-flight"),
    "uq_person_organisation_id_principal_id": Conflict("person-stands-already"),
    "uq_moderator_organisation_id_principal_id": Conflict("moderator-stands-already"),
    "uq_group_member_group_party_id_party_id": Conflict("member-stands-already"),
    "fk_tie_organisation_id": Invalid("unknown-id", "/organisationId"),
    "fk_tie_unit": Invalid("unknown-id", "/unitId"),
    "fk_tie_person": Invalid("unknown-id", "/personId"),
}
"""Constraints whose breach is a refusal; every other one is a fault of ours."""

OPTIONS: Final = " ".join(
    f"-c {name}={value}"
    for name, value in {
        "statement_timeout": "5s",
        "lock_timeout": "2s",
        "idle_in_transaction_session_timeout": "5s",
        "timezone": "UTC",
    }.items()
)

_BUSY: Final = (LockNotAvailable, QueryCanceled, DeadlockDetected)


class Database:
    """A pool of connections, and Stores on them."""

    def __init__(self, url: str, pool_size: int, pool_seconds: float) -> None:
        self.engine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=pool_seconds,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"options": OPTIONS, "connect_timeout": 2},
        )
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    @asynccontextmanager
    async def store_for(self, who: Principal) -> AsyncIterator[Store]:
        """A Store for one unit of work: committed when its block ends well, undone when it raises.

        `Unavailable` when the database is away or too busy; a refusal for the constraints listed by name.
        """
        try:
            async with self._sessions.begin() as session:
                store = Store(session, who)
                yield store
                await store.log_reads()
        except IntegrityError as error:
            raise REFUSALS.get(_constraint(error), error) from None
        except (OperationalError, PoolTimeout, OSError) as error:
            raise Unavailable("busy" if isinstance(getattr(error, "orig", None), _BUSY) else "database-away") from None

    async def found(self, *rows: Row) -> None:
        """Put in what exists before there is any principal: organisations and their settings, by whoever runs the installation."""
        async with self._sessions.begin() as session:
            session.add_all(rows)

    async def found_once(self, *rows: Row) -> bool:
        """The same with rows that may stand already: all of them or none, however many start at once; whether they were put in."""
        try:
            await self.found(*rows)
        except IntegrityError as error:
            if _constraint(error).startswith("pk_"):
                return False
            raise
        return True

    async def ready(self) -> bool:
        """Whether the database answers."""
        try:
            async with self.engine.connect():
                return True
        except (DBAPIError, PoolTimeout, OSError):
            return False

    async def close(self) -> None:
        """Give every connection back."""
        await self.engine.dispose()


def _constraint(error: IntegrityError) -> str:
    diagnosis = getattr(error.orig, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""
