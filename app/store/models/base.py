"""What every row has: an id and an ETag from birth, a class of secrecy, a place in its lists."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from secrets import token_hex
from typing import Annotated, Any, ClassVar, Final
from uuid import UUID, uuid4

from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    DateTime,
    Dialect,
    Enum,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    Uuid,
    event,
    literal_column,
)
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Mapped, MappedColumn, Session, mapped_column

from app.domain.confidentiality import Secrecy
from app.domain.retention import private_of

CONTENT = "content"
"""The mark, in a column's info, of what people said or wrote: the third wall seals these columns."""

REFERS_TO = "refers_to"
"""The mark of a column that holds the id of another row of the same organisation, and where both have one of the same case."""

OUTLIVES = "outlives"
"""The mark of a column that names a row without referring to it: it stays when that row goes."""

OUTSIDE = frozenset(
    {Secrecy.DIRECTORY, Secrecy.REGISTRY, Secrecy.KEYS, Secrecy.REFERRAL, Secrecy.OFFER, Secrecy.SHELL, Secrecy.RELEASED, Secrecy.AUDIT}
)
"""What lies outside the confidential schema; on that one, the role that serves organisations has no grant (docs/secrecy.md)."""
INSIDE = "conf"
ALONE = frozenset({Secrecy.PRIVATE, Secrecy.ASSESSMENT})
"""What is between one party and the moderator: it is destroyed by itself, so its keys are its own (S8)."""

DIGEST = "digest"
"""The mark of a column with which something can be tried out, as a digest of what opens a door or of what was said."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Sealed(bytes):
    """An envelope, as it stands in the database; without a byte in it where nothing was said."""


class SealedColumn(TypeDecorator[Any]):
    """Takes envelopes and nothing else: what was not sealed is never stored. It cannot seal by itself, as it knows no row and no key."""

    impl = LargeBinary
    cache_ok = True
    nothing: ClassVar[type[Any]] = str

    def process_bind_param(self, value: Any, _: Dialect) -> Any:
        """The envelope; TypeError for anything else."""
        if value is not None and not isinstance(value, Sealed):
            raise TypeError("only what is sealed is stored here")
        return value

    def process_result_value(self, value: Any, _: Dialect) -> Any:
        """The envelope, which the door opens."""
        return None if value is None else Sealed(value)


class SealedTexts(SealedColumn):
    """The same for several texts at once."""

    cache_ok = True
    nothing = list


class Found(str):
    """A keyed hash, by which the same value is found again in one organisation and by which it cannot be guessed without its key."""

    __slots__ = ()


class BlindColumn(TypeDecorator[str]):
    """Takes keyed hashes and nothing else."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, _: Dialect) -> Any:
        """The hash; TypeError for anything else."""
        if value is not None and not isinstance(value, Found):
            raise TypeError("only a keyed hash is stored here")
        return value


Content = Annotated[str, mapped_column(SealedColumn, info={CONTENT: True})]
MaybeContent = Annotated[str | None, mapped_column(SealedColumn, info={CONTENT: True})]
Contents = Annotated[list[str], mapped_column(SealedTexts, info={CONTENT: True})]
TextHash = Annotated[str, mapped_column(SealedColumn, info={DIGEST: True})]
"""The hash of a text that people made: with it one could try out what they wrote."""
Findable = Annotated[str | None, mapped_column(BlindColumn(64), info={DIGEST: True})]
ONE: Final[ColumnElement[Any]] = literal_column("1")
"""What a search for mere existence selects: whoever asks may see no column of it."""
Digest = Annotated[str, mapped_column(String(64), info={DIGEST: True})]
MaybeDigest = Annotated[str | None, mapped_column(String(64), info={DIGEST: True})]
Codes = Annotated[list[str], mapped_column(ARRAY(Text))]
PartyKey = Annotated[UUID, mapped_column(info={REFERS_TO: "party"})]
MaybePartyKey = Annotated[UUID | None, mapped_column(info={REFERS_TO: "party"})]
Keys = Annotated[list[UUID], mapped_column(ARRAY(Uuid))]
Numbers = Annotated[dict[str, int], mapped_column(JSON)]
Assisted = Annotated[bool, mapped_column(default=False)]
"""Whether it was said on the moderator's device with the party's one-time code (R6)."""


