"""What all agree on: proposed by one, confirmed by everyone on the identical text, imposed by nobody (R12, R13)."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from app.actions.gates import decided
from app.domain import agreements as life
from app.domain import commitments
from app.domain.agreements import AgreementEvent, CommitmentTerms, text_hash
from app.domain.commitments import CommitmentEvent, CommitmentState
from app.domain.confidentiality import Act
from app.domain.errors import Conflict, WrongState
from app.domain.situation import Deed, Promise, Situation
from app.store import agreements, cases
from app.store.gate import Store
from app.store.models.agreements import Agreement, AgreementConfirmation, Commitment
from app.store.models.cases import Process


async def propose(store: Store, case_id: UUID, text: str | None, terms: Sequence[CommitmentTerms], now: datetime) -> Agreement:
    """A text with its commitments for everyone to confirm; a proposal before it is void (R13)."""
    await store.one(Process, case_id, Act.PROPOSE_AGREEMENT)
    proposer = await cases.my_party_id(store, case_id)
    await decided(store, case_id, Deed(Act.PROPOSE_AGREEMENT, proposer, promises(terms)), now)
    return await put_forward(store, case_id, proposer, text, terms)


def promises(terms: Sequence[CommitmentTerms]) -> tuple[Promise, ...]:
    """The same, as the gates see it."""
    return tuple(Promise(one.owner_party_id, one.beneficiary_party_id, CommitmentState.PROPOSED, replaces=one.replaces_id) for one in terms)


async def put_forward(store: Store, case_id: UUID, proposer: UUID | None, text: str | None, terms: Sequence[CommitmentTerms]) -> Agreement:
    """The next version, for a deed that was decided; nobody has answered it, the proposer neither (S10)."""
    await agreements.supersede_proposed(store, case_id)
    agreement = Agreement(
        case_id=case_id,
        version=await agreements.next_version(store, case_id),
        proposed_by_party_id=proposer,
        text=text,
        text_hash=text_hash(text, terms),
    )
    store.add(agreement, *(Commitment(case_id=case_id, agreement_id=agreement.id, **asdict(one)) for one in terms))
    await store.flush()
    return agreement


async def confirm(store: Store, case_id: UUID, version: int, hash: str, now: datetime) -> AgreementConfirmation:
    """A party's own yes to the identical text; the last answer makes it agreed (R13)."""
    found = await agreements.version(store, case_id, version)
    agreement = await store.one(Agreement, found.id, Act.CONFIRM_AGREEMENT, inside=case_id)
    party_id = await cases.my_party_id(store, case_id)
    after = await decided(store, case_id, Deed(Act.CONFIRM_AGREEMENT, party_id), now)
    # Asked of the table before anything is said: an older version cannot be confirmed while another one is proposed.
    life.LIFE.after(agreement.state, AgreementEvent.AGREED_BY_ALL)
    if hash != agreement.text_hash:
        raise WrongState("other-text")
    if await store.first(await agreements.confirmations(store, case_id, agreement.id)):
        raise Conflict("confirmed-already")
    row = AgreementConfirmation(case_id=case_id, agreement_id=agreement.id, party_id=party_id)
    store.add(row)
    await when_answered(store, agreement, after, now)
    return row


async def when_answered(store: Store, agreement: Agreement, after: Situation, now: datetime) -> None:
    """Once everyone confirmed and every owner accepted, all of it is agreed at once; before that nothing shows of it (R13, S10)."""
    if after.agreement_proposed:
        return
    agreement.set(state=life.LIFE.after(agreement.state, AgreementEvent.AGREED_BY_ALL), agreed_at=now)
    new = await agreements.commitments_of(store, agreement.id)
    for commitment in new:
        commitment.state = commitments.LIFE.after(commitment.state, CommitmentEvent.AGREE)
    for commitment in await agreements.commitments_by_id(store, [one.replaces_id for one in new if one.replaces_id]):
        commitment.set(state=commitments.LIFE.after(commitment.state, CommitmentEvent.REPLACE), settled_at=now)
