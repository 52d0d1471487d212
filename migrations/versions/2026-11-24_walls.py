"""walls: roles, row security, and what each role may touch"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c3d1e84b7f60"
down_revision: str | None = "7a90c2f15d3b"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OWNER, ORG, CASE, JOB = "herstel_owner", "herstel_org", "herstel_case", "herstel_job"
RUNTIME = (ORG, CASE, JOB)

IN_A_CASE_OF_MINE = "case_id = any (array(select conf.my_cases()))"
OF_MY_ORGANISATION = "organisation_id = public.my_organisation()"
BY_ME = f"{OF_MY_ORGANISATION} and proposed_by_id = public.me()"
A_CASE_THAT_I_BROUGHT = f'{OF_MY_ORGANISATION} and exists (select from public."case" c where c.id = case_id)'
REGISTERED_BY_MINE = (
    "public.my_role() = 'registrar' and role = 'moderator'"
    " and principal_id in (select principal_id from public.moderator where organisation_id = public.my_organisation())"
)
TO_A_MODERATOR = "exists (select from public.moderator m where m.id = moderator_id and m.principal_id = offered_to_id)"
THAT_HOLDS = "ended_at is null"
THAT_ENDS = "ended_at is not null"
MY_CASE = "(referred_by_id = public.me() or asked_by_id = public.me())"
TO_ME = f"{OF_MY_ORGANISATION} and public.my_role() = 'coordinator' and (addressed_to_id = public.me() or addressed_to_id is null)"

# For each role and table: what it may do (S select, I insert, U update), to which columns (all of them when none is named), and which rows.
FOR_ORGANISATIONS = {
    "organisation": ("S", "id = public.my_organisation()"),
    "unit": ("S", OF_MY_ORGANISATION),
    "person": ("S", OF_MY_ORGANISATION),
    "organisation_settings": ("S", OF_MY_ORGANISATION),
    "qualification": ("S", OF_MY_ORGANISATION),
    "referral": ("SI", f"{OF_MY_ORGANISATION} and referred_by_id = public.me()"),
    "request": ("SI", f"{OF_MY_ORGANISATION} and asked_by_id = public.me()"),
    "proposed_person": ("SI", BY_ME),
    "proposed_moderator": ("SI", BY_ME),
    "independence": ("SI", BY_ME),
    "proposed_contact": ("I", A_CASE_THAT_I_BROUGHT),
    "offer": ("I", f"{A_CASE_THAT_I_BROUGHT} and {TO_A_MODERATOR}"),
    "case": ("SI", f"{OF_MY_ORGANISATION} and {MY_CASE}"),
}
# What one says of a case stands in a case that one brought in oneself.
SAID_OF_A_CASE = "referral request proposed_person proposed_moderator independence".split()
FOR_CASES_OUTSIDE = {
    "referral": ("S", IN_A_CASE_OF_MINE),
    "request": ("S", IN_A_CASE_OF_MINE),
    "proposed_person": ("S", IN_A_CASE_OF_MINE),
    "proposed_contact": ("S", IN_A_CASE_OF_MINE),
    "proposed_moderator": ("SU", f"{IN_A_CASE_OF_MINE} or principal_id = public.me()"),
    "independence": ("S", IN_A_CASE_OF_MINE),
    "offer": ("SU", f"{IN_A_CASE_OF_MINE} or offered_to_id = public.me()"),
    "case": ("SU", "id = any (array(select conf.my_cases()))"),
    "released_item": ("SIU", IN_A_CASE_OF_MINE),
}
INSIDE = """
    access_event admission agreement agreement_confirmation appointment appointment_acceptance attendance attribution
    behaviour_experience classification commitment commitment_acceptance companion contestation evaluation follow_up
    gate_announcement group_harm group_member guardian guardian_consent guardian_particulars harm idea introduction
    invitation mandate mandate_acceptance mandate_comment need note one_time_code organisational_support
    outcome_confirmation party party_particulars place_ending presence private_grant private_harm private_need process
    readiness_declaration reconfirmation record_approval release reopening_request safety_assessment secrecy_acceptance
    session session_record shared_experience spokesperson_choice statement successor_proposal support_confirmation talk
    true_state
""".split()
OUTSIDE = """
    case independence moderator offer organisation organisation_settings person proposed_contact proposed_moderator
    proposed_person qualification referral released_item request seat tie unit
