"""The tree of hashes over a log (RFC 9162, 2.1), against published vectors and against the recursion of the standard."""

from hashlib import sha256
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.merkle import EMPTY, Hash, Spot, beside, grown, hash_over, included, leaf_hash, parts, root

# The leaves and roots with which implementations of Certificate Transparency are commonly tried.
LEAVES: Final = [
    bytes.fromhex(leaf) for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS: Final = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def tree(leaves: list[bytes]) -> dict[Spot, Hash]:
    """Every complete subtree of these leaves, grown one by one."""
    nodes: dict[Spot, Hash] = {}
    for size, leaf in enumerate(leaves):
        nodes |= dict(grown(size, nodes, leaf_hash(leaf)))
    return nodes


def by_the_standard(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162, 2.1.1, as it is written there."""
    if len(leaves) < 2:
        return sha256(b"\x00" + leaves[0]).digest() if leaves else sha256(b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + by_the_standard(leaves[:split]) + by_the_standard(leaves[split:])).digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_u1_the_roots_are_the_published_ones(size: int) -> None:
    assert root(size, tree(LEAVES[:size])).hex() == ROOTS[size - 1]


def test_u1_a_log_without_leaves_has_the_hash_of_nothing() -> None:
    assert root(0, {}) == EMPTY == sha256(b"").digest()


@given(st.lists(st.binary(max_size=4), max_size=70))
def test_u1_a_tree_that_grew_has_the_root_of_the_standard_at_every_size(leaves: list[bytes]) -> None:
    nodes = tree(leaves)
    assert [root(size, nodes) for size in range(len(leaves) + 1)] == [by_the_standard(leaves[:size]) for size in range(len(leaves) + 1)]


@given(st.integers(0, 200), st.integers(0, 200))
def test_u1_a_range_is_covered_by_complete_subtrees_side_by_side(start: int, length: int) -> None:
    covered = [leaf for spot in parts(start, start + length) for leaf in range(spot.number << spot.level, spot.number + 1 << spot.level)]
    assert covered == list(range(start, start + length))


def test_u1_every_leaf_of_every_log_is_shown_to_be_in_it_and_nothing_else_is() -> None:
    leaves = [bytes([number]) for number in range(33)]
    nodes = tree(leaves)
    for size in range(1, len(leaves) + 1):
        whole = root(size, nodes)
        for index in range(size):
            path = [hash_over(*place, nodes) for place in beside(index, size)]
            assert included(leaf_hash(leaves[index]), index, size, path, whole)
            assert not included(leaf_hash(b"another"), index, size, path, whole)
            assert not included(leaf_hash(leaves[index]), index, size, [*path, EMPTY], whole)
            assert not included(leaf_hash(leaves[index]), index, size, path[:-1], whole) or not path
            assert not included(leaf_hash(leaves[index]), (index + 1) % size, size, path, whole) or size == 1
            assert not included(leaf_hash(leaves[index]), size, size, path, whole)
