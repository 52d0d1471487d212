"""Who speaks for several people: what more than half of them say, and nobody else (R14)."""

from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Chosen(NamedTuple):
    """One member's choice of who speaks for a group."""

    group: Hashable
    speaker: Hashable
    """The member of a group with one place; of those who take part together, the party."""
    decides: bool
    """With it more than half of all members say the same, and they did not before."""
    informed: bool = False
    """Whether the one who is chosen accepted the secrecy statement (S0)."""


class Member(NamedTuple):
    """Which member of a group with one place a deed is about, and whether they speak for it."""

    key: Hashable
    speaks: bool


def majority(choices: Mapping[Key, Key], members: Iterable[Key]) -> Key | None:
    """Whom more than half of all members chose; none when nobody has so many, and whoever belongs no more counts for nothing."""
    everyone = set(members)
    said = [chosen for chooser, chosen in choices.items() if chooser in everyone and chosen in everyone]
    return next((one for one in said if 2 * said.count(one) > len(everyone)), None)
