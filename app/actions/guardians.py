"""Children and those who hold authority over them: the moderator records, each guardian says their own (R6, S0)."""

from datetime import date, datetime, timedelta
from uuid import UUID

from app.actions.gates import decided
from app.actions.mandates import put_in_force_if_complete
from app.actions.ways_in import Invited, accept_statement, end_ways_in, new_way_in
from app.domain.confidentiality import CONSENTS, Act
from app.domain.errors import Invalid, NotAllowed, WrongState
from app.domain.guardians import age_on
from app.domain.situation import Deed
from app.store import guardians, parties
from app.store.gate import Store
from app.store.models.cases import Case
from app.store.models.guardians import Guardian, GuardianConsent, GuardianParticulars
from app.store.models.parties import Party, PartyParticulars, SecrecyAcceptance


async def record_birth_date(store: Store, case_id: UUID, party_id: UUID, born_on: date, now: datetime) -> PartyParticulars:
    """When a party was born: the moderator's to record, since a child's protection hangs on it (R6)."""
    await store.one(Party, party_id, Act.KEEP_GUARDIANS, inside=case_id)
    if born_on > now.date():
        raise Invalid("in-the-future", "/bornOn")
    terms = (await store.one(Case, case_id)).terms
    age = age_on(born_on, now.date(), terms["consent_age"])
    after = await decided(store, case_id, Deed(Act.KEEP_GUARDIANS, party_id, age), now)
    row = await parties.particulars(store, party_id)
    row.born_on = born_on
    await put_in_force_if_complete(store, case_id, after, now)
    return row


async def record(
    store: Store, case_id: UUID, party_id: UUID, name: str, contact: str | None, own_party_id: UUID | None, now: datetime
) -> Guardian:
    """Somebody's authority over a young party; who takes part here themselves is asked for themselves only (R6)."""
    await store.one(Party, party_id, Act.KEEP_GUARDIANS, inside=case_id)
    if own_party_id is not None and (own_party_id == party_id or await parties.in_case(store, case_id, own_party_id) is None):
        raise Invalid("unknown-id", "/ownPartyId")
    row = Guardian(case_id=case_id, party_id=party_id, display_name=name, own_party_id=own_party_id)
    after = await decided(store, case_id, Deed(Act.KEEP_GUARDIANS, party_id, (None if own_party_id else row.id, True)), now)
    store.add(row)
    await store.flush()
    store.add(GuardianParticulars(case_id=case_id, party_id=party_id, guardian_id=row.id, contact=contact))
    await put_in_force_if_complete(store, case_id, after, now)
    return row


async def end(store: Store, case_id: UUID, party_id: UUID, guardian_id: UUID, now: datetime) -> Guardian:
    """The authority is over, and so is the way in that came with it."""
    guardian = await _locked(store, case_id, party_id, guardian_id, Act.KEEP_GUARDIANS)
    _standing(guardian)
    theirs = None if guardian.own_party_id else (guardian_id, False)
    after = await decided(store, case_id, Deed(Act.KEEP_GUARDIANS, party_id, theirs), now)
    guardian.ended_on = now.date()
    await end_ways_in(store, case_id, now, guardian_id=guardian_id)
    await put_in_force_if_complete(store, case_id, after, now)
    return guardian


async def invite(store: Store, case_id: UUID, party_id: UUID, guardian_id: UUID, invitee_id: UUID, now: datetime) -> Invited:
    """A way in for a guardian; through a new one everything is said anew (S0, R6)."""
    guardian = await _locked(store, case_id, party_id, guardian_id, Act.INVITE)
    _standing(guardian)
    if guardian.own_party_id:
        raise WrongState("takes-part-already")
    await decided(store, case_id, Deed(Act.INVITE, party_id, guardian_id), now)
    await end_ways_in(store, case_id, now, guardian_id=guardian_id)
    return await new_way_in(store, case_id, CONSENTS, invitee_id, now, guardian_id=guardian_id)


async def accept_secrecy(
    store: Store, case_id: UUID, party_id: UUID, guardian_id: UUID, text_hash: str, now: datetime
) -> SecrecyAcceptance:
    """The statement, on its hash, by the guardian themselves; the child's own is another one (S0)."""
    await _locked(store, case_id, party_id, guardian_id, Act.ACCEPT_SECRECY)
    mine = await guardians.acting(store, case_id)
    if mine is None or mine.id != guardian_id:
        raise NotAllowed
    await decided(store, case_id, Deed(Act.ACCEPT_SECRECY, party_id, guardian_id), now)
    return await accept_statement(store, case_id, text_hash, now, guardian_id=guardian_id)


async def consent(store: Store, case_id: UUID, party_id: UUID, guardian_id: UUID, yes: bool, now: datetime) -> GuardianConsent:
    """A guardian's own yes or no; a yes counts as long as a declaration would, a no works at once (R6, R7)."""
    await _locked(store, case_id, party_id, guardian_id, Act.CONSENT)
    await decided(store, case_id, Deed(Act.CONSENT, party_id, (guardian_id, yes)), now)
    terms = (await store.one(Case, case_id)).terms
    row = GuardianConsent(
        case_id=case_id, guardian_id=guardian_id, yes=yes, expires_at=now + timedelta(days=terms["readiness_days"] if yes else 0)
    )
    store.add(row)
    return row


async def _locked(store: Store, case_id: UUID, party_id: UUID, guardian_id: UUID, act: Act) -> Guardian:
    await guardians.one(store, case_id, party_id, guardian_id)
    return await store.one(Guardian, guardian_id, act, inside=case_id)


def _standing(guardian: Guardian) -> None:
    if guardian.ended_on:
        raise WrongState("authority-ended")
