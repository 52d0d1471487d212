"""What is wrong with the walls of a migrated database: its catalogue, held against the grids and `expected`; never against a migration."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any, Final, NamedTuple

from psycopg import Connection
from sqlalchemy import Enum, String, Table
from sqlalchemy.orm import configure_mappers

from app.domain.confidentiality import SERVED_BY, Pool, Reach, sees
from app.store.models.base import CONTENT, DIGEST, Row
from app.store.reaches import NEVER, REACH_SQL
from tests.walls import expected
from tests.walls.expected import CASE, JOB, ORG, OWNER

configure_mappers()
MODELS: Final = {
    mapper.class_.__table__.name: mapper.class_ for mapper in Row.registry.mappers if isinstance(mapper.class_.__table__, Table)
}
SCHEMAS = "n.nspname in ('public', 'conf')"

RELATIONS = f"""
    select n.nspname, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner),
        coalesce(c.reloptions, '{{}}')
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where {SCHEMAS} and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') order by 1, 2"""
COLUMNS = f"""
    select c.relname, a.attname, a.attnotnull from pg_attribute a join pg_class c on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace where {SCHEMAS} and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped"""
SAMPLED = f"""
    select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where {SCHEMAS} and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attstattarget is distinct from 0"""
GRANTS = f"""
    select c.relname, null, case g.grantee when 0 then 'PUBLIC' else pg_get_userbyid(g.grantee) end, g.privilege_type, g.is_grantable
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) g where {SCHEMAS}
    union all
    select c.relname, a.attname, case g.grantee when 0 then 'PUBLIC' else pg_get_userbyid(g.grantee) end, g.privilege_type, g.is_grantable
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace, aclexplode(a.attacl) g
    where {SCHEMAS} order by 1, 2 nulls first, 3, 4"""
SCHEMA_GRANTS = """
    select n.nspname, pg_get_userbyid(n.nspowner), case g.grantee when 0 then 'PUBLIC' else pg_get_userbyid(g.grantee) end, g.privilege_type
    from pg_namespace n left join lateral aclexplode(n.nspacl) g on true
    where n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%' order by 1, 3, 4"""
POLICIES = f"""
    select c.relname, p.polname, p.polpermissive,
        array(select case r when 0 then 'PUBLIC' else pg_get_userbyid(r) end from unnest(p.polroles) r),
        case p.polcmd when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE' when 'd' then 'DELETE' else 'ALL' end,
        pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
    from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where {SCHEMAS} order by 1, 2"""
ROLES = """
    select r.rolname, r.rolcanlogin, r.rolsuper, r.rolbypassrls, r.rolinherit, r.rolcreaterole, r.rolcreatedb, r.rolreplication,
        coalesce((select s.setconfig from pg_db_role_setting s where s.setrole = r.oid and s.setdatabase = 0), '{}'),
        array(select pg_get_userbyid(m.roleid)::text from pg_auth_members m where m.member = r.oid),
        array(select pg_get_userbyid(m.member)::text from pg_auth_members m where m.roleid = r.oid)
    from pg_roles r where r.rolname like 'herstel\\_%' order by 1"""
FUNCTIONS = """
    select n.nspname || '.' || p.proname, p.prosecdef, pg_get_userbyid(p.proowner), coalesce(p.proconfig, '{}'),
        array(select case g.grantee when 0 then 'PUBLIC' else pg_get_userbyid(g.grantee) end
              from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g where g.grantee <> p.proowner order by 1)
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%' order by 1"""
KEYS = f"""
    select c.relname, o.conname, o.contype, (select t.relname from pg_class t where t.oid = o.confrelid),
        array(select a.attname::text from unnest(o.conkey) with ordinality k(n, i)
              join pg_attribute a on a.attrelid = o.conrelid and a.attnum = k.n order by k.i)
    from pg_constraint o join pg_class c on c.oid = o.conrelid join pg_namespace n on n.oid = c.relnamespace
    where {SCHEMAS} and o.contype in ('f', 'p') union all
    select c.relname, x.relname, 'u', null,
        array(select a.attname::text from unnest(i.indkey) with ordinality k(n, i)
              join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.n order by k.i)
    from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
    join pg_namespace n on n.oid = c.relnamespace
    where {SCHEMAS} and i.indisunique and not i.indisprimary order by 1, 2"""
