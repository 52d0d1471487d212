"""The cases of the demo, one for every state and a few between: the examples of the document are played in them.

Farah and De Wit sit in several, each about something else, so that whoever plays them finds every state.
"""

from datetime import date, datetime, timedelta
from typing import Final

from app.demo import companions, disclosures, groups, guardians, successions, supports
from app.demo.conversations import (
    agreed,
    commitments,
    harmed,
    held,
    kept,
    mandate,
    mandated,
    promise,
    proposed,
    recorded,
    session,
    text_of,
)
from app.demo.people import HOSPITAL, SCHOOL
from app.demo.stories import Person, Source, Story, in_person
from app.domain.cases import CaseState, Ending, NeutralState, Result
from app.domain.commitments import CommitmentState
from app.domain.confidentiality import LEADS
from app.domain.mandates import Involvement, MandateState
from app.domain.readiness import Gate
from app.domain.sessions import SessionState, TalkKind
from app.domain.supports import SupportState
from app.domain.vocabulary import DisturbanceCause, MatterKind, Pattern, QualityImpact, RelationshipContext, Setting
from app.routers.examples import demo_id
from app.store.models import Row
from app.store.models.access import AccessEvent
from app.store.models.cases import Note
from app.store.models.content import (
    Attribution,
    BehaviourExperience,
    Idea,
    Need,
    PrivateHarm,
    PrivateNeed,
    SharedExperience,
    Statement,
)
from app.store.models.mandates import MandateComment
from app.store.models.parties import Evaluation, ReopeningRequest, Talk

FARAH: Final = in_person("farah", "Farah Idrissi", persona="party-farah", in_directory=True)
DE_WIT: Final = in_person("de-wit", "Maarten de Wit", persona="party-de-wit", in_directory=True)
DUE: Final = date(2035, 3, 1)
REVIEW: Final = date(2035, 6, 1)
STILL_WAITS: Final = timedelta(days=59)
"""How much later than the others a case came in that no moderator has taken yet (R17)."""


def seeds(now: datetime) -> list[Row]:
    """Every seeded case, as it stands at this moment."""
    tales = (
        _received, _asked, _intake, _readiness, _paused, _mandate, _in_process, _in_session, _agreement,
        _aftercare, _closed, groups.team, guardians.young, successions.led_no_more, successions.handed_over,
        successions.handed_on,
    )  # fmt: skip
    return [row for tale in tales for row in tale(now - timedelta(days=60)).rows]


def _hospital(name: str, began: datetime) -> Story:
    return Story(name, HOSPITAL, Setting.HEALTHCARE, [FARAH, DE_WIT], began)


def _screened(story: Story) -> Story:
    return story.screened(
        RelationshipContext.COLLEAGUES,
        MatterKind.CONFLICT,
        Pattern.ONGOING,
        disturbance_causes=[DisturbanceCause.PATRONISING_BEHAVIOUR.value],
        quality_impact=[QualityImpact.COOPERATION.value, QualityImpact.HEALTHCARE.value],
    )


def _received(began: datetime) -> Story:
    began += STILL_WAITS
    note = "Op de Spoedeisende Hulp loopt het samenwerken tussen twee collega's vast. Ik gun ze een goed gesprek."
    return _hospital("received", began).received(Source("coordinator", False, note, "SEH-2026-031"))


def _asked(began: datetime) -> Story:
    began += STILL_WAITS
    note = "Sinds de nieuwe dienstroosters gaan dokter De Wit en ik elkaar uit de weg. Ik wil dat het weer gewoon kan."
    return _hospital("asked", began).received(Source("member", True, note))


def _intake(began: datetime) -> Story:
    note = "De ochtendoverdracht wordt steeds vaker een strijd. Ik slaap er slecht van."
    story = _hospital("intake", began).received(Source("member", True, note)).begun()
    story.put(Note, "note", author_id=story.offer.offered_to_id, text="Rustig beginnen; eerst Farah, dan De Wit.")
    return story


def _readiness(began: datetime) -> Story:
    note = "Na een reanimatie in mei praten twee collega's niet meer met elkaar."
    story = _screened(_hospital("readiness", began).received(Source("hr-system", False, note, "HR-2026-007")).begun()).informed().ready()
    for key in ("farah", "de-wit"):
        about = {"kind": TalkKind.PREPARATORY, "planned_for": story.moment + timedelta(days=90)}
        story.put(Talk, f"talk-{key}", party_id=story.party(key), goal="Wat wil je kwijt, en wat heb je nodig?", **about)
    return story


