"""The conversation of each case of the world, and those who stand by: one introduced, admitted and there; one for own talks only."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from app.domain.companions import CompanionKind
from app.domain.confidentiality import Role
from app.domain.sessions import SessionKind, SessionState
from app.store.models import cases, companions, parties, sessions
from app.store.models.base import Row
from tests.people import THEN, key, word

INTERPRETER: Final = "interpreter"


def conversation(case: str) -> Iterator[Row]:
    """It was held, and what is kept of it stands."""
    id = key(case)
    yield sessions.Session(
        id=key(case, "session"),
        case_id=id,
        kind=SessionKind.JOINT,
        appointment_id=key(case, "appointment"),
        state=SessionState.HELD,
        goal=word(case, "session goal"),
        agenda=word(case, "session agenda"),
        place=word(case, "session place"),
        planned_for=THEN,
        started_at=THEN,
        ended_at=THEN,
    )
    yield sessions.SessionRecord(
        id=key(case, "record"),
        case_id=id,
        session_id=key(case, "session"),
        text=word(case, "record"),
        text_hash="0" * 64,
        approved_by_all_at=THEN,
    )


def beside(case: str, principal: UUID) -> Iterator[Row]:
    """The supporter of each party, and an interpreter; the first supporter came in, and was there."""
    for number in (0, 1):
        yield _companion(case, number, kind=CompanionKind.SUPPORTER, party_id=key(case, "party", number))
    yield _companion(case, INTERPRETER, kind=CompanionKind.INTERPRETER)
    yield _told(case, 0, kind=CompanionKind.SUPPORTER, party_id=key(case, "party", 0), admitted_by_all_at=THEN)
    yield _told(case, INTERPRETER, kind=CompanionKind.INTERPRETER, session_id=key(case, "session"))
    yield from _came_in(case, principal)


def _came_in(case: str, principal: UUID) -> Iterator[Row]:
    mine = {"case_id": key(case), "companion_id": key(case, "companion", 0)}
    invited = {"role": Role.SUPPORTER, "invitee_id": key(case, "invitee", "supporter"), "pin_digest": "x", "expires_at": THEN}
    yield parties.Invitation(id=key(case, "invitation", "supporter"), **mine, **invited, redeemed_at=THEN)
    yield cases.Seat(id=key(case, "seat", "supporter"), **mine, principal_id=principal, role=Role.SUPPORTER, informed_at=THEN)
    yield parties.SecrecyAcceptance(id=key(case, "secrecy", "supporter"), **mine, version=1, text_hash="0" * 64)
    told = {"case_id": key(case), "introduction_id": key(case, "companion", 0)}
    for number in (0, 1):
        yield companions.Admission(id=key(case, "admission", number), **told, party_id=key(case, "party", number))
    yield companions.Presence(id=key(case, "presence"), **told, session_id=key(case, "session"))


def _companion(case: str, who: object, **values: Any) -> Row:
    named = {"display_name": word(case, "companion", who), "contact": word(case, "companion contact", who)}
    return companions.Companion(id=key(case, "companion", who), case_id=key(case), **named, **values)


def _told(case: str, who: object, **values: Any) -> Row:
    return companions.Introduction(
        id=key(case, "companion", who), case_id=key(case), display_name=word(case, "introduction", who), **values
    )
