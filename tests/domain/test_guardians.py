"""Children and their guardians: the yes beside a child's own, and notes that a party contests (R6)."""

import pytest

from app.domain.cases import CaseState
from app.domain.confidentiality import Act, Role, Secrecy
from app.domain.deeds import decide
from app.domain.errors import Conflict, DomainError, GateClosed, Invalid, NotAllowed, Unknown, WrongState
from app.domain.guardians import Age
from app.domain.mandates import Involvement, MandateState
from app.domain.parties import Loss, PartyKind
from app.domain.readiness import Gate, Noted
from app.domain.sessions import SessionKind, SessionState
from app.domain.situation import Deed, Guardian, Place, Situation, unaccepted, unready
from tests.domain.situations import ANN, BEN, INSIDE, by, by_moderator, case, ready, stopped

MUM, DAD = "mum", "dad"
YES, INFORMED, UNASKED = Guardian(MUM, informed=True, consented=True), Guardian(MUM, informed=True), Guardian(MUM)


def child(*guardians: Guardian, age: Age = Age.CHILD, **changes: bool) -> Place:
    """Ann, who is young, and otherwise ready."""
    return ready(ANN, **changes)._replace(age=age, guardians=guardians)


def of(*guardians: Guardian, state: CaseState = CaseState.READINESS, age: Age = Age.CHILD, **facts: object) -> Situation:
    """Ann with these guardians, and Ben."""
    return case(state, child(*guardians, age=age), ready(BEN), **facts)


def by_guardian(now: Situation, act: Act, choice: object, child_of: str = ANN) -> Situation:
    """What a guardian makes of it."""
    return decide(now, Role.GUARDIAN, Deed(act, child_of, choice))


def unmet(now: Situation) -> list[str]:
    """What keeps the gate closed."""
    return [condition.code for condition in unready(now)]


def test_r6_a_child_is_ready_only_with_each_guardians_yes() -> None:
    assert unmet(of()) == ["guardian-recorded"]
    assert unmet(of(UNASKED)) == unmet(of(INFORMED)) == ["guardian-consent"]
    assert unmet(of(YES)) == []
    assert unmet(of(YES, Guardian(DAD, informed=True))) == ["guardian-consent"]
    assert unmet(of(YES, Guardian(DAD, informed=True, consented=True))) == []


def test_s0_r6_a_yes_of_a_guardian_who_is_not_informed_does_not_count() -> None:
    assert unmet(of(Guardian(MUM, consented=True))) == ["guardian-consent"]


def test_r6_a_guardians_yes_never_replaces_the_childs() -> None:
    now = case(CaseState.READINESS, child(YES, ready=False), ready(BEN))
    assert unmet(now) == ["party-ready"]
    assert by_guardian(now, Act.CONSENT, (MUM, True)).place(ANN).ready is False


@pytest.mark.parametrize("age", [Age.YOUNG, Age.ADULT])
def test_r6_from_sixteen_on_nobody_else_is_asked_for_the_gate(age: Age) -> None:
    for guardians in ((), (UNASKED,), (INFORMED,)):
        assert unmet(of(*guardians, age=age)) == []


def test_s10_what_is_missing_of_a_guardian_is_the_moderators_alone_to_know() -> None:
    assert {condition.secrecy for condition in (*unready(of()), *unready(of(UNASKED)), *unaccepted(of(UNASKED)))} == {Secrecy.TRUE_STATE}


def test_r4_r6_a_guardians_no_closes_the_gate_for_planning_starting_and_announcing() -> None:
    yes = by_guardian(of(INFORMED._replace(bound=True), state=CaseState.IN_PROCESS), Act.CONSENT, (MUM, True))
    assert by_moderator(yes, Act.PLAN_SESSION, SessionKind.JOINT).session is SessionState.PLANNED
    no = by_guardian(yes, Act.CONSENT, (MUM, False))
    with stopped(GateClosed, "gate-closed", "guardian-consent R6"):
        by_moderator(no, Act.PLAN_SESSION, SessionKind.JOINT)
    again = no._replace(session=SessionState.PLANNED, session_counts=True).with_places(reconfirmed=True)
    with stopped(GateClosed, "gate-closed", "guardian-consent R6"):
        by_moderator(again, Act.START_SESSION)
    with stopped(GateClosed, "gate-closed", "guardian-consent R6"):
        by_moderator(no, Act.ANNOUNCE_GATE, Gate.OPEN)
    with stopped(GateClosed, "gate-closed", "guardian-consent R6"):
        by_moderator(of(INFORMED), Act.MOVE, CaseState.MANDATE)


