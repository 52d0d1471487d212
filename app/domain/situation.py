"""What the gates of one case look at, frozen: no more of the case than decides whether a deed may happen now."""

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple
from uuid import UUID

from app.domain.cases import CaseState
from app.domain.commitments import CommitmentState
from app.domain.confidentiality import Act, Secrecy
from app.domain.disclosures import MODERATOR, DisclosureState
from app.domain.errors import Condition, Unknown
from app.domain.guardians import Age
from app.domain.harms import SETTLED, HarmState
from app.domain.sessions import SessionState


class Deed(NamedTuple):
    """What someone wants to do: the act, the party who does it or whom it is about (none: the moderator), and what was chosen."""

    act: Act
    party: Hashable = None
    choice: object = None


class Guardian(NamedTuple):
    """Where someone stands who holds authority over a young party, and may consent: who has a place here themselves may not (R6)."""

    key: Hashable
    informed: bool = False
    """Accepted the secrecy statement (S0)."""
    consented: bool = False
    """Said yes to the child's taking part, and it still counts (R6, R7)."""
    accepted: bool = False
    """Accepted the mandate that is offered (R6, R10)."""
    bound: bool = False
    """Accepted the mandate that is in force, before it was or since (R6, R10)."""


class Place(NamedTuple):
    """Where one party stands."""

    party: Hashable
    invited: bool = False
    """Was given a way in, whether or not they used it (R9)."""
    informed: bool = False
    """Accepted the secrecy statement (S0)."""
    ready: bool = False
    """Said four times yes, and it still counts (R5, R7)."""
    welcomed: bool = False
    """Accepted the moderator; it opens no gate (R3)."""
    safe: bool = False
    """The latest assessment says safe, with or without measures (R5)."""
    reconfirmed: bool = False
    """Said yes again for the session that is planned, and nothing else about being ready since then (R7)."""
    accepted: bool = False
    """Accepted the mandate that is offered (R10)."""
    confirmed: bool = False
    """Confirmed the agreement that is proposed (R13)."""
    no_commitments: bool = False
    """Said: restored, no commitments needed; since an agreement was last proposed."""
    restored: bool = False
    """Said in the aftercare that the relation is restored (R15)."""
    self_resolved: bool = False
    """Said that they sorted it out by themselves."""
    reopening_asked: bool = False
    """Asked that the case is taken up again since it was closed; each for themselves (R17, S10)."""
    age: Age = Age.UNKNOWN
    guardians: tuple[Guardian, ...] = ()
    """Those whose yes is asked beside a young person's own (R6)."""

    @property
    def asked_in(self) -> bool:
        """They, or somebody for them, were given a way in: nobody lists them away without their own yes (R9)."""
        return self.invited or any(guardian.informed for guardian in self.guardians)


class Promise(NamedTuple):
    """One commitment of the agreement, as the gates see it."""

    owner: Hashable
    beneficiary: Hashable
    state: CommitmentState
    due: bool = False
    """Its due date or review date has come."""
    key: Hashable = None
    replaces: Hashable = None
    """The commitment in whose place it comes, when it was renegotiated."""
    accepted: bool = False
    """Its owner said yes to it (R13)."""


class Collective(NamedTuple):
    """Those who take part, together: something can be promised to them, and their spokesperson speaks for them (R14)."""

    key: Hashable
    spokesperson: Hashable = None
    """The party who speaks for it; none until the members have chosen."""
    members: frozenset[Hashable] = frozenset()
    """Those of its members who have a place still; with the last of them it is gone too."""


class SharedHarm(NamedTuple):
    """One harm that all know, as the gates see it."""

    key: Hashable
    party: Hashable
    """The person harmed, who alone says where it stands (R15)."""
    state: HarmState = HarmState.OPEN
    discussed: bool = False
    """Talked about in a joint conversation that was held (R12)."""