def _paused(began: datetime) -> Story:
    people: list[Person] = [in_person("mieke", "Mieke van Dam"), in_person("rachid", "Rachid Amrani")]
    note = "Twee mentoren van klas 2b spreken elkaar alleen nog via de mail."
    story = Story("paused", SCHOOL, Setting.SCHOOL, people, began).received(Source("other-coordinator", False, note))
    _screened(story.begun()).informed().welcomed()
    story.process.paused_at = story.moment
    return story


def _mandate(began: datetime) -> Story:
    note = "De samenwerking op zaal vraagt om een gesprek onder begeleiding."
    story = _screened(_hospital("mandate", began).received(Source("hr-system", False, note, "HR-2026-009")).begun())
    story.informed().welcomed().ready().at(CaseState.MANDATE)
    mandate(story, 1, text_of("De samenwerking tijdens de visite."), MandateState.OFFERED)
    draft = mandate(story, 2, text_of("De samenwerking tijdens de visite en de overdracht.", Involvement.ON_REQUEST), MandateState.DRAFT)
    about = {"mandate_id": draft.id, "party_id": story.party("de-wit")}
    story.put(MandateComment, "comment", **about, text="Kan de overdracht er ook bij?")
    return story


def _in_process(began: datetime) -> Story:
    note = "Ik ben tijdens de ochtendbriefing voor de groep op mijn plaats gezet, en dat gebeurt vaker."
    story = _screened(_hospital("in-process", began).received(Source("member", True, note)).begun()).informed().welcomed().ready()
    mandated(story, "De toon tijdens de ochtendbriefing, en hoe wij elkaar daarna aanspreken.")
    harm = harmed(story, "farah", "Ik voel me klein gemaakt waar iedereen bij is.", ["emotional"])
    _told(story)
    first = held(story, "session-held", "Begrijpen wat de briefing met ons beiden doet.", harm)
    companions.introduced(story, "nadia", "farah", "farah", "de-wit")
    companions.informed(story, "nadia")
    companions.there(story, "nadia", first)
    companions.brought(story, "hans", "de-wit")
    recorded(story, first, "We hebben allebei verteld wat er in mei gebeurde. Dat het publiek was, maakte het zwaar.")
    terms = {
        "commitment-farah": promise(
            story, "farah", "de-wit", "Ik zeg het dezelfde dag als iets me raakt.", "De Wit hoort het van mij.", review_on=REVIEW
        ),
        "commitment-de-wit": promise(
            story, "de-wit", "farah", "Ik geef kritiek onder vier ogen.", "Geen opmerkingen meer in de groep.", due_on=DUE
        ),
    }
    proposed(story, "de-wit", "Zo gaan we voortaan met elkaar om.", terms)
    # Farah asked herself: what they release reaches any coordinator of the hospital.
    supports.left(story, "asked", "farah", "De briefing van de ochtenddienst begint om kwart voor acht.", SupportState.RELEASED)
    supports.left(story, "done", "de-wit", "Bij de briefing is een stoel voor iedereen.", SupportState.DONE, "de-wit")
    # Everyone said yes again an hour ago: such a yes counts for a day (R7).
    story.moment = began + timedelta(days=60, hours=-1)
    planned_for = story.moment + timedelta(days=90)
    planned = session(story, "session-planned", "De afspraken samen doorlopen.", SessionState.PLANNED, planned_for=planned_for)
    companions.interpreter(story, planned)
    guardians.heard(story, planned, "farah")
    guardians.on_paper(story, "farah", "party-farah")
    return story


def _told(story: Story) -> None:
    """What each of them said, in private and with all."""
    farah, de_wit = {"party_id": story.party("farah")}, {"party_id": story.party("de-wit")}
    story.put(Statement, "statement", **farah, text="Ik durf in de briefing niets meer te vragen.")
    story.put(AccessEvent, "read", **farah, reader_id=story.offer.offered_to_id, reader_role=LEADS, read_on=story.moment.date())
    story.put(
        BehaviourExperience,
        "experience",
        **farah,
        text="Mijn vraag werd weggewuifd met een grap.",
        behaviour_kinds=["misconduct"],
        experiences=["powerlessness"],
    )
    named = {"author_party_id": story.party("farah"), "text": "Ze liep midden in mijn zin weg.", "behaviour_kinds": ["other"]}
    told = story.put(BehaviourExperience, "experience-de-wit", **de_wit, **named, experiences=[], shared_at=story.moment)
    put = {"told_by_party_id": told.party_id, "experience_id": told.id, "text": told.text, "behaviour_kinds": told.behaviour_kinds}
    story.put(Attribution, "attribution", **farah, **put)
    story.put(SharedExperience, "shared-experience", **de_wit, text="De drukte maakte mij kortaf.", behaviour_kinds=[])
    story.put(PrivateHarm, "private-harm", **farah, kinds=["emotional"], text="Ik meldde me twee keer ziek en zei niet waarom.")
    story.put(PrivateNeed, "private-need", **farah, text="Dat iemand zegt dat het niet aan mij lag.")
    story.put(Need, "need", **de_wit, text="Ik wil weten wanneer ik te ver ga.")
    story.put(Idea, "idea", **farah, text="De briefing om de beurt voorzitten.")


