"""S8: how long anything is kept, to the day, by hand."""

from datetime import date
from uuid import UUID

import pytest

from app.domain.cases import CaseState
from app.domain.confidentiality import Act
from app.domain.errors import WrongState
from app.domain.retention import Part, destroyed_on, erased_on, kept_until, may_be_erased, notes_of, private_of, pseudonym
from app.domain.terms import Terms
from tests.domain.situations import ANN, BEN, by, case, ready, stopped

TERMS = Terms()
ONE = UUID("11111111-1111-4111-8111-111111111111")


@pytest.mark.parametrize(
    ("part", "closed_on", "last_day", "day"),
    [
        (Part.NOTES, date(2026, 3, 10), date(2027, 3, 10), date(2027, 3, 24)),
        (Part.PRIVATE, date(2026, 12, 31), date(2027, 12, 31), date(2028, 1, 14)),
        (Part.PROCESS_AND_SHARED, date(2026, 2, 28), date(2028, 2, 28), date(2028, 3, 13)),
        (Part.NOT_TAKEN_UP, date(2026, 8, 31), date(2027, 2, 28), date(2027, 3, 14)),
        (Part.NOT_TAKEN_UP, date(2027, 8, 31), date(2028, 2, 29), date(2028, 3, 14)),
        (Part.ACCESS_LOG, date(2024, 2, 29), date(2029, 2, 28), date(2029, 3, 14)),
    ],
)
def test_s8_p5_a_part_is_kept_for_whole_months_and_fourteen_days_of_grace(part: Part, closed_on: date, last_day: date, day: date) -> None:
    assert (kept_until(part, closed_on, TERMS), destroyed_on(part, closed_on, TERMS)) == (last_day, day)


def test_s8_who_had_a_way_in_is_known_for_as_long_as_there_is_something_to_have_read() -> None:
    terms = Terms(shared_months=60, access_log_months=24)
    assert kept_until(Part.ACCESS_LOG, date(2026, 1, 1), terms) == date(2031, 1, 1)


def test_s8_a_partys_word_is_carried_out_after_fourteen_days() -> None:
    assert erased_on(date(2026, 11, 29)) == date(2026, 12, 13)
    assert pseudonym(2) == "Betrokkene 2"


@pytest.mark.parametrize(
    ("closed", "gone", "held", "code"),
    [(True, False, False, None), (False, True, False, None), (False, False, False, "case-runs"), (True, True, True, "held")],
)
def test_r9_s8_nobody_is_erased_out_of_a_case_that_runs_or_is_held(closed: bool, gone: bool, held: bool, code: str | None) -> None:
    if code is None:
        may_be_erased(closed=closed, gone=gone, held=held)
        return
    with pytest.raises(WrongState) as refusal:
        may_be_erased(closed=closed, gone=gone, held=held)
    assert refusal.value.code == code


@pytest.mark.parametrize("state", CaseState)
def test_r9_s8_a_party_asks_for_it_once_the_case_is_closed(state: CaseState) -> None:
    now = case(state, ready(ANN), ready(BEN))
    if state is CaseState.CLOSED:
        assert by(ANN, now, Act.ASK_ERASURE) == now
        return
    with stopped(WrongState, "wrong-case-state"):
        by(ANN, now, Act.ASK_ERASURE)


def test_s8_what_was_sealed_once_is_found_under_the_same_key_for_ever() -> None:
    # By hand, with sha1sum: version 5 of these names below 0c6c2a52-4c0b-4a0d-9d0a-7f5a4e0b61d3 (RFC 9562).
    assert notes_of(ONE) == UUID("a74d7c92-7f5e-5f05-b9b3-a17b125966eb")
    assert private_of(ONE) == UUID("ad6ed2bb-9d82-55d5-8589-379d83fc4eae")
