"""What must hold on every edge, said from the rules alone: nothing here asks a guard of the code under test.

The main line stands here; what holds when people come, go, or speak for each other stands in `laws_of_turns`, and both meet in `keeping`.
"""

from collections.abc import Iterable
from typing import NamedTuple

from app.domain.cases import CaseState, Ending
from app.domain.commitments import CommitmentState
from app.domain.confidentiality import Act, Role
from app.domain.deeds import ending
from app.domain.guardians import Age
from app.domain.harms import HarmState
from app.domain.mandates import Involvement, Offered
from app.domain.readiness import Gate, Noted
from app.domain.sessions import SessionState
from app.domain.situation import Deed, Guardian, Place, Situation

MODERATOR, PARTY = Role.MODERATOR, Role.PARTY
TALKING = {CaseState.IN_PROCESS, CaseState.AGREEMENT, CaseState.AFTERCARE}
AT_REST = {"confirmed", "waived", "replaced", "not_kept", "unanswered", "lapsed"}
QUESTIONS = {"no_commitments": "no_commitments_needed", "restored": "restored", "self_resolved": "self_resolved"}
COMPLETES = {Act.ACCEPT_MANDATE, Act.KEEP_GUARDIANS}
"""By the last answer, or because the last who was outstanding is asked no more."""
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
    def stayed(self) -> Iterable[tuple[Place, Place]]:
        """Where everyone stood and stands who has a place before and after it."""
        if len(self.before.places) <= len(self.after.places):
            return zip(self.before.places, self.after.places, strict=False)
        now = {place.party: place for place in self.after.places}
        return [(place, now[place.party]) for place in self.before.places if place.party in now]

    @property
    def left(self) -> set[object]:
        """Whose place ended here."""
        if len(self.before.places) <= len(self.after.places):
            return set()
        return {place.party for place in self.before.places} - {place.party for place in self.after.places}

    @property
    def followed(self) -> bool:
        """Whether another moderator came here."""
        return self.after.led and not self.before.led

    @property
    def reopens(self) -> bool:
        """Whether everything starts afresh here."""
        return self.before.state is CaseState.CLOSED and self.after.state is CaseState.READINESS


def everyone_ready(now: Situation) -> bool:
    """R4, R5, R6: two or more, each of them informed, ready and safe, and a child with the yes of each of its guardians."""
    return len(now.places) > 1 and all(place.informed and place.ready and place.safe and beside(place) for place in now.places)


def beside(place: Place) -> bool:
    """R6: whether those said yes who must, beside a child's own."""
    return place.age is not Age.CHILD or (bool(place.guardians) and all(one.informed and one.consented for one in place.guardians))


def r4_r7_r11_conversations(edge: Edge) -> None:
    """Planned and started by the moderator, with everyone ready, a mandate in force, no pause; started with everyone's yes for today."""
    before, after = edge.before, edge.after
    if edge.led(Act.PLAN_SESSION):
        assert before.session not in {SessionState.PLANNED, SessionState.RUNNING}
    if after.session is before.session:
        return
    if after.session in {SessionState.PLANNED, SessionState.RUNNING}:
        assert edge.role is MODERATOR
        assert before.led
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
    """What one says is one's own, or noted by the moderator and not contested; nobody else's deed touches what one said of being ready."""
    for was, now in edge.stayed:
        if was != now:
            _readiness(edge, was, now)
            _answers(edge, was, now)


def _readiness(edge: Edge, was: Place, now: Place) -> None:
    who = now.party
    contested = edge.own(who, Act.CONTEST)
    if edge.own(who, Act.CHOOSE_SPOKESPERSON):
        # Another one speaks for the group: what the one before said of being ready is not theirs (R6).
        assert not any((now.ready, now.reconfirmed))
        return
    if now.ready and not was.ready:
        noted = edge.led(Act.NOTE_READINESS) and edge.deed.party == who
        assert any((edge.own(who, Act.DECLARE_READINESS), noted, contested))
        assert edge.deed.choice == ((Noted.DECLARATION, True) if contested else True)
        assert was.informed
    if was.ready and not now.ready:
        said = edge.own(who, Act.WITHDRAW) or edge.own(who, Act.DECLARE_READINESS) or edge.own(who, Act.RECONFIRM)
        heard = (edge.led(Act.RECONFIRM) or edge.led(Act.NOTE_READINESS)) and edge.deed.party == who and edge.deed.choice is False
        assert said or heard or contested or edge.invites(who) or edge.role is None or edge.reopens
    if now.reconfirmed and not was.reconfirmed:
        assert was.ready
        assert (edge.deed.party, edge.deed.act) == (who, Act.RECONFIRM) or contested
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
        ("self_resolved", Act.CONFIRM_OUTCOME),
    ):
        if getattr(now, answer) and not getattr(was, answer):
            another = answer == "informed" and edge.own(now.party, Act.CHOOSE_SPOKESPERSON)
            assert edge.own(now.party, act) or another
            assert act is not Act.CONFIRM_OUTCOME or edge.deed.choice == (QUESTIONS[answer], True)
    assert now.informed >= was.informed or edge.invites(now.party) or edge.own(now.party, Act.CHOOSE_SPOKESPERSON)


