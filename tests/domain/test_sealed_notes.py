"""What of a sealed note can be checked from outside: its form, for whom it is, where it belongs. Expected values by hand."""

from copy import deepcopy
from typing import Any, Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Invalid
from app.domain.sealed_notes import PROTECTED, Place, Recipient, check_form, check_key, check_place, check_recipients
from app.domain.sealing_keys import KeyKind, vouched

CASE, MODERATOR, REGISTRY = UUID(int=1), UUID(int=2), UUID(int=3)
MINE, RECOVERY = "M" * 42 + "A", "R" * 42 + "A"
P256: Final = {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43}
X25519: Final = {"kty": "OKP", "crv": "X25519", "x": "A" * 43}
# {"case":"…1","moderator":"…2","recipients":["MMM…A","RRR…A"]}
AAD: Final = (
    "eyJjYXNlIjoiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAxIiwibW9kZXJhdG9yIjoiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAw"
    "MDAwMDAyIiwicmVjaXBpZW50cyI6WyJNTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1BIiwiUlJSUlJSUlJSUlJSUlJSUlJSUlJS"
    "UlJSUlJSUlJSUlJSUlJSUlJSUlJSQSJdfQ"
)
NOTE: Final[dict[str, Any]] = {
    "protected": "eyJlbmMiOiJBMjU2R0NNIn0",
    "recipients": [
        {"header": {"alg": "ECDH-ES+A256KW", "kid": MINE, "epk": P256}, "encrypted_key": "A" * 54},
        {"header": {"alg": "ECDH-ES+A256KW", "kid": RECOVERY, "epk": X25519}, "encrypted_key": "A" * 54},
    ],
    "iv": "A" * 16,
    "ciphertext": "AAAA",
    "tag": "A" * 22,
    "aad": AAD,
}
OWN, OTHER = Recipient(MINE, "P-256"), Recipient(RECOVERY, "X25519")
HERE: Final = Place(CASE, MODERATOR, frozenset({MINE, RECOVERY}))


def changed(path: str, value: Any) -> dict[str, Any]:
    """The note with another value in one place."""
    note = deepcopy(NOTE)
    *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    inner: Any = note
    for step in steps:
        inner = inner[step]
    inner[last] = value
    return note


def refusal(check: Any, *given: Any) -> tuple[str, str]:
    """The code and the place of what is said against it."""
    with pytest.raises(Invalid) as said:
        check(*given)
    return said.value.code, said.value.pointer


def test_a_note_as_it_should_be_passes() -> None:
    check_form(NOTE)
    check_recipients(NOTE, OWN, OTHER)
    check_place(NOTE, HERE)
    assert PROTECTED == "eyJlbmMiOiJBMjU2R0NNIn0"


def test_p2_what_a_registry_signs_of_a_key_names_the_key_its_kind_the_registry_and_the_moderator() -> None:
    assert vouched(MINE, KeyKind.MODERATOR, REGISTRY, MODERATOR) == (
        f'{{"kid":"{MINE}","kind":"moderator","moderator":"{MODERATOR}","registry":"{REGISTRY}"}}'
    )
    assert vouched(RECOVERY, KeyKind.RECOVERY, REGISTRY) == f'{{"kid":"{RECOVERY}","kind":"recovery","registry":"{REGISTRY}"}}'