class Disclosure(NamedTuple):
    """The letter of somebody outside about which something is decided, as the gates see it (S5)."""

    state: DisclosureState = DisclosureState.OPEN
    due: bool = False
    """The day has come on which the answer is due."""
    text: Hashable = None
    """The words that would leave, by their hash; none before the moderator who leads now has written any."""
    changed: bool = False
    """The third party asks something else by now; the moderator alone knows before the day of the answer (S10)."""
    yes: frozenset[Hashable] = frozenset()
    """Whose latest word to exactly these words is a yes: parties, guardians, former moderators by key, and the moderator."""
    formers: frozenset[Hashable] = frozenset()
    """Those who led the case before, and whose own conversations the words may touch (S5)."""


class Situation(NamedTuple):
    """One case at one moment, since it last began (a reopening starts everything fresh)."""

    state: CaseState
    places: tuple[Place, ...]
    led: bool = True
    """A moderator has a seat in it (R3)."""
    left_alone: bool = False
    """Without a moderator for longer than a successor may take to come (R17)."""
    paused: bool = False
    screened: bool = False
    """The moderator has classified the matter."""
    mandate_offered: bool = False
    offer_ends: frozenset[Hashable] = frozenset()
    """The places that the offered mandate says are not concerned (R9)."""
    offer_lets_moderator_propose: bool = False
    """The mandate that is offered would let the moderator make proposals (R10)."""
    moderator_accepted: bool = False
    mandate_in_force: bool = False
    moderator_may_propose: bool = False
    """The mandate in force lets the moderator make proposals (R10)."""
    session: SessionState | None = None
    """The conversation that is planned or running."""
    session_counts: bool = False
    """That conversation would count as joint (R12)."""
    joint_held: bool = False
    collectives: tuple[Collective, ...] = ()
    harms: tuple[SharedHarm, ...] = ()
    """The harms that were shared, in this round or before it: what happened does not start afresh."""
    agreement_proposed: bool = False
    agreed: bool = False
    """An agreement is confirmed by all, and its commitments accepted by their owners."""
    proposals: tuple[Promise, ...] = ()
    """The commitments of the agreement that is proposed."""
    promises: tuple[Promise, ...] = ()
    """The commitments of what is agreed."""
    followed_up: bool = False
    disclosure: Disclosure | None = None
    """The letter of somebody outside on which it is decided; none for every other deed."""

    @property
    def reopening_asked(self) -> bool:
        """Somebody asked that it is taken up again: for the moderator and a successor, and for no party to find out (R17, S10)."""
        return any(place.reopening_asked for place in self.places)

    @property
    def harm_discussed(self) -> bool:
        """A shared harm was talked about together (R12)."""
        return any(harm.discussed for harm in self.harms)

    @property
    def harms_settled(self) -> bool:
        """Every shared harm is repaired or needs nothing more, says the person harmed (R15)."""
        return all(harm.state in SETTLED for harm in self.harms)

    @property
    def complete(self) -> bool:
        """Every party confirmed the proposed text, and every owner accepted what they would keep (R13)."""
        return all(place.confirmed for place in self.places) and all(promise.accepted for promise in self.proposals)

    def place(self, party: Hashable) -> Place:
        """Where this party stands; `Unknown` when they have no place here."""
        for place in self.places:
            if place.party == party:
                return place
        raise Unknown

    def voice(self, party: Hashable) -> Hashable:
        """Who speaks for this party: they themselves, or for a collective the party whom it chose."""
        return next((group.spokesperson for group in self.collectives if group.key == party), party)

    def with_place(self, party: Hashable, **changes: Any) -> "Situation":
        """The same situation with this party elsewhere."""
        self.place(party)
        return self._replace(places=tuple(place._replace(**changes) if place.party == party else place for place in self.places))

    def with_places(self, **changes: Any) -> "Situation":
        """The same situation with every party elsewhere."""
        return self._replace(places=tuple(place._replace(**changes) for place in self.places))

    def with_guardians(self, change: Callable[[Guardian], Guardian]) -> "Situation":
        """The same situation with every guardian elsewhere."""
        return self._replace(places=tuple(place._replace(guardians=tuple(map(change, place.guardians))) for place in self.places))

    def unoffered(self) -> "Situation":
        """The same situation without the mandate that was offered to all, and without anyone's answer to it."""
        return self.unaccepted()._replace(
            mandate_offered=False,
            offer_ends=frozenset(),
            offer_lets_moderator_propose=False,
            moderator_accepted=False,
        )

    def unaccepted(self) -> "Situation":
        """The same situation before anyone, a guardian included, accepted the mandate that is offered."""
        return self.with_places(accepted=False).with_guardians(lambda one: one._replace(accepted=False))

    def unmandated(self) -> "Situation":
        """The same situation without a mandate in force: by none is anybody bound."""
        return self.with_guardians(lambda one: one._replace(bound=False))._replace(mandate_in_force=False, moderator_may_propose=False)

    def unproposed(self) -> "Situation":
        """The same situation without the agreement that was proposed."""
        return self.with_places(confirmed=False)._replace(agreement_proposed=False, proposals=())


