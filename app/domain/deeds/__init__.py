"""Every deed within a case, as a pure decision: what is so afterwards, or why not now.

`decide` is the one entrance. Actions load the situation under the case's lock, decide, and write what was decided; the tests explore
it exhaustively. The tables of the nouns say which steps exist; the guards here say when.
"""

from collections.abc import Mapping
from functools import partial
from typing import Final

from app.domain.commitments import CommitmentEvent
from app.domain.confidentiality import CONSENTS, LEADS, SPEAKS, STANDS_BY, WATCHES, Act, Reach, Role, may
from app.domain.deeds import (
    agreements,
    cases,
    commitments,
    companions,
    deadlines,
    disclosures,
    groups,
    guardians,
    harms,
    mandates,
    notes,
    outcomes,
    parties,
    places,
    sessions,
    succession,
    supports,
)
from app.domain.deeds.cases import ending
from app.domain.deeds.guards import Rule
from app.domain.errors import NotAllowed, Unknown
from app.domain.sessions import SessionEvent
from app.domain.situation import Deed, Situation

__all__ = ["BESIDE_A_CHILD", "BESIDE_A_PARTY", "IN_TIME", "OUTSIDE", "RULES", "UNLED", "decide", "ending"]

IN_ONES_OWN_NAME: Final = frozenset({Act.ACCEPT_MANDATE, Act.COMMENT_MANDATE, Act.PROPOSE_AGREEMENT, Act.CONSENT_DISCLOSURE})
"""What the moderator does as well as the parties, and never for one of them."""


def decide(now: Situation, role: Role, deed: Deed) -> Situation:
    """The situation after this deed; `NotAllowed` when the role never may, `WrongState` with what is unmet when not now."""
    if may(role, deed.act) is Reach.NONE:
        raise NotAllowed
    if role is LEADS and not now.led and deed.act is not Act.ANSWER_OFFER:
        # Without a seat there is nothing to decide either; a successor's declaration is what gives it (R3).
        raise Unknown
    if role is SPEAKS:
        # A party always speaks for themselves: without a place here there is nothing to decide.
        now.place(deed.party)
    elif role is CONSENTS:
        return BESIDE_A_CHILD[deed.act](now, deed)
    elif role is STANDS_BY:
        return BESIDE_A_PARTY[deed.act](now, deed)
    elif role is WATCHES and deed.act in IN_TIME:
        return IN_TIME[deed.act](now, deed)
    elif role is WATCHES:
        deadlines.nobody_leads(now)
        return UNLED[deed.act](now, deed)
    elif deed.act in IN_ONES_OWN_NAME and deed.party is not None:
        raise NotAllowed
    return RULES[deed.act](now, deed)