def r7_withdrawal_changes_nothing_else(edge: Edge) -> None:
    """Not the case, no place, no promise, no result; nor what anybody else said."""
    if edge.deed.act is Act.WITHDRAW:
        expected = tuple(
            place._replace(ready=False, reconfirmed=False) if place.party == edge.deed.party else place for place in edge.before.places
        )
        assert edge.after.places == expected
        assert same_but_for(edge, "places")


def same_but_for(edge: Edge, *names: str) -> bool:
    """Whether nothing but these facts changed."""
    return all(getattr(edge.before, name) == getattr(edge.after, name) for name in Situation._fields if name not in names)


def r7_a_no_for_today_withdraws(edge: Edge) -> None:
    """Said by the party or heard by the moderator: whoever says no is not ready."""
    if edge.deed.act is Act.RECONFIRM and edge.deed.choice is not True:
        assert not any(place.ready or place.reconfirmed for place in edge.after.places if place.party == edge.deed.party)


def r9_newcomers(edge: Edge) -> None:
    """One comes in by the moderator, knowing and owing nothing, before anything is agreed; how places end stands in `laws_of_turns`."""
    before, after = edge.before.places, edge.after.places
    for place in after[len(before) - len(edge.left) :]:
        assert edge.led(Act.ADD_PARTY)
        assert not edge.after.mandate_in_force
        assert edge.before.state in {CaseState.INTAKE, CaseState.READINESS}
        assert place == Place(edge.deed.party)


def r10_mandate_by_all(edge: Edge) -> None:
    """In force by everyone's own acceptance of what the moderator offered; gone only with the round, the moderator, or who takes part."""
    before, after = edge.before, edge.after
    if after.mandate_in_force != before.mandate_in_force or after.moderator_may_propose != before.moderator_may_propose:
        # Whoever came later, or stays when somebody leaves, has not accepted how all talk (R9, R10).
        if edge.reopens or edge.followed or edge.led(Act.ADD_PARTY) or (edge.left and edge.deed.act not in COMPLETES):
            assert not after.mandate_in_force
            return
        assert after.mandate_in_force
        assert before.mandate_offered
        assert after.moderator_may_propose == before.offer_lets_moderator_propose
        assert edge.deed.act is Act.ACCEPT_MANDATE or edge.led(Act.KEEP_GUARDIANS)
        assert all(place.accepted or edge.own(place.party, Act.ACCEPT_MANDATE) or _outside(before, place) for place in before.places)
        assert all(_beside_the_young(edge, place) for place in before.places)
        assert before.moderator_accepted or edge.led(Act.ACCEPT_MANDATE)
    if after.mandate_offered and not before.mandate_offered:
        assert edge.led(Act.OFFER_MANDATE)
    if edge.led(Act.OFFER_MANDATE):
        assert len(before.places) > 1
        assert not after.moderator_accepted
        assert not any(place.accepted for place in after.places)
        offered = edge.deed.choice if isinstance(edge.deed.choice, Offered) else Offered(edge.deed.choice)
        assert after.offer_lets_moderator_propose is (offered.involvement is Involvement.PROPOSALS)
        assert after.offer_ends == offered.ends
        assert len(offered.ends) <= len(before.places) - 2


def _outside(now: Situation, place: Place) -> bool:
    """R9: listed as not concerned, and never even invited."""
    return place.party in now.offer_ends and not place.invited


