"""Who sees what, and who may do what: the two grids. Nothing else in the house names a role.

`SEES` says for every class of rows how far each role can look; `MAY` says for every deed how far each role can act. Both speak of a
`Reach`; what a reach means for each kind of row stands in one place too, `app.store.reaches`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar
from uuid import UUID

from app.domain.identity import IssuerKind


class Role(StrEnum):
    """What a token makes of its bearer; one per principal (S3). The order is that of the grids' columns."""

    ADMIN = "admin"
    REGISTRAR = "registrar"
    MEMBER = "member"
    COORDINATOR = "coordinator"
    MODERATOR = "moderator"
    PARTY = "party"
    GUARDIAN = "guardian"
    SUPPORTER = "supporter"
    AUDITOR = "auditor"
    WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts: an identity, the organisation that vouches for it, and one role."""

    id: UUID
    organisation_id: UUID
    role: Role
    assisted: bool = False
    """On the moderator's device, with the party's one-time code: what they do is marked so (R6)."""


class Pool(StrEnum):
    """As whom the database knows the one who acts; each has only the grants of its roles (docs/secrecy.md)."""

    ORG = "herstel_org"
    CASE = "herstel_case"
    JOB = "herstel_job"


SERVED_BY: Final[Mapping[Role, Pool]] = MappingProxyType(
    {
        **dict.fromkeys((Role.ADMIN, Role.REGISTRAR, Role.MEMBER, Role.COORDINATOR, Role.AUDITOR), Pool.ORG),
        **dict.fromkeys((Role.MODERATOR, Role.PARTY, Role.GUARDIAN, Role.SUPPORTER), Pool.CASE),
        Role.WORKER: Pool.JOB,
    }
)
"""Whoever enters by an organisation's word never uses the connections of those who have a seat."""


# Whoever runs an organisation's provider can mint any of its tokens; so it must not be able to mint the moderator or a party.
# The worker is no caller: no token makes one.
VOUCHES: Final[Mapping[IssuerKind, frozenset[Role]]] = MappingProxyType(
    {
        IssuerKind.ORGANISATION: frozenset({Role.ADMIN, Role.MEMBER, Role.COORDINATOR, Role.AUDITOR}),
        IssuerKind.MODERATORS_REGISTRY: frozenset({Role.REGISTRAR, Role.MODERATOR}),
        IssuerKind.HERSTEL: frozenset({Role.PARTY, Role.GUARDIAN, Role.SUPPORTER}),
        IssuerKind.DEMO: frozenset(Role) - {Role.WORKER},
    }
)

INVITED: Final = VOUCHES[IssuerKind.HERSTEL]
"""What an invitation can make of the one who redeems it."""

SPEAKS: Final = Role.PARTY
"""Whoever always speaks for themselves."""

LEADS: Final = Role.MODERATOR
"""Whose every deed needs a seat that holds (R3)."""

WATCHES: Final = Role.WORKER
"""Whose every deed in a case needs that nobody leads it (R17)."""

CONSENTS: Final = Role.GUARDIAN
"""Whose yes stands beside a young person's own (R6)."""

STANDS_BY: Final = Role.SUPPORTER
"""Whoever is there beside the parties: supporters, interpreters, co-moderators."""


class Secrecy(StrEnum):
    """The class of a row: one audience each (domain: "who may see what")."""

    DIRECTORY = "directory"
    REGISTRY = "registry"
    KEYS = "keys"
    REFERRAL = "referral"
    OFFER = "offer"
    SHELL = "shell"
    PROCESS = "process"
    TRUE_STATE = "true_state"
    CLASSIFICATION = "classification"
    ASSESSMENT = "assessment"
    ANSWER = "answer"
    PRIVATE = "private"
    SHARED = "shared"
    RELEASED = "released"
    NOTES = "notes"
    ACCESS = "access"
    AUDIT = "audit"
    AGGREGATE = "aggregate"


