"""From what is shown to what its reader may do next (RFC 8288): one table, filtered by the grid and by what the row itself shows.

A deed that could only come at the wrong moment is not offered, as far as the reader can know: by the row, by what they said themselves,
by what all see (`app.store.facts`). Never by what others have answered, and never by the true gate (S10, S11).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from app.domain import agreements, commitments, mandates, offers, sealing_keys, sessions, supports
from app.domain.cases import LIFE, MOVES, CaseState, Phase
from app.domain.companions import CompanionKind
from app.domain.confidentiality import Act
from app.domain.disclosures import DisclosureState
from app.domain.lifecycle import Lifecycle
from app.domain.parties import PartyKind
from app.domain.waiting import GUIDE
from app.store.facts import Fact
from app.store.models import Row, content, directory, registry
from app.store.models.agreements import Agreement, Commitment
from app.store.models.cases import Case, Classification, Note, Process, Seat, TrueState
from app.store.models.companions import Companion, Introduction
from app.store.models.disclosures import DisclosureRequest, DisclosureVeto, LegalHold, SafetyException
from app.store.models.groups import GroupMember
from app.store.models.guardians import Guardian
from app.store.models.intake import Offer
from app.store.models.mandates import Mandate
from app.store.models.parties import Party, PartyParticulars, Talk
from app.store.models.sealing_keys import SealingKey
from app.store.models.sessions import Session, SessionRecord
from app.store.models.supports import OrganisationalSupport, ReleasedItem

Condition = Callable[[Any], bool]


def _always(_: Any) -> bool:
    return True


Facts = frozenset[Fact]
NOTHING: Final[Facts] = frozenset()


class Next(NamedTuple):
    """One deed that can follow: its relation, whose it is by the grid, where it is done, and when, as far as the reader can know."""

    rel: str
    act: Act | None
    path: str
    when: Condition = _always
    """As the row itself shows it."""
    needs: Facts = NOTHING
    unless: Facts = NOTHING
    method: str = "POST"

    def fits(self, found: frozenset[str]) -> bool:
        """Whether nothing that was found stands against it."""
        return (self.act is None or self.act in found) and self.needs <= found and not self.unless & found


def _change(rel: str, act: Act, path: str, when: Condition = _always, needs: Facts = NOTHING) -> Next:
    return Next(rel, act, path, when, needs, method="PATCH")


def _read(rel: str, path: str, when: Condition = _always) -> Next:
    return Next(rel, None, path, when, method="GET")


def _facts(*facts: Fact) -> Facts:
    return frozenset(facts)


def _can(life: Lifecycle[Any, Any], event: Any) -> Condition:
    """The table of its noun leads somewhere from here."""
    return lambda row: (row.state, event) in life.table


def _in(*states: Any) -> Condition:
    return lambda row: row.state in states


def _phase(*phases: Phase) -> Condition:
    return lambda row: row.phase in phases


def _not_yet(column: str) -> Condition:
    return lambda row: getattr(row, column) is None


def _takes_part(row: Any) -> bool:
    return row.kind is not PartyKind.COLLECTIVE and row.left_on is None


def _alone(row: Any) -> bool:
    """A group comes in by its members."""
    return row.kind is PartyKind.PERSON and row.left_on is None


def _runs(row: Any) -> bool:
    return bool(row.phase is not Phase.CLOSED)


_CASE: Final = "/cases/{row.case_id}"
_PARTY: Final = _CASE + "/parties/{row.id}"
_MANDATE: Final = _CASE + "/mandates/{row.version}"
_SESSION: Final = _CASE + "/sessions/{row.id}"
_RECORD: Final = _CASE + "/sessions/{row.session_id}/record"
_TALK: Final = _CASE + "/parties/{row.party_id}/talks/{row.id}"
_PROMISE: Final = _CASE + "/commitments/{row.id}"
_SUPPORT: Final = _CASE + "/organisational-supports/{row.id}"
_LETTER: Final = _CASE + "/disclosure-requests/{row.id}"
_GUARDIAN: Final = _CASE + "/parties/{row.party_id}/guardians/{row.id}"
_TOGETHER: Final = (Phase.IN_CONVERSATION, Phase.AGREEMENT, Phase.AFTERCARE)

_I: Final = _facts(Fact.INFORMED)
_RUNS: Final = _facts(Fact.RUNS)
_SAYS: Final = _I | _RUNS
"""Everything begins with the secrecy statement (S0)."""
_ONCE: Final = _facts(Fact.ANSWERED)

_TELLING: Final = tuple(
    Next(rel, Act.TELL, f"{_CASE}/{place}", _runs, _I)
    for rel, place in (
        ("tell-statement", "statements"),
        ("tell-behaviour-experience", "behaviour-experiences"),
        ("tell-harm", "private-harms"),
        ("share-harm", "harms"),
        ("tell-group-harm", "group-harms"),
        ("tell-need", "private-needs"),
        ("share-need", "needs"),
        ("share-idea", "ideas"),
    )
)

_LED: Final = _facts(Fact.LED)
_ASKED: Final = _facts(Fact.REOPENING_ASKED)
_TALKING: Final = _facts(Fact.TALKING)
_PROPOSING: Final = (_phase(Phase.IN_CONVERSATION), _I | _facts(Fact.IN_FORCE, Fact.MAY_PROPOSE, Fact.TALKED), _facts(Fact.AGREED))
_PLANNING: Final = (
    lambda row: row.phase in _TOGETHER and row.paused_at is None,
    _facts(Fact.IN_FORCE),
    _facts(Fact.UPCOMING),
)

_PROCESS: Final = (
    _read("timeline", _CASE + "/timeline"),
    *_TELLING,
    Next("propose-agreement", Act.PROPOSE_AGREEMENT, _CASE + "/agreements", *_PROPOSING),
    Next("propose-support", Act.PROPOSE_SUPPORT, _CASE + "/organisational-supports", _phase(*_TOGETHER), _I),
    Next("confirm-outcome", Act.CONFIRM_OUTCOME, _CASE + "/outcome-confirmations", _runs, _I),
    Next("evaluate", Act.EVALUATE, _CASE + "/evaluations", _phase(Phase.AFTERCARE, Phase.CLOSED), _I),
    Next("ask-reopening", Act.ASK_REOPENING, _CASE + "/reopening-requests", _phase(Phase.CLOSED), _I),
    Next("propose-successor", Act.PROPOSE_SUCCESSOR, _CASE + "/successor-proposals", _runs, _I, _LED),
    Next("propose-successor", Act.PROPOSE_SUCCESSOR, _CASE + "/successor-proposals", _phase(Phase.CLOSED), _I | _ASKED, _LED),
    Next("add-party", Act.ADD_PARTY, _CASE + "/parties", _runs),
    Next("classify", Act.CLASSIFY, _CASE + "/classification", _runs, unless=_facts(Fact.SCREENED)),
    Next("announce-gate", Act.ANNOUNCE_GATE, _CASE + "/readiness/announcements", _runs),
    Next("draft-mandate", Act.DRAFT_MANDATE, _CASE + "/mandates", _runs),
    Next("plan-session", Act.PLAN_SESSION, _CASE + "/sessions", *_PLANNING),
    Next("write-note", Act.WRITE_NOTE, _CASE + "/notes", _runs),
    Next("follow-up", Act.FOLLOW_UP, _CASE + "/follow-ups", _phase(Phase.AGREEMENT, Phase.AFTERCARE)),
    Next("pause", Act.PAUSE, _CASE + "/pauses", lambda row: _runs(row) and row.paused_at is None),
    Next("resume", Act.RESUME, _CASE + "/resumption", lambda row: row.paused_at is not None),
    Next("close", Act.CLOSE, _CASE + "/closure", _runs, unless=_TALKING),
    Next("record-disclosure-request", Act.RECORD_REQUEST, _CASE + "/disclosure-requests"),
    Next("record-safety-exception", Act.RECORD_EXCEPTION, _CASE + "/safety-exceptions"),
    Next("put-legal-hold", Act.HOLD, _CASE + "/legal-holds"),
)

_PLACE: Final = (
    _change("rename", Act.KEEP_PARTICULARS, _PARTY, _takes_part, _I),
    _change("change-particulars", Act.KEEP_PARTICULARS, _PARTY + "/particulars", _takes_part, _I),
    Next("accept-secrecy", Act.ACCEPT_SECRECY, _PARTY + "/secrecy-acceptance", _alone, unless=_I),
    Next("declare-readiness", Act.DECLARE_READINESS, _PARTY + "/readiness-declarations", _takes_part, _SAYS),
    Next("withdraw", Act.WITHDRAW, _PARTY + "/withdrawals", _takes_part),
    Next("depart", Act.DEPART, _PARTY + "/departure", _takes_part, _RUNS),
    Next("record-loss", Act.RECORD_LOSS, _PARTY + "/loss", _takes_part, _RUNS),
    Next("issue-code", Act.ISSUE_CODES, _PARTY + "/one-time-codes", _takes_part, _I, _facts(Fact.BORROWED)),
    Next("bring-supporter", Act.BRING_SUPPORTER, _CASE + "/supporters", _takes_part, _SAYS),
    Next("invite", Act.INVITE, _PARTY + "/invitations", _alone),
    Next("add-member", Act.KEEP_MEMBERS, _PARTY + "/members", lambda row: row.kind is not PartyKind.PERSON and row.left_on is None, _RUNS),
    Next("assess-safety", Act.ASSESS_SAFETY, _PARTY + "/safety-assessments", _takes_part, _RUNS),
    Next("note-readiness", Act.NOTE_READINESS, _PARTY + "/noted-declarations", _takes_part, _RUNS | _facts(Fact.THEY_ARE_INFORMED)),
    Next("hold-talk", Act.HOLD_TALK, _PARTY + "/talks", _takes_part, _RUNS),
    Next("record-birth-date", Act.KEEP_GUARDIANS, _PARTY + "/birth-date", _takes_part, _RUNS),
    Next("record-guardian", Act.KEEP_GUARDIANS, _PARTY + "/guardians", _takes_part, _RUNS, _facts(Fact.GROWN)),
)

_NOTING: Final = _RUNS | _facts(Fact.UNNOTED)

_CONVERSATION: Final = (
    _read("question-guide", GUIDE, _in(sessions.SessionState.PLANNED)),
    Next("reconfirm", Act.RECONFIRM, _SESSION + "/reconfirmations", _in(sessions.SessionState.PLANNED)),
    _change("replan-session", Act.PLAN_SESSION, _SESSION, _in(sessions.SessionState.PLANNED)),
    Next(
        "start-session",
        Act.START_SESSION,
        _SESSION + "/start",
        _can(sessions.LIFE, sessions.SessionEvent.START),
        unless=_facts(Fact.PAUSED),
    ),
    Next("cancel-session", Act.CANCEL_SESSION, _SESSION + "/cancellation", _can(sessions.LIFE, sessions.SessionEvent.CANCEL)),
    Next("suspend-session", Act.SUSPEND_SESSION, _SESSION + "/suspension", _can(sessions.LIFE, sessions.SessionEvent.SUSPEND)),
    Next("end-session", Act.END_SESSION, _SESSION + "/end", _can(sessions.LIFE, sessions.SessionEvent.END)),
    Next("name-companion", Act.NAME_COMPANION, _SESSION + "/companions", _in(*sessions.UPCOMING)),
    Next("note-attendance", Act.WRITE_RECORD, _SESSION + "/attendances", _in(*sessions.BEGUN), _NOTING, _facts(Fact.APPROVED)),
    Next("write-record", Act.WRITE_RECORD, _SESSION + "/record", _in(*sessions.OVER), _RUNS, _facts(Fact.RECORDED, Fact.UNNOTED)),
)

_E: Final = commitments.CommitmentEvent
_TOO_LATE: Final = _facts(Fact.SILENT)
_KEEPING: Final = (
    Next(
        "accept-commitment",
        Act.ACCEPT_COMMITMENT,
        _PROMISE + "/acceptance",
        _in(commitments.CommitmentState.PROPOSED),
        _SAYS | _facts(Fact.ON_THE_TABLE),
        _ONCE,
    ),
    Next("report-done", Act.REPORT_DONE, _PROMISE + "/reports", _can(commitments.LIFE, _E.REPORT), _SAYS),
    Next("confirm-done", Act.CONFIRM_DONE, _PROMISE + "/confirmation", _can(commitments.LIFE, _E.CONFIRM), _SAYS, _TOO_LATE),
    Next("dispute", Act.DISPUTE, _PROMISE + "/disputes", _can(commitments.LIFE, _E.DISPUTE), _SAYS, _TOO_LATE),
    Next("waive", Act.WAIVE, _PROMISE + "/waiver", _can(commitments.LIFE, _E.WAIVE), _SAYS, _TOO_LATE),
    Next("say-not-kept", Act.SAY_NOT_KEPT, _PROMISE + "/not-kept", _can(commitments.LIFE, _E.SAY_NOT_KEPT), _SAYS | _facts(Fact.DUE)),
    Next("renegotiate", Act.RENEGOTIATE, _PROMISE + "/renegotiations", _in(*commitments.OPEN), _SAYS | _facts(Fact.AGREED), _TOO_LATE),
)

_MOVABLE: Final = frozenset(state for state, event in LIFE.table if any(event in events for events in MOVES.values()))
_CLOSABLE: Final = frozenset(CaseState) - {CaseState.REGISTERED, CaseState.CLOSED}

_GROUP: Final = _CASE + "/parties/{row.group_party_id}"
_MEMBER: Final = _GROUP + "/members/{row.id}"
_DONE: Final = _SAYS | _facts(Fact.DONE)
_WORDING: Final = _facts(Fact.INFORMED, Fact.TOGETHER)
_NOT_ASKED: Final = _ONCE | _facts(Fact.FOR_AN_ADULT)


_asked: Final = _in(DisclosureState.OPEN)
_ASKS: Final = _facts(Fact.IN_TIME, Fact.WRITTEN)
_CHANGED: Final = _facts(Fact.LETTER_CHANGED)
_NOT_BESIDE: Final = _facts(Fact.BESIDE_NO_CHILD)


def _lists_nobody(row: Any) -> bool:
    return row.state is mandates.MandateState.DRAFT and not row.not_concerned


def _lists_somebody(row: Any) -> bool:
    return row.state is mandates.MandateState.DRAFT and bool(row.not_concerned)


LINKS: Final[Mapping[type[Row], tuple[Next, ...]]] = {
    Case: (_read("timeline", "/cases/{row.id}/timeline"),),
    Process: _PROCESS,
    TrueState: (
        Next("move", Act.MOVE, _CASE + "/transitions", _in(*_MOVABLE)),
        Next("close", Act.CLOSE, _CASE + "/closure", _in(*_CLOSABLE), unless=_TALKING),
    ),
    Classification: (_change("reclassify", Act.CLASSIFY, _CASE + "/classification", needs=_RUNS),),
    Note: (_change("rewrite-note", Act.REWRITE_NOTE, _CASE + "/notes/{row.id}", needs=_RUNS),),
    Party: _PLACE,
    PartyParticulars: (_change("change-particulars", Act.KEEP_PARTICULARS, _CASE + "/parties/{row.party_id}/particulars", needs=_I),),
    GroupMember: (
        Next("accept-secrecy", Act.ACCEPT_SECRECY, _MEMBER + "/secrecy-acceptance", unless=_I),
        Next("choose-spokesperson", Act.CHOOSE_SPOKESPERSON, _GROUP + "/spokesperson-choices", needs=_SAYS | _facts(Fact.MINE, Fact.HERE)),
        Next("invite", Act.INVITE, _MEMBER + "/invitations", _not_yet("party_id"), _facts(Fact.HERE)),
    ),
    Mandate: (
        _change("rewrite-mandate", Act.DRAFT_MANDATE, _MANDATE, _in(mandates.MandateState.DRAFT), _RUNS),
        Next("comment-mandate", Act.COMMENT_MANDATE, _MANDATE + "/comments", _in(mandates.MandateState.DRAFT), _SAYS),
        Next("offer-mandate", Act.OFFER_MANDATE, _MANDATE + "/offer", _lists_nobody, _RUNS, _facts(Fact.INTAKE)),
        Next("offer-mandate", Act.OFFER_MANDATE, _MANDATE + "/offer", _lists_somebody, _RUNS),
        Next("accept-mandate", Act.ACCEPT_MANDATE, _MANDATE + "/acceptances", _in(mandates.MandateState.OFFERED), _SAYS, _NOT_ASKED),
    ),
    Session: _CONVERSATION,
    SessionRecord: (
        _change("rewrite-record", Act.WRITE_RECORD, _RECORD, _not_yet("approved_by_all_at"), _RUNS),
        Next("approve-record", Act.APPROVE_RECORD, _RECORD + "/approvals", _not_yet("approved_by_all_at"), _SAYS, _ONCE),
    ),
    Talk: (
        Next("end-talk", Act.HOLD_TALK, _TALK + "/end", _can(sessions.TALK_LIFE, sessions.SessionEvent.END), _RUNS),
        Next("cancel-talk", Act.HOLD_TALK, _TALK + "/cancellation", _can(sessions.TALK_LIFE, sessions.SessionEvent.CANCEL), _RUNS),
    ),
    content.BehaviourExperience: (
        Next("share", Act.SHARE, _CASE + "/behaviour-experiences/{row.id}/sharing", _not_yet("shared_at"), _SAYS),
    ),
    content.Attribution: (
        Next("accept-attribution", Act.ACCEPT_ATTRIBUTION, _CASE + "/attributions/{row.id}/acceptance", _not_yet("accepted_at"), _SAYS),
    ),
    content.PrivateHarm: (Next("share", Act.SHARE, _CASE + "/private-harms/{row.id}/sharing", _not_yet("shared_as_id"), _SAYS),),
    content.PrivateNeed: (Next("share", Act.SHARE, _CASE + "/private-needs/{row.id}/sharing", _not_yet("shared_as_id"), _SAYS),),
    content.Harm: (Next("mark-harm", Act.MARK_HARM, _CASE + "/harms/{row.id}/marks", needs=_SAYS),),
    Agreement: (
        Next(
            "confirm-agreement",
            Act.CONFIRM_AGREEMENT,
            _CASE + "/agreements/{row.version}/confirmations",
            _in(agreements.AgreementState.PROPOSED),
            _SAYS | _facts(Fact.ON_THE_TABLE),
            _ONCE,
        ),
    ),
    Commitment: _KEEPING,
    Offer: (
        Next("declare-independence", Act.ANSWER_OFFER, "/offers/{row.id}/declaration", _can(offers.LIFE, offers.OfferEvent.DECLARE)),
        Next("decline", Act.ANSWER_OFFER, "/offers/{row.id}/declination", _can(offers.LIFE, offers.OfferEvent.DECLINE)),
    ),
    SealingKey: (
        Next("prove-key", Act.PROVE_KEY, "/sealing-keys/{row.id}/proof", _can(sealing_keys.LIFE, sealing_keys.KeyEvent.PROVE)),
        Next(
            "countersign-key",
            Act.COUNTERSIGN_KEY,
            "/sealing-keys/{row.id}/countersignature",
            _can(sealing_keys.LIFE, sealing_keys.KeyEvent.COUNTERSIGN),
        ),
    ),
    OrganisationalSupport: (
        _change("reword-support", Act.PROPOSE_SUPPORT, _SUPPORT, _not_yet("released_at"), _WORDING),
        Next("release", Act.RELEASE, _SUPPORT + "/releases", _not_yet("released_at"), _WORDING, _ONCE),
        Next("confirm-support", Act.CONFIRM_SUPPORT, _SUPPORT + "/confirmations", needs=_DONE, unless=_facts(Fact.CONFIRMED)),
    ),
    DisclosureRequest: (
        Next("write-letter", Act.WRITE_LETTER, _LETTER + "/texts", _asked, _facts(Fact.IN_TIME), _CHANGED),
        Next("consent-to-disclosure", Act.CONSENT_DISCLOSURE, _LETTER + "/consents", _asked, _I | _ASKS, _NOT_BESIDE),
        Next("release-letter", Act.RELEASE_LETTER, _LETTER + "/release", _asked, _ASKS, _CHANGED),
        Next("note-other-letter", Act.NOTE_OTHER_LETTER, _LETTER + "/changed-letter", _asked, _facts(Fact.IN_TIME), _CHANGED),
        _read("letter", _LETTER + "/letter", _in(DisclosureState.RELEASED, DisclosureState.SECRECY_INVOKED)),
    ),
    DisclosureVeto: (Next("veto", Act.VETO, "/disclosure-vetoes/{row.id}/answers", _not_yet("closed_at")),),
    SafetyException: (Next("tell", Act.TELL_EXCEPTION, _CASE + "/safety-exceptions/{row.id}/tellings", needs=_facts(Fact.UNTOLD)),),
    LegalHold: (Next("lift", Act.HOLD, _CASE + "/legal-holds/{row.id}/lifting", _not_yet("lifted_at")),),
    ReleasedItem: (
        Next(
            "answer-support",
            Act.ANSWER_SUPPORT,
            "/released-items/{row.id}/answers",
            lambda row: any((row.state, event) in supports.LIFE.table for event in supports.ANSWERS.values()),
        ),
    ),
    Introduction: (
        Next(
            "admit",
            Act.ADMIT,
            _CASE + "/introductions/{row.id}/admissions",
            lambda row: row.kind is CompanionKind.SUPPORTER and row.ended_at is None and row.admitted_by_all_at is None,
            _SAYS,
            _ONCE,
        ),
    ),
    Companion: (
        Next(
            "introduce",
            Act.BRING_SUPPORTER,
            _CASE + "/supporters/{row.id}/introduction",
            _not_yet("ended_at"),
            _SAYS,
            _facts(Fact.INTRODUCED),
        ),
        Next("say-goodbye", Act.BRING_SUPPORTER, _CASE + "/supporters/{row.id}/ending", _not_yet("ended_at"), _I),
        Next("invite", Act.INVITE, _CASE + "/companions/{row.id}/invitations", _not_yet("ended_at")),
    ),
    Guardian: (
        Next(
            "invite",
            Act.INVITE,
            _GUARDIAN + "/invitations",
            lambda row: row.ended_on is None and row.own_party_id is None,
            _facts(Fact.HERE),
            _facts(Fact.NOT_YOUNG),
        ),
        Next("end-authority", Act.KEEP_GUARDIANS, _GUARDIAN + "/ending", _not_yet("ended_on"), _RUNS | _facts(Fact.HERE)),
        Next("consent", Act.CONSENT, _GUARDIAN + "/consents", _not_yet("ended_on"), _SAYS | _facts(Fact.FOR_A_CHILD)),
    ),
    Seat: (Next("end-appointment", Act.END_APPOINTMENT, "/appointments/{row.id}/ending", _not_yet("ended_at")),),
    directory.Unit: (_change("change-unit", Act.KEEP_DIRECTORY, "/units/{row.id}"),),
    directory.Person: (_change("change-person", Act.KEEP_DIRECTORY, "/people/{row.id}"),),
    directory.OrganisationSettings: (_change("change-settings", Act.SET_TERMS, "/organisation-settings"),),
    registry.Moderator: (Next("add-tie", Act.REGISTER_MODERATOR, "/moderators/{row.id}/ties"),),
}
