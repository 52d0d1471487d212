"""T5: very many short units of work by everybody at once; each reads without any filter of its own, then ends in its own way."""

import asyncio
import gc
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from random import Random
from typing import Any, Final
from uuid import uuid4

import httpx
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.types import Message

from app.domain.confidentiality import SERVED_BY, Pool, Role
from app.domain.errors import Unavailable, Unknown
from app.store.database import FEW
from app.store.gate import Store
from app.store.models import Row
from app.store.models.cases import Case
from tests.behind import LOOK
from tests.http import as_
from tests.people import ASKED, AWAY, FOREIGN, HOME, MINE, OTHER, PEOPLE, key
from tests.test_confidentiality import LED_BEFORE
from tests.world import World

WORKERS: Final = 48
Tables = tuple[str, ...]

CASES: Final = {MINE: HOME, ASKED: HOME, OTHER: HOME, FOREIGN: AWAY}
"""Whose case each is."""

CASES_OF: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(cases.split())
    for name, cases in {
        "admin": "",
        "registrar": "",
        "member": "asked",
        "coordinator": "mine",
        "moderator": "mine asked",
        "party": "mine",
        "second_party": "mine",
        "guardian": "mine",
        "supporter": "mine",
        "auditor": "",
        "other_coordinator": "other",
        "other_moderator": "other foreign",
        "other_party": "other",
        "foreign_admin": "",
        "foreign_coordinator": "foreign",
        "foreign_party": "foreign",
    }.items()
}
"""Of which cases anything reaches whom: those that they brought in, or in which they have a seat."""

TWICE: Final = """
    insert into "case" (id, etag, created_at, organisation_id, referred_by_id, reference, setting, state, received_on, terms)
    select public.me(), 'x', now(), public.my_organisation(), public.me(), 'x', 'school', 'received', current_date, '{}'
    from generate_series(1, 2)
"""
OUTSIDE: Final = ("case", "proposed_person", "proposed_moderator", "independence", "referral", "request")
DIRECTORY: Final = ("unit", "person", "organisation_settings", "qualification")
CONFIDENTIAL: Final = sorted(table.fullname for table in Row.metadata.tables.values() if table.schema == "conf")
BUNDLES: Final[Mapping[Pool, Sequence[Tables]]] = {
    Pool.ORG: [OUTSIDE, DIRECTORY],
    Pool.CASE: [*(tuple(CONFIDENTIAL[first::8]) for first in range(8)), (*OUTSIDE, "proposed_contact", "offer", "seat")],
}
"""What each pool reads at once; what a registry shows to other organisations is not among it: moderators, their ties and seats."""
OTHERS: Final = {"conf.case_audit_event": " where case_id is not null or actor_id is distinct from public.me()"}
"""What everybody here does meanwhile outside any case is recorded, and theirs to see."""

ASKED_BEFORE: Final = ("conf.disclosure_veto", "conf.disclosure_consent")
"""Whoever led a case before is asked about what would leave, and sees their own answer (S5, S7)."""

PATHS: Final = ("", "/process", "/parties", "/timeline", "/notes", "/needs", "/statements", "/mandates")
WORD: Final = re.compile(r"word[0-9a-f]{32}")
INTO: Final = text(
    "insert into conf.reopening_request (id, etag, created_at, case_id, organisation_id, party_id)"
    " values (:id, 'x', now(), :case, :organisation, :party)"
)
WHO: Final = text(
    "select current_setting('herstel.me'), current_setting('herstel.organisation'), current_setting('herstel.role'), current_user::text"
)
IDLE: Final = "idle_in_transaction_session_timeout"
NO_PATIENCE: Final = {limit: text(f"select set_config('{limit}', '5', true)") for limit in ("statement_timeout", IDLE)}
NOBODY: Final = text(
    "select coalesce(current_setting('herstel.me', true), ''), coalesce(current_setting('herstel.organisation', true), ''),"
    " coalesce(current_setting('herstel.role', true), '')"
)
BREAK: Final = text("select pg_terminate_backend(pg_backend_pid())")


