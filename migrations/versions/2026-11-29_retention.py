"""retention: what has been kept long enough goes, and a certificate stays; every part of a case is sealed with keys of its own"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from alembic import context, op

revision: str = "7d1f4b0ce8a3"
down_revision: str | None = "3f8a61d9c7b2"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OWNER, ORG, CASE, JOB = "herstel_owner", "herstel_org", "herstel_case", "herstel_job"
IN_A_CASE_OF_MINE = "case_id = any (array(select conf.my_cases()))"
OF_MY_REGISTRY = "registry_id = public.my_organisation() and public.my_role() = 'registrar'"
TERMS = {"notes_months": 12, "private_months": 12, "shared_months": 24, "referral_months": 6, "access_log_months": 60}
PARTS = "notes private process_and_shared not_taken_up access_log party".split()

# Whose rows are one party's and the moderator's.
PRIVATE = """
    attribution behaviour_experience contestation evaluation guardian_particulars one_time_code party_particulars private_grant
    private_harm private_need readiness_declaration reopening_request safety_assessment statement talk told_exception
""".split()
NOTES = ["note"]
BROUGHT_IN = "referral request proposed_contact proposed_person proposed_moderator independence offer".split()
SHARED = """
    admission agreement agreement_confirmation appointment appointment_acceptance attendance classification commitment
    commitment_acceptance disclosure disclosure_consent disclosure_request disclosure_text disclosure_veto erasure follow_up
    gate_announcement
    group_harm guardian_consent harm idea introduction legal_hold mandate mandate_acceptance mandate_comment need
    organisational_support outcome_confirmation place_ending presence process reconfirmation record_approval release released_item
    safety_exception session session_record shared_experience spokesperson_choice successor_proposal support_confirmation true_state
""".split()
# To these the read log refers, and the seats: their ids stay as long as it does.
PEOPLE = "party guardian companion group_member".split()
LOG = "access_event invitation secrecy_acceptance seat".split()
ACTS = ["case_audit_event"]
OUTSIDE = {*BROUGHT_IN, "released_item", "seat", "case"}
# What other functions look at already.
LOOKED_AT = ("seat", "case", "offer", "proposed_person", "true_state", "appointment", "reopening_request")
CHANGED = ("party", "guardian", "companion", "introduction", "group_member", "seat", "invitation", "classification", "proposed_person")

# In this function's name rows go that nobody may delete: for the worker alone, and for whoever proves to be it.
FORGET = """
    create function conf.forget(of_case uuid, part text, of_party uuid) returns uuid
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    declare
        led_by uuid;
        named text;
    begin
        if not public.genuine() or public.my_role() is distinct from 'worker' then
            raise insufficient_privilege;
        end if;
        select m.organisation_id into led_by from public.seat s join public.moderator m on m.principal_id = s.principal_id
            where s.case_id = of_case and s.role = 'moderator' order by s.created_at desc limit 1;
        if part = 'party' then
            perform conf.forget_party(of_case, of_party);
            return led_by;
        end if;
        if part in ('notes', 'process_and_shared') then
            delete from conf.note where case_id = of_case;
        end if;
        if part in ('private', 'process_and_shared') then
            foreach named in array {private} loop
                execute format('delete from conf.%I where case_id = $1', named) using of_case;
            end loop;
            delete from public.proposed_contact where case_id = of_case;
            update conf.companion set contact = null where case_id = of_case;
        end if;
        if part in ('process_and_shared', 'not_taken_up') then
            update public.seat s set ended_at = a.ended_at from conf.appointment a
                where a.id = s.id and s.case_id = of_case and s.ended_at is null and a.ended_at is not null;
            update conf.party set proposed_person_id = null, display_name = '' where case_id = of_case;
            update conf.guardian set display_name = '' where case_id = of_case;
            update conf.companion set display_name = '', contact = null where case_id = of_case;
            update conf.group_member set display_name = '' where case_id = of_case and display_name is not null;
            foreach named in array {shared} loop
                execute format('delete from %s where case_id = $1', named) using of_case;
            end loop;
        end if;
        if part = 'access_log' then
            update conf.classification set recurrence_of_case_id = null where recurrence_of_case_id = of_case;
            -- A row that has no place in the tree yet is never seen to have been dropped by the service.
            delete from conf.case_audit_event where case_id = of_case and leaf_index is not null;
            foreach named in array {log} loop
                execute format('delete from %s where case_id = $1', named) using of_case;
            end loop;
            delete from public."case" where id = of_case;
        end if;
        return led_by;
    end $$
