"""Promises that no single address holds: fields, tenants, logs, and who can become a moderator."""

import asyncio
import logging
import re
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI

from app.domain.confidentiality import Role
from app.embedded import EmbeddedPostgres
from tests.http import as_
from tests.people import AWAY, FOREIGN, HOME, MINE, PEOPLE, Someone, key, word
from tests.test_matrix import OPERATIONS, SCHEMAS, address
from tests.test_words import FINDS, OWN, addresses
from tests.world import World

REGISTRYS: Final = ("/moderators", "/signing-keys", "/sealing-keys")
"""Of a registry, and of no organisation that has cases."""
GETS: Final = sorted(name for name, (method, _, operation) in OPERATIONS.items() if method == "get" and operation.get("security"))
REFERRAL: Final[dict[str, Any]] = {
    "setting": "school",
    "externalId": "the-same-key",
    "anyModerator": True,
    "proposedPeople": [{"name": "A"}, {"name": "B"}],
}


def undocumented(schema: dict[str, Any], value: Any, place: str = "") -> list[str]:
    """The places in an answer that its schema does not name."""
    if "$ref" in schema:
        return undocumented(SCHEMAS[schema["$ref"].rsplit("/", 1)[1]], value, place)
    if "anyOf" in schema:  # something, or null
        return undocumented(schema["anyOf"][0], value, place)
    if isinstance(value, list):
        return [found for item in value for found in undocumented(schema.get("items", {}), item, f"{place}[]")]
    if not isinstance(value, dict):
        return []
    known = schema.get("properties", {})
    extra = [f"{place}.{name}" for name in value if name not in known and "additionalProperties" not in schema]
    return extra + [found for name in value if name in known for found in undocumented(known[name], value[name], f"{place}.{name}")]


@pytest.mark.parametrize("who", ["admin", "registrar", "member", "coordinator", "moderator", "party", "guardian", "supporter", "auditor"])
async def test_c2_no_answer_has_a_field_that_its_schema_does_not_name(
    app: FastAPI, client: httpx.AsyncClient, the_world: World, who: str
) -> None:
    for name in GETS:
        answer = await client.get(address(name, MINE), headers=as_(who).token(app))
        if answer.status_code == 200:
            content = OPERATIONS[name][2]["responses"]["200"]["content"]["application/json"]
            assert undocumented(content["schema"], answer.json()) == [], f"{who} {name}"


async def test_c14_all_that_a_party_can_gather_holds_no_private_word_of_the_other(
    app: FastAPI, client: httpx.AsyncClient, the_world: World
) -> None:
    private = {column.split(".")[0] for column, readers in FINDS.items() if readers.get("party") == OWN}
    others = {
        text
        for text, (column, row) in the_world.words().items()
        if column.split(".")[0] in private and row.party_id == key(MINE, "party", 1)
    }
    assert len(others) == 15
    gathered = ""
    for path in addresses(app, the_world):
        gathered += (await client.get(path, headers=as_("party").token(app))).text
    assert not others & set(re.findall(r"word[0-9a-f]{32}", gathered))


async def test_c14_all_that_a_guardian_can_gather_holds_no_private_word_of_the_child_or_of_anybody_else(
    app: FastAPI, client: httpx.AsyncClient, the_world: World
) -> None:
    private = {column for column, readers in FINDS.items() if readers.get("party") == OWN and "guardian" not in readers}
    theirs = {text for text, (column, row) in the_world.words().items() if column in private and row.case_id == key(MINE)}
    assert {"statement.text", "private_harm.text", "talk.goal", "party_particulars.contact"} <= private
    # Thirteen of each of the two, and two of each supporter and of the interpreter.
    assert len(theirs) == 32
    gathered = ""
    for path in addresses(app, the_world):
        gathered += (await client.get(path, headers=as_("guardian").token(app))).text
    assert not theirs & set(re.findall(r"word[0-9a-f]{32}", gathered))


@pytest.mark.parametrize("name", [name for name in GETS if "{" in OPERATIONS[name][1] and not OPERATIONS[name][1].startswith(REGISTRYS)])
async def test_t1_every_id_replaced_by_another_tenants_is_nothing(
    app: FastAPI, client: httpx.AsyncClient, the_world: World, name: str
) -> None:
    for who in ("admin", "member", "coordinator", "moderator", "party", "auditor"):
        answer = await client.get(address(name, FOREIGN), headers=as_(who).token(app))
        assert answer.status_code == 404, f"{who} {name}"


