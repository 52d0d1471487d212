"""The code lists: stable English codes with a Dutch and an English label each (domain: entities)."""

from enum import StrEnum
from typing import Final

from app.domain.agreements import CommitmentKind
from app.domain.cases import Ending
from app.domain.companions import CompanionKind
from app.domain.harms import HarmKind
from app.domain.outcomes import OutcomeQuestion
from app.domain.parties import PartyKind, PlaceEnd
from app.domain.readiness import Experience
from app.domain.supports import Addressee, SupportAnswer, SupportState


class Setting(StrEnum):
    """Where people damaged each other."""

    ORGANISATION = "organisation"
    SCHOOL = "school"
    HEALTHCARE = "healthcare"
    SOCIAL_CARE = "social_care"
    GOVERNMENT = "government"
    HOUSING = "housing"
    SERVICES = "services"
    OTHER = "other"


class RelationshipContext(StrEnum):
    """How the people concerned stand to each other."""

    COLLEAGUES = "colleagues"
    PROFESSIONAL_CLIENT = "professional_client"
    TEACHER_STUDENT = "teacher_student"
    CITIZEN_AUTHORITY = "citizen_authority"
    TENANT_LANDLORD = "tenant_landlord"
    CUSTOMER_PROVIDER = "customer_provider"
    OTHER = "other"


class MatterKind(StrEnum):
    """What kind of matter it is."""

    CONFLICT = "conflict"
    ANTISOCIAL_BEHAVIOUR = "antisocial_behaviour"
    INTEGRITY = "integrity"
    OTHER = "other"


class Pattern(StrEnum):
    """Once and intense, or over a long time."""

    SINGLE_INTENSE = "single_intense"
    ONGOING = "ongoing"


class DisturbanceCause(StrEnum):
    """What disturbed the relation."""

    MISUNDERSTANDING = "misunderstanding"
    NOT_UNDERSTANDING_EACH_OTHER = "not_understanding_each_other"
    SUSPICION = "suspicion"
    FEELING_MISUNDERSTOOD_OR_UNRECOGNISED = "feeling_misunderstood_or_unrecognised"
    POSTURING = "posturing"
    FAVOURITISM = "favouritism"
    IGNORING = "ignoring"
    FEELING_INSULTED = "feeling_insulted"
    HOSTILE_ATTITUDE = "hostile_attitude"
    CONFLICT = "conflict"
    PATRONISING_BEHAVIOUR = "patronising_behaviour"
    AUTHORITARIAN_BEHAVIOUR = "authoritarian_behaviour"
    OTHER = "other"


class BehaviourKind(StrEnum):
    """Behaviour, as the one who tells it names it; a word about behaviour, never about a person."""

    MISCONDUCT = "misconduct"
    INTEGRITY_BREACH = "integrity_breach"
    BOUNDARY_CROSSING = "boundary_crossing"
    SEXUAL_BOUNDARY_CROSSING = "sexual_boundary_crossing"
    BULLYING = "bullying"
    SPEAKING_ILL = "speaking_ill"
    INTIMIDATION = "intimidation"
    STALKING = "stalking"
    DIGITAL_STALKING = "digital_stalking"
    OTHER = "other"


class QualityImpact(StrEnum):
    """What the disturbed relation does to the work that people do together."""

    COOPERATION = "cooperation"
    EDUCATION = "education"
    SOCIAL_CARE = "social_care"
    HEALTHCARE = "healthcare"
    SERVICES = "services"
    GOVERNMENT = "government"
    OTHER = "other"


class Expertise(StrEnum):
    """What a moderator is good at."""

    CONFLICT_RESOLUTION = "conflict_resolution"
    SOCIAL_SAFETY = "social_safety"
    PROFESSIONAL_INTEGRITY = "professional_integrity"
    AGGRESSION_INTIMIDATION = "aggression_intimidation"
    DIVERSITY = "diversity"
    CLIMATE_IMPROVEMENT = "climate_improvement"
    OTHER = "other"


class PracticeDomain(StrEnum):
    """Where restorative practice is part of the work itself."""

    MANAGEMENT = "management"
    TEACHING = "teaching"
    PEDAGOGIC = "pedagogic"
    DIDACTIC = "didactic"
    CARE = "care"
    SERVICE = "service"
    OTHER = "other"


LISTS: Final[dict[str, type[StrEnum]]] = {
    "settings": Setting,
    "relationship-contexts": RelationshipContext,
    "matter-kinds": MatterKind,
    "patterns": Pattern,
    "disturbance-causes": DisturbanceCause,
    "behaviour-kinds": BehaviourKind,
    "experiences": Experience,
    "quality-impacts": QualityImpact,
    "expertise": Expertise,
    "practice-domains": PracticeDomain,
    "harm-kinds": HarmKind,
    "commitment-kinds": CommitmentKind,
    "companion-kinds": CompanionKind,
    "party-kinds": PartyKind,
    "place-ends": PlaceEnd,
    "endings": Ending,
    "outcome-questions": OutcomeQuestion,
    "support-states": SupportState,
    "support-answers": SupportAnswer,
    "addressees": Addressee,
}
