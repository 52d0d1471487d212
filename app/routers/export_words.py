"""What the export says on paper, in Dutch and English (domain: language): a word for every kind of thing, every field and every code."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from app.domain.cases import NeutralState
from app.domain.harms import HarmState
from app.domain.labels import LABELS, label
from app.domain.sessions import SessionState, TalkKind
from app.domain.texts import Bilingual

TITLE: Final = Bilingual("Uw gegevens", "Your data")
CASE: Final = Bilingual("Zaak", "Case")
YES: Final = Bilingual("ja", "yes")
NO: Final = Bilingual("nee", "no")
NOTHING: Final = Bilingual("Er is geen zaak waarin u een plaats hebt.", "There is no case in which you have a place.")
GAPS: Final = Bilingual(
    "Sommige tekens ontbreken hier, omdat geen lettertype ze heeft. In de JSON-vorm van deze uitvoer staan ze wel.",
    "Some signs are missing here, as no typeface has them. They stand in the JSON form of this export.",
)
INTRO: Final = (
    Bilingual(
        "Dit is wat van u is in elke zaak waarin u deelneemt: wat u vertelde, waarop u ja of nee zei, wat u beloofde en deelde, en wie "
        "las wat van u alleen is.",
        "This is what is yours in every case in which you take part: what you told, what you said yes or no to, what you promised and "
        "shared, and who read what is yours alone.",
    ),
    Bilingual(
        "Wat anderen zeiden of deden, en wat u samen maakte maar een ander opschreef, staat hier niet in. Wat u daarvan mag zien, "
        "vindt u in de zaak zelf.",
        "What others said or did, and what you made together but somebody else wrote down, is not in it. What of this you may see "
        "stands in the case itself.",
    ),
    Bilingual(
        "U hebt met elkaar afgesproken dat wat in het proces wordt gezegd, daar blijft. Bewaar dit waar niemand anders het leest.",
        "You agreed with each other that what is said in the process stays there. Keep this where nobody else reads it.",
    ),
)
MONTHS: Final = tuple(
    Bilingual(*both)
    for both in (
        *(("januari", "January"), ("februari", "February"), ("maart", "March"), ("april", "April"), ("mei", "May"), ("juni", "June")),
        *(("juli", "July"), ("augustus", "August"), ("september", "September"), ("oktober", "October"), ("november", "November")),
        ("december", "December"),
    )
)

SECTIONS: Final[Mapping[str, Bilingual]] = {
    "shell": Bilingual("De zaak", "The case"),
    "place": Bilingual("Uw plaats", "Your place"),
    "membership": Bilingual("Uw groep", "Your group"),
    "particulars": Bilingual("Hoe u te bereiken bent en wat u nodig hebt", "How to reach you, and what you need to take part"),
    "secrecy_acceptances": Bilingual("Aanvaarde verklaring over geheimhouding", "The statement on secrecy that you accepted"),
    "readiness_declarations": Bilingual("Wat u zei over uw bereidheid", "What you said of your readiness"),
    "contestations": Bilingual("Notities die volgens u niet klopten", "Notes that you contested"),
    "talks": Bilingual("Uw gesprekken met de moderator", "Your talks with the moderator"),
    "statements": Bilingual("Wat u de moderator vertelde", "What you told the moderator"),
    "behaviour_experiences": Bilingual("Gedrag zoals u het beleefde", "Behaviour as you lived it"),
    "private_harms": Bilingual("Schade die u de moderator vertelde", "Harm that you told the moderator"),
    "private_needs": Bilingual("Behoeften die u de moderator vertelde", "Needs that you told the moderator"),
    "shared_experiences": Bilingual("Belevingen die u deelde", "Experiences that you shared"),
    "harms": Bilingual("Schade die u deelde", "Harm that you shared"),
    "group_harms": Bilingual("Schade van een groep, zoals u die vertelde", "Harm of a group, as you told of it"),
    "needs": Bilingual("Behoeften die u deelde", "Needs that you shared"),
    "ideas": Bilingual("Ideeën die u deelde", "Ideas that you shared"),
    "mandate_comments": Bilingual("Wat u zei van het mandaat", "What you said of the mandate"),
    "moderator_acceptances": Bilingual("Uw ja tegen de moderator", "Your yes to the moderator"),
    "mandate_acceptances": Bilingual("Uw ja tegen het mandaat", "Your yes to the mandate"),
    "reconfirmations": Bilingual("Uw ja of nee voor een gesprek", "Your yes or no for a conversation"),
    "attendances": Bilingual("Gezamenlijke gesprekken waarbij u was", "Joint conversations at which you were"),
    "record_approvals": Bilingual("Verslagen die u goedkeurde", "Records that you approved"),
    "agreements": Bilingual("Afspraken die u bevestigde", "Agreements that you confirmed"),
    "commitments": Bilingual("Wat u beloofde", "What you promised"),
    "commitment_acceptances": Bilingual("Uw ja tegen wat u beloofde", "Your yes to what you promised"),
    "outcome_confirmations": Bilingual("Wat u zei over de uitkomst", "What you said of the outcome"),
    "releases": Bilingual("Zinnen die u vrijgaf voor de organisatie", "Sentences that you released to the organisation"),
    "support_confirmations": Bilingual("Wat de organisatie volgens u deed", "What the organisation did, as you confirmed"),
    "disclosure_consents": Bilingual("Uw ja of nee tegen een brief naar buiten", "Your yes or no to a letter to somebody outside"),
    "admissions": Bilingual("Wie u toeliet bij gezamenlijke gesprekken", "Whom you admitted to joint conversations"),
    "spokesperson_choices": Bilingual("Uw keuze van een woordvoerder", "Your choice of who speaks for the group"),
    "private_grants": Bilingual("Wat u overdroeg aan een volgende moderator", "What you handed over to a next moderator"),
    "evaluations": Bilingual("Hoe het voor u was", "How it was for you"),
    "reopening_requests": Bilingual("Uw vraag om heropening", "Your request to take it up again"),
    "told_exceptions": Bilingual("Uitzonderingen op de geheimhouding die u zijn verteld", "Exceptions to secrecy that you were told of"),
    "access_log": Bilingual("Wie las wat van u alleen is", "Who read what is yours alone"),
}

FIELDS: Final[Mapping[str, Bilingual]] = {
    "reference": Bilingual("kenmerk", "reference"),
    "setting": Bilingual("omgeving", "setting"),
    "state": Bilingual("stand", "state"),
    "received_on": Bilingual("binnengekomen op", "received on"),
    "opened_on": Bilingual("begonnen op", "opened on"),
    "closed_on": Bilingual("gesloten op", "closed on"),
    "display_name": Bilingual("naam", "name"),
    "group_name": Bilingual("groep", "group"),
    "kind": Bilingual("soort", "kind"),
    "left_on": Bilingual("geëindigd op", "ended on"),
    "contact": Bilingual("bereikbaar via", "contact"),
    "communication_needs": Bilingual("nodig om mee te doen", "needed to take part"),
    "born_on": Bilingual("geboren op", "born on"),
    "version": Bilingual("versie", "version"),
    "informed_version": Bilingual("versie van de verklaring die u is uitgelegd", "version of the statement that was explained to you"),
    "withdrawal": Bilingual("ingetrokken", "withdrawn"),
    "explore_relation": Bilingual("verkennen hoe de relatie kan herstellen", "explore how the relation can be restored"),
    "explore_harm": Bilingual("verkennen wat de schade is", "explore what the harm is"),
    "explore_repair": Bilingual("verkennen wat nodig is voor herstel", "explore what is needed to repair it"),
    "join_conversations": Bilingual("deelnemen aan gezamenlijke gesprekken", "take part in joint conversations"),
    "voluntary": Bilingual("uit vrije wil", "of your own free will"),
    "ready": Bilingual("bereid", "ready"),
    "noted": Bilingual("genoteerd door de moderator", "noted by the moderator"),
    "orally": Bilingual("mondeling", "orally"),
    "assisted": Bilingual("op het apparaat van de moderator", "on the moderator's device"),
    "goal": Bilingual("doel", "goal"),
    "planned_for": Bilingual("gepland voor", "planned for"),
    "text": Bilingual("tekst", "text"),
    "behaviour_kinds": Bilingual("soort gedrag", "kind of behaviour"),
    "experiences": Bilingual("wat het met u deed", "what it did to you"),
    "kinds": Bilingual("soort schade", "kind of harm"),
    "discussed": Bilingual("samen besproken", "discussed together"),
    "what": Bilingual("wat", "what"),
    "how_we_know": Bilingual("hoe wij dat weten", "how we know"),
    "due_on": Bilingual("uiterlijk op", "due on"),
    "review_on": Bilingual("samen bekijken op", "looked at again on"),
    "question": Bilingual("vraag", "question"),
    "yes": Bilingual("uw antwoord", "your answer"),
    "heard": Bilingual("ik ben gehoord (1–5)", "I was heard (1–5)"),
    "safe": Bilingual("ik was veilig (1–5)", "I was safe (1–5)"),
    "fair": Bilingual("het was eerlijk (1–5)", "it was fair (1–5)"),
    "restored": Bilingual("de relatie is hersteld (1–5)", "the relation is restored (1–5)"),
    "insight": Bilingual("ik begrijp de ander beter (1–5)", "I understand the other better (1–5)"),
    "commitments_kept": Bilingual("afspraken zijn nagekomen (1–5)", "what was promised is kept (1–5)"),
    "recurrence": Bilingual("het is weer gebeurd", "it has happened again"),
    "remark": Bilingual("opmerking", "remark"),
    "ground": Bilingual("grond", "ground"),
    "facts": Bilingual("feiten", "facts"),
    "alternatives": Bilingual("wat is overwogen", "what was weighed instead"),
    "recipient": Bilingual("ontvanger", "recipient"),
    "told_on": Bilingual("aan u verteld op", "told to you on"),
    "reader_role": Bilingual("wie", "who"),
    "on": Bilingual("op", "on"),
    "said_at": Bilingual("gezegd op", "said on"),
    "expires_at": Bilingual("geldt tot", "counts until"),
    "shared_at": Bilingual("gedeeld op", "shared on"),
    "confirmed_at": Bilingual("bevestigd op", "confirmed on"),
    "reported_at": Bilingual("als gedaan gemeld op", "reported as done on"),
    "voided_at": Bilingual("vervallen op", "void since"),
    "created_at": Bilingual("vastgelegd op", "recorded on"),
}
"""What stands in none of these is an id or a hash: whoever needs those takes the JSON."""

CODES: Final[Mapping[type[StrEnum], Mapping[str, Bilingual]]] = {
    NeutralState: {
        NeutralState.RECEIVED: Bilingual("ontvangen", "received"),
        NeutralState.IN_PROGRESS: Bilingual("loopt", "in progress"),
        NeutralState.CLOSED: Bilingual("gesloten", "closed"),
    },
    TalkKind: {
        TalkKind.INTAKE: Bilingual("kennismaking", "intake"),
        TalkKind.PREPARATORY: Bilingual("voorgesprek", "preparatory"),
        TalkKind.SHUTTLE: Bilingual("pendelgesprek", "shuttle"),
    },
    SessionState: {
        SessionState.PLANNED: Bilingual("gepland", "planned"),
        SessionState.RUNNING: Bilingual("gaande", "going on"),
        SessionState.HELD: Bilingual("gehouden", "held"),
        SessionState.SUSPENDED: Bilingual("onderbroken", "suspended"),
        SessionState.CANCELLED: Bilingual("afgezegd", "cancelled"),
    },
    HarmState: {
        HarmState.OPEN: Bilingual("open", "open"),
        HarmState.ACKNOWLEDGED: Bilingual("erkend", "acknowledged"),
        HarmState.REPAIRED: Bilingual("hersteld", "repaired"),
        HarmState.NOTHING_MORE_NEEDED: Bilingual("meer is niet nodig", "nothing more needed"),
        HarmState.LEFT_OPEN: Bilingual("opengelaten", "left open"),
    },
}


def word_for(code: StrEnum) -> Bilingual:
    """The word for a code; a role is called the same in both languages."""
    if type(code) in LABELS:
        return label(code)
    return CODES.get(type(code), {}).get(code, Bilingual(code.value, code.value))
