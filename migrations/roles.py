"""The four roles, which belong to the whole server: made before any migration, where they are missing."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from app.settings import BadSettings

OWNER: Final = "herstel_owner"
RUNTIME: Final = ("herstel_org", "herstel_case", "herstel_job")
LIMITS: Final = {"statement_timeout": "5s", "lock_timeout": "2s", "idle_in_transaction_session_timeout": "5s", "timezone": "UTC"}
_STANDING: Final = "select rolname, rolconfig from pg_roles where rolname like 'herstel%'"
_IS_OWNER: Final = "select pg_has_role(current_user, 'herstel_owner', 'SET') and pg_has_role(current_user, 'herstel_owner', 'USAGE')"
_TOO_MUCH: Final = """
    select rolname from pg_roles where rolname = any (cast(:roles as text[]))
        and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolinherit)
"""
_TO_RUN: Final = "DATABASE_URL: its user may not make the roles that Herstel needs. Have somebody who may run this, once, and start again:"
_MAY_CREATE: Final = "select rolsuper or rolcreaterole from pg_roles where rolname = current_user"


def have_roles(connection: Connection) -> None:
    """All four are there, and the one who migrates may act for the owner. `BadSettings` says what to run for whoever may not make them."""
    if mighty := connection.scalars(text(_TOO_MUCH), {"roles": [OWNER, *RUNTIME]}).all():
        wanted = "nosuperuser nobypassrls nocreaterole nocreatedb noreplication noinherit"
        raise BadSettings(f"DATABASE_URL: no wall holds a role that may do more. Have this run: alter role {mighty[0]} {wanted};")
    needed = list(_lacking(connection))
    lines = "".join(f"\n    {line};" for line in needed)
    if needed and not connection.scalar(text(_MAY_CREATE)):
        raise BadSettings(_TO_RUN + lines)
    try:
        for line in needed:
            connection.execute(text(line))
    except ProgrammingError:
        raise BadSettings(_TO_RUN + lines) from None
    connection.commit()


def _lacking(connection: Connection) -> Iterator[str]:
    """What makes the missing roles, gives each its limits, and lets the one who migrates act for the owner."""
    standing = {role: {*(limits or ())} for role, limits in connection.execute(text(_STANDING)).all()}
    for role in (OWNER, *RUNTIME):
        if role not in standing:
            yield f"create role {role} {'nologin' if role == OWNER else 'login'} noinherit"
    for role in RUNTIME:
        for limit, value in LIMITS.items():
            if f"{limit}={value}".lower() not in {one.lower() for one in standing.get(role, ())}:
                yield f"alter role {role} set {limit} = '{value}'"
    if OWNER not in standing or not connection.scalar(text(_IS_OWNER)):
        yield f"grant {OWNER} to {connection.scalar(text('select quote_ident(current_user)'))} with inherit true, set true"
