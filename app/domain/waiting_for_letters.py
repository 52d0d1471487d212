"""What can wait for somebody because of a letter from outside, each with the day on which it is answered (S5, S10)."""

from collections.abc import Mapping
from typing import Final

from app.domain.texts import Bilingual
from app.domain.waiting import WAITING, Step, Waiting

_CASE: Final = "/cases/{case}"
_LETTER: Final = _CASE + "/disclosure-requests/{key}"
_READ: Final = Step("disclosure-request", "GET", _LETTER)
_WORDS: Final = Step("texts", "GET", _LETTER + "/texts")
_ANSWERS: Final = Step("answers", "GET", _LETTER + "/consents")

LETTERS: Final[Mapping[str, Waiting]] = {
    "consent-to-disclosure": Waiting(
        Bilingual("Iemand van buiten vraagt iets: lees wat er zou vertrekken", "Somebody outside asks something: read what would leave"),
        (Step("consent-to-disclosure", "POST", _LETTER + "/consents"), _WORDS, _READ),
    ),
    "answer-veto": Waiting(
        Bilingual("U leidde een zaak waaruit iets zou vertrekken: lees het", "You led a case from which something would leave: read it"),
        (Step("veto", "POST", "/disclosure-vetoes/{key}/answers"), Step("disclosure-veto", "GET", "/disclosure-vetoes/{key}")),
    ),
    "write-letter": Waiting(
        Bilingual("Schrijf de tekst die zou vertrekken, of laat de dag komen", "Write the words that would leave, or let the day come"),
        (Step("write-letter", "POST", _LETTER + "/texts"), _READ),
    ),
    "release-letter": Waiting(
        Bilingual("Iedereen stemt in: laat de brief vertrekken", "Everyone consents: let the letter leave"),
        (Step("release-letter", "POST", _LETTER + "/release"), _WORDS, _READ),
    ),
}
"""What waits for those who are asked, and for the one who leads."""

OUTSTANDING: Final[Mapping[str, Waiting]] = {
    "await-disclosure-consent": Waiting(
        Bilingual("Op de tekst voor iemand van buiten is nog niet geantwoord", "The words for somebody outside have not been answered yet"),
        (_ANSWERS,),
    ),
    "await-guardian-disclosure": Waiting(
        Bilingual(
            "Wie het gezag heeft, heeft op de tekst voor iemand van buiten nog niet geantwoord",
            "A guardian has not answered yet to the words for somebody outside",
        ),
        (Step("answers", "GET", _CASE + "/disclosure-requests/{place}/consents"),),
    ),
    "await-former-moderator": Waiting(
        Bilingual(
            "Een eerdere moderator heeft op de tekst voor iemand van buiten nog niet geantwoord",
            "A former moderator has not answered yet to the words for somebody outside",
        ),
        (
            Step("answers", "GET", _CASE + "/disclosure-requests/{place}/consents"),
            Step("appointments", "GET", _CASE + "/appointments"),
        ),
    ),
}
"""Who is outstanding, for the moderator alone (S10)."""

EVERY: Final[Mapping[str, Waiting]] = {**WAITING, **LETTERS, **OUTSTANDING}
"""Every item of anybody's worklist."""
