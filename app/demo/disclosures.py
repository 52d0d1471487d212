"""What somebody outside asks of a seeded case, and what left it: a letter that waits, one that all released, and one exception."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from app.demo.stories import Story
from app.domain.disclosures import DisclosureState, ExceptionGround, letter_hash
from app.domain.retention import erased_on
from app.store.models.disclosures import (
    Disclosure,
    DisclosureConsent,
    DisclosureRequest,
    DisclosureText,
    DisclosureVeto,
    LegalHold,
    SafetyException,
    ToldException,
)
from app.store.models.retention import Erasure

DUE: Final = date(2035, 3, 1)
BOARD: Final = ("De raad van bestuur", "Een onderzoek naar een incident.", "Het verslag van het gezamenlijke gesprek.")
COMMITTEE: Final = ("De klachtencommissie", "De afhandeling van een klacht.", "Of er afspraken zijn gemaakt.")
SENTENCE: Final = "Beiden hebben samen afspraken gemaakt."


def asked(story: Story, thing: str, letter: tuple[str, str, str], led_by: UUID, *said: str | None) -> DisclosureText:
    """A letter, and the words that would leave on it; these said yes, and none of them is the moderator."""
    recipient, purpose, asks = letter
    request = story.put(
        DisclosureRequest,
        thing,
        recipient=recipient,
        purpose=purpose,
        asks=asks,
        text_version=1,
        received_on=story.moment.date(),
        due_on=DUE,
        asked_at=story.moment + timedelta(minutes=1),
    )
    words = {"text": SENTENCE, "text_hash": letter_hash(recipient, purpose, SENTENCE)}
    text = story.put(DisclosureText, f"{thing}-text", request_id=request.id, appointment_id=led_by, version=1, **words)
    for key in said:
        whose = {"party_id": story.party(key) if key else None}
        story.put(DisclosureConsent, f"{thing}-consent-{key or 'moderator'}", request_id=request.id, version=1, yes=True, **whose)
    return text


def of_former(story: Story, thing: str, text: DisclosureText, letter: tuple[str, str, str], who: UUID) -> DisclosureVeto:
    """The same words, as they are asked of whoever led the case from the first."""
    recipient, purpose, _ = letter
    of = {"request_id": text.request_id, "text_id": text.id, "appointment_id": story.appointment.id, "principal_id": who, "version": 1}
    words = {"recipient": recipient, "purpose": purpose, "text": text.text, "text_hash": text.text_hash, "due_on": DUE}
    return story.put(DisclosureVeto, f"{thing}-veto", **of, **words)


def answered(story: Story) -> None:
    """In a closed case: De Wit said yes to the board, Farah has not answered; to the committee everyone said yes; and one letter left."""
    led_by = story.appointment.id
    asked(story, "letter-open", BOARD, led_by, "de-wit")
    asked(story, "letter-ready", COMMITTEE, led_by, "farah", "de-wit", None)
    text = asked(story, "letter-left", COMMITTEE, led_by, "farah", "de-wit", None)
    request = next(row for row in story.rows if row.id == text.request_id and isinstance(row, DisclosureRequest))
    request.state = DisclosureState.RELEASED
    said = {"recipient": request.recipient, "purpose": request.purpose, "text": text.text, "text_hash": text.text_hash}
    story.put(Disclosure, "disclosure", request_id=request.id, **said, released_on=story.moment.date())


def excepted(story: Story) -> None:
    """Something had to leave at once; Farah was told, De Wit was not yet. And nothing of the case may be destroyed."""
    said = {
        "ground": ExceptionGround.ACUTE_DANGER,
        "facts": "Een van beiden zei niet te weten of de nacht veilig zou zijn.",
        "alternatives": "Bellen met de huisarts; die was niet bereikbaar.",
        "recipient": "De crisisdienst",
        "text": "Belt u vanavond met deze persoon; er is zorg om de veiligheid.",
    }
    row = story.put(SafetyException, "exception", **said, why_not_yet="De ander was er niet bij.")
    told = {"exception_id": row.id, "party_id": story.party("farah"), "told_on": story.moment.date()}
    story.put(ToldException, "told-exception-farah", **told, **said)
    story.put(LegalHold, "hold", reason="Een inspectie vroeg om niets te vernietigen.")
    # Asked, and not done while the hold stands.
    story.put(Erasure, "erasure", party_id=story.party("de-wit"), due_on=erased_on(story.moment.date()), withdrawn_at=None)
