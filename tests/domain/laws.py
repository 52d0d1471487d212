"""What must hold on every edge and in every state, said from the rules alone: nothing here asks a guard of the code under test."""

from collections.abc import Callable
from typing import NamedTuple

from app.domain.cases import CaseState, Ending
from app.domain.commitments import CommitmentState
from app.domain.confidentiality import Act, Role
from app.domain.deeds import ending
from app.domain.harms import HarmState
from app.domain.mandates import Involvement
from app.domain.readiness import Gate
from app.domain.sessions import SessionState
from app.domain.situation import Deed, Place, Promise, Situation

MODERATOR, PARTY = Role.MODERATOR, Role.PARTY
TALKING = {CaseState.IN_PROCESS, CaseState.AGREEMENT, CaseState.AFTERCARE}
BEFORE_TALKING = {CaseState.INTAKE, CaseState.READINESS, CaseState.MANDATE}
AT_REST = {"confirmed", "waived", "replaced", "not_kept", "unanswered", "lapsed"}
STEPS = {
    "reported": (Act.REPORT_DONE, {"agreed", "disputed"}),
    "confirmed": (Act.CONFIRM_DONE, {"reported"}),
    "disputed": (Act.DISPUTE, {"reported"}),
    "waived": (Act.WAIVE, {"agreed", "reported", "disputed"}),
    "not_kept": (Act.SAY_NOT_KEPT, {"agreed", "disputed"}),
}
LEADS = {
    ("intake", "readiness"),
    ("readiness", "mandate"),
    ("mandate", "in_process"),
    ("in_process", "agreement"),
    ("in_process", "aftercare"),
    ("agreement", "aftercare"),
    ("closed", "readiness"),
}


class Edge(NamedTuple):
    """One step that was possible; without a role it is time that passed."""

    before: Situation
    role: Role | None
    deed: Deed
    after: Situation

    def own(self, who: object, act: Act) -> bool:
        """Whether this party did this themselves."""
        return self.role is PARTY and self.deed.party == who and self.deed.act is act

    def led(self, act: Act) -> bool:
        """Whether the moderator did this."""
        return self.role is MODERATOR and self.deed.act is act

    def invites(self, who: object) -> bool:
        """Whether the moderator gave this party a new way in, and so ended the one that they had."""
        return self.led(Act.INVITE) and self.deed.party == who

    @property
    def reopens(self) -> bool:
        """Whether everything starts afresh here."""
        return self.before.state is CaseState.CLOSED and self.after.state is CaseState.READINESS


def everyone_ready(now: Situation) -> bool:
    """R4, R5: two or more, each of them informed, ready and safe."""
    return len(now.places) > 1 and all(place.informed and place.ready and place.safe for place in now.places)


def r4_r7_r11_conversations(edge: Edge) -> None:
    """Planned and started by the moderator, with everyone ready, a mandate in force, no pause; started with everyone's yes for today."""
    before, after = edge.before, edge.after
    if edge.led(Act.PLAN_SESSION):
        assert before.session not in {SessionState.PLANNED, SessionState.RUNNING}
    if after.session is before.session:
        return
    if after.session in {SessionState.PLANNED, SessionState.RUNNING}:
        assert edge.role is MODERATOR
        assert everyone_ready(before)
        assert before.mandate_in_force
        assert not before.paused
        assert before.state in TALKING
        assert before.state is not (CaseState.AFTERCARE if after.session_counts else CaseState.IN_PROCESS)
    if after.session is SessionState.RUNNING:
        assert before.session is SessionState.PLANNED
        assert all(place.reconfirmed for place in before.places)
    if after.session is SessionState.HELD:
        assert edge.led(Act.END_SESSION)
        assert before.session is SessionState.RUNNING


def r6_r7_only_oneself(edge: Edge) -> None:
    """A yes is the party's own; a no is theirs, or heard by the moderator; nobody else's deed touches what one said of being ready."""
    for was, now in zip(edge.before.places, edge.after.places, strict=False):
        if was != now:
            _readiness(edge, was, now)
            _answers(edge, was, now)


