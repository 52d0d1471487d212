"""Those who stand by in the demo: Nadia beside Farah, Hans beside De Wit, and an interpreter."""

from typing import Final

from app.demo.people import persona_id
from app.demo.stories import Story
from app.domain.companions import CompanionKind
from app.domain.confidentiality import STANDS_BY
from app.domain.texts import SECRECY_HASH, SECRECY_VERSION
from app.routers.examples import demo_id
from app.store.models.cases import Seat
from app.store.models.companions import Admission, Companion, Introduction, Presence
from app.store.models.parties import Invitation, SecrecyAcceptance
from app.store.models.sessions import Session

NAMES: Final = {"nadia": "Nadia Idrissi", "hans": "Hans Mulder", "interpreter": "Yusra Demir"}


def brought(story: Story, key: str, by: str) -> Companion:
    """A supporter, of whom nobody knows but the one who brings them, and Ilse."""
    contact = f"{key}@post.example"
    return story.put(Companion, key, kind=CompanionKind.SUPPORTER, party_id=story.party(by), display_name=NAMES[key], contact=contact)


def interpreter(story: Story, session: Session) -> Companion:
    """Whom Ilse named for a conversation."""
    row = story.put(
        Companion, "interpreter", kind=CompanionKind.INTERPRETER, display_name=NAMES["interpreter"], contact="yusra@post.example"
    )
    _told(story, row).session_id = session.id
    return row


def introduced(story: Story, key: str, by: str, *admitted_by: str) -> Introduction:
    """A supporter whom all were told of, admitted by these."""
    told = _told(story, brought(story, key, by))
    for party in admitted_by:
        story.put(Admission, f"{key}-admitted-by-{party}", introduction_id=told.id, party_id=story.party(party))
    if len(admitted_by) == len(story.people):
        told.admitted_by_all_at = story.moment
    return told


def _told(story: Story, one: Companion) -> Introduction:
    # The same id as the companion: all that is shown of one of them is found by it.
    return story.put(Introduction, f"{one.id}-told", id=one.id, kind=one.kind, party_id=one.party_id, display_name=one.display_name)


def came_in(story: Story, key: str) -> Seat:
    """With the letter that Ilse sent; the persona `supporter` is in."""
    mine = {"companion_id": demo_id(f"{story.name}/{key}"), "role": STANDS_BY}
    sent = {"invitee_id": demo_id(f"{story.name}/invitee-{key}"), "pin_digest": "-", "expires_at": story.moment}
    story.put(Invitation, f"invitation-{key}", **mine, **sent, redeemed_at=story.moment)
    return story.put(Seat, f"seat-{key}", **mine, principal_id=persona_id("supporter"))


def informed(story: Story, key: str) -> None:
    """They accepted the secrecy statement (S0)."""
    came_in(story, key).informed_at = story.moment
    companion = {"companion_id": demo_id(f"{story.name}/{key}")}
    story.put(SecrecyAcceptance, f"secrecy-{key}", **companion, version=SECRECY_VERSION, text_hash=SECRECY_HASH)


def there(story: Story, key: str, session: Session) -> None:
    """They were at a conversation."""
    story.put(Presence, f"presence-{key}", session_id=session.id, introduction_id=demo_id(f"{story.name}/{key}"))
