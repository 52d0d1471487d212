"""Agreed by everyone or not at all (R12, R13, R14)."""

from itertools import permutations
from typing import Any

import pytest

from app.domain.cases import CaseState
from app.domain.commitments import CommitmentState
from app.domain.confidentiality import Act
from app.domain.errors import Invalid, NotAllowed, Unknown, WrongState
from app.domain.situation import Collective, Place, Promise, Situation
from tests.domain.situations import ANN, BEN, CEM, OTHER_PROMISE, PROMISE, by, by_moderator, case, harm, promise, ready, stopped, talked

PROPOSED, AGREED = CommitmentState.PROPOSED, CommitmentState.AGREED
BACK = Promise(ANN, BEN, PROPOSED, key=OTHER_PROMISE)
"""What Ann would promise Ben."""


def on_the_table(*proposals: Promise, **facts: Any) -> Situation:
    """A text that Ann proposed, to which nobody said anything yet."""
    return by(ANN, talked(CaseState.IN_PROCESS, ready(ANN), ready(BEN), ready(CEM), **facts), Act.PROPOSE_AGREEMENT, proposals)


def test_r9_r13_whoever_is_left_alone_agrees_on_nothing_with_themselves() -> None:
    alone = talked(CaseState.IN_PROCESS, ready(ANN), moderator_may_propose=True)
    with stopped(WrongState, "guard-unmet", "two-parties R9"):
        by(ANN, alone, Act.PROPOSE_AGREEMENT, ())
    with stopped(WrongState, "guard-unmet", "two-parties R9"):
        by_moderator(alone, Act.PROPOSE_AGREEMENT, ())
    standing = promise(AGREED)._replace(owner=ANN, beneficiary="team")
    team = Collective("team")
    agreed = alone._replace(state=CaseState.AGREEMENT, agreed=True, promises=(standing,), collectives=(team,))
    with stopped(WrongState, "guard-unmet", "two-parties R9"):
        by(ANN, agreed, Act.RENEGOTIATE, (standing._replace(key=OTHER_PROMISE, replaces=PROMISE),))


@pytest.mark.parametrize("state", CaseState)
def test_r12_an_agreement_is_proposed_in_conversation(state: CaseState) -> None:
    now = talked(state, agreed=False, mandate_in_force=True)
    if state is CaseState.IN_PROCESS:
        assert by(ANN, now, Act.PROPOSE_AGREEMENT, ()).agreement_proposed is True
    else:
        with stopped(WrongState, "guard-unmet", "in-process R12"):
            by(ANN, now, Act.PROPOSE_AGREEMENT, ())


@pytest.mark.parametrize(
    ("facts", "unmet"),
    [
        ({"joint_held": False}, ["joint-conversation-held R12"]),
        ({"harms": (harm(),)}, ["shared-harm-discussed R12"]),
        ({"harms": ()}, ["shared-harm-discussed R12"]),
        ({"joint_held": False, "harms": ()}, ["joint-conversation-held R12", "shared-harm-discussed R12"]),
    ],
)
def test_r12_no_agreement_before_the_talk_and_the_harm(facts: dict[str, Any], unmet: list[str]) -> None:
    with stopped(WrongState, "guard-unmet", *unmet):
        by(ANN, talked(**facts), Act.PROPOSE_AGREEMENT, ())


def test_r9_r10_an_agreement_is_proposed_under_a_mandate_in_force() -> None:
    """Those who remain after a departure, or a successor, agree anew on how they talk before they agree on anything else."""
    remain = talked(mandate_in_force=False, moderator_may_propose=True)
    with stopped(WrongState, "guard-unmet", "mandate-in-force R10"):
        by(ANN, remain, Act.PROPOSE_AGREEMENT, ())
    with stopped(WrongState, "guard-unmet", "mandate-in-force R10"):
        by_moderator(remain, Act.PROPOSE_AGREEMENT, ())


