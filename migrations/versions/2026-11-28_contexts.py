"""contexts: who acts is proved, so that a runtime role's password alone opens nothing"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "91f0c7d4a26e"
down_revision: str | None = "0b7d63e9f2a5"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ORG, CASE, JOB = "herstel_org", "herstel_case", "herstel_job"
RUNTIME = f"{ORG}, {CASE}, {JOB}"

# For these roles the policies ask who acts; everywhere else the seats do, and those are found for a proved context only.
ASKED = {
    ORG: """
        organisation unit person organisation_settings qualification referral request proposed_person proposed_moderator
        independence proposed_contact offer case moderator tie seat released_item
    """.split(),
    CASE: """
        referral request proposed_person proposed_contact proposed_moderator independence offer case released_item moderator
        tie person seat invitation successor_proposal access_event
    """.split(),
}
WALLED = """
    select distinct schemaname, tablename, role from pg_policies, unnest(roles) role
    where schemaname in ('public', 'conf') and tablename not in ('key_store', 'context_key') order by 1, 2, 3
"""

# The empty settings of a transaction that never said who acts hash like any other; without a key nothing is genuine.
GENUINE = """
    create function public.genuine() returns boolean language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
    begin
        return exists (select from public.context_key k where current_setting('herstel.proof', true) = encode(
            sha256(k.outer_block || sha256(k.inner_block || convert_to(concat_ws(E'\\n', session_user,
                coalesce(current_setting('herstel.me', true), ''), coalesce(current_setting('herstel.organisation', true), ''),
                coalesce(current_setting('herstel.role', true), '')), 'UTF8'))), 'hex'));
    end $$
"""
PROVED, CLAIMED = "(select public.genuine())", "true"


def looking(proved: str) -> Sequence[str]:
    """The functions that look with the owner's eyes, for whom this holds."""
    return (
        f"""create or replace function public.lock_case(uuid) returns void
           language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
           begin perform from public."case" where id = $1 and {proved} for no key update; end $$""",
        f"""create or replace function conf.my_cases() returns setof uuid
           language sql stable security definer set search_path = pg_catalog, pg_temp
           begin atomic
               select case_id from public.seat
               where principal_id = public.me() and role = public.my_role() and ended_at is null and {proved};
           end""",
        f"""create or replace function conf.waits(offered_case uuid, offered_at timestamptz) returns boolean
           language sql stable security definer set search_path = pg_catalog, pg_temp
           begin atomic
               select (exists (select from public."case" c where c.id = offered_case and c.state = 'received')
                       or exists (select from conf.true_state t where t.case_id = offered_case and t.state <> 'closed')
                       or exists (select from conf.reopening_request r where r.case_id = offered_case and r.created_at <= offered_at))
                   and not exists (select from conf.appointment a where a.case_id = offered_case and a.declared_at >= offered_at)
                   and exists (select from public.offer o where o.case_id = offered_case and o.offered_to_id = public.me())
                   and {proved};
           end""",
    )


def upgrade() -> None:
    """contexts: who acts is proved, so that a runtime role's password alone opens nothing"""
    op.create_table(
        "context_key",
        sa.Column("inner_block", sa.LargeBinary(), nullable=False),
        sa.Column("outer_block", sa.LargeBinary(), nullable=False),
        sa.Column("alone", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.CheckConstraint("alone", name=op.f("ck_context_key_alone")),
        sa.PrimaryKeyConstraint("alone", name=op.f("pk_context_key")),
    )
    op.execute("alter table public.context_key owner to herstel_owner")
    op.execute("alter table public.context_key enable row level security, force row level security")
    op.execute("create policy owner_all on public.context_key to herstel_owner using (true)")
    op.execute(GENUINE)
    op.execute("alter function public.genuine() owner to herstel_owner")
    op.execute("revoke all on function public.genuine() from public")
    op.execute(f"grant execute on function public.genuine() to {RUNTIME}")
    for function in looking(PROVED):
        op.execute(function)
    for table, roles in asked().items():
        op.execute(f"create policy genuine on {table} as restrictive to {', '.join(roles)} using ({PROVED})")


def asked() -> dict[str, list[str]]:
    """For each table the roles to which it is open for a proved context only: the worker's are all that it has."""
    roles: dict[str, list[str]] = {}
    for schema, table, role in op.get_bind().execute(sa.text(WALLED)).all():
        if role == JOB or table in ASKED.get(role, ()):
            roles.setdefault(f'{schema}."{table}"', []).append(role)
    return roles


def downgrade() -> None:
    """What was claimed is believed again."""
    tables = "select format('%I.%I', schemaname, tablename) from pg_policies where policyname = 'genuine'"
    for (table,) in op.get_bind().execute(sa.text(tables)).all():
        op.execute(f"drop policy genuine on {table}")
    for function in looking(CLAIMED):
        op.execute(function)
    op.execute("drop function public.genuine()")
    op.drop_table("context_key")
