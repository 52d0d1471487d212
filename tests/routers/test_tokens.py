"""The classic attacks upon a token: its algorithm (A2), its key (A3), its form (A4)."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA384, SHA512
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.domain.confidentiality import Role
from app.routers.tokens import bearer
from tests.routers.forging import (
    ANNA,
    AUDIENCE,
    CLAIMS,
    GONE,
    HEADER,
    NOORD,
    NOORD_ID,
    NOORD_KEY,
    REGISTRY_ID,
    STRANGER,
    ZUID_KEY,
    assembled,
    b64,
    by,
    changed,
    ec_jwk,
    es256,
    hs256,
    never_passes,
    passes,
    refused,
    registry_key,
    registry_token,
    rs256,
    token,
    verifier,
)

# The genuine ones


def test_a_genuine_token_says_who_for_whom_and_in_which_role() -> None:
    passes(token())


def test_a_genuine_rs256_token_with_typ_jwt_makes_a_moderator() -> None:
    found = verifier().principal(registry_token())
    assert (found.organisation_id, found.role) == (REGISTRY_ID, Role.MODERATOR)


@pytest.mark.parametrize("typ", ["at+jwt", "AT+JWT", "application/at+jwt", "Application/At+Jwt"])
def test_a_typ_is_a_media_type_and_knows_no_case(typ: str) -> None:
    passes(token(header={"typ": typ}))


def test_an_audience_list_of_us_alone_is_the_same_as_our_name() -> None:
    passes(token({"aud": [AUDIENCE]}))


def test_claims_and_header_members_that_nobody_knows_are_ignored() -> None:
    passes(token({"scope": "a b", "amr": ["pwd"], "auth_time": 1.5}, {"x5t": "abc"}))


def test_the_same_subject_of_another_issuer_is_another_person() -> None:
    theirs = verifier().principal(token({"iss": NOORD, "org": str(NOORD_ID)}, sign=by(NOORD_KEY)))
    assert theirs.id != ANNA.id


# A2: the algorithm


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", "", None, GONE])
def test_a2_a_token_without_algorithm_is_refused_signed_or_not(alg: object) -> None:
    never_passes(token(header={"alg": alg}))
    never_passes(token(header={"alg": alg}, sign=lambda _: b""))


@pytest.mark.parametrize("claimed", ["HS256", "ES256"])
@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
def test_a2_an_hmac_with_the_public_ec_key_as_its_secret_is_refused(encoding: Encoding, claimed: str) -> None:
    public = ZUID_KEY.public_key().public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo)
    never_passes(token(header={"alg": claimed}, sign=hs256(public)))
    never_passes(token(header={"alg": claimed}, sign=hs256(public.strip())))


@pytest.mark.parametrize("claimed", ["HS256", "RS256"])
@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
@pytest.mark.parametrize("form", [PublicFormat.SubjectPublicKeyInfo, PublicFormat.PKCS1])
def test_a2_an_hmac_with_the_public_rsa_key_as_its_secret_is_refused(form: PublicFormat, encoding: Encoding, claimed: str) -> None:
    public = registry_key().public_key().public_bytes(encoding, form)
    never_passes(registry_token(header={"alg": claimed}, sign=hs256(public)))


def test_a2_an_hmac_with_the_public_jwk_as_its_secret_is_refused() -> None:
    never_passes(token(header={"alg": "HS256"}, sign=hs256(json.dumps(ec_jwk(ZUID_KEY)).encode())))


def test_a2_a_right_signature_of_another_algorithm_is_refused() -> None:
    pkcs = padding.PKCS1v15()
    never_passes(registry_token(header={"alg": "RS384"}, sign=lambda m: registry_key().sign(m, pkcs, SHA384())))
    never_passes(registry_token(header={"alg": "RS512"}, sign=lambda m: registry_key().sign(m, pkcs, SHA512())))
    pss = padding.PSS(padding.MGF1(SHA384()), 48)
    never_passes(registry_token(header={"alg": "PS384"}, sign=lambda m: registry_key().sign(m, pss, SHA384())))


def test_a2_an_algorithm_that_only_another_issuer_uses_is_refused() -> None:
    never_passes(token(header={"alg": "RS256"}, sign=rs256))
    never_passes(token(header={"alg": "RS256", "kid": "register-1"}, sign=rs256))


@pytest.mark.parametrize("alg", [["ES256"], ["none", "ES256"], {"ES256": 1}, "ES256 ", "es256", "E", "ES", 256, True])
def test_a2_several_algorithms_or_something_like_one_are_refused(alg: object) -> None:
    never_passes(token(header={"alg": alg}))


# A3: the key


@pytest.mark.parametrize("kid", ["2025-9", "", "../2026-1", "2026-1\x00", GONE, None, 1, ["2026-1"], {"2026-1": 1}])
def test_a3_a_kid_that_is_unknown_or_missing_is_refused(kid: object) -> None:
    never_passes(token(header={"kid": kid}))


def test_a3_the_key_of_another_issuer_is_refused_whatever_kid_it_is_said_to_be() -> None:
    for kid in ("2026-1", "noord-only", "register-1"):
        never_passes(token(header={"kid": kid}, sign=by(NOORD_KEY)))


def test_a3_a_strangers_signature_is_refused() -> None:
    never_passes(token(sign=by(STRANGER)))


@pytest.mark.parametrize("member", ["jwk", "jku", "x5u", "x5c"])
@pytest.mark.parametrize("kid", ["2026-1", "mine"])
def test_a3_a_key_that_the_token_brings_is_refused_also_beside_a_right_signature(member: str, kid: str) -> None:
    brought: object = {"jwk": {**ec_jwk(STRANGER), "kid": kid}, "x5c": ["MIIB"]}.get(member, "https://evil.example/keys.json")
    never_passes(token(header={member: brought, "kid": kid}, sign=by(STRANGER)))
    never_passes(token(header={member: brought}))


def test_a3_a_signature_that_is_stripped_zero_padded_or_of_another_form_is_refused() -> None:
    whole = token()
    head, raw = whole.rpartition(".")[0], es256(whole.rpartition(".")[0].encode())
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    never_passes(f"{head}.")
    never_passes(head)
    for wrong in (bytes(64), b"\x00", raw[:-1], raw + b"\x00", b"\x00" + raw, raw[32:] + raw[:32], encode_dss_signature(r, s), raw + raw):
        never_passes(f"{head}.{b64(wrong)}")


def test_a3_a_signature_with_any_byte_changed_is_refused() -> None:
    head, raw = token().rpartition(".")[0], es256(token().rpartition(".")[0].encode())
    for place in range(64):
        never_passes(f"{head}.{b64(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])}")


def test_a3_the_mirrored_ecdsa_signature_says_the_same_and_nothing_else() -> None:
    """ECDSA accepts s and n - s, and providers send either; so a token's text is no identity, and nothing here takes it for one."""
    n = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    head = token().rpartition(".")[0]
    raw = es256(head.encode())
    passes(f"{head}.{b64(raw[:32] + (n - int.from_bytes(raw[32:], 'big')).to_bytes(32, 'big'))}")


