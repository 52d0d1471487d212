"""Groups with one place, those who take part together, and harm of groups that have none (R14, R15)."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response

from app.actions import groups as actions
from app.domain.confidentiality import SPEAKS, Act, Secrecy
from app.routers.answers import created, deed, listed, shown, shows
from app.routers.bodies import routes
from app.routers.dependencies import CaseId, PartyId, ThePaging, TheStore, now
from app.routers.ways_in import accepted, new_letter, sent
from app.schemas.base import ListOut
from app.schemas.groups import (
    GroupHarmIn,
    GroupHarmOut,
    MemberIn,
    MemberInvitationOut,
    MemberOut,
    MemberSecrecyAcceptanceOut,
    NewMemberInvitationOut,
    SpokespersonChoiceIn,
    SpokespersonChoiceOut,
)
from app.schemas.parties import SecrecyAcceptanceIn
from app.store import groups
from app.store.models.cases import Process
from app.store.models.groups import GroupHarm

router = routes("Parties", "/cases/{caseId}/parties/{partyId}")
harms = routes("Content", "/cases/{caseId}/group-harms")

MemberId = Annotated[UUID, Path(alias="memberId")]
GroupHarmId = Annotated[UUID, Path(alias="groupHarmId")]


@router.get("/members", **shows(Secrecy.PROCESS))
async def list_members(
    request: Request, response: Response, case_id: CaseId, party_id: PartyId, store: TheStore, paging: ThePaging
) -> ListOut[MemberOut]:
    """Who belongs to a group; nobody belongs to a person."""
    return await listed(request, response, store, await groups.members(store, case_id, party_id), MemberOut, paging)


@router.post("/members", status_code=201, **deed(Act.KEEP_MEMBERS))
async def add_member(
    request: Request, response: Response, case_id: CaseId, party_id: PartyId, body: MemberIn, store: TheStore
) -> MemberOut:
    """Write down who belongs to a group: by name, to be invited, or of those who take part together by the place of each."""
    row = await actions.add_member(store, case_id, party_id, body.display_name, body.party_id, now())
    return await created(request, response, store, row, MemberOut)


@router.get("/members/{memberId}", **shows(Secrecy.PROCESS))
async def get_member(response: Response, case_id: CaseId, party_id: PartyId, member_id: MemberId, store: TheStore) -> MemberOut:
    """One of them."""
    return shown(response, await groups.member(store, case_id, party_id, member_id), MemberOut)


@router.get("/members/{memberId}/invitations", **shows(Secrecy.ACCESS))
async def list_member_invitations(
    request: Request,
    response: Response,
    case_id: CaseId,
    party_id: PartyId,
    member_id: MemberId,
    store: TheStore,
    paging: ThePaging,
) -> ListOut[MemberInvitationOut]:
    """The invitations of a member, without their secrets: for the moderator and that member."""
    await groups.member(store, case_id, party_id, member_id)
    statement = await groups.invitations(store, case_id, member_id)
    return await listed(request, response, store, statement, MemberInvitationOut, paging)


@router.post("/members/{memberId}/invitations", status_code=201, **deed(Act.INVITE))
async def invite_member(
    request: Request, response: Response, case_id: CaseId, party_id: PartyId, member_id: MemberId, store: TheStore
) -> NewMemberInvitationOut:
    """Invite a member of a group, or again: whatever was sent before is void, and the access it gave ends."""
    letter = new_letter(SPEAKS)
    invited = await actions.invite(store, case_id, party_id, member_id, letter.invitee_id, now())
    return await sent(request, response, store, letter, invited, MemberInvitationOut, NewMemberInvitationOut)


@router.get("/members/{memberId}/secrecy-acceptance", **shows(Secrecy.ACCESS))
async def get_member_secrecy_acceptance(
    response: Response, case_id: CaseId, party_id: PartyId, member_id: MemberId, store: TheStore
) -> MemberSecrecyAcceptanceOut:
    """A member's acceptance of the secrecy statement; 404 until it is there."""
    await groups.member(store, case_id, party_id, member_id)
    return await accepted(response, store, MemberSecrecyAcceptanceOut, member_id=member_id)


@router.post("/members/{memberId}/secrecy-acceptance", status_code=201, **deed(Act.ACCEPT_SECRECY))
async def accept_secrecy_as_member(
    request: Request,
    response: Response,
    case_id: CaseId,
    party_id: PartyId,
    member_id: MemberId,
    body: SecrecyAcceptanceIn,
    store: TheStore,
) -> MemberSecrecyAcceptanceOut:
    """Accept the statement on secrecy and evidence as a member of a group; before it you read nothing that is shared (S0)."""
    row = await actions.accept_secrecy(store, case_id, party_id, member_id, body.hash, now())
    return await created(request, response, store, row, MemberSecrecyAcceptanceOut, request.scope["path"])


@router.get("/spokesperson-choices", **shows(Secrecy.ANSWER))
async def list_spokesperson_choices(
    request: Request, response: Response, case_id: CaseId, party_id: PartyId, store: TheStore, paging: ThePaging
) -> ListOut[SpokespersonChoiceOut]:
    """Whom you chose to speak for the group; everyone's choices for the moderator (S10)."""
    return await listed(request, response, store, await groups.choices(store, case_id, party_id), SpokespersonChoiceOut, paging)


@router.post("/spokesperson-choices", status_code=201, **deed(Act.CHOOSE_SPOKESPERSON))
async def choose_spokesperson(
    request: Request, response: Response, case_id: CaseId, party_id: PartyId, body: SpokespersonChoiceIn, store: TheStore
) -> SpokespersonChoiceOut:
    """Say who should speak for your group. Once more than half of all members say the same, that one does (R14)."""
    row = await actions.choose_spokesperson(store, case_id, party_id, body.member_id, now())
    return await created(request, response, store, row, SpokespersonChoiceOut, request.scope["path"])


@harms.get("", **shows(Secrecy.SHARED))
async def list_group_harms(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[GroupHarmOut]:
    """Harm of groups that have no place here, as the parties know of it; no gate waits for it (R15)."""
    return await listed(request, response, store, await store.below(Process, case_id, GroupHarm), GroupHarmOut, paging)


@harms.post("", status_code=201, **deed(Act.TELL))
async def tell_group_harm(request: Request, response: Response, case_id: CaseId, body: GroupHarmIn, store: TheStore) -> GroupHarmOut:
    """Tell all what was damaged for a group that does not take part itself: for whoever repairs to know, and for nobody to mark."""
    row = await actions.tell_group_harm(store, case_id, body.group_name, body.kinds, body.text, now())
    return await created(request, response, store, row, GroupHarmOut)


@harms.get("/{groupHarmId}", **shows(Secrecy.SHARED))
async def get_group_harm(response: Response, case_id: CaseId, group_harm_id: GroupHarmId, store: TheStore) -> GroupHarmOut:
    """One of them."""
    return shown(response, await store.one(GroupHarm, group_harm_id, inside=case_id), GroupHarmOut)
