"""Several with one voice: who speaks for them, what can be promised to them, and that nobody confirms their own promise (R14, K4)."""

from typing import Any

import pytest

from app.domain.cases import CaseState
from app.domain.commitments import CommitmentState
from app.domain.confidentiality import Act
from app.domain.errors import Conflict, Invalid, NotAllowed, Unknown, WrongState
from app.domain.groups import Chosen, Member, majority
from app.domain.parties import PartyKind
from app.domain.situation import Collective, Place, Promise, Situation
from tests.domain.situations import ANN, BEN, CEM, PROMISE, by, by_moderator, case, promise, ready, stopped, talked

TEAM, COUNCIL = "team", "council"
THREE = (ready(ANN), ready(BEN), ready(CEM))


def with_team(speaker: str | None = ANN, state: CaseState = CaseState.AGREEMENT, **facts: object) -> Situation:
    """Three in a team, to which Ben promised something."""
    usual = {"promises": (promise(beneficiary=TEAM),), "collectives": (Collective(TEAM, speaker),)}
    return case(state, *THREE, **usual | facts)


def chosen(who: str, now: Situation, speaker: str, decides: bool = True) -> Situation:
    return by(who, now, Act.CHOOSE_SPOKESPERSON, Chosen(TEAM, speaker, decides))


@pytest.mark.parametrize(
    ("choices", "members", "speaks"),
    [
        ({}, "abc", None),
        ({"a": "b"}, "abc", None),
        ({"a": "b", "c": "b"}, "abc", "b"),
        ({"a": "a"}, "a", "a"),
        ({"a": "b", "b": "b"}, "abcd", None),
        ({"a": "b", "b": "b", "c": "b"}, "abcd", "b"),
        ({"a": "b", "b": "a", "c": "c"}, "abc", None),
        # Whoever belongs no more is neither counted, nor heard, nor chosen.
        ({"a": "b", "z": "b"}, "abc", None),
        ({"a": "z", "b": "z"}, "abc", None),
        ({"a": "b"}, "ab", None),
    ],
)
def test_r14_more_than_half_of_all_members_say_who_speaks(choices: dict[str, str], members: str, speaks: str | None) -> None:
    assert majority(choices, members) == speaks


def test_r14_the_spokesperson_says_that_a_promise_to_all_of_them_is_done() -> None:
    now = by(BEN, with_team(), Act.REPORT_DONE, PROMISE)
    for who in (BEN, CEM):
        with pytest.raises(NotAllowed):
            by(who, now, Act.CONFIRM_DONE, PROMISE)
    assert by(ANN, now, Act.CONFIRM_DONE, PROMISE).promises[0].state is CommitmentState.CONFIRMED


@pytest.mark.parametrize("act", [Act.CONFIRM_DONE, Act.DISPUTE, Act.WAIVE, Act.SAY_NOT_KEPT])
def test_r14_while_nobody_speaks_for_them_nobody_answers_for_them(act: Act) -> None:
    now = with_team(None, promises=(promise(CommitmentState.REPORTED, beneficiary=TEAM, due=True),))
    for who in (ANN, BEN, CEM):
        with pytest.raises(NotAllowed):
            by(who, now, act, PROMISE)


@pytest.mark.parametrize("act", [Act.CONFIRM_DONE, Act.DISPUTE, Act.WAIVE, Act.SAY_NOT_KEPT])
def test_k4_r14_the_owner_never_answers_their_own_promise_not_even_as_spokesperson(act: Act) -> None:
    """However that state came about: Ben promised, and Ben speaks for those to whom he did."""
    now = with_team(BEN, promises=(promise(CommitmentState.REPORTED, beneficiary=TEAM, due=True),))
    for who in (ANN, BEN, CEM):
        with pytest.raises(NotAllowed):
            by(who, now, act, PROMISE)


