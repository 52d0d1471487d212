"""The life-cycle product: every state of every noun with every event; only what stands here passes."""

from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import agreements, cases, commitments, disclosures, harms, mandates, offers, sealing_keys, sessions, supports
from app.domain.errors import WrongState
from app.domain.lifecycle import Lifecycle

CASE = """
registered  begin              intake
registered  close              closed
intake      explore_readiness  readiness
intake      close              closed
readiness   agree_on_talking   mandate
readiness   close              closed
mandate     talk               in_process
mandate     close              closed
in_process  agree              agreement
in_process  look_after         aftercare
in_process  close              closed
agreement   look_after         aftercare
agreement   close              closed
aftercare   close              closed
closed      reopen             readiness
"""
OUTSIDE = """
received     take        in_progress
received     close       closed
in_progress  close       closed
closed       talk_again  in_progress
"""
OFFER = """
open  declare  declared
open  decline  declined
"""
MANDATE = """
draft     offer            offered
offered   accepted_by_all  in_force
offered   supersede        superseded
in_force  supersede        superseded
"""
SESSION = """
planned  start    running
planned  cancel   cancelled
running  suspend  suspended
running  end      held
"""
TALK = """
planned  end     held
planned  cancel  cancelled
"""
AGREEMENT = """
proposed  agreed_by_all  agreed
proposed  supersede      superseded
"""
COMMITMENT = """
proposed  agree         agreed
agreed    report        reported
agreed    waive         waived
agreed    replace       replaced
agreed    say_not_kept  not_kept
reported  confirm       confirmed
reported  dispute       disputed
reported  waive         waived
reported  replace       replaced
disputed  report        reported
disputed  waive         waived
disputed  replace       replaced
disputed  say_not_kept  not_kept
reported  leave_unanswered  unanswered
agreed    lapse             lapsed
reported  lapse             lapsed
disputed  lapse             lapsed
"""
SUPPORT = """
proposed  released_by_all   released
released  say_can           can
released  say_cannot        cannot
released  say_done          done
can       say_cannot        cannot
can       say_done          done
done      confirmed_by_all  confirmed
"""
DISCLOSURE = """
open  release         released
open  invoke_secrecy  secrecy_invoked
"""
HARM = """
open                 acknowledged         acknowledged
open                 repaired             repaired
open                 nothing_more_needed  nothing_more_needed
open                 left_open            left_open
acknowledged         repaired             repaired
acknowledged         nothing_more_needed  nothing_more_needed
acknowledged         left_open            left_open
repaired             acknowledged         acknowledged
repaired             nothing_more_needed  nothing_more_needed
repaired             left_open            left_open
nothing_more_needed  acknowledged         acknowledged
nothing_more_needed  repaired             repaired
nothing_more_needed  left_open            left_open
left_open            acknowledged         acknowledged
left_open            repaired             repaired
left_open            nothing_more_needed  nothing_more_needed
"""

SEALING_KEY = """
registered     prove        proven
registered     spend        spent
proven         countersign  countersigned
countersigned  countersign  countersigned
"""

NOUNS: list[tuple[str, Lifecycle[Any, Any], type[StrEnum], type[StrEnum], str, int, int]] = [
    ("case", cases.LIFE, cases.CaseState, cases.CaseEvent, CASE, 8, 8),
    ("case outside", cases.OUTSIDE_LIFE, cases.NeutralState, cases.NeutralEvent, OUTSIDE, 3, 3),
    ("offer", offers.LIFE, offers.OfferState, offers.OfferEvent, OFFER, 3, 2),
    ("mandate", mandates.LIFE, mandates.MandateState, mandates.MandateEvent, MANDATE, 4, 3),
    ("session", sessions.LIFE, sessions.SessionState, sessions.SessionEvent, SESSION, 5, 4),
    ("talk", sessions.TALK_LIFE, sessions.SessionState, sessions.SessionEvent, TALK, 5, 4),
    ("agreement", agreements.LIFE, agreements.AgreementState, agreements.AgreementEvent, AGREEMENT, 3, 2),
    ("commitment", commitments.LIFE, commitments.CommitmentState, commitments.CommitmentEvent, COMMITMENT, 10, 9),
    ("support", supports.LIFE, supports.SupportState, supports.SupportEvent, SUPPORT, 6, 5),
    ("sealing-key", sealing_keys.LIFE, sealing_keys.KeyState, sealing_keys.KeyEvent, SEALING_KEY, 4, 3),
    ("disclosure", disclosures.LIFE, disclosures.DisclosureState, disclosures.DisclosureEvent, DISCLOSURE, 3, 2),
    ("harm", harms.LIFE, harms.HarmState, harms.HarmMark, HARM, 5, 4),
]
TABLES = {
    noun: {(state, event): after for state, event, after in map(str.split, table.split("\n")[1:-1])} for noun, *_, table, _, _ in NOUNS
}


