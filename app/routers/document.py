"""The OpenAPI document: what the framework cannot know of our operations, said once for all of them."""

import re
from collections.abc import Iterator
from inspect import signature
from typing import Any, Final, NamedTuple

from fastapi import FastAPI, Response
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts

from app.routers import examples
from app.routers.bodies import MERGE_PATCH, operation_id
from app.routers.dependencies import PDF
from app.routers.example_calls import EXAMPLES
from app.routers.problems import MEDIA_TYPE
from app.routers.wording import TITLES
from app.schemas.base import flat

_METHODS: Final = ("get", "post", "put", "patch", "delete")
_ANSWERS: Final = {"200": "As it stands now.", "201": "Created.", "204": "Done; there is nothing to read."}
_OPEN: Final = "More codes may come: keep a place for those that you do not know."
_SENTENCE: Final = re.compile(r"[.;:](\s|$)")
_PARAMETER: Final = re.compile(r"\{(\w+)\}")
_ALWAYS: Final = (400, 404, 406, 431, 500, 503)
_HEADERS: Final[dict[str, str]] = {
    "API-Version": "The version of this API (semver).",
    "X-Request-Id": "The id of this request; the trace id of `traceparent` if you sent one.",
    "ETag": "Its version, for If-Match.",
    "Location": "Where the new resource stands.",
    "Link": 'RFC 8288. Of a list: the next page, `rel="next"`; absent on the last one. Of one resource: what you may do next, each with '
    '`rel="urn:herstel:rel:…"` and its `method`; absent when there is nothing.',
    "WWW-Authenticate": "Bearer, with `error` when a token was sent (RFC 6750).",
    "Content-Disposition": "RFC 6266. To be kept as a file, under a name that tells nothing.",
    "Retry-After": "Seconds.",
}
_ALL: Final = ("API-Version", "X-Request-Id")
_WITH: Final[dict[int, tuple[str, ...]]] = {401: ("WWW-Authenticate",), 503: ("Retry-After",)}
_RULES: Final = re.compile(r" \([RS]\d+(, [RS]\d+)*\)$")
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


class Operation(NamedTuple):
    """One operation of the document, and where it stands."""

    path: str
    method: str
    found: dict[str, Any]

    @property
    def takes(self) -> set[str]:
        """The names of its parameters, in lower case."""
        return {parameter["name"].lower() for parameter in self.found.get("parameters", [])}

    @property
    def created(self) -> dict[str, Any] | None:
        """Its 201, if it creates something."""
        answer: dict[str, Any] | None = self.found["responses"].get("201") if self.method == "post" else None
        return answer


class Documented(FastAPI):
    """An API whose document is ours; it is built once."""

    def openapi(self) -> dict[str, Any]:
        """The whole document."""
        if self.openapi_schema is None:
            self.openapi_schema = _completed(self)
        return self.openapi_schema


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
    found["components"]["schemas"] = _schemas(found["components"]["schemas"])
    found["components"]["responses"] = {f"Problem{status}": _problem(status) for status in TITLES}
    found["components"]["headers"] = {
        name: {"description": text, "required": name != "Link", "schema": {"type": "string"}} for name, text in _HEADERS.items()
    }
    found["components"]["securitySchemes"] = {
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "A token of your organisation's provider, of the moderators' registry's, or of `POST /v1/token`. "
            "Each operation names the roles that can have something to do there; which cases is the seats' to say.",
        }
    }
    operations = list(_operations(found))
    versioned = _versioned(app)
    for operation in operations:
        _complete(operation, versioned)
    for operation in operations:
        _link(operation, operations, found["components"]["schemas"])
    examples.install(found, EXAMPLES)
    return found


def _schemas(found: dict[str, Any]) -> dict[str, Any]:
    kept = {name: schema for name, schema in found.items() if name not in {"HTTPValidationError", "ValidationError"}}
    for schema in kept.values():
        schema.pop("title", None)
        if "enum" in schema:
            schema["description"] = f"{schema.get('description', '')} {_OPEN}".strip()
    return {**kept, "Problem": PROBLEM}


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                yield Operation(path, method, item[method])


