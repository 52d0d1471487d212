"""Looking for what must not be found: a word in whatever encoding, and the digest of a text, in bytes of any kind."""

import hashlib
import re
import zlib
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import Final
from urllib.parse import quote

from app.domain.texts import canonical

MARK: Final = "kwartelvanger"
"""What every planted word holds, and nothing else in the house: by it a word is found without being known."""
CONTROL: Final = "roerdomphoeder"
"""The same of what may be found: where it is not, nothing was looked into."""
INFLATED: Final = 64 * 1024 * 1024

_GZIP, _ZLIB = 31, 15
_PACKED: Final = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_HEX: Final = re.compile(rb"[0-9a-fA-F]{16,}")
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/_-]{11,}")
_ALGORITHMS: Final = ("md5", "sha1", "sha256", "sha512")
_WINDOW: Final = 8


def _inside(text: bytes, at: int) -> tuple[bytes, bytes]:
    """The characters of base64, of both alphabets, that stand for nothing but this text, where it begins `at` bytes into a triple."""
    first, last = -(-at * 8 // 6), (at + len(text)) * 8 // 6
    return b64encode(bytes(at) + text)[first:last], urlsafe_b64encode(bytes(at) + text)[first:last]


class Forms:
    """A mark in every spelling: those that capitals do not change, and those of which every letter counts."""

    def __init__(self, mark: str) -> None:
        cases = (mark, mark.upper(), mark.capitalize())
        # Against bytes whose capitals were made small; plain, JSON and URL spelling leave these letters as they are.
        self.small: dict[str, bytes] = {
            "plain": mark.encode(),
            "utf-16-le": mark.encode("utf-16-le"),
            "utf-16-be": mark.encode("utf-16-be"),
            "utf-32-le": mark.encode("utf-32-le"),
            "escaped": "".join(f"\\u{ord(letter):04x}" for letter in mark).encode(),
            "quoted": "".join(f"%{ord(letter):02x}" for letter in mark).encode(),
        }
        # A dump writes a backslash twice.
        self.small["escaped twice"] = self.small["escaped"].replace(b"\\", b"\\\\")
        self.small |= {f"hex {number}": word.encode().hex().encode() for number, word in enumerate(cases)}
        self.exact: dict[str, bytes] = {
            f"base64 {number} {at} {kind}": form
            for number, word in enumerate((*cases, mark.encode("utf-16-le").decode()))
            for at in range(3)
            for kind, form in zip(("plain", "url"), _inside(word.encode(), at), strict=True)
        }


@cache
def _forms_of(mark: str) -> Forms:
    return Forms(mark)


def words_in(found: bytes, mark: str = MARK) -> set[str]:
    """In which encodings a word with this mark stands here; a stream that is packed inside is looked into."""
    forms = _forms_of(mark)
    return _bare(found, forms) | {f"packed {name}" for stream in inflated(found) for name in _bare(stream, forms)}


def _bare(found: bytes, forms: Forms) -> set[str]:
    small, unbroken = found.lower(), found.replace(b"\r", b"").replace(b"\n", b"")
    kinds = {name.partition(" ")[0] for name, form in forms.small.items() if form in small}
    return kinds | {name.partition(" ")[0] for name, form in forms.exact.items() if form in unbroken or form in found}


def inflated(found: bytes) -> Iterator[bytes]:
    """What comes out wherever a gzip or zlib stream may begin."""
    for start in _PACKED.finditer(found):
        inflater = zlib.decompressobj(_GZIP if start[0][0] == 0x1F else _ZLIB)
        try:
            begun = inflater.decompress(found[start.start() : start.start() + 512], 4096)
            rest = inflater.unconsumed_tail + found[start.start() + 512 : start.start() + INFLATED]
            yield begun + (b"" if inflater.eof else inflater.decompress(rest, INFLATED))
        except zlib.error:
            continue


class Digests:
    """The digests of texts, by which one could try out whether it was they who were said."""

    def __init__(self, texts: Iterable[str], more: Iterable[str] = ()) -> None:
        digests = {digest for text in texts for form in _forms(text) for digest in _of(form)} | {bytes.fromhex(one) for one in more}
        self.count = len(digests)
        self._starts = {int.from_bytes(one[:_WINDOW], "little") for one in digests}
        self._hex = {one[:_WINDOW].hex().encode() for one in digests}
        # In base64 a digest stands for itself: what comes before it is no part of it.
        self._base64 = {encode(one[:9])[:11] for one in digests for encode in (b64encode, urlsafe_b64encode)}

    def found_in(self, found: bytes) -> set[str]:
        """In which encodings one of them stands here, whole or cut off after eight bytes."""
        return self._bare(found) | {f"packed {name}" for stream in inflated(found) for name in self._bare(stream)}

    def _bare(self, found: bytes) -> set[str]:
        starts = (memoryview(found)[at : at + (len(found) - at) // _WINDOW * _WINDOW].cast("Q") for at in range(_WINDOW))
        kinds = {"raw"} if self._starts.intersection(chain.from_iterable(starts)) else set()
        runs = (run[0].lower() for run in _HEX.finditer(found))
        if self._hex.intersection(run[at : at + 2 * _WINDOW] for run in runs for at in range(len(run) - 2 * _WINDOW + 1)):
            kinds.add("hex")
        runs = (run[0] for run in _BASE64.finditer(found) if not _HEX.fullmatch(run[0]))
        if self._base64.intersection(run[at : at + 11] for run in runs for at in range(len(run) - 10)):
            kinds.add("base64")
        return kinds


def _forms(text: str) -> set[bytes]:
    """A text as one would hash it: bare, in small letters, as JSON, and as what the service's own hashes are made of."""
    return {form.encode() for form in (text, text.lower(), text.upper(), canonical(text), canonical({"text": text}), canonical([text]))} | {
        text.encode("utf-16-le"),
        quote(text).encode(),
    }


def _of(text: bytes) -> Iterator[bytes]:
    return (hashlib.new(name, text, usedforsecurity=False).digest() for name in _ALGORITHMS)
