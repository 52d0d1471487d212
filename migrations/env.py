"""How migrations run: one at a time, and never waiting long for a lock that requests need."""

import time

from alembic import context
from sqlalchemy import Connection, create_engine, pool, text

from app.settings import BadSettings, read_settings
from app.store.models import metadata
from migrations.content import Content
from migrations.roles import have_roles

TURN = 0x4845525354454C  # "HERSTEL": the number of the advisory lock
PATIENCE = 60.0


def address() -> str:
    """The database to migrate: the caller's, else that of DATABASE_URL."""
    url = context.config.attributes.get("url") or read_settings().database_url
    if not isinstance(url, str):
        raise BadSettings("DATABASE_URL: is not set, and nobody named a database to migrate.")
    return url


def take_turn(connection: Connection) -> None:
    """Wait until no other process migrates this database.

    Asked again and again, because a session that waits inside a statement holds a snapshot, for which CREATE INDEX CONCURRENTLY would wait.
    """
    until = time.monotonic() + PATIENCE
    while not connection.scalar(text("select pg_try_advisory_lock(:turn)"), {"turn": TURN}):
        connection.commit()
        if time.monotonic() > until:
            raise TimeoutError("Another process has been migrating this database for a minute; see that it ends, and start again.")
        time.sleep(0.1)
    connection.commit()


def migrate() -> None:
    """Run the migrations, each in its own transaction."""
    engine = create_engine(address(), poolclass=pool.NullPool, connect_args={"connect_timeout": 5})
    with engine.connect() as connection:
        take_turn(connection)
        have_roles(connection)
        connection.execute(text("set lock_timeout = '2s'"))
        connection.execute(text("set statement_timeout = '10min'"))
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=metadata,
            compare_type=True,
            compare_server_default=True,
            include_schemas=True,
            transaction_per_migration=True,
        )
        content = context.config.attributes["content"] = Content(
            context.config.attributes.get("settings") or read_settings(), makes=bool(context.config.attributes.get("makes_keys"))
        )
        try:
            with context.begin_transaction():
                context.run_migrations()
        finally:
            content.close()


if context.is_offline_mode():
    raise NotImplementedError("migrations run against a database; a script of SQL would skip the lock")
migrate()
