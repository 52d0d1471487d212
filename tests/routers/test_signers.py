"""Herstel's own tokens and keys: the party's issuer, and the demo's, which exists in demo mode only."""

import json
import stat
from base64 import urlsafe_b64decode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat, PublicFormat

from app.domain.confidentiality import VOUCHES, Role
from app.domain.errors import NotAllowed
from app.domain.identity import INVITED_HERE, IssuerKind, principal_id
from app.routers.keys import made_once, public_jwk, stored, thumbprint
from app.routers.tokens import Signer, Tokens, open_tokens
from tests.routers.forging import AUDIENCE, CLAIMS, NOW, STRANGER, ZUID_ID, ZUID_ISSUER, ZUID_KEY, Clock, b64, by, refused, token

BASE = "https://herstel.example"
OWN_KEY, DEMO_KEY = (ec.derive_private_key(scalar, ec.SECP256R1()) for scalar in (31_013, 31_019))
OWN = Signer.of(IssuerKind.HERSTEL, BASE, AUDIENCE, OWN_KEY)
DEMO = Signer.of(IssuerKind.DEMO, f"{BASE}/demo", AUDIENCE, DEMO_KEY)
TEN_MINUTES = timedelta(minutes=10)


def read(made: str, part: int) -> dict[str, object]:
    segment = made.split(".")[part]
    found: dict[str, object] = json.loads(urlsafe_b64decode(segment + "=="))
    return found


def tokens(clock: Clock, *, demo: bool = True) -> Tokens:
    return Tokens([ZUID_ISSUER], OWN, DEMO if demo else None, clock)


def header(made: str) -> list[str]:
    return [f"Bearer {made}"]


def test_a_partys_token_makes_a_party_for_ten_minutes() -> None:
    clock = Clock()
    ours = tokens(clock)
    made = ours.issue_invited("seat-1", ZUID_ID, Role.PARTY)
    found = ours.principal(header(made))
    assert (found.id, found.organisation_id, found.role) == (principal_id(INVITED_HERE, "seat-1"), ZUID_ID, Role.PARTY)
    clock.now = NOW + 600 + 30
    refused(lambda: ours.principal(header(made)))


def test_r6_an_assisted_token_is_of_whoever_they_are_already_and_says_so() -> None:
    clock = Clock()
    ours = tokens(clock)
    ann = ours.principal(header(ours.issue_invited("seat-1", ZUID_ID, Role.PARTY)))
    assert ann.assisted is False
    made = ours.issue_assisted(ann)
    found = ours.principal(header(made))
    assert found == replace(ann, assisted=True)
    assert read(made, 1)["sub"] == str(ann.id)
    clock.now = NOW + 600 + 30
    refused(lambda: ours.principal(header(made)))
    with pytest.raises(NotAllowed):
        ours.issue_assisted(replace(ann, role=Role.MODERATOR))


def test_r6_a_foreign_or_a_demo_token_that_says_assisted_is_not_believed() -> None:
    """Else its subject would be an identity of its own choice."""
    ours, ann = tokens(Clock()), str(principal_id(INVITED_HERE, "seat-1"))
    foreign = {"sub": ann, "assisted": True}
    refused(lambda: ours.principal(header(token(foreign))))
    refused(lambda: ours.principal(header(DEMO.issue(ann, ZUID_ID, Role.PARTY, TEN_MINUTES, NOW, assisted=True))))
    assert ours.principal(header(token({"assisted": False}))).assisted is False


@pytest.mark.parametrize("value", [1, "true", None, [True], {}])
def test_r6_assisted_is_yes_or_no(value: object) -> None:
    refused(lambda: tokens(Clock()).principal(header(token({"assisted": value}))))


def test_r6_our_own_assisted_token_names_an_identity() -> None:
    refused(lambda: tokens(Clock()).principal(header(OWN.issue("seat-1", ZUID_ID, Role.PARTY, TEN_MINUTES, NOW, assisted=True))))


def test_a_token_that_is_issued_sets_every_claim() -> None:
    ours = tokens(Clock())
    made = ours.issue_invited("seat-1", ZUID_ID, Role.PARTY)
    claims = read(made, 1)
    token_id = claims.pop("jti")
    assert claims == {
        "iss": "https://herstel.example",
        "sub": "seat-1",
        "aud": "https://api.herstel.example/v1",
        "exp": 1_800_000_600,
        "nbf": 1_800_000_000,
        "iat": 1_800_000_000,
        "org": "a0000000-0000-0000-0000-000000000001",
        "role": "party",
    }
    assert read(made, 0) == {"alg": "ES256", "typ": "at+jwt", "kid": ours.jwks()["keys"][0]["kid"]}
    assert isinstance(token_id, str)
    assert len(token_id) == 22
    assert read(ours.issue_invited("seat-1", ZUID_ID, Role.PARTY), 1)["jti"] != token_id


