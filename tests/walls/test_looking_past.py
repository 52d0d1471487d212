"""C15: what somebody finds out with a runtime role's password and no proof, by what PostgreSQL estimates and what a search costs."""

from typing import Final

import pytest

from app.embedded import EmbeddedPostgres
from tests.conftest import DATABASE
from tests.people import AWAY, HOME, MINE, PEOPLE, key
from tests.walls.thieves import NOBODY, Thief

PEOPLE_OF_A_TOWN: Final = f"""
    insert into person (id, etag, created_at, organisation_id, principal_id, name)
    select gen_random_uuid(), 'x', now(), '{key(HOME)}', gen_random_uuid(), 'Name of ' || md5(n::text) from generate_series(1, 1000) n"""
REFERRALS: Final = f"""
    with added as (
        insert into "case" (id, etag, created_at, organisation_id, referred_by_id, reference, setting, state, received_on, terms)
        select gen_random_uuid(), 'x', now(), '{key(HOME)}', gen_random_uuid(), 'x' || n, 'school', 'received', now(), '{{}}'
        from generate_series(1, 1000) n returning id, organisation_id, referred_by_id, reference)
    insert into referral (id, etag, created_at, organisation_id, case_id, referred_by_id, external_id)
    select gen_random_uuid(), 'x', now(), organisation_id, id, referred_by_id, 'file ' || reference from added"""


def estimate(thief: Thief, statement: str) -> int:
    """How many rows PostgreSQL expects, which it says to everybody who might ask for them."""
    (plan,) = thief.ask(f"explain (format json) {statement}")[0]["QUERY PLAN"]
    rows: int = plan["Plan"]["Plan Rows"]
    return rows


def cost(thief: Thief, statement: str) -> list[str]:
    """What PostgreSQL did to find nothing."""
    thief.connection.execute("set local enable_seqscan = off; set local enable_bitmapscan = off")
    done = "explain (analyze, costs off, timing off, summary off, buffers off)"
    lines = [row["QUERY PLAN"] for row in thief.ask(f"{done} {statement}")]
    return [line for line in lines if "Cond:" not in line and "Filter: (" not in line]


def test_c15_nobody_reads_a_directory_out_of_the_planners_samples(server: EmbeddedPostgres, org: Thief) -> None:
    """Letter by letter, with a prefix of which the planner would look up in its samples how many begin with it."""
    server.execute(PEOPLE_OF_A_TOWN, DATABASE)
    server.execute(REFERRALS, DATABASE)
    server.execute("analyze", DATABASE)
    org.claim(organisation=str(key(HOME)))
    for column, table, said, invented in (("name", "person", "Name of ", "Nobody of "), ("external_id", "referral", "file ", "letter ")):
        asked = f"select from {table} where {column} ^@ '{{}}'"
        assert estimate(org, asked.format(said)) == estimate(org, asked.format(invented))
        asked = f"select from {table} where {column} < '{{}}'"
        assert estimate(org, asked.format(said[0])) == estimate(org, asked.format("z"))


def test_c15_no_sample_of_a_name_or_a_digest_is_left_from_before(server: EmbeddedPostgres, database: str, the_world: object) -> None:
    server.execute("analyze", DATABASE)
    sampled = {(table, column) for table, column in server.execute("select tablename, attname from pg_stats", DATABASE)}
    assert ("person", "organisation_id") in sampled
    digests = {("invitation", "pin_digest"), ("one_time_code", "code_digest"), ("sealing_key", "secret_digest")}
    names = {("person", "name"), ("unit", "name"), ("referral", "external_id"), ("appointment", "name"), ("party_particulars", "born_on")}
    assert not sampled & (names | digests)


PARTY: Final = key(MINE, "party", 0)
# A question about a party, with the answer that is true and one that is not; the last two cost nothing to ask.
QUESTIONS: Final = {
    "safety_assessment": ("result = 'safe_with_measures'", "result = 'unsafe'"),
    "readiness_declaration": ("ready", "not ready"),
    "party_particulars": ("born_on is null", "born_on is not null"),
}


@pytest.mark.parametrize("table", QUESTIONS)
def test_c15_what_a_search_costs_tells_nothing_of_a_party_to_whoever_proves_nothing(
    server: EmbeddedPostgres, seated: Thief, table: str
) -> None:
    """PostgreSQL compares what is cheap before it asks for the seats: whether it then asked would be the answer."""
    true, false = QUESTIONS[table]
    assert server.execute(f"select 1 from conf.{table} where party_id = '{PARTY}' and {true} limit 1", DATABASE)
    assert not server.execute(f"select 1 from conf.{table} where party_id = '{PARTY}' and {false} limit 1", DATABASE)
    for context in ({}, {"me": str(PEOPLE["moderator"].principal.id), "organisation": str(key(HOME)), "role": "moderator"}):
        seated.claim(**context)
        asked = f"select from conf.{table} where party_id = '{PARTY}' and "
        assert cost(seated, asked + true) == cost(seated, asked + false)


def test_c15_what_stands_in_an_index_is_met_and_not_shown(seated: Thief) -> None:
    """What this wall does not do: a search that met a row costs more, so which ids belong together can be found out (docs: secrecy)."""
    seated.claim(organisation=str(key(AWAY)))
    asked = f"select from seat where case_id = '{key(MINE)}' and principal_id = "
    met, not_met = cost(seated, f"{asked}'{PEOPLE['party'].principal.id}'"), cost(seated, f"{asked}'{NOBODY}'")
    assert "  Rows Removed by Filter: 1" in met
    assert "  Rows Removed by Filter: 1" not in not_met
    assert seated.ask(f"{asked.replace('select', 'select id', 1)}'{PEOPLE['party'].principal.id}'") == []
