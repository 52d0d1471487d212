"""Examples in the document that succeed against a fresh demo, and the ids by which they name what stands in it (conventions, 15)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid5

_DEMO: Final = UUID("3b8f3f1c-0d0e-4f4e-9a51-1d2f2a6c7e90")
PERSONA: Final = "x-demo-persona"


def demo_id(name: str) -> UUID:
    """The id of something in the demo, the same in every installation, so that examples can name it."""
    return uuid5(_DEMO, name)


def demo_etag(id: UUID) -> str:
    """The first ETag of something in the demo; it tells nothing but the id."""
    return uuid5(id, "etag").hex[:16]


@dataclass(frozen=True)
class Example:
    """One call that succeeds: by whom, of what, with which body."""

    who: str | None
    """A persona; nobody where no token is needed."""
    ids: Mapping[str, str | int] = field(default_factory=dict)
    """What stands in the path, by the parameter's name."""
    query: Mapping[str, str | int] = field(default_factory=dict)
    body: Any = None
    etag: str | None = None
    """What If-Match names."""

    @property
    def values(self) -> Mapping[str, str | int]:
        """What each parameter is, by its name in the document."""
        return {**self.ids, **self.query, **({"If-Match": f'"{self.etag}"'} if self.etag else {})}


def install(document: dict[str, Any], examples: Mapping[str, Example]) -> None:
    """Put each operation's example into its parameters and its body, and say whose token it takes."""
    for path in document["paths"].values():
        for operation in path.values():
            if example := examples.get(operation["operationId"]):
                _install(operation, example)


def _install(operation: dict[str, Any], example: Example) -> None:
    if example.who:
        operation[PERSONA] = example.who
    for parameter in operation.get("parameters", []):
        if (value := example.values.get(parameter["name"])) is not None:
            parameter["examples"] = _named(value, example)
    if example.body is not None:
        for media in operation["requestBody"]["content"].values():
            media["examples"] = _named(example.body, example)


def _named(value: Any, example: Example) -> dict[str, Any]:
    summary = f"In the demo, as {example.who}" if example.who else "In the demo"
    return {"demo": {"summary": summary, "value": value}}
