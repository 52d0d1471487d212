"""JSON bodies: read once, strict, shallow; and of the type that the route takes (RFC 8259, RFC 9110)."""

import json
import re
from collections.abc import Callable, Coroutine
from functools import cached_property
from typing import Any, Final

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.routing import APIRoute
from pydantic.alias_generators import to_camel
from starlette.routing import Match
from starlette.types import Scope

from app.routers.linking import add_links, watching
from app.schemas.base import Raw

DEEPEST: Final = 32
MERGE_PATCH: Final = "application/merge-patch+json"
_NAMED: Final = re.compile(r"\(\?P<\w+>")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _no_number(_: str) -> None:
    raise ValueError


def _depth(value: Any) -> int:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, inside), default=0)


def _sound(body: bytes) -> bool:
    """UTF-8, every name once, no NaN, at most so deep."""
    try:
        return _depth(json.loads(body.decode(), object_pairs_hook=_once, parse_constant=_no_number)) <= DEEPEST
    except (ValueError, RecursionError):
        return False


class JsonRequest(Request):
    """A request whose JSON reaches the models as the bytes that came."""

    async def json(self) -> Any:
        """The body as `Raw`; 400 when it is not sound. Other exception classes would be swallowed by the framework."""
        body = await self.body()
        if not _sound(body):
            raise HTTPException(400, "malformed-json")
        return Raw(body)


class JsonRoute(APIRoute):
    """A route whose body, if it has one, is strict JSON; else 415."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The framework's handler with our request in it; what it shows gets its links while the Store is still open."""
        handle = super().get_route_handler()

        async def strict(request: Request) -> Response:
            if self.body_field is not None and not self._takes(request):
                raise HTTPException(415, "unsupported-media-type")
            with watching() as seen:
                answer = await handle(JsonRequest(request.scope, request.receive))
            if seen:
                await add_links(request, answer, seen[-1])
            return answer

        return strict

    def _takes(self, request: Request) -> bool:
        kind, _, parameters = request.headers.get("content-type", "").partition(";")
        charset = parameters.replace(" ", "").lower()
        takes = {"application/json", MERGE_PATCH} if "PATCH" in (self.methods or ()) else {"application/json"}
        return kind.strip().lower() in takes and charset in {"", "charset=utf-8", 'charset="utf-8"'}


class FormRoute(APIRoute):
    """A route whose body is a form (RFC 6749, 4); else 415."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The framework's handler, for forms only."""
        handle = super().get_route_handler()

        async def formal(request: Request) -> Response:
            kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if self.body_field is not None and kind != "application/x-www-form-urlencoded":
                raise HTTPException(415, "unsupported-media-type")
            return await handle(request)

        return formal


def operation_id(route: APIRoute) -> str:
    """The function's name in camelCase (conventions, 15)."""
    return to_camel(route.name)


class Router(APIRouter):
    """A router that passes over an address that none of its own looks like: the framework would try each of them, and twice."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether an address is one of these, as the framework finds it."""
        return super().matches(scope) if self._alike.match(scope["path"].removeprefix(scope.get("root_path", ""))) else (Match.NONE, {})

    @cached_property
    def _alike(self) -> re.Pattern[str]:
        # Whoever asks does so when every route is there.
        own = [route.path_regex.pattern for route in self.routes if isinstance(route, APIRoute)]
        return re.compile("|".join(_NAMED.sub("(?:", pattern) for pattern in own))


def routes(tag: str, prefix: str = "") -> Router:
    """A router of the house: strict bodies, one tag."""
    return Router(prefix=prefix, tags=[tag], route_class=JsonRoute)
