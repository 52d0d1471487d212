"""Queries on the talks of one party with the moderator."""

from uuid import UUID

from app.domain.errors import Unknown
from app.store.gate import Statement, Store
from app.store.models.cases import Process
from app.store.models.parties import Party, Talk


async def of_party(store: Store, case_id: UUID, party_id: UUID) -> Statement[Talk]:
    """The talks with this party; to another one it looks as if there were none."""
    await store.one(Party, party_id, inside=case_id)
    return (await store.below(Process, case_id, Talk)).where(Talk.party_id == party_id)


async def one(store: Store, case_id: UUID, party_id: UUID, talk_id: UUID) -> Talk:
    """One of them."""
    talk = await store.one(Talk, talk_id, inside=case_id)
    if talk.party_id != party_id:
        raise Unknown
    return talk
