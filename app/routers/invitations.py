"""The code of an invitation: it makes its bearer who they are, and is kept nowhere."""

from hashlib import sha256
from secrets import token_urlsafe
from typing import Final

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
