"""Sealing: what a text becomes before it is stored, under the key of its case and for one place only. Pure functions.

An envelope is version (1 byte), id of the data key (16), nonce (12, random), then the padded text under AES-256-GCM with its tag (16).
The place is associated data: an envelope moved to any other organisation, case, table, row or column stays closed.
"""

import hmac
import json
from dataclasses import dataclass, field
from functools import cached_property
from os import urandom
from typing import Final, NamedTuple, Self
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.texts import canonical

VERSION: Final = 1
_HEAD: Final = bytes([VERSION])
_NONCE_AT: Final = 17
_TEXT_AT: Final = 29
_SECRET: Final = 32
_MARK: Final = b"\x80"
_SMALLEST: Final = 64
_DOUBLES_UNTIL: Final = 1024


class Broken(Exception):
    """What is sealed does not open here: moved, changed, cut, of another key or another version. Which of these it is, is not said."""

    def __init__(self) -> None:
        super().__init__("What is sealed does not open here.")


class Place(NamedTuple):
    """The one place where a sealed value belongs; content of no case is sealed under its organisation's key, and its case is None."""

    organisation_id: UUID
    case_id: UUID | None
    table: str
    row_id: UUID
    column: str


@dataclass(frozen=True)
class DataKey:
    """The 256-bit key of one case or organisation. It shows its id, never its secret, and is not kept beyond the call that needs it."""

    id: UUID
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != _SECRET:
            raise ValueError("a data key has 256 bits")

    @classmethod
    def random(cls) -> Self:
        """A new key, like no other."""
        return cls(uuid4(), urandom(_SECRET))

    def mac(self, purpose: str, message: bytes) -> bytes:
        """A keyed hash (HMAC-SHA256) of a message, another one for every purpose: for blind indexes and for stored hashes of texts."""
        return hmac.digest(self._derived(f"herstel mac {purpose}"), message, "sha256")

    @cached_property
    def cipher(self) -> AESGCM:
        """What seals under this key; its subkey serves nothing else."""
        return AESGCM(self._derived("herstel seal"))

    def _derived(self, info: str) -> bytes:
        return HKDF(SHA256(), _SECRET, salt=None, info=info.encode()).derive(self.secret)


def seal(key: DataKey, place: Place, value: str | list[str]) -> bytes:
    """The value as an envelope that only this key opens, and only at this place. ValueError for text that is not Unicode."""
    nonce = urandom(_TEXT_AT - _NONCE_AT)
    return _HEAD + key.id.bytes + nonce + key.cipher.encrypt(nonce, _padded(canonical(value).encode()), _about(place))


def unseal(key: DataKey, place: Place, sealed: bytes) -> str | list[str]:
    """The value that was sealed under this key at this place. Raises Broken for everything else."""
    if sealed[:_NONCE_AT] != _HEAD + key.id.bytes:
        raise Broken
    try:
        padded = key.cipher.decrypt(sealed[_NONCE_AT:_TEXT_AT], sealed[_TEXT_AT:], _about(place))
        return _value(_unpadded(padded))
    except (InvalidTag, ValueError):
        raise Broken from None


def bucket(length: int) -> int:
    """The size to which so many bytes are padded, that the size of an envelope says little about the text in it.

    64, 128, 256, 512, 1024; above that eight even steps to each doubling: 1152, 1280, … 2048, 2304, … So a short text costs at most
    511 bytes, a long one at most an eighth, and all texts up to a mebibyte have 85 sizes between them.
    """
    if length <= _DOUBLES_UNTIL:
        return max(_SMALLEST, 1 << (length - 1).bit_length())
    step = 1 << ((length - 1).bit_length() - 4)
    return -(-length // step) * step


def _padded(text: bytes) -> bytes:
    # A mark, then zeros (ISO/IEC 7816-4): JSON holds neither a bare zero nor, at its end, the mark, so there is one way back.
    return (text + _MARK).ljust(bucket(len(text) + 1), b"\0")


def _unpadded(padded: bytes) -> bytes:
    marked = padded.rstrip(b"\0")
    if not marked.endswith(_MARK) or len(padded) != bucket(len(marked)):
        raise Broken
    return marked[:-1]


def _value(text: bytes) -> str | list[str]:
    value: object = json.loads(text.decode())
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return value
    raise Broken


def _about(place: Place) -> bytes:
    about = {
        "version": VERSION,
        "organisation": str(place.organisation_id),
        "case": None if place.case_id is None else str(place.case_id),
        "table": place.table,
        "row": str(place.row_id),
        "column": place.column,
    }
    return canonical(about).encode()
