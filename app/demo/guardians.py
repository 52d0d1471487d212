"""A pupil, her teacher and her parents; and what was noted and carried on paper for those without a device (R6)."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from app.demo.people import SCHOOL, persona_id
from app.demo.stories import FOR_LONG, Source, Story, in_person
from app.domain.confidentiality import CONSENTS
from app.domain.texts import SECRECY_HASH, SECRECY_VERSION
from app.domain.vocabulary import MatterKind, Pattern, RelationshipContext, Setting
from app.routers.examples import demo_id
from app.store.models.cases import Seat
from app.store.models.guardians import Guardian, GuardianConsent, GuardianParticulars
from app.store.models.parties import (
    Contestation,
    Invitation,
    OneTimeCode,
    PartyParticulars,
    ReadinessDeclaration,
    SecrecyAcceptance,
)
from app.store.models.sessions import Reconfirmation, Session

YARA: Final = in_person("yara", "Yara Demir", persona="party-yara")
POSTMA: Final = in_person("postma", "Wim Postma")


def young(began: datetime) -> Story:
    """Yara is fourteen: her mother said yes beside her, her father has come in and said nothing yet."""
    note = "Een leerling uit 2b en haar mentor praten niet meer met elkaar. De ouders staan achter een gesprek."
    story = Story("young", SCHOOL, Setting.SCHOOL, [YARA, POSTMA], began).received(Source("other-coordinator", False, note))
    story.begun().screened(RelationshipContext.TEACHER_STUDENT, MatterKind.CONFLICT, Pattern.ONGOING).informed().welcomed().ready()
    for row in story.rows:
        if isinstance(row, PartyParticulars) and row.party_id == story.party(YARA):
            row.born_on = date(began.year - 14, 1, 1)
    _informed(story, "selma", _came_in(story, "selma", "Selma Demir"))
    _came_in(story, "emre", "Emre Demir")
    _noted(story)
    return story


def _came_in(story: Story, key: str, name: str) -> Seat:
    child = story.party(YARA)
    guardian = story.put(Guardian, f"guardian-{key}", party_id=child, display_name=name)
    story.put(GuardianParticulars, f"particulars-{key}", party_id=child, guardian_id=guardian.id, contact=f"{key}@post.example")
    own = {"guardian_id": guardian.id, "role": CONSENTS}
    sent = {"invitee_id": demo_id(f"{story.name}/invitee-{key}"), "pin_digest": "-", "expires_at": story.moment}
    story.put(Invitation, f"invitation-{key}", **own, **sent, redeemed_at=story.moment)
    return story.put(Seat, f"seat-{key}", **own, principal_id=persona_id(f"guardian-{key}"))


def _informed(story: Story, key: str, seat: Seat) -> None:
    own = {"guardian_id": seat.guardian_id}
    story.put(SecrecyAcceptance, f"secrecy-{key}", **own, version=SECRECY_VERSION, text_hash=SECRECY_HASH)
    seat.informed_at = story.moment
    story.put(GuardianConsent, f"consent-{key}", **own, yes=True, expires_at=story.moment + FOR_LONG)


def _noted(story: Story) -> None:
    """Twice Ilse noted what she heard Yara say; the first time it was not what she had said."""
    for thing, yes in (("note-contested", False), ("note", True)):
        answers = dict.fromkeys(("explore_relation", "explore_harm", "explore_repair", "join_conversations", "voluntary"), yes)
        said = {"said_at": story.moment, "expires_at": story.moment + FOR_LONG, "informed_version": SECRECY_VERSION}
        story.put(ReadinessDeclaration, thing, party_id=story.party(YARA), **answers, **said, ready=yes, noted=True)
    story.put(Contestation, "contestation", party_id=story.party(YARA), declaration_id=demo_id("young/note-contested"))


def heard(story: Story, session: Session, key: str) -> None:
    """Twice Ilse heard somebody say yes for what is planned; the first time was a misunderstanding."""
    party: UUID = story.party(key)
    for thing in ("heard-contested", "heard"):
        story.put(Reconfirmation, thing, session_id=session.id, party_id=party, planned_for=session.planned_for, ready=True, orally=True)
    story.put(Contestation, "contestation", party_id=party, reconfirmation_id=demo_id(f"{story.name}/heard-contested"))


def on_paper(story: Story, key: str, persona: str) -> None:
    """A code that somebody carries on paper, and has not used."""
    own = {"party_id": story.party(key), "principal_id": persona_id(persona)}
    digest = demo_id(f"{story.name}/code-{key}").hex
    story.put(OneTimeCode, f"code-{key}", **own, code_digest=digest, expires_at=story.moment + timedelta(days=90))
