"""How a place ends: nobody is moved out, and nobody learns why somebody has no place any more (R9)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from app.actions.cases import when_welcomed
from app.actions.gates import decided
from app.domain.commitments import CommitmentState
from app.domain.confidentiality import Act
from app.domain.parties import Loss, PlaceEnd
from app.domain.readiness import Gate
from app.domain.situation import Deed, Situation
from app.store import cases, groups, mandates, sessions
from app.store.gate import Store
from app.store.models.cases import Process
from app.store.models.groups import PlaceEnding
from app.store.models.parties import Party


async def depart(store: Store, case_id: UUID, party_id: UUID, now: datetime) -> Party:
    """A party's own end of it, without a reason; they are out with it, and so is whoever came in for them or with them."""
    party = await store.one(Party, party_id, Act.DEPART, inside=case_id)
    after = await decided(store, case_id, Deed(Act.DEPART, party_id), now)
    await _left(store, party, PlaceEnd.DEPARTURE, after, now)
    return party


async def record_loss(store: Store, case_id: UUID, party_id: UUID, why: Loss, now: datetime) -> Party:
    """Somebody died, or can lastingly take part no more; all learn that their place ended, and not why."""
    party = await store.one(Party, party_id, Act.RECORD_LOSS, inside=case_id)
    after = await decided(store, case_id, Deed(Act.RECORD_LOSS, party_id, why), now)
    await _left(store, party, PlaceEnd(why.value), after, now)
    return party


async def _left(store: Store, party: Party, why: PlaceEnd, after: Situation, now: datetime) -> None:
    """How all talk is agreed anew by those who remain."""
    await mandates.supersede_all(store, party.case_id)
    await end(store, party.case_id, [party.id], why, after, now)


async def end(store: Store, case_id: UUID, gone: Collection[UUID], why: PlaceEnd, after: Situation, now: datetime) -> None:
    """These places are no more, for a deed that was decided. Last of all goes whoever came in through them: it may be the caller."""
    for party_id in gone:
        (await store.one(Party, party_id)).left_on = now.date()
        store.add(PlaceEnding(case_id=case_id, party_id=party_id, why=why))
    for group in await groups.spoken_for_by(store, case_id, gone):
        group.spokesperson_id = None
    stay = {group.key for group in after.collectives}
    for group in await groups.together(store, case_id):
        # The last of them has gone: nobody is left of those who took part together (R14).
        group.left_on = None if group.id in stay else now.date()
    await sessions.cancel_upcoming(store, case_id, store.moment())
    # All see that a place ended: the gate that was announced is announced no more, and nothing else can be read from it (S11).
    (await store.one(Process, case_id)).set(gate=Gate.NOT_NOW, gate_announced_at=now)
    for appointment in await cases.holding(store, case_id):
        await when_welcomed(store, appointment, after, now)
    await store.end_places(case_id, gone, [promise.key for promise in after.promises if promise.state is CommitmentState.LAPSED])