def test_s0_a_guardian_says_nothing_before_the_statement() -> None:
    with stopped(WrongState, "secrecy-statement-not-accepted", "secrecy-statement-accepted S0"):
        by_guardian(of(UNASKED), Act.CONSENT, (MUM, True))
    with stopped(WrongState, "secrecy-statement-not-accepted", "secrecy-statement-accepted S0"):
        by_guardian(of(UNASKED, mandate_offered=True), Act.ACCEPT_MANDATE, MUM)
    assert by_guardian(of(UNASKED), Act.ACCEPT_SECRECY, MUM) == of(INFORMED)


@pytest.mark.parametrize("act", [Act.CONSENT, Act.ACCEPT_MANDATE, Act.ACCEPT_SECRECY, Act.REDEEM, Act.CONSENT_DISCLOSURE])
def test_s1_a_guardian_acts_for_their_own_child_only(act: Act) -> None:
    now = of(YES, mandate_offered=True)
    for key, whose in ((DAD, ANN), (None, ANN), (MUM, BEN), (MUM, "stranger"), (MUM, None)):
        with pytest.raises(Unknown):
            decide(now, Role.GUARDIAN, Deed(act, whose, (key, True)))


def test_r6_a_guardian_does_nothing_else_and_nobody_else_does_a_guardians_part() -> None:
    theirs = {Act.CONSENT, Act.ACCEPT_MANDATE, Act.ACCEPT_SECRECY, Act.REDEEM, Act.CONSENT_DISCLOSURE}
    for act in INSIDE - theirs:
        with pytest.raises(NotAllowed):
            by_guardian(of(YES), act, (MUM, True))
    for role in set(Role) - {Role.GUARDIAN}:
        with pytest.raises(NotAllowed):
            decide(of(YES), role, Deed(Act.CONSENT, ANN, (MUM, True)))


def test_r6_whoever_came_of_age_is_asked_alone() -> None:
    for age, act in ((Age.YOUNG, Act.CONSENT), (Age.ADULT, Act.CONSENT), (Age.ADULT, Act.ACCEPT_MANDATE)):
        with stopped(WrongState, "guardian-not-asked"):
            by_guardian(of(YES, age=age, mandate_offered=True), act, (MUM, True))


def test_r6_r7_a_consent_is_said_while_the_case_runs() -> None:
    with stopped(WrongState, "case-not-running"):
        by_guardian(of(INFORMED, state=CaseState.CLOSED), Act.CONSENT, (MUM, True))
    assert by_guardian(of(INFORMED, paused=True), Act.CONSENT, (MUM, True)) == of(YES, paused=True)


# The mandate


def offered(age: Age, *guardians: Guardian) -> Situation:
    """On the table, and accepted by all but the guardians."""
    places = (child(*guardians, age=age)._replace(accepted=True), ready(BEN, accepted=True))
    return case(CaseState.MANDATE, *places, mandate_offered=True, moderator_accepted=True)


@pytest.mark.parametrize("age", [Age.CHILD, Age.YOUNG])
def test_r6_r10_until_eighteen_each_guardian_accepts_the_mandate_too(age: Age) -> None:
    now = offered(age, YES, Guardian(DAD, informed=True))
    once = by_guardian(now, Act.ACCEPT_MANDATE, MUM)
    assert (once.mandate_in_force, [one.code for one in unaccepted(once)]) == (False, ["guardian-accepts-mandate"])
    assert by_guardian(once, Act.ACCEPT_MANDATE, DAD).mandate_in_force


@pytest.mark.parametrize("age", [Age.CHILD, Age.YOUNG])
def test_r6_r10_without_a_recorded_guardian_no_mandate_comes_in_force_for_someone_under_eighteen(age: Age) -> None:
    now = offered(age)
    assert [f"{one.code} {one.rule}" for one in unaccepted(now)] == ["guardian-recorded R6"]
    assert not by_moderator(now, Act.ACCEPT_MANDATE).mandate_in_force


def test_r10_an_adults_guardian_is_not_waited_for() -> None:
    assert by_moderator(offered(Age.ADULT, INFORMED), Act.ACCEPT_MANDATE).mandate_in_force


def test_r10_another_version_is_accepted_anew_by_guardians_too() -> None:
    accepted = YES._replace(accepted=True)
    now = offered(Age.CHILD, accepted, Guardian(DAD, informed=True))
    assert by_moderator(now, Act.OFFER_MANDATE, Involvement.NONE).place(ANN).guardians[0] == YES
    both = (YES._replace(bound=True), Guardian(DAD, informed=True, bound=True))
    assert by_guardian(now, Act.ACCEPT_MANDATE, DAD).place(ANN).guardians == both


