"""How one comes by a token: by invitation, by refreshing it, and in the demo by choosing a persona."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, HTTPException, Request

from app.actions import assisted as assisting
from app.actions import ways_in as actions
from app.domain.audit import Outcome
from app.domain.confidentiality import SPEAKS, Principal, Role
from app.domain.errors import Invalid, Unknown
from app.domain.identity import INVITED_HERE, principal_id
from app.routers.bodies import FormRoute
from app.routers.dependencies import now, operation
from app.routers.entry import PUBLIC
from app.routers.invitations import bearer_of, digest_of, new_code, role_of, subject_of
from app.routers.issuers import DEMO_DAY, SHORT
from app.schemas.tokens import AuthorizationServerOut, Grant, KeysOut, ProtectedResourceOut, TokenIn, TokenOut

router = APIRouter(tags=["Entry"], route_class=FormRoute)
well_known = APIRouter()

BEARER: Final = "Bearer"
NOBODY: Final = UUID(int=0)
"""The organisation of someone who has a code and no seat yet: the invitation says which it will be."""


@router.post("/token", **PUBLIC)
async def create_token(request: Request, body: Annotated[TokenIn, Form()]) -> TokenOut:
    """Exchange an invitation, a one-time code, a refresh token, or (in the demo) a persona's name for a token (RFC 6749)."""
    if body.grant_type is Grant.DEMO:
        return _demo(request, _sent(body.persona, "persona"))
    if body.grant_type is Grant.REFRESH:
        return await _refreshed(request, _sent(body.refresh_token, "refresh_token"))
    if body.grant_type is Grant.ONE_TIME_CODE:
        return await _used(request, _sent(body.code, "code"), now())
    return await _redeemed(request, _sent(body.code, "code"), _sent(body.pin, "pin"), now(), assisted=body.assisted)


@router.get("/jwks", **PUBLIC)
async def get_keys(request: Request) -> KeysOut:
    """The public keys with which our own tokens are signed."""
    return KeysOut.model_validate(request.app.state.tokens.jwks())


def _sent(value: str | None, name: str) -> str:
    if value is None:
        raise Invalid("missing", f"/{name}")
    return value


def _demo(request: Request, name: str) -> TokenOut:
    persona = request.app.state.personas.get(name)
    if persona is None:
        raise HTTPException(400, "invalid-grant")
    token = request.app.state.tokens.issue_demo(persona.subject, persona.organisation_id, persona.role)
    return TokenOut(access_token=token, token_type=BEARER, expires_in=int(DEMO_DAY.total_seconds()), refresh_token=None)


async def _redeemed(request: Request, code: str, pin: str, moment: datetime, *, assisted: bool) -> TokenOut:
    role, subject = _role_of(code), subject_of(code)
    refresh = new_code(role)
    try:
        async with request.app.state.database.store_for(_bearer(role, subject), operation(request)) as store:
            organisation = await actions.redeem(store, pin, subject_of(refresh), moment)
            if organisation is None:
                store.ended_as(Outcome.NOT_ALLOWED)
    except Unknown:
        organisation = None
    # Raised after the commit, so that a wrong second secret is counted.
    if organisation is None:
        raise HTTPException(400, "invalid-grant")
    if assisted:
        return _assisted(request, replace(_bearer(role, subject), organisation_id=organisation))
    return _token(request, role, subject, organisation, refresh)


async def _used(request: Request, code: str, moment: datetime) -> TokenOut:
    bearer = bearer_of(code)
    if bearer is None:
        raise HTTPException(400, "invalid-grant")
    who = Principal(bearer, NOBODY, SPEAKS)
    try:
        async with request.app.state.database.store_for(who, operation(request)) as store:
            organisation = await assisting.use_code(store, digest_of(code), moment)
    except Unknown:
        raise HTTPException(400, "invalid-grant") from None
    return _assisted(request, replace(who, organisation_id=organisation))


def _assisted(request: Request, who: Principal) -> TokenOut:
    # Nothing that lasts stays on somebody else's device, or unmarked deeds could come from it.
    token = request.app.state.tokens.issue_assisted(who)
    return TokenOut(access_token=token, token_type=BEARER, expires_in=int(SHORT.total_seconds()), refresh_token=None)


async def _refreshed(request: Request, token: str) -> TokenOut:
    whose, _, secret = token.partition(".")
    role, subject = _role_of(whose), whose[1:]
    refresh = new_code(role)
    try:
        async with request.app.state.database.store_for(_bearer(role, subject), operation(request)) as store:
            organisation = await actions.refresh(store, subject_of(secret), subject_of(refresh))
    except Unknown:
        raise HTTPException(400, "invalid-grant") from None
    return _token(request, role, subject, organisation, refresh)


def _role_of(code: str) -> Role:
    role = role_of(code)
    if role is None:
        raise HTTPException(400, "invalid-grant")
    return role


def _bearer(role: Role, subject: str) -> Principal:
    return Principal(principal_id(INVITED_HERE, subject), NOBODY, role)


def _token(request: Request, role: Role, subject: str, organisation: UUID, refresh: str) -> TokenOut:
    token = request.app.state.tokens.issue_invited(subject, organisation, role)
    seconds = int(SHORT.total_seconds())
    # The letter says as what its bearer comes in; with another one nothing is found.
    return TokenOut(access_token=token, token_type=BEARER, expires_in=seconds, refresh_token=f"{refresh[0]}{subject}.{refresh}")


@well_known.get("/.well-known/oauth-authorization-server")
async def get_authorization_server(request: Request) -> AuthorizationServerOut:
    """How to get a token here (RFC 8414)."""
    base = request.app.state.base_url
    demo = request.app.state.settings.demo
    return AuthorizationServerOut(
        issuer=base,
        token_endpoint=f"{base}/v1/token",
        jwks_uri=f"{base}/v1/jwks",
        grant_types_supported=[grant.value for grant in Grant if demo or grant is not Grant.DEMO],
        token_endpoint_auth_methods_supported=["none"],
        response_types_supported=[],
    )


@well_known.get("/.well-known/oauth-protected-resource")
async def get_protected_resource(request: Request) -> ProtectedResourceOut:
    """Whose tokens are for what (RFC 9728)."""
    base = request.app.state.base_url
    return ProtectedResourceOut(resource=f"{base}/v1", authorization_servers=[base], bearer_methods_supported=["header"])
