"""Who holds authority over the first party of each case, and what was noted, contested and carried on paper there."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.domain.confidentiality import Role
from app.store.models.base import Row
from app.store.models.cases import Seat
from app.store.models.guardians import Guardian, GuardianConsent, GuardianParticulars
from app.store.models.mandates import MandateAcceptance
from app.store.models.parties import Contestation, Invitation, OneTimeCode, ReadinessDeclaration, SecrecyAcceptance
from tests.people import THEN, key, word


def raised_by(case: str, principal: UUID) -> Iterator[Row]:
    """One guardian, who came in, said yes and accepted the mandate."""

    def own(kind: str) -> dict[str, Any]:
        return {"id": key(case, "guardian", kind), "case_id": key(case), "guardian_id": key(case, "guardian")}

    child = key(case, "party", 0)
    yield Guardian(id=key(case, "guardian"), case_id=key(case), party_id=child, display_name=word(case, "guardian name"))
    yield GuardianParticulars(**own("particulars"), party_id=child, contact=word(case, "guardian contact"))
    yield Seat(**own("seat"), principal_id=principal, role=Role.GUARDIAN, informed_at=THEN)
    sent = {"invitee_id": key(case, "guardian", "invitee"), "pin_digest": "x", "expires_at": THEN, "redeemed_at": THEN}
    yield Invitation(**own("invitation"), role=Role.GUARDIAN, **sent)
    yield SecrecyAcceptance(**own("secrecy"), version=1, text_hash="0" * 64)
    yield GuardianConsent(**own("consent"), yes=True, expires_at=THEN + timedelta(days=90))
    yield MandateAcceptance(**own("mandate acceptance"), mandate_id=key(case, "mandate"))


def noted(case: str, principals: tuple[UUID, UUID]) -> Iterator[Row]:
    """Of each party a code that nobody used, and a note that they contested."""
    for number, principal in enumerate(principals):
        own = {"case_id": key(case), "party_id": key(case, "party", number)}
        code = {"code_digest": key(case, "code", number).hex, "expires_at": THEN}
        yield OneTimeCode(id=key(case, "code", number), principal_id=principal, **own, **code)
        # Said before everything else in the case, so that without it nothing is otherwise.
        note = key(case, "note of readiness", number)
        said = {"created_at": THEN, "said_at": THEN, "expires_at": THEN + timedelta(days=9000), "informed_version": 1}
        yield ReadinessDeclaration(id=note, **own, **said, ready=True, noted=True)
        yield Contestation(id=key(case, "contestation", number), **own, declaration_id=note)
