"""A life cycle is a table: what is not in it does not happen."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from app.domain.errors import WrongState

State = TypeVar("State")
Event = TypeVar("Event")


class Lifecycle(Generic[State, Event]):
    """The transitions of one noun."""

    def __init__(self, noun: str, table: Mapping[tuple[State, Event], State]) -> None:
        self.noun = noun
        self.table = dict(table)

    def after(self, state: State, event: Event) -> State:
        """The state that follows; `WrongState` when the table has none."""
        try:
            return self.table[state, event]
        except KeyError:
            raise WrongState(f"wrong-{self.noun}-state") from None
