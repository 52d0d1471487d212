"""The moderator's own notes, plain or sealed (a JWE in general JSON: RFC 7516, 7.2.1)."""

import json
from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import Field, field_validator, model_validator
from pydantic.types import StringConstraints

from app.domain.confidentiality import Secrecy
from app.schemas.base import In, Out, Patch, Said, SaidOut, confidential
from app.schemas.sealing_keys import AgreementJwkIn, Base64, Jwk, Thumbprint

LARGEST: Final = 150_000
"""As many signs of ciphertext as the longest text can need, padded."""
OF_PLACE: Final = (
    "Base64url of canonical JSON (RFC 8785) with `case`, `moderator` (the id of their registration) and `recipients` (both `kid`s, "
    "sorted): whoever opens a note checks that it belongs where it was found."
)
ONE: Final = "Instead of `text`."


def _base64(signs: int) -> StringConstraints:
    return StringConstraints(pattern=f"^{Base64}{{{signs}}}$")


class RecipientHeaderIn(In):
    """Which key, and the sender's half of the agreement."""

    alg: Literal["ECDH-ES+A256KW"]
    kid: Thumbprint
    epk: AgreementJwkIn


class RecipientIn(In):
    """One of those for whom it is sealed."""

    header: RecipientHeaderIn
    encrypted_key: Annotated[str, _base64(54)] = Field(alias="encrypted_key")


class SealedIn(In):
    """A note that is sealed for its moderator and for their registry's recovery key, and for nobody else: a JWE in general JSON."""

    protected: Annotated[str, StringConstraints(max_length=100, pattern=f"^{Base64}+$")] = Field(
        description='Base64url of exactly `{"enc":"A256GCM"}`.'
    )
    recipients: Annotated[list[RecipientIn], Field(min_length=2, max_length=2)]
    iv: Annotated[str, _base64(16)]
    ciphertext: Annotated[str, StringConstraints(min_length=1, max_length=LARGEST, pattern=f"^{Base64}+$")]
    tag: Annotated[str, _base64(22)]
    aad: Annotated[str, StringConstraints(max_length=600, pattern=f"^{Base64}+$")] = Field(description=OF_PLACE)


class NoteIn(In):
    """A note of the moderator's own: a text, or sealed."""

    text: Said | None = None
    sealed: Annotated[SealedIn | None, confidential(description=ONE)] = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "NoteIn":
        if (self.text is None) == (self.sealed is None):
            raise ValueError("either text or sealed")
        return self

    def jwe(self) -> dict[str, Any] | None:
        """The sealed note with the members that it has."""
        return self.sealed.model_dump(exclude_none=True) if self.sealed else None


class NotePatch(Patch):
    """The note in other words. One that was sealed stays sealed."""

    text: Said = ""
    # Absent or whole, and never null: what was sealed is not taken away.
    sealed: Annotated[SealedIn, confidential(description=ONE)] = None  # type: ignore[assignment]

    @model_validator(mode="after")
    def _one_of_both(self) -> "NotePatch":
        if len(self.model_fields_set) > 1:
            raise ValueError("either text or sealed")
        return self

    def changes(self) -> dict[str, Any]:
        """What was sent, by field name."""
        return self.model_dump(include=self.model_fields_set, exclude_none=True)


class RecipientHeaderOut(Out):
    """Which key, and the sender's half of the agreement."""

    secrecy = Secrecy.NOTES
    alg: str
    kid: str
    epk: Jwk


class RecipientOut(Out):
    """One of those for whom it is sealed."""

    secrecy = Secrecy.NOTES
    header: RecipientHeaderOut
    encrypted_key: str = Field(alias="encrypted_key")


class SealedOut(Out):
    """A sealed note, as it was sent."""

    secrecy = Secrecy.NOTES
    protected: str
    recipients: list[RecipientOut]
    iv: str
    ciphertext: str
    tag: str
    aad: str = Field(description=OF_PLACE)


class NoteOut(Out):
    """A note of the moderator's own: `text`, or `sealed` where only they can open it."""

    secrecy = Secrecy.NOTES
    id: UUID
    text: SaidOut | None
    sealed: Annotated[SealedOut | None, confidential()]
    created_at: datetime

    @field_validator("sealed", mode="before")
    @classmethod
    def _as_it_was_sent(cls, found: Any) -> Any:
        return json.loads(found) if isinstance(found, str) else found
