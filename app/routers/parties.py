"""Who takes part, and how they come in."""

from fastapi import Request, Response

from app.actions import parties as actions
from app.domain.confidentiality import SPEAKS, Act, Secrecy
from app.routers.answers import changed, created, deed, listed, shown, shows
from app.routers.bodies import routes
from app.routers.dependencies import CaseId, IfMatch, PartyId, ThePaging, TheStore, now
from app.routers.ways_in import accepted, new_letter, sent
from app.schemas.base import ListOut
from app.schemas.parties import (
    InvitationOut,
    NewInvitationOut,
    ParticularsOut,
    ParticularsPatch,
    PartyIn,
    PartyOut,
    PartyPatch,
    SecrecyAcceptanceIn,
    SecrecyAcceptanceOut,
)
from app.store import parties
from app.store.models.cases import Process
from app.store.models.parties import Invitation, Party

router = routes("Parties", "/cases/{caseId}/parties")


@router.get("", **shows(Secrecy.PROCESS))
async def list_parties(request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging) -> ListOut[PartyOut]:
    """Everyone who takes part; nothing here says who has come in, answered or agreed (S10)."""
    return await listed(request, response, store, await store.below(Process, case_id, Party), PartyOut, paging)


@router.post("", status_code=201, **deed(Act.ADD_PARTY))
async def add_party(request: Request, response: Response, case_id: CaseId, body: PartyIn, store: TheStore) -> PartyOut:
    """Someone else turns out to be concerned; the gate waits for them too (R4), and how all talk is accepted by them too (R10)."""
    party = await actions.add_party(store, case_id, body.display_name, body.contact, now(), body.kind)
    return await created(request, response, store, party, PartyOut)


@router.get("/{partyId}", **shows(Secrecy.PROCESS))
async def get_party(response: Response, case_id: CaseId, party_id: PartyId, store: TheStore) -> PartyOut:
    """One of those who take part."""
    return shown(response, await store.one(Party, party_id, inside=case_id), PartyOut)


@router.patch("/{partyId}", **deed(Act.KEEP_PARTICULARS))
async def rename_party(
    response: Response, case_id: CaseId, party_id: PartyId, body: PartyPatch, etag: IfMatch, store: TheStore
) -> PartyOut:
    """Take part under another name or a pseudonym; yours alone to say."""
    party = await actions.rename(store, case_id, party_id, etag, body.changes())
    return await changed(response, store, party, PartyOut)


@router.get("/{partyId}/particulars", **shows(Secrecy.PRIVATE))
async def get_particulars(response: Response, case_id: CaseId, party_id: PartyId, store: TheStore) -> ParticularsOut:
    """How to reach a party, and what they need."""
    await store.one(Party, party_id, inside=case_id)
    return shown(response, await parties.particulars(store, party_id), ParticularsOut)


@router.patch("/{partyId}/particulars", **deed(Act.KEEP_PARTICULARS))
async def change_particulars(
    response: Response, case_id: CaseId, party_id: PartyId, body: ParticularsPatch, etag: IfMatch, store: TheStore
) -> ParticularsOut:
    """Replace the address that somebody else gave for you; they never see the new one."""
    row = await actions.change_particulars(store, case_id, party_id, etag, body.changes())
    return await changed(response, store, row, ParticularsOut)


@router.get("/{partyId}/invitations", **shows(Secrecy.ACCESS))
async def list_invitations(
    request: Request, response: Response, case_id: CaseId, party_id: PartyId, store: TheStore, paging: ThePaging
) -> ListOut[InvitationOut]:
    """The invitations of a party, without their secrets."""
    await store.one(Party, party_id, inside=case_id)
    statement = await store.below(Process, case_id, Invitation)
    return await listed(request, response, store, statement.where(Invitation.party_id == party_id), InvitationOut, paging)


@router.post("/{partyId}/invitations", status_code=201, **deed(Act.INVITE))
async def invite_party(request: Request, response: Response, case_id: CaseId, party_id: PartyId, store: TheStore) -> NewInvitationOut:
    """Invite a party, or again: whatever was sent before is void, and the access it gave ends."""
    letter = new_letter(SPEAKS)
    invited = await actions.invite(store, case_id, party_id, letter.invitee_id, now())
    return await sent(request, response, store, letter, invited, InvitationOut, NewInvitationOut)


@router.get("/{partyId}/secrecy-acceptance", **shows(Secrecy.ACCESS))
async def get_secrecy_acceptance(response: Response, case_id: CaseId, party_id: PartyId, store: TheStore) -> SecrecyAcceptanceOut:
    """A party's acceptance of the secrecy statement; 404 until it is there."""
    await store.one(Party, party_id, inside=case_id)
    return await accepted(response, store, SecrecyAcceptanceOut, party_id=party_id)


@router.post("/{partyId}/secrecy-acceptance", status_code=201, **deed(Act.ACCEPT_SECRECY))
async def accept_secrecy(
    request: Request, response: Response, case_id: CaseId, party_id: PartyId, body: SecrecyAcceptanceIn, store: TheStore
) -> SecrecyAcceptanceOut:
    """Accept the statement on secrecy and evidence; everything begins with it (S0)."""
    row = await actions.accept_secrecy(store, case_id, party_id, body.hash, now())
    return await created(request, response, store, row, SecrecyAcceptanceOut, request.scope["path"])
