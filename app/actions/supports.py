"""What repair needs of the organisation: one sentence that leaves when all released it, what is answered, and that all say it is done."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.actions.gates import decided
from app.domain.confidentiality import Act
from app.domain.errors import Conflict, WrongState
from app.domain.situation import Deed
from app.domain.supports import ANSWERS, LIFE, SupportAnswer, SupportEvent, SupportState, addressee_of, support_hash
from app.store import cases, supports
from app.store.gate import Store
from app.store.models.cases import Case, Process
from app.store.models.supports import OrganisationalSupport, Release, ReleasedItem, SupportConfirmation
from app.store.standing import as_it_leaves


async def propose(store: Store, case_id: UUID, text: str, due_on: date, now: datetime) -> OrganisationalSupport:
    """A sentence for all to release; nobody has released it, the one who wrote it neither (S10)."""
    await store.one(Process, case_id, Act.PROPOSE_SUPPORT)
    party_id = await cases.my_party_id(store, case_id)
    await decided(store, case_id, Deed(Act.PROPOSE_SUPPORT, party_id), now)
    case = await store.one(Case, case_id)
    row = OrganisationalSupport(
        case_id=case_id,
        proposed_by_party_id=party_id,
        text=text,
        due_on=due_on,
        text_hash=support_hash(text, due_on),
        addressee=addressee_of(case.referred_by_id),
        worded_at=store.moment(),
    )
    store.add(row)
    return row


async def rewrite(
    store: Store, case_id: UUID, support_id: UUID, etag: str, changes: dict[str, Any], now: datetime
) -> OrganisationalSupport:
    """The same need in other words, until it is released: one changed letter makes every release of it void."""
    support = await store.one(OrganisationalSupport, support_id, Act.PROPOSE_SUPPORT, inside=case_id)
    await decided(store, case_id, Deed(Act.PROPOSE_SUPPORT, await cases.my_party_id(store, case_id)), now)
    LIFE.after(_state(support), SupportEvent.RELEASED_BY_ALL)
    store.unchanged(support, etag)
    text, due_on = changes.get("text", support.text), changes.get("due_on", support.due_on)
    if (text, due_on) != (support.text, support.due_on):
        support.set(text=text, due_on=due_on, text_hash=support_hash(text, due_on), worded_at=store.moment())
    return support


def _state(support: OrganisationalSupport) -> SupportState:
    return SupportState.RELEASED if support.released_at else SupportState.PROPOSED


async def release(store: Store, case_id: UUID, support_id: UUID, hash: str, now: datetime) -> Release:
    """A party's own yes that exactly this text leaves; with the last one it does (S10)."""
    support = await store.one(OrganisationalSupport, support_id, Act.RELEASE, inside=case_id)
    party_id = await cases.my_party_id(store, case_id)
    await decided(store, case_id, Deed(Act.RELEASE, party_id), now)
    state = LIFE.after(_state(support), SupportEvent.RELEASED_BY_ALL)
    if hash != support.text_hash:
        raise WrongState("other-text")
    if await supports.my_release(store, support, party_id):
        raise Conflict("released-already")
    for void in await supports.earlier_releases(store, support_id, party_id):
        void.voided_at = now
    await store.flush()
    row = Release(case_id=case_id, support_id=support_id, party_id=party_id, text_hash=hash)
    store.add(row)
    await store.flush()
    if not await store.awaits_release(support_id):
        support.released_at = now
        store.add(as_it_leaves(support, await store.one(Case, case_id), state, now))
    return row


async def answer(store: Store, item_id: UUID, said: SupportAnswer, now: datetime) -> ReleasedItem:
    """The organisation's word on what it was asked: at any time, closed or not; no gate looks at it, nor does it look at the case."""
    item = await store.one(ReleasedItem, item_id, Act.ANSWER_SUPPORT)
    item.set(state=LIFE.after(item.state, ANSWERS[said]), answered_on=now.date())
    return item


async def confirm(store: Store, case_id: UUID, support_id: UUID, now: datetime) -> SupportConfirmation:
    """A party's own yes that the organisation did it; with the last one it is so (S10)."""
    support = await store.one(OrganisationalSupport, support_id, Act.CONFIRM_SUPPORT, inside=case_id)
    party_id = await cases.my_party_id(store, case_id)
    await decided(store, case_id, Deed(Act.CONFIRM_SUPPORT, party_id), now)
    if support.released_at is None:
        raise WrongState("wrong-support-state")
    item = await supports.item_of(store, support_id)
    state = LIFE.after(item.state, SupportEvent.CONFIRMED_BY_ALL)
    if await supports.my_confirmation(store, item.id, party_id):
        raise Conflict("confirmed-already")
    row = SupportConfirmation(case_id=case_id, item_id=item.id, party_id=party_id)
    store.add(row)
    await store.flush()
    if not await store.awaits_confirmation(item.id):
        item.state = state
    return row
