"""T6: the catalogue of the database is held against the grids, and each mistake that somebody could make in it is found."""

from collections.abc import Iterator
from typing import Any, Final

import psycopg
import pytest

from app.domain.confidentiality import Pool
from app.embedded import EmbeddedPostgres
from tests.conftest import TEMPLATE
from tests.walls.catalogue import faults

SCRATCH = "herstel_scratch"
SEATED = "case_id = any (array(select conf.my_cases()))"


@pytest.fixture(scope="module")
def scratch(server: EmbeddedPostgres) -> Iterator[psycopg.Connection[Any]]:
    """A superuser's connection to a migrated database, in which mistakes can be made; none is ever committed."""
    server.execute(f"create database {SCRATCH} template {TEMPLATE}")
    with psycopg.connect(server.url(SCRATCH).replace("+psycopg", "")) as connection:
        yield connection
        connection.rollback()
    server.execute(f"drop database {SCRATCH} with (force)")


def test_t6_the_walls_of_a_migrated_database_are_those_of_the_grids(scratch: psycopg.Connection[Any]) -> None:
    assert faults(scratch) == []


ALONE: Final = "alter table conf.statement add constraint alone foreign key (party_id) references conf.party (id)"
ASTRAY: Final = """
    alter table conf.party add constraint known unique (organisation_id, id);
    alter table conf.statement add constraint astray foreign key (organisation_id, party_id) references conf.party (organisation_id, id)
"""


def test_t6_whoever_serves_requests_leaves_no_table_of_their_own_behind(scratch: psycopg.Connection[Any]) -> None:
    """As the template says it, which was migrated: a clone does not take over what is granted on a whole database."""
    for pool in Pool:
        asked = scratch.execute("select has_database_privilege(%s, %s, 'TEMPORARY')", (pool.value, TEMPLATE))
        assert asked.fetchone() == (False,)


