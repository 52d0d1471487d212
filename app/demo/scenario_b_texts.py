"""What is said in scenario B, in Dutch and English: the story, what each does, and what they type."""

from collections.abc import Mapping
from typing import Final

from app.demo.scenario_texts import SAID as COMMON
from app.domain.texts import Bilingual

TITLES: Final[Mapping[str, Bilingual]] = {
    "1": Bilingual("Farah vraagt om een moderator", "Farah asks for a moderator"),
    "2": Bilingual("De moderator neemt de zaak zelf", "The moderator takes the case herself"),
    "3a": Bilingual("Ieder komt binnen", "Each comes in"),
    "3b": Bilingual("Samen afspreken hoe we praten", "Agreeing together how to talk"),
    "4": Bilingual("Twee gesprekken", "Two conversations"),
    "5": Bilingual("Afspraken over en weer", "Commitments, one each way"),
    "6": Bilingual("Eén zin voor de afdeling", "One sentence for the ward"),
    "8": Bilingual("Hersteld", "Restored"),
}

STORIES: Final[Mapping[str, Bilingual]] = {
    "1": Bilingual(
        "Op de Spoedeisende Hulp van het Zuiderziekenhuis is de relatie tussen verpleegkundige Farah en chirurg De Wit stuk. "
        "Zij vraagt zelf om een moderator. Wat zij schrijft, is van haar en van de moderator; de organisatie merkt er niets van. "
        "404 betekent: hier is niets, of niets voor u; het een ziet er precies zo uit als het ander.",
        "In the emergency department of the Zuiderziekenhuis the relation between nurse Farah and surgeon De Wit is broken. "
        "She asks for a moderator herself. What she writes is hers and the moderator's; the organisation notices nothing. "
        "404 means: nothing here, or nothing for you; the one looks exactly like the other.",
    ),
    "2": Bilingual(
        "Joost heeft op de afdeling gewerkt: hij is niet beschikbaar, en meer hoort Farah niet. "
        "Ilse verklaart zich onafhankelijk, en daarmee heeft zij de zaak. Niemand heeft haar benoemd.",
        "Joost has worked on the ward: he is not available, and Farah learns no more than that. "
        "Ilse declares her independence, and with it has the case. Nobody appointed her.",
    ),
    "3a": Bilingual(
        "Alles begint met geheimhouding. Dan zegt ieder voor zich of hij bereid is, vier keer ja en vrijwillig. "
        "Farah is zover. Van De Wit nog geen woord: de poort blijft dicht, ook voor de moderator. Alleen zij ziet waarom.",
        "Everything begins with secrecy. Then each says for themselves whether they are ready: four times yes, freely. "
        "Farah is. Not a word from De Wit yet: the gate stays closed, for the moderator too. Only she sees why.",
    ),
    "3b": Bilingual(
        "Nu is ook De Wit bereid. In het mandaat staat hoe er gepraat wordt; het geldt pas als allen dezelfde tekst aanvaarden. "
        "Wie nog niet heeft geantwoord, ziet alleen de moderator.",
        "Now De Wit is ready too. The mandate says how they will talk; it holds once all accept the identical text. "
        "Who has not answered yet, only the moderator sees.",
    ),
    "4": Bilingual(
        "Het eerste gesprek wordt onderbroken: geweldloosheid is een regel die niemand kan schrappen. "
        "Een voorstel komt te vroeg zolang er niet samen over de schade is gepraat. In het tweede gesprek gebeurt dat.",
        "The first conversation is broken off: non-violence is a rule that nobody can remove. "
        "A proposal comes too early while the harm has not been talked about together. In the second conversation it is.",
    ),
    "5": Bilingual(
        "Beiden beloven de ander iets. Een afspraak is er pas als ieder dezelfde tekst bevestigt en zijn eigen belofte aanvaardt.",
        "Both promise the other something. There is an agreement only once each confirms the identical text and accepts their own promise.",
    ),
    "6": Bilingual(
        "De briefing moet later beginnen, en daar gaan zij niet over. Wat de organisatie hoort, is één zin die beiden vrijgeven. "
        "De Wit verandert één letter, en meteen geldt geen enkele vrijgave meer, tot ieder de nieuwe zin vrijgeeft.",
        "The briefing must begin later, and that is not theirs to arrange. What the organisation hears is one sentence that both release. "
        "De Wit changes one letter, and at once no release counts any more, until each releases the new sentence.",
    ),
    "8": Bilingual(
        "De dag gaat voorbij (in dit verhaal meteen). De Wit vindt dat hij het deed, Farah niet, en alleen zij kan dat zeggen. "
        "Zij spreken iets anders af. Dat lukt. Buiten hoort men één neutraal woord.",
        "The day passes (in this story at once). De Wit thinks he did it, Farah does not, and only she can say so. "
        "They agree on something else. That works. Outside one neutral word is heard.",
    ),
}

