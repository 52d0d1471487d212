"""Tokens made by hand, genuine and forged, without the library that judges them."""

import base64
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Final
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384

from app.domain.confidentiality import VOUCHES, Principal, Role
from app.domain.errors import Unauthenticated
from app.domain.identity import IssuerKind
from app.routers.issuers import Issuer
from app.routers.tokens import Verifier

NOW: Final = 1_800_000_000
AUDIENCE: Final = "https://api.herstel.example/v1"
ZUID, NOORD, REGISTRY = "https://login.zuid.example", "https://login.noord.example", "https://login.registry.example"
ZUID_ID, NOORD_ID, REGISTRY_ID = UUID(int=0xA << 124 | 1), UUID(int=0xB << 124 | 2), UUID(int=0xC << 124 | 3)
GONE: Final = object()
NOTHING: Final[Mapping[str, object]] = {}
HEADER: Final[Mapping[str, object]] = {"alg": "ES256", "typ": "at+jwt", "kid": "2026-1"}
CLAIMS: Final[Mapping[str, object]] = {
    "iss": ZUID,
    "sub": "anna-1",
    "aud": AUDIENCE,
    "exp": NOW + 500,
    "nbf": NOW - 100,
    "iat": NOW - 100,
    "jti": "4711",
    "org": str(ZUID_ID),
    "role": "coordinator",
}
# uuid5 of "26:https://login.zuid.example" + "anna-1", worked out with SHA-1 by hand.
ANNA: Final = Principal(id=UUID("e1a94b7a-33ec-5535-b197-a401821c10be"), organisation_id=ZUID_ID, role=Role.COORDINATOR)
Sign = Callable[[bytes], bytes]

# Fixed scalars: the same keys in every run.
ZUID_KEY, NOORD_KEY, STRANGER = (ec.derive_private_key(scalar, ec.SECP256R1()) for scalar in (20_011, 20_021, 20_023))


@cache
def registry_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now: float = NOW

    def __call__(self) -> float:
        return self.now


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def ec_jwk(key: ec.EllipticCurvePrivateKey) -> dict[str, object]:
    numbers, size = key.public_key().public_numbers(), (key.curve.key_size + 7) // 8
    point = {"x": b64(numbers.x.to_bytes(size, "big")), "y": b64(numbers.y.to_bytes(size, "big"))}
    return {"kty": "EC", "crv": {256: "P-256", 384: "P-384"}[key.curve.key_size], **point}


def rsa_jwk(key: rsa.RSAPrivateKey) -> dict[str, object]:
    numbers = key.public_key().public_numbers()
    return {"kty": "RSA", "n": b64(numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8, "big")), "e": "AQAB"}


ZUID_ISSUER: Final = Issuer(
    kind=IssuerKind.ORGANISATION,
    url=ZUID,
    audience=AUDIENCE,
    algorithm="ES256",
    typ="at+jwt",
    keys={"2026-1": ec_jwk(ZUID_KEY)},
    organisation=ZUID_ID,
    roles=VOUCHES[IssuerKind.ORGANISATION],
)
# Another organisation's, with a key of the same kid.
NOORD_ISSUER: Final = replace(
    ZUID_ISSUER, url=NOORD, organisation=NOORD_ID, keys={"2026-1": ec_jwk(NOORD_KEY), "noord-only": ec_jwk(NOORD_KEY)}
)


@cache
def registry_issuer() -> Issuer:
    """A moderators' registry's, with RS256 and the typ that Entra sends."""
    return Issuer(
        kind=IssuerKind.MODERATORS_REGISTRY,
        url=REGISTRY,
        audience=AUDIENCE,
        algorithm="RS256",
        typ="JWT",
        keys={"register-1": rsa_jwk(registry_key())},
        organisation=REGISTRY_ID,
        roles=VOUCHES[IssuerKind.MODERATORS_REGISTRY],
    )


def es256(signing_input: bytes, key: ec.EllipticCurvePrivateKey = ZUID_KEY) -> bytes:
    """An ECDSA signature as JWS writes it (RFC 7518, 3.4); ES384 with a key of that curve."""
    size = key.curve.key_size // 8
    r, s = decode_dss_signature(key.sign(signing_input, ec.ECDSA(SHA256() if size == 32 else SHA384())))
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def rs256(signing_input: bytes) -> bytes:
    return registry_key().sign(signing_input, padding.PKCS1v15(), SHA256())


def hs256(secret: bytes) -> Sign:
    return lambda signing_input: hmac.digest(secret, signing_input, "sha256")


def by(key: ec.EllipticCurvePrivateKey) -> Sign:
    return lambda signing_input: es256(signing_input, key)


def assembled(header: bytes, payload: bytes, sign: Sign = es256) -> str:
    """A compact token of exactly these octets."""
    signing_input = f"{b64(header)}.{b64(payload)}"
    return f"{signing_input}.{b64(sign(signing_input.encode()))}"


def changed(members: Mapping[str, object], changes: Mapping[str, object]) -> bytes:
    return json.dumps({name: value for name, value in {**members, **changes}.items() if value is not GONE}).encode()


def token(claims: Mapping[str, object] = NOTHING, header: Mapping[str, object] = NOTHING, sign: Sign = es256) -> str:
    """Zuid's genuine token for its coordinator, with these differences."""
    return assembled(changed(HEADER, header), changed(CLAIMS, claims), sign)


def registry_token(claims: Mapping[str, object] = NOTHING, header: Mapping[str, object] = NOTHING, sign: Sign = rs256) -> str:
    """The registry's genuine token for a moderator, with these differences."""
    theirs = {"iss": REGISTRY, "org": str(REGISTRY_ID), "role": "moderator", "sub": "ilse-7"}
    return token({**theirs, **claims}, {"alg": "RS256", "typ": "JWT", "kid": "register-1", **header}, sign)


def verifier(clock: Clock | None = None) -> Verifier:
    return Verifier([ZUID_ISSUER, NOORD_ISSUER, registry_issuer()], clock or Clock())


def passes(genuine: str) -> None:
    assert verifier().principal(genuine) == ANNA


def refused(attempt: Callable[[], object], code: str = "bad-token") -> None:
    """It is refused with this code, and the refusal carries nothing else."""
    with pytest.raises(Unauthenticated) as refusal:
        attempt()
    found = refusal.value
    assert (found.code, found.args, found.__cause__, found.__context__) == (code, (code,), None, None)


def never_passes(forged: str) -> None:
    """The verifier refuses this token, also when it comes twice."""
    judge = verifier()
    refused(lambda: judge.principal(forged))
    refused(lambda: judge.principal(forged))
