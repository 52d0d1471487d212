"""Which cases nothing may be destroyed of: whatever ends what is kept asks here first, under the case's lock (S8)."""

from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from app.store.gate import Statement, Store
from app.store.models.disclosures import LegalHold


def standing(store: Store) -> Statement[LegalHold]:
    """The holds that stand, in the cases that the caller reaches: the moderator's own, or as the worker all (ids and dates)."""
    return store.within(LegalHold).where(LegalHold.lifted_at.is_(None))


async def held(store: Store, case_id: UUID) -> bool:
    """Whether nothing of this case may be destroyed now."""
    return await store.count(standing(store).where(LegalHold.case_id == case_id)) > 0


def not_held(store: Store, case: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """The same as a condition on a column of case ids, for a query on everything that has been kept long enough."""
    return ~standing(store).where(LegalHold.case_id == case).with_only_columns(LegalHold.id).exists()
