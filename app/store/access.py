"""Queries on who read what is a party's own (S9)."""

from app.store.gate import Statement, Store
from app.store.models.access import AccessEvent


def of_mine(store: Store) -> Statement[AccessEvent]:
    """Who read what is the caller's own as a party; nothing for those who have no place."""
    return store.listing(AccessEvent)
