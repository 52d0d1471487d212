"""S5: no path outwards exists besides those held here by hand: every operation, every job, every command and every connection.

Words of a case reach somebody outside it in two ways only: as a sentence that all released to their organisation, and as a letter that the
moderator sends, whose words all consented to, or which was recorded as an exception (S6). A new operation, job or import without a
judgement here fails.
"""

import ast
from collections.abc import Iterator
from typing import Any, Final

import pytest

from app.cli import app as commands
from app.cli import keys
from app.cli.audit import audit
from app.domain.confidentiality import SERVED_BY, Pool, Role
from app.jobs.sweep import steps
from app.store.notary import Notary
from tests.matrix import COLUMNS, MATRIX
from tests.test_house import ROOT
from tests.test_matrix import OPERATIONS, PUBLIC, SCHEMAS

NOTHING, DAYS, OWN, WORDS = "nothing of any case", "a neutral state and days", "what one wrote oneself", "words that all released"

# What each operation yields to somebody who has no seat in the case.
TO_ORGANISATIONS: Final = {
    **dict.fromkeys(["getMe", "listWorklist"], NOTHING),
    **dict.fromkeys(
        ["listUnits", "createUnit", "getUnit", "changeUnit", "listPeople", "createPerson", "getPerson", "changePerson"], NOTHING
    ),
    **dict.fromkeys(["getOrganisationSettings", "changeOrganisationSettings"], NOTHING),
    **dict.fromkeys(["listModerators", "registerModerator", "getModerator", "getQualification", "listTies", "addTie"], NOTHING),
    **dict.fromkeys(["listAccessEvents", "listRegisteredAppointments", "getRegisteredAppointment", "endAppointment"], NOTHING),
    **dict.fromkeys(["listCertificates", "getCertificate"], NOTHING),
    **dict.fromkeys(["listSigningKeys", "registerSigningKey", "getSigningKey"], NOTHING),
    **dict.fromkeys(["listSealingKeys", "registerSealingKey", "getSealingKey", "countersignSealingKey"], NOTHING),
    **dict.fromkeys(["listAuditEvents", "getAuditEvent", "getInclusionProof", "listAuditCheckpoints"], NOTHING),
    **dict.fromkeys(["listCases", "getCase", "listTimeline"], DAYS),
    **dict.fromkeys(["listReferrals", "createReferral", "getReferral", "listRequests", "createRequest", "getRequest"], OWN),
    **dict.fromkeys(["listReleasedItems", "getReleasedItem", "answerReleasedItem"], WORDS),
}
CLASSES: Final = {
    NOTHING: {"directory", "registry", "access", "keys", "audit"},
    DAYS: {"shell"},
    OWN: {"referral"},
    WORDS: {"released"},
}
"""Of which classes something may be in the answers of each kind."""
CONFIDENTIAL: Final = {NOTHING: {"directory"}, DAYS: set[str](), OWN: {"referral"}, WORDS: {"released"}}
"""And of which something that people said: a moderator's qualification is the registry's own."""

LETTERS: Final = {
    "releaseDisclosure": "exactly the words that everyone consented to, once",
    "getDisclosureLetter": "those words, or the neutral sentence from the day of the answer on",
    "recordSafetyException": "exactly what left without everyone's yes, as the moderator records it",
    "tellOfSafetyException": "the same",
    "getSafetyException": "the same",
    "listSafetyExceptions": "the same",
}
"""What the moderator reads and sends: whoever gets it has no account, and calls nothing here."""
TO_FORMER_MODERATORS: Final = {"listDisclosureVetoes", "getDisclosureVeto", "answerDisclosureVeto"}
"""The words that would leave, to whom and what for, for somebody who has no seat any more (S7)."""
TO_WHOM_IT_IS_OFFERED: Final = {"listOffers", "getOffer", "declareIndependence", "declineOffer"}
"""Setting and proposed names, before anything was said (R2)."""
TO_WHOEVER_LED_IT_TO_ITS_END: Final = {"listRetention"}
"""Days of one's own cases, and nothing once the seat is gone."""

TO_WHOSE_KEY_IT_IS: Final = {"proveSealingKey"}
"""What was in a challenge: nothing of any case."""