SAID: Final[Mapping[str, Bilingual]] = {
    **COMMON,
    "asks": Bilingual(
        "vraagt om een moderator, en stelt De Wit, Joost en Ilse voor", "asks for a moderator, and proposes De Wit, Joost and Ilse"
    ),
    "coordinator-looks": Bilingual("zoekt de zaak", "looks for the case"),
    "not-available": Bilingual("leest: Joost is niet beschikbaar", "reads: Joost is not available"),
    "invites-farah": Bilingual("nodigt Farah uit, met een code en een tweede geheim", "invites Farah, with a code and a second secret"),
    "invites-de-wit": Bilingual("nodigt De Wit net zo uit", "invites De Wit in the same way"),
    "says-yes-too": Bilingual("zegt ook vier keer ja", "says four times yes too"),
    "gate-closed": Bilingual("wil de poort open melden", "wants to announce an open gate"),
    "drafts": Bilingual("schrijft een mandaat; zij mag voorstellen doen", "drafts a mandate; she may make proposals"),
    "suspends": Bilingual("onderbreekt het: er werd gescholden", "breaks it off: there was shouting"),
    "too-early": Bilingual("wil meteen iets voorstellen", "wants to propose something at once"),
    "proposes": Bilingual("stelt twee afspraken voor, een over en een weer", "proposes two commitments, one each way"),
    "needs": Bilingual("vraagt iets wat alleen de afdeling kan regelen", "needs something that only the ward can arrange"),
    "releases": Bilingual("geeft deze zin vrij, en geen letter meer", "releases this sentence, and not one letter more"),
    "rewrites": Bilingual("wil het één letter anders: elke vrijgave vervalt", "wants one letter changed: every release is void"),
    "releases-old": Bilingual("wil vrijgeven wat er eerst stond", "wants to release what stood there before"),
    "releases-new": Bilingual("leest de nieuwe zin en geeft die vrij", "reads the new sentence and releases that"),
    "receives": Bilingual(
        "leest die ene zin, en niet bij welke zaak hij hoort", "reads that one sentence, and not to which case it belongs"
    ),
    "can": Bilingual("antwoordt: het kan", "answers: it can be done"),
    "done": Bilingual("meldt: gedaan", "reports: done"),
    "confirms-support": Bilingual("bevestigt dat de afdeling het deed", "confirms that the ward did it"),
    "disputes": Bilingual("vindt van niet", "does not think so"),
    "renegotiates": Bilingual("stelt iets anders voor", "proposes something else"),
    # What is typed.
    "note": Bilingual(
        "Dokter De Wit zet me in de ochtendbriefing op mijn plaats waar iedereen bij is. Ik durf niets meer te vragen.",
        "Doctor De Wit puts me in my place in the morning briefing with everyone there. I no longer dare to ask anything.",
    ),
    "scope": Bilingual(
        "De toon in de ochtendbriefing, en hoe wij elkaar aanspreken.", "The tone of the briefing, and how we address each other."
    ),
    "moderatorRole": Bilingual("Ilse leidt de gesprekken en kiest geen partij.", "Ilse leads the conversations and takes no side."),
    "procedure": Bilingual(
        "Een of twee gesprekken; na een paar weken kijken we terug.", "One or two conversations; some weeks later we look back."
    ),
    "evidenceClause": Bilingual("Niets van hier wordt als bewijs gebruikt.", "Nothing from here is used as evidence."),
    "limitsOfSecrecy": Bilingual("Bij acuut gevaar zegt Ilse niet meer dan nodig is.", "In acute danger Ilse says no more than is needed."),
    "comment": Bilingual("Mag het ook over de overdracht gaan?", "Can it be about the handover as well?"),
    "first-goal": Bilingual("Begrijpen wat er in de briefing gebeurt.", "Understanding what happens in the briefing."),
    "second-goal": Bilingual("Horen wat het deed, en wat er nodig is.", "Hearing what it did, and what is needed."),
    "harm": Bilingual("Ik voel me klein gemaakt waar iedereen bij is.", "I feel made small with everyone there."),
    "his": Bilingual("Ik geef kritiek alleen onder vier ogen.", "I criticise in private only."),
    "hers": Bilingual("Ik zeg het dezelfde dag als iets mij raakt.", "I say so the same day when something hurts me."),
    "other": Bilingual("Ik vraag je na de briefing of het zo goed was.", "I ask you after the briefing whether it was all right."),
    "support": Bilingual("De ochtendbriefing begint om kwart voor acht.", "The morning briefing begins at a quarter to eight."),
    "support-reworded": Bilingual("De ochtendbriefing begint om kwart voor acht!", "The morning briefing begins at a quarter to eight!"),
    "agreement": Bilingual("Zo gaan we verder.", "This is how we go on."),
    "summary": Bilingual("De briefing is rustig. We groeten elkaar weer.", "The briefing is calm. We greet each other again."),
}
