"""disclosure: letters of those outside, the words that would leave, exceptions and holds"""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "9a4f6c20be71"
down_revision: str | None = "5e0a7b93d1c4"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OWNER, CASE, JOB = "herstel_owner", "herstel_case", "herstel_job"
IN_A_CASE_OF_MINE = "case_id = any (array(select conf.my_cases()))"
# Who led before has no seat any more: they see what they are asked, answer it, and see their answer.
ASKED_OF_ME = "principal_id = public.me()"
ANSWERED_BY_ME = "veto_id in (select id from conf.disclosure_veto where principal_id = public.me())"
EVERY = "id, etag, created_at, organisation_id, case_id"

GROUNDS = ("acute_danger", "meldcode", "statutory_duty", "court_order", "own_complaint_defence")
STATES = ("open", "released", "secrecy_invoked")
LATER: dict[str, Any] = {"deferrable": True, "initially": "DEFERRED"}

# Each table: what it holds that somebody said, and its other columns.
SAID = {
    "disclosure_request": "recipient purpose asks",
    "disclosure_text": "text text_hash",
    "disclosure_veto": "recipient purpose text text_hash",
    "disclosure_consent": "",
    "disclosure": "recipient purpose text text_hash",
    "safety_exception": "facts alternatives recipient text why_not_yet?",
    "told_exception": "facts alternatives recipient text",
    "legal_hold": "reason why_lifted?",
}
# Within a case each of these refers to another row of it: the column and where it leads.
REFERS_TO: dict[str, dict[str, str]] = {
    "disclosure_text": {"request_id": "disclosure_request", "appointment_id": "appointment"},
    "disclosure_veto": {"request_id": "disclosure_request", "text_id": "disclosure_text", "appointment_id": "appointment"},
    "disclosure_consent": {
        "request_id": "disclosure_request",
        "party_id?": "party",
        "guardian_id?": "guardian",
        "appointment_id?": "appointment",
        "veto_id?": "disclosure_veto",
    },
    "disclosure": {"request_id": "disclosure_request"},
    "told_exception": {"exception_id": "safety_exception", "party_id": "party"},
}
INDEXED: dict[str, tuple[str, ...]] = {
    "disclosure_text": ("request_id",),
    "disclosure_veto": ("text_id",),
    "disclosure_consent": ("request_id", "veto_id"),
    "disclosure": ("request_id",),
    "told_exception": ("exception_id",),
}
TOGETHER = ("disclosure_request", "disclosure_text", "disclosure_veto", "safety_exception")
# What a deed changes later; all else in these tables stands as it was written.
CHANGED = {
    "disclosure_request": "etag, state, text_version, asked_at",
    "disclosure_veto": "etag, closed_at",
    "legal_hold": "etag, lifted_at, why_lifted",
}
WORKER_READS = {
    "disclosure_request": f"{EVERY}, received_on, due_on, state, text_version, asked_at",
    "legal_hold": f"{EVERY}, lifted_at",
}


def upgrade() -> None:
    """disclosure: letters of those outside, the words that would leave, exceptions and holds"""
    with_a_term()
    for name in SAID:
        made(name)
    for name in SAID:
        referring(name)
        walled(name)
    for name, columns in WORKER_READS.items():
        op.execute(f"grant select ({columns}) on conf.{name} to {JOB}")
        policy(name, JOB, "select", "true")
    op.execute(f"grant update (etag, state) on conf.disclosure_request to {JOB}")
    policy("disclosure_request", JOB, "update", "true")


def with_a_term() -> None:
    """How long those concerned have at the least, for organisations and for the cases that stand."""
    op.add_column("organisation_settings", sa.Column("disclosure_days", sa.Integer(), nullable=False, server_default=sa.text("14")))
    op.alter_column("organisation_settings", "disclosure_days", server_default=None)
    # A column that was added afterwards has its own grant where whole tables were not granted.
    op.execute("grant update (disclosure_days) on public.organisation_settings to herstel_org")
    op.execute("""update public."case" set terms = (terms::jsonb || '{"disclosure_days": 14}')::json""")


def made(name: str) -> None:
    """A table with its keys, checks and indexes."""
    said = [sa.Column(column.rstrip("?"), sa.LargeBinary(), nullable=column.endswith("?")) for column in SAID[name].split()]
    refers = [sa.Column(column.rstrip("?"), sa.Uuid(), nullable=column.endswith("?")) for column in REFERS_TO.get(name, {})]
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        *refers,
        *OTHERS[name](),
        *said,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        schema="conf",
    )
    op.create_index(f"ix_{name}_case", name, ["case_id", "created_at", "id"], schema="conf")
    for column in INDEXED.get(name, ()):
        op.create_index(f"ix_{name}_{column}", name, [column], schema="conf")
    if name in TOGETHER:
        op.create_unique_constraint(f"uq_{name}_together", name, ["organisation_id", "case_id", "id"], schema="conf")
    for key in UNIQUE.get(name, ()):
        op.create_unique_constraint(op.f(f"uq_{name}_{'_'.join(key)}"), name, list(key), schema="conf")
    for index, columns, where in PARTIAL.get(name, ()):
        op.create_index(index, name, columns, schema="conf", postgresql_where=sa.text(where) if where else None)


