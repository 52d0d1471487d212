"""Sealed content: it opens under its own key at its own place, and nowhere else (docs/secrecy.md)."""

import hmac
from itertools import pairwise
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from app.store.sealing import Broken, DataKey, Place, bucket, seal, unseal

ORGANISATION = UUID("11111111-1111-4111-8111-111111111111")
CASE = UUID("22222222-2222-4222-8222-222222222222")
ROW = UUID("33333333-3333-4333-8333-333333333333")
OTHER = UUID("44444444-4444-4444-8444-444444444444")
KEY = DataKey(UUID("55555555-5555-4555-8555-555555555555"), bytes(range(32)))
HERE = Place(ORGANISATION, CASE, "note", ROW, "text")
SAID = "Ik schaam me ervoor."
# Every Unicode text: the surrogates are halves of a sign, and the door of the service lets none in.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
OVERHEAD = 45


def derived(secret: bytes, info: bytes) -> bytes:
    """HKDF-SHA256 without salt, as RFC 5869 writes it, for one block."""
    return hmac.digest(hmac.digest(bytes(32), secret, "sha256"), info + b"\x01", "sha256")


def envelope(padded: bytes, version: int = 1, nonce: bytes = b"nonce of 12.") -> bytes:
    """The padded text, sealed by hand at this place."""
    about = (
        '{"case":"22222222-2222-4222-8222-222222222222","column":"text","organisation":"11111111-1111-4111-8111-111111111111",'
        '"row":"33333333-3333-4333-8333-333333333333","table":"note","version":1}'
    )
    cipher = AESGCM(derived(bytes(range(32)), b"herstel seal"))
    return bytes([version]) + b"\x55" * 6 + b"\x45\x55\x85" + b"\x55" * 7 + nonce + cipher.encrypt(nonce, padded, about.encode())


def padded(text: bytes, size: int = 64) -> bytes:
    return text + b"\x80" + bytes(size - len(text) - 1)


def test_an_envelope_made_by_hand_opens() -> None:
    assert unseal(KEY, HERE, envelope(padded(b'"Ik schaam me ervoor."'))) == SAID
    assert unseal(KEY, HERE, envelope(padded(b'["a","b"]'))) == ["a", "b"]


def test_what_is_sealed_is_what_is_made_by_hand_with_the_same_nonce() -> None:
    sealed = seal(KEY, HERE, SAID)
    assert sealed == envelope(padded(b'"Ik schaam me ervoor."'), nonce=sealed[17:29])
    assert len(sealed) == 109


def test_the_mac_is_another_one_for_every_purpose_and_key() -> None:
    assert KEY.mac("name", b"Tom") == hmac.digest(derived(bytes(range(32)), b"herstel mac name"), b"Tom", "sha256")
    other = DataKey(KEY.id, bytes(32))
    macs = {KEY.mac("name", b"Tom"), KEY.mac("text", b"Tom"), KEY.mac("name", b"Els"), other.mac("name", b"Tom")}
    assert len(macs) == 4


@given(TEXTS | st.lists(TEXTS))
def test_what_was_sealed_opens_as_it_was(value: str | list[str]) -> None:
    assert unseal(KEY, HERE, seal(KEY, HERE, value)) == value


@pytest.mark.parametrize(
    "value",
    [
        "",
        [],
        [""],
        ["", ""],
        "\x80",
        "\0",
        '"',
        "null",
        "\u00e9",
        "e\u0301",
        "👩‍👩‍👧‍👦",
        "\U0010ffff",
        "x" * 2**20,
        "é" * 2**19,
        ["é" * 1000] * 100,
    ],
    ids=range(15),
)
def test_odd_and_long_values_open_as_they_were(value: str | list[str]) -> None:
    assert unseal(KEY, HERE, seal(KEY, HERE, value)) == value


def test_text_of_no_case_is_sealed_for_its_organisation() -> None:
    directory = HERE._replace(case_id=None)
    sealed = seal(KEY, directory, SAID)
    assert unseal(KEY, directory, sealed) == SAID
    with pytest.raises(Broken):
        unseal(KEY, HERE, sealed)


@pytest.mark.parametrize(
    "elsewhere",
    [
        HERE._replace(organisation_id=OTHER),
        HERE._replace(case_id=OTHER),
        HERE._replace(case_id=None),
        HERE._replace(table="statement"),
        HERE._replace(row_id=OTHER),
        HERE._replace(column="title"),
        HERE._replace(organisation_id=CASE, case_id=ORGANISATION),
        HERE._replace(table="text", column="note"),
    ],
)
def test_moved_to_any_other_place_it_stays_closed(elsewhere: Place) -> None:
    with pytest.raises(Broken):
        unseal(KEY, elsewhere, seal(KEY, HERE, SAID))
    with pytest.raises(Broken):
        unseal(KEY, HERE, seal(KEY, elsewhere, SAID))


@pytest.mark.parametrize("other", [DataKey(KEY.id, bytes(32)), DataKey(OTHER, KEY.secret), DataKey.random()], ids=["secret", "id", "both"])
def test_under_another_key_it_stays_closed(other: DataKey) -> None:
    with pytest.raises(Broken):
        unseal(other, HERE, seal(KEY, HERE, SAID))


def test_cut_anywhere_or_lengthened_it_stays_closed() -> None:
    sealed = seal(KEY, HERE, SAID)
    for cut in [*(sealed[:length] for length in range(109)), *(sealed[start:] for start in range(1, 110)), sealed + b"\0"]:
        with pytest.raises(Broken):
            unseal(KEY, HERE, cut)


