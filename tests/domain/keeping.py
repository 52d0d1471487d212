"""All laws together: those of every step, those of the steps that change nothing, and what is so in every state that can be reached."""

from collections.abc import Callable

from app.domain.cases import CaseState
from app.domain.sessions import SessionState
from app.domain.situation import Situation
from tests.domain import laws
from tests.domain.laws import AT_REST, Edge
from tests.domain.laws_of_promises import LAWS_OF_PROMISES, voice
from tests.domain.laws_of_turns import LAWS_OF_TURNS

BEFORE_TALKING = {CaseState.INTAKE, CaseState.READINESS, CaseState.MANDATE}

EDGE_LAWS: tuple[Callable[[Edge], None], ...] = (
    laws.r4_r7_r11_conversations,
    laws.r6_r7_only_oneself,
    laws.r7_withdrawal_changes_nothing_else,
    laws.r7_a_no_for_today_withdraws,
    laws.r9_newcomers,
    laws.r10_mandate_by_all,
    laws.r12_r13_agreements,
    laws.r12_r15_harms,
    laws.r12_joint_held,
    laws.r15_endings,
    laws.life_cycle,
    laws.s11_announced,
    *LAWS_OF_PROMISES,
    *LAWS_OF_TURNS,
)
"""For the steps that change something."""

STILL_LAWS = (laws.s11_announced, laws.r7_a_no_for_today_withdraws)
"""For the steps that change nothing: only by these could that be wrong."""


def sound(now: Situation) -> None:
    """What is so in every state that can be reached (R3, R4, R10, R12, R13, R14).

    A conversation that runs may outlive its mandate, when somebody leaves in the middle of it (see `laws_of_turns.r9_places_end`); one that
    is planned never does.
    """
    parties = {place.party for place in now.places}
    assert len(parties) == len(now.places)
    _promises_are_sound(now, parties)
    assert not any(place.ready and not place.informed for place in now.places)
    assert not any(place.reconfirmed and not (place.ready and now.session is SessionState.PLANNED) for place in now.places)
    assert not any(one.consented and not one.informed for place in now.places for one in place.guardians)
    assert now.agreement_proposed or not now.proposals
    assert now.state is not CaseState.CLOSED or not (now.paused or now.session)
    assert not (now.led and now.left_alone)
    assert now.offer_ends <= parties
    if not now.mandate_offered:
        assert not now.offer_ends
        assert not now.moderator_accepted
        assert not any(place.accepted or any(one.accepted for one in place.guardians) for place in now.places)
    if now.agreed or now.agreement_proposed:
        assert now.joint_held
        assert any(harm.discussed for harm in now.harms)
    if now.session is SessionState.PLANNED:
        assert now.mandate_in_force
    if now.state in BEFORE_TALKING:
        assert not any((now.session, now.joint_held, now.agreed, now.agreement_proposed))
    if now.state is CaseState.AGREEMENT:
        assert now.agreed
    if now.state is CaseState.AFTERCARE:
        assert not now.agreement_proposed
        assert all(one.state.value in AT_REST for one in now.promises)


def _promises_are_sound(now: Situation, parties: set[object]) -> None:
    """R14: what is open has both its ends here, and its owner never speaks for the one whom it was promised."""
    ends = parties | {group.key for group in now.collectives}
    everything = (*now.promises, *now.proposals)
    assert len({one.key for one in everything}) == len(everything)
    for one in everything:
        assert one.owner != one.beneficiary
        if one.state.value not in AT_REST:
            assert one.owner in parties
            assert one.beneficiary in ends
            assert voice(now, one.beneficiary) != one.owner