def test_s7_what_is_proposed_or_stands_is_answered_and_renegotiated_without_a_mandate() -> None:
    now = on_the_table()._replace(mandate_in_force=False)
    for who in (ANN, BEN, CEM):
        now = by(who, now, Act.CONFIRM_AGREEMENT)
    assert now.agreed is True
    standing = case(CaseState.AGREEMENT, promises=(promise(),), mandate_in_force=False)
    assert by(BEN, standing, Act.RENEGOTIATE, (promise(PROPOSED, replaces=PROMISE),)).agreement_proposed is True


@pytest.mark.parametrize(
    "order", list(permutations([f"{ANN} confirms", f"{BEN} confirms", f"{CEM} confirms", "ben accepts", "ann accepts"]))
)
def test_r13_the_last_yes_in_whatever_order_makes_it_agreed(order: tuple[str, ...]) -> None:
    now = on_the_table(promise(PROPOSED), BACK)
    for step, word in enumerate(order, 1):
        who, deed = word.split()
        if deed == "confirms":
            now = by(who, now, Act.CONFIRM_AGREEMENT)
        else:
            now = by(who, now, Act.ACCEPT_COMMITMENT, PROMISE if who == BEN else OTHER_PROMISE)
        assert now.agreed is (step == 5)
    assert now.promises == (promise(AGREED, accepted=True), BACK._replace(state=AGREED, accepted=True))
    assert (now.agreement_proposed, now.proposals, now.places) == (False, (), (ready(ANN), ready(BEN), ready(CEM)))


def test_r13_an_owner_accepts_every_commitment_of_theirs_one_by_one() -> None:
    now = on_the_table(promise(PROPOSED), promise(PROPOSED, key=OTHER_PROMISE))
    for who in (ANN, BEN, CEM):
        now = by(who, now, Act.CONFIRM_AGREEMENT)
    now = by(BEN, now, Act.ACCEPT_COMMITMENT, PROMISE)
    assert now.agreed is False
    assert by(BEN, now, Act.ACCEPT_COMMITMENT, OTHER_PROMISE).agreed is True


def test_r13_nobody_accepts_what_another_would_keep() -> None:
    for who in (ANN, CEM):
        with stopped(NotAllowed, "not-allowed"):
            by(who, on_the_table(promise(PROPOSED)), Act.ACCEPT_COMMITMENT, PROMISE)
    with stopped(WrongState, "wrong-commitment-state"):
        by(BEN, on_the_table(promise(PROPOSED)), Act.ACCEPT_COMMITMENT, OTHER_PROMISE)


def test_r13_a_text_without_commitments_is_agreed_by_confirming_it() -> None:
    now = by(BEN, by(ANN, on_the_table(), Act.CONFIRM_AGREEMENT), Act.CONFIRM_AGREEMENT)
    assert now.agreed is False
    assert by(CEM, now, Act.CONFIRM_AGREEMENT).agreed is True


def test_r13_confirming_twice_counts_once() -> None:
    now = on_the_table()
    for _ in range(3):
        now = by(ANN, now, Act.CONFIRM_AGREEMENT)
    assert now.agreed is False


def test_r13_a_new_proposal_makes_the_one_before_it_void() -> None:
    now = on_the_table(promise(PROPOSED))
    now = by(BEN, by(ANN, now, Act.CONFIRM_AGREEMENT), Act.ACCEPT_COMMITMENT, PROMISE)
    again = by(CEM, now, Act.PROPOSE_AGREEMENT, (promise(PROPOSED),))
    assert again == on_the_table(promise(PROPOSED))


def test_r13_nothing_of_a_proposal_is_accepted_or_agreed_beforehand() -> None:
    now = by(ANN, talked(), Act.PROPOSE_AGREEMENT, (promise(AGREED, accepted=True),))
    assert now.proposals == (promise(PROPOSED, accepted=False),)