def test_with_any_bit_of_it_changed_it_stays_closed() -> None:
    sealed = seal(KEY, HERE, SAID)
    for position in range(109 * 8):
        changed = bytearray(sealed)
        changed[position // 8] ^= 1 << position % 8
        with pytest.raises(Broken):
            unseal(KEY, HERE, bytes(changed))


@given(TEXTS, st.data())
def test_with_any_byte_of_any_text_changed_it_stays_closed(text: str, data: st.DataObject) -> None:
    changed = bytearray(seal(KEY, HERE, text))
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Broken):
        unseal(KEY, HERE, bytes(changed))


@pytest.mark.parametrize(
    "wrong",
    [
        envelope(padded(b'"a"'), version=0),
        envelope(padded(b'"a"'), version=2),
        envelope(b'"a"' + bytes(61)),
        envelope(bytes(64)),
        envelope(b""),
        envelope(b'"a"\x80'),
        envelope(padded(b'"a"', 65)),
        envelope(padded(b'"a"', 128)),
        envelope(padded(b"")),
        envelope(padded(b'"a')),
        envelope(padded(b'"\xff"')),
        envelope(padded(b"7")),
        envelope(padded(b"null")),
        envelope(padded(b'{"a":"b"}')),
        envelope(padded(b'["a",7]')),
        envelope(padded(b'[["a"]]')),
    ],
    ids=range(16),
)
def test_another_version_padding_or_kind_of_value_stays_closed_though_the_key_is_right(wrong: bytes) -> None:
    with pytest.raises(Broken):
        unseal(KEY, HERE, wrong)


def test_why_it_stays_closed_is_not_said() -> None:
    for wrong in (b"", envelope(padded(b"7")), envelope(padded(b'"a"'), version=2), seal(KEY, HERE._replace(column="title"), SAID)):
        with pytest.raises(Broken) as broken:
            unseal(KEY, HERE, wrong)
        assert str(broken.value) == "What is sealed does not open here."
        assert broken.value.__cause__ is None
        assert broken.value.__suppress_context__ or broken.value.__context__ is None


def test_half_a_sign_is_no_text() -> None:
    with pytest.raises(ValueError, match="surrogates not allowed"):
        seal(KEY, HERE, "\ud800")


@pytest.mark.parametrize(
    ("length", "size"),
    [
        (1, 64), (63, 64), (64, 64), (65, 128), (128, 128), (129, 256), (256, 256), (257, 512), (512, 512), (513, 1024), (1024, 1024),
        (1025, 1152), (1152, 1152), (1153, 1280), (1921, 2048), (2048, 2048), (2049, 2304), (4096, 4096), (4097, 4608),
        (1_000_000, 1_048_576), (1_048_577, 1_179_648),
    ],
)  # fmt: skip
def test_sizes_fall_in_buckets(length: int, size: int) -> None:
    assert bucket(length) == size


def test_the_texts_up_to_a_mebibyte_have_85_sizes() -> None:
    sizes = [64]
    while sizes[-1] < 2**20:
        sizes.append(bucket(sizes[-1] + 1))
    assert len(sizes) == 85
    assert [size for size in sizes if bucket(size) != size] == []
    assert max(after - before for before, after in pairwise(sizes) if after <= 1024) == 512
    assert [size for size in sizes if 1024 < size <= 2048] == [1152, 1280, 1408, 1536, 1664, 1792, 1920, 2048]


@given(st.integers(1, 2**30))
def test_a_bucket_holds_what_goes_in_and_wastes_little(length: int) -> None:
    size = bucket(length)
    assert length <= size
    assert bucket(size) == size
    assert (size - length) * 8 <= length or size - length < max(64, min(length, 512))


@given(TEXTS | st.lists(TEXTS))
def test_every_envelope_has_the_size_of_a_bucket(value: str | list[str]) -> None:
    size = len(seal(KEY, HERE, value)) - OVERHEAD
    assert bucket(size) == size


@pytest.mark.parametrize(("text", "size"), [("", 64), ("a" * 61, 64), ("a" * 62, 128), ("é" * 30, 64), ("é" * 31, 128), ("\n" * 31, 128)])
def test_the_size_is_that_of_the_written_text_and_its_mark(text: str, size: int) -> None:
    assert len(seal(KEY, HERE, text)) == size + OVERHEAD


def test_no_two_envelopes_share_a_nonce() -> None:
    sealed = [seal(KEY, HERE, SAID) for _ in range(1000)]
    assert len({one[17:29] for one in sealed}) == 1000
    assert len({one[29:] for one in sealed}) == 1000


def test_a_key_shows_its_id_and_never_its_secret() -> None:
    key = DataKey(KEY.id, b"geheim-geheim-geheim-geheim-gehe")
    assert repr(key) == "DataKey(id=UUID('55555555-5555-4555-8555-555555555555'))"
    assert "geheim" not in str(key) + f"{key}"


def test_no_two_new_keys_are_alike_and_a_short_one_is_none() -> None:
    first, second = DataKey.random(), DataKey.random()
    assert first.id != second.id
    assert first.secret != second.secret
    assert len(first.secret) == 32
    with pytest.raises(ValueError, match="256 bits"):
        DataKey(KEY.id, bytes(31))
