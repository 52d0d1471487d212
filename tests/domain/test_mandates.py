"""One text for how all will talk: offered to everyone, in force when everyone accepted it (R10)."""

from itertools import permutations

import pytest

from app.domain.cases import CaseState
from app.domain.confidentiality import Act
from app.domain.errors import NotAllowed, WrongState
from app.domain.mandates import Involvement, agreed_form
from app.domain.sessions import SessionKind
from app.domain.situation import Place, Situation
from tests.domain.situations import ANN, BEN, CEM, by, by_moderator, case, ready, stopped

MODERATOR = "moderator"


def accept(now: Situation, who: str) -> Situation:
    return by_moderator(now, Act.ACCEPT_MANDATE) if who == MODERATOR else by(who, now, Act.ACCEPT_MANDATE)


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize(
    ("act", "states"),
    [
        (Act.DRAFT_MANDATE, "intake readiness mandate in_process agreement aftercare"),
        (Act.OFFER_MANDATE, "readiness mandate in_process agreement aftercare"),
    ],
)
def test_r10_a_mandate_is_drafted_and_offered_where_it_is_needed(state: CaseState, act: Act, states: str) -> None:
    now = case(state)
    if state.value in states.split():
        assert by_moderator(now, act, Involvement.NONE).mandate_offered is (act is Act.OFFER_MANDATE)
    else:
        with stopped(WrongState, "wrong-case-state"):
            by_moderator(now, act, Involvement.NONE)


@pytest.mark.parametrize("order", list(permutations([ANN, BEN, CEM, MODERATOR])))
def test_r10_the_last_acceptance_in_whatever_order_puts_it_in_force(order: tuple[str, ...]) -> None:
    now = by_moderator(case(CaseState.MANDATE, ready(ANN), ready(BEN), ready(CEM)), Act.OFFER_MANDATE, Involvement.NONE)
    for who in order[:-1]:
        now = accept(now, who)
        assert (now.mandate_in_force, now.mandate_offered) == (False, True)
    after = accept(now, order[-1])
    assert after == case(CaseState.MANDATE, ready(ANN), ready(BEN), ready(CEM), mandate_in_force=True)


def test_r10_accepting_twice_counts_once() -> None:
    now = by_moderator(case(CaseState.MANDATE), Act.OFFER_MANDATE, Involvement.NONE)
    now = accept(accept(accept(now, ANN), ANN), MODERATOR)
    assert (now.mandate_in_force, now.place(ANN).accepted, now.place(BEN).accepted) == (False, True, False)


def test_r10_what_was_accepted_of_one_text_does_not_count_for_another() -> None:
    now = by_moderator(case(CaseState.MANDATE), Act.OFFER_MANDATE, Involvement.NONE)
    now = accept(accept(now, ANN), MODERATOR)
    again = by_moderator(now, Act.OFFER_MANDATE, Involvement.NONE)
    assert again.moderator_accepted is False
    assert again == by_moderator(case(CaseState.MANDATE), Act.OFFER_MANDATE, Involvement.NONE)
    assert accept(again, BEN).mandate_in_force is False


def test_r10_the_old_mandate_stays_in_force_until_all_accepted_the_new_one() -> None:
    now = case(CaseState.IN_PROCESS, moderator_may_propose=False)
    now = by_moderator(now, Act.OFFER_MANDATE, Involvement.PROPOSALS)
    assert (now.mandate_in_force, now.moderator_may_propose) == (True, False)
    now = accept(accept(now, ANN), MODERATOR)
    assert (now.mandate_in_force, now.moderator_may_propose) == (True, False)
    now = accept(now, BEN)
    assert (now.mandate_in_force, now.moderator_may_propose, now.offer_lets_moderator_propose) == (True, True, False)


@pytest.mark.parametrize(("involvement", "proposes"), [("none", False), ("on_request", False), ("proposals", True)])
def test_r10_the_mandate_in_force_says_whether_the_moderator_makes_proposals(involvement: str, proposes: bool) -> None:
    now = by_moderator(case(CaseState.IN_PROCESS, moderator_may_propose=not proposes), Act.OFFER_MANDATE, Involvement(involvement))
    for who in (ANN, BEN, MODERATOR):
        now = accept(now, who)
    assert now.moderator_may_propose is proposes


def test_r10_without_an_offer_there_is_nothing_to_accept() -> None:
    for who in (ANN, MODERATOR):
        with stopped(WrongState, "no-mandate-offered"):
            accept(case(CaseState.IN_PROCESS), who)


@pytest.mark.parametrize("state", [CaseState.REGISTERED, CaseState.CLOSED])
@pytest.mark.parametrize("who", [ANN, MODERATOR])
def test_r10_nothing_is_accepted_or_said_of_it_while_no_case_runs(state: CaseState, who: str) -> None:
    now = case(state, mandate_offered=True)
    with stopped(WrongState, "case-not-running"):
        accept(now, who)
    with stopped(WrongState, "case-not-running"):
        by(ANN, now, Act.COMMENT_MANDATE)


def test_s0_only_who_is_informed_accepts() -> None:
    now = case(CaseState.MANDATE, ready(ANN), Place(BEN), mandate_offered=True)
    with stopped(WrongState, "secrecy-statement-not-accepted", "secrecy-statement-accepted S0"):
        accept(now, BEN)


def test_r10_the_moderator_accepts_for_nobody_else() -> None:
    now = case(CaseState.MANDATE, mandate_offered=True)
    for act in (Act.ACCEPT_MANDATE, Act.COMMENT_MANDATE, Act.PROPOSE_AGREEMENT):
        with stopped(NotAllowed, "not-allowed"):
            by_moderator(now, act, about=ANN)


def test_r10_a_withdrawal_leaves_what_was_accepted() -> None:
    """Readiness is asked where all meet, not where they read."""
    now = by_moderator(case(CaseState.MANDATE), Act.OFFER_MANDATE, Involvement.NONE)
    now = by(ANN, accept(now, ANN), Act.WITHDRAW)
    assert accept(accept(now, BEN), MODERATOR).mandate_in_force is True


def test_r10_everyone_may_comment() -> None:
    now = case(CaseState.READINESS)
    assert by(BEN, now, Act.COMMENT_MANDATE) == now
    assert by_moderator(now, Act.COMMENT_MANDATE) == now


@pytest.mark.parametrize(
    ("forms", "kind", "agreed"),
    [
        (["joint"], SessionKind.JOINT, True),
        (["joint"], SessionKind.CIRCLE, False),
        (["circle"], SessionKind.JOINT, False),
        (["circle", "joint"], SessionKind.CIRCLE, True),
        (["joint"], SessionKind.FOLLOW_UP, True),
    ],
)
def test_r10_people_talk_in_the_forms_that_all_agreed_on(forms: list[str], kind: SessionKind, agreed: bool) -> None:
    assert agreed_form(forms, kind) is agreed
