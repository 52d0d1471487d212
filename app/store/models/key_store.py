"""Which key store belongs to this database: no row of anybody's."""

from sqlalchemy import Boolean, CheckConstraint, Column, Table, Uuid, true

from app.store.models.base import metadata

KEY_STORE = Table(
    "key_store",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("alone", Boolean, primary_key=True, server_default=true()),
    CheckConstraint("alone", name="alone"),
)
"""One row at most: the id of the store's first key."""