async def test_t3_what_stands_in_one_tenant_cannot_be_probed_from_another(
    app: FastAPI, client: httpx.AsyncClient, the_world: World
) -> None:
    """The same key, identity or registration is as free elsewhere as one that stands nowhere."""
    home, away = as_("coordinator").token(app), as_("foreign_coordinator").token(app)
    assert (await client.post("/referrals", json=REFERRAL, headers=home)).status_code == 201
    assert (await client.post("/referrals", json=REFERRAL, headers=away)).status_code == 201
    person = {"name": "A", "issuer": "https://idp.example", "subject": "the-same"}
    for who in ("admin", "foreign_admin"):
        assert (await client.post("/people", json=person, headers=as_(who).token(app))).status_code == 201
    for house, expected in ((HOME, 201), (AWAY, 400)):
        unit = {"name": "A", "issuer": "https://idp.example", "subject": house, "unitId": str(key(house, "unit"))}
        assert (await client.post("/people", json=unit, headers=as_("admin").token(app))).status_code == expected
    nowhere = await client.post("/people", json={**person, "subject": "x", "unitId": str(key("nowhere"))}, headers=as_("admin").token(app))
    assert nowhere.json()["errors"] == [{"pointer": "/unitId", "code": "unknown-id"}]


async def test_r2_no_organisation_can_make_appoint_or_be_a_moderator(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    registration = {"name": "A", "expertise": ["diversity"], "issuer": "https://idp.example", "subject": "x"}
    offer = f"/offers/{key(MINE, 'offer')}/declaration"
    for who in ("admin", "member", "coordinator", "auditor", "party"):
        headers = as_(who).token(app)
        assert (await client.post("/moderators", json=registration, headers=headers)).status_code in {403, 404}, who
        assert (await client.post(offer, json={"independent": True}, headers=headers)).status_code == 404, who
    for role in (Role.MODERATOR, Role.REGISTRAR):
        puppet = Someone("puppet", HOME, role)
        token = app.state.tokens.issue_demo(puppet.subject, puppet.principal.organisation_id, puppet.role)
        headers = {"Authorization": f"Bearer {token}"}
        assert (await client.get("/offers", headers=headers)).status_code == (200 if role is Role.MODERATOR else 404)
        assert (await client.get(f"/cases/{key(MINE)}", headers=headers)).status_code == 404


async def test_r2_an_offer_gives_a_seat_to_the_one_to_whom_it_was_made_and_to_nobody_else(
    app: FastAPI, client: httpx.AsyncClient, the_world: World
) -> None:
    body = {**REFERRAL, "anyModerator": False, "proposedModerators": [str(key("moderator", "moderator"))]}
    referral = (await client.post("/referrals", json=body, headers=as_("coordinator").token(app))).json()
    offers = (await client.get("/offers", headers=as_("moderator").token(app))).json()["items"]
    (offer,) = [one for one in offers if one["caseId"] == referral["caseId"]]
    path = f"/offers/{offer['id']}/declaration"
    other = await client.post(path, json={"independent": True}, headers=as_("other_moderator").token(app))
    mine = await client.post(path, json={"independent": True}, headers=as_("moderator").token(app))
    assert (other.status_code, mine.status_code) == (404, 200)


async def test_s4_no_word_that_is_sent_or_read_comes_into_a_log(
    app: FastAPI, client: httpx.AsyncClient, the_world: World, server: EmbeddedPostgres, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the service's nor PostgreSQL's, when all goes well, when a rule stops it, and when a constraint does (C4)."""
    sent = word("sent")
    with caplog.at_level(logging.INFO):
        for path in addresses(app, the_world):
            await client.get(path, headers=as_("moderator").token(app))
        inside = f"/cases/{key(MINE)}"
        for who, path, body in (
            ("party", f"{inside}/statements", {"text": sent}),
            ("party", f"{inside}/private-harms", {"kinds": ["emotional"], "text": sent}),
            ("party", f"{inside}/reopening-requests", None),
            ("party", f"{inside}/statements", {"text": sent, "unknown": sent}),
            ("moderator", f"{inside}/classification", {"affectedGroup": sent, "relationshipContext": "other"}),
            ("coordinator", "/referrals", {**REFERRAL, "note": sent}),
            ("coordinator", "/referrals", {**REFERRAL, "externalId": sent + "\x00"}),
            ("admin", "/people", {"name": sent, "issuer": "https://idp.example", "subject": "twice"}),
            ("admin", "/people", {"name": sent, "issuer": "https://idp.example", "subject": "twice"}),
        ):
            await client.post(path, json=body, headers=as_(who).token(app))
    logs = caplog.text + server.log.read_text(errors="replace")
    assert not set(re.findall(r"word[0-9a-f]{32}", logs))


def test_k2_every_change_of_something_that_stands_asks_for_the_version_that_was_read() -> None:
    """If-Match is required on PATCH, PUT and DELETE (conventions, 9); stale and missing are tried in test_edge."""
    changes = [name for name, (method, _, _) in OPERATIONS.items() if method in {"patch", "put", "delete"}]
    without = [
        name for name in changes if not any(one["name"] == "If-Match" and one["required"] for one in OPERATIONS[name][2]["parameters"])
    ]
    assert without == []
    assert {"changeUnit", "rewriteMandate", "changeParticulars"} <= set(changes)


def test_the_people_of_these_tests_have_one_role_each() -> None:
    """S3."""
    assert len({someone.principal.id for someone in PEOPLE.values()}) == len(PEOPLE)


BEGIN: Final[dict[str, set[str]]] = {
    "admin": {"units", "people", "organisation-settings"},
    "registrar": {"access-log", "moderators", "signing-keys", "sealing-keys", "units", "people", "organisation-settings"},
    "member": {"requests", "cases", "moderators", "units", "people", "organisation-settings"},
    "coordinator": {"referrals", "cases", "released-items", "moderators", "units", "people", "organisation-settings"},
    "moderator": {"access-log", "offers", "cases", "released-items", "disclosure-vetoes", "moderators", "signing-keys", "sealing-keys"},
    "party": {"access-log", "export", "cases", "released-items", "moderators"},
    "guardian": {"access-log", "cases", "released-items"},
    "supporter": {"access-log", "cases"},
    "auditor": {"units", "people", "organisation-settings", "audit-events"},
}


@pytest.mark.parametrize("who", BEGIN)
async def test_everyone_is_shown_where_they_can_begin_and_nothing_else(
    app: FastAPI, client: httpx.AsyncClient, the_world: World, who: str
) -> None:
    me = (await client.get("/me", headers=as_(who).token(app))).json()
    assert {link["rel"] for link in me["links"]} == BEGIN[who] | {"worklist"}
    assert me["roles"] == [PEOPLE[who].role.value]
    for link in me["links"]:
        assert (await client.get(link["href"].removeprefix("/v1"), headers=as_(who).token(app))).status_code == 200


async def test_a_list_that_ends_with_its_page_has_no_next_page(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    headers = as_("moderator").token(app)
    path = f"/cases/{key(MINE)}/parties"
    whole = (await client.get(path, params={"limit": 4}, headers=headers)).json()
    part = (await client.get(path, params={"limit": 1}, headers=headers)).json()
    assert (len(whole["items"]), whole["page"]) == (4, {"nextCursor": None, "hasMore": False})
    assert (len(part["items"]), part["page"]["hasMore"]) == (1, True)


async def test_r2_r8_of_two_moderators_who_declare_at_once_one_has_the_case_and_for_the_other_it_is_gone(
    app: FastAPI, client: httpx.AsyncClient, the_world: World
) -> None:
    both = ("moderator", "other_moderator")
    proposed = [str(key("moderator", name)) for name in both]
    body = {**REFERRAL, "anyModerator": False, "proposedModerators": proposed}
    for number in range(20):
        case = (await client.post("/referrals", json={**body, "externalId": f"two-{number}"}, headers=as_("coordinator").token(app))).json()
        offers = {}
        for who in both:
            found = (await client.get("/offers", headers=as_(who).token(app))).json()["items"]
            offers[who] = next(one["id"] for one in found if one["caseId"] == case["caseId"])
        answers = await asyncio.gather(
            *(client.post(f"/offers/{offers[who]}/declaration", json={"independent": True}, headers=as_(who).token(app)) for who in both)
        )
        assert sorted(answer.status_code for answer in answers) == [200, 404]
