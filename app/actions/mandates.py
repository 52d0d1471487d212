"""The mandate: how far the moderator goes and how all will talk; one text that everyone accepts (R10, S10)."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from app.actions import places
from app.actions.gates import decided
from app.domain import mandates as life
from app.domain.confidentiality import Act
from app.domain.errors import Conflict, Invalid, WrongState
from app.domain.mandates import MandateEvent, MandateState, MandateText, MayKnow, Offered
from app.domain.parties import PlaceEnd
from app.domain.situation import Deed, Situation
from app.store import cases, guardians, mandates, parties
from app.store.gate import Store
from app.store.models.cases import Case, Process
from app.store.models.guardians import Guardian
from app.store.models.mandates import Mandate, MandateAcceptance, MandateComment


async def draft(store: Store, case_id: UUID, text: MandateText, now: datetime) -> Mandate:
    """The next version, for all to comment on."""
    await store.one(Process, case_id, Act.DRAFT_MANDATE)
    await decided(store, case_id, Deed(Act.DRAFT_MANDATE), now)
    await _here(store, case_id, text.not_concerned)
    row = Mandate(case_id=case_id, version=await mandates.next_version(store, case_id), **_written(text))
    store.add(row)
    return row


async def rewrite(store: Store, case_id: UUID, version: int, etag: str, changes: dict[str, Any], now: datetime) -> Mandate:
    """A draft in other words; once offered a version never changes."""
    mandate = await _locked(store, case_id, version, Act.DRAFT_MANDATE)
    await decided(store, case_id, Deed(Act.DRAFT_MANDATE), now)
    _demand(mandate, MandateState.DRAFT)
    store.unchanged(mandate, etag)
    before = {field.name: getattr(mandate, field.name) for field in fields(MandateText)}
    await _here(store, case_id, changes.get("not_concerned", ()))
    mandate.set(**_written(MandateText(**{**before, **changes})))
    return mandate


async def _here(store: Store, case_id: UUID, listed: Iterable[UUID]) -> None:
    """Only whoever has a place in this case can be listed as not concerned (R9); all others look the same (S1)."""
    for place, party_id in enumerate(listed):
        party = await parties.in_case(store, case_id, party_id)
        if party is None or party.left_on:
            raise Invalid("unknown-id", f"/notConcerned/{place}")


def _written(text: MandateText) -> dict[str, Any]:
    return {**text.parts(), "text_hash": life.text_hash(text)}


async def comment(store: Store, case_id: UUID, version: int, text: str, now: datetime) -> MandateComment:
    """What a party, or the moderator, says of a draft (S0)."""
    mandate = await _locked(store, case_id, version, Act.COMMENT_MANDATE)
    party_id = await cases.my_party_id(store, case_id)
    await decided(store, case_id, Deed(Act.COMMENT_MANDATE, party_id), now)
    _demand(mandate, MandateState.DRAFT)
    row = MandateComment(case_id=case_id, mandate_id=mandate.id, party_id=party_id, text=text)
    store.add(row)
    return row


async def offer(store: Store, case_id: UUID, version: int, now: datetime) -> Mandate:
    """One version for all to accept, in the place of another one that was offered; what is in force stays in force until all did."""
    mandate = await _locked(store, case_id, version, Act.OFFER_MANDATE)
    state = life.LIFE.after(mandate.state, MandateEvent.OFFER)
    await decided(store, case_id, Deed(Act.OFFER_MANDATE, choice=Offered(mandate.involvement, frozenset(mandate.not_concerned))), now)
    await mandates.supersede_all(store, case_id, MandateState.OFFERED)
    mandate.set(state=state, offered_at=now)
    return mandate


async def accept(store: Store, case_id: UUID, version: int, text_hash: str, now: datetime) -> MandateAcceptance:
    """A party's own yes, a guardian's beside it, or the moderator's, to the identical text; the last one puts it in force.

    Where whoever was still outstanding is asked no more, a yes that is said again does that. A guardian whose authority was recorded after
    it came in force says yes to it then (R6).
    """
    mandate = await _locked(store, case_id, version, Act.ACCEPT_MANDATE)
    child = await guardians.acting(store, case_id)
    whose = {"party_id": await cases.my_party_id(store, case_id), "guardian_id": child.id if child else None}
    late = child is not None and mandate.state is MandateState.IN_FORCE
    _demand(mandate, MandateState.IN_FORCE if late else MandateState.OFFERED)
    after = await decided(store, case_id, _acceptance(mandate, child, whose["party_id"]), now)
    if text_hash != mandate.text_hash:
        raise WrongState("other-text")
    comes_in_force = not late and not after.mandate_offered
    known = await mandates.acceptance(store, mandate.id, **whose)
    if known and not comes_in_force:
        raise Conflict("accepted-already")
    row = known or MandateAcceptance(case_id=case_id, mandate_id=mandate.id, **whose)
    if row is not known:
        store.add(row)
    if comes_in_force:
        await _put_in_force(store, mandate, after, now)
    return row


def _acceptance(mandate: Mandate, child: Guardian | None, party_id: UUID | None) -> Deed:
    return Deed(Act.ACCEPT_MANDATE, child.party_id, (child.id, mandate.state)) if child else Deed(Act.ACCEPT_MANDATE, party_id)


async def put_in_force_if_complete(store: Store, case_id: UUID, after: Situation, now: datetime) -> None:
    """What is offered comes in force by a deed that is no answer to it: whoever was still outstanding is asked no more (R6, R10)."""
    offered = await mandates.offered(store, case_id)
    # With one in force every version that is still offered is of this round; one that an earlier round left behind waits for nobody.
    if offered and after.mandate_in_force and not after.mandate_offered:
        await _put_in_force(store, offered, after, now)


async def _put_in_force(store: Store, mandate: Mandate, after: Situation, now: datetime) -> None:
    await mandates.supersede_all(store, mandate.case_id, MandateState.IN_FORCE)
    mandate.set(state=life.LIFE.after(mandate.state, MandateEvent.ACCEPTED_BY_ALL), in_force_at=now)
    # What the organisation was told cannot be untold: that it went would tell that a mandate holds now.
    appointment = await cases.appointment(store, mandate.case_id)
    if appointment.accepted_by_all_at and MayKnow.MODERATOR_NAME in mandate.organisation_may_know:
        (await store.one(Case, mandate.case_id)).moderator_name = appointment.name
    if mandate.not_concerned:
        # All agreed that they are not concerned, and they too if they ever were asked in (R9).
        await places.end(store, mandate.case_id, mandate.not_concerned, PlaceEnd.NOT_CONCERNED, after, now)


async def _locked(store: Store, case_id: UUID, version: int, act: Act) -> Mandate:
    found = await mandates.version(store, case_id, version)
    return await store.one(Mandate, found.id, act, inside=case_id)


def _demand(mandate: Mandate, state: MandateState) -> None:
    if mandate.state is not state:
        raise WrongState("wrong-mandate-state")
