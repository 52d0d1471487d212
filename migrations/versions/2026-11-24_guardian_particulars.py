"""guardian particulars, and confirmations that are asked anew"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "4c1d97e0a3f2"
down_revision: str | None = "b2e8ed0b94a7"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """guardian particulars, and confirmations that are asked anew"""
    op.create_table(
        "guardian_particulars",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("guardian_id", sa.Uuid(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_guardian_particulars_case_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["guardian_id"], ["guardian.id"], name=op.f("fk_guardian_particulars_guardian_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_guardian_particulars_party_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian_particulars")),
        sa.UniqueConstraint("guardian_id", name=op.f("uq_guardian_particulars_guardian_id")),
    )
    op.create_index("ix_guardian_particulars_case", "guardian_particulars", ["case_id", "created_at", "id"], unique=False)
    op.execute("""
        insert into guardian_particulars (id, etag, created_at, case_id, party_id, guardian_id, contact)
        select gen_random_uuid(), substr(md5(random()::text), 1, 16), created_at, case_id, party_id, id, contact from guardian
    """)
    op.drop_column("guardian", "contact")
    op.create_index(
        "ix_seat_guardian",
        "seat",
        ["guardian_id"],
        unique=False,
        postgresql_where=sa.text("guardian_id is not null and ended_at is null"),
    )
    op.add_column("support_confirmation", sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_constraint(op.f("uq_support_confirmation_item_id_party_id"), "support_confirmation", type_="unique")
    op.create_index(
        "uq_support_confirmation_standing",
        "support_confirmation",
        ["item_id", "party_id"],
        unique=True,
        postgresql_where=sa.text("voided_at is null"),
    )


def downgrade() -> None:
    """Take it back; a confirmation that was void is gone with its mark, as the former rule knew only one of each."""
    op.drop_index("uq_support_confirmation_standing", table_name="support_confirmation", postgresql_where=sa.text("voided_at is null"))
    op.execute("delete from support_confirmation where voided_at is not null")
    op.create_unique_constraint(op.f("uq_support_confirmation_item_id_party_id"), "support_confirmation", ["item_id", "party_id"])
    op.drop_column("support_confirmation", "voided_at")
    op.drop_index("ix_seat_guardian", table_name="seat", postgresql_where=sa.text("guardian_id is not null and ended_at is null"))
    op.add_column("guardian", sa.Column("contact", sa.Text(), nullable=True))
    op.execute("update guardian set contact = (select contact from guardian_particulars where guardian_id = guardian.id)")
    op.drop_index("ix_guardian_particulars_case", table_name="guardian_particulars")
    op.drop_table("guardian_particulars")