SENDS_NOTHING: Final = {
    "not taken up", "laid to rest", "left alone", "come of age", "secrecy invoked", "referrals settled", "requests settled", "erased",
    "destroyed notes", "destroyed private", "destroyed process_and_shared", "destroyed not_taken_up", "destroyed access_log",
}  # fmt: skip
"""What the worker does in time: it changes rows, and no step sends anything to anybody."""
FILES_OF_JOBS: Final = {"__init__.py", "worker.py", "sweep.py", "destruction.py", "sealing.py", "keeping.py", "verification.py"}
"""Deadlines, what is destroyed, the seals of the audit log, and what looks whether it was altered."""
COMMANDS: Final = {"serve", "worker", "migrate", "rotate", "verify", "checkpoints", "erase", "retention", "openapi", "demo"}
"""None of them prints or writes anything of a case: addresses, numbers of keys, hashes and places in the audit log, ids of organisations
and parties, the document; the demo plays what it made up."""

OUTGOING: Final = {
    *("httpx", "requests", "aiohttp", "urllib3", "urllib.request", "http.client", "http.server", "smtplib", "smtpd", "aiosmtplib"),
    *("socket", "socketserver", "ssl", "ftplib", "imaplib", "poplib", "telnetlib", "nntplib", "xmlrpc", "websockets", "websocket"),
    *("subprocess", "multiprocessing", "psycopg", "asyncpg", "sqlite3", "aiosqlite", "redis", "grpc", "paramiko", "webbrowser"),
}
CALLS: Final = {
    *("open_connection", "open_unix_connection", "create_connection", "create_datagram_endpoint", "urlopen", "create_engine"),
    *("create_async_engine", "create_subprocess_exec", "create_subprocess_shell", "system", "popen", "execv", "execve", "sendmail"),
}
CONNECTIONS: Final[dict[str, tuple[set[str], str]]] = {
    "app/cli/__init__.py": ({"socket"}, "the address on which the service listens"),
    "app/cli/starting.py": ({"socket", "psycopg"}, "the same, and whether the database answers"),
    "app/embedded.py": ({"socket", "subprocess", "psycopg"}, "PostgreSQL as a child, and whether it answers"),
    "app/store/contexts.py": ({"psycopg"}, "whether the database believes who acts"),
    "app/store/database.py": ({"psycopg", "create_async_engine"}, "the database of the cases"),
    "app/store/founding.py": ({"create_async_engine"}, "the same, for an installation that begins"),
    "app/store/key_database.py": ({"create_engine", "sqlite3"}, "the key store: keys, and no word of anybody"),
    "app/store/logins.py": ({"psycopg"}, "the passwords of the roles"),
    "app/store/pairing.py": ({"psycopg"}, "which key store belongs to the database"),
    "app/demo/stage.py": ({"httpx"}, "a running demo, as its people call it"),
}
"""Every file of the application that opens a connection or starts a program, by what, and where it leads."""


def reached(source: str) -> set[str]:
    """What of this source could lead out."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(f"{node.module}.{name.name}" for name in node.names)}
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            found |= {called} & CALLS
    modules = {module for module in OUTGOING for name in found if name == module or name.startswith(f"{module}.")}
    return modules | found & CALLS


def served_to(name: str) -> set[str]:
    """By hand, in the matrix: whose it is to read or to do."""
    return {who for who, met in zip(COLUMNS, MATRIX[name].split(), strict=True) if met == "o"}


def fields(schema: dict[str, Any], seen: frozenset[str] = frozenset()) -> Iterator[dict[str, Any]]:
    """Every field that an answer can have."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        if name not in seen:
            yield from fields(SCHEMAS[name], seen | {name})
    for part in (*schema.get("anyOf", []), *schema.get("allOf", []), *([schema["items"]] if "items" in schema else [])):
        yield from fields(part, seen)
    for field in schema.get("properties", {}).values():
        yield field
        yield from fields(field, seen)


def told(name: str, *, confidential: bool = False) -> set[str]:
    """Of which classes something is in an operation's answers, or something that people said."""
    answers = [answer for status, answer in OPERATIONS[name][2]["responses"].items() if status.startswith("2")]
    found = [field for answer in answers for one in answer.get("content", {}).values() for field in fields(one["schema"])]
    return {field["x-secrecy"] for field in found if "x-secrecy" in field and (not confidential or field.get("x-confidential"))}


SEATED: Final = {role.value for role, pool in SERVED_BY.items() if pool is Pool.CASE}


