"""What a rightly signed token may say and when (A5), and what is remembered of it."""

import re
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import Final

import pytest

from app.domain.confidentiality import Role
from app.routers.tokens import Memory, Verified
from tests.routers.forging import (
    ANNA,
    AUDIENCE,
    CLAIMS,
    GONE,
    HEADER,
    NOORD,
    NOW,
    REGISTRY,
    STRANGER,
    ZUID_ID,
    Clock,
    assembled,
    by,
    changed,
    hs256,
    never_passes,
    passes,
    refused,
    token,
    verifier,
)

# A5: the claims and the time


@pytest.mark.parametrize("name", ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "org", "role"])
def test_a5_every_claim_is_required(name: str) -> None:
    never_passes(token({name: GONE}))


NO_TEXT: Final[list[object]] = [
    "",
    None,
    True,
    0,
    1.5,
    [],
    {},
    ["x"],
    {"x": 1},
    10**400,
    "x" * 256,
    "caf\u00e9",
    "a\nb",
    "\x00",
    "\ud800",
    "\u202e",
    [[]],
]
OTHER_AUDIENCES: Final = [
    [AUDIENCE, "https://other.example"],
    ["https://other.example", AUDIENCE],
    [AUDIENCE, AUDIENCE],
    [[AUDIENCE]],
    "https://other.example",
    AUDIENCE + "/",
    AUDIENCE.upper(),
    AUDIENCE[:-1],
    {AUDIENCE: 1},
]


@pytest.mark.parametrize("name", ["iss", "sub", "aud", "jti", "org", "role"])
@pytest.mark.parametrize("value", NO_TEXT)
def test_a5_a_claim_of_text_that_is_none_is_refused(name: str, value: object) -> None:
    never_passes(token({name: value}))


@pytest.mark.parametrize("name", ["sub", "jti"])
def test_a5_a_subject_and_a_token_id_have_1_to_255_characters(name: str) -> None:
    assert verifier().principal(token({name: "x"})).role is Role.COORDINATOR
    assert verifier().principal(token({name: "x" * 255})).role is Role.COORDINATOR


@pytest.mark.parametrize("name", ["exp", "nbf", "iat"])
@pytest.mark.parametrize(
    "literal", ['"{}"', "{}.0", "{}.5", "[{}]", "true", "false", "null", "{{}}", "[]", '""', "NaN", "Infinity", "1e400", "1e9"]
)
def test_a5_a_time_that_is_no_whole_number_is_refused(name: str, literal: str) -> None:
    payload = re.sub(rf'"{name}": (\d+)', lambda m: f'"{name}": {literal.format(m[1])}', changed(CLAIMS, {}).decode())
    assert payload != changed(CLAIMS, {}).decode()
    never_passes(assembled(changed(HEADER, {}), payload.encode()))


@pytest.mark.parametrize(
    "claims", [{"exp": 10**400}, {"exp": -(10**400)}, {"iat": -(10**400)}, {"iat": 10**400}, {"nbf": 10**400}, {"exp": 0}]
)
def test_a5_a_time_beyond_all_clocks_is_refused(claims: dict[str, object]) -> None:
    never_passes(token(claims))


@pytest.mark.parametrize("value", OTHER_AUDIENCES)
def test_a5_a_token_for_others_or_also_for_others_is_refused(value: object) -> None:
    never_passes(token({"aud": value}))


@pytest.mark.parametrize("value", ["https://evil.example", "https://login.zuid.example/", "HTTPS://LOGIN.ZUID.EXAMPLE", NOORD, REGISTRY])
def test_a5_an_issuer_that_is_unknown_or_did_not_sign_is_refused(value: str) -> None:
    never_passes(token({"iss": value}))


def test_a5_a_token_expires_at_its_end_and_thirty_seconds() -> None:
    clock = Clock()
    genuine = token({"exp": NOW + 500})
    clock.now = NOW + 529.9
    assert verifier(clock).principal(genuine) == ANNA
    clock.now = NOW + 530
    refused(lambda: verifier(clock).principal(genuine))


@pytest.mark.parametrize("name", ["nbf", "iat"])
def test_a5_a_token_from_the_future_is_refused_beyond_thirty_seconds(name: str) -> None:
    passes(token({name: NOW + 30}))
    never_passes(token({name: NOW + 31}))


def test_a5_a_token_lives_ten_minutes_at_most_and_some_time_at_least() -> None:
    passes(token({"iat": NOW - 100, "exp": NOW + 500}))
    never_passes(token({"iat": NOW - 100, "exp": NOW + 501}))
    passes(token({"iat": NOW + 10, "exp": NOW + 11}))
    never_passes(token({"iat": NOW, "exp": NOW + 43_200}))
    never_passes(token({"iat": NOW + 10, "exp": NOW + 10}))
    never_passes(token({"iat": NOW + 10, "exp": NOW + 9}))


@pytest.mark.parametrize(
    "value", [["coordinator"], "Coordinator", "COORDINATOR", "coordinator ", "coordinator admin", "supervisor", "root", "*"]
)
def test_a5_a_role_that_is_a_list_or_none_of_ours_is_refused(value: object) -> None:
    never_passes(token({"role": value}))


@pytest.mark.parametrize("value", [f"{{{ZUID_ID}}}", f"urn:uuid:{ZUID_ID}", str(ZUID_ID).upper(), ZUID_ID.hex, f" {ZUID_ID}", "zuid"])
def test_a5_an_organisation_in_another_spelling_is_refused(value: str) -> None:
    never_passes(token({"org": value}))


# The memory


def test_a5_a_remembered_token_is_refused_once_it_has_expired() -> None:
    clock = Clock()
    judge = verifier(clock)
    genuine = token()
    assert [judge.principal(genuine), judge.principal(genuine)] == [ANNA, ANNA]
    clock.now = NOW + 529
    assert judge.principal(genuine) == ANNA
    clock.now = NOW + 530
    refused(lambda: judge.principal(genuine))


def test_a3_a_remembered_token_opens_nothing_for_another() -> None:
    judge = verifier()
    genuine = token()
    assert judge.principal(genuine) == ANNA
    other_claims = token({"sub": "bram-2"}, sign=by(STRANGER))
    for other in (other_claims, token(sign=by(STRANGER)), genuine[:-4] + "AAAA", genuine + "=", genuine.swapcase()):
        refused(partial(judge.principal, other))
    refused(lambda: verifier().principal(token(sign=by(STRANGER))))


def test_a_remembered_token_is_not_verified_again() -> None:
    judge = verifier()
    other = replace(ANNA, role=Role.MEMBER)
    judge.memory.keep(sha256(token(sign=hs256(b"")).encode()).digest(), Verified(other, NOW))
    assert judge.principal(token(sign=hs256(b""))) == other


def test_only_verified_tokens_are_remembered_and_by_their_hash_alone() -> None:
    judge = verifier()
    genuine = token()
    refused(lambda: judge.principal(token(sign=by(STRANGER))))
    assert len(judge.memory) == 0
    judge.principal(genuine)
    judge.principal(genuine)
    assert len(judge.memory) == 1
    assert judge.memory.get(sha256(genuine.encode()).digest()) == Verified(ANNA, NOW + 500)
    kept = str(vars(judge.memory))
    assert not any(part in kept for part in genuine.split("."))


def test_the_memory_forgets_the_oldest_when_it_is_full() -> None:
    memory = Memory(2)
    for name in (b"a", b"b", b"c"):
        memory.keep(name, Verified(ANNA, NOW))
    assert [memory.get(name) for name in (b"a", b"b", b"c")] == [None, Verified(ANNA, NOW), Verified(ANNA, NOW)]
