"""From an Authorization header to a principal, and back to a token: the only import of python-jose.

That library ignores typ, crit, kid and use, passes a token without aud or exp, takes its algorithm from the token when it may, and decodes
base64 leniently. So it only checks signatures here, with one key and one algorithm that the token did not choose.
"""

import base64
import re
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple, Self
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jose import jwk, jws
from jose.backends.base import Key

from app.domain.confidentiality import INVITED, VOUCHES, Principal, Role
from app.domain.errors import NotAllowed, Unauthenticated
from app.domain.identity import INVITED_HERE, IssuerKind, principal_id
from app.routers.issuers import DEMO_DAY, REMOTE, SHORT, Issuer, media_type, trusted, unambiguous
from app.routers.keys import derived, made_once, public_jwk, signing_key

# The two codes of a 401. Only a bad token earns error="invalid_token" in WWW-Authenticate (RFC 6750, 3.1).
MISSING: Final = "missing-token"
BAD: Final = "bad-token"

# The same wherever the demo is served, so that its people stay who they are when it moves to another port.
DEMO_ISSUER: Final = "https://demo.herstel.example"

ASSISTED: Final = "assisted"
"""The claim that a deed is done on the moderator's device, with the one-time code of whose it is (R6)."""

LONGEST_TOKEN: Final = 8 * 1024
LONGEST_HEADER: Final = LONGEST_TOKEN + len("Bearer ")
LEEWAY: Final = 30  # seconds that the clocks of an issuer and of this machine may differ, either way
REMEMBERED: Final = 4096
COMPACT: Final = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")
# A token that brings its own key, or asks for processing that is not done here, is refused (RFC 7515, 4.1.11; RFC 8725, 3.10).
UNWELCOME: Final = frozenset({"crit", "b64", "zip", "jku", "jwk", "x5u", "x5c"})

Clock = Callable[[], float]


class Verified(NamedTuple):
    """What is kept of a verified token: never the token."""

    principal: Principal
    expires: int


