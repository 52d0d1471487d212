"""Who an issuer's subject is here."""

from enum import StrEnum
from typing import Final
from uuid import UUID, uuid5


class IssuerKind(StrEnum):
    """Who runs an issuer of tokens."""

    ORGANISATION = "organisation"
    MODERATORS_REGISTRY = "moderators_registry"
    HERSTEL = "herstel"
    DEMO = "demo"


# Never to be changed: every identity that was ever stored hangs on it.
_IDENTITIES: Final = UUID("6f1d0c3e-52a4-4b8e-9d37-8e0f5a1b7c24")

INVITED_HERE: Final = "urn:herstel:invited"
"""What stands for our own issuer in an identity: whoever came in stays who they are when the service moves to another address."""


def principal_id(issuer_url: str, subject: str) -> UUID:
    """The identity of an issuer's subject, always the same (RFC 9562, version 5); other issuers' subjects of that name are others.

    Both are taken as they are: a trailing slash or another case is another issuer or subject.
    """
    # The length keeps the border between the two, so that no issuer's subject can spell another issuer's.
    return uuid5(_IDENTITIES, f"{len(issuer_url)}:{issuer_url}{subject}")