# What would act beside the walls, or add to them unasked.
STRANGE = f"""
    select 'trigger ' || t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
        where {SCHEMAS} and not t.tgisinternal
    union all select 'event trigger ' || evtname from pg_event_trigger
    union all select 'rule ' || rulename from pg_rules where schemaname in ('public', 'conf')
    union all select 'default privileges of ' || pg_get_userbyid(defaclrole) from pg_default_acl
    union all select 'enumerated type ' || t.typname from pg_type t join pg_namespace n on n.oid = t.typnamespace
        where {SCHEMAS} and t.typtype = 'e' order by 1"""


class Grant(NamedTuple):
    """That a role may do something with a table, or with one of its columns."""

    table: str
    column: str | None
    role: str
    command: str
    passed_on: bool


class Policy(NamedTuple):
    """Which rows a command reaches for these roles, and which it may leave behind."""

    table: str
    name: str
    permissive: bool
    roles: list[str]
    command: str
    using: str | None
    check: str | None


class Catalogue:
    """What a database says of itself, asked once."""

    def __init__(self, connection: Connection[Any]) -> None:
        connection.execute("set search_path = public")  # by which every expression is spelled

        def ask(question: str) -> list[tuple[Any, ...]]:
            return connection.execute(question.encode()).fetchall()

        self.relations, self.schemas, self.roles, self.functions = ask(RELATIONS), ask(SCHEMA_GRANTS), ask(ROLES), ask(FUNCTIONS)
        self.columns: dict[str, dict[str, bool]] = {}
        for table, column, strict in ask(COLUMNS):
            self.columns.setdefault(table, {})[column] = strict
        self.sampled = {*ask(SAMPLED)}
        self.grants = [Grant(*row) for row in ask(GRANTS)]
        self._may: dict[tuple[str, str, str], set[str]] = {}
        for grant in self.grants:
            columns = {grant.column} if grant.column else set(self.columns.get(grant.table, {}))
            self._may.setdefault((grant.role, grant.command, grant.table), set()).update(columns)
        self.policies = [Policy(*row) for row in ask(POLICIES)]
        self.keys, self.strange = ask(KEYS), [name for (name,) in ask(STRANGE)]

    def may(self, role: str, command: str, table: str) -> set[str]:
        """The columns on which this role may do this."""
        return self._may.get((role, command, table), set())


def faults(connection: Connection[Any]) -> list[str]:
    """Every fault of the walls of the database that this superuser's connection is on, in one sentence each."""
    found = Catalogue(connection)
    return [fault for check in CHECKS for fault in check(found)]


def every_relation_is_known(found: Catalogue) -> Iterator[str]:
    """Tables of ours, owned by nobody who logs in, and nothing that would show their rows past them."""
    for _, name, kind, _, _, owner, options in found.relations:
        if kind == "m":
            yield f"{name} is a materialised view: it keeps rows beside the walls"
        elif kind == "v" and "security_invoker=true" not in options:
            yield f"{name} is a view that looks with its owner's eyes"
        elif kind == "S":
            yield f"{name} is a sequence: it counts what others do"
        elif name not in MODELS and name not in expected.OF_LIBRARIES:
            yield f"{name} is a relation that no model knows"
        if owner != OWNER:
            yield f"{name} is owned by {owner}"
    yield from (f"{name} is missing" for name in set(MODELS) - {name for _, name, *_ in found.relations})


def every_table_is_walled(found: Catalogue) -> Iterator[str]:
    """Row security, on and forced, on every table of ours; and each in the schema of its class."""
    for schema, name, kind, on, forced, *_ in found.relations:
        if kind != "r" or name in expected.OF_LIBRARIES:
            continue
        if not on:
            yield f"{name} has no row security"
        if not forced:
            yield f"{name} does not force its row security on its owner"
        if name in MODELS and schema != schema_of(name):
            yield f"{name} lies in {schema}"