def _readiness(edge: Edge, was: Place, now: Place) -> None:
    who = now.party
    if now.ready and not was.ready:
        assert edge.own(who, Act.DECLARE_READINESS)
        assert edge.deed.choice is True
        assert was.informed
    if was.ready and not now.ready:
        said = edge.own(who, Act.WITHDRAW) or edge.own(who, Act.DECLARE_READINESS) or edge.own(who, Act.RECONFIRM)
        heard = edge.led(Act.RECONFIRM) and edge.deed.party == who and edge.deed.choice is False
        assert said or heard or edge.invites(who) or edge.role is None or edge.reopens
    if now.reconfirmed and not was.reconfirmed:
        assert was.ready
        assert (edge.deed.party, edge.deed.act) == (who, Act.RECONFIRM)
        assert edge.before.session is SessionState.PLANNED
    assert now.safe == was.safe or edge.led(Act.ASSESS_SAFETY) or edge.reopens


def _answers(edge: Edge, was: Place, now: Place) -> None:
    for answer, act in (
        ("informed", Act.ACCEPT_SECRECY),
        ("welcomed", Act.ACCEPT_MODERATOR),
        ("accepted", Act.ACCEPT_MANDATE),
        ("confirmed", Act.CONFIRM_AGREEMENT),
        ("no_commitments", Act.CONFIRM_OUTCOME),
        ("restored", Act.CONFIRM_OUTCOME),
    ):
        if getattr(now, answer) and not getattr(was, answer):
            assert edge.own(now.party, act)
            assert act is not Act.CONFIRM_OUTCOME or edge.deed.choice is True
    assert now.informed >= was.informed or edge.invites(now.party)


def r7_withdrawal_changes_nothing_else(edge: Edge) -> None:
    """Not the case, no place, no promise, no result; nor what anybody else said."""
    if edge.deed.act is Act.WITHDRAW:
        expected = tuple(
            Place(
                place.party,
                informed=place.informed,
                welcomed=place.welcomed,
                safe=place.safe,
                accepted=place.accepted,
                confirmed=place.confirmed,
                no_commitments=place.no_commitments,
                restored=place.restored,
            )
            if place.party == edge.deed.party
            else place
            for place in edge.before.places
        )
        assert edge.after.places == expected
        assert same_but_for(edge, "places")


def same_but_for(edge: Edge, *names: str) -> bool:
    """Whether nothing but these facts changed."""
    return all(getattr(edge.before, name) == getattr(edge.after, name) for name in Situation.__slots__ if name not in names)


def r7_a_no_for_today_withdraws(edge: Edge) -> None:
    """Said by the party or heard by the moderator: whoever says no is not ready."""
    if edge.deed.act is Act.RECONFIRM and edge.deed.choice is not True:
        assert not any(place.ready or place.reconfirmed for place in edge.after.places if place.party == edge.deed.party)


def r9_places_stay(edge: Edge) -> None:
    """No deed removes a place; one comes in by the moderator, knowing and owing nothing, before anything is agreed."""
    before, after = edge.before.places, edge.after.places
    assert [place.party for place in after][: len(before)] == [place.party for place in before]
    for place in after[len(before) :]:
        assert edge.led(Act.ADD_PARTY)
        assert edge.before.state in {CaseState.INTAKE, CaseState.READINESS}
        assert place == Place(edge.deed.party)


def r10_mandate_by_all(edge: Edge) -> None:
    """In force by everyone's own acceptance of what is offered, and gone only with the round; offered by the moderator alone."""
    before, after = edge.before, edge.after
    if after.mandate_in_force != before.mandate_in_force or after.moderator_may_propose != before.moderator_may_propose:
        if edge.reopens:
            return
        assert after.mandate_in_force
        assert before.mandate_offered
        assert after.moderator_may_propose == before.offer_lets_moderator_propose
        assert edge.deed.act is Act.ACCEPT_MANDATE
        assert all(place.accepted or edge.own(place.party, Act.ACCEPT_MANDATE) for place in before.places)
        assert before.moderator_accepted or edge.led(Act.ACCEPT_MANDATE)
    if after.mandate_offered and not before.mandate_offered:
        assert edge.led(Act.OFFER_MANDATE)
    if edge.led(Act.OFFER_MANDATE):
        assert not after.moderator_accepted
        assert not any(place.accepted for place in after.places)
        assert after.offer_lets_moderator_propose is (edge.deed.choice is Involvement.PROPOSALS)


