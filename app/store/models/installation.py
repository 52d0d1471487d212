"""What belongs to the installation itself, one row at most of each: no row of anybody's."""

from sqlalchemy import Boolean, CheckConstraint, Column, LargeBinary, Table, Uuid, true

from app.store.models.base import metadata


def _alone() -> tuple[Column[bool], CheckConstraint]:
    return Column("alone", Boolean, primary_key=True, server_default=true()), CheckConstraint("alone", name="alone")


KEY_STORE = Table("key_store", metadata, Column("id", Uuid, nullable=False), *_alone())
"""Which key store belongs to this database: the id of the store's first key."""

CONTEXT_KEY = Table(
    "context_key",
    metadata,
    Column("inner_block", LargeBinary, nullable=False),
    Column("outer_block", LargeBinary, nullable=False),
    *_alone(),
)
"""Whose word about who acts is believed; no runtime role can read it."""
