"""What people say: to the moderator alone, and with all only by their own deed (R15, R16, S0)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from app.actions.gates import decided, keeps, whole
from app.domain import harms
from app.domain.confidentiality import Act
from app.domain.errors import Conflict, Invalid
from app.domain.harms import HarmMark
from app.domain.situation import Deed
from app.store import cases
from app.store.gate import Store
from app.store.models.cases import Process
from app.store.models.content import (
    Attribution,
    BehaviourExperience,
    Harm,
    Idea,
    Need,
    PrivateHarm,
    PrivateNeed,
    SharedExperience,
    Statement,
)
from app.store.models.parties import Evaluation, ReopeningRequest


async def _speaker(store: Store, case_id: UUID, act: Act, now: datetime) -> UUID | None:
    """The caller's own place in a case that is locked now, once it is decided that they may do this."""
    await store.one(Process, case_id, act)
    me = await cases.my_party_id(store, case_id)
    await decided(store, case_id, Deed(act, me), now)
    return me


async def tell_statement(store: Store, case_id: UUID, text: str, now: datetime) -> Statement:
    """A party's own words, for the moderator."""
    row = Statement(case_id=case_id, party_id=await _speaker(store, case_id, Act.TELL, now), text=text)
    store.add(row)
    return row


async def tell_behaviour_experience(store: Store, case_id: UUID, told: dict[str, Any], now: datetime) -> BehaviourExperience:
    """Behaviour as a party lived it. Whom they name as its author takes part here, or the record would wait for nobody (R16)."""
    await store.one(Process, case_id, Act.TELL)
    me = await cases.my_party_id(store, case_id)
    after = await decided(store, case_id, Deed(Act.TELL, me), now)
    row = BehaviourExperience(case_id=case_id, party_id=me, **told)
    if row.author_party_id not in {None, *(place.party for place in after.places)}:
        raise Invalid("not-a-party", "/authorPartyId")
    store.add(row)
    return row


async def share_behaviour_experience(store: Store, case_id: UUID, experience_id: UUID, now: datetime) -> BehaviourExperience:
    """With all at once when it names nobody else as author; else it is put before that person, whose answer the teller never sees (R16)."""
    row = await store.one(BehaviourExperience, experience_id, Act.SHARE, inside=case_id)
    await decided(store, case_id, Deed(Act.SHARE, row.party_id), now)
    if row.shared_at:
        raise Conflict("shared-already")
    row.shared_at = now
    store.add(_attributed(row) if row.author_party_id not in {None, row.party_id} else _shared(row))
    return row


def _shared(told: BehaviourExperience) -> SharedExperience:
    return SharedExperience(
        case_id=told.case_id,
        party_id=told.party_id,
        author_party_id=told.author_party_id,
        text=told.text,
        behaviour_kinds=told.behaviour_kinds,
    )


def _attributed(told: BehaviourExperience) -> Attribution:
    return Attribution(
        case_id=told.case_id,
        party_id=told.author_party_id,
        told_by_party_id=told.party_id,
        experience_id=told.id,
        text=told.text,
        behaviour_kinds=told.behaviour_kinds,
    )


async def accept_attribution(store: Store, case_id: UUID, attribution_id: UUID, now: datetime) -> SharedExperience:
    """The one whom it names agrees to be named; only now do all see it (R16)."""
    put = await store.one(Attribution, attribution_id, Act.ACCEPT_ATTRIBUTION, inside=case_id)
    await decided(store, case_id, Deed(Act.ACCEPT_ATTRIBUTION, put.party_id), now)
    if put.accepted_at:
        raise Conflict("accepted-already")
    put.accepted_at = now
    row = SharedExperience(
        case_id=case_id,
        party_id=put.told_by_party_id,
        author_party_id=put.party_id,
        text=put.text,
        behaviour_kinds=put.behaviour_kinds,
    )
    store.add(row)
    return row


