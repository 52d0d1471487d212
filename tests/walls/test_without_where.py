"""C15: with the WHERE of the store removed, the database still yields no row of a case or tenant that is not theirs."""

import re
from functools import cache
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Select, func, inspect, select
from sqlalchemy.exc import ProgrammingError

from app.domain.confidentiality import SERVED_BY, Act, Pool, Role
from app.store import export, gate, sight
from app.store.models.base import Row
from app.store.models.cases import Case
from app.store.models.disclosures import DisclosureVeto
from app.store.models.overlaps import Overlap
from tests.behind import LOOK
from tests.http import as_
from tests.people import AWAY, HOME, PEOPLE, REGISTRY, key
from tests.test_confidentiality import CASES, INSIDE, LED_BEFORE, MODELS, RELEASED_TO_ALL, case_of
from tests.test_words import addresses
from tests.world import World

# Of which organisations each of them may have anything of at all, by hand; moderators are listed to everyone who may choose one.
TENANTS: Final[dict[str, set[str]]] = {
    "registrar": {REGISTRY, HOME, AWAY},
    "moderator": {REGISTRY, HOME, AWAY},  # their own ties to AWAY
    "other_moderator": {REGISTRY, HOME, AWAY},
    "foreign_admin": {REGISTRY, AWAY},
    "foreign_coordinator": {REGISTRY, AWAY},
    "foreign_party": {REGISTRY, AWAY},
}
OF_HOME: Final = {REGISTRY, HOME}
# What the database does not even let them ask for.
CLOSED_TO_SEATS: Final = {
    "AuditCheckpoint", "AuditEvent", "AuditNode", "Organisation", "OrganisationSettings", "Person", "Qualification", "Unit",
}  # fmt: skip
OPEN_TO_ORGANISATIONS: Final = {
    "AuditCheckpoint", "AuditEvent", "AuditNode", "Case", "DestructionCertificate", "Independence", "Moderator", "Organisation",
    "OrganisationSettings", "Person", "ProposedModerator", "ProposedPerson", "Qualification", "Referral", "ReleasedItem", "Request",
    "SealingKey", "Seat", "SigningKey", "Tie", "Unit",
}  # fmt: skip

KEPT: Final = type(sight.with_id)
BUILT_ONCE: Final = {
    **{(gate, name): built for name, built in vars(gate).items() if isinstance(built, KEPT)},
    **{(export, name): built for name, built in vars(export).items() if isinstance(built, KEPT) and built.__module__ == export.__name__},
}
"""The statements that are kept: the door's, and the export's."""


def everything(model: type[Row], _role: Role, _act: Act | None) -> Select[Any]:
    """What would come out of `within()` if somebody forgot the grid."""
    return select(model)


@pytest.fixture
def without_where(monkeypatch: pytest.MonkeyPatch) -> None:
    """The store, with every predicate of the grids left out."""
    assert {name for _, name in BUILT_ONCE} == {"gathered_by", "possible", "talking", "with_id", "_statements"}
    monkeypatch.setattr(sight, "_within", everything)
    # What was built with the grids is built again without them, and goes with the test.
    for (module, name), built in BUILT_ONCE.items():
        monkeypatch.setattr(module, name, cache(built.__wrapped__))


def nothing_foreign(who: str, model: type[Row], rows: list[Any]) -> None:
    """These rows are of cases and tenants that are theirs."""
    names = {id: name for name, id in INSIDE.items()}
    cases = {names[case] for row in rows if (case := case_of(row))}
    released = RELEASED_TO_ALL.get(who, set()) if model.__name__ == "ReleasedItem" else set()
    released = LED_BEFORE.get(who, set()) if model.__name__ in {"DisclosureVeto", "DisclosureConsent"} else released
    assert cases <= CASES[who] | released, f"{who} reaches {model.__name__} of {cases - CASES[who]}"
    organisations = {row.organisation_id for row in rows if hasattr(row, "organisation_id")}
    tenants = {key(name) for name in TENANTS.get(who, OF_HOME)}
    assert organisations <= tenants, f"{who} reaches {model.__name__} of another tenant"


