"""The way in: what this is, whether it lives, who one is, and what words mean."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, HTTPException, Path, Request
from starlette.responses import JSONResponse

from app import VERSION
from app.domain.confidentiality import Act, Secrecy
from app.domain.errors import Unavailable
from app.domain.labels import label
from app.domain.texts import QUESTION_GUIDES, SECRECY_HASH, SECRECY_STATEMENT, SECRECY_VERSION
from app.domain.vocabulary import LISTS
from app.routers.bodies import routes
from app.routers.dependencies import Language, TheStore, only_known_query
from app.routers.wording import DETAILS
from app.schemas.base import ListOut, PageOut
from app.schemas.entry import CodeListOut, CodeOut, EntryOut, HealthOut, Link, MeOut, ProblemOut, QuestionsOut, SecrecyStatementOut

ABOUT: Final = """
Herstel carries a case of *herstelgericht werken* from the first request to its close: people come in, say whether they are ready, agree on
how to talk, talk, agree on repair, and see it done. **What is said in the process stays there.** Whoever stands outside learns that a case
runs and how it ended, in neutral words.

* Texts are Dutch or English, by `Accept-Language`; Dutch comes first. Times are UTC, ids say nothing.
* Every answer has `API-Version` and `X-Request-Id`; the latter is the trace id of the `traceparent` that you sent.
* Every refusal is a problem (RFC 9457) with a stable `code`, explained where its `type` points.
* Every list answers `items` and `page`; go on with `page.nextCursor`.
* `PATCH` is JSON Merge Patch and asks for `If-Match`.
* What is hidden and what does not exist answer with the same 404.
* A 409 names what is unmet, as far as you may know it. With two parties one may still guess what the other has answered; nothing in this
  API says it.
* Fields carry `x-secrecy`, the class of row they belong to, and `x-confidential` where they hold what people said.
* Every example succeeds on a demo that has just begun; `x-demo-persona` names whose token it takes.
"""

TAGS: Final = [
    {"name": "Entry", "description": "Who you are, and what words mean."},
    {"name": "Organisation", "description": "Units, people and settings of an organisation."},
    {"name": "Audit", "description": "Who did what, and how to see that nothing of it was altered."},
    {"name": "Registry", "description": "Moderators, registered independently of every organisation."},
    {"name": "Keys", "description": "Public keys of a registry and of its moderators, for notes that no server opens."},
    {"name": "Coming in", "description": "Referrals, requests, and the offers that follow from them."},
    {"name": "Cases", "description": "The shell that outsiders see, and the process inside."},
    {"name": "Succession", "description": "When a moderator is gone, and when another one comes."},
    {"name": "Parties", "description": "Who takes part, and how they come in."},
    {"name": "Companions", "description": "Who is there beside the parties: supporters, interpreters, co-moderators."},
    {"name": "Readiness", "description": "Whether everyone is ready, and what the moderator announces of it."},
    {"name": "Mandate", "description": "How all agree to talk."},
    {"name": "Content", "description": "What people say, for themselves or with each other."},
    {"name": "Sessions", "description": "Conversations, planned and led by the moderator."},
    {"name": "Agreements", "description": "What all agree on, and what each promises."},
    {"name": "Aftercare", "description": "How it went since."},
    {"name": "Released items", "description": "What repair needs of the organisation: one sentence, released by all or by nobody."},
    {
        "name": "What leaves",
        "description": "What somebody outside is told: what all consented to, or one neutral sentence; exceptions, holds.",
    },
    {"name": "Retention", "description": "For how long what was said is kept, and what remains when it is gone."},
]

router = APIRouter()
"""At the root, outside the versioned API."""

v1 = routes("Entry")
PUBLIC: Final[dict[str, Any]] = {"openapi_extra": {"security": []}, "dependencies": [Depends(only_known_query)]}
"""For whoever comes; operations with a token look at their query after it."""
ANYONE: Final[dict[str, Any]] = {"openapi_extra": {"security": [{"bearer": []}]}}

Name = Annotated[str, Path(max_length=40, pattern="^[a-z-]+$")]


@router.get("/", response_model=EntryOut)
async def get_entry(request: Request) -> EntryOut:
    """What this is, and where to go on."""
    base = request.app.state.base_url
    links = {"documentation": "/docs", "service-desc": "/v1/openapi.json", "api": "/v1/me", "health": "/health/ready"}
    return EntryOut(name="Herstel", version=VERSION, links=[Link(rel=rel, href=base + path) for rel, path in links.items()])


@router.get("/health/live", response_model=HealthOut)
async def get_liveness() -> HealthOut:
    """The process lives."""
    return HealthOut(status="live")


@router.get("/health/ready", response_model=HealthOut)
async def get_readiness_of_service(request: Request) -> HealthOut:
    """The service can work: its database answers; 503 when not."""
    if await request.app.state.database.ready():
        return HealthOut(status="ready")
    raise Unavailable("database-away")


@router.get("/problems/{code}", response_model=ProblemOut)
async def get_problem(code: str) -> ProblemOut:
    """What a problem's `type` points to."""
    if code not in DETAILS:
        raise HTTPException(404, "not-found")
    dutch, english = DETAILS[code]
    return ProblemOut(code=code, dutch=dutch, english=english)