async def tell_private_harm(store: Store, case_id: UUID, told: dict[str, Any], now: datetime) -> PrivateHarm:
    """A harm of one's own, for the moderator."""
    row = PrivateHarm(case_id=case_id, party_id=await _speaker(store, case_id, Act.TELL, now), **told)
    store.add(row)
    return row


async def share_private_harm(store: Store, case_id: UUID, private_harm_id: UUID, now: datetime) -> Harm:
    """The same harm, for all to know, once: what was told in private stays as it was (R12)."""
    told = await store.one(PrivateHarm, private_harm_id, Act.SHARE, inside=case_id)
    harm = Harm(case_id=case_id, party_id=told.party_id, kinds=told.kinds, text=told.text)
    await decided(store, case_id, Deed(Act.SHARE, told.party_id, harm.id), now)
    if told.shared_as_id:
        raise Conflict("shared-already")
    told.shared_as_id = harm.id
    store.add(harm)
    return harm


async def share_harm(store: Store, case_id: UUID, told: dict[str, Any], now: datetime) -> Harm:
    """A harm of one's own that all know from the beginning (R12)."""
    await store.one(Process, case_id, Act.TELL)
    me = await cases.my_party_id(store, case_id)
    harm = Harm(case_id=case_id, party_id=me, **told)
    await decided(store, case_id, Deed(Act.SHARE, me, harm.id), now)
    store.add(harm)
    return harm


async def mark_harm(store: Store, case_id: UUID, harm_id: UUID, mark: HarmMark, now: datetime) -> Harm:
    """Where a shared harm stands, in the words of the person harmed and of nobody else (R15)."""
    harm = await store.one(Harm, harm_id, Act.MARK_HARM, inside=case_id)
    await decided(store, case_id, Deed(Act.MARK_HARM, harm.party_id, (harm.id, mark)), now)
    harm.state = harms.LIFE.after(harm.state, mark)
    return harm


async def tell_private_need(store: Store, case_id: UUID, text: str, now: datetime) -> PrivateNeed:
    """A need of one's own, for the moderator."""
    row = PrivateNeed(case_id=case_id, party_id=await _speaker(store, case_id, Act.TELL, now), text=text)
    store.add(row)
    return row


async def share_private_need(store: Store, case_id: UUID, private_need_id: UUID, now: datetime) -> Need:
    """The same need, for all to know, once: what was told in private stays as it was."""
    told = await store.one(PrivateNeed, private_need_id, Act.SHARE, inside=case_id)
    await decided(store, case_id, Deed(Act.SHARE, told.party_id), now)
    if told.shared_as_id:
        raise Conflict("shared-already")
    need = Need(case_id=case_id, party_id=told.party_id, text=told.text)
    told.shared_as_id = need.id
    store.add(need)
    return need


async def share_need(store: Store, case_id: UUID, text: str, now: datetime) -> Need:
    """A need of one's own that all know from the beginning."""
    row = Need(case_id=case_id, party_id=await _speaker(store, case_id, Act.TELL, now), text=text)
    store.add(row)
    return row


async def share_idea(store: Store, case_id: UUID, text: str, now: datetime) -> Idea:
    """What a party thinks could help (R13)."""
    row = Idea(case_id=case_id, party_id=await _speaker(store, case_id, Act.TELL, now), text=text)
    store.add(row)
    return row


async def evaluate(store: Store, case_id: UUID, answers: dict[str, Any], now: datetime) -> Evaluation:
    """How it was for a party, from the aftercare on."""
    me = await _speaker(store, case_id, Act.EVALUATE, now)
    await keeps(store, case_id)
    row = Evaluation(case_id=case_id, party_id=me, **answers)
    store.add(row)
    return row


async def ask_reopening(store: Store, case_id: UUID, now: datetime) -> ReopeningRequest:
    """A party asks to take a closed case up again, as often as needed (R17)."""
    row = ReopeningRequest(case_id=case_id, party_id=await _speaker(store, case_id, Act.ASK_REOPENING, now))
    await whole(store, case_id)
    store.add(row)
    return row
