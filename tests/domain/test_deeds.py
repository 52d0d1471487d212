"""Who may do what at all: every role with every deed, and whom a deed may speak for (R6, R11, R13, R16)."""

import pytest

from app.domain.cases import CaseState
from app.domain.confidentiality import Act, Role
from app.domain.deeds import OUTSIDE, RULES, decide
from app.domain.errors import NotAllowed, Unknown
from app.domain.situation import Deed, Situation
from tests.domain.situations import ANN, case

MODERATORS_MAY = """
move pause resume close classify add-party invite assess-safety announce-gate draft-mandate offer-mandate comment-mandate accept-mandate
hold-talk plan-session start-session suspend-session end-session cancel-session write-record reconfirm write-note rewrite-note
propose-agreement follow-up
"""
PARTIES_MAY = """
redeem accept-secrecy keep-particulars accept-moderator declare-readiness withdraw comment-mandate accept-mandate reconfirm approve-record
tell share accept-attribution mark-harm propose-agreement confirm-agreement accept-commitment report-done confirm-done dispute renegotiate
waive say-not-kept confirm-outcome evaluate ask-reopening
"""
MODERATORS, PARTIES = set(MODERATORS_MAY.split()), set(PARTIES_MAY.split())
AROUND = {"keep-directory", "set-terms", "register-moderator", "refer", "ask", "answer-offer"}


def test_every_deed_has_its_rule_or_stands_outside_the_case() -> None:
    assert {act.value for act in OUTSIDE} == AROUND
    assert {act.value for act in RULES} == MODERATORS | PARTIES
    assert {act.value for act in Act} == MODERATORS | PARTIES | AROUND


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", CaseState)
def test_r6_r11_r13_whoever_may_not_never_may(role: Role, state: CaseState) -> None:
    """Managers, coordinators, admins and systems have no deed in a case; parties and moderator have each their own."""
    theirs = {Role.MODERATOR: MODERATORS, Role.PARTY: PARTIES}.get(role, set())
    for act in RULES:
        if act.value not in theirs:
            for party in (None, ANN):
                with pytest.raises(NotAllowed):
                    decide(case(state), role, Deed(act, party, True))


@pytest.mark.parametrize("act", sorted(PARTIES))
@pytest.mark.parametrize("state", CaseState)
def test_s1_a_party_without_a_place_here_learns_nothing(act: str, state: CaseState) -> None:
    for who in (None, "stranger"):
        with pytest.raises(Unknown):
            decide(case(state, session=None), Role.PARTY, Deed(Act(act), who, True))


def test_what_was_decided_leaves_what_was_so_untouched() -> None:
    before = case(CaseState.IN_PROCESS)
    decide(before, Role.PARTY, Deed(Act.WITHDRAW, ANN))
    assert before == case(CaseState.IN_PROCESS)
    assert isinstance(hash(before), int)
    assert Situation(CaseState.REGISTERED, ()) == Situation(CaseState.REGISTERED, ())
