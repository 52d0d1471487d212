"""What each promises, and how it goes: the owner reports, and only the one it was promised to says that it is done (R14)."""

from datetime import date, datetime
from typing import Annotated, NamedTuple
from uuid import UUID

from fastapi import Path, Request, Response

from app.actions import commitments as actions
from app.domain.commitments import overdue, standing
from app.domain.confidentiality import Act, Secrecy
from app.domain.errors import Unknown
from app.routers.answers import composed, created, deed, listed, shown, shows
from app.routers.bodies import routes
from app.routers.dependencies import CaseId, ThePaging, TheStore, now
from app.schemas.agreements import CommitmentAcceptanceOut, CommitmentOut, PromiseOut, RenegotiationIn, WholeAgreementOut
from app.schemas.base import ListOut
from app.store import agreements
from app.store.gate import Store
from app.store.models.agreements import Agreement, Commitment

router = routes("Agreements", "/cases/{caseId}/commitments")

CommitmentId = Annotated[UUID, Path(alias="commitmentId")]


class Clock(NamedTuple):
    """What decides how a commitment stands besides its row: this moment, and how long a report can be answered (R14)."""

    moment: datetime
    answer_days: int

    @property
    def today(self) -> date:
        """This day."""
        return self.moment.date()


async def clock_of(store: Store, case_id: UUID) -> Clock:
    """The clock by which this case's commitments stand."""
    return Clock(now(), await agreements.answer_days(store, case_id))


def commitment_out(row: Commitment, clock: Clock) -> CommitmentOut:
    """A commitment as it stands at this moment."""
    state = standing(row.state, row.reported_at, clock.moment, clock.answer_days)
    plain = PromiseOut.model_validate(row).model_dump()
    return CommitmentOut.model_validate({**plain, "state": state, "overdue": overdue(row.due_on, state, clock.today)})


async def _shown(response: Response, store: Store, row: Commitment) -> CommitmentOut:
    """One commitment with its ETag, in which the moment at which silence is an answer counts too (R14)."""
    clock = await clock_of(store, row.case_id)
    found = commitment_out(row, clock)
    return composed(response, found, [row], clock.today, found.state)


async def whole_agreement(response: Response, store: Store, agreement: Agreement) -> WholeAgreementOut:
    """A version with its commitments, however many, and an ETag of all of it."""
    rows = await agreements.commitments_of(store, agreement.id)
    clock = await clock_of(store, agreement.case_id)
    promised = [commitment_out(row, clock) for row in rows]
    return composed(
        response,
        WholeAgreementOut(
            id=agreement.id,
            version=agreement.version,
            state=agreement.state,
            proposed_by_party_id=agreement.proposed_by_party_id,
            text=agreement.text,
            text_hash=agreement.text_hash,
            created_at=agreement.created_at,
            agreed_at=agreement.agreed_at,
            commitments=promised,
        ),
        [agreement, *rows],
        clock.today,
        *(one.state for one in promised),
    )


async def _after(response: Response, store: Store, commitment: Commitment) -> CommitmentOut:
    """A commitment after a deed, with its new ETag."""
    await store.flush()
    return await _shown(response, store, commitment)


@router.get("", **shows(Secrecy.SHARED))
async def list_commitments(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[CommitmentOut]:
    """What is promised, or proposed to be. Until everyone has answered, nothing here says who has (S10)."""
    statement = await agreements.on_the_table(store, case_id)
    clock = await clock_of(store, case_id)
    return await listed(request, response, store, statement, CommitmentOut, paging, lambda row: commitment_out(row, clock))


@router.get("/{commitmentId}", **shows(Secrecy.SHARED))
async def get_commitment(response: Response, case_id: CaseId, commitment_id: CommitmentId, store: TheStore) -> CommitmentOut:
    """One commitment, as it stands today."""
    return await _shown(response, store, await store.one(Commitment, commitment_id, inside=case_id))


@router.get("/{commitmentId}/acceptance", **shows(Secrecy.ANSWER))
async def get_commitment_acceptance(
    response: Response, case_id: CaseId, commitment_id: CommitmentId, store: TheStore
) -> CommitmentAcceptanceOut:
    """Your own acceptance, or as the moderator anyone's; 404 until it is there (S10)."""
    await store.one(Commitment, commitment_id, inside=case_id)
    row = await agreements.acceptance(store, commitment_id)
    if row is None:
        raise Unknown
    return shown(response, row, CommitmentAcceptanceOut)


@router.post("/{commitmentId}/acceptance", status_code=201, **deed(Act.ACCEPT_COMMITMENT))
async def accept_commitment(
    request: Request, response: Response, case_id: CaseId, commitment_id: CommitmentId, store: TheStore
) -> CommitmentAcceptanceOut:
    """Accept what you would keep; nobody can do it for you (R13). When everyone has answered, all of it holds at once."""
    row = await actions.accept(store, case_id, commitment_id, now())
    return await created(request, response, store, row, CommitmentAcceptanceOut, request.scope["path"])


@router.post("/{commitmentId}/reports", **deed(Act.REPORT_DONE))
async def report_commitment_done(response: Response, case_id: CaseId, commitment_id: CommitmentId, store: TheStore) -> CommitmentOut:
    """Say that you have done what you promised; the one you promised it to confirms or disputes it (R14)."""
    return await _after(response, store, await actions.report_done(store, case_id, commitment_id, now()))


@router.post("/{commitmentId}/confirmation", **deed(Act.CONFIRM_DONE))
async def confirm_commitment_done(response: Response, case_id: CaseId, commitment_id: CommitmentId, store: TheStore) -> CommitmentOut:
    """Agree that what was promised to you is done; yours alone to say (R14)."""
    return await _after(response, store, await actions.confirm_done(store, case_id, commitment_id, now()))


@router.post("/{commitmentId}/disputes", **deed(Act.DISPUTE))
async def dispute_commitment(response: Response, case_id: CaseId, commitment_id: CommitmentId, store: TheStore) -> CommitmentOut:
    """Say that what was reported is not yet done; it can be reported again (R14)."""
    return await _after(response, store, await actions.dispute(store, case_id, commitment_id, now()))


@router.post("/{commitmentId}/waiver", **deed(Act.WAIVE))
async def waive_commitment(response: Response, case_id: CaseId, commitment_id: CommitmentId, store: TheStore) -> CommitmentOut:
    """Let go what was promised to you (R14)."""
    return await _after(response, store, await actions.waive(store, case_id, commitment_id, now()))


@router.post("/{commitmentId}/not-kept", **deed(Act.SAY_NOT_KEPT))
async def say_commitment_not_kept(response: Response, case_id: CaseId, commitment_id: CommitmentId, store: TheStore) -> CommitmentOut:
    """Say, after its day, that what was promised to you was not kept (R14)."""
    return await _after(response, store, await actions.say_not_kept(store, case_id, commitment_id, now()))


@router.post("/{commitmentId}/renegotiations", status_code=201, **deed(Act.RENEGOTIATE))
async def renegotiate_commitment(
    request: Request, response: Response, case_id: CaseId, commitment_id: CommitmentId, body: RenegotiationIn, store: TheStore
) -> WholeAgreementOut:
    """Propose other terms in the place of what you promised, or were promised, as the next version of the agreement.

    Everyone confirms it and the owner accepts it like any other; until then the old terms hold, and then they are `replaced` (R14).
    """
    agreement = await actions.renegotiate(store, case_id, commitment_id, body.text, body.promised(), now())
    response.headers["Location"] = f"/v1/cases/{case_id}/agreements/{agreement.version}"
    return await whole_agreement(response, store, agreement)
