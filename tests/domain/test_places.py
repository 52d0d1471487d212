"""How a place ends: by one's own departure, a death or lasting incapacity, or a mandate that lists it and that all accept (R9)."""

import pytest

from app.domain.cases import RUNNING, CaseState, Ending
from app.domain.commitments import CommitmentState
from app.domain.confidentiality import Act, Role
from app.domain.deeds import decide, ending
from app.domain.errors import GateClosed, Invalid, NotAllowed, Unknown, WrongState
from app.domain.guardians import Age
from app.domain.mandates import Involvement, Offered
from app.domain.parties import Loss, PartyKind, PlaceEnd
from app.domain.sessions import SessionKind, SessionState
from app.domain.situation import Collective, Deed, Guardian, Place, Promise, Situation
from tests.domain.situations import ANN, BEN, CEM, HARM, by, by_moderator, case, harm, promise, ready, stopped, talked

TEAM = "team"
AGREED, REPORTED, CONFIRMED, LAPSED = CommitmentState.AGREED, CommitmentState.REPORTED, CommitmentState.CONFIRMED, CommitmentState.LAPSED
THREE = (ready(ANN), ready(BEN), ready(CEM))


def listing(*ends: str) -> Offered:
    return Offered(Involvement.NONE, frozenset(ends))


def offered(now: Situation, *ends: str) -> Situation:
    return by_moderator(now, Act.OFFER_MANDATE, listing(*ends))


def accepted(now: Situation, *names: str) -> Situation:
    for name in names:
        now = by(name, now, Act.ACCEPT_MANDATE)
    return by_moderator(now, Act.ACCEPT_MANDATE)


def everything() -> Situation:
    """Three in conversation, with something of everything on the table."""
    places = tuple(place._replace(confirmed=True, accepted=True, restored=True, self_resolved=True, reconfirmed=True) for place in THREE)
    return talked(
        CaseState.IN_PROCESS,
        *places,
        agreed=True,
        agreement_proposed=True,
        proposals=(promise(CommitmentState.PROPOSED, key="instead", replaces="open"),),
        promises=(
            promise(key="open"),
            promise(REPORTED, key="to cem", owner=ANN, beneficiary=CEM),
            promise(CONFIRMED, key="kept", beneficiary=CEM),
            promise(key="by cem", owner=CEM, beneficiary=TEAM),
        ),
        collectives=(Collective(TEAM, CEM),),
        session=SessionState.PLANNED,
        mandate_offered=True,
        offer_ends=frozenset({BEN}),
        moderator_accepted=True,
        moderator_may_propose=True,
    )


def test_r9_whoever_leaves_takes_along_what_was_theirs_and_nothing_of_the_others() -> None:
    after = by(CEM, everything(), Act.DEPART)
    assert [place.party for place in after.places] == [ANN, BEN]
    assert after.places == (ready(ANN), ready(BEN))
    assert (after.agreement_proposed, after.proposals, after.agreed) == (False, (), True)
    assert [one.state for one in after.promises] == [AGREED, LAPSED, CONFIRMED, LAPSED]
    assert after.collectives == (Collective(TEAM, None),)
    assert after.session is SessionState.CANCELLED
    assert (after.mandate_offered, after.offer_ends, after.moderator_accepted) == (False, frozenset(), False)
    assert (after.mandate_in_force, after.moderator_may_propose) == (False, False)
    assert after.harms == everything().harms
    assert (after.state, after.joint_held, after.screened, after.led) == (CaseState.IN_PROCESS, True, True, True)


@pytest.mark.parametrize("why", Loss)
def test_r9_a_death_or_lasting_incapacity_does_the_same_by_the_moderators_hand(why: Loss) -> None:
    assert by_moderator(everything(), Act.RECORD_LOSS, why, CEM) == by(CEM, everything(), Act.DEPART)