def test_k4_r14_nobody_promises_a_group_for_which_they_speak_themselves() -> None:
    now = talked(CaseState.IN_PROCESS, *THREE, collectives=(Collective(TEAM, BEN),))
    with stopped(Invalid, "owner-is-beneficiary", "/commitments/0/beneficiaryPartyId"):
        by(ANN, now, Act.PROPOSE_AGREEMENT, (Promise(BEN, TEAM, CommitmentState.PROPOSED),))
    fine = by(ANN, now, Act.PROPOSE_AGREEMENT, (Promise(ANN, TEAM, CommitmentState.PROPOSED),))
    assert fine.agreement_proposed


def test_r14_a_group_without_a_place_of_its_own_promises_nothing() -> None:
    now = talked(CaseState.IN_PROCESS, *THREE, collectives=(Collective(TEAM, ANN),))
    with stopped(Invalid, "not-a-party", "/commitments/0/ownerPartyId"):
        by(ANN, now, Act.PROPOSE_AGREEMENT, (Promise(TEAM, BEN, CommitmentState.PROPOSED),))
    with stopped(Invalid, "not-a-party", "/commitments/0/beneficiaryPartyId"):
        by(ANN, now, Act.PROPOSE_AGREEMENT, (Promise(BEN, COUNCIL, CommitmentState.PROPOSED),))


def test_r13_what_is_promised_to_all_of_them_is_agreed_by_every_place_and_not_by_the_group() -> None:
    now = talked(CaseState.IN_PROCESS, *THREE, collectives=(Collective(TEAM, ANN),))
    now = by(ANN, now, Act.PROPOSE_AGREEMENT, (Promise(BEN, TEAM, CommitmentState.PROPOSED, key=PROMISE),))
    now = by(BEN, now, Act.ACCEPT_COMMITMENT, PROMISE)
    for who in (ANN, BEN):
        now = by(who, now, Act.CONFIRM_AGREEMENT)
    assert now.agreed is False
    assert by(CEM, now, Act.CONFIRM_AGREEMENT).promises[0].state is CommitmentState.AGREED


def test_r14_the_spokesperson_renegotiates_for_all_of_them_and_the_others_do_not() -> None:
    other = (Promise(BEN, TEAM, CommitmentState.PROPOSED, key="new", replaces=PROMISE),)
    assert by(ANN, with_team(), Act.RENEGOTIATE, other).agreement_proposed
    assert by(BEN, with_team(), Act.RENEGOTIATE, other).agreement_proposed
    with pytest.raises(NotAllowed):
        by(CEM, with_team(), Act.RENEGOTIATE, other)


def test_r14_who_speaks_changes_with_the_choice_that_decides() -> None:
    now = with_team(None)
    assert chosen(BEN, now, CEM, decides=False) == now
    assert chosen(BEN, now, CEM).collectives == (Collective(TEAM, CEM),)
    assert chosen(ANN, with_team(ANN), CEM).promises == with_team().promises


@pytest.mark.parametrize("decides", [True, False])
def test_k4_r14_whoever_owes_the_group_something_is_not_chosen_and_that_tells_nothing_of_what_others_chose(decides: bool) -> None:
    for now in (with_team(), with_team(promises=(), proposals=(promise(CommitmentState.PROPOSED, beneficiary=TEAM),))):
        with stopped(WrongState, "owner-is-beneficiary"):
            chosen(ANN, now, BEN, decides)
    kept = with_team(promises=(promise(CommitmentState.CONFIRMED, beneficiary=TEAM),))
    assert chosen(ANN, kept, BEN).collectives == (Collective(TEAM, BEN),)


def test_r14_only_groups_and_places_of_this_case_are_chosen_among() -> None:
    with pytest.raises(Unknown):
        by(ANN, with_team(), Act.CHOOSE_SPOKESPERSON, Chosen(COUNCIL, BEN, decides=True))
    with pytest.raises(Unknown):
        chosen(ANN, with_team(), "dora")
    with stopped(Invalid, "unknown-id", "/memberId"):
        by(ANN, with_team(), Act.CHOOSE_SPOKESPERSON, CEM)
    with stopped(WrongState, "secrecy-statement-not-accepted", "secrecy-statement-accepted S0"):
        chosen(ANN, with_team(state=CaseState.INTAKE).with_place(ANN, informed=False), CEM)
    with stopped(WrongState, "case-not-running"):
        chosen(ANN, with_team(state=CaseState.CLOSED), CEM)


