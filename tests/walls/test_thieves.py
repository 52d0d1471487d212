"""C15, S1: what somebody reads who has the password of a runtime role and forges the context: each attack that has to fail."""

from typing import Final

import psycopg
import pytest

from app.embedded import EmbeddedPostgres
from app.store.models.base import CONTENT, DIGEST
from tests.conftest import DATABASE
from tests.people import ASKED, AWAY, FOREIGN, HOME, MINE, OTHER, PEOPLE, key
from tests.walls.catalogue import MODELS, schema_of
from tests.walls.expected import OF_LIBRARIES
from tests.walls.thieves import A_NOTE, DENIED, FRESH, NEW, NOBODY, Thief

INSIDE: Final = sorted(name for name in MODELS if schema_of(name) == "conf")


def test_c15_whoever_serves_organisations_reads_nothing_inside_whomever_they_pretend_to_be(org: Thief) -> None:
    for who in ("moderator", "party", "coordinator"):
        org.be(who)
        for table in INSIDE:
            assert org.refused(f"select * from conf.{table}") == DENIED
            assert org.refused(f"select count(*) from conf.{table}") == DENIED
            assert org.refused(f"explain select from conf.{table}") == DENIED
            assert org.refused(f"copy conf.{table} to stdout") == DENIED
    for call in ("conf.my_cases()", "conf.my_overlaps()", "conf.waits(public.me(), now())", "'conf.note'::regclass"):
        assert org.refused(f"select {call}") == DENIED


# What a forged context opens to herstel_org, by hand: that person's own, outside. The third wall seals the words of it.
OUTSIDE: Final[dict[str, dict[str, set[str]]]] = {
    "foreign_coordinator": {
        name: {FOREIGN} for name in ("referral", "proposed_person", "proposed_moderator", "independence", "released_item")
    },
    "member": {name: {ASKED} for name in ("request", "proposed_person", "proposed_moderator", "independence")},
    "registrar": {"seat": {MINE, ASKED, OTHER, FOREIGN}},  # of their moderators, and of nobody else
    "moderator": {},
    "party": {},
    "admin": {},
}


@pytest.mark.parametrize("who", OUTSIDE)
def test_c15_a_forged_context_opens_that_persons_own_outside_and_no_more(org: Thief, who: str) -> None:
    org.be(who)
    names = {key(name): name for name in (MINE, ASKED, OTHER, FOREIGN)}
    read = ("referral", "request", "proposed_person", "proposed_moderator", "independence", "released_item", "seat")
    found = {table: {names[row["case_id"]] for row in org.ask(f"select * from {table}")} for table in read}
    assert {table: cases for table, cases in found.items() if cases} == OUTSIDE[who]


FORGED: Final[dict[str, tuple[object, object, str]]] = {
    "nobody": ("", "", ""),
    "a random principal": (NOBODY, key(HOME), "moderator"),
    "a role that does not fit": (PEOPLE["party"].principal.id, key(HOME), "moderator"),
    "a role of nobody": (PEOPLE["party"].principal.id, key(HOME), "postgres"),
    "an organisation alone": ("", key(HOME), "party"),
    "a wildcard": (PEOPLE["party"].principal.id, key(HOME), "%"),
    "a role with more behind it": (PEOPLE["party"].principal.id, key(HOME), "party' or '1'='1"),
}


@pytest.mark.parametrize("forged", FORGED)
def test_c15_a_context_that_does_not_fit_opens_nothing_inside(seated: Thief, forged: str) -> None:
    """What somebody did stays theirs to see, in whichever role; of whoever else did anything nothing is seen (S9)."""
    seated.pretend(*FORGED[forged])
    for table in INSIDE:
        others = " where actor_id is distinct from public.me()" if table == "case_audit_event" else ""
        assert seated.ask(f"select id from conf.{table}{others}") == []


