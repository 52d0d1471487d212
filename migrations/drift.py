"""Whether the migrations build what the models say: `python -m migrations.drift` compares two fresh databases and exits 1 when they differ.

`alembic check` sees tables, columns and indexes, but neither CHECK constraints nor how PostgreSQL reads a default; so the catalogues of a
migrated database and of one made from the models are compared, line by line.
"""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, pool

from app.embedded import EmbeddedPostgres, throwaway
from app.store.models import metadata

INI = Path(__file__).resolve().parent.parent / "alembic.ini"
OURS = "n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and c.relname <> 'alembic_version'"
COLUMNS = f"""
    select format('column %s.%s.%s %s%s%s', n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
        case when a.attnotnull then ' not null' else '' end, ' default ' || pg_get_expr(d.adbin, d.adrelid))
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where {OURS} and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped"""
CONSTRAINTS = f"""
    select format('constraint %s.%s.%s %s', n.nspname, c.relname, o.conname, pg_get_constraintdef(o.oid))
    from pg_constraint o join pg_class c on c.oid = o.conrelid join pg_namespace n on n.oid = c.relnamespace
    where {OURS} and o.contype <> 'n'"""
INDEXES = f"""
    select format('index %s', pg_get_indexdef(i.indexrelid))
    from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace where {OURS}"""


def catalogue(server: EmbeddedPostgres, database: str) -> set[str]:
    """Every column, constraint and index of a database, each as one line."""
    return {str(line) for query in (COLUMNS, CONSTRAINTS, INDEXES) for (line,) in server.execute(query, database)}


def migrated(server: EmbeddedPostgres) -> set[str]:
    """What the migrations build. Raises when alembic itself finds that the models have moved on."""
    server.ensure("migrated")
    config = Config(INI)
    config.attributes["url"] = server.url("migrated")
    command.upgrade(config, "head")
    command.check(config)
    return catalogue(server, "migrated")


def modelled(server: EmbeddedPostgres) -> set[str]:
    """What the models say, as PostgreSQL reads it."""
    server.ensure("modelled")
    for schema in sorted({table.schema for table in metadata.tables.values() if table.schema}):
        server.execute(f'create schema "{schema}"', "modelled")
    engine = create_engine(server.url("modelled"), poolclass=pool.NullPool)
    metadata.create_all(engine)
    engine.dispose()
    return catalogue(server, "modelled")


def differences() -> list[str]:
    """Lines that only one of the two databases has, marked with which one."""
    with throwaway() as server:
        by_migrations, by_models = migrated(server), modelled(server)
    return sorted(
        [f"only migrated: {line}" for line in by_migrations - by_models] + [f"only modelled: {line}" for line in by_models - by_migrations]
    )


if __name__ == "__main__":
    found = differences()
    print("\n".join(found or ["The migrations build what the models say."]))
    sys.exit(1 if found else 0)