def schema_of(table: str) -> str:
    """Where a table has to lie, by its class."""
    return "public" if MODELS[table].secrecy in expected.LIES_OUTSIDE or table in expected.OUTSIDE_ALTHOUGH else "conf"


def schemas_let_in_whom_they_should(found: Catalogue) -> Iterator[str]:
    """Nobody but the owner makes anything anywhere; whoever serves organisations cannot even name what is confidential."""
    allowed = {("conf", str(CASE), "USAGE"), ("conf", str(JOB), "USAGE"), *(("public", str(pool), "USAGE") for pool in Pool)}
    for schema, owner, role, privilege in found.schemas:
        if schema not in {"public", "conf"}:
            yield f"{schema} is a schema of nobody's"
        if schema == "conf" and owner != OWNER:
            yield f"schema conf is owned by {owner}"
        if (
            role in {OWNER, owner, None}
            or (schema, role, privilege) in allowed
            or (schema, role, privilege) == ("public", "PUBLIC", "USAGE")
        ):
            continue
        yield f"{role} has {privilege} on schema {schema}"


def roles_can_do_nothing_else(found: Catalogue) -> Iterator[str]:
    """The three log in, inherit nothing and are members of nothing; nobody is a member of them; the owner does not log in."""
    yield from (f"role {name} is missing" for name in {OWNER, *Pool} - {name for name, *_ in found.roles})
    names = ("LOGIN", "SUPERUSER", "BYPASSRLS", "INHERIT", "CREATEROLE", "CREATEDB", "REPLICATION")
    for name, *attributes, settings, member_of, members in found.roles:
        has = {word for word, yes in zip(names, attributes, strict=True) if yes}
        wanted = set() if name == OWNER else {"LOGIN"}
        if has != wanted:
            yield f"role {name} has {' '.join(sorted(has ^ wanted))} wrong"
        if member_of:
            yield f"role {name} is a member of {', '.join(member_of)}"
        if name == OWNER:
            continue
        if members:
            yield f"{', '.join(members)} can become {name}"
        if missing := expected.TIMEOUTS - {*settings}:
            yield f"role {name} lacks {', '.join(sorted(missing))}"


def grants_are_plain(found: Catalogue) -> Iterator[str]:
    """SELECT, INSERT and UPDATE, to the runtime roles, not to be passed on; nothing inside for whoever serves organisations."""
    for grant in (grant for grant in found.grants if grant.role != OWNER):
        if grant.role not in set(Pool) or grant.command not in {"SELECT", "INSERT", "UPDATE"}:
            yield f"{grant.role} has {grant.command} on {grant.table}"
        if grant.passed_on:
            yield f"{grant.role} may pass {grant.command} on {grant.table} on"
        if grant.role == ORG and grant.table in MODELS and schema_of(grant.table) == "conf":
            yield f"{grant.role} has {grant.command} on {grant.table}, which is confidential"


def reads_are_those_of_the_grid(found: Catalogue) -> Iterator[str]:
    """A role of the database reads a table exactly when one of those whom it serves sees its class; the worker no word of content."""
    for table, model in MODELS.items():
        for pool in Pool:
            columns, wanted = found.may(pool, "SELECT", table), _sees(pool, model) or table in expected.READS_BESIDE_THE_GRID[pool]
            if columns and not wanted:
                yield f"{pool} reads {table}, which nobody whom it serves sees"
            if wanted and not columns:
                yield f"{pool} does not read {table}, which somebody whom it serves sees"
        for column in sorted(found.may(JOB, "SELECT", table)):
            if column not in model.__table__.c or model.__table__.c[column].info.keys() & {CONTENT, DIGEST}:
                yield f"{JOB} reads {table}.{column}, which holds what somebody said"
    if beyond := found.may(CASE, "SELECT", "person") - expected.COLUMNS_OF_PERSON:
        yield f"{CASE} reads {', '.join(sorted(beyond))} of person"


def _sees(pool: Pool, model: type[Row]) -> bool:
    reaches = {sees(role, model.secrecy) for role, served in SERVED_BY.items() if served is pool} - {Reach.NONE}
    return any(REACH_SQL[model][reach] is not NEVER for reach in reaches)