@pytest.mark.parametrize(
    ("owner", "beneficiary", "code", "end"),
    [
        ("dan", ANN, "not-a-party", "owner"),
        (ANN, "dan", "not-a-party", "beneficiary"),
        (None, ANN, "not-a-party", "owner"),
        (BEN, BEN, "owner-is-beneficiary", "beneficiary"),
    ],
)
def test_r13_r14_a_commitment_is_by_one_party_and_for_another(owner: str | None, beneficiary: str, code: str, end: str) -> None:
    proposals = (promise(PROPOSED), Promise(owner, beneficiary, PROPOSED, key=OTHER_PROMISE))
    with stopped(Invalid, code, f"/commitments/1/{end}PartyId"):
        by(ANN, talked(), Act.PROPOSE_AGREEMENT, proposals)
    with stopped(Invalid, code, f"/commitments/1/{end}PartyId"):
        now = case(CaseState.AGREEMENT, promises=(promise(),))
        by(ANN, now, Act.RENEGOTIATE, tuple(one._replace(replaces=PROMISE) for one in proposals))


def test_r12_whoever_said_that_nothing_is_needed_says_it_again_after_a_proposal() -> None:
    now = talked(CaseState.IN_PROCESS, ready(ANN, no_commitments=True), ready(BEN, no_commitments=True))
    assert by(BEN, now, Act.PROPOSE_AGREEMENT, ()).places == (ready(ANN), ready(BEN))


def test_r10_the_moderator_proposes_only_as_far_as_the_mandate_lets_them() -> None:
    assert by_moderator(talked(moderator_may_propose=True), Act.PROPOSE_AGREEMENT, ()).agreement_proposed is True
    with stopped(WrongState, "guard-unmet", "mandate-lets-moderator-propose R10"):
        by_moderator(talked(), Act.PROPOSE_AGREEMENT, ())


def test_r13_a_party_never_speaks_as_the_moderator() -> None:
    with stopped(Unknown, "not-found"):
        by(None, talked(moderator_may_propose=True), Act.PROPOSE_AGREEMENT, ())


def test_r13_what_stands_is_renegotiated_and_not_proposed_again() -> None:
    with stopped(WrongState, "agreement-stands"):
        by(ANN, talked(agreed=True), Act.PROPOSE_AGREEMENT, ())
    with stopped(WrongState, "no-agreement"):
        by(ANN, talked(), Act.RENEGOTIATE, (promise(PROPOSED, replaces=PROMISE),))


@pytest.mark.parametrize("act", [Act.CONFIRM_AGREEMENT, Act.ACCEPT_COMMITMENT])
def test_r13_without_a_proposal_there_is_nothing_to_answer(act: Act) -> None:
    with stopped(WrongState, "no-agreement-proposed"):
        by(BEN, talked(), act, PROMISE)


@pytest.mark.parametrize("act", [Act.CONFIRM_AGREEMENT, Act.ACCEPT_COMMITMENT, Act.RENEGOTIATE])
def test_r13_nothing_is_answered_once_the_case_is_closed(act: Act) -> None:
    now = talked(CaseState.CLOSED, agreement_proposed=True, agreed=True, proposals=(promise(PROPOSED),))
    with stopped(WrongState, "case-not-running"):
        by(BEN, now, act, PROMISE)


@pytest.mark.parametrize("act", [Act.PROPOSE_AGREEMENT, Act.CONFIRM_AGREEMENT, Act.ACCEPT_COMMITMENT, Act.RENEGOTIATE])
def test_s0_only_who_is_informed_takes_part_in_it(act: Act) -> None:
    now = talked(CaseState.IN_PROCESS, ready(ANN), Place(BEN), agreement_proposed=True)
    with stopped(WrongState, "secrecy-statement-not-accepted", "secrecy-statement-accepted S0"):
        by(BEN, now, act, ())