"""
FORGET_PARTY = """
    create function conf.forget_party(of_case uuid, of_party uuid) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    declare
        named text;
    begin
        update public.seat set ended_at = now() where case_id = of_case and ended_at is null and (party_id = of_party
            or guardian_id in (select id from conf.guardian where party_id = of_party)
            or companion_id in (select id from conf.companion where party_id = of_party)
            or member_id in (select id from conf.group_member where party_id = of_party));
        update conf.invitation set voided_at = now() where case_id = of_case and voided_at is null and (party_id = of_party
            or guardian_id in (select id from conf.guardian where party_id = of_party)
            or companion_id in (select id from conf.companion where party_id = of_party)
            or member_id in (select id from conf.group_member where party_id = of_party));
        delete from conf.attribution where case_id = of_case and told_by_party_id = of_party;
        -- What was asked goes when it is done; it outlives what was said in private, as a name stands for longer.
        delete from conf.erasure where case_id = of_case and party_id = of_party;
        foreach named in array {private} loop
            execute format('delete from conf.%I where case_id = $1 and party_id = $2', named) using of_case, of_party;
        end loop;
        update conf.guardian set display_name = '' where party_id = of_party;
        update conf.companion set display_name = '', contact = null, ended_at = coalesce(ended_at, now()) where party_id = of_party;
        update conf.introduction set display_name = '', ended_at = coalesce(ended_at, now()) where party_id = of_party;
        delete from public.proposed_contact where proposed_person_id = (select proposed_person_id from conf.party where id = of_party);
        update public.proposed_person set name_key = null where id = (select proposed_person_id from conf.party where id = of_party);
    end $$