def test_c15_what_is_listed_opens_every_case_that_a_moderator_leads_to_whoever_can_prove_their_context(seated: Thief) -> None:
    """What this wall does not do: with the service's signing key a thief is whoever they like. The words are sealed (docs: secrecy)."""
    met = {}
    seated.pretend()
    for moderator in seated.ask("select principal_id, name from moderator"):
        seated.pretend(moderator["principal_id"], key(HOME), "moderator")
        met[moderator["name"]] = {row["case_id"] for row in seated.ask("select case_id from conf.process")}
        for table in INSIDE:
            assert not [row for row in seated.ask(f"select * from conf.{table}") for value in row.values() if "word" in _plain(value)]
    assert met == {"Name moderator": {key(MINE), key(ASKED)}, "Name other_moderator": {key(OTHER), key(FOREIGN)}}


def _plain(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


@pytest.mark.parametrize("garbage", ["x", "'; drop table conf.note; --", "*", "00000000", "null", "{}", "\u00e9" * 36])
def test_c15_a_context_that_is_no_id_is_an_error_and_opens_nothing(seated: Thief, org: Thief, garbage: str) -> None:
    seated.pretend(garbage, key(HOME), "party")
    assert seated.refused("select id from conf.note") == "InvalidTextRepresentation"
    org.pretend(PEOPLE["coordinator"].principal.id, garbage, "coordinator")
    assert org.refused("select id from unit") == "InvalidTextRepresentation"


def test_c15_row_security_cannot_be_turned_off_nor_another_role_put_on(seated: Thief, org: Thief, job: Thief) -> None:
    for found in (seated, org, job):
        table = "conf.note" if found is seated else "seat"
        found.be("party")
        assert found.refused(f"alter table {table} disable row level security") == DENIED
        assert found.refused(f"drop policy case_select on {table}") == DENIED
        for role in ("postgres", "herstel_owner", *({"herstel_org", "herstel_case", "herstel_job"} - {_name(found)})):
            assert found.refused(f"set role {role}") == DENIED
            assert found.refused(f"set session authorization {role}") == DENIED
        assert found.refused("set session_replication_role = replica") == DENIED
        assert found.refused("create table public.stolen as select 1") == DENIED
        assert found.refused("create function public.me() returns int language sql return 1") == DENIED
        assert found.refused("truncate seat") == DENIED
        assert found.refused("delete from seat") == DENIED
        assert found.refused("comment on table seat is 'x'") == DENIED
    # Without it PostgreSQL refuses to answer, instead of answering with everything.
    for found in (seated, org):
        assert found.refused("set row_security = off; select id from seat") == DENIED


def _name(found: Thief) -> str:
    return str(found.ask("select current_user as name")[0]["name"])


def test_c15_the_server_itself_is_closed(seated: Thief, org: Thief, job: Thief) -> None:
    for found in (seated, org, job):
        for call in ("pg_read_file('PG_VERSION')", "pg_ls_dir('.')", "lo_import('PG_VERSION')", "pg_read_binary_file('PG_VERSION')"):
            assert found.refused(f"select {call}") == DENIED
        assert found.refused("copy (select 1) to program 'cat'") == DENIED
        assert found.refused("copy (select 1) to 'stolen'") == DENIED
        assert found.refused("select * from pg_statistic") == DENIED
        assert found.refused("select * from pg_authid") == DENIED
        assert found.ask("select oid from pg_largeobject_metadata") == []


def test_s1_an_error_of_the_database_says_nothing_of_the_row(seated: Thief) -> None:
    seated.be("moderator")
    same = {"org": key(HOME), "case": key(MINE), "me": PEOPLE["moderator"].principal.id}
    # The id of another case's row, the key of one's own, a value that no row may have, a reference to nothing, nothing at all.
    breaches = {
        A_NOTE.replace("gen_random_uuid()", "%(foreign)s"): "UniqueViolation",
        f"insert into conf.classification ({NEW}, relationship_context, matter_kind, pattern, disturbance_causes, behaviour_kinds,"
        f" quality_impact) select {FRESH}, relationship_context, matter_kind, pattern, '{{}}', '{{}}', '{{}}' from conf.classification"
        f" where case_id = %(case)s": "UniqueViolation",
        "update conf.process set gate = 'wide'": "CheckViolation",
        "update conf.statement set party_id = author_id from conf.note": "ForeignKeyViolation",
        "update conf.note set text = null": "CheckViolation",
        "update conf.statement set text = null": "NotNullViolation",
    }
    for statement, name in breaches.items():
        with pytest.raises(getattr(psycopg.errors, name)) as refusal:
            seated.ask(statement, foreign=key(FOREIGN, "note"), **same)
        assert refusal.value.diag.message_detail in {None, 'Key is not present in table "party".'}


LEAK: Final = """
    create function pg_temp.leak(what uuid) returns boolean language plpgsql cost 0.0000001 as $$
        begin raise notice '%', what; return true; end $$"""


def test_s1_the_planners_statistics_and_a_function_of_ones_own_see_no_foreign_row(server: EmbeddedPostgres, seated: Thief) -> None:
    server.execute("analyze", DATABASE)
    seated.be("party")
    assert seated.ask("select * from pg_stats where schemaname = 'conf' or tablename in ('seat', 'case')") == []
    assert seated.ask("select * from pg_stats_ext") == []
    heard: list[str] = []
    seated.connection.add_notice_handler(lambda notice: heard.append(notice.message_primary or ""))
    seated.connection.execute(LEAK)
    own = {str(row["case_id"]) for row in seated.connection.execute("select case_id from conf.statement where pg_temp.leak(case_id)")}
    assert own == {*heard} == {str(key(MINE))}


def test_c15_postgresql_itself_tells_every_role_which_tables_there_are_and_how_large(org: Thief) -> None:
    """What this wall does not do: the server's own counters, of all cases together, are open to whoever has a login (docs: secrecy)."""
    told = org.ask(
        "select relname, pg_relation_size(oid) as size from pg_class where relkind = 'r' and relowner = 'herstel_owner'::regrole"
    )
    assert {row["relname"] for row in told if row["size"]} - OF_LIBRARIES == set(MODELS)


def test_c15_a_table_of_ones_own_fools_no_policy(seated: Thief) -> None:
    seated.pretend(NOBODY, key(AWAY), "moderator")
    seated.connection.execute(
        "create temp table seat as select %s::uuid case_id, %s::uuid principal_id, 'moderator' role", (key(FOREIGN), NOBODY)
    )
    seated.connection.execute("alter table pg_temp.seat add ended_at timestamptz")
    seated.connection.execute("set local search_path = pg_temp, public")
    assert seated.ask("select * from conf.my_cases()") == []
    assert seated.ask("select id from conf.process") == []


def test_c15_nothing_is_copied_out_or_in_past_the_walls(seated: Thief) -> None:
    seated.be("party")
    with seated.connection.cursor().copy("copy conf.process (case_id) to stdout") as copied:
        assert [row for (row,) in copied.rows()] == [str(key(MINE))]
    assert seated.refused("copy conf.note from stdin") == "FeatureNotSupported"


def test_c15_the_worker_reads_no_word_and_no_digest_by_any_way(job: Thief) -> None:
    for table, model in MODELS.items():
        full = f'{schema_of(table)}."{table}"'
        for column in model.__table__.columns:
            if column.info.keys() & {CONTENT, DIGEST}:
                assert job.refused(f"select {column.name} from {full}") == DENIED
                assert job.refused(f"select from {full} where {column.name} is not null") == DENIED
                assert job.refused(f"select row_to_json(t) from {full} t") == DENIED
    for way in (
        "update referral set note = note",
        "update referral set destroyed_on = now() where note is not null",
        "update referral set destroyed_on = now() returning note",
        "update proposed_person set name_key = name",
        "copy referral to stdout",
    ):
        assert job.refused(way) == DENIED
    for table in MODELS:
        assert job.refused(f'insert into {schema_of(table)}."{table}" (id) values (gen_random_uuid())') == DENIED
