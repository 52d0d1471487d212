"""The keys of the demo's registry and moderators. Their private halves are no secret, so they guard nothing."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from app.domain.sealing_keys import SIGNING, KeyKind, vouched
from app.routers.example_parts import ILSE, outside
from app.routers.examples import Example, demo_id
from app.store.note_sealing import Key, thumbprint, to_sign

REGISTRY: Final = demo_id("register-herstelmoderatoren")
RECOVERY: Final = "recovery"
JOOST: Final = "joost"
NEXT: Final = "ilse-next"


def _key(curve: str, x: str) -> Key:
    return {"kty": "OKP", "crv": curve, "x": x}


def kid(key: Key) -> str:
    """By what a key is known."""
    return thumbprint(key, "")


SIGNS: Final = _key("Ed25519", "0ODXpAmIOhyqY5SK2_2Bxzd-sVSr8YN6EnUbWylukLg")
SIGNS_NEXT: Final = _key("Ed25519", "6-bB8lEikgCYIQdhtux2QwCxy9PQzzXRRPG0YZf_K_g")
KEYS: Final[Mapping[str, Key]] = {
    RECOVERY: _key("X25519", "6sZbm1qn-WM_M2CJIzX7ny_ABTJnMc_Khau5Wndj31U"),
    "ilse": _key("X25519", "N-MXR5DOlsvbQ1hSjvUEYYqm2W9mO5T_ldZPVmzwMVE"),
    JOOST: _key("X25519", "FpQt3H39CO-H3jJUFgtbtcN5iLMst43OOLkuqav9RkY"),
    NEXT: _key("X25519", "0a8m7eX672yuVrARSO2vCNmk5PM09hiOU35mRQ492To"),
}
LATER: Final = _key("X25519", "2nHyU1y3CX-mv3Sh_8UoGQJnP1yzslN6R_kCKIYSomw")


def moderator_of(name: str) -> UUID | None:
    """Whose key it is."""
    return None if name == RECOVERY else demo_id(f"moderator-{name.removesuffix('-next')}")


def _proof(key: Key, signature: str) -> str:
    return f"{to_sign(key, vouched(kid(key), SIGNING, REGISTRY))}.{signature}"


def _word(name: str, signature: str) -> str:
    kind = KeyKind.RECOVERY if name == RECOVERY else KeyKind.MODERATOR
    return f"{to_sign(SIGNS, vouched(kid(KEYS[name]), kind, REGISTRY, moderator_of(name)))}.{signature}"


PROOF: Final = _proof(SIGNS, "aZu1HTOpvhPN0s4G612csCAMVfE1g_mGxmK0cFtV1-m_7a_5qewDo8ltXONQoOhTWNuRjAvH0IhfFkNecUr3Cw")
PROOF_NEXT: Final = _proof(SIGNS_NEXT, "hVFxqBt86DLgoRcDvfYmATuCSk8uUOj3K2wK3DZMGDr_-TpSZ8OgGhdufSceTRBj5oC4wFK-99-vhH4EXGKbCA")
WORDS: Final[Mapping[str, str]] = {
    RECOVERY: _word(RECOVERY, "939Ed0yep8yobRrFsgr8xLUbncdTUMY-ba8Aee2lXO4rjDMfOeXOkDt7C-k0oYNDqzbYT7xS8s-4CAGqyOemDA"),
    "ilse": _word("ilse", "wC7fqFXVWl3A2ABCK4EnionT58wTX0WOkzGrXOZP2EZMeisIJJOaGAgMNPVQTalufDqnuRwlCDItutlRopKOCA"),
    JOOST: _word(JOOST, "o-lpUwLPtPrruYwZYblDePNlDbK4uxqFcyTnGDyCvdwiot4FwQM3NYIXXswzPFL2XXQ9fJ4gVxfMhgjRthFuCA"),
}
SECRET: Final = "6UzefCzWnJWYueFhre8DKivS2FMEdxuV6u3Y5Z1b43U"  # noqa: S105  of the demo: it proves a key that guards nothing
CHALLENGE: Final = (
    "eyJhbGciOiJFQ0RILUVTK0EyNTZLVyIsImVuYyI6IkEyNTZHQ00iLCJraWQiOiJQenJiemphcHhFcjdPSkJGby00dHduX3kwMVI0bTBCdkVVYkl1M05vQkRnIiwi"
    "ZXBrIjp7ImNydiI6IlgyNTUxOSIsIngiOiJqNU9ObUhuLXZtVzN6REVmMEl4RE9xTDJqb2swdkpsQWZFbkF4Q2JnbWtBIiwia3R5IjoiT0tQIn19."
    "Jz3H8Jf89MuecK0ny-fSUMkiNSNDiTkUZArxZR55ukoEqBoIka5vaw.ZnMRjGvPrhZAsHSM."
    "e7osuK5v1AVej7GrjaV0IrnP_2QvF9K6Lc6khPC68WN5EWe40hw4L1Hudw.u-tEEzleARP2kg1p3M5Uag"
)
"""Of the key that Ilse has just registered; this is what was in it."""

KEY_CALLS: Final[Mapping[str, Example]] = {
    "listSigningKeys": Example(ILSE),
    "registerSigningKey": Example("registrar", body={"publicKey": SIGNS_NEXT, "proof": PROOF_NEXT}),
    "getSigningKey": outside(ILSE, signingKey="signing-key"),
    "listSealingKeys": Example(ILSE, query={"limit": 25}),
    "registerSealingKey": Example(ILSE, body={"publicKey": LATER}),
    "getSealingKey": outside(ILSE, sealingKey="sealing-key-ilse"),
    "proveSealingKey": outside(ILSE, {"secret": SECRET}, sealingKey=f"sealing-key-{NEXT}"),
    "countersignSealingKey": outside("registrar", {"countersignature": WORDS[JOOST]}, sealingKey=f"sealing-key-{JOOST}"),
}