@pytest.mark.parametrize("role", ["admin", "registrar", "member", "coordinator", "moderator", "party", "guardian", "supporter", "auditor"])
def test_in_demo_mode_a_persona_of_any_role_has_twelve_hours(role: str) -> None:
    clock = Clock()
    ours = tokens(clock)
    made = ours.issue_demo("persona", ZUID_ID, Role(role))
    assert read(made, 1)["exp"] == 1_800_043_200
    clock.now = NOW + 43_200 - 1
    assert ours.principal(header(made)).role == role
    clock.now = NOW + 43_200 + 30
    refused(lambda: ours.principal(header(made)))


def test_a1_outside_demo_mode_the_demo_issuer_neither_signs_nor_is_believed_nor_published() -> None:
    made = tokens(Clock()).issue_demo("persona", ZUID_ID, Role.MODERATOR)
    strict = tokens(Clock(), demo=False)
    refused(lambda: strict.principal(header(made)))
    with pytest.raises(NotAllowed, match="demo-mode-only"):
        strict.issue_demo("persona", ZUID_ID, Role.MODERATOR)
    assert [key["kid"] for key in strict.jwks()["keys"]] == list(OWN.issuer.keys)


def test_a1_the_demo_issuer_cannot_be_smuggled_in_as_a_trusted_one() -> None:
    for smuggled in (DEMO.issuer, OWN.issuer):
        with pytest.raises(ValueError, match="trusted through their signers only"):
            Tokens([smuggled], OWN)
    for own, demo in ((DEMO, None), (DEMO, OWN), (OWN, OWN), (DEMO, DEMO)):
        with pytest.raises(ValueError, match="no substitutes"):
            Tokens([], own, demo)


def test_a1_no_demo_token_makes_a_worker() -> None:
    with pytest.raises(ValueError, match="cannot sign such a token"):
        tokens(Clock()).issue_demo("persona", ZUID_ID, Role.WORKER)


def test_a1_an_organisation_that_takes_herstels_own_url_is_refused() -> None:
    with pytest.raises(ValueError, match="one url"):
        Tokens([replace(ZUID_ISSUER, url=BASE)], OWN)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PARTY, Role.GUARDIAN, Role.SUPPORTER}))
def test_a1_herstels_own_issuer_signs_only_for_those_whom_an_invitation_lets_in(role: Role) -> None:
    with pytest.raises(ValueError, match=r"\AThe issuer https://herstel\.example cannot sign such a token\.\Z"):
        OWN.issue("seat-1", ZUID_ID, role, TEN_MINUTES, NOW)


@pytest.mark.parametrize("lifetime", [timedelta(0), timedelta(seconds=-1), timedelta(seconds=601), timedelta(hours=12)])
def test_a5_herstels_own_issuer_signs_for_ten_minutes_at_most(lifetime: timedelta) -> None:
    with pytest.raises(ValueError, match="cannot sign such a token"):
        OWN.issue("seat-1", ZUID_ID, Role.PARTY, lifetime, NOW)


@pytest.mark.parametrize("subject", ["", "x" * 256, "caf\u00e9", "a\nb"])
def test_a5_no_token_is_signed_for_a_subject_that_would_be_refused(subject: str) -> None:
    with pytest.raises(ValueError, match=r"\A\Z"):
        OWN.issue(subject, ZUID_ID, Role.PARTY, TEN_MINUTES, NOW)


def test_a3_neither_of_herstels_issuers_can_sign_for_the_other() -> None:
    ours = tokens(Clock())
    demo_claims = {**CLAIMS, "iss": f"{BASE}/demo", "role": "moderator"}
    (own_kid,), (demo_kid,) = OWN.issuer.keys, DEMO.issuer.keys
    for kid in (demo_kid, own_kid):
        refused(partial(ours.principal, header(token(demo_claims, {"kid": kid}, by(OWN_KEY)))))
    assert ours.principal(header(token(demo_claims, {"kid": demo_kid}, by(DEMO_KEY)))).role is Role.MODERATOR


def test_the_published_keys_are_public_and_named_by_their_thumbprints() -> None:
    keys = tokens(Clock()).jwks()["keys"]
    assert [sorted(key) for key in keys] == [["alg", "crv", "kid", "kty", "use", "x", "y"]] * 2
    assert keys[0]["kid"] != keys[1]["kid"]


def test_a_thumbprint_is_that_of_rfc_7638() -> None:
    """The P-256 key and thumbprint that ACME and JOSE libraries publish as their test vector."""
    point = {
        "kty": "EC",
        "crv": "P-256",
        "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
        "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
    }
    assert thumbprint({**point, "use": "sig", "kid": "1"}) == "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s"


