"""What a problem says, in Dutch and English: the reader's language, the house's words (domain: language)."""

from http import HTTPStatus
from typing import Any, Final

DUTCH, ENGLISH = "nl", "en"

TITLES: Final[dict[int, tuple[str, str]]] = {
    400: ("Dit verzoek klopt niet", "This request is not right"),
    401: ("Geen geldig toegangsbewijs", "No valid token"),
    403: ("Dit is niet aan u", "This is not yours to do"),
    404: ("Niet gevonden", "Not found"),
    405: ("Dat kan hier niet", "Not possible here"),
    406: ("Deze vorm is er niet", "Not available in that form"),
    409: ("Dit kan nu niet", "Not now"),
    412: ("Intussen veranderd", "Changed in the meantime"),
    413: ("Te groot", "Too large"),
    415: ("Deze vorm wordt niet gelezen", "Not read in that form"),
    428: ("Zeg welke versie u las", "Say which version you read"),
    431: ("Te veel kopregels", "Headers too large"),
    500: ("Er ging bij ons iets mis", "Something went wrong on our side"),
    503: ("Even niet bereikbaar", "Not reachable right now"),
}

DETAILS: Final[dict[str, tuple[str, str]]] = {
    "not-found": ("Er is hier niets, of niets voor u.", "There is nothing here, or nothing for you."),
    "not-allowed": ("U ziet dit, maar deze handeling is aan een ander.", "You see this, but the deed is somebody else's."),
    "wrong-state": ("Deze handeling past nu niet.", "This does not fit the present moment."),
    "gate-closed": (
        "Een gezamenlijk gesprek kan pas als alle betrokkenen bereid zijn.",
        "A joint conversation is possible only when every party is ready.",
    ),
    "stale": ("Lees eerst de nieuwe versie.", "Read the new version first."),
    "conflict": ("Dit bestaat al.", "This stands already."),
    "invalid": ("Een waarde past niet bij een regel.", "A value does not fit a rule."),
    "invalid-request": ("Zie errors: daar staat per plaats welke regel niet klopt.", "See errors: it names each place and its rule."),
    "unauthenticated": ("Stuur een toegangsbewijs mee.", "Send a token."),
    "missing-token": ("Stuur een toegangsbewijs mee.", "Send a token."),
    "bad-token": ("Dit toegangsbewijs geldt niet of niet meer.", "This token is not valid, or no longer."),
    "unavailable": ("Probeer het zo weer.", "Try again in a moment."),
    "busy": ("Iemand anders is hier net mee bezig; probeer het zo weer.", "Somebody is busy here; try again in a moment."),
    "database-away": ("De gegevensopslag is even weg; probeer het zo weer.", "The store is away; try again in a moment."),
    "malformed-json": (
        "De tekst is geen JSON met elke naam één keer en hooguit 32 lagen.",
        "The body is not JSON with every name once and at most 32 levels.",
    ),
    "unknown-or-repeated-parameter": ("Een parameter is onbekend of staat er dubbel.", "A parameter is unknown or stands twice."),
    "bad-cursor": ("Deze cursor hoort niet bij deze lijst.", "This cursor does not belong to this list."),
    "bad-if-match": ("If-Match hoort één sterke ETag te noemen.", "If-Match should name one strong ETag."),
    "precondition-required": ("Stuur If-Match met de ETag die u las.", "Send If-Match with the ETag that you read."),
    "method-not-allowed": ("Allow noemt wat wel kan.", "Allow names what is possible."),
    "not-acceptable": ("Deze dienst antwoordt in JSON.", "This service answers in JSON."),
    "unsupported-media-type": ("Stuur JSON in UTF-8.", "Send JSON in UTF-8."),
    "content-too-large": ("Een verzoek mag hooguit 1 MiB groot zijn.", "A request may be 1 MiB at most."),
    "headers-too-large": ("Kopregels mogen samen hooguit 16 KiB zijn.", "Headers may be 16 KiB together."),
    "case-not-running": ("De zaak is nog niet begonnen, of is gesloten.", "The case has not begun yet, or is closed."),
    "wrong-case-state": ("Dit hoort bij een ander moment van de zaak.", "This belongs to another moment of the case."),
    "secrecy-statement-not-accepted": (
        "Lees en aanvaard eerst de verklaring over geheimhouding.",
        "Read and accept the statement on secrecy first.",
    ),
    "secrecy-statement-accepted": ("De verklaring over geheimhouding is aanvaard.", "The statement on secrecy has been accepted."),
    "shared-already": ("U hebt dit al gedeeld.", "You have shared this already."),
    "accepted-already": ("U hebt dit al aanvaard.", "You have accepted this already."),
    "not-a-party": ("Dit is niemand die aan deze zaak deelneemt.", "This is nobody who takes part in this case."),
    "wrong-harm-state": ("De schade staat al zo genoteerd.", "The harm is marked like that already."),
    "internal": ("De fout is genoteerd onder het traceId.", "The fault is noted under the traceId."),
}
"""A sentence for every code; a test holds this table against the codes in the house."""


def language_of(accept: str) -> str:
    """Dutch, unless English is preferred to it (RFC 9110, 12.5.4)."""
    weights = {DUTCH: 0.0, ENGLISH: 0.0}
    for item in accept[:1000].split(","):
        tag, _, parameters = item.strip().lower().partition(";")
        language = tag.split("-")[0]
        if language in weights:
            weights[language] = max(weights[language], _weight(parameters))
    return ENGLISH if weights[ENGLISH] > weights[DUTCH] else DUTCH


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0


def titled(status: int, language: str) -> str:
    """What kind of no this is."""
    dutch, english = TITLES.get(status, (HTTPStatus(status).phrase,) * 2)
    return english if language == ENGLISH else dutch


def worded(code: str, language: str) -> str:
    """What to do about it."""
    dutch, english = DETAILS.get(code, DETAILS["wrong-state"])
    return english if language == ENGLISH else dutch


def problem_body(status: int, code: str, language: str, trace: str, base_url: str) -> dict[str, Any]:
    """The members that every problem has (RFC 9457, 3.1), with our `code` and `traceId`."""
    return {
        "type": f"{base_url}/problems/{code}",
        "title": titled(status, language),
        "status": status,
        "code": code,
        "detail": worded(code, language),
        "traceId": trace,
    }
