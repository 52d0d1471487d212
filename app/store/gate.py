"""The door: the only way to a row is through a Store, and a Store opens only for a principal.

The only `select()` on a caller's behalf is built in `sight`, with the grids inside it, and asked here. Checking is filtering. Beside it
the gates have eyes of their own, which look past the caller because a last answer completes what others said in private: `awaiting`,
`formers`, `leaving`, `places`, `situations`, `voices` and the view `models.overlaps`. They look for what is decided in a locked case, or
for the one who sees its TRUE_STATE, and tell nobody else (S10, S11).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from app.domain.audit import Operation, Outcome
from app.domain.confidentiality import Act, Principal, Reach, Secrecy, sees
from app.domain.deeds import decide
from app.domain.errors import Condition, NotAllowed, Stale, Unknown, WrongState
from app.domain.groups import Chosen
from app.domain.retention import Part
from app.domain.situation import Deed, Situation
from app.store.awaiting import awaits_admission, awaits_approval, awaits_confirmation, awaits_release
from app.store.formers import Former, led_before
from app.store.keys import KeyStore
from app.store.leaving import call_off_talks, end_companions, end_places
from app.store.models.base import INSIDE, InCase, Row, moment
from app.store.models.cases import Case, Seat
from app.store.models.companions import Companion
from app.store.models.groups import GroupMember
from app.store.models.parties import Party
from app.store.notary import Notary
from app.store.places import gates_of
from app.store.reads import LOGGED, log_of
from app.store.recording import Seen, event_of
from app.store.sealed import opened
from app.store.sight import Facts, Gathering, R, Sight, Statement, gathered_by, going_on, leads_nowhere, possible, talking, with_id
from app.store.situations import situation_of
from app.store.voices import chosen, hand_over

__all__ = ["Page", "Statement", "Store"]

NOTHING: Final[Mapping[str, Any]] = {}


class Page(NamedTuple):
    """One page of rows, and the key after which the next one begins (None: this is the last)."""

    rows: Sequence[Any]
    next_key: tuple[Any, ...] | None


class Store(Sight):
    """The rows that one principal may see, and the deeds that they may do with them."""

    def __init__(self, session: AsyncSession, keys: KeyStore, who: Principal) -> None:
        super().__init__(who.role)
        self.__session = session
        self.__keys = keys
        self.who = who
        self._reads: set[tuple[UUID, UUID | None]] = set()
        self._organisations: dict[UUID | None, UUID] = {}
        self._made: UUID | None = None
        self._outcome = Outcome.DONE
        self._reads_others = any(sees(who.role, secrecy) not in {Reach.NONE, Reach.OWN} for secrecy in LOGGED)
        self._me = {"me": who.id, "my_org": who.organisation_id, "my_role": who.role}

    async def first(self, statement: Statement[R]) -> R | None:
        """The first row of a query that began at `within()`."""
        return next(iter(await self.rows(statement.limit(1))), None)

    async def rows(self, statement: Statement[R]) -> Sequence[R]:
        """The rows of a query that began at `within()`."""
        return self._read(await self._found(statement))

    async def values(self, statement: Select[Any]) -> Sequence[Any]:
        """The values of the one column of a query that began at `within()`."""
        return [] if leads_nowhere(statement) else (await self.__session.execute(statement, self._me)).scalars().all()

    async def count(self, statement: Select[Any]) -> int:
        """How many rows a query that began at `within()` has."""
        if leads_nowhere(statement):
            return 0
        counted = statement.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
        return (await self.__session.execute(counted, self._me)).scalar_one()

    async def one(self, model: type[R], id: UUID, act: Act | None = None, *, inside: UUID | None = None) -> R:
        """This row, if the caller sees it (else `Unknown`); for an act locked with its whole case, and theirs to do (else `NotAllowed`).

        Strangers never lock. After the wait everything is looked at again, so that what another deed changed meanwhile counts (R8).
        `inside` is the case in whose URL the row stands; in another case's it is unknown.
        """
        row = await self._seen(model, id, inside)
        if act is None:
            return row
        await self._lock(row)
        return await self._granted(model, id, act)

    async def under(self, model: type[R], id: UUID, act: Act) -> R:
        """The row below which the caller may create something, unlocked: nothing that is created there depends on its siblings."""
        await self._seen(model, id, None)
        return await self._granted(model, id, act)

    async def below(self, parent: type[Row], id: UUID, model: type[R]) -> Statement[R]:
        """The rows of this kind in one case, for a list: `Unknown` where the parent or the whole class is hidden (S1)."""
        statement = self.listing(model)
        await self._seen(parent, id, None)
        return statement.filter_by(case_id=id)

    def decide(self, situation: Situation, deed: Deed) -> Situation:
        """The situation after a deed of the caller's; a refusal names what is unmet as far as they may know it (S10, S11)."""
        try:
            return decide(situation, self.who.role, deed)
        except WrongState as refusal:
            raise type(refusal)(refusal.code, self.tell(refusal.unmet)) from None

    def seat(self, case_id: UUID, **as_whom: Any) -> Seat:
        """The caller's own seat in a case, in the role in which they came."""
        return Seat(case_id=case_id, principal_id=self.who.id, role=self.who.role, **as_whom)

    def tell(self, unmet: Iterable[Condition]) -> list[Condition]:
        """What a refusal may say to the caller of what is unmet (S10, S11)."""
        return [condition for condition in unmet if self.reaches(condition.secrecy)]

    async def page(self, statement: Statement[R], after: Sequence[Any] | None, limit: int) -> Page:
        """One page of a query, in the order of its model's keyset."""
        model: type[Row] = statement.column_descriptions[0]["entity"]
        keys = model.keyset()
        if after is not None:
            here, there = tuple_(*keys), tuple_(*after)
            statement = statement.where(here < there if model.newest_first else here > there)
        order = [key.desc() if model.newest_first else key.asc() for key in keys]
        rows = await self._found(statement.order_by(*order).limit(limit + 1))
        shown = self._read(rows[:limit])
        return Page(shown, tuple(getattr(shown[-1], key.key) for key in keys) if len(rows) > limit else None)

    async def gathered(self, gathering: Gathering, about: Mapping[str, Any], after: Sequence[Any] | None, limit: int) -> Page:
        """One page of what several queries that began at `within()` find, with the same columns, in the order of their keys.

        They are built once for each role; `about` holds what they ask by. Where a row tells of what is one party's own, `read_of` is that
        party: it stands in their read log as any other read does (S9). That column and `organisation_id` come last in every query, are
        for the log, and go no further.
        """
        statement = gathered_by(gathering, self.role, after is not None)
        if statement is None:
            return Page([], None)
        where_to_go_on = dict(zip(map(going_on, gathering.keys), after or (), strict=False))
        rows = (await self.__session.execute(statement, {**self._me, **about, **where_to_go_on, "most": limit + 1})).all()
        shown = rows[:limit]
        self._organisations |= {row.case_id: row.organisation_id for row in shown}
        self._reads |= {(row.read_of, row.case_id) for row in shown if row.read_of and self._reads_others}
        next_key = tuple(getattr(shown[-1], key) for key in gathering.keys) if len(rows) > limit else None
        return Page([row[:-2] for row in shown], next_key)

    async def acts(self, row: Row, acts: frozenset[Act], facts: Facts) -> frozenset[str]:
        """Which of these deeds can be the caller's on a row that they see, at whatever moment, and which of these facts are found.

        For a group its deeds are its spokesperson's only; a member's own are those on themselves. One statement at most.
        """
        known, statement, asked_by = possible(type(row), self.role, acts, facts)
        if statement is None:
            return known
        shown = {f"row_{name}": getattr(row, name) for name in asked_by}
        now = self.moment()
        about = {**self._me, **shown, "here": _case_of(row), "now": now, "today": now.date(), "assisted": self.who.assisted}
        return known | {*(await self.__session.execute(statement, about)).scalars()}

    async def gates(self, now: datetime) -> Mapping[UUID, Sequence[Condition]]:
        """What keeps the true gate closed in every case whose TRUE_STATE the caller sees, however many; of none for anybody else (S11).

        It stands in no read log: what it yields is of the class TRUE_STATE, yes or no, and no row of a party's own is delivered (S9).
        """
        if not self.reaches(Secrecy.TRUE_STATE):
            return {}
        return await gates_of(self.__session, talking(self.role), self._me, now)

    async def situation(self, case_id: UUID, now: datetime, *, before: UUID | None = None) -> Situation:
        """What the gates of this case look at: for a deed whose row `one()` has locked, or for the one who sees its TRUE_STATE.

        `before` is a seat that was just put in, and on which it is to be decided.
        """
        return await situation_of(self.__session, case_id, now, before)

    async def awaits_approval(self, record_id: UUID) -> bool:
        """Whether someone who was there has yet to approve a record that `one()` has locked; never for an answer (S10)."""
        return await awaits_approval(self.__session, record_id)

    async def awaits_release(self, support_id: UUID) -> bool:
        """Whether someone has yet to release the words of a support that `one()` has locked; never for an answer (S10)."""
        return await awaits_release(self.__session, support_id)

    async def awaits_confirmation(self, item_id: UUID) -> bool:
        """Whether someone has yet to say that what was released is done, for a case that is locked; never for an answer (S10)."""
        return await awaits_confirmation(self.__session, item_id)

    async def end_places(self, case_id: UUID, gone: Collection[UUID], lapsed: Collection[Any]) -> None:
        """Everything that ends with these places, for a deed that was decided in a case that is locked.

        It comes last: what the caller sees may end with it (R9).
        """
        await self.flush()
        await end_places(self.__session, case_id, gone, lapsed, self.moment())

    async def end_companion(self, companion: Companion, now: datetime) -> None:
        """That someone comes no longer, for a deed that was decided: whoever brought them sees neither their seat nor their letters."""
        await self.flush()
        await end_companions(self.__session, Companion.id == companion.id, now)

    async def call_off_talks(self, case_id: UUID) -> None:
        """Every talk that was planned in a case that is locked is off, for a deed that was decided: the caller may not see them (R11)."""
        await self.flush()
        await call_off_talks(self.__session, case_id)

    async def chosen(self, group: Party, chooser: GroupMember, member: GroupMember) -> Chosen:
        """What a choice of who speaks for a group comes to, for a case that is locked; never for an answer (S10)."""
        return await chosen(self.__session, group, chooser, member)

    async def hand_over(self, group: Party, member: GroupMember) -> None:
        """The group's place, to the one who was chosen to speak for it: for a deed that was decided (R14)."""
        await hand_over(self.__session, group, member)

    async def awaits_admission(self, introduction_id: UUID) -> Sequence[UUID]:
        """Who has yet to admit a supporter, for a deed in a case that `one()` has locked; never for an answer (S10)."""
        return await awaits_admission(self.__session, introduction_id)

    async def forget(self, case_id: UUID, part: Part, party_id: UUID | None = None) -> UUID | None:
        """Take every row of this part of a case away, for what was decided: whose registry's moderator led it last.

        By the database's own hand: nobody may delete anything, and it does so for the worker alone.
        """
        await self.flush()
        led_by: UUID | None = await self.__session.scalar(select(getattr(func, INSIDE).forget(case_id, part.value, party_id)))
        return led_by

    async def led_before(self, case_id: UUID) -> Sequence[Former]:
        """Who led a case that `one()` has locked, and held conversations in it: asked about what would leave, and never for an answer."""
        return await led_before(self.__session, case_id)

    @staticmethod
    def moment() -> datetime:
        """This moment, after every wait: whatever others committed before is earlier."""
        return moment()

    def add(self, *rows: Row) -> None:
        """Put new rows below a parent that `one()` or `under()` granted: what is in a case is of the case's organisation.

        Those that can say it say whether the deed was assisted (R6).
        """
        for row in rows:
            if isinstance(row, Case):
                self._organisations[row.id] = row.organisation_id
            elif isinstance(row, InCase):
                row.organisation_id = self._organisations[row.case_id]
            if "assisted" in row.__mapper__.columns:
                row.set(assisted=self.who.assisted)
        self.__session.add_all(rows)

    def made(self, row: Row) -> None:
        """This row is what the operation made; its address did not name it yet."""
        self._made = row.id

    def ended_as(self, outcome: Outcome) -> None:
        """What came of the operation, where it ends well for the database and not for the caller."""
        self._outcome = outcome

    async def record(self, notary: Notary, operation: Operation) -> None:
        """Put the operation into the audit log, and into the parties' read logs who read what is theirs: before the commit (S9, U4).

        In a read log the day is all that is kept, once. In one order for everybody, so that readers beside each other never block.
        """
        now = self.moment()
        if self._reads:
            await self.__session.execute(log_of(self._reads, self._organisations, self.who, now.date()))
        await self.__session.execute(*event_of(notary, self.who, operation, self.seen(), now))
        self._reads.clear()

    def seen(self) -> Seen:
        """What the operation met so far, for the audit log."""
        return Seen(self._organisations, frozenset(party for party, _ in self._reads), self._made, self._outcome)

    async def record_undone(self, notary: Notary, operation: Operation, outcome: Outcome, seen: Seen) -> None:
        """Put an operation into the audit log that was undone in another transaction."""
        await self.__session.execute(*event_of(notary, self.who, operation, seen.undone(outcome), self.moment()))

    async def flush(self) -> None:
        """Write what is set so far, so that constraints speak and ETags are true."""
        await self.__session.flush()

    @staticmethod
    def unchanged(row: Row, etag: str | None) -> None:
        """`Stale` when the caller read another version of this row (RFC 9110, 13.1.1)."""
        if etag is not None and etag != row.etag:
            raise Stale

    async def _found(
        self, statement: Statement[R], about: Mapping[str, Any] = NOTHING, options: Mapping[str, Any] = NOTHING
    ) -> Sequence[R]:
        if leads_nowhere(statement):
            return []
        rows = (await self.__session.execute(statement, {**self._me, **about}, execution_options=options)).scalars().all()
        self._organisations |= {_case_of(row): row.organisation_id for row in rows if isinstance(row, InCase | Case)}
        await opened(self.__keys, rows)
        return rows

    def _read(self, rows: Sequence[R]) -> Sequence[R]:
        """The same rows, remembered where the caller is not the party whose they are."""
        for row in rows:
            if row.secrecy in LOGGED and sees(self.who.role, row.secrecy) is not Reach.OWN and (party := getattr(row, "party_id", None)):
                self._reads.add((party, _case_of(row)))
        return rows

    async def _seen(self, model: type[R], id: UUID, inside: UUID | None) -> R:
        if not self.reaches(model.secrecy):
            raise Unknown
        row = await self._by_id(model, id)
        if row is None or inside not in {None, _case_of(row)}:
            raise Unknown
        return row

    async def _granted(self, model: type[R], id: UUID, act: Act) -> R:
        if row := await self._by_id(model, id, act, populate_existing=True):
            return row
        raise NotAllowed if await self._by_id(model, id) else Unknown

    async def _by_id(self, model: type[R], id: UUID, act: Act | None = None, **options: bool) -> R | None:
        return next(iter(self._read(await self._found(with_id(model, self.role, act), {"id": id}, options))), None)

    async def _lock(self, row: Row) -> None:
        # FOR NO KEY UPDATE: writers in one case queue, while inserts that refer to it pass unhindered and tell no time.
        if case := _case_of(row):
            # By the database's own hand: whoever comes in, or knows only what was released, does not see the case itself.
            await self.__session.execute(select(func.lock_case(case)))
        else:
            await self.__session.execute(select(type(row).id).where(type(row).id == row.id).with_for_update(key_share=True))


def _case_of(row: Row) -> UUID | None:
    return row.id if isinstance(row, Case) else getattr(row, "case_id", None)
