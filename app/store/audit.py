"""Queries on the audit log."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Text, any_, cast, func, literal, true, tuple_

from app.domain.audit import Stream
from app.domain.merkle import Hash, Spot
from app.store.gate import Statement, Store
from app.store.models.access import AccessEvent
from app.store.models.audit import EVENTS, AuditCheckpoint, AuditNode, CaseAuditEvent, Event
from app.store.models.cases import Case
from app.store.models.parties import Party

AT_ONCE: Final = 500
"""How many rows are sealed or looked at in one go."""


async def of_case(store: Store, case_id: UUID) -> Statement[CaseAuditEvent]:
    """What was done in this case, as far as the caller may know."""
    return await store.below(Case, case_id, CaseAuditEvent)


async def of_whole_case(store: Store, case_id: UUID) -> Sequence[CaseAuditEvent]:
    """Everything that was done in this case, sealed or not, the oldest first: for its dropping (S8)."""
    of_it = store.within(CaseAuditEvent).where(CaseAuditEvent.case_id == case_id)
    return await store.rows(of_it.order_by(CaseAuditEvent.created_at, CaseAuditEvent.id))


async def unsealed(store: Store, model: type[Event]) -> Sequence[Event]:
    """The next rows that have no place in their tree yet, and before which none can still appear; those of one organisation together."""
    horizon = cast(cast(func.pg_snapshot_xmin(func.pg_current_snapshot()), Text), BigInteger)
    # A server that was restored counts its transactions anew; none of ours runs for a minute.
    settled = (model.transaction < horizon) | (model.created_at < func.now() - timedelta(minutes=1))
    waiting = store.within(model).where(model.leaf_index.is_(None), settled)
    return await store.rows(waiting.order_by(model.organisation_id, model.created_at, model.id).limit(AT_ONCE))


async def newest_checkpoint(store: Store, organisation_id: UUID, stream: Stream) -> AuditCheckpoint | None:
    """The signed root of this log as it was last sealed."""
    of_log = store.within(AuditCheckpoint).where(AuditCheckpoint.organisation_id == organisation_id, AuditCheckpoint.stream == stream)
    return await store.first(of_log.order_by(AuditCheckpoint.size.desc()))


async def nodes(store: Store, organisation_id: UUID, stream: Stream, spots: Iterable[Spot]) -> dict[Spot, Hash]:
    """The hashes at these places of this log."""
    wanted = tuple_(AuditNode.level, AuditNode.number).in_([tuple(spot) for spot in spots])
    of_log = store.within(AuditNode).where(AuditNode.organisation_id == organisation_id, AuditNode.stream == stream, wanted)
    return {Spot(node.level, node.number): node.hash for node in await store.rows(of_log)}


async def leaves(store: Store, organisation_id: UUID, stream: Stream, numbers: Iterable[int]) -> dict[int, AuditNode]:
    """The leaves that stand at these places of this log, however many."""
    # As one parameter: a long case has more of them than a statement may have parameters.
    here = AuditNode.number == any_(literal([*numbers], ARRAY(BigInteger)))
    of_log = store.within(AuditNode).filter_by(organisation_id=organisation_id, stream=stream, level=0)
    return {node.number: node for node in await store.rows(of_log.where(here))}


async def logs(store: Store) -> set[tuple[UUID, Stream]]:
    """Every log of which anything stands here."""
    found: set[tuple[UUID, Stream]] = set()
    for stream, model in EVENTS.items():
        for kind, where in ((model, true()), (AuditNode, AuditNode.stream == stream), (AuditCheckpoint, AuditCheckpoint.stream == stream)):
            of_kind = store.within(kind).where(where).with_only_columns(kind.organisation_id).distinct()
            found |= {(organisation_id, stream) for organisation_id in await store.values(of_kind)}
    return found


async def extent(store: Store, organisation_id: UUID, stream: Stream) -> int:
    """How far any row, hash or checkpoint of this log reaches."""
    model = EVENTS[stream]
    log = {"organisation_id": organisation_id}
    last = [
        store.within(model).filter_by(**log).with_only_columns(func.max(model.leaf_index) + 1),
        store.within(AuditNode).filter_by(**log, stream=stream, level=0).with_only_columns(func.max(AuditNode.number) + 1),
        store.within(AuditCheckpoint).filter_by(**log, stream=stream).with_only_columns(func.max(AuditCheckpoint.size)),
    ]
    return max([number or 0 for query in last for number in await store.values(query)])


async def events_between(store: Store, organisation_id: UUID, stream: Stream, start: int, end: int) -> Sequence[Event]:
    """The rows that have these places, in their order."""
    model = EVENTS[stream]
    here = model.leaf_index.between(start, end - 1)
    return await store.rows(store.within(model).where(model.organisation_id == organisation_id, here).order_by(model.leaf_index))


async def checkpoints_between(store: Store, organisation_id: UUID, stream: Stream, start: int, end: int) -> Sequence[AuditCheckpoint]:
    """The signed roots after these leaves."""
    here = AuditCheckpoint.size.between(start + 1, end)
    return await store.rows(store.within(AuditCheckpoint).filter_by(organisation_id=organisation_id, stream=stream).where(here))


async def waiting(store: Store, organisation_id: UUID, stream: Stream) -> Sequence[Event]:
    """The oldest rows that have no place yet."""
    model = EVENTS[stream]
    unplaced = store.within(model).where(model.organisation_id == organisation_id, model.leaf_index.is_(None))
    return await store.rows(unplaced.order_by(model.created_at, model.id).limit(AT_ONCE))


async def reads_without_trace(store: Store, events: Iterable[Event]) -> set[UUID]:
    """The parties in whose read log a read is missing that stands in one of these rows (S9).

    A row that tells of several cases outlives the first of them that is forgotten: a party who no longer stands has no read log (S8).
    """
    reads = {
        (party, event.actor_id, event.created_at.date()) for event in events if isinstance(event, CaseAuditEvent) for party in event.read_of
    }
    if not reads:
        return set()
    traced = tuple_(AccessEvent.party_id, AccessEvent.reader_id, AccessEvent.read_on).in_(reads)
    found = {(row.party_id, row.reader_id, row.read_on) for row in await store.rows(store.within(AccessEvent).where(traced))}
    if not (missing := {party for party, *_ in reads - found}):
        return missing
    return {*await store.values(store.within(Party).where(Party.id.in_(missing)).with_only_columns(Party.id))}
