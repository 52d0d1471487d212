"""What is said in every scenario, in Dutch and English."""

from collections.abc import Mapping
from typing import Final

from app.domain.texts import Bilingual

SAID: Final[Mapping[str, Bilingual]] = {
    "sees-offer": Bilingual("ziet een aanbod: namen en plaats, niet wat er is geschreven", "sees an offer: names and place, not the note"),
    "declares": Bilingual("verklaart zich onafhankelijk", "declares her independence"),
    "screens": Bilingual("brengt de kwestie onder woorden, voor zichzelf", "puts the matter into words, for herself"),
    "accepts-secrecy": Bilingual("leest en aanvaardt de geheimhouding", "reads and accepts the secrecy statement"),
    "accepts-moderator": Bilingual("is het eens met deze moderator", "agrees with this moderator"),
    "assesses": Bilingual("vindt het voor deze betrokkene veilig genoeg", "finds it safe enough for this party"),
    "to-readiness": Bilingual("vraagt beiden of zij bereid zijn", "asks both whether they are ready"),
    "says-yes": Bilingual("zegt vier keer ja", "says four times yes"),
    "announces": Bilingual("meldt: de poort is open", "announces: the gate is open"),
    "to-mandate": Bilingual("gaat over het mandaat praten", "goes on to the mandate"),
    "comments": Bilingual("zegt er iets van", "comments on it"),
    "offers": Bilingual("biedt de tekst aan", "offers the text"),
    "accepts": Bilingual("aanvaardt precies deze tekst", "accepts exactly this text"),
    "to-process": Bilingual("opent de gesprekken", "opens the conversations"),
    "reconfirms": Bilingual("zegt nog eens ja, voor vandaag", "says yes again, for today"),
    "starts": Bilingual("begint het gesprek", "starts the conversation"),
    "ends": Bilingual("besluit het gesprek: de schade is besproken", "ends the conversation: the harm was talked about"),
    "confirms-text": Bilingual("bevestigt de tekst", "confirms the text"),
    "accepts-commitment": Bilingual("aanvaardt de eigen belofte", "accepts what they promise themselves"),
    "to-agreement": Bilingual("sluit de gesprekken af: er zijn afspraken", "concludes the conversations: there is an agreement"),
    "reports": Bilingual("meldt: gedaan", "reports: done"),
    "confirms-done": Bilingual("bevestigt: het is gedaan", "confirms: it is done"),
    "to-aftercare": Bilingual("begint de nazorg", "begins the aftercare"),
    "follows-up": Bilingual("kijkt met beiden terug", "looks back with both"),
    "restored": Bilingual("zegt: de relatie is hersteld", "says: the relation is restored"),
    "evaluates": Bilingual("zegt hoe het was: gehoord, veilig, eerlijk", "says how it was: heard, safe, fair"),
    "closes": Bilingual("sluit de zaak", "closes the case"),
    "confirms-own": Bilingual("wil dat zelf bevestigen", "wants to confirm it himself"),
    "shares-harm": Bilingual("deelt wat het met haar deed", "shares what it did to her"),
    "marks": Bilingual("zegt van haar schade: hersteld", "says of her harm: repaired"),
    "plans-joint": Bilingual("plant een gezamenlijk gesprek", "plans a joint conversation"),
    "end": Bilingual("Wat er is gezegd, is daar gebleven.", "What was said has stayed there."),
    # What is typed.
    "how": Bilingual("We merken het allebei.", "We both notice."),
    "agenda": Bilingual("Ieders verhaal; wat het deed; hoe verder.", "Everyone's story; what it did; how to go on."),
}
