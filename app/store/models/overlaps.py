"""Cases that concern the same people: read-only, composed from what was proposed, for the moderator alone (R9)."""

from datetime import date
from uuid import UUID

from sqlalchemy import Column, Date, DateTime, String, Uuid, func, select
from sqlalchemy.orm import Mapped

from app.domain.confidentiality import Secrecy
from app.store.models.base import INSIDE, Row

_found = (
    getattr(func, INSIDE)
    .my_overlaps()
    .table_valued(
        Column("case_id", Uuid),
        Column("id", Uuid),
        Column("etag", String),
        Column("created_at", DateTime(timezone=True)),
        Column("reference", String),
        Column("received_on", Date),
    )
)


class Overlap(Row):
    """Another case of the same organisation, not closed, that proposes someone who is proposed here too."""

    # The database's own look: whoever leads one case sees no other of the same organisation (migrations: walls).
    __table__ = select(*_found.c).subquery("overlap")
    __mapper_args__ = {"primary_key": [__table__.c.case_id, __table__.c.id]}
    secrecy = Secrecy.TRUE_STATE
    listed_by = ("received_on", "id")

    case_id: Mapped[UUID]
    reference: Mapped[str]
    received_on: Mapped[date]
