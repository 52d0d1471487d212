"""Those who are there beside the parties: brought or named, told of, admitted by all, and where they were (S0, S10)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.actions import ways_in
from app.actions.gates import decided
from app.actions.ways_in import Invited
from app.domain.companions import CompanionKind
from app.domain.confidentiality import STANDS_BY, Act, Secrecy
from app.domain.errors import Condition, Conflict, Invalid, NotAllowed, Unknown, WrongState
from app.domain.sessions import BEGUN, UPCOMING
from app.domain.situation import Deed
from app.store import cases, companions, sessions
from app.store.gate import Store
from app.store.models.cases import Process, Seat
from app.store.models.companions import Admission, Companion, Introduction, Presence
from app.store.models.parties import Party, SecrecyAcceptance
from app.store.models.sessions import Session


async def bring(store: Store, case_id: UUID, display_name: str, contact: str | None, now: datetime) -> Companion:
    """Someone who stands by a party; to their own talks that is their choice alone, and nobody else's to know."""
    await store.one(Process, case_id)
    party_id = await cases.my_party_id(store, case_id)
    if party_id is None:
        raise NotAllowed
    await store.one(Party, party_id, Act.BRING_SUPPORTER, inside=case_id)
    await decided(store, case_id, Deed(Act.BRING_SUPPORTER, party_id), now)
    row = Companion(case_id=case_id, party_id=party_id, kind=CompanionKind.SUPPORTER, display_name=display_name, contact=contact)
    store.add(row)
    return row


async def introduce(store: Store, case_id: UUID, supporter_id: UUID, now: datetime) -> Introduction:
    """All are told of a supporter, so that they can be admitted to joint conversations."""
    supporter = await _brought(store, case_id, supporter_id)
    await decided(store, case_id, Deed(Act.BRING_SUPPORTER, supporter.party_id), now)
    _still_comes(supporter)
    if await companions.introduction(store, case_id, supporter_id):
        raise Conflict("introduced-already")
    row = _introduction(supporter)
    store.add(row)
    return row


async def end_supporter(store: Store, case_id: UUID, supporter_id: UUID, now: datetime) -> Companion:
    """They come no longer, says the party who brought them: their seat holds no more, and no invitation of theirs opens anything."""
    supporter = await _brought(store, case_id, supporter_id)
    await decided(store, case_id, Deed(Act.BRING_SUPPORTER, supporter.party_id, False), now)
    return await _ended(store, supporter, now)


async def end_named(store: Store, case_id: UUID, companion_id: UUID, now: datetime) -> Companion:
    """The same of an interpreter or a co-moderator, by the moderator who named them."""
    found = await companions.named(store, case_id, companion_id)
    companion = await store.one(Companion, found.id, Act.NAME_COMPANION, inside=case_id)
    await decided(store, case_id, Deed(Act.NAME_COMPANION, choice=False), now)
    return await _ended(store, companion, now)


async def name(
    store: Store, case_id: UUID, session_id: UUID, kind: CompanionKind, display_name: str, contact: str | None, now: datetime
) -> Companion:
    """An interpreter or a co-moderator of one conversation, of whom all are told; they need nobody's admission."""
    session = await store.one(Session, session_id, Act.NAME_COMPANION, inside=case_id)
    await decided(store, case_id, Deed(Act.NAME_COMPANION), now)
    if kind is CompanionKind.SUPPORTER:
        raise Invalid("supporters-are-brought", "/kind")
    if session.state not in UPCOMING:
        raise WrongState("wrong-session-state")
    row = Companion(case_id=case_id, kind=kind, display_name=display_name, contact=contact)
    store.add(row)
    await store.flush()
    store.add(_introduction(row, session_id))
    return row


async def admit(store: Store, case_id: UUID, introduction_id: UUID, now: datetime) -> Admission:
    """A party's own yes; all learn when it is complete, and nobody whose is still awaited (S10)."""
    told = await store.one(Introduction, introduction_id, Act.ADMIT, inside=case_id)
    party_id = await cases.my_party_id(store, case_id)
    await decided(store, case_id, Deed(Act.ADMIT, party_id), now)
    _still_comes(told)
    if told.kind is not CompanionKind.SUPPORTER:
        raise WrongState("admission-not-needed")
    if await companions.my_admission(store, introduction_id, party_id):
        raise Conflict("admitted-already")
    row = Admission(case_id=case_id, introduction_id=introduction_id, party_id=party_id)
    store.add(row)
    await store.flush()
    if not await store.awaits_admission(introduction_id):
        told.admitted_by_all_at = told.admitted_by_all_at or now
    return row


