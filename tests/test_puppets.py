"""C12: an admin who tries to come into a case, or to have a puppet in one. Their people and clients are theirs to make; seats are not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI

from app.domain.confidentiality import VOUCHES, Role
from app.domain.identity import IssuerKind
from app.embedded import EmbeddedPostgres
from app.routers.tokens import DEMO_ISSUER
from tests.conftest import DATABASE
from tests.http import as_
from tests.people import HOME, MINE, PEOPLE, REGISTRY, Someone, key
from tests.test_matrix import OPERATIONS, address, body_of
from tests.world import World

THEIRS: Final = {"unit", "person"}
"""The tables in which they do change something."""
INSIDE: Final = sorted(name for name, (method, path, _) in OPERATIONS.items() if "{caseId}" in path and method != "get")
COMING_IN: Final[dict[str, dict[str, Any]]] = {
    "/referrals": {"setting": "school", "proposedPeople": [{"name": "A"}, {"name": "B"}]},
    "/requests": {"setting": "school", "proposedPeople": [{"name": "B"}], "ownName": "A"},
}


@dataclass
class Attempts:
    """What the admin, and those whom their identity provider can make, try; and every row that must stay as it is."""

    client: httpx.AsyncClient
    server: EmbeddedPostgres
    headers: Mapping[str, Mapping[str, str]]

    async def met(self, who: str, method: str, path: str, body: Any = None) -> int:
        """The status that someone meets."""
        headers = {**self.headers[who], "If-Match": '"some"'}
        return (await self.client.request(method, path, json=body, headers=headers)).status_code

    async def person(self, subject: str) -> str:
        """Someone new in the directory, with an identity that is perhaps another's: the id."""
        body = {"name": "A", "issuer": DEMO_ISSUER, "subject": subject}
        answer = await self.client.post("/people", json=body, headers=self.headers["admin"])
        assert answer.status_code == 201
        return str(answer.json()["id"])

    def rows(self) -> Mapping[str, object]:
        """A digest of every table but those of the directory, and what is recorded of every attempt."""
        found = self.server.execute(
            "select tablename from pg_tables where schemaname in ('public', 'conf') and tablename not like '%audit%' order by 1", DATABASE
        )
        tables = [str(name) for (name,) in found if name not in THEIRS]
        digests = [f"""select '{one}', md5(string_agg("{one}"::text, '|' order by "{one}"::text)) from "{one}" """ for one in tables]
        return {str(table): digest for table, digest in self.server.execute(" union all ".join(digests), DATABASE)}


@pytest.fixture
def attempts(app: FastAPI, client: httpx.AsyncClient, the_world: World, server: EmbeddedPostgres) -> Attempts:
    """The admin, and a puppet in every role for which an organisation's provider can vouch (A1)."""
    roles = VOUCHES[IssuerKind.ORGANISATION] - {Role.ADMIN}
    puppets = {role.value: Someone(f"puppet-{role.value}", HOME, role) for role in sorted(roles)}
    tokens = {name: app.state.tokens.issue_demo(one.subject, key(HOME), one.role) for name, one in puppets.items()}
    headers = {name: {"Authorization": f"Bearer {token}"} for name, token in tokens.items()}
    return Attempts(client, server, {"admin": as_("admin").token(app), **headers})


def test_c12_a_puppet_is_a_member_a_coordinator_or_an_auditor_and_nothing_else(attempts: Attempts) -> None:
    assert set(attempts.headers) == {"admin", "member", "coordinator", "auditor"}


async def test_c12_whoever_stands_in_the_directory_is_nobody_in_a_case(attempts: Attempts) -> None:
    """Nor does a claim in it make them one: not of a role, a case, a seat or another organisation."""
    before = attempts.rows()
    known = [await attempts.person(subject) for subject in ("admin", "puppet-member", "moderator", "party")]
    for leader in known:
        assert await attempts.met("admin", "post", "/units", {"kind": "team", "name": "A", "lineManagerId": leader}) == 201
    person = {"name": "A", "issuer": DEMO_ISSUER, "subject": "puppet-coordinator"}
    claims: tuple[dict[str, Any], ...] = (
        *({"role": "moderator"}, {"roles": ["moderator"]}, {"moderator": True}, {"expertise": ["diversity"]}),
        *({"caseId": str(key(MINE))}, {"partyId": str(key(MINE, "party", 0))}, {"organisationId": str(key(REGISTRY))}),
    )
    for claim in claims:
        assert await attempts.met("admin", "post", "/people", {**person, **claim}) == 400, claim
        assert await attempts.met("admin", "patch", f"/people/{known[0]}", claim) == 400, claim
        assert await attempts.met("admin", "post", "/units", {"kind": "team", "name": "A", **claim}) == 400, claim
        assert await attempts.met("admin", "patch", "/organisation-settings", claim) == 400, claim
    for who in attempts.headers:
        assert await attempts.met(who, "get", f"/cases/{key(MINE)}") == 404, who
    assert attempts.rows() == before


