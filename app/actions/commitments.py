"""How promises go: accepted and reported by their owner; called done by the one they were made to, and by nobody else (R14)."""

from datetime import datetime
from uuid import UUID

from app.actions.agreements import promises, put_forward, when_answered
from app.actions.gates import decided
from app.domain import commitments as life
from app.domain.agreements import Promised
from app.domain.commitments import CommitmentEvent
from app.domain.confidentiality import Act
from app.domain.errors import Conflict
from app.domain.situation import Deed
from app.store import agreements, cases
from app.store.gate import Store
from app.store.models.agreements import Agreement, Commitment, CommitmentAcceptance


async def accept(store: Store, case_id: UUID, commitment_id: UUID, now: datetime) -> CommitmentAcceptance:
    """The owner's own yes to what they would keep; the last answer of all makes everything agreed (R13, S10)."""
    commitment = await store.one(Commitment, commitment_id, Act.ACCEPT_COMMITMENT, inside=case_id)
    party_id = await cases.my_party_id(store, case_id)
    after = await decided(store, case_id, Deed(Act.ACCEPT_COMMITMENT, party_id, commitment_id), now)
    if await agreements.acceptance(store, commitment_id):
        raise Conflict("accepted-already")
    row = CommitmentAcceptance(case_id=case_id, commitment_id=commitment_id, party_id=party_id)
    store.add(row)
    await when_answered(store, await store.one(Agreement, commitment.agreement_id), after, now)
    return row


async def report_done(store: Store, case_id: UUID, commitment_id: UUID, now: datetime) -> Commitment:
    """The owner says that it is done; whether it is, is the beneficiary's to say."""
    commitment = await _stepped(store, case_id, commitment_id, Act.REPORT_DONE, CommitmentEvent.REPORT, now)
    commitment.reported_at = now
    return commitment


async def confirm_done(store: Store, case_id: UUID, commitment_id: UUID, now: datetime) -> Commitment:
    """The one it was promised to agrees that it is done."""
    return await _stepped(store, case_id, commitment_id, Act.CONFIRM_DONE, CommitmentEvent.CONFIRM, now)


async def dispute(store: Store, case_id: UUID, commitment_id: UUID, now: datetime) -> Commitment:
    """The one it was promised to does not think that it is done; its owner can report again."""
    return await _stepped(store, case_id, commitment_id, Act.DISPUTE, CommitmentEvent.DISPUTE, now)


async def waive(store: Store, case_id: UUID, commitment_id: UUID, now: datetime) -> Commitment:
    """The one it was promised to lets it go."""
    return await _stepped(store, case_id, commitment_id, Act.WAIVE, CommitmentEvent.WAIVE, now)


async def say_not_kept(store: Store, case_id: UUID, commitment_id: UUID, now: datetime) -> Commitment:
    """The one it was promised to says, after its day, that it was not kept."""
    return await _stepped(store, case_id, commitment_id, Act.SAY_NOT_KEPT, CommitmentEvent.SAY_NOT_KEPT, now)


async def _stepped(store: Store, case_id: UUID, commitment_id: UUID, act: Act, event: CommitmentEvent, now: datetime) -> Commitment:
    commitment = await store.one(Commitment, commitment_id, act, inside=case_id)
    party_id = await cases.my_party_id(store, case_id)
    after = await decided(store, case_id, Deed(act, party_id, commitment_id), now)
    state = life.LIFE.after(commitment.state, event)
    commitment.set(state=state, settled_at=now if state in life.FINAL else None)
    if not after.agreement_proposed:
        # At rest it cannot be replaced any more: what was proposed in its place goes.
        await agreements.supersede_proposed(store, case_id)
    return commitment


async def renegotiate(store: Store, case_id: UUID, commitment_id: UUID, text: str | None, promised: Promised, now: datetime) -> Agreement:
    """Other terms between the same two, as the next version of the agreement: confirmed and accepted like any other (R13, R14)."""
    old = await store.one(Commitment, commitment_id, Act.RENEGOTIATE, inside=case_id)
    terms = [promised.between(old.owner_party_id, old.beneficiary_party_id, old.id)]
    party_id = await cases.my_party_id(store, case_id)
    await decided(store, case_id, Deed(Act.RENEGOTIATE, party_id, promises(terms)), now)
    return await put_forward(store, case_id, party_id, text, terms)