async def invite(store: Store, case_id: UUID, companion_id: UUID, invitee_id: UUID, now: datetime) -> Invited:
    """A way in for someone beside the parties; those before it are void, and the access they gave ends."""
    companion = await store.one(Companion, companion_id, Act.INVITE, inside=case_id)
    await decided(store, case_id, Deed(Act.INVITE), now)
    _still_comes(companion)
    await ways_in.end_ways_in(store, case_id, now, companion_id=companion_id)
    return await ways_in.new_way_in(store, case_id, STANDS_BY, invitee_id, now, companion_id=companion_id)


async def accept_secrecy(store: Store, case_id: UUID, companion_id: UUID, text_hash: str, now: datetime) -> SecrecyAcceptance:
    """The statement, on its hash, by the one who stands by: before it they read nothing of what was said (S0)."""
    await companions.known(store, case_id, companion_id)
    seat = await companions.seat(store, case_id, companion_id)
    if seat is None:
        raise Unknown
    await store.one(Seat, seat.id, Act.ACCEPT_SECRECY, inside=case_id)
    await decided(store, case_id, Deed(Act.ACCEPT_SECRECY), now)
    return await ways_in.accept_statement(store, case_id, text_hash, now, companion_id=companion_id)


async def note_presence(store: Store, case_id: UUID, session_id: UUID, companion_id: UUID, now: datetime) -> Presence:
    """That someone beside the parties was there: they know of the secrecy, and all admitted them, or they were named for it (S0, S10).

    Before the record stands: whoever approved it knew who would read it.
    """
    session = await store.one(Session, session_id, Act.WRITE_RECORD, inside=case_id)
    await decided(store, case_id, Deed(Act.WRITE_RECORD), now)
    if session.state not in BEGUN:
        raise WrongState("wrong-session-state")
    told = await companions.introduction(store, case_id, companion_id)
    if told is None:
        raise Invalid("unknown-id", "/companionId")
    if await companions.presence(store, session_id, companion_id):
        raise Conflict("presence-stands-already")
    await _may_be_there(store, told, session_id, now)
    record = await sessions.record_if_any(store, session_id)
    if record and record.approved_by_all_at:
        raise WrongState("record-approved")
    row = Presence(case_id=case_id, session_id=session_id, introduction_id=companion_id)
    store.add(row)
    return row


async def _may_be_there(store: Store, told: Introduction, session_id: UUID, now: datetime) -> None:
    _still_comes(told)
    if told.session_id not in {None, session_id}:
        raise WrongState("named-for-another-session")
    seat = await companions.seat(store, told.case_id, told.id)
    if seat is None or seat.informed_at is None:
        raise WrongState("secrecy-statement-not-accepted")
    if told.kind is not CompanionKind.SUPPORTER:
        return
    if awaited := await store.awaits_admission(told.id):
        raise WrongState("not-admitted-by-all", store.tell(_not_yet(awaited)))
    # Somebody whose yes was still awaited has left since: what all the others said is complete now.
    told.admitted_by_all_at = told.admitted_by_all_at or now


def _not_yet(awaited: Sequence[UUID]) -> list[Condition]:
    return [Condition("supporter-admitted", "S10", Secrecy.TRUE_STATE, party_id) for party_id in awaited]


async def _brought(store: Store, case_id: UUID, supporter_id: UUID) -> Companion:
    found = await companions.supporter(store, case_id, supporter_id)
    return await store.one(Companion, found.id, Act.BRING_SUPPORTER, inside=case_id)


async def _ended(store: Store, companion: Companion, now: datetime) -> Companion:
    _still_comes(companion)
    await store.end_companion(companion, now)
    return companion


def _still_comes(one: Companion | Introduction) -> None:
    if one.ended_at:
        raise WrongState("companion-ended")


def _introduction(one: Companion, session_id: UUID | None = None) -> Introduction:
    return Introduction(
        id=one.id, case_id=one.case_id, party_id=one.party_id, session_id=session_id, kind=one.kind, display_name=one.display_name
    )
