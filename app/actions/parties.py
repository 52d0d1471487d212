"""Coming in, and saying for oneself who one is and whether one is ready (R5–R7, S0)."""

import secrets
from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import scrypt
from hmac import compare_digest
from typing import Any, NamedTuple
from uuid import UUID

from app.actions.gates import decided
from app.domain.confidentiality import SPEAKS, Act
from app.domain.errors import Conflict, Unknown, WrongState
from app.domain.readiness import Answers, Gate, Safety
from app.domain.situation import Deed
from app.domain.texts import SECRECY_HASH, SECRECY_VERSION
from app.store import parties
from app.store.gate import Store
from app.store.models.cases import Case, Process
from app.store.models.parties import Invitation, Party, PartyParticulars, ReadinessDeclaration, SafetyAssessment, SecrecyAcceptance

ATTEMPTS = 5
"""How often a wrong second secret is heard before the invitation is void."""


class Invited(NamedTuple):
    """An invitation, and its second secret, which is told once and kept nowhere."""

    invitation: Invitation
    pin: str


async def add_party(store: Store, case_id: UUID, display_name: str, contact: str | None, now: datetime) -> Party:
    """Someone else who turns out to be concerned; the gate closes until they are ready too (R4, R9)."""
    process = await store.one(Process, case_id, Act.ADD_PARTY)
    party = Party(case_id=case_id, display_name=display_name)
    await decided(store, case_id, Deed(Act.ADD_PARTY, party.id), now)
    # A deed that all see: the gate that was announced is announced no more, and nothing else can be read from it (S11).
    process.set(gate=Gate.NOT_NOW, gate_announced_at=now)
    store.add(party)
    await store.flush()
    store.add(PartyParticulars(case_id=case_id, party_id=party.id, contact=contact))
    return party


async def invite(store: Store, case_id: UUID, party_id: UUID, invitee_id: UUID, now: datetime) -> Invited:
    """A way in for this party. Those before it are void, and the access they gave ends: a lost letter opens nothing.

    `invitee_id` is the principal whom the invitation's code makes of its bearer.
    """
    await store.one(Party, party_id, Act.INVITE, inside=case_id)
    await decided(store, case_id, Deed(Act.INVITE, party_id), now)
    for old in await parties.invitations_of(store, party_id):
        old.voided_at = old.voided_at or now
    for seat in await parties.seats_of(store, case_id, party_id):
        seat.ended_at = now
        # Who cannot get in cannot withdraw either: their yes goes with their seat, and they say it again (R7).
        await withdrawn(store, case_id, party_id, now)
    terms = (await store.one(Case, case_id)).terms
    pin = f"{secrets.randbelow(10**6):06}"
    row = Invitation(
        case_id=case_id,
        role=SPEAKS,
        party_id=party_id,
        invitee_id=invitee_id,
        pin_digest=_digest(pin, invitee_id),
        expires_at=now + timedelta(days=terms["invitation_days"]),
    )
    store.add(row)
    return Invited(row, pin)


async def redeem(store: Store, pin: str, refresh_digest: str, now: datetime) -> UUID | None:
    """The seat, for the bearer of a code who knows its second secret: the case's organisation. None when they do not; that counts.

    `Unknown` for a code of no invitation, and for one that is void, used or expired: they look the same. Used once only (K6).
    """
    invitation = await _mine(store, Act.REDEEM)
    if invitation.redeemed_at or invitation.expires_at <= now or invitation.attempts >= ATTEMPTS:
        raise Unknown
    if not compare_digest(invitation.pin_digest, _digest(pin, store.who.id)):
        invitation.attempts += 1
        return None
    invitation.set(redeemed_at=now, refresh_digest=refresh_digest)
    whose = ("party_id", "guardian_id", "companion_id", "member_id")
    store.add(store.seat(invitation.case_id, **{name: getattr(invitation, name) for name in whose}))
    await store.flush()
    return (await store.one(Case, invitation.case_id)).organisation_id


async def refresh(store: Store, digest: str, next_digest: str) -> UUID:
    """A new refresh token for the old one, which is used up: the case's organisation. `Unknown` for any other, or after a re-invitation."""
    invitation = await _mine(store, Act.REDEEM)
    if invitation.refresh_digest is None or not compare_digest(invitation.refresh_digest, digest):
        raise Unknown
    invitation.refresh_digest = next_digest
    return (await store.one(Case, invitation.case_id)).organisation_id


