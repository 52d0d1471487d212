"""The worker's searches at 100,000 cases: an index under each, and no scan of what is not due."""

import json

from fastapi import FastAPI
from sqlalchemy import text

from app.jobs.sweep import AT_ONCE, steps
from app.jobs.worker import WORKER
from tests.behind import behind, explained, statements
from tests.jobs.clock import CAME_IN, begins
from tests.store.test_plans import crowd, nodes
from tests.world import World

__all__ = ["crowd"]

SETTLED = """
insert into appointment (id, etag, created_at, organisation_id, case_id, moderator_id, name, successor, declared_at)
select s.id, 'e', now(), s.organisation_id, s.case_id, (select id from moderator limit 1), 'x', false, now()
from seat s join "case" c on c.id = s.case_id where c.reference like 'x%' and s.role = 'moderator';
insert into referral (id, etag, created_at, case_id, organisation_id, referred_by_id, settled_on)
select gen_random_uuid(), 'e', now(), id, organisation_id, gen_random_uuid(), date '2026-02-01'
from "case" where reference like 'x%' and referred_by_id is not null and id not in (select case_id from referral);
insert into request (id, etag, created_at, case_id, organisation_id, asked_by_id, settled_on)
select gen_random_uuid(), 'e', now(), id, organisation_id, gen_random_uuid(), date '2026-02-01'
from "case" where reference like 'x%' and id not in (select case_id from request);
"""
LARGE = {"case", "seat", "process", "appointment", "referral", "request"}


async def test_every_search_of_the_worker_is_served_by_an_index(app: FastAPI, crowd: World) -> None:
    async with behind(app) as connection:
        await connection.execute(text("set local statement_timeout = 0"))
        for statement in SETTLED.strip().split(";\n"):
            await connection.execute(text(statement))
        await connection.execute(text("analyze"))
    for step in steps(app.state.database.notary):
        async with app.state.database.store_for(WORKER, None) as store:
            with statements(app) as sent:
                await store.page(step.due(store, begins(CAME_IN, 400)), None, AT_ONCE)
        ((statement, parameters),) = sent
        plan = await explained(app, WORKER, statement, parameters)
        read = [node for node in nodes(plan["Plan"]) if node["Node Type"] == "Seq Scan" and node["Relation Name"] in LARGE]
        assert read == [], f"{step.name}: {json.dumps(plan)[:2000]}"
