"""A log that only grows, as a tree of hashes (RFC 9162, 2.1): whoever knows its root at one size notices every later change before it.

A tree of n leaves is kept as its complete subtrees. The node at `level` and `number` covers the leaves from number × 2^level on, 2^level of
them; once all of these are there it never changes. Whatever covers a range that is not complete is computed from those.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Final, NamedTuple

Hash = bytes
EMPTY: Final = sha256().digest()
"""The root of a log without leaves (RFC 9162, 2.1.1)."""


class Spot(NamedTuple):
    """Where a complete subtree stands."""

    level: int
    number: int


Nodes = Mapping[Spot, Hash]


def leaf_hash(leaf: bytes) -> Hash:
    """The hash of one entry."""
    return sha256(b"\x00" + leaf).digest()


def parent_hash(left: Hash, right: Hash) -> Hash:
    """The hash of two subtrees side by side."""
    return sha256(b"\x01" + left + right).digest()


def parts(start: int, end: int) -> list[Spot]:
    """The complete subtrees that cover these leaves side by side, the largest first; `start` is where a subtree begins."""
    found = []
    while start < end:
        level = min((end - start).bit_length() - 1, (start & -start).bit_length() - 1 if start else end.bit_length())
        found.append(Spot(level, start >> level))
        start += 1 << level
    return found


def hash_over(start: int, end: int, nodes: Nodes) -> Hash:
    """The hash over these leaves; KeyError when a subtree that it needs is missing."""
    hashes = [nodes[spot] for spot in parts(start, end)]
    found = hashes.pop() if hashes else EMPTY
    while hashes:
        found = parent_hash(hashes.pop(), found)
    return found


def root(size: int, nodes: Nodes) -> Hash:
    """The root of the first `size` leaves."""
    return hash_over(0, size, nodes)


def grown(size: int, nodes: Nodes, leaf: Hash) -> Iterator[tuple[Spot, Hash]]:
    """The subtrees that are complete once this leaf follows the first `size`; of `nodes` it needs those of `parts(0, size)`."""
    level, number, found = 0, size, leaf
    yield Spot(level, number), found
    while number % 2:
        found = parent_hash(nodes[Spot(level, number - 1)], found)
        level, number = level + 1, number // 2
        yield Spot(level, number), found


def beside(index: int, size: int) -> list[tuple[int, int]]:
    """The ranges of leaves whose hashes lead from one leaf to the root, from the leaf upwards (RFC 9162, 2.1.3.1)."""
    start, end, found = 0, size, []
    while end - start > 1:
        middle = start + (1 << (end - start - 1).bit_length() - 1)
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    return found[::-1]


def included(leaf: Hash, index: int, size: int, path: Sequence[Hash], expected: Hash) -> bool:
    """Whether this path shows that the leaf stands at this place in the log with that root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    number, last, found = index, size - 1, leaf
    for hash in path:
        if last == 0:
            return False
        if number % 2 or number == last:
            found = parent_hash(hash, found)
            while number and not number % 2:
                number, last = number >> 1, last >> 1
        else:
            found = parent_hash(found, hash)
        number, last = number >> 1, last >> 1
    return last == 0 and found == expected