async def _mine(store: Store, act: Act) -> Invitation:
    found = await parties.my_invitation(store)
    if found is None:
        raise Unknown
    invitation = await store.one(Invitation, found.id, act)
    if invitation.voided_at:
        raise Unknown
    return invitation


def _digest(pin: str, salt: UUID) -> str:
    return scrypt(pin.encode(), salt=salt.bytes, n=2**12, r=8, p=1).hex()


async def accept_secrecy(store: Store, case_id: UUID, party_id: UUID, text_hash: str, now: datetime) -> SecrecyAcceptance:
    """The statement, on its hash; before it no content can be written (S0)."""
    await store.one(Party, party_id, Act.ACCEPT_SECRECY, inside=case_id)
    await decided(store, case_id, Deed(Act.ACCEPT_SECRECY, party_id), now)
    if text_hash != SECRECY_HASH:
        raise WrongState("other-text")
    seat = await parties.my_seat(store, case_id)
    if seat.informed_at:
        raise Conflict("accepted-already")
    seat.informed_at = now
    if known := await parties.secrecy_acceptance(store, party_id):
        return known
    row = SecrecyAcceptance(case_id=case_id, party_id=party_id, version=SECRECY_VERSION, text_hash=text_hash)
    store.add(row)
    return row


async def change_particulars(store: Store, case_id: UUID, party_id: UUID, etag: str, changes: dict[str, Any]) -> PartyParticulars:
    """How to reach a party and what they need: theirs to say; the referrer never sees it."""
    await store.one(Party, party_id, Act.KEEP_PARTICULARS, inside=case_id)
    await decided(store, case_id, Deed(Act.KEEP_PARTICULARS, party_id), store.moment())
    row = await parties.particulars(store, party_id)
    store.unchanged(row, etag)
    row.set(**changes)
    return row


async def rename(store: Store, case_id: UUID, party_id: UUID, etag: str, changes: dict[str, Any]) -> Party:
    """The name or pseudonym under which a party takes part."""
    party = await store.one(Party, party_id, Act.KEEP_PARTICULARS, inside=case_id)
    await decided(store, case_id, Deed(Act.KEEP_PARTICULARS, party_id), store.moment())
    store.unchanged(party, etag)
    party.set(**changes)
    return party


async def declare_readiness(
    store: Store, case_id: UUID, party_id: UUID, answers: Answers, version: int, now: datetime
) -> ReadinessDeclaration:
    """A party's own answer to the four questions; it counts so many days (R5–R7)."""
    await store.one(Party, party_id, Act.DECLARE_READINESS, inside=case_id)
    await decided(store, case_id, Deed(Act.DECLARE_READINESS, party_id, answers.ready), now)
    if version != SECRECY_VERSION:
        raise WrongState("other-version")
    terms = (await store.one(Case, case_id)).terms
    row = ReadinessDeclaration(
        case_id=case_id,
        party_id=party_id,
        said_at=now,
        expires_at=now + timedelta(days=terms["readiness_days"]),
        informed_version=version,
        ready=answers.ready,
        withdrawal=False,
        **asdict(answers),
    )
    store.add(row)
    return row


async def withdraw(store: Store, case_id: UUID, party_id: UUID, now: datetime) -> ReadinessDeclaration:
    """At once, without reason and without consequence (R7)."""
    await store.one(Party, party_id, Act.WITHDRAW, inside=case_id)
    await decided(store, case_id, Deed(Act.WITHDRAW, party_id), now)
    return await withdrawn(store, case_id, party_id, now)


async def withdrawn(store: Store, case_id: UUID, party_id: UUID, now: datetime) -> ReadinessDeclaration:
    """The declaration that says so; a yes that was said again for a planned session no longer counts either."""
    row = ReadinessDeclaration(
        case_id=case_id, party_id=party_id, said_at=now, expires_at=now, withdrawal=True, ready=False, informed_version=None
    )
    store.add(row)
    return row


async def assess_safety(
    store: Store, case_id: UUID, party_id: UUID, result: Safety, measures: str | None, now: datetime
) -> SafetyAssessment:
    """The moderator's assessment; without a safe one a party is not ready (R5)."""
    await store.one(Party, party_id, Act.ASSESS_SAFETY, inside=case_id)
    await decided(store, case_id, Deed(Act.ASSESS_SAFETY, party_id, result is not Safety.UNSAFE), now)
    row = SafetyAssessment(case_id=case_id, party_id=party_id, result=result, measures=measures)
    store.add(row)
    return row
