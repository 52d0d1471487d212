"""Who may do what at all: every role with every deed, and whom a deed may speak for (R6, R11, R13, R16)."""

import pytest

from app.domain.cases import CaseState
from app.domain.confidentiality import Act, Role
from app.domain.deeds import OUTSIDE, decide
from app.domain.errors import NotAllowed, Unknown, WrongState
from app.domain.situation import Deed, Situation
from tests.domain.situations import ANN, INSIDE, case

MODERATORS_MAY = """
move pause resume close classify add-party invite assess-safety announce-gate draft-mandate offer-mandate comment-mandate accept-mandate
hold-talk plan-session start-session suspend-session end-session cancel-session write-record reconfirm write-note rewrite-note
propose-agreement follow-up answer-offer recuse keep-guardians note-readiness keep-members record-loss name-companion
record-request write-letter consent-disclosure note-other-letter release-letter record-exception tell-exception hold
"""
PARTIES_MAY = """
redeem accept-secrecy keep-particulars accept-moderator declare-readiness withdraw comment-mandate accept-mandate reconfirm approve-record
tell share accept-attribution mark-harm propose-agreement confirm-agreement accept-commitment report-done confirm-done dispute renegotiate
waive say-not-kept confirm-outcome evaluate ask-reopening object propose-successor grant-private issue-codes contest choose-spokesperson
depart bring-supporter admit propose-support release confirm-support
consent-disclosure ask-erasure
"""
MODERATORS, PARTIES = set(MODERATORS_MAY.split()), set(PARTIES_MAY.split())
THEIRS: dict[Role, set[str]] = {
    Role.MODERATOR: MODERATORS,
    Role.PARTY: PARTIES,
    # Beside a child, and nothing in the child's place (R6).
    Role.GUARDIAN: {"redeem", "accept-secrecy", "accept-mandate", "consent", "consent-disclosure"},
    Role.SUPPORTER: {"redeem", "accept-secrecy"},
    # Of a case they know no more than the sentence that all released, or than the id of a seat.
    Role.COORDINATOR: {"answer-support"},
    Role.REGISTRAR: {"end-appointment"},
    Role.WORKER: {"pause", "lapse", "invoke-secrecy"},
}
AROUND = {
    *("keep-directory", "set-terms", "register-moderator", "refer", "ask", "destroy-referral", "veto"),
    *("keep-registry-keys", "offer-key", "prove-key", "countersign-key", "export", "erase", "destroy"),
}


def test_every_deed_has_its_rule_or_stands_outside_the_case() -> None:
    assert {act.value for act in OUTSIDE} == AROUND
    inside = set().union(*THEIRS.values())
    assert {act.value for act in INSIDE} == inside
    assert {act.value for act in Act} == inside | AROUND


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", CaseState)
def test_r6_r11_r13_whoever_may_not_never_may(role: Role, state: CaseState) -> None:
    """Managers, coordinators, admins and systems have no deed in a process; parties, moderator and the others have each their own."""
    for act in INSIDE:
        if act.value not in THEIRS.get(role, set()):
            for party in (None, ANN):
                with pytest.raises(NotAllowed):
                    decide(case(state), role, Deed(act, party, True))


@pytest.mark.parametrize("act", sorted(PARTIES))
@pytest.mark.parametrize("state", CaseState)
def test_s1_a_party_without_a_place_here_learns_nothing(act: str, state: CaseState) -> None:
    for who in (None, "stranger"):
        with pytest.raises(Unknown):
            decide(case(state, session=None), Role.PARTY, Deed(Act(act), who, True))


@pytest.mark.parametrize("act", sorted(THEIRS[Role.GUARDIAN]))
@pytest.mark.parametrize("key", [None, "stranger", ("stranger", True)])
def test_s1_a_guardian_without_authority_here_learns_nothing(act: str, key: object) -> None:
    """Nor whoever has a place here themselves: no key stands for them (R6)."""
    for child in (None, ANN, "stranger"):
        with pytest.raises(Unknown):
            decide(case(CaseState.INTAKE), Role.GUARDIAN, Deed(Act(act), child, key))


@pytest.mark.parametrize("state", CaseState)
def test_r17_where_a_moderator_leads_there_is_nothing_for_time_to_do(state: CaseState) -> None:
    for act in sorted(THEIRS[Role.WORKER]):
        with pytest.raises(WrongState):
            decide(case(state, left_alone=True), Role.WORKER, Deed(Act(act)))


def test_what_was_decided_leaves_what_was_so_untouched() -> None:
    before = case(CaseState.IN_PROCESS)
    decide(before, Role.PARTY, Deed(Act.WITHDRAW, ANN))
    assert before == case(CaseState.IN_PROCESS)
    assert isinstance(hash(before), int)
    assert Situation(CaseState.REGISTERED, ()) == Situation(CaseState.REGISTERED, ())