def _versioned(app: FastAPI) -> frozenset[str]:
    """The operations that set an ETag: those that write headers, and do not answer with a list."""
    routes = [context.original_route for context in iter_route_contexts(app.routes)]
    return frozenset(operation_id(route) for route in routes if isinstance(route, APIRoute) and _writes_headers(route))


def _writes_headers(route: APIRoute) -> bool:
    return any(parameter.annotation is Response for parameter in signature(route.endpoint).parameters.values())


def _complete(operation: Operation, versioned: frozenset[str]) -> None:
    found = operation.found
    found["summary"] = _RULES.sub("", _SENTENCE.split(found["description"], maxsplit=1)[0])
    for parameter in found.get("parameters", []):
        _tidy(parameter)
    if operation.method == "patch":
        content = found["requestBody"]["content"]
        content[MERGE_PATCH] = content["application/json"]
    _answer(operation, has_etag=found["operationId"] in versioned and "cursor" not in operation.takes)


def _tidy(parameter: dict[str, Any]) -> None:
    """A parameter is sent or not: it is never null. If-Match has to be sent, though its absence has an answer of its own."""
    schema = flat(parameter["schema"])
    schema.pop("description", None)
    for option in schema.pop("anyOf", []):
        schema.update({} if option == {"type": "null"} else option)
    if isinstance(schema.get("type"), list):
        schema["type"] = schema["type"][0]
    parameter["required"] = parameter["required"] or parameter["name"] == "If-Match"


def _answer(operation: Operation, *, has_etag: bool) -> None:
    responses = operation.found["responses"]
    responses.pop("422", None)
    for status, response in responses.items():
        response["description"] = _ANSWERS[status]
        response["headers"] = _headers(*_ALL, *_own_headers(operation, status, has_etag=has_etag))
    for number in _statuses(operation):
        responses[str(number)] = {"$ref": f"#/components/responses/Problem{number}"}


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": TITLES[status][1] + ".",
        "headers": _headers(*_ALL, *_WITH.get(status, ())),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _statuses(operation: Operation) -> list[int]:
    public = operation.found.get("security") == []
    body = [413, 415] if "requestBody" in operation.found else []
    deed = [] if operation.method == "get" else [409] if public else [403, 409]
    condition = [412, 428] if "if-match" in operation.takes else []
    return sorted({*_ALWAYS, *body, *deed, *condition, *([] if public else [401])})


def _own_headers(operation: Operation, status: str, *, has_etag: bool) -> list[str]:
    has = {"ETag": has_etag and status != "204", "Location": status == "201"}
    has["Link"] = has["ETag"] or "cursor" in operation.takes
    has["Content-Disposition"] = PDF in operation.found["responses"][status].get("content", {})
    return [name for name, so in has.items() if so]


def _link(operation: Operation, operations: list[Operation], schemas: dict[str, Any]) -> None:
    """From what was created to everything that can be asked of it or done with it next (conventions, 15)."""
    if operation.created is None:
        return
    name = operation.created["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    properties = schemas[name]["properties"]
    own = {parameter: f"$request.path.{parameter}" for parameter in _PARAMETER.findall(operation.path)}
    links = {}
    for other in operations:
        further = [parameter for parameter in _PARAMETER.findall(other.path) if parameter not in own]
        told = {parameter: f"$response.body#/{_member(parameter, properties)}" for parameter in further}
        if _follows(other, operation) and len(told) <= 1 and all(_member(parameter, properties) for parameter in further):
            links[other.found["operationId"]] = {"operationId": other.found["operationId"], "parameters": {**own, **told}}
    if links:
        operation.created["links"] = links


def _follows(other: Operation, operation: Operation) -> bool:
    """What stands at the place of the creation is to be read; what stands below what was created can all come next."""
    return (other.path == operation.path and other.method == "get") or other.path.startswith(operation.path + "/{")


def _member(parameter: str, properties: dict[str, Any]) -> str | None:
    """The member of the answer that says where the new resource stands."""
    name = "id" if parameter.endswith("Id") else parameter
    return name if name in properties else None
