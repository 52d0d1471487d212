"""How it went since, and what it came to in everyone's own words (R12, R15)."""

from datetime import date, datetime
from uuid import UUID

from app.actions.gates import decided
from app.domain.confidentiality import Act
from app.domain.errors import Invalid
from app.domain.outcomes import OutcomeQuestion
from app.domain.situation import Deed
from app.store import cases
from app.store.gate import Store
from app.store.models.agreements import FollowUp, OutcomeConfirmation
from app.store.models.cases import Process


async def follow_up(store: Store, case_id: UUID, held: bool, on: date, summary: str | None, now: datetime) -> FollowUp:
    """The look back together: held, or declined (R15)."""
    await store.one(Process, case_id, Act.FOLLOW_UP)
    await decided(store, case_id, Deed(Act.FOLLOW_UP), now)
    if held and on > now.date():
        raise Invalid("in-the-future", "/on")
    row = FollowUp(case_id=case_id, held=held, on=on, summary=summary)
    store.add(row)
    return row


async def confirm_outcome(store: Store, case_id: UUID, question: OutcomeQuestion, yes: bool, now: datetime) -> OutcomeConfirmation:
    """A party's own answer; the latest counts (R12, R15)."""
    await store.one(Process, case_id, Act.CONFIRM_OUTCOME)
    party_id = await cases.my_party_id(store, case_id)
    await decided(store, case_id, Deed(Act.CONFIRM_OUTCOME, party_id, (question, yes)), now)
    row = OutcomeConfirmation(case_id=case_id, party_id=party_id, question=question, yes=yes)
    store.add(row)
    return row
