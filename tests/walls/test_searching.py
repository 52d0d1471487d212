"""P1: whoever looks for words must be able to find them: each encoding, hidden in noise, is found, and noise alone is not."""

import gzip
import hashlib
import json
import random
import zlib
from base64 import b64encode, encodebytes, urlsafe_b64encode
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

import pytest

from tests.walls.searching import MARK, Digests, words_in

TEXT: Final = f"Gisteren zei Één {MARK}0042 dat het anders moet."
NOISE: Final = random.Random(4).randbytes(200_000)

ENCODED: Final[dict[str, bytes]] = {
    "plain": TEXT.encode(),
    "in capitals": TEXT.upper().encode(),
    "latin-1": TEXT.encode("latin-1"),
    "json": json.dumps({"text": TEXT}).encode(),
    "json, every letter escaped": "".join(f"\\u{ord(letter):04X}" for letter in TEXT).encode(),
    "url": quote(TEXT).encode(),
    "url, every letter quoted": "".join(f"%{byte:02X}" for byte in TEXT.encode()).encode(),
    "utf-16-le": TEXT.encode("utf-16-le"),
    "utf-16-be": TEXT.encode("utf-16-be"),
    "utf-32": TEXT.encode("utf-32-le"),
    "hex": TEXT.encode().hex().encode(),
    "hex in capitals": TEXT.upper().encode().hex().upper().encode(),
    "gzip": gzip.compress(TEXT.encode()),
    "zlib": zlib.compress(TEXT.encode(), 1),
    "base64 in gzip": gzip.compress(b64encode(TEXT.encode())),
    **{f"base64 {at}": b64encode(b"." * at + TEXT.encode()) for at in range(3)},
    **{f"base64 of capitals {at}": b64encode(b"." * at + TEXT.upper().encode()) for at in range(3)},
    **{f"base64url {at}": urlsafe_b64encode(b"\xff" * at + TEXT.encode()) for at in range(3)},
    **{f"base64 of utf-16 {at}": b64encode(b"." * at + TEXT.encode("utf-16-le")) for at in range(3)},
    **{f"base64 in lines {at}": encodebytes(b"." * (at + 30) + TEXT.encode()) for at in range(3)},
}
WRITTEN: Final[dict[str, Callable[[bytes], bytes]]] = {
    "raw": bytes,
    "hex": lambda digest: digest.hex().encode(),
    "hex in capitals": lambda digest: digest.hex().upper().encode(),
    "base64": b64encode,
    "base64url": urlsafe_b64encode,
    "bytea of pg_dump": lambda digest: b"\t\\\\x" + digest.hex().encode() + b"\t",
    "gzip": lambda digest: gzip.compress(digest.hex().encode()),
}


@pytest.mark.parametrize("how", ENCODED)
@pytest.mark.parametrize("at", [0, 1, 100_003])
def test_p1_a_word_is_found_in_every_encoding(how: str, at: int) -> None:
    assert words_in(NOISE[:at] + b"\n" + ENCODED[how] + b"\n" + NOISE[at:]) != set()


@pytest.mark.parametrize("how", WRITTEN)
@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512"])
@pytest.mark.parametrize("text", [TEXT, TEXT.lower(), json.dumps({"text": TEXT}, ensure_ascii=False, separators=(",", ":"))])
def test_p1_a_digest_is_found_in_every_spelling(how: str, algorithm: str, text: str) -> None:
    hidden = WRITTEN[how](hashlib.new(algorithm, text.encode(), usedforsecurity=False).digest())
    for at in range(8):
        assert Digests([TEXT]).found_in(NOISE[: 1000 + at] + b"\n" + hidden + b"\n" + NOISE[:1000]) != set()


def test_p1_in_noise_nothing_is_found() -> None:
    assert (words_in(NOISE), Digests([TEXT]).found_in(NOISE)) == (set(), set())
    assert (words_in(NOISE.hex().encode()), words_in(b64encode(NOISE))) == (set(), set())
