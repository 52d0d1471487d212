"""Who takes part, and what each of them says for themselves."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.confidentiality import Role, Secrecy
from app.domain.parties import PartyKind
from app.domain.readiness import Safety
from app.domain.retention import private_of
from app.domain.sessions import SessionState, TalkKind
from app.store.models.base import (
    Assisted,
    Content,
    Digest,
    InCase,
    MaybeContent,
    MaybeDigest,
    MaybePartyKey,
    PartyKey,
    choice,
    in_case,
    refers_to,
)


class Party(InCase):
    """Someone who takes part: a name or a pseudonym, and no label (R16)."""

    __tablename__ = "party"
    __table_args__ = (in_case("party"),)
    secrecy = Secrecy.PROCESS
    opens_late = True
    proposed_person_id: Mapped[UUID | None] = refers_to("proposed_person")
    """Whom the referral or request names; none for someone who turned out to be concerned later."""
    display_name: Mapped[Content]
    kind: Mapped[PartyKind] = mapped_column(choice(PartyKind, "kind"), default=PartyKind.PERSON)
    spokesperson_id: Mapped[UUID | None]
    """The member who speaks for a group, chosen by all of them (R14). No foreign key: members refer to groups."""
    left_on: Mapped[date | None]
    """Since when this place has ended; why is in nobody's sight but the moderator's (R9)."""
    erased_on: Mapped[date | None]
    """Since when a pseudonym stands in the place of the name (S8)."""

    @property
    def key_owner(self) -> UUID:
        """A name has its party's own key, so that it can go by itself; a pseudonym has the case's."""
        return self.case_id if self.erased_on else self.id

    @property
    def bears(self) -> frozenset[UUID]:
        """The key of the name, and that of what the party says in private."""
        return frozenset({self.id, private_of(self.id)})


class PartyParticulars(InCase):
    """What only the party and the moderator know: where to reach them, what they need to take part."""

    __tablename__ = "party_particulars"
    __table_args__ = (
        UniqueConstraint("organisation_id", "party_id"),
        in_case("party_particulars"),
    )
    secrecy = Secrecy.PRIVATE
    party_id: Mapped[PartyKey] = mapped_column(index=True)
    contact: Mapped[MaybeContent]
    communication_needs: Mapped[MaybeContent]
    born_on: Mapped[date | None]


class Invitation(InCase):
    """A way in for one person: single use, short-lived, hashed at rest, with a second secret out of band."""

    __tablename__ = "invitation"
    __table_args__ = (
        in_case("invitation"),
        CheckConstraint("num_nonnulls(party_id, guardian_id, companion_id, member_id) = 1", name="for_one"),
        Index("ix_invitation_invitee", "invitee_id"),
    )
    secrecy = Secrecy.ACCESS
    role: Mapped[Role] = mapped_column(choice(Role, "role"))
    party_id: Mapped[MaybePartyKey]
    guardian_id: Mapped[UUID | None] = refers_to("guardian")
    companion_id: Mapped[UUID | None] = refers_to("companion")
    member_id: Mapped[UUID | None] = refers_to("group_member")
    invitee_id: Mapped[UUID]
    """The principal that the invitation's code makes of its bearer; the code itself is nowhere."""
    pin_digest: Mapped[Digest] = mapped_column(String(200))
    expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    redeemed_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]
    refresh_digest: Mapped[MaybeDigest]


class SecrecyAcceptance(InCase):
    """The secrecy and evidence statement, accepted on its hash (S0)."""

    __tablename__ = "secrecy_acceptance"
    __table_args__ = (
        in_case("secrecy_acceptance"),
        CheckConstraint("num_nonnulls(party_id, guardian_id, companion_id, member_id) = 1", name="by_one"),
        UniqueConstraint(
            "organisation_id",
            "party_id",
            "guardian_id",
            "companion_id",
            "member_id",
            "version",
            name="uq_secrecy_acceptance_whose",
            postgresql_nulls_not_distinct=True,
        ),
    )
    secrecy = Secrecy.ACCESS
    party_id: Mapped[MaybePartyKey]
    guardian_id: Mapped[UUID | None] = refers_to("guardian")
    companion_id: Mapped[UUID | None] = refers_to("companion")
    member_id: Mapped[UUID | None] = refers_to("group_member")
    version: Mapped[int]
    text_hash: Mapped[Digest]
    assisted: Mapped[Assisted]


