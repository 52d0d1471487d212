"""Cursors: where a list goes on, sealed for one principal, one route and one filter (T4)."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import date, datetime
from os import urandom
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fastapi.exceptions import RequestValidationError

_NONCE: Final = 12
_KINDS: Final[dict[str, Any]] = {"datetime": datetime.fromisoformat, "date": date.fromisoformat, "UUID": UUID, "int": int, "str": str}


class Cursors:
    """Seals and opens cursors with one key."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, key: Sequence[Any], bound_to: str) -> str:
        """A cursor after this key; it says nothing to its bearer, and opens only where it was made."""
        plain = json.dumps([[type(part).__name__, part.isoformat() if isinstance(part, date) else str(part)] for part in key])
        nonce = urandom(_NONCE)
        sealed = nonce + self._cipher.encrypt(nonce, plain.encode(), bound_to.encode())
        return _written(sealed)

    def open(self, cursor: str, bound_to: str) -> list[Any]:
        """The key in a cursor; 400 for one of another principal, route or filter, or none of ours."""
        try:
            sealed = urlsafe_b64decode(cursor.encode("ascii") + b"==")
            if _written(sealed) != cursor:
                raise ValueError
            plain = self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to.encode())
        except (InvalidTag, ValueError):
            raise RequestValidationError([{"type": "bad_cursor", "loc": ("query", "cursor")}]) from None
        return [_KINDS[kind](text) for kind, text in json.loads(plain)]


def _written(sealed: bytes) -> str:
    return urlsafe_b64encode(sealed).decode().rstrip("=")
