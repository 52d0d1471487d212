"""Private halves of the keys in the demo and in the world of the tests: who knows a name can make them again, so they guard nothing."""

from hashlib import sha256
from typing import Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from joserfc.jwk import OKPKey

from tests.sealed_notes import encoded


def key_of(name: str, curve: Literal["X25519", "Ed25519"] = "X25519") -> OKPKey:
    """The key pair of this name."""
    secret = sha256(f"herstel {name}".encode()).digest()
    kind = X25519PrivateKey if curve == "X25519" else Ed25519PrivateKey
    public = kind.from_private_bytes(secret).public_key().public_bytes_raw()
    return OKPKey.import_key({"kty": "OKP", "crv": curve, "x": encoded(public), "d": encoded(secret)})
