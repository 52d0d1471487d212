"""Every way in which the house says no.

DomainError
├── Unknown            there is no such row for the one who asks (S1: hidden and missing look identical)
├── NotAllowed         seen, but not theirs to do
├── WrongState         theirs to do, at another moment; names what is unmet
│   ├── GateClosed     R4: a joint conversation needs every party's readiness
│   └── Stale          the row has changed since the caller read it
├── Conflict           it stands already, or contradicts what stands
├── Invalid            well-formed, but against a rule that one field alone can break
├── Unauthenticated    no principal: the token is missing, bad, or not for us
└── Unavailable        something the answer needs is away; try again

No class knows a status code: those stand in one table, `app.routers.problems`.
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from app.domain.confidentiality import Secrecy


class Condition(NamedTuple):
    """One thing that a gate found unmet: a stable code, the rule that asks for it, whom it waits for, and who may know it."""

    code: str
    rule: str
    secrecy: Secrecy = Secrecy.PROCESS
    party_id: UUID | None = None


class DomainError(Exception):
    """A refusal that the caller may read: a stable code, never a value that was sent."""

    code = "not-possible"

    def __init__(self, code: str | None = None) -> None:
        self.code = code or self.code
        super().__init__(self.code)


class Unknown(DomainError):
    """There is no such row for the one who asks."""

    code = "not-found"


class NotAllowed(DomainError):
    """The row is seen, the deed is not theirs."""

    code = "not-allowed"


class WrongState(DomainError):
    """The deed is theirs, but not now; `unmet` says what is missing, for those who may know it."""

    code = "wrong-state"

    def __init__(self, code: str | None = None, unmet: Sequence[Condition] = ()) -> None:
        super().__init__(code)
        self.unmet = tuple(unmet)


class GateClosed(WrongState):
    """Not every party is ready (R4)."""

    code = "gate-closed"


class Stale(WrongState):
    """The row has changed since the caller read it (RFC 9110, 13.1.1)."""

    code = "stale"


class Conflict(DomainError):
    """It stands already, or contradicts what stands."""

    code = "conflict"


class Invalid(DomainError):
    """Well-formed, but against a rule; `pointer` is the JSON pointer of the place."""

    code = "invalid"

    def __init__(self, code: str, pointer: str) -> None:
        super().__init__(code)
        self.pointer = pointer


class Unauthenticated(DomainError):
    """No principal stands behind the request."""

    code = "unauthenticated"


class Unavailable(DomainError):
    """Something that the answer needs is away."""

    code = "unavailable"
