"""What is said in scenario A, in Dutch and English: the story, what each does, and what they type."""

from collections.abc import Mapping
from typing import Final

from app.demo.scenario_texts import SAID as COMMON
from app.domain.texts import Bilingual

TITLES: Final[Mapping[str, Bilingual]] = {
    "1": Bilingual("De school vraagt om een moderator", "The school asks for a moderator"),
    "2": Bilingual("De moderator neemt de zaak zelf", "The moderator takes the case herself"),
    "3": Bilingual("Twee leerlingen, en van ieder een ouder", "Two pupils, and a parent of each"),
    "4a": Bilingual("Noor zegt ja, haar moeder nog niet", "Noor says yes, her mother not yet"),
    "4b": Bilingual("Allen zijn bereid", "All are ready"),
    "5": Bilingual("Samen afspreken hoe we praten", "Agreeing together how to talk"),
    "6": Bilingual("De kring", "The circle"),
    "7": Bilingual("Afspraken over en weer", "Commitments, one each way"),
    "8": Bilingual("Gedaan, zegt wie het werd beloofd", "Done, says the one to whom it was promised"),
    "9": Bilingual("Na zes weken", "After six weeks"),
}

STORIES: Final[Mapping[str, Bilingual]] = {
    "1": Bilingual(
        "In de groepsapp van klas 2b van het Beukenhof College gaan foto's van Noor (13) rond; Sem (14) plaatste ze. "
        "Het systeem van de school meldt beiden aan, met een eigen nummer: twee keer sturen maakt geen tweede zaak. "
        "404 betekent: hier is niets, of niets voor u; het een ziet er precies zo uit als het ander.",
        "In the chat of class 2b of the Beukenhof College pictures of Noor (13) go round; Sem (14) posted them. "
        "The school's system refers both, with a number of its own: sending it twice makes no second case. "
        "404 means: nothing here, or nothing for you; the one looks exactly like the other.",
    ),
    "2": Bilingual(
        "Ilse ziet namen en plaats, en pas als zij de zaak heeft wat de school schreef. "
        "Vanaf nu ziet de school dat de zaak loopt, en wat er binnen gebeurt niet.",
        "Ilse sees names and place, and what the school wrote only once she has the case. "
        "From now on the school sees that the case is in progress, and not what happens inside.",
    ),
    "3": Bilingual(
        "Onder de zestien telt het eigen ja van het kind én dat van wie het gezag heeft. Ilse legt vast wie dat zijn. "
        "Kinderen en ouders beginnen met geheimhouding; een ouder leest niet wat zijn kind alleen aan Ilse vertelt.",
        "Under sixteen the child's own yes counts and that of whoever has authority. Ilse records who they are. "
        "Children and parents begin with secrecy; a parent does not read what their child tells Ilse alone.",
    ),
    "4a": Bilingual(
        "Een gezamenlijk gesprek kan pas als allen bereid zijn, ook voor de moderator. Alleen zij ziet wat er ontbreekt. "
        "Wie meedoet, ziet de poort zoals Ilse die meldt: nu niet, en niet waarom.",
        "A joint conversation is possible only when all are ready, for the moderator too. Only she sees what is missing. "
        "Whoever takes part sees the gate as Ilse announces it: not now, and not why.",
    ),
    "4b": Bilingual(
        "Ieder zegt het voor zich, wanneer het past. Wie de laatste was, hoort niemand.",
        "Each says it for themselves, when it suits them. Who was the last, nobody hears.",
    ),
    "5": Bilingual(
        "Sem mist iets in het mandaat; Ilse schrijft een tweede versie. Die geldt pas als allen, ook de ouders, precies die tekst "
        "aanvaarden. Wie nog niet heeft geantwoord, ziet alleen de moderator.",
        "Sem misses something in the mandate; Ilse writes a second version. It holds once all, the parents too, accept exactly that "
        "text. Who has not answered yet, only the moderator sees.",
    ),
    "6": Bilingual(
        "Noor vertelt Ilse iets wat haar moeder niet weet, en dat blijft zo. In de kring deelt zij wat het met haar deed. "
        "De schade van de klas is achtergrond: de klas zit niet in de kring, dus niemand vinkt die namens haar af.",
        "Noor tells Ilse something that her mother does not know, and it stays so. In the circle she shares what it did to her. "
        "The harm of the class is context: the class has no place in the circle, so nobody ticks it off in its name.",
    ),
    "7": Bilingual(
        "Sem belooft Noor iets, en Noor belooft Sem iets. Een afspraak is er pas als ieder dezelfde tekst bevestigt. "
        "Ouders, school en moderator bevestigen niets: het is hun afspraak niet.",
        "Sem promises Noor something, and Noor promises Sem something. There is an agreement only once each confirms the identical text. "
        "Parents, school and moderator confirm nothing: the agreement is not theirs.",
    ),
    "8": Bilingual(
        "Sem heeft het gedaan. Of het genoeg is, zegt Noor.",
        "Sem has done it. Whether it is enough, Noor says.",
    ),
    "9": Bilingual(
        "Zes weken later (in dit verhaal meteen) kijken zij samen terug. Noors doorlopende belofte wordt bevestigd, haar schade is "
        "hersteld. De school hoort één neutraal woord, en hoeveel gezamenlijke gesprekken er waren.",
        "Six weeks later (in this story at once) they look back together. Noor's standing promise is confirmed, her harm is "
        "repaired. The school hears one neutral word, and how many joint conversations there were.",
    ),
}