@pytest.mark.parametrize("row", NOUNS, ids=[row[0] for row in NOUNS])
def test_only_the_tabled_steps_exist(row: tuple[str, Lifecycle[Any, Any], type[StrEnum], type[StrEnum], str, int, int]) -> None:
    noun, life, states, events, _, state_count, event_count = row
    assert (len(states), len(events)) == (state_count, event_count)
    for state in states:
        for event in events:
            expected = TABLES[noun].get((state.value, event.value))
            if expected is None:
                with pytest.raises(WrongState) as caught:
                    life.after(state, event)
                assert caught.value.code == f"wrong-{noun.split()[0]}-state"
            else:
                assert life.after(state, event) is states(expected)


@given(st.data())
@settings(derandomize=True, max_examples=300)
def test_whatever_happens_in_whatever_order_a_noun_only_walks_along_its_table(data: st.DataObject) -> None:
    noun, life, states, events, *_ = data.draw(st.sampled_from(NOUNS))
    state = data.draw(st.sampled_from(list(states)))
    for event in data.draw(st.lists(st.sampled_from(list(events)), max_size=8)):
        try:
            after = life.after(state, event)
        except WrongState:
            assert (state.value, event.value) not in TABLES[noun]
        else:
            assert TABLES[noun][state.value, event.value] == after.value
            state = after


def test_a_life_cycle_is_its_table_and_keeps_it() -> None:
    table = {("asleep", "wake"): "awake"}
    life = Lifecycle[str, str]("day", table)
    table["awake", "wake"] = "dreaming"
    assert life.after("asleep", "wake") == "awake"
    for state, event in (("awake", "wake"), ("asleep", "sleep")):
        with pytest.raises(WrongState) as caught:
            life.after(state, event)
        assert caught.value.code == "wrong-day-state"


def test_nothing_leaves_where_a_noun_rests() -> None:
    at_rest = {
        "offer": {"declared", "declined"},
        "mandate": {"superseded"},
        "session": {"held", "suspended", "cancelled"},
        "talk": {"held", "cancelled", "running", "suspended"},
        "agreement": {"agreed", "superseded"},
        "commitment": {"confirmed", "waived", "replaced", "not_kept", "unanswered", "lapsed"},
        "support": {"cannot", "confirmed"},
        "sealing-key": {"spent"},
        "disclosure": {"released", "secrecy_invoked"},
        "case": set[str](),
        "case outside": set[str](),
        "harm": set[str](),
    }
    for noun, _, states, *_ in NOUNS:
        left = {state for state, _ in TABLES[noun]}
        assert {state.value for state in states} - left == at_rest[noun]


def test_r14_the_final_states_of_a_commitment_are_those_of_the_rule() -> None:
    assert {state.value for state in commitments.FINAL} == {"confirmed", "waived", "replaced", "not_kept", "unanswered", "lapsed"}
    assert {state.value for state in commitments.OPEN} == {"agreed", "reported", "disputed"}
    assert {state.value for state in commitments.FALLS_SHORT} == {"not_kept", "unanswered"}


def test_r15_a_harm_is_settled_when_repaired_or_when_nothing_more_is_needed() -> None:
    assert {state.value for state in harms.SETTLED} == {"repaired", "nothing_more_needed"}


def test_r12_only_joint_conversations_and_circles_count_as_joint() -> None:
    assert {kind.value for kind in sessions.CONVERSATIONS} == {"joint", "circle"}
    assert {state.value for state in sessions.UPCOMING} == {"planned", "running"}
    assert {kind.value for kind in sessions.SessionKind} & {kind.value for kind in sessions.TalkKind} == set()


def test_r10_non_violence_cannot_be_removed() -> None:
    assert {rule.value for rule in mandates.CANNOT_BE_REMOVED} == {"non_violence"}


def test_the_states_in_which_a_process_runs_leave_out_the_first_and_the_last() -> None:
    assert [state.value for state in cases.RUNNING] == ["intake", "readiness", "mandate", "in_process", "agreement", "aftercare"]
    assert [state.value for state in cases.BEFORE_CLOSE] == [
        "registered", "intake", "readiness", "mandate", "in_process", "agreement", "aftercare",
    ]  # fmt: skip
