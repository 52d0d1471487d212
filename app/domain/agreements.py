"""An agreement: one text that all confirm, with what each promises (R13)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from app.domain.lifecycle import Lifecycle
from app.domain.texts import canonical, hash_of


class AgreementState(StrEnum):
    """Where a version stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    SUPERSEDED = "superseded"


class AgreementEvent(StrEnum):
    """What can happen to a version."""

    AGREED_BY_ALL = "agreed_by_all"
    SUPERSEDE = "supersede"


class CommitmentKind(StrEnum):
    """What a commitment is meant to restore."""

    SATISFACTION = "satisfaction"
    RECONCILIATION = "reconciliation"
    RESPONSIBILITY = "responsibility"
    MATERIAL_REPAIR = "material_repair"
    BEHAVIOURAL = "behavioural"
    OTHER = "other"


LIFE: Final = Lifecycle[AgreementState, AgreementEvent](
    "agreement",
    {
        (AgreementState.PROPOSED, AgreementEvent.AGREED_BY_ALL): AgreementState.AGREED,
        (AgreementState.PROPOSED, AgreementEvent.SUPERSEDE): AgreementState.SUPERSEDED,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """What is promised, whoever promises it: by a day, or standing until it is looked at again (R14)."""

    what: str
    how_we_know: str
    kind: CommitmentKind
    due_on: date | None
    review_on: date | None

    def between(self, owner: UUID, beneficiary: UUID, replaces: UUID | None = None) -> "CommitmentTerms":
        """The same by someone for someone, in the place of another commitment or of none."""
        return CommitmentTerms(**asdict(self), owner_party_id=owner, beneficiary_party_id=beneficiary, replaces_id=replaces)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentTerms(Promised):
    """One commitment as it is put before everyone: complete, or it is not put at all (R14)."""

    owner_party_id: UUID
    beneficiary_party_id: UUID
    replaces_id: UUID | None = None


def text_hash(text: str | None, commitments: Iterable[CommitmentTerms]) -> str:
    """SHA-256 over all that is confirmed: the text and every commitment, in whatever order they stand (R13).

    The JSON is canonical (RFC 8785) with the names of the wire, so that a reader can work it out too.
    """
    terms = sorted((_terms(commitment) for commitment in commitments), key=canonical)
    return hash_of({"commitments": terms, "text": text})


def _terms(commitment: CommitmentTerms) -> dict[str, str | None]:
    return {
        "beneficiaryPartyId": str(commitment.beneficiary_party_id),
        "dueOn": commitment.due_on.isoformat() if commitment.due_on else None,
        "howWeKnow": commitment.how_we_know,
        "kind": commitment.kind.value,
        "ownerPartyId": str(commitment.owner_party_id),
        "replacesId": str(commitment.replaces_id) if commitment.replaces_id else None,
        "reviewOn": commitment.review_on.isoformat() if commitment.review_on else None,
        "what": commitment.what,
    }
