"""As whom the service logs in: three roles of the database, each with its own address, grants and pool (docs/secrecy.md).

An installation names an address for each. Without one it is that of DATABASE_URL with the role as its user, and a password that is
derived from that of DATABASE_URL: every process that has the one has the other, and nobody can go the way back.
"""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from contextlib import suppress
from hmac import digest

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from app.domain.confidentiality import Pool
from app.settings import BadSettings, Settings

PATIENCE = 5


def addresses(settings: Settings) -> Mapping[Pool, str]:
    """Where each role logs in, for SQLAlchemy. `BadSettings` when an address is missing and cannot be derived either."""
    return {pool: settings.addresses[pool] or _derived(settings.database_url, pool) for pool in Pool}


def let_in(settings: Settings) -> None:
    """See that each role can log in; a derived password is set where it is not yet known. `BadSettings` says what to do otherwise."""
    for pool, address in addresses(settings).items():
        if _enters(address, pool):
            continue
        if settings.database_url and not settings.addresses[pool]:
            _set_password(settings.database_url, address, pool)
        if not _enters(address, pool):
            raise BadSettings(f"{_variable(pool)}: the database does not let {pool} in; set the address with its password.")


def revision(settings: Settings) -> str | None:
    """To which version the database was migrated; None when it never was. `BadSettings` when it cannot be asked."""
    try:
        with psycopg.connect(plain(addresses(settings)[Pool.ORG]), connect_timeout=PATIENCE) as connection:
            found = connection.execute("select version_num from public.alembic_version").fetchone()
    except psycopg.errors.UndefinedTable:
        return None
    except psycopg.Error:
        raise BadSettings(
            "HERSTEL_ORG_DATABASE_URL: the database does not let us in; see that it runs, and that the address is right."
        ) from None
    return str(found[0]) if found else None


def _derived(url: str | None, pool: Pool) -> str:
    if url is None:
        raise BadSettings(f"DATABASE_URL: is not set, and neither is an address for {pool}.")
    owner = make_url(url)
    # In the query they would win over the role.
    place = owner.difference_update_query(["user", "password"])
    return place.set(username=pool.value, password=_password(owner, pool)).render_as_string(hide_password=False)


def _password(owner: URL, pool: Pool) -> str | None:
    """None where DATABASE_URL has none: then whoever runs the server lets people in by other means."""
    secret = owner.password or owner.query.get("password")
    if not secret:
        return None
    return urlsafe_b64encode(digest(str(secret).encode(), f"herstel:{pool}".encode(), "sha256")).decode().rstrip("=")


def _set_password(url: str, address: str, pool: Pool) -> None:
    password = make_url(address).password
    if password is None:
        return
    # Not permitted, or another process does the same at this moment: whether it helped is looked at afterwards.
    with suppress(psycopg.Error), psycopg.connect(plain(url), autocommit=True, connect_timeout=PATIENCE) as connection:
        # The server and its log never meet the password itself.
        kept = connection.pgconn.encrypt_password(str(password).encode(), pool.value.encode(), b"scram-sha-256").decode()
        connection.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(pool.value), sql.Literal(kept)))


def _enters(address: str, pool: Pool) -> bool:
    """Whether one gets in there; `BadSettings` when it is as somebody else, whom no wall may hold."""
    try:
        with psycopg.connect(plain(address), connect_timeout=PATIENCE) as connection:
            (who,) = connection.execute("select current_user").fetchone() or (None,)
    except psycopg.OperationalError:
        return False
    if who != pool:
        raise BadSettings(f"{_variable(pool)}: it must let {pool} in, and nobody else.")
    return True


def _variable(pool: Pool) -> str:
    return f"{pool}_DATABASE_URL".upper()


def plain(url: str) -> str:
    """The same address for the driver itself."""
    return url.replace("+psycopg", "", 1)
