"""What is said in scenario B, in Dutch and English: the story, what each does, and what they type."""

from collections.abc import Mapping
from typing import Final

from app.domain.texts import Bilingual

TITLES: Final[Mapping[str, Bilingual]] = {
    "1": Bilingual("Farah vraagt om een moderator", "Farah asks for a moderator"),
    "2": Bilingual("De moderator neemt de zaak zelf", "The moderator takes the case herself"),
    "3a": Bilingual("Ieder komt binnen", "Each comes in"),
    "3b": Bilingual("Samen afspreken hoe we praten", "Agreeing together how to talk"),
    "4": Bilingual("Twee gesprekken", "Two conversations"),
    "5": Bilingual("Afspraken over en weer", "Commitments, one each way"),
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
    "8": Bilingual(
        "De dag gaat voorbij (in dit verhaal meteen). De Wit vindt dat hij het deed, Farah niet, en alleen zij kan dat zeggen. "
        "Zij spreken iets anders af. Dat lukt. Buiten hoort men één neutraal woord.",
        "The day passes (in this story at once). De Wit thinks he did it, Farah does not, and only she can say so. "
        "They agree on something else. That works. Outside one neutral word is heard.",
    ),
}

SAID: Final[Mapping[str, Bilingual]] = {
    "asks": Bilingual(
        "vraagt om een moderator, en stelt De Wit, Joost en Ilse voor", "asks for a moderator, and proposes De Wit, Joost and Ilse"
    ),
    "coordinator-looks": Bilingual("zoekt de zaak", "looks for the case"),
    "not-available": Bilingual("leest: Joost is niet beschikbaar", "reads: Joost is not available"),
    "sees-offer": Bilingual(
        "ziet een aanbod: namen en plaats, niet wat Farah schreef", "sees an offer: names and place, not what Farah wrote"
    ),
    "declares": Bilingual("verklaart zich onafhankelijk", "declares her independence"),
    "screens": Bilingual("brengt de kwestie onder woorden, voor zichzelf", "puts the matter into words, for herself"),
    "invites-farah": Bilingual("nodigt Farah uit, met een code en een tweede geheim", "invites Farah, with a code and a second secret"),
    "invites-de-wit": Bilingual("nodigt De Wit net zo uit", "invites De Wit in the same way"),
    "accepts-secrecy": Bilingual("leest en aanvaardt de geheimhouding", "reads and accepts the secrecy statement"),
    "accepts-moderator": Bilingual("is het eens met deze moderator", "agrees with this moderator"),
    "assesses": Bilingual("vindt het voor deze betrokkene veilig genoeg", "finds it safe enough for this party"),
    "to-readiness": Bilingual("vraagt beiden of zij bereid zijn", "asks both whether they are ready"),
    "says-yes": Bilingual("zegt vier keer ja", "says four times yes"),
    "says-yes-too": Bilingual("zegt ook vier keer ja", "says four times yes too"),
    "gate-closed": Bilingual("wil de poort open melden", "wants to announce an open gate"),
    "announces": Bilingual("meldt: de poort is open", "announces: the gate is open"),
    "to-mandate": Bilingual("gaat over het mandaat praten", "goes on to the mandate"),
    "drafts": Bilingual("schrijft een mandaat; zij mag voorstellen doen", "drafts a mandate; she may make proposals"),
    "comments": Bilingual("zegt er iets van", "comments on it"),
    "offers": Bilingual("biedt de tekst aan", "offers the text"),
    "accepts": Bilingual("aanvaardt precies deze tekst", "accepts exactly this text"),
    "to-process": Bilingual("opent de gesprekken", "opens the conversations"),
    "plans": Bilingual("plant een gezamenlijk gesprek", "plans a joint conversation"),
    "reconfirms": Bilingual("zegt nog eens ja, voor vandaag", "says yes again, for today"),
    "starts": Bilingual("begint het gesprek", "starts the conversation"),
    "suspends": Bilingual("onderbreekt het: er werd gescholden", "breaks it off: there was shouting"),
    "too-early": Bilingual("wil meteen iets voorstellen", "wants to propose something at once"),
    "shares-harm": Bilingual("deelt wat het met haar deed", "shares what it did to her"),
    "ends": Bilingual("besluit het gesprek: de schade is besproken", "ends the conversation: the harm was talked about"),
    "proposes": Bilingual("stelt twee afspraken voor, een over en een weer", "proposes two commitments, one each way"),
    "confirms-text": Bilingual("bevestigt de tekst", "confirms the text"),
    "accepts-commitment": Bilingual("aanvaardt de eigen belofte", "accepts what they promise themselves"),
    "to-agreement": Bilingual("sluit de gesprekken af: er zijn afspraken", "concludes the conversations: there is an agreement"),
    "reports": Bilingual("meldt: gedaan", "reports: done"),
    "confirms-own": Bilingual("wil dat zelf bevestigen", "wants to confirm it himself"),
    "disputes": Bilingual("vindt van niet", "does not think so"),
    "renegotiates": Bilingual("stelt iets anders voor", "proposes something else"),
    "confirms-done": Bilingual("bevestigt: het is gedaan", "confirms: it is done"),
    "to-aftercare": Bilingual("begint de nazorg", "begins the aftercare"),
    "follows-up": Bilingual("kijkt met beiden terug", "looks back with both"),
    "marks": Bilingual("zegt van haar schade: hersteld", "says of her harm: repaired"),
    "restored": Bilingual("zegt: de relatie is hersteld", "says: the relation is restored"),
    "closes": Bilingual("sluit de zaak", "closes the case"),
    "end": Bilingual("Wat er is gezegd, is daar gebleven.", "What was said has stayed there."),
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
    "agenda": Bilingual("Ieders verhaal; wat het deed; hoe verder.", "Everyone's story; what it did; how to go on."),
    "harm": Bilingual("Ik voel me klein gemaakt waar iedereen bij is.", "I feel made small with everyone there."),
    "his": Bilingual("Ik geef kritiek alleen onder vier ogen.", "I criticise in private only."),
    "hers": Bilingual("Ik zeg het dezelfde dag als iets mij raakt.", "I say so the same day when something hurts me."),
    "other": Bilingual("Ik vraag je na de briefing of het zo goed was.", "I ask you after the briefing whether it was all right."),
    "how": Bilingual("We merken het allebei.", "We both notice."),
    "agreement": Bilingual("Zo gaan we verder.", "This is how we go on."),
    "summary": Bilingual("De briefing is rustig. We groeten elkaar weer.", "The briefing is calm. We greet each other again."),
}

