"""What is asked on a caller's behalf, with the grids inside it: each statement is built once for a role, the one who looks a parameter.

`app.store.gate` asks it. To build and to name a large statement takes longer than to ask it; and the database plans it once only while
its text stays the same, so whatever changes from one request to the next is a parameter too.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Integer, Select, Uuid, and_, bindparam, literal, or_, select, true, tuple_, union_all
from sqlalchemy.orm import defer

from app.domain.cases import TALKING
from app.domain.confidentiality import SPEAKS, Act, Reach, Role, Secrecy, may, sees
from app.domain.errors import Unknown
from app.store.models.base import CONTENT, DIGEST, InCase, Row
from app.store.models.cases import Case, Seat, TrueState
from app.store.places import HERE
from app.store.reaches import NEVER, reach_sql
from app.store.seats import ME

R = TypeVar("R", bound=Row)
Statement = Select[R]
"""A query that began at `within()`."""

NOWHERE: Final = "nowhere"
"""The mark of a query for rows that this role never sees: the database is not even asked."""


@cache
def _within(model: type[R], role: Role, act: Act | None) -> Statement[R]:
    seen = sees(role, model.secrecy)
    visible = reach_sql(model, seen)
    granted = seen if act is None else may(role, act)
    # A deed that reaches as far as the eye says nothing more, and the database would plan it twice.
    statement = select(model).where(visible if granted is seen else and_(visible, reach_sql(model, granted)))
    statement = statement.execution_options(**{NOWHERE: visible is NEVER})
    # Whoever reaches everywhere sees ids, states and dates: content is not even loaded, and asking for it is an error.
    return statement.options(*(defer(column, raiseload=True) for column in _said(model))) if seen is Reach.EVERYWHERE else statement


def _said(model: type[Row]) -> list[Any]:
    """The columns that hold what people said, or with which that could be tried out."""
    return [getattr(model, column.key) for column in model.__mapper__.columns if column.info.keys() & {CONTENT, DIGEST}]


def leads_nowhere(statement: Select[Any]) -> bool:
    """Whether this role never sees such a row."""
    return bool(statement.get_execution_options().get(NOWHERE))


class Sight:
    """What a role may see and do, whoever has it: enough to say what is to be asked, and no way to ask it."""

    def __init__(self, role: Role) -> None:
        self.role = role

    def within(self, model: type[R], act: Act | None = None) -> Statement[R]:
        """The rows of this kind that the caller sees and, with an act, may do it to; every query starts here."""
        return _within(model, self.role, act)

    def listing(self, model: type[R], act: Act | None = None) -> Statement[R]:
        """The same for a list: `Unknown` where rows of this class are hidden from the caller altogether (S1)."""
        if not self.reaches(model.secrecy):
            raise Unknown
        return self.within(model, act)

    def reaches(self, secrecy: Secrecy) -> bool:
        """Whether rows of this class can be seen by the caller at all."""
        return sees(self.role, secrecy) is not Reach.NONE

    def may(self, act: Act) -> bool:
        """Whether this deed can be the caller's at all."""
        return may(self.role, act) is not Reach.NONE


@cache
def with_id(model: type[R], role: Role, act: Act | None) -> Statement[R]:
    """One row, by the parameter `id`."""
    return _within(model, role, act).where(model.id == bindparam("id", type_=Uuid())).limit(1)


@cache
def talking(role: Role) -> Select[Any]:
    """The cases whose TRUE_STATE the caller sees, while all can still be talked with."""
    return _within(TrueState, role, None).where(TrueState.state.in_(TALKING)).with_only_columns(TrueState.case_id)


class Gathering(NamedTuple):
    """Several queries with the same columns, and the keys by which what they find is put in one order."""

    queries: Callable[[Sight], Iterable[Select[Any]]]
    keys: tuple[str, ...]
    newest_first: bool


def going_on(key: str) -> str:
    """The parameter that holds a key of the last row of the page before."""
    return f"after_{key}"


@cache
def gathered_by(gathering: Gathering, role: Role, later_page: bool) -> Select[Any] | None:
    """One page of all of them, of `most` rows; none where this role sees nothing of it."""
    somewhere = [query for query in gathering.queries(Sight(role)) if not leads_nowhere(query)]
    if not somewhere:
        return None
    found = union_all(*somewhere).subquery()
    order = [found.c[key] for key in gathering.keys]
    statement = select(found)
    if later_page:
        here, there = tuple_(*order), tuple_(*(bindparam(going_on(key.key), type_=key.type) for key in order))
        statement = statement.where(here < there if gathering.newest_first else here > there)
    ordered = (key.desc() if gathering.newest_first else key.asc() for key in order)
    return statement.order_by(*ordered).limit(bindparam("most", type_=Integer()))


class Shown:
    """Stands for a row that is shown, in a statement that is built before there is one: what it says of itself is a parameter."""

    def __init__(self, model: type[Row]) -> None:
        self.__tablename__ = model.__tablename__
        self._columns = model.__mapper__.columns
        self.asked_by: set[str] = set()

    def __getattr__(self, name: str) -> ColumnElement[Any]:
        if name not in self._columns:
            raise AttributeError(name)
        self.asked_by.add(name)
        return bindparam(f"row_{name}", type_=self._columns[name].type)


class Facts(NamedTuple):
    """What is to be found out of a row beside it: the names, and what finds each of them."""

    names: frozenset[str]
    query: Callable[[Sight, Any, str], Select[Any]]


class Possible(NamedTuple):
    """The deeds that are theirs on every row that they see; what to ask for the others and the facts; and by what of the row."""

    known: frozenset[str]
    statement: Any
    asked_by: frozenset[str]


@cache
def possible(model: type[Row], role: Role, acts: frozenset[Act], facts: Facts) -> Possible:
    """What finds which of these deeds can be theirs, and which of these facts hold, for a row of this kind."""
    sight, row = Sight(role), Shown(model)
    asked = sorted(act for act in acts if sight.may(act))
    speaks = role is SPEAKS and issubclass(model, InCase | Case)
    known = frozenset(act.value for act in asked if not speaks and may(role, act) is sees(role, model.secrecy))
    as_whom = or_(Seat.party_id.is_not(None), Seat.member_id == row.id)
    placed = sight.within(Seat).where(Seat.principal_id == ME, Seat.case_id == HERE, as_whom)
    here = placed.with_only_columns(Seat.id).correlate(None).exists() if speaks else true()
    queries = [
        sight.within(model, act).where(model.id == row.id, here).with_only_columns(literal(act.value)) for act in asked if act not in known
    ]
    found = {name: facts.query(sight, row, name) for name in sorted(facts.names)}
    queries += [query.with_only_columns(literal(name)).distinct() for name, query in found.items() if not leads_nowhere(query)]
    return Possible(known, union_all(*queries) if queries else None, frozenset(row.asked_by))
