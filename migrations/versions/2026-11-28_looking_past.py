"""looking past: what the planner knows and what a search costs tell less to whoever proves nothing"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5e0a7b93d1c4"
down_revision: str | None = "d41c8f2b96e7"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CASE = "herstel_case"
# Row security hides a row, and not that a search met it: what is cheap is compared before the seats are asked. What is of no cost is asked
# first, so that whoever proves nothing learns of what lies in no index nothing by it.
UNASKED = f"""
    select tablename from pg_policies where schemaname = 'conf' and '{CASE}' = any (roles)
    except select tablename from pg_policies where schemaname = 'conf' and '{CASE}' = any (roles) and permissive = 'RESTRICTIVE'
    order by 1
"""
# Names, numbers from elsewhere, digests, and when somebody was born: of these the planner keeps no samples. Everybody may ask it for an
# estimate, and by asking often enough would read a sample letter by letter. Nothing is planned by them.
UNSAMPLED = {
    "public.organisation": {"name": "varchar(200)"},
    "public.unit": {"name": "varchar(200)"},
    "public.person": {"name": "varchar(200)"},
    "public.moderator": {"name": "varchar(200)"},
    'public."case"': {"moderator_name": "varchar(200)"},
    "public.offer": {"moderator_name": "varchar(200)"},
    "public.proposed_moderator": {"name": "varchar(200)"},
    "public.referral": {"external_id": "varchar(100)"},
    "public.signing_key": {"kid": "varchar(200)", "proof": "text"},
    "public.sealing_key": {"kid": "varchar(200)", "challenge": "text", "secret_digest": "varchar(64)", "countersignature": "text"},
    "conf.appointment": {"name": "varchar(200)"},
    "conf.successor_proposal": {"name": "varchar(200)"},
    "conf.invitation": {"pin_digest": "varchar(200)", "refresh_digest": "varchar(64)"},
    "conf.one_time_code": {"code_digest": "varchar(64)"},
    "conf.secrecy_acceptance": {"text_hash": "varchar(64)"},
    "conf.party_particulars": {"born_on": "date"},
}


def upgrade() -> None:
    """looking past: what the planner knows and what a search costs tell less to whoever proves nothing"""
    op.execute("set local lock_timeout = '2s'")
    for (table,) in op.get_bind().execute(sa.text(UNASKED)).all():
        op.execute(f'create policy proved on conf."{table}" as restrictive to {CASE} using ((select public.genuine()))')
    for table, columns in UNSAMPLED.items():
        for column, kind in columns.items():
            # The same type again: nothing is rewritten, and the samples that were taken so far are dropped.
            op.execute(f"alter table {table} alter {column} type {kind}, alter {column} set statistics 0")


def downgrade() -> None:
    """The seats alone are asked again, and samples are taken."""
    for table, columns in UNSAMPLED.items():
        for column in columns:
            op.execute(f"alter table {table} alter {column} set statistics -1")
    proved = "select tablename from pg_policies where schemaname = 'conf' and policyname = 'proved'"
    for (table,) in op.get_bind().execute(sa.text(proved)).all():
        op.execute(f'drop policy proved on conf."{table}"')