def r12_r13_agreements(edge: Edge) -> None:
    """Proposed after the talk and the harm, by a party or as the mandate lets the moderator; agreed by all, owners and everyone."""
    before, after = edge.before, edge.after
    if after.proposals != before.proposals or after.agreement_proposed != before.agreement_proposed:
        _proposals(edge)
    if after.agreed != before.agreed or len(after.promises) != len(before.promises):
        if edge.reopens:
            assert not after.agreed
            return
        assert all(place.confirmed or edge.own(place.party, Act.CONFIRM_AGREEMENT) for place in before.places)
        for one in before.proposals:
            last = edge.own(one.owner, Act.ACCEPT_COMMITMENT) and edge.deed.choice == one.key
            assert one.accepted or last
        came = after.promises[len(before.promises) :]
        assert [(one.owner, one.beneficiary, one.key, one.replaces, one.state.value) for one in came] == [
            (one.owner, one.beneficiary, one.key, one.replaces, "agreed") for one in before.proposals
        ]


def _proposals(edge: Edge) -> None:
    before, after = edge.before, edge.after
    if edge.deed.act in {Act.PROPOSE_AGREEMENT, Act.RENEGOTIATE}:
        assert before.joint_held
        assert any(harm.discussed for harm in before.harms)
        assert before.state in {CaseState.IN_PROCESS, CaseState.AGREEMENT}
        assert edge.role is PARTY or before.moderator_may_propose
        assert not any(place.confirmed or place.no_commitments for place in after.places)
        assert not any(one.accepted for one in after.proposals)
        if before.agreed:
            _renegotiation(edge)
    elif after.agreement_proposed:
        accepted = {one.key for one in after.proposals if one.accepted} - {one.key for one in before.proposals if one.accepted}
        assert len(after.proposals) == len(before.proposals)
        assert accepted == {edge.deed.choice}
        assert all(edge.own(one.owner, Act.ACCEPT_COMMITMENT) for one in after.proposals if one.key in accepted)
    else:
        assert after.proposals == ()


def _renegotiation(edge: Edge) -> None:
    for one in edge.after.proposals:
        replaced = [old for old in edge.before.promises if old.key == one.replaces]
        assert len(replaced) == 1
        assert replaced[0].state.value not in AT_REST
        assert edge.deed.party in {replaced[0].owner, replaced[0].beneficiary}


def r14_promises(edge: Edge) -> None:
    """The owner reports, the beneficiary says the rest, after the day where a day is needed; what rests is never disturbed."""
    if edge.before.promises == edge.after.promises or edge.reopens:
        return
    for was, now in zip(edge.before.promises, edge.after.promises, strict=False):
        assert (was.owner, was.beneficiary, was.key, was.replaces) == (now.owner, now.beneficiary, now.key, now.replaces)
        if was.state is not now.state:
            _promise_moved(edge, was, now)


def _promise_moved(edge: Edge, was: Promise, now: Promise) -> None:
    assert was.state.value not in AT_REST
    if now.state is CommitmentState.REPLACED:
        assert any(one.replaces == was.key for one in edge.before.proposals)
        assert edge.deed.act in {Act.CONFIRM_AGREEMENT, Act.ACCEPT_COMMITMENT}
        return
    act, states = STEPS[now.state.value]
    assert was.state.value in states
    assert edge.own(was.owner if act is Act.REPORT_DONE else was.beneficiary, act)
    assert edge.deed.choice == was.key
    assert was.due or act is not Act.SAY_NOT_KEPT


def r12_r15_harms(edge: Edge) -> None:
    """Shared and marked by the person harmed; discussed as the moderator says at the end of a joint conversation; never gone."""
    before, after = edge.before.harms, edge.after.harms
    if before == after:
        return
    for was, now in zip(before, after, strict=False):
        assert (was.key, was.party) == (now.key, now.party)
        assert was.state is now.state or edge.own(was.party, Act.MARK_HARM)
        if was.discussed != now.discussed:
            assert now.discussed
            assert edge.led(Act.END_SESSION)
            assert edge.before.session is SessionState.RUNNING
            assert edge.before.session_counts
    assert len(after) >= len(before)
    for came in after[len(before) :]:
        assert edge.own(came.party, Act.SHARE)
        assert (came.state, came.discussed) == (HarmState.OPEN, False)


def r12_joint_held(edge: Edge) -> None:
    """Held is what was ended after it ran, and counts as joint."""
    if edge.after.joint_held != edge.before.joint_held and not edge.reopens:
        assert edge.led(Act.END_SESSION)
        assert edge.before.session is SessionState.RUNNING
        assert edge.before.session_counts


