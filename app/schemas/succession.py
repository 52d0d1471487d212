"""A moderator's end, whom the parties propose next, and what passes to a successor."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator

from app.domain.confidentiality import Secrecy
from app.domain.intake import MOST_MODERATORS
from app.domain.offers import Availability
from app.domain.vocabulary import Expertise
from app.schemas.base import Id, In, Out


class SuccessorsIn(In):
    """Moderators whom you would like next."""

    moderator_ids: Annotated[list[Id], Field(max_length=MOST_MODERATORS)] = Field(
        default=[], description="Up to three moderators of your choice; leave it out and say `anyModerator`."
    )
    any_moderator: bool = Field(default=False, description="Anyone available with the expertise.")
    expertise: Annotated[list[Expertise], Field(max_length=10)] = []

    @model_validator(mode="after")
    def _some_moderator(self) -> "SuccessorsIn":
        if self.any_moderator == bool(self.moderator_ids):
            raise ValueError("either moderatorIds or anyModerator")
        return self


class SuccessorProposalOut(Out):
    """A moderator whom somebody here would like next; nobody learns who that is, and `not_available` has no reason (R3)."""

    secrecy = Secrecy.PROCESS
    id: UUID
    moderator_id: UUID
    name: str
    availability: Availability


class SuccessorsOut(Out):
    """Those whom you proposed, and who of them is not available."""

    secrecy = Secrecy.PROCESS
    proposals: list[SuccessorProposalOut]


class PrivateGrantIn(In):
    """To whom you hand over what you told in private before they came."""

    appointment_id: Id = Field(description="The successor's appointment, so that it passes to nobody else.")


class PrivateGrantOut(Out):
    """A party's yes to that; the moderators' own notes are never part of it (S7)."""

    secrecy = Secrecy.PRIVATE
    id: UUID
    party_id: UUID
    appointment_id: UUID
    created_at: datetime


class RegisteredAppointmentOut(Out):
    """That one of your moderators moderates: since when and until when, and nothing of the case (R3)."""

    secrecy = Secrecy.ACCESS
    id: UUID
    began_on: date
    ended_on: date | None