@pytest.mark.parametrize("why", [None, "silence", PlaceEnd.DEPARTURE, PlaceEnd.NOT_CONCERNED, "left the organisation"])
def test_r9_silence_or_leaving_the_employer_never_ends_a_place(why: object) -> None:
    with stopped(Invalid, "not-a-loss", "/why"):
        by_moderator(everything(), Act.RECORD_LOSS, why, CEM)


@pytest.mark.parametrize("state", CaseState)
def test_r9_one_leaves_at_any_time_while_the_case_runs_informed_or_not(state: CaseState) -> None:
    now = case(state, Place(ANN), ready(BEN), paused=True)
    if state in RUNNING:
        assert [place.party for place in by(ANN, now, Act.DEPART).places] == [BEN]
    else:
        with stopped(WrongState, "case-not-running"):
            by(ANN, now, Act.DEPART)
        with stopped(WrongState, "case-not-running"):
            by_moderator(now, Act.RECORD_LOSS, Loss.DEATH, ANN)


def test_r9_nobody_leaves_for_another_and_nobody_leaves_twice() -> None:
    for role in set(Role) - {Role.PARTY}:
        with pytest.raises(NotAllowed):
            decide(case(CaseState.INTAKE), role, Deed(Act.DEPART, ANN))
    for role in set(Role) - {Role.MODERATOR}:
        with pytest.raises(NotAllowed):
            decide(case(CaseState.INTAKE), role, Deed(Act.RECORD_LOSS, ANN, Loss.DEATH))
    gone = by(CEM, everything(), Act.DEPART)
    for act in (Act.DEPART, Act.WITHDRAW, Act.DECLARE_READINESS):
        with pytest.raises(Unknown):
            by(CEM, gone, act)
    with pytest.raises(Unknown):
        by_moderator(gone, Act.RECORD_LOSS, Loss.DEATH, CEM)


def test_r11_a_conversation_that_goes_on_stays_the_moderators_to_end() -> None:
    now = talked(CaseState.IN_PROCESS, *THREE, session=SessionState.RUNNING, session_counts=True)
    after = by(CEM, now, Act.DEPART)
    assert after.session is SessionState.RUNNING
    assert by_moderator(after, Act.END_SESSION, frozenset({HARM})).session is SessionState.HELD


def test_r9_the_remaining_two_talk_again_once_they_accepted_a_new_mandate() -> None:
    now = by(CEM, talked(CaseState.AFTERCARE, *THREE), Act.DEPART)
    with stopped(GateClosed, "gate-closed", "mandate-in-force R10"):
        by_moderator(now, Act.PLAN_SESSION, SessionKind.FOLLOW_UP)
    again = accepted(offered(now), ANN, BEN)
    assert by_moderator(again, Act.PLAN_SESSION, SessionKind.FOLLOW_UP).session is SessionState.PLANNED


def test_r4_r15_whoever_is_left_alone_can_only_be_led_to_an_end() -> None:
    now = by(BEN, case(CaseState.AFTERCARE, ready(ANN), ready(BEN), followed_up=True), Act.DEPART)
    with stopped(GateClosed, "gate-closed", "mandate-in-force R10", "two-parties R4"):
        by_moderator(now, Act.PLAN_SESSION, SessionKind.FOLLOW_UP)
    assert by_moderator(now, Act.CLOSE, Ending.NOT_POSSIBLE).state is CaseState.CLOSED
    alone = now._replace(places=(ready(ANN, restored=True),))
    assert ending(alone) is Ending.PARTIALLY_RESTORED
    assert ending(alone._replace(places=())) is Ending.PARTIALLY_RESTORED


def test_r15_harm_of_whoever_left_stays_open_and_with_it_the_case_is_not_restored() -> None:
    told = harm()._replace(party=CEM)
    now = case(CaseState.AFTERCARE, *THREE, harms=(told,), followed_up=True)
    after = by(CEM, now, Act.DEPART).with_places(restored=True)
    assert after.harms == (told,)
    assert ending(after) is Ending.PARTIALLY_RESTORED