def r15_endings(edge: Edge) -> None:
    """A case ends by itself after a follow-up, restored only when nothing was left; the moderator has two other words for it."""
    if not edge.led(Act.CLOSE):
        return
    before = edge.before
    assert before.session is not SessionState.RUNNING
    if edge.deed.choice is not None:
        assert edge.deed.choice in {Ending.NOT_POSSIBLE, Ending.UNSUITABLE}
        return
    assert before.state is CaseState.AFTERCARE
    assert before.followed_up
    everyone = all(place.restored for place in before.places)
    repaired = all(harm.state in {HarmState.REPAIRED, HarmState.NOTHING_MORE_NEEDED} for harm in before.harms)
    short = any(one.state in {CommitmentState.NOT_KEPT, CommitmentState.UNANSWERED} for one in before.promises)
    assert (ending(before) is Ending.RESTORED) is (everyone and repaired and not short)


def life_cycle(edge: Edge) -> None:
    """The case moves along the table of its life cycle, by the moderator, with what the table asks."""
    before, after = edge.before, edge.after
    if before.state is after.state:
        return
    assert edge.role is MODERATOR
    if after.state is CaseState.CLOSED:
        assert edge.deed.act is Act.CLOSE
        assert same_but_for(edge, "state", "paused", "session", "places")
        return
    assert (edge.deed.act, (before.state.value, after.state.value) in LEADS) == (Act.MOVE, True)
    if after.state is CaseState.READINESS:
        _begins(edge)
    elif after.state is CaseState.MANDATE:
        assert everyone_ready(before)
        assert before.screened
    elif after.state is CaseState.IN_PROCESS:
        assert before.mandate_in_force
    elif after.state is CaseState.AGREEMENT:
        assert before.agreed
    elif before.state is CaseState.AGREEMENT:
        assert all(one.state.value in AT_REST for one in before.promises)
    else:
        assert all(place.no_commitments for place in before.places)
        assert not before.agreed


def _begins(edge: Edge) -> None:
    before, after = edge.before, edge.after
    if before.state is CaseState.CLOSED:
        assert before.reopening_asked
        fresh = tuple(Place(place.party, informed=place.informed, welcomed=place.welcomed) for place in before.places)
        assert after == Situation(CaseState.READINESS, fresh, screened=before.screened, harms=before.harms, promises=before.promises)
    else:
        assert len(before.places) > 1
        assert before.screened
        assert all(place.informed for place in before.places)


def s11_announced(edge: Edge) -> None:
    """`open` only while R4 holds, and announcing changes nothing."""
    if edge.led(Act.ANNOUNCE_GATE):
        assert edge.after == edge.before
        assert edge.deed.choice is Gate.NOT_NOW or everyone_ready(edge.before)


EDGE_LAWS: tuple[Callable[[Edge], None], ...] = (
    r4_r7_r11_conversations,
    r6_r7_only_oneself,
    r7_withdrawal_changes_nothing_else,
    r7_a_no_for_today_withdraws,
    r9_places_stay,
    r10_mandate_by_all,
    r12_r13_agreements,
    r14_promises,
    r12_r15_harms,
    r12_joint_held,
    r15_endings,
    life_cycle,
    s11_announced,
)
"""For the steps that change something."""

STILL_LAWS = (s11_announced, r7_a_no_for_today_withdraws)
"""For the steps that change nothing: only by these could that be wrong."""


def sound(now: Situation) -> None:
    """What is so in every state that can be reached (R4, R10, R12, R13, R14)."""
    parties = {place.party for place in now.places}
    everything = (*now.promises, *now.proposals)
    assert all(one.owner != one.beneficiary and {one.owner, one.beneficiary} <= parties for one in everything)
    assert len({one.key for one in everything}) == len(everything)
    assert len(parties) == len(now.places)
    assert not any(place.ready and not place.informed for place in now.places)
    assert not any(place.reconfirmed and not (place.ready and now.session is SessionState.PLANNED) for place in now.places)
    assert now.agreement_proposed or not now.proposals
    assert now.state is not CaseState.CLOSED or not (now.paused or now.session)
    if now.agreed or now.agreement_proposed:
        assert now.joint_held
        assert any(harm.discussed for harm in now.harms)
    if now.state in TALKING:
        assert now.mandate_in_force
        assert len(now.places) > 1
    if now.state in BEFORE_TALKING:
        assert not any((now.session, now.joint_held, now.agreed, now.agreement_proposed))
    if now.state is CaseState.AGREEMENT:
        assert now.agreed
    if now.state is CaseState.AFTERCARE:
        assert not now.agreement_proposed
        assert all(one.state.value in AT_REST for one in now.promises)
