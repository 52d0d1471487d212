"""The demo's keys are what they say: each thumbprint, signature and challenge in it is made again here with the private halves."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from app.demo.keys import keys
from app.demo.people import REGISTRY
from app.routers.example_keys import CHALLENGE, KEYS, LATER, PROOF, PROOF_NEXT, SECRET, SIGNS, SIGNS_NEXT, WORDS
from app.routers.examples import demo_id
from app.store.models.sealing_keys import SealingKey, SigningKey
from tests import sealed_notes as mine
from tests.demo_keys import key_of

SIGNING: Final = key_of("demo signing", "Ed25519")
NAMES: Final = {"recovery": "demo recovery", "ilse": "demo ilse", "joost": "demo joost", "ilse-next": "demo ilse next"}


def test_every_public_key_of_the_demo_has_its_private_half() -> None:
    assert mine.shown(SIGNING) == SIGNS
    assert mine.shown(key_of("demo signing next", "Ed25519")) == SIGNS_NEXT
    assert {name: mine.shown(key_of(NAMES[name])) for name in NAMES} == dict(KEYS)
    assert mine.shown(key_of("demo ilse later")) == LATER


def test_every_signature_of_the_demo_is_the_one_that_the_registry_makes() -> None:
    registry = str(REGISTRY)
    following = key_of("demo signing next", "Ed25519")
    assert mine.vouch(SIGNING, mine.kid(SIGNING), "signing", registry) == PROOF
    assert mine.vouch(following, mine.kid(following), "signing", registry) == PROOF_NEXT
    assert {
        "recovery": mine.vouch(SIGNING, mine.kid(key_of("demo recovery")), "recovery", registry),
        "ilse": mine.vouch(SIGNING, mine.kid(key_of("demo ilse")), "moderator", registry, str(demo_id("moderator-ilse"))),
        "joost": mine.vouch(SIGNING, mine.kid(key_of("demo joost")), "moderator", registry, str(demo_id("moderator-joost"))),
    } == WORDS


def test_every_challenge_of_the_demo_opens_to_what_proves_its_key() -> None:
    assert mine.answer(CHALLENGE, key_of("demo ilse next")) == SECRET
    rows = list(keys(datetime.now(UTC)))
    signing = [row for row in rows if isinstance(row, SigningKey)]
    sealing = [row for row in rows if isinstance(row, SealingKey)]
    assert [row.kid for row in signing] == [mine.kid(SIGNING)]
    by_kid = {mine.kid(key_of(name)): key_of(name) for name in NAMES.values()}
    assert {row.kid for row in sealing} == set(by_kid)
    for row in sealing:
        assert row.secret_digest == sha256(mine.answer(row.challenge, by_kid[row.kid]).encode()).hexdigest()
