"""Whose tokens are believed, and for which roles: an issuer is bound to roles and to one organisation (A1)."""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final, Literal, Self, TypeAlias
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.domain.confidentiality import VOUCHES, Role
from app.domain.identity import IssuerKind

Jwk: TypeAlias = Mapping[str, object]

# Asymmetric only (RFC 7518, 3.1), each with the one key type and curve that fits it: python-jose does not compare them.
ALGORITHMS: Final[Mapping[str, tuple[str, str | None]]] = {
    "ES256": ("EC", "P-256"),
    "ES384": ("EC", "P-384"),
    "RS256": ("RSA", None),
    "RS384": ("RSA", None),
    "RS512": ("RSA", None),
}
TYPES: Final = frozenset({"at+jwt", "jwt"})
SECRET_MEMBERS: Final = frozenset({"k", "d", "p", "q", "dp", "dq", "qi", "oth"})
SHORT: Final = timedelta(minutes=10)
DEMO_DAY: Final = timedelta(hours=12)
REMOTE: Final = frozenset({IssuerKind.ORGANISATION, IssuerKind.MODERATORS_REGISTRY})


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuer that can only be built when what it may vouch for is what its kind allows (A1); ValueError in one sentence."""

    kind: IssuerKind
    url: str
    audience: str
    algorithm: str
    typ: str
    keys: Mapping[str, Jwk]
    organisation: UUID | None
    roles: frozenset[Role]
    lifetime: timedelta = SHORT

    def __post_init__(self) -> None:
        for holds, sentence in self._rules():
            if not holds:
                raise ValueError(f"The issuer {self.url} {sentence}.")

    def _rules(self) -> Iterator[tuple[bool, str]]:
        """What must hold, in this order, each with what to say when it does not."""
        yield is_url(self.url, self.kind), "needs an https address of at most 255 printable characters"
        yield bool(self.audience), "needs an audience"
        yield self.algorithm in ALGORITHMS, f"needs one algorithm of {', '.join(ALGORITHMS)}"
        yield media_type(self.typ) in TYPES, "needs at+jwt or JWT as its typ"
        beyond = ", ".join(sorted(self.roles - VOUCHES[self.kind]))
        yield not beyond, f"is of the kind {self.kind} and can never vouch for: {beyond}"
        yield bool(self.roles), "vouches for no role"
        yield (self.organisation is not None) == (self.kind in REMOTE), "must be bound to an organisation, and Herstel's own to none"
        longest = DEMO_DAY if self.kind is IssuerKind.DEMO else SHORT
        yield timedelta(0) < self.lifetime <= longest, f"may let a token live at most {longest}"
        yield bool(self.keys), "has no key to check signatures with"
        for kid, jwk in self.keys.items():
            unfit = flaw(jwk, self.algorithm)
            yield unfit is None, f"has a key {kid!r} that {unfit}"


def is_url(url: str, kind: IssuerKind) -> bool:
    """Whether this can name an issuer; only Herstel's own may be without TLS, on one's own machine."""
    schemes = ("https://",) if kind in REMOTE else ("https://", "http://")
    return url.startswith(schemes) and url.isascii() and url.isprintable() and " " not in url and len(url) <= 255


def media_type(typ: str) -> str:
    """A `typ` without case and without its optional prefix (RFC 7515, 4.1.9)."""
    return typ.lower().removeprefix("application/")


def flaw(jwk: Jwk, algorithm: str) -> str | None:
    """What makes a JWK unfit to check this algorithm's signatures, or None."""
    kty, curve = ALGORITHMS[algorithm]
    if SECRET_MEMBERS & jwk.keys() or jwk.get("kty") == "oct":
        return "is private or symmetric: only public keys belong here"
    if (jwk.get("kty"), jwk.get("crv")) != (kty, curve) or jwk.get("alg", algorithm) != algorithm:
        return f"does not fit {algorithm}"
    if jwk.get("use", "sig") != "sig":
        return "is not for signatures"
    if kty == "RSA" and bits(jwk.get("n")) < 2048:
        return "is shorter than 2048 bits"
    return None


