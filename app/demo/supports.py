"""What the people of a seeded case need of the hospital: one sentence that waits, and others that left."""

from datetime import date
from typing import Final

from app.demo.stories import Story
from app.domain.supports import SupportState, addressee_of, support_hash
from app.store.models.supports import OrganisationalSupport, Release, ReleasedItem, SupportConfirmation

DUE: Final = date(2035, 3, 1)


def needed(story: Story, thing: str, by: str, text: str, *released: str) -> OrganisationalSupport:
    """A sentence as one of them put it, which these have released."""
    facts = {"proposed_by_party_id": story.party(by), "text": text, "due_on": DUE, "text_hash": support_hash(text, DUE)}
    to = addressee_of(story.case.referred_by_id)
    row = story.put(OrganisationalSupport, f"support-{thing}", **facts, addressee=to, worded_at=story.moment)
    for key in released:
        own = {"support_id": row.id, "party_id": story.party(key), "text_hash": row.text_hash}
        story.put(Release, f"release-{thing}-{key}", **own)
    return row


def left(story: Story, thing: str, by: str, text: str, state: SupportState, *confirmed: str) -> ReleasedItem:
    """A sentence that both have released, and what the hospital said to it."""
    support = needed(story, thing, by, text, *(person.key for person in story.people))
    support.released_at = story.moment
    day = story.moment.date()
    item = story.put(
        ReleasedItem,
        f"item-{thing}",
        support_id=support.id,
        organisation_id=story.organisation,
        addressed_to_id=story.case.referred_by_id,
        text=text,
        due_on=DUE,
        released_on=day,
        state=state,
        answered_on=None if state is SupportState.RELEASED else day,
    )
    for key in confirmed:
        story.put(SupportConfirmation, f"support-confirmation-{thing}-{key}", item_id=item.id, party_id=story.party(key))
    return item
