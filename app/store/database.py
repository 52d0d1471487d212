"""The engines, and the only commit: a unit of work is one transaction for one principal."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import psycopg
from psycopg.errors import DeadlockDetected, IdleInTransactionSessionTimeout, InsufficientPrivilege, LockNotAvailable, QueryCanceled
from sqlalchemy import Result, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, IntegrityError, InternalError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.orm.exc import StaleDataError

from app.domain.audit import Operation, Outcome, outcome_of
from app.domain.confidentiality import SERVED_BY, WATCHES, Pool, Principal
from app.domain.errors import Conflict, DomainError, Invalid, Unavailable
from app.store import contexts, notary
from app.store.contexts import CONTEXT, Contexts
from app.store.gate import Store
from app.store.keys import KeyStore
from app.store.notary import Notary
from app.store.recording import NOTHING, Seen
from app.store.sealed import KEY_STORE

log = logging.getLogger("herstel.database")

REFUSALS: Final[dict[str, DomainError]] = {
    "uq_referral_organisation_id_referred_by_id_external_id": Conflict("external-id-in-flight"),
    "uq_person_organisation_id_principal_id": Conflict("person-stands-already"),
    "uq_moderator_organisation_id_principal_id": Conflict("moderator-stands-already"),
    "uq_signing_key_organisation_id_kid": Conflict("key-stands-already"),
    "uq_sealing_key_proven": Conflict("key-stands-already"),
    "uq_group_member_organisation_id_group_party_id_party_id": Conflict("member-stands-already"),
    "uq_audit_node_organisation_id_stream_level_number": Conflict("changed-meanwhile"),
    "uq_audit_checkpoint_organisation_id_stream_size": Conflict("changed-meanwhile"),
    "pk_destruction_certificate": Conflict("changed-meanwhile"),
    "uq_destruction_certificate_organisation_id_case_id_part_3512": Conflict("changed-meanwhile"),
    "fk_tie_organisation_id": Invalid("unknown-id", "/organisationId"),
    "fk_tie_unit": Invalid("unknown-id", "/unitId"),
    "fk_tie_person": Invalid("unknown-id", "/personId"),
}
"""Constraints whose breach is a refusal; every other one is a fault of ours."""

_POLICIES: Final = "ExecWithCheckOptions"
"""Where the server looks whether a row may be written, as it says of an error."""
_BUSY: Final = (LockNotAvailable, QueryCanceled, DeadlockDetected, IdleInTransactionSessionTimeout)


FEW: Final = 2
"""How many connections whoever looks after deadlines needs."""


class Database:
    """A pool of connections for each of the database's runtime roles, and Stores on them.

    `secret` gives 256 bits for each purpose, the same in every process that signs with the same key.
    """

    def __init__(
        self, addresses: Mapping[Pool, str], keys: KeyStore, secret: Callable[[str], bytes], pool_size: int, pool_seconds: float
    ) -> None:
        self.keys = keys
        self.notary = Notary(secret(notary.PURPOSE))
        self.agrees = False
        """Whether the database and the key store were found to agree on what was destroyed (S8)."""
        self._contexts = Contexts(secret(contexts.PURPOSE))
        self.engines = {
            pool: create_async_engine(
                address,
                pool_size=min(pool_size, FEW) if pool is Pool.JOB else pool_size,
                max_overflow=0,
                pool_timeout=pool_seconds,
                pool_pre_ping=True,
                hide_parameters=True,
                connect_args={"connect_timeout": 2},
            )
            for pool, address in addresses.items()
        }
        for engine in self.engines.values():
            event.listen(engine.sync_engine, "connect", _prepare_nothing_at_a_pooler)
        self._sessions = {
            pool: async_sessionmaker(engine, expire_on_commit=False, info={KEY_STORE: keys}) for pool, engine in self.engines.items()
        }

    @asynccontextmanager
    async def store_for(self, who: Principal, operation: Operation | None) -> AsyncIterator[Store]:
        """A Store for one operation: committed with its row of the audit log when its block ends well, undone when it raises.

        What was undone gets its row in a second transaction, before anybody hears of it. Only the worker searches without an operation.
        `Unavailable` when the database is away, too busy, or believes another key than ours (C15), or when the log cannot be written; a
        refusal for the constraints listed by name.
        """
        if operation is None and who.role is not WATCHES:
            raise ValueError("whoever acts does so in an operation")
        seen = NOTHING
        try:
            async with self._unit(who) as store:
                try:
                    yield store
                finally:
                    seen = store.seen()
                if operation is not None:
                    await _recorded(store.record(self.notary, operation))
        except Exception as error:
            if operation is not None:
                await self._undone(who, operation, outcome_of(error, seen.outcome), seen)
            raise

    async def _undone(self, who: Principal, operation: Operation, outcome: Outcome, seen: Seen) -> None:
        try:
            async with self._unit(who) as store:
                await _recorded(store.record_undone(self.notary, operation, outcome, seen))
        except Exception:
            # Where something is away or broken anyway, nobody is told more than that.
            if outcome not in {Outcome.AWAY, Outcome.FAILED}:
                raise

    @asynccontextmanager
    async def _unit(self, who: Principal) -> AsyncIterator[Store]:
        try:
            async with self._sessions[SERVED_BY[who.role]].begin() as session:
                _is_believed(await session.execute(CONTEXT, self._contexts.of(who)))
                yield Store(session, self.keys, who)
        except IntegrityError as error:
            raise REFUSALS.get(constraint(error), error) from None
        except StaleDataError:
            # A row that was there when we looked is no longer ours to change.
            raise Conflict("changed-meanwhile") from None
        except DBAPIError as error:
            if isinstance(error.orig, _BUSY):
                raise Unavailable("busy") from None
            if isinstance(error, OperationalError) or _lost(error):
                raise Unavailable("database-away") from None
            raise
        except (PoolTimeout, OSError):
            raise Unavailable("database-away") from None

    async def ready(self) -> bool:
        """Whether the database answers, and believes us, and nothing stands in it that was destroyed."""
        asked = (_answers(engine, self._contexts.of_nobody(pool)) for pool, engine in self.engines.items())
        return self.agrees and all(await asyncio.gather(*asked))

    async def close(self) -> None:
        """Give every connection back; the key store is whoever's who made it."""
        for engine in self.engines.values():
            await engine.dispose()