class Unit:
    """One unit of work of one person: their own rows first, whatever comes after."""

    def __init__(self, load: "Load", name: str, chance: Random) -> None:
        self.load, self.name, self.chance = load, name, chance
        self.who = PEOPLE[name].principal
        self.pool = SERVED_BY[self.who.role]

    async def read(self, store: Store) -> AsyncSession:
        """For whom the database works now, and everything in a bundle of tables."""
        session: AsyncSession = vars(store)["_Store__session"]
        told = (await session.execute(WHO)).one()
        self.expect("context", tuple(told), (str(self.who.id), str(self.who.organisation_id), self.who.role.value, self.pool.value))
        tables = self.chance.choice(BUNDLES[self.pool])
        self.expect(f"{tables}", {tuple(row) for row in await session.execute(text(everything(tables)))}, self.load.due(self.name, tables))
        return session

    def expect(self, what: str, found: object, due: object) -> None:
        """Keep what is not as it should be."""
        if found != due:
            self.load.wrong.append(f"{self.name}: {what}: {found} instead of {due}")

    def foreign(self) -> str:
        """A case that is not theirs."""
        return self.chance.choice(sorted(CASES.keys() - CASES_OF[self.name]))

    async def reads(self) -> None:
        """Nothing but that."""
        async with self.load.app.state.database.store_for(self.who, LOOK) as store:
            await self.read(store)

    async def writes(self) -> None:
        """Changes every row of a table that the database lets it change, and commits; in one order for everybody."""
        table = "public.unit" if self.pool is Pool.ORG else "conf.process"
        # The directory is its admin's to change, and for the others only to read.
        theirs = self.pool is Pool.CASE or self.who.role is Role.ADMIN
        due = {row[1:] for row in self.load.due(self.name, (table.removeprefix("public."),))} if theirs else set()
        async with self.load.app.state.database.store_for(self.who, LOOK) as store:
            session = await self.read(store)
            await session.execute(text(f"select from {table} order by id for no key update"))
            inside = "null::uuid" if self.pool is Pool.ORG else "case_id"
            changed = await session.execute(text(f"update {table} set etag = etag returning {inside}, organisation_id"))
            self.expect(f"changed {table}", {tuple(row) for row in changed}, due)

    async def is_refused(self) -> None:
        """A foreign case is unknown to the store."""
        async with self.load.app.state.database.store_for(self.who, LOOK) as store:
            await self.read(store)
            await store.one(Case, key(self.foreign()))

    async def breaks_a_constraint(self) -> None:
        """The same row a second time."""
        again = TWICE if self.pool is Pool.ORG else "insert into conf.reopening_request select * from conf.reopening_request"
        async with self.load.app.state.database.store_for(self.who, LOOK) as store:
            await (await self.read(store)).execute(text(again))

    async def climbs_a_wall(self) -> None:
        """A row into a foreign case; for an organisation a look at what is confidential."""
        foreign = self.foreign()
        row = {"id": uuid4(), "case": key(foreign), "organisation": key(CASES[foreign]), "party": key(foreign, "party", 0)}
        async with self.load.app.state.database.store_for(self.who, LOOK) as store:
            session = await self.read(store)
            await (session.execute(text("select from conf.note")) if self.pool is Pool.ORG else session.execute(INTO, row))

    async def fails(self) -> None:
        """A statement that nobody can answer."""
        async with self.load.app.state.database.store_for(self.who, LOOK) as store:
            await (await self.read(store)).execute(text("select 1 / 0"))

    async def lasts_too_long(self) -> None:
        """The database loses patience with a statement."""
        async with self.load.app.state.database.store_for(self.who, LOOK) as store:
            session = await self.read(store)
            await session.execute(NO_PATIENCE["statement_timeout"])
            await session.execute(text("select pg_sleep(5)"))

    async def thinks_too_long(self) -> None:
        """The database loses patience with whoever keeps a transaction open."""
        async with self.load.app.state.database.store_for(self.who, LOOK) as store:
            session = await self.read(store)
            await session.execute(NO_PATIENCE[IDLE])
            await asyncio.sleep(0.1)
            await session.execute(WHO)

    async def loses_its_connection(self) -> None:
        """The server ends the session."""
        async with self.load.app.state.database.store_for(self.who, LOOK) as store:
            await (await self.read(store)).execute(BREAK)

    async def asks(self) -> None:
        """Something about any case at all, as a client does."""
        case = self.chance.choice([*CASES])
        answer = await self.load.client.get(self._path(case), headers=self.load.headers[self.name])
        if case not in CASES_OF[self.name]:
            self.expect("status", answer.status_code, 404)
        self.expect("fault", answer.status_code in {200, 404}, True)
        self.expect("words", {word for word in WORD.findall(answer.text) if self.load.case_of[word] not in CASES_OF[self.name]}, set())

    async def hangs_up(self) -> None:
        """A client that is gone when the answer comes."""
        headers = [(name.lower().encode(), value.encode()) for name, value in self.load.headers[self.name].items()]
        path = "/v1" + self._path(self.chance.choice([*CASES]))
        scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"", "headers": headers}
        about = {
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "http",
            "server": ("test", 80),
            "client": None,
            "root_path": "",
        }
        with suppress(OSError):
            await self.load.app({**scope, **about}, _nobody, _gone)

    async def is_cut_short(self) -> None:
        """Any of the others, ended from outside at whatever it waits for."""
        other = self.chance.choice([self.reads, self.writes, self.asks, self.lasts_too_long])
        task = asyncio.ensure_future(other())
        soon = asyncio.get_running_loop().call_later(self.chance.random() * 0.03, task.cancel)
        with suppress(asyncio.CancelledError, Unavailable):
            await task
        soon.cancel()

    def _path(self, case: str) -> str:
        return f"/cases/{key(case)}{self.chance.choice(PATHS)}"


async def _nobody() -> Message:
    return {"type": "http.disconnect"}


async def _gone(_: Message) -> None:
    raise OSError


