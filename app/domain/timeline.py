"""What happened in a case, one line per row that its reader sees: a code, a moment or a day, and where it stands. No word of anybody."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, NamedTuple
from uuid import UUID

_CASE: Final = "/cases/{case}"
_PARTY: Final = _CASE + "/parties/{party}"
_ANSWERS_TO_SESSION: Final = _CASE + "/sessions/{place}/reconfirmations"

SHELL: Final[Mapping[str, str]] = {"received": _CASE, "opened": _CASE, "closed": _CASE}
"""Days, and for everyone days only: their rows know no moment."""

PROCESS: Final[Mapping[str, str]] = {
    "reopened": _CASE + "/process",
    "paused": _CASE + "/process",
    "moderator-declared": _CASE + "/appointments",
    "moderator-accepted-by-all": _CASE + "/appointments",
    "appointment-ended": _CASE + "/appointments",
    "successor-proposed": _CASE + "/successor-proposals",
    "gate-open": _CASE + "/readiness/announcements",
    "gate-not-now": _CASE + "/readiness/announcements",
    "party-added": _CASE + "/parties/{id}",
    "place-ended": _CASE + "/parties/{id}",
    "mandate-drafted": _CASE + "/mandates/{number}",
    "mandate-offered": _CASE + "/mandates/{number}",
    "mandate-in-force": _CASE + "/mandates/{number}",
    "session-planned": _CASE + "/sessions/{id}",
    "session-started": _CASE + "/sessions/{id}",
    "session-held": _CASE + "/sessions/{id}",
    "session-suspended": _CASE + "/sessions/{id}",
    "session-cancelled": _CASE + "/sessions/{id}",
    "companion-introduced": _CASE + "/introductions/{id}",
    "supporter-admitted-by-all": _CASE + "/introductions/{id}",
}

_LETTER: Final = _CASE + "/disclosure-requests/{place}"

TOGETHER: Final[Mapping[str, str]] = {
    "mandate-commented": _CASE + "/mandates/{number}/comments",
    "harm-shared": _CASE + "/harms/{id}",
    "group-harm-shared": _CASE + "/group-harms/{id}",
    "need-shared": _CASE + "/needs/{id}",
    "idea-shared": _CASE + "/ideas/{id}",
    "experience-shared": _CASE + "/shared-experiences/{id}",
    "record-written": _CASE + "/sessions/{place}/record",
    "record-stands": _CASE + "/sessions/{place}/record",
    "agreement-proposed": _CASE + "/agreements/{number}",
    "agreed": _CASE + "/agreements/{number}",
    "commitment-reported": _CASE + "/commitments/{id}",
    "commitment-settled": _CASE + "/commitments/{id}",
    "follow-up-held": _CASE + "/follow-ups",
    "follow-up-declined": _CASE + "/follow-ups",
    "support-proposed": _CASE + "/organisational-supports/{id}",
    "support-released": _CASE + "/organisational-supports/{id}",
    "disclosure-asked": _CASE + "/disclosure-requests/{id}",
    "secrecy-invoked": _CASE + "/disclosure-requests/{id}/letter",
    "letter-written": _LETTER + "/texts",
    "letter-released": _LETTER + "/letter",
}

OWN: Final[Mapping[str, str]] = {
    "invited": _PARTY + "/invitations",
    "came-in": _PARTY + "/invitations",
    "secrecy-statement-accepted": _PARTY + "/secrecy-acceptance",
    "moderator-accepted": _CASE + "/appointments/{place}/acceptances",
    "readiness-declared": _PARTY + "/readiness-declarations",
    "withdrawn": _PARTY + "/readiness-declarations",
    "safety-assessed": _PARTY + "/safety-assessments",
    "talk-planned": _PARTY + "/talks/{id}",
    "statement-told": _CASE + "/statements/{id}",
    "behaviour-experience-told": _CASE + "/behaviour-experiences/{id}",
    "harm-told": _CASE + "/private-harms/{id}",
    "need-told": _CASE + "/private-needs/{id}",
    "attribution-put": _CASE + "/attributions/{id}",
    "attribution-accepted": _CASE + "/attributions/{id}",
    "mandate-accepted": _CASE + "/mandates/{number}/acceptances",
    "reconfirmed": _ANSWERS_TO_SESSION,
    "record-approved": _CASE + "/sessions/{place}/record/approvals",
    "agreement-confirmed": _CASE + "/agreements/{number}/confirmations",
    "commitment-accepted": _CASE + "/commitments/{place}/acceptance",
    "outcome-said": _CASE + "/outcome-confirmations",
    "evaluated": _CASE + "/evaluations",
    "reopening-asked": _CASE + "/reopening-requests",
    "supporter-brought": _CASE + "/supporters/{id}",
    "supporter-admitted": _CASE + "/introductions/{place}/admissions",
    "support-released-by-me": _CASE + "/organisational-supports/{place}/releases",
    "support-confirmed": _CASE + "/organisational-supports/{place}/confirmations",
    "private-records-granted": _CASE + "/private-record-grants/{id}",
    "spokesperson-chosen": _PARTY + "/spokesperson-choices",
    "consented": _PARTY + "/guardians/{place}/consents",
    "disclosure-answered": _LETTER + "/consents",
    "exception-told": _CASE + "/told-exceptions/{id}",
    "exception-recorded": _CASE + "/safety-exceptions/{id}",
    "hold-put": _CASE + "/legal-holds/{id}",
    "hold-lifted": _CASE + "/legal-holds/{id}",
    "classified": _CASE + "/classification",
    "note-written": _CASE + "/notes/{id}",
}
"""One's own, and to the moderator everybody's (S10)."""

KINDS: Final[Mapping[str, str]] = {**SHELL, **PROCESS, **TOGETHER, **OWN}
"""Every kind of entry, with the address of what it tells of."""


class Entry(NamedTuple):
    """One line."""

    kind: str
    mark: str
    moment: datetime
    """What it is ordered by; where its row knows a day only the beginning of that day, one step later for what comes after another."""
    timed: bool
    id: UUID
    case_id: UUID
    party: UUID | None
    """Whose it is, where it is somebody's."""
    place: UUID | None
    number: int | None

    @property
    def on(self) -> date:
        """Its day."""
        return self.moment.date()

    @property
    def at(self) -> datetime | None:
        """Its moment, if its row knows one."""
        return self.moment if self.timed else None

    @property
    def href(self) -> str:
        """Where it stands."""
        path = KINDS[self.kind].format(case=self.case_id, id=self.id, party=self.party, place=self.place, number=self.number)
        return f"/v1{path}"