""".split()
# Who has no seat yet comes in through these: they see them and answer them, and put none in.
ALSO_INSIDE = {
    "invitation": " or invitee_id = public.me()",
    "successor_proposal": " or principal_id = public.me()",
}
# Whose a row is, and whose word it was: nobody moves a row to another case, organisation or person.
NEVER_CHANGED = """
    id created_at organisation_id case_id registry_id principal_id role guardian_id companion_id member_id invitee_id offered_to_id
    referred_by_id asked_by_id proposed_by_id author_id reader_id
""".split()
CHANGEABLE = """
    select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
    where attrelid = cast(:name as regclass) and attnum > 0 and not attisdropped and attname <> all (:never)
"""
EVERY = "id etag created_at organisation_id case_id"
# What the worker reads and writes: ids, states and dates. No column that holds what people said is ever named for reading.
WORKER_READS = {
    "case": "id etag created_at organisation_id referred_by_id asked_by_id reference setting state received_on opened_on closed_on"
    " result joint_sessions moderator_name terms",
    "seat": f"{EVERY} principal_id role party_id guardian_id companion_id member_id informed_at ended_at",
    "referral": f"{EVERY} referred_by_id external_id settled_on destroyed_on",
    "request": f"{EVERY} asked_by_id settled_on destroyed_on",
    "proposed_person": f"{EVERY} proposed_by_id person_id",
    "proposed_contact": f"{EVERY} proposed_person_id",
    "proposed_moderator": f"{EVERY} proposed_by_id moderator_id principal_id name availability",
    "independence": f"{EVERY} proposed_by_id people units principals",
    "offer": f"{EVERY} moderator_id offered_to_id moderator_name setting expertise expertise_matches concerned_people concerned_units"
    " state open_until successor",
    "process": f"{EVERY} setting phase gate gate_announced_at paused_at reopened_at",
    "true_state": f"{EVERY} state ending round_began_at answers_since",
    "classification": EVERY,
    "appointment": f"{EVERY} moderator_id name successor declared_at accepted_by_all_at ended_at",
    "appointment_acceptance": f"{EVERY} appointment_id party_id",
    "gate_announcement": f"{EVERY} gate",
    "successor_proposal": f"{EVERY} moderator_id principal_id name availability",
    "access_event": f"{EVERY} party_id reader_id reader_role read_on",
    "party": f"{EVERY} proposed_person_id kind spokesperson_id left_on",
    "party_particulars": f"{EVERY} party_id born_on",
    "invitation": f"{EVERY} role party_id guardian_id companion_id member_id invitee_id expires_at redeemed_at voided_at attempts",
    "secrecy_acceptance": f"{EVERY} party_id guardian_id companion_id member_id version assisted",
    "contestation": f"{EVERY} party_id declaration_id reconfirmation_id",
    "readiness_declaration": f"{EVERY} party_id said_at expires_at withdrawal ready informed_version",
    "safety_assessment": f"{EVERY} party_id result",
    "talk": f"{EVERY} party_id kind state planned_for",
    "reopening_request": f"{EVERY} party_id",
    "guardian": f"{EVERY} party_id own_party_id ended_on",
    "guardian_consent": f"{EVERY} guardian_id yes expires_at",
    "group_member": f"{EVERY} group_party_id party_id",
    "place_ending": f"{EVERY} party_id why",
    "introduction": f"{EVERY} party_id session_id kind admitted_by_all_at ended_at",
    "presence": f"{EVERY} session_id introduction_id",
    "mandate": f"{EVERY} version state involvement session_forms ground_rules organisation_may_know not_concerned offered_at in_force_at",
    "mandate_acceptance": f"{EVERY} mandate_id party_id guardian_id",
    "harm": f"{EVERY} party_id state discussed",
    "session": f"{EVERY} kind state appointment_id planned_for started_at ended_at",
    "reconfirmation": f"{EVERY} session_id party_id planned_for ready orally",
    "attendance": f"{EVERY} session_id party_id",
    "agreement": f"{EVERY} version state proposed_by_party_id agreed_at",
    "agreement_confirmation": f"{EVERY} agreement_id party_id",
    "commitment": f"{EVERY} agreement_id owner_party_id beneficiary_party_id kind due_on review_on state replaces_id reported_at settled_at",
    "commitment_acceptance": f"{EVERY} commitment_id party_id",
    "follow_up": f"{EVERY} held",
    "outcome_confirmation": f"{EVERY} party_id question yes",
}
WORKER_WRITES = {
    "case": "etag state closed_on result joint_sessions",
    "seat": "etag ended_at",
    "invitation": "etag voided_at",
    "process": "etag phase gate paused_at",
    "true_state": "etag state ending",
    "appointment": "etag ended_at",
    "session": "etag state ended_at",
    "talk": "etag state",
    "referral": "etag note settled_on destroyed_on",
    "request": "etag note settled_on destroyed_on",
    "proposed_person": "etag name name_key person_id",
    "proposed_contact": "etag address",
    "offer": "etag proposed_names concerned_people concerned_units",
    "independence": "etag people units principals",
}
# What the functions below look at in the owner's name: nobody logs in as the owner.
LOOKED_AT = "seat case offer proposed_person true_state appointment reopening_request".split()

FUNCTIONS = (
    # Whose transaction this is: set by the service at its beginning, gone with its end.
    """create function public.me() returns uuid language sql stable parallel safe
       return nullif(current_setting('herstel.me', true), '')::uuid""",
    """create function public.my_organisation() returns uuid language sql stable parallel safe
       return nullif(current_setting('herstel.organisation', true), '')::uuid""",
    """create function public.my_role() returns text language sql stable parallel safe
       return nullif(current_setting('herstel.role', true), '')""",
    # The lock of a case, for a deed whose bearer may not see the case itself; it tells nobody whether there is one.
    """create function public.lock_case(uuid) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
       begin perform from public."case" where id = $1 for no key update; end $$""",
    # The seats that hold. A policy on seats cannot look at seats, so this does.
    """create function conf.my_cases() returns setof uuid language sql stable security definer set search_path = pg_catalog, pg_temp
       begin atomic
           select case_id from public.seat where principal_id = public.me() and role = public.my_role() and ended_at is null;
       end""",
    # Other cases of the same organisation that propose somebody who is proposed in a case of mine: for whoever leads one (R9).
    """create function conf.my_overlaps()
       returns table (case_id uuid, id uuid, etag text, created_at timestamptz, reference text, received_on date)
       language sql stable security definer set search_path = pg_catalog, pg_temp
       begin atomic
           select distinct here.case_id, other.id, other.etag, other.created_at, other.reference, other.received_on
           from public.proposed_person here
           join public.proposed_person there on there.organisation_id = here.organisation_id and there.case_id <> here.case_id
               and (there.person_id = here.person_id or there.name_key = here.name_key)
           join public."case" other on other.id = there.case_id
           left join conf.true_state truth on truth.case_id = other.id
           where public.my_role() = 'moderator' and here.case_id = any (array(select conf.my_cases()))
               and (truth.state <> 'closed' or truth.id is null and other.state <> 'closed');
       end""",
    # Whether a case that was offered to me still waits for a moderator, and nobody has taken it since: yes or no (R2, R3).
    """create function conf.waits(offered_case uuid, offered_at timestamptz) returns boolean
       language sql stable security definer set search_path = pg_catalog, pg_temp
       begin atomic
           select (exists (select from public."case" c where c.id = offered_case and c.state = 'received')
                   or exists (select from conf.true_state t where t.case_id = offered_case and t.state <> 'closed')
                   or exists (select from conf.reopening_request r where r.case_id = offered_case and r.created_at <= offered_at))
               and not exists (select from conf.appointment a where a.case_id = offered_case and a.declared_at >= offered_at)
               and exists (select from public.offer o where o.case_id = offered_case and o.offered_to_id = public.me());
       end""",
)
SIGNATURES = {
    "public.me()": RUNTIME,
    "public.my_organisation()": RUNTIME,
    "public.my_role()": RUNTIME,
    "public.lock_case(uuid)": RUNTIME,
    "conf.my_cases()": (CASE,),
    "conf.my_overlaps()": (CASE,),
    "conf.waits(uuid, timestamptz)": (CASE,),
}


def upgrade() -> None:
    """walls: roles, row security, and what each role may touch"""
    op.execute("grant usage, create on schema public to herstel_owner")
    op.execute("revoke create on schema public from public")
    # A table of one's own would stay on a connection of the pool, before the eyes of whoever has it next.
    op.execute("do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$")
    beside_a_key_store()
    for name in (*(at(name) for name in (*OUTSIDE, *INSIDE)), "public.alembic_version"):
        op.execute(f"alter table {name} owner to herstel_owner")
    op.execute(f"grant usage on schema public to {', '.join(RUNTIME)}")
    op.execute(f"grant usage on schema conf to {CASE}, {JOB}")
    op.execute(f"grant select on public.alembic_version to {', '.join(RUNTIME)}")
    for function in FUNCTIONS:
        op.execute(function)
    for signature, roles in SIGNATURES.items():
        op.execute(f"alter function {signature} owner to herstel_owner")
        op.execute(f"revoke all on function {signature} from public")
        op.execute(f"grant execute on function {signature} to {', '.join(roles)}")
    for name in (*OUTSIDE, *INSIDE):
        op.execute(f"alter table {at(name)} enable row level security, force row level security")
        policy(name, OWNER, "insert", "true")  # what stands before anybody acts: organisations, and the people of a demo
    for name in LOOKED_AT:
        policy(name, OWNER, "select", "true")
    policy("case", OWNER, "update", "true")  # a lock is an update that changes nothing
    for role, tables in ((ORG, FOR_ORGANISATIONS), (CASE, FOR_CASES_OUTSIDE)):
        for name, (commands, rows) in tables.items():
            allow(role, name, commands, rows)
    for name in INSIDE:
        allow(CASE, name, "SU", IN_A_CASE_OF_MINE + ALSO_INSIDE.get(name, ""))
        allow(CASE, name, "I", IN_A_CASE_OF_MINE)
    with_their_own_rules()
    for name, columns in WORKER_READS.items():
        op.execute(f"grant select ({', '.join(columns.split())}) on {at(name)} to {JOB}")
        policy(name, JOB, "select", "true")
    for name, columns in WORKER_WRITES.items():
        op.execute(f"grant update ({', '.join(columns.split())}) on {at(name)} to {JOB}")
        policy(name, JOB, "update", "true")
    for name in ("seat", "appointment"):
        policy(name, JOB, "update", THAT_HOLDS, THAT_ENDS)


def beside_a_key_store() -> None:
    """Where the id of the key store is kept that belongs to this database; nothing in it says anything of anybody."""
    op.create_table(
        "key_store",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alone", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.CheckConstraint("alone", name=op.f("ck_key_store_alone")),
        sa.PrimaryKeyConstraint("alone", name=op.f("pk_key_store")),
    )
    op.execute("alter table public.key_store owner to herstel_owner")
    op.execute("alter table public.key_store enable row level security, force row level security")
    op.execute(f"grant select, insert (id) on public.key_store to {JOB}")
    op.execute(f"create policy job_select on public.key_store for select to {JOB} using (true)")
    op.execute(f"create policy job_insert on public.key_store for insert to {JOB} with check (true)")


def with_their_own_rules() -> None:
    """The few tables where reading, adding and changing differ."""
    for name in SAID_OF_A_CASE:
        policy(name, ORG, "insert", f"{FOR_ORGANISATIONS[name][1]} and {A_CASE_THAT_I_BROUGHT}")
    kept = f"{OF_MY_ORGANISATION} and public.my_role() = 'admin'"
    for name, commands in (("unit", "IU"), ("person", "IU"), ("organisation_settings", "U")):
        allow(ORG, name, commands, kept)
    allow(ORG, "moderator", "S", "true")  # what the registry shows to everyone who may choose one
    # Nobody but a registrar makes a moderator, of themselves or of a puppet (R2, C12).
    as_registrar = "public.my_role() = 'registrar'"
    allow(ORG, "moderator", "IU", f"{OF_MY_ORGANISATION} and {as_registrar}")
    allow(ORG, "qualification", "IU", f"{OF_MY_ORGANISATION} and {as_registrar}")
    allow(CASE, "moderator", "S", "true")
    allow(ORG, "tie", "S", f"{OF_MY_ORGANISATION} or registry_id = public.my_organisation()")
    allow(ORG, "tie", "I", f"registry_id = public.my_organisation() and {as_registrar}")
    mine = "moderator_id in (select id from public.moderator where principal_id = public.me())"
    allow(CASE, "tie", "S", f"{OF_MY_ORGANISATION} or {mine}")
    op.execute(f"grant select (id, organisation_id, principal_id) on person to {CASE}")
    policy("person", CASE, "select", "id in (select person_id from public.proposed_person)")
    # A registry ends the appointments of its moderators by their ids and dates (R3).
    op.execute(f"grant select on seat to {ORG}")
    op.execute(f"grant update (etag, ended_at) on seat to {ORG}")
    policy("seat", ORG, "select", REGISTERED_BY_MINE)
    policy("seat", ORG, "update", f"{REGISTERED_BY_MINE} and {THAT_HOLDS}", f"{REGISTERED_BY_MINE} and {THAT_ENDS}")
    op.execute(f"grant select on released_item to {ORG}")
    op.execute(f"grant update (etag, state, answered_on) on released_item to {ORG}")
    for command in ("select", "update"):
        policy("released_item", ORG, command, TO_ME)
    # Nobody gives themselves a seat: it takes an offer, or an invitation, that others made; and what has ended stays ended (C12, C13).
    allow(CASE, "offer", "I", f"{IN_A_CASE_OF_MINE} and {TO_A_MODERATOR}")
    allow(CASE, "seat", "SU", f"{IN_A_CASE_OF_MINE} or principal_id = public.me()")
    policy("seat", CASE, "update", f"{IN_A_CASE_OF_MINE} and {THAT_HOLDS}", IN_A_CASE_OF_MINE)
    offered = (
        "role = 'moderator' and exists (select from public.offer o where o.case_id = seat.case_id and o.offered_to_id = public.me()"
        " and o.state <> 'declined' and conf.waits(o.case_id, o.created_at))"
    )
    invited = (
        "exists (select from conf.invitation i where i.case_id = seat.case_id and i.invitee_id = public.me() and i.role = seat.role and i.role <> 'moderator'"
        " and i.voided_at is null and (i.party_id, i.guardian_id, i.companion_id, i.member_id)"
        " is not distinct from (seat.party_id, seat.guardian_id, seat.companion_id, seat.member_id))"
    )
    allow(CASE, "seat", "I", f"principal_id = public.me() and ({offered} or {invited})")
    # Whoever read stands in the log even when it was the last thing that they did, in their own name only; and nothing in it is changed (S9).
    op.execute(f"drop policy case_update on {at('access_event')}")
    op.execute(f"revoke update on {at('access_event')} from {CASE}")
    policy("access_event", CASE, "select", f"{IN_A_CASE_OF_MINE} or reader_id = public.me()")
    was_there = "case_id in (select case_id from public.seat where principal_id = public.me())"
    policy("access_event", CASE, "insert", f"reader_id = public.me() and {was_there}")


def downgrade() -> None:
    """Take the walls down; the roles stay, as another database of this server may use them."""
    for role in RUNTIME:
        op.execute(f"revoke all on all tables in schema public, conf from {role}")
        op.execute(f"revoke all on schema public, conf from {role}")
    for (found,) in (
        op.get_bind()
        .execute(
            sa.text(
                "select format('drop policy %I on %I.%I', policyname, schemaname, tablename) from pg_policies where schemaname in ('public', 'conf')"
            )
        )
        .all()
    ):
        op.execute(found)
    for name in (*OUTSIDE, *INSIDE):
        op.execute(f"alter table {at(name)} disable row level security, no force row level security")
    for signature in reversed(SIGNATURES):
        op.execute(f"drop function {signature}")
    op.drop_table("key_store")


def at(name: str) -> str:
    """A table by its full name."""
    return f"conf.{name}" if name in INSIDE else f'public."{name}"'


def allow(role: str, table: str, commands: str, rows: str) -> None:
    """These commands on whole rows of a table, for a role, where the rows are these; whose they are is changed by nobody."""
    for word in [word for word in ("select", "insert", "update") if word[0].upper() in commands]:
        columns = f" ({changeable(table)})" if word == "update" else ""
        op.execute(f"grant {word}{columns} on {at(table)} to {role}")
        policy(table, role, word, rows)


def changeable(table: str) -> str:
    """The columns of a table that a deed can change."""
    return str(op.get_bind().scalar(sa.text(CHANGEABLE), {"name": at(table), "never": NEVER_CHANGED}))


def policy(table: str, role: str, command: str, rows: str, left: str | None = None) -> None:
    """Which rows this command reaches, and which it may leave behind: the same, unless others are named."""
    name = f"{role.removeprefix('herstel_')}_{command}"
    op.execute(f"drop policy if exists {name} on {at(table)}")
    using = "" if command == "insert" else f" using ({rows})"
    check = "" if command == "select" else f" with check ({left or rows})"
    op.execute(f"create policy {name} on {at(table)} for {command} to {role}{using}{check}")