WORDS: Final[Mapping[str, Bilingual]] = {
    "received": Bilingual("ontvangen", "received"),
    "readiness": Bilingual("bereidheid", "readiness"),
    "mandate": Bilingual("mandaat", "mandate"),
    "in_process": Bilingual("in gesprek", "talking"),
    "in_progress": Bilingual("loopt", "in progress"),
    "closed": Bilingual("gesloten", "closed"),
    "completed": Bilingual("afgerond", "completed"),
    "preparing": Bilingual("vooraf", "preparing"),
    "in_conversation": Bilingual("in gesprek", "talking"),
    "agreement": Bilingual("afspraken", "agreement"),
    "aftercare": Bilingual("nazorg", "aftercare"),
    "open": Bilingual("open", "open"),
    "not_now": Bilingual("nu niet", "not now"),
    "draft": Bilingual("concept", "draft"),
    "offered": Bilingual("aangeboden", "offered"),
    "in_force": Bilingual("van kracht", "in force"),
    "planned": Bilingual("gepland", "planned"),
    "running": Bilingual("bezig", "running"),
    "suspended": Bilingual("onderbroken", "broken off"),
    "held": Bilingual("gehouden", "held"),
    "acknowledged": Bilingual("erkend", "acknowledged"),
    "repaired": Bilingual("hersteld", "repaired"),
    "restored": Bilingual("hersteld", "restored"),
    "proposed": Bilingual("voorgesteld", "proposed"),
    "agreed": Bilingual("afgesproken", "agreed"),
    "reported": Bilingual("gemeld", "reported"),
    "confirmed": Bilingual("bevestigd", "confirmed"),
    "replaced": Bilingual("vervangen", "replaced"),
    "wrote": Bilingual("wat Farah schreef", "what Farah wrote"),
    "closed-gate": Bilingual("dicht", "closed"),
}
