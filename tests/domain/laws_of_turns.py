"""What must hold when people come, go, and speak beside each other (R3, R6, R9, R17): said from the rules alone, as in `laws`."""

from app.domain.cases import CaseState
from app.domain.confidentiality import Act, Role
from app.domain.guardians import Age
from app.domain.sessions import SessionState
from app.domain.situation import Guardian, Place
from tests.domain.laws import Edge, same_but_for

CALLED_OFF = {None, SessionState.CANCELLED, SessionState.SUSPENDED}


def r3_moderators(edge: Edge) -> None:
    """Gone by an objection before accepting, their own word or the registry's, and by nothing else; one comes only where none is.

    The registrar sees ids and dates only, and writes no more (§3): what they ended rests, and is called off, when the worker comes by
    within the minute. Until then nobody can start, end or plan it either, for it is only the moderator who could (R11).
    """
    before, after, deed = edge.before, edge.after, edge.deed
    if before.led and not after.led:
        objection = edge.role is Role.PARTY and deed.act is Act.OBJECT
        assert objection or edge.led(Act.RECUSE) or (edge.role is Role.REGISTRAR and deed.act is Act.END_APPOINTMENT)
        assert not objection or not any(place.welcomed for place in before.places if place.party == deed.party)
        # Nothing is judged, and nothing that anybody said or agreed is lost by it.
        assert same_but_for(edge, "led", "paused", "session", "session_counts", "places")
        assert [untouched(place) for place in before.places] == [untouched(place) for place in after.places]
        if edge.role is not Role.REGISTRAR:
            assert after.paused or before.state is CaseState.CLOSED
            assert after.session in CALLED_OFF
    if edge.followed:
        _follows(edge)
    if edge.role is Role.WORKER:
        assert not before.led


def untouched(place: Place) -> tuple[object, ...]:
    """What someone said, but for their yes to a conversation that is off."""
    return tuple(getattr(place, name) for name in Place._fields if name != "reconfirmed")


def _follows(edge: Edge) -> None:
    """A successor is accepted anew, and a mandate too; whether they are ready, people said for themselves."""
    before, after = edge.before, edge.after
    assert (edge.role, edge.deed.act) == (Role.MODERATOR, Act.ANSWER_OFFER)
    assert before.state is not CaseState.CLOSED or before.reopening_asked
    assert not any((after.mandate_in_force, after.mandate_offered, after.moderator_accepted, after.offer_ends, after.left_alone))
    assert not any(place.welcomed or place.accepted or any(one.accepted for one in place.guardians) for place in after.places)
    assert after.session in CALLED_OFF
    assert [(place.party, place.informed, place.ready, place.safe) for place in before.places] == [
        (place.party, place.informed, place.ready, place.safe) for place in after.places
    ]
    assert (before.state, before.promises, before.harms, before.agreed) == (after.state, after.promises, after.harms, after.agreed)


def r3_without_a_moderator(edge: Edge) -> None:
    """Nothing of a moderator's happens while there is none; what rests goes on only by one."""
    if edge.role is Role.MODERATOR:
        assert edge.before.led or edge.deed.act is Act.ANSWER_OFFER
    if edge.before.paused and not edge.after.paused:
        assert edge.led(Act.RESUME) or edge.after.state is CaseState.CLOSED or edge.reopens


def r6_guardians(edge: Edge) -> None:
    """Recorded by the moderator, who say yes for themselves: none of their deeds is the child's, and none of the child's is theirs."""
    for was, now in edge.stayed:
        if edge.role is Role.GUARDIAN:
            assert untouched_by_guardians(was) == untouched_by_guardians(now)
        if was.age is not now.age:
            assert (edge.led(Act.KEEP_GUARDIANS) and edge.deed.party == now.party) or edge.role is None
        if was.guardians != now.guardians:
            _guardians(edge, was, now)
    if edge.role is Role.GUARDIAN:
        # Of the case nothing else either, but that the last yes of all puts a mandate in force.
        assert edge.deed.act is Act.ACCEPT_MANDATE or same_but_for(edge, "places")


def untouched_by_guardians(place: Place) -> tuple[object, ...]:
    """What is a young person's own; their answer to an offer is spent when it comes in force."""
    return tuple(getattr(place, name) for name in Place._fields if name not in {"guardians", "accepted"})