class Memory:
    """The newest verified tokens by their SHA-256, at most so many: a hit is a hundred times cheaper than a signature."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._verified: dict[bytes, Verified] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._verified)

    def get(self, digest: bytes) -> Verified | None:
        """What was verified, perhaps expired since."""
        return self._verified.get(digest)

    def keep(self, digest: bytes, verified: Verified) -> Verified:
        """Remember it, and forget the oldest when there is no room."""
        with self._lock:
            while len(self._verified) >= self._most:
                del self._verified[next(iter(self._verified))]
            self._verified[digest] = verified
        return verified


class Verifier:
    """Believes tokens of these issuers and of nobody else."""

    def __init__(self, issuers: Sequence[Issuer], clock: Clock = time.time) -> None:
        self._issuers = {issuer.url: issuer for issuer in issuers}
        if len(self._issuers) < len(issuers):
            raise ValueError("Two trusted issuers have one url.")
        self._keys = {(issuer.url, kid): _key(issuer, kid) for issuer in issuers for kid in issuer.keys}
        self._clock = clock
        self.memory = Memory(REMEMBERED)

    def principal(self, token: str) -> Principal:
        """Who the token stands for; whatever is wrong with it, the same refusal (A2-A5)."""
        with suppress(Exception):
            return self._principal(token)
        # Raised out here it has no cause and no context, and so carries nothing of the token.
        raise Unauthenticated(BAD)

    def _principal(self, token: str) -> Principal:
        _demand(len(token) <= LONGEST_TOKEN)
        digest = sha256(token.encode("ascii")).digest()
        found = self.memory.get(digest) or self.memory.keep(digest, self._verified(token))
        # Also when it is remembered: a token does not outlive itself.
        _demand(self._clock() < found.expires + LEEWAY)
        return found.principal

    def _verified(self, token: str) -> Verified:
        parts = COMPACT.fullmatch(token)
        if parts is None:
            raise ValueError
        header, claims = _members(parts[1]), _members(parts[2])
        issuer = self._issuers[_text(claims, "iss")]
        _demand(header.get("alg") == issuer.algorithm)
        _demand(media_type(_text(header, "typ")) == media_type(issuer.typ))
        _demand(not UNWELCOME & header.keys())
        key = self._keys[issuer.url, _text(header, "kid")]
        _octets(parts[3])
        jws.verify(token, key, algorithms=[issuer.algorithm])
        return Verified(_believed(claims, issuer, self._clock()), _instant(claims, "exp"))


def _believed(claims: Mapping[str, object], issuer: Issuer, now: float) -> Principal:
    """The principal of signed claims that are for us, of this time, and within what their issuer may say (A1)."""
    # One audience only: a token for several services could be played here by each of the others (RFC 9700, 2.3).
    _demand(claims.get("aud") in (issuer.audience, [issuer.audience]))
    expires, begins, issued = (_instant(claims, name) for name in ("exp", "nbf", "iat"))
    _demand(now < expires + LEEWAY)
    _demand(begins <= now + LEEWAY)
    _demand(issued <= now + LEEWAY)
    _demand(0 < expires - issued <= issuer.lifetime.total_seconds())
    subject = _text(claims, "sub")
    _text(claims, "jti")
    role = Role(_text(claims, "role"))
    _demand(role in issuer.roles)
    organisation = UUID(_text(claims, "org"))
    _demand(str(organisation) == claims["org"])
    _demand(issuer.organisation in (organisation, None))
    assisted = claims.get(ASSISTED, False)
    # Nobody but us knows who sits at a moderator's device; there the subject already is the identity.
    _demand(assisted is False or (assisted is True and issuer.kind is IssuerKind.HERSTEL))
    namespace = INVITED_HERE if issuer.kind is IssuerKind.HERSTEL else issuer.url
    found = UUID(subject) if assisted else principal_id(namespace, subject)
    return Principal(id=found, organisation_id=organisation, role=role, assisted=bool(assisted))


def _demand(holds: bool) -> None:
    if not holds:
        raise ValueError


def _text(members: Mapping[str, object], name: str) -> str:
    """A string of 1 to 255 printable ASCII characters (OpenID Connect Core, 2, for sub)."""
    value = members[name]
    if isinstance(value, str) and 0 < len(value) <= 255 and value.isascii() and value.isprintable():
        return value
    raise ValueError


def _instant(members: Mapping[str, object], name: str) -> int:
    """Whole seconds since 1970 (RFC 7519, 2, NumericDate); true is no number here."""
    value = members[name]
    if type(value) is int:
        return value
    raise ValueError


def _members(segment: str) -> Mapping[str, object]:
    value = unambiguous(_octets(segment))
    if isinstance(value, dict):
        return value
    raise ValueError


def _octets(segment: str) -> bytes:
    """Decoded base64url in its one canonical spelling (RFC 4648, 3.5), so that a token has no second spelling."""
    octets = base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    _demand(base64.urlsafe_b64encode(octets).rstrip(b"=") == segment.encode())
    return octets


def _key(issuer: Issuer, kid: str) -> Key:
    with suppress(Exception):
        return jwk.construct(dict(issuer.keys[kid]), issuer.algorithm)
    raise ValueError(f"The issuer {issuer.url} has a key {kid!r} that is no valid public key.")


def bearer(values: Sequence[str]) -> str:
    """The token of a request's Authorization headers (RFC 6750, 2.1; RFC 9110, 11.4), not yet judged (A8).

    No header, an empty one or another scheme is a missing token; a second header or an overlong one is a bad token.
    """
    if len(values) > 1 or any(len(value) > LONGEST_HEADER for value in values):
        raise Unauthenticated(BAD)
    scheme, _, rest = "".join(values).partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthenticated(MISSING)
    return rest.lstrip(" ")


@dataclass(frozen=True, slots=True)
class Signer:
    """One of Herstel's own issuers together with its private key."""

    issuer: Issuer
    _key: Key = field(repr=False)
    _private: EllipticCurvePrivateKey = field(repr=False)

    @classmethod
    def of(cls, kind: IssuerKind, url: str, audience: str, private: EllipticCurvePrivateKey) -> Self:
        """An ES256 issuer that vouches for all that its kind may."""
        public = public_jwk(private)
        issuer = Issuer(
            kind=kind,
            url=url,
            audience=audience,
            algorithm="ES256",
            typ="at+jwt",
            keys={public["kid"]: public},
            organisation=None,
            roles=VOUCHES[kind],
            lifetime=DEMO_DAY if kind is IssuerKind.DEMO else SHORT,
        )
        return cls(issuer, jwk.construct(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), "ES256"), private)

    def issue(self, subject: str, organisation: UUID, role: Role, lifetime: timedelta, now: float, **more: bool) -> str:
        """A token that the verifier accepts from this moment on (RFC 9068); ValueError for what it would refuse."""
        if role not in self.issuer.roles or not timedelta(0) < lifetime <= self.issuer.lifetime:
            raise ValueError(f"The issuer {self.issuer.url} cannot sign such a token.")
        issued = int(now)
        claims: dict[str, object] = {
            "iss": self.issuer.url,
            "sub": subject,
            "aud": self.issuer.audience,
            "exp": issued + int(lifetime.total_seconds()),
            "nbf": issued,
            "iat": issued,
            "jti": secrets.token_urlsafe(16),
            "org": str(organisation),
            "role": role.value,
            **more,
        }
        _text(claims, "sub")
        (kid,) = self.issuer.keys
        return jws.sign(claims, self._key, headers={"typ": self.issuer.typ, "kid": kid}, algorithm=self.issuer.algorithm)

    def secret(self, purpose: str) -> bytes:
        """256 bits for this purpose, derived from the private key (RFC 5869)."""
        return derived(self._private, purpose)

    def public_keys(self) -> list[dict[str, object]]:
        """The public keys that its tokens can be checked with."""
        return [dict(public) for public in self.issuer.keys.values()]