def council(**facts: Any) -> Situation:
    """A council has one place beside Ann's."""
    return case(CaseState.READINESS, ready(ANN), Place(COUNCIL, invited=True)._replace(**facts))


@pytest.mark.parametrize("informed", [True, False])
def test_s0_r6_with_who_speaks_for_it_a_group_is_informed_and_ready_anew(informed: bool) -> None:
    said: dict[str, Any] = {"welcomed": True, "accepted": True, "confirmed": True, "safe": True}
    now = council(informed=True, ready=True, **said)
    after = by(COUNCIL, now, Act.CHOOSE_SPOKESPERSON, Chosen(COUNCIL, "mia", decides=True, informed=informed))
    assert after.place(COUNCIL) == Place(COUNCIL, invited=True, informed=informed, ready=False, **said)
    undecided = Chosen(COUNCIL, "mia", decides=False, informed=informed)
    assert by(COUNCIL, now, Act.CHOOSE_SPOKESPERSON, undecided) == now


def test_s0_a_member_who_does_not_speak_informs_nobody_but_themselves() -> None:
    for speaks in (True, False):
        after = by(COUNCIL, council(), Act.ACCEPT_SECRECY, Member("mia", speaks))
        assert after.place(COUNCIL).informed is speaks


def test_s0_r7_r9_inviting_whoever_speaks_again_takes_back_what_they_said_inviting_another_does_not() -> None:
    now = council(informed=True, ready=True)
    assert by_moderator(now, Act.INVITE, Member("mia", speaks=False), COUNCIL) == now
    again = by_moderator(now, Act.INVITE, Member("mia", speaks=True), COUNCIL)
    assert again.place(COUNCIL) == Place(COUNCIL, invited=True)
    first = council()._replace(places=(ready(ANN), Place(COUNCIL)))
    assert by_moderator(first, Act.INVITE, Member("mia", speaks=False), COUNCIL).place(COUNCIL).invited is True


def test_r14_members_are_kept_of_groups_and_each_of_those_together_has_a_place() -> None:
    now = council()._replace(collectives=(Collective(TEAM),))
    assert by_moderator(now, Act.KEEP_MEMBERS, about=COUNCIL) == now
    assert by_moderator(now, Act.KEEP_MEMBERS, about=TEAM) == now
    assert by_moderator(now, Act.KEEP_MEMBERS, ANN, TEAM).collectives == (Collective(TEAM, members=frozenset({ANN})),)
    for group, member in ((TEAM, "dora"), ("dora", None)):
        with pytest.raises(Unknown):
            by_moderator(now, Act.KEEP_MEMBERS, member, group)
    with pytest.raises(NotAllowed):
        by(ANN, now, Act.KEEP_MEMBERS)


def test_r9_those_together_are_named_at_any_time_and_no_gate_waits_for_them() -> None:
    now = case(CaseState.IN_PROCESS)
    after = by_moderator(now, Act.ADD_PARTY, PartyKind.COLLECTIVE, TEAM)
    assert after == now._replace(collectives=(Collective(TEAM),))
    with stopped(Conflict, "party-stands-already"):
        by_moderator(after, Act.ADD_PARTY, PartyKind.PERSON, TEAM)
    with stopped(WrongState, "wrong-case-state"):
        by_moderator(now, Act.ADD_PARTY, PartyKind.GROUP, COUNCIL)
    with stopped(WrongState, "case-not-running"):
        by_moderator(case(CaseState.CLOSED), Act.ADD_PARTY, PartyKind.COLLECTIVE, TEAM)
    group = by_moderator(case(CaseState.READINESS), Act.ADD_PARTY, PartyKind.GROUP, COUNCIL)
    assert group.places[-1] == Place(COUNCIL)


def test_r17_who_speaks_for_whom_outlives_a_reopening() -> None:
    closed = with_team(state=CaseState.CLOSED).with_place(BEN, reopening_asked=True)
    assert by_moderator(closed, Act.MOVE, CaseState.READINESS).collectives == (Collective(TEAM, ANN),)