MISTAKES: Final = {
    "alter table conf.note no force row level security": "note does not force its row security on its owner",
    "alter table conf.note disable row level security": "note has no row security",
    'alter table public."case" disable row level security': "case has no row security",
    "alter policy case_select on conf.note using (true)": "SELECT of herstel_case on note reaches other rows: true",
    f"alter policy case_select on conf.note using (true or {SEATED})": "SELECT of herstel_case on note reaches other rows: (true OR ",
    "alter policy case_insert on conf.note with check (true)": "INSERT of herstel_case on note leaves other rows: true",
    "alter policy case_update on conf.note with check (true)": "UPDATE of herstel_case on note leaves other rows: true",
    "alter policy org_select on referral using (referred_by_id = me())": "SELECT of herstel_org on referral reaches other rows: ",
    "alter policy org_select on unit using (organisation_id = my_organisation() or id = me())": "SELECT of herstel_org on unit reaches",
    "drop policy case_select on conf.note": "herstel_case may SELECT note, and has 0 policies for it",
    f"create policy second on conf.note for select to herstel_case using ({SEATED})": "herstel_case may SELECT note, and has 2 policies",
    "create policy everybody on conf.note for select using (true)": "policy everybody of note is restrictive, or for everybody",
    "create policy less on conf.note as restrictive for select to herstel_case using (true)": "policy less of note is restrictive",
    "create policy owner_all on unit for select to herstel_owner using (true)": "policy owner_all lets the owner SELECT unit",
    "create policy owner_all on conf.note to herstel_owner using (true)": "policy owner_all lets the owner ALL note",
    "create policy owner_all on unit for delete to herstel_owner using (true)": "policy owner_all lets the owner DELETE unit",
    "create policy case_delete on conf.note for delete to herstel_case using (true)": "policy case_delete of note is restrictive",
    "grant usage on schema conf to herstel_org": "herstel_org has USAGE on schema conf",
    "grant usage on schema conf to public": "PUBLIC has USAGE on schema conf",
    "grant create on schema public to herstel_case": "herstel_case has CREATE on schema public",
    "grant select on conf.note to herstel_org": "herstel_org has SELECT on note, which is confidential",
    "grant select (id) on conf.note to herstel_org": "herstel_org reads note, which nobody whom it serves sees",
    "grant select on conf.note to public": "PUBLIC has SELECT on note",
    "grant truncate on conf.note to herstel_case": "herstel_case has TRUNCATE on note",
    "grant delete on conf.note to herstel_case": "herstel_case has DELETE on note",
    "grant references on conf.note to herstel_case": "herstel_case has REFERENCES on note",
    "grant trigger on conf.note to herstel_case": "herstel_case has TRIGGER on note",
    "grant maintain on conf.note to herstel_job": "herstel_job has MAINTAIN on note",
    "grant select on referral to herstel_case with grant option": "herstel_case may pass SELECT on referral on",
    "grant select (text) on conf.note to herstel_job": "herstel_job reads note.text, which holds what somebody said",
    "grant select (pin_digest) on conf.invitation to herstel_job": "herstel_job reads invitation.pin_digest, which holds",
    "grant select on qualification to herstel_case": "herstel_case reads qualification, which nobody whom it serves sees",
    "grant select (name) on person to herstel_case": "herstel_case reads name of person",
    "revoke select on conf.note from herstel_case": "herstel_case does not read note, which somebody whom it serves sees",
    "grant insert on conf.note to herstel_job": "herstel_job adds to note",
    "grant insert on seat to herstel_org": "herstel_org adds to seat",
    "grant update (case_id) on conf.note to herstel_case": "herstel_case changes case_id of note",
    "grant update (role) on seat to herstel_case": "herstel_case changes role of seat",
    "grant update on conf.access_event to herstel_case": "herstel_case changes ",
    "alter table conf.note owner to postgres": "note is owned by postgres",
    "alter schema conf owner to postgres": "schema conf is owned by postgres",
    "alter table conf.note set schema public": "note lies in public",
    "alter role herstel_org bypassrls": "role herstel_org has BYPASSRLS wrong",
    "alter role herstel_case superuser": "role herstel_case has SUPERUSER wrong",
    "alter role herstel_job inherit": "role herstel_job has INHERIT wrong",
    "alter role herstel_owner login": "role herstel_owner has LOGIN wrong",
    "grant herstel_owner to herstel_case": "role herstel_case is a member of herstel_owner",
    "grant herstel_case to herstel_org": "herstel_org can become herstel_case",
    "alter role herstel_org reset statement_timeout": "role herstel_org lacks statement_timeout=5s",
    "create function peep() returns text language sql security definer return null": "function public.peep is owned by postgres",
    "alter function conf.my_cases() owner to postgres": "function conf.my_cases is owned by postgres",
    "alter function conf.my_cases() reset search_path": "function conf.my_cases looks things up where the caller says",
    "drop policy genuine on referral": "SELECT of herstel_org on referral believes whatever is claimed",
    "drop policy genuine on conf.invitation": "SELECT of herstel_case on invitation believes whatever is claimed",
    "drop policy genuine on conf.party": "SELECT of herstel_job on party believes whatever is claimed",
    "drop policy proved on conf.note": "SELECT of herstel_case on note believes whatever is claimed",
    "alter table person alter name set statistics -1": "the planner takes samples of person.name",
    "alter table conf.party_particulars alter born_on set statistics 50": "the planner takes samples of party_particulars.born_on",
    "alter policy genuine on unit using (true)": "policy genuine of unit is restrictive",
    "alter policy genuine on unit to herstel_job": "SELECT of herstel_org on unit believes whatever is claimed",
    "grant select on context_key to herstel_org": "herstel_org has SELECT on context_key, which nobody reads",
    "create policy seen on context_key using (true)": "policy seen of context_key is for PUBLIC",
    "alter table context_key no force row level security": "context_key has no row security",
    "alter function public.genuine() security invoker": "function public.genuine does not look with its owner's eyes",
    "alter function public.me() security definer": "function public.me looks with its owner's eyes",
    "grant execute on function conf.my_cases() to public": "function conf.my_cases can be called by PUBLIC, herstel_case",
    "grant execute on function conf.waits to herstel_org": "function conf.waits can be called by herstel_case, herstel_org",
    "create view peep as select * from conf.note": "peep is a view that looks with its owner's eyes",
    "create materialized view peep as select * from conf.note": "peep is a materialised view",
    "create sequence counted": "counted is a sequence",
    "create table conf.diary (id uuid primary key)": "diary has no row security",
    "create table conf.letter (id uuid primary key, case_id uuid not null)": "letter does not say whose it is",
    "create schema attic": "attic is a schema of nobody's",
    ALONE: "key alone of statement does not lead with the organisation",
    ASTRAY: "key astray of statement leaves its case",
    "alter table conf.statement add constraint once unique (party_id)": "key once of statement does not lead with the organisation",
    "create unique index once on conf.statement (case_id, organisation_id)": "key once of statement does not lead with the organisation",
    "alter table conf.note alter organisation_id drop not null": "note does not say whose it is",
    "create trigger watch before update on conf.note for each row execute function suppress_redundant_updates_trigger()": "a trigger watch",
    "create rule also as on insert to conf.note do also nothing": "there is a rule also",
    "alter default privileges in schema conf grant select on tables to herstel_org": "default privileges of postgres",
    "create type conf.mood as enum ('good')": "there is a enumerated type mood",
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_t6_a_mistake_in_the_walls_is_found(scratch: psycopg.Connection[Any], mistake: str) -> None:
    with scratch.transaction(force_rollback=True):
        scratch.execute(mistake.encode())
        found = faults(scratch)
    assert [fault for fault in found if MISTAKES[mistake] in fault], found


def test_t6_what_was_planted_is_gone(scratch: psycopg.Connection[Any]) -> None:
    assert faults(scratch) == []
