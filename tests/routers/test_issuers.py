"""Roles are bound to issuers, and issuers to one organisation (A1)."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from app.domain.confidentiality import VOUCHES, Role
from app.domain.identity import IssuerKind
from app.routers.issuers import Jwk, trusted
from app.routers.tokens import Verifier
from tests.routers.forging import (
    AUDIENCE,
    NOORD,
    NOORD_ID,
    NOORD_ISSUER,
    NOORD_KEY,
    REGISTRY,
    REGISTRY_ID,
    ZUID,
    ZUID_ID,
    ZUID_ISSUER,
    ZUID_KEY,
    Clock,
    by,
    ec_jwk,
    never_passes,
    refused,
    registry_issuer,
    registry_key,
    registry_token,
    rsa_jwk,
    token,
    verifier,
)

ALL = {"admin", "registrar", "member", "coordinator", "moderator", "party", "guardian", "supporter", "auditor", "worker"}


# What a token may say


@pytest.mark.parametrize("role", ["admin", "member", "coordinator", "auditor"])
def test_a1_an_organisation_vouches_for_its_own_people(role: str) -> None:
    assert verifier().principal(token({"role": role})).role == role


@pytest.mark.parametrize("role", sorted(ALL - {"admin", "member", "coordinator", "auditor"}))
def test_a1_an_organisations_token_never_makes_a_moderator_a_party_or_a_worker(role: str) -> None:
    never_passes(token({"role": role}))


@pytest.mark.parametrize("role", ["registrar", "moderator"])
def test_a1_a_registry_vouches_for_registrar_and_moderators(role: str) -> None:
    assert verifier().principal(registry_token({"role": role})).role == role


@pytest.mark.parametrize("role", sorted(ALL - {"registrar", "moderator"}))
def test_a1_a_registrys_token_makes_nobody_else(role: str) -> None:
    never_passes(registry_token({"role": role}))


@pytest.mark.parametrize("organisation", [NOORD_ID, REGISTRY_ID, UUID(int=0)])
def test_a1_an_organisation_vouches_for_no_other_organisation(organisation: UUID) -> None:
    never_passes(token({"org": str(organisation)}))


def test_a1_an_issuer_may_be_allowed_less_than_its_kind() -> None:
    judge = Verifier([replace(ZUID_ISSUER, roles=frozenset({Role.MEMBER}))], Clock())
    assert judge.principal(token({"role": "member"})).role is Role.MEMBER
    refused(lambda: judge.principal(token({"role": "coordinator"})))


def test_a1_an_issuer_that_is_not_in_the_set_is_refused() -> None:
    refused(lambda: Verifier([NOORD_ISSUER], Clock()).principal(token()))
    refused(lambda: Verifier([], Clock()).principal(token()))


# What cannot be built


@pytest.mark.parametrize("role", sorted(ALL - {"admin", "member", "coordinator", "auditor"}))
def test_a1_an_organisation_with_a_role_that_is_not_its_own_cannot_be_built(role: str) -> None:
    with pytest.raises(ValueError, match=rf"\AThe issuer {ZUID} is of the kind organisation and can never vouch for: {role}\.\Z"):
        replace(ZUID_ISSUER, roles=frozenset({Role.MEMBER, Role(role)}))


@pytest.mark.parametrize("role", sorted(ALL - {"registrar", "moderator"}))
def test_a1_a_registry_with_a_role_that_is_not_its_own_cannot_be_built(role: str) -> None:
    with pytest.raises(
        ValueError, match=rf"\AThe issuer {REGISTRY} is of the kind moderators_registry and can never vouch for: {role}\.\Z"
    ):
        replace(registry_issuer(), roles=frozenset({Role(role)}))


@pytest.mark.parametrize("kind", list(IssuerKind))
def test_a1_no_kind_of_issuer_with_the_workers_role_can_be_built(kind: IssuerKind) -> None:
    with pytest.raises(ValueError, match="can never vouch for: worker"):
        replace(ZUID_ISSUER, kind=kind, roles=frozenset({Role.WORKER}))


@pytest.mark.parametrize("kind", [IssuerKind.ORGANISATION, IssuerKind.MODERATORS_REGISTRY])
def test_a1_an_outside_issuer_without_an_organisation_cannot_be_built(kind: IssuerKind) -> None:
    with pytest.raises(ValueError, match="must be bound to an organisation"):
        replace(ZUID_ISSUER, kind=kind, organisation=None, roles=VOUCHES[kind])


@pytest.mark.parametrize("kind", [IssuerKind.HERSTEL, IssuerKind.DEMO])
def test_a1_herstels_own_issuers_are_bound_to_none(kind: IssuerKind) -> None:
    with pytest.raises(ValueError, match="Herstel's own to none"):
        replace(ZUID_ISSUER, kind=kind, roles=VOUCHES[kind])


@pytest.mark.parametrize("algorithm", ["HS256", "none", "", "es256", "ES512", "PS256", "EdDSA", "dir", "RSA-OAEP"])
def test_a2_an_issuer_with_an_algorithm_outside_the_list_cannot_be_built(algorithm: str) -> None:
    with pytest.raises(ValueError, match="needs one algorithm of ES256, ES384, RS256, RS384, RS512"):
        replace(ZUID_ISSUER, algorithm=algorithm)


@pytest.mark.parametrize(
    "url", ["", "http://login.zuid.example", "login.zuid.example", "https://a b", "https://\u00e9.example", f"https://{'a' * 255}"]
)
def test_an_outside_issuer_needs_a_plain_https_address(url: str) -> None:
    with pytest.raises(ValueError, match="needs an https address"):
        replace(ZUID_ISSUER, url=url)


def test_an_issuers_address_has_255_characters_at_most() -> None:
    assert len(replace(ZUID_ISSUER, url=f"https://{'a' * 247}").url) == 255
    with pytest.raises(ValueError, match="needs an https address"):
        replace(ZUID_ISSUER, url=f"https://{'a' * 248}")


def test_an_issuer_needs_audience_typ_keys_roles_and_a_short_lifetime() -> None:
    with pytest.raises(ValueError, match="needs an audience"):
        replace(ZUID_ISSUER, audience="")
    with pytest.raises(ValueError, match=r"needs at\+jwt or JWT"):
        replace(ZUID_ISSUER, typ="")
    with pytest.raises(ValueError, match="has no key"):
        replace(ZUID_ISSUER, keys={})
    with pytest.raises(ValueError, match="vouches for no role"):
        replace(ZUID_ISSUER, roles=frozenset())
    for lifetime in (timedelta(0), timedelta(minutes=10, seconds=1), timedelta(hours=12)):
        with pytest.raises(ValueError, match="may let a token live at most 0:10:00"):
            replace(ZUID_ISSUER, lifetime=lifetime)


UNFIT: dict[str, Jwk] = {
    "symmetric": {"kty": "oct", "k": "c2VjcmV0"},
    "symmetric by name": {"kty": "oct"},
    "private": {**ec_jwk(ZUID_KEY), "d": "AQ"},
    "rsa-private": {"kty": "RSA", "n": "AQAB", "e": "AQAB", "p": "AQ"},
    "other-type": {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
    "other-curve": ec_jwk(ec.derive_private_key(7, ec.SECP384R1())),
    "other-alg": {**ec_jwk(ZUID_KEY), "alg": "ES384"},
    "encryption": {**ec_jwk(ZUID_KEY), "use": "enc"},
    "empty": {},
}


@pytest.mark.parametrize("unfit", UNFIT.values(), ids=UNFIT.keys())
def test_a2_an_issuer_with_an_unfit_key_cannot_be_built_and_the_key_is_not_shown(unfit: Jwk) -> None:
    with pytest.raises(ValueError, match=r"has a key 'bad' that (is|does) [a-zA-Z0-9: ]+\.\Z"):
        replace(ZUID_ISSUER, keys={"2026-1": ec_jwk(ZUID_KEY), "bad": unfit})


def test_a2_an_rsa_key_below_2048_bits_is_refused() -> None:
    with pytest.raises(ValueError, match="is shorter than 2048 bits"):
        replace(registry_issuer(), keys={"short": rsa_jwk(rsa.generate_private_key(65537, 1024))})
    with pytest.raises(ValueError, match="is shorter than 2048 bits"):
        replace(registry_issuer(), keys={"none": {"kty": "RSA", "e": "AQAB"}})


@pytest.mark.parametrize("change", [{"x": "AQ"}, {"y": None}, {"x": 7}])
def test_a3_a_key_that_is_no_point_of_the_curve_is_refused_at_the_start(change: Jwk) -> None:
    broken = replace(ZUID_ISSUER, keys={"2026-1": {**ec_jwk(ZUID_KEY), **change}})
    with pytest.raises(ValueError, match=rf"\AThe issuer {ZUID} has a key '2026-1' that is no valid public key\.\Z"):
        Verifier([broken])


def test_a3_an_rsa_key_with_the_exponent_one_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="is no valid public key"):
        Verifier([replace(registry_issuer(), keys={"one": {**rsa_jwk(registry_key()), "e": "AQ"}})])


def test_a1_two_issuers_of_one_url_are_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match=r"\ATwo trusted issuers have one url\.\Z"):
        Verifier([ZUID_ISSUER, replace(NOORD_ISSUER, url=ZUID)])


# The file


def entry(**changes: object) -> dict[str, object]:
    jwks = {"keys": [{"kid": "2026-1", **ec_jwk(ZUID_KEY)}]}
    organisation = {"kind": "organisation", "organisation": str(ZUID_ID), "jwks": jwks}
    given = {"url": ZUID, "audience": AUDIENCE, "algorithm": "ES256", "typ": "at+jwt", **organisation, **changes}
    return {name: value for name, value in given.items() if value != "gone"}


def written(folder: Path, *entries: object) -> Path:
    path = folder / "issuers.json"
    path.write_text(json.dumps({"issuers": entries}))
    return path


def test_a1_the_issuers_file_names_organisations_and_registries(tmp_path: Path) -> None:
    (tmp_path / "register.jwks.json").write_text(json.dumps({"keys": [{"kid": "register-1", "use": "sig", **rsa_jwk(registry_key())}]}))
    theirs = {"kind": "moderators_registry", "url": REGISTRY, "organisation": str(REGISTRY_ID), "algorithm": "RS256", "typ": "JWT"}
    found = trusted(written(tmp_path, entry(), entry(**theirs, jwks="gone", jwksFile="register.jwks.json")))
    assert found[0] == replace(ZUID_ISSUER, keys={"2026-1": {"kid": "2026-1", **ec_jwk(ZUID_KEY)}})
    judge = Verifier(found, Clock())
    assert judge.principal(token()).role is Role.COORDINATOR
    assert judge.principal(registry_token()).role is Role.MODERATOR


def test_a1_the_file_may_allow_fewer_roles_and_never_more(tmp_path: Path) -> None:
    assert trusted(written(tmp_path, entry(roles=["member"])))[0].roles == {Role.MEMBER}
    with pytest.raises(ValueError, match="kind organisation and can never vouch for: moderator, party"):
        trusted(written(tmp_path, entry(roles=["member", "party", "moderator"])))


def test_a3_a_providers_encryption_keys_are_left_out(tmp_path: Path) -> None:
    keys = [{"kid": "2026-1", **ec_jwk(ZUID_KEY)}, {"kid": "for-jwe", "use": "enc", **rsa_jwk(registry_key())}]
    assert list(trusted(written(tmp_path, entry(jwks={"keys": keys})))[0].keys) == ["2026-1"]


WRONG: dict[str, tuple[dict[str, object], str]] = {
    "demo": ({"kind": "demo"}, r"issuers\.0\.kind: Input should be"),
    "herstel": ({"kind": "herstel"}, r"issuers\.0\.kind: Input should be"),
    "no typ": ({"typ": "gone"}, r"issuers\.0\.typ: Field required"),
    "no organisation": ({"organisation": "gone"}, r"issuers\.0\.organisation: Field required"),
    "null organisation": ({"organisation": None}, r"issuers\.0\.organisation: UUID"),
    "unknown member": ({"lifetime": 9}, r"issuers\.0\.lifetime: Extra inputs"),
    "unknown role": ({"roles": ["root"]}, r"issuers\.0\.roles\.0: Input should be"),
    "no keys": ({"jwks": "gone"}, "give either jwks or jwksFile"),
    "both keys": ({"jwksFile": "x.json"}, "give either jwks or jwksFile"),
    "file away": ({"jwks": "gone", "jwksFile": "away.json"}, r"away\.json no such file or directory"),
    "empty set": ({"jwks": {"keys": []}}, "has no key"),
    "no kid": ({"jwks": {"keys": [ec_jwk(ZUID_KEY)]}}, "needs a kid of its own for every key"),
    "kid twice": ({"jwks": {"keys": [{"kid": "a", **ec_jwk(key)} for key in (ZUID_KEY, NOORD_KEY)]}}, "needs a kid of its own"),
    "secret": ({"jwks": {"keys": [{"kid": "a", "kty": "oct", "k": "c2VjcmV0"}]}}, "only public keys belong here"),
    "hmac": ({"algorithm": "HS256"}, "needs one algorithm of"),
}


@pytest.mark.parametrize(("changes", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_a1_a_wrong_entry_is_one_sentence_that_names_the_file(tmp_path: Path, changes: dict[str, object], sentence: str) -> None:
    path = written(tmp_path, entry(**changes))
    with pytest.raises(ValueError, match=rf"\AThe issuers' file \S+issuers\.json cannot be used: .*{sentence}[^\n]*(?<!\.)\.\Z") as refusal:
        trusted(path)
    assert "c2VjcmV0" not in str(refusal.value)


@pytest.mark.parametrize("text", ["", "{", "\x00", "[" * 100_000, '{"issuers": [NaN]}'])
def test_a1_a_file_that_is_no_json_is_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "issuers.json"
    path.write_text(text)
    with pytest.raises(
        ValueError, match=rf"\AThe issuers' file {path} cannot be used: (it is no JSON in UTF-8|a number is not finite)\.\Z"
    ):
        trusted(path)


@pytest.mark.parametrize("text", ["[]", "{}", '{"issuers": 1}', '{"issuers": [], "x": 1}', '{"issuers": [[]]}'])
def test_a1_a_file_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "issuers.json").write_text(text)
    with pytest.raises(ValueError, match="cannot be used: "):
        trusted(tmp_path / "issuers.json")


def test_a1_a_file_that_is_away_or_names_an_issuer_twice_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"cannot be used: \S+away\.json no such file or directory\.\Z"):
        trusted(tmp_path / "away.json")
    with pytest.raises(ValueError, match=r"cannot be used: two issuers have one url\.\Z"):
        trusted(written(tmp_path, entry(), entry(organisation=str(NOORD_ID))))
    (tmp_path / "issuers.json").write_text('{"issuers": [], "issuers": []}')
    with pytest.raises(ValueError, match=r"cannot be used: a name stands twice in one object\.\Z"):
        trusted(tmp_path / "issuers.json")


def test_a2_an_es384_issuer_is_believed_with_es384_and_its_own_curve_only() -> None:
    key = ec.derive_private_key(7, ec.SECP384R1())
    issuer = replace(NOORD_ISSUER, algorithm="ES384", keys={"2026-1": ec_jwk(key)})
    theirs = {"iss": NOORD, "org": str(NOORD_ID)}
    judge = Verifier([issuer], Clock())
    assert judge.principal(token(theirs, {"alg": "ES384"}, by(key))).organisation_id == NOORD_ID
    refused(lambda: judge.principal(token(theirs, {"alg": "ES256"}, by(key))))
    refused(lambda: judge.principal(token(theirs, {"alg": "ES384"}, by(NOORD_KEY))))
