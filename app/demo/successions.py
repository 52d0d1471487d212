"""Cases whose moderator stepped back: one that still looks for a successor, one to which Ilse came, one that she left (R3, S7)."""

from datetime import datetime, timedelta
from typing import Final

from app.demo import disclosures
from app.demo.people import HOSPITAL, persona_id
from app.demo.stories import Source, Story, in_person
from app.domain.confidentiality import LEADS
from app.domain.identity import principal_id
from app.domain.offers import Availability
from app.domain.sessions import SessionState, TalkKind
from app.domain.vocabulary import MatterKind, Pattern, RelationshipContext, Setting
from app.routers.examples import demo_id
from app.routers.tokens import DEMO_ISSUER
from app.store.models.cases import Appointment, AppointmentAcceptance, Seat
from app.store.models.content import Statement
from app.store.models.intake import Offer, ProposedModerator
from app.store.models.parties import Talk
from app.store.models.succession import PrivateGrant, SuccessorProposal

FARAH: Final = in_person("farah", "Farah Idrissi", persona="party-farah", in_directory=True)
DE_WIT: Final = in_person("de-wit", "Maarten de Wit", persona="party-de-wit", in_directory=True)
SANNE, SANNE_ID = "Sanne Wolters", principal_id(DEMO_ISSUER, "sanne")


def led_no_more(began: datetime) -> Story:
    """Sanne stepped back an hour ago; Joost, whom somebody would have liked, is not available."""
    note = "De verdeling van de opleidingsplekken zet kwaad bloed."
    story = _left(_begun_by_sanne("led-no-more", began, Source("coordinator", False, note, "SEH-2026-052")))
    story.put(
        SuccessorProposal,
        "proposal-joost",
        moderator_id=demo_id("moderator-joost"),
        principal_id=persona_id("moderator-joost"),
        name="Joost Kramer",
        availability=Availability.NOT_AVAILABLE,
    )
    return story


def handed_over(began: datetime) -> Story:
    """Ilse came after Sanne; De Wit accepted her and let her read what he told before, Farah has not answered yet."""
    story = _begun_by_sanne("handed-over", began, Source("member", True, "Sinds de fusie van onze teams gaat het mis."))
    for key, text in (("farah", "Ik hoor er niet meer bij."), ("de-wit", "Ik weet niet wat ik verkeerd doe.")):
        story.put(Statement, f"statement-{key}", party_id=story.party(key), text=text)
    _left(story)
    ilse = {"moderator_id": demo_id("moderator-ilse"), "name": "Ilse Hartman"}
    proposed = {**ilse, "principal_id": persona_id("moderator"), "availability": Availability.ASKED}
    story.put(SuccessorProposal, "proposal-ilse", **proposed)
    came = story.put(Appointment, "appointment-ilse", **ilse, successor=True, declared_at=story.moment)
    story.put(Seat, "seat-ilse", id=came.id, principal_id=persona_id("moderator"), role=LEADS, informed_at=story.moment)
    de_wit = {"party_id": story.party("de-wit"), "appointment_id": came.id}
    story.put(AppointmentAcceptance, "welcome-de-wit", **de_wit)
    story.put(PrivateGrant, "grant-de-wit", **de_wit)
    return story


def handed_on(began: datetime) -> Story:
    """Joost came after Ilse, and all accepted him; a committee asks something, and Ilse is asked about her own conversations (S5, S7)."""
    source = Source("coordinator", False, "Twee teams delen een gang en praten niet meer.", "SEH-2026-061")
    story = Story("handed-on", HOSPITAL, Setting.HEALTHCARE, [FARAH, DE_WIT], began).received(source).begun()
    story.screened(RelationshipContext.COLLEAGUES, MatterKind.CONFLICT, Pattern.ONGOING).informed().ready()
    story.put(Talk, "talk", party_id=story.party("farah"), kind=TalkKind.INTAKE, state=SessionState.HELD, planned_for=story.moment)
    _left(story)
    joost = {"moderator_id": demo_id("moderator-joost"), "name": "Joost Kramer", "successor": True, "declared_at": story.moment}
    came = story.put(Appointment, "appointment-joost", **joost)
    story.put(Seat, "seat-joost", id=came.id, principal_id=persona_id("moderator-joost"), role=LEADS, informed_at=story.moment)
    story.each(AppointmentAcceptance, "welcome-joost", appointment_id=came.id)
    came.accepted_by_all_at = story.moment
    text = disclosures.asked(story, "letter", disclosures.COMMITTEE, came.id, "farah")
    disclosures.of_former(story, "letter", text, disclosures.COMMITTEE, persona_id("moderator"))
    return story


def _begun_by_sanne(name: str, began: datetime, source: Source) -> Story:
    story = Story(name, HOSPITAL, Setting.HEALTHCARE, [FARAH, DE_WIT], began).received(source).begun()
    for row in story.rows:
        if isinstance(row, ProposedModerator):
            row.set(moderator_id=demo_id("moderator-sanne"), principal_id=SANNE_ID, name=SANNE)
        if isinstance(row, Offer):
            row.set(moderator_id=demo_id("moderator-sanne"), offered_to_id=SANNE_ID, moderator_name=SANNE)
        if isinstance(row, Appointment):
            row.set(moderator_id=demo_id("moderator-sanne"), name=SANNE)
        if isinstance(row, Seat) and row.role is LEADS:
            row.principal_id = SANNE_ID
    story.screened(RelationshipContext.COLLEAGUES, MatterKind.CONFLICT, Pattern.ONGOING)
    return story.informed().ready()


def _left(story: Story) -> Story:
    """An hour ago: the case rests, and a successor has the time that the rules give (R17)."""
    story.moment = story.moment.replace(microsecond=0) + timedelta(days=60, hours=-2)
    story.appointment.ended_at = story.process.paused_at = story.moment
    for row in story.rows:
        if isinstance(row, Seat) and row.role is LEADS:
            row.ended_at = story.moment
    return story