RULES: Final[Mapping[Act, Rule]] = {
    Act.ADD_PARTY: parties.add_party,
    Act.INVITE: parties.invite,
    Act.REDEEM: parties.redeem,
    Act.ACCEPT_SECRECY: parties.accept_secrecy,
    Act.KEEP_PARTICULARS: parties.keep_particulars,
    Act.ACCEPT_MODERATOR: parties.accept_moderator,
    Act.DECLARE_READINESS: parties.declare_readiness,
    Act.WITHDRAW: parties.withdraw,
    Act.ASSESS_SAFETY: parties.assess_safety,
    Act.ANNOUNCE_GATE: parties.announce_gate,
    Act.CLASSIFY: cases.classify,
    Act.MOVE: cases.move,
    Act.PAUSE: cases.pause,
    Act.RESUME: cases.resume,
    Act.CLOSE: cases.close,
    Act.DRAFT_MANDATE: mandates.draft_mandate,
    Act.COMMENT_MANDATE: mandates.comment_mandate,
    Act.OFFER_MANDATE: mandates.offer_mandate,
    Act.ACCEPT_MANDATE: mandates.accept_mandate,
    Act.HOLD_TALK: sessions.hold_talk,
    Act.PLAN_SESSION: sessions.plan_session,
    Act.RECONFIRM: sessions.reconfirm,
    Act.START_SESSION: sessions.start_session,
    Act.SUSPEND_SESSION: partial(sessions.step, SessionEvent.SUSPEND),
    Act.END_SESSION: sessions.end_session,
    Act.CANCEL_SESSION: partial(sessions.step, SessionEvent.CANCEL),
    Act.WRITE_RECORD: harms.note,
    Act.APPROVE_RECORD: harms.tell,
    Act.WRITE_NOTE: harms.note,
    Act.REWRITE_NOTE: harms.note,
    Act.TELL: harms.tell,
    Act.SHARE: harms.share,
    Act.ACCEPT_ATTRIBUTION: harms.tell,
    Act.MARK_HARM: harms.mark_harm,
    Act.PROPOSE_AGREEMENT: agreements.propose_agreement,
    Act.CONFIRM_AGREEMENT: agreements.confirm_agreement,
    Act.ACCEPT_COMMITMENT: agreements.accept_commitment,
    Act.RENEGOTIATE: agreements.renegotiate,
    Act.REPORT_DONE: partial(commitments.step, CommitmentEvent.REPORT),
    Act.CONFIRM_DONE: partial(commitments.step, CommitmentEvent.CONFIRM),
    Act.DISPUTE: partial(commitments.step, CommitmentEvent.DISPUTE),
    Act.WAIVE: partial(commitments.step, CommitmentEvent.WAIVE),
    Act.SAY_NOT_KEPT: partial(commitments.step, CommitmentEvent.SAY_NOT_KEPT),
    Act.FOLLOW_UP: outcomes.follow_up,
    Act.CONFIRM_OUTCOME: outcomes.confirm_outcome,
    Act.EVALUATE: outcomes.evaluate,
    Act.ASK_REOPENING: outcomes.ask_reopening,
    Act.BRING_SUPPORTER: companions.bring_supporter,
    Act.NAME_COMPANION: companions.name_companion,
    Act.ADMIT: companions.admit,
    Act.PROPOSE_SUPPORT: supports.word,
    Act.RELEASE: supports.word,
    Act.ANSWER_SUPPORT: supports.answer,
    Act.CONFIRM_SUPPORT: supports.confirm,
    Act.KEEP_MEMBERS: groups.keep_members,
    Act.CHOOSE_SPOKESPERSON: groups.choose_spokesperson,
    Act.DEPART: places.depart,
    Act.RECORD_LOSS: places.record_loss,
    Act.KEEP_GUARDIANS: guardians.keep_guardians,
    Act.ISSUE_CODES: notes.issue_codes,
    Act.NOTE_READINESS: parties.declare_readiness,
    Act.CONTEST: notes.contest,
    Act.ANSWER_OFFER: succession.take_over,
    Act.OBJECT: succession.object_to_moderator,
    Act.RECUSE: succession.recuse,
    Act.END_APPOINTMENT: succession.end_appointment,
    Act.PROPOSE_SUCCESSOR: succession.propose_successor,
    Act.GRANT_PRIVATE: succession.grant_private,
    Act.RECORD_REQUEST: disclosures.record,
    Act.WRITE_LETTER: disclosures.write,
    Act.CONSENT_DISCLOSURE: disclosures.consent,
    Act.NOTE_OTHER_LETTER: disclosures.note_other_letter,
    Act.RELEASE_LETTER: disclosures.release,
    Act.RECORD_EXCEPTION: disclosures.beside_the_process,
    Act.TELL_EXCEPTION: disclosures.beside_the_process,
    Act.HOLD: disclosures.beside_the_process,
    Act.ASK_ERASURE: outcomes.ask_erasure,
}

BESIDE_A_CHILD: Final[Mapping[Act, Rule]] = {
    Act.REDEEM: guardians.redeem,
    Act.ACCEPT_SECRECY: guardians.accept_secrecy,
    Act.CONSENT: guardians.consent,
    Act.ACCEPT_MANDATE: guardians.accept_mandate,
    Act.CONSENT_DISCLOSURE: disclosures.consent_beside,
}
"""What a guardian does, about a child and never in the child's place (R6)."""

BESIDE_A_PARTY: Final[Mapping[Act, Rule]] = {
    Act.REDEEM: companions.redeem,
    Act.ACCEPT_SECRECY: companions.accept_secrecy,
}
"""What someone beside the parties does: nothing that any gate looks at."""

UNLED: Final[Mapping[Act, Rule]] = {Act.PAUSE: deadlines.rest, Act.LAPSE: deadlines.lapse}
"""What the worker does, in a case that nobody leads (R17)."""

IN_TIME: Final[Mapping[Act, Rule]] = {Act.INVOKE_SECRECY: disclosures.invoke_secrecy}
"""What the worker does when a day has come, led or not (S5)."""

OUTSIDE: Final = frozenset(
    {
        *(Act.KEEP_DIRECTORY, Act.SET_TERMS, Act.REGISTER_MODERATOR, Act.REFER, Act.ASK, Act.DESTROY_REFERRAL, Act.VETO),
        *(Act.KEEP_REGISTRY_KEYS, Act.OFFER_KEY, Act.PROVE_KEY, Act.COUNTERSIGN_KEY, Act.EXPORT, Act.ERASE, Act.DESTROY),
    }
)
"""The deeds around cases: what they need is their grid and the table of their noun, and there is no situation for who does them."""
