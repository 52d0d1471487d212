"""What must hold of what was promised (R14): said from the rules alone, as in `laws`."""

from app.domain.commitments import CommitmentState
from app.domain.confidentiality import Act, Role
from app.domain.situation import Promise, Situation
from tests.domain.laws import AT_REST, Edge

STEPS = {
    "reported": (Act.REPORT_DONE, {"agreed", "disputed"}),
    "confirmed": (Act.CONFIRM_DONE, {"reported"}),
    "disputed": (Act.DISPUTE, {"reported"}),
    "waived": (Act.WAIVE, {"agreed", "reported", "disputed"}),
    "not_kept": (Act.SAY_NOT_KEPT, {"agreed", "disputed"}),
    "unanswered": (None, {"reported"}),
}


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
    if now.state is CommitmentState.LAPSED:
        assert edge.left
        return
    if now.state is CommitmentState.REPLACED:
        assert any(one.replaces == was.key for one in edge.before.proposals)
        assert edge.deed.act in {Act.CONFIRM_AGREEMENT, Act.ACCEPT_COMMITMENT}
        return
    act, states = STEPS[now.state.value]
    assert was.state.value in states
    if act is None:
        assert edge.role is None
        return
    who = was.owner if act is Act.REPORT_DONE else voice(edge.before, was.beneficiary)
    assert act is Act.REPORT_DONE or who != was.owner
    assert edge.own(who, act)
    assert edge.deed.choice == was.key
    assert was.due or act is not Act.SAY_NOT_KEPT


def voice(now: Situation, party: object) -> object:
    """R14: who speaks for this end of a promise: they themselves, or the party whom a group chose."""
    return next((group.spokesperson for group in now.collectives if group.key == party), party)


def r14_lapses(edge: Edge) -> None:
    """What was promised lapses exactly when an end of it is gone; what rests already keeps its word."""
    gone = edge.left | {group.key for group in edge.before.collectives} - {group.key for group in edge.after.collectives}
    for was, now in zip(edge.before.promises, edge.after.promises, strict=False):
        lapses = was.state.value not in AT_REST and (bool({was.owner, was.beneficiary} & gone) or left_to_its_owner(edge, was))
        assert (now.state is CommitmentState.LAPSED) is (lapses or was.state is CommitmentState.LAPSED)


def left_to_its_owner(edge: Edge, promise: Promise) -> bool:
    """R14: whether, of those together whom it was promised, all others have just left, so that nobody could ever say that it is done."""
    for group in edge.before.collectives:
        if group.key == promise.beneficiary and group.members & edge.left:
            return group.members - edge.left == {promise.owner}
    return False


def r14_collectives(edge: Edge) -> None:
    """Who speaks for a group is said by the group alone, and recorded by the moderator's hand; it changes with nobody else's deed."""
    for was, now in zip(edge.before.collectives, edge.after.collectives, strict=False):
        if was != now:
            assert was.key == now.key
            chose = edge.role is Role.PARTY and edge.deed.act is Act.CHOOSE_SPOKESPERSON
            assert chose or edge.led(Act.KEEP_MEMBERS) or edge.left & {was.spokesperson, *was.members}
    if len(edge.after.collectives) > len(edge.before.collectives):
        assert edge.led(Act.KEEP_MEMBERS) or edge.led(Act.ADD_PARTY)


LAWS_OF_PROMISES = (r14_promises, r14_lapses, r14_collectives)
