"""Public keys over HTTP: who may register which, how one is proven and countersigned, and what is turned away."""

import json
from base64 import urlsafe_b64decode
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI
from joserfc import jws

from app.domain.confidentiality import Role
from tests import sealed_notes as mine
from tests.http import Caller
from tests.people import AWAY, PEOPLE, REGISTRY, Someone, key
from tests.routers.sealing import Registry
from tests.world import World


@pytest.fixture
def registry(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> Registry:
    """In the world its keys of before are in force."""
    return Registry(app, client)


async def listed(registry: Registry, who: str, path: str = "/sealing-keys") -> set[tuple[str, str | None]]:
    """The keys that somebody sees: their kind, and whose."""
    items = (await registry.call(who, "GET", path)).json()["items"]
    return {(one["kind"], one["moderatorId"]) for one in items}


async def test_a_moderator_sees_their_own_keys_and_their_registrys_and_a_registrar_all(registry: Registry) -> None:
    own, other = str(key("moderator", "moderator")), str(key("moderator", "other_moderator"))
    assert await listed(registry, "moderator") == {("moderator", own), ("recovery", None)}
    assert await listed(registry, "other_moderator") == {("moderator", other), ("recovery", None)}
    assert await listed(registry, "registrar") == {("moderator", own), ("moderator", other), ("recovery", None)}
    for who in ("moderator", "registrar"):
        assert len((await registry.call(who, "GET", "/signing-keys")).json()["items"]) == 1


async def test_t1_another_registry_sees_no_key_and_adds_none(app: FastAPI, client: httpx.AsyncClient, the_world: World) -> None:
    for role in (Role.REGISTRAR, Role.MODERATOR):
        stranger = Caller(Someone(f"stranger-{role}", AWAY, role)).token(app)
        for path in ("/signing-keys", "/sealing-keys"):
            assert (await client.get(path, headers=stranger)).json()["items"] == []
        for path in (f"/signing-keys/{key('signing key')}", f"/sealing-keys/{key('sealing key', 'moderator')}"):
            assert (await client.get(path, headers=stranger)).status_code == 404
        body = {"publicKey": mine.shown(mine.new_key("X25519"))}
        answer = await client.post("/sealing-keys", json=body, headers=stranger)
        # An organisation is no registry; a moderator whom no registry here registered has nothing below which a key could stand.
        assert answer.status_code == (403 if role is Role.REGISTRAR else 404)


@pytest.mark.parametrize("signs", ["Ed25519", "P-256"])
@pytest.mark.parametrize("seals", ["X25519", "P-256"])
async def test_a_key_is_in_force_once_it_was_proven_and_countersigned(registry: Registry, signs: str, seals: str) -> None:
    registered = await registry.signs_with(mine.new_key(signs))
    assert (registered.status_code, registered.json()["kid"]) == (201, mine.kid(registry.signing))
    own = mine.new_key(seals)
    offered = await registry.offers("moderator", own)
    assert {
        name: offered[name] for name in ("kid", "kind", "moderatorId", "publicKey", "state", "countersignature", "countersignedAt")
    } == {
        "kid": mine.kid(own),
        "kind": "moderator",
        "moderatorId": registry.moderator,
        "publicKey": mine.shown(own),
        "state": "registered",
        "countersignature": None,
        "countersignedAt": None,
    }
    early = await registry.countersigns(offered)
    assert (early.status_code, early.json()["code"]) == (409, "wrong-sealing-key-state")
    secret = {"secret": mine.answer(offered["challenge"], own)}
    proven = await registry.call("moderator", "POST", f"/sealing-keys/{offered['id']}/proof", secret)
    assert (proven.status_code, proven.json()["state"]) == (200, "proven")
    again = await registry.call("moderator", "POST", f"/sealing-keys/{offered['id']}/proof", secret)
    assert (again.status_code, again.json()["code"]) == (409, "wrong-sealing-key-state")
    signed = await registry.countersigns(offered)
    assert (signed.status_code, signed.json()["state"]) == (200, "countersigned")
    seen = (await registry.call("moderator", "GET", f"/sealing-keys/{offered['id']}")).json()
    pinned = mine.pinned((await registry.call("moderator", "GET", "/signing-keys")).json()["items"][-1], mine.kid(registry.signing))
    assert mine.kid(mine.trusted(seen, [pinned], registry.id, registry.moderator)) == mine.kid(own)


async def test_a_registrar_registers_the_recovery_key_and_never_a_moderators(registry: Registry) -> None:
    found = await registry.offers("registrar", registry.recovery)
    assert (found["kind"], found["moderatorId"]) == ("recovery", None)
    other = await registry.offers("other_moderator", mine.new_key("X25519"))
    assert (other["kind"], other["moderatorId"]) == ("moderator", str(key("moderator", "other_moderator")))


async def test_a_wrong_proof_is_counted_and_five_are_the_end(registry: Registry) -> None:
    offered = await registry.offers("moderator", registry.own)
    path, right = f"/sealing-keys/{offered['id']}/proof", {"secret": mine.answer(offered["challenge"], registry.own)}
    for left in (4, 3, 2, 1, 0):
        answer = await registry.call("moderator", "POST", path, {"secret": "A" * 43})
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong-proof"), left
    assert (await registry.call("moderator", "GET", f"/sealing-keys/{offered['id']}")).json()["state"] == "spent"
    spent = await registry.call("moderator", "POST", path, right)
    assert (spent.status_code, spent.json()["code"]) == (409, "wrong-sealing-key-state")
    anew = await registry.proves("moderator", registry.own)
    assert anew["state"] == "proven"


async def test_after_four_wrong_proofs_the_right_one_counts(registry: Registry) -> None:
    offered = await registry.offers("moderator", registry.own)
    path = f"/sealing-keys/{offered['id']}/proof"
    for _ in range(4):
        assert (await registry.call("moderator", "POST", path, {"secret": "A" * 43})).status_code == 409
    right = {"secret": mine.answer(offered["challenge"], registry.own)}
    assert (await registry.call("moderator", "POST", path, right)).json()["state"] == "proven"


async def test_nobody_proves_a_key_that_another_registered(registry: Registry) -> None:
    recovery = await registry.offers("registrar", registry.recovery)
    own = await registry.offers("moderator", registry.own)
    for who, found, holder, status in (
        ("moderator", recovery, registry.recovery, 403),
        ("registrar", own, registry.own, 403),
        ("other_moderator", own, registry.own, 404),
    ):
        secret = {"secret": mine.answer(found["challenge"], holder)}
        answer = await registry.call(who, "POST", f"/sealing-keys/{found['id']}/proof", secret)
        assert answer.status_code == status, who


async def test_whoever_registers_anothers_key_keeps_it_from_nobody_and_a_proven_one_is_there_once(registry: Registry) -> None:
    await registry.offers("other_moderator", registry.own)
    await registry.proves("moderator", registry.own)
    again = await registry.offers("moderator", registry.own)
    secret = {"secret": mine.answer(again["challenge"], registry.own)}
    answer = await registry.call("moderator", "POST", f"/sealing-keys/{again['id']}/proof", secret)
    assert (answer.status_code, answer.json()["code"]) == (409, "key-stands-already")
    await registry.signs_with(registry.signing)
    twice = await registry.signs_with(registry.signing)
    assert (twice.status_code, twice.json()["code"]) == (409, "key-stands-already")


EC, OKP = mine.shown(mine.new_key("P-256")), mine.shown(mine.new_key("X25519"))
D: Final = "cHJpdmF0ZS1rZXktdGhhdC1ub2JvZHktc2VlcyEhISE"
BAD_KEYS: Final[dict[str, tuple[Any, str, str]]] = {
    "private": ({**OKP, "d": D}, "/publicKey", "private-key"),
    "private of an EC key": ({**EC, "d": D}, "/publicKey", "private-key"),
    "off its curve": ({**EC, "y": EC["x"]}, "/publicKey", "wrong-key"),
    "of small order": ({**OKP, "x": "A" * 43}, "/publicKey", "wrong-key"),
    "type and curve apart": ({**OKP, "kty": "EC"}, "/publicKey", "wrong-key"),
    "without y": ({name: EC[name] for name in ("kty", "crv", "x")}, "/publicKey", "wrong-key"),
    "with a y too many": ({**OKP, "y": OKP["x"]}, "/publicKey", "wrong-key"),
    "in a second spelling": ({**OKP, "x": OKP["x"][:-1] + "B"}, "/publicKey/x", "wrong-encoding"),
    "to sign with": ({**OKP, "crv": "Ed25519"}, "/publicKey/crv", "literal-error"),
    "on another curve": ({**EC, "crv": "P-521"}, "/publicKey/crv", "literal-error"),
    "symmetric": ({"kty": "oct", "k": D}, "/publicKey", "private-key"),
    "too short": ({**OKP, "x": "AAAA"}, "/publicKey/x", "string-pattern-mismatch"),
    "with more": ({**OKP, "kid": "mine"}, "/publicKey/kid", "extra-forbidden"),
    "no object": ("key", "/publicKey", "model-type"),
}


@pytest.mark.parametrize("what", BAD_KEYS)
async def test_a_key_that_is_none_is_turned_away_by_its_place_and_not_shown_again(registry: Registry, what: str) -> None:
    sent, pointer, code = BAD_KEYS[what]
    answer = await registry.call("moderator", "POST", "/sealing-keys", {"publicKey": sent})
    assert (answer.status_code, answer.json()["errors"]) == (400, [{"pointer": pointer, "code": code}])
    assert D not in answer.text


def words(registry: Registry, kind: str = "signing", **other: str) -> str:
    """What a registry says of its new signing key."""
    said = {"kid": mine.kid(registry.signing), "kind": kind, "registry": registry.id, **other}
    return mine.canonical(said)


def signature(registry: Registry, header: dict[str, Any], payload: str, by: mine.Key | None = None) -> str:
    """A JWS in a form of one's own."""
    return jws.serialize_compact(header, payload, by or registry.signing, algorithms=["Ed25519", "EdDSA", "ES256"])


@pytest.mark.parametrize(
    "how", ["another's", "another registry's", "another kind's", "more words", "another header", "no kid", "cut", "none"]
)
async def test_a_signing_key_comes_with_its_own_signature_for_this_registry(registry: Registry, how: str) -> None:
    kid = mine.kid(registry.signing)
    header, stranger = {"alg": "Ed25519", "kid": kid}, mine.new_key("Ed25519")
    good = signature(registry, header, words(registry))
    proof = {
        "another's": signature(registry, header, words(registry), stranger),
        "another registry's": mine.vouch(registry.signing, kid, "signing", str(key(AWAY))),
        "another kind's": mine.vouch(registry.signing, kid, "recovery", registry.id),
        "more words": signature(registry, header, words(registry, more="x")),
        "another header": signature(registry, {**header, "typ": "JWT"}, words(registry)),
        "no kid": signature(registry, {"alg": "Ed25519"}, words(registry)),
        "cut": good[:-2],
        "none": f"{mine.encoded(json.dumps({'alg': 'none'}).encode())}.{good.split('.')[1]}.AAAA",
    }[how]
    body = {"publicKey": mine.shown(registry.signing), "proof": proof}
    answer = await registry.call("registrar", "POST", "/signing-keys", body)
    assert (answer.status_code, answer.json()["errors"]) == (400, [{"pointer": "/proof", "code": "wrong-signature"}])
    assert (await registry.call("registrar", "POST", "/signing-keys", {**body, "proof": good})).status_code == 201


async def test_a_countersignature_is_by_the_registrys_key_in_force_and_names_this_key_and_this_moderator(registry: Registry) -> None:
    await registry.signs_with(registry.signing)
    found = await registry.proves("moderator", registry.own)
    path = f"/sealing-keys/{found['id']}/countersignature"
    other = str(key("moderator", "other_moderator"))
    kid, signing = found["kid"], registry.signing
    for word in (
        mine.vouch(mine.new_key("Ed25519"), kid, "moderator", registry.id, registry.moderator),
        mine.vouch(signing, kid, "moderator", registry.id, other),
        mine.vouch(signing, kid, "moderator", registry.id),
        mine.vouch(signing, kid, "recovery", registry.id),
        mine.vouch(signing, kid, "moderator", str(key(AWAY)), registry.moderator),
        mine.vouch(signing, mine.kid(mine.new_key("P-256")), "moderator", registry.id, registry.moderator),
    ):
        answer = await registry.call("registrar", "POST", path, {"countersignature": word})
        assert (answer.status_code, answer.json()["errors"]) == (400, [{"pointer": "/countersignature", "code": "wrong-signature"}])
    former = registry.signing
    await registry.signs_with(mine.new_key("P-256"))
    registry.signing, newer = former, registry.signing
    assert (await registry.countersigns(found)).status_code == 400, "the former key signs no more"
    registry.signing = newer
    assert (await registry.countersigns(found)).status_code == 200
    await registry.signs_with(mine.new_key("Ed25519"))
    assert (await registry.countersigns(found)).status_code == 200, "and its word can be renewed by a newer one"


async def test_without_a_signing_key_nothing_is_countersigned(registry: Registry, server: Any) -> None:
    server.execute("delete from sealing_key; delete from signing_key", "herstel_test")
    found = await registry.proves("moderator", registry.own)
    answer = await registry.countersigns(found)
    assert (answer.status_code, answer.json()["code"]) == (409, "no-signing-key")


async def test_links_lead_to_what_can_be_done_next_with_a_key(registry: Registry) -> None:
    await registry.signs_with(registry.signing)
    offered = await registry.offers("moderator", registry.own)
    path = f"/sealing-keys/{offered['id']}"

    async def links(who: str) -> str:
        return str((await registry.call(who, "GET", path)).headers.get("link", ""))

    assert await links("moderator") == f'</v1{path}/proof>; rel="urn:herstel:rel:prove-key"; method="POST"'
    assert await links("registrar") == ""
    secret = {"secret": mine.answer(offered["challenge"], registry.own)}
    await registry.call("moderator", "POST", f"{path}/proof", secret)
    assert await links("moderator") == ""
    assert await links("registrar") == f'</v1{path}/countersignature>; rel="urn:herstel:rel:countersign-key"; method="POST"'


async def test_a_proven_key_waits_on_the_registrars_desk_until_it_is_countersigned(registry: Registry) -> None:
    async def waiting(who: str) -> list[tuple[str, str]]:
        items = (await registry.call(who, "GET", "/me/worklist?limit=100")).json()["items"]
        return [(item["code"], item["links"][0]["href"]) for item in items if "key" in item["code"]]

    await registry.signs_with(registry.signing)
    await registry.offers("other_moderator", mine.new_key("X25519"))
    assert await waiting("registrar") == []
    found = await registry.proves("moderator", registry.own)
    assert await waiting("registrar") == [("countersign-key", f"/v1/sealing-keys/{found['id']}/countersignature")]
    assert await waiting("moderator") == []
    await registry.countersigns(found)
    assert await waiting("registrar") == []


def test_the_world_has_one_registry() -> None:
    assert {PEOPLE[who].organisation for who in ("registrar", "moderator", "other_moderator")} == {REGISTRY}


WEAK: Final = (
    "01" + "00" * 31,
    "ec" + "ff" * 30 + "7f",
    "00" * 32,
    "00" * 31 + "80",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "ee" + "ff" * 30 + "7f",  # one, in a second spelling
)


@pytest.mark.parametrize("point", WEAK)
async def test_p2_a_key_under_which_anybody_can_sign_is_none(registry: Registry, point: str) -> None:
    """At a point of small order a signature needs no private half: it would prove nothing, and vouch for whatever somebody likes."""
    weak = {"kty": "OKP", "crv": "Ed25519", "x": mine.encoded(bytes.fromhex(point))}
    kid = mine.kid(mine.read(weak))
    said = {"kid": kid, "kind": "signing", "registry": registry.id}
    forged = [mine.encoded(part.encode()) for part in (mine.canonical({"alg": "Ed25519", "kid": kid}), mine.canonical(said))]
    proof = ".".join([*forged, mine.encoded(bytes.fromhex("01" + "00" * 63))])
    answer = await registry.call("registrar", "POST", "/signing-keys", {"publicKey": weak, "proof": proof})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"].startswith("/publicKey")


async def test_p2_a_key_has_no_twin_under_a_second_thumbprint(registry: Registry) -> None:
    """Whoever computes with X25519 leaves the highest bit out: with it the same key would count as another."""
    found = bytearray(urlsafe_b64decode(mine.shown(registry.recovery)["x"] + "="))
    found[31] |= 0x80
    twin = {"kty": "OKP", "crv": "X25519", "x": mine.encoded(bytes(found))}
    answer = await registry.call("moderator", "POST", "/sealing-keys", {"publicKey": twin})
    assert (answer.status_code, answer.json()["errors"]) == (400, [{"pointer": "/publicKey/x", "code": "wrong-encoding"}])


async def test_p2_an_old_word_of_the_registry_puts_no_old_key_back_into_force(registry: Registry) -> None:
    """Only what a newer key of the registry's signs anew: whoever has a registrar's token and not their key says nothing again."""
    await registry.ready()
    former = await registry.in_force("registrar", mine.new_key("X25519"))
    await registry.in_force("registrar", mine.new_key("X25519"))
    said = {"countersignature": former["countersignature"]}
    again = await registry.call("registrar", "POST", f"/sealing-keys/{former['id']}/countersignature", said)
    assert (again.status_code, again.json()["code"]) == (409, "wrong-sealing-key-state")
    await registry.signs_with(mine.new_key("P-256"))
    assert (await registry.countersigns(former)).status_code == 200
    assert (await registry.countersigns(former)).status_code == 409
