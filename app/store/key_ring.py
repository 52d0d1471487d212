"""Whoever wraps data keys: a ring of key-encryption keys in a file, behind two methods behind which a cloud service fits as well.

The file is JSON: `keys` by id, the id that is `current`, and whether a rotation is `unfinished`. It is only ever replaced as a whole.
"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final, Protocol
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.store.sealing import Broken

_HEAD: Final = b"\x01"
_NONCE_AT: Final = 17
_SECRET_AT: Final = 29
_OTHERS: Final = 0o077


class KeysAway(Exception):
    """The keys cannot be reached, for whatever reason: one sentence for whoever runs the service, never for who uses it."""


class NotOnRing(KeysAway):
    """The ring is there, but not the key that wrapped this."""


class Wrapper(Protocol):
    """Who wraps data keys and keeps the key that does so; KeysAway when it cannot be reached, within two seconds."""

    def wrap(self, secret: bytes, about: bytes) -> bytes:
        """The secret, wrapped so that it opens only together with the same `about`."""

    def unwrap(self, wrapped: bytes, about: bytes) -> bytes:
        """The secret that was wrapped with the same `about`. Raises Broken for everything else."""


@dataclass(frozen=True)
class _Ring:
    """What stood in the file when it was last read."""

    seen: tuple[int, ...]
    current: UUID
    unfinished: bool
    secrets: Mapping[UUID, bytes] = field(repr=False)


class KeyRing:
    """The key-encryption keys in a file that only its owner reads, read again whenever it has changed; a Wrapper.

    Several processes may share the file. It is made by `make` only: a ring that vanished is away, and no new one takes its place.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ring: _Ring | None = None

    def wrap(self, secret: bytes, about: bytes) -> bytes:
        """The secret under the current key: version (1 byte), id of that key (16), nonce (12), ciphertext with its tag (48)."""
        ring = self._now()
        head, nonce = _HEAD + ring.current.bytes, os.urandom(_SECRET_AT - _NONCE_AT)
        return head + nonce + AESGCM(ring.secrets[ring.current]).encrypt(nonce, secret, head + about)

    def unwrap(self, wrapped: bytes, about: bytes) -> bytes:
        """The secret that was wrapped with the same `about`. Raises Broken for all else, KeysAway without the key that wrapped it."""
        head = wrapped[:_NONCE_AT]
        if len(wrapped) <= _SECRET_AT or not head.startswith(_HEAD):
            raise Broken
        try:
            cipher = AESGCM(self._secret(wrapped_by(wrapped)))
            return cipher.decrypt(wrapped[_NONCE_AT:_SECRET_AT], wrapped[_SECRET_AT:], head + about)
        except InvalidTag:
            raise Broken from None

    @property
    def current(self) -> UUID:
        """The id of the key that wraps now."""
        return self._now().current

    @property
    def unfinished(self) -> bool:
        """Whether a rotation has begun that has not rewrapped every data key yet."""
        return self._now().unfinished

    def stands(self) -> bool:
        """Whether the file is there."""
        try:
            return self._path.exists()
        except OSError as error:
            raise self._trouble(error) from None

    def make(self) -> None:
        """A ring with one key; where one stands already it stays, however many make it at once."""
        first = uuid4()
        self._place({first: os.urandom(32)}, first, unfinished=False, over=False)

    def turn(self, wrapping: Collection[UUID]) -> int:
        """Begin a rotation with a new current key, and drop every older one that is not among those still `wrapping`: how many.

        An unfinished rotation goes on with the key that it added.
        """
        ring = self._read()
        if ring.unfinished:
            return 0
        kept = {id: secret for id, secret in ring.secrets.items() if id == ring.current or id in wrapping}
        new = uuid4()
        self._place({**kept, new: os.urandom(32)}, new, unfinished=True)
        return len(ring.secrets) - len(kept)

    def finish(self, rotated_to: UUID) -> None:
        """The rotation to this key is done; nothing, when another one has begun since."""
        ring = self._read()
        if ring.current == rotated_to:
            self._place(ring.secrets, ring.current, unfinished=False)

    def _secret(self, id: UUID) -> bytes:
        secret = self._now().secrets.get(id) or self._read().secrets.get(id)
        if secret is None:
            raise NotOnRing(f"The key ring {self._path} lacks the key that wrapped a data key.")
        return secret

    def _now(self) -> _Ring:
        """The ring as it is in the file."""
        try:
            seen = _seen(self._path.stat())
        except OSError as error:
            raise self._trouble(error) from None
        ring = self._ring
        return ring if ring is not None and ring.seen == seen else self._read()

    def _read(self) -> _Ring:
        try:
            with self._path.open("rb") as file:
                status = os.fstat(file.fileno())
                content = file.read()
        except OSError as error:
            raise self._trouble(error) from None
        if status.st_mode & _OTHERS:
            raise KeysAway(f"The key ring {self._path} is open to others than its owner; make it 0600.")
        try:
            stored = json.loads(content)
            secrets = {UUID(id): b64decode(secret, validate=True) for id, secret in stored["keys"].items()}
            ring = _Ring(_seen(status), UUID(stored["current"]), bool(stored["unfinished"]), secrets)
        except (ValueError, TypeError, KeyError, AttributeError):
            ring = None
        if ring is None or ring.current not in ring.secrets or {len(secret) for secret in ring.secrets.values()} != {32}:
            raise KeysAway(f"The file {self._path} is not a key ring.")
        self._ring = ring
        return ring

    def _place(self, secrets: Mapping[UUID, bytes], current: UUID, *, unfinished: bool, over: bool = True) -> None:
        """Put this ring into the file, whole and on the disk before anything is wrapped under it."""
        keys = {str(id): b64encode(secret).decode() for id, secret in secrets.items()}
        stored = {"current": str(current), "unfinished": unfinished, "keys": keys}
        try:
            path = self._path.resolve()
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # A temporary file is born 0600. A link appears whole or not at all, and never over another's: the first one wins.
            with NamedTemporaryFile("w", dir=path.parent, prefix=".ring-", delete=False) as draft:
                json.dump(stored, draft, indent=2)
                draft.flush()
                os.fsync(draft.fileno())
            _move(Path(draft.name), path, over)
        except OSError as error:
            raise self._trouble(error) from None

    def _trouble(self, error: OSError) -> KeysAway:
        return KeysAway(f"The key ring {self._path} cannot be used ({(error.strerror or type(error).__name__).lower()}).")


def wrapped_by(wrapped: bytes) -> UUID:
    """The id of the key-encryption key that this wrapped form names."""
    return UUID(bytes=wrapped[1:_NONCE_AT])


def _seen(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size, status.st_mode


def _move(draft: Path, path: Path, over: bool) -> None:
    try:
        if over:
            draft.replace(path)
        else:
            os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
