"""Tokens, as OAuth 2.0 asks and answers (RFC 6749)."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from app.schemas.base import Code, Out, Shape


class Grant(StrEnum):
    """How one can come by a token."""

    INVITATION = "urn:herstel:grant:invitation"
    ONE_TIME_CODE = "urn:herstel:grant:one-time-code"
    REFRESH = "refresh_token"
    DEMO = "urn:herstel:grant:demo-persona"


class TokenIn(Shape):
    """A token request, form-encoded (RFC 6749, 4.5 and 6)."""

    model_config = ConfigDict(extra="forbid")

    grant_type: Grant
    code: Annotated[Code | None, Field(description="The invitation's code, or a one-time code.")] = None
    pin: Annotated[Code | None, Field(description="The invitation's second secret.")] = None
    assisted: Annotated[
        bool, Field(description="With an invitation, on the moderator's device: deeds are marked so, and there is no refresh token (R6).")
    ] = False
    refresh_token: Annotated[Code | None, Field(max_length=200)] = None
    persona: Annotated[Code | None, Field(description="In demo mode only: whose token.")] = None


class TokenOut(Out):
    """A token (RFC 6749, 5.1); its fields have the names of that standard."""

    model_config = ConfigDict(alias_generator=None)

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="Seconds.")
    refresh_token: str | None = Field(description="Single use; for the next token. Null where there is none.")


class AuthorizationServerOut(Out):
    """What a client needs to know to get a token (RFC 8414)."""

    model_config = ConfigDict(alias_generator=None)

    issuer: str
    token_endpoint: str
    jwks_uri: str
    grant_types_supported: list[str]
    token_endpoint_auth_methods_supported: list[str]
    response_types_supported: list[str]


class ProtectedResourceOut(Out):
    """What a client needs to know to use a token (RFC 9728)."""

    model_config = ConfigDict(alias_generator=None)

    resource: str
    authorization_servers: list[str]
    bearer_methods_supported: list[str]


class KeysOut(Out):
    """The public keys with which our own tokens are signed (RFC 7517, 5)."""

    keys: list[dict[str, str]]