def renewed(state: CommitmentState = AGREED, *more: Promise) -> Situation:
    """Ann proposes something else in the place of what Ben promised her."""
    now = case(CaseState.AGREEMENT, ready(ANN), ready(BEN), ready(CEM), promises=(promise(state), *more))
    return by(ANN, now, Act.RENEGOTIATE, (Promise(BEN, ANN, PROPOSED, key="new", replaces=PROMISE),))


@pytest.mark.parametrize("state", ["agreed", "reported", "disputed"])
def test_r14_what_was_renegotiated_is_replaced_once_everyone_agrees(state: str) -> None:
    now = renewed(CommitmentState(state), BACK._replace(state=AGREED))
    assert now.promises[0].state is CommitmentState(state)
    for who in (ANN, CEM, BEN):
        now = by(who, now, Act.CONFIRM_AGREEMENT)
    assert now.promises[0].state is CommitmentState(state)
    now = by(BEN, now, Act.ACCEPT_COMMITMENT, "new")
    assert [(one.key, one.state.value) for one in now.promises] == [(PROMISE, "replaced"), (OTHER_PROMISE, "agreed"), ("new", "agreed")]
    assert (now.agreement_proposed, now.agreed) == (False, True)


@pytest.mark.parametrize("state", ["proposed", "confirmed", "waived", "replaced", "not_kept", "unanswered", "lapsed"])
def test_r14_what_is_at_rest_is_not_renegotiated(state: str) -> None:
    with stopped(WrongState, "wrong-commitment-state"):
        renewed(CommitmentState(state))


@pytest.mark.parametrize(
    "choice", [(), None, (promise(PROPOSED, key="new"),), (promise(PROPOSED, key="a", replaces=PROMISE), promise(PROPOSED, key="b"))]
)
def test_r14_renegotiating_names_what_is_replaced(choice: object) -> None:
    with stopped(WrongState, "wrong-commitment-state"):
        by(ANN, case(CaseState.AGREEMENT, promises=(promise(),)), Act.RENEGOTIATE, choice)


def test_r14_only_those_between_whom_it_stands_renegotiate() -> None:
    now = case(CaseState.AGREEMENT, ready(ANN), ready(BEN), ready(CEM), promises=(promise(),))
    new = (Promise(BEN, ANN, PROPOSED, key="new", replaces=PROMISE),)
    assert by(BEN, now, Act.RENEGOTIATE, new).proposals == by(ANN, now, Act.RENEGOTIATE, new).proposals == new
    with stopped(NotAllowed, "not-allowed"):
        by(CEM, now, Act.RENEGOTIATE, new)


def test_r14_what_came_to_rest_meanwhile_is_not_replaced() -> None:
    """The renegotiation falls, so that no last confirmer meets a promise that is no longer there to replace."""
    now = renewed(CommitmentState.REPORTED)
    now = by(BEN, by(BEN, now, Act.CONFIRM_AGREEMENT), Act.ACCEPT_COMMITMENT, "new")
    after = by(ANN, now, Act.CONFIRM_DONE, PROMISE)
    assert (after.agreement_proposed, after.proposals, after.agreed) == (False, (), True)
    assert (after.promises, after.place(BEN).confirmed) == ((promise(CommitmentState.CONFIRMED),), False)
    with stopped(WrongState, "no-agreement-proposed"):
        by(CEM, after, Act.CONFIRM_AGREEMENT)


def test_r14_a_renegotiation_stands_while_another_promise_comes_to_rest() -> None:
    now = renewed(AGREED, BACK._replace(state=CommitmentState.REPORTED))
    after = by(BEN, now, Act.CONFIRM_DONE, OTHER_PROMISE)
    assert (after.agreement_proposed, after.proposals) == (True, now.proposals)
    reported = by(BEN, now, Act.REPORT_DONE, PROMISE)
    assert (reported.agreement_proposed, reported.proposals) == (True, now.proposals)
