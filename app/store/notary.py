"""The service's word for its audit log: proofs that it wrote a row or dropped it, and signed checkpoints for a witness to keep.

A checkpoint is a signed note as transparency logs write them: origin, size and root, one line each, then the moment, an empty line, and an
Ed25519 signature line that names its key by the first bytes of its hash.
"""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.domain.audit import Stream
from app.domain.merkle import Hash, leaf_hash
from app.domain.texts import canonical
from app.store.sealing import Broken

PURPOSE: Final = "audit"
"""For what the key is derived from the one with which the service signs its tokens."""
NAME: Final = "herstel"
_ED25519: Final = b"\x01"
_SAID: Final = (
    "id",
    "created_at",
    "organisation_id",
    "actor_id",
    "role",
    "assisted",
    "operation",
    "resource",
    "resource_id",
    "outcome",
    "trace_id",
)
_SAID_INSIDE: Final = ("case_id", "read_of")
"""What only a row of the confidential stream says."""

_CERTIFIED: Final = ("id", "organisation_id", "case_id", "part", "party_id", "destroyed_on")


class Checkpoint(NamedTuple):
    """The root of one log at one size."""

    organisation_id: UUID
    stream: Stream
    size: int
    root: bytes
    sealed_at: datetime


class Notary:
    """Proofs and signatures, by keys that are in no database."""

    def __init__(self, secret: bytes) -> None:
        self._secret = _derived(secret, "rows")
        self._dropping = _derived(secret, "dropping")
        self._signer = Ed25519PrivateKey.from_private_bytes(_derived(secret, "checkpoints"))

    @property
    def public_key(self) -> bytes:
        """The 32 bytes with which checkpoints are checked (RFC 8032)."""
        return self._signer.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def proof(self, event: Mapping[str, Any]) -> bytes:
        """That the service itself wrote this row: HMAC-SHA256 of all that it says."""
        return hmac.digest(self._secret, _text(event).encode(), "sha256")

    def wrote(self, event: Mapping[str, Any]) -> bool:
        """Whether the service wrote this row as it stands."""
        return hmac.compare_digest(self.proof(event), event["proof"])

    def sealed(self, event: Mapping[str, Any], hash: Hash) -> bool:
        """Whether the service wrote this row as it stands, and this is the hash of its leaf."""
        return self.wrote(event) and leaf_hash(leaf(event)) == hash

    def dropping(self, organisation_id: UUID, stream: Stream, number: int, hash: Hash) -> bytes:
        """That the service itself drops the row of this leaf: HMAC-SHA256 of which leaf of which log it is, and of its hash."""
        said = {"organisation_id": str(organisation_id), "stream": stream.value, "number": number, "hash": hash.hex()}
        return hmac.digest(self._dropping, canonical(said).encode(), "sha256")

    def dropped(self, organisation_id: UUID, stream: Stream, number: int, hash: Hash, proof: bytes) -> bool:
        """Whether this proves that the service itself dropped the row of this leaf."""
        return hmac.compare_digest(self.dropping(organisation_id, stream, number, hash), proof)

    def note(self, checkpoint: Checkpoint) -> str:
        """The checkpoint as signed text."""
        return self.signed(_lines(checkpoint))

    def signed(self, said: str) -> str:
        """This text with the service's signature under it."""
        signature = b64encode(_key_hash(self.public_key) + self._signer.sign(said.encode())).decode()
        return f"{said}\n— {NAME} {signature}\n"

    def certified(self, certificate: Any) -> str:
        """A certificate of destruction as signed text, one line for each thing that it says.

        Of whose keys went it says a hash (SHA-256): their number would tell everybody inside how many people had to do with the case.
        """
        said = "".join(f"{name}: {_plain(getattr(certificate, name))}\n" for name in _CERTIFIED)
        keys = sha256(canonical(sorted(map(str, certificate.owners))).encode()).hexdigest()
        return self.signed(f"{said}keys: {keys}\n")

    def certifies(self, certificate: Any) -> bool:
        """Whether the service signed this certificate, as it stands and with the key of today."""
        return hmac.compare_digest(self.certified(certificate).encode(), certificate.note.encode())

    def checkpoint(self, note: str) -> Checkpoint:
        """What a note of ours says. Raises Broken for any other text."""
        try:
            said, _, signed = note.partition("\n\n")
            dash, name, signature = signed.removesuffix("\n").split(" ")
            found = _checkpoint(said)
            self._signer.public_key().verify(b64decode(signature, validate=True)[4:], _lines(found).encode())
            if self.note(found) != note or (dash, name) != ("—", NAME):
                raise Broken
        except (ValueError, InvalidSignature):
            raise Broken from None
        return found


def leaf(event: Mapping[str, Any]) -> bytes:
    """What is hashed for one row: all that it says, and its proof, without which nobody can try out what it said."""
    return _text(event, proof=event["proof"].hex()).encode()


def _text(event: Mapping[str, Any], **more: str) -> str:
    said = (*_SAID, *(name for name in _SAID_INSIDE if name in event))
    return canonical({name: _plain(event[name]) for name in said} | more)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int | None) else str(value)


def _lines(checkpoint: Checkpoint) -> str:
    origin = f"{NAME}/{checkpoint.organisation_id}/{checkpoint.stream.value}"
    return f"{origin}\n{checkpoint.size}\n{b64encode(checkpoint.root).decode()}\n{_plain(checkpoint.sealed_at)}\n"


def _checkpoint(said: str) -> Checkpoint:
    origin, size, root, moment = said.split("\n")
    _, organisation, stream = origin.split("/")
    return Checkpoint(UUID(organisation), Stream(stream), int(size), b64decode(root, validate=True), datetime.fromisoformat(moment))


def _key_hash(public: bytes) -> bytes:
    return sha256(NAME.encode() + b"\n" + _ED25519 + public).digest()[:4]


def _derived(secret: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"herstel audit {purpose}".encode()).derive(secret)
