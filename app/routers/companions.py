"""Those who are there beside the parties: brought or named, told of, admitted by all, and where they were."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response

from app.actions import companions as actions
from app.domain.confidentiality import STANDS_BY, Act, Secrecy
from app.routers.answers import changed, created, deed, listed, shown, shows
from app.routers.bodies import routes
from app.routers.dependencies import CaseId, ThePaging, TheStore, now
from app.routers.ways_in import accepted, new_letter, sent
from app.schemas.base import ListOut
from app.schemas.companions import (
    AdmissionOut,
    CompanionAcceptanceOut,
    CompanionIn,
    CompanionInvitationOut,
    CompanionOut,
    IntroductionOut,
    NewCompanionInvitationOut,
    PresenceIn,
    PresenceOut,
    SeatOut,
    SupporterIn,
    SupporterOut,
)
from app.schemas.parties import SecrecyAcceptanceIn
from app.store import companions, parties
from app.store.models.cases import Case, Process
from app.store.models.companions import Introduction

router = routes("Companions", "/cases/{caseId}")

SessionId = Annotated[UUID, Path(alias="sessionId")]
SupporterId = Annotated[UUID, Path(alias="supporterId")]
CompanionId = Annotated[UUID, Path(alias="companionId")]
IntroductionId = Annotated[UUID, Path(alias="introductionId")]


@router.get("/supporters", **shows(Secrecy.PRIVATE))
async def list_supporters(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[SupporterOut]:
    """Those who stand by you; nobody else learns of them but the moderator, unless you introduce them."""
    return await listed(request, response, store, await companions.supporters(store, case_id), SupporterOut, paging)


@router.post("/supporters", status_code=201, **deed(Act.BRING_SUPPORTER))
async def bring_supporter(request: Request, response: Response, case_id: CaseId, body: SupporterIn, store: TheStore) -> SupporterOut:
    """Bring someone who stands by you. To your own talks that is your choice alone; for joint conversations, introduce them."""
    row = await actions.bring(store, case_id, body.display_name, body.contact, now())
    return await created(request, response, store, row, SupporterOut)


@router.get("/supporters/{supporterId}", **shows(Secrecy.PRIVATE))
async def get_supporter(response: Response, case_id: CaseId, supporter_id: SupporterId, store: TheStore) -> SupporterOut:
    """One of them."""
    return shown(response, await companions.supporter(store, case_id, supporter_id), SupporterOut)


@router.post("/supporters/{supporterId}/ending", **deed(Act.BRING_SUPPORTER))
async def end_supporter(response: Response, case_id: CaseId, supporter_id: SupporterId, store: TheStore) -> SupporterOut:
    """They come no longer: whatever way in they had ends at once."""
    return await changed(response, store, await actions.end_supporter(store, case_id, supporter_id, now()), SupporterOut)


@router.post("/supporters/{supporterId}/introduction", status_code=201, **deed(Act.BRING_SUPPORTER))
async def introduce_supporter(
    request: Request, response: Response, case_id: CaseId, supporter_id: SupporterId, store: TheStore
) -> IntroductionOut:
    """Tell everyone of them, so that all can admit them to joint conversations (S10)."""
    row = await actions.introduce(store, case_id, supporter_id, now())
    return await created(request, response, store, row, IntroductionOut, f"/v1/cases/{case_id}/introductions/{row.id}")


@router.get("/introductions", **shows(Secrecy.PROCESS))
async def list_introductions(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[IntroductionOut]:
    """Who would be there in joint conversations beside the parties, and whether all have admitted them."""
    return await listed(request, response, store, await store.below(Process, case_id, Introduction), IntroductionOut, paging)


@router.get("/introductions/{introductionId}", **shows(Secrecy.PROCESS))
async def get_introduction(response: Response, case_id: CaseId, introduction_id: IntroductionId, store: TheStore) -> IntroductionOut:
    """One of them."""
    return shown(response, await store.one(Introduction, introduction_id, inside=case_id), IntroductionOut)


@router.get("/introductions/{introductionId}/admissions", **shows(Secrecy.ANSWER))
async def list_admissions(
    request: Request, response: Response, case_id: CaseId, introduction_id: IntroductionId, store: TheStore, paging: ThePaging
) -> ListOut[AdmissionOut]:
    """Your own admission; all of them for the moderator (S10)."""
    found = await companions.admissions(store, case_id, introduction_id)
    return await listed(request, response, store, found, AdmissionOut, paging)


@router.post("/introductions/{introductionId}/admissions", status_code=201, **deed(Act.ADMIT))
async def admit_supporter(
    request: Request, response: Response, case_id: CaseId, introduction_id: IntroductionId, store: TheStore
) -> AdmissionOut:
    """Admit a supporter to joint conversations, for yourself; they come once everyone has."""
    row = await actions.admit(store, case_id, introduction_id, now())
    return await created(request, response, store, row, AdmissionOut, request.scope["path"])


@router.get("/sessions/{sessionId}/companions", **shows(Secrecy.PRIVATE))
async def list_companions(
    request: Request, response: Response, case_id: CaseId, session_id: SessionId, store: TheStore, paging: ThePaging
) -> ListOut[CompanionOut]:
    """Whom you named for a conversation, as its moderator, with how to reach them; all others find them among the introductions."""
    found = await companions.for_session(store, case_id, session_id)
    return await listed(request, response, store, found, CompanionOut, paging)


@router.post("/sessions/{sessionId}/companions", status_code=201, **deed(Act.NAME_COMPANION))
async def name_companion(
    request: Request, response: Response, case_id: CaseId, session_id: SessionId, body: CompanionIn, store: TheStore
) -> CompanionOut:
    """Name an interpreter or a co-moderator for a conversation; everyone is told, and nobody has to admit them."""
    row = await actions.name(store, case_id, session_id, body.kind, body.display_name, body.contact, now())
    return await created(request, response, store, row, CompanionOut, request.scope["path"])


@router.post("/companions/{companionId}/ending", **deed(Act.NAME_COMPANION))
async def end_companion(response: Response, case_id: CaseId, companion_id: CompanionId, store: TheStore) -> CompanionOut:
    """Whom you named comes no longer; of a supporter the party says so who brings them."""
    return await changed(response, store, await actions.end_named(store, case_id, companion_id, now()), CompanionOut)


@router.get("/companions/{companionId}/invitations", **shows(Secrecy.ACCESS))
async def list_companion_invitations(
    request: Request, response: Response, case_id: CaseId, companion_id: CompanionId, store: TheStore, paging: ThePaging
) -> ListOut[CompanionInvitationOut]:
    """The invitations of someone beside the parties, without their secrets: the moderator's to see, and their own."""
    found = await companions.invitations(store, case_id, companion_id)
    return await listed(request, response, store, found, CompanionInvitationOut, paging)