def everything(tables: Tables) -> str:
    """The case and the organisation of every row in these tables, without any filter but for whose own acts they are."""
    inside = {"case": "id", **dict.fromkeys(DIRECTORY, "null::uuid")}
    named = ((table, f'public."{table}"' if "." not in table else table) for table in tables)
    columns = (f"'{table}', {inside.get(table, 'case_id')}, organisation_id from {full}{OTHERS.get(table, '')}" for table, full in named)
    return " union ".join(f"select {one}" for one in columns)


Way = Callable[[Unit], Awaitable[None]]
Work = tuple[str, Way, float]
WAYS: Final[Sequence[tuple[Way, int, str]]] = (
    (Unit.reads, 54, "well"),
    (Unit.asks, 12, "well"),
    (Unit.writes, 6, "well"),
    (Unit.is_cut_short, 8, "well"),
    (Unit.hangs_up, 3, "well"),
    (Unit.is_refused, 4, Unknown.__name__),
    (Unit.breaks_a_constraint, 4, IntegrityError.__name__),
    (Unit.climbs_a_wall, 3, ProgrammingError.__name__),
    (Unit.fails, 2, DataError.__name__),
    (Unit.lasts_too_long, 1, Unavailable.__name__),
    (Unit.thinks_too_long, 1, Unavailable.__name__),
    (Unit.loses_its_connection, 2, Unavailable.__name__),
)
"""In which ways a unit of work goes, how many of a hundred do, and how each ends."""


class Load:
    """Everybody at work on one service, and what they found that they should not, or missed."""

    def __init__(self, app: FastAPI, world: World) -> None:
        self.app = app
        self.wrong: list[str] = []
        self.ends: Counter[str] = Counter()
        cases: dict[object, str] = {key(case): case for case in CASES}
        self.case_of = {word: cases.get(getattr(row, "case_id", None)) for word, (_, row) in world.words().items()}
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test/v1")
        self.headers = {name: as_(name).token(app) for name in PEOPLE}
        self._filled = [
            (str(row.__table__), cases.get(getattr(row, "case_id", row.id)), getattr(row, "organisation_id", None)) for row in world.rows
        ]
        self._due: dict[tuple[str, Tables], set[tuple[Any, ...]]] = {}

    def due(self, name: str, tables: Tables) -> set[tuple[Any, ...]]:
        """What somebody finds in these tables: exactly what is of their cases or, in the directory, of their organisation."""
        if (name, tables) not in self._due:
            here = [row for row in self._filled if row[0] in tables]
            before = {table: LED_BEFORE.get(name, set()) for table in ASKED_BEFORE}
            theirs = {table: CASES_OF[name] | before.get(table, set()) for table in tables}
            mine = {(table, key(case), key(CASES[case])) for table, case, _ in here if case in theirs[table]}
            ours = {(table, None, whose) for table, _, whose in here if table in DIRECTORY and whose == key(PEOPLE[name].organisation)}
            self._due[name, tables] = mine | ours
        return self._due[name, tables]

    async def run(self, plan: Sequence[Work]) -> None:
        """All of this work, by so many workers beside each other."""
        work = iter(plan)
        async with asyncio.TaskGroup() as group:
            for _ in range(WORKERS):
                group.create_task(self._worker(work))
        await self.client.aclose()
        # Who was cut short while logging in keeps the server waiting, and whoever drops its database, until this comes by.
        gc.collect()

    async def _worker(self, work: Iterator[Work]) -> None:
        for name, way, luck in work:
            self.ends[f"{way.__name__} {await _end(way(Unit(self, name, Random(luck))))}"] += 1


def planned(units: int, seed: int) -> Sequence[Work]:
    """So many units of work; which ones is the seed's choice."""
    chance = Random(seed)
    ways = chance.choices([way for way, _, _ in WAYS], [often for _, often, _ in WAYS], k=units)
    return [(chance.choice([*PEOPLE]), way, chance.random()) for way in ways]


def ends(plan: Sequence[Work]) -> Counter[str]:
    """How all of it is to end."""
    how = {way: end for way, _, end in WAYS}
    return Counter(f"{way.__name__} {how[way]}" for _, way, _ in plan)


async def whole(app: FastAPI, size: int) -> list[str]:
    """What is not as it was in the pools: a connection that did not come back, or one that still knows whose it was."""
    found = []
    for pool, engine in app.state.database.engines.items():
        if (out := engine.pool.checkedout()) != 0:
            found.append(f"{pool}: {out} connections did not come back")
        async with AsyncExitStack() as all_of_them:
            for _ in range(min(size, FEW) if pool is Pool.JOB else size):
                connection = await all_of_them.enter_async_context(engine.connect())
                if (told := (await connection.execute(NOBODY)).one()) != ("", "", ""):
                    found.append(f"{pool}: a fresh connection knows {told}")
                for tables in BUNDLES.get(pool, ()):
                    found += [f"{pool}: it sees {row}" for row in await connection.execute(text(everything(tables)))]
                await connection.rollback()
    return found


async def _end(unit: Awaitable[None]) -> str:
    try:
        await unit
    except Exception as error:
        return type(error).__name__
    return "well"
