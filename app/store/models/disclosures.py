"""The letters of those outside, the words that would leave, and who said yes to exactly them; exceptions and holds (S5, S6, S8).

No column of these can refer to a private note: there is nothing by which one could be disclosed.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.confidentiality import Secrecy
from app.domain.disclosures import DisclosureState, ExceptionGround
from app.store.models.base import Assisted, Content, InCase, MaybeContent, MaybePartyKey, PartyKey, TextHash, choice, in_case, refers_to


class DisclosureRequest(InCase):
    """Somebody outside asks for something, as the moderator recorded their letter; a no that was given shows nowhere in it (S10)."""

    __tablename__ = "disclosure_request"
    __table_args__ = (
        in_case("disclosure_request"),
        Index("ix_disclosure_request_open", "created_at", "id", postgresql_where=text("state = 'open'")),
    )
    secrecy = Secrecy.PROCESS
    recipient: Mapped[Content]
    purpose: Mapped[Content]
    asks: Mapped[Content]
    received_on: Mapped[date]
    due_on: Mapped[date]
    """On which the answer leaves: with everyone's yes it may leave before it."""
    state: Mapped[DisclosureState] = mapped_column(choice(DisclosureState, "state"), default=DisclosureState.OPEN)
    text_version: Mapped[int] = mapped_column(default=0)
    """How often words were written that would leave: the last ones stand."""
    asked_at: Mapped[datetime | None]
    """Since when all are asked whether the words that stand may leave: what was said before counts no more (R9)."""


class DisclosureText(InCase):
    """The exact words that would leave, as one moderator wrote them; never changed, and the latest stands."""

    __tablename__ = "disclosure_text"
    __table_args__ = (in_case("disclosure_text"), UniqueConstraint("organisation_id", "request_id", "version"))
    secrecy = Secrecy.SHARED
    listed_by = ("version", "id")
    request_id: Mapped[UUID] = refers_to("disclosure_request", index=True)
    appointment_id: Mapped[UUID] = refers_to("appointment")
    """Who wrote them: once somebody else leads, they are written anew, and the one who led is asked too (S5)."""
    version: Mapped[int]
    text: Mapped[Content]
    text_hash: Mapped[TextHash]


class DisclosureVeto(InCase):
    """What a former moderator is asked: recipient, purpose, exact text, and nothing else of a case in which they have no seat (S7)."""

    __tablename__ = "disclosure_veto"
    __table_args__ = (
        in_case("disclosure_veto"),
        UniqueConstraint("organisation_id", "text_id", "appointment_id"),
        Index("ix_disclosure_veto_principal", "principal_id", "created_at", "id"),
    )
    secrecy = Secrecy.ANSWER
    request_id: Mapped[UUID] = refers_to("disclosure_request")
    text_id: Mapped[UUID] = refers_to("disclosure_text", index=True)
    appointment_id: Mapped[UUID] = refers_to("appointment")
    principal_id: Mapped[UUID]
    version: Mapped[int]
    recipient: Mapped[Content]
    purpose: Mapped[Content]
    text: Mapped[Content]
    text_hash: Mapped[TextHash]
    due_on: Mapped[date]
    closed_at: Mapped[datetime | None]
    """Since when these words are asked no more."""


class DisclosureConsent(InCase):
    """One yes or no to exactly these words; without a party, a guardian or a former moderator it is the moderator's. Append-only."""

    __tablename__ = "disclosure_consent"
    __table_args__ = (
        in_case("disclosure_consent"),
        CheckConstraint("num_nonnulls(party_id, guardian_id, veto_id) < 2", name="by_one"),
        CheckConstraint("version is not null or letter_changed", name="to_words"),
    )
    secrecy = Secrecy.ANSWER
    request_id: Mapped[UUID] = refers_to("disclosure_request", index=True)
    version: Mapped[int | None]
    """To which words on this letter; none where the third party asks something else before any were written."""
    party_id: Mapped[MaybePartyKey]
    guardian_id: Mapped[UUID | None] = refers_to("guardian")
    appointment_id: Mapped[UUID | None] = refers_to("appointment")
    """By which they led the case before."""
    veto_id: Mapped[UUID | None] = refers_to("disclosure_veto", index=True)
    yes: Mapped[bool]
    letter_changed: Mapped[bool] = mapped_column(default=False)
    """The moderator's last word on this letter: the third party asks something else by now."""
    assisted: Mapped[Assisted]


class Disclosure(InCase):
    """The letter as it left, once and for all (S5)."""

    __tablename__ = "disclosure"
    __table_args__ = (in_case("disclosure"), UniqueConstraint("organisation_id", "request_id"))
    secrecy = Secrecy.SHARED
    request_id: Mapped[UUID] = refers_to("disclosure_request", index=True)
    recipient: Mapped[Content]
    purpose: Mapped[Content]
    text: Mapped[Content]
    text_hash: Mapped[TextHash]
    released_on: Mapped[date]


class SafetyException(InCase):
    """What left without everyone's yes, and why it had to; the moderator's until a party is told. Append-only (S6)."""

    __tablename__ = "safety_exception"
    __table_args__ = (in_case("safety_exception"),)
    secrecy = Secrecy.ASSESSMENT
    ground: Mapped[ExceptionGround] = mapped_column(choice(ExceptionGround, "ground"))
    facts: Mapped[Content]
    alternatives: Mapped[Content]
    recipient: Mapped[Content]
    text: Mapped[Content]
    why_not_yet: Mapped[MaybeContent]
    """Why somebody was not told when it was recorded."""


class ToldException(InCase):
    """The same for one party, from the moment that the moderator recorded that they were told of it (S6)."""

    __tablename__ = "told_exception"
    __table_args__ = (in_case("told_exception"), UniqueConstraint("organisation_id", "exception_id", "party_id"))
    secrecy = Secrecy.PRIVATE
    exception_id: Mapped[UUID] = refers_to("safety_exception", index=True)
    party_id: Mapped[PartyKey]
    told_on: Mapped[date]
    ground: Mapped[ExceptionGround] = mapped_column(choice(ExceptionGround, "ground"))
    facts: Mapped[Content]
    alternatives: Mapped[Content]
    recipient: Mapped[Content]
    text: Mapped[Content]


class LegalHold(InCase):
    """Nothing of this case is destroyed while this stands; the moderator's alone to see (S8)."""

    __tablename__ = "legal_hold"
    __table_args__ = (in_case("legal_hold"), Index("ix_legal_hold_standing", "case_id", postgresql_where=text("lifted_at is null")))
    secrecy = Secrecy.TRUE_STATE
    reason: Mapped[Content]
    lifted_at: Mapped[datetime | None]
    why_lifted: Mapped[MaybeContent]
