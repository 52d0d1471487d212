"""Without a device of one's own: codes for the moderator's, and what the moderator notes, which only counts uncontested (R6)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.actions.gates import decided
from app.actions.parties import declared
from app.domain.confidentiality import Act
from app.domain.errors import Conflict, NotAllowed, Unknown, WrongState
from app.domain.readiness import Answers, Noted
from app.domain.sessions import SessionState
from app.domain.situation import Deed
from app.store import notes
from app.store.gate import Store
from app.store.models.cases import Case
from app.store.models.parties import Contestation, OneTimeCode, Party, ReadinessDeclaration
from app.store.models.sessions import Reconfirmation, Session

CODES_LAST: Final = timedelta(days=14)
"""How long a one-time code waits to be used."""


async def issue_codes(store: Store, case_id: UUID, party_id: UUID, digests: Sequence[str], now: datetime) -> list[OneTimeCode]:
    """A party's own codes, of which only the digests come here; those issued before and not used are void.

    On the moderator's device only the first: a code that begot codes would hold its party for good (R6, K6).
    """
    await store.one(Party, party_id, Act.ISSUE_CODES, inside=case_id)
    if store.who.assisted and await notes.had_codes(store):
        raise NotAllowed
    await decided(store, case_id, Deed(Act.ISSUE_CODES, party_id), now)
    for old in await notes.unused_codes(store, case_id, party_id):
        old.expires_at = min(old.expires_at, now)
    own = {"case_id": case_id, "party_id": party_id, "principal_id": store.who.id}
    rows = [OneTimeCode(**own, code_digest=digest, expires_at=now + CODES_LAST) for digest in digests]
    store.add(*rows)
    return rows


async def use_code(store: Store, digest: str, now: datetime) -> UUID:
    """The organisation of the case, for the bearer of a code that nobody used before: once, however many come at the same time (K6).

    `Unknown` for one that is used, void, expired or unknown, and for whoever has no place any more: they look the same.
    """
    found = await notes.my_code(store, digest)
    if found is None:
        raise Unknown
    code = await store.one(OneTimeCode, found.id, Act.REDEEM)
    if code.used_at or code.expires_at <= now:
        raise Unknown
    code.used_at = now
    return (await store.one(Case, code.case_id)).organisation_id


async def note_readiness(
    store: Store, case_id: UUID, party_id: UUID, answers: Answers, version: int, now: datetime
) -> ReadinessDeclaration:
    """What the moderator heard a party say to the four questions; the party sees it, and can contest it (R6)."""
    await store.one(Party, party_id, Act.NOTE_READINESS, inside=case_id)
    await decided(store, case_id, Deed(Act.NOTE_READINESS, party_id, answers.ready), now)
    return await declared(store, case_id, party_id, answers, version, now, noted=True)


async def contest_declaration(store: Store, case_id: UUID, party_id: UUID, declaration_id: UUID, now: datetime) -> Contestation:
    """Not what the party said: it counts no more, and what they had said before it does again (R6)."""
    await notes.declaration(store, case_id, party_id, declaration_id)
    row = await store.one(ReadinessDeclaration, declaration_id, Act.CONTEST, inside=case_id)
    if not row.noted:
        raise WrongState("not-a-note")
    return await _contested(store, case_id, row.party_id, Noted.DECLARATION, now, declaration_id=declaration_id)


async def contest_reconfirmation(store: Store, case_id: UUID, session_id: UUID, reconfirmation_id: UUID, now: datetime) -> Contestation:
    """The same for a yes or no that the moderator heard, as long as the conversation has not begun (R6, R7)."""
    await notes.reconfirmation(store, case_id, session_id, reconfirmation_id)
    row = await store.one(Reconfirmation, reconfirmation_id, Act.CONTEST, inside=case_id)
    if not row.orally:
        raise WrongState("not-a-note")
    if (await store.one(Session, session_id, inside=case_id)).state is not SessionState.PLANNED:
        raise WrongState("wrong-session-state")
    return await _contested(store, case_id, row.party_id, Noted.RECONFIRMATION, now, reconfirmation_id=reconfirmation_id)


async def _contested(store: Store, case_id: UUID, party_id: UUID, what: Noted, now: datetime, **of: UUID) -> Contestation:
    if await store.first(await notes.contestations(store, case_id, **of)):
        raise Conflict("contested-already")
    before = await store.situation(case_id, now)
    row = Contestation(case_id=case_id, party_id=party_id, **of)
    store.add(row)
    await store.flush()
    # What still counts without the note is the gates' own look; were the deed not possible, it would be undone with everything.
    left = (await store.situation(case_id, now)).place(party_id)
    counts = left.ready if what is Noted.DECLARATION else left.reconfirmed
    store.decide(before, Deed(Act.CONTEST, party_id, (what, counts)))
    return row