def talking(age: Age, *guardians: Guardian, **facts: object) -> Situation:
    """In conversation, as all agreed, with a guardian who was recorded since."""
    return of(*guardians, state=CaseState.IN_PROCESS, age=age, mandate_in_force=True, **facts)


@pytest.mark.parametrize("age", [Age.CHILD, Age.YOUNG])
def test_r6_r10_whose_authority_is_recorded_late_accepts_the_mandate_in_force_before_anybody_talks_together(age: Age) -> None:
    bound = YES._replace(bound=True)
    assert by_moderator(talking(age, bound), Act.PLAN_SESSION, SessionKind.JOINT).session is SessionState.PLANNED
    now = talking(age, bound, YES._replace(key=DAD))
    with stopped(GateClosed, "gate-closed", "guardian-accepts-mandate R6"):
        by_moderator(now, Act.PLAN_SESSION, SessionKind.JOINT)
    planned = now._replace(session=SessionState.PLANNED, session_counts=True).with_places(reconfirmed=True)
    with stopped(GateClosed, "gate-closed", "guardian-accepts-mandate R6"):
        by_moderator(planned, Act.START_SESSION)
    agreed = by_guardian(planned, Act.ACCEPT_MANDATE, (DAD, MandateState.IN_FORCE))
    assert (agreed.mandate_in_force, agreed.place(ANN).guardians[1]) == (True, Guardian(DAD, True, True, bound=True))
    assert by_moderator(agreed, Act.START_SESSION).session is SessionState.RUNNING


def test_r6_r10_who_turns_out_to_be_young_after_all_had_accepted_talks_together_once_a_guardian_agrees() -> None:
    for age in (Age.CHILD, Age.YOUNG):
        with stopped(GateClosed, "gate-closed", "guardian-recorded R6"):
            by_moderator(talking(age), Act.PLAN_SESSION, SessionKind.JOINT)
    assert by_moderator(talking(Age.ADULT, UNASKED), Act.PLAN_SESSION, SessionKind.JOINT).session is SessionState.PLANNED


def test_r10_what_a_guardian_accepted_binds_them_until_the_mandate_is_no_more() -> None:
    accepted = INFORMED._replace(accepted=True)
    in_force = by_moderator(offered(Age.YOUNG, accepted), Act.ACCEPT_MANDATE)
    assert in_force.place(ANN).guardians == (INFORMED._replace(bound=True),)
    late = by_moderator(in_force, Act.KEEP_GUARDIANS, (DAD, True), ANN)
    assert [one.bound for one in late.place(ANN).guardians] == [True, False]
    again = in_force._replace(state=CaseState.READINESS)
    assert not by_moderator(again, Act.ADD_PARTY, PartyKind.PERSON, "cem").place(ANN).guardians[0].bound
    assert not by_moderator(again, Act.RECORD_LOSS, Loss.DEATH, BEN).place(ANN).guardians[0].bound


@pytest.mark.parametrize("on_the_table", [True, False])
def test_r10_a_guardian_is_bound_by_nothing_that_is_not_in_force(on_the_table: bool) -> None:
    with stopped(WrongState, "wrong-mandate-state"):
        by_guardian(of(YES, mandate_offered=on_the_table), Act.ACCEPT_MANDATE, (MUM, MandateState.IN_FORCE))


def test_r6_r10_when_the_last_who_was_asked_came_of_age_a_yes_that_is_said_again_puts_it_in_force() -> None:
    """Time does no deed: all who must have accepted it, and one of them says so once more."""
    now = offered(Age.YOUNG, INFORMED._replace(accepted=True), Guardian(DAD, informed=True))
    after = now.with_place(ANN, age=Age.ADULT)
    assert (after.mandate_offered, unaccepted(after)) == (True, [])
    assert by_moderator(after, Act.ACCEPT_MANDATE).mandate_in_force
    assert by(BEN, after, Act.ACCEPT_MANDATE).mandate_in_force
    assert not by_moderator(now, Act.ACCEPT_MANDATE).mandate_in_force


# The moderator records


def test_r6_the_moderator_records_age_and_authority() -> None:
    now = of()
    assert by_moderator(now, Act.KEEP_GUARDIANS, (MUM, True), ANN) == of(UNASKED)
    assert by_moderator(of(YES), Act.KEEP_GUARDIANS, (MUM, False), ANN) == now
    assert by_moderator(now, Act.KEEP_GUARDIANS, Age.YOUNG, ANN) == of(age=Age.YOUNG)
    with pytest.raises(Conflict):
        by_moderator(of(YES), Act.KEEP_GUARDIANS, (MUM, True), ANN)
    with pytest.raises(WrongState):
        by_moderator(of(state=CaseState.CLOSED), Act.KEEP_GUARDIANS, (MUM, True), ANN)
    with pytest.raises(Unknown):
        by_moderator(now, Act.KEEP_GUARDIANS, (MUM, True), "stranger")