async def test_c12_no_puppet_is_registered_as_a_moderator_or_takes_what_is_offered_to_one(app: FastAPI, attempts: Attempts) -> None:
    referral = {**COMING_IN["/referrals"], "proposedModerators": [str(key("moderator", "other_moderator"))]}
    empty = attempts.rows()
    case = (await attempts.client.post("/referrals", json=referral, headers=as_("coordinator").token(app))).json()["caseId"]
    offers = (await attempts.client.get("/offers", headers=as_("other_moderator").token(app))).json()["items"]
    (offer,) = [one["id"] for one in offers if one["caseId"] == case]
    before = attempts.rows()
    assert {"case", "offer", "proposed_moderator"} <= {table for table in before if before[table] != empty[table]}
    assert {"seat", "appointment", "moderator", "tie"} <= {table for table in before if before[table] == empty[table]}
    # A member and a coordinator see who is registered, as they may choose; it is not theirs to change.
    ties = {"admin": 404, "member": 403, "coordinator": 403, "auditor": 404}
    for who, expected in ties.items():
        registration = {"name": "A", "expertise": ["diversity"], "issuer": DEMO_ISSUER, "subject": f"puppet-{who}"}
        assert await attempts.met(who, "post", "/moderators", registration) == 403, who
        tie = {"organisationId": str(key(HOME))}
        assert await attempts.met(who, "post", f"/moderators/{key('moderator', 'other_moderator')}/ties", tie) == expected, who
        assert await attempts.met(who, "post", f"/appointments/{key(MINE, 'appointment')}/ending") == 404, who
        assert await attempts.met(who, "get", "/offers") == 404, who
        assert await attempts.met(who, "post", f"/offers/{offer}/declaration", {"independent": True}) == 404, who
        assert await attempts.met(who, "post", f"/offers/{offer}/decline") == 404, who
    assert attempts.rows() == before


@pytest.mark.parametrize(
    ("who", "referring", "asking"), [("admin", 403, 403), ("auditor", 403, 403), ("member", 403, 400), ("coordinator", 400, 403)]
)
async def test_c12_nothing_comes_in_with_a_moderator_who_is_none(attempts: Attempts, who: str, referring: int, asking: int) -> None:
    """An admin refers nobody and asks for nobody; and whoever may, chooses from those whom the registry has registered."""
    known = [await attempts.person("admin"), await attempts.person("puppet-coordinator")]
    before = attempts.rows()
    for nobody in (*known, str(PEOPLE["admin"].principal.id), str(key(HOME))):
        for path, expected in (("/referrals", referring), ("/requests", asking)):
            body = {**COMING_IN[path], "proposedModerators": [nobody]}
            assert await attempts.met(who, "post", path, body) == expected, path
    assert attempts.rows() == before


async def test_c12_an_admin_refers_nobody_and_asks_for_nobody_whoever_moderates(attempts: Attempts) -> None:
    before = attempts.rows()
    for path, body in COMING_IN.items():
        for moderator in ({"anyModerator": True}, {"proposedModerators": [str(key("moderator", "other_moderator"))]}):
            assert await attempts.met("admin", "post", path, {**body, **moderator}) == 403, path
    assert attempts.rows() == before


@pytest.mark.parametrize("who", ["admin", "member", "coordinator", "auditor"])
async def test_c12_no_deed_inside_a_case_is_theirs(attempts: Attempts, who: str) -> None:
    """No appointment, invitation, place, guardian, member, supporter, yes or end of one: it is all as if there were no case."""
    assert {"inviteParty", "addParty", "recordGuardian", "inviteMember", "nameCompanion", "proposeSuccessors", "recuse"} <= set(INSIDE)
    before = attempts.rows()
    for name in INSIDE:
        method, _, operation = OPERATIONS[name]
        assert await attempts.met(who, method, address(name, MINE), body_of(name, operation)) == 404, name
    assert attempts.rows() == before