def test_s5_every_operation_that_serves_somebody_without_a_seat_is_judged() -> None:
    outward = {name for name in MATRIX if served_to(name) - SEATED}
    assert outward == set(TO_ORGANISATIONS)
    assert set(OPERATIONS) == set(MATRIX) | PUBLIC


@pytest.mark.parametrize("name", sorted(TO_ORGANISATIONS))
def test_s5_what_leaves_by_an_operation_is_of_the_class_that_it_is_judged_by(name: str) -> None:
    kind = TO_ORGANISATIONS[name]
    assert told(name) <= CLASSES[kind]
    assert told(name, confidential=True) <= CONFIDENTIAL[kind]


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_s5_whoever_has_no_token_is_told_nothing_of_any_case(name: str) -> None:
    assert told(name) == set()


def test_s5_words_of_a_case_reach_somebody_outside_as_released_items_and_as_letters_only() -> None:
    assert {name for name, kind in TO_ORGANISATIONS.items() if kind is WORDS} == {
        *("listReleasedItems", "getReleasedItem", "answerReleasedItem"),
    }
    letters = {
        name
        for name, (_, path, _) in OPERATIONS.items()
        if path.rpartition("/")[2] in {"letter", "release"} or "/safety-exceptions" in path
    }
    assert letters == set(LETTERS)
    for name in LETTERS:
        assert served_to(name) <= {"moderator", "party", "guardian"}, name


def test_s7_without_a_seat_a_moderator_reaches_offers_and_what_is_asked_of_them_and_nothing_else_of_a_case() -> None:
    outside = {
        name for name, (_, path, _) in OPERATIONS.items() if name in MATRIX and served_to(name) == {"moderator"} and "{caseId}" not in path
    }
    assert outside == TO_FORMER_MODERATORS | TO_WHOM_IT_IS_OFFERED | TO_WHOSE_KEY_IT_IS | TO_WHOEVER_LED_IT_TO_ITS_END
    for name in TO_FORMER_MODERATORS:
        assert told(name) == {"answer"}


def test_s5_s6_no_field_of_what_leaves_can_refer_to_a_private_note() -> None:
    """Nor to any other row but those whom it is about: the words are written out, or they are not there."""
    bodies = {"DisclosureRequestIn", "DisclosureTextIn", "DisclosureConsentIn", "DisclosureReleaseIn", "SafetyExceptionIn", "TellingIn"}
    named = {name for body in bodies for name in SCHEMAS[body]["properties"]}
    assert {name for name in named if name.endswith(("Id", "Ids"))} == {"partyIds"}
    assert named == {
        *("recipient", "purpose", "asks", "receivedOn", "dueOn", "text", "hash", "yes"),
        *("ground", "facts", "alternatives", "partyIds", "toldOn", "whyNotYet"),
    }


def test_s5_the_worker_has_no_step_and_no_file_that_was_not_judged() -> None:
    assert {step.name for step in steps(Notary(bytes(32)))} == SENDS_NOTHING
    assert {path.name for path in (ROOT / "app" / "jobs").glob("*.py")} == FILES_OF_JOBS


def test_s5_no_command_was_not_judged() -> None:
    found = {
        command.name or command.callback.__name__
        for group in (commands, keys, audit)
        for command in group.registered_commands
        if command.callback
    }
    assert found == COMMANDS


def test_s5_no_file_opens_a_connection_that_was_not_judged() -> None:
    found = {path.relative_to(ROOT).as_posix(): reached(path.read_text()) for path in sorted((ROOT / "app").rglob("*.py"))}
    assert {name: ways for name, ways in found.items() if ways} == {name: ways for name, (ways, _) in CONNECTIONS.items()}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import smtplib", {"smtplib"}),
        ("from urllib import request", {"urllib.request"}),
        ("from urllib.parse import quote", set()),
        ("from http import HTTPStatus", set()),
        ("from http.client import HTTPSConnection", {"http.client"}),
        ("import httpx as plain", {"httpx"}),
        ("asyncio.open_connection('mail.example', 25)", {"open_connection"}),
        ("os.system('mail')", {"system"}),
    ],
)
def test_the_search_for_connections_finds_them(source: str, expected: set[str]) -> None:
    assert reached(source) == expected


def test_the_roles_that_hold_no_seat_are_those_of_organisations() -> None:
    assert {Role.MODERATOR.value, Role.PARTY.value, Role.GUARDIAN.value, Role.SUPPORTER.value} == SEATED
