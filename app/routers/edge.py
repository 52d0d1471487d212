"""What stands around every request, framework or not: ids, sizes, headers, HEAD, and the last catch. Pure ASGI: it is on every path."""

import json
import logging
import re
from secrets import token_hex
from typing import Final

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import VERSION
from app.routers.wording import language_of, problem_body

LARGEST_BODY: Final = 1024 * 1024
LARGEST_HEADERS: Final = 16 * 1024
_TRACEPARENT: Final = re.compile(rb"00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_ALWAYS: Final = [
    (b"api-version", VERSION.encode()),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"strict-transport-security", b"max-age=31536000; includeSubDomains"),
    (b"referrer-policy", b"no-referrer"),
]
log = logging.getLogger("herstel")


def trace_of(headers: list[tuple[bytes, bytes]]) -> str:
    """The trace id of a sound `traceparent` (W3C Trace Context, 3.2), else a new one."""
    sent = [value for name, value in headers if name == b"traceparent"]
    found = _TRACEPARENT.fullmatch(sent[0]) if len(sent) == 1 else None
    return found.group(1).decode() if found else token_hex(16)


class Edge:
    """The outermost layer: every answer leaves through it, whatever happened inside."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give the request its id, its answer the headers that all have, and let no exception out (C16)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = Answer(send, trace_of(scope["headers"]), bodiless=scope["method"] == "HEAD")
        state = {**scope.get("state", {}), "trace_id": answer.trace}
        scope = {**scope, "state": state, "method": "GET" if answer.bodiless else scope["method"]}
        try:
            await self._inside(scope, receive, answer)
        except Exception as error:
            # The text of an exception may hold what somebody said; its class may not (S4).
            log.error("fault %s in %s", type(error).__name__, answer.trace)
            await self._refuse(answer, 500, "internal", scope)

    async def _inside(self, scope: Scope, receive: Receive, answer: "Answer") -> None:
        if sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEADERS:
            await self._refuse(answer, 431, "headers-too-large", scope)
        elif _announced(scope["headers"]) > LARGEST_BODY:
            await self._refuse(answer, 413, "content-too-large", scope)
        else:
            await self.app(scope, _Metered(receive), answer)

    async def _refuse(self, answer: "Answer", status: int, code: str, scope: Scope) -> None:
        if answer.begun:
            return
        language = language_of(",".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"accept-language"))
        problem = problem_body(status, code, language, answer.trace, scope["app"].state.base_url)
        body = json.dumps(problem, ensure_ascii=False, separators=(",", ":")).encode()
        headers = [
            (b"content-type", b"application/problem+json"),
            (b"content-length", str(len(body)).encode()),
            (b"content-language", language.encode()),
            (b"vary", b"Accept-Language"),
        ]
        await answer({"type": "http.response.start", "status": status, "headers": headers})
        await answer({"type": "http.response.body", "body": body})


def _announced(headers: list[tuple[bytes, bytes]]) -> int:
    sent = next((value for name, value in headers if name == b"content-length"), b"0")
    return int(sent[:20]) if sent.isdigit() else 0


class _Metered:
    """Counts what comes in, and stops at the limit whether or not a length was announced."""

    def __init__(self, receive: Receive) -> None:
        self.receive, self.read = receive, 0

    async def __call__(self) -> Message:
        message = await self.receive()
        self.read += len(message.get("body", b""))
        if self.read > LARGEST_BODY:
            # The one class that the framework lets through while it reads a body.
            raise HTTPException(413, "content-too-large")
        return message


class Answer:
    """Sends an answer with the headers that all have; without its body for HEAD (RFC 9110, 9.3.2)."""

    def __init__(self, send: Send, trace: str, *, bodiless: bool) -> None:
        self.send, self.trace, self.bodiless, self.begun = send, trace, bodiless, False

    async def __call__(self, message: Message) -> None:
        """Send one message of the answer on."""
        if message["type"] == "http.response.start":
            self.begun = True
            given = {name for name, _ in message["headers"]}
            more = [*((name, value) for name, value in _ALWAYS if name not in given), (b"x-request-id", self.trace.encode())]
            message = {**message, "headers": [*message["headers"], *more]}
        elif self.bodiless:
            message = {**message, "body": b""}
        await self.send(message)
