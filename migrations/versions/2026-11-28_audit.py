"""audit: one row for each operation, in two streams, and the trees over them"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "c20d7e5b9f41"
down_revision: str | None = "9a4f6c20be71"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ORG, CASE, JOB = "herstel_org", "herstel_case", "herstel_job"
RUNTIME = f"{ORG}, {CASE}, {JOB}"
ROLES = "admin registrar member coordinator moderator party guardian supporter auditor worker".split()
OUTCOMES = "done hidden not_allowed not_now not_sound away failed".split()
STREAMS = "organisation confidential".split()
OF_MY_ORGANISATION = "organisation_id = public.my_organisation()"
MY_WORD = "actor_id = public.me() and role = public.my_role() and leaf_index is null"
TO_THE_AUDITOR = f"{OF_MY_ORGANISATION} and public.my_role() = 'auditor'"
# Of a case one speaks who has, or had, a seat in it, or is asked into it or of it.
WHERE_I_WAS = (
    "case_id in (select case_id from public.seat where principal_id = public.me()"
    " union all select case_id from conf.invitation where invitee_id = public.me()"
    " union all select case_id from public.offer where offered_to_id = public.me()"
    " union all select case_id from conf.disclosure_veto where principal_id = public.me())"
)
WORDS = ["operation", "resource", "trace_id"]
TABLES = ("public.audit_event", "conf.case_audit_event", "public.audit_node", "public.audit_checkpoint")


def upgrade() -> None:
    """audit: one row for each operation, in two streams, and the trees over them"""
    events("audit_event", "public")
    inside: tuple[sa.Column[Any], ...] = (sa.Column("case_id", sa.Uuid()), sa.Column("read_of", sa.ARRAY(sa.Uuid()), nullable=False))
    events("case_audit_event", "conf", *inside)
    op.create_index("ix_case_audit_event_case", "case_audit_event", ["case_id", "created_at", "id"], schema="conf")
    logs("audit_node", ("level", sa.Integer()), ("number", sa.BigInteger()), ("hash", sa.LargeBinary()))
    op.create_unique_constraint(
        "uq_audit_node_organisation_id_stream_level_number", "audit_node", ["organisation_id", "stream", "level", "number"]
    )
    logs(
        "audit_checkpoint",
        ("size", sa.BigInteger()),
        ("root", sa.LargeBinary()),
        ("sealed_at", sa.DateTime(timezone=True)),
        ("note", sa.String(400)),
    )
    op.create_unique_constraint(
        "uq_audit_checkpoint_organisation_id_stream_size", "audit_checkpoint", ["organisation_id", "stream", "size"]
    )
    op.create_index("ix_audit_checkpoint_organisation", "audit_checkpoint", ["organisation_id", "created_at", "id"])
    walls()
    unsampled()


def born() -> tuple[sa.Column[Any], ...]:
    """What every row has, and whose log it is of."""
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
    )


def choice(name: str, table: str, words: Sequence[str]) -> tuple[sa.Column[str], sa.CheckConstraint]:
    """Text with a CHECK."""
    among = ", ".join(f"'{word}'" for word in words)
    return sa.Column(name, sa.String(40), nullable=False), sa.CheckConstraint(f"{name} in ({among})", name=op.f(f"ck_{table}_{name}"))


def events(table: str, schema: str, *more: sa.Column[Any]) -> None:
    """One of the two streams."""
    op.create_table(
        table,
        *born(),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        *choice("role", table, ROLES),
        sa.Column("assisted", sa.Boolean(), nullable=False),
        sa.Column("operation", sa.String(200), nullable=False),
        sa.Column("resource", sa.String(200), nullable=False),
        sa.Column("resource_id", sa.Uuid()),
        *choice("outcome", table, OUTCOMES),
        sa.Column("trace_id", sa.String(200), nullable=False),
        sa.Column("proof", sa.LargeBinary(), nullable=False),
        sa.Column("transaction", sa.BigInteger(), server_default=sa.text("((pg_current_xact_id())::text)::bigint"), nullable=False),
        sa.Column("leaf_index", sa.BigInteger()),
        *more,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("organisation_id", "leaf_index", name=op.f(f"uq_{table}_organisation_id_leaf_index")),
        schema=schema,
    )
    by_time = ["organisation_id", "created_at", "id"]
    op.create_index(f"ix_{table}_organisation", table, by_time, schema=schema)
    op.create_index(f"ix_{table}_unsealed", table, by_time, schema=schema, postgresql_where=sa.text("leaf_index is null"))


def logs(table: str, *columns: tuple[str, sa.types.TypeEngine[Any]]) -> None:
    """Something of the trees of both streams."""
    op.create_table(
        table,
        *born(),
        *choice("stream", table, STREAMS),
        *(sa.Column(name, kind, nullable=False) for name, kind in columns),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def unsampled() -> None:
    """Everybody may ask the planner for its estimates: of what is no code it keeps no samples."""
    words = {"audit_checkpoint": ["note"], "audit_event": WORDS, "conf.case_audit_event": WORDS}
    for table, columns in words.items():
        for column in columns:
            op.execute(f"alter table {table} alter {column} set statistics 0")


def walls() -> None:
    """Whoever acts writes their own row and changes none; the auditor reads what their organisation did; the worker gives rows their place."""
    for table in TABLES:
        op.execute(f"alter table {table} owner to herstel_owner")
        op.execute(f"alter table {table} enable row level security, force row level security")
        op.execute(f"grant select on {table} to {JOB}")
        policy(table, JOB, "select", "using (true)")
        roles = (ORG, JOB) if table.startswith("public") else (CASE, JOB)
        op.execute(f"create policy genuine on {table} as restrictive to {', '.join(roles)} using ((select public.genuine()))")
        policy(table, "herstel_owner", "insert", "with check (true)")
    for table in ("public.audit_event", "public.audit_node", "public.audit_checkpoint"):
        op.execute(f"grant select on {table} to {ORG}")
        own = "" if table == "public.audit_event" else " and stream = 'organisation'"
        policy(table, ORG, "select", f"using ({TO_THE_AUDITOR}{own})")
    op.execute(f"grant insert on public.audit_event to {ORG}")
    policy("public.audit_event", ORG, "insert", f"with check ({OF_MY_ORGANISATION} and {MY_WORD})")
    op.execute(f"grant select, insert on conf.case_audit_event to {CASE}")
    policy("conf.case_audit_event", CASE, "select", "using (case_id = any (array(select conf.my_cases())) or actor_id = public.me())")
    own = f"case_id is null and {OF_MY_ORGANISATION}"
    policy("conf.case_audit_event", CASE, "insert", f"with check ({MY_WORD} and ({own} or {WHERE_I_WAS}))")
    op.execute(f"grant insert on conf.case_audit_event, public.audit_node, public.audit_checkpoint to {JOB}")
    policy("conf.case_audit_event", JOB, "insert", f"with check ({MY_WORD})")
    for table in ("public.audit_node", "public.audit_checkpoint"):
        policy(table, JOB, "insert", "with check (true)")
    for table in ("public.audit_event", "conf.case_audit_event"):
        op.execute(f"grant update (etag, leaf_index) on {table} to {JOB}")
        policy(table, JOB, "update", "using (leaf_index is null) with check (leaf_index is not null)")


def policy(table: str, role: str, command: str, rows: str) -> None:
    """Which rows this command reaches, and which it may leave behind."""
    op.execute(f"create policy {role.removeprefix('herstel_')}_{command} on {table} for {command} to {role} {rows}")


def downgrade() -> None:
    """The log goes, with all that stands in it."""
    for table in reversed(TABLES):
        schema, name = table.split(".")
        op.drop_table(name, schema=schema)
