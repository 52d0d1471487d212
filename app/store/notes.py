"""Queries on what the moderator notes of a party's words, what the party says of that, and their codes (R6)."""

from collections.abc import Sequence
from uuid import UUID

from app.domain.errors import Unknown
from app.store.gate import Statement, Store
from app.store.models.cases import Process
from app.store.models.parties import Contestation, OneTimeCode, Party, ReadinessDeclaration
from app.store.models.sessions import Reconfirmation


async def declaration(store: Store, case_id: UUID, party_id: UUID, declaration_id: UUID) -> ReadinessDeclaration:
    """One declaration of this party."""
    row = await store.one(ReadinessDeclaration, declaration_id, inside=case_id)
    if row.party_id != party_id:
        raise Unknown
    return row


async def reconfirmation(store: Store, case_id: UUID, session_id: UUID, reconfirmation_id: UUID) -> Reconfirmation:
    """One yes or no for this session."""
    row = await store.one(Reconfirmation, reconfirmation_id, inside=case_id)
    if row.session_id != session_id:
        raise Unknown
    return row


async def contestations(store: Store, case_id: UUID, **of: UUID) -> Statement[Contestation]:
    """What was said against this note, once or not at all."""
    return (await store.below(Process, case_id, Contestation)).filter_by(**of)


async def codes(store: Store, case_id: UUID, party_id: UUID) -> Statement[OneTimeCode]:
    """The codes of this party, without the codes themselves."""
    await store.one(Party, party_id, inside=case_id)
    return (await store.below(Process, case_id, OneTimeCode)).where(OneTimeCode.party_id == party_id)


async def unused_codes(store: Store, case_id: UUID, party_id: UUID) -> Sequence[OneTimeCode]:
    """Those of them that nobody has used."""
    return await store.rows((await codes(store, case_id, party_id)).where(OneTimeCode.used_at.is_(None)))


async def had_codes(store: Store) -> bool:
    """Whether the caller ever had codes, used or not."""
    return await store.first(store.within(OneTimeCode).where(OneTimeCode.principal_id == store.who.id)) is not None


async def my_code(store: Store, digest: str) -> OneTimeCode | None:
    """The caller's own code with this digest."""
    mine = store.within(OneTimeCode).where(OneTimeCode.principal_id == store.who.id)
    return await store.first(mine.where(OneTimeCode.code_digest == digest))
