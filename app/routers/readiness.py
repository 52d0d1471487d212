"""Whether everyone is ready, each for themselves; and what the moderator announces of it."""

from fastapi import Request, Response

from app.actions import cases as leading
from app.actions import parties as actions
from app.domain.confidentiality import Act, Secrecy
from app.domain.situation import unready
from app.routers.answers import created, deed, listed, shown, shows
from app.routers.bodies import routes
from app.routers.dependencies import CaseId, PartyId, ThePaging, TheStore, now
from app.schemas.base import ListOut
from app.schemas.cases import AnnouncementIn, AnnouncementOut
from app.schemas.parties import (
    AssessmentIn,
    AssessmentOut,
    ConditionOut,
    DeclarationOfReadinessIn,
    DeclarationOfReadinessOut,
    GateOut,
    TrueGateOut,
)
from app.store import parties
from app.store.models.cases import GateAnnouncement, Process, TrueState
from app.store.models.parties import Party, ReadinessDeclaration, SafetyAssessment

router = routes("Readiness", "/cases/{caseId}")


@router.get("/readiness", **shows(Secrecy.PROCESS))
async def get_gate(response: Response, case_id: CaseId, store: TheStore) -> GateOut:
    """The gate as the moderator last announced it: `open`, or `not_now`, whatever the cause (S11)."""
    return shown(response, await store.one(Process, case_id), GateOut)


@router.get("/readiness/conditions", **shows(Secrecy.TRUE_STATE))
async def get_true_gate(case_id: CaseId, store: TheStore) -> TrueGateOut:
    """The true gate and what keeps it closed, for the moderator alone (R4, S11)."""
    await store.one(TrueState, case_id)
    unmet = store.tell(unready(await store.situation(case_id, now())))
    prompted = await parties.prompting(store, case_id)
    conditions = [ConditionOut(code=one.code, rule=one.rule, party_id=one.party_id) for one in unmet]
    return TrueGateOut(open=not unmet, unmet=conditions, assessment_prompted=sorted(prompted))


@router.get("/readiness/announcements", **shows(Secrecy.PROCESS))
async def list_announcements(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[AnnouncementOut]:
    """What the moderator announced of the gate, and when."""
    return await listed(request, response, store, await store.below(Process, case_id, GateAnnouncement), AnnouncementOut, paging)


@router.post("/readiness/announcements", status_code=201, **deed(Act.ANNOUNCE_GATE))
async def announce_gate(request: Request, response: Response, case_id: CaseId, body: AnnouncementIn, store: TheStore) -> AnnouncementOut:
    """Announce the gate: `open` only while every party is ready; `not_now` at any time, for any reason (S11)."""
    row = await leading.announce_gate(store, case_id, body.gate, now())
    return await created(request, response, store, row, AnnouncementOut, request.scope["path"])


@router.get("/parties/{partyId}/readiness-declarations", **shows(Secrecy.PRIVATE))
async def list_readiness_declarations(
    request: Request, response: Response, case_id: CaseId, party_id: PartyId, store: TheStore, paging: ThePaging
) -> ListOut[DeclarationOfReadinessOut]:
    """What a party said about being ready, and when they withdrew: their own, and the moderator's to know."""
    await store.one(Party, party_id, inside=case_id)
    statement = await store.below(Process, case_id, ReadinessDeclaration)
    found = statement.where(ReadinessDeclaration.party_id == party_id)
    return await listed(request, response, store, found, DeclarationOfReadinessOut, paging)


@router.post("/parties/{partyId}/readiness-declarations", status_code=201, **deed(Act.DECLARE_READINESS))
async def declare_readiness(
    request: Request, response: Response, case_id: CaseId, party_id: PartyId, body: DeclarationOfReadinessIn, store: TheStore
) -> DeclarationOfReadinessOut:
    """Answer the four questions for yourself (R5, R6). You can withdraw at any moment (R7)."""
    row = await actions.declare_readiness(store, case_id, party_id, body.answers(), body.informed_version, now())
    return await created(request, response, store, row, DeclarationOfReadinessOut, request.scope["path"])


@router.post("/parties/{partyId}/withdrawals", status_code=201, **deed(Act.WITHDRAW))
async def withdraw(request: Request, response: Response, case_id: CaseId, party_id: PartyId, store: TheStore) -> DeclarationOfReadinessOut:
    """Withdraw: at once, without a reason, and without any consequence (R7)."""
    row = await actions.withdraw(store, case_id, party_id, now())
    place = f"/v1/cases/{case_id}/parties/{party_id}/readiness-declarations"
    return await created(request, response, store, row, DeclarationOfReadinessOut, place)


@router.get("/parties/{partyId}/safety-assessments", **shows(Secrecy.ASSESSMENT))
async def list_safety_assessments(
    request: Request, response: Response, case_id: CaseId, party_id: PartyId, store: TheStore, paging: ThePaging
) -> ListOut[AssessmentOut]:
    """The moderator's assessments of a party's safety; the moderator's alone."""
    await store.one(Party, party_id, inside=case_id)
    statement = await store.below(Process, case_id, SafetyAssessment)
    return await listed(request, response, store, statement.where(SafetyAssessment.party_id == party_id), AssessmentOut, paging)


@router.post("/parties/{partyId}/safety-assessments", status_code=201, **deed(Act.ASSESS_SAFETY))
async def assess_safety(
    request: Request, response: Response, case_id: CaseId, party_id: PartyId, body: AssessmentIn, store: TheStore
) -> AssessmentOut:
    """Assess whether a party is safe in the process; without `safe` or `safe_with_measures` they are not ready (R5)."""
    row = await actions.assess_safety(store, case_id, party_id, body.result, body.measures, now())
    return await created(request, response, store, row, AssessmentOut, request.scope["path"])
