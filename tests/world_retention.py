"""What is gone of each case of the world, and what its parties ask to be gone: one asks still, one took it back."""

from collections.abc import Iterator, Sequence
from datetime import date

from app.domain.retention import Part
from app.store.models.base import Row
from app.store.models.retention import DestructionCertificate, Erasure
from app.store.notary import Notary
from tests.people import REGISTRY, THEN, key


def asked_and_gone(case: str, organisation: str) -> Iterator[Row]:
    """Of the party who is gone nothing stands any more but the certificate."""
    for number, taken_back in enumerate((None, THEN)):
        mine = {"case_id": key(case), "party_id": key(case, "party", number)}
        yield Erasure(id=key(case, "erasure", number), **mine, due_on=date(2095, 3, 1), withdrawn_at=taken_back)
    yield DestructionCertificate(
        id=key(case, "certificate"),
        organisation_id=key(organisation),
        case_id=key(case),
        party_id=key(case, "party who is gone"),
        registry_id=key(REGISTRY),
        part=Part.PARTY,
        destroyed_on=THEN.date(),
        owners=[],
        note="",
    )


def certified(notary: Notary, rows: Sequence[Row]) -> Sequence[Row]:
    """The same rows, with the service's signature on the certificates."""
    for row in rows:
        if isinstance(row, DestructionCertificate):
            row.note = notary.certified(row)
    return rows