# Not concerned, as all agree


def test_r9_someone_never_asked_in_is_listed_away_when_everyone_else_accepts() -> None:
    now = offered(case(CaseState.READINESS, ready(ANN), ready(BEN), Place(CEM)), CEM)
    assert now.offer_ends == {CEM}
    one = by(ANN, now, Act.ACCEPT_MANDATE)
    assert (len(one.places), one.mandate_in_force) == (3, False)
    after = accepted(by(BEN, one, Act.ACCEPT_MANDATE))
    assert after == case(CaseState.READINESS, ready(ANN), ready(BEN), mandate_in_force=True)
    assert by_moderator(after, Act.MOVE, CaseState.MANDATE).state is CaseState.MANDATE


@pytest.mark.parametrize("tom", [Place(CEM, invited=True), Place(CEM, invited=True, informed=True, safe=True)])
def test_r9_whoever_was_asked_in_and_said_no_or_nothing_is_not_moved_out_without_their_own_yes(tom: Place) -> None:
    """The attack: Tom came in and said no; the others list him as not concerned to open the gate."""
    now = accepted(offered(case(CaseState.READINESS, ready(ANN), ready(BEN), tom), CEM), ANN, BEN)
    assert [place.party for place in now.places] == [ANN, BEN, CEM]
    assert now.mandate_in_force is False
    with pytest.raises(GateClosed):
        by_moderator(now, Act.MOVE, CaseState.MANDATE)


def test_r9_whoever_agrees_that_it_does_not_concern_them_goes_by_their_own_yes() -> None:
    tom = Place(CEM, invited=True, informed=True)
    now = accepted(offered(case(CaseState.READINESS, ready(ANN), ready(BEN), tom), CEM), ANN, BEN)
    after = by(CEM, now, Act.ACCEPT_MANDATE)
    assert [place.party for place in after.places] == [ANN, BEN]
    assert (after.mandate_in_force, after.offer_ends) == (True, frozenset())


def test_r9_an_invitation_in_the_meantime_asks_for_their_own_yes_too() -> None:
    now = accepted(offered(case(CaseState.READINESS, ready(ANN), ready(BEN), Place(CEM)), CEM), ANN)
    invited = by_moderator(now, Act.INVITE, about=CEM)
    assert by(BEN, invited, Act.ACCEPT_MANDATE).mandate_in_force is False


def test_r6_r9_a_child_whose_guardian_came_in_was_asked_in_too() -> None:
    child = Place(CEM, age=Age.CHILD, guardians=(Guardian("gran", informed=True),))
    now = accepted(offered(case(CaseState.READINESS, ready(ANN), ready(BEN), child), CEM), ANN, BEN)
    assert now.mandate_in_force is False


def test_r9_in_the_intake_only_what_says_whom_it_does_not_concern_is_offered() -> None:
    now = case(CaseState.INTAKE, ready(ANN), ready(BEN), Place(CEM))
    with stopped(WrongState, "wrong-case-state"):
        offered(now)
    after = accepted(offered(now, CEM), ANN, BEN)
    assert by_moderator(after, Act.MOVE, CaseState.READINESS).state is CaseState.READINESS


def test_r14_with_the_last_of_those_together_goes_what_was_promised_to_them() -> None:
    team, alone = Collective(TEAM, ANN, frozenset({ANN, CEM})), Collective(TEAM, ANN, frozenset({ANN}))
    promises = (
        promise(key="open", beneficiary=TEAM),
        promise(REPORTED, key="said", beneficiary=TEAM),
        promise(CONFIRMED, beneficiary=TEAM),
    )
    now = case(CaseState.AGREEMENT, *THREE, agreed=True, promises=promises, collectives=(team,))
    one_left = by(CEM, now, Act.DEPART)
    assert (one_left.collectives, one_left.promises) == ((alone,), promises)
    nobody_left = by(ANN, one_left, Act.DEPART)
    assert nobody_left.collectives == ()
    assert [one.state for one in nobody_left.promises] == [LAPSED, LAPSED, CONFIRMED]


