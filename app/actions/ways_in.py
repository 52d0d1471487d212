"""How anyone comes in: by one invitation at a time, with a second secret, and with the secrecy statement first (S0).

`whose` says as whom someone comes in, as a seat does: exactly one of `party_id`, `guardian_id`, `companion_id` and `member_id`.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import scrypt
from hmac import compare_digest
from typing import NamedTuple
from uuid import UUID

from app.domain.confidentiality import Act, Role
from app.domain.errors import Conflict, Unknown, WrongState
from app.domain.situation import Deed
from app.domain.texts import SECRECY_HASH, SECRECY_VERSION
from app.store import groups, parties
from app.store.gate import Store
from app.store.models.cases import Case, Seat
from app.store.models.guardians import Guardian
from app.store.models.parties import Invitation, SecrecyAcceptance

ATTEMPTS = 5
"""How often a wrong second secret is heard before the invitation is void."""


class Invited(NamedTuple):
    """An invitation, and its second secret, which is told once and kept nowhere."""

    invitation: Invitation
    pin: str


async def new_way_in(store: Store, case_id: UUID, role: Role, invitee_id: UUID, now: datetime, **whose: UUID) -> Invited:
    """A way in for one person, in this role; `invitee_id` is the principal whom the invitation's code makes of its bearer.

    The deed and its gate come first, and so does `end_ways_in`: a lost letter opens nothing.
    """
    terms = (await store.one(Case, case_id)).terms
    pin = f"{secrets.randbelow(10**6):06}"
    row = Invitation(
        case_id=case_id,
        role=role,
        invitee_id=invitee_id,
        pin_digest=_digest(pin, invitee_id),
        expires_at=now + timedelta(days=terms["invitation_days"]),
        **whose,
    )
    store.add(row)
    return Invited(row, pin)


async def end_ways_in(store: Store, case_id: UUID, now: datetime, **whose: UUID) -> Sequence[Seat]:
    """Every invitation of theirs is void, and the seats that they gave have ended: those seats."""
    for invitation in await parties.invitations_of(store, case_id, **whose):
        invitation.voided_at = invitation.voided_at or now
    seats = await parties.seats_of(store, case_id, **whose)
    for seat in seats:
        seat.ended_at = now
    return seats


async def accept_statement(store: Store, case_id: UUID, text_hash: str, now: datetime, **whose: UUID) -> SecrecyAcceptance:
    """The statement, accepted on its hash by the one who has the seat (S0); the deed and its gate come first."""
    if text_hash != SECRECY_HASH:
        raise WrongState("other-text")
    seat = await parties.my_seat(store, case_id)
    if seat.informed_at:
        raise Conflict("accepted-already")
    seat.informed_at = now
    if known := await parties.secrecy_acceptance(store, **whose):
        return known
    row = SecrecyAcceptance(case_id=case_id, version=SECRECY_VERSION, text_hash=text_hash, **whose)
    store.add(row)
    return row


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
    seat = store.seat(invitation.case_id, **{name: getattr(invitation, name) for name in whose})
    store.add(seat)
    await store.flush()
    if seat.guardian_id:
        await _beside_a_child(store, seat.case_id, seat.guardian_id, now)
    if seat.member_id:
        # Whoever comes back and was chosen to speak for their group, speaks for it again (R14).
        seat.party_id = await groups.spoken_for(store, seat.member_id)
    return (await store.one(Case, invitation.case_id)).organisation_id


async def _beside_a_child(store: Store, case_id: UUID, guardian_id: UUID, now: datetime) -> None:
    # Between the letter and its use a child can come of age: `Unknown` then, and the seat is undone with everything (R6).
    child = (await store.one(Guardian, guardian_id)).party_id
    store.decide(await store.situation(case_id, now), Deed(Act.REDEEM, child, guardian_id))


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