class Reach(StrEnum):
    """How far a look or a deed goes; `app.store.reaches` says what each means for each kind of row."""

    NONE = "none"
    """Nowhere."""
    ORG = "org"
    """The rows of one's own organisation."""
    LISTED = "listed"
    """What the moderators' registry shows to everyone who may choose a moderator."""
    ASKED = "asked"
    """What one asked for oneself."""
    REFERRED = "referred"
    """What one referred."""
    NAMED = "named"
    """What a referral says, for those whom it names, after they came in (S0)."""
    OFFERED = "offered"
    """What is offered to oneself as a moderator."""
    CASE = "case"
    """The cases in which one holds a seat."""
    INFORMED = "informed"
    """The cases in which one holds a seat and has accepted the secrecy statement (S0)."""
    OWN = "own"
    """What is one's own."""
    HELD = "held"
    """The keys of which one said to hold the other half."""
    OWES = "owes"
    """What one promised."""
    OWED = "owed"
    """What was promised to oneself (R14)."""
    BETWEEN = "between"
    """What one promised or was promised."""
    TOLD = "told"
    """What was said to oneself as the moderator, or handed over with that party's yes (S7)."""
    ENTRUSTED = "entrusted"
    """What is shared where the case was entrusted to oneself as the moderator: as the first, or as a successor whom all accepted (S7)."""
    ATTENDED = "attended"
    """The conversations at which one was, and what was shared of them."""
    ADDRESSED = "addressed"
    """What all parties released to oneself."""
    APPOINTED = "appointed"
    """The seats of the moderators whom one's registry registered: ids and dates (R3)."""
    EVERYWHERE = "everywhere"
    """Every case: ids, states and dates, never content (the worker's alone)."""


class Act(StrEnum):
    """Every deed; those upon a parent create something below it."""

    KEEP_DIRECTORY = "keep-directory"
    SET_TERMS = "set-terms"
    REGISTER_MODERATOR = "register-moderator"
    KEEP_REGISTRY_KEYS = "keep-registry-keys"
    OFFER_KEY = "offer-key"
    PROVE_KEY = "prove-key"
    COUNTERSIGN_KEY = "countersign-key"
    REFER = "refer"
    ASK = "ask"
    ANSWER_OFFER = "answer-offer"
    MOVE = "move"
    PAUSE = "pause"
    RESUME = "resume"
    CLOSE = "close"
    CLASSIFY = "classify"
    ADD_PARTY = "add-party"
    INVITE = "invite"
    REDEEM = "redeem"
    ACCEPT_SECRECY = "accept-secrecy"
    KEEP_PARTICULARS = "keep-particulars"
    ACCEPT_MODERATOR = "accept-moderator"
    DECLARE_READINESS = "declare-readiness"
    WITHDRAW = "withdraw"
    ASSESS_SAFETY = "assess-safety"
    ANNOUNCE_GATE = "announce-gate"
    DRAFT_MANDATE = "draft-mandate"
    OFFER_MANDATE = "offer-mandate"
    COMMENT_MANDATE = "comment-mandate"
    ACCEPT_MANDATE = "accept-mandate"
    HOLD_TALK = "hold-talk"
    PLAN_SESSION = "plan-session"
    START_SESSION = "start-session"
    SUSPEND_SESSION = "suspend-session"
    END_SESSION = "end-session"
    CANCEL_SESSION = "cancel-session"
    WRITE_RECORD = "write-record"
    RECONFIRM = "reconfirm"
    APPROVE_RECORD = "approve-record"
    WRITE_NOTE = "write-note"
    REWRITE_NOTE = "rewrite-note"
    TELL = "tell"
    SHARE = "share"
    ACCEPT_ATTRIBUTION = "accept-attribution"
    MARK_HARM = "mark-harm"
    PROPOSE_AGREEMENT = "propose-agreement"
    CONFIRM_AGREEMENT = "confirm-agreement"
    ACCEPT_COMMITMENT = "accept-commitment"
    REPORT_DONE = "report-done"
    CONFIRM_DONE = "confirm-done"
    DISPUTE = "dispute"
    RENEGOTIATE = "renegotiate"
    WAIVE = "waive"
    SAY_NOT_KEPT = "say-not-kept"
    FOLLOW_UP = "follow-up"
    CONFIRM_OUTCOME = "confirm-outcome"
    EVALUATE = "evaluate"
    ASK_REOPENING = "ask-reopening"
    OBJECT = "object"
    RECUSE = "recuse"
    END_APPOINTMENT = "end-appointment"
    PROPOSE_SUCCESSOR = "propose-successor"
    GRANT_PRIVATE = "grant-private"
    KEEP_GUARDIANS = "keep-guardians"
    CONSENT = "consent"
    ISSUE_CODES = "issue-codes"
    NOTE_READINESS = "note-readiness"
    CONTEST = "contest"
    KEEP_MEMBERS = "keep-members"
    CHOOSE_SPOKESPERSON = "choose-spokesperson"
    DEPART = "depart"
    RECORD_LOSS = "record-loss"
    BRING_SUPPORTER = "bring-supporter"
    NAME_COMPANION = "name-companion"
    ADMIT = "admit"
    PROPOSE_SUPPORT = "propose-support"
    RELEASE = "release"
    ANSWER_SUPPORT = "answer-support"
    CONFIRM_SUPPORT = "confirm-support"
    RECORD_REQUEST = "record-request"
    WRITE_LETTER = "write-letter"
    CONSENT_DISCLOSURE = "consent-disclosure"
    VETO = "veto"
    NOTE_OTHER_LETTER = "note-other-letter"
    RELEASE_LETTER = "release-letter"
    RECORD_EXCEPTION = "record-exception"
    TELL_EXCEPTION = "tell-exception"
    HOLD = "hold"
    EXPORT = "export"
    ASK_ERASURE = "ask-erasure"
    ERASE = "erase"
    DESTROY = "destroy"
    LAPSE = "lapse"
    DESTROY_REFERRAL = "destroy-referral"
    INVOKE_SECRECY = "invoke-secrecy"


