"""The examples of agreements: proposing, confirming, keeping and ending them, and what the organisation is asked for."""

from collections.abc import Mapping
from typing import Final

from app.routers.example_parts import (
    DE_WIT,
    FARAH,
    ILSE,
    changing,
    in_case,
    of_version,
    outside,
)
from app.routers.examples import Example, demo_id

# Of seeded texts: what one accepts, approves or confirms is the text's own hash.
AGREEMENT_HASH: Final = "7ec7299382b271398fd6dba5f7ec2187b8f50d46fe6cd034f5cfa41e53c6eb7c"
SUPPORT_HASH: Final = "0e88e8b612101f8ecbd1a6744f55a86e2f29b6afd29c7dcc599403c2b128f6eb"


def _promise(owner: str, beneficiary: str) -> dict[str, str]:
    return {
        "what": "Ik vraag het je eerst onder vier ogen.",
        "howWeKnow": "Er komt niets meer ter sprake waar de groep bij is.",
        "kind": "behavioural",
        "dueOn": "2035-03-01",
        "ownerPartyId": str(demo_id(f"in-process/{owner}")),
        "beneficiaryPartyId": str(demo_id(f"in-process/{beneficiary}")),
    }


AGREEMENTS: Final[Mapping[str, Example]] = {
    "listAgreements": in_case("in-process", FARAH),
    "proposeAgreement": in_case(
        "in-process", FARAH, {"text": "Zo gaan we voortaan met elkaar om.", "commitments": [_promise(DE_WIT, FARAH)]}
    ),
    "getAgreement": of_version("in-process", FARAH, 1),
    "listAgreementConfirmations": of_version("agreement", FARAH, 1),
    "confirmAgreement": of_version("in-process", FARAH, 1, {"hash": AGREEMENT_HASH}),
    "listCommitments": in_case("agreement", FARAH),
    "getCommitment": in_case("agreement", FARAH, commitment="commitment-open"),
    "getCommitmentAcceptance": in_case("agreement", FARAH, commitment="commitment-open"),
    "acceptCommitment": in_case("in-process", FARAH, commitment="commitment-farah"),
    "reportCommitmentDone": in_case("agreement", FARAH, commitment="commitment-open"),
    "confirmCommitmentDone": in_case("agreement", FARAH, commitment="commitment-reported"),
    "disputeCommitment": in_case("agreement", FARAH, commitment="commitment-reported"),
    "waiveCommitment": in_case("agreement", FARAH, commitment="commitment-reported"),
    "sayCommitmentNotKept": in_case("agreement", FARAH, commitment="commitment-overdue"),
    "renegotiateCommitment": in_case(
        "agreement",
        FARAH,
        {
            "what": "Ik leg de familie samen met jou uit wat je hebt gedaan.",
            "howWeKnow": "Het gesprek met de familie is geweest.",
            "kind": "satisfaction",
            "dueOn": "2035-04-01",
        },
        commitment="commitment-overdue",
    ),
    "listFollowUps": in_case("aftercare", FARAH),
    "recordFollowUp": in_case("agreement", ILSE, {"held": True, "on": "2026-11-02", "summary": "Het gaat beter; we blijven bellen."}),
    "listOutcomeConfirmations": in_case("aftercare", FARAH),
    "confirmOutcome": in_case("aftercare", FARAH, {"question": "restored", "yes": True}),
    "listEvaluations": in_case("closed", FARAH),
    "evaluate": in_case("closed", FARAH, {"heard": 5, "safe": 4, "fair": 4, "restored": 4, "insight": 5, "commitmentsKept": 5}),
    "listReopeningRequests": in_case("closed", DE_WIT),
    "askReopening": in_case("closed", FARAH),
}

_NEEDED: Final = {"text": "Er is elke maand een uur om dit samen te bespreken.", "dueOn": "2035-04-01"}

SUPPORTS: Final[Mapping[str, Example]] = {
    "listOrganisationalSupports": in_case("agreement", FARAH),
    "proposeOrganisationalSupport": in_case("agreement", FARAH, _NEEDED),
    "getOrganisationalSupport": in_case("agreement", FARAH, support="support-waiting"),
    "rewriteOrganisationalSupport": changing(
        in_case("agreement", FARAH, {"dueOn": "2035-04-01"}, support="support-waiting"), "agreement/support-waiting"
    ),
    "listReleases": in_case("agreement", DE_WIT, support="support-waiting"),
    "releaseOrganisationalSupport": in_case("agreement", FARAH, {"hash": SUPPORT_HASH}, support="support-waiting"),
    "getItemOfSupport": in_case("in-process", FARAH, support="support-asked"),
    "listSupportConfirmations": in_case("in-process", DE_WIT, support="support-done"),
    "confirmSupportDone": in_case("in-process", FARAH, support="support-done"),
    "listReleasedItems": Example("coordinator", query={"limit": 25}),
    "getReleasedItem": outside("coordinator", item="in-process/item-asked"),
    "answerReleasedItem": outside("coordinator", {"answer": "can"}, item="in-process/item-asked"),
}