class ReadinessDeclaration(InCase):
    """What a party said to the four questions, or that they withdraw; append-only (R5, R7)."""

    __tablename__ = "readiness_declaration"
    __table_args__ = (
        in_case("readiness_declaration"),
        Index("ix_readiness_declaration_party", "party_id", "created_at", "id"),
    )
    secrecy = Secrecy.PRIVATE
    party_id: Mapped[PartyKey]
    said_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    withdrawal: Mapped[bool] = mapped_column(default=False)
    explore_relation: Mapped[bool] = mapped_column(default=False)
    explore_harm: Mapped[bool] = mapped_column(default=False)
    explore_repair: Mapped[bool] = mapped_column(default=False)
    join_conversations: Mapped[bool] = mapped_column(default=False)
    voluntary: Mapped[bool] = mapped_column(default=False)
    informed_version: Mapped[int | None]
    ready: Mapped[bool] = mapped_column(default=False)
    assisted: Mapped[Assisted]
    noted: Mapped[bool] = mapped_column(default=False)
    """Noted by the moderator from a conversation: it counts unless the party contests it (R6)."""


class Contestation(InCase):
    """A party says that a note of what they said is not what they said: it does not count (R6)."""

    __tablename__ = "contestation"
    __table_args__ = (
        UniqueConstraint("organisation_id", "reconfirmation_id"),
        UniqueConstraint("organisation_id", "declaration_id"),
        in_case("contestation"),
        CheckConstraint("num_nonnulls(declaration_id, reconfirmation_id) = 1", name="of_one_note"),
    )
    secrecy = Secrecy.PRIVATE
    party_id: Mapped[PartyKey]
    declaration_id: Mapped[UUID | None] = refers_to("readiness_declaration", index=True)
    reconfirmation_id: Mapped[UUID | None] = refers_to("reconfirmation", index=True)


class OneTimeCode(InCase):
    """A code with which its party acts once on the moderator's device; only its digest is kept (R6)."""

    __tablename__ = "one_time_code"
    __table_args__ = (UniqueConstraint("organisation_id", "code_digest"), in_case("one_time_code"))
    secrecy = Secrecy.PRIVATE
    party_id: Mapped[PartyKey]
    principal_id: Mapped[UUID]
    """Whose deed it will be."""
    code_digest: Mapped[Digest] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SafetyAssessment(InCase):
    """The moderator's view of a party's safety; the moderator's alone."""

    __tablename__ = "safety_assessment"
    __table_args__ = (
        in_case("safety_assessment"),
        Index("ix_safety_assessment_party", "party_id", "created_at", "id"),
    )
    secrecy = Secrecy.ASSESSMENT
    party_id: Mapped[PartyKey]
    result: Mapped[Safety] = mapped_column(choice(Safety, "result"))
    measures: Mapped[MaybeContent]


class Talk(InCase):
    """A conversation of one party with the moderator; that there was one is theirs alone."""

    __tablename__ = "talk"
    __table_args__ = (in_case("talk"),)
    secrecy = Secrecy.PRIVATE
    party_id: Mapped[PartyKey]
    kind: Mapped[TalkKind] = mapped_column(choice(TalkKind, "kind"))
    state: Mapped[SessionState] = mapped_column(choice(SessionState, "state"), default=SessionState.PLANNED)
    planned_for: Mapped[datetime]
    goal: Mapped[MaybeContent]


class ReopeningRequest(InCase):
    """A party asks to take a closed case up again."""

    __tablename__ = "reopening_request"
    __table_args__ = (in_case("reopening_request"),)
    secrecy = Secrecy.PRIVATE
    party_id: Mapped[PartyKey]


class Evaluation(InCase):
    """How it was for one party; asked of everyone, in the same words."""

    __tablename__ = "evaluation"
    __table_args__ = (in_case("evaluation"),)
    secrecy = Secrecy.PRIVATE
    party_id: Mapped[PartyKey]
    heard: Mapped[int]
    safe: Mapped[int]
    fair: Mapped[int]
    restored: Mapped[int]
    insight: Mapped[int]
    commitments_kept: Mapped[int | None]
    recurrence: Mapped[bool | None]
    remark: Mapped[MaybeContent]
