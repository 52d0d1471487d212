"""The Dutch and English label of every code (domain: language)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from app.domain.agreements import CommitmentKind
from app.domain.cases import Ending
from app.domain.companions import CompanionKind
from app.domain.disclosures import DisclosureState, ExceptionGround
from app.domain.harms import HarmKind
from app.domain.outcomes import OutcomeQuestion
from app.domain.parties import PartyKind, PlaceEnd
from app.domain.readiness import Experience
from app.domain.supports import Addressee, SupportAnswer, SupportState
from app.domain.texts import Bilingual
from app.domain.vocabulary import (
    BehaviourKind,
    DisturbanceCause,
    Expertise,
    MatterKind,
    Pattern,
    PracticeDomain,
    QualityImpact,
    RelationshipContext,
    Setting,
)

_OTHER: Final = Bilingual("anders", "other")

# By list, because the same code can mean something else in another one.
LABELS: Final[Mapping[type[StrEnum], Mapping[StrEnum, Bilingual]]] = {
    Setting: {
        Setting.ORGANISATION: Bilingual("organisatie", "organisation"),
        Setting.SCHOOL: Bilingual("school", "school"),
        Setting.HEALTHCARE: Bilingual("gezondheidszorg", "healthcare"),
        Setting.SOCIAL_CARE: Bilingual("zorg en welzijn", "social care"),
        Setting.GOVERNMENT: Bilingual("overheid", "government"),
        Setting.HOUSING: Bilingual("wonen", "housing"),
        Setting.SERVICES: Bilingual("dienstverlening", "services"),
    },
    RelationshipContext: {
        RelationshipContext.COLLEAGUES: Bilingual("collega's", "colleagues"),
        RelationshipContext.PROFESSIONAL_CLIENT: Bilingual("hulpverlener en cliënt", "professional and client"),
        RelationshipContext.TEACHER_STUDENT: Bilingual("leraar en leerling", "teacher and student"),
        RelationshipContext.CITIZEN_AUTHORITY: Bilingual("burger en overheid", "citizen and authority"),
        RelationshipContext.TENANT_LANDLORD: Bilingual("huurder en verhuurder", "tenant and landlord"),
        RelationshipContext.CUSTOMER_PROVIDER: Bilingual("klant en dienstverlener", "customer and provider"),
    },
    MatterKind: {
        MatterKind.CONFLICT: Bilingual("conflict", "conflict"),
        MatterKind.ANTISOCIAL_BEHAVIOUR: Bilingual("antisociaal gedrag", "antisocial behaviour"),
        MatterKind.INTEGRITY: Bilingual("integriteit", "integrity"),
    },
    Pattern: {
        Pattern.SINGLE_INTENSE: Bilingual("eenmalig en heftig", "once and intense"),
        Pattern.ONGOING: Bilingual("al langere tijd", "ongoing"),
    },
    DisturbanceCause: {
        DisturbanceCause.MISUNDERSTANDING: Bilingual("misverstand", "misunderstanding"),
        DisturbanceCause.NOT_UNDERSTANDING_EACH_OTHER: Bilingual("elkaar niet begrijpen", "not understanding each other"),
        DisturbanceCause.SUSPICION: Bilingual("achterdocht", "suspicion"),
        DisturbanceCause.FEELING_MISUNDERSTOOD_OR_UNRECOGNISED: Bilingual(
            "zich niet begrepen of miskend voelen", "feeling misunderstood or unrecognised"
        ),
        DisturbanceCause.POSTURING: Bilingual("haantjesgedrag", "posturing"),
        DisturbanceCause.FAVOURITISM: Bilingual("bevoordeling van anderen", "favouritism"),
        DisturbanceCause.IGNORING: Bilingual("negeren", "ignoring"),
        DisturbanceCause.FEELING_INSULTED: Bilingual("zich beledigd voelen", "feeling insulted"),
        DisturbanceCause.HOSTILE_ATTITUDE: Bilingual("vijandige houding", "hostile attitude"),
        DisturbanceCause.CONFLICT: Bilingual("conflict", "conflict"),
        DisturbanceCause.PATRONISING_BEHAVIOUR: Bilingual("belerend gedrag", "patronising behaviour"),
        DisturbanceCause.AUTHORITARIAN_BEHAVIOUR: Bilingual("autoritair gedrag", "authoritarian behaviour"),
    },
    BehaviourKind: {
        BehaviourKind.MISCONDUCT: Bilingual("wangedrag", "misconduct"),
        BehaviourKind.INTEGRITY_BREACH: Bilingual("niet-integer handelen", "breach of integrity"),
        BehaviourKind.BOUNDARY_CROSSING: Bilingual("grensoverschrijdend gedrag", "boundary-crossing behaviour"),
        BehaviourKind.SEXUAL_BOUNDARY_CROSSING: Bilingual("seksueel grensoverschrijdend gedrag", "sexually boundary-crossing behaviour"),
        BehaviourKind.BULLYING: Bilingual("pesten", "bullying"),
        BehaviourKind.SPEAKING_ILL: Bilingual("kwaadspreken", "speaking ill of someone"),
        BehaviourKind.INTIMIDATION: Bilingual("intimiderend gedrag", "intimidation"),
        BehaviourKind.STALKING: Bilingual("stalkgedrag", "stalking"),
        BehaviourKind.DIGITAL_STALKING: Bilingual("digitaal stalkgedrag", "digital stalking"),
    },
    Experience: {
        Experience.SOCIAL_UNSAFETY: Bilingual("sociale onveiligheid", "social unsafety"),
        Experience.POWERLESSNESS: Bilingual("machteloosheid", "powerlessness"),
    },
    QualityImpact: {
        QualityImpact.COOPERATION: Bilingual("samenwerking", "cooperation"),
        QualityImpact.EDUCATION: Bilingual("onderwijs", "education"),
        QualityImpact.SOCIAL_CARE: Bilingual("hulpverlening", "social care"),
        QualityImpact.HEALTHCARE: Bilingual("gezondheidszorg", "healthcare"),
        QualityImpact.SERVICES: Bilingual("dienstverlening", "services"),
        QualityImpact.GOVERNMENT: Bilingual("overheid", "government"),
    },
    Expertise: {
        Expertise.CONFLICT_RESOLUTION: Bilingual("conflictoplossing", "conflict resolution"),
        Expertise.SOCIAL_SAFETY: Bilingual("sociale veiligheid", "social safety"),
        Expertise.PROFESSIONAL_INTEGRITY: Bilingual("professionele integriteit", "professional integrity"),
        Expertise.AGGRESSION_INTIMIDATION: Bilingual("agressie en intimidatie", "aggression and intimidation"),
        Expertise.DIVERSITY: Bilingual("omgaan met diversiteit", "diversity"),
        Expertise.CLIMATE_IMPROVEMENT: Bilingual("verbeteren van het klimaat", "improving the climate"),
    },
    PracticeDomain: {
        PracticeDomain.MANAGEMENT: Bilingual("leidinggeven", "management"),
        PracticeDomain.TEACHING: Bilingual("onderwijsgevend handelen", "teaching"),
        PracticeDomain.PEDAGOGIC: Bilingual("pedagogisch handelen", "pedagogic practice"),
        PracticeDomain.DIDACTIC: Bilingual("didactisch handelen", "didactic practice"),
        PracticeDomain.CARE: Bilingual("zorg", "care"),
        PracticeDomain.SERVICE: Bilingual("dienstverlening", "service"),
    },
    HarmKind: {
        HarmKind.MATERIAL: Bilingual("materieel", "material"),
        HarmKind.PHYSICAL: Bilingual("fysiek", "physical"),
        HarmKind.EMOTIONAL: Bilingual("emotioneel", "emotional"),
    },
    CompanionKind: {
        CompanionKind.SUPPORTER: Bilingual("steun", "supporter"),
        CompanionKind.INTERPRETER: Bilingual("tolk", "interpreter"),
        CompanionKind.CO_MODERATOR: Bilingual("co-moderator", "co-moderator"),
    },
    PartyKind: {
        PartyKind.PERSON: Bilingual("iemand", "a person"),
        PartyKind.GROUP: Bilingual("groep met een woordvoerder", "group with a spokesperson"),
        PartyKind.COLLECTIVE: Bilingual("degenen die samen deelnemen", "those who take part together"),
    },
    PlaceEnd: {
        PlaceEnd.DEPARTURE: Bilingual("zelf vertrokken", "left by their own choice"),
        PlaceEnd.DEATH: Bilingual("overleden", "died"),
        PlaceEnd.INCAPACITY: Bilingual("kan blijvend niet meer deelnemen", "can lastingly take part no more"),
        PlaceEnd.NOT_CONCERNED: Bilingual("niet betrokken, zoals allen het zien", "not concerned, as all agree"),
    },
    CommitmentKind: {
        CommitmentKind.SATISFACTION: Bilingual("genoegdoening", "satisfaction"),
        CommitmentKind.RECONCILIATION: Bilingual("verzoening", "reconciliation"),
        CommitmentKind.RESPONSIBILITY: Bilingual("verantwoordelijkheid nemen", "taking responsibility"),
        CommitmentKind.MATERIAL_REPAIR: Bilingual("materieel herstel", "material repair"),
        CommitmentKind.BEHAVIOURAL: Bilingual("ander gedrag", "different behaviour"),
    },
    Ending: {
        Ending.RESTORED: Bilingual("hersteld", "restored"),
        Ending.PARTIALLY_RESTORED: Bilingual("deels hersteld", "partly restored"),
        Ending.SELF_RESOLVED: Bilingual("er zelf uit gekomen", "sorted out by themselves"),
        Ending.NOT_POSSIBLE: Bilingual("niet mogelijk", "not possible"),
        Ending.UNSUITABLE: Bilingual("past niet bij herstelgericht werken", "not suited to restorative practice"),
        Ending.NOT_TAKEN_UP: Bilingual("niet opgepakt", "not taken up"),
    },
    OutcomeQuestion: {
        OutcomeQuestion.NO_COMMITMENTS_NEEDED: Bilingual("hersteld, zonder dat er afspraken nodig zijn", "restored, no commitments needed"),
        OutcomeQuestion.RESTORED: Bilingual("hersteld", "restored"),
        OutcomeQuestion.SELF_RESOLVED: Bilingual("er zelf uit gekomen", "sorted out by themselves"),
    },
    SupportState: {
        SupportState.PROPOSED: Bilingual("voorgesteld", "proposed"),
        SupportState.RELEASED: Bilingual("vrijgegeven", "released"),
        SupportState.CAN: Bilingual("kan", "can be done"),
        SupportState.CANNOT: Bilingual("kan niet", "cannot be done"),
        SupportState.DONE: Bilingual("gedaan", "done"),
        SupportState.CONFIRMED: Bilingual("bevestigd", "confirmed"),
    },
    SupportAnswer: {
        SupportAnswer.CAN: Bilingual("kan", "can be done"),
        SupportAnswer.CANNOT: Bilingual("kan niet", "cannot be done"),
        SupportAnswer.DONE: Bilingual("gedaan", "done"),
    },
    DisclosureState: {
        DisclosureState.OPEN: Bilingual("nog niet beantwoord", "not answered yet"),
        DisclosureState.RELEASED: Bilingual("vrijgegeven", "released"),
        DisclosureState.SECRECY_INVOKED: Bilingual("beroep op geheimhouding", "secrecy invoked"),
    },
    ExceptionGround: {
        ExceptionGround.ACUTE_DANGER: Bilingual("acuut gevaar", "acute danger"),
        ExceptionGround.MELDCODE: Bilingual("meldcode", "reporting code (meldcode)"),
        ExceptionGround.STATUTORY_DUTY: Bilingual("wettelijke plicht", "statutory duty"),
        ExceptionGround.COURT_ORDER: Bilingual("bevel van een rechter", "court order"),
        ExceptionGround.OWN_COMPLAINT_DEFENCE: Bilingual(
            "verweer bij een klacht over de moderator", "defence to a complaint about the moderator"
        ),
    },
    Addressee: {
        Addressee.REFERRER: Bilingual("wie de zaak aanmeldde", "whoever referred the case"),
        Addressee.COORDINATORS: Bilingual("de coördinatoren van de organisatie", "the coordinators of the organisation"),
    },
}


def label(code: StrEnum) -> Bilingual:
    """The label of a code; every list has an `other`."""
    return LABELS[type(code)].get(code, _OTHER)
