"""The people of the demo: a hospital, a school, a moderators' registry. All of them are invented."""

from typing import Final
from uuid import UUID

from app.domain.confidentiality import Role
from app.domain.directory import OrganisationKind, UnitKind
from app.domain.identity import principal_id
from app.domain.terms import Terms
from app.domain.vocabulary import Expertise
from app.routers.examples import demo_etag, demo_id
from app.routers.tokens import DEMO_ISSUER, Persona
from app.store.models import Row
from app.store.models.directory import Organisation, OrganisationSettings, Person, Unit
from app.store.models.registry import Moderator, Qualification, Tie

HOSPITAL: Final = demo_id("zuiderziekenhuis")
SCHOOL: Final = demo_id("beukenhof-college")
REGISTRY: Final = demo_id("register-herstelmoderatoren")

PERSONAS: Final[dict[str, Persona]] = {
    "admin": Persona("anouk", HOSPITAL, Role.ADMIN),
    "registrar": Persona("ruben", REGISTRY, Role.REGISTRAR),
    "member": Persona("farah", HOSPITAL, Role.MEMBER),
    "coordinator": Persona("carla", HOSPITAL, Role.COORDINATOR),
    "hr-system": Persona("hr-system", HOSPITAL, Role.COORDINATOR),
    "moderator": Persona("ilse", REGISTRY, Role.MODERATOR),
    "moderator-joost": Persona("joost", REGISTRY, Role.MODERATOR),
    "party-farah": Persona("farah-in-conversation", HOSPITAL, Role.PARTY),
    "party-de-wit": Persona("de-wit-in-conversation", HOSPITAL, Role.PARTY),
    "party-yara": Persona("yara-in-conversation", SCHOOL, Role.PARTY),
    "guardian-selma": Persona("selma-beside-yara", SCHOOL, Role.GUARDIAN),
    "guardian-emre": Persona("emre-beside-yara", SCHOOL, Role.GUARDIAN),
    "supporter": Persona("nadia-beside-farah", HOSPITAL, Role.SUPPORTER),
    "auditor": Persona("adil", HOSPITAL, Role.AUDITOR),
    "other-coordinator": Persona("olga", SCHOOL, Role.COORDINATOR),
}
"""Who can be played, by name."""

WHO_THEY_ARE: Final[dict[str, str]] = {
    "admin": "Anouk Visser, administrator of the Zuiderziekenhuis",
    "registrar": "Ruben Vos, registrar of the moderators' registry",
    "member": "Farah Idrissi, nurse; she can ask for a moderator herself",
    "coordinator": "Carla Bos, care coordinator of the Zuiderziekenhuis",
    "hr-system": "the HR system of the Zuiderziekenhuis, a coordinator too",
    "moderator": "Ilse Hartman, moderator",
    "party-farah": "Farah Idrissi, in the conversations",
    "party-de-wit": "Maarten de Wit, in the conversations",
    "party-yara": "Yara Demir, fourteen, pupil of the Beukenhof College, in the conversations",
    "guardian-selma": "Selma Demir, mother of Yara, who is asked beside her",
    "guardian-emre": "Emre Demir, father of Yara, who has just come in",
    "supporter": "Nadia Idrissi, who stands by Farah in the conversations",
    "auditor": "Adil Kaya, auditor of the Zuiderziekenhuis",
    "other-coordinator": "Olga Smit, care coordinator of another organisation, the Beukenhof College",
}
"""What the greeting says of them."""


def persona_id(name: str) -> UUID:
    """The principal behind a persona's token."""
    return principal_id(DEMO_ISSUER, PERSONAS[name].subject)


def people() -> list[Row]:
    """Everyone."""
    rows = [*_organisations(), *_units(), *_persons(), *_moderators(), *_ties()]
    for row in rows:
        row.etag = demo_etag(row.id)
    return rows


def _organisations() -> list[Row]:
    organisations: list[Row] = [
        Organisation(id=HOSPITAL, kind=OrganisationKind.CLIENT, name="Zuiderziekenhuis"),
        Organisation(id=SCHOOL, kind=OrganisationKind.CLIENT, name="Beukenhof College"),
        Organisation(id=REGISTRY, kind=OrganisationKind.MODERATORS_REGISTRY, name="Register Herstelmoderatoren"),
    ]
    return organisations


def _units() -> list[Row]:
    terms = Terms().as_row()
    return [
        *(
            OrganisationSettings(id=demo_id(f"settings-{name}"), organisation_id=demo_id(name), **terms)
            for name in ("zuiderziekenhuis", "beukenhof-college", "register-herstelmoderatoren")
        ),
        Unit(id=demo_id("unit-seh"), organisation_id=HOSPITAL, kind=UnitKind.DEPARTMENT, name="Spoedeisende Hulp"),
        Unit(id=demo_id("unit-heelkunde"), organisation_id=HOSPITAL, kind=UnitKind.DEPARTMENT, name="Heelkunde"),
        Unit(id=demo_id("unit-2b"), organisation_id=SCHOOL, kind=UnitKind.CLASS, name="Klas 2b"),
    ]


def _persons() -> list[Row]:
    def person(key: str, name: str, organisation: UUID, unit: str | None, subject: str | None = None) -> Person:
        identity = principal_id(DEMO_ISSUER, subject or key)
        return Person(
            id=demo_id(f"person-{key}"),
            organisation_id=organisation,
            principal_id=identity,
            name=name,
            unit_id=demo_id(f"unit-{unit}") if unit else None,
        )

    return [
        person("farah", "Farah Idrissi", HOSPITAL, "seh"),
        person("de-wit", "Maarten de Wit", HOSPITAL, "heelkunde"),
        person("carla", "Carla Bos", HOSPITAL, None),
        person("anouk", "Anouk Visser", HOSPITAL, None),
        person("olga", "Olga Smit", SCHOOL, None),
    ]


def _moderators() -> list[Row]:
    def moderator(key: str, name: str, *expertise: Expertise) -> Moderator:
        return Moderator(
            id=demo_id(f"moderator-{key}"),
            organisation_id=REGISTRY,
            principal_id=principal_id(DEMO_ISSUER, key),
            name=name,
            expertise=[item.value for item in expertise],
        )

    return [
        moderator("ilse", "Ilse Hartman", Expertise.SOCIAL_SAFETY, Expertise.CONFLICT_RESOLUTION),
        moderator("joost", "Joost Kramer", Expertise.CONFLICT_RESOLUTION, Expertise.PROFESSIONAL_INTEGRITY),
        moderator("sanne", "Sanne Wolters", Expertise.AGGRESSION_INTIMIDATION),
    ]


def _ties() -> list[Row]:
    return [
        *(
            Qualification(
                id=demo_id(f"qualification-{key}"),
                organisation_id=REGISTRY,
                moderator_id=demo_id(f"moderator-{key}"),
                text="Opleiding tot herstelmoderator, 2024",
            )
            for key in ("ilse", "joost", "sanne")
        ),
        # Joost worked at the emergency ward: for whoever works there he is not available (R3).
        Tie(
            id=demo_id("tie-joost"),
            moderator_id=demo_id("moderator-joost"),
            registry_id=REGISTRY,
            organisation_id=HOSPITAL,
            unit_id=demo_id("unit-seh"),
        ),
    ]