def writes_are_those_by_hand(found: Catalogue) -> Iterator[str]:
    """Who adds to which table, and who changes which columns; whose a row is changes nobody."""
    for table in MODELS:
        inside = schema_of(table) == "conf"
        for pool in Pool:
            adds = table in expected.ADDS[pool] or (inside and pool is CASE)
            if adds != bool(found.may(pool, "INSERT", table)):
                yield f"{pool} {'cannot add' if adds else 'adds'} to {table}"
            changed = found.may(pool, "UPDATE", table)
            if changed != (wanted := _changes(pool, table, inside, set(found.columns.get(table, {})))):
                yield f"{pool} changes {', '.join(sorted(changed ^ wanted))} of {table}, or cannot although it should"


def _changes(pool: Pool, table: str, inside: bool, columns: set[str]) -> set[str]:
    if (pool, table) in expected.CHANGES_COLUMNS:
        return set(expected.CHANGES_COLUMNS[pool, table].split())
    changes = (inside and pool is CASE and table not in expected.NEVER_CHANGED_INSIDE) or table in expected.CHANGES_OUTSIDE.get(pool, set())
    return columns - expected.NEVER_CHANGED if changes else set()


def policies_are_one_for_each_command(found: Catalogue) -> Iterator[str]:
    """One policy for each command that is granted; and none for what is not."""
    there = Counter((one.table, one.command, role) for one in found.policies for role in one.roles if one.permissive)
    for table in MODELS:
        for pool, command in product(Pool, ("SELECT", "INSERT", "UPDATE")):
            policies, granted = there[table, command, pool], bool(found.may(pool, command, table))
            if policies != granted:
                yield f"{pool} {'may' if granted else 'may not'} {command} {table}, and has {policies} policies for it"


def policies_hold_the_walls(found: Catalogue) -> Iterator[str]:
    """Permissive, for one role and one command, with the wall in it; the owner's by hand. What asks for proof restricts, and only that."""
    for policy in found.policies:
        if policy.table in expected.READ_BY_NOBODY or _asks_for_proof(policy):
            continue
        beyond = policy.command in {"ALL", "DELETE"} and policy.roles != [OWNER]
        if not policy.permissive or beyond or policy.roles == ["PUBLIC"] or len(policy.roles) != 1:
            yield f"policy {policy.name} of {policy.table} is restrictive, or for everybody, or for every command"
            continue
        (role,) = policy.roles
        if role in set(Pool):
            yield from _wall(Pool(role), policy)
        elif role != OWNER:
            yield f"policy {policy.name} of {policy.table} is for {role}"
        elif (policy.table, policy.command) not in expected.OWNERS and policy.command != "INSERT":
            yield f"policy {policy.name} lets the owner {policy.command} {policy.table}"


def _wall(pool: Pool, policy: Policy) -> Iterator[str]:
    for kind, said in (("reaches", policy.using), ("leaves", policy.check)):
        if said is None:
            continue
        expression = " ".join(said.split())
        key = (pool, policy.table, policy.command)
        exact = expected.EXPRESSIONS.get((*key, kind), expected.EXPRESSIONS.get(key))
        if exact is None and pool is ORG:
            holds = expression == expected.TENANT_WALL or expression.startswith(f"({expected.TENANT_WALL} AND ")
        else:
            holds = expression == (exact or (expected.SEAT_WALL if pool is CASE else "true"))
        if not holds:
            yield f"{policy.command} of {pool} on {policy.table} {kind} other rows: {expression}"


def _asks_for_proof(policy: Policy) -> bool:
    said = (policy.permissive, policy.command, policy.using, policy.check)
    return said == (False, "ALL", expected.PROVED, None) and policy.roles != ["PUBLIC"]


def whoever_acts_proves_it(found: Catalogue) -> Iterator[str]:
    """Proof is asked for everywhere, beside the seat too: a claim alone opens nothing, and what a search costs tells nothing of a word."""
    proved = {(one.table, role) for one in found.policies if _asks_for_proof(one) for role in one.roles}
    for policy in found.policies:
        for role in policy.roles:
            if policy.table in MODELS and role in set(Pool) and (policy.table, role) not in proved:
                yield f"{policy.command} of {role} on {policy.table} believes whatever is claimed"