def bits(number: object) -> int:
    """The length of a base64url integer of a JWK (RFC 7518, 6.3.1.1); 0 for what is none."""
    try:
        return int.from_bytes(base64.urlsafe_b64decode(f"{number}=="), "big").bit_length()
    except ValueError:
        return 0


def unambiguous(raw: bytes) -> object:
    """JSON in UTF-8 (RFC 8259) with every name once and every number finite; ValueError or RecursionError else."""
    return json.loads(raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refused)


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _refused(_: str) -> object:
    raise ValueError("a number is not finite")


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _KeySet(BaseModel):
    """A JWK Set (RFC 7517, 5); other members of the set are ignored, as it asks."""

    keys: list[dict[str, object]]


class _Entry(_File):
    kind: Literal[IssuerKind.ORGANISATION, IssuerKind.MODERATORS_REGISTRY]
    url: str
    audience: str
    algorithm: str
    typ: str
    organisation: UUID
    roles: frozenset[Role] | None = None
    jwks: _KeySet | None = None
    jwks_file: Path | None = Field(default=None, alias="jwksFile")

    @model_validator(mode="after")
    def one_key_set(self) -> Self:
        if (self.jwks is None) == (self.jwks_file is None):
            raise ValueError("give either jwks or jwksFile")
        return self


class _Entries(_File):
    issuers: list[_Entry]


def trusted(path: Path) -> tuple[Issuer, ...]:
    """The issuers that an operator's file names; ValueError in one sentence when the file cannot be used.

    `{"issuers": [{"kind": "organisation" | "moderators_registry", "url": …, "audience": …, "algorithm": "ES256" | …,
    "typ": "at+jwt" | "JWT", "organisation": uuid, "roles"?: […, to allow fewer than the kind does],
    "jwks": {"keys": […]} or "jwksFile": a path, seen from this file}]}`
    """
    try:
        issuers = tuple(_issuer(entry, path.parent) for entry in _Entries.model_validate(unambiguous(path.read_bytes())).issuers)
    except (OSError, ValueError, RecursionError) as error:
        raise ValueError(f"The issuers' file {path} cannot be used: {_reason(error)}.") from error
    if len({issuer.url for issuer in issuers}) < len(issuers):
        raise ValueError(f"The issuers' file {path} cannot be used: two issuers have one url.")
    return issuers


def _reason(error: Exception) -> str:
    """What is wrong, without what was read."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        return ": ".join(filter(None, (".".join(map(str, first["loc"])), first["msg"].removeprefix("Value error, "))))
    if isinstance(error, OSError):
        return f"{error.filename} {(error.strerror or 'cannot be read').lower()}"
    if isinstance(error, (json.JSONDecodeError, UnicodeDecodeError, RecursionError)):
        return "it is no JSON in UTF-8"
    return str(error).rstrip(".")


def _issuer(entry: _Entry, folder: Path) -> Issuer:
    found = entry.jwks or _KeySet.model_validate(unambiguous((folder / (entry.jwks_file or "")).read_bytes()))
    # A provider's published set also holds its encryption keys: they are no candidates.
    keys = [jwk for jwk in found.keys if jwk.get("use") != "enc"]
    by_id = {str(jwk.get("kid", "")): jwk for jwk in keys}
    if len(by_id) < len(keys) or "" in by_id:
        raise ValueError(f"the issuer {entry.url} needs a kid of its own for every key")
    return Issuer(
        kind=entry.kind,
        url=entry.url,
        audience=entry.audience,
        algorithm=entry.algorithm,
        typ=entry.typ,
        keys=by_id,
        organisation=entry.organisation,
        roles=VOUCHES[entry.kind] if entry.roles is None else entry.roles,
    )