SAID: Final[Mapping[str, Bilingual]] = {
    **COMMON,
    "refers": Bilingual("meldt Noor en Sem aan, en vraagt een moderator voor sociale veiligheid", "refers Noor and Sem to any moderator"),
    "refers-again": Bilingual("stuurt hetzelfde nog eens: er komt niets bij", "sends the same again: nothing is added"),
    "reads-note": Bilingual("leest nu wat de school schreef", "now reads what the school wrote"),
    "born": Bilingual("legt vast wanneer dit kind is geboren", "records when this child was born"),
    "records-marieke": Bilingual("legt vast dat Noors moeder Marieke het gezag heeft", "records that Noor's mother Marieke has authority"),
    "records-pieter": Bilingual("legt vast dat Sems vader Pieter het gezag heeft", "records that Sem's father Pieter has authority"),
    "invites-noor": Bilingual("nodigt Noor uit, met een code en een tweede geheim", "invites Noor, with a code and a second secret"),
    "invites-sem": Bilingual("nodigt Sem net zo uit", "invites Sem in the same way"),
    "invites-marieke": Bilingual("nodigt Noors moeder uit", "invites Noor's mother"),
    "invites-pieter": Bilingual("nodigt Sems vader uit", "invites Sem's father"),
    "prepares": Bilingual("bereidt voor: wat is geheim, en waar houdt dat op", "prepares: what is secret, and where that ends"),
    "ends-talk": Bilingual("besluit het voorgesprek", "ends the preparatory talk"),
    "not-now": Bilingual("meldt: nu niet", "announces: not now"),
    "plans-too-early": Bilingual("wil vast een kring plannen", "wants to plan a circle already"),
    "sem-looks": Bilingual("kijkt naar de poort: nu niet, en meer staat er niet", "looks at the gate: not now, and it says no more"),
    "for-the-child": Bilingual("wil voor haar kind ja zeggen", "wants to say yes in her child's place"),
    "consents": Bilingual("stemt ermee in dat het kind meedoet", "consents to the child's taking part"),
    "drafts": Bilingual("schrijft een mandaat; zij doet zelf geen voorstellen", "drafts a mandate; she makes no proposals herself"),
    "drafts-again": Bilingual("schrijft een tweede versie", "writes a second version"),
    "tells": Bilingual("vertelt Ilse iets wat bij Ilse blijft", "tells Ilse something that stays with Ilse"),
    "mother-looks": Bilingual("zoekt wat haar dochter alleen vertelde", "looks for what her daughter told in private"),
    "tells-of-class": Bilingual("vertelt wat het met klas 2b deed", "tells what it did to class 2b"),
    "plans-circle": Bilingual("plant een kring", "plans a circle"),
    "plans-follow_up": Bilingual("plant het terugkijken", "plans the look back"),
    "ends-follow-up": Bilingual("besluit het gesprek", "ends the conversation"),
    "proposes": Bilingual("stelt twee afspraken voor, een over en een weer", "proposes two commitments, one each way"),
    "father-confirms": Bilingual("wil voor zijn zoon bevestigen", "wants to confirm for his son"),
    # What is typed.
    "note": Bilingual(
        "Sinds de herfst gaan er foto's van Noor rond in de app van 2b. Ook haar moeder en de vader van Sem willen een gesprek.",
        "Since autumn pictures of Noor go round in the chat of 2b. Her mother and Sem's father want a conversation too.",
    ),
    "talk-goal": Bilingual("Wat blijft onder ons, en wat kan ik dan toch niet voor me houden.", "What stays between us, and what cannot."),
    "scope": Bilingual("Wat er in de groepsapp is gebeurd.", "What happened in the group chat."),
    "scope-2": Bilingual("Wat er in de groepsapp en op het plein is gebeurd.", "What happened in the group chat and in the yard."),
    "moderatorRole": Bilingual("Ilse leidt de kring en stelt zelf niets voor.", "Ilse leads the circle and proposes nothing herself."),
    "procedure": Bilingual("Een kring; na zes weken kijken we terug.", "One circle; after six weeks we look back."),
    "evidenceClause": Bilingual("Niets van hier wordt als bewijs gebruikt.", "Nothing from here is used as evidence."),
    "limitsOfSecrecy": Bilingual("Bij acuut gevaar zegt Ilse niet meer dan nodig is.", "In acute danger Ilse says no more than is needed."),
    "comment": Bilingual("Wat er op het plein gebeurde hoort er ook bij.", "What happened in the yard belongs to it too."),
    "private": Bilingual("Ik durf niet meer naar de kantine. Mama weet dat niet.", "I dare not go to the canteen. Mum does not know."),
    "goal": Bilingual("Horen wat het deed, en wat er nodig is.", "Hearing what it did, and what is needed."),
    "back-goal": Bilingual("Samen zien hoe het nu gaat.", "Seeing together how it goes now."),
    "harm": Bilingual(
        "Iedereen keek naar mij. Ik wilde er niet meer zijn, op school.", "Everyone looked at me. I no longer wanted to be at school."
    ),
    "class-harm": Bilingual("Niemand zette nog iets in de app, uit angst.", "Nobody wrote in the chat any more, out of fear."),
    "class": Bilingual("Klas 2b", "Class 2b"),
    "his": Bilingual(
        "Ik verwijder de foto's voor vrijdag en vertel dat in de app.", "I delete the pictures by Friday and say so in the chat."
    ),
    "hers": Bilingual("Als er weer iets begint, zeg ik het mijn mentor.", "When something starts again, I tell my mentor."),
    "agreement": Bilingual("Zo gaan we verder, in de klas en in de app.", "This is how we go on, in class and in the chat."),
    "summary": Bilingual("De app is rustig. Noor zit weer in de kantine.", "The chat is calm. Noor is back in the canteen."),
}