@router.get("/v1/openapi.json", include_in_schema=False)
async def get_document(request: Request) -> JSONResponse:
    """The OpenAPI document, for everyone and from everywhere."""
    return JSONResponse(request.app.state.document(), headers={"Access-Control-Allow-Origin": "*"})


@v1.get("/me", **ANYONE)
async def get_me(store: TheStore) -> MeOut:
    """Who your token makes you, and where you can begin."""
    who = store.who
    begin = {
        "referrals": store.may(Act.REFER),
        "requests": store.may(Act.ASK),
        "offers": store.reaches(Secrecy.OFFER),
        "cases": store.reaches(Secrecy.SHELL),
        "released-items": store.reaches(Secrecy.RELEASED),
        "disclosure-vetoes": store.may(Act.VETO),
        "moderators": store.reaches(Secrecy.REGISTRY),
        "sealing-keys": store.reaches(Secrecy.KEYS),
        "signing-keys": store.reaches(Secrecy.KEYS),
        "units": store.reaches(Secrecy.DIRECTORY),
        "people": store.reaches(Secrecy.DIRECTORY),
        "organisation-settings": store.reaches(Secrecy.DIRECTORY),
        "me/access-log": store.reaches(Secrecy.ACCESS),
        "me/export": store.may(Act.EXPORT),
        "audit-events": store.reaches(Secrecy.AUDIT),
        "me/worklist": True,
    }
    links = [Link(rel=name.removeprefix("me/"), href=f"/v1/{name}") for name, open_ in begin.items() if open_]
    return MeOut(principal_id=who.id, organisation_id=who.organisation_id, roles=[who.role], links=links)


@v1.get("/code-lists/{name}", **PUBLIC)
async def get_code_list(name: Name, language: Language) -> CodeListOut:
    """One list of codes with labels in Dutch or English."""
    if name not in LISTS:
        raise HTTPException(404, "not-found")
    codes = [CodeOut(code=code.value, label=label(code).in_language(language)) for code in LISTS[name]]
    return CodeListOut(name=name, language=language, items=codes)


@v1.get("/question-guides", **PUBLIC)
async def list_question_guides(language: Language) -> ListOut[QuestionsOut]:
    """Every guide of questions; each is the same for everybody (R16)."""
    guides = [_guide(name, language) for name in sorted(QUESTION_GUIDES)]
    return ListOut[QuestionsOut](items=guides, page=PageOut(next_cursor=None, has_more=False))


def _guide(name: str, language: str) -> QuestionsOut:
    return QuestionsOut(name=name, language=language, questions=[text.in_language(language) for text in QUESTION_GUIDES[name]])


@v1.get("/question-guides/{name}", **PUBLIC)
async def get_question_guide(name: Name, language: Language) -> QuestionsOut:
    """The questions of a restorative conversation: the same for everybody; answers are not stored."""
    if name not in QUESTION_GUIDES:
        raise HTTPException(404, "not-found")
    return _guide(name, language)


@v1.get("/secrecy-statement", **PUBLIC)
async def get_secrecy_statement(language: Language) -> SecrecyStatementOut:
    """The statement on secrecy and evidence that everyone accepts first (S0)."""
    text = SECRECY_STATEMENT.in_language(language)
    return SecrecyStatementOut(version=SECRECY_VERSION, hash=SECRECY_HASH, language=language, text=text)