UNIQUE: dict[str, tuple[tuple[str, ...], ...]] = {
    "disclosure_text": (("organisation_id", "request_id", "version"),),
    "disclosure_veto": (("organisation_id", "text_id", "appointment_id"),),
    "disclosure": (("organisation_id", "request_id"),),
    "told_exception": (("organisation_id", "exception_id", "party_id"),),
}
PARTIAL: dict[str, tuple[tuple[str, list[str], str | None], ...]] = {
    "disclosure_request": (("ix_disclosure_request_open", ["created_at", "id"], "state = 'open'"),),
    "disclosure_veto": (("ix_disclosure_veto_principal", ["principal_id", "created_at", "id"], None),),
    "legal_hold": (("ix_legal_hold_standing", ["case_id"], "lifted_at is null"),),
}


def choice(table: str, column: str, values: Sequence[str]) -> list[sa.schema.SchemaItem]:
    """Text with a CHECK."""
    said = ", ".join(f"'{value}'" for value in values)
    return [
        sa.Column(column, sa.String(length=40), nullable=False),
        sa.CheckConstraint(f"{column} in ({said})", name=op.f(f"ck_{table}_{column}")),
    ]


OTHERS: dict[str, Callable[[], list[sa.schema.SchemaItem]]] = {
    "disclosure_request": lambda: [
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        *choice("disclosure_request", "state", STATES),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
    ],
    "disclosure_text": lambda: [sa.Column("version", sa.Integer(), nullable=False)],
    "disclosure_veto": lambda: [
        sa.Column("principal_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
    ],
    "disclosure_consent": lambda: [
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("yes", sa.Boolean(), nullable=False),
        sa.Column("letter_changed", sa.Boolean(), nullable=False),
        sa.Column("assisted", sa.Boolean(), nullable=False),
        sa.CheckConstraint("num_nonnulls(party_id, guardian_id, veto_id) < 2", name=op.f("ck_disclosure_consent_by_one")),
        sa.CheckConstraint("version is not null or letter_changed", name=op.f("ck_disclosure_consent_to_words")),
    ],
    "disclosure": lambda: [sa.Column("released_on", sa.Date(), nullable=False)],
    "safety_exception": lambda: choice("safety_exception", "ground", GROUNDS),
    "told_exception": lambda: [sa.Column("told_on", sa.Date(), nullable=False), *choice("told_exception", "ground", GROUNDS)],
    "legal_hold": lambda: [sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True)],
}


def referring(name: str) -> None:
    """Whatever it refers to is of the same organisation, and in the same case."""
    op.create_foreign_key(
        f"fk_{name}_case_id", name, "case", ["organisation_id", "case_id"], ["organisation_id", "id"], source_schema="conf", **LATER
    )
    for spelled, target in REFERS_TO.get(name, {}).items():
        column, there = spelled.rstrip("?"), ["organisation_id", "case_id", "id"]
        here = ["organisation_id", "case_id", column]
        op.create_foreign_key(f"fk_{name}_{column}", name, target, here, there, source_schema="conf", referent_schema="conf", **LATER)


def walled(name: str) -> None:
    """Who has a seat in the case; and beside them who led it before, for what they are asked and what they answer."""
    op.execute(f"alter table conf.{name} owner to {OWNER}")
    op.execute(f"alter table conf.{name} enable row level security, force row level security")
    roles = f"{CASE}, {JOB}" if name in WORKER_READS else CASE
    op.execute(f"create policy genuine on conf.{name} as restrictive to {roles} using ((select public.genuine()))")
    policy(name, OWNER, "insert", "true")
    beside = {"disclosure_veto": f" or {ASKED_OF_ME}", "disclosure_consent": f" or {ANSWERED_BY_ME}"}.get(name, "")
    op.execute(f"grant select, insert on conf.{name} to {CASE}")
    policy(name, CASE, "select", IN_A_CASE_OF_MINE + beside)
    policy(name, CASE, "insert", IN_A_CASE_OF_MINE + (beside if name == "disclosure_consent" else ""))
    if name in CHANGED:
        op.execute(f"grant update ({CHANGED[name]}) on conf.{name} to {CASE}")
        policy(name, CASE, "update", IN_A_CASE_OF_MINE)


def policy(table: str, role: str, command: str, rows: str) -> None:
    """Which rows this command reaches, and may leave behind."""
    using = "" if command == "insert" else f" using ({rows})"
    check = "" if command == "select" else f" with check ({rows})"
    op.execute(f"create policy {role.removeprefix('herstel_')}_{command} on conf.{table} for {command} to {role}{using}{check}")


def downgrade() -> None:
    """Take it back."""
    for name in reversed(SAID):
        op.drop_table(name, schema="conf")
    op.drop_column("organisation_settings", "disclosure_days")
    op.execute("""update public."case" set terms = (terms::jsonb - 'disclosure_days')::json""")
