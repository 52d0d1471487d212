"""Queries on agreements, what is promised in them, and how it went."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import aliased

from app.domain import agreements
from app.domain.agreements import AgreementEvent, AgreementState
from app.domain.commitments import CommitmentState
from app.domain.errors import Unknown
from app.store.gate import Statement, Store
from app.store.models.agreements import Agreement, AgreementConfirmation, Commitment, CommitmentAcceptance
from app.store.models.cases import Case, Process
from app.store.places import NOW
from app.store.sight import Sight
from app.store.terms import so_long_after


async def version(store: Store, case_id: UUID, number: int) -> Agreement:
    """One version of the case's agreement."""
    if found := await store.first((await store.below(Process, case_id, Agreement)).where(Agreement.version == number)):
        return found
    raise Unknown


def still_proposed(sight: Sight) -> ColumnElement[bool]:
    """Proposed, and nothing that it would replace came to rest by silence meanwhile: with that it lost its place (R14)."""
    anew = aliased(Commitment)
    found = sight.within(Commitment).join(anew, anew.replaces_id == Commitment.id).join(Case, Case.id == Commitment.case_id)
    silent = so_long_after(Commitment.reported_at, "answer_days") <= NOW
    found = found.where(anew.agreement_id == Agreement.id, Commitment.state == CommitmentState.REPORTED, silent)
    return and_(Agreement.state == AgreementState.PROPOSED, ~found.with_only_columns(Commitment.id).correlate(Agreement).exists())


async def next_version(store: Store, case_id: UUID) -> int:
    """The number of the version to come, for a case that is locked."""
    latest = await store.first(store.within(Agreement).where(Agreement.case_id == case_id).order_by(Agreement.version.desc()))
    return latest.version + 1 if latest else 1


async def supersede_proposed(store: Store, case_id: UUID) -> None:
    """What was on the table no longer is."""
    proposed = store.within(Agreement).where(Agreement.case_id == case_id, Agreement.state == AgreementState.PROPOSED)
    for row in await store.rows(proposed):
        row.state = agreements.LIFE.after(row.state, AgreementEvent.SUPERSEDE)


async def commitments_of(store: Store, agreement_id: UUID) -> Sequence[Commitment]:
    """What is promised in this version, in the order in which it was proposed."""
    found = store.within(Commitment).where(Commitment.agreement_id == agreement_id)
    return await store.rows(found.order_by(Commitment.created_at, Commitment.id))


async def commitments_by_id(store: Store, ids: Collection[UUID]) -> Sequence[Commitment]:
    """These commitments."""
    return await store.rows(store.within(Commitment).where(Commitment.id.in_(ids))) if ids else []


async def answer_days(store: Store, case_id: UUID) -> int:
    """How long a beneficiary of this case can answer a report (R14)."""
    return (await store.one(Case, case_id)).terms["answer_days"]


async def on_the_table(store: Store, case_id: UUID) -> Statement[Commitment]:
    """The commitments of what is proposed or was agreed; those of a text that was let go stand in its own version only."""
    here = await store.below(Process, case_id, Commitment)
    let_go = store.within(Agreement).where(Agreement.case_id == case_id, Agreement.state == AgreementState.SUPERSEDED)
    return here.where(Commitment.agreement_id.not_in(let_go.with_only_columns(Agreement.id)))


async def confirmations(store: Store, case_id: UUID, agreement_id: UUID) -> Statement[AgreementConfirmation]:
    """The confirmations of one version that the caller may see: their own, or as the moderator all (S10)."""
    found = await store.below(Process, case_id, AgreementConfirmation)
    return found.where(AgreementConfirmation.agreement_id == agreement_id)


async def acceptance(store: Store, commitment_id: UUID) -> CommitmentAcceptance | None:
    """The owner's yes to this commitment, if it stands and the caller may see it (S10)."""
    return await store.first(store.listing(CommitmentAcceptance).where(CommitmentAcceptance.commitment_id == commitment_id))
