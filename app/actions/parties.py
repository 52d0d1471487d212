"""Coming in, and saying for oneself who one is and whether one is ready (R5–R7, S0)."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.actions.gates import decided, keeps
from app.actions.ways_in import Invited, accept_statement, end_ways_in, new_way_in
from app.domain.confidentiality import SPEAKS, Act
from app.domain.errors import Invalid, WrongState
from app.domain.mandates import MandateState
from app.domain.parties import PartyKind
from app.domain.readiness import Answers, Gate, Safety
from app.domain.situation import Deed
from app.domain.texts import SECRECY_VERSION
from app.store import companions, mandates, parties
from app.store.gate import Store
from app.store.models.cases import Case, Process
from app.store.models.parties import Party, PartyParticulars, ReadinessDeclaration, SafetyAssessment, SecrecyAcceptance


async def add_party(
    store: Store, case_id: UUID, display_name: str, contact: str | None, now: datetime, kind: PartyKind = PartyKind.PERSON
) -> Party:
    """Someone else who turns out to be concerned; the gate closes until they are ready too (R4, R9).

    For those who take part together no gate waits: something can be promised to them (R14).
    """
    process = await store.one(Process, case_id, Act.ADD_PARTY)
    party = Party(case_id=case_id, display_name=display_name, kind=kind)
    await decided(store, case_id, Deed(Act.ADD_PARTY, party.id, kind), now)
    if kind is not PartyKind.COLLECTIVE:
        # A deed that all see: the gate that was announced is announced no more, and nothing else can be read from it (S11).
        process.set(gate=Gate.NOT_NOW, gate_announced_at=now)
        await mandates.supersede_all(store, case_id, MandateState.IN_FORCE)
        for supporter in await companions.admitted(store, case_id):
            # Whoever comes later is asked too: it is complete no more, and all see that (S10).
            supporter.admitted_by_all_at = None
    store.add(party)
    await store.flush()
    store.add(PartyParticulars(case_id=case_id, party_id=party.id, contact=contact))
    return party


async def invite(store: Store, case_id: UUID, party_id: UUID, invitee_id: UUID, now: datetime) -> Invited:
    """A way in for this party. Those before it are void, and the access they gave ends: a lost letter opens nothing.

    `invitee_id` is the principal whom the invitation's code makes of its bearer.
    """
    _alone(await store.one(Party, party_id, Act.INVITE, inside=case_id))
    await decided(store, case_id, Deed(Act.INVITE, party_id), now)
    for _ in await end_ways_in(store, case_id, now, party_id=party_id):
        # Who cannot get in cannot withdraw either: their yes goes with their seat, and they say it again (R7).
        await withdrawn(store, case_id, party_id, now)
    return await new_way_in(store, case_id, SPEAKS, invitee_id, now, party_id=party_id)


async def accept_secrecy(store: Store, case_id: UUID, party_id: UUID, text_hash: str, now: datetime) -> SecrecyAcceptance:
    """The statement, on its hash; before it no content can be written (S0)."""
    _alone(await store.one(Party, party_id, Act.ACCEPT_SECRECY, inside=case_id))
    await decided(store, case_id, Deed(Act.ACCEPT_SECRECY, party_id), now)
    return await accept_statement(store, case_id, text_hash, now, party_id=party_id)


def _alone(party: Party) -> None:
    """A group comes in by its members, each of them for themselves (S0, R14)."""
    if party.kind is not PartyKind.PERSON:
        raise WrongState("members-come-in")


async def change_particulars(store: Store, case_id: UUID, party_id: UUID, etag: str, changes: dict[str, Any]) -> PartyParticulars:
    """How to reach a party and what they need: theirs to say; the referrer never sees it."""
    await store.one(Party, party_id, Act.KEEP_PARTICULARS, inside=case_id)
    await decided(store, case_id, Deed(Act.KEEP_PARTICULARS, party_id), store.moment())
    row = await parties.particulars(store, party_id)
    await keeps(store, case_id)
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
    return await declared(store, case_id, party_id, answers, version, now)


async def declared(
    store: Store, case_id: UUID, party_id: UUID, answers: Answers, version: int, now: datetime, *, noted: bool = False
) -> ReadinessDeclaration:
    """The declaration that says so, by the party or as the moderator noted it; the deed and its gate come first."""
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
        noted=noted,
        **asdict(answers),
    )
    store.add(row)
    return row


async def withdraw(store: Store, case_id: UUID, party_id: UUID, now: datetime) -> ReadinessDeclaration:
    """At once, without reason and without consequence (R7)."""
    await store.one(Party, party_id, Act.WITHDRAW, inside=case_id)
    await decided(store, case_id, Deed(Act.WITHDRAW, party_id), now)
    return await withdrawn(store, case_id, party_id, now)


async def withdrawn(store: Store, case_id: UUID, party_id: UUID, now: datetime, *, noted: bool = False) -> ReadinessDeclaration:
    """The declaration that says so; a yes that was said again for a planned session no longer counts either."""
    said = {"said_at": now, "expires_at": now, "informed_version": None}
    row = ReadinessDeclaration(case_id=case_id, party_id=party_id, withdrawal=True, ready=False, noted=noted, **said)
    store.add(row)
    return row


async def assess_safety(
    store: Store, case_id: UUID, party_id: UUID, result: Safety, measures: str | None, now: datetime
) -> SafetyAssessment:
    """The moderator's assessment; without a safe one a party is not ready (R5)."""
    await store.one(Party, party_id, Act.ASSESS_SAFETY, inside=case_id)
    await decided(store, case_id, Deed(Act.ASSESS_SAFETY, party_id, result is not Safety.UNSAFE), now)
    if result is Safety.SAFE_WITH_MEASURES and measures is None:
        raise Invalid("missing", "/measures")
    row = SafetyAssessment(case_id=case_id, party_id=party_id, result=result, measures=measures)
    store.add(row)
    return row
