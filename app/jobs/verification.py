"""Whether anything in the audit log was altered since it was written: every row, every hash, every signed root, and what witnesses kept.

Whoever can write to the database, its superuser included, has neither the key that proves rows nor the one that signs roots. So a row that
was changed, put in, taken out or moved shows; and what was cut off at the end shows to whoever kept a checkpoint elsewhere. Where the
service itself dropped a row in time, the leaf proves it (S8), and the row stands nowhere any more.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final, NamedTuple
from uuid import UUID

from app.domain.audit import Stream
from app.domain.merkle import Hash, Spot, grown, leaf_hash, root
from app.jobs.worker import WORKER
from app.store import audit
from app.store.database import Database
from app.store.gate import Store
from app.store.models.audit import AuditCheckpoint, AuditNode, Event
from app.store.notary import leaf
from app.store.sealing import Broken

TAIL: Final = timedelta(minutes=1)
"""How long a row may wait for its seal before that is a finding."""


class Verdict(IntEnum):
    """What was found; the number is the exit code of `herstel audit verify`."""

    SOUND = 0
    TAMPERED = 1
    GAP = 2
    TAIL_TOO_OLD = 3


class Log(NamedTuple):
    """One stream of one organisation."""

    organisation_id: UUID
    stream: Stream


class Finding(NamedTuple):
    """Something that is not as it was written."""

    verdict: Verdict
    log: Log
    what: str


def verdict_of(findings: Iterable[Finding]) -> Verdict:
    """The worst of what was found: something altered, then something missing, then something that waits too long."""
    return min((finding.verdict for finding in findings), default=Verdict.SOUND)


async def verify(database: Database, witnessed: Sequence[str], now: datetime) -> list[Finding]:
    """Everything that is wrong with the log, compared with the notes that a witness kept. Raises Broken for a note that is none of ours."""
    notes = [database.notary.checkpoint(note) for note in witnessed]
    async with database.store_for(WORKER, None) as store:
        logs = {Log(*found) for found in await audit.logs(store)}
    logs |= {Log(note.organisation_id, note.stream) for note in notes}
    found: list[Finding] = []
    for log in sorted(logs):
        kept = {note.size: note.root for note in notes if Log(note.organisation_id, note.stream) == log}
        found += await _Reading(database, log, kept).to_its_end(now)
    return found


async def newest(database: Database) -> list[str]:
    """The newest checkpoint of every log, as signed notes."""
    async with database.store_for(WORKER, None) as store:
        found = [await audit.newest_checkpoint(store, *log) for log in sorted(await audit.logs(store))]
    return [checkpoint.note for checkpoint in found if checkpoint]


class Chunk(NamedTuple):
    """What stands at some places of a log that follow each other."""

    events: Mapping[int, Sequence[Event]]
    leaves: Mapping[int, AuditNode]
    checkpoints: Mapping[int, AuditCheckpoint]


class _Reading:
    """One log, read from its first leaf to its last; `kept` are the roots that a witness kept, by size."""

    def __init__(self, database: Database, log: Log, kept: Mapping[int, Hash]) -> None:
        self.database, self.notary, self.log, self.kept = database, database.notary, log, kept
        self.size = 0
        self.nodes: dict[Spot, Hash] = {}
        self.gone: set[Hash] = set()
        self.found: list[Finding] = []

    async def to_its_end(self, now: datetime) -> list[Finding]:
        """What is wrong with it."""
        async with self.database.store_for(WORKER, None) as store:
            last = max(await audit.extent(store, *self.log), *self.kept, 0)
        while self.size < last:
            end = min(self.size + audit.AT_ONCE, last)
            if not await self._on_to(end):
                break
        await self._tail(now)
        return self.found

    async def _on_to(self, end: int) -> bool:
        """Read on to this leaf; whether nothing was missing before it."""
        chunk = await self._chunk(self.size, end)
        fresh: dict[Spot, Hash] = {}
        for index in range(self.size, end):
            if (node := chunk.leaves.get(index)) is None:
                self._say(Verdict.GAP, f"leaf {index} is missing")
                return False
            self._row(index, chunk.events.get(index, ()), node)
            for spot, over in grown(index, self.nodes, node.hash):
                self.nodes[spot] = fresh[spot] = over
            self.size = index + 1
            self._root(chunk.checkpoints.get(self.size))
        await self._above(fresh)
        return True

    async def _chunk(self, start: int, end: int) -> Chunk:
        async with self.database.store_for(WORKER, None) as store:
            events = await self._rows(store, start, end)
            leaves = await audit.leaves(store, *self.log, range(start, end))
            if in_doubt := {index for index in events if index in leaves and leaves[index].dropped is not None}:
                # What was dropped between these two looks is gone now.
                standing = await self._rows(store, start, end)
                events = {index: found for index, found in events.items() if index not in in_doubt or index in standing}
            checkpoints = {one.size: one for one in await audit.checkpoints_between(store, *self.log, start, end)}
            for party in await audit.reads_without_trace(store, [event for found in events.values() for event in found]):
                self._say(Verdict.TAMPERED, f"a read is missing in the read log of party {party}")
        return Chunk(events, leaves, checkpoints)

    async def _rows(self, store: Store, start: int, end: int) -> dict[int, list[Event]]:
        events: dict[int, list[Event]] = {}
        for event in await audit.events_between(store, *self.log, start, end):
            events.setdefault(event.leaf_index or 0, []).append(event)
        return events

    def _row(self, index: int, events: Sequence[Event], node: AuditNode) -> None:
        if any(not self.notary.sealed(vars(event), node.hash) for event in events):
            self._say(Verdict.TAMPERED, f"the row at leaf {index} was altered")
        elif node.hash in self.gone:
            self._say(Verdict.TAMPERED, f"the row at leaf {index} was dropped before")
        if node.dropped is not None:
            self._dropped(index, events, node.hash, node.dropped)
        elif len(events) != 1:
            self._say(Verdict.TAMPERED, f"{len(events) or 'no'} rows stand at leaf {index}")

    def _dropped(self, index: int, events: Sequence[Event], hash: Hash, proof: bytes) -> None:
        """Whether it was the service that dropped the row of this leaf, and it stays away."""
        if not self.notary.dropped(*self.log, index, hash, proof):
            self._say(Verdict.TAMPERED, f"it is not proved that the row at leaf {index} was dropped")
        if events:
            self._say(Verdict.TAMPERED, f"a row stands at leaf {index}, although it was dropped")
        self.gone.add(hash)

    def _root(self, checkpoint: AuditCheckpoint | None) -> None:
        """Compare the root at this size with what was signed and what was kept; at the end of the log something has to be signed."""
        over = root(self.size, self.nodes)
        if self.size in self.kept and self.kept[self.size] != over:
            self._say(Verdict.TAMPERED, f"the root at size {self.size} is not the one that was witnessed")
        if checkpoint is not None and not self._signed(checkpoint, over):
            self._say(Verdict.TAMPERED, f"the checkpoint at size {self.size} was altered")

    def _signed(self, checkpoint: AuditCheckpoint, over: Hash) -> bool:
        try:
            said = self.notary.checkpoint(checkpoint.note)
        except Broken:
            return False
        stands = (checkpoint.organisation_id, checkpoint.stream, checkpoint.size, checkpoint.root, checkpoint.sealed_at)
        return tuple(said) == stands and said.root == over

    async def _above(self, fresh: Mapping[Spot, Hash]) -> None:
        """Compare the hashes from which proofs are made."""
        async with self.database.store_for(WORKER, None) as store:
            standing = await audit.nodes(store, *self.log, fresh)
        for spot, over in fresh.items():
            if standing.get(spot) != over:
                self._say(Verdict.TAMPERED, f"the hash at level {spot.level}, number {spot.number} was altered")

    async def _tail(self, now: datetime) -> None:
        """What has no place yet, and whether the last that was sealed is signed."""
        async with self.database.store_for(WORKER, None) as store:
            newest = await audit.newest_checkpoint(store, *self.log)
            waiting = await audit.waiting(store, *self.log)
        if (newest.size if newest else 0) != self.size:
            self._say(Verdict.GAP, f"the newest checkpoint is not of the {self.size} leaves that stand here")
        if any(not self.notary.wrote(vars(event)) for event in waiting):
            self._say(Verdict.TAMPERED, "a row that is not yet sealed was altered")
        if any(leaf_hash(leaf(vars(event))) in self.gone for event in waiting):
            self._say(Verdict.TAMPERED, "a row that was dropped waits for a seal")
        if any(event.created_at < now - TAIL for event in waiting):
            self._say(Verdict.TAIL_TOO_OLD, f"rows wait for their seal for more than {TAIL.seconds} seconds")

    def _say(self, verdict: Verdict, what: str) -> None:
        self.found.append(Finding(verdict, self.log, what))
