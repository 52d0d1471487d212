"""Queries on what has been kept long enough, and on what was destroyed (S8)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Date, cast, func, or_, true

from app.domain.cases import CaseState, NeutralState
from app.domain.retention import GRACE_DAYS, TERM, Part, destroyed_on, kept_until
from app.domain.terms import Terms
from app.store.gate import Page, Statement, Store
from app.store.holds import not_held, standing
from app.store.models.cases import Case, TrueState
from app.store.models.disclosures import LegalHold
from app.store.models.intake import ProposedPerson
from app.store.models.parties import Party
from app.store.models.retention import DestructionCertificate, Erasure
from app.store.terms import term


class KeptPart(NamedTuple):
    """One part of a case that has ended, and the day on which it goes or went."""

    part: Part
    kept_until: date
    destroyed_on: date
    destroyed: bool


class Kept(NamedTuple):
    """What becomes of a case that has ended."""

    case_id: UUID
    closed_on: date
    held: bool
    parts: Sequence[KeptPart]


async def preview(store: Store, after: Sequence[Any] | None, limit: int) -> Page:
    """One page of what will be destroyed of the cases that ended, for those who see their TRUE_STATE: the newest ends are not the first."""
    page = await store.page(store.listing(TrueState).where(TrueState.state == CaseState.CLOSED), after, limit)
    ids = [truth.case_id for truth in page.rows]
    cases = {case.id: case for case in await store.rows(store.within(Case).where(Case.id.in_(ids)))}
    holding = {*await store.values(standing(store).where(LegalHold.case_id.in_(ids)).with_only_columns(LegalHold.case_id))}
    gone: dict[UUID, dict[Part, date]] = {}
    for row in await store.rows(store.within(DestructionCertificate).where(DestructionCertificate.case_id.in_(ids))):
        gone.setdefault(row.case_id, {})[row.part] = row.destroyed_on
    shown = [_kept(truth, cases[truth.case_id], truth.case_id in holding, gone.get(truth.case_id, {})) for truth in page.rows]
    return Page(shown, page.next_key)


def _kept(truth: TrueState, case: Case, held: bool, gone: Mapping[Part, date]) -> Kept:
    terms, closed_on = Terms(**case.terms), truth.closed_on or case.closed_on or date.max
    parts = [
        KeptPart(part, kept_until(part, closed_on, terms), gone.get(part) or destroyed_on(part, closed_on, terms), part in gone)
        for part in (Part.NOTES, Part.PRIVATE, Part.PROCESS_AND_SHARED, Part.ACCESS_LOG)
    ]
    return Kept(case.id, closed_on, held, parts)


def ended(store: Store) -> Statement[Case]:
    """Cases that ended, and of which anything may still be kept; one that was taken up again is none, whatever it looks like outside."""
    over = or_(TrueState.id.is_(None), TrueState.state == CaseState.CLOSED)
    return store.listing(Case).outerjoin(TrueState, TrueState.case_id == Case.id).where(Case.state == NeutralState.CLOSED, over)


def due(store: Store, part: Part, today: date) -> Statement[Case]:
    """Cases of which this part has been kept for its term and the days of grace, and that no hold keeps."""
    whichever = {Part.NOT_TAKEN_UP: Case.opened_on.is_(None), Part.ACCESS_LOG: true()}
    gone = store.within(DestructionCertificate).where(DestructionCertificate.case_id == Case.id, DestructionCertificate.part == part)
    stands = ~gone.with_only_columns(DestructionCertificate.id).correlate(Case).exists()
    which = whichever.get(part, Case.opened_on.is_not(None))
    return ended(store).where(_destroyed_on(part) <= today, which, stands, not_held(store, Case.id))


def asked(store: Store, today: date) -> Statement[Erasure]:
    """What parties asked to be erased, that they did not take back and that no hold keeps; some days after the newest end of the case."""
    standing = store.within(Erasure).join(TrueState, TrueState.case_id == Erasure.case_id).where(TrueState.state == CaseState.CLOSED)
    standing = standing.where(or_(TrueState.closed_on.is_(None), TrueState.closed_on + GRACE_DAYS <= today))
    return standing.where(Erasure.withdrawn_at.is_(None), Erasure.due_on <= today, not_held(store, Erasure.case_id))


async def open_erasure(store: Store, party_id: UUID) -> Erasure | None:
    """What this party asks and has not taken back."""
    return await store.first(store.within(Erasure).where(Erasure.party_id == party_id, Erasure.withdrawn_at.is_(None)))


async def party(store: Store, party_id: UUID) -> Party | None:
    """This party, if they stand here: an older copy of the database may not know them yet."""
    return await store.first(store.within(Party).where(Party.id == party_id))


async def somebody_erased(store: Store, case_id: UUID) -> bool:
    """Whether what was a party's own is gone from this case."""
    return await store.count(store.within(Party).where(Party.case_id == case_id, Party.erased_on.is_not(None))) > 0


async def parties(store: Store, case_id: UUID) -> Sequence[Party]:
    """Everyone who ever had a place, the oldest first: by their place in this order they are called once they are erased."""
    return await store.rows(store.within(Party).where(Party.case_id == case_id).order_by(Party.created_at, Party.id))


async def proposed(store: Store, case_id: UUID) -> Sequence[UUID]:
    """Who was proposed: whose ids stand for the keys of their contact addresses."""
    return await store.values(store.within(ProposedPerson).where(ProposedPerson.case_id == case_id).with_only_columns(ProposedPerson.id))


async def truth(store: Store, case_id: UUID) -> TrueState | None:
    """Where it stands; none where no process began, or where nothing is left of it."""
    return await store.first(store.within(TrueState).where(TrueState.case_id == case_id))


async def destroyed(store: Store, case_id: UUID) -> set[Part]:
    """Which parts of this case are destroyed."""
    gone = store.within(DestructionCertificate).where(DestructionCertificate.case_id == case_id, DestructionCertificate.party_id.is_(None))
    return {*await store.values(gone.with_only_columns(DestructionCertificate.part))}


async def certified(store: Store) -> set[UUID]:
    """Every certificate that stands."""
    return {*await store.values(store.within(DestructionCertificate).with_only_columns(DestructionCertificate.id))}


async def certificates(store: Store, ids: Sequence[UUID]) -> Sequence[DestructionCertificate]:
    """These certificates."""
    return await store.rows(store.within(DestructionCertificate).where(DestructionCertificate.id.in_(ids)))


async def known(store: Store, case_ids: Collection[UUID]) -> set[UUID]:
    """Which of these cases stand here."""
    return {*await store.values(store.within(Case).where(Case.id.in_(case_ids)).with_only_columns(Case.id))}


async def certificates_of(store: Store, case_ids: Collection[UUID]) -> Sequence[DestructionCertificate]:
    """The certificates of these cases."""
    return await store.rows(store.within(DestructionCertificate).where(DestructionCertificate.case_id.in_(case_ids)))


def _destroyed_on(part: Part) -> ColumnElement[Any]:
    """The day on which it is destroyed, as `app.domain.retention` counts."""
    months = func.greatest(term(TERM[part]), term(TERM[Part.PROCESS_AND_SHARED])) if part is Part.ACCESS_LOG else term(TERM[part])
    since = func.coalesce(TrueState.closed_on, Case.closed_on)
    return cast(since + func.make_interval(0, months), Date) + GRACE_DAYS