async def _recorded(writing: Awaitable[None]) -> None:
    """Written; `Unavailable` where whoever acted has no way into the case any more, whose seat went meanwhile (S8)."""
    try:
        await writing
    except ProgrammingError as error:
        # It was the policy of the rows, and no grant that is missing: that would be a fault of ours.
        if isinstance(error.orig, InsufficientPrivilege) and error.orig.diag.source_function == _POLICIES:
            raise Unavailable("busy") from None
        raise


async def _answers(engine: AsyncEngine, context: Mapping[str, str]) -> bool:
    try:
        async with engine.connect() as connection:
            _is_believed(await connection.execute(CONTEXT, context))
            return True
    except (DBAPIError, PoolTimeout, OSError, Unavailable):
        return False


def _is_believed(said: Result[Any]) -> None:
    """Else every list would be empty and every case unknown, as if there were none."""
    if not said.one().believed:
        log.error("the database was told of another signing key than ours: start anew with that, or run `herstel migrate` with this one")
        raise Unavailable("database-away")


def _lost(error: DBAPIError) -> bool:
    """Whether the driver itself no longer understands the server, as after a connection that was ended beside a commit."""
    return isinstance(error, InternalError) and getattr(error.orig, "sqlstate", None) is None


def _prepare_nothing_at_a_pooler(connection: DBAPIConnection, _: object) -> None:
    """What is prepared stays with a session of the server, and a pooler gives that to others; who answers there is not who let us in."""
    cursor = connection.cursor()
    cursor.execute("select pg_backend_pid()")
    driver: psycopg.AsyncConnection = connection.driver_connection
    if cursor.fetchone() != (driver.info.backend_pid,):
        driver.prepare_threshold = None
    cursor.close()
    connection.rollback()


def constraint(error: IntegrityError) -> str:
    """The name of the constraint that was not kept."""
    diagnosis = getattr(error.orig, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""
