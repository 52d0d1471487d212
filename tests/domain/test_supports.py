"""What repair needs of the organisation: when it can be said, and to which words everyone says yes (domain: released items)."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Final
from uuid import UUID

import pytest

from app.domain.cases import CaseState
from app.domain.confidentiality import Act, Role
from app.domain.deeds import decide
from app.domain.errors import NotAllowed, WrongState
from app.domain.lifecycle import Lifecycle
from app.domain.situation import Deed, Place
from app.domain.supports import LIFE, SupportEvent, SupportState, addressee_of, stands, support_hash
from tests.domain.situations import ANN, BEN, by, case, ready, stopped

THEN: Final = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
STEPS: Final = {
    ("proposed", "released_by_all"): "released",
    ("released", "say_can"): "can",
    ("released", "say_cannot"): "cannot",
    ("released", "say_done"): "done",
    ("can", "say_cannot"): "cannot",
    ("can", "say_done"): "done",
    ("done", "confirmed_by_all"): "confirmed",
}


@pytest.mark.parametrize(("state", "event"), list(product(SupportState, SupportEvent)))
def test_a_sentence_goes_along_its_table_and_nowhere_else(state: SupportState, event: SupportEvent) -> None:
    life: Lifecycle[SupportState, SupportEvent] = LIFE
    if expected := STEPS.get((state.value, event.value)):
        assert life.after(state, event).value == expected
    else:
        with stopped(WrongState, "wrong-support-state"):
            life.after(state, event)


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("act", [Act.PROPOSE_SUPPORT, Act.RELEASE])
def test_what_needs_the_organisation_is_said_once_all_talk_with_each_other(act: Act, state: CaseState) -> None:
    now = case(state)
    if state.value in {"in_process", "agreement", "aftercare"}:
        assert by(ANN, now, act) == now
    else:
        with stopped(WrongState, "wrong-case-state"):
            by(ANN, now, act)


@pytest.mark.parametrize("state", CaseState)
def test_what_the_organisation_did_is_confirmed_while_the_case_runs(state: CaseState) -> None:
    now = case(state)
    if state.value in {"registered", "closed"}:
        with stopped(WrongState, "case-not-running"):
            by(ANN, now, Act.CONFIRM_SUPPORT)
    else:
        assert by(ANN, now, Act.CONFIRM_SUPPORT) == now


@pytest.mark.parametrize("act", [Act.PROPOSE_SUPPORT, Act.RELEASE, Act.CONFIRM_SUPPORT])
def test_s0_nobody_releases_anything_before_they_know_what_secrecy_means(act: Act) -> None:
    with stopped(WrongState, "secrecy-statement-not-accepted", "secrecy-statement-accepted S0"):
        by(ANN, case(CaseState.IN_PROCESS, Place(ANN), ready(BEN)), act)


@pytest.mark.parametrize("state", CaseState)
def test_the_organisation_keeps_its_word_closed_or_not(state: CaseState) -> None:
    now = case(state)
    assert decide(now, Role.COORDINATOR, Deed(Act.ANSWER_SUPPORT)) == now


@pytest.mark.parametrize("act", [Act.PROPOSE_SUPPORT, Act.RELEASE, Act.CONFIRM_SUPPORT])
@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.PARTY, Role.GUARDIAN}])
def test_r13_nobody_else_releases_or_confirms_for_the_parties(role: Role, act: Act) -> None:
    with pytest.raises(NotAllowed):
        decide(case(CaseState.AGREEMENT), role, Deed(act, ANN))


def test_what_everyone_releases_is_the_hash_of_canonical_json() -> None:
    """Worked out with sha256sum over {"dueOn":"2026-12-04","text":"De briefing begint om kwart voor acht."}."""
    expected = "c8ed91a3a8ecdc0715dade652ad002314d0ec38c9e55121c24ff58a5b956dcdd"
    assert support_hash("De briefing begint om kwart voor acht.", date(2026, 12, 4)) == expected
    assert support_hash("De briefing begint om kwart voor acht", date(2026, 12, 4)) != expected
    assert support_hash("De briefing begint om kwart voor acht.", date(2026, 12, 5)) != expected


def test_it_goes_to_whoever_referred_the_case_or_to_any_coordinator() -> None:
    assert addressee_of(UUID(int=1)).value == "referrer"
    assert addressee_of(None).value == "coordinators"


@pytest.mark.parametrize(
    ("released", "hash", "voided", "expected"),
    [
        (THEN, "a", None, True),
        (THEN + timedelta(days=1), "a", None, True),
        (THEN - timedelta(microseconds=1), "a", None, False),
        (THEN, "b", None, False),
        (THEN, "a", THEN, False),
    ],
)
def test_b6_a_release_is_of_the_words_that_stand_and_of_no_others(
    released: datetime, hash: str, voided: datetime | None, expected: bool
) -> None:
    assert stands(released, hash, voided, THEN, "a") is expected
