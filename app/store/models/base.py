"""What every row has: an id and an ETag from birth, a class of secrecy, a place in its lists."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from secrets import token_hex
from typing import Annotated, Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import ARRAY, JSON, DateTime, Enum, ForeignKey, Index, MetaData, String, Text, Uuid, event
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Mapped, Session, mapped_column

from app.domain.confidentiality import Secrecy

CONTENT = "content"
"""The mark, in a column's info, of what people said or wrote: the third wall seals these columns."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Content = Annotated[str, mapped_column(Text, info={CONTENT: True})]
MaybeContent = Annotated[str | None, mapped_column(Text, info={CONTENT: True})]
Contents = Annotated[list[str], mapped_column(ARRAY(Text), info={CONTENT: True})]
Codes = Annotated[list[str], mapped_column(ARRAY(Text))]
PartyKey = Annotated[UUID, mapped_column(ForeignKey("party.id"))]
MaybePartyKey = Annotated[UUID | None, mapped_column(ForeignKey("party.id"))]
Keys = Annotated[list[UUID], mapped_column(ARRAY(Uuid))]
CaseKey = Annotated[UUID, mapped_column(ForeignKey("case.id"))]
Numbers = Annotated[dict[str, int], mapped_column(JSON)]
Assisted = Annotated[bool, mapped_column(default=False)]
"""Whether it was said on the moderator's device with the party's one-time code (R6)."""


def choice(kind: type[StrEnum], name: str) -> Enum:
    """Text with a CHECK: PostgreSQL's own enum type loses its index under row security (security.md)."""
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

    id: Mapped[UUID] = mapped_column(primary_key=True)
    etag: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]

    def set(self, **values: Any) -> None:
        """Take over these values, by column."""
        for name, value in values.items():
            setattr(self, name, value)

    @classmethod
    def keyset(cls) -> Sequence[InstrumentedAttribute[Any]]:
        """The columns that order its lists."""
        return [getattr(cls, name) for name in cls.listed_by]


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
