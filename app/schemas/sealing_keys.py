"""Public keys on the wire (RFC 7517), and what is signed of them."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import Field, model_validator
from pydantic.types import StringConstraints
from pydantic_core import PydanticCustomError

from app.domain.confidentiality import Secrecy
from app.domain.sealing_keys import KeyKind, KeyState
from app.schemas.base import In, Out

PRIVATE: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"})
"""The members of a JWK that nobody but its holder may know (RFC 7518, 6)."""

Base64 = r"[A-Za-z0-9_-]"
Coordinate = Annotated[str, StringConstraints(pattern=f"^{Base64}{{43}}$")]
"""32 bytes in base64url."""
Thumbprint = Annotated[str, StringConstraints(pattern=f"^{Base64}{{43}}$")]
"""SHA-256 of a public key (RFC 7638) in base64url."""
Signature = Annotated[str, StringConstraints(max_length=1000, pattern=rf"^{Base64}+\.{Base64}+\.{Base64}+$")]
"""A JWS in its compact form."""
Secret = Annotated[str, StringConstraints(pattern=f"^{Base64}{{43}}$")]

Jwk = Annotated[dict[str, str], Field(description="A public key (RFC 7517) with the members of its thumbprint.")]
"""A public key as every library reads it: with `y` only where it has one."""

_X: Final = Field(description="32 bytes, base64url.")


class JwkIn(In):
    """A public key, with the members of its thumbprint and no others."""

    @model_validator(mode="before")
    @classmethod
    def no_private_key(cls, found: Any) -> Any:
        """What was sent; a private key is turned away, and not shown again."""
        if isinstance(found, dict) and PRIVATE & found.keys():
            raise PydanticCustomError("private_key", "send the public key only")
        return found

    def as_key(self) -> dict[str, str]:
        """The members that it has."""
        return self.model_dump(exclude_none=True)


class SigningJwkIn(JwkIn):
    """A public key with which a registry signs: on Ed25519 or P-256."""

    kty: Literal["OKP", "EC"]
    crv: Literal["Ed25519", "P-256"]
    x: Coordinate = _X
    y: Coordinate | None = Field(default=None, description="Of a key on P-256; 32 bytes, base64url.")


class AgreementJwkIn(JwkIn):
    """A public key for which something is sealed: on X25519 or P-256."""

    kty: Literal["OKP", "EC"]
    crv: Literal["X25519", "P-256"]
    x: Coordinate = _X
    y: Coordinate | None = Field(default=None, description="Of a key on P-256; 32 bytes, base64url.")


class SigningKeyIn(In):
    """The registry's own key."""

    public_key: SigningJwkIn
    proof: Signature = Field(
        description="A JWS (compact) by this key. Its header is exactly `alg` (`Ed25519` or `ES256`, as its curve says) and `kid`, "
        'its payload exactly `kid`, `kind` (`"signing"`) and `registry`, both as canonical JSON (RFC 8785).'
    )


class SigningKeyOut(Out):
    """A registry's public key. The newest is in force; keep the thumbprint of the one that you trust where no server can change it."""

    secrecy = Secrecy.KEYS
    id: UUID
    kid: str = Field(description="Its thumbprint (RFC 7638).")
    public_key: Jwk
    proof: str
    created_at: datetime


class SealingKeyIn(In):
    """A key for which notes are sealed: the moderator's own, or of a registrar the registry's recovery key."""

    public_key: AgreementJwkIn


class SealingKeyOut(Out):
    """A key for which notes are sealed. Of those that are countersigned the newest is in force: of a moderator's, and of a registry's."""

    secrecy = Secrecy.KEYS
    id: UUID
    kid: str = Field(description="Its thumbprint (RFC 7638).")
    kind: KeyKind
    moderator_id: UUID | None = Field(description="Whose it is; null for the recovery key.")
    public_key: Jwk
    state: KeyState
    challenge: str = Field(description="A JWE (compact) that only the holder of the private key opens: what is in it is the proof.")
    countersignature: str | None = Field(
        description="A JWS by the registry's signing key in force: header `alg` and `kid`, payload `kid`, `kind`, `moderator` (of a "
        "moderator's key) and `registry`, both as canonical JSON (RFC 8785). Check it against the signing key that you trust."
    )
    countersigned_at: datetime | None
    created_at: datetime


class ProofIn(In):
    """What was in the challenge."""

    secret: Secret


class CountersignatureIn(In):
    """The registry's word for a key."""

    countersignature: Signature
