"""The code of an invitation: it makes its bearer who they are, and is kept nowhere."""

from hashlib import sha256
from secrets import token_urlsafe


def new_code() -> str:
    """A new code: 256 random bits."""
    return token_urlsafe(32)


def subject_of(code: str) -> str:
    """The subject that a code makes of its bearer; the code cannot be found from it."""
    return sha256(f"invitation:{code}".encode()).hexdigest()[:48]
