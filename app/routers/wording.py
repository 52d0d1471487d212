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
    "keys-away": (
        "Wat is verzegeld, gaat nu even niet open; probeer het zo weer.",
        "What is sealed cannot be opened now; try again in a moment.",
    ),
    "malformed-json": (
        "De tekst is geen JSON met elke naam één keer en hooguit 32 lagen.",
        "The body is not JSON with every name once and at most 32 levels.",
    ),
    "unknown-or-repeated-parameter": ("Een parameter is onbekend of staat er dubbel.", "A parameter is unknown or stands twice."),
    "bad-cursor": ("Deze cursor hoort niet bij deze lijst.", "This cursor does not belong to this list."),
    "bad-if-match": ("If-Match hoort één sterke ETag te noemen.", "If-Match should name one strong ETag."),
    "precondition-required": ("Stuur If-Match met de ETag die u las.", "Send If-Match with the ETag that you read."),
    "method-not-allowed": ("Allow noemt wat wel kan.", "Allow names what is possible."),
    "not-acceptable": (
        "Deze dienst antwoordt in JSON, en waar dat in de beschrijving staat ook als PDF.",
        "This service answers in JSON, and as a PDF where its document says so.",
    ),
    "unsupported-media-type": ("Stuur JSON in UTF-8.", "Send JSON in UTF-8."),
    "content-too-large": ("Een verzoek mag hooguit 1 MiB groot zijn.", "A request may be 1 MiB at most."),
    "headers-too-large": ("Kopregels mogen samen hooguit 16 KiB zijn.", "Headers may be 16 KiB together."),
    "case-not-running": ("De zaak is nog niet begonnen, of is gesloten.", "The case has not begun yet, or is closed."),
    "wrong-case-state": ("Dit hoort bij een ander moment van de zaak.", "This belongs to another moment of the case."),
    "secrecy-statement-not-accepted": (
        "Lees en aanvaard eerst de verklaring over geheimhouding.",
        "Read and accept the statement on secrecy first.",
    ),
    "secrecy-statement-accepted": (
        "De verklaring over geheimhouding is nog niet aanvaard.",
        "The statement on secrecy has not been accepted yet.",
    ),
    "shared-already": ("U hebt dit al gedeeld.", "You have shared this already."),
    "accepted-already": ("U hebt dit al aanvaard.", "You have accepted this already."),
    "not-a-party": ("Dit is niemand die aan deze zaak deelneemt.", "This is nobody who takes part in this case."),
    "wrong-harm-state": ("De schade staat al zo genoteerd.", "The harm is marked like that already."),
    # Conditions: the code says what has to be so, the sentence what is missing.
    "two-parties": ("Er zijn nog geen twee betrokkenen.", "Two parties do not take part yet."),
    "screened": ("De zaak is nog niet in woorden gevat (classificatie).", "The matter has not been put into words yet (classification)."),
    "party-ready": ("De betrokkene is nog niet bereid.", "The party is not yet ready."),
    "safety-assessed": (
        "Dat het voor de betrokkene veilig is, al dan niet met maatregelen, is nog niet vastgesteld.",
        "That it is safe for the party, with measures or without, has not been assessed yet.",
    ),
    "readiness-reconfirmed": (
        "De betrokkene heeft vandaag nog niet opnieuw gezegd bereid te zijn.",
        "The party has not said again today that they are ready.",
    ),
    "moderator-accepted": ("De betrokkene heeft de moderator nog niet aanvaard.", "The party has not accepted the moderator yet."),
    "mandate-accepted": ("De betrokkene heeft het mandaat nog niet aanvaard.", "The party has not accepted the mandate yet."),
    "mandate-accepted-by-moderator": (
        "De moderator heeft het mandaat nog niet aanvaard.",
        "The moderator has not accepted the mandate yet.",
    ),
    "case-resumed": ("De zaak ligt stil.", "The case is paused."),
    "mandate-in-force": ("Er geldt nog geen mandaat.", "No mandate is in force yet."),
    "case-in-conversation": ("De zaak is niet aan gesprekken toe.", "The case has not come to conversations."),
    "reopening-asked": ("Geen betrokkene heeft om heropening gevraagd.", "No party has asked to take the case up again."),
    # Another moment.
    "already-paused": ("De zaak ligt al stil.", "The case is paused already."),
    "not-paused": ("De zaak ligt niet stil.", "The case is not paused."),
    "successor-may-come": ("Er kan nog een opvolger komen.", "A successor may still come."),
    "not-sealed": (
        "Dit is nog niet verzegeld; probeer het over twee seconden opnieuw.",
        "This is not sealed yet; try again in two seconds.",
    ),
    "changed-meanwhile": ("Een ander was eerder.", "Somebody else was faster."),
    "not-due": ("De termijn is nog niet voorbij.", "The term has not passed yet."),
    "session-running": ("Er is een gesprek gaande; beëindig dat eerst.", "A conversation is going on; end it first."),
    "session-stands-already": ("Er staat al een gezamenlijk gesprek gepland.", "A joint conversation is planned already."),
    "wrong-session-state": ("Dit past niet bij waar het gesprek nu staat.", "This does not fit where the conversation stands."),
    "wrong-talk-state": ("Dit past niet bij waar dit gesprek nu staat.", "This does not fit where the talk stands."),
    "not-ready": (
        "Opnieuw ja zeggen kan alleen wie zelf heeft gezegd bereid te zijn.",
        "Only whoever said that they are ready can say so again.",
    ),
    "record-approved": ("Iedereen heeft het verslag goedgekeurd; het staat vast.", "Everyone has approved the record; it stands."),
    "no-mandate-offered": ("Er ligt nu geen mandaat voor.", "No mandate is on offer now."),
    "wrong-mandate-state": ("Dit past niet bij waar het mandaat nu staat.", "This does not fit where the mandate stands."),
    "wrong-offer-state": ("Dit aanbod is al beantwoord of vervallen.", "This offer has been answered, or has lapsed."),
    "not-available": ("U bent voor deze zaak niet beschikbaar.", "You are not available for this case."),
    "other-version": ("Er is een nieuwere versie; laat u die eerst uitleggen.", "There is a newer version; have it explained first."),
    "wrong-support-state": (
        "Dit past niet bij waar deze vraag aan de organisatie nu staat.",
        "This does not fit where this sentence stands now.",
    ),
    "self-resolved": (
        "De betrokkene heeft niet gezegd dat zij er zelf uit zijn gekomen.",
        "The party has not said that they sorted it out by themselves.",
    ),
    "appointment-ended": ("Deze moderator leidt de zaak niet meer.", "This moderator does not lead the case any more."),
    "moderator-leads": ("Deze zaak heeft een moderator.", "This case has a moderator."),
    "no-successor": (
        "Deze moderator was er van het begin af; er valt niets over te dragen.",
        "This moderator was there from the first; there is nothing to hand over.",
    ),
    "granted-already": ("U hebt dit al overgedragen.", "You have handed this over already."),
    # It stands already.
    "released-already": ("U hebt deze zin al vrijgegeven.", "You have released this sentence already."),
    "approved-already": ("U hebt dit al goedgekeurd.", "You have approved this already."),
    "attendance-stands-already": ("De aanwezigheid is al genoteerd.", "Attendance has been noted already."),
    "record-stands-already": ("Er is al een verslag.", "There is a record already."),
    "classification-stands-already": ("Er is al een classificatie; wijzig die.", "There is a classification already; change that one."),
    # Groups, and places that end.
    "not-a-group": ("Dit is geen groep, maar iemand die zelf deelneemt.", "This is no group, but somebody who takes part themselves."),
    "members-come-in": ("Een groep komt binnen door haar leden; nodig hen uit.", "A group comes in by its members; invite those."),
    "member-stands-already": ("Deze persoon hoort er al bij.", "This person belongs to it already."),
    "member-named-otherwise": (
        "Wie samen deelnemen, hebben elk al een plaats; een lid van een groep heeft een naam.",
        "Those who take part together have a place each; a member of a group has a name.",
    ),
    "not-a-loss": ("Alleen overlijden of blijvend niet kunnen deelnemen.", "Only death, or lasting incapacity."),
    "place-ended": ("Iemand die erin staat, neemt niet meer deel.", "Somebody whom it lists takes part no more."),
    "party-stands-already": ("Deze persoon neemt al deel.", "This person takes part already."),
    "person-stands-already": ("Deze persoon staat al in de lijst.", "This person stands in the directory already."),
    "moderator-stands-already": ("Deze moderator staat al in het register.", "This moderator stands in the registry already."),
    "external-id-in-flight": (
        "Een aanmelding met dit kenmerk komt op dit moment binnen; probeer het zo weer.",
        "A referral with this id is coming in right now; try again in a moment.",
    ),
    # Keys, and notes that only their moderator opens.
    "note-is-sealed": ("Deze notitie is verzegeld en blijft dat.", "This note is sealed, and stays so."),
    "no-sealing-key": (
        "U hebt nog geen sleutel die uw register heeft medeondertekend.",
        "You have no key yet that your registry countersigned.",
    ),
    "no-recovery-key": ("Uw register heeft nog geen herstelsleutel.", "Your registry has no recovery key yet."),
    "no-signing-key": ("Uw register heeft nog geen eigen sleutel om mee te tekenen.", "Your registry has no key yet to sign with."),
    "wrong-sealing-key-state": ("Dit past niet bij waar deze sleutel nu staat.", "This does not fit where this key stands."),
    "wrong-proof": ("Dit stond niet in de opgave; na vijf keer is de sleutel op.", "This was not in the challenge; five times is the end."),
    "key-stands-already": ("Deze sleutel is al geregistreerd.", "This key is registered already."),
    "wrong-key": ("Dit is geen bruikbare publieke sleutel.", "This is no public key that can be used."),
    "wrong-signature": ("Deze handtekening is niet van deze sleutel, over deze woorden.", "Not a signature of that key for those words."),
    "wrong-algorithm": ("Zo wordt een notitie hier niet verzegeld.", "Notes are not sealed in this way here."),
    "wrong-encoding": ("Dit is geen base64url van de juiste lengte.", "This is no base64url of the right length."),
    "wrong-recipient": (
        "Een notitie is verzegeld voor uw sleutel en de herstelsleutel van uw register, zoals die nu gelden.",
        "A note is sealed for your key and your registry's recovery key, those in force, and for nobody else.",
    ),
    "wrong-place": ("Deze notitie zegt dat zij elders hoort.", "This note says that it belongs elsewhere."),
    # What leaves a case, and what does not.
    "wrong-disclosure-state": ("Op deze brief is al geantwoord.", "This letter has been answered already."),
    "deadline-come": (
        "Hier wordt niet meer naar gevraagd: er is geantwoord, of de tekst is vervangen.",
        "This is asked no more: it has been answered, or the words were replaced.",
    ),
    "nothing-written": ("Er is nog geen tekst om ja of nee op te zeggen.", "There are no words yet to say yes or no to."),
    "letter-changed": (
        "De derde vraagt inmiddels iets anders; leg dat als een nieuw verzoek vast.",
        "The third party asks something else by now; record that as a new request.",
    ),
    "disclosure-consented": ("De betrokkene stemt niet in met deze tekst.", "The party does not consent to these words."),
    "guardian-consents-to-disclosure": (
        "Wie het gezag over deze minderjarige heeft, stemt niet in met deze tekst.",
        "Those with authority over this young person do not consent to these words.",
    ),
    "disclosure-consented-by-former-moderator": (
        "Een eerdere moderator stemt niet in met deze tekst.",
        "A former moderator does not consent to these words.",
    ),
    "disclosure-consented-by-moderator": ("De moderator stemt niet in met deze tekst.", "The moderator does not consent to these words."),
    "told-already": ("Dat deze betrokkene het weet, is al genoteerd.", "That this party was told has been noted already."),
    "case-runs": ("De zaak loopt nog, en deze plaats ook.", "The case still runs, and so does this place."),
    "held": ("Van deze zaak wordt nu niets vernietigd.", "Nothing of this case is destroyed now."),
    "kept-no-longer": ("Hiervan is al iets vernietigd.", "Something of this is destroyed already."),
    "not-one-person": ("Dit kan alleen voor één mens.", "This is possible for one person only."),
    "erasure-asked-already": ("U vroeg dit al.", "You asked for this already."),
    "erasure-withdrawn": ("Dit is al teruggenomen.", "This has been taken back already."),
    "hold-lifted": ("Dit is al opgeheven.", "This hold has been lifted already."),
    # A value against a rule.
    "missing": ("Hier ontbreekt een waarde.", "A value is missing here."),
    "unknown-id": ("Dit id is hier niet bekend.", "This id is not known here."),
    "out-of-bounds": ("Dit getal ligt buiten de grenzen die bescherming bieden.", "This number lies outside the bounds that protect."),
    "own-name-needed": ("Zeg onder welke naam u zelf deelneemt.", "Say under which name you take part yourself."),
    "not-a-mark": ("Zo kan een schade niet worden genoteerd.", "A harm cannot be marked like this."),
    "not-a-session-kind": ("Zo'n gesprek wordt hier niet gepland.", "That kind of conversation is not planned here."),
    "not-the-moderators-to-say": ("Dit te zeggen is aan de betrokkenen.", "This is for the parties to say."),
    "ground-rule-cannot-be-removed": ("Geweldloosheid is altijd een grondregel.", "Non-violence is a ground rule always."),
    # Tokens.
    "invalid-grant": ("Deze code geldt niet of niet meer.", "This code is not valid, or no longer."),
    "demo-mode-only": ("Dit kan alleen in de demo.", "This is for the demo only."),
    "attendance-incomplete": ("Noteer eerst van alle betrokkenen dat zij erbij waren.", "Note first that every party was there."),
    "form-not-agreed": ("Deze gespreksvorm staat niet in het mandaat.", "The mandate does not hold this form of conversation."),
    "named-twice": ("Deze persoon staat er al in.", "This person is named already."),
    "too-soon": (
        "Wie het aangaat, heeft meer dagen nodig om te antwoorden.",
        "Those concerned have more days than that to answer.",
    ),
    "in-the-future": ("Dat is nog niet geweest.", "That has not been yet."),
    "not-possible": ("Een regel staat dit niet toe.", "A rule does not let this pass."),
    "internal": ("De fout is genoteerd onder het traceId.", "The fault is noted under the traceId."),
    "guard-unmet": (
        "Er ontbreekt nog iets; conditions noemt wat u daarvan mag weten.",
        "Something is still missing; conditions names what you may know of it.",
    ),
    "in-process": ("Een voorstel voor afspraken hoort bij de gesprekken.", "An agreement is proposed while you are in conversation."),
    "joint-conversation-held": ("Eerst wordt er samen een gesprek gevoerd.", "A joint conversation comes first."),
    "shared-harm-discussed": (
        "Eerst komt in een gezamenlijk gesprek schade ter sprake die is gedeeld.",
        "A shared harm is discussed in a joint conversation first.",
    ),
    "mandate-lets-moderator-propose": (
        "Het mandaat laat de moderator geen voorstellen doen.",
        "The mandate does not let the moderator make proposals.",
    ),
    "agreement-stands": (
        "Er zijn al afspraken; een afspraak kan worden herzien.",
        "There is an agreement already; a commitment in it can be renegotiated.",
    ),
    "no-agreement": ("Er is nog niets afgesproken.", "Nothing has been agreed yet."),
    "no-agreement-proposed": ("Er ligt geen voorstel om te beantwoorden.", "There is no proposal to answer."),
    "wrong-agreement-state": ("Deze versie ligt niet meer ter bevestiging.", "This version is no longer the one to confirm."),
    "wrong-commitment-state": (
        "Zoals deze afspraak er nu voor staat, past dit niet.",
        "This does not fit where the commitment stands now.",
    ),
    "other-text": ("Dit is niet de tekst die er ligt; lees die eerst.", "This is not the text on the table; read that one first."),
    "confirmed-already": ("U hebt dit al bevestigd.", "You have confirmed this already."),
    "owner-is-beneficiary": ("Een afspraak doet u aan een ander.", "A commitment is made to somebody else."),
    "due-date-passed": ("De dag van deze afspraak is nog niet voorbij.", "The day of this commitment has not passed yet."),
    "agreement-confirmed-by-all": (
        "Nog niet iedereen heeft dezelfde tekst bevestigd.",
        "Not everyone has confirmed the identical text yet.",
    ),
    "commitments-final": ("Nog niet elke afspraak is afgerond.", "Not every commitment has come to rest."),
    "no-agreement-stands": (
        "Er zijn afspraken; de weg gaat verder via die afspraken.",
        "There is an agreement; the way on leads through it.",
    ),
    "no-commitments-needed": (
        "Nog niet iedereen zegt dat er geen afspraken nodig zijn.",
        "Not everyone says that no commitments are needed.",
    ),
    "guardian-recorded": (
        "Van deze minderjarige is nog niemand met gezag genoteerd.",
        "Nobody with authority over this young person has been recorded yet.",
    ),
    "guardian-consent": (
        "Wie het gezag over deze minderjarige heeft, stemt nog niet in.",
        "Those with authority over this young person have not consented yet.",
    ),
    "guardian-accepts-mandate": (
        "Wie het gezag over deze minderjarige heeft, heeft het mandaat nog niet aanvaard.",
        "Those with authority over this young person have not accepted the mandate yet.",
    ),
    "birth-date-not-recorded": (
        "Leg eerst vast wanneer deze betrokkene is geboren.",
        "First record when this party was born.",
    ),
    "birth-date-recorded": (
        "Van deze betrokkene is nog geen geboortedatum vastgelegd.",
        "No birth date of this party has been recorded yet.",
    ),
    "guardian-not-asked": ("Op deze leeftijd zegt de betrokkene dit zelf.", "At this age the party says this alone."),
    "guardian-stands-already": ("Dit gezag is al genoteerd.", "This authority has been recorded already."),
    "authority-ended": ("Dit gezag is geëindigd.", "This authority is over."),
    "takes-part-already": (
        "Wie zelf deelneemt, kan niet ook voor het kind instemmen.",
        "Whoever takes part here themselves cannot consent for the child as well.",
    ),
    "not-a-note": ("Dit hebt u zelf gezegd; u kunt het altijd intrekken.", "You said this yourself; you can withdraw it at any time."),
    "contested-already": ("U hebt al gezegd dat dit niet klopt.", "You have contested this already."),
    "other-question": ("Op dit moment wordt de andere vraag gesteld.", "The other question is being asked now."),
    "companion-ended": ("Deze persoon komt niet meer.", "This person comes no longer."),
    "introduced-already": ("Iedereen weet al van deze persoon.", "Everyone has been told of this person already."),
    "admitted-already": ("U hebt deze persoon al toegelaten.", "You have admitted this person already."),
    "admission-not-needed": ("Voor deze persoon is geen toelating nodig.", "This person needs nobody's admission."),
    "not-admitted-by-all": (
        "Nog niet iedereen heeft deze persoon bij gezamenlijke gesprekken toegelaten.",
        "Not everyone has admitted this person to joint conversations yet.",
    ),
    "supporter-admitted": ("De betrokkene heeft deze persoon nog niet toegelaten.", "The party has not admitted this person yet."),
    "named-for-another-session": ("Deze persoon hoort bij een ander gesprek.", "This person was named for another conversation."),
    "presence-stands-already": ("Dat deze persoon erbij was, is al genoteerd.", "That this person was there has been noted already."),
    "supporters-are-brought": (
        "Wie een betrokkene bijstaat, wordt door die betrokkene meegebracht.",
        "Whoever stands by a party is brought by that party.",
    ),
    "in-aftercare": ("De zaak is nog niet in de nazorg.", "The case is not in its aftercare yet."),
    "followed-up": ("Eerst wordt er samen teruggekeken, of blijkt dat dit niet hoeft.", "All look back together first, or decline to."),
}
"""A sentence for every code; a test holds this table against the codes in the house."""


def language_of(accept: str) -> str:
    """Dutch, unless English is preferred to it (RFC 9110, 12.5.4)."""
    weights = {DUTCH: 0.0, ENGLISH: 0.0}
    for item in accept.split(","):
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