def test_r6_recording_a_guardian_who_is_a_party_opens_nothing() -> None:
    assert by_moderator(of(), Act.KEEP_GUARDIANS, None, ANN) == of()


def test_r6_a_guardian_who_is_invited_again_says_everything_again() -> None:
    assert by_moderator(of(YES), Act.INVITE, MUM, ANN) == of(UNASKED)
    with pytest.raises(Unknown):
        by_moderator(of(YES), Act.INVITE, DAD, ANN)


def test_r17_reopened_guardians_are_informed_and_asked_again() -> None:
    closed = of(YES._replace(accepted=True), state=CaseState.CLOSED).with_place(BEN, reopening_asked=True)
    (ann, _) = by_moderator(closed, Act.MOVE, CaseState.READINESS).places
    assert ann == Place(ANN, informed=True, age=Age.CHILD, guardians=(INFORMED,))


# Notes


def test_r6_what_the_moderator_heard_counts_until_it_is_contested() -> None:
    now = case(CaseState.READINESS, ready(ANN, ready=False), ready(BEN))
    heard = by_moderator(now, Act.NOTE_READINESS, True, ANN)
    assert heard.place(ANN).ready
    assert by(ANN, heard, Act.CONTEST, (Noted.DECLARATION, False)) == now
    assert by_moderator(heard, Act.NOTE_READINESS, False, ANN) == now


def test_s0_r6_nothing_is_noted_of_someone_who_is_not_informed() -> None:
    now = case(CaseState.READINESS, Place(ANN), ready(BEN))
    with stopped(WrongState, "secrecy-statement-not-accepted", "secrecy-statement-accepted S0"):
        by_moderator(now, Act.NOTE_READINESS, True, ANN)


@pytest.mark.parametrize(("before", "again"), [(True, True), (True, False), (False, True), (False, False)])
def test_r6_after_contesting_counts_what_was_said_before(before: bool, again: bool) -> None:
    now = case(CaseState.IN_PROCESS, ready(ANN, reconfirmed=again), ready(BEN), session=SessionState.PLANNED)
    place = by(ANN, now, Act.CONTEST, (Noted.DECLARATION, before)).place(ANN)
    assert (place.ready, place.reconfirmed) == (before, before and again)
    place = by(ANN, now, Act.CONTEST, (Noted.RECONFIRMATION, before)).place(ANN)
    assert (place.ready, place.reconfirmed) == (True, before)


@pytest.mark.parametrize("session", [None, SessionState.RUNNING, SessionState.HELD])
def test_r7_a_yes_for_today_cannot_be_contested_once_it_has_begun(session: SessionState | None) -> None:
    with stopped(WrongState, "wrong-session-state"):
        by(ANN, case(CaseState.IN_PROCESS, session=session), Act.CONTEST, (Noted.RECONFIRMATION, False))


def test_r6_only_the_party_contests_and_only_a_note() -> None:
    now = case(CaseState.READINESS)
    with pytest.raises(NotAllowed):
        by_moderator(now, Act.CONTEST, (Noted.DECLARATION, True), ANN)
    with pytest.raises(Invalid):
        by(ANN, now, Act.CONTEST, True)


def test_s0_codes_are_for_whoever_is_informed() -> None:
    assert by(ANN, case(CaseState.CLOSED), Act.ISSUE_CODES) == case(CaseState.CLOSED)
    with pytest.raises(WrongState):
        by(ANN, case(CaseState.READINESS, Place(ANN), ready(BEN)), Act.ISSUE_CODES)


# Everything that guardians, a child and a moderator can do, in every order


def steps() -> list[tuple[Role, Deed]]:
    """What they do, with two guardians."""
    both = [
        (Role.GUARDIAN, Deed(act, ANN, choice))
        for who in (MUM, DAD)
        for act, choice in (
            (Act.ACCEPT_SECRECY, who),
            (Act.CONSENT, (who, True)),
            (Act.CONSENT, (who, False)),
            (Act.ACCEPT_MANDATE, who),
        )
    ]
    kept = [(who, holds) for who in (MUM, DAD) for holds in (True, False)]
    ages = (Age.CHILD, Age.YOUNG, Age.ADULT)
    leading = [*((Act.KEEP_GUARDIANS, choice) for choice in (*kept, *ages)), *((Act.INVITE, who) for who in (MUM, DAD))]
    alone = [
        (Role.PARTY, Deed(Act.DECLARE_READINESS, ANN, True)),
        (Role.PARTY, Deed(Act.WITHDRAW, ANN)),
        (Role.PARTY, Deed(Act.ACCEPT_MANDATE, ANN)),
        (Role.MODERATOR, Deed(Act.NOTE_READINESS, ANN, True)),
        (Role.MODERATOR, Deed(Act.OFFER_MANDATE, None, Involvement.NONE)),
    ]
    return [*both, *((Role.MODERATOR, Deed(act, ANN, choice)) for act, choice in leading), *alone]


