"""I1: schemathesis on every operation, with two users, against a live server: no fault, and no answer that the document does not know.

Few examples in `make test`, many in `make fuzz`. Whatever one of the two was given, a stranger to the case is told that there is nothing.
"""

import re
import threading
import time
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final
from uuid import UUID

import hypothesis
import pytest
import schemathesis
import uvicorn
from fastapi import FastAPI

from app.embedded import EmbeddedPostgres
from app.main import create_app
from app.settings import Settings
from tests.http import as_, document
from tests.people import ASKED, MINE
from tests.test_matrix import OPERATIONS
from tests.test_matrix import address as address_of

DATABASE: Final = "herstel_fuzz"
PROFILE: Final = hypothesis.settings.get_current_profile_name()
EXAMPLES: Final = 200 if PROFILE == "fuzz" else 3
# What would take the case away from all that comes after it happens in the moderator's other case.
LAST: Final = {"closeCase", "moveCase"}
# What fits the schema may still be against a rule: an id that is nobody's, a due date and a review date at once, blanks only.
ON_PURPOSE: Final = [schemathesis.checks.positive_data_acceptance]
# The examples of the document always; every edge of every schema only where there is time.
CONFIG: Final = schemathesis.Config.from_dict(
    {
        "phases": {"coverage": {"enabled": PROFILE == "fuzz"}},
        "checks": {"missing_required_header": {"expected-statuses": [428]}},
    }
)

schema = schemathesis.openapi.from_dict(deepcopy(document()), config=CONFIG)
Case = schemathesis.Case[Any]


@pytest.fixture(scope="module")
def service(settings: Settings, server: EmbeddedPostgres, populated: str) -> Iterator[tuple[FastAPI, str]]:
    """The service on a database with the world in it, served by a thread of its own: and the address."""
    server.execute(f"create database {DATABASE} template {populated} strategy file_copy")
    app = create_app(settings.model_copy(update={"database_url": server.url(DATABASE)}))
    running = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", ws="none"))
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        time.sleep(0.05)
    port = running.servers[0].sockets[0].getsockname()[1]
    yield app, f"http://127.0.0.1:{port}/v1"
    running.should_exit = True
    thread.join()
    server.execute(f"drop database {DATABASE} with (force)")


def names_something(value: Any) -> bool:
    """Whether this is what an id or the number of a version can be."""
    try:
        return int(value) in range(1, 1001) if str(value).isdecimal() else bool(UUID(str(value)))
    except ValueError:
        return False


def at_home(case: Case, name: str) -> None:
    """Name what there is in the place of what names nothing, so that deeds are reached; what can be no name stays."""
    path, there = OPERATIONS[name][1], address_of(name, ASKED if name in LAST else MINE)
    found = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path), there)
    assert found is not None
    for parameter, value in case.path_parameters.items():
        if names_something(value):
            case.path_parameters[parameter] = found[parameter]


@pytest.mark.fuzz
@pytest.mark.parametrize("who", ["party", "moderator"])
@schema.parametrize()
@hypothesis.settings(max_examples=EXAMPLES, suppress_health_check=list(hypothesis.HealthCheck))
def test_i1_every_answer_to_anything_is_one_that_the_document_knows(case: Case, who: str, service: tuple[FastAPI, str]) -> None:
    app, base = service
    name = case.operation.definition.raw["operationId"]
    at_home(case, name)
    answer = case.call_and_validate(base_url=base, headers=dict(as_(who).token(app)), excluded_checks=ON_PURPOSE)
    if "{caseId}" in case.path and answer.status_code < 400:
        again = case.call(base_url=base, headers=dict(as_("other_party").token(app)))
        assert again.status_code == 404