NONE, ORG, LISTED, ASKED, REFERRED, NAMED = Reach.NONE, Reach.ORG, Reach.LISTED, Reach.ASKED, Reach.REFERRED, Reach.NAMED
OFFERED, CASE, INFORMED, OWN, OWES, OWED = Reach.OFFERED, Reach.CASE, Reach.INFORMED, Reach.OWN, Reach.OWES, Reach.OWED
BETWEEN, TOLD, TRUST, THERE, ADDR = Reach.BETWEEN, Reach.TOLD, Reach.ENTRUSTED, Reach.ATTENDED, Reach.ADDRESSED
APPT, HELD, ALL = Reach.APPOINTED, Reach.HELD, Reach.EVERYWHERE

Row = TypeVar("Row", Secrecy, Act)
Cells = tuple[Reach, Reach, Reach, Reach, Reach, Reach, Reach, Reach, Reach, Reach]
Grid = Mapping[Row, Cells]

# fmt: off
SEES: Final[Grid[Secrecy]] = {
    #                         ADMIN  REGISTRAR MEMBER  COORDINATOR MODERATOR PARTY     GUARDIAN  SUPPORTER AUDITOR WORKER
    Secrecy.DIRECTORY:        (ORG,   ORG,      ORG,    ORG,        NONE,     NONE,     NONE,     NONE,     ORG,    NONE),
    Secrecy.REGISTRY:         (NONE,  ORG,      LISTED, LISTED,     OWN,      LISTED,   NONE,     NONE,     NONE,   NONE),
    Secrecy.KEYS:             (NONE,  ORG,      NONE,   NONE,       OWN,      NONE,     NONE,     NONE,     NONE,   NONE),
    Secrecy.REFERRAL:         (NONE,  NONE,     ASKED,  REFERRED,   CASE,     NAMED,    NONE,     NONE,     NONE,   ALL),
    Secrecy.OFFER:            (NONE,  NONE,     NONE,   NONE,       OFFERED,  NONE,     NONE,     NONE,     NONE,   ALL),
    Secrecy.SHELL:            (NONE,  NONE,     ASKED,  REFERRED,   CASE,     CASE,     CASE,     CASE,     NONE,   ALL),
    Secrecy.PROCESS:          (NONE,  NONE,     NONE,   NONE,       CASE,     CASE,     CASE,     THERE,    NONE,   ALL),
    Secrecy.TRUE_STATE:       (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   ALL),
    Secrecy.CLASSIFICATION:   (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Secrecy.ASSESSMENT:       (NONE,  NONE,     NONE,   NONE,       TOLD,     NONE,     NONE,     NONE,     NONE,   NONE),
    Secrecy.ANSWER:           (NONE,  NONE,     NONE,   NONE,       CASE,     OWN,      OWN,      NONE,     NONE,   NONE),
    Secrecy.PRIVATE:          (NONE,  NONE,     NONE,   NONE,       TOLD,     OWN,      OWN,      NONE,     NONE,   NONE),
    Secrecy.SHARED:           (NONE,  NONE,     NONE,   NONE,       TRUST,    INFORMED, INFORMED, THERE,    NONE,   NONE),
    Secrecy.RELEASED:         (NONE,  NONE,     NONE,   ADDR,       TRUST,    INFORMED, INFORMED, NONE,     NONE,   NONE),
    Secrecy.NOTES:            (NONE,  NONE,     NONE,   NONE,       OWN,      NONE,     NONE,     NONE,     NONE,   NONE),
    Secrecy.ACCESS:           (NONE,  APPT,     NONE,   NONE,       CASE,     OWN,      OWN,      OWN,      NONE,   ALL),
    Secrecy.AUDIT:            (NONE,  NONE,     NONE,   NONE,       NONE,     NONE,     NONE,     NONE,     ORG,    ALL),
    Secrecy.AGGREGATE:        (NONE,  NONE,     NONE,   NONE,       NONE,     NONE,     NONE,     NONE,     NONE,   NONE),
}

MAY: Final[Grid[Act]] = {
    #                         ADMIN  REGISTRAR MEMBER  COORDINATOR MODERATOR PARTY     GUARDIAN  SUPPORTER AUDITOR WORKER
    Act.KEEP_DIRECTORY:       (ORG,   NONE,     NONE,   NONE,       NONE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.SET_TERMS:            (ORG,   NONE,     NONE,   NONE,       NONE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.REGISTER_MODERATOR:   (NONE,  ORG,      NONE,   NONE,       NONE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.KEEP_REGISTRY_KEYS:   (NONE,  ORG,      NONE,   NONE,       NONE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.OFFER_KEY:            (NONE,  NONE,     NONE,   NONE,       OWN,      NONE,     NONE,     NONE,     NONE,   NONE),
    Act.PROVE_KEY:            (NONE,  HELD,     NONE,   NONE,       HELD,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.COUNTERSIGN_KEY:      (NONE,  ORG,      NONE,   NONE,       NONE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.REFER:                (NONE,  NONE,     NONE,   ORG,        NONE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.ASK:                  (NONE,  NONE,     ORG,    NONE,       NONE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.ANSWER_OFFER:         (NONE,  NONE,     NONE,   NONE,       OFFERED,  NONE,     NONE,     NONE,     NONE,   NONE),
    Act.MOVE:                 (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.PAUSE:                (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   ALL),
    Act.RESUME:               (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.CLOSE:                (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.CLASSIFY:             (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.ADD_PARTY:            (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.INVITE:               (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.REDEEM:               (NONE,  NONE,     NONE,   NONE,       NONE,     OWN,      OWN,      OWN,      NONE,   NONE),
    Act.ACCEPT_SECRECY:       (NONE,  NONE,     NONE,   NONE,       NONE,     OWN,      OWN,      OWN,      NONE,   NONE),
    Act.KEEP_PARTICULARS:     (NONE,  NONE,     NONE,   NONE,       NONE,     OWN,      NONE,     NONE,     NONE,   NONE),
    Act.ACCEPT_MODERATOR:     (NONE,  NONE,     NONE,   NONE,       NONE,     CASE,     NONE,     NONE,     NONE,   NONE),
    Act.DECLARE_READINESS:    (NONE,  NONE,     NONE,   NONE,       NONE,     OWN,      NONE,     NONE,     NONE,   NONE),
    Act.WITHDRAW:             (NONE,  NONE,     NONE,   NONE,       NONE,     OWN,      NONE,     NONE,     NONE,   NONE),
    Act.ASSESS_SAFETY:        (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.ANNOUNCE_GATE:        (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.DRAFT_MANDATE:        (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.OFFER_MANDATE:        (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.COMMENT_MANDATE:      (NONE,  NONE,     NONE,   NONE,       CASE,     CASE,     NONE,     NONE,     NONE,   NONE),
    Act.ACCEPT_MANDATE:       (NONE,  NONE,     NONE,   NONE,       CASE,     CASE,     CASE,     NONE,     NONE,   NONE),
    Act.HOLD_TALK:            (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.PLAN_SESSION:         (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.START_SESSION:        (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.SUSPEND_SESSION:      (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.END_SESSION:          (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.CANCEL_SESSION:       (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.WRITE_RECORD:         (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.RECONFIRM:            (NONE,  NONE,     NONE,   NONE,       CASE,     CASE,     NONE,     NONE,     NONE,   NONE),
    Act.APPROVE_RECORD:       (NONE,  NONE,     NONE,   NONE,       NONE,     INFORMED, NONE,     NONE,     NONE,   NONE),
    Act.WRITE_NOTE:           (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.REWRITE_NOTE:         (NONE,  NONE,     NONE,   NONE,       OWN,      NONE,     NONE,     NONE,     NONE,   NONE),
    Act.TELL:                 (NONE,  NONE,     NONE,   NONE,       NONE,     CASE,     NONE,     NONE,     NONE,   NONE),
    Act.SHARE:                (NONE,  NONE,     NONE,   NONE,       NONE,     OWN,      NONE,     NONE,     NONE,   NONE),
    Act.ACCEPT_ATTRIBUTION:   (NONE,  NONE,     NONE,   NONE,       NONE,     OWN,      NONE,     NONE,     NONE,   NONE),
    Act.MARK_HARM:            (NONE,  NONE,     NONE,   NONE,       NONE,     OWN,      NONE,     NONE,     NONE,   NONE),
    Act.PROPOSE_AGREEMENT:    (NONE,  NONE,     NONE,   NONE,       CASE,     CASE,     NONE,     NONE,     NONE,   NONE),
    Act.CONFIRM_AGREEMENT:    (NONE,  NONE,     NONE,   NONE,       NONE,     INFORMED, NONE,     NONE,     NONE,   NONE),
    Act.ACCEPT_COMMITMENT:    (NONE,  NONE,     NONE,   NONE,       NONE,     OWES,     NONE,     NONE,     NONE,   NONE),
    Act.REPORT_DONE:          (NONE,  NONE,     NONE,   NONE,       NONE,     OWES,     NONE,     NONE,     NONE,   NONE),
    Act.CONFIRM_DONE:         (NONE,  NONE,     NONE,   NONE,       NONE,     OWED,     NONE,     NONE,     NONE,   NONE),
    Act.DISPUTE:              (NONE,  NONE,     NONE,   NONE,       NONE,     OWED,     NONE,     NONE,     NONE,   NONE),
    Act.RENEGOTIATE:          (NONE,  NONE,     NONE,   NONE,       NONE,     BETWEEN,  NONE,     NONE,     NONE,   NONE),
    Act.WAIVE:                (NONE,  NONE,     NONE,   NONE,       NONE,     OWED,     NONE,     NONE,     NONE,   NONE),
    Act.SAY_NOT_KEPT:         (NONE,  NONE,     NONE,   NONE,       NONE,     OWED,     NONE,     NONE,     NONE,   NONE),
    Act.FOLLOW_UP:            (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.CONFIRM_OUTCOME:      (NONE,  NONE,     NONE,   NONE,       NONE,     CASE,     NONE,     NONE,     NONE,   NONE),
    Act.EVALUATE:             (NONE,  NONE,     NONE,   NONE,       NONE,     CASE,     NONE,     NONE,     NONE,   NONE),
    Act.ASK_REOPENING:        (NONE,  NONE,     NONE,   NONE,       NONE,     CASE,     NONE,     NONE,     NONE,   NONE),
    Act.OBJECT:               (NONE,  NONE,     NONE,   NONE,       NONE,     CASE,     NONE,     NONE,     NONE,   NONE),
    Act.RECUSE:               (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.END_APPOINTMENT:      (NONE,  APPT,     NONE,   NONE,       NONE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.PROPOSE_SUCCESSOR:    (NONE,  NONE,     NONE,   NONE,       NONE,     CASE,     NONE,     NONE,     NONE,   NONE),
    Act.GRANT_PRIVATE:        (NONE,  NONE,     NONE,   NONE,       NONE,     OWN,      NONE,     NONE,     NONE,   NONE),
    Act.KEEP_GUARDIANS:       (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.CONSENT:              (NONE,  NONE,     NONE,   NONE,       NONE,     NONE,     OWN,      NONE,     NONE,   NONE),
    Act.ISSUE_CODES:          (NONE,  NONE,     NONE,   NONE,       NONE,     OWN,      NONE,     NONE,     NONE,   NONE),
    Act.NOTE_READINESS:       (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.CONTEST:              (NONE,  NONE,     NONE,   NONE,       NONE,     OWN,      NONE,     NONE,     NONE,   NONE),
    Act.KEEP_MEMBERS:         (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.CHOOSE_SPOKESPERSON:  (NONE,  NONE,     NONE,   NONE,       NONE,     CASE,     NONE,     NONE,     NONE,   NONE),
    Act.DEPART:               (NONE,  NONE,     NONE,   NONE,       NONE,     OWN,      NONE,     NONE,     NONE,   NONE),
    Act.RECORD_LOSS:          (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.BRING_SUPPORTER:      (NONE,  NONE,     NONE,   NONE,       NONE,     OWN,      NONE,     NONE,     NONE,   NONE),
    Act.NAME_COMPANION:       (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.ADMIT:                (NONE,  NONE,     NONE,   NONE,       NONE,     CASE,     NONE,     NONE,     NONE,   NONE),
    Act.PROPOSE_SUPPORT:      (NONE,  NONE,     NONE,   NONE,       NONE,     CASE,     NONE,     NONE,     NONE,   NONE),
    Act.RELEASE:              (NONE,  NONE,     NONE,   NONE,       NONE,     INFORMED, NONE,     NONE,     NONE,   NONE),
    Act.ANSWER_SUPPORT:       (NONE,  NONE,     NONE,   ADDR,       NONE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.CONFIRM_SUPPORT:      (NONE,  NONE,     NONE,   NONE,       NONE,     INFORMED, NONE,     NONE,     NONE,   NONE),
    Act.RECORD_REQUEST:       (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.WRITE_LETTER:         (NONE,  NONE,     NONE,   NONE,       TRUST,    NONE,     NONE,     NONE,     NONE,   NONE),
    Act.CONSENT_DISCLOSURE:   (NONE,  NONE,     NONE,   NONE,       TRUST,    INFORMED, INFORMED, NONE,     NONE,   NONE),
    Act.VETO:                 (NONE,  NONE,     NONE,   NONE,       OWN,      NONE,     NONE,     NONE,     NONE,   NONE),
    Act.NOTE_OTHER_LETTER:    (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.RELEASE_LETTER:       (NONE,  NONE,     NONE,   NONE,       TRUST,    NONE,     NONE,     NONE,     NONE,   NONE),
    Act.RECORD_EXCEPTION:     (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.TELL_EXCEPTION:       (NONE,  NONE,     NONE,   NONE,       TOLD,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.HOLD:                 (NONE,  NONE,     NONE,   NONE,       CASE,     NONE,     NONE,     NONE,     NONE,   NONE),
    Act.EXPORT:               (NONE,  NONE,     NONE,   NONE,       NONE,     OWN,      NONE,     NONE,     NONE,   NONE),
    Act.ASK_ERASURE:          (NONE,  NONE,     NONE,   NONE,       NONE,     CASE,     NONE,     NONE,     NONE,   NONE),
    Act.ERASE:                (NONE,  NONE,     NONE,   NONE,       NONE,     NONE,     NONE,     NONE,     NONE,   ALL),
    Act.DESTROY:              (NONE,  NONE,     NONE,   NONE,       NONE,     NONE,     NONE,     NONE,     NONE,   ALL),
    Act.LAPSE:                (NONE,  NONE,     NONE,   NONE,       NONE,     NONE,     NONE,     NONE,     NONE,   ALL),
    Act.DESTROY_REFERRAL:     (NONE,  NONE,     NONE,   NONE,       NONE,     NONE,     NONE,     NONE,     NONE,   ALL),
    Act.INVOKE_SECRECY:       (NONE,  NONE,     NONE,   NONE,       NONE,     NONE,     NONE,     NONE,     NONE,   ALL),
}
# fmt: on

_COLUMN: Final = {role: place for place, role in enumerate(Role)}


def sees(role: Role, secrecy: Secrecy) -> Reach:
    """How far this role can look into rows of this class."""
    return SEES[secrecy][_COLUMN[role]]


def may(role: Role, act: Act) -> Reach:
    """How far this role can do this deed."""
    return MAY[act][_COLUMN[role]]
