"""Herstel's own signing keys: made once, kept in a file that only its owner reads."""

import base64
import hashlib
import json
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key


def made_once(path: Path) -> EllipticCurvePrivateKey:
    """The P-256 key in this file, made there (0600) if there is none; whoever starts at the same time gets the same one.

    ValueError in one sentence when the file can neither be used nor made.
    """
    try:
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _place(path, generate_private_key(SECP256R1()))
    except OSError as error:
        raise ValueError(f"The signing key {path} cannot be made: {_reason(error)}.") from error
    return stored(path)


def signing_key(data_folder: Path, file: Path | None) -> EllipticCurvePrivateKey:
    """The key with which the service signs: that of the file that was named, else one in the data folder. ValueError in one sentence."""
    return stored(file) if file else made_once(data_folder / "keys" / "issuer.pem")


def _place(path: Path, key: EllipticCurvePrivateKey) -> None:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    # A temporary file is born 0600. A link appears whole or not at all, and never over another's: the first one wins.
    with NamedTemporaryFile(dir=path.parent, prefix=".key-") as draft:
        draft.write(pem)
        draft.flush()
        os.fsync(draft.fileno())
        try:
            os.link(draft.name, path)
        except FileExistsError:
            return


def stored(path: Path) -> EllipticCurvePrivateKey:
    """The P-256 private key in this PEM file; ValueError in one sentence when it holds none."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise ValueError(f"The signing key {path} cannot be read: {_reason(error)}.") from error
    except (ValueError, TypeError):
        key = None
    if isinstance(key, EllipticCurvePrivateKey) and isinstance(key.curve, SECP256R1):
        return key
    raise ValueError(f"The signing key {path} is not an unencrypted P-256 private key in PEM.")


def _reason(error: OSError) -> str:
    return (error.strerror or "unknown reason").lower()


def public_jwk(key: EllipticCurvePrivateKey) -> dict[str, str]:
    """The public half as a JWK for ES256 (RFC 7518, 6.2.1), its kid the thumbprint."""
    numbers = key.public_key().public_numbers()
    point = {"kty": "EC", "crv": "P-256", "x": _base64url(numbers.x.to_bytes(32, "big")), "y": _base64url(numbers.y.to_bytes(32, "big"))}
    return {**point, "use": "sig", "alg": "ES256", "kid": thumbprint(point)}


def thumbprint(point: dict[str, str]) -> str:
    """The SHA-256 thumbprint of a public elliptic-curve JWK (RFC 7638)."""
    required = {name: point[name] for name in ("crv", "kty", "x", "y")}
    return _base64url(hashlib.sha256(json.dumps(required, separators=(",", ":"), sort_keys=True).encode()).digest())


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def derived(key: EllipticCurvePrivateKey, purpose: str) -> bytes:
    """256 bits that only the holder of this key can make, other ones for every purpose (RFC 5869)."""
    seed = key.private_numbers().private_value.to_bytes(32, "big")
    return HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(seed)