"""
# What has a key of its own from now on: the table, its sealed columns, and whose key it is.
RESEALED = {
    "conf.note": ("text sealed", "notes {case_id}"),
    "conf.party": ("display_name", "{id}"),
    "conf.guardian": ("display_name", "{party_id}"),
    "conf.companion": ("display_name contact", "{party_id}"),
    "conf.introduction": ("display_name", "{party_id}"),
    "conf.party_particulars": ("contact communication_needs", "private {party_id}"),
    "conf.guardian_particulars": ("contact", "private {party_id}"),
    "conf.safety_assessment": ("measures", "private {party_id}"),
    "conf.statement": ("text", "private {party_id}"),
    "conf.behaviour_experience": ("text", "private {party_id}"),
    "conf.attribution": ("text", "private {told_by_party_id}"),
    "conf.private_harm": ("text", "private {party_id}"),
    "conf.private_need": ("text", "private {party_id}"),
    "conf.talk": ("goal", "private {party_id}"),
    "conf.evaluation": ("remark", "private {party_id}"),
    "conf.told_exception": ("facts alternatives recipient text", "private {party_id}"),
    "public.proposed_contact": ("address", "{proposed_person_id}"),
}
_PARTS = UUID("0c6c2a52-4c0b-4a0d-9d0a-7f5a4e0b61d3")


def upgrade() -> None:
    """retention: what has been kept long enough goes, and a certificate stays; every part of a case is sealed with keys of its own"""
    op.execute("set local lock_timeout = '2s'")
    with_terms()
    op.add_column("party", sa.Column("erased_on", sa.Date(), nullable=True), schema="conf")
    op.add_column("true_state", sa.Column("closed_on", sa.Date(), nullable=True), schema="conf")
    erasures()
    certificates()
    with unforced("conf.true_state"):
        op.execute("""
            update conf.true_state t set closed_on = c.closed_on from public."case" c where c.id = t.case_id and t.state = 'closed'
        """)
    op.execute(f"grant select (erased_on) on conf.party to {JOB}")
    op.execute(f"grant select (closed_on), update (closed_on) on conf.true_state to {JOB}")
    op.execute(f"grant update (closed_on) on conf.true_state to {CASE}")
    op.execute(f"grant update (etag, display_name, erased_on, left_on) on conf.party to {JOB}")
    policy("conf.party", JOB, "update", "true")
    forgetting()
    sealed_anew()


def with_terms() -> None:
    """For how long what is kept, for organisations and for the cases that stand."""
    for name, months in TERMS.items():
        op.add_column("organisation_settings", sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text(str(months))))
        op.alter_column("organisation_settings", name, server_default=None)
        op.execute(f"grant update ({name}) on public.organisation_settings to {ORG}")
    with unforced('public."case"'):
        said = ", ".join(f'"{name}": {months}' for name, months in TERMS.items())
        op.execute(f"""update public."case" set terms = (terms::jsonb || '{{{said}}}')::json""")


def erasures() -> None:
    """What parties ask."""
    op.create_table(
        "erasure",
        *born(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        schema="conf",
    )
    later: dict[str, Any] = {"source_schema": "conf", "deferrable": True, "initially": "DEFERRED"}
    op.create_foreign_key("fk_erasure_case_id", "erasure", "case", ["organisation_id", "case_id"], ["organisation_id", "id"], **later)
    here, there = ["organisation_id", "case_id", "party_id"], ["organisation_id", "case_id", "id"]
    op.create_foreign_key("fk_erasure_party_id", "erasure", "party", here, there, referent_schema="conf", **later)
    op.create_index("ix_erasure_case", "erasure", ["case_id", "created_at", "id"], schema="conf")
    op.create_index("ix_erasure_party_id", "erasure", ["party_id"], schema="conf")
    op.create_index("ix_erasure_asked", "erasure", ["due_on", "id"], schema="conf", postgresql_where=sa.text("withdrawn_at is null"))
    walled("conf.erasure", CASE, JOB)
    op.execute(f"grant select, insert on conf.erasure to {CASE}")
    op.execute(f"grant update (etag, withdrawn_at) on conf.erasure to {CASE}")
    for command in ("select", "insert", "update"):
        policy("conf.erasure", CASE, command, IN_A_CASE_OF_MINE)
    op.execute(f"grant select on conf.erasure to {JOB}")
    policy("conf.erasure", JOB, "select", "true")


def certificates() -> None:
    """What stays of what is gone: neither a case nor a party need stand for it."""
    name = "destruction_certificate"
    among = ", ".join(f"'{part}'" for part in PARTS)
    whose = ["organisation_id", "case_id", "part", "party_id"]
    op.create_table(
        name,
        *born(),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid()),
        sa.Column("registry_id", sa.Uuid()),
        sa.Column("part", sa.String(40), nullable=False),
        sa.Column("destroyed_on", sa.Date(), nullable=False),
        sa.Column("owners", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(f"part in ({among})", name=op.f(f"ck_{name}_part")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint(*whose, name=op.f(f"uq_{name}_{'_'.join(whose)}"), postgresql_nulls_not_distinct=True),
    )
    op.create_index(f"ix_{name}_case", name, ["case_id", "created_at", "id"])
    op.create_index(f"ix_{name}_registry", name, ["registry_id", "created_at", "id"])
    op.execute(f"alter table {name} alter note set statistics 0")
    walled(f"public.{name}", ORG, CASE, JOB)
    op.execute(f"grant select on {name} to {ORG}, {CASE}")
    op.execute(f"grant select, insert on {name} to {JOB}")
    policy(f"public.{name}", ORG, "select", OF_MY_REGISTRY)
    policy(f"public.{name}", CASE, "select", IN_A_CASE_OF_MINE)
    policy(f"public.{name}", JOB, "select", "true")
    policy(f"public.{name}", JOB, "insert", "true")


def forgetting() -> None:
    """The two functions, and what they may do in the name of the tables' owner."""
    tables = [*PRIVATE, *NOTES, *BROUGHT_IN, *SHARED, *PEOPLE, *LOG, *ACTS, "case"]
    for table in tables:
        if table not in LOOKED_AT:
            policy(at(table), OWNER, "select", "true")
        policy(at(table), OWNER, "delete", "true")
    for table in CHANGED:
        policy(at(table), OWNER, "update", "true")
    policy("public.moderator", OWNER, "select", "true")
    lists = {
        "private": array(PRIVATE),
        "shared": array(at(table) for table in (*BROUGHT_IN, *SHARED)),
        "log": array(at(table) for table in (*LOG, *PEOPLE)),
    }
    for function, signature in ((FORGET_PARTY, "conf.forget_party(uuid, uuid)"), (FORGET, "conf.forget(uuid, text, uuid)")):
        op.execute(function.format(**lists))
        op.execute(f"alter function {signature} owner to {OWNER}")
        op.execute(f"revoke all on function {signature} from public")
    op.execute(f"grant execute on function conf.forget(uuid, text, uuid) to {JOB}")


def sealed_anew() -> None:
    """Every envelope that has a key of its own from now on, and those keys for whoever has said nothing yet."""
    content, connection = context.config.attributes["content"], op.get_bind()
    with unforced(*RESEALED, 'public."case"'):
        for (case_id,) in connection.execute(sa.text('select id from public."case"')).all():
            content.bear(case_id, uuid5(_PARTS, f"notes {case_id}"))
        for (party_id,) in connection.execute(sa.text("select id from conf.party")).all():
            content.bear(party_id, uuid5(_PARTS, f"private {party_id}"))
        for table, column, row, owner in each():
            seal_anew(table, column, row, row["case_id"], owner)
    for table, (columns, _) in RESEALED.items():
        write_anew(table, columns.split()[0])


