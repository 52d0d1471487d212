"""Sealing the audit log: what was written gets its place in a tree, and the tree a signed root; and a leaf outlives its row (S8)."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from app.domain.audit import Stream
from app.domain.errors import WrongState
from app.domain.merkle import Hash, Spot, beside, grown, hash_over, leaf_hash, parts, root
from app.store import audit
from app.store.gate import Store
from app.store.models.audit import EVENTS, AuditCheckpoint, AuditEvent, AuditNode, CaseAuditEvent, Event
from app.store.notary import Checkpoint, Notary, leaf


async def seal(store: Store, notary: Notary, stream: Stream, now: datetime) -> int:
    """Give every row of this stream that has settled its place, organisation by organisation; how many that were."""
    waiting = await audit.unsealed(store, EVENTS[stream])
    for organisation_id, events in groupby(waiting, attrgetter("organisation_id")):
        await _seal(store, notary, organisation_id, stream, list(events), now)
    return len(waiting)


async def _seal(store: Store, notary: Notary, organisation_id: UUID, stream: Stream, events: Sequence[Event], now: datetime) -> None:
    last = await audit.newest_checkpoint(store, organisation_id, stream)
    size = last.size if last else 0
    nodes = await audit.nodes(store, organisation_id, stream, parts(0, size))
    fresh: dict[Spot, Hash] = {}
    for event in events:
        for spot, found in grown(size, nodes, leaf_hash(leaf(vars(event)))):
            nodes[spot] = fresh[spot] = found
        event.leaf_index, size = size, size + 1
    log = {"organisation_id": organisation_id, "stream": stream}
    store.add(*(AuditNode(**log, level=spot.level, number=spot.number, hash=found) for spot, found in fresh.items()))
    checkpoint = Checkpoint(organisation_id, stream, size, root(size, nodes), now)
    store.add(AuditCheckpoint(**checkpoint._asdict(), note=notary.note(checkpoint)))


async def drop(store: Store, notary: Notary, events: Sequence[CaseAuditEvent]) -> None:
    """Prove at the leaves of these rows that the service itself drops them (S8); WrongState until all are sealed.

    The rows go by the database's own hand, in the same transaction. One that was altered gets no proof: that it goes shall not hide that.
    """
    logs: dict[UUID, dict[int, CaseAuditEvent]] = {}
    for event in events:
        if event.leaf_index is None:
            raise WrongState("not-sealed")
        logs.setdefault(event.organisation_id, {})[event.leaf_index] = event
    for organisation_id, rows in logs.items():
        for number, node in (await audit.leaves(store, organisation_id, CaseAuditEvent.stream, [*rows])).items():
            if node.dropped is None and notary.sealed(vars(rows[number]), node.hash):
                node.dropped = notary.dropping(organisation_id, CaseAuditEvent.stream, number, node.hash)


class Inclusion(NamedTuple):
    """How one row leads to the root of a checkpoint."""

    event: AuditEvent
    leaf: bytes
    leaf_index: int
    checkpoint: AuditCheckpoint
    path: Sequence[Hash]


async def inclusion(store: Store, event_id: UUID) -> Inclusion:
    """The proof that this row stands in the log of the newest checkpoint (RFC 9162, 2.1.3.1); WrongState until it is sealed."""
    event = await store.one(AuditEvent, event_id)
    index = event.leaf_index
    checkpoint = await audit.newest_checkpoint(store, event.organisation_id, event.stream)
    if index is None or checkpoint is None:
        raise WrongState("not-sealed")
    ranges = beside(index, checkpoint.size)
    nodes = await audit.nodes(store, event.organisation_id, event.stream, {spot for place in ranges for spot in parts(*place)})
    return Inclusion(event, leaf(vars(event)), index, checkpoint, [hash_over(*place, nodes) for place in ranges])
