"""Calling the service as the people of the world."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from fastapi import FastAPI

from app.main import v1
from tests.people import PEOPLE, Someone


@cache
def document() -> dict[str, Any]:
    """The document of this version, built once for all tests that read it."""
    return v1().openapi()


class Caller:
    """Someone of the world, with what their calls need."""

    def __init__(self, someone: Someone) -> None:
        self.someone, self.principal = someone, someone.principal

    def token(self, app: FastAPI) -> Mapping[str, str]:
        """The headers that make a request theirs."""
        token = app.state.tokens.issue_demo(self.someone.subject, self.principal.organisation_id, self.someone.role)
        return {"Authorization": f"Bearer {token}"}


def as_(name: str) -> Caller:
    """Someone of the world, by name."""
    return Caller(PEOPLE[name])