def test_r14_what_was_promised_to_those_together_lapses_when_only_its_owner_is_left_of_them() -> None:
    """Nobody confirms their own promise: Ben's to the team is over, and Cem's is still Ben's to confirm."""
    team = Collective(TEAM, ANN, frozenset({ANN, BEN}))
    promises = (promise(REPORTED, beneficiary=TEAM), promise(key="cem's", owner=CEM, beneficiary=TEAM))
    now = case(CaseState.AGREEMENT, *THREE, agreed=True, promises=promises, collectives=(team,))
    after = by(ANN, now, Act.DEPART)
    assert after.collectives == (Collective(TEAM, None, frozenset({BEN})),)
    assert [one.state for one in after.promises] == [LAPSED, promises[1].state]
    # Where Cem goes, who is none of them, what Ben promised waits for Ann.
    assert [one.state for one in by(CEM, now, Act.DEPART).promises] == [REPORTED, LAPSED]


def test_r14_a_group_of_whom_nobody_is_written_down_yet_is_not_gone() -> None:
    now = case(CaseState.AGREEMENT, *THREE, promises=(promise(beneficiary=TEAM),), collectives=(Collective(TEAM),))
    assert by(CEM, now, Act.DEPART).promises == now.promises


def test_r9_two_remain_and_nobody_is_listed_who_has_no_place() -> None:
    with stopped(WrongState, "guard-unmet", "two-parties R9"):
        offered(case(CaseState.READINESS), BEN)
    with stopped(WrongState, "guard-unmet", "two-parties R9"):
        offered(case(CaseState.READINESS, *THREE), BEN, CEM)
    with stopped(WrongState, "guard-unmet", "two-parties R9"):
        offered(case(CaseState.MANDATE, ready(ANN)))
    for nobody in ("dora", TEAM):
        with stopped(WrongState, "place-ended"):
            offered(case(CaseState.READINESS, *THREE, collectives=(Collective(TEAM),)), nobody)


def test_r9_what_goes_with_a_place_that_all_end_goes_with_it_too() -> None:
    now = everything()._replace(offer_ends=frozenset({CEM}), offer_lets_moderator_propose=True)
    after = by(ANN, now, Act.ACCEPT_MANDATE)
    assert after.places == (ready(ANN), ready(BEN))
    assert [one.state for one in after.promises] == [AGREED, LAPSED, CONFIRMED, LAPSED]
    assert (after.mandate_in_force, after.moderator_may_propose, after.agreement_proposed) == (True, True, False)
    assert after.session is SessionState.CANCELLED


def test_r10_an_other_offer_lists_whom_it_lists() -> None:
    now = offered(offered(case(CaseState.READINESS, *THREE), CEM))
    assert (now.mandate_offered, now.offer_ends) == (True, frozenset())


def test_r10_whoever_comes_later_has_not_accepted_how_all_talk() -> None:
    now = accepted(offered(case(CaseState.READINESS)), ANN, BEN)
    assert now.mandate_in_force is True
    assert by_moderator(now, Act.ADD_PARTY, PartyKind.PERSON, CEM).mandate_in_force is False
    together = by_moderator(now, Act.ADD_PARTY, PartyKind.COLLECTIVE, TEAM)
    assert together == now._replace(collectives=(Collective(TEAM),))


def test_r14_a_promise_of_before_lapses_only_where_it_was_open() -> None:
    states = [state for state in CommitmentState if state is not CommitmentState.PROPOSED]
    promises = tuple(Promise(BEN, CEM, state, key=state) for state in states)
    after = by(CEM, case(CaseState.AGREEMENT, *THREE, promises=promises), Act.DEPART)
    still_open = {AGREED, REPORTED, CommitmentState.DISPUTED}
    assert [one.state for one in after.promises] == [LAPSED if state in still_open else state for state in states]
