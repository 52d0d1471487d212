"""Who is in the world of the tests, and what everything in it is called."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid5

from app.domain.confidentiality import Principal, Role
from app.domain.identity import principal_id
from app.routers.tokens import DEMO_ISSUER

SPACE: Final = UUID("0b9f6e5c-6a0e-4f3a-8a3e-6c1f8f1f7d11")

THEN: Final = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
"""When everything in it happened."""

HOME, AWAY, REGISTRY = "home", "away", "registry"
MINE, ASKED, OTHER, FOREIGN = "mine", "asked", "other", "foreign"


def key(*parts: object) -> UUID:
    """The id of something in this world."""
    return uuid5(SPACE, "/".join(map(str, parts)))


def word(*parts: object) -> str:
    """A word that stands in one place of this world only."""
    return "word" + uuid5(SPACE, "word/" + "/".join(map(str, parts))).hex


@dataclass(frozen=True)
class Someone:
    """A principal of this world, by the subject that the demo issuer calls them."""

    subject: str
    organisation: str
    role: Role

    @property
    def principal(self) -> Principal:
        """What their token makes of them."""
        return Principal(principal_id(DEMO_ISSUER, self.subject), key(self.organisation), self.role)


PEOPLE: Final[dict[str, Someone]] = {
    "admin": Someone("admin", HOME, Role.ADMIN),
    "registrar": Someone("registrar", REGISTRY, Role.REGISTRAR),
    "member": Someone("member", HOME, Role.MEMBER),
    "coordinator": Someone("coordinator", HOME, Role.COORDINATOR),
    "moderator": Someone("moderator", REGISTRY, Role.MODERATOR),
    "party": Someone("party", HOME, Role.PARTY),
    "second_party": Someone("second-party", HOME, Role.PARTY),
    "guardian": Someone("guardian", HOME, Role.GUARDIAN),
    "supporter": Someone("supporter", HOME, Role.SUPPORTER),
    "auditor": Someone("auditor", HOME, Role.AUDITOR),
    "other_coordinator": Someone("other-coordinator", HOME, Role.COORDINATOR),
    "other_moderator": Someone("other-moderator", REGISTRY, Role.MODERATOR),
    "other_party": Someone("other-party", HOME, Role.PARTY),
    "foreign_admin": Someone("foreign-admin", AWAY, Role.ADMIN),
    "foreign_coordinator": Someone("foreign-coordinator", AWAY, Role.COORDINATOR),
    "foreign_party": Someone("foreign-party", AWAY, Role.PARTY),
}