def _guardians(edge: Edge, was: Place, now: Place) -> None:
    known = {one.key: one for one in was.guardians}
    for one in now.guardians:
        if one.key not in known:
            assert edge.led(Act.KEEP_GUARDIANS)
            assert one == Guardian(one.key)
        elif one != known[one.key]:
            _guardian(edge, now, known[one.key], one)
    if {one.key for one in was.guardians} - {one.key for one in now.guardians}:
        assert edge.led(Act.KEEP_GUARDIANS)


def _guardian(edge: Edge, child: Place, was: Guardian, now: Guardian) -> None:
    key = edge.deed.choice[0] if isinstance(edge.deed.choice, tuple) else edge.deed.choice
    own = edge.role is Role.GUARDIAN and (edge.deed.party, key) == (child.party, now.key)
    invited = edge.led(Act.INVITE) and (edge.deed.party, key) == (child.party, now.key)
    for answer, act in (("informed", Act.ACCEPT_SECRECY), ("consented", Act.CONSENT), ("accepted", Act.ACCEPT_MANDATE)):
        if getattr(now, answer) and not getattr(was, answer):
            assert own
            assert edge.deed.act is act
            assert act is Act.ACCEPT_SECRECY or was.informed
            assert child.age in {Age.CHILD, Age.YOUNG}
    if now.bound and not was.bound:
        assert was.accepted or (own and edge.deed.act is Act.ACCEPT_MANDATE)
    assert now.informed >= was.informed or invited
    said_no = own and edge.deed.act is Act.CONSENT
    assert now.consented >= was.consented or said_no or invited or edge.role is None or edge.reopens


def r6_r10_the_young(edge: Edge) -> None:
    """Under eighteen nobody talks together but as each guardian of theirs agreed, whenever it was that this was recorded."""
    talks = {SessionState.PLANNED, SessionState.RUNNING}
    if edge.after.session in talks and edge.before.session is not edge.after.session:
        for place in edge.before.places:
            assert place.age in {Age.ADULT, Age.UNKNOWN} or (place.guardians and all(one.bound for one in place.guardians))
    if not edge.after.mandate_in_force:
        assert not any(one.bound for place in edge.after.places for one in place.guardians)


def r9_places_end(edge: Edge) -> None:
    """By one's own departure, the moderator's record of a death or lasting incapacity, or a mandate that lists it and that all accepted.

    A conversation that goes on is not called off by it, though the mandate is no more: R9 asks a new one of those who remain before they
    plan or start another (`laws.r4_r7_r11_conversations`), and R11 leaves it to the moderator alone to break off or end the one that all
    began. Nobody undoes it by leaving, and whoever is left alone makes nothing of it (`laws.r12_r13_agreements`).
    """
    if not edge.left:
        assert [place.party for place in edge.after.places][: len(edge.before.places)] == [place.party for place in edge.before.places]
        return
    before, after, left = edge.before, edge.after, edge.left
    assert [place.party for place in after.places] == [place.party for place in before.places if place.party not in left]
    if edge.deed.act is Act.ACCEPT_MANDATE or edge.led(Act.KEEP_GUARDIANS):
        assert left <= before.offer_ends
        assert after.mandate_in_force
    else:
        assert left == {edge.deed.party}
        (gone,) = left
        assert edge.own(gone, Act.DEPART) or edge.led(Act.RECORD_LOSS)
        # Those who remain agree anew on how they talk (R9), and nothing of what was on the table counts as theirs.
        assert not after.mandate_in_force
        assert not after.mandate_offered
    assert not after.agreement_proposed
    assert after.agreed == before.agreed
    assert after.session in CALLED_OFF or before.session is after.session is SessionState.RUNNING
    assert not any(place.no_commitments or place.restored or place.self_resolved for place in after.places)


def r17_what_time_closes(edge: Edge) -> None:
    """The worker ends what nobody led for too long, and nothing else."""
    if edge.deed.act is Act.LAPSE:
        assert edge.role is Role.WORKER
        assert edge.before.left_alone
        assert not edge.before.led
        assert edge.after.state is CaseState.CLOSED


def r9_invited(edge: Edge) -> None:
    """Whoever was once invited stays so: a mandate cannot list them away without their own yes."""
    for was, now in edge.stayed:
        assert now.invited == was.invited or (now.invited and edge.invites(now.party))


LAWS_OF_TURNS = (
    r3_moderators,
    r3_without_a_moderator,
    r6_guardians,
    r6_r10_the_young,
    r9_places_end,
    r9_invited,
    r17_what_time_closes,
)
