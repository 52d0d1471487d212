"""Whose yes to a sentence counts, by the words that stand and whoever came or went since; and what leaves with the last (R9, S10)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement

from app.domain.parties import PartyKind
from app.domain.supports import SupportState
from app.store.models.cases import Case
from app.store.models.parties import Party
from app.store.models.supports import OrganisationalSupport, Release, ReleasedItem, SupportConfirmation


def release_stands(support: Any = OrganisationalSupport) -> tuple[ColumnElement[bool], ...]:
    """A release given since these words stand, and not void: `app.domain.supports.stands`, as SQL; whoever releases names their hash."""
    return (Release.support_id == support.id, Release.voided_at.is_(None), Release.created_at >= support.worded_at)


def confirmation_stands() -> tuple[ColumnElement[bool], ...]:
    """A confirmation of this item, since all who take part were asked."""
    return (SupportConfirmation.item_id == ReleasedItem.id, SupportConfirmation.voided_at.is_(None))


def as_it_leaves(support: OrganisationalSupport, case: Case, state: SupportState, now: datetime) -> ReleasedItem:
    """What the coordinator reads from now on: exactly that text and its day, and nothing of whose case it is."""
    return ReleasedItem(
        case_id=support.case_id,
        support_id=support.id,
        organisation_id=case.organisation_id,
        addressed_to_id=case.referred_by_id,
        text=support.text,
        due_on=support.due_on,
        released_on=now.date(),
        state=state,
    )


def here() -> tuple[ColumnElement[bool], ...]:
    """Those who have a place of their own, and have it still (R9)."""
    return (Party.kind != PartyKind.COLLECTIVE, Party.left_on.is_(None))