def test_a3_a_right_signature_moved_to_other_claims_is_refused() -> None:
    raised = token({"role": "admin"}).split(".")
    never_passes(".".join([*raised[:2], token().split(".")[2]]))


# A4: the form


@pytest.mark.parametrize("typ", ["JWT", "dpop+jwt", "logout+jwt", "at+jwt ", "", GONE, None, 1, ["at+jwt"], "application/x/at+jwt"])
def test_a4_a_typ_that_is_missing_or_not_the_issuers_is_refused(typ: object) -> None:
    never_passes(token(header={"typ": typ}))


def test_a4_an_access_tokens_typ_is_refused_from_an_issuer_of_typ_jwt() -> None:
    never_passes(registry_token(header={"typ": "at+jwt"}))


@pytest.mark.parametrize("extra", [{"crit": ["exp"]}, {"crit": []}, {"crit": ["b64"], "b64": False}, {"b64": True}, {"zip": "DEF"}])
def test_a4_a_header_that_asks_for_more_than_a_signature_is_refused(extra: dict[str, object]) -> None:
    never_passes(token(header=extra))


def test_a4_a_token_of_8192_characters_passes_and_one_more_is_refused() -> None:
    # No segment has 4n + 1 letters, so both parts are filled until the sizes are met.
    fills = [(head, body) for head in range(4) for body in range(5700, 5800)]
    sizes = {len(made): made for head, body in fills if len(made := token({"fill": "x" * body}, {"x5t": "y" * head})) in (8192, 8193)}
    passes(sizes[8192])
    never_passes(sizes[8193])


