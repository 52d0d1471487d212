"""What comes in, and who could take it: proposals, and ties that make a moderator not available (R1–R3)."""

import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from app.domain.vocabulary import Expertise, Setting

MOST_MODERATORS: Final = 3
_SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class ProposedParty:
    """Someone who is proposed to take part."""

    name: str
    person_id: UUID | None = None
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a referral or a request says."""

    setting: Setting
    note: str | None
    people: Sequence[ProposedParty]
    moderators: Sequence[UUID]
    """Those proposed, at most three; none means any with the expertise."""
    expertise: Sequence[Expertise]


@dataclass(frozen=True, slots=True)
class Concerned:
    """Everyone and every unit of one organisation to whom a moderator must have no tie."""

    organisation_id: UUID
    people: frozenset[UUID]
    units: frozenset[UUID]
    principals: frozenset[UUID] = frozenset()
    """The identities of those people, where the organisation knows them: nobody moderates what concerns themselves (S3)."""


class AnyTie(Protocol):
    """A moderator's tie, as far as independence looks at it."""

    @property
    def moderator_id(self) -> UUID:
        """Whose it is."""

    @property
    def organisation_id(self) -> UUID:
        """To which organisation."""

    @property
    def unit_id(self) -> UUID | None:
        """To which of its units, if to one."""

    @property
    def person_id(self) -> UUID | None:
        """To which of its people, if to one."""


def tied(ties: Iterable[AnyTie], concerned: Concerned) -> set[UUID]:
    """The moderators who are not available: tied to someone concerned, to their unit, or to the organisation as a whole (R3)."""
    return {
        tie.moderator_id
        for tie in ties
        if tie.organisation_id == concerned.organisation_id
        and ((tie.unit_id is None and tie.person_id is None) or tie.unit_id in concerned.units or tie.person_id in concerned.people)
    }


def reference() -> str:
    """A new reference for a case: random, so that it tells neither how many there are nor when it came."""
    sign = "".join(secrets.choice(_SIGNS) for _ in range(8))
    return f"{sign[:4]}-{sign[4:]}"


def plain_name(name: str) -> str:
    """The same for the same name, however it is cased or accented."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name.casefold()) if sign.isalnum())
