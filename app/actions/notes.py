"""The moderator's own notes: plain, or sealed so that only they can open them."""

from typing import Any
from uuid import UUID

from app.actions.gates import decided
from app.domain.confidentiality import Act
from app.domain.errors import WrongState
from app.domain.sealed_notes import Place, Recipient, check_form, check_place, check_recipients
from app.domain.situation import Deed
from app.domain.texts import canonical
from app.store import note_sealing, sealing_keys
from app.store.gate import Store
from app.store.models.cases import Note, Process
from app.store.models.sealing_keys import SealingKey


async def write_note(store: Store, case_id: UUID, text: str | None, sealed: dict[str, Any] | None) -> Note:
    """A note of the moderator's own, as a text or sealed."""
    await store.one(Process, case_id, Act.WRITE_NOTE)
    await decided(store, case_id, Deed(Act.WRITE_NOTE), store.moment())
    row = Note(case_id=case_id, author_id=store.who.id, text=text, sealed=await _checked(store, case_id, sealed))
    store.add(row)
    return row


async def rewrite_note(store: Store, case_id: UUID, note_id: UUID, etag: str, changes: dict[str, Any]) -> Note:
    """The same note in other words; one that was sealed never becomes plain again."""
    note = await store.one(Note, note_id, Act.REWRITE_NOTE, inside=case_id)
    await decided(store, case_id, Deed(Act.REWRITE_NOTE), store.moment())
    store.unchanged(note, etag)
    if "sealed" in changes:
        note.set(text=None, sealed=await _checked(store, case_id, changes["sealed"]))
    elif "text" in changes:
        if note.sealed is not None:
            raise WrongState("note-is-sealed")
        note.text = changes["text"]
    return note


async def _checked(store: Store, case_id: UUID, sealed: dict[str, Any] | None) -> str | None:
    """As it is kept, once its form, its recipients and its place are right."""
    if sealed is None:
        return None
    check_form(sealed)
    moderator = await sealing_keys.registration(store)
    if moderator is None:
        raise WrongState("no-sealing-key")
    mine, recovery = map(_recipient, await sealing_keys.in_force(store, moderator))
    check_recipients(sealed, mine, recovery)
    check_place(sealed, Place(case_id, moderator.id, frozenset({mine.kid, recovery.kid})))
    for number, recipient in enumerate(sealed["recipients"]):
        note_sealing.check_point(recipient["header"]["epk"], f"/sealed/recipients/{number}/header/epk")
    return canonical(sealed)


def _recipient(key: SealingKey) -> Recipient:
    return Recipient(key.kid, key.public_key["crv"])
