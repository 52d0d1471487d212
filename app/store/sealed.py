"""What people said, as rows hold it: plain for whoever was let through the door, sealed in the database (docs/secrecy.md).

Rows are sealed when they are written and opened when the door hands them out. A column that takes envelopes takes nothing else.
"""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.util import await_only

from app.domain.errors import Unavailable, WrongState
from app.store.keys import KeysAway, KeyStore
from app.store.models.base import BlindColumn, Found, InCase, Row, Sealed, SealedColumn
from app.store.sealing import DataKey, Place, seal, unseal

log = logging.getLogger("herstel.keys")

KEY_STORE: Final = "key store"
"""Where a session finds the key store."""
_PLAIN: Final = "plain"
FINDS: Final = "find"
"""For what the keyed hashes of a blind index are made."""


class Said(NamedTuple):
    """One value of a row, plain or sealed, and the column that holds it."""

    row: Any
    column: str
    value: Any

    @property
    def owner(self) -> UUID:
        """Whose key it is sealed with."""
        owner: UUID = self.row.key_owner
        return owner

    @property
    def finder(self) -> UUID | None:
        """The organisation in which the value is to be found again, where the column is for that."""
        finds = isinstance(_sealed(self.row.__class__)[self.column], BlindColumn)
        return self.row.organisation_id if finds else None

    @property
    def place(self) -> Place:
        """Where it belongs, and nowhere else."""
        case = self.row.case_id if isinstance(self.row, InCase) else None
        return Place(self.row.organisation_id, case, self.row.__tablename__, self.row.id, self.column)


async def opened(keys: KeyStore, rows: Iterable[Any]) -> None:
    """Open what these rows hold. While a key cannot be had they are `Unavailable`, or stay closed where they open late."""
    sealed = [said for row in rows if isinstance(row, Row) for said in _held(row, Sealed)]
    try:
        found = await _keys_of(keys, {said.owner for said in sealed if said.value})
    except Unavailable:
        if all(said.row.opens_late for said in sealed):
            return
        raise
    for said in sealed:
        kind = _sealed(said.row.__class__)[said.column]
        value = unseal(found[said.owner], said.place, said.value) if said.value else kind.nothing()
        set_committed_value(said.row, said.column, value)


def closed(row: Any) -> bool:
    """Whether something in it is still sealed."""
    return isinstance(row, Row) and next(_held(row, Sealed), None) is not None


async def _sealed_up(session: Session) -> None:
    keys: KeyStore = session.info[KEY_STORE]
    written = [said for row in (*session.new, *session.dirty) if isinstance(row, Row) for said in _changed(row)]
    if any(isinstance(said.value, Sealed) for said in written):
        # What stayed closed was copied to where it does not belong, and would never open there.
        raise Unavailable("keys-away")
    # The keys of a case are born with what they seal and never afterwards; what is of no case is sealed with its organisation's.
    born = {owner for row in session.new if isinstance(row, Row) for owner in row.bears}
    born |= {said.finder for said in written if said.finder} | {said.owner for said in written if not isinstance(said.row, InCase)}
    wanted = {said.owner for said in written if said.value and not said.finder}
    try:
        found = await _keys_of(keys, wanted, born)
    except Unavailable:
        if await _gone(keys, wanted):
            raise WrongState("kept-no-longer") from None
        raise
    for said in written:
        setattr(said.row, said.column, _found_by(found, said) if said.finder else _envelope(found, said))
    session.info[_PLAIN] = [said for said in written if not said.finder]


async def _gone(keys: KeyStore, owners: set[UUID]) -> bool:
    """Whether what would be written belongs to what was destroyed for ever (S8)."""
    try:
        return await keys.shredded(owners)
    except KeysAway:
        return False


def _envelope(keys: Mapping[UUID, DataKey], said: Said) -> Sealed:
    return Sealed(seal(keys[said.owner], said.place, said.value) if said.value else b"")


def _found_by(keys: Mapping[UUID, DataKey], said: Said) -> Found:
    return Found(keys[said.row.organisation_id].mac(FINDS, said.value.encode()).hex())


async def _keys_of(keys: KeyStore, owners: set[UUID], born: Collection[UUID] = ()) -> Mapping[UUID, DataKey]:
    try:
        found = await keys.of_all(owners.union(born))
        found |= await keys.born_all(set(born) - found.keys())
    except KeysAway as away:
        # For whoever runs the service; it names files, and nothing of anybody's.
        log.error("keys away: %s", away)
        raise Unavailable("keys-away") from None
    if owners - found.keys():
        raise Unavailable("keys-away")
    return found


@cache
def _sealed(model: type[Row]) -> Mapping[str, Any]:
    """The columns of this kind of row that are sealed, or found by a keyed hash only."""
    columns = inspect(model).columns
    return {column.key: column.type for column in columns if isinstance(column.type, SealedColumn | BlindColumn)}


def _held(row: Row, *kinds: type[Any]) -> Iterator[Said]:
    for column in _sealed(row.__class__):
        if isinstance(value := row.__dict__.get(column), kinds):
            yield Said(row, column, value)


def _changed(row: Row) -> Iterator[Said]:
    """What was put into a row since it was last written."""
    for said in _held(row, str, list, Sealed):
        if not isinstance(said.value, Found) and inspect(row).attrs[said.column].history.added:
            yield said


@event.listens_for(Session, "before_flush")
def _seals(session: Session, *_: Any) -> None:
    await_only(_sealed_up(session))


@event.listens_for(Session, "after_flush_postexec")
def _keeps_plain(session: Session, *_: Any) -> None:
    # Whoever wrote it goes on with what they wrote.
    for said in session.info.pop(_PLAIN, ()):
        set_committed_value(said.row, said.column, said.value)
