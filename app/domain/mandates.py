"""The mandate: how far the moderator goes, and how all will talk; one text, accepted by everyone (R10)."""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple
from uuid import UUID

from app.domain.errors import Invalid
from app.domain.lifecycle import Lifecycle
from app.domain.sessions import CONVERSATIONS, SessionKind
from app.domain.texts import hash_of


class Involvement(StrEnum):
    """How far the moderator may go into the matter itself."""

    NONE = "none"
    ON_REQUEST = "on_request"
    PROPOSALS = "proposals"


class GroundRule(StrEnum):
    """The rules that a conversation starts from; own words may come on top of them."""

    NON_VIOLENCE = "non_violence"
    RESPECT_FOR_ONESELF = "respect_for_oneself"
    RESPECT_FOR_OTHERS = "respect_for_others"
    RESPECT_FOR_SURROUNDINGS = "respect_for_surroundings"


class MayKnow(StrEnum):
    """What the organisation learns beyond state and days; a mandate can only narrow it (R10)."""

    MODERATOR_NAME = "moderator_name"
    JOINT_SESSIONS = "joint_sessions"


class MandateState(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    OFFERED = "offered"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


class MandateEvent(StrEnum):
    """What can happen to a version."""

    OFFER = "offer"
    ACCEPTED_BY_ALL = "accepted_by_all"
    SUPERSEDE = "supersede"


LIFE: Final = Lifecycle[MandateState, MandateEvent](
    "mandate",
    {
        (MandateState.DRAFT, MandateEvent.OFFER): MandateState.OFFERED,
        (MandateState.OFFERED, MandateEvent.ACCEPTED_BY_ALL): MandateState.IN_FORCE,
        (MandateState.OFFERED, MandateEvent.SUPERSEDE): MandateState.SUPERSEDED,
        (MandateState.IN_FORCE, MandateEvent.SUPERSEDE): MandateState.SUPERSEDED,
    },
)

CANNOT_BE_REMOVED: Final = frozenset({GroundRule.NON_VIOLENCE})


@dataclass(frozen=True, slots=True)
class MandateText:
    """All that is said yes to, and nothing else (R10); `Invalid` when a rule that cannot be removed is not in it."""

    scope: str
    moderator_role: str
    involvement: Involvement
    procedure: str
    session_forms: Sequence[SessionKind]
    ground_rules: Sequence[GroundRule]
    own_ground_rules: Sequence[str]
    evidence_clause: str
    limits_of_secrecy: str
    organisation_may_know: Sequence[MayKnow]
    not_concerned: Sequence[UUID] = ()
    """Places that end with it, as everyone agrees (R9)."""

    def __post_init__(self) -> None:
        if not set(self.ground_rules) >= CANNOT_BE_REMOVED:
            raise Invalid("ground-rule-cannot-be-removed", "/groundRules")

    def parts(self) -> dict[str, Any]:
        """The text by its parts, as it is kept: every code once, in one order, so that the same text is the identical text."""
        return {
            "scope": self.scope,
            "moderator_role": self.moderator_role,
            "involvement": self.involvement,
            "procedure": self.procedure,
            "session_forms": _codes(self.session_forms),
            "ground_rules": _codes(self.ground_rules),
            "own_ground_rules": [*self.own_ground_rules],
            "evidence_clause": self.evidence_clause,
            "limits_of_secrecy": self.limits_of_secrecy,
            "organisation_may_know": _codes(self.organisation_may_know),
            "not_concerned": sorted(set(self.not_concerned)),
        }


class Offered(NamedTuple):
    """What the gates look at of a text that is offered: how far the moderator may go, and whose places it ends (R9)."""

    involvement: object
    ends: frozenset[Hashable] = frozenset()


def text_hash(text: MandateText) -> str:
    """What everyone accepts: the hash over the whole text, with the names of the wire, so that a reader can work it out too (R10)."""
    parts = {**text.parts(), "not_concerned": sorted({str(party) for party in text.not_concerned})}
    return hash_of({_on_the_wire(name): part for name, part in parts.items()})


def _on_the_wire(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


def _codes(codes: Iterable[str]) -> list[str]:
    return sorted({str(code) for code in codes})


def agreed_form(forms: Collection[str], kind: SessionKind) -> bool:
    """Whether all agreed to talk in this form (R10); looking back together needs no form of its own."""
    return kind not in CONVERSATIONS or kind.value in forms