class Persona(NamedTuple):
    """Someone whom the demo issuer can make a token for."""

    subject: str
    organisation_id: UUID
    role: Role


class Tokens:
    """Every token that comes in or goes out; without a demo signer the demo issuer does not exist."""

    def __init__(self, issuers: Sequence[Issuer], own: Signer, demo: Signer | None = None, clock: Clock = time.time) -> None:
        self._own, self._demo, self._clock = own, demo, clock
        self._signers = [own, demo] if demo else [own]
        if [signer.issuer.kind for signer in self._signers] != [IssuerKind.HERSTEL, IssuerKind.DEMO][: len(self._signers)]:
            raise ValueError("Herstel's own signer and the demo's are no substitutes for each other.")
        # Were the demo issuer believed from a list, its tokens would pass outside demo mode.
        if any(issuer.kind not in REMOTE for issuer in issuers):
            raise ValueError("Herstel's own issuer and the demo issuer are trusted through their signers only.")
        self._verifier = Verifier([*issuers, *(signer.issuer for signer in self._signers)], clock)

    def principal(self, authorization: Sequence[str]) -> Principal:
        """Who stands behind a request, by the values of its Authorization headers; else Unauthenticated with MISSING or BAD."""
        return self._verifier.principal(bearer(authorization))

    def issue_invited(self, subject: str, organisation: UUID, role: Role) -> str:
        """A token of ten minutes for one who came in by invitation; NotAllowed for a role that no invitation gives."""
        if role not in INVITED:
            raise NotAllowed
        return self._own.issue(subject, organisation, role, SHORT, self._clock())

    def issue_assisted(self, who: Principal) -> str:
        """A token of ten minutes for one who acts on the moderator's device (R6); NotAllowed for a role that no invitation gives."""
        if who.role not in INVITED:
            raise NotAllowed
        return self._own.issue(str(who.id), who.organisation_id, who.role, SHORT, self._clock(), **{ASSISTED: True})

    def issue_demo(self, subject: str, organisation: UUID, role: Role) -> str:
        """A token of twelve hours for a demo persona; NotAllowed outside demo mode."""
        if self._demo is None:
            raise NotAllowed("demo-mode-only")
        return self._demo.issue(subject, organisation, role, DEMO_DAY, self._clock())

    def secret(self, purpose: str) -> bytes:
        """256 bits for this purpose, the same in every process that signs with the same key (RFC 5869)."""
        return self._own.secret(purpose)

    def jwks(self) -> dict[str, list[dict[str, object]]]:
        """The public keys that Herstel's tokens are signed with, as a JWK Set (RFC 7517, 5)."""
        return {"keys": [public for signer in self._signers for public in signer.public_keys()]}


def open_tokens(
    base_url: str, data_folder: Path, *, demo: bool = False, issuers_file: Path | None = None, signing_key_file: Path | None = None
) -> Tokens:
    """The tokens of this installation, its keys made on first use; ValueError in one sentence when a file cannot be used.

    Herstel's own issuer is the base url; the audience of its tokens and of the demo's is `/v1` below it.
    """
    url = base_url.rstrip("/")
    audience = f"{url}/v1"
    own = Signer.of(IssuerKind.HERSTEL, url, audience, signing_key(data_folder, signing_key_file))
    playing = Signer.of(IssuerKind.DEMO, DEMO_ISSUER, audience, made_once(data_folder / "keys" / "demo.pem")) if demo else None
    return Tokens(trusted(issuers_file) if issuers_file else (), own, playing)
