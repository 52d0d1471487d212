"""Texts that people accept or are asked, in Dutch and English: versioned, so that one can say to which words somebody said yes."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Final, NamedTuple


class Bilingual(NamedTuple):
    """One text in both languages."""

    nl: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in this language; Dutch for any that we do not have."""
        return self.en if language == "en" else self.nl


def canonical(value: object) -> str:
    """The one spelling of a JSON value whose names are plain (RFC 8785)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of(parts: Mapping[str, object]) -> str:
    """To what one says yes: SHA-256 of the canonical JSON (RFC 8785) of a text in all its parts."""
    return sha256(canonical(parts).encode()).hexdigest()


SECRECY_VERSION: Final = 1

SECRECY_STATEMENT: Final = Bilingual(
    nl="""Wat hier wordt gezegd, blijft hier.

1. U neemt deel aan een herstelproces onder leiding van een onafhankelijke moderator. Wat u en de andere betrokkenen in dit
proces zeggen, schrijven of samen maken, is vertrouwelijk. U deelt het niet met anderen: niet met een leidinggevende, niet
met de organisatie, niet op internet.
2. U gebruikt het niet als bewijs, en vraagt niemand om erover te verklaren: de moderator niet, en de andere betrokkenen
niet. Dat is wat wij met elkaar afspreken. Een rechter weegt zo'n afspraak, maar wij kunnen niet beloven dat de wet u in elke
zaak beschermt.
3. De organisatie leert alleen dat er een zaak loopt en met welk neutraal woord zij eindigt. Wie wel of nog niet bereid was,
leert zij niet.
4. Er zijn grenzen. Bij acuut gevaar, bij een wettelijke plicht of een bevel van een rechter kan de moderator iets moeten
zeggen. Dan zegt de moderator niet meer dan nodig is, en vertelt het u waar dat kan vooraf.
5. U kunt op elk moment stoppen. Daarvoor hoeft u geen reden te geven, en het heeft geen gevolgen in dit proces.
6. Deze verklaring blijft gelden als het proces is afgelopen.""",
    en="""What is said here stays here.

1. You take part in a process of repair, led by an independent moderator. What you and the other parties say, write or make
together in it is confidential. You do not share it with others: not with a line manager, not with the organisation, not on
the internet.
2. You do not use it as evidence, and you ask nobody to testify about it: not the moderator, and not the other parties. That
is what we agree with each other. A court weighs such an agreement, but we cannot promise that the law protects you in every
matter.
3. The organisation learns only that a case runs and with which neutral word it ends. It does not learn who was ready or not
yet ready.
4. There are limits. Acute danger, a statutory duty or a court's order may oblige the moderator to say something. Then the
moderator says no more than is needed, and tells you beforehand where that is possible.
5. You can stop at any moment. You need give no reason, and it has no consequence in this process.
6. This statement stays in force when the process is over.""",
)

SECRECY_HASH: Final = sha256("\n\n".join(SECRECY_STATEMENT).encode()).hexdigest()

QUESTION_GUIDES: Final[dict[str, tuple[Bilingual, ...]]] = {
    "restorative-conversation": (
        Bilingual("Wat is er gebeurd?", "What happened?"),
        Bilingual("Wat dacht en voelde je toen?", "What did you think and feel then?"),
        Bilingual("En sindsdien?", "And since then?"),
        Bilingual("Wie is geraakt, en hoe?", "Who has been affected, and how?"),
        Bilingual("Wat was het moeilijkst?", "What was hardest?"),
        Bilingual(
            "Wat is moeilijk om te zeggen, waar schaam je je voor, wat helpt om het toch te zeggen?",
            "What is hard to say, what are you ashamed of, what helps to say it all the same?",
        ),
        Bilingual("Wat heb je nodig?", "What do you need?"),
        Bilingual("Wat kun jij bijdragen?", "What can you contribute?"),
        Bilingual("Hoe willen we WEL verder?", "How DO we want to go on?"),
    ),
}