FORMS: Final[dict[str, list[tuple[str, Any, str]]]] = {
    # {"enc":"A128GCM"}, {"enc":"A256GCM","zip":"DEF"}, the right one with a space, with padding, nothing.
    "protected": [
        ("protected", "eyJlbmMiOiJBMTI4R0NNIn0", "wrong-algorithm"),
        ("protected", "eyJlbmMiOiJBMjU2R0NNIiwiemlwIjoiREVGIn0", "wrong-algorithm"),
        ("protected", "eyJlbmMiOiAiQTI1NkdDTSJ9", "wrong-algorithm"),
        ("protected", "eyJlbmMiOiJBMjU2R0NNIn0=", "wrong-algorithm"),
        ("protected", "", "wrong-algorithm"),
    ],
    "spelling": [
        ("iv", "A" * 15, "wrong-encoding"),
        ("iv", "A" * 20, "wrong-encoding"),
        ("iv", "A" * 15 + "=", "wrong-encoding"),
        ("iv", "A" * 15 + "+", "wrong-encoding"),
        ("tag", "A" * 21 + "B", "wrong-encoding"),  # bits beyond the last byte
        ("tag", "A" * 24, "wrong-encoding"),
        ("ciphertext", "AAAAB", "wrong-encoding"),
        ("ciphertext", "AA A", "wrong-encoding"),
        ("recipients/0/encrypted_key", "A" * 43, "wrong-encoding"),
        ("recipients/1/encrypted_key", "A" * 53 + "B", "wrong-encoding"),
        ("recipients/1/header/epk/x", "A" * 42 + "B", "wrong-encoding"),
        ("recipients/0/header/epk/y", "A" * 40, "wrong-encoding"),
    ],
    "algorithm": [
        ("recipients/0/header/alg", "ECDH-ES", "wrong-algorithm"),
        ("recipients/1/header/alg", "dir", "wrong-algorithm"),
        ("recipients/1/header/alg", "A256KW", "wrong-algorithm"),
    ],
    "key": [
        ("recipients/0/header/epk", {**P256, "kty": "OKP"}, "wrong-key"),
        ("recipients/0/header/epk", {name: value for name, value in P256.items() if name != "y"}, "wrong-key"),
        ("recipients/1/header/epk", {**X25519, "y": "A" * 43}, "wrong-key"),
        ("recipients/1/header/epk", {**X25519, "d": "A" * 43}, "wrong-key"),
    ],
}


@pytest.mark.parametrize(("path", "value", "code"), [one for ones in FORMS.values() for one in ones])
def test_a_weaker_or_a_second_form_is_refused_by_its_place(path: str, value: Any, code: str) -> None:
    assert refusal(check_form, changed(path, value)) == (code, f"/sealed/{path}")


STRANGERS: Final = [
    ("recipients/0/header/kid", "S" * 42 + "A", ("wrong-recipient", "/sealed/recipients/0/header/kid")),
    ("recipients/1/header/kid", MINE, ("wrong-recipient", "/sealed/recipients/1/header/kid")),
    ("recipients/1/header/epk", P256, ("wrong-key", "/sealed/recipients/1/header/epk")),
    ("recipients", NOTE["recipients"][:1], ("wrong-recipient", "/sealed/recipients")),
    ("recipients", [*NOTE["recipients"], NOTE["recipients"][0]], ("wrong-recipient", "/sealed/recipients/2/header/kid")),
    ("recipients", [], ("wrong-recipient", "/sealed/recipients")),
]


@pytest.mark.parametrize(("path", "value", "said"), STRANGERS)
def test_p2_a_note_is_for_the_two_keys_in_force_and_for_nobody_else(path: str, value: Any, said: tuple[str, str]) -> None:
    assert refusal(check_recipients, changed(path, value), OWN, OTHER) == said


def test_the_order_of_the_two_does_not_matter() -> None:
    check_recipients(changed("recipients", NOTE["recipients"][::-1]), OWN, OTHER)


@pytest.mark.parametrize(
    "elsewhere",
    [HERE._replace(case_id=UUID(int=9)), HERE._replace(moderator_id=UUID(int=9)), HERE._replace(kids=frozenset({MINE, "S" * 43}))],
)
def test_p2_a_note_that_says_another_place_is_refused(elsewhere: Place) -> None:
    assert refusal(check_place, NOTE, elsewhere) == ("wrong-place", "/sealed/aad")


@pytest.mark.parametrize("key", [{**X25519, "crv": "P-256"}, {**P256, "crv": "X25519"}, {**P256, "x": "A" * 42 + "B"}])
def test_a_key_says_of_itself_what_it_is(key: dict[str, str]) -> None:
    assert refusal(check_key, key, "/publicKey")[0] in {"wrong-key", "wrong-encoding"}


@given(st.sampled_from(["iv", "tag", "ciphertext"]), st.text(max_size=40))
def test_whatever_is_sent_is_refused_or_has_one_spelling(name: str, value: str) -> None:
    """Never anything but `Invalid`, and what passes is base64url that says the same when it is spelled again."""
    spelled = set(value) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") and len(value) % 4 != 1
    try:
        check_form(changed(name, value))
    except Invalid:
        spelled = True
    assert spelled