@router.post("/companions/{companionId}/invitations", status_code=201, **deed(Act.INVITE))
async def invite_companion(
    request: Request, response: Response, case_id: CaseId, companion_id: CompanionId, store: TheStore
) -> NewCompanionInvitationOut:
    """Invite someone beside the parties, or again: whatever was sent before is void, and the access it gave ends."""
    letter = new_letter(STANDS_BY)
    invited = await actions.invite(store, case_id, companion_id, letter.invitee_id, now())
    return await sent(request, response, store, letter, invited, CompanionInvitationOut, NewCompanionInvitationOut)


@router.get("/companions/{companionId}/secrecy-acceptance", **shows(Secrecy.ACCESS))
async def get_companion_secrecy_acceptance(
    response: Response, case_id: CaseId, companion_id: CompanionId, store: TheStore
) -> CompanionAcceptanceOut:
    """Their acceptance of the secrecy statement; 404 until it is there."""
    await companions.known(store, case_id, companion_id)
    return await accepted(response, store, CompanionAcceptanceOut, companion_id=companion_id)


@router.post("/companions/{companionId}/secrecy-acceptance", status_code=201, **deed(Act.ACCEPT_SECRECY))
async def accept_secrecy_as_companion(
    request: Request, response: Response, case_id: CaseId, companion_id: CompanionId, body: SecrecyAcceptanceIn, store: TheStore
) -> CompanionAcceptanceOut:
    """Accept the statement on secrecy and evidence, as the one who stands by; before it you read nothing of what was said (S0)."""
    row = await actions.accept_secrecy(store, case_id, companion_id, body.hash, now())
    return await created(request, response, store, row, CompanionAcceptanceOut, request.scope["path"])


@router.get("/sessions/{sessionId}/presences", **shows(Secrecy.PROCESS))
async def list_presences(
    request: Request, response: Response, case_id: CaseId, session_id: SessionId, store: TheStore, paging: ThePaging
) -> ListOut[PresenceOut]:
    """Who was there beside the parties; whoever stood by finds themselves."""
    found = await companions.presences(store, case_id, session_id)
    return await listed(request, response, store, found, PresenceOut, paging)


@router.post("/sessions/{sessionId}/presences", status_code=201, **deed(Act.WRITE_RECORD))
async def note_presence(
    request: Request, response: Response, case_id: CaseId, session_id: SessionId, body: PresenceIn, store: TheStore
) -> PresenceOut:
    """Note that someone was there beside the parties: from then on they read what was shared of this conversation."""
    row = await actions.note_presence(store, case_id, session_id, body.companion_id, now())
    return await created(request, response, store, row, PresenceOut, request.scope["path"])


@router.get("/seat", **shows(Secrecy.ACCESS))
async def get_seat(response: Response, case_id: CaseId, store: TheStore) -> SeatOut:
    """As whom you are in a case, and whether you have accepted the statement on secrecy (S0)."""
    await store.one(Case, case_id)
    return shown(response, await parties.my_seat(store, case_id), SeatOut)
