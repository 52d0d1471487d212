"""sealed notes: public keys of registries and their moderators, and notes that no key of ours opens"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "d41c8f2b96e7"
down_revision: str | None = "91f0c7d4a26e"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OWNER, ORG, CASE = "herstel_owner", "herstel_org", "herstel_case"
OF_MY_REGISTRY = "organisation_id = public.my_organisation() and public.my_role() = 'registrar'"
# A moderator's own: of the registration that is theirs, and in nobody else's name.
MINE = (
    "holder_id = public.me() and kind = 'moderator' and exists (select from public.moderator m where m.id = moderator_id"
    " and m.organisation_id = sealing_key.organisation_id and m.principal_id = public.me())"
)
OF_MY_REGISTRATIONS = "organisation_id in (select m.organisation_id from public.moderator m where m.principal_id = public.me()) and public.my_role() = 'moderator'"
JUST_REGISTERED = "state = 'registered' and attempts = 0"


def upgrade() -> None:
    """sealed notes: public keys of registries and their moderators, and notes that no key of ours opens"""
    op.execute("set local lock_timeout = '2s'")
    tables()
    for table in ("signing_key", "sealing_key"):
        op.execute(f"alter table {table} owner to {OWNER}")
        op.execute(f"alter table {table} enable row level security, force row level security")
        op.execute(f"create policy genuine on {table} as restrictive to {ORG}, {CASE} using ((select public.genuine()))")
        policy(table, OWNER, "insert", "true")  # what stands before anybody acts: the keys of a demo
    op.execute(f"grant select, insert on signing_key, sealing_key to {ORG}")
    op.execute(f"grant select on signing_key to {CASE}")
    op.execute(f"grant select, insert on sealing_key to {CASE}")
    for command in ("select", "insert"):
        policy("signing_key", ORG, command, OF_MY_REGISTRY)
    policy("signing_key", CASE, "select", OF_MY_REGISTRATIONS)
    policy("sealing_key", ORG, "select", OF_MY_REGISTRY)
    policy("sealing_key", ORG, "insert", f"{OF_MY_REGISTRY} and holder_id = public.me() and kind = 'recovery' and {JUST_REGISTERED}")
    policy("sealing_key", CASE, "select", f"({MINE}) or (kind = 'recovery' and {OF_MY_REGISTRATIONS})")
    policy("sealing_key", CASE, "insert", f"{MINE} and {JUST_REGISTERED}")
    # What a key is never changes. A moderator proves their own and signs for none; a registry signs what was proven.
    op.execute(f"grant update (etag, state, attempts, proven_at) on sealing_key to {CASE}")
    policy("sealing_key", CASE, "update", f"{MINE} and state = 'registered'", f"{MINE} and state <> 'countersigned'")
    signed = "countersignature, signing_key_id, countersigned_at"
    op.execute(f"grant update (etag, state, attempts, proven_at, {signed}) on sealing_key to {ORG}")
    to_prove = "state = 'registered' and holder_id = public.me()"
    policy("sealing_key", ORG, "update", f"{OF_MY_REGISTRY} and ({to_prove} or state in ('proven', 'countersigned'))", OF_MY_REGISTRY)
    op.add_column("note", sa.Column("sealed", sa.LargeBinary(), nullable=True), schema="conf")
    op.alter_column("note", "text", nullable=True, schema="conf")
    op.execute("alter table conf.note add constraint ck_note_open_or_sealed check (num_nonnulls(text, sealed) = 1) not valid")
    op.execute("alter table conf.note validate constraint ck_note_open_or_sealed")
    op.execute(f"grant update (sealed) on conf.note to {CASE}")


def tables() -> None:
    """The two tables of keys."""
    op.create_table(
        "signing_key",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kid", sa.String(length=200), nullable=False),
        sa.Column("public_key", JSONB(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_signing_key_organisation_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_signing_key_together")),
        sa.UniqueConstraint("organisation_id", "kid", name=op.f("uq_signing_key_organisation_id_kid")),
    )
    op.create_index("ix_signing_key_organisation", "signing_key", ["organisation_id", "created_at", "id"])
    op.create_table(
        "sealing_key",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("moderator_id", sa.Uuid(), nullable=True),
        sa.Column("kid", sa.String(length=200), nullable=False),
        sa.Column("public_key", JSONB(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("challenge", sa.Text(), nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("countersignature", sa.Text(), nullable=True),
        sa.Column("signing_key_id", sa.Uuid(), nullable=True),
        sa.Column("countersigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('moderator', 'recovery')", name=op.f("ck_sealing_key_kind")),
        sa.CheckConstraint("state in ('registered', 'proven', 'countersigned', 'spent')", name=op.f("ck_sealing_key_state")),
        sa.CheckConstraint("(kind = 'moderator') = (moderator_id is not null)", name=op.f("ck_sealing_key_whose")),
        sa.CheckConstraint("(state in ('proven', 'countersigned')) = (proven_at is not null)", name=op.f("ck_sealing_key_proven")),
        sa.CheckConstraint("(state = 'countersigned') = (countersigned_at is not null)", name=op.f("ck_sealing_key_countersigned")),
        sa.CheckConstraint(
            "num_nonnulls(countersignature, countersigned_at, signing_key_id) in (0, 3)", name=op.f("ck_sealing_key_signed")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_sealing_key_organisation_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "moderator_id"],
            ["moderator.organisation_id", "moderator.id"],
            name=op.f("fk_sealing_key_moderator_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "signing_key_id"],
            ["signing_key.organisation_id", "signing_key.id"],
            name=op.f("fk_sealing_key_signing_key_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealing_key")),
    )
    op.create_index("ix_sealing_key_organisation", "sealing_key", ["organisation_id", "created_at", "id"])
    op.create_index("ix_sealing_key_in_force", "sealing_key", ["organisation_id", "kind", "moderator_id", "countersigned_at"])
    op.create_index(
        "uq_sealing_key_proven", "sealing_key", ["organisation_id", "kid"], unique=True, postgresql_where=sa.text("proven_at is not null")
    )


def downgrade() -> None:
    """Only while no note is sealed: what nobody here can open cannot be made plain, and is not thrown away."""
    op.execute("alter table conf.note no force row level security")
    op.execute("alter table conf.note alter column text set not null")
    op.execute("alter table conf.note force row level security")
    op.drop_constraint("ck_note_open_or_sealed", "note", schema="conf")
    op.drop_column("note", "sealed", schema="conf")
    op.drop_table("sealing_key")
    op.drop_table("signing_key")


def policy(table: str, role: str, command: str, rows: str, left: str | None = None) -> None:
    """Which rows this command reaches, and which it may leave behind: the same, unless others are named."""
    name = f"{role.removeprefix('herstel_')}_{command}"
    using = "" if command == "insert" else f" using ({rows})"
    check = "" if command == "select" else f" with check ({left or rows})"
    op.execute(f"create policy {name} on {table} for {command} to {role}{using}{check}")