def no_sample_is_taken_of_words(found: Catalogue) -> Iterator[str]:
    """Everybody may ask the planner for its estimates, and by asking often enough reads its samples: of what is no code there are none."""
    for table, model in MODELS.items():
        for column in model.__table__.columns:
            words = isinstance(column.type, String) and not isinstance(column.type, Enum)
            telling = (words and column.name not in expected.SAMPLED) or (table, column.name) in expected.UNSAMPLED_BESIDE_WORDS
            if telling and (table, column.name) in found.sampled:
                yield f"the planner takes samples of {table}.{column.name}"


def what_is_believed_is_read_by_nobody(found: Catalogue) -> Iterator[str]:
    """The key under which contexts are proved."""
    for grant in found.grants:
        if grant.table in expected.READ_BY_NOBODY and grant.role != OWNER:
            yield f"{grant.role} has {grant.command} on {grant.table}, which nobody reads"
    for policy in found.policies:
        if policy.table in expected.READ_BY_NOBODY and policy.roles != [OWNER]:
            yield f"policy {policy.name} of {policy.table} is for {', '.join(policy.roles)}"
    for _, name, kind, on, forced, *_ in found.relations:
        if name in expected.READ_BY_NOBODY and kind == "r" and not (on and forced):
            yield f"{name} has no row security"


def functions_lend_no_eyes(found: Catalogue) -> Iterator[str]:
    """Only those named by hand exist; what looks with its owner's eyes has no owner but ours, and a search path that cannot be bent."""
    for name, definer, owner, settings, roles in found.functions:
        if name not in expected.FUNCTIONS:
            yield f"function {name} is nobody's"
        wanted_definer, wanted_roles = expected.FUNCTIONS.get(name, (False, set()))
        if definer != wanted_definer:
            yield f"function {name} {'looks' if definer else 'does not look'} with its owner's eyes"
        if owner != OWNER:
            yield f"function {name} is owned by {owner}"
        if definer and settings != ["search_path=pg_catalog, pg_temp"]:
            yield f"function {name} looks things up where the caller says"
        if set(roles) != wanted_roles:
            yield f"function {name} can be called by {', '.join(roles) or 'nobody'}"


def keys_lead_with_the_organisation(found: Catalogue) -> Iterator[str]:
    """Nothing that somebody may insert tells which rows others have (T3); a row in a case says whose it is."""
    for table, name, kind, target, columns in found.keys:
        if table in expected.OF_LIBRARIES:
            continue
        if kind == "p":
            if columns != ["id"]:
                yield f"key {name} of {table} is no random id"
        elif columns[0] != "organisation_id" and name not in expected.KEYS_WITHOUT_ORGANISATION:
            yield f"key {name} of {table} does not lead with the organisation"
        elif kind == "f" and "case_id" in found.columns.get(target, {}) and "case_id" in found.columns[table] and columns[1] != "case_id":
            yield f"key {name} of {table} leaves its case"
    for table, named in found.columns.items():
        strict = table in expected.OF_A_CASE_OR_NONE or named.get("case_id")
        if "case_id" in named and not (strict and named.get("organisation_id")):
            yield f"{table} does not say whose it is"


def nothing_acts_beside(found: Catalogue) -> Iterator[str]:
    """No trigger, rule or default acts where nobody looks; no type under which an index is lost."""
    yield from (f"there is a {name}" for name in found.strange)


CHECKS: Final[tuple[Callable[[Catalogue], Iterator[str]], ...]] = (
    every_relation_is_known,
    every_table_is_walled,
    schemas_let_in_whom_they_should,
    roles_can_do_nothing_else,
    grants_are_plain,
    reads_are_those_of_the_grid,
    writes_are_those_by_hand,
    policies_are_one_for_each_command,
    policies_hold_the_walls,
    whoever_acts_proves_it,
    no_sample_is_taken_of_words,
    what_is_believed_is_read_by_nobody,
    functions_lend_no_eyes,
    keys_lead_with_the_organisation,
    nothing_acts_beside,
)
