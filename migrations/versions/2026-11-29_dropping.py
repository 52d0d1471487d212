"""dropping: a leaf of the audit log may say, with a proof, that the service itself dropped its row"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "3f8a61d9c7b2"
down_revision: str | None = "c20d7e5b9f41"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

JOB = "herstel_job"
ONCE = "using (level = 0 and dropped is null) with check (dropped is not null)"


def upgrade() -> None:
    """dropping: a leaf of the audit log may say, with a proof, that the service itself dropped its row"""
    op.execute("set local lock_timeout = '2s'")
    op.add_column("audit_node", sa.Column("dropped", sa.LargeBinary()))
    op.create_check_constraint(op.f("ck_audit_node_dropped"), "audit_node", "dropped is null or level = 0")
    # The worker says it, once; what it proves stays.
    op.execute(f"grant update (etag, dropped) on public.audit_node to {JOB}")
    op.execute(f"create policy job_update on public.audit_node for update to {JOB} {ONCE}")


def downgrade() -> None:
    """Only for a log of which nothing was dropped: of what was, it would say that it was taken out."""
    op.execute(
        "do $$ begin if exists (select from public.audit_node where dropped is not null)"
        " then raise exception 'only for a log of which nothing was dropped'; end if; end $$"
    )
    op.execute("drop policy job_update on public.audit_node")
    op.execute(f"revoke update (etag, dropped) on public.audit_node from {JOB}")
    op.drop_constraint(op.f("ck_audit_node_dropped"), "audit_node")
    op.drop_column("audit_node", "dropped")