def not_granted(refused: ProgrammingError) -> None:
    """That the database did not even let them ask; every other fault is one."""
    if not isinstance(refused.orig, InsufficientPrivilege):
        raise refused


@pytest.mark.parametrize("who", PEOPLE)
async def test_c15_without_the_where_of_the_store_the_database_yields_nothing_foreign(
    app: FastAPI, database: str, the_world: World, without_where: None, who: str
) -> None:
    closed = set()
    for model in MODELS:
        try:
            async with app.state.database.store_for(PEOPLE[who].principal, LOOK) as store:
                nothing_foreign(who, model, list(await store.rows(store.within(model))))
        except ProgrammingError as refused:
            not_granted(refused)
            closed.add(model.__name__)
    if SERVED_BY[PEOPLE[who].role] is Pool.CASE:
        assert closed == CLOSED_TO_SEATS
    else:
        assert {model.__name__ for model in MODELS} - closed == OPEN_TO_ORGANISATIONS


@pytest.mark.parametrize("who", PEOPLE)
async def test_c15_no_column_that_says_whose_a_row_is_comes_out_of_the_session_itself(
    app: FastAPI, database: str, the_world: World, who: str
) -> None:
    async with app.state.database.store_for(PEOPLE[who].principal, LOOK) as store:
        session = store._Store__session
        for model in (model for model in MODELS if model is not Overlap):
            columns = [column for column in inspect(model).columns if column.key in {"id", "organisation_id", "case_id"}]
            try:
                async with session.begin_nested():
                    nothing_foreign(who, model, [Found(model, row) for row in await session.execute(select(*columns))])
            except ProgrammingError as refused:
                not_granted(refused)


class Found:
    """What a row says of itself, without being one."""

    def __init__(self, model: type[Row], row: Any) -> None:
        self.__dict__.update(row._mapping)
        if model is Case:
            self.case_id = row.id


@pytest.mark.parametrize("who", ["moderator", "coordinator", "admin", "foreign_party"])
async def test_c15_without_the_where_no_answer_holds_a_foreign_word(
    app: FastAPI, database: str, the_world: World, without_where: None, who: str
) -> None:
    cases = {key(name) for name in CASES[who] | RELEASED_TO_ALL.get(who, set())}
    words = the_world.words()
    before = {key(name) for name in LED_BEFORE.get(who, set())}
    foreign = {text for text, (_, row) in words.items() if getattr(row, "case_id", None) not in cases}
    foreign -= {text for text, (_, row) in words.items() if isinstance(row, DisclosureVeto) and row.case_id in before}
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    met: set[str] = set()
    async with httpx.AsyncClient(transport=transport, base_url="http://test/v1", headers=as_(who).token(app)) as client:
        for path in addresses(app, the_world):
            answer = await client.get(path)
            said = set(re.findall(r"word[0-9a-f]{32}", answer.text + str(answer.headers)))
            assert not said & foreign, path
            met |= said
    assert bool(met) == bool(cases)


@pytest.mark.parametrize("who", ["moderator", "party", "coordinator", "member", "registrar", "admin"])
async def test_c15_the_connection_that_somebody_used_knows_nothing_of_them_afterwards(
    app: FastAPI, database: str, the_world: World, who: str
) -> None:
    """Neither on a connection that nobody used before: no row but the moderators, who are listed."""
    pool = SERVED_BY[PEOPLE[who].role]
    async with app.state.database.store_for(PEOPLE[who].principal, LOOK) as store:
        process = await store._Store__session.scalar(select(func.pg_backend_pid()))
    async with app.state.database.engines[pool].connect() as used:
        assert await used.scalar(select(func.pg_backend_pid())) == process
        for model in MODELS:
            try:
                async with used.begin_nested():
                    found = (await used.execute(select(inspect(model).primary_key[0]))).all()
            except ProgrammingError as refused:
                not_granted(refused)
                continue
            assert model.__name__ == "Moderator" or found == [], f"{model.__name__} without a context"
