"""What people say, for themselves or with each other; and how it was for them afterwards."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response

from app.actions import content as actions
from app.domain.confidentiality import Act, Secrecy
from app.routers.answers import changed, created, deed, listed, shown, shows
from app.routers.bodies import routes
from app.routers.dependencies import CaseId, ThePaging, TheStore, now
from app.schemas.base import ListOut
from app.schemas.content import (
    AttributionOut,
    BehaviourExperienceIn,
    BehaviourExperienceOut,
    EvaluationIn,
    EvaluationOut,
    HarmIn,
    HarmMarkIn,
    HarmOut,
    IdeaIn,
    IdeaOut,
    NeedIn,
    NeedOut,
    PrivateHarmOut,
    PrivateNeedOut,
    ReopeningRequestOut,
    SharedExperienceOut,
    StatementIn,
    StatementOut,
)
from app.store.models.cases import Process
from app.store.models.content import (
    Attribution,
    BehaviourExperience,
    Harm,
    Idea,
    Need,
    PrivateHarm,
    PrivateNeed,
    SharedExperience,
    Statement,
)
from app.store.models.parties import Evaluation, ReopeningRequest

router = routes("Content", "/cases/{caseId}")
aftercare = routes("Aftercare", "/cases/{caseId}")

StatementId = Annotated[UUID, Path(alias="statementId")]
ExperienceId = Annotated[UUID, Path(alias="behaviourExperienceId")]
AttributionId = Annotated[UUID, Path(alias="attributionId")]
SharedExperienceId = Annotated[UUID, Path(alias="sharedExperienceId")]
PrivateHarmId = Annotated[UUID, Path(alias="privateHarmId")]
HarmId = Annotated[UUID, Path(alias="harmId")]
PrivateNeedId = Annotated[UUID, Path(alias="privateNeedId")]
NeedId = Annotated[UUID, Path(alias="needId")]
IdeaId = Annotated[UUID, Path(alias="ideaId")]


@router.get("/statements", **shows(Secrecy.PRIVATE))
async def list_statements(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[StatementOut]:
    """What you told the moderator; for the moderator, what each party told."""
    return await listed(request, response, store, await store.below(Process, case_id, Statement), StatementOut, paging)


@router.post("/statements", status_code=201, **deed(Act.TELL))
async def tell_statement(request: Request, response: Response, case_id: CaseId, body: StatementIn, store: TheStore) -> StatementOut:
    """Tell the moderator something, in your own words; no other party ever sees it."""
    row = await actions.tell_statement(store, case_id, body.text, now())
    return await created(request, response, store, row, StatementOut)


@router.get("/statements/{statementId}", **shows(Secrecy.PRIVATE))
async def get_statement(response: Response, case_id: CaseId, statement_id: StatementId, store: TheStore) -> StatementOut:
    """One statement."""
    return shown(response, await store.one(Statement, statement_id, inside=case_id), StatementOut)


@router.get("/behaviour-experiences", **shows(Secrecy.PRIVATE))
async def list_behaviour_experiences(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[BehaviourExperienceOut]:
    """Behaviour as you lived it; for the moderator, as each party lived it."""
    return await listed(request, response, store, await store.below(Process, case_id, BehaviourExperience), BehaviourExperienceOut, paging)


@router.post("/behaviour-experiences", status_code=201, **deed(Act.TELL))
async def tell_behaviour_experience(
    request: Request, response: Response, case_id: CaseId, body: BehaviourExperienceIn, store: TheStore
) -> BehaviourExperienceOut:
    """Tell the moderator of behaviour as you lived it; whom you name as its author does not see it (R16)."""
    row = await actions.tell_behaviour_experience(store, case_id, body.model_dump(), now())
    return await created(request, response, store, row, BehaviourExperienceOut)


@router.get("/behaviour-experiences/{behaviourExperienceId}", **shows(Secrecy.PRIVATE))
async def get_behaviour_experience(
    response: Response, case_id: CaseId, experience_id: ExperienceId, store: TheStore
) -> BehaviourExperienceOut:
    """One experience of behaviour."""
    return shown(response, await store.one(BehaviourExperience, experience_id, inside=case_id), BehaviourExperienceOut)


@router.post("/behaviour-experiences/{behaviourExperienceId}/sharing", **deed(Act.SHARE))
async def share_behaviour_experience(
    response: Response, case_id: CaseId, experience_id: ExperienceId, store: TheStore
) -> BehaviourExperienceOut:
    """Share an experience with all; one that names another party as author is shared only if they agree to be named (R16).

    The answer is the same in both cases, and nothing here ever says whether somebody looked at it or answered. What is shared stands
    in `shared-experiences`.
    """
    row = await actions.share_behaviour_experience(store, case_id, experience_id, now())
    return await changed(response, store, row, BehaviourExperienceOut)


@router.get("/attributions", **shows(Secrecy.PRIVATE))
async def list_attributions(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[AttributionOut]:
    """Experiences that name you as author of the behaviour and wait for your answer, or have it. Silence is never told (S10)."""
    return await listed(request, response, store, await store.below(Process, case_id, Attribution), AttributionOut, paging)


@router.get("/attributions/{attributionId}", **shows(Secrecy.PRIVATE))
async def get_attribution(response: Response, case_id: CaseId, attribution_id: AttributionId, store: TheStore) -> AttributionOut:
    """One experience that names you."""
    return shown(response, await store.one(Attribution, attribution_id, inside=case_id), AttributionOut)


@router.post("/attributions/{attributionId}/acceptance", status_code=201, **deed(Act.ACCEPT_ATTRIBUTION))
async def accept_attribution(
    request: Request, response: Response, case_id: CaseId, attribution_id: AttributionId, store: TheStore
) -> SharedExperienceOut:
    """Agree to be named as author of this behaviour, of this one record; now all see it (R16)."""
    row = await actions.accept_attribution(store, case_id, attribution_id, now())
    return await created(request, response, store, row, SharedExperienceOut, f"/v1/cases/{case_id}/shared-experiences/{row.id}")


@router.get("/shared-experiences", **shows(Secrecy.SHARED))
async def list_shared_experiences(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[SharedExperienceOut]:
    """Experiences that all know."""
    return await listed(request, response, store, await store.below(Process, case_id, SharedExperience), SharedExperienceOut, paging)


@router.get("/shared-experiences/{sharedExperienceId}", **shows(Secrecy.SHARED))
async def get_shared_experience(
    response: Response, case_id: CaseId, shared_experience_id: SharedExperienceId, store: TheStore
) -> SharedExperienceOut:
    """One experience that all know."""
    return shown(response, await store.one(SharedExperience, shared_experience_id, inside=case_id), SharedExperienceOut)


@router.get("/private-harms", **shows(Secrecy.PRIVATE))
async def list_private_harms(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[PrivateHarmOut]:
    """The harms that you told the moderator; for the moderator, those that each party told."""
    return await listed(request, response, store, await store.below(Process, case_id, PrivateHarm), PrivateHarmOut, paging)


@router.post("/private-harms", status_code=201, **deed(Act.TELL))
async def tell_private_harm(request: Request, response: Response, case_id: CaseId, body: HarmIn, store: TheStore) -> PrivateHarmOut:
    """Tell the moderator what was damaged for you."""
    row = await actions.tell_private_harm(store, case_id, body.model_dump(), now())
    return await created(request, response, store, row, PrivateHarmOut)


@router.get("/private-harms/{privateHarmId}", **shows(Secrecy.PRIVATE))
async def get_private_harm(response: Response, case_id: CaseId, private_harm_id: PrivateHarmId, store: TheStore) -> PrivateHarmOut:
    """One harm told in private."""
    return shown(response, await store.one(PrivateHarm, private_harm_id, inside=case_id), PrivateHarmOut)


@router.post("/private-harms/{privateHarmId}/sharing", status_code=201, **deed(Act.SHARE))
async def share_private_harm(
    request: Request, response: Response, case_id: CaseId, private_harm_id: PrivateHarmId, store: TheStore
) -> HarmOut:
    """Share this harm with all, once. What you told in private stays as it is."""
    row = await actions.share_private_harm(store, case_id, private_harm_id, now())
    return await created(request, response, store, row, HarmOut, f"/v1/cases/{case_id}/harms/{row.id}")


@router.get("/harms", **shows(Secrecy.SHARED))
async def list_harms(request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging) -> ListOut[HarmOut]:
    """The harms that people shared, and where each stands for the person harmed (R15)."""
    return await listed(request, response, store, await store.below(Process, case_id, Harm), HarmOut, paging)


@router.post("/harms", status_code=201, **deed(Act.TELL))
async def share_harm(request: Request, response: Response, case_id: CaseId, body: HarmIn, store: TheStore) -> HarmOut:
    """Tell all at once what was damaged for you."""
    row = await actions.share_harm(store, case_id, body.model_dump(), now())
    return await created(request, response, store, row, HarmOut)


@router.get("/harms/{harmId}", **shows(Secrecy.SHARED))
async def get_harm(response: Response, case_id: CaseId, harm_id: HarmId, store: TheStore) -> HarmOut:
    """One shared harm."""
    return shown(response, await store.one(Harm, harm_id, inside=case_id), HarmOut)


@router.post("/harms/{harmId}/marks", **deed(Act.MARK_HARM))
async def mark_harm(response: Response, case_id: CaseId, harm_id: HarmId, body: HarmMarkIn, store: TheStore) -> HarmOut:
    """Say where a harm of yours stands; nobody else can (R15)."""
    return await changed(response, store, await actions.mark_harm(store, case_id, harm_id, body.mark, now()), HarmOut)


@router.get("/private-needs", **shows(Secrecy.PRIVATE))
async def list_private_needs(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[PrivateNeedOut]:
    """The needs that you told the moderator; for the moderator, those that each party told."""
    return await listed(request, response, store, await store.below(Process, case_id, PrivateNeed), PrivateNeedOut, paging)


@router.post("/private-needs", status_code=201, **deed(Act.TELL))
async def tell_private_need(request: Request, response: Response, case_id: CaseId, body: NeedIn, store: TheStore) -> PrivateNeedOut:
    """Tell the moderator what you need."""
    row = await actions.tell_private_need(store, case_id, body.text, now())
    return await created(request, response, store, row, PrivateNeedOut)


@router.get("/private-needs/{privateNeedId}", **shows(Secrecy.PRIVATE))
async def get_private_need(response: Response, case_id: CaseId, private_need_id: PrivateNeedId, store: TheStore) -> PrivateNeedOut:
    """One need told in private."""
    return shown(response, await store.one(PrivateNeed, private_need_id, inside=case_id), PrivateNeedOut)


@router.post("/private-needs/{privateNeedId}/sharing", status_code=201, **deed(Act.SHARE))
async def share_private_need(
    request: Request, response: Response, case_id: CaseId, private_need_id: PrivateNeedId, store: TheStore
) -> NeedOut:
    """Share this need with all, once. What you told in private stays as it is."""
    row = await actions.share_private_need(store, case_id, private_need_id, now())
    return await created(request, response, store, row, NeedOut, f"/v1/cases/{case_id}/needs/{row.id}")


@router.get("/needs", **shows(Secrecy.SHARED))
async def list_needs(request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging) -> ListOut[NeedOut]:
    """What people shared of their needs."""
    return await listed(request, response, store, await store.below(Process, case_id, Need), NeedOut, paging)


@router.post("/needs", status_code=201, **deed(Act.TELL))
async def share_need(request: Request, response: Response, case_id: CaseId, body: NeedIn, store: TheStore) -> NeedOut:
    """Tell all at once what you need."""
    row = await actions.share_need(store, case_id, body.text, now())
    return await created(request, response, store, row, NeedOut)


@router.get("/needs/{needId}", **shows(Secrecy.SHARED))
async def get_need(response: Response, case_id: CaseId, need_id: NeedId, store: TheStore) -> NeedOut:
    """One shared need."""
    return shown(response, await store.one(Need, need_id, inside=case_id), NeedOut)


@router.get("/ideas", **shows(Secrecy.SHARED))
async def list_ideas(request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging) -> ListOut[IdeaOut]:
    """What people think could help."""
    return await listed(request, response, store, await store.below(Process, case_id, Idea), IdeaOut, paging)


@router.post("/ideas", status_code=201, **deed(Act.TELL))
async def share_idea(request: Request, response: Response, case_id: CaseId, body: IdeaIn, store: TheStore) -> IdeaOut:
    """Say what you think could help (R13)."""
    row = await actions.share_idea(store, case_id, body.text, now())
    return await created(request, response, store, row, IdeaOut)


@router.get("/ideas/{ideaId}", **shows(Secrecy.SHARED))
async def get_idea(response: Response, case_id: CaseId, idea_id: IdeaId, store: TheStore) -> IdeaOut:
    """One idea."""
    return shown(response, await store.one(Idea, idea_id, inside=case_id), IdeaOut)


@aftercare.get("/evaluations", **shows(Secrecy.PRIVATE))
async def list_evaluations(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[EvaluationOut]:
    """How it was for you; for the moderator, for each party who said so."""
    return await listed(request, response, store, await store.below(Process, case_id, Evaluation), EvaluationOut, paging)


@aftercare.post("/evaluations", status_code=201, **deed(Act.EVALUATE))
async def evaluate(request: Request, response: Response, case_id: CaseId, body: EvaluationIn, store: TheStore) -> EvaluationOut:
    """Say how it was for you, from the aftercare on; the other parties do not see it."""
    row = await actions.evaluate(store, case_id, body.model_dump(), now())
    return await created(request, response, store, row, EvaluationOut, request.scope["path"])


@aftercare.get("/reopening-requests", **shows(Secrecy.PRIVATE))
async def list_reopening_requests(
    request: Request, response: Response, case_id: CaseId, store: TheStore, paging: ThePaging
) -> ListOut[ReopeningRequestOut]:
    """Your requests to take the case up again; all of them for the moderator."""
    return await listed(request, response, store, await store.below(Process, case_id, ReopeningRequest), ReopeningRequestOut, paging)


@aftercare.post("/reopening-requests", status_code=201, **deed(Act.ASK_REOPENING))
async def ask_reopening(request: Request, response: Response, case_id: CaseId, store: TheStore) -> ReopeningRequestOut:
    """Ask to take a closed case up again: without a reason, and only the moderator sees who asks (R17)."""
    row = await actions.ask_reopening(store, case_id, now())
    return await created(request, response, store, row, ReopeningRequestOut, request.scope["path"])
