"""Calling the service as the people of the world."""

from collections.abc import Mapping

from fastapi import FastAPI

from tests.people import PEOPLE, Someone


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
