"""The four roles, which belong to the whole server: made before any migration, where they are missing."""

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import Connection, text

from app.settings import BadSettings

OWNER: Final = "herstel_owner"
RUNTIME: Final = ("herstel_org", "herstel_case", "herstel_job")
TIMEOUTS: Final = {"statement_timeout": "5s", "lock_timeout": "2s", "idle_in_transaction_session_timeout": "5s", "timezone": "UTC"}
_STANDING: Final = "select rolname from pg_roles where rolname like 'herstel%'"
_IS_OWNER: Final = "select pg_has_role(current_user, 'herstel_owner', 'SET') and pg_has_role(current_user, 'herstel_owner', 'USAGE')"
_TOO_MUCH: Final = """
    select rolname from pg_roles where rolname = any (cast(:roles as text[]))
        and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolinherit)
"""
_MAY_CREATE: Final = "select rolsuper or rolcreaterole from pg_roles where rolname = current_user"


def have_roles(connection: Connection) -> None:
    """All four are there, and the one who migrates may act for the owner. `BadSettings` says what to run for whoever may not make them."""
    standing = {*connection.scalars(text(_STANDING))}
    missing = [role for role in (OWNER, *RUNTIME) if role not in standing]
    if mighty := connection.scalars(text(_TOO_MUCH), {"roles": [OWNER, *RUNTIME]}).all():
        wanted = "nosuperuser nobypassrls nocreaterole nocreatedb noreplication noinherit"
        raise BadSettings(f"DATABASE_URL: no wall holds a role that may do more. Have this run: alter role {mighty[0]} {wanted};")
    if not missing and connection.scalar(text(_IS_OWNER)):
        return
    needed = list(making(missing, str(connection.scalar(text("select quote_ident(current_user)")))))
    if not connection.scalar(text(_MAY_CREATE)):
        lines = "".join(f"\n    {line};" for line in needed)
        raise BadSettings(
            "DATABASE_URL: its user may not make the roles that Herstel needs. Have somebody who may run this, once, and start again:"
            + lines
        )
    for line in needed:
        connection.execute(text(line))
    connection.commit()


def making(missing: Sequence[str], login: str) -> Iterator[str]:
    """What makes the missing roles, and lets the one who migrates act for the owner."""
    for role in missing:
        yield f"create role {role} {'nologin' if role == OWNER else 'login'} noinherit"
        for setting, value in TIMEOUTS.items() if role in RUNTIME else ():
            yield f"alter role {role} set {setting} = '{value}'"
    yield f"grant {OWNER} to {login} with inherit true, set true"
