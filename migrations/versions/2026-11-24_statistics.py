"""statistics: the planner forgets the texts that it had seen before they were sealed"""

from collections.abc import Sequence

from alembic import op

revision: str = "0b7d63e9f2a5"
down_revision: str | None = "e52f90a1c8d4"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Write the planner's samples anew: those of the former texts were dropped, but their bytes stood in the file until now.

    Outside a transaction, and harmless when it is done twice. Whoever does not own the database is warned by it, and runs it otherwise.
    """
    with op.get_context().autocommit_block():
        op.execute("vacuum (full) pg_catalog.pg_statistic")


def downgrade() -> None:
    """There is nothing to take back."""
