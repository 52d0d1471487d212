"""How a seeded case comes about: stage by stage, as its people would have brought it there, so that every state keeps the rules."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, TypeVar
from uuid import UUID

from app.demo.people import persona_id
from app.domain.cases import PHASE, CaseState, NeutralState
from app.domain.confidentiality import Role
from app.domain.intake import plain_name
from app.domain.offers import Availability, OfferState
from app.domain.readiness import Gate, Safety
from app.domain.terms import Terms
from app.domain.texts import SECRECY_HASH, SECRECY_VERSION
from app.domain.vocabulary import Expertise, MatterKind, Pattern, RelationshipContext, Setting
from app.routers.examples import demo_etag, demo_id
from app.store.models import Row
from app.store.models.cases import Appointment, AppointmentAcceptance, Case, Classification, GateAnnouncement, Process, Seat, TrueState
from app.store.models.intake import Independence, Offer, ProposedContact, ProposedModerator, ProposedPerson, Referral, Request
from app.store.models.parties import (
    Invitation,
    Party,
    PartyParticulars,
    ReadinessDeclaration,
    SafetyAssessment,
    SecrecyAcceptance,
)

R = TypeVar("R", bound=Row)

SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
FOR_LONG: Final = timedelta(days=3650)
"""A demo is kept for longer than a declaration of readiness counts (R7)."""


class Person(NamedTuple):
    """Someone in a story: by what the ids call them, by name, in the directory or not, and whose token enters."""

    key: str
    name: str
    in_directory: bool
    principal: UUID


class Source(NamedTuple):
    """Who brought it in, as whom, and what they wrote."""

    persona: str
    asked: bool
    note: str
    external_id: str | None = None


class Story:
    """One case as it grows; `rows` are what it came to."""

    def __init__(self, name: str, organisation: UUID, setting: Setting, people: Sequence[Person], began: datetime) -> None:
        self.name, self.organisation, self.setting, self.people, self.moment = name, organisation, setting, people, began
        self.rows: list[Row] = []
        self.id = demo_id(f"case-{name}")

    def put(self, model: type[R], thing: str, **values: Any) -> R:
        """One more row, a minute after the last one."""
        key = demo_id(f"{self.name}/{thing}")
        self.moment += timedelta(minutes=1)
        row = model(**{"id": key, "etag": demo_etag(key), "created_at": self.moment, "case_id": self.id, **values})
        self.rows.append(row)
        return row

    def party(self, person: Person | str) -> UUID:
        """A person's place in this case."""
        return demo_id(f"{self.name}/party-{person if isinstance(person, str) else person.key}")

    def each(self, model: type[R], thing: str, **values: Any) -> list[R]:
        """The same row for every party."""
        return [self.put(model, f"{thing}-{person.key}", party_id=self.party(person), **values) for person in self.people]

    def received(self, source: Source) -> "Story":
        """The request or referral, and the offer to Ilse."""
        by = persona_id(source.persona)
        self.case = Case(
            id=self.id,
            etag=demo_etag(self.id),
            created_at=self.moment,
            organisation_id=self.organisation,
            reference=_reference(self.id),
            setting=self.setting,
            received_on=self.moment.date(),
            terms=Terms().as_row(),
            **({"asked_by_id": by} if source.asked else {"referred_by_id": by}),
        )
        self.rows.append(self.case)
        if source.asked:
            self.put(Request, "request", organisation_id=self.organisation, asked_by_id=by, note=source.note)
        else:
            own = {"referred_by_id": by, "external_id": source.external_id, "note": source.note}
            self.put(Referral, "referral", organisation_id=self.organisation, **own)
        for person in self.people:
            self._proposed(person, by)
        self.put(Independence, "independence", proposed_by_id=by, people=self._in_directory(), units=[], principals=[by])
        self._offered(by)
        return self

    def _proposed(self, person: Person, by: UUID) -> None:
        proposed = self.put(
            ProposedPerson,
            f"proposed-{person.key}",
            organisation_id=self.organisation,
            proposed_by_id=by,
            person_id=demo_id(f"person-{person.key}") if person.in_directory else None,
            name=person.name,
            name_key=plain_name(person.name),
        )
        self.put(ProposedContact, f"contact-{person.key}", proposed_person_id=proposed.id, address=f"{person.key}@post.example")

    def _offered(self, by: UUID) -> None:
        ilse = {"moderator_id": demo_id("moderator-ilse")}
        self.put(
            ProposedModerator,
            "proposed-moderator",
            **ilse,
            proposed_by_id=by,
            principal_id=persona_id("moderator"),
            name="Ilse Hartman",
            availability=Availability.ASKED,
        )
        self.offer = self.put(
            Offer,
            "offer",
            **ilse,
            offered_to_id=persona_id("moderator"),
            organisation_id=self.organisation,
            moderator_name="Ilse Hartman",
            setting=self.setting,
            expertise=[Expertise.SOCIAL_SAFETY.value],
            expertise_matches=True,
            proposed_names=[person.name for person in self.people],
            concerned_people=self._in_directory(),
            concerned_units=[],
            open_until=self.case.received_on + timedelta(days=Terms().seat_days),
        )

    def _in_directory(self) -> list[UUID]:
        return [demo_id(f"person-{person.key}") for person in self.people if person.in_directory]

    def begun(self) -> "Story":
        """Ilse has the seat; everyone proposed has a place, and came in with their invitation (R2, R9)."""
        self.offer.state = OfferState.DECLARED
        self.case.set(state=NeutralState.IN_PROGRESS, opened_on=self.moment.date())
        self.truth = self.put(TrueState, "state", id=self.id, state=CaseState.INTAKE, round_began_at=self.moment, answers_since=self.moment)
        self.process = self.put(Process, "process", id=self.id, setting=self.setting, phase=PHASE[CaseState.INTAKE])
        self.appointment = self.put(
            Appointment, "appointment", moderator_id=demo_id("moderator-ilse"), name="Ilse Hartman", declared_at=self.moment
        )
        ilse = {"id": self.appointment.id, "principal_id": persona_id("moderator"), "role": Role.MODERATOR}
        self.put(Seat, "seat-moderator", **ilse, informed_at=self.moment)
        self.seats = [self._came_in(person) for person in self.people]
        return self

    def _came_in(self, person: Person) -> Seat:
        party = self.put(
            Party, f"party-{person.key}", proposed_person_id=demo_id(f"{self.name}/proposed-{person.key}"), display_name=person.name
        )
        own = {"party_id": party.id}
        self.put(PartyParticulars, f"particulars-{person.key}", **own, contact=f"{person.key}@post.example")
        invitation = {"invitee_id": demo_id(f"{self.name}/invitee-{person.key}"), "pin_digest": "-", "expires_at": self.moment}
        self.put(Invitation, f"invitation-{person.key}", **own, **invitation, role=Role.PARTY, redeemed_at=self.moment)
        return self.put(Seat, f"seat-{person.key}", **own, principal_id=person.principal, role=Role.PARTY)

    def screened(self, context: RelationshipContext, matter: MatterKind, pattern: Pattern, **codes: list[str]) -> "Story":
        """Ilse has put the matter into words."""
        words: dict[str, Any] = {"disturbance_causes": [], "behaviour_kinds": [], "quality_impact": [], **codes}
        self.put(Classification, "classification", relationship_context=context, matter_kind=matter, pattern=pattern, **words)
        return self

    def informed(self) -> "Story":
        """Everyone accepted the secrecy statement (S0)."""
        self.each(SecrecyAcceptance, "secrecy", version=SECRECY_VERSION, text_hash=SECRECY_HASH)
        for seat in self.seats:
            seat.informed_at = self.moment
        return self.at(CaseState.READINESS)

    def welcomed(self) -> "Story":
        """Everyone accepted Ilse, and the organisation knows her name (R3)."""
        self.each(AppointmentAcceptance, "welcome", appointment_id=self.appointment.id)
        self.appointment.accepted_by_all_at = self.moment
        self.case.moderator_name = self.appointment.name
        return self

    def ready(self) -> "Story":
        """Everyone said four times yes and is safe; Ilse announced the gate open (R4, R5, S11)."""
        yes = dict.fromkeys(("explore_relation", "explore_harm", "explore_repair", "join_conversations", "voluntary", "ready"), True)
        said = {"said_at": self.moment, "expires_at": self.moment + FOR_LONG, "informed_version": SECRECY_VERSION}
        self.each(ReadinessDeclaration, "declaration", **yes, **said)
        self.each(SafetyAssessment, "assessment", result=Safety.SAFE)
        self.put(GateAnnouncement, "announcement", gate=Gate.OPEN)
        self.process.set(gate=Gate.OPEN, gate_announced_at=self.moment)
        return self

    def at(self, state: CaseState) -> "Story":
        """The case stands here now."""
        self.truth.state, self.process.phase = state, PHASE[state]
        return self


def _reference(id: UUID) -> str:
    sign = "".join(SIGNS[octet % len(SIGNS)] for octet in id.bytes[:8])
    return f"{sign[:4]}-{sign[4:]}"


def in_person(key: str, name: str, *, persona: str | None = None, in_directory: bool = False) -> Person:
    """Someone of a story; with a persona whoever has its token is in."""
    return Person(key, name, in_directory, persona_id(persona) if persona else demo_id(f"principal-{key}"))
