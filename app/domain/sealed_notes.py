"""A note that only its moderator can open, as far as it can be looked at from outside: its form, for whom it is, and where it belongs.

It is a JWE in general JSON (RFC 7516, 7.2.1). Nobody here can open it; what is checked keeps it from being sealed in a weaker way, for
others, or for another place.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple
from uuid import UUID

from app.domain.errors import Invalid
from app.domain.texts import canonical

ALGORITHM: Final = "ECDH-ES+A256KW"
ENCRYPTION: Final = "A256GCM"
KEY_TYPES: Final[Mapping[str, str]] = {"P-256": "EC", "X25519": "OKP", "Ed25519": "OKP"}
"""The curves of keys, and the type that a key on each of them says it is of (RFC 7518, RFC 8037)."""
_PRIME: Final = 2**255 - 19
"""Of the field over which the curves of OKP keys lie (RFC 7748, RFC 8032)."""
_EIGHTH: Final = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_WEAK: Final = frozenset({0, 1, _PRIME - 1, _EIGHTH, _PRIME - _EIGHTH})
"""The y of the points on Ed25519 under which a signature needs no private key."""
_BYTES: Final = {"iv": 12, "tag": 16, "encrypted_key": 40, "x": 32, "y": 32}


class Recipient(NamedTuple):
    """One of the two for whom a note is sealed: the thumbprint of their key, and the curve on which it lies."""

    kid: str
    curve: str


class Place(NamedTuple):
    """Where a note belongs, and for whom it is."""

    case_id: UUID
    moderator_id: UUID
    kids: frozenset[str]

    @property
    def aad(self) -> str:
        """What a note says of itself, as its JWE holds it: a note that is moved, or sealed for fewer or for others, does not open."""
        about = {"case": str(self.case_id), "moderator": str(self.moderator_id), "recipients": sorted(self.kids)}
        return encoded(canonical(about).encode())


def encoded(value: bytes) -> str:
    """Base64url without padding (RFC 7515, 2)."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


PROTECTED: Final = encoded(canonical({"enc": ENCRYPTION}).encode())
"""The one protected header: no compression, nothing critical, and in one spelling."""


def check_form(sealed: Mapping[str, Any]) -> None:
    """The form alone, of a JWE whose members are known; `Invalid` names the place. No value has a second spelling."""
    if sealed["protected"] != PROTECTED:
        raise Invalid("wrong-algorithm", "/sealed/protected")
    for name in ("iv", "tag", "ciphertext"):
        _is_spelled(sealed[name], f"/sealed/{name}", _BYTES.get(name))
    for recipient, at in _recipients(sealed):
        if recipient["header"]["alg"] != ALGORITHM:
            raise Invalid("wrong-algorithm", f"{at}/header/alg")
        _is_spelled(recipient["encrypted_key"], f"{at}/encrypted_key", _BYTES["encrypted_key"])
        check_key(recipient["header"]["epk"], f"{at}/header/epk")


def check_key(key: Mapping[str, Any], at: str) -> None:
    """A public key has the members of its type, each in its one spelling; whether it lies on its curve is not to be seen here."""
    members = {"kty", "crv", "x", "y"} if key["kty"] == "EC" else {"kty", "crv", "x"}
    if key["kty"] != KEY_TYPES[key["crv"]] or set(key) != members:
        raise Invalid("wrong-key", at)
    for name in sorted(members - {"kty", "crv"}):
        _is_spelled(key[name], f"{at}/{name}", _BYTES[name])
    if key["kty"] == "OKP":
        _is_reduced(key, at)


def _is_reduced(key: Mapping[str, Any], at: str) -> None:
    """Nor has a key a second thumbprint, under which it would count as another; and a key to sign with has a private half."""
    number = int.from_bytes(urlsafe_b64decode(key["x"] + "="), "little")
    if key["crv"] == "Ed25519":
        number &= 2**255 - 1  # above it is the sign of the other coordinate
        if number in _WEAK:
            raise Invalid("wrong-key", at)
    if number >= _PRIME:
        raise Invalid("wrong-encoding", f"{at}/x")


def check_recipients(sealed: Mapping[str, Any], mine: Recipient, recovery: Recipient) -> None:
    """For these two and for nobody else, each on the curve of their key; `Invalid` names the one that is not."""
    wanted = {mine.kid: mine.curve, recovery.kid: recovery.curve}
    for recipient, at in _recipients(sealed):
        curve = wanted.pop(recipient["header"]["kid"], None)
        if curve is None:
            raise Invalid("wrong-recipient", f"{at}/header/kid")
        if recipient["header"]["epk"]["crv"] != curve:
            raise Invalid("wrong-key", f"{at}/header/epk")
    if wanted:
        raise Invalid("wrong-recipient", "/sealed/recipients")


def check_place(sealed: Mapping[str, Any], place: Place) -> None:
    """It says of itself that it belongs here."""
    if sealed["aad"] != place.aad:
        raise Invalid("wrong-place", "/sealed/aad")


def _recipients(sealed: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    return ((recipient, f"/sealed/recipients/{number}") for number, recipient in enumerate(sealed["recipients"]))


def _is_spelled(value: str, at: str, length: int | None) -> None:
    """Base64url in its one canonical spelling (RFC 4648, 3.5), of so many bytes."""
    try:
        found = urlsafe_b64decode(value + "=" * (-len(value) % 4))
    except ValueError:
        raise Invalid("wrong-encoding", at) from None
    if encoded(found) != value or length not in {None, len(found)}:
        raise Invalid("wrong-encoding", at)
