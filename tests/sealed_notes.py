"""A reference client for sealed notes: what a moderator and their registry do on their own machines. It knows nothing of the server's code.

Whatever a server says is checked here: a key by the countersignature of a signing key whose thumbprint was learned otherwise, a note by
the place where it was found and by those for whom it says to be sealed.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Mapping
from typing import Any, Final

from joserfc import jwe, jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey

Key = ECKey | OKPKey
SEALS: Final = ["ECDH-ES+A256KW", "A256GCM"]
SIGNS: Final = {"P-256": "ES256", "Ed25519": "Ed25519"}
STEP: Final = 512
"""To a multiple of so many bytes each note is padded, that its size says little."""


class Refused(Exception):
    """What the server gave is not what it should be; the word says why."""


def new_key(curve: str) -> Key:
    """A key pair; its private half stays here."""
    return ECKey.generate_key(curve) if curve == "P-256" else OKPKey.generate_key(curve)  # type: ignore[arg-type]


def read(public: Mapping[str, Any]) -> Key:
    """A public key, as the server shows it."""
    return ECKey.import_key({**public}) if public["kty"] == "EC" else OKPKey.import_key({**public})


def shown(key: Key) -> dict[str, Any]:
    """The public half, as it is sent."""
    found = key.as_dict(private=False)
    return {name: found[name] for name in ("kty", "crv", "x", "y") if name in found}


def kid(key: Key) -> str:
    """By what a key is known (RFC 7638)."""
    return key.thumbprint()


def canonical(value: object) -> str:
    """The one spelling (RFC 8785) of JSON that holds strings only."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def vouch(signing: Key, what: str, kind: str, registry: str, moderator: str | None = None) -> str:
    """The registry's signature for a key, or for its own (kind `signing`)."""
    said = {"kid": what, "kind": kind, "registry": registry} | ({"moderator": moderator} if moderator else {})
    algorithm = SIGNS[shown(signing)["crv"]]
    return jws.serialize_compact({"alg": algorithm, "kid": kid(signing)}, canonical(said), signing, algorithms=[algorithm])


def answer(challenge: str, key: Key) -> str:
    """What was in a challenge."""
    plain = jwe.decrypt_compact(challenge, key, algorithms=SEALS).plaintext
    assert plain is not None
    return plain.decode()


def trusted(found: Mapping[str, Any], signing: Collection[Key], registry: str, moderator: str | None) -> Key:
    """A sealing key that the server shows, once one of these signing keys vouched for it; `Refused` otherwise."""
    key, kind = read(found["publicKey"]), "moderator" if moderator else "recovery"
    for one in signing:
        algorithm = SIGNS[shown(one)["crv"]]
        try:
            said = json.loads(jws.deserialize_compact(found["countersignature"] or "", one, algorithms=[algorithm]).payload)
        except (JoseError, ValueError):
            continue
        if said == {"kid": kid(key), "kind": kind, "registry": registry} | ({"moderator": moderator} if moderator else {}):
            return key
    raise Refused("nobody whom I trust vouches for this key")


def pinned(found: Mapping[str, Any], thumbprint: str) -> Key:
    """The registry's signing key that the server shows, if it is the one whose thumbprint I know from elsewhere."""
    key = read(found["publicKey"])
    if kid(key) != thumbprint:
        raise Refused("not the signing key that I know")
    return key


def seal(text: str, case: str, moderator: str, own: Key, recovery: Key) -> Any:
    """A note for these two, bound to its place (JWE, general JSON)."""
    said = text.encode() + b"\x80"
    about = {"case": case, "moderator": moderator, "recipients": sorted((kid(own), kid(recovery)))}
    found = jwe.GeneralJSONEncryption({"enc": "A256GCM"}, said + bytes(-len(said) % STEP), aad=canonical(about).encode())
    for key in (own, recovery):
        found.add_recipient({"alg": "ECDH-ES+A256KW", "kid": kid(key)}, read(shown(key)))
    return jwe.encrypt_json(found, None, algorithms=SEALS)


def unseal(sealed: Mapping[str, Any], key: Key, case: str, moderator: str, known: Collection[str]) -> str:
    """What the note says, to the holder of one of its two keys; `known` are the thumbprints that I trust, my own among them.

    `Refused` for a note from elsewhere, for one that is sealed for others too or for fewer, and for one that was changed.
    """
    kids = sorted(one["header"]["kid"] for one in sealed["recipients"])
    about = canonical({"case": case, "moderator": moderator, "recipients": kids})
    if urlsafe_b64decode(sealed["aad"] + "==") != about.encode():
        raise Refused("not a note of this place, or not for these")
    if len(kids) != 2 or not set(kids) <= set(known):
        raise Refused("sealed for somebody whom I do not know")
    mine: Any = {**sealed, "recipients": [one for one in sealed["recipients"] if one["header"]["kid"] == kid(key)]}
    try:
        plain = jwe.decrypt_json(mine, key, algorithms=SEALS).plaintext
    except (JoseError, ValueError):
        raise Refused("does not open") from None
    assert plain is not None
    return plain.rstrip(b"\0")[:-1].decode()


def encoded(value: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()
