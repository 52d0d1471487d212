"""Lists at 100,000 cases: the same number of statements however many rows, and an index under each of them."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.embedded import EmbeddedPostgres
from tests.behind import explained, statements
from tests.conftest import POPULATED, Clones
from tests.http import as_
from tests.people import MINE, key
from tests.test_matrix import OPERATIONS, address
from tests.world import World

CROWD = """
insert into "case" (id, etag, created_at, organisation_id, referred_by_id, asked_by_id, reference, setting, state, received_on, terms)
select gen_random_uuid(), 'e', now(), :org, case when n <= 40 then :coordinator else md5('c' || n % 200)::uuid end,
       case when n between 41 and 80 then :member end, 'x' || n, 'school', 'in_progress', date '2026-01-01' + n % 300, '{}'
from generate_series(1, 100000) n;
insert into seat (id, etag, created_at, organisation_id, case_id, principal_id, role)
select gen_random_uuid(), 'e', now(), organisation_id, id,
       case when reference in ('x1', 'x2', 'x3') then :moderator else gen_random_uuid() end, 'moderator'
from "case" where reference like 'x%';
insert into process (id, etag, created_at, organisation_id, case_id, setting, phase, gate)
select id, 'e', now(), organisation_id, id, 'school', 'preparing', 'not_now' from "case" where reference like 'x%';
insert into party (id, etag, created_at, organisation_id, case_id, display_name, kind)
select gen_random_uuid(), 'e', now(), organisation_id, id, '', 'person' from "case" where reference like 'x%';
insert into proposed_person (id, etag, created_at, case_id, organisation_id, proposed_by_id, name, name_key)
select gen_random_uuid(), 'e', now(), id, organisation_id, coalesce(referred_by_id, asked_by_id), '', md5(reference)
from "case" where reference like 'x%';
insert into referral (id, etag, created_at, case_id, organisation_id, referred_by_id)
select gen_random_uuid(), 'e', now(), id, organisation_id, referred_by_id
from "case" where reference like 'x%' and referred_by_id is not null;
"""
CROWDED = "template_crowd"
LARGE = {"case", "seat", "process", "party", "proposed_person", "referral"}


@pytest.fixture
async def crowd(app: FastAPI, database: str, server: EmbeddedPostgres, clones: Clones, the_world: World) -> World:
    """The world among 100,000 other cases, with the planner's statistics up to date; put in once, and cloned."""
    if not server.execute(f"select 1 from pg_database where datname = '{CROWDED}'"):
        server.execute(f"create database {CROWDED} template {POPULATED} strategy file_copy")
        who = {"org": key("home"), **{name: as_(name).principal.id for name in ("coordinator", "member", "moderator")}}
        for statement in CROWD.strip().split(";\n"):
            server.execute(re.sub(r"(?<!:):(\w+)", lambda found: f"'{who[found[1]]}'::uuid", statement), CROWDED)
        server.execute("analyze", CROWDED)
    await clones.one_of(CROWDED, app)
    return the_world


def lists() -> list[str]:
    """Every list of the API, with the world's ids in it."""
    paged = [name for name, (_, _, found) in OPERATIONS.items() if any(one["name"] == "cursor" for one in found.get("parameters", []))]
    return [address(name, MINE) for name in paged]


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every node of a plan."""
    yield plan
    for inner in plan.get("Plans", []):
        yield from nodes(inner)


async def test_every_list_is_served_by_an_index_at_a_hundred_thousand_cases(app: FastAPI, client: httpx.AsyncClient, crowd: World) -> None:
    served = 0
    for who in ("coordinator", "member", "moderator", "party", "admin", "registrar"):
        for path in lists():
            with statements(app) as sent:
                answer = await client.get(path, headers=as_(who).token(app))
            if answer.status_code != 200:
                continue
            served += 1
            for statement, parameters in sent:
                if not statement.startswith(("SELECT", "WITH")):
                    continue
                plan = await explained(app, as_(who).principal, statement, parameters)
                read = [node for node in nodes(plan["Plan"]) if node["Node Type"] == "Seq Scan" and node["Relation Name"] in LARGE]
                assert read == [], f"{who} {path}: {json.dumps(plan)[:2000]}"
    assert served > 40


async def test_a_list_takes_the_same_number_of_statements_however_many_rows(app: FastAPI, client: httpx.AsyncClient, crowd: World) -> None:
    for who in ("coordinator", "member", "moderator", "party"):
        for path in lists():
            counts, answer = set(), httpx.Response(404)
            for limit in (1, 100):
                with statements(app) as sent:
                    answer = await client.get(path, params={"limit": limit}, headers=as_(who).token(app))
                # One more is the read log's, for a page that shows what is one party's own, however many parties' rows are on it (S9).
                logged = [one for one, _ in sent if one.startswith("INSERT INTO conf.access_event")]
                assert len(logged) <= 1
                counts.add(len(sent) - len(logged))
            if answer.status_code == 200:
                assert len(counts) == 1, f"{who} {path}: {counts}"
                assert counts.pop() <= 4, f"{who} {path}"
