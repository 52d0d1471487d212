"""Young people and those who hold authority over them: recorded by the moderator, each guardian asked for their own yes (R6)."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response

from app.actions import guardians as actions
from app.domain.confidentiality import CONSENTS, Act, Secrecy
from app.routers.answers import changed, created, deed, listed, shown, shows
from app.routers.bodies import routes
from app.routers.dependencies import CaseId, PartyId, ThePaging, TheStore, now
from app.routers.ways_in import accepted, new_letter, sent
from app.schemas.base import ListOut
from app.schemas.guardians import (
    BirthDateIn,
    ConsentIn,
    ConsentOut,
    GuardianIn,
    GuardianInvitationOut,
    GuardianOut,
    GuardianParticularsOut,
    GuardianSecrecyAcceptanceOut,
    NewGuardianInvitationOut,
)
from app.schemas.parties import ParticularsOut, SecrecyAcceptanceIn
from app.store import guardians

router = routes("Parties", "/cases/{caseId}/parties/{partyId}")

GuardianId = Annotated[UUID, Path(alias="guardianId")]


@router.post("/birth-date", **deed(Act.KEEP_GUARDIANS))
async def record_birth_date(response: Response, case_id: CaseId, party_id: PartyId, body: BirthDateIn, store: TheStore) -> ParticularsOut:
    """Record when a party was born: yours alone as the moderator, since a child's protection hangs on it (R6)."""
    row = await actions.record_birth_date(store, case_id, party_id, body.born_on, now())
    return await changed(response, store, row, ParticularsOut)


@router.get("/guardians", **shows(Secrecy.PRIVATE))
async def list_guardians(
    request: Request, response: Response, case_id: CaseId, party_id: PartyId, store: TheStore, paging: ThePaging
) -> ListOut[GuardianOut]:
    """Who holds authority over a young party: for them, their moderator, and each guardian's own entry for that guardian."""
    return await listed(request, response, store, await guardians.of_party(store, case_id, party_id), GuardianOut, paging)


@router.post("/guardians", status_code=201, **deed(Act.KEEP_GUARDIANS))
async def record_guardian(
    request: Request, response: Response, case_id: CaseId, party_id: PartyId, body: GuardianIn, store: TheStore
) -> GuardianOut:
    """Record somebody's authority. Under 16 each guardian is asked besides the young person, until 18 for the mandate (R6)."""
    row = await actions.record(store, case_id, party_id, body.display_name, body.contact, body.own_party_id, now())
    return await created(request, response, store, row, GuardianOut)


@router.get("/guardians/{guardianId}", **shows(Secrecy.PRIVATE))
async def get_guardian(response: Response, case_id: CaseId, party_id: PartyId, guardian_id: GuardianId, store: TheStore) -> GuardianOut:
    """One of them."""
    return shown(response, await guardians.one(store, case_id, party_id, guardian_id), GuardianOut)


@router.get("/guardians/{guardianId}/particulars", **shows(Secrecy.PRIVATE))
async def get_guardian_particulars(
    response: Response, case_id: CaseId, party_id: PartyId, guardian_id: GuardianId, store: TheStore
) -> GuardianParticularsOut:
    """How to reach them; a moderator who came later is told with the young person's own yes alone (S7)."""
    return shown(response, await guardians.particulars(store, case_id, party_id, guardian_id), GuardianParticularsOut)


@router.post("/guardians/{guardianId}/ending", **deed(Act.KEEP_GUARDIANS))
async def end_guardian_authority(
    response: Response, case_id: CaseId, party_id: PartyId, guardian_id: GuardianId, store: TheStore
) -> GuardianOut:
    """Record that the authority is over; the guardian's access ends with it."""
    return await changed(response, store, await actions.end(store, case_id, party_id, guardian_id, now()), GuardianOut)


@router.get("/guardians/{guardianId}/invitations", **shows(Secrecy.ACCESS))
async def list_guardian_invitations(
    request: Request,
    response: Response,
    case_id: CaseId,
    party_id: PartyId,
    guardian_id: GuardianId,
    store: TheStore,
    paging: ThePaging,
) -> ListOut[GuardianInvitationOut]:
    """The invitations of a guardian, without their secrets: for the moderator and the guardian."""
    await guardians.one(store, case_id, party_id, guardian_id)
    statement = await guardians.invitations(store, case_id, guardian_id)
    return await listed(request, response, store, statement, GuardianInvitationOut, paging)


@router.post("/guardians/{guardianId}/invitations", status_code=201, **deed(Act.INVITE))
async def invite_guardian(
    request: Request, response: Response, case_id: CaseId, party_id: PartyId, guardian_id: GuardianId, store: TheStore
) -> NewGuardianInvitationOut:
    """Invite a guardian, or again: the access before it ends, and what they said for the child is asked anew."""
    letter = new_letter(CONSENTS)
    invited = await actions.invite(store, case_id, party_id, guardian_id, letter.invitee_id, now())
    return await sent(request, response, store, letter, invited, GuardianInvitationOut, NewGuardianInvitationOut)


@router.get("/guardians/{guardianId}/secrecy-acceptance", **shows(Secrecy.ACCESS))
async def get_guardian_secrecy_acceptance(
    response: Response, case_id: CaseId, party_id: PartyId, guardian_id: GuardianId, store: TheStore
) -> GuardianSecrecyAcceptanceOut:
    """A guardian's acceptance of the secrecy statement; 404 until it is there."""
    await guardians.one(store, case_id, party_id, guardian_id)
    return await accepted(response, store, GuardianSecrecyAcceptanceOut, guardian_id=guardian_id)


@router.post("/guardians/{guardianId}/secrecy-acceptance", status_code=201, **deed(Act.ACCEPT_SECRECY))
async def accept_secrecy_as_guardian(
    request: Request,
    response: Response,
    case_id: CaseId,
    party_id: PartyId,
    guardian_id: GuardianId,
    body: SecrecyAcceptanceIn,
    store: TheStore,
) -> GuardianSecrecyAcceptanceOut:
    """Accept the statement on secrecy and evidence as a guardian; before it you see and say nothing of what is shared (S0)."""
    row = await actions.accept_secrecy(store, case_id, party_id, guardian_id, body.hash, now())
    return await created(request, response, store, row, GuardianSecrecyAcceptanceOut, request.scope["path"])


@router.get("/guardians/{guardianId}/consents", **shows(Secrecy.ANSWER))
async def list_guardian_consents(
    request: Request,
    response: Response,
    case_id: CaseId,
    party_id: PartyId,
    guardian_id: GuardianId,
    store: TheStore,
    paging: ThePaging,
) -> ListOut[ConsentOut]:
    """What a guardian said to the child's taking part: their own, and the moderator's to know (S10)."""
    await guardians.one(store, case_id, party_id, guardian_id)
    statement = await guardians.consents(store, case_id, guardian_id)
    return await listed(request, response, store, statement, ConsentOut, paging)


@router.post("/guardians/{guardianId}/consents", status_code=201, **deed(Act.CONSENT))
async def consent_as_guardian(
    request: Request,
    response: Response,
    case_id: CaseId,
    party_id: PartyId,
    guardian_id: GuardianId,
    body: ConsentIn,
    store: TheStore,
) -> ConsentOut:
    """Say yes or no to the child's taking part. A yes never stands in for the child's own; a no works at once (R6, R7)."""
    row = await actions.consent(store, case_id, party_id, guardian_id, body.yes, now())
    return await created(request, response, store, row, ConsentOut, request.scope["path"])
