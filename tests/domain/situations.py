"""Situations as the tests need them, built by hand, and deeds as people do them."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from app.domain.cases import CaseState
from app.domain.commitments import CommitmentState
from app.domain.confidentiality import Act, Role
from app.domain.deeds import BESIDE_A_CHILD, BESIDE_A_PARTY, IN_TIME, RULES, UNLED, decide
from app.domain.errors import DomainError, Invalid, WrongState
from app.domain.harms import HarmState
from app.domain.situation import Deed, Place, Promise, SharedHarm, Situation

ANN, BEN, CEM = "ann", "ben", "cem"
PROMISE, OTHER_PROMISE, HARM = "promise", "other promise", "harm"

INSIDE: frozenset[Act] = frozenset({*RULES, *BESIDE_A_CHILD, *BESIDE_A_PARTY, *UNLED, *IN_TIME})
"""Every deed that has a rule, whoever's it is."""

ANNOUNCED_BY_ALL: tuple[CaseState, ...] = (CaseState.IN_PROCESS, CaseState.AGREEMENT, CaseState.AFTERCARE)
"""The states that only a mandate in force leads to."""


def ready(party: Hashable, **changes: Any) -> Place:
    """The place of someone who is informed, ready and safe."""
    return Place(party, informed=True, ready=True, safe=True)._replace(**changes)


def case(state: CaseState, *places: Place, **facts: Any) -> Situation:
    """A case in this state with everybody ready, the mandate in force where it must be; `facts` say what is otherwise."""
    usual: dict[str, Any] = {"screened": True, "mandate_in_force": state in ANNOUNCED_BY_ALL}
    if state is CaseState.AGREEMENT:
        usual |= {"joint_held": True, "harms": (SharedHarm(HARM, ANN, discussed=True),), "agreed": True}
    return Situation(state, places or (ready(ANN), ready(BEN)), **usual | facts)


def talked(state: CaseState = CaseState.IN_PROCESS, *places: Place, **facts: Any) -> Situation:
    """A case in which a joint conversation was held and Ann's harm discussed."""
    usual = {"joint_held": True, "harms": (SharedHarm(HARM, ANN, discussed=True),)}
    return case(state, *places, **usual | facts)


def promise(state: CommitmentState = CommitmentState.AGREED, **changes: Any) -> Promise:
    """What Ben promised Ann."""
    return Promise(BEN, ANN, state, key=PROMISE)._replace(**changes)


def harm(state: HarmState = HarmState.OPEN, **changes: Any) -> SharedHarm:
    """What Ann shared."""
    return SharedHarm(HARM, ANN, state)._replace(**changes)


def by(who: Hashable, now: Situation, act: Act, choice: object = None) -> Situation:
    """What a party makes of the situation."""
    return decide(now, Role.PARTY, Deed(act, who, choice))


def by_moderator(now: Situation, act: Act, choice: object = None, about: Hashable = None) -> Situation:
    """What the moderator makes of it."""
    return decide(now, Role.MODERATOR, Deed(act, about, choice))


@contextmanager
def stopped(kind: type[DomainError], code: str, *unmet: str) -> Iterator[None]:
    """Demands that the deed inside is stopped for exactly these reasons: "code rule" of each unmet condition, or the invalid place."""
    with pytest.raises(kind) as caught:
        yield
    assert type(caught.value) is kind
    assert caught.value.code == code
    if isinstance(caught.value, Invalid):
        assert [caught.value.pointer] == list(unmet)
    if isinstance(caught.value, WrongState):
        assert [f"{condition.code} {condition.rule}" for condition in caught.value.unmet] == list(unmet)