def _in_session(began: datetime) -> Story:
    note = "Twee collega's willen het na een botsing in de OK zelf uitpraten, met iemand erbij."
    story = _screened(_hospital("in-session", began).received(Source("coordinator", False, note)).begun()).informed().welcomed().ready()
    mandated(story, "De botsing in de OK van 3 juni.")
    harmed(story, "farah", "Ik stond te trillen en niemand vroeg iets.", ["emotional", "physical"])
    held(story, "session-held", "Kennismaken met elkaars verhaal.")
    companions.introduced(story, "nadia", "farah", "farah")
    companions.came_in(story, "nadia")
    session(story, "session-running", "Wat er op 3 juni gebeurde, en wat het deed.", SessionState.RUNNING)
    return story


def _agreement(began: datetime) -> Story:
    note = "Er is ruzie over wie de familie te woord staat."
    story = (
        _screened(_hospital("agreement", began).received(Source("hr-system", False, note, "HR-2026-012")).begun())
        .informed()
        .welcomed()
        .ready()
    )
    mandated(story, "Wie de familie te woord staat, en hoe we daarin samen optrekken.")
    harm = harmed(story, "de-wit", "Ik werd voor de familie tegengesproken.", ["emotional"])
    held(story, "session-held", "Een lijn vinden tegenover de familie.", harm)
    companions.introduced(story, "nadia", "farah", "farah", "de-wit")
    companions.informed(story, "nadia")
    yesterday = began.date() + timedelta(days=59)
    terms = {
        "commitment-open": promise(story, "farah", "de-wit", "Ik bel je voor ik de familie bel.", "Je bent nooit verrast.", due_on=DUE),
        "commitment-reported": promise(
            story, "de-wit", "farah", "Ik vertel het team dat het besluit van ons samen was.", "In het teamoverleg.", due_on=DUE
        ),
        "commitment-overdue": promise(
            story, "de-wit", "farah", "Ik leg de familie uit wat jij hebt gedaan.", "De familie weet het.", due_on=yesterday
        ),
    }
    agreed(story, proposed(story, "farah", "Samen een lijn tegenover de familie.", terms))
    reported = next(one for one in commitments(story) if one.id == demo_id("agreement/commitment-reported"))
    supports.needed(story, "waiting", "farah", "Er is een kamer waar we de familie rustig kunnen spreken.", "de-wit")
    # Reported an hour ago: what nobody answers for weeks stands as unanswered (R14).
    reported.set(state=CommitmentState.REPORTED, reported_at=began + timedelta(days=60, hours=-1))
    return story


def _looked_after(name: str, began: datetime, source: Source) -> Story:
    story = _screened(_hospital(name, began).received(source).begun()).informed().welcomed().ready()
    mandated(story, "De weekenddiensten en hoe ze worden verdeeld.")
    harm = harmed(story, "farah", "Ik had mijn kind beloofd er te zijn.", ["emotional"])
    held(story, "session-held", "Begrijpen wat de verdeling met ieder doet.", harm)
    what = ("Ik vraag het je voor ik het rooster wijzig.", "Er wijzigt niets zonder dat jij het weet.")
    terms = {"commitment": promise(story, "de-wit", "farah", *what, review_on=REVIEW)}
    agreed(story, proposed(story, "de-wit", "Eerst overleggen.", terms))
    return kept(story)


def _aftercare(began: datetime) -> Story:
    return _looked_after("aftercare", began, Source("coordinator", False, "De roosters geven al maanden ruzie.", "SEH-2026-019"))


def _closed(began: datetime) -> Story:
    story = _looked_after("closed", began, Source("member", True, "Ik wil de roosters kunnen bespreken zonder ruzie."))
    grades = {"heard": 5, "safe": 5, "fair": 4, "restored": 4, "insight": 5, "commitments_kept": 5, "recurrence": False}
    story.each(Evaluation, "evaluation", **grades)
    story.at(CaseState.CLOSED).truth.ending = Ending.RESTORED
    story.process.gate = Gate.NOT_NOW
    story.case.set(state=NeutralState.CLOSED, closed_on=story.moment.date(), result=Result.COMPLETED, joint_sessions=1)
    story.put(ReopeningRequest, "reopening-request", party_id=story.party("de-wit"))
    disclosures.answered(story)
    disclosures.excepted(story)
    return story
