"""The code of an invitation, and that for one deed: it makes its bearer who they are, and is kept nowhere."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final
from uuid import UUID

from app.domain.confidentiality import INVITED, Role

_LETTERS: Final = {role: role.value[0] for role in sorted(INVITED)}
_ROLES: Final = {letter: role for role, letter in _LETTERS.items()}


def new_code(role: Role) -> str:
    """A new code: as what its bearer comes in, and 256 random bits."""
    return _LETTERS[role] + token_urlsafe(32)


def role_of(code: str) -> Role | None:
    """As what the bearer of a code, or of a refresh token, comes in; none for anything else."""
    return _ROLES.get(code[:1])


def subject_of(code: str) -> str:
    """The subject that a code makes of its bearer; the code cannot be found from it, and another first letter makes another subject."""
    return sha256(f"invitation:{code}".encode()).hexdigest()[:48]


def new_one_time_code(bearer: UUID) -> str:
    """A code with which this principal acts once on the moderator's device (R6): who they are, and 256 random bits."""
    return f"{urlsafe_b64encode(bearer.bytes).decode().rstrip('=')}.{token_urlsafe(32)}"


def bearer_of(code: str) -> UUID | None:
    """Whom a one-time code says to be of; whether it is, its digest tells."""
    try:
        return UUID(bytes=urlsafe_b64decode(code.partition(".")[0] + "=="))
    except ValueError:
        return None


def digest_of(code: str) -> str:
    """What is kept of a one-time code."""
    return sha256(f"one-time:{code}".encode()).hexdigest()
