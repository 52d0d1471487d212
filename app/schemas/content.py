"""What people say, in private and with all. A record can name an author of behaviour or a person harmed; nobody is one (R16)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.domain.confidentiality import Secrecy
from app.domain.harms import HarmKind, HarmMark, HarmState
from app.domain.readiness import Experience
from app.domain.vocabulary import BehaviourKind
from app.schemas.base import Id, In, Out, Said, SaidOut, confidential

BehaviourKinds = Annotated[list[BehaviourKind], confidential(max_length=20)]
Experiences = Annotated[list[Experience], confidential(max_length=2)]
HarmKinds = Annotated[list[HarmKind], confidential(min_length=1, max_length=3)]
Grade = Annotated[int, confidential(ge=1, le=5)]
GradeOut = Annotated[int, confidential()]


class StatementIn(In):
    """What you want the moderator to know, in your own words."""

    text: Said


class StatementOut(Out):
    """What a party told the moderator."""

    secrecy = Secrecy.PRIVATE
    id: UUID
    party_id: UUID
    text: SaidOut
    created_at: datetime


class BehaviourExperienceIn(In):
    """Behaviour as you lived it."""

    text: Said
    behaviour_kinds: BehaviourKinds = Field(default=[])
    experiences: Experiences = Field(default=[], description="What it did to you; either makes the moderator look at your safety.")
    author_party_id: Annotated[Id | None, confidential()] = Field(
        default=None, description="The author of this behaviour, if they take part; they alone decide whether all see it."
    )


class BehaviourExperienceOut(Out):
    """Behaviour as a party lived it, between that party and the moderator."""

    secrecy = Secrecy.PRIVATE
    id: UUID
    party_id: UUID
    text: SaidOut
    behaviour_kinds: Annotated[list[BehaviourKind], confidential()]
    experiences: Annotated[list[Experience], confidential()]
    author_party_id: Annotated[UUID | None, confidential()]
    shared_at: datetime | None = Field(
        description="When you asked to share it. Where it names another party, all see it once that party agrees; nothing here tells."
    )
    created_at: datetime


class AttributionOut(Out):
    """An experience that names you as author of the behaviour; nobody but you and the moderator sees that it was put before you (R16)."""

    secrecy = Secrecy.PRIVATE
    id: UUID
    party_id: UUID
    told_by_party_id: UUID
    text: SaidOut
    behaviour_kinds: Annotated[list[BehaviourKind], confidential()]
    accepted_at: datetime | None
    created_at: datetime


class SharedExperienceOut(Out):
    """An experience that all know: it names nobody else as author, or that person agreed to it (R16)."""

    secrecy = Secrecy.SHARED
    id: UUID
    party_id: UUID
    author_party_id: Annotated[UUID | None, confidential()]
    text: SaidOut
    behaviour_kinds: Annotated[list[BehaviourKind], confidential()]
    created_at: datetime


class HarmIn(In):
    """What was damaged for you."""

    kinds: HarmKinds
    text: Said


class PrivateHarmOut(Out):
    """A harm told to the moderator alone."""

    secrecy = Secrecy.PRIVATE
    id: UUID
    party_id: UUID
    kinds: Annotated[list[HarmKind], confidential()]
    text: SaidOut
    shared_as_id: UUID | None = Field(description="The shared harm, once you have shared it.")
    created_at: datetime


class HarmOut(Out):
    """A harm that the person harmed shares with all."""

    secrecy = Secrecy.SHARED
    id: UUID
    party_id: UUID = Field(description="The person harmed, in this record and nowhere else (R16).")
    kinds: Annotated[list[HarmKind], confidential()]
    text: SaidOut
    state: HarmState = Field(description="As the person harmed last marked it (R15).")
    discussed: bool = Field(description="Talked about in a joint conversation that was held (R12).")
    created_at: datetime


class HarmMarkIn(In):
    """Where it stands for you; another mark can follow as long as the case runs."""

    mark: HarmMark


class NeedIn(In):
    """What you need."""

    text: Said


class PrivateNeedOut(Out):
    """A need told to the moderator alone."""

    secrecy = Secrecy.PRIVATE
    id: UUID
    party_id: UUID
    text: SaidOut
    shared_as_id: UUID | None = Field(description="The shared need, once you have shared it.")
    created_at: datetime


class NeedOut(Out):
    """A need that a party shares with all."""

    secrecy = Secrecy.SHARED
    id: UUID
    party_id: UUID
    text: SaidOut
    created_at: datetime


class IdeaIn(In):
    """What could help."""

    text: Said


class IdeaOut(Out):
    """What a party thinks could help."""

    secrecy = Secrecy.SHARED
    id: UUID
    party_id: UUID
    text: SaidOut
    created_at: datetime


class EvaluationIn(In):
    """How it was for you, from 1 (not at all) to 5 (fully)."""

    heard: Grade = Field(description="I was heard.")
    safe: Grade = Field(description="I was safe.")
    fair: Grade = Field(description="It was fair.")
    restored: Grade = Field(description="The relation is restored.")
    insight: Grade = Field(description="I understand the other better.")
    commitments_kept: Annotated[int | None, confidential(ge=1, le=5)] = Field(
        default=None, description="What was promised is kept; null where nothing was promised or it is too early."
    )
    recurrence: Annotated[bool | None, confidential()] = Field(default=None, description="It has happened again.")
    remark: Annotated[Said | None, confidential()] = None


class EvaluationOut(Out):
    """How it was for one party."""

    secrecy = Secrecy.PRIVATE
    id: UUID
    party_id: UUID
    heard: GradeOut
    safe: GradeOut
    fair: GradeOut
    restored: GradeOut
    insight: GradeOut
    commitments_kept: Annotated[int | None, confidential()]
    recurrence: Annotated[bool | None, confidential()]
    remark: Annotated[str | None, confidential()]
    created_at: datetime


class ReopeningRequestOut(Out):
    """A party asks to take a closed case up again; no reason is asked."""

    secrecy = Secrecy.PRIVATE
    id: UUID
    party_id: UUID
    created_at: datetime
