"""The Authorization header (A8), and whatever else may be sent in it: nothing but a refusal comes of it."""

import logging
from functools import partial
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import Unauthenticated
from app.routers.tokens import bearer
from tests.routers.forging import (
    ANNA,
    HEADER,
    STRANGER,
    by,
    never_passes,
    refused,
    token,
    verifier,
)

# A8: the header


@pytest.mark.parametrize(
    "values", [[], [""], [" "], ["Basic YTpi"], ["DPoP abc"], ["Token abc"], ["Bearer\tabc"], ["abc"], ["B\u00e9arer abc"]]
)
def test_a8_no_token_an_empty_header_or_another_scheme_is_a_missing_token(values: list[str]) -> None:
    refused(lambda: bearer(values), "missing-token")


def test_a8_two_headers_are_a_bad_token_even_when_they_are_equal() -> None:
    for second in (f"Bearer {token()}", "", "Basic YTpi"):
        refused(partial(bearer, [f"Bearer {token()}", second]))


@pytest.mark.parametrize(
    "value", ["Bearer", "bearer ", "Bearer    ", "Bearer a, Bearer b", "Bearer \u00ff\u00fe", "Bearer null", 'Bearer "a.b.c"']
)
def test_a8_a_bearer_header_without_a_proper_token_is_a_bad_token(value: str) -> None:
    refused(lambda: verifier().principal(bearer([value])))


@pytest.mark.parametrize("scheme", ["Bearer ", "bearer ", "BEARER ", "bEaReR ", "Bearer   "])
def test_a8_the_scheme_knows_no_case_and_any_number_of_spaces(scheme: str) -> None:
    assert verifier().principal(bearer([scheme + token()])) == ANNA


def test_a8_nothing_but_spaces_stands_between_scheme_and_token() -> None:
    for between in ("\t", " \t", " \n", " \u00a0", " ="):
        never_passes(bearer([f"Bearer {between}{token()}"]))


def test_a8_two_tokens_in_one_header_are_refused() -> None:
    never_passes(bearer([f"Bearer {token()}, Bearer {token()}"]))


# Nothing leaks, nothing else is raised


def test_a_refusal_logs_nothing(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG)
    for forged in (token(sign=by(STRANGER)), token({"exp": "x"}), "a.b.c", token() + "\n"):
        never_passes(forged)
    assert (caplog.records, capsys.readouterr()) == ([], ("", ""))


JUDGE: Final = verifier()
GENUINE: Final = token()
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
anything = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=8
)


@settings(derandomize=True, deadline=None, max_examples=400)
@given(
    st.lists(
        st.binary(max_size=300).map(lambda raw: raw.decode("latin-1")) | st.text(max_size=300).map(lambda text: f"Bearer {text}"),
        max_size=2,
    )
)
def test_a8_random_headers_never_pass_and_never_break_anything(values: list[str]) -> None:
    with pytest.raises(Unauthenticated, match=r"\A(missing|bad)-token\Z"):
        JUDGE.principal(bearer(values))


@settings(derandomize=True, deadline=None, max_examples=800)
@given(st.integers(0, len(GENUINE) - 1), st.integers(0, 3), st.characters(max_codepoint=0x2FF) | st.sampled_from(GENUINE))
def test_a4_a_genuine_token_with_any_one_change_never_passes(place: int, gone: int, put: str) -> None:
    mutated = GENUINE[:place] + put + GENUINE[place + gone :]
    if mutated != GENUINE:
        refused(lambda: JUDGE.principal(mutated))


@settings(derandomize=True, deadline=None, max_examples=400)
@given(st.dictionaries(st.sampled_from(sorted({**HEADER, "crit": 0})), anything, min_size=1))
def test_a4_a_rightly_signed_token_with_any_other_header_never_passes(header: dict[str, object]) -> None:
    refused(lambda: JUDGE.principal(token(header=header)))


@settings(derandomize=True, deadline=None, max_examples=600)
@given(st.sampled_from(["iss", "aud", "exp", "iat", "org", "role"]), anything)
def test_a5_a_rightly_signed_token_with_anything_for_a_claim_never_passes(name: str, value: object) -> None:
    refused(lambda: JUDGE.principal(token({name: value})))
