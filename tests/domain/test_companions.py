"""Who is there beside the parties, as the gates see them: not at all (S0, S10, R17)."""

from collections.abc import Callable
from typing import Final

import pytest

from app.domain.cases import CaseState
from app.domain.confidentiality import Act, Role
from app.domain.deeds import decide
from app.domain.errors import NotAllowed, WrongState
from app.domain.situation import Deed, Place, Situation
from tests.domain.situations import ANN, BEN

RUNNING: Final = [state for state in CaseState if state not in {CaseState.REGISTERED, CaseState.CLOSED}]
NEW: Final = (Place(ANN, informed=True), Place(BEN))


def refusal(call: Callable[[], object]) -> str:
    """The code of the refusal that comes of it."""
    with pytest.raises(WrongState) as found:
        call()
    return found.value.code


@pytest.mark.parametrize("state", RUNNING)
@pytest.mark.parametrize("act", [Act.BRING_SUPPORTER, Act.ADMIT])
def test_s0_a_party_brings_and_admits_once_informed_and_no_gate_moves(state: CaseState, act: Act) -> None:
    now = Situation(state, NEW)
    assert decide(now, Role.PARTY, Deed(act, ANN)) == now
    assert refusal(lambda: decide(now, Role.PARTY, Deed(act, BEN))) == "secrecy-statement-not-accepted"


@pytest.mark.parametrize("state", [CaseState.REGISTERED, CaseState.CLOSED])
def test_r17_when_nothing_runs_somebody_can_only_come_no_longer(state: CaseState) -> None:
    now = Situation(state, NEW)
    assert refusal(lambda: decide(now, Role.PARTY, Deed(Act.BRING_SUPPORTER, ANN))) == "case-not-running"
    assert refusal(lambda: decide(now, Role.PARTY, Deed(Act.ADMIT, ANN))) == "case-not-running"
    assert refusal(lambda: decide(now, Role.MODERATOR, Deed(Act.NAME_COMPANION))) == "case-not-running"
    assert decide(now, Role.PARTY, Deed(Act.BRING_SUPPORTER, ANN, False)) == now
    assert decide(now, Role.MODERATOR, Deed(Act.NAME_COMPANION, choice=False)) == now


@pytest.mark.parametrize("state", RUNNING)
def test_r11_the_moderator_names_whoever_helps_a_conversation(state: CaseState) -> None:
    now = Situation(state, NEW)
    assert decide(now, Role.MODERATOR, Deed(Act.NAME_COMPANION)) == now


@pytest.mark.parametrize("state", [*RUNNING, CaseState.CLOSED])
@pytest.mark.parametrize("who", [None, ANN, BEN, "somebody"])
def test_s0_whoever_stands_by_accepts_the_statement_for_themselves_and_informs_nobody_else(state: CaseState, who: str | None) -> None:
    now = Situation(state, NEW)
    assert decide(now, Role.SUPPORTER, Deed(Act.ACCEPT_SECRECY, who)) == now
    assert decide(now, Role.SUPPORTER, Deed(Act.REDEEM, who)) == now


def test_s0_before_a_process_begins_there_is_nothing_to_accept() -> None:
    assert refusal(lambda: decide(Situation(CaseState.REGISTERED, ()), Role.SUPPORTER, Deed(Act.ACCEPT_SECRECY))) == "case-not-running"


@pytest.mark.parametrize("state", CaseState)
def test_r7_a_way_in_for_someone_who_stands_by_changes_nothing_for_the_parties(state: CaseState) -> None:
    now = Situation(state, (Place(ANN, informed=True, ready=True, reconfirmed=True),))
    assert decide(now, Role.MODERATOR, Deed(Act.INVITE)) == now


@pytest.mark.parametrize("act", [Act.BRING_SUPPORTER, Act.ADMIT, Act.NAME_COMPANION])
@pytest.mark.parametrize("role", Role)
def test_s10_nobody_brings_admits_or_names_in_anothers_part(role: Role, act: Act) -> None:
    theirs = Role.MODERATOR if act is Act.NAME_COMPANION else Role.PARTY
    now = Situation(CaseState.READINESS, NEW)
    if role is not theirs:
        with pytest.raises(NotAllowed):
            decide(now, role, Deed(act, ANN))


@pytest.mark.parametrize("act", sorted(set(Act) - {Act.REDEEM, Act.ACCEPT_SECRECY}))
def test_s0_whoever_stands_by_does_nothing_else_in_a_case(act: Act) -> None:
    with pytest.raises(NotAllowed):
        decide(Situation(CaseState.READINESS, NEW), Role.SUPPORTER, Deed(act, ANN, True))