def test_the_public_half_of_the_key_one_is_the_generator_of_p_256() -> None:
    """SEC 2, 2.4.2: the generator's coordinates, here in base64url."""
    published = public_jwk(ec.derive_private_key(1, ec.SECP256R1()))
    assert published == {
        "kty": "EC",
        "crv": "P-256",
        "x": b64(bytes.fromhex("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296")),
        "y": b64(bytes.fromhex("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")),
        "use": "sig",
        "alg": "ES256",
        "kid": published["kid"],
    }


def test_a_signer_does_not_show_its_key() -> None:
    assert repr(OWN) == f"Signer(issuer={OWN.issuer!r})"


def test_every_kind_vouches_for_all_that_it_may() -> None:
    assert (OWN.issuer.roles, DEMO.issuer.roles) == (VOUCHES[IssuerKind.HERSTEL], VOUCHES[IssuerKind.DEMO])


# Opening an installation


def test_an_installation_makes_its_keys_once_and_keeps_them(tmp_path: Path) -> None:
    first = open_tokens("http://127.0.0.1:8000/", tmp_path, demo=True)
    made = first.issue_demo("noor", ZUID_ID, Role.MEMBER)
    second = open_tokens("http://127.0.0.1:8000", tmp_path, demo=True)
    assert second.jwks() == first.jwks()
    assert second.principal(header(made)).id == principal_id("https://demo.herstel.example", "noor")
    assert read(made, 1)["aud"] == "http://127.0.0.1:8000/v1"
    assert {path.name for path in (tmp_path / "keys").iterdir()} == {"issuer.pem", "demo.pem"}


def test_a1_outside_demo_mode_an_installation_makes_no_demo_key_and_believes_no_old_demo_token(tmp_path: Path) -> None:
    assert open_tokens(BASE, tmp_path).jwks()["keys"][0]["kty"] == "EC"
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["issuer.pem"]
    made = open_tokens(BASE, tmp_path, demo=True).issue_demo("noor", ZUID_ID, Role.MEMBER)
    refused(lambda: open_tokens(BASE, tmp_path).principal(header(made)))


def test_an_installation_reads_the_issuers_and_the_key_that_it_is_given(tmp_path: Path) -> None:
    key = made_once(tmp_path / "elsewhere" / "deeper" / "own.pem")
    (tmp_path / "issuers.json").write_text('{"issuers": []}')
    opened = open_tokens(
        BASE, tmp_path, issuers_file=tmp_path / "issuers.json", signing_key_file=tmp_path / "elsewhere" / "deeper" / "own.pem"
    )
    assert opened.jwks() == Tokens([], Signer.of(IssuerKind.HERSTEL, BASE, AUDIENCE, key)).jwks()
    with pytest.raises(ValueError, match=r"\AThe issuers' file \S+away\.json cannot be used: "):
        open_tokens(BASE, tmp_path, issuers_file=tmp_path / "away.json")
    with pytest.raises(ValueError, match=r"\AThe signing key \S+away\.pem cannot be read: no such file or directory\.\Z"):
        open_tokens(BASE, tmp_path, signing_key_file=tmp_path / "away.pem")


# The key file


def test_a_key_file_is_its_owners_only_and_no_draft_stays(tmp_path: Path) -> None:
    made_once(tmp_path / "keys" / "issuer.pem")
    assert stat.S_IMODE((tmp_path / "keys" / "issuer.pem").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["issuer.pem"]


def test_sixteen_starts_at_once_get_one_key(tmp_path: Path) -> None:
    gate = Barrier(16)

    def start(_: int) -> int:
        gate.wait()
        return made_once(tmp_path / "keys" / "issuer.pem").private_numbers().private_value

    with ThreadPoolExecutor(16) as starts:
        found = set(starts.map(start, range(16)))
    assert found == {stored(tmp_path / "keys" / "issuer.pem").private_numbers().private_value}
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["issuer.pem"]


PEM = (Encoding.PEM, PrivateFormat.PKCS8)
NO_KEYS = {
    "nothing": b"",
    "rubbish": b"\xff\x00",
    "public": ZUID_KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    "encrypted": STRANGER.private_bytes(*PEM, BestAvailableEncryption(b"word")),
    "another curve": ec.derive_private_key(7, ec.SECP384R1()).private_bytes(*PEM, NoEncryption()),
    "rsa": rsa.generate_private_key(65537, 2048).private_bytes(*PEM, NoEncryption()),
}


@pytest.mark.parametrize("content", NO_KEYS.values(), ids=NO_KEYS.keys())
def test_a_file_without_a_usable_key_is_one_sentence_and_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "issuer.pem"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=rf"\AThe signing key {path} is not an unencrypted P-256 private key in PEM\.\Z"):
        made_once(path)
    assert path.read_bytes() == content


def test_a_key_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file stands where the folder should be")
    with pytest.raises(ValueError, match=r"\AThe signing key \S+issuer\.pem cannot be made: (file exists|not a directory)\.\Z"):
        made_once(tmp_path / "keys" / "issuer.pem")
