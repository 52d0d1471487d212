"""What all do together in a seeded case: mandate, conversations, content, agreement, aftercare."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any, Final

from app.demo.stories import Story
from app.domain import agreements as agreeing
from app.domain import mandates as mandating
from app.domain.agreements import AgreementState, CommitmentTerms
from app.domain.cases import CaseState
from app.domain.commitments import CommitmentState
from app.domain.harms import HarmState
from app.domain.mandates import GroundRule, Involvement, MandateState, MandateText, MayKnow
from app.domain.outcomes import OutcomeQuestion
from app.domain.sessions import SessionKind, SessionState
from app.domain.texts import hash_of
from app.store.models.agreements import (
    Agreement,
    AgreementConfirmation,
    Commitment,
    CommitmentAcceptance,
    FollowUp,
    OutcomeConfirmation,
)
from app.store.models.content import Harm
from app.store.models.mandates import Mandate, MandateAcceptance
from app.store.models.sessions import Attendance, Reconfirmation, Session, SessionRecord

EVIDENCE: Final = "Wat hier wordt gezegd of opgeschreven, gebruikt niemand als bewijs, en niemand wordt gevraagd erover te verklaren."
LIMITS: Final = "Bij acuut gevaar of een wettelijke plicht zegt de moderator niet meer dan nodig is, en waar het kan eerst aan u."


def text_of(scope: str, involvement: Involvement = Involvement.PROPOSALS) -> MandateText:
    """A mandate as Ilse writes it."""
    return MandateText(
        scope=scope,
        moderator_role="De moderator leidt de gesprekken, bewaakt de veiligheid en kiest geen partij.",
        involvement=involvement,
        procedure="Voorgesprekken, een of twee gezamenlijke gesprekken, en na zes weken kijken we terug.",
        session_forms=[SessionKind.JOINT, SessionKind.FOLLOW_UP],
        ground_rules=[GroundRule.NON_VIOLENCE, GroundRule.RESPECT_FOR_ONESELF, GroundRule.RESPECT_FOR_OTHERS],
        own_ground_rules=["We laten elkaar uitspreken."],
        evidence_clause=EVIDENCE,
        limits_of_secrecy=LIMITS,
        organisation_may_know=[MayKnow.MODERATOR_NAME, MayKnow.JOINT_SESSIONS],
    )


def mandate(story: Story, version: int, text: MandateText, state: MandateState) -> Mandate:
    """One version; once in force everyone has accepted it (R10)."""
    row = story.put(Mandate, f"mandate-{version}", version=version, state=state, **text.parts(), text_hash=mandating.text_hash(text))
    row.offered_at = None if state is MandateState.DRAFT else story.moment
    if state is MandateState.IN_FORCE:
        story.each(MandateAcceptance, f"mandate-{version}-acceptance", mandate_id=row.id)
        story.put(MandateAcceptance, f"mandate-{version}-acceptance-moderator", mandate_id=row.id)
        row.in_force_at = story.moment
    return row


def mandated(story: Story, scope: str) -> Story:
    """The mandate is in force, and all can talk."""
    mandate(story, 1, text_of(scope), MandateState.IN_FORCE)
    return story.at(CaseState.IN_PROCESS)


def harmed(story: Story, key: str, text: str, kinds: list[str]) -> Harm:
    """What one of them shares with all."""
    return story.put(Harm, f"harm-{key}", party_id=story.party(key), kinds=kinds, text=text)


def session(story: Story, thing: str, goal: str, state: SessionState, **more: Any) -> Session:
    """A joint conversation in this state, with everyone's yes for it (R7)."""
    planned = story.moment + timedelta(hours=1)
    row = story.put(
        Session,
        thing,
        kind=SessionKind.JOINT,
        appointment_id=story.appointment.id,
        state=state,
        goal=goal,
        agenda="Ieders verhaal; wat het deed; wat er nodig is; hoe we verder willen.",
        place="Kamer 2.14, stiltecentrum",
        **{"planned_for": planned, **more},
    )
    story.each(Reconfirmation, f"{thing}-yes", session_id=row.id, planned_for=row.planned_for, ready=True, orally=False)
    if state in {SessionState.RUNNING, SessionState.HELD}:
        row.started_at = story.moment
    return row


def held(story: Story, thing: str, goal: str, *discussed: Harm) -> Session:
    """A conversation that was held, with everyone there and these harms talked about (R12)."""
    row = session(story, thing, goal, SessionState.HELD)
    story.each(Attendance, f"{thing}-attendance", session_id=row.id)
    row.ended_at = story.moment
    for harm in discussed:
        harm.discussed = True
    return row


def recorded(story: Story, session: Session, text: str) -> SessionRecord:
    """What is kept of a conversation, not yet approved by anyone."""
    return story.put(SessionRecord, "record", session_id=session.id, text=text, text_hash=hash_of({"text": text}))


def proposed(story: Story, by: str, text: str, terms: dict[str, CommitmentTerms]) -> Agreement:
    """A text with its commitments, by their things, that nobody has answered yet."""
    row = story.put(
        Agreement,
        "agreement",
        version=1,
        proposed_by_party_id=story.party(by),
        text=text,
        text_hash=agreeing.text_hash(text, terms.values()),
    )
    for thing, one in terms.items():
        story.put(Commitment, thing, agreement_id=row.id, **asdict(one))
    return row


def agreed(story: Story, agreement: Agreement) -> Story:
    """Everyone confirmed, every owner accepted (R13)."""
    story.each(AgreementConfirmation, "confirmation", agreement_id=agreement.id)
    for commitment in commitments(story):
        commitment.state = CommitmentState.AGREED
        story.put(CommitmentAcceptance, f"acceptance-{commitment.id}", commitment_id=commitment.id, party_id=commitment.owner_party_id)
    agreement.set(state=AgreementState.AGREED, agreed_at=story.moment)
    return story.at(CaseState.AGREEMENT)


def commitments(story: Story) -> list[Commitment]:
    """What was promised."""
    return [row for row in story.rows if isinstance(row, Commitment)]


def kept(story: Story) -> Story:
    """Everything was reported and confirmed, and all looked back (R14)."""
    for commitment in commitments(story):
        commitment.set(state=CommitmentState.CONFIRMED, reported_at=story.moment)
    story.at(CaseState.AFTERCARE)
    story.put(FollowUp, "follow-up", held=True, on=story.moment.date(), summary="De overdracht loopt. We groeten elkaar weer.")
    for row in story.rows:
        if isinstance(row, Harm):
            row.state = HarmState.REPAIRED
    story.each(OutcomeConfirmation, "outcome", question=OutcomeQuestion.RESTORED, yes=True)
    return story


def promise(story: Story, owner: str, beneficiary: str, what: str, how_we_know: str, **when: date) -> CommitmentTerms:
    """One promise, due on a day or reviewed on one."""
    return CommitmentTerms(
        what=what,
        how_we_know=how_we_know,
        kind=agreeing.CommitmentKind.BEHAVIOURAL,
        due_on=when.get("due_on"),
        review_on=when.get("review_on"),
        owner_party_id=story.party(owner),
        beneficiary_party_id=story.party(beneficiary),
    )
