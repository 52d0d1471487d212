"""When a moderator is gone: whom the parties propose next, and what each of them hands over (R3, S7)."""

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.confidentiality import Secrecy
from app.domain.offers import Availability
from app.store.models.base import InCase, PartyKey, choice, in_case, refers_to


class SuccessorProposal(InCase):
    """A moderator whom some party would like next; all learn who, and `not_available` or nothing (R3)."""

    __tablename__ = "successor_proposal"
    __table_args__ = (in_case("successor_proposal"),)
    secrecy = Secrecy.PROCESS
    moderator_id: Mapped[UUID] = mapped_column(ForeignKey("moderator.id"))
    principal_id: Mapped[UUID]
    name: Mapped[str]
    availability: Mapped[Availability] = mapped_column(choice(Availability, "availability"))


class PrivateGrant(InCase):
    """A party's yes that what they told in private passes to a successor (S7)."""

    __tablename__ = "private_grant"
    __table_args__ = (in_case("private_grant"), UniqueConstraint("organisation_id", "appointment_id", "party_id"))
    secrecy = Secrecy.PRIVATE
    party_id: Mapped[PartyKey]
    appointment_id: Mapped[UUID] = refers_to("appointment", index=True)
