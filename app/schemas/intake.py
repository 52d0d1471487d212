"""Referrals, requests, and offers to moderators."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator

from app.domain.confidentiality import Secrecy
from app.domain.intake import MOST_MODERATORS, Arrival, ProposedParty
from app.domain.offers import Availability, OfferState
from app.domain.vocabulary import Expertise, Setting
from app.schemas.base import Code, Id, In, Line, Out, Said, SaidLine, SaidOut, confidential


class ProposedPersonIn(In):
    """Someone to take part."""

    name: SaidLine
    person_id: Id | None = Field(default=None, description="Who they are in your directory, where they stand in it; ties are found by it.")
    contact: Annotated[Line | None, confidential()] = Field(
        default=None, description="An address for the invitation. You give it once; you cannot read it back."
    )


class _ArrivalIn(In):
    setting: Setting
    note: Annotated[Said | None, confidential()] = None
    proposed_moderators: Annotated[list[Id], Field(max_length=MOST_MODERATORS)] = Field(
        default=[], description="Up to three moderators of your choice; leave it out and say `anyModerator`."
    )
    any_moderator: bool = Field(default=False, description="Anyone available with the expertise.")
    expertise: Annotated[list[Expertise], Field(max_length=10)] = []

    @model_validator(mode="after")
    def _some_moderator(self) -> "_ArrivalIn":
        if self.any_moderator == bool(self.proposed_moderators):
            raise ValueError("either proposedModerators or anyModerator")
        return self

    def arrival(self, people: list[ProposedPersonIn]) -> Arrival:
        """The same, in the words of the domain."""
        proposed = [ProposedParty(person.name, person.person_id, person.contact) for person in people]
        return Arrival(self.setting, self.note, proposed, self.proposed_moderators, self.expertise)


class ReferralIn(_ArrivalIn):
    """A referral of others."""

    external_id: Code | None = Field(default=None, description="Your own key; a second POST with it creates nothing.")
    proposed_people: Annotated[list[ProposedPersonIn], Field(min_length=2, max_length=50)]


class RequestIn(_ArrivalIn):
    """A request for oneself: who asks takes part."""

    own_name: Annotated[Line | None, confidential()] = Field(default=None, description="Where the directory does not know you.")
    proposed_people: Annotated[list[ProposedPersonIn], Field(min_length=1, max_length=50)]


class ProposedPersonOut(Out):
    """Someone who was proposed."""

    secrecy = Secrecy.REFERRAL
    name: SaidOut
    person_id: UUID | None


class ProposedModeratorOut(Out):
    """A moderator who was proposed; `not_available` has no reason (R3)."""

    secrecy = Secrecy.REFERRAL
    moderator_id: UUID
    name: str
    availability: Availability


class ReferralOut(Out):
    """A referral."""

    secrecy = Secrecy.REFERRAL
    id: UUID
    case_id: UUID
    external_id: str | None
    note: Annotated[str | None, confidential()]


class RequestOut(Out):
    """A request."""

    secrecy = Secrecy.REFERRAL
    id: UUID
    case_id: UUID
    note: Annotated[str | None, confidential()]


class Proposals(Out):
    """Who was proposed."""

    secrecy = Secrecy.REFERRAL
    proposed_people: list[ProposedPersonOut]
    proposed_moderators: list[ProposedModeratorOut]


class ReferralWholeOut(ReferralOut, Proposals):
    """A referral with everyone whom it proposes."""


class RequestWholeOut(RequestOut, Proposals):
    """A request with everyone whom it proposes."""


class OfferOut(Out):
    """A case that is offered to you: not the note, and nothing else of the case (R2)."""

    secrecy = Secrecy.OFFER
    id: UUID
    case_id: UUID
    state: OfferState
    setting: Setting
    expertise: list[Expertise]
    expertise_matches: bool = Field(description="False is a warning, and keeps nobody from taking it.")
    proposed_names: Annotated[list[str], confidential()]


class DeclarationIn(In):
    """What a moderator declares to take the seat (R3)."""

    independent: Annotated[bool, Field(description="No tie to anyone concerned: `true` is the declaration.")]

    @model_validator(mode="after")
    def _declared(self) -> "DeclarationIn":
        if not self.independent:
            raise ValueError("only a declaration of independence gives the seat")
        return self