def _beside_the_young(edge: Edge, place: Place) -> bool:
    """R6: under eighteen, each guardian accepts it too."""

    if edge.led(Act.KEEP_GUARDIANS) and edge.deed.party == place.party:
        # Who was outstanding is asked no more, as the moderator recorded: their authority ended, or they were never to be asked.
        place = next((one for one in edge.after.places if one.party == place.party), place)
        return place.age in {Age.ADULT, Age.UNKNOWN} or (bool(place.guardians) and all(one.bound for one in place.guardians))

    def accepted(one: Guardian) -> bool:
        return one.accepted or (edge.role is Role.GUARDIAN and (edge.deed.party, edge.deed.choice) == (place.party, one.key))

    outside = _outside(edge.before, place)
    return outside or place.age in {Age.ADULT, Age.UNKNOWN} or (bool(place.guardians) and all(map(accepted, place.guardians)))


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
        # Whoever is left alone agrees with nobody: only what all agreed before they went stands (R9).
        assert len(before.places) > 1
        assert before.joint_held
        assert any(harm.discussed for harm in before.harms)
        assert before.state in {CaseState.IN_PROCESS, CaseState.AGREEMENT}
        assert edge.role is PARTY or before.moderator_may_propose
        # How all talk is agreed on first, and anew by those who remain, or with another moderator (R9, R10).
        assert before.mandate_in_force or edge.deed.act is Act.RENEGOTIATE
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
        group = {one.key: one.spokesperson for one in edge.before.collectives}
        assert edge.deed.party in {replaced[0].owner, group.get(replaced[0].beneficiary, replaced[0].beneficiary)}


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
    if edge.deed.choice is Ending.SELF_RESOLVED:
        assert len(before.places) > 1
        assert all(place.self_resolved for place in before.places)
        return
    if edge.deed.choice is not None:
        assert edge.deed.choice in {Ending.NOT_POSSIBLE, Ending.UNSUITABLE}
        return
    assert before.state is CaseState.AFTERCARE
    assert before.followed_up
    everyone = len(before.places) > 1 and all(place.restored for place in before.places)
    repaired = all(harm.state in {HarmState.REPAIRED, HarmState.NOTHING_MORE_NEEDED} for harm in before.harms)
    short = any(one.state in {CommitmentState.NOT_KEPT, CommitmentState.UNANSWERED} for one in before.promises)
    assert (ending(before) is Ending.RESTORED) is (everyone and repaired and not short)


def life_cycle(edge: Edge) -> None:
    """The case moves along the table of its life cycle, by the moderator, with what the table asks; time closes what was left alone."""
    before, after = edge.before, edge.after
    if before.state is after.state:
        return
    if after.state is CaseState.CLOSED:
        assert edge.led(Act.CLOSE) or (edge.role is Role.WORKER and edge.deed.act is Act.LAPSE)
        assert same_but_for(edge, "state", "paused", "session", "places")
        return
    assert edge.role is MODERATOR
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
        # Whoever is left alone has nobody to agree with on how they talk, and keeps what was agreed (R9).
        assert before.mandate_in_force or len(before.places) < 2
    elif before.state is CaseState.AGREEMENT:
        assert all(one.state.value in AT_REST for one in before.promises)
    else:
        assert len(before.places) > 1
        assert all(place.no_commitments for place in before.places)
        assert not before.agreed


def _begins(edge: Edge) -> None:
    before, after = edge.before, edge.after
    if before.state is CaseState.CLOSED:
        assert before.reopening_asked
        fresh = tuple(map(afresh, before.places))
        stay = {name: getattr(before, name) for name in ("led", "screened", "harms", "promises", "collectives")}
        assert after == Situation(CaseState.READINESS, fresh, **stay)
    else:
        assert len(before.places) > 1
        assert before.screened
        assert all(place.informed for place in before.places)


def afresh(place: Place) -> Place:
    """Where someone stands when it begins anew: here, informed, of their age, with those who hold authority, and nothing said."""
    guardians = tuple(Guardian(one.key, informed=one.informed) for one in place.guardians)
    return Place(place.party, invited=place.invited, informed=place.informed, welcomed=place.welcomed, age=place.age, guardians=guardians)


def s11_announced(edge: Edge) -> None:
    """`open` only while R4 holds, and announcing changes nothing."""
    if edge.led(Act.ANNOUNCE_GATE):
        assert edge.after == edge.before
        assert edge.deed.choice is Gate.NOT_NOW or everyone_ready(edge.before)