def test_a4_what_is_too_long_is_refused_before_it_is_read() -> None:
    never_passes("a." * 500_000)
    refused(lambda: bearer(["Bearer " + "a" * 8193]))
    assert bearer(["Bearer " + "a" * 8192]) == "a" * 8192


@pytest.mark.parametrize("rest", [" ", "\n", "\r\n", "\t", "\x00", "=", "==", ".", ".e30", ".e30.e30", ",", "A", "é", "\ud800"])
def test_a4_anything_after_the_token_is_refused(rest: str) -> None:
    never_passes(token() + rest)


@pytest.mark.parametrize("before", [" ", "\n", ".", "Bearer ", "=", "\ufeff"])
def test_a4_anything_before_the_token_is_refused(before: str) -> None:
    never_passes(before + token())


@pytest.mark.parametrize(
    "text", ["", ".", "..", "...", "a", "a.b", "a.b.c", "e30.e30.e30", "e30.e30.", "....", "a.b.c.d.e", "!.!.!", "é.é.é"]
)
def test_a4_what_is_no_token_at_all_is_refused(text: str) -> None:
    never_passes(text)


def test_a4_a_second_spelling_of_the_same_octets_is_refused() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    whole = token()
    # 64 octets are 86 letters, of whose last one four bits mean nothing.
    for spare in range(1, 16):
        never_passes(whole[:-1] + letters[letters.index(whole[-1]) | spare])


@pytest.mark.parametrize("which", ["header", "payload"])
def test_a4_what_is_not_an_object_in_utf8_is_refused_though_rightly_signed(which: str) -> None:
    genuine = changed(HEADER if which == "header" else CLAIMS, {})
    text = genuine.decode()
    deep = b"[" * 5000
    bad = [b"", b"null", b"[]", b'"x"', b"1", b"{", b"[" + genuine + b"]", genuine * 2, genuine + b"\x00", b"\xef\xbb\xbf" + genuine]
    bad += [text.encode("utf-16"), b"\xff\xfe" + genuine, genuine.replace(b"}", b', "x": "\xff"}')]
    bad += [deep, b'{"iss":' + deep, b'{"a":' * 900 + deep[:900], genuine.replace(b"}", b', "x": ' + deep + b"}")]
    bad += [genuine.replace(b"}", f', "x": {number}}}'.encode()) for number in ("NaN", "Infinity", "-Infinity", "9" * 4400, "01", "+1")]
    for octets in bad:
        never_passes(assembled(octets, changed(CLAIMS, {})) if which == "header" else assembled(changed(HEADER, {}), octets))


@pytest.mark.parametrize("name", sorted(HEADER))
def test_a4_a_header_member_that_stands_twice_is_refused(name: str) -> None:
    never_passes(assembled(changed(HEADER, {})[:-1] + f', "{name}": "{HEADER[name]}"}}'.encode(), changed(CLAIMS, {})))


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_a4_a_claim_that_stands_twice_is_refused(name: str) -> None:
    twice = f', "{name}": {json.dumps(CLAIMS[name])}}}'.encode()
    never_passes(assembled(changed(HEADER, {}), changed(CLAIMS, {})[:-1] + twice))
