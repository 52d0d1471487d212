"""The one module that wraps joserfc: public keys, challenges to them, and what a registry signed of them.

No private key ever comes here, and nothing here opens a note.
"""

from collections.abc import Mapping
from secrets import token_bytes
from typing import Final

from joserfc import jwe, jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey

from app.domain.errors import Invalid
from app.domain.sealed_notes import ALGORITHM, ENCRYPTION, encoded
from app.domain.texts import canonical

Key = Mapping[str, str]
"""A public key with the members that make its thumbprint, and no others (RFC 7638)."""

SIGNS_WITH: Final[Mapping[str, str]] = {"P-256": "ES256", "Ed25519": "Ed25519"}
"""With which algorithm a key signs: its curve says so, and never the token (RFC 7518, RFC 9864)."""
_SECRET: Final = 32


def thumbprint(key: Key, at: str) -> str:
    """By what a key is known (RFC 7638). `Invalid` for what lies on no curve."""
    return _read(key, at).thumbprint()


def challenge(key: Key, at: str) -> tuple[str, str]:
    """A new secret, and a JWE of it that only the holder of the private key opens. `Invalid` for a key with which nobody can agree."""
    public, secret = _read(key, at), encoded(token_bytes(_SECRET))
    header = {"alg": ALGORITHM, "enc": ENCRYPTION, "kid": public.thumbprint()}
    try:
        return secret, jwe.encrypt_compact(header, secret, public, algorithms=[ALGORITHM, ENCRYPTION])
    except (JoseError, ValueError):
        raise Invalid("wrong-key", at) from None


def check_point(key: Key, at: str) -> None:
    """It lies on its curve, and is none of the few points that make everybody's secret the same; else `Invalid`."""
    challenge(key, at)


def to_sign(key: Key, said: str) -> str:
    """What a JWS of these words by this key begins with: header and payload, in their one spelling (RFC 7515, 5.1)."""
    header = {"alg": SIGNS_WITH[key["crv"]], "kid": _read(key, "").thumbprint()}
    return f"{encoded(canonical(header).encode())}.{encoded(said.encode())}"


def check_signature(key: Key, signature: str, said: str, at: str) -> None:
    """A JWS (compact) of exactly these words by this key, else `Invalid`. It has one spelling, so nothing in it is interpreted."""
    public = _read(key, at)
    if not signature.startswith(f"{to_sign(key, said)}."):
        raise Invalid("wrong-signature", at)
    try:
        jws.deserialize_compact(signature, public, algorithms=[SIGNS_WITH[key["crv"]]])
    except (JoseError, ValueError):
        raise Invalid("wrong-signature", at) from None


def _read(key: Key, at: str) -> ECKey | OKPKey:
    try:
        return ECKey.import_key({**key}) if key["kty"] == "EC" else OKPKey.import_key({**key})
    except (JoseError, ValueError):
        raise Invalid("wrong-key", at) from None
