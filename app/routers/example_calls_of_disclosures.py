"""The examples of what leaves a case, and what is kept: letters of those outside, exceptions and holds, erasures and certificates."""

from collections.abc import Mapping
from typing import Final

from app.routers.example_parts import DE_WIT, FARAH, ILSE, in_case, outside
from app.routers.examples import Example, demo_id

# Of seeded words: what one consents to, and releases, is the hash of one recipient, one purpose and one exact text.
BOARD_HASH: Final = "94ecc10465c90d25dcd27c6df3ddc804e1a1b1e83f11eed89bfcd7a515a22ce5"
COMMITTEE_HASH: Final = "35e5c3ea7a7143778424b313de71b4246d81a859521e31c3ab5badab2184f149"

_OPEN: Final = {"disclosureRequest": "letter-open"}
_LETTER: Final = {
    "recipient": "Een journalist van de streekkrant",
    "purpose": "Een artikel over omgangsvormen in het ziekenhuis.",
    "asks": "Wat er tussen twee medewerkers is gebeurd.",
    "receivedOn": "2026-11-02",
    "dueOn": "2035-01-15",
}
_EXCEPTION: Final = {
    "ground": "meldcode",
    "facts": "Een kind in het gezin van een van beiden was die nacht alleen thuis.",
    "alternatives": "Eerst met de ouder overlegd; dat nam de zorg niet weg.",
    "recipient": "Veilig Thuis",
    "text": "Er is zorg over een kind dat die nacht alleen thuis was.",
    "whyNotYet": "Dat zou het kind in gevaar kunnen brengen.",
}

DISCLOSURES: Final[Mapping[str, Example]] = {
    "listDisclosureRequests": in_case("closed", FARAH),
    "recordDisclosureRequest": in_case("closed", ILSE, _LETTER),
    "getDisclosureRequest": in_case("closed", FARAH, **_OPEN),
    "noteOtherLetter": in_case("closed", ILSE, **_OPEN),
    "listDisclosureTexts": in_case("closed", FARAH, **_OPEN),
    "writeDisclosureText": in_case("closed", ILSE, {"text": "Beiden hebben samen afspraken gemaakt over de diensten."}, **_OPEN),
    "listDisclosureConsents": in_case("closed", ILSE, **_OPEN),
    "consentToDisclosure": in_case("closed", FARAH, {"hash": BOARD_HASH, "yes": True}, **_OPEN),
    "releaseDisclosure": in_case("closed", ILSE, {"hash": COMMITTEE_HASH}, disclosureRequest="letter-ready"),
    "getDisclosureLetter": in_case("closed", ILSE, disclosureRequest="letter-left"),
    "listDisclosureVetoes": Example(ILSE, query={"limit": 25}),
    "getDisclosureVeto": outside(ILSE, veto="handed-on/letter-veto"),
    "answerDisclosureVeto": outside(ILSE, {"hash": COMMITTEE_HASH, "yes": False}, veto="handed-on/letter-veto"),
    "listSafetyExceptions": in_case("closed", ILSE),
    "recordSafetyException": in_case("closed", ILSE, _EXCEPTION),
    "getSafetyException": in_case("closed", ILSE, exception="exception"),
    "tellOfSafetyException": in_case(
        "closed", ILSE, {"partyIds": [str(demo_id("closed/party-de-wit"))], "toldOn": "2026-11-02"}, exception="exception"
    ),
    "listToldExceptions": in_case("closed", FARAH),
    "getToldException": in_case("closed", FARAH, toldException="told-exception-farah"),
    "listLegalHolds": in_case("closed", ILSE),
    "putLegalHold": in_case("closed", ILSE, {"reason": "Een toezichthouder vroeg om niets te vernietigen."}),
    "getLegalHold": in_case("closed", ILSE, hold="hold"),
    "liftLegalHold": in_case("closed", ILSE, {"reason": "De inspectie is klaar."}, hold="hold"),
    "listRetention": Example(ILSE, query={"limit": 25}),
    "listErasures": in_case("closed", DE_WIT),
    "askErasure": in_case("closed", FARAH),
    "getErasure": in_case("closed", DE_WIT, erasure="erasure"),
    "withdrawErasure": in_case("closed", DE_WIT, erasure="erasure"),
    "listCaseCertificates": in_case("closed", ILSE),
    "getCaseCertificate": in_case("closed", ILSE, certificate="certificate"),
    "listCertificates": Example("registrar", query={"limit": 25}),
    "getCertificate": outside("registrar", certificate="closed/certificate"),
}
