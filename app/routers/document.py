"""The OpenAPI document: what the framework cannot know of our operations, said once for all of them."""

from collections.abc import Iterator
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.routers.problems import MEDIA_TYPE
from app.routers.wording import TITLES

_METHODS: Final = ("get", "post", "put", "patch", "delete")
_ALWAYS: Final = (400, 404, 406, 431, 500, 503)
_HEADERS: Final[dict[str, str]] = {
    "API-Version": "The version of this API (semver).",
    "X-Request-Id": "The id of this request; the trace id of `traceparent` if you sent one.",
}
PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "RFC 9457. Never a value that was sent.",
    "required": ["type", "title", "status", "code", "detail", "traceId"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "Where this problem is explained."},
        "title": {"type": "string", "description": "In Dutch or English (Accept-Language)."},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable."},
        "detail": {"type": "string"},
        "traceId": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "Every place that is wrong, and the rule.",
            "items": {
                "type": "object",
                "required": ["code"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer into the body."},
                    "parameter": {"type": "string"},
                    "path": {"type": "string"},
                    "header": {"type": "string"},
                    "code": {"type": "string"},
                },
            },
        },
        "conditions": {
            "type": "array",
            "description": "What is unmet, where you may know it (S10, S11).",
            "items": {
                "type": "object",
                "required": ["code", "rule", "detail"],
                "properties": {
                    "code": {"type": "string"},
                    "rule": {"type": "string"},
                    "detail": {"type": "string"},
                    "partyId": {"type": "string", "format": "uuid"},
                },
            },
        },
    },
}


def install(app: FastAPI) -> None:
    """Make the app's document ours; it is built once."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _completed(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _completed(app: FastAPI) -> dict[str, Any]:
    found = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
        servers=app.servers,
        contact=app.contact,
        license_info=app.license_info,
        external_docs=app.openapi_external_docs,
    )
    components = found.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["securitySchemes"] = {
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "A token of your organisation's provider, of the moderators' registry's, or of `POST /v1/token`. "
            "Each operation names the roles that can have something to do there; which cases is the seats' to say.",
        }
    }
    for operation, method in _operations(found):
        _complete(operation, method)
    return found


def _operations(document: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    for path in document["paths"].values():
        for method in _METHODS:
            if method in path:
                yield path[method], method


def _complete(operation: dict[str, Any], method: str) -> None:
    responses = operation["responses"]
    responses.pop("422", None)
    for status in _statuses(operation, method):
        responses.setdefault(
            str(status),
            {
                "description": TITLES[status][1] + ".",
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            },
        )
    for status, response in responses.items():
        headers = response.setdefault("headers", {})
        for name, text in {**_HEADERS, **_own_headers(operation, method, status)}.items():
            headers.setdefault(name, {"description": text, "schema": {"type": "string"}})


def _statuses(operation: dict[str, Any], method: str) -> list[int]:
    public = operation.get("security") == []
    body = [413, 415] if "requestBody" in operation else []
    deed = [] if method == "get" else [409] if public else [403, 409]
    condition = [412, 428] if _takes_if_match(operation) else []
    return sorted({*_ALWAYS, *body, *deed, *condition, *([] if public else [401])})


def _takes_if_match(operation: dict[str, Any]) -> bool:
    return any(parameter["name"].lower() == "if-match" for parameter in operation.get("parameters", []))


def _own_headers(operation: dict[str, Any], method: str, status: str) -> dict[str, str]:
    if status == "401":
        return {"WWW-Authenticate": "Bearer, with `error` when a token was sent (RFC 6750)."}
    if status == "503":
        return {"Retry-After": "Seconds."}
    if status == "201":
        return {"Location": "Where the new resource stands.", "ETag": "Its version."}
    if status == "200" and _is_list(operation):
        return {"Link": 'The next page, `rel="next"` (RFC 8288).'}
    return {"ETag": "Its version, for If-Match."} if status == "200" and method in {"get", "patch", "put"} else {}


def _is_list(operation: dict[str, Any]) -> bool:
    return any(parameter["name"] == "cursor" for parameter in operation.get("parameters", []))