def refers_to(table: str, *, index: bool = False) -> MappedColumn[Any]:
    """A column that holds the id of a row of this table."""
    return mapped_column(info={REFERS_TO: table}, index=index)


def choice(kind: type[StrEnum], name: str) -> Enum:
    """Text with a CHECK: PostgreSQL's own enum type loses its index under row security."""
    return Enum(
        kind, native_enum=False, create_constraint=True, name=name, length=40, values_callable=lambda found: [item.value for item in found]
    )


class Row(DeclarativeBase):
    """A row of any kind."""

    metadata = metadata
    type_annotation_map: ClassVar[dict[Any, Any]] = {str: String(200), datetime: DateTime(timezone=True)}

    secrecy: ClassVar[Secrecy]
    """Who sees it, by the grid."""
    listed_by: ClassVar[tuple[str, ...]] = ("created_at", "id")
    """The keyset of its lists: never null, and nothing that a reader of the list may not see."""
    newest_first: ClassVar[bool] = False
    outside: ClassVar[bool] = False
    """Whether it lies outside the confidential schema although others of its class do not."""

    opens_late: ClassVar[bool] = False
    """Whether deeds go on while what is sealed in it stays closed: they need its id and never its words. It is shown open or not at all."""

    def __init_subclass__(cls, **how: Any) -> None:
        if "__tablename__" in cls.__dict__ and cls.secrecy not in OUTSIDE and not cls.outside:
            cls.__table_args__ = (*cls.__dict__.get("__table_args__", ()), {"schema": INSIDE})
        super().__init_subclass__(**how)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    etag: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]

    @property
    def key_owner(self) -> UUID:
        """Whose data key seals what it holds: its organisation's, where it is of no case."""
        row: Any = self
        owner: UUID = row.organisation_id
        return owner

    @property
    def bears(self) -> frozenset[UUID]:
        """Whose data keys are born with this row, and never at another time: what was destroyed is not begun anew."""
        return frozenset()

    def set(self, **values: Any) -> None:
        """Take over these values, by column."""
        for name, value in values.items():
            setattr(self, name, value)

    @classmethod
    def keyset(cls) -> Sequence[InstrumentedAttribute[Any]]:
        """The columns that order its lists."""
        return [getattr(cls, name) for name in cls.listed_by]


class InCase(Row):
    """A row of one case. It carries the case's organisation, so that no key tells one organisation of another one's rows (T3)."""

    __abstract__ = True

    organisation_id: Mapped[UUID]
    case_id: Mapped[UUID]

    @property
    def key_owner(self) -> UUID:
        """Whose data key seals what it holds: what is private the party's, all else the case's, unless a kind of row says otherwise."""
        party_id: UUID | None = getattr(self, "party_id", None) if self.secrecy in ALONE else None
        return private_of(party_id) if party_id else self.case_id


def moment() -> datetime:
    """This moment: later than whatever was committed before a lock was had."""
    return datetime.now(UTC)


@event.listens_for(Row, "init", propagate=True)
def _born(row: Row, _: Any, values: dict[str, Any]) -> None:
    # An id that exists before the flush can be named by its children; a random ETag tells nothing of the content.
    values.setdefault("id", uuid4())
    values.setdefault("etag", token_hex(8))
    values.setdefault("created_at", moment())


@event.listens_for(Session, "before_flush")
def _touched(session: Session, *_: Any) -> None:
    for row in session.dirty:
        if session.is_modified(row):
            row.etag = token_hex(8)


def in_case(name: str) -> Index:
    """The index that serves a list within one case."""
    return Index(f"ix_{name}_case", "case_id", "created_at", "id")