def unready(now: Situation) -> list[Condition]:
    """What keeps the gate closed, party by party (R4, R5); empty means open. The moderator alone may know (S11)."""
    return [
        *([] if len(now.places) >= 2 else [Condition("two-parties", "R4", Secrecy.TRUE_STATE)]),
        *outstanding(now, "informed", "secrecy-statement-accepted", "S0"),
        *outstanding(now, "ready", "party-ready", "R5"),
        *outstanding(now, "safe", "safety-assessed", "R5"),
        *_beside(now, (Age.CHILD,), lambda one: one.informed and one.consented, "guardian-consent"),
    ]


def unaccepted(now: Situation) -> list[Condition]:
    """What keeps the offered mandate from being in force (R10, S10); whoever it lists is asked too, if they ever were asked in (R9)."""
    asked = now._replace(places=tuple(place for place in now.places if place.asked_in or place.party not in now.offer_ends))
    moderator = [] if now.moderator_accepted else [Condition("mandate-accepted-by-moderator", "R10", Secrecy.TRUE_STATE)]
    young = _beside(asked, (Age.CHILD, Age.YOUNG), lambda one: one.informed and one.accepted, "guardian-accepts-mandate")
    return [*outstanding(asked, "accepted", "mandate-accepted", "R10"), *young, *moderator]


def unbound(now: Situation) -> list[Condition]:
    """Whose guardians, or who of them was recorded since, have yet to accept the mandate in force; until eighteen (R6, R10)."""
    return _beside(now, (Age.CHILD, Age.YOUNG), lambda one: one.bound, "guardian-accepts-mandate")


def unconsented(now: Situation) -> list[Condition]:
    """Whose yes to the words that would leave is missing: silence counts as no (S5); the moderator alone may know (S10)."""
    asked = now.disclosure or Disclosure()
    missing = [place for place in now.places if place.party not in asked.yes]
    formers = [Condition("disclosure-consented-by-former-moderator", "S5", Secrecy.TRUE_STATE) for key in asked.formers - asked.yes]
    own = [] if MODERATOR in asked.yes else [Condition("disclosure-consented-by-moderator", "S5", Secrecy.TRUE_STATE)]
    return [
        *(Condition("disclosure-consented", "S5", Secrecy.TRUE_STATE, _whom(place)) for place in missing),
        *_beside(now, (Age.CHILD,), lambda one: one.informed and one.key in asked.yes, "guardian-consents-to-disclosure"),
        *formers,
        *own,
    ]


def _beside(now: Situation, ages: tuple[Age, ...], answered: Callable[[Guardian], bool], code: str) -> list[Condition]:
    """Whose guardians have not all answered beside them, or who has none recorded at all; the moderator alone may know (R6, S10)."""
    missing = []
    for place in now.places:
        if place.age in ages and not place.guardians:
            missing.append(Condition("guardian-recorded", "R6", Secrecy.TRUE_STATE, _whom(place)))
        elif place.age in ages and not all(map(answered, place.guardians)):
            missing.append(Condition(code, "R6", Secrecy.TRUE_STATE, _whom(place)))
    return missing


def _whom(place: Place) -> UUID | None:
    """For whom a condition waits, where a key is an id."""
    return place.party if isinstance(place.party, UUID) else None


def outstanding(now: Situation, answer: str, code: str, rule: str) -> list[Condition]:
    """Who has not yet given an answer that all must give; the moderator alone may know (S10)."""
    return [Condition(code, rule, Secrecy.TRUE_STATE, _whom(place)) for place in now.places if not getattr(place, answer)]
