"""From a refusal to a problem (RFC 9457): one table of statuses, one wording, in Dutch or English, and never a value that was sent."""

import itertools
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match

from app.domain import errors
from app.domain.errors import Condition, DomainError
from app.routers.wording import DETAILS, language_of, problem_body, worded

STATUS: Final[Mapping[type[DomainError], int]] = {
    errors.Unknown: 404,
    errors.NotAllowed: 403,
    errors.WrongState: 409,
    errors.GateClosed: 409,
    errors.Stale: 412,
    errors.Conflict: 409,
    errors.Invalid: 400,
    errors.Unauthenticated: 401,
    errors.Unavailable: 503,
}
METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
MEDIA_TYPE: Final = "application/problem+json"
_HTTP_CODES: Final = {404: "not-found", 405: "method-not-allowed"}
_PLACES: Final = {"path": "path", "query": "parameter", "header": "header"}
_A_NAME: Final = re.compile(r"[a-z][A-Za-z0-9_]{0,39}")


def language_asked(request: Request) -> str:
    """The language in which the caller wants to read."""
    return language_of(",".join(request.headers.getlist("accept-language")))


def problem(
    request: Request,
    status: int,
    code: str,
    *,
    errors: Iterable[Mapping[str, str]] = (),
    conditions: Iterable[Condition] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """One problem, in the reader's language; 404 has the same bytes for what is hidden and what is missing (S1)."""
    language = language_asked(request)
    body = problem_body(status, code, language, request.scope["state"]["trace_id"], request.app.state.base_url)
    if found := list(errors):
        body["errors"] = found
    if unmet := list(conditions):
        body["conditions"] = [_condition(condition, language) for condition in unmet]
    return JSONResponse(body, status, {"Content-Language": language, "Vary": "Accept-Language", **(headers or {})}, media_type=MEDIA_TYPE)


def _condition(condition: Condition, language: str) -> dict[str, str]:
    party = {"partyId": str(condition.party_id)} if condition.party_id else {}
    return {"code": condition.code, "rule": condition.rule, "detail": worded(condition.code, language), **party}


async def _refusal(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DomainError)
    status = STATUS[type(error)]
    places = [{"pointer": error.pointer, "code": error.code}] if isinstance(error, errors.Invalid) else []
    unmet = error.unmet if isinstance(error, errors.WrongState) else ()
    return problem(request, status, error.code, errors=places, conditions=unmet, headers=_headers(error))


def _headers(error: DomainError) -> dict[str, str]:
    if isinstance(error, errors.Unauthenticated):
        return {"WWW-Authenticate": 'Bearer error="invalid_token"' if error.code == "bad-token" else "Bearer"}
    return {"Retry-After": "1"} if isinstance(error, errors.Unavailable) else {}


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return problem(request, 400, "invalid-request", errors=[_place(found) for found in error.errors()])


def _place(found: Mapping[str, Any]) -> dict[str, str]:
    """Where and which rule; the framework's own message may quote what was sent, so it stays out."""
    where, *path = found["loc"]
    code = str(found["type"]).replace("_", "-")
    if where == "body":
        return {"pointer": "" if code == "json-invalid" else _pointer(path), "code": code}
    return {_PLACES[where]: str(path[0]), "code": code}


def _pointer(path: Iterable[int | str]) -> str:
    """A JSON pointer (RFC 6901) as far as its steps are places or can be names of ours: an unknown name may be anything."""
    steps = itertools.takewhile(lambda step: isinstance(step, int) or _A_NAME.fullmatch(step), path)
    return "".join(f"/{step}" for step in steps)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = error.status_code
    # The framework's own details are sentences that may quote what was sent.
    code = error.detail if error.detail in DETAILS else _HTTP_CODES.get(status, "invalid-request")
    headers = dict(error.headers or {})
    if status == 405:
        headers["Allow"] = ", ".join(_allowed(request))
    return problem(request, status, code, headers=headers)


async def _fault(request: Request, _: Exception) -> JSONResponse:
    return problem(request, 500, "internal")


def _allowed(request: Request) -> list[str]:
    """Every method of this address (RFC 9110, 15.5.6), not only those of the first route that matched."""
    routes = request.app.router.routes
    can = [method for method in METHODS if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)]
    return [*can, *(["HEAD"] if "GET" in can else [])]


def install(app: FastAPI) -> None:
    """Make an app answer with problems, whatever goes wrong in it."""
    app.add_exception_handler(DomainError, _refusal)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _fault)