def test_r6_no_order_makes_a_child_ready_without_both_yeses_or_a_guardian_say_what_they_did_not() -> None:
    start = of(state=CaseState.MANDATE)._replace(places=(child(ready=False), ready(BEN, accepted=True)), moderator_accepted=True)
    seen, waiting, deeds = {start}, [start], steps()
    while waiting:
        now = waiting.pop()
        for role, deed in deeds:
            try:
                then = decide(now, role, deed)
            except DomainError:
                continue
            held(now, role, deed, then)
            # The moderator's own answer is another test's: here it always stands.
            then = then._replace(moderator_accepted=True)
            if then not in seen:
                seen.add(then)
                waiting.append(then)
    # Guardians stand in the order in which they were recorded; each was reached in every place.
    assert {len(now.place(ANN).guardians) for now in seen} == {0, 1, 2}
    assert {now.place(ANN).age for now in seen} == {Age.CHILD, Age.YOUNG, Age.ADULT}
    assert any(not unready(now) and now.place(ANN).age is Age.CHILD for now in seen)


def held(before: Situation, role: Role, deed: Deed, after: Situation) -> None:
    """R6, said by hand: what is so after one step."""
    was, now = before.place(ANN), after.place(ANN)
    if not unready(after) and now.age is Age.CHILD:
        assert now.ready
        assert now.guardians
        assert all(one.informed and one.consented for one in now.guardians)
    if after.mandate_in_force and not before.mandate_in_force:
        assert now.age is Age.ADULT or now.guardians
        assert deed.act is Act.ACCEPT_MANDATE
    if now.ready and not was.ready:
        assert (role, deed.act) in {(Role.PARTY, Act.DECLARE_READINESS), (Role.MODERATOR, Act.NOTE_READINESS)}
    if now.age is not was.age or len(now.guardians) != len(was.guardians):
        assert (role, deed.act) == (Role.MODERATOR, Act.KEEP_GUARDIANS)
    earlier = {one.key: one for one in was.guardians}
    for one in now.guardians:
        old = earlier.get(one.key, Guardian(one.key))
        for answer, act in (("informed", Act.ACCEPT_SECRECY), ("consented", Act.CONSENT), ("accepted", Act.ACCEPT_MANDATE)):
            if getattr(one, answer) and not getattr(old, answer):
                assert (role, deed.act) == (Role.GUARDIAN, act)
                assert one.key in {deed.choice, deed.choice[0] if isinstance(deed.choice, tuple) else None}
    assert after.place(BEN) in {before.place(BEN), before.place(BEN)._replace(accepted=False)}


def test_r6_r10_a_mandate_does_not_wait_for_a_guardian_whose_authority_ended() -> None:
    """All others accepted it: with the last who was outstanding gone nobody is, and nobody has to say it again."""
    accepted = INFORMED._replace(accepted=True)
    young = child(accepted, Guardian(DAD, informed=True), age=Age.YOUNG, accepted=True)
    facts = {"mandate_offered": True, "moderator_accepted": True}
    now = case(CaseState.MANDATE, young, ready(BEN, accepted=True), **facts)
    after = by_moderator(now, Act.KEEP_GUARDIANS, (DAD, False), ANN)
    assert (after.mandate_in_force, after.mandate_offered) == (True, False)
    assert after.place(ANN).guardians == (INFORMED._replace(bound=True),)
    grown = by_moderator(now, Act.KEEP_GUARDIANS, Age.ADULT, ANN)
    assert (grown.mandate_in_force, grown.mandate_offered) == (True, False)
    waits = by_moderator(now._replace(moderator_accepted=False), Act.KEEP_GUARDIANS, (DAD, False), ANN)
    assert (waits.mandate_in_force, waits.mandate_offered) == (False, True)
    alone = now.with_place(ANN, guardians=(Guardian(DAD, informed=True),))
    assert by_moderator(alone, Act.KEEP_GUARDIANS, (DAD, False), ANN).mandate_in_force is False