def write_anew(table: str, column: str) -> None:
    """Leave nothing of the former envelopes in the table's files: the key of the case opens them for longer than what they hold is kept."""
    # An update leaves the former row where it was; a type that has to be worked out writes the whole table anew, without those.
    op.execute(f"alter table {table} alter column {column} type bytea using {column} || ''::bytea")


def each() -> Iterator[tuple[str, str, sa.RowMapping, UUID]]:
    """Every envelope that is not under the key of its case: its table, column and row, and whose key it has."""
    for table, (columns, whose) in RESEALED.items():
        for column in columns.split():
            asked = f"select * from {table} where {column} is not null and {column} <> '' order by id"
            for row in op.get_bind().execute(sa.text(asked)).mappings().all():
                yield table, column, row, whose_key(whose, row)


def seal_anew(table: str, column: str, row: sa.RowMapping, of: UUID, under: UUID) -> None:
    """The same words in the same place, under another key."""
    place = (row["organisation_id"], row["case_id"], table.split(".")[1], row["id"], column)
    fresh = context.config.attributes["content"].reseal(row[column], *place, of=of, under=under)
    op.get_bind().execute(sa.text(f"update {table} set {column} = :fresh where id = :id"), {"fresh": fresh, "id": row["id"]})


def whose_key(whose: str, row: sa.RowMapping) -> UUID:
    """The owner of the key of this row; of what the moderator brought and no party did, the case."""
    word, _, column = whose.rpartition("{")
    id = row[column.rstrip("}")] or row["case_id"]
    return uuid5(_PARTS, f"{word}{id}") if word else UUID(str(id))


def born() -> tuple[sa.Column[object], ...]:
    """What every row has, and whose organisation's it is."""
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
    )


def walled(table: str, *roles: str) -> None:
    """Nobody's but the owner's, and for whoever proves who they are."""
    op.execute(f"alter table {table} owner to {OWNER}")
    op.execute(f"alter table {table} enable row level security, force row level security")
    op.execute(f"create policy genuine on {table} as restrictive to {', '.join(roles)} using ((select public.genuine()))")
    policy(table, OWNER, "insert", "true")


def policy(table: str, role: str, command: str, rows: str) -> None:
    """Which rows this command reaches, and may leave behind."""
    using = "" if command == "insert" else f" using ({rows})"
    check = f" with check ({rows})" if command in {"insert", "update"} else ""
    op.execute(f"create policy {role.removeprefix('herstel_')}_{command} on {table} for {command} to {role}{using}{check}")


@contextmanager
def unforced(*tables: str) -> Iterator[None]:
    """Meanwhile the owner, for whom this runs, sees the rows."""
    for table in tables:
        op.execute(f"alter table {table} no force row level security")
    yield
    # What is due at the end of the transaction would keep the tables from being changed.
    op.execute("set constraints all immediate")
    for table in tables:
        op.execute(f"alter table {table} force row level security")


def at(table: str) -> str:
    """The table with its schema."""
    return f'public."{table}"' if table in OUTSIDE else f"conf.{table}"


def array(names: Iterator[str] | Sequence[str]) -> str:
    """A list of names, as SQL."""
    return "array[" + ", ".join(f"'{name}'" for name in names) + "]"


def downgrade() -> None:
    """Only while nothing was destroyed: without certificates nobody would know that it was."""
    op.execute("""
        do $$ begin if exists (select from public.destruction_certificate) then
            raise exception 'only for a database of which nothing was destroyed';
        end if; end $$
    """)
    with unforced(*RESEALED):
        for table, column, row, owner in each():
            seal_anew(table, column, row, owner, row["case_id"])
    op.execute("drop function conf.forget(uuid, text, uuid)")
    op.execute("drop function conf.forget_party(uuid, uuid)")
    for table in CHANGED:
        op.execute(f"drop policy owner_update on {at(table)}")
    for table in (*PRIVATE, *NOTES, *BROUGHT_IN, *SHARED, *PEOPLE, *LOG, *ACTS, "case"):
        op.execute(f"drop policy owner_delete on {at(table)}")
        if table not in LOOKED_AT:
            op.execute(f"drop policy owner_select on {at(table)}")
    op.execute("drop policy owner_select on public.moderator")
    op.execute("drop policy job_update on conf.party")
    op.execute(f"revoke update (etag, display_name, left_on) on conf.party from {JOB}")
    op.drop_table("destruction_certificate")
    op.drop_table("erasure", schema="conf")
    op.drop_column("true_state", "closed_on", schema="conf")
    op.drop_column("party", "erased_on", schema="conf")
    for name in TERMS:
        op.drop_column("organisation_settings", name)
    op.execute(f"""update public."case" set terms = (terms::jsonb - array[{", ".join(f"'{name}'" for name in TERMS)}])::json""")
