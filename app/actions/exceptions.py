"""What left without everyone's yes, recorded by the moderator and never automatic; and that nothing may be destroyed (S6, S8)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from app.actions.gates import keeps
from app.domain.confidentiality import Act
from app.domain.disclosures import ExceptionGround, told_or_why
from app.domain.errors import Conflict, Invalid, WrongState
from app.domain.parties import PartyKind
from app.domain.situation import Deed
from app.store import exceptions, parties
from app.store.gate import Store
from app.store.models.cases import Process
from app.store.models.disclosures import LegalHold, SafetyException, ToldException


class Exceptional(NamedTuple):
    """What is recorded of one exception: no more of the facts than is needed, and exactly what left."""

    ground: ExceptionGround
    facts: str
    alternatives: str
    recipient: str
    text: str


async def record(
    store: Store, case_id: UUID, what: Exceptional, told: Sequence[UUID], told_on: date | None, why_not_yet: str | None, now: datetime
) -> SafetyException:
    """An exception, with the parties who were told of it and why the others were not yet; before that nothing of it shows them anything."""
    await store.one(Process, case_id, Act.RECORD_EXCEPTION)
    store.decide(await store.situation(case_id, now), Deed(Act.RECORD_EXCEPTION))
    here = [party for party in await parties.of_case(store, case_id) if party.kind is not PartyKind.COLLECTIVE and party.left_on is None]
    told_or_why(told, [party.id for party in here], why_not_yet)
    row = SafetyException(case_id=case_id, why_not_yet=why_not_yet, **what._asdict())
    store.add(row)
    await store.flush()
    await _told(store, row, told, told_on or now.date(), now)
    return row


async def tell(
    store: Store, case_id: UUID, exception_id: UUID, told: Sequence[UUID], told_on: date, now: datetime
) -> Sequence[ToldException]:
    """That these parties were told since, of all of it; each sees it from then on, and nobody else that they do."""
    row = await store.one(SafetyException, exception_id, Act.TELL_EXCEPTION, inside=case_id)
    store.decide(await store.situation(case_id, now), Deed(Act.TELL_EXCEPTION))
    return await _told(store, row, told, told_on, now)


async def _told(store: Store, row: SafetyException, told: Sequence[UUID], told_on: date, now: datetime) -> Sequence[ToldException]:
    if told_on > now.date():
        raise Invalid("in-the-future", "/toldOn")
    found = []
    for place, party_id in enumerate(told):
        if party_id in told[:place]:
            raise Invalid("named-twice", f"/partyIds/{place}")
        party = await parties.in_case(store, row.case_id, party_id)
        if party is None:
            raise Invalid("unknown-id", f"/partyIds/{place}")
        await keeps(store, row.case_id, party)
        if await exceptions.told(store, row.id, party_id):
            raise Conflict("told-already")
        same = {name: getattr(row, name) for name in Exceptional._fields}
        found.append(ToldException(case_id=row.case_id, exception_id=row.id, party_id=party_id, told_on=told_on, **same))
    store.add(*found)
    await store.flush()
    return found


async def hold(store: Store, case_id: UUID, reason: str, now: datetime) -> LegalHold:
    """From now on nothing of this case is destroyed, until the moderator lifts it."""
    await store.one(Process, case_id, Act.HOLD)
    store.decide(await store.situation(case_id, now), Deed(Act.HOLD))
    row = LegalHold(case_id=case_id, reason=reason)
    store.add(row)
    return row


async def lift(store: Store, case_id: UUID, hold_id: UUID, reason: str, now: datetime) -> LegalHold:
    """This hold stands no more; another one may."""
    row = await store.one(LegalHold, hold_id, Act.HOLD, inside=case_id)
    store.decide(await store.situation(case_id, now), Deed(Act.HOLD))
    if row.lifted_at:
        raise WrongState("hold-lifted")
    row.set(lifted_at=now, why_lifted=reason)
    return row
