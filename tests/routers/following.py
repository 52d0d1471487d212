"""Following links as a client would: what is named can be done, or not just now; it is never hidden, and never somebody else's."""

import re
from typing import Any, Final

import httpx

from tests.test_matrix import BODIES, OPERATIONS, body_of

_LINK: Final = re.compile(r'<(?P<href>[^>]+)>; rel="(?P<rel>[^"]+)"; method="(?P<method>[A-Z]+)"')
LOST: Final = {401, 403, 404, 405}
ENDS_A_PLACE: Final = {"urn:herstel:rel:depart", "urn:herstel:rel:record-loss"}
"""After these, what was read before no longer holds: they have a test of their own."""


def links_of(answer: httpx.Response) -> list[tuple[str, str, str]]:
    """Relation, method and address of every Link of one resource."""
    return [(found["rel"], found["method"], found["href"]) for found in _LINK.finditer(answer.headers.get("Link", ""))]


def operation_at(method: str, href: str) -> str:
    """The operation that stands there; a literal step goes before a parameter."""
    path = href.removeprefix("/v1")
    found = [
        name
        for name, (verb, template, _) in OPERATIONS.items()
        if verb == method.lower() and re.fullmatch(re.sub(r"{\w+}", "[^/]+", template), path)
    ]
    assert found, f"nothing stands at {method} {href}"
    return min(found, key=lambda name: OPERATIONS[name][1].count("{"))


async def followed(client: httpx.AsyncClient, headers: dict[str, str], method: str, href: str, json: Any = None) -> httpx.Response:
    """The answer at the other end, with a body that its schema takes unless there is another one, and the version that was just read."""
    name = operation_at(method, href)
    body: Any = json or BODIES.get(name, body_of(name, OPERATIONS[name][2]))
    match = {}
    if method == "PATCH":
        read = await client.get(href.removeprefix("/v1"), headers=headers)
        match = {"If-Match": read.headers.get("etag", '"some"')}
    answer = await client.request(method, href.removeprefix("/v1"), headers={**headers, **match}, json=body)
    assert answer.status_code < 500, answer.text
    return answer
