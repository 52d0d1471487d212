"""A seeded case of a team: two colleagues, a night shift with one place, everyone together, and one who has left."""

from datetime import datetime
from typing import Final

from app.demo.people import HOSPITAL, persona_id
from app.demo.stories import Source, Story, in_person
from app.domain.confidentiality import Role
from app.domain.parties import PartyKind, PlaceEnd
from app.domain.texts import SECRECY_HASH, SECRECY_VERSION
from app.domain.vocabulary import MatterKind, Pattern, RelationshipContext, Setting
from app.routers.examples import demo_id
from app.store.models.cases import Seat
from app.store.models.groups import GroupHarm, GroupMember, PlaceEnding, SpokespersonChoice
from app.store.models.parties import Invitation, Party, PartyParticulars, SecrecyAcceptance

HANNEKE: Final = in_person("hanneke", "Hanneke Post")
OMAR: Final = in_person("omar", "Omar Saïdi")
BAS: Final = in_person("bas", "Bas Veldkamp")
NIGHT: Final = "party-night-shift"
TEAM: Final = "party-team"


def team(began: datetime) -> Story:
    """Hanneke and Omar are informed; of the night shift two came in, and have not yet chosen who speaks."""
    note = "Sinds de fusie van twee afdelingen verwijt iedereen iedereen iets. De nachtdienst voelt zich overgeslagen."
    story = Story("team", HOSPITAL, Setting.HEALTHCARE, [HANNEKE, OMAR, BAS], began)
    story.received(Source("hr-system", False, note, "HR-2026-021")).begun()
    story.screened(RelationshipContext.COLLEAGUES, MatterKind.CONFLICT, Pattern.ONGOING).informed()
    _left(story)
    _night_shift(story)
    _together(story)
    told = {"party_id": story.party(OMAR), "group_name": "De leerlingen van de afdeling", "kinds": ["emotional"]}
    story.put(GroupHarm, "group-harm", **told, text="Zij wisten niet meer bij wie ze met een vraag terechtkonden.")
    return story


def _left(story: Story) -> None:
    """Bas took part until he chose to leave."""
    for row in story.rows:
        if isinstance(row, Party) and row.id == story.party(BAS):
            row.left_on = story.moment.date()
        if isinstance(row, Seat) and row.party_id == story.party(BAS):
            row.ended_at = story.moment
    story.put(PlaceEnding, "place-ending", party_id=story.party(BAS), why=PlaceEnd.DEPARTURE)


def _night_shift(story: Story) -> None:
    shift = story.put(Party, NIGHT, display_name="De nachtdienst", kind=PartyKind.GROUP)
    story.put(PartyParticulars, "particulars-night-shift", party_id=shift.id, contact="nachtdienst@post.example")
    farah, de_wit, _ = (
        story.put(GroupMember, f"member-{key}", group_party_id=shift.id, display_name=name)
        for key, name in (("farah", "Farah Idrissi"), ("de-wit", "Maarten de Wit"), ("lotte", "Lotte Kamp"))
    )
    _came_in(story, farah, "farah")
    _came_in(story, de_wit, "de-wit").informed_at = story.moment
    own = {"member_id": de_wit.id}
    story.put(SecrecyAcceptance, "secrecy-member-de-wit", **own, version=SECRECY_VERSION, text_hash=SECRECY_HASH)
    story.put(SpokespersonChoice, "choice-de-wit", **own, group_party_id=shift.id, chosen_id=de_wit.id)


def _came_in(story: Story, member: GroupMember, key: str) -> Seat:
    own = {"member_id": member.id, "role": Role.PARTY}
    me = persona_id(f"party-{key}")
    invitation = {"invitee_id": demo_id(f"team/invitee-{key}"), "pin_digest": "-", "expires_at": story.moment}
    story.put(Invitation, f"invitation-member-{key}", **own, **invitation, redeemed_at=story.moment)
    return story.put(Seat, f"seat-member-{key}", **own, principal_id=me)


def _together(story: Story) -> None:
    """Hanneke and Omar and whoever else has a place: something can be promised to all of them."""
    team = story.put(Party, TEAM, display_name="Het team", kind=PartyKind.COLLECTIVE)
    for person in (HANNEKE, OMAR):
        story.put(GroupMember, f"member-{person.key}", group_party_id=team.id, party_id=story.party(person))
